//! Does a row say again what its agency last reported? Who judges a form, who asks about standstill and who carries rows from
//! week to week ask it here; and who finds a row, or cells of one, left alone that came with something older writes here what is
//! known now.

use crate::model::criterion::CriterionResult;
use crate::model::fields::{Access, KnownValue, Row};
use crate::model::report::{Field, FieldId, Manner, Reading, StatusReading, TargetValue};
use crate::model::target::Assessment;
use crate::model::task::Status;
use crate::text::{format, normalise, nothing};
use std::collections::BTreeSet;

/// Is every cell of the agency in a row blank, or what the agency last reported? An officer who leaves a row as the form came
/// with it says that nothing changed.
pub fn is_repeated<R: Row>(row: &R, last: Option<&R::Known>) -> bool {
    let filled = R::FIELDS.iter().filter(|spec| spec.filled);
    filled.filter_map(|spec| Some((spec, spec.access.as_ref()?))).all(|(spec, access)| {
        let said = || last.and_then(|last| spec.known.map(|of| of(last)));
        access.field(row).is_empty() || said().is_some_and(|last| says(access, row, last))
    })
}

/// Does a row say something that makes it young again: a status, a figure, a day, a product, an obstacle or a proposal other than the last one?
pub fn brings_news<R: Row>(row: &R, last: Option<&R::Known>) -> bool {
    let news = R::FIELDS.iter().filter(|spec| spec.news);
    news.filter_map(|spec| Some((spec.access.as_ref()?, spec.known?)))
        .any(|(access, known)| !access.field(row).is_empty() && !last.is_some_and(|last| says(access, row, known(last))))
}

/// Says what nobody touched of a row something else than what is known now?
pub fn is_older<R: Row>(row: &R, untouched: Untouched<'_>, last: &R::Known) -> bool {
    older(row, untouched, last).next().is_some()
}

/// Writes into what nobody touched of a row what is known now.
pub fn say_last<R: Row>(row: &mut R, untouched: Untouched<'_>, last: &R::Known) {
    let older: Vec<_> = older(row, untouched, last).collect();
    for (access, known) in older {
        put(access, row, known);
    }
}

/// What nobody touched of a row since its form was issued.
#[derive(Debug, Clone, Copy)]
pub enum Untouched<'a> {
    /// Nobody wrote in any of its cells.
    Row,
    /// These cells; somebody wrote in another one.
    Cells(&'a BTreeSet<FieldId>),
}

/// Cells that make one statement: where one of them was written, the others stand as they are. A note is none of them: whoever wrote
/// one and nothing else reported no value.
const STATEMENTS: [&[FieldId]; 4] = [
    &[FieldId::Status, FieldId::Percent, FieldId::CompletedOn],
    &[FieldId::Numerator, FieldId::Denominator, FieldId::Value, FieldId::Estimated, FieldId::Assessment, FieldId::Reason],
    &[FieldId::CriterionResult, FieldId::CriterionValue, FieldId::MetOn],
    &[FieldId::Proposal, FieldId::Level],
];

impl Untouched<'_> {
    /// Did nobody say anything by a cell of a row, blank or not?
    fn covers<R: Row>(self, id: FieldId, is_blank: bool) -> bool {
        let Self::Cells(cells) = self else { return true };
        // Where the form had no proposal, a level alone says nothing of one that is newer.
        if id == FieldId::Proposal && is_blank && cells.contains(&id) {
            return true;
        }
        let of_row = |other: &&FieldId| R::FIELDS.iter().any(|spec| spec.id == **other);
        let with = STATEMENTS.iter().filter(|statement| statement.contains(&id)).flat_map(|statement| *statement);
        with.filter(of_row).chain([&id]).all(|id| cells.contains(id))
    }
}

