//! What an office did with the form it was given: a form that comes back as it was issued is no report, however it was saved.
//!
//! The form says what stood in the office's cells when it was issued ([`issued_content`](crate::forms::issued_content)). One that does not say so is held
//! against what the office last reported: a form of before, or one whose hidden sheet was lost.

use crate::forms::as_issued::{is_as_issued, is_signed, is_whole};
use crate::forms::last_said::is_repeated;
use crate::model::agency::AgencyCode;
use crate::model::extraction::Extraction;
use crate::model::fields::Row;
use crate::model::filling::Filling;
use crate::model::history::History;
use crate::model::report::{AgencyReport, Table};
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;
use crate::text::normalise;

/// What an agency did with its form. An office's own table is always a report: nobody issued it.
pub fn of(extraction: &Extraction, agency: &AgencyCode, history: &History) -> Filling {
    let report = &extraction.report;
    let as_issued = is_whole(extraction) && is_as_issued(extraction).unwrap_or_else(|| says_nothing_new(report, agency, history));
    match (as_issued, is_signed(&report.info)) {
        (false, _) => Filling::Changed,
        (true, true) => Filling::Confirmed,
        (true, false) => Filling::Untouched,
    }
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
