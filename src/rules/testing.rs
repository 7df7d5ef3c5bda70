//! What the examples of the rules are made of: a small register, and builders for the four kinds of case. One helper a
//! scope runs a rule: [`fires_on_file`], [`fires`], [`fires_on_submission`], [`fires_on_whole`].
//!
//! The week is 2025-W28; its submit cutoff is Friday 11/7/2025 at 11:00.

use crate::model::agency::{Agency, AgencyCode, AgencyKind, Block, Route};
use crate::model::calendar::AgencyCutoff;
use crate::model::consolidation::{Light, PartLine, TaskClass, TaskLine, TaskState, TaskTotals};
use crate::model::criterion::{Criterion, CriterionResult};
use crate::model::cutoff::Cutoffs;
use crate::model::deadline::DayInterval;
use crate::model::extraction::{Extraction, RecognisedBy};
use crate::model::finding::Finding;
use crate::model::history::{History, KnownCriterion, KnownTarget, KnownTask, Source};
use crate::model::inbox::{Content, Folder, InboxFile, Receipt};
use crate::model::moment::{self, Moment};
use crate::model::period::{Period, PeriodName};
use crate::model::place::{CellRef, Place};
use crate::model::register::Register;
use crate::model::report::{
    AgencyReport, CriterionRow, ExtraTaskRow, Field, Info, Reading, StatusReading, Table, TargetRow, TargetValue, TaskRow,
};
use crate::model::rhythm::Span;
use crate::model::scans::Position;
use crate::model::shared_text::SharedText;
use crate::model::submission::{Choice, Evidence, Standing, Submission, Timing, Version};
use crate::model::target::{Aggregation, Comparison, Direction, Method, Recording, Target};
use crate::model::task::{DeadlineKind, Part, Role, Status, Task, TaskCode, TaskKind, Validity};
use crate::rules::case::{FileCase, LeadClaim, PeriodFit, ReceiptCase, ReportCase, SubmissionCase, WholeCase};
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule, run};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn code(text: &str) -> AgencyCode {
    AgencyCode::parse(text).unwrap()
}

pub(super) fn task_code(text: &str) -> TaskCode {
    TaskCode::parse(text).unwrap()
}

pub(super) fn week(text: &str) -> Period {
    Period::parse_id(text).unwrap()
}

/// The week of the examples.
pub(super) fn this_week() -> Period {
    week("2025-W28")
}

pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// An instant of July 2025 in Vietnam.
pub(super) fn july(day_of_month: u32, hour: u32, minute: u32) -> Moment {
    moment::at(day(2025, 7, day_of_month).and_hms_opt(hour, minute, 0).unwrap())
}

