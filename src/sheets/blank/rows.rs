//! The rows of the form's tables: what is assigned to the agency, with last week's values.

use super::input::BlankInput;
use crate::model::history::{KnownTarget, KnownTask};
use crate::model::proposal::{ProposalLine, ProposalState};
use crate::model::report::{FieldId, TargetValue};
use crate::model::target::{Direction, Target};
use crate::model::target_kind::TargetKind;
use crate::model::task::{DeadlineKind, Role, Status, Task};
use crate::sheets::proposal_book;
use crate::sheets::sheet::Value;
use crate::text::format;
use crate::text::nothing::says_nothing;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Spare rows for tasks outside the register.
const SPARE_ROWS: usize = 10;

/// How a row is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// Open and past its deadline: cause and expected date are asked for. First, because most pressing.
    Overdue,
    /// Open otherwise: not past its deadline, without an end, or of a support.
    Open,
    /// Finished in an earlier period: locked, at the end.
    Finished,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// How it is treated.
    pub(super) state: State,
    /// Its values; fields not named are blank.
    pub(super) values: Vec<(FieldId, Value)>,
    /// Input cells that stay open in a finished row.
    pub(super) still_open: Vec<FieldId>,
    /// Unlike others, the result is chosen from Đạt / Không đạt.
    pub(super) pass_fail: bool,
    /// The result is a percentage.
    pub(super) rate: bool,
    /// Least and greatest figure that the cell of the result takes; `None` if any number.
    pub(super) bounds: Option<(f64, f64)>,
    /// The result is a count: whole numbers only.
    pub(super) whole: bool,
}

impl Line {
    fn new(state: State, values: Vec<(FieldId, Value)>) -> Self {
        Self { state, values, still_open: Vec::new(), pass_fail: false, rate: false, bounds: None, whole: false }
    }

    /// The value of a field.
    pub(super) fn value(&self, field: FieldId) -> Value {
        self.values.iter().find(|(f, _)| *f == field).map_or(Value::Blank, |(_, v)| v.clone())
    }
}

fn text(text: impl Into<String>) -> Value {
    let text = text.into();
    if text.trim().is_empty() { Value::Blank } else { Value::Text(text) }
}

fn number(number: Option<Decimal>) -> Value {
    number.and_then(|n| n.to_f64()).map_or(Value::Blank, Value::Number)
}

fn date(day: Option<chrono::NaiveDate>) -> Value {
    day.map_or(Value::Blank, Value::Date)
}

/// The agency's tasks: overdue ones, other open ones, finished ones; each in the order of the register.
pub(super) fn tasks(input: &BlankInput<'_>) -> Vec<Line> {
    let agency = &input.agency.code;
    let mut lines: Vec<Line> =
        input.register.tasks_of(agency).map(|(task, role)| task_line(input, task, role, input.history.task(agency, &task.code))).collect();
    lines.sort_by_key(|line| line.state);
    for (index, line) in (1u32..).zip(&mut lines) {
        line.values.push((FieldId::Ordinal, Value::Number(f64::from(index))));
    }
    lines
}

fn task_line(input: &BlankInput<'_>, task: &Task, role: Role, known: Option<&KnownTask>) -> Line {
    let regular = task.deadline_kind == DeadlineKind::Regular;
    let status = known.and_then(|k| k.status_under(task.deadline_kind));
    let finished = status == Some(Status::Done);
    let past = task.deadline_for(&input.agency.code).is_some_and(|d| d.to < input.day);
    let state = match (finished, past && role != Role::Support && !regular) {
        (true, _) => State::Finished,
        (false, true) => State::Overdue,
        (false, false) => State::Open,
    };
    let completed_on = known.and_then(|k| k.completed_on).filter(|_| finished);
    let evidence = known.map_or("", |k| k.evidence.as_str());
    let mut line = Line::new(
        state,
        vec![
            (FieldId::TaskCode, text(task.code.as_str())),
            (FieldId::Content, text(task.content.as_str())),
            (FieldId::Role, text(role.label())),
            (FieldId::Deadline, text(deadline(input, task))),
            (FieldId::Status, text(status.map_or("", Status::label))),
            (FieldId::Percent, number(known.and_then(|k| k.percent))),
            (FieldId::CompletedOn, date(completed_on)),
            (FieldId::PreviousResult, text(previous(input, task, known))),
            (FieldId::Evidence, text(evidence)),
        ],
    );
    if let Some(known) = known.filter(|_| !finished) {
        line.values.extend(lasting(known, input.day));
    }
    if finished {
        // Who has to take a result back says so, and why.
        line.still_open.extend([FieldId::Status, FieldId::Note]);
    }
    if completed_on.is_none() {
        line.still_open.push(FieldId::CompletedOn);
    }
    if evidence.is_empty() {
        line.still_open.push(FieldId::Evidence);
    }
    line
}

/// What stays until it is answered. A day that has passed is no expectation any more.
fn lasting(known: &KnownTask, day: chrono::NaiveDate) -> [(FieldId, Value); 5] {
    let said = |words: &str| text(if says_nothing(words) { "" } else { words });
    [
        (FieldId::Obstacle, said(&known.obstacle)),
        (FieldId::Cause, said(&known.cause)),
        (FieldId::Proposal, said(&known.proposal)),
        (FieldId::Level, said(if says_nothing(&known.proposal) { "" } else { &known.level })),
        (FieldId::ExpectedOn, date(known.expected_on.filter(|expected| *expected >= day))),
    ]
}

