//! The judgement of a period: what is wrong with each file, which version of each agency counts, and how each agency
//! stands.

use crate::forms;
use crate::judge::attribute;
use crate::judge::delivery::{self, Delivery};
use crate::judge::exempt;
use crate::judge::facts::Facts;
use crate::judge::input::PeriodInput;
use crate::judge::select::{self, SelectInput};
use crate::model::agency::{Agency, AgencyCode};
use crate::model::finding::{self, Finding, Severity};
use crate::model::inbox::{Content, Receipt};
use crate::model::moment::Moment;
use crate::model::outcome::Outcome;
use crate::model::receipt_book::{BookUse, Means};
use crate::model::register::Register;
use crate::model::submission::{Submission, Version};
use crate::rules::case::{FileCase, PeriodFit, ReportCase, SubmissionCase};
use crate::rules::{self, Ruleset};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The latest receipt among those that concern the period.
    pub latest_receipt: Option<Moment>,
}

/// What a receipt means for a period.
#[derive(Debug, Clone)]
pub struct ReceiptVerdict {
    /// What it is.
    pub outcome: Outcome,
    /// Whose report it was taken for.
    pub agency: Option<AgencyCode>,
    /// Findings about the file.
    pub findings: Vec<Finding>,
}

/// A delivery with its findings.
struct Judged<'a> {
    of: Delivery<'a>,
    findings: Vec<Finding>,
    valid: bool,
}

/// Judges a period. `register` is in force on `day`, the day of the submit cutoff.
pub fn judge(facts: &Facts, input: &PeriodInput<'_>, register: &Register, day: NaiveDate) -> Judgement {
    let (deliveries, mut booked) = delivery::deliveries(facts, input, register);
    let with_workbook: BTreeSet<AgencyCode> = deliveries
        .iter()
        .filter(|d| matches!(d.content.as_ref(), Content::Workbook(_)) && matches!(d.fit, PeriodFit::Fits | PeriodFit::Admitted(_)))
        .filter_map(|d| d.agency.clone())
        .collect();
    let judged: Vec<Judged<'_>> = deliveries.into_iter().map(|d| judge_file(d, input, register, &with_workbook)).collect();
    let outcomes = judged.iter().map(|j| (j.of.receipt.seq, receipt_verdict(j))).collect();
    let latest_receipt = judged.iter().map(|j| j.of.timing.received_at).max();

    let (mut by_agency, orphans) = group(judged);
    let mut submissions = Vec::new();
    let mut fingerprints = BTreeMap::new();
    for agency in &register.agencies {
        let booked = booked.remove(&agency.code).unwrap_or_default();
        // One that is no longer in effect and sends something all the same is answered like any other.
        let judged = match by_agency.remove(&agency.code) {
            Some(judged) => judged,
            None if agency.in_effect(day) || !booked.is_empty() => Vec::new(),
            None => continue,
        };
        let (submission, fingerprint) = one_agency(facts, input, (register, day), agency, judged, booked);
        if let Some(fingerprint) = fingerprint {
            fingerprints.insert(agency.code.clone(), fingerprint);
        }
        submissions.push(submission);
    }
    let orphans = orphans.into_iter().chain(by_agency.into_values().flatten()).flat_map(|j| j.findings).collect();
    Judgement { submissions, fingerprints, outcomes, orphans, latest_receipt }
}

fn judge_file<'a>(of: Delivery<'a>, input: &PeriodInput<'_>, register: &Register, with_workbook: &BTreeSet<AgencyCode>) -> Judged<'a> {
    let rhythm = input.rhythm();
    let case = FileCase {
        file: &of.receipt.file,
        content: &of.content,
        workbook_beside: of.agency.as_ref().is_some_and(|a| with_workbook.contains(a)),
        agency: of.agency.as_ref(),
        register,
        span: rhythm.span(input.period),
        named: rhythm.span(attribute::claimed_period(&of.content, rhythm).unwrap_or(input.period)),
        cutoffs: Some(input.cutoffs),
        fit: of.fit,
        received_at: of.timing.received_at,
        first_seen: Some(of.receipt.first_seen),
        form_version: &input.form.version,
        open_when_taken: of.open_when_taken,
    };
    let findings = rules::review_file(&case, &Ruleset::new(&input.config.rules));
    let valid = matches!(of.content.as_ref(), Content::Workbook(_)) && !findings.iter().any(|f| f.severity == Severity::Reject);
    Judged { of, findings, valid }
}

fn receipt_verdict(judged: &Judged<'_>) -> ReceiptVerdict {
    ReceiptVerdict { outcome: outcome(judged), agency: judged.of.agency.clone(), findings: judged.findings.clone() }
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
    (register, day): (&Register, NaiveDate),
    agency: &Agency,
    judged: Vec<Judged<'_>>,
    booked: Vec<BookUse>,
) -> (Submission, Option<String>) {
    let document = |j: &&Judged<'_>| matches!(j.of.content.as_ref(), Content::Document { .. }) && !j.of.after_release;
    let papers = booked.iter().filter(|b| b.means == Means::Paper).map(|b| b.row.said.received_at);
    let document_received = judged.iter().filter(document).map(|j| j.of.timing.received_at).chain(papers).min();
    let mut versions = Vec::new();
    let mut aside = Vec::new();
    for one in judged {
        if is_version(&one) {
            let Judged { of, findings, valid } = one;
            let (first_seen, last_scan_before) = (of.seen.first_seen, of.seen.last_scan_before);
            let receipt = Receipt { first_seen, last_scan_before, ..of.receipt.clone() };
            versions.push(Version { receipt, position: of.position, number: 0, timing: of.timing, content: of.content, findings, valid });
        } else {
            aside.extend(one.findings);
        }
    }
    let admitted = versions.iter().filter(|v| facts.admits(input.period, &agency.code, v)).map(|v| v.receipt.seq).collect();
    let cutoff = input.cutoff_of(Some(&agency.code));
    let mut submission = select::select(SelectInput {
        agency: &agency.code,
        versions,
        arriving: facts.arriving.contains(&agency.code),
        document_received,
        booked,
        exempt_because: exempt::because(agency, day, input.config),
        frozen: input.freeze.and_then(|f| f.on_time.get(&agency.code).copied()),
        admitted,
        late_reports: input.config.policy.late_reports,
        form: input.form,
        cutoff,
        due: facts.as_of.unwrap_or(input.now) >= cutoff.submit,
    });
    submission.findings = aside;
    let fingerprint = review(input, (register, day), &mut submission);
    (submission, fingerprint)
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
fn review(input: &PeriodInput<'_>, (register, day): (&Register, NaiveDate), submission: &mut Submission) -> Option<String> {
    let rules = Ruleset::new(&input.config.rules);
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
            register,
            history: input.history,
            span: input.rhythm().span(input.period),
            day,
        };
        submission.findings.extend(rules::review_report(&case, &rules));
    }
    let case = SubmissionCase {
        submission,
        register,
        history: input.history,
        fingerprint: fingerprint.as_deref(),
        span: input.rhythm().span(input.period),
    };
    let of_choice = rules::review_submission(&case, &rules);
    submission.findings.extend(of_choice);
    finding::sort(&mut submission.findings);
    submission.findings.dedup();
    fingerprint
}