pub(super) fn cutoffs() -> Cutoffs {
    Cutoffs { submit: july(11, 11, 0), release: july(11, 15, 30) }
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

// ---- register ----

fn agency(text: &str, name: &str, short: &str, kind: AgencyKind, parent: Option<&str>) -> Agency {
    Agency {
        code: code(text),
        name: name.into(),
        short: short.into(),
        aliases: vec![format!("{name} tỉnh")],
        kind,
        block: Block::Government,
        groups: Vec::new(),
        parent: parent.map(code),
        folder: text.into(),
        weekly: true,
        route: Route::Both,
        supervisor: "SKHCN".into(),
        order: 1,
        from: day(2021, 1, 1),
        to: None,
        successor: None,
    }
}

/// A task of its own agency with a deadline on 30/9/2025, assigned on 01/7/2025.
pub(super) fn task(text: &str, lead: &str) -> Task {
    let deadline = DayInterval { from: day(2025, 9, 30), to: day(2025, 9, 30) };
    Task {
        code: task_code(text),
        group: "Hạ tầng số".into(),
        content: "Nội dung minh họa".into(),
        document: "KH minh họa".into(),
        issued_on: Some(day(2025, 7, 1)),
        kind: TaskKind::Own,
        leads: vec![code(lead)],
        supports: Vec::new(),
        deadline_kind: DeadlineKind::Dated,
        deadline_text: "30/9/2025".into(),
        deadline: Some(deadline),
        extended: None,
        window: None,
        window_text: String::new(),
        plan_year: 2025,
        phase: String::new(),
        output: String::new(),
        block: Block::Government,
        supervisor: "SKHCN".into(),
        nq57_code: String::new(),
        validity: Validity::InForce,
        note: String::new(),
        parts: Vec::new(),
        place: Place::file(),
    }
}

fn target(text: &str, unit: &str) -> Target {
    Target {
        code: task_code(text),
        group: "Dịch vụ công".into(),
        name: "Chỉ tiêu minh họa".into(),
        document: "KH minh họa".into(),
        unit: unit.into(),
        direction: Direction::Higher,
        comparison: Comparison::AtLeast,
        goal: dec("90"),
        goal_text: "90".into(),
        adjusted: None,
        plan_year: 2025,
        due: DayInterval { from: day(2025, 12, 31), to: day(2025, 12, 31) },
        due_text: "31/12/2025".into(),
        recording: Recording::Cumulative,
        aggregation: Aggregation::Ratio,
        numerator: "Số đã làm".into(),
        denominator: "Số phải làm".into(),
        method: Method::Official,
        method_document: String::new(),
        leads: vec![code("SYT")],
        providers: vec![code("SYT")],
        low: None,
        high: None,
        may_fall: false,
        nq57_code: String::new(),
        validity: Validity::InForce,
        note: String::new(),
        place: Place::file(),
    }
}

/// SYT leads KH11-001 (30/9/2025), KH11-002 (overdue since 30/6/2025, STC supports), KH11-003 (regular) and has a part
/// of KH11-004 with STC and SKHCN; KH11-005 is STC's; KH11-006 of SYT starts on 01/10/2025.
pub(super) fn register() -> Register {
    let mut overdue = Task { kind: TaskKind::SharedLed, supports: vec![code("STC")], ..task("KH11-002", "SYT") };
    overdue.deadline = Some(DayInterval { from: day(2025, 6, 30), to: day(2025, 6, 30) });
    overdue.issued_on = Some(day(2025, 3, 1));
    let regular = Task { deadline_kind: DeadlineKind::Regular, deadline: None, ..task("KH11-003", "SYT") };
    let part = |agency: &str| Part { agency: code(agency), work: "Phần việc".into(), deadline: None };
    let whole = Task {
        kind: TaskKind::WholeGroup,
        leads: vec![code("SYT"), code("STC"), code("SKHCN")],
        parts: vec![part("SYT"), part("STC"), part("SKHCN")],
        ..task("KH11-004", "SYT")
    };
    let later = Task {
        window: Some(DayInterval { from: day(2025, 10, 1), to: day(2025, 12, 31) }),
        window_text: "Quý IV/2025".into(),
        deadline: Some(DayInterval { from: day(2025, 12, 31), to: day(2025, 12, 31) }),
        ..task("KH11-006", "SYT")
    };
    let pass_fail = Target {
        direction: Direction::PassFail,
        comparison: Comparison::Equal,
        goal: dec("1"),
        aggregation: Aggregation::Lead,
        ..target("CT-003", "")
    };
    let criterion = |text: &str| Criterion {
        code: text.into(),
        name: "Tiêu chí minh họa".into(),
        phase: "Giai đoạn 1".into(),
        mandatory: true,
        from: day(2025, 7, 1),
        to: None,
        document: "KH minh họa".into(),
        place: Place::file(),
    };
    Register {
        agencies: vec![
            agency("SKHCN", "Sở Khoa học và Công nghệ", "Sở KH&CN", AgencyKind::Department, None),
            agency("SYT", "Sở Y tế", "Sở Y tế", AgencyKind::Department, None),
            agency("STC", "Sở Tài chính", "Sở Tài chính", AgencyKind::Department, None),
            agency("TTKSBT", "Trung tâm Kiểm soát bệnh tật", "TT KSBT", AgencyKind::PublicService, Some("SYT")),
            agency("X-THANHAN", "Xã Thanh An", "Xã Thanh An", AgencyKind::Commune, None),
            agency("X-THANHAN2", "Xã Thạnh An", "Xã Thạnh An", AgencyKind::Commune, None),
        ],
        tasks: vec![task("KH11-001", "SYT"), overdue, regular, whole, task("KH11-005", "STC"), later],
        targets: vec![
            target("CT-001", "%"),
            Target { aggregation: Aggregation::Sum, goal: dec("250"), ..target("CT-002", "trạm") },
            pass_fail,
            Target { leads: vec![code("STC")], providers: vec![code("STC")], ..target("CT-004", "%") },
        ],
        criteria: vec![criterion("TC01"), criterion("TC02"), Criterion { to: Some(day(2025, 7, 5)), ..criterion("TC03") }],
        ..Register::default()
    }
}

// ---- fields ----

fn field<T>(typed: &str, reading: Reading<T>) -> Field<T> {
    Field { typed: typed.into(), reading, ..Field::default() }
}

/// Something that is no value of its kind.
pub(super) fn unreadable<T>(typed: &str) -> Field<T> {
    field(typed, Reading::Unreadable)
}

pub(super) fn empty<T>() -> Field<T> {
    Field::default()
}

pub(super) fn text(typed: &str) -> Field<SharedText> {
    if typed.is_empty() { empty() } else { field(typed, Reading::Value(typed.into())) }
}

pub(super) fn number(typed: &str) -> Field<Decimal> {
    field(typed, Reading::Value(dec(typed)))
}

pub(super) fn on(year: i32, month: u32, day_of_month: u32) -> Field<NaiveDate> {
    field("", Reading::Value(day(year, month, day_of_month)))
}

/// A status as in the form's list.
pub(super) fn status(status: Status) -> Field<StatusReading> {
    field(status.label(), Reading::Value(StatusReading { status, exact: true, nearly_done: false }))
}

/// A status in words of its own.
pub(super) fn status_as(typed: &str, status: Status, nearly_done: bool) -> Field<StatusReading> {
    field(typed, Reading::Value(StatusReading { status, exact: false, nearly_done }))
}

pub(super) fn value<T>(typed: &str, value: T) -> Field<T> {
    field(typed, Reading::Value(value))
}

pub(super) fn result_number(typed: &str) -> Field<TargetValue> {
    field(typed, Reading::Value(TargetValue::Number(dec(typed))))
}

// ---- reports ----

fn info(agency: &str) -> Info {
    let label = |row: u32| Some(CellRef::new(row, 1));
    Info {
        sheet: "ThongTin".into(),
        agency: Field { cell: label(1), ..text(agency) },
        agency_name: text("Sở Y tế"),
        period: Field {
            cell: label(3),
            typed: "28/2025".into(),
            reading: Reading::Value(PeriodName::Week(this_week())),
            ..Field::default()
        },
        as_of: Field { cell: label(6), ..value("10/07/2025 17:00", day(2025, 7, 10).and_hms_opt(17, 0, 0).unwrap()) },
        revision: Field { cell: label(7), ..value("0", 0) },
        revision_reason: Field { cell: label(8), ..empty() },
        document_number: text("12/BC-SYT"),
        signed_on: Field { cell: label(10), ..on(2025, 7, 10) },
        author: empty(),
        approver: Field { cell: label(12), ..text("Lãnh đạo Sở") },
        nil: Field { cell: label(13), ..empty() },
        note: empty(),
    }
}

/// A report being written, with what is known before it.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) agency: AgencyCode,
    pub(super) register: Register,
    pub(super) history: History,
    pub(super) report: AgencyReport,
}

