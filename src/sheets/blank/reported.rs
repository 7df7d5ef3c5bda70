//! A form filled with what an agency has reported already, for one that sent its own table: it need not type it again.
//! Only rows that stand for one task, target or criterion; what could not be read is put there as written, to be mended.

use super::BlankInput;
use super::rows::Line;
use crate::model::report::{Field, FieldId, Table, TargetValue};
use crate::model::shared_text::SharedText;
use crate::sheets::sheet::Value;
use crate::text::normalise;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

type Values = Vec<(FieldId, Value)>;

/// The lines of tasks with what was reported.
pub(super) fn tasks(input: &BlankInput<'_>, lines: Vec<Line>) -> Vec<Line> {
    let Some(table) = input.reported.and_then(|report| report.tasks.as_ref()) else { return lines };
    let values = by_code(table, |row| {
        let values = vec![
            (FieldId::Status, shown(&row.status, |s| Value::Text(s.status.label().to_owned()))),
            (FieldId::Percent, number(&row.percent)),
            (FieldId::CompletedOn, day(&row.completed_on)),
            (FieldId::Result, text(&row.result)),
            (FieldId::Evidence, text(&row.evidence)),
            (FieldId::Obstacle, text(&row.obstacle)),
            (FieldId::Cause, text(&row.cause)),
            (FieldId::Proposal, text(&row.proposal)),
            (FieldId::Level, text(&row.level)),
            (FieldId::ExpectedOn, day(&row.expected_on)),
            (FieldId::NextWeek, text(&row.next_week)),
            (FieldId::Note, text(&row.note)),
        ];
        (&row.code, values)
    });
    filled(lines, FieldId::TaskCode, values)
}

/// The lines of targets with what was reported.
pub(super) fn targets(input: &BlankInput<'_>, lines: Vec<Line>) -> Vec<Line> {
    let Some(table) = input.reported.and_then(|report| report.targets.as_ref()) else { return lines };
    let values = by_code(table, |row| {
        let value = shown(&row.value, |value| match value {
            TargetValue::Number(number) => number.to_f64().map_or(Value::Blank, Value::Number),
            TargetValue::Passed(passed) => Value::Text(if *passed { "Đạt" } else { "Không đạt" }.to_owned()),
        });
        let values = vec![
            (FieldId::Numerator, number(&row.numerator)),
            (FieldId::Denominator, number(&row.denominator)),
            (FieldId::Value, value),
            (FieldId::Estimated, shown(&row.estimated, |ticked| if *ticked { Value::Text("x".to_owned()) } else { Value::Blank })),
            (FieldId::DataSource, text(&row.data_source)),
            (FieldId::Assessment, shown(&row.assessment, |a| Value::Text(a.label().to_owned()))),
            (FieldId::Reason, text(&row.reason)),
            (FieldId::ProposedMethod, text(&row.proposed_method)),
            (FieldId::Note, text(&row.note)),
        ];
        (&row.code, values)
    });
    filled(lines, FieldId::TargetCode, values)
}

/// The lines of criteria with what was reported.
pub(super) fn criteria(input: &BlankInput<'_>, lines: Vec<Line>) -> Vec<Line> {
    let Some(table) = input.reported.and_then(|report| report.criteria.as_ref()) else { return lines };
    let values = by_code(table, |row| {
        let values = vec![
            (FieldId::CriterionResult, shown(&row.result, |r| Value::Text(r.label().to_owned()))),
            (FieldId::CriterionValue, text(&row.value)),
            (FieldId::MetOn, day(&row.met_on)),
            (FieldId::Evidence, text(&row.evidence)),
            (FieldId::Obstacle, text(&row.obstacle)),
            (FieldId::Note, text(&row.note)),
        ];
        (&row.code, values)
    });
    filled(lines, FieldId::CriterionCode, values)
}

/// What is reported for each code; nothing for a code that stands in several rows.
fn by_code<'r, R>(table: &'r Table<R>, read: impl Fn(&'r R) -> (&'r Field<SharedText>, Values)) -> BTreeMap<String, Option<Values>> {
    let mut found: BTreeMap<String, Option<Values>> = BTreeMap::new();
    for (code, values) in table.rows.iter().map(read) {
        found.entry(normalise::key(code.text())).and_modify(|values| *values = None).or_insert(Some(values));
    }
    found
}

/// What is written takes the place of what the form knew; what is blank leaves it.
fn filled(mut lines: Vec<Line>, key: FieldId, mut values: BTreeMap<String, Option<Values>>) -> Vec<Line> {
    for line in &mut lines {
        let Value::Text(code) = line.value(key) else { continue };
        let Some(Some(reported)) = values.remove(&normalise::key(&code)) else { continue };
        let written: Values = reported.into_iter().filter(|(_, value)| *value != Value::Blank).collect();
        line.values.retain(|(field, _)| !written.iter().any(|(other, _)| other == field));
        line.values.extend(written);
    }
    lines
}

fn shown<T>(field: &Field<T>, value: impl FnOnce(&T) -> Value) -> Value {
    match field.value() {
        Some(read) => value(read),
        None if field.typed.trim().is_empty() => Value::Blank,
        None => Value::Text(field.typed.to_string()),
    }
}

fn text(field: &Field<SharedText>) -> Value {
    shown(field, |text| if text.trim().is_empty() { Value::Blank } else { Value::Text(text.to_string()) })
}

fn number(field: &Field<Decimal>) -> Value {
    shown(field, |number| number.to_f64().map_or(Value::Blank, Value::Number))
}

fn day(field: &Field<NaiveDate>) -> Value {
    shown(field, |day| Value::Date(*day))
}
