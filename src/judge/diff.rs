//! What a later version of a report changes, cell by cell, for the list "thay đổi sau hạn, chưa tổng hợp".

use crate::forms::{Form, column_name};
use crate::model::fields::Row;
use crate::model::place::{CellRef, Place};
use crate::model::report::{AgencyReport, Table};
use crate::model::submission::LateChange;
use crate::text::normalise;
use std::collections::{BTreeMap, BTreeSet};

/// One comparable cell: which row, which column, where, what is written.
struct Cell<'a> {
    about: &'a str,
    column: &'a str,
    place: Place,
    typed: &'a str,
}

/// Cells that say something else in `later`, in the order of its rows; rows that are gone come last.
pub fn changes(form: &Form, counted: &AgencyReport, later: &AgencyReport) -> Vec<LateChange> {
    let before: BTreeMap<(&str, &str), &str> =
        comparable(form, counted).into_iter().map(|cell| ((cell.about, cell.column), cell.typed)).collect();
    let change = |about: &str, column: &str, place, before: &str, after: &str| LateChange {
        about: about.to_owned(),
        column: column.to_owned(),
        place,
        before: before.to_owned(),
        after: after.to_owned(),
    };
    let mut seen = BTreeSet::new();
    let mut changes = Vec::new();
    for now in comparable(form, later) {
        let old = before.get(&(now.about, now.column)).copied().unwrap_or_default();
        if seen.insert((now.about, now.column)) && now.typed != old {
            changes.push(change(now.about, now.column, now.place, old, now.typed));
        }
    }
    let gone = before.iter().filter(|(cell, old)| !seen.contains(*cell) && !old.is_empty());
    changes.extend(gone.map(|((about, column), old)| change(about, column, Place::default(), old, "")));
    changes
}

/// Where each comparable cell of a report stands, by the key of its row's code and its column.
pub(crate) fn cells<'a>(form: &'a Form, report: &'a AgencyReport) -> BTreeMap<(String, &'a str), CellRef> {
    let mut cells = BTreeMap::new();
    for comparable in comparable(form, report) {
        if let Some(cell) = comparable.place.cell {
            cells.entry((normalise::key(comparable.about), comparable.column)).or_insert(cell);
        }
    }
    cells
}

fn comparable<'a>(form: &'a Form, report: &'a AgencyReport) -> Vec<Cell<'a>> {
    let mut cells = Vec::new();
    of_table(form, &report.tasks, &mut cells);
    of_table(form, &report.targets, &mut cells);
    of_table(form, &report.criteria, &mut cells);
    cells
}

fn of_table<'a, R: Row>(form: &'a Form, table: &'a Option<Table<R>>, cells: &mut Vec<Cell<'a>>) {
    let Some(table) = table else { return };
    let compared = R::FIELDS.iter().filter(|spec| spec.change);
    let columns: Vec<_> = compared.filter_map(|spec| Some((spec.access.as_ref()?, column_name(form, R::SHEET, spec.id)))).collect();
    for row in &table.rows {
        cells.extend(columns.iter().map(|(access, column)| {
            let field = access.field(row);
            let place = Place { sheet: Some(table.sheet.to_string()), cell: field.cell() };
            Cell { about: &row.key().typed, column, place, typed: field.typed() }
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::builtin;
    use crate::model::report::{Field, Reading, TaskRow};

    fn field<T>(typed: &str, column: u32) -> Field<T> {
        Field { cell: Some(CellRef::new(8, column)), typed: typed.into(), reading: Reading::Unreadable, ..Field::default() }
    }

    fn report(percent: &str, result: &str) -> AgencyReport {
        let row =
            TaskRow { row: 8, code: field("KH11-001", 1), percent: field(percent, 6), result: field(result, 8), ..TaskRow::default() };
        AgencyReport { tasks: Some(Table { sheet: "NhiemVu".into(), rows: vec![row] }), ..AgencyReport::default() }
    }

    #[test]
    fn changed_cells_are_listed_with_both_values() {
        let found = changes(&builtin()[0], &report("40", "Đã trình"), &report("60", "Đã trình"));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].about.as_str(), found[0].before.as_str(), found[0].after.as_str()), ("KH11-001", "40", "60"));
        assert_eq!(found[0].place, Place::cell("NhiemVu", CellRef::new(8, 6)));
    }

    #[test]
    fn a_row_that_is_gone_is_a_change_and_equal_reports_have_none() {
        assert!(changes(&builtin()[0], &report("40", "x"), &report("40", "x")).is_empty());
        assert_eq!(changes(&builtin()[0], &report("40", "x"), &AgencyReport::default()).len(), 2, "percent and result are gone");
    }
}
