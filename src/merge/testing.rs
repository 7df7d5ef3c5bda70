//! A small province for the tests of this folder, and short ways to write rows.

use crate::merge::accept::{AcceptInput, Accepted, accept};
use crate::merge::basis::Basis;
use crate::merge::consolidate::{ConsolidateInput, consolidate};
use crate::model::agency::{Agency, AgencyCode, AgencyKind, Block, Route};
use crate::model::calendar::AgencyCutoff;
use crate::model::config::Lights;
use crate::model::consolidation::Consolidation;
use crate::model::criterion::Criterion;
use crate::model::cutoff::Cutoffs;
use crate::model::deadline::DayInterval;
use crate::model::finding::{Effect, Finding, Severity, Subject};
use crate::model::history::{History, KnownCriterion, KnownTarget, KnownTask, Source};
use crate::model::moment::at;
use crate::model::period::Period;
use crate::model::place::{CellRef, Place};
use crate::model::register::Register;
use crate::model::report::{AgencyReport, Field, FieldId, Reading, SheetId, StatusReading, Table, TaskRow};
use crate::model::rhythm::Rhythm;
use crate::model::shared_text::SharedText;
use crate::model::submission::{Choice, Standing, Submission};
use crate::model::target::{Aggregation, Comparison, Direction, Method, Recording, Target};
use crate::model::task::{DeadlineKind, Part, Role, Status, Task, TaskCode, TaskKind, Validity};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub(crate) fn agency(code: &str) -> AgencyCode {
    AgencyCode::parse(code).unwrap()
}

pub(crate) fn task_code(code: &str) -> TaskCode {
    TaskCode::parse(code).unwrap()
}

