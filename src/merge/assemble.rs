//! From facts to the state of a period: the judgement of its files, what is accepted of them, and the consolidation.
//! Pure: the same facts give the same state, whatever ran before.
//!
//! ```text
//! Facts (receipts, contents, scans, admissions, freeze, history) + Register + Config
//!   → judge: Submissions with their findings → KnownRows → Consolidation
//! ```

use crate::judge::delivery::Deliveries;
use crate::judge::duties::{self, Duties};
use crate::judge::facts::Facts;
use crate::judge::file::{self, FileVerdicts};
use crate::judge::input::PeriodInput;
use crate::judge::left_alone;
use crate::judge::period::{self, Judgement, ReceiptVerdict};
use crate::judge::select;
use crate::merge::accept::{self, AcceptInput};
use crate::merge::before::{self, Before, Joined, Layered};
use crate::merge::consolidate::{ConsolidateInput, consolidate};
use crate::merge::desks::Offices;
use crate::merge::proposals::Closures;
use crate::model::agency::{Agency, AgencyCode};
use crate::model::consolidation::Consolidation;
use crate::model::filling::Filling;
use crate::model::finding::{self, Finding};
use crate::model::history::History;
use crate::model::inbox::Content;
use crate::model::known_rows::KnownRows;
use crate::model::late_rows::LateRows;
use crate::model::moment;
use crate::model::register::Register;
use crate::model::report::AgencyReport;
use crate::model::roads::Roads;
use crate::model::shared_text::SharedText;
use crate::model::submission::{Admission, Submission, Version};
use crate::rules::Ruleset;
use crate::text::agency_names;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

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

    /// Lets go of the rows of reports as they were read, which are a third of what a run has in memory. Answers show them, and the
    /// pages of what is fixed; everything else is made of figures, and of what is noted of the report itself.
    pub fn let_go_of_rows(&mut self) {
        self.consolidation.submissions.iter_mut().for_each(Submission::let_go_of_rows);
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
    let last = input.history.period.and_then(|period| input.rhythm().cutoffs(period));
    let last = last.map_or(against.span.first, |cutoffs| moment::day(cutoffs.submit));
    let offices = offices(register, input, &duties, (submissions, fingerprints, last));
    let Offices { submissions, mut accepted, mut late, fingerprints, roads } = offices;
    for row in accepted.values_mut().flat_map(|rows| &mut rows.tasks).chain(&mut late.tasks) {
        closed.settle(row);
    }
    let mut consolidation = consolidate(ConsolidateInput {
        register,
        period: input.period,
        rhythm: input.rhythm(),
        cutoffs: input.cutoffs,
        day,
        submissions: submissions.into_values().collect(),
        accepted: &accepted,
        roads: &roads,
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

/// What is known of every office: of those that reported here, and of those whose desk did.
fn offices(
    register: &Register,
    input: &PeriodInput<'_>,
    duties: &Duties<'_>,
    (submissions, fingerprints, last): (Vec<Submission>, BTreeMap<AgencyCode, String>, NaiveDate),
) -> Offices {
    let mut late = LateRows::default();
    for submission in submissions.iter().filter(|submission| submission.known_later()) {
        let rows = known_rows(duties, submission, None);
        late.extend(input.period, &rows.tasks, &rows.targets, &rows.criteria);
    }
    let predecessors = agency_names::predecessors(register);
    let rows = |submission: &Submission| {
        let took_over = |office: &&Agency| office.in_effect(last) && office.to.is_some_and(|to| to < duties.day);
        let offices = predecessors.get(&submission.agency).into_iter().flatten().copied().filter(took_over).collect();
        accepted_rows(duties, input.history, offices, submission)
    };
    let accepted = submissions.iter().map(|submission| (submission.agency.clone(), rows(submission))).collect();
    let handed_on = submissions.iter().filter(|s| s.merged).filter_map(|s| Some(Arc::clone(&s.counted_version()?.content)));
    let contents: Vec<Arc<Content>> = handed_on.collect();
    let submissions = submissions.into_iter().map(|submission| (submission.agency.clone(), submission)).collect();
    let mut offices = Offices { submissions, accepted, late, fingerprints, roads: Roads::default() };
    let figures = offices.figures_of_desks(register, &input.config.lights, contents.iter().filter_map(|content| content.desk_report()));
    offices.take_in(register, input.cutoffs, contents.iter().filter_map(|content| content.desk_report()));
    offices.roads.figures = figures;
    offices
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

/// What an agency is known for after the period. `offices`: those that it took over since the last release.
fn accepted_rows(duties: &Duties<'_>, history: &History, offices: Vec<&Agency>, submission: &Submission) -> KnownRows {
    let agency = &submission.agency;
    if offices.is_empty() {
        return own_rows(duties, submission, None);
    }
    let counted = submission.counted_version().filter(|_| submission.merged);
    // Where several offices together stand for the new one, the report that counts is one of theirs, and each speaks for its rows.
    let joint = submission.counted.filter(|_| submission.merged && submission.is_joint());
    let before = submission.before.iter().copied().chain(joint).filter_map(|index| reported_before(duties, submission, index)).collect();
    let Layered { history: layered, beside, figures } = before::layered(agency, before, duties, history);
    let later = Duties::new(duties.register, &layered, duties.period, duties.day);
    // What it left alone in its form says what is known now, and that is newer than what its form was judged by.
    let known = duties::handed_over(duties.register, &layered, duties.period, duties.day);
    let mut rows = match joint {
        Some(_) => accept::carry(&later, agency),
        None => own_rows(&later, submission, Some(&known)),
    };
    let ended = offices.iter().filter_map(|office| office.to).max();
    let whole =
        counted.filter(|version| version.under.is_none() && ended.is_some_and(|ended| moment::day(version.timing.received_at) > ended));
    let whole = whole.map(|version| version.receipt.sha256.as_str());
    let was_there = duties.register.agency(agency).is_some_and(|agency| ended.is_some_and(|ended| agency.in_effect(ended)));
    if was_there || offices.len() > 1 {
        let offices = offices.iter().map(|office| &office.code).collect();
        Joined { offices, figures, whole }.add_up(&mut rows, agency, duties, history);
    }
    rows.extra_tasks.extend(beside.extra_tasks);
    rows.claims.extend(beside.claims);
    rows.nearly_done.extend(beside.nearly_done);
    rows
}

/// What its own report says, or the last one where none is in the figures.
fn own_rows(duties: &Duties<'_>, submission: &Submission, newer: Option<&History>) -> KnownRows {
    if submission.merged { known_rows(duties, submission, newer) } else { accept::carry(duties, &submission.agency) }
}

/// What an office that ended in the period had reported; `None` if that says nothing.
fn reported_before<'a>(duties: &Duties<'_>, submission: &'a Submission, index: usize) -> Option<Before<'a>> {
    let version = submission.versions.get(index)?;
    let (report, office) = (select::report(version)?, &version.under.as_ref()?.code);
    Some(Before { office, report, rows: rows_of(duties, submission, version, report)? })
}

/// What an agency is known for if the version that counts is taken in; with `newer`, what it left alone in its form says that.
fn known_rows(duties: &Duties<'_>, submission: &Submission, newer: Option<&History>) -> KnownRows {
    let rows = submission.counted_version().and_then(|version| {
        let content = newer.map(|newer| left_alone::with_known(&version.content, Some(&submission.agency), duties.register, newer));
        let report = content.as_ref().map_or_else(|| select::report(version), |content| content.extraction().map(|read| &read.report));
        rows_of(duties, submission, version, report?)
    });
    rows.unwrap_or_else(|| accept::carry(duties, &submission.agency))
}

/// What a version says; `None` if nothing: a form that nobody touched says nothing, also where it still counts as a report.
fn rows_of(duties: &Duties<'_>, submission: &Submission, version: &Version, report: &AgencyReport) -> Option<KnownRows> {
    if version.filling == Filling::Untouched {
        return None;
    }
    let file = version.receipt.file.path.as_str();
    // Shared by the sources of all rows.
    let (path, sha256) = (SharedText::from(file), SharedText::from(version.receipt.sha256.as_str()));
    // A rejection is found by sheet and row, so only findings about this very file may reject.
    let findings: Vec<Finding> = submission.findings.iter().filter(|f| f.file == file && f.subjects().next().is_some()).cloned().collect();
    let (agency, confirms) = (&submission.agency, version.filling == Filling::Confirmed);
    Some(accept::accept(&AcceptInput { agency, report, confirms, findings: &findings, duties, file: &path, sha256: &sha256 }))
}
