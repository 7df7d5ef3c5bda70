//! What a later version of a report changes, cell by cell, for the list "thay đổi sau hạn, chưa tổng hợp".

use crate::model::place::Place;
use crate::model::report::{AgencyReport, CriterionRow, Field, TargetRow, TaskRow};
use crate::model::submission::LateChange;
use std::collections::BTreeMap;

/// One comparable cell: which row, which column, where, what is written.
struct Written {
    about: String,
    column: &'static str,
    place: Place,
    typed: String,
}

/// Cells that say something else in `later`, in the order of its rows; rows that are gone come last.
pub fn changes(counted: &AgencyReport, later: &AgencyReport) -> Vec<LateChange> {
    let before: BTreeMap<(String, &'static str), Written> =
        written(counted).into_iter().map(|w| ((w.about.clone(), w.column), w)).collect();
    let mut seen = BTreeMap::new();
    let mut changes = Vec::new();
    for now in written(later) {
        let id = (now.about.clone(), now.column);
        let old = before.get(&id).map_or("", |w| w.typed.as_str());
        if seen.insert(id, ()).is_none() && old != now.typed {
            changes.push(LateChange {
                about: now.about,
                column: now.column.to_owned(),
                place: now.place,
                before: old.to_owned(),
                after: now.typed,
            });
        }
    }
    for (id, old) in &before {
        if !seen.contains_key(id) && !old.typed.is_empty() {
            changes.push(LateChange {
                about: old.about.clone(),
                column: old.column.to_owned(),
                place: Place::default(),
                before: old.typed.clone(),
                after: String::new(),
            });
        }
    }
    changes
}

fn written(report: &AgencyReport) -> Vec<Written> {
    let mut cells = Vec::new();
    if let Some(table) = &report.tasks {
        table.rows.iter().for_each(|row| task_cells(&table.sheet, row, &mut cells));
    }
    if let Some(table) = &report.targets {
        table.rows.iter().for_each(|row| target_cells(&table.sheet, row, &mut cells));
    }
    if let Some(table) = &report.criteria {
        table.rows.iter().for_each(|row| criterion_cells(&table.sheet, row, &mut cells));
    }
    cells
}

fn push<T>(cells: &mut Vec<Written>, sheet: &str, about: &str, column: &'static str, field: &Field<T>) {
    cells.push(Written { about: about.to_owned(), column, place: field.place(sheet), typed: field.typed.clone() });
}

fn task_cells(sheet: &str, row: &TaskRow, cells: &mut Vec<Written>) {
    let about = row.code.typed.as_str();
    push(cells, sheet, about, "Trạng thái đơn vị báo", &row.status);
    push(cells, sheet, about, "Tỷ lệ hoàn thành (%)", &row.percent);
    push(cells, sheet, about, "Ngày hoàn thành", &row.completed_on);
    for (column, field) in [
        ("Kết quả thực hiện trong kỳ", &row.result),
        ("Sản phẩm/Minh chứng", &row.evidence),
        ("Khó khăn, vướng mắc", &row.obstacle),
        ("Nguyên nhân chậm", &row.cause),
        ("Kiến nghị, đề xuất", &row.proposal),
        ("Cấp giải quyết", &row.level),
        ("Nhiệm vụ tuần tới", &row.next_week),
        ("Ghi chú", &row.note),
    ] {
        push(cells, sheet, about, column, field);
    }
    push(cells, sheet, about, "Dự kiến hoàn thành", &row.expected_on);
}

fn target_cells(sheet: &str, row: &TargetRow, cells: &mut Vec<Written>) {
    let about = row.code.typed.as_str();
    push(cells, sheet, about, "Tử số", &row.numerator);
    push(cells, sheet, about, "Mẫu số", &row.denominator);
    push(cells, sheet, about, "Kết quả đến kỳ báo cáo", &row.value);
    push(cells, sheet, about, "Ước tính?", &row.estimated);
    push(cells, sheet, about, "Nguồn số liệu", &row.data_source);
    push(cells, sheet, about, "Đơn vị tự đánh giá", &row.assessment);
    push(cells, sheet, about, "Lý do chưa đánh giá được", &row.reason);
}

fn criterion_cells(sheet: &str, row: &CriterionRow, cells: &mut Vec<Written>) {
    let about = row.code.typed.as_str();
    push(cells, sheet, about, "Kết quả", &row.result);
    push(cells, sheet, about, "Giá trị", &row.value);
    push(cells, sheet, about, "Ngày đạt", &row.met_on);
    push(cells, sheet, about, "Minh chứng", &row.evidence);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::CellRef;
    use crate::model::report::{Reading, Table};

    fn field<T>(typed: &str, column: u32) -> Field<T> {
        Field { cell: Some(CellRef::new(8, column)), typed: typed.to_owned(), reading: Reading::Unreadable }
    }

    fn report(percent: &str, result: &str) -> AgencyReport {
        let row =
            TaskRow { row: 8, code: field("KH11-001", 1), percent: field(percent, 6), result: field(result, 8), ..TaskRow::default() };
        AgencyReport { tasks: Some(Table { sheet: "NhiemVu".into(), rows: vec![row] }), ..AgencyReport::default() }
    }

    #[test]
    fn changed_cells_are_listed_with_both_values() {
        let found = changes(&report("40", "Đã trình"), &report("60", "Đã trình"));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].about.as_str(), found[0].before.as_str(), found[0].after.as_str()), ("KH11-001", "40", "60"));
        assert_eq!(found[0].place, Place::cell("NhiemVu", CellRef::new(8, 6)));
    }

    #[test]
    fn a_row_that_is_gone_is_a_change_and_equal_reports_have_none() {
        assert!(changes(&report("40", "x"), &report("40", "x")).is_empty());
        assert_eq!(changes(&report("40", "x"), &AgencyReport::default()).len(), 2, "percent and result are gone");
    }
}
