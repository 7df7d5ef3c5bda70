//! What an office did with the form it was given: a form that comes back as it was issued is no report, however it was saved.
//!
//! The form says what stood in the office's cells when it was issued ([`issued_content`]). One that does not say so is held
//! against what the office last reported: a form of before, or one whose hidden sheet was lost.

use crate::forms::issued_content::{self, Cells};
use crate::forms::last_said::is_repeated;
use crate::model::agency::AgencyCode;
use crate::model::extraction::Extraction;
use crate::model::fields::{Record, Row};
use crate::model::filling::Filling;
use crate::model::history::History;
use crate::model::report::{AgencyReport, FieldId, Info, Table};
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;
use crate::text::normalise;

/// What an agency did with its form. An office's own table is always a report: nobody issued it.
pub fn of(extraction: &Extraction, agency: &AgencyCode, history: &History) -> Filling {
    let report = &extraction.report;
    let as_issued = match &extraction.issued_content {
        // Of what lacks a sheet or a column of the form, or bears a mark of secrecy, that is said, and the rest is not known.
        _ if extraction.own_table.is_some() || !extraction.layout.is_empty() || !extraction.secrecy_marks.is_empty() => false,
        // A row that is another one makes the whole another one.
        Some(_) if !extraction.as_issued.cells.is_empty() => false,
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