impl Written {
    /// A report without rows.
    pub(super) fn by(agency: &str) -> Self {
        let table = |sheet: &str| sheet.to_owned();
        let report = AgencyReport {
            info: info(agency),
            tasks: Some(Table { sheet: table("NhiemVu"), rows: Vec::new() }),
            targets: Some(Table { sheet: table("ChiTieu"), rows: Vec::new() }),
            criteria: Some(Table { sheet: table("TieuChi"), rows: Vec::new() }),
            extra_tasks: Some(Table { sheet: table("NhiemVuPhatSinh"), rows: Vec::new() }),
        };
        Self { agency: code(agency), register: register(), history: History::default(), report }
    }

    /// A blameless row for a task, changed by `change`. The first row of the sheet's data is row 9.
    pub(super) fn task(mut self, text_of_code: &str, change: impl FnOnce(&mut TaskRow)) -> Self {
        let table = self.report.tasks.as_mut().unwrap();
        let mut row = TaskRow {
            row: 8 + u32::try_from(table.rows.len()).unwrap(),
            code: text(text_of_code),
            status: status(Status::InProgress),
            percent: number("50"),
            result: text("Đã hoàn thành dự thảo"),
            ..TaskRow::default()
        };
        change(&mut row);
        let at = |column: u32| Some(CellRef::new(row.row, column));
        (row.code.cell, row.status.cell, row.percent.cell, row.completed_on.cell) = (at(1), at(5), at(6), at(7));
        (row.result.cell, row.evidence.cell, row.cause.cell, row.expected_on.cell) = (at(8), at(9), at(11), at(14));
        table.rows.push(row);
        self
    }

