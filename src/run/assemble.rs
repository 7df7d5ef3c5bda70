//! From facts to the state of a period: whose report each file is, what is wrong with it, which version counts,
//! what is accepted, and the consolidation. Pure: the same facts give the same state, whatever ran before.
//!
//! ```text
//! Facts (receipts, contents, scans, admissions, freeze, history) + Register + Config
//!   → Sorted files (agency, fit) → findings of files → Submissions → findings of reports → Accepted → Consolidation
//! ```

use crate::forms;
use crate::io::inbox;
use crate::io::ledger::{Outcome, ReleaseRecord};
use crate::merge::accept::{self, AcceptInput, Accepted};
use crate::merge::attribute;
use crate::merge::basis::Basis;
use crate::merge::consolidate::{ConsolidateInput, consolidate};
use crate::merge::select::{self, SelectInput};
use crate::merge::timing::{self, TimingInput};
use crate::model::agency::{Agency, AgencyCode, Route};
use crate::model::config::{Config, Layout};
use crate::model::consolidation::Consolidation;
use crate::model::cutoff::Cutoffs;
use crate::model::finding::{self, Finding, Severity};
use crate::model::history::History;
use crate::model::inbox::{Content, Receipt};
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::submission::{Admission, Freeze, Submission, Timing, Version};
use crate::rules::case::{FileCase, PeriodFit, ReportCase, SubmissionCase};
use crate::rules::{self};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the ledger knows, as plain values.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Every receipt, by number.
    pub receipts: Vec<Receipt>,
    /// What each content is, by SHA-256.
    pub contents: BTreeMap<String, Arc<Content>>,
    /// Successful scans of each area of the inbox (`io::inbox::folder_key`), ascending.
    pub scans: BTreeMap<String, Vec<Moment>>,
    /// Agencies in whose folder something is being copied.
    pub arriving: BTreeSet<AgencyCode>,
    /// When each released period was first released.
    pub released: BTreeMap<Period, Moment>,
    /// Exceptions.
    pub admissions: Vec<Admission>,
}

impl Facts {
    /// The same facts as they were when a release was made.
    pub fn until(&self, record: &ReleaseRecord) -> Self {
        self.then(record.last_receipt, &record.arriving)
    }

    /// The facts as they were when a period was frozen.
    pub fn at_freeze(&self, freeze: &Freeze) -> Self {
        let mut then = self.then(freeze.last_receipt, &freeze.arriving);
        then.admissions.retain(|a| a.at <= freeze.at);
        then
    }

    fn then(&self, last_receipt: i64, arriving: &[AgencyCode]) -> Self {
        let receipts = self.receipts.iter().filter(|r| r.seq <= last_receipt).cloned().collect();
        Self { receipts, arriving: arriving.iter().cloned().collect(), ..self.clone() }
    }

    /// The number of the last receipt; 0 before the first.
    pub fn last_receipt(&self) -> i64 {
        self.receipts.iter().map(|r| r.seq).max().unwrap_or(0)
    }
}

/// The period to assemble and what is fixed for it.
#[derive(Debug, Clone, Copy)]
pub struct PeriodInput<'a> {
    /// The period.
    pub period: Period,
    /// Its cutoffs.
    pub cutoffs: Cutoffs,
    /// The registers as first written.
    pub register: &'a Register,
    /// The configuration.
    pub config: &'a Config,
    /// What earlier periods left.
    pub history: &'a History,
    /// Its freeze, if made.
    pub freeze: Option<&'a Freeze>,
    /// Has the submit cutoff come?
    pub frozen: bool,
    /// The form version in force.
    pub form_version: &'a str,
}

/// The state of a period.
#[derive(Debug, Clone)]
pub struct Assembled {
    /// Everything the products print.
    pub consolidation: Consolidation,
    /// Rows of every agency after this period, for what a release leaves; emptied where none is made.
    pub accepted: BTreeMap<AgencyCode, Accepted>,
    /// Fingerprints of the counted reports.
    pub fingerprints: BTreeMap<AgencyCode, String>,
    /// What each receipt that concerns this period means, by receipt number.
    pub outcomes: BTreeMap<i64, JudgedReceipt>,
}

/// What a receipt means for a period.
#[derive(Debug, Clone)]
pub struct JudgedReceipt {
    /// What it is.
    pub outcome: Outcome,
    /// Whose report it was taken for.
    pub agency: Option<AgencyCode>,
    /// Findings about the file.
    pub findings: Vec<Finding>,
}

