//! What a later version of a report changes, cell by cell, for the list "thay đổi sau hạn, chưa tổng hợp".

use crate::model::place::{CellRef, Place};
use crate::model::report::{AgencyReport, CriterionRow, Field, TargetRow, TaskRow};
use crate::model::shared_text::SharedText;
use crate::model::submission::LateChange;
use crate::text::normalise;
use std::collections::BTreeMap;

// The headings of the columns that are compared, as the form has them.
pub(crate) const STATUS: &str = "Trạng thái đơn vị báo";
pub(crate) const PERCENT: &str = "Tỷ lệ hoàn thành (%)";
pub(crate) const COMPLETED_ON: &str = "Ngày hoàn thành";
pub(crate) const RESULT: &str = "Kết quả thực hiện trong kỳ";
pub(crate) const EVIDENCE: &str = "Sản phẩm/Minh chứng";
pub(crate) const OBSTACLE: &str = "Khó khăn, vướng mắc";
pub(crate) const CAUSE: &str = "Nguyên nhân chậm";
pub(crate) const PROPOSAL: &str = "Kiến nghị, đề xuất";
pub(crate) const LEVEL: &str = "Cấp giải quyết";
pub(crate) const NEXT_WEEK: &str = "Nhiệm vụ tuần tới";
pub(crate) const NOTE: &str = "Ghi chú";
pub(crate) const EXPECTED_ON: &str = "Dự kiến hoàn thành";
pub(crate) const NUMERATOR: &str = "Tử số";
pub(crate) const DENOMINATOR: &str = "Mẫu số";
pub(crate) const VALUE: &str = "Kết quả đến kỳ báo cáo";
pub(crate) const ESTIMATED: &str = "Ước tính?";
pub(crate) const DATA_SOURCE: &str = "Nguồn số liệu";
pub(crate) const ASSESSMENT: &str = "Đơn vị tự đánh giá";
pub(crate) const REASON: &str = "Lý do chưa đánh giá được";
pub(crate) const CRITERION_RESULT: &str = "Kết quả";
pub(crate) const CRITERION_VALUE: &str = "Giá trị";
pub(crate) const MET_ON: &str = "Ngày đạt";
pub(crate) const CRITERION_EVIDENCE: &str = "Minh chứng";

/// One comparable cell: which row, which column, where, what is written.
struct Written {
    about: String,
    column: &'static str,
    place: Place,
    typed: SharedText,
}

/// Cells that say something else in `later`, in the order of its rows; rows that are gone come last.
pub fn changes(counted: &AgencyReport, later: &AgencyReport) -> Vec<LateChange> {
    let before: BTreeMap<(String, &'static str), Written> =
        written(counted).into_iter().map(|w| ((w.about.clone(), w.column), w)).collect();
    let mut seen = BTreeMap::new();
    let mut changes = Vec::new();
    for now in written(later) {
        let id = (now.about.clone(), now.column);
        let old = before.get(&id).map_or("", |w| &*w.typed);
        if seen.insert(id, ()).is_none() && now.typed != old {
            changes.push(LateChange {
                about: now.about,
                column: now.column.to_owned(),
                place: now.place,
                before: old.to_owned(),
                after: now.typed.to_string(),
            });
        }
    }
    for (id, old) in &before {
        if !seen.contains_key(id) && !old.typed.is_empty() {
            changes.push(LateChange {
                about: old.about.clone(),
                column: old.column.to_owned(),
                place: Place::default(),
                before: old.typed.to_string(),
                after: String::new(),
            });
        }
    }
    changes
}

/// Where each comparable cell of a report stands, by the key of its row's code and its column.
pub(crate) fn cells(report: &AgencyReport) -> BTreeMap<(String, &'static str), CellRef> {
    let mut cells = BTreeMap::new();
    for written in written(report) {
        if let Some(cell) = written.place.cell {
            cells.entry((normalise::key(&written.about), written.column)).or_insert(cell);
        }
    }
    cells
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
    push(cells, sheet, about, STATUS, &row.status);
    push(cells, sheet, about, PERCENT, &row.percent);
    push(cells, sheet, about, COMPLETED_ON, &row.completed_on);
    for (column, field) in [
        (RESULT, &row.result),
        (EVIDENCE, &row.evidence),
        (OBSTACLE, &row.obstacle),
        (CAUSE, &row.cause),
        (PROPOSAL, &row.proposal),
        (LEVEL, &row.level),
        (NEXT_WEEK, &row.next_week),
        (NOTE, &row.note),
    ] {
        push(cells, sheet, about, column, field);
    }
    push(cells, sheet, about, EXPECTED_ON, &row.expected_on);
}

fn target_cells(sheet: &str, row: &TargetRow, cells: &mut Vec<Written>) {
    let about = row.code.typed.as_str();
    push(cells, sheet, about, NUMERATOR, &row.numerator);
    push(cells, sheet, about, DENOMINATOR, &row.denominator);
    push(cells, sheet, about, VALUE, &row.value);
    push(cells, sheet, about, ESTIMATED, &row.estimated);
    push(cells, sheet, about, DATA_SOURCE, &row.data_source);
    push(cells, sheet, about, ASSESSMENT, &row.assessment);
    push(cells, sheet, about, REASON, &row.reason);
}

fn criterion_cells(sheet: &str, row: &CriterionRow, cells: &mut Vec<Written>) {
    let about = row.code.typed.as_str();
    push(cells, sheet, about, CRITERION_RESULT, &row.result);
    push(cells, sheet, about, CRITERION_VALUE, &row.value);
    push(cells, sheet, about, MET_ON, &row.met_on);
    push(cells, sheet, about, CRITERION_EVIDENCE, &row.evidence);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::report::{Reading, Table};

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