    /// A row for a target with a source and nothing else.
    pub(super) fn target(mut self, text_of_code: &str, change: impl FnOnce(&mut TargetRow)) -> Self {
        let table = self.report.targets.as_mut().unwrap();
        let mut row = TargetRow {
            row: 8 + u32::try_from(table.rows.len()).unwrap(),
            code: text(text_of_code),
            data_source: text("Báo cáo ngành"),
            ..TargetRow::default()
        };
        change(&mut row);
        let at = |column: u32| Some(CellRef::new(row.row, column));
        (row.code.cell, row.numerator.cell, row.denominator.cell, row.value.cell) = (at(1), at(6), at(7), at(8));
        (row.assessment.cell, row.reason.cell) = (at(11), at(12));
        table.rows.push(row);
        self
    }

    /// A row for a criterion that is met, with date and evidence.
    pub(super) fn criterion(mut self, text_of_code: &str, change: impl FnOnce(&mut CriterionRow)) -> Self {
        let table = self.report.criteria.as_mut().unwrap();
        let mut row = CriterionRow {
            row: 8 + u32::try_from(table.rows.len()).unwrap(),
            code: text(text_of_code),
            result: value("Đạt", CriterionResult::Met),
            met_on: on(2025, 7, 2),
            evidence: text("QĐ minh họa"),
            ..CriterionRow::default()
        };
        change(&mut row);
        let at = |column: u32| Some(CellRef::new(row.row, column));
        (row.code.cell, row.result.cell, row.met_on.cell, row.evidence.cell) = (at(1), at(5), at(7), at(8));
        table.rows.push(row);
        self
    }

    /// A row beyond the register.
    pub(super) fn extra_task(mut self, change: impl FnOnce(&mut ExtraTaskRow)) -> Self {
        let table = self.report.extra_tasks.as_mut().unwrap();
        let mut row = ExtraTaskRow { row: 8, content: text("Việc mới"), ..ExtraTaskRow::default() };
        change(&mut row);
        table.rows.push(row);
        self
    }

    /// "Không phát sinh" is chosen.
    pub(super) fn nil(mut self) -> Self {
        self.report.info.nil.typed = "x".into();
        self.report.info.nil.reading = Reading::Value(true);
        self
    }

    /// The agency's accepted row of last week.
    pub(super) fn last_week(mut self, text_of_code: &str, status: Status, percent: &str) -> Self {
        self.history.period = Some(this_week().previous());
        self.history.tasks.push(KnownTask {
            agency: self.agency.clone(),
            task: task_code(text_of_code),
            role: Role::Lead,
            status: Some(status),
            percent: Some(dec(percent)),
            completed_on: None,
            result: "Kết quả tuần trước".into(),
            evidence: String::new(),
            obstacle: String::new(),
            cause: String::new(),
            proposal: String::new(),
            level: String::new(),
            expected_on: None,
            next_week: String::new(),
            note: String::new(),
            period: this_week().previous(),
            stale_fields: BTreeMap::new(),
            source: source(self.agency.as_str()),
        });
        self
    }