/// The cells of a row that nobody touched that say something else than what is known now, with that: those in which something is
/// written, and blank ones that a form of today would come with where they tell of the state of a row, or of what its agency still
/// waits for. Other blank cells say nothing, whatever is known.
fn older<'k, R: Row>(row: &R, untouched: Untouched<'_>, last: &'k R::Known) -> impl Iterator<Item = (&'static Access<R>, KnownValue<'k>)> {
    let done = KnownValue::Text(Status::Done.label());
    let finished = R::FIELDS.iter().any(|spec| spec.id == FieldId::Status && spec.known.is_some_and(|of| of(last) == done));
    let cells = R::FIELDS.iter().filter(|spec| spec.filled);
    let cells = cells.filter_map(|spec| Some((spec, spec.access.as_ref()?, spec.known?(last))));
    let cells = cells.filter(move |(spec, access, _)| untouched.covers::<R>(spec.id, access.field(row).is_empty()));
    let older = cells.filter(move |(spec, access, known)| {
        if !access.field(row).is_empty() {
            return !says(access, row, *known);
        }
        let is_state = matches!(access, Access::Status(_) | Access::Criterion(_));
        let KnownValue::Text(known) = known else { return false };
        // Else the agency would be told that it emptied a cell in which its form had nothing.
        let stands = spec.lasting && !finished && !nothing::says_nothing(known);
        stands || is_state && !known.is_empty()
    });
    older.map(|(_, access, known)| (access, known))
}

/// Fills a field with what was known.
fn put<R>(access: &Access<R>, row: &mut R, known: KnownValue<'_>) {
    fn fill<T>(field: &mut Field<T>, value: Option<T>, typed: impl FnOnce(&T) -> String) {
        let typed = value.as_ref().map(typed).unwrap_or_default();
        *field = Field {
            cell: field.cell,
            typed: typed.into(),
            reading: value.map_or(Reading::Empty, Reading::Value),
            manner: Manner::LeftAlone,
        };
    }
    fn word<T: Copy>(field: &mut Field<T>, words: &[T], label: fn(&T) -> &'static str, known: &str) {
        fill(field, words.iter().copied().find(|word| label(word) == known), |word| label(word).to_owned());
    }
    match (access, known) {
        (Access::Text(lens), KnownValue::Text(known)) => {
            fill((lens.get_mut)(row), (!known.trim().is_empty()).then(|| known.into()), ToString::to_string);
        }
        (Access::Status(lens), KnownValue::Text(known)) => {
            let status = Status::ALL.into_iter().find(|status| status.label() == known);
            let reading = status.map(|status| StatusReading { status, exact: true, nearly_done: false });
            fill((lens.get_mut)(row), reading, |reading| reading.status.label().to_owned());
        }
        (Access::Assessment(lens), KnownValue::Text(known)) => word((lens.get_mut)(row), &Assessment::ALL, |word| word.label(), known),
        (Access::Criterion(lens), KnownValue::Text(known)) => word((lens.get_mut)(row), &CriterionResult::ALL, |word| word.label(), known),
        (Access::Percent(lens) | Access::Number(lens), KnownValue::Number(known)) => {
            fill((lens.get_mut)(row), known, |number| format::decimal(*number));
        }
        (Access::Day(lens), KnownValue::Day(known)) => fill((lens.get_mut)(row), known, |day| format::date(*day)),
        (Access::Value(lens, _), KnownValue::Value(known)) => fill((lens.get_mut)(row), known, |value| match value {
            TargetValue::Number(number) => format::decimal(*number),
            TargetValue::Passed(passed) => if *passed { "Đạt" } else { "Không đạt" }.to_owned(),
        }),
        (Access::Mark(lens), KnownValue::Mark(known)) => fill((lens.get_mut)(row), known.then_some(true), |_| "x".to_owned()),
        _ => {}
    }
}

/// Does a field say what was known?
fn says<R>(access: &Access<R>, row: &R, known: KnownValue<'_>) -> bool {
    fn word<T>(field: &Field<T>, word: impl FnOnce(&T) -> &str, known: &str) -> bool {
        field.value().is_some_and(|value| normalise::is_same(word(value), known))
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
