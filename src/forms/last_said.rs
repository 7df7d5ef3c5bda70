//! Does a row say again what its agency last reported? Who judges a form, who asks about standstill and who carries rows from
//! week to week ask it here.

use crate::model::fields::{Access, KnownValue, Row};
use crate::model::report::Field;
use crate::text::normalise;

/// Is every cell of the agency in a row blank, or what the agency last reported? An officer who leaves a row as the form came
/// with it says that nothing changed.
pub fn is_repeated<R: Row>(row: &R, last: Option<&R::Known>) -> bool {
    let filled = R::FIELDS.iter().filter(|spec| spec.filled);
    filled.filter_map(|spec| Some((spec, spec.access.as_ref()?))).all(|(spec, access)| {
        let said = || last.and_then(|last| spec.known.map(|of| of(last)));
        access.field(row).is_empty() || said().is_some_and(|last| says(access, row, last))
    })
}

/// Does a field say what was known?
fn says<R>(access: &Access<R>, row: &R, known: KnownValue<'_>) -> bool {
    fn word<T>(field: &Field<T>, word: impl FnOnce(&T) -> &str, known: &str) -> bool {
        field.value().is_some_and(|value| normalise::key(word(value)) == normalise::key(known))
    }
    match (access, known) {
        (Access::Text(lens), KnownValue::Text(known)) => word((lens.get)(row), |text| text.as_str(), known),
        (Access::Status(lens), KnownValue::Text(known)) => word((lens.get)(row), |reading| reading.status.label(), known),
        (Access::Assessment(lens), KnownValue::Text(known)) => word((lens.get)(row), |assessment| assessment.label(), known),
        (Access::Criterion(lens), KnownValue::Text(known)) => word((lens.get)(row), |result| result.label(), known),
        (Access::Percent(lens) | Access::Number(lens), KnownValue::Number(known)) => (lens.get)(row).value() == known.as_ref(),
        (Access::Day(lens), KnownValue::Day(known)) => (lens.get)(row).value() == known.as_ref(),
        (Access::Value(lens, _), KnownValue::Value(known)) => (lens.get)(row).value() == known.as_ref(),
        (Access::Mark(lens), KnownValue::Mark(known)) => (lens.get)(row).value() == Some(&known),
        _ => false,
    }
}