    /// The agency's accepted figure of last week.
    pub(super) fn last_week_target(mut self, text_of_code: &str, figure: &str) -> Self {
        self.history.period = Some(this_week().previous());
        self.history.targets.push(KnownTarget {
            agency: self.agency.clone(),
            target: task_code(text_of_code),
            numerator: None,
            denominator: None,
            value: Some(TargetValue::Number(dec(figure))),
            estimated: false,
            data_source: String::new(),
            assessment: None,
            reason: String::new(),
            proposed_method: String::new(),
            note: String::new(),
            period: this_week().previous(),
            stale_fields: BTreeMap::new(),
            source: source(self.agency.as_str()),
        });
        self
    }

    /// The agency's accepted criterion of last week.
    pub(super) fn last_week_criterion(mut self, text_of_code: &str) -> Self {
        self.history.criteria.push(KnownCriterion {
            agency: self.agency.clone(),
            criterion: text_of_code.into(),
            result: CriterionResult::Met,
            value: String::new(),
            met_on: None,
            evidence: String::new(),
            obstacle: String::new(),
            note: String::new(),
            period: this_week().previous(),
            source: source(self.agency.as_str()),
        });
        self
    }

    /// The case.
    pub(super) fn case(&self) -> ReportCase<'_> {
        ReportCase {
            agency: &self.agency,
            file: "SYT/BC_SYT_T28_2025.xlsx",
            report: &self.report,
            register: &self.register,
            history: &self.history,
            span: Span::week(this_week()),
            day: day(2025, 7, 11),
        }
    }
}

/// What a rule of report scope says.
pub(super) fn fires(rule: &Rule<'_>, written: &Written) -> Vec<Finding> {
    let case = written.case();
    match rule.check {
        Check::Report(check) => run(rule, Some(case.agency), case.file, |emitter| check(&ReportView::of(case), emitter)),
        Check::File(_) | Check::Receipt(_) | Check::Submission(_) | Check::Whole(_) => panic!("{} does not look at reports", rule.code),
    }
}

pub(super) fn source(agency: &str) -> Source {
    Source {
        agency: code(agency),
        file: format!("{agency}/BC_{agency}_T28_2025.xlsx"),
        sha256: String::new(),
        sheet: "NhiemVu".into(),
        cell: Some(CellRef::new(8, 1)),
    }
}

// ---- files ----

/// A received file; at first a blameless one of SYT.
#[derive(Debug, Clone)]
pub(super) struct Received {
    pub(super) file: InboxFile,
    pub(super) content: Content,
    pub(super) workbook_beside: bool,
    pub(super) agency: Option<AgencyCode>,
    pub(super) register: Register,
    pub(super) fit: PeriodFit,
    pub(super) received_at: Moment,
    pub(super) open_when_taken: bool,
}

impl Received {
    /// A workbook without fault.
    pub(super) fn workbook() -> Self {
        let extraction = Extraction {
            recognised_by: RecognisedBy::Meta,
            form: "BM-01".into(),
            form_version: Some("1.0".into()),
            meta_agency: Some("SYT".into()),
            meta_period: Some("2025-W28".into()),
            layout: Vec::new(),
            notes: Vec::new(),
            own_table: None,
            converted: Vec::new(),
            doubtful: Vec::new(),
            secrecy_marks: Vec::new(),
            report: Written::by("SYT").report,
        };
        Self {
            file: inbox_file("SYT/BC_SYT_T28_2025.xlsx"),
            content: Content::Workbook(Box::new(extraction)),
            workbook_beside: false,
            agency: Some(code("SYT")),
            register: register(),
            fit: PeriodFit::Fits,
            received_at: july(11, 9, 40),
            open_when_taken: false,
        }
    }

