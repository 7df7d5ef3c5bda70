//! What the examples of the rules are made of: a small register, and builders for the four kinds of case. One helper a
//! scope runs a rule: [`fires_on_file`], [`fires`], [`fires_on_submission`], [`fires_on_whole`].
//!
//! The week is 2025-W28; its submit cutoff is Friday 11/7/2025 at 11:00.

mod files;

use crate::forms::issued_content::{self, Cells, GivenCells};
use crate::model::agency::{Agency, AgencyCode, AgencyKind};
use crate::model::class::{Light, TaskClass, TaskState};
use crate::model::consolidation::{PartLine, TaskLine, TaskTotals};
use crate::model::criterion::{Criterion, CriterionResult};
use crate::model::deadline::DayInterval;
use crate::model::extraction::Extraction;
use crate::model::finding::Finding;
use crate::model::history::{History, KnownCriterion, KnownTarget, KnownTask, Source};
use crate::model::inbox::{Content, InboxFile};
use crate::model::known_rows::LeadClaim;
use crate::model::moment::Moment;
use crate::model::period::{Period, PeriodName};
use crate::model::place::CellRef;
use crate::model::register::Register;
use crate::model::report::{
    AgencyReport, CriterionRow, ExtraTaskRow, Field, Info, Reading, StatusReading, Table, TargetRow, TargetValue, TaskRow,
};
use crate::model::roads::Roads;
use crate::model::rule_policy::DayPolicy;
use crate::model::shared_text::SharedText;
use crate::model::span::Span;
use crate::model::submission::{Evidence, Standing, Submission, Timing, Version};
use crate::model::target::{Aggregation, Comparison, Direction, Target};
use crate::model::task::{DeadlineKind, Part, Role, Status, Task, TaskKind};
use crate::rules::case::{FileCase, PeriodFit, ReceiptCase, ReportCase, SubmissionCase, WholeCase};
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule, run};
use crate::testing;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

pub(super) use crate::testing::{agency as code, day, decimal as dec, inbox_file, july, task_code, until, week as this_week};
pub(super) use files::{FileSample, Sent, fires_on_file, fires_on_submission, version};

pub(super) fn week(text: &str) -> Period {
    Period::parse_id(text).unwrap()
}

// ---- register ----

fn agency(text: &str, name: &str, short: &str, kind: AgencyKind, parent: Option<&str>) -> Agency {
    Agency {
        name: name.into(),
        short: short.into(),
        aliases: vec![format!("{name} tỉnh")],
        parent: parent.map(code),
        from: day(2021, 1, 1),
        ..testing::member(text, kind)
    }
}

/// A task of its own agency with a deadline on 30/9/2025, assigned on 01/7/2025.
pub(super) fn task(text: &str, lead: &str) -> Task {
    Task {
        issued_on: Some(day(2025, 7, 1)),
        deadline_text: "30/9/2025".into(),
        deadline: Some(until(2025, 9, 30)),
        ..testing::task(text, lead)
    }
}

fn target(text: &str, unit: &str) -> Target {
    Target { numerator: "Số đã làm".into(), denominator: "Số phải làm".into(), ..testing::target(text, unit, &["SYT"]) }
}

/// SYT leads KH11-001 (30/9/2025), KH11-002 (overdue since 30/6/2025, STC supports), KH11-003 (regular) and has a part
/// of KH11-004 with STC and SKHCN; KH11-005 is STC's; KH11-006 of SYT starts on 01/10/2025.
pub(super) fn register() -> Register {
    let mut overdue = Task { kind: TaskKind::SharedLed, supports: vec![code("STC")], ..task("KH11-002", "SYT") };
    overdue.deadline = Some(until(2025, 6, 30));
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
        deadline: Some(until(2025, 12, 31)),
        ..task("KH11-006", "SYT")
    };
    let pass_fail = Target {
        direction: Direction::PassFail,
        comparison: Comparison::Equal,
        goal: dec("1"),
        aggregation: Aggregation::Lead,
        ..target("CT-003", "")
    };
    let criterion = |text: &str| Criterion { from: day(2025, 7, 1), ..testing::criterion(text) };
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
pub(super) struct ReportDraft {
    pub(super) agency: AgencyCode,
    pub(super) register: Register,
    pub(super) history: History,
    pub(super) report: AgencyReport,
    /// The digest of the cells that the form came with; `None` if it bears none.
    pub(super) given: Option<String>,
    pub(super) of_predecessor: bool,
}

