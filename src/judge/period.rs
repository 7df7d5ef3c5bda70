//! The judgement of a period: what is wrong with each file, which version of each agency counts, and how each agency
//! stands.

use crate::forms;
use crate::judge::attribute;
use crate::judge::delivery::{Deliveries, Delivery};
use crate::judge::exempt;
use crate::judge::facts::Facts;
use crate::judge::file::{self, Basis, FileVerdict, FileVerdicts};
use crate::judge::input::PeriodInput;
use crate::judge::left_alone;
use crate::judge::select::{self, SelectInput};
use crate::judge::took_over::TookOver;
use crate::model::agency::{Agency, AgencyCode};
use crate::model::filling::Filling;
use crate::model::finding::{self, Effect, Finding, Severity};
use crate::model::freeze_terms::AgencyCutoff;
use crate::model::inbox::{Content, Folder, InboxFile, Receipt};
use crate::model::moment::Moment;
use crate::model::outcome::Outcome;
use crate::model::receipt_book::{BookUse, Means};
use crate::model::submission::{SecretFile, Submission, Version};
use crate::rules;
use crate::rules::case::{PeriodFit, ReceiptCase, SubmissionCase};
use crate::rules::file::marked_secret;
use crate::rules::totals::older_release;
use crate::text::{agency_names, areas};
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How a period stands before anything is merged.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// One for each agency that must report or sent something, in the order of the register.
    pub submissions: Vec<Submission>,
    /// Fingerprints of the counted reports.
    pub fingerprints: BTreeMap<AgencyCode, String>,
    /// What each receipt that concerns the period means for it, by receipt number.
    pub outcomes: BTreeMap<i64, ReceiptVerdict>,
    /// Findings about files of nobody whom the register knows.
    pub orphans: Vec<Finding>,
    /// What rules on trial found where others would have been told: in nobody's findings.
    pub trials: Vec<Finding>,
    /// The latest receipt among those that concern the period.
    pub latest_receipt: Option<Moment>,
}

/// What a receipt means for a period.
#[derive(Debug, Clone)]
pub struct ReceiptVerdict {
    /// Received, returned, waiting for its week, after the release, or a document.
    pub outcome: Outcome,
    /// Whose report it was taken for.
    pub agency: Option<AgencyCode>,
    /// Findings about the file.
    pub findings: Vec<Finding>,
    /// It came after the release of its period and was sent before the cutoff.
    pub in_time: bool,
}

/// A delivery with its findings.
struct JudgedDelivery<'a> {
    of: Delivery<'a>,
    findings: Vec<Finding>,
    rows: Vec<Finding>,
    trials: Vec<Finding>,
    valid: bool,
    filling: Filling,
}

/// Judges a period by its basis. A file that has no verdict is judged here.
pub fn judge(
    facts: &Facts,
    input: &PeriodInput<'_>,
    basis: &Basis<'_>,
    deliveries: Deliveries<'_>,
    mut verdicts: FileVerdicts,
) -> Judgement {
    let Deliveries { list: mut deliveries, mut booked, mut set_aside } = deliveries;
    for delivery in &mut deliveries {
        if let Some(refusal) = verdicts.get(&delivery.receipt.seq).and_then(|verdict| verdict.refusal.as_ref()) {
            delivery.content = Arc::new(Content::Refused(refusal.clone()));
        }
    }
    let with_workbook: BTreeSet<AgencyCode> = deliveries
        .iter()
        .filter(|d| {
            matches!(d.content.as_ref(), Content::Workbook(_) | Content::Consolidation(_))
                && matches!(d.fit, PeriodFit::Fits | PeriodFit::Admitted(_))
        })
        .filter_map(|d| d.agency.clone())
        .collect();
    let mut judged: Vec<JudgedDelivery<'_>> = Vec::with_capacity(deliveries.len());
    for one in deliveries {
        let Receipt { seq, file: InboxFile { folder, .. }, .. } = one.receipt;
        let verdict = verdicts.remove(seq).unwrap_or_else(|| file::judge(&one.content, folder, basis));
        judged.push(judge_receipt(one, verdict, input, basis, &with_workbook));
    }
    let outcomes = judged.iter().map(|j| (j.of.receipt.seq, receipt_verdict(j))).collect();
    let latest_receipt = judged.iter().map(|j| j.of.timing.received_at).max();

    let mut trials = Vec::new();
    let (mut by_agency, orphans) = group(judged);
    let mut submissions = Vec::new();
    let mut fingerprints = BTreeMap::new();
    let predecessors = agency_names::predecessors(&basis.register);
    for agency in &basis.register.agencies {
        let offices = predecessors.get(&agency.code).map_or(&[][..], Vec::as_slice);
        let took_over = TookOver::of(agency, offices, basis, input.config);
        let booked = booked.remove(&agency.code).unwrap_or_default();
        // One that is no longer in effect and sends something all the same is answered like any other.
        let judged = match by_agency.remove(&agency.code) {
            Some(judged) => judged,
            None if agency.in_effect(basis.day) || !booked.is_empty() => Vec::new(),
            None => continue,
        };
        let aside = set_aside.remove(&agency.code);
        let (mut submission, fingerprint) = one_agency(facts, input, basis, (agency, took_over), (judged, booked, aside));
        trials.extend(finding::take_trials(&mut submission.findings));
        if let Some(fingerprint) = fingerprint {
            fingerprints.insert(agency.code.clone(), fingerprint);
        }
        submissions.push(submission);
    }
    let mut of_nobody = Vec::new();
    for one in orphans.into_iter().chain(by_agency.into_values().flatten()) {
        of_nobody.extend(one.findings);
        trials.extend(one.trials);
    }
    Judgement { submissions, fingerprints, outcomes, orphans: of_nobody, trials, latest_receipt }
}