/// A receipt that concerns the period.
struct Concerned<'a> {
    receipt: &'a Receipt,
    content: Arc<Content>,
    agency: Option<AgencyCode>,
    fit: PeriodFit,
    timing: Timing,
    /// The scan that saw this content first, wherever it lay.
    scan: i64,
    /// It came after the period's release: answered, and nothing more.
    after_release: bool,
}

/// A concerned receipt with its findings.
struct Judged<'a> {
    of: Concerned<'a>,
    findings: Vec<Finding>,
    valid: bool,
}

/// Assembles a period.
pub fn assemble(facts: &Facts, input: &PeriodInput<'_>) -> Assembled {
    let day = moment::day(input.cutoffs.submit);
    let register = input.register.in_force(day);
    let concerned = concerned(facts, input, &register);
    let with_workbook: BTreeSet<AgencyCode> = concerned
        .iter()
        .filter(|c| matches!(c.content.as_ref(), Content::Workbook(_)) && matches!(c.fit, PeriodFit::Fits | PeriodFit::Admitted(_)))
        .filter_map(|c| c.agency.clone())
        .collect();
    let judged: Vec<Judged<'_>> = concerned.into_iter().map(|c| judge(c, input, &register, &with_workbook)).collect();
    let outcomes = judged.iter().map(|j| (j.of.receipt.seq, judged_receipt(j))).collect();
    let latest_receipt = judged.iter().map(|j| j.of.timing.received_at).max();

    let basis = Basis::new(&register, input.history, input.period, day);
    let (mut by_agency, orphans) = group(judged);
    let mut submissions = Vec::new();
    let mut accepted = BTreeMap::new();
    let mut fingerprints = BTreeMap::new();
    for agency in &register.agencies {
        // One that is no longer in effect and sends something all the same is answered like any other.
        let judged = match by_agency.remove(&agency.code) {
            Some(judged) => judged,
            None if agency.in_effect(day) => Vec::new(),
            None => continue,
        };
        let (submission, rows, fingerprint) = one_agency(facts, input, &basis, agency, judged);
        if let Some(fingerprint) = fingerprint {
            fingerprints.insert(agency.code.clone(), fingerprint);
        }
        accepted.insert(agency.code.clone(), rows);
        submissions.push(submission);
    }
    let mut consolidation = consolidate(ConsolidateInput {
        register: &register,
        period: input.period,
        cutoffs: input.cutoffs,
        day,
        submissions,
        accepted: &accepted,
        history: input.history,
        lights: &input.config.lights,
        due_soon_days: input.config.policy.due_soon_days,
        latest_receipt,
        rules_off: &input.config.rules.off,
    });
    // Files of nobody we know are nobody's findings: the secretariat sees them with those of the whole.
    consolidation.findings.extend(orphans.into_iter().flat_map(|j| j.findings));
    consolidation.findings.extend(by_agency.into_values().flatten().flat_map(|j| j.findings));
    finding::sort(&mut consolidation.findings);
    give_cells_to_their_reports(&mut consolidation);
    Assembled { consolidation, accepted, fingerprints, outcomes }
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

/// Receipts that concern the period, with what their own period means for it.
fn concerned<'a>(facts: &'a Facts, input: &PeriodInput<'_>, register: &Register) -> Vec<Concerned<'a>> {
    let released = facts.released.get(&input.period).copied();
    let submit = input.cutoffs.submit;
    let late_from = register.calendar.late_from(&input.config.schedule, input.period).map_or(submit, |from| from.max(submit));
    let mut first: BTreeMap<&str, &Receipt> = BTreeMap::new();
    let mut sent: BTreeSet<(&str, Option<AgencyCode>)> = BTreeSet::new();
    let mut list = Vec::new();
    for receipt in &facts.receipts {
        let earliest = *first.entry(receipt.sha256.as_str()).or_insert(receipt);
        let Some(content) = facts.contents.get(&receipt.sha256) else { continue };
        let agency = attribute::agency_of(&receipt.file.folder, content, register);
        // "This content was seen complete by a scan": also where it lay in a folder that was not its agency's. What
        // the agency itself sent before and puts back is a new version of its own time.
        let moved = sent.insert((receipt.sha256.as_str(), agency.clone())) && earliest.first_seen < late_from;
        let seen = if moved { earliest } else { receipt };
        let scans = facts.scans.get(&inbox::folder_key(&receipt.file.folder, register)).map_or(&[][..], Vec::as_slice);
        let timing = timing::judge(&TimingInput {
            first_seen: seen.first_seen,
            server_time: receipt.file.server_time,
            scans,
            cutoff: late_from,
            gap_minutes: input.config.policy.unproven_gap_minutes,
        });
        let new = earliest.seq == receipt.seq;
        let Some(fit) = fit(facts, input, receipt, content, new && timing.on_time, released) else { continue };
        let after_release = released.is_some_and(|at| receipt.first_seen > at);
        list.push(Concerned { receipt, content: Arc::clone(content), agency, fit, timing, scan: seen.scan, after_release });
    }
    list
}

/// What a file's own period means for the period being assembled; none if the file does not concern it. `new_in_time`:
/// its content never came before, and it came while this period collected.
fn fit(
    facts: &Facts,
    input: &PeriodInput<'_>,
    receipt: &Receipt,
    content: &Content,
    new_in_time: bool,
    released: Option<Moment>,
) -> Option<PeriodFit> {
    let period = input.period;
    let claimed = attribute::claimed_period(content);
    let after_release = released.is_some_and(|at| receipt.first_seen > at);
    match excepted_for(facts, receipt) {
        Some(other) if other == period && !after_release => {
            return Some(claimed.filter(|c| *c != period).map_or(PeriodFit::Fits, PeriodFit::Admitted));
        }
        // It was used for that week; the week written in it is a mistake that somebody has dealt with.
        Some(other) if other < period => return None,
        _ => {}
    }
    if claimed == Some(period) {
        return match released {
            Some(at) if after_release => Some(PeriodFit::Released { period, at, forgotten: false }),
            _ => Some(PeriodFit::Fits),
        };
    }
    // Any other file concerns only the week in which it came.
    let release_cutoff = |week| input.register.calendar.cutoffs(&input.config.schedule, week).map(|c| c.release);
    if attribute::home(receipt, &facts.released, |week| release_cutoff(week).is_some()) != period {
        return None;
    }
    let Some(claimed) = claimed else { return Some(PeriodFit::Unknown) };
    if claimed > period {
        return Some(PeriodFit::Future(claimed));
    }
    match facts.released.get(&claimed) {
        Some(at) if receipt.first_seen > *at => Some(PeriodFit::Released { period: claimed, at: *at, forgotten: new_in_time }),
        Some(_) => None,
        None if attribute::arrived_for(receipt, claimed, release_cutoff) => None,
        None => Some(PeriodFit::Past(claimed)),
    }
}

/// The week for which a person accepted this file, whatever week it names. An exception holds for what lies at that
/// path until the week's release.
fn excepted_for(facts: &Facts, receipt: &Receipt) -> Option<Period> {
    let of_file = facts.admissions.iter().filter(|a| a.file.as_deref() == Some(receipt.file.path.as_str()));
    of_file.map(|a| a.period).find(|period| facts.released.get(period).is_none_or(|at| receipt.first_seen <= *at))
}

fn judge<'a>(of: Concerned<'a>, input: &PeriodInput<'_>, register: &Register, with_workbook: &BTreeSet<AgencyCode>) -> Judged<'a> {
    let case = FileCase {
        file: &of.receipt.file,
        content: &of.content,
        workbook_beside: of.agency.as_ref().is_some_and(|a| with_workbook.contains(a)),
        agency: of.agency.as_ref(),
        register,
        period: input.period,
        cutoffs: Some(input.cutoffs),
        fit: of.fit,
        received_at: of.timing.received_at,
        form_version: input.form_version,
    };
    let findings = rules::review_file(&case, &input.config.rules.off);
    let valid = matches!(of.content.as_ref(), Content::Workbook(_)) && !findings.iter().any(|f| f.severity == Severity::Reject);
    Judged { of, findings, valid }
}

fn judged_receipt(judged: &Judged<'_>) -> JudgedReceipt {
    JudgedReceipt { outcome: outcome(judged), agency: judged.of.agency.clone(), findings: judged.findings.clone() }
}

fn outcome(judged: &Judged<'_>) -> Outcome {
    match (judged.of.content.as_ref(), judged.of.fit) {
        (Content::Document { .. }, _) => Outcome::Document,
        (_, PeriodFit::Future(_)) => Outcome::Waiting,
        (_, PeriodFit::Released { .. }) => Outcome::AfterRelease,
        _ if judged.valid => Outcome::Received,
        _ => Outcome::Returned,
    }
}

type ByAgency<'a> = BTreeMap<AgencyCode, Vec<Judged<'a>>>;

fn group(judged: Vec<Judged<'_>>) -> (ByAgency<'_>, Vec<Judged<'_>>) {
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
    agency: &Agency,
    judged: Vec<Judged<'_>>,
) -> (Submission, Accepted, Option<String>) {
    let document = |j: &&Judged<'_>| matches!(j.of.content.as_ref(), Content::Document { .. }) && !j.of.after_release;
    let document_received = judged.iter().filter(document).map(|j| j.of.timing.received_at).min();
    let mut versions = Vec::new();
    let mut aside = Vec::new();
    for one in judged {
        if is_version(&one) {
            let Judged { of, findings, valid } = one;
            let receipt = Receipt { scan: of.scan, ..of.receipt.clone() };
            versions.push(Version { receipt, number: 0, timing: of.timing, content: of.content, findings, valid });
        } else {
            aside.extend(one.findings);
        }
    }
    let admitted = facts.admissions.iter().any(|a| a.period == input.period && a.agency.as_ref().is_none_or(|code| code == &agency.code));
    let mut submission = select::select(SelectInput {
        agency: &agency.code,
        versions,
        arriving: facts.arriving.contains(&agency.code),
        document_received,
        exempt_because: exempt_because(agency, basis.day, input.config),
        frozen: input.freeze.and_then(|f| f.on_time.get(&agency.code).copied()),
        admitted,
        late_reports: input.config.policy.late_reports,
        cutoffs: input.cutoffs,
    });
    submission.findings = aside;
    let fingerprint = review(input, basis, &mut submission);
    let rows = accepted_rows(basis, agency, &submission);
    (submission, rows, fingerprint)
}

/// Does the file take part in the choice of the version that counts?
fn is_version(judged: &Judged<'_>) -> bool {
    match (judged.of.content.as_ref(), judged.of.fit) {
        _ if judged.of.after_release => false,
        (Content::Document { .. }, _) | (_, PeriodFit::Future(_) | PeriodFit::Released { forgotten: false, .. }) => false,
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

/// Adds the findings of the shown version, of every later one, of its rows and of the choice itself.
fn review(input: &PeriodInput<'_>, basis: &Basis<'_>, submission: &mut Submission) -> Option<String> {
    let off = &input.config.rules.off;
    let first_shown = submission.counted.unwrap_or(0);
    for version in submission.versions.iter().skip(first_shown) {
        submission.findings.extend(version.findings.iter().cloned());
    }
    let counted = submission.counted_version().cloned();
    let report = counted.as_ref().and_then(|v| select::report(v).map(|r| (v, r)));
    let fingerprint = report.map(|(_, report)| forms::fingerprint(report));
    if let Some((version, report)) = report {
        let case = ReportCase {
            agency: &submission.agency,
            file: &version.receipt.file.path,
            report,
            register: basis.register,
            history: input.history,
            period: input.period,
            day: basis.day,
        };
        submission.findings.extend(rules::review_report(&case, off));
    }
    let case = SubmissionCase {
        submission,
        register: basis.register,
        history: input.history,
        fingerprint: fingerprint.as_deref(),
        period: input.period,
        cutoffs: input.cutoffs,
        frozen: input.frozen,
    };
    let of_choice = rules::review_submission(&case, off);
    submission.findings.extend(of_choice);
    finding::sort(&mut submission.findings);
    submission.findings.dedup();
    fingerprint
}

fn accepted_rows(basis: &Basis<'_>, agency: &Agency, submission: &Submission) -> Accepted {
    let merged = submission.counted_version().filter(|_| submission.merged).and_then(|v| select::report(v).map(|r| (v, r)));
    let Some((version, report)) = merged else { return accept::carry(basis, &agency.code) };
    let file = version.receipt.file.path.as_str();
    // A rejection is found by sheet and row, so only findings about this very file may reject.
    let findings: Vec<Finding> = submission.findings.iter().filter(|f| f.file == file && f.subject.is_some()).cloned().collect();
    accept::accept(&AcceptInput { agency: &agency.code, report, findings: &findings, basis, file, sha256: &version.receipt.sha256 })
}

/// Why an agency does not report to this desk; none if it must.
pub fn exempt_because(agency: &Agency, day: NaiveDate, config: &Config) -> Option<String> {
    if !agency.in_effect(day) {
        return Some("không có hiệu lực trong danh mục tại hạn nộp".to_owned());
    }
    let elsewhere = match (config.desk.layout, agency.route) {
        (Layout::State, Route::PartyOfficeOnly) => Some("chỉ nộp Văn phòng Tỉnh ủy"),
        (Layout::Party, Route::DepartmentOnly) => Some("chỉ nộp Sở Khoa học và Công nghệ"),
        _ => None,
    };
    if !agency.weekly {
        return Some("không thuộc diện báo cáo tuần".to_owned());
    }
    elsewhere.map(str::to_owned)
}