    /// Something else than a workbook.
    pub(super) fn other(content: Content) -> Self {
        Self { content, fit: PeriodFit::Unknown, ..Self::workbook() }
    }

    /// The workbook, changed.
    pub(super) fn with(mut self, change: impl FnOnce(&mut Extraction)) -> Self {
        match &mut self.content {
            Content::Workbook(extraction) => change(extraction),
            Content::Document { .. } | Content::Refused(_) => panic!("no workbook"),
        }
        self
    }
}

pub(super) fn inbox_file(path: &str) -> InboxFile {
    let folder = path.split('/').next().and_then(AgencyCode::parse).map_or(Folder::Common, Folder::Agency);
    InboxFile { path: path.into(), folder, size: 10_000, modified_at: None, server_time: None }
}

impl Received {
    /// The week it waits for, else the one it names, else this one.
    fn named(&self) -> Span {
        let written = match self.content {
            Content::Workbook(ref extraction) => extraction.report.info.period.value().copied(),
            Content::Document { .. } | Content::Refused(_) => None,
        };
        Span::week(match (self.fit, written) {
            (PeriodFit::Future(week), _) | (_, Some(PeriodName::Week(week))) => week,
            _ => this_week(),
        })
    }

    /// The file by itself.
    pub(super) fn case(&self) -> FileCase<'_> {
        FileCase {
            path: &self.file.path,
            folder: &self.file.folder,
            content: &self.content,
            agency: self.agency.as_ref(),
            register: &self.register,
            form_version: "1.0",
        }
    }

    /// Its receipt.
    pub(super) fn receipt(&self) -> ReceiptCase<'_> {
        ReceiptCase {
            file: &self.file,
            content: &self.content,
            agency: self.agency.as_ref(),
            workbook_beside: self.workbook_beside,
            span: Span::week(this_week()),
            named: self.named(),
            fit: self.fit,
            received_at: self.received_at,
            first_seen: Some(self.received_at),
            open_when_taken: self.open_when_taken,
        }
    }
}

/// What a rule about a file or its receipt says.
pub(super) fn fires_on_file(rule: &Rule<'_>, received: &Received) -> Vec<Finding> {
    let found = |check: &dyn Fn(&mut Emitter<'_>)| run(rule, received.agency.as_ref(), &received.file.path, check);
    match rule.check {
        Check::File(check) => found(&|emitter| check(&received.case(), emitter)),
        Check::Receipt(check) => found(&|emitter| check(&received.receipt(), emitter)),
        Check::Report(_) | Check::Submission(_) | Check::Whole(_) => panic!("{} does not look at files", rule.code),
    }
}

// ---- submissions ----

/// What an agency did; at first one valid report in time.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) submission: Submission,
    pub(super) register: Register,
    pub(super) history: History,
    pub(super) fingerprint: Option<String>,
}

impl Sent {
    /// One valid report of SYT in time.
    pub(super) fn on_time() -> Self {
        let version = version("SYT/BC_SYT_T28_2025.xlsx", july(11, 9, 40));
        let submission = Submission {
            agency: code("SYT"),
            cutoff: AgencyCutoff::general(cutoffs()),
            due: true,
            standing: Standing::OnTime,
            evidence: Some(Evidence::Scan),
            received_at: Some(july(11, 9, 40)),
            booked_late: false,
            versions: vec![version],
            counted: Some(0),
            punctual: Some(0),
            choice: Choice::Only,
            merged: true,
            nil: false,
            changed_after_cutoff: Vec::new(),
            revised_after_cutoff: None,
            document_received: None,
            booked: Vec::new(),
            exempt_because: None,
            findings: Vec::new(),
        };
        Self { submission, register: register(), history: History::default(), fingerprint: Some("a".into()) }
    }

    /// Nothing came.
    pub(super) fn nothing() -> Self {
        let mut sent = Self::on_time();
        sent.submission.standing = Standing::Missing;
        (sent.submission.evidence, sent.submission.received_at, sent.submission.counted) = (None, None, None);
        sent.submission.versions.clear();
        sent.submission.merged = false;
        sent
    }
}