pub(crate) fn date(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

/// `D` of [`week`].
pub(crate) fn friday() -> NaiveDate {
    date(2025, 7, 11)
}

pub(crate) fn week() -> Period {
    Period::parse_id("2025-W28").unwrap()
}

pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn until(y: i32, m: u32, d: u32) -> Option<DayInterval> {
    Some(DayInterval { from: date(y, m, d), to: date(y, m, d) })
}

pub(crate) fn member(code: &str, kind: AgencyKind, order: i64) -> Agency {
    Agency {
        code: agency(code),
        name: format!("Cơ quan {code}"),
        short: format!("Đơn vị {code}"),
        aliases: Vec::new(),
        kind,
        block: Block::Government,
        groups: Vec::new(),
        parent: None,
        folder: code.into(),
        weekly: true,
        route: Route::Both,
        supervisor: "SKHCN".into(),
        order,
        from: date(2025, 1, 1),
        to: None,
        successor: None,
    }
}

/// An own task of the first lead, due 31/12/2025.
pub(crate) fn task(code: &str, kind: TaskKind, leads: &[&str]) -> Task {
    Task {
        code: task_code(code),
        group: "Dữ liệu".into(),
        content: format!("Nhiệm vụ {code}"),
        document: "KH 11".into(),
        issued_on: Some(date(2025, 6, 29)),
        kind,
        leads: leads.iter().map(|a| agency(a)).collect(),
        supports: Vec::new(),
        deadline_kind: DeadlineKind::Dated,
        deadline_text: "31/12/2025".into(),
        deadline: until(2025, 12, 31),
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
        parts: if kind.has_parts() {
            leads.iter().map(|a| Part { agency: agency(a), work: String::new(), deadline: None }).collect()
        } else {
            Vec::new()
        },
        place: Place::file(),
    }
}

/// A percentage, due 31/12/2025, goal 90.
pub(crate) fn target(code: &str, providers: &[&str]) -> Target {
    Target {
        code: task_code(code),
        group: "Hạ tầng".into(),
        name: format!("Chỉ tiêu {code}"),
        document: "KH 11".into(),
        unit: "%".into(),
        direction: Direction::Higher,
        comparison: Comparison::AtLeast,
        goal: decimal("90"),
        goal_text: "90".into(),
        adjusted: None,
        plan_year: 2025,
        due: DayInterval { from: date(2025, 12, 31), to: date(2025, 12, 31) },
        due_text: "31/12/2025".into(),
        recording: Recording::Cumulative,
        aggregation: Aggregation::Ratio,
        numerator: String::new(),
        denominator: String::new(),
        method: Method::Official,
        method_document: String::new(),
        leads: providers.iter().take(1).map(|a| agency(a)).collect(),
        providers: providers.iter().map(|a| agency(a)).collect(),
        low: None,
        high: None,
        may_fall: false,
        nq57_code: String::new(),
        validity: Validity::InForce,
        note: String::new(),
        place: Place::file(),
    }
}

pub(crate) fn criterion(code: &str) -> Criterion {
    Criterion {
        code: code.into(),
        name: format!("Tiêu chí minh họa {code}"),
        phase: "Giai đoạn 1".into(),
        mandatory: true,
        from: date(2025, 1, 1),
        to: None,
        document: String::new(),
        place: Place::file(),
    }
}

/// Every kind of task once, three offices and two communes.
pub(crate) fn register() -> Register {
    let shared = Task { supports: vec![agency("STC"), agency("SKHCN")], ..task("KH11-002", TaskKind::SharedLed, &["SYT"]) };
    let many = Task {
        parts: vec![
            Part { agency: agency("SKHCN"), work: "Nền tảng".into(), deadline: None },
            Part { agency: agency("SYT"), work: "Dữ liệu".into(), deadline: until(2025, 7, 1) },
        ],
        ..task("KH11-007", TaskKind::SharedMany, &["SYT", "SKHCN"])
    };
    Register {
        agencies: vec![
            member("SYT", AgencyKind::Department, 1),
            member("STC", AgencyKind::Department, 2),
            member("SKHCN", AgencyKind::Department, 3),
            member("X-BINH", AgencyKind::Commune, 4),
            member("P-AN", AgencyKind::Ward, 5),
        ],
        tasks: vec![
            task("KH11-001", TaskKind::Own, &["SYT"]),
            shared,
            task("KH11-003", TaskKind::WholeGroup, &["X-BINH", "P-AN"]),
            Task { deadline_kind: DeadlineKind::Regular, deadline: None, ..task("KH11-004", TaskKind::Own, &["STC"]) },
            Task { validity: Validity::Withdrawn, ..task("KH11-005", TaskKind::Own, &["STC"]) },
            Task {
                deadline_kind: DeadlineKind::Conditional,
                deadline: None,
                plan_year: 2026,
                ..task("KH11-006", TaskKind::Own, &["SKHCN"])
            },
            many,
        ],
        targets: vec![target("CT-001", &["SYT", "STC"])],
        criteria: vec![criterion("TC01"), criterion("TC02")],
        ..Register::default()
    }
}

pub(crate) fn source(agency_code: &str) -> Source {
    Source { agency: agency(agency_code), file: "a.xlsx".into(), sha256: "00".into(), sheet: "NhiemVu".into(), cell: None }
}

/// A row accepted the week before.
pub(crate) fn known_task(agency_code: &str, code: &str, status: Status) -> KnownTask {
    KnownTask {
        agency: agency(agency_code),
        task: task_code(code),
        role: Role::Lead,
        status: Some(status),
        percent: None,
        completed_on: None,
        result: String::new(),
        evidence: String::new(),
        obstacle: String::new(),
        cause: String::new(),
        proposal: String::new(),
        level: String::new(),
        expected_on: None,
        next_week: String::new(),
        note: String::new(),
        period: week().previous(),
        stale_fields: BTreeMap::new(),
        source: source(agency_code),
    }
}

pub(crate) fn known_target(agency_code: &str, code: &str) -> KnownTarget {
    KnownTarget {
        agency: agency(agency_code),
        target: task_code(code),
        numerator: None,
        denominator: None,
        value: None,
        estimated: false,
        data_source: String::new(),
        assessment: None,
        reason: String::new(),
        proposed_method: String::new(),
        note: String::new(),
        period: week().previous(),
        stale_fields: BTreeMap::new(),
        source: source(agency_code),
    }
}

pub(crate) fn known_criterion(agency_code: &str, code: &str, result: crate::model::criterion::CriterionResult) -> KnownCriterion {
    KnownCriterion {
        agency: agency(agency_code),
        criterion: code.into(),
        result,
        value: String::new(),
        met_on: None,
        evidence: String::new(),
        obstacle: String::new(),
        note: String::new(),
        period: week().previous(),
        source: source(agency_code),
    }
}

pub(crate) fn value<T>(value: T) -> Field<T> {
    Field { reading: Reading::Value(value), ..Field::default() }
}

pub(crate) fn text(text: &str) -> Field<SharedText> {
    if text.is_empty() { Field::default() } else { Field { typed: text.into(), reading: Reading::Value(text.into()), ..Field::default() } }
}

/// A row of `NhiemVu`, at `row` from 0.
pub(crate) fn row(row: u32, code: &str, status: Status, percent: Option<i64>, result: &str) -> TaskRow {
    TaskRow {
        row,
        code: Field { cell: Some(CellRef::new(row, 1)), ..text(code) },
        status: value(StatusReading { status, exact: true, nearly_done: false }),
        percent: percent.map_or_else(Field::default, |p| value(Decimal::from(p))),
        result: text(result),
        ..TaskRow::default()
    }
}

pub(crate) fn report(rows: Vec<TaskRow>) -> AgencyReport {
    AgencyReport { tasks: Some(Table { sheet: "NhiemVu".into(), rows }), ..AgencyReport::default() }
}

pub(crate) fn finding(effect: Effect, sheet: SheetId, row: u32, field: Option<FieldId>) -> Finding {
    Finding {
        code: "N00".into(),
        severity: Severity::Error,
        effect,
        agency: None,
        file: String::new(),
        place: Place::file(),
        subject: Some(Subject { sheet, row, field }),
        about: String::new(),
        message: String::new(),
        advice: "".into(),
    }
}

pub(crate) fn accepted(register: &Register, history: &History, code: &str, report: &AgencyReport, findings: &[Finding]) -> Accepted {
    let basis = Basis::new(register, history, week(), friday());
    accept(&AcceptInput { agency: &agency(code), file: "a.xlsx", sha256: "11", report, findings, basis: &basis })
}

pub(crate) fn submission(code: &AgencyCode, standing: Standing) -> Submission {
    Submission {
        agency: code.clone(),
        cutoff: AgencyCutoff::general(cutoffs()),
        due: true,
        standing,
        evidence: None,
        received_at: None,
        booked_late: false,
        versions: Vec::new(),
        counted: None,
        punctual: None,
        choice: Choice::Only,
        merged: standing == Standing::OnTime,
        nil: false,
        changed_after_cutoff: Vec::new(),
        revised_after_cutoff: None,
        document_received: None,
        booked: Vec::new(),
        exempt_because: None,
        findings: Vec::new(),
    }
}

pub(crate) use crate::model::cutoff::tests::friday as fridays;

pub(crate) fn cutoffs() -> Cutoffs {
    let hour = |h, m| at(friday().and_hms_opt(h, m, 0).unwrap());
    Cutoffs { submit: hour(11, 0), release: hour(15, 30) }
}

/// A consolidation: who is in `accepted` is on time, the others are missing.
pub(crate) fn consolidation(register: &Register, history: &History, accepted: &BTreeMap<AgencyCode, Accepted>) -> Consolidation {
    let standing = |code: &AgencyCode| if accepted.contains_key(code) { Standing::OnTime } else { Standing::Missing };
    let submissions = register.agencies.iter().map(|a| submission(&a.code, standing(&a.code))).collect();
    consolidation_of(register, history, accepted, submissions)
}

pub(crate) fn consolidation_of(
    register: &Register,
    history: &History,
    accepted: &BTreeMap<AgencyCode, Accepted>,
    submissions: Vec<Submission>,
) -> Consolidation {
    let input = ConsolidateInput {
        register,
        period: week(),
        rhythm: Rhythm { calendar: &register.calendar, schedule: &fridays() },
        cutoffs: cutoffs(),
        day: friday(),
        submissions,
        accepted,
        history,
        lights: &Lights::DEFAULT,
        due_soon_days: 7,
        latest_receipt: None,
        rules: &crate::rules::Ruleset::default(),
    };
    consolidate(input)
}
