//! The days an agency writes, one after the other, in every sheet: what the rules about dates share.

use crate::model::place::CellRef;
use crate::model::report::{Field, FieldId, Manner, Reading, SheetId};
use crate::rules::RowAt;
use crate::rules::view::ReportView;
use chrono::{NaiveDate, NaiveDateTime};

/// A cell in a column of days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day<'a> {
    /// Its row.
    pub at: RowAt<'a>,
    /// Its column.
    pub id: FieldId,
    /// Its address.
    pub cell: Option<CellRef>,
    /// What is written.
    pub typed: &'a str,
    /// How.
    pub manner: Manner,
    /// What it means.
    pub read: Option<NaiveDate>,
    /// Something is written that is no day.
    pub unreadable: bool,
    /// The days between which it must lie to make sense, as far as that is known.
    pub window: Window,
}

/// First and last day that make sense.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Window {
    /// None: any before.
    pub from: Option<NaiveDate>,
    /// None: any after.
    pub to: Option<NaiveDate>,
}

impl Window {
    /// Does the day lie in it?
    pub(super) fn contains(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

impl<'a> Day<'a> {
    fn of(at: RowAt<'a>, id: FieldId, field: &'a Field<NaiveDate>, window: Window) -> Self {
        Self::new(at, id, field, field.value().copied(), window)
    }

    fn of_moment(at: RowAt<'a>, id: FieldId, field: &'a Field<NaiveDateTime>) -> Self {
        Self::new(at, id, field, field.value().map(NaiveDateTime::date), Window::default())
    }

    fn new<T>(at: RowAt<'a>, id: FieldId, field: &'a Field<T>, read: Option<NaiveDate>, window: Window) -> Self {
        let unreadable = matches!(field.reading, Reading::Unreadable);
        Self { at, id, cell: field.cell, typed: &field.typed, manner: field.manner, read, unreadable, window }
    }
}

/// Every such cell of a report, whether or not anything is written in it.
pub(super) fn all<'a>(view: &ReportView<'a>) -> Vec<Day<'a>> {
    let report = view.case.report;
    let info = &report.info;
    let label = |cell: Option<CellRef>| RowAt { id: SheetId::Info, sheet: &info.sheet, row: cell.map_or(0, |c| c.row), about: "" };
    let any = Window::default();
    let by_now = |from| Window { from, to: Some(view.case.day) };
    let mut days = vec![
        Day::of_moment(label(info.as_of.cell), FieldId::AsOf, &info.as_of),
        Day::of(label(info.signed_on.cell), FieldId::SignedOn, &info.signed_on, any),
    ];
    for entry in &view.tasks {
        let issued = entry.task.and_then(|task| task.issued_on);
        days.push(Day::of(entry.at, FieldId::CompletedOn, &entry.row.completed_on, by_now(issued)));
        days.push(Day::of(entry.at, FieldId::ExpectedOn, &entry.row.expected_on, any));
    }
    for entry in &view.criteria {
        days.push(Day::of(entry.at, FieldId::MetOn, &entry.row.met_on, by_now(None)));
    }
    if let Some(table) = &report.extra_tasks {
        for row in &table.rows {
            let at = RowAt { id: SheetId::ExtraTasks, sheet: &table.sheet, row: row.row, about: "" };
            days.push(Day::of(at, FieldId::AssignedOn, &row.assigned_on, by_now(None)));
        }
    }
    days
}