pub(super) fn version(path: &str, received_at: Moment) -> Version {
    let file = inbox_file(path);
    Version {
        receipt: Receipt {
            seq: 1,
            hash: String::new(),
            file,
            sha256: String::new(),
            scan: 1,
            first_seen: received_at,
            last_scan_before: None,
        },
        position: Position { scan: 1, at: received_at },
        number: 1,
        timing: Timing { received_at, on_time: true, evidence: Evidence::Scan, booked_late: false },
        content: Arc::new(Received::workbook().content),
        findings: Vec::new(),
        valid: true,
    }
}

impl Sent {
    /// The case.
    pub(super) fn case(&self) -> SubmissionCase<'_> {
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
pub(super) fn fires_on_submission(rule: &Rule<'_>, sent: &Sent) -> Vec<Finding> {
    match rule.check {
        Check::Submission(check) => run(rule, Some(&sent.submission.agency), "", |emitter| check(&sent.case(), emitter)),
        Check::File(_) | Check::Receipt(_) | Check::Report(_) | Check::Whole(_) => panic!("{} does not look at submissions", rule.code),
    }
}

// ---- the whole ----

/// A week's consolidation, as far as rules see it.
#[derive(Debug, Clone, Default)]
pub(super) struct Week {
    pub(super) tasks: Vec<TaskLine>,
    pub(super) totals: TaskTotals,
    pub(super) claims: Vec<LeadClaim>,
}

impl Week {
    /// With the line of one task, and totals that fit.
    pub(super) fn of(line: TaskLine) -> Self {
        let mut week = Self::default();
        week.totals.overall.add(line.state);
        week.tasks.push(line);
        week
    }
}

fn state(status: Option<Status>) -> TaskState {
    let class = match status {
        Some(Status::Done) => TaskClass::DoneOnTime,
        Some(_) => TaskClass::InProgress,
        None => TaskClass::NoReport,
    };
    TaskState { class, started: true, days: None, past_deadline: false }
}

/// The line of a register task; `parts` gives agency, role, status and whether the row is of this week.
pub(super) fn line(text_of_code: &str, parts: &[(&str, Role, Option<Status>, bool)]) -> TaskLine {
    let task = register().task(&task_code(text_of_code)).unwrap().clone();
    let part = |(agency, role, status, fresh): &(&str, Role, Option<Status>, bool)| PartLine {
        agency: code(agency),
        role: *role,
        work: String::new(),
        deadline_to: None,
        status: *status,
        state: (*role != Role::Support).then(|| state(*status)),
        percent: None,
        completed_on: None,
        period: status.map(|_| if *fresh { this_week() } else { this_week().previous() }),
        source: status.map(|_| source(agency)),
    };
    TaskLine {
        task,
        state: state(parts.first().and_then(|p| p.2)),
        reported: parts.first().and_then(|p| p.2),
        marks: Vec::new(),
        percent: None,
        completed_on: None,
        result: String::new(),
        evidence: String::new(),
        obstacle: String::new(),
        cause: String::new(),
        proposal: String::new(),
        expected_on: None,
        last_update: None,
        stale: false,
        light: Light::Yellow,
        parts: parts.iter().map(part).collect(),
        sources: Vec::new(),
        previous_class: None,
    }
}

impl Week {
    /// The case.
    pub(super) fn case<'a>(&'a self, register: &'a Register) -> WholeCase<'a> {
        WholeCase { register, period: this_week(), tasks: &self.tasks, totals: &self.totals, claims: &self.claims }
    }
}

/// What a rule about the whole says.
pub(super) fn fires_on_whole(rule: &Rule<'_>, week: &Week) -> Vec<Finding> {
    match rule.check {
        Check::Whole(check) => run(rule, None, "", |emitter| check(&week.case(&register()), emitter)),
        Check::File(_) | Check::Receipt(_) | Check::Report(_) | Check::Submission(_) => panic!("{} does not look at the whole", rule.code),
    }
}

/// The messages alone.
pub(super) fn messages(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.message.as_str()).collect()
}
