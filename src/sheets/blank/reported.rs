//! A form filled with what an agency has reported already, for one that sent its own table: it need not type it again.
//! Only rows that stand for one task, target or criterion; what could not be read is put there as written, to be mended.

use super::rows::Line;
use crate::model::fields::{Access, Row};
use crate::model::report::{Field, FieldId, Table, TargetValue};
use crate::sheets::sheet::Value;
use crate::text::normalise;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

/// The lines of a table with what was reported: what is written takes the place of what the form knew, what is blank leaves
/// it. A code that stands in several rows is left as it was.
pub(super) fn fill<R: Row>(mut lines: Vec<Line>, reported: Option<&Table<R>>) -> Vec<Line> {
    let mut rows: BTreeMap<String, Option<&R>> = BTreeMap::new();
    for row in reported.iter().flat_map(|table| &table.rows) {
        rows.entry(normalise::key(row.key().text())).and_modify(|row| *row = None).or_insert(Some(row));
    }
    for line in &mut lines {
        let Value::Text(code) = line.value(R::KEY) else { continue };
        let Some(Some(row)) = rows.remove(&normalise::key(&code)) else { continue };
        let filled = R::FIELDS.iter().filter(|spec| spec.filled).filter_map(|spec| Some((spec.id, shown(row, spec.access.as_ref()?))));
        let written: Vec<(FieldId, Value)> = filled.filter(|(_, value)| *value != Value::Blank).collect();
        line.values.retain(|(field, _)| !written.iter().any(|(other, _)| other == field));
        line.values.extend(written);
    }
    lines
}

fn shown<R>(row: &R, access: &Access<R>) -> Value {
    let word = |word: &str| Value::Text(word.to_owned());
    let figure = |number: &rust_decimal::Decimal| number.to_f64().map_or(Value::Blank, Value::Number);
    match access {
        Access::Percent(lens) | Access::Number(lens) => value((lens.get)(row), figure),
        Access::Day(lens) => value((lens.get)(row), |day| Value::Date(*day)),
        Access::Status(lens) => value((lens.get)(row), |reading| word(reading.status.label())),
        Access::Mark(lens) => value((lens.get)(row), |marked| if *marked { word("x") } else { Value::Blank }),
        Access::Assessment(lens) => value((lens.get)(row), |assessment| word(assessment.label())),
        Access::Criterion(lens) => value((lens.get)(row), |result| word(result.label())),
        Access::Value(lens, _) => value((lens.get)(row), |value| match value {
            TargetValue::Number(number) => figure(number),
            TargetValue::Passed(passed) => word(if *passed { "Đạt" } else { "Không đạt" }),
        }),
        Access::Text(_) | Access::Role(_) | Access::Moment(_) | Access::Count(_) | Access::Period(_) => words(access.field(row).typed()),
    }
}

/// What was read; or, to be mended, what is written and could not be.
fn value<T>(field: &Field<T>, read: impl FnOnce(&T) -> Value) -> Value {
    field.value().map_or_else(|| words(&field.typed), read)
}

fn words(text: &str) -> Value {
    if text.trim().is_empty() { Value::Blank } else { Value::Text(text.to_owned()) }
}
