//! What `run --json` prints: one object, keys only ever added (`src/docs/json.md`).

use crate::model::agency::AgencyCode;
use crate::model::class::{Light, TargetCounts, TaskCounts};
use crate::model::consolidation::Consolidation;
use crate::model::cutoff::{Cutoffs, Phase};
use crate::model::finding::{Finding, Tally};
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::span::Span;
use crate::model::submission::{Evidence, Standing, Submission};
use crate::products::Kind;
use crate::text::{format, receipt_code};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The object of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the keys are explained in src/docs/json.md")]
pub struct RunReport {
    pub now: Moment,
    pub desk: AgencyCode,
    pub period: PeriodReport,
    pub phase: Phase,
    pub agencies: Vec<AgencyLine>,
    pub files: FileCounts,
    pub tasks: TaskCounts,
    pub targets: TargetCounts,
    pub criteria: CriteriaReport,
    pub trials: Vec<TrialLine>,
    pub outputs: Vec<OutputLine>,
}

/// What an exit code says, in a few Vietnamese words; `None` is a run that did not come to its end.
pub fn exit_meaning(code: Option<u8>) -> &'static str {
    match code {
        None => "chưa kết thúc, hoặc đã bị ngắt",
        Some(0) => "xong",
        Some(1) => "xong, có phát hiện từ mức --fail-on trở lên",
        Some(2) => "tham số, cấu hình hoặc danh mục sai",
        Some(3) => "xong, có tệp hệ thống không cho đọc",
        Some(10) => "không tới được thư mục nhận báo cáo",
        Some(11) => "đang có lần chạy khác",
        Some(12) => "lịch không cho phép",
        Some(13) => "không ghi được sản phẩm, bản cũ còn nguyên",
        Some(130 | 143) => "bị ngắt",
        Some(_) => "lỗi của chương trình",
    }
}

/// The period that a command speaks of, with its days and cutoffs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the keys are explained in src/docs/json.md")]
pub struct PeriodReport {
    pub id: Period,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub name: String,
    pub submit_cutoff: Option<Moment>,
    pub release_cutoff: Option<Moment>,
}

/// How one agency stands, and what is wrong with its report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the keys are explained in src/docs/json.md")]
pub struct AgencyLine {
    pub code: AgencyCode,
    pub standing: Standing,
    pub evidence: Option<Evidence>,
    pub received_at: Option<Moment>,
    pub file: Option<String>,
    pub sha256: Option<String>,
    pub version: Option<u32>,
    pub nil: bool,
    pub form_unfilled: bool,
    /// No key of the object: it follows from the mark and the standing.
    #[serde(skip)]
    pub sent_unfilled: bool,
    /// No key of the object either: the desk itself may have put the form there.
    #[serde(skip)]
    pub form_lies_there: bool,
    pub confirmed_only: bool,
    pub reported_before: Vec<AgencyCode>,
    pub changed_after_cutoff: bool,
    pub document_received: bool,
    pub booked_after_cutoff: bool,
    pub receipt_code: Option<String>,
    pub own_cutoff: Option<Moment>,
    pub awaits_own_cutoff: bool,
    pub through: Option<AgencyCode>,
    #[serde(flatten)]
    pub findings: Tally,
}

/// What became of the files of this run: each in exactly one but `seen`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the keys are explained in src/docs/json.md")]
pub struct FileCounts {
    pub seen: u32,
    pub received: u32,
    pub known: u32,
    pub returned: u32,
    pub arriving: u32,
    pub waiting: u32,
    pub after_release: u32,
    pub document: u32,
    pub skipped: u32,
    pub unreadable: u32,
}

impl FileCounts {
    /// Is no record lost? `seen` must be the sum of all other keys.
    pub fn adds_up(&self) -> bool {
        let sum = self.received
            + self.known
            + self.returned
            + self.arriving
            + self.waiting
            + self.after_release
            + self.document
            + self.skipped
            + self.unreadable;
        self.seen == sum
    }
}

/// How many communes have each colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the keys are explained in src/docs/json.md")]
pub struct CriteriaReport {
    pub agencies: u32,
    pub green: u32,
    pub yellow: u32,
    pub red: u32,
    pub grey: u32,
}

/// What a rule on trial found, of everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the keys are explained in src/docs/json.md")]
pub struct TrialLine {
    pub code: String,
    pub places: u32,
    pub agencies: usize,
    pub example: String,
}

/// A product that this run wrote.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OutputLine {
    /// Which product of the list it is.
    pub kind: Kind,
    /// Path relative to the workspace, with `/`.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// How an agency stands in a period, for programs and for the list of standings.
pub fn agency_line(submission: &Submission, period: Period) -> AgencyLine {
    let version = submission.shown_version();
    AgencyLine {
        code: submission.agency.clone(),
        standing: submission.standing,
        evidence: submission.evidence,
        received_at: submission.received_at,
        file: version.map(|v| v.receipt.file.path.clone()),
        sha256: version.map(|v| v.receipt.sha256.clone()),
        version: version.map(|v| v.number),
        nil: submission.nil,
        form_unfilled: submission.form_unfilled,
        sent_unfilled: submission.sent_unfilled(),
        form_lies_there: submission.form_lies_there(),
        confirmed_only: submission.confirmed_only,
        reported_before: submission.reported_before().into_iter().map(|ended| ended.code.clone()).collect(),
        changed_after_cutoff: submission.revised_after_cutoff.is_some(),
        document_received: submission.document_received.is_some(),
        booked_after_cutoff: submission.booked_late,
        receipt_code: version.filter(|v| v.valid).map(|v| receipt_code::of(&v.receipt, &submission.agency, period)),
        own_cutoff: submission.cutoff.own.then_some(submission.cutoff.submit),
        awaits_own_cutoff: submission.awaits_own_cutoff(),
        through: submission.through.clone(),
        findings: Tally::of(&submission.findings),
    }
}

/// The rules on trial that found something, by code.
pub fn trial_lines(consolidation: &Consolidation) -> Vec<TrialLine> {
    let mut by_code: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &consolidation.trials {
        by_code.entry(&finding.code).or_default().push(finding);
    }
    let line = |(code, found): (&str, Vec<&Finding>)| TrialLine {
        code: code.to_owned(),
        places: found.iter().map(|finding| finding.places()).sum(),
        agencies: found.iter().filter_map(|finding| finding.agency.as_ref()).collect::<BTreeSet<_>>().len(),
        example: found.first().map(|finding| finding.message.clone()).unwrap_or_default(),
    };
    by_code.into_iter().map(line).collect()
}

/// The period's part of the object.
pub fn period_report(span: &Span, cutoffs: Option<Cutoffs>) -> PeriodReport {
    PeriodReport {
        id: span.period,
        from: span.first,
        to: span.last,
        name: format::span_long(span),
        submit_cutoff: cutoffs.map(|c| c.submit),
        release_cutoff: cutoffs.map(|c| c.release),
    }
}

/// Counts the communes of a consolidation by colour.
pub fn criteria_report(consolidation: &Consolidation) -> CriteriaReport {
    let criteria = &consolidation.criteria;
    CriteriaReport {
        agencies: u32::try_from(criteria.lines.len()).unwrap_or(u32::MAX),
        green: criteria.count(Light::Green),
        yellow: criteria.count(Light::Yellow),
        red: criteria.count(Light::Red),
        grey: criteria.count(Light::Grey),
    }
}
