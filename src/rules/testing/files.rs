//! Received files and what an agency did with them, for the rules of files and of submissions.

use super::*;
use crate::model::desk_report::{DeskRelease, DeskReport, PrintedFigures};
use crate::model::filling::Filling;
use crate::model::late_rows::LateRows;
use crate::model::predecessor::Predecessor;
use std::collections::BTreeMap;

// ---- files ----

/// A received file; at first a blameless one of SYT.
#[derive(Debug, Clone)]
pub(in crate::rules) struct FileSample {
    pub(in crate::rules) file: InboxFile,
    pub(in crate::rules) content: Content,
    pub(in crate::rules) workbook_beside: bool,
    pub(in crate::rules) agency: Option<AgencyCode>,
    pub(in crate::rules) under: Option<Predecessor>,
    pub(in crate::rules) register: Register,
    pub(in crate::rules) fit: PeriodFit,
    pub(in crate::rules) received_at: Moment,
    pub(in crate::rules) open_when_taken: bool,
    pub(in crate::rules) rehearsal: Option<bool>,
    pub(in crate::rules) filling: Filling,
    pub(in crate::rules) forms_on_trial: bool,
}

impl FileSample {
    /// A workbook without fault.
    pub(in crate::rules) fn workbook() -> Self {
        let extraction = Extraction {
            meta_agency: Some("SYT".into()),
            meta_period: Some("2025-W28".into()),
            ..testing::extraction(ReportDraft::by("SYT").report)
        };
        Self {
            file: inbox_file("SYT/BC_SYT_T28_2025.xlsx"),
            content: Content::Workbook(Box::new(extraction)),
            workbook_beside: false,
            agency: Some(code("SYT")),
            under: None,
            register: register(),
            fit: PeriodFit::Fits,
            received_at: july(11, 9, 40),
            open_when_taken: false,
            rehearsal: None,
            filling: Filling::Changed,
            forms_on_trial: false,
        }
    }

    /// Something else than a workbook.
    pub(in crate::rules) fn other(content: Content) -> Self {
        Self { content, fit: PeriodFit::Unknown, ..Self::workbook() }
    }

    /// A consolidated workbook without fault, changed.
    pub(in crate::rules) fn consolidation(change: impl FnOnce(&mut DeskReport)) -> Self {
        let release = DeskRelease {
            form_version: "1.1".into(),
            desk: code("SYT"),
            desk_name: String::new(),
            period: this_week(),
            version: 1,
            late: false,
            rehearsal: false,
            submit_cutoff: july(11, 11, 0),
            release_cutoff: july(11, 15, 30),
            rows: BTreeMap::new(),
            rows_digest: String::new(),
        };
        let mut report = DeskReport {
            release,
            sheet: "_so_lieu".into(),
            offices: Vec::new(),
            late: LateRows::default(),
            edits: Vec::new(),
            printed: PrintedFigures::default(),
            first_page: Vec::new(),
        };
        change(&mut report);
        Self { fit: PeriodFit::Fits, ..Self::other(Content::Consolidation(Box::new(Ok(report)))) }
    }

    /// The same file with its workbook changed.
    pub(in crate::rules) fn with(mut self, change: impl FnOnce(&mut Extraction)) -> Self {
        match &mut self.content {
            Content::Workbook(extraction) => change(extraction),
            Content::Document { .. } | Content::Refused(_) | Content::Consolidation(_) => panic!("no workbook"),
        }
        self
    }
}

impl FileSample {
    /// The week it waits for, else the one it names, else this one.
    fn named(&self) -> Span {
        let written = match self.content {
            Content::Workbook(ref extraction) => extraction.report.info.period.value().copied(),
            Content::Document { .. } | Content::Refused(_) | Content::Consolidation(_) => None,
        };
        Span::week(match (self.fit, written) {
            (PeriodFit::Future(week), _) | (_, Some(PeriodName::Week(week))) => week,
            _ => this_week(),
        })
    }

