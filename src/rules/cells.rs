//! The cells an agency fills, one after the other: what the rules about damaged cells share.

use crate::model::fields::{Record, Row};
use crate::model::place::CellRef;
use crate::model::report::SheetId;
use crate::rules::view::ReportView;
use crate::rules::{Emitter, RowAt};

/// Says what is wrong with something unreadable, given as typed and as ` tại G9`; `None` if that is not its matter.
pub(super) type Say = fn(&str, &str) -> Option<String>;

/// Every cell of a report but codes and the status of a task: an error there makes the whole row unusable, and N02, C01,
/// X01 and N09 say so.
pub(super) fn each(view: &ReportView<'_>, emitter: &mut Emitter, say: Say) {
    let (info, extra) = (&view.case.report.info, &view.case.report.extra_tasks);
    let label = |cell: Option<CellRef>| RowAt { id: SheetId::Info, sheet: &info.sheet, row: cell.map_or(0, |cell| cell.row), about: "" };
    damaged(emitter, label, info, say);
    for (table, row) in extra.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row))) {
        let at = RowAt { id: SheetId::ExtraTasks, sheet: &table.sheet, row: row.row(), about: "" };
        damaged(emitter, |_| at, row, say);
    }
    for entry in &view.tasks {
        damaged(emitter, |_| entry.at, entry.row, say);
    }
    for entry in &view.targets {
        damaged(emitter, |_| entry.at, entry.row, say);
    }
    for entry in &view.criteria {
        damaged(emitter, |_| entry.at, entry.row, say);
    }
}

fn damaged<'r, R: Record>(emitter: &mut Emitter, at: impl Fn(Option<CellRef>) -> RowAt<'r>, row: &R, say: Say) {
    for spec in R::FIELDS.iter().filter(|spec| spec.damage) {
        let Some(field) = spec.access.as_ref().map(|access| access.field(row)).filter(|field| field.is_unreadable()) else { continue };
        let place = field.cell().map(|cell| format!(" tại {cell}")).unwrap_or_default();
        if let Some(message) = say(field.typed(), &place) {
            emitter.cell(at(field.cell()), spec.id, field.cell(), message);
        }
    }
}