/// Adds to the verdict on a file what its receipt says.
fn judge_receipt<'a>(
    of: Delivery<'a>,
    verdict: FileVerdict,
    input: &PeriodInput<'_>,
    basis: &Basis<'_>,
    with_workbook: &BTreeSet<AgencyCode>,
) -> JudgedDelivery<'a> {
    let rhythm = input.rhythm();
    let case = ReceiptCase {
        file: &of.receipt.file,
        content: &of.content,
        agency: of.agency.as_ref(),
        under: of.under.as_ref(),
        register: &basis.register,
        workbook_beside: of.agency.as_ref().is_some_and(|a| with_workbook.contains(a)),
        span: rhythm.span(input.period),
        named: rhythm.span(attribute::claimed_period(&of.content, rhythm).unwrap_or(input.period)),
        fit: of.fit,
        received_at: of.timing.received_at,
        first_seen: Some(of.receipt.first_seen),
        open_when_taken: of.open_when_taken,
        rehearsal: Some(input.config.rehearsal),
    };
    let FileVerdict { file: mut findings, rows, filling, .. } = verdict.at(&of.receipt.file.path);
    findings.extend(rules::review_receipt(&case, &basis.rules));
    finding::sort(&mut findings);
    let trials = finding::take_trials(&mut findings);
    let valid = matches!(of.content.as_ref(), Content::Workbook(_) | Content::Consolidation(_))
        && !findings.iter().any(|f| f.severity == Severity::Reject);
    JudgedDelivery { of, findings, rows, trials, valid, filling }
}

fn receipt_verdict(judged: &JudgedDelivery<'_>) -> ReceiptVerdict {
    let in_time = matches!(judged.of.fit, PeriodFit::Released { in_time: true, .. });
    ReceiptVerdict { outcome: outcome(judged), agency: judged.of.agency.clone(), findings: judged.findings.clone(), in_time }
}

fn outcome(judged: &JudgedDelivery<'_>) -> Outcome {
    match (judged.of.content.as_ref(), judged.of.fit) {
        (Content::Document { .. }, _) => Outcome::Document,
        (_, PeriodFit::Future(_)) => Outcome::Waiting,
        (_, PeriodFit::Released { .. } | PeriodFit::Old { .. }) => Outcome::AfterRelease,
        _ if judged.valid => Outcome::Received,
        _ => Outcome::Returned,
    }
}

type ByAgency<'a> = BTreeMap<AgencyCode, Vec<JudgedDelivery<'a>>>;

fn group(judged: Vec<JudgedDelivery<'_>>) -> (ByAgency<'_>, Vec<JudgedDelivery<'_>>) {
    let mut by_agency: ByAgency<'_> = BTreeMap::new();
    let mut orphans = Vec::new();
    for one in judged {
        match one.of.agency.clone() {
            Some(agency) => by_agency.entry(agency).or_default().push(one),
            None => orphans.push(one),
        }
    }
    (by_agency, orphans)
}

