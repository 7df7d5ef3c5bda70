//! From facts to the state of a period: the judgement of its files, what is accepted of them, and the consolidation.
//! Pure: the same facts give the same state, whatever ran before.
//!
//! ```text
//! Facts (receipts, contents, scans, admissions, freeze, history) + Register + Config
//!   → judge: Submissions with their findings → KnownRows → Consolidation
//! ```

use crate::judge::delivery::Deliveries;
use crate::judge::duties::Duties;
use crate::judge::facts::Facts;
use crate::judge::file::{self, FileVerdicts};
use crate::judge::input::PeriodInput;
use crate::judge::period::{self, Judgement, ReceiptVerdict};
use crate::judge::select;
use crate::merge::accept::{self, AcceptInput, KnownRows};
use crate::merge::consolidate::{ConsolidateInput, consolidate};
use crate::merge::proposals::Closures;
use crate::model::agency::AgencyCode;
use crate::model::consolidation::Consolidation;
use crate::model::filling::Filling;
use crate::model::finding::{self, Finding};
use crate::model::late_rows::LateRows;
use crate::model::submission::{Admission, Submission, Version};
use crate::rules::Ruleset;
use std::collections::BTreeMap;

/// What is known of a period at a moment: what products print, and what is kept of it.
#[derive(Debug, Clone)]
pub struct PeriodState {
    /// Everything the products print.
    pub consolidation: Consolidation,
    /// Rows of every agency after this period, for what a release leaves; emptied where none is made.
    pub accepted: BTreeMap<AgencyCode, KnownRows>,
    /// What late reports say that are left out of the figures; what a release keeps for the next period.
    pub late: LateRows,
    /// Fingerprints of the counted reports.
    pub fingerprints: BTreeMap<AgencyCode, String>,
    /// What each receipt that concerns this period means, by receipt number.
    pub outcomes: BTreeMap<i64, ReceiptVerdict>,
    /// The exceptions granted for this period, in the order they were granted.
    pub admissions: Vec<Admission>,
}

impl PeriodState {
    /// The receipts that make agencies on time: what a freeze fixes.
    pub fn on_time(&self) -> BTreeMap<AgencyCode, i64> {
        let punctual = |s: &Submission| s.punctual.and_then(|index| s.versions.get(index)).map(|v| (s.agency.clone(), v.receipt.seq));
        self.consolidation.submissions.iter().filter_map(punctual).collect()
    }
}

/// Assembles a period, whose basis is `against`, from what concerns it. A file without a verdict is judged here.
pub fn assemble(
    facts: &Facts,
    input: &PeriodInput<'_>,
    against: &file::Basis<'_>,
    deliveries: Deliveries<'_>,
    verdicts: FileVerdicts,
) -> PeriodState {
    let (register, day) = (against.register.as_ref(), against.day);
    let judgement = period::judge(facts, input, against, deliveries, verdicts);
    let Judgement { submissions, fingerprints, outcomes, orphans, trials, latest_receipt } = judgement;
    let duties = Duties::new(register, input.history, input.period, day);
    let closed = Closures::of(&facts.proposals, input.period);
    let settled = |mut rows: KnownRows| {
        for row in &mut rows.tasks {
            closed.settle(row);
        }
        rows
    };
    let mut late = LateRows::default();
    for submission in submissions.iter().filter(|submission| submission.known_later()) {
        let rows = settled(known_rows(&duties, submission));
        late.extend(input.period, &rows.tasks, &rows.targets, &rows.criteria);
    }
    let accepted = submissions.iter().map(|s| (s.agency.clone(), settled(accepted_rows(&duties, s)))).collect();
    let mut consolidation = consolidate(ConsolidateInput {
        register,
        period: input.period,
        rhythm: input.rhythm(),
        cutoffs: input.cutoffs,
        day,
        submissions,
        accepted: &accepted,
        history: input.history,
        proposals: &facts.proposals,
        lights: &input.config.lights,
        due_soon_days: input.config.policy.due_soon_days,
        latest_receipt,
        rules: &Ruleset::on(day, &input.config.rules, input.config.limits.findings, &register.desk_rules),
    });
    // Files of nobody we know are nobody's findings: the secretariat sees them with those of the whole.
    consolidation.findings.extend(orphans);
    finding::sort(&mut consolidation.findings);
    consolidation.trials.extend(trials);
    finding::sort(&mut consolidation.trials);
    give_cells_to_their_reports(&mut consolidation);
    let admissions = facts.admissions_in_force().filter(|a| a.period == input.period).cloned().collect();
    PeriodState { consolidation, accepted, late, fingerprints, outcomes, admissions }
}

/// What the comparison of agencies found in a cell of a merged report belongs to that report. What names no cell
/// depends on what others reported and is no count against the agency: it stays with the whole.
fn give_cells_to_their_reports(consolidation: &mut Consolidation) {
    for submission in consolidation.submissions.iter_mut().filter(|s| s.merged) {
        let own = |f: &Finding| f.agency.as_ref() == Some(&submission.agency) && f.place.cell.is_some();
        let (own, others) = std::mem::take(&mut consolidation.findings).into_iter().partition(own);
        consolidation.findings = others;
        submission.findings.extend::<Vec<Finding>>(own);
        finding::sort(&mut submission.findings);
    }
}

/// What an agency is known for after the period.
fn accepted_rows(duties: &Duties<'_>, submission: &Submission) -> KnownRows {
    if submission.merged { known_rows(duties, submission) } else { accept::carry(duties, &submission.agency) }
}

/// What an agency is known for if the version that counts is taken in.
fn known_rows(duties: &Duties<'_>, submission: &Submission) -> KnownRows {
    // A form that nobody touched says nothing, also where it still counts as a report.
    let says = |version: &&Version| version.filling != Filling::Untouched;
    let counted = submission.counted_version().filter(says).and_then(|v| select::report(v).map(|r| (v, r)));
    let Some((version, report)) = counted else { return accept::carry(duties, &submission.agency) };
    let file = version.receipt.file.path.as_str();
    // A rejection is found by sheet and row, so only findings about this very file may reject.
    let findings: Vec<Finding> = submission.findings.iter().filter(|f| f.file == file && f.subjects().next().is_some()).cloned().collect();
    let (agency, sha256, confirms) = (&submission.agency, &version.receipt.sha256, version.filling == Filling::Confirmed);
    accept::accept(&AcceptInput { agency, report, confirms, findings: &findings, duties, file, sha256 })
}
