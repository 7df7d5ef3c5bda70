//! A small province for the tests of this folder, and short ways to write rows.

use crate::judge::duties::Duties;
use crate::merge::accept::{AcceptInput, accept};
use crate::merge::consolidate::{ConsolidateInput, consolidate};
use crate::model::agency::{Agency, AgencyCode, AgencyKind};
use crate::model::config::Lights;
use crate::model::consolidation::Consolidation;
use crate::model::deadline::DayInterval;
use crate::model::finding::{Effect, Finding, Severity, Subject};
use crate::model::history::History;
use crate::model::known_rows::KnownRows;
use crate::model::place::{CellRef, Place};
use crate::model::register::Register;
use crate::model::report::{AgencyReport, Field, FieldId, Reading, SheetId, StatusReading, Table, TaskRow};
use crate::model::rhythm::Rhythm;
use crate::model::roads::Roads;
use crate::model::shared_text::SharedText;
use crate::model::submission::{Standing, Submission};
use crate::model::target::Target;
use crate::model::task::{DeadlineKind, Part, Status, Task, TaskKind, Validity};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub(crate) use crate::testing::{
    agency, criterion, cutoffs, day as date, decimal, known_criterion, known_target, known_task, submission, task_code, week,
};

/// The day of the submit cutoff of [`week`].
pub(crate) fn friday() -> NaiveDate {
    date(2025, 7, 11)
}

pub(crate) fn until(y: i32, m: u32, d: u32) -> Option<DayInterval> {
    Some(crate::testing::until(y, m, d))
}

pub(crate) fn member(code: &str, kind: AgencyKind, order: i64) -> Agency {
    Agency { order, ..crate::testing::member(code, kind) }
}

/// An own task of the first lead, due 31/12/2025.
pub(crate) fn task(code: &str, kind: TaskKind, leads: &[&str]) -> Task {
    let part = |code: &&str| Part { agency: agency(code), work: String::new(), deadline: None };
    Task {
        kind,
        leads: leads.iter().map(|code| agency(code)).collect(),
        parts: if kind.has_parts() { leads.iter().map(part).collect() } else { Vec::new() },
        ..crate::testing::task(code, leads[0])
    }
}

/// A percentage, due 31/12/2025, goal 90.
pub(crate) fn target(code: &str, providers: &[&str]) -> Target {
    crate::testing::target(code, "%", providers)
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
        more: 0,
        also: Vec::new(),
        to_type: String::new(),
        about: String::new(),
        message: String::new(),
        advice: "".into(),
    }
}

pub(crate) fn accepted(register: &Register, history: &History, code: &str, report: &AgencyReport, findings: &[Finding]) -> KnownRows {
    let duties = Duties::new(register, history, week(), friday());
    accept(&AcceptInput {
        agency: &agency(code),
        file: &"a.xlsx".into(),
        sha256: &"11".into(),
        report,
        confirms: false,
        findings,
        duties: &duties,
    })
}

pub(crate) use crate::model::cutoff::tests::friday as fridays;

/// A consolidation: who is in `accepted` is on time, the others are missing.
pub(crate) fn consolidation(register: &Register, history: &History, accepted: &BTreeMap<AgencyCode, KnownRows>) -> Consolidation {
    let standing = |code: &AgencyCode| if accepted.contains_key(code) { Standing::OnTime } else { Standing::Missing };
    let submissions = register.agencies.iter().map(|a| submission(&a.code, standing(&a.code))).collect();
    consolidation_of(register, history, accepted, submissions)
}

pub(crate) fn consolidation_of(
    register: &Register,
    history: &History,
    accepted: &BTreeMap<AgencyCode, KnownRows>,
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
        roads: &Roads::default(),
        history,
        proposals: &crate::model::proposal::ProposalRecord::default(),
        lights: &Lights::DEFAULT,
        due_soon_days: 7,
        latest_receipt: None,
        rules: &crate::rules::Ruleset::default(),
    };
    consolidate(input)
}