/// One agency: the version that counts, its findings, its rows.
fn one_agency(
    facts: &Facts,
    input: &PeriodInput<'_>,
    basis: &Basis<'_>,
    (agency, took_over): (&Agency, TookOver),
    (judged, booked, set_aside): (Vec<JudgedDelivery<'_>>, Vec<BookUse>, Option<String>),
) -> (Submission, Option<String>) {
    let document = |j: &&JudgedDelivery<'_>| matches!(j.of.content.as_ref(), Content::Document { .. }) && !j.of.after_release;
    let papers = booked.iter().filter(|b| b.means == Means::Paper).map(|b| b.row.said.received_at);
    let document_received = judged.iter().filter(document).map(|j| j.of.timing.received_at).chain(papers).min();
    let secret_files = judged.iter().filter_map(|one| secret_file(facts, one)).collect();
    let mut versions = Vec::new();
    let mut aside = Vec::new();
    let (mut rows, mut trials) = (BTreeMap::new(), BTreeMap::new());
    let in_place: BTreeSet<&str> = judged.iter().filter(|one| !is_misplaced(one)).map(|one| one.of.receipt.sha256.as_str()).collect();
    // Who lays the workbook that it handed on into the folders of offices as well tells them, and sends nothing.
    let copies: BTreeSet<i64> = judged
        .iter()
        .filter(|one| is_misplaced(one) && in_place.contains(one.of.receipt.sha256.as_str()))
        .map(|one| one.of.receipt.seq)
        .collect();
    for one in judged.into_iter().filter(|one| !copies.contains(&one.of.receipt.seq)) {
        if is_version(&one) {
            let JudgedDelivery { of, findings, rows: of_rows, trials: of_trials, valid, filling } = one;
            trials.insert(of.receipt.seq, of_trials);
            rows.insert(of.receipt.seq, of_rows);
            let (first_seen, last_scan_before) = (of.seen.first_seen, of.seen.last_scan_before);
            let receipt = Receipt { first_seen, last_scan_before, ..of.receipt.clone() };
            let Delivery { position, timing, under, .. } = of;
            let content = left_alone::with_known(&of.content, Some(&agency.code), &basis.register, &basis.history);
            versions.push(Version { receipt, position, number: 0, timing, under, content, findings, valid, filling });
        } else {
            aside.extend(one.findings.into_iter().chain(one.trials));
        }
    }
    if versions.iter().any(|v| v.valid && v.filling != Filling::Untouched) {
        // The form as it was issued never takes the place of a report, whenever it came.
        versions.iter_mut().for_each(|v| v.valid &= v.filling != Filling::Untouched);
    }
    keep_later_releases(&mut versions);
    let admitted = versions.iter().filter(|v| facts.admits(input.period, &agency.code, v)).map(|v| v.receipt.seq).collect();
    let cutoff = input.cutoff_of(Some(&agency.code));
    let mut submission = select::select(SelectInput {
        agency: &agency.code,
        took_over,
        versions,
        arriving: facts.arriving.contains(&agency.code),
        form_lies_there: facts.untouched_forms.contains(&(input.period, agency.code.clone())),
        unseen: set_aside.is_some() || unseen(facts, input, basis, agency, cutoff),
        document_received,
        booked,
        exempt_because: exempt::because(agency, basis.day, input.config),
        frozen: input.freeze.and_then(|f| f.on_time.get(&agency.code).copied()),
        admitted,
        late_reports: input.config.policy.late_reports,
        form: input.form,
        cutoff,
        due: facts.as_of.unwrap_or(input.now) >= cutoff.submit,
    });
    submission.findings = aside;
    submission.set_aside = set_aside;
    submission.secret_files = secret_files;
    let fingerprint = review(basis, rows, trials, &mut submission);
    (submission, fingerprint)
}

/// A file with a mark of secrecy; `None` of any other. Which version counts does not matter: such a file must not lie there.
fn secret_file(facts: &Facts, judged: &JudgedDelivery<'_>) -> Option<SecretFile> {
    let receipt = judged.of.receipt;
    let is_marked = judged.findings.iter().any(|finding| finding.code == marked_secret::RULE.code);
    is_marked.then(|| SecretFile { path: receipt.file.path.clone(), lies_there: !facts.secrets_gone.contains(&receipt.seq) })
}

/// Is it the workbook of a desk in the folder of another office?
fn is_misplaced(judged: &JudgedDelivery<'_>) -> bool {
    judged.of.content.misplaced_in(&judged.of.receipt.file.folder).is_some()
}

/// Of a desk below the number of its release says which one it means: an earlier one that comes again replaces none, nor does one whose
/// rows somebody changed replace the same one as it was released. What came under the name of a withdrawn one, in time or before, is
/// withdrawn under any other.
fn keep_later_releases(versions: &mut [Version]) {
    let release = |version: &Version| {
        let report = version.content.desk_report().filter(|_| version.valid)?;
        Some((report.release.version, !report.has_edited_rows()))
    };
    let highest = |before: &[Version]| before.iter().filter_map(release).max();
    let withdrawn = older_release::withdrawn(versions);
    for (version, withdrawn) in versions.iter_mut().zip(withdrawn) {
        version.valid &= !withdrawn;
    }
    for at in 1..versions.len() {
        let (before, rest) = versions.split_at_mut(at);
        if let Some(version) = rest.first_mut() {
            version.valid &= release(version).is_none_or(|number| highest(before).is_none_or(|highest| number >= highest));
        }
    }
}

/// Did nobody look into an agency's folder, or not at all of it, within `unproven_gap_minutes` before its cutoff or since?
/// Before the cutoff the same question is asked of now; and who lies in a folder that the last scan could not read may have
/// reported since, and is not reminded.
fn unseen(facts: &Facts, input: &PeriodInput<'_>, basis: &Basis<'_>, agency: &Agency, cutoff: AgencyCutoff) -> bool {
    let gap = TimeDelta::minutes(i64::from(input.config.policy.unproven_gap_minutes));
    let now = facts.as_of.unwrap_or(input.now);
    let area = areas::key_of(&Folder::Agency(agency.code.clone()), &basis.register);
    let scans = facts.scans.of(&area);
    let refused = now < cutoff.late_from && !scans.last_listed(facts.as_of);
    refused || !scans.looked(cutoff.late_from.min(now) - gap, facts.as_of)
}

/// Does the file take part in the choice of the version that counts?
fn is_version(judged: &JudgedDelivery<'_>) -> bool {
    match (judged.of.content.as_ref(), judged.of.fit) {
        _ if judged.of.after_release => false,
        (Content::Document { .. }, _)
        | (_, PeriodFit::Future(_) | PeriodFit::Old { .. } | PeriodFit::Released { forgotten: false, .. }) => false,
        (
            _,
            PeriodFit::Fits
            | PeriodFit::Admitted(_)
            | PeriodFit::Unknown
            | PeriodFit::Past(_)
            | PeriodFit::Released { forgotten: true, .. },
        ) => true,
    }
}

type ByReceipt = BTreeMap<i64, Vec<Finding>>;

/// Adds the findings of the shown version, of every later one, of its rows and of the choice itself; of the versions also what
/// rules on trial found, so that a trial counts what would be told.
fn review(basis: &Basis<'_>, mut rows: ByReceipt, mut trials: ByReceipt, submission: &mut Submission) -> Option<String> {
    let first_shown = submission.counted.unwrap_or(0);
    let shown = |index: usize| index >= first_shown || submission.before.contains(&index);
    for (index, version) in submission.versions.iter().enumerate().filter(|(index, _)| shown(*index)) {
        // Of one that is not used nothing is taken out of the figures.
        let used = submission.counted == Some(index) || submission.before.contains(&index);
        let told = |finding: &&Finding| used || !matches!(finding.effect, Effect::Row | Effect::Cell);
        submission.findings.extend(version.findings.iter().filter(told).cloned());
        submission.findings.extend(trials.remove(&version.receipt.seq).unwrap_or_default());
    }
    let counted = submission.counted_version().and_then(|version| select::report(version).map(|report| (version.receipt.seq, report)));
    let fingerprint = counted.map(|(_, report)| forms::fingerprint(report));
    let of_rows = counted.and_then(|(seq, _)| rows.remove(&seq)).unwrap_or_default();
    submission.findings.extend(of_rows);
    for version in submission.before.iter().filter_map(|index| submission.versions.get(*index)) {
        submission.findings.extend(rows.remove(&version.receipt.seq).unwrap_or_default());
    }
    let case = SubmissionCase {
        submission,
        register: &basis.register,
        history: &basis.history,
        fingerprint: fingerprint.as_deref(),
        span: basis.span,
    };
    let of_choice = rules::review_submission(&case, &basis.rules);
    submission.findings.extend(of_choice);
    finding::sort(&mut submission.findings);
    submission.findings.dedup();
    fingerprint
}