/// The deadline as the register writes it, because the reader compares it; of a part with a deadline, that deadline.
fn deadline(input: &BlankInput<'_>, task: &Task) -> String {
    let own = task.parts.iter().find(|p| p.agency == input.agency.code).and_then(|p| p.deadline);
    match (own, task.deadline) {
        (Some(own), _) => format::date(own.to),
        (None, Some(days)) if task.deadline_text.trim().is_empty() => format::date(days.to),
        (None, None) if task.deadline_text.trim().is_empty() && task.deadline_kind != DeadlineKind::Dated => {
            task.deadline_kind.label().to_owned()
        }
        _ => task.deadline_text.to_string(),
    }
}

/// What is known: the agency's own part, and the result last reported with its week.
fn previous(input: &BlankInput<'_>, task: &Task, known: Option<&KnownTask>) -> String {
    let part = task.parts.iter().find(|p| p.agency == input.agency.code).map_or("", |p| p.work.as_str());
    let part = if part.is_empty() { String::new() } else { format!("Phần việc được giao: {part}") };
    let result =
        known.filter(|k| !k.result.is_empty()).map_or_else(String::new, |k| format!("(Tuần {}) {}", format::period(k.period), k.result));
    let asked = input.proposals.iter().filter(|line| line.holder == input.agency.code && line.tasks.contains(&task.code));
    // What came late may have ended one that the release still counts as open.
    let stands = known.is_some_and(|k| k.status_under(task.deadline_kind) != Some(Status::Done) && !says_nothing(&k.proposal));
    let asked = asked.filter(|line| stands || line.state != ProposalState::Open);
    // Of those that are answered only the last one of the task.
    let last = |line: &&ProposalLine| {
        line.state != ProposalState::Answered || known.and_then(|k| k.ended.as_ref()).is_some_and(|ended| ended.since == line.since)
    };
    let told = asked.filter(last).filter_map(proposal_book::told);
    [part, result].into_iter().filter(|t| !t.is_empty()).chain(told).collect::<Vec<_>>().join("\n")
}

/// The targets for which the agency supplies figures. Figures are not repeated: last week's stand beside.
pub(super) fn targets(input: &BlankInput<'_>) -> Vec<Line> {
    let agency = &input.agency.code;
    let line = |target: &Target| {
        let mut line = Line::new(
            State::Open,
            vec![
                (FieldId::TargetCode, text(target.code.as_str())),
                (FieldId::TargetName, text(target.name.as_str())),
                (FieldId::Unit, text(target.unit.as_str())),
                (FieldId::Goal, text(target.goal_text.as_str())),
                (FieldId::PreviousValue, text(input.history.target(agency, &target.code).map_or_else(String::new, figure))),
            ],
        );
        line.pass_fail = target.direction == Direction::PassFail;
        let kind = target.kind();
        (line.rate, line.whole) = (kind.is_percent(), kind.is_whole());
        line.bounds = bounds(target);
        line
    };
    input.register.targets_of(agency).map(line).collect()
}

/// What can be typed as a result. A share is a part of a whole, unless the register says that it may be more or less.
fn bounds(target: &Target) -> Option<(f64, f64)> {
    let or = |bound: Option<Decimal>, limit: f64| bound.and_then(|bound| bound.to_f64()).unwrap_or(limit);
    match target.kind() {
        TargetKind::Share => Some((or(target.low, 0.0).min(0.0), or(target.high, 100.0).max(100.0))),
        TargetKind::Count | TargetKind::Rank => Some((0.0, 1e15)),
        TargetKind::Percent | TargetKind::Amount | TargetKind::PassFail => None,
    }
}

/// `62,5 (tử số 125, mẫu số 200; Tuần 27/2025)`.
fn figure(known: &KnownTarget) -> String {
    let value = match known.value {
        Some(TargetValue::Number(number)) => format::decimal(number.round_dp(4)),
        Some(TargetValue::Passed(true)) => "Đạt".to_owned(),
        Some(TargetValue::Passed(false)) => "Không đạt".to_owned(),
        None => known.assessment.map_or_else(String::new, |a| a.label().to_owned()),
    };
    if value.is_empty() {
        return value;
    }
    let estimated = if known.estimated { " (ước)" } else { "" };
    let parts = match (known.numerator, known.denominator) {
        (Some(a), Some(b)) => format!("{}/{}; ", format::decimal(a), format::decimal(b)),
        _ => String::new(),
    };
    format!("{value}{estimated} ({parts}Tuần {})", format::period(known.period))
}

/// The criteria of a commune, with the results last reported: they carry forward.
pub(super) fn criteria(input: &BlankInput<'_>) -> Vec<Line> {
    let agency = &input.agency.code;
    let criteria = input.register.criteria_of(agency, input.day);
    let mut lines = Vec::with_capacity(criteria.len());
    for (index, criterion) in (1u32..).zip(criteria) {
        let known = input.history.criterion(agency, &criterion.code);
        let known_text = |of: fn(&crate::model::history::KnownCriterion) -> &str| text(known.map_or("", of));
        lines.push(Line::new(
            State::Open,
            vec![
                (FieldId::Ordinal, Value::Number(f64::from(index))),
                (FieldId::CriterionCode, text(criterion.code.as_str())),
                (FieldId::CriterionName, text(criterion.name.as_str())),
                (FieldId::Phase, text(criterion.phase.as_str())),
                (FieldId::Requirement, text(if criterion.mandatory { "Bắt buộc" } else { "" })),
                (FieldId::CriterionResult, text(known.map_or("", |k| k.result.label()))),
                (FieldId::CriterionValue, known_text(|k| &k.value)),
                (FieldId::MetOn, date(known.and_then(|k| k.met_on))),
                (FieldId::Evidence, known_text(|k| &k.evidence)),
            ],
        ));
    }
    lines
}

/// Rows without content, for tasks that the register does not hold.
pub(super) fn extra_tasks() -> Vec<Line> {
    vec![Line::new(State::Open, Vec::new()); SPARE_ROWS]
}