    /// The file by itself.
    pub(in crate::rules) fn case(&self) -> FileCase<'_> {
        FileCase {
            path: &self.file.path,
            folder: &self.file.folder,
            content: &self.content,
            agency: self.agency.as_ref(),
            register: &self.register,
            form_version: "1.0",
            filling: self.filling,
            forms_on_trial: self.forms_on_trial,
        }
    }

    /// The file as a rule about receipts gets it.
    pub(in crate::rules) fn receipt(&self) -> ReceiptCase<'_> {
        ReceiptCase {
            file: &self.file,
            content: &self.content,
            agency: self.agency.as_ref(),
            under: self.under.as_ref(),
            register: &self.register,
            workbook_beside: self.workbook_beside,
            span: Span::week(this_week()),
            named: self.named(),
            fit: self.fit,
            received_at: self.received_at,
            first_seen: Some(self.received_at),
            open_when_taken: self.open_when_taken,
            rehearsal: self.rehearsal,
        }
    }
}

/// What a rule about a file or its receipt says.
pub(in crate::rules) fn fires_on_file(rule: &Rule<'_>, received: &FileSample) -> Vec<Finding> {
    let found = |check: &dyn Fn(&mut Emitter<'_>)| run(rule, &DayPolicy::default(), received.agency.as_ref(), &received.file.path, check);
    match rule.check {
        Check::File(check) => found(&|emitter| check(&received.case(), emitter)),
        Check::Receipt(check) => found(&|emitter| check(&received.receipt(), emitter)),
        Check::Report(_) | Check::Row | Check::Submission(_) | Check::Whole(_) => panic!("{} does not look at files", rule.code),
    }
}

// ---- submissions ----

/// What an agency did; at first one valid report in time.
#[derive(Debug, Clone)]
pub(in crate::rules) struct Sent {
    pub(in crate::rules) submission: Submission,
    pub(in crate::rules) register: Register,
    pub(in crate::rules) history: History,
    pub(in crate::rules) fingerprint: Option<String>,
}

impl Sent {
    /// One valid report of SYT in time.
    pub(in crate::rules) fn on_time() -> Self {
        let submission = Submission {
            evidence: Some(Evidence::Scan),
            received_at: Some(july(11, 9, 40)),
            versions: vec![version("SYT/BC_SYT_T28_2025.xlsx", july(11, 9, 40))],
            counted: Some(0),
            punctual: Some(0),
            ..testing::submission(&code("SYT"), Standing::OnTime)
        };
        Self { submission, register: register(), history: History::default(), fingerprint: Some("a".into()) }
    }

    /// An agency of which nothing came.
    pub(in crate::rules) fn nothing() -> Self {
        let mut sent = Self::on_time();
        sent.submission.standing = Standing::Missing;
        (sent.submission.evidence, sent.submission.received_at, sent.submission.counted) = (None, None, None);
        sent.submission.versions.clear();
        sent.submission.merged = false;
        sent
    }
}

pub(in crate::rules) fn version(path: &str, received_at: Moment) -> Version {
    let timing = Timing { received_at, on_time: true, evidence: Evidence::Scan, booked_late: false };
    testing::version(path, timing, FileSample::workbook().content)
}

impl Sent {
    /// The agency's week as a rule about submissions gets it.
    pub(in crate::rules) fn case(&self) -> SubmissionCase<'_> {
        SubmissionCase {
            submission: &self.submission,
            register: &self.register,
            history: &self.history,
            fingerprint: self.fingerprint.as_deref(),
            span: Span::week(this_week()),
        }
    }
}

/// What a rule of submission scope says.
pub(in crate::rules) fn fires_on_submission(rule: &Rule<'_>, sent: &Sent) -> Vec<Finding> {
    match rule.check {
        Check::Submission(check) => {
            run(rule, &DayPolicy::default(), Some(&sent.submission.agency), "", |emitter| check(&sent.case(), emitter))
        }
        Check::File(_) | Check::Receipt(_) | Check::Report(_) | Check::Row | Check::Whole(_) => {
            panic!("{} does not look at submissions", rule.code)
        }
    }
}
