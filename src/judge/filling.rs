//! What an office did with the form it was given: a form that comes back as it was issued is no report, however it was saved.
//!
//! The form says what stood in the office's cells when it was issued ([`issued_content`]). One that does not say so is held
//! against what the office last reported: a form of before, or one whose hidden sheet was lost.

use crate::forms::issued_content::{self, Cells};
use crate::model::agency::AgencyCode;
use crate::model::extraction::Extraction;
use crate::model::fields::{Access, KnownValue, Record, Row};
use crate::model::filling::Filling;
use crate::model::history::History;
use crate::model::report::{AgencyReport, Field, FieldId, Info, Table};
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;
use crate::text::normalise;

/// What an agency did with its form. An office's own table is always a report: nobody issued it.
pub fn of(extraction: &Extraction, agency: &AgencyCode, history: &History) -> Filling {
    let report = &extraction.report;
    let as_issued = match &extraction.issued_content {
        // Of what lacks a sheet or a column of the form, or bears a mark of secrecy, that is said, and the rest is not known.
        _ if extraction.own_table.is_some() || !extraction.layout.is_empty() || !extraction.secrecy_marks.is_empty() => false,
        Some(issued) => *issued == issued_content::digest(report, Cells::Filled),
        None => says_nothing_new(report, agency, history),
    };
    match (as_issued, is_signed(&report.info)) {
        (false, _) => Filling::Changed,
        (true, true) => Filling::Confirmed,
        (true, false) => Filling::Untouched,
    }
}

/// Did somebody fill the first sheet? The period comes with the form, and so does "Lần nộp" 0.
fn is_signed(info: &Info) -> bool {
    let filled = Info::FIELDS.iter().filter(|spec| spec.filled && ![FieldId::Period, FieldId::Revision].contains(&spec.id));
    let mut fields = filled.filter_map(|spec| spec.access.as_ref());
    info.revision.value().is_some_and(|number| *number > 0) || fields.any(|access| !access.field(info).is_empty())
}

/// Is every cell of the agency blank, or what the agency last reported?
fn says_nothing_new(report: &AgencyReport, agency: &AgencyCode, history: &History) -> bool {
    let task = |key: &str| TaskCode::parse(key).and_then(|code| history.task(agency, &code));
    let target = |key: &str| TargetCode::parse(key).and_then(|code| history.target(agency, &code));
    let own: Vec<_> = history.criteria.iter().filter(|known| known.agency == *agency).collect();
    let criterion = |key: &str| own.iter().copied().find(|known| normalise::key(&known.criterion) == normalise::key(key));
    repeats(&report.tasks, task) && repeats(&report.targets, target) && repeats(&report.criteria, criterion) && {
        repeats(&report.extra_tasks, |_| None)
    }
}

fn repeats<'h, R: Row>(table: &Option<Table<R>>, known: impl Fn(&str) -> Option<&'h R::Known>) -> bool
where
    R::Known: 'h,
{
    table.iter().flat_map(|table| &table.rows).all(|row| is_repeated(row, known(&row.key().typed)))
}

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
