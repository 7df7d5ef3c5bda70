//! The days an agency writes, one after the other, in every sheet: what the rules about dates share.

use crate::model::day_window::DayWindow;
use crate::model::fields::{Access, Record};
use crate::model::place::CellRef;
use crate::model::report::{Field, FieldId, Manner, SheetId};
use crate::rules::RowAt;
use crate::rules::view::ReportView;
use chrono::{NaiveDate, NaiveDateTime};

/// A cell in a column of days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day<'a> {
    /// The row it stands in.
    pub at: RowAt<'a>,
    /// The column it stands in.
    pub id: FieldId,
    /// The cell; `None` if the form has no such column.
    pub cell: Option<CellRef>,
    /// What is written in the cell, for people.
    pub typed: &'a str,
    /// How it is written.
    pub manner: Manner,
    /// The day that is meant; `None` if it cannot be read.
    pub read: Option<NaiveDate>,
    /// Something is written that is no day.
    pub unreadable: bool,
    /// The days between which it must lie to make sense, as far as that is known.
    pub window: DayWindow,
}

impl<'a> Day<'a> {
    fn new<T>(at: RowAt<'a>, id: FieldId, field: &'a Field<T>, read: Option<NaiveDate>, window: DayWindow) -> Self {
        let unreadable = field.is_unreadable();
        Self { at, id, cell: field.cell, typed: &field.typed, manner: field.manner, read, unreadable, window }
    }
}

/// Every such cell of a report, whether or not anything is written in it.
pub(super) fn all<'a>(view: &ReportView<'a>) -> Vec<Day<'a>> {
    let report = view.case.report;
    let info = &report.info;
    let label = |cell: Option<CellRef>| RowAt { id: SheetId::Info, sheet: &info.sheet, row: cell.map_or(0, |c| c.row), about: "" };
    let by_now = DayWindow { from: None, to: Some(view.case.day) };
    let mut days = Vec::new();
    add(&mut days, label, info, by_now);
    for entry in &view.tasks {
        let issued = entry.task.and_then(|task| task.issued_on);
        add(&mut days, |_| entry.at, entry.row, DayWindow { from: issued, ..by_now });
    }
    for entry in &view.targets {
        add(&mut days, |_| entry.at, entry.row, by_now);
    }
    for entry in &view.criteria {
        add(&mut days, |_| entry.at, entry.row, by_now);
    }
    for (table, row) in report.extra_tasks.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row))) {
        let at = RowAt { id: SheetId::ExtraTasks, sheet: &table.sheet, row: row.row, about: "" };
        add(&mut days, |_| at, row, by_now);
    }
    days
}

/// The days of a row; `past` is the window of those that have come when they are reported.
fn add<'a, R: Record>(days: &mut Vec<Day<'a>>, at: impl Fn(Option<CellRef>) -> RowAt<'a>, row: &'a R, past: DayWindow) {
    for spec in R::FIELDS {
        let window = if spec.past { past } else { DayWindow::default() };
        match &spec.access {
            Some(Access::Day(lens)) => {
                let field = (lens.get)(row);
                days.push(Day::new(at(field.cell), spec.id, field, field.value().copied(), window));
            }
            Some(Access::Moment(lens)) => {
                let field = (lens.get)(row);
                days.push(Day::new(at(field.cell), spec.id, field, field.value().map(NaiveDateTime::date), window));
            }
            _ => {}
        }
    }
}