impl ReportDraft {
    /// A report without rows.
    pub(super) fn by(agency: &str) -> Self {
        let table = |sheet: &str| sheet.to_owned();
        let report = AgencyReport {
            info: info(agency),
            tasks: Some(Table { sheet: table("NhiemVu").into(), rows: Vec::new() }),
            targets: Some(Table { sheet: table("ChiTieu").into(), rows: Vec::new() }),
            criteria: Some(Table { sheet: table("TieuChi").into(), rows: Vec::new() }),
            extra_tasks: Some(Table { sheet: table("NhiemVuPhatSinh").into(), rows: Vec::new() }),
        };
        let (agency, register, history) = (code(agency), register(), History::default());
        Self { agency, register, history, report, given: None, of_predecessor: false }
    }

    /// The same in a form that came with what stands in it.
    pub(super) fn in_its_form(mut self) -> Self {
        self.given = Some(issued_content::digest(&self.report, Cells::Given));
        self
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
            percent: Some(dec(percent)),
            result: "Kết quả tuần trước".into(),
            source: source(self.agency.as_str()),
            ..testing::known_task(self.agency.as_str(), text_of_code, status)
        });
        self
    }

    /// The agency's accepted figure of last week.
    pub(super) fn last_week_target(mut self, text_of_code: &str, figure: &str) -> Self {
        self.history.period = Some(this_week().previous());
        self.history.targets.push(KnownTarget {
            value: Some(TargetValue::Number(dec(figure))),
            source: source(self.agency.as_str()),
            ..testing::known_target(self.agency.as_str(), text_of_code)
        });
        self
    }

    /// The agency's accepted criterion of last week.
    pub(super) fn last_week_criterion(mut self, text_of_code: &str) -> Self {
        self.history.criteria.push(KnownCriterion {
            source: source(self.agency.as_str()),
            ..testing::known_criterion(self.agency.as_str(), text_of_code, CriterionResult::Met)
        });
        self
    }

    /// The report with its register and history, as a rule gets it.
    pub(super) fn case(&self) -> ReportCase<'_> {
        ReportCase {
            agency: &self.agency,
            file: "SYT/BC_SYT_T28_2025.xlsx",
            report: &self.report,
            given: GivenCells::of(&self.report, self.given.as_deref()),
            of_predecessor: self.of_predecessor,
            register: &self.register,
            history: &self.history,
            span: Span::week(this_week()),
            day: day(2025, 7, 11),
        }
    }
}

/// What a rule of report scope says.
pub(super) fn fires(rule: &Rule<'_>, written: &ReportDraft) -> Vec<Finding> {
    let case = written.case();
    match rule.check {
        Check::Report(check) => {
            run(rule, &DayPolicy::default(), Some(case.agency), case.file, |emitter| check(&ReportView::of(&case), emitter))
        }
        Check::File(_) | Check::Receipt(_) | Check::Row | Check::Submission(_) | Check::Whole(_) => {
            panic!("{} does not look at reports", rule.code)
        }
    }
}

pub(super) fn source(agency: &str) -> Source {
    Source {
        agency: code(agency),
        file: format!("{agency}/BC_{agency}_T28_2025.xlsx").into(),
        sha256: "".into(),
        sheet: "NhiemVu".into(),
        cell: Some(CellRef::new(8, 1)),
    }
}

// ---- the whole ----

/// A week's consolidation, as far as rules see it.
#[derive(Debug, Clone, Default)]
pub(super) struct Week {
    pub(super) tasks: Vec<TaskLine>,
    pub(super) totals: TaskTotals,
    pub(super) claims: Vec<LeadClaim>,
    pub(super) history: History,
    pub(super) reported: BTreeSet<AgencyCode>,
    pub(super) roads: Roads,
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
        changed_in: None,
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
        changed_in: None,
        late_in: None,
        stale: false,
        light: Light::Yellow,
        parts: parts.iter().map(part).collect(),
        sources: Vec::new(),
        previous_class: None,
        programmes: Vec::new(),
    }
}

impl Week {
    /// The period with a register, as a rule about the whole gets it.
    pub(super) fn case<'a>(&'a self, register: &'a Register) -> WholeCase<'a> {
        let Self { tasks, totals, claims, history, reported, roads } = self;
        WholeCase { register, period: this_week(), day: day(2025, 7, 11), reported, roads, tasks, totals, claims, history }
    }
}

/// What a rule about the whole says.
pub(super) fn fires_on_whole(rule: &Rule<'_>, week: &Week) -> Vec<Finding> {
    fires_on_whole_with(rule, week, &register())
}

/// The same beside another register.
pub(super) fn fires_on_whole_with(rule: &Rule<'_>, week: &Week, register: &Register) -> Vec<Finding> {
    match rule.check {
        Check::Whole(check) => run(rule, &DayPolicy::default(), None, "", |emitter| check(&week.case(register), emitter)),
        Check::File(_) | Check::Receipt(_) | Check::Report(_) | Check::Row | Check::Submission(_) => {
            panic!("{} does not look at the whole", rule.code)
        }
    }
}

/// The messages of the findings, in their order.
pub(super) fn messages(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.message.as_str()).collect()
}
