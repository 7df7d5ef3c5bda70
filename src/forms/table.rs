//! The rows below the headings of a table, and the labels of the first sheet. A row is known by its code, or by what it
//! says where a table has no codes; never by position.

use crate::forms::column::{Column, Kind};
use crate::forms::form::SheetForm;
use crate::forms::heading_block::{matches, texts};
use crate::forms::heading_row::HeadingRow;
use crate::forms::table_end::{BLANK_ROWS, ends_table, first_text, is_blank};
use crate::model::place::CellRef;
use crate::model::report::FieldId;
use crate::model::task::TaskCode;
use crate::model::workbook::{RawSheet, RawValue};
use std::collections::BTreeMap;

/// A row with so many of the table's headings in their own columns repeats the heading row.
const REPEATED_HEADINGS: usize = 3;

/// The labels of a sheet with their values' cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// The cell of each label's value.
    pub cells: BTreeMap<FieldId, CellRef>,
}

/// The rows of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// Rows that may report something, in order.
    pub kept: Vec<u32>,
    /// Rows that hold something else: totals, headings of sections or of the next page, notes, signatures.
    pub skipped: Vec<u32>,
}

/// The rows of a table that hold something, from its headings to its end: five blank rows, or the words of a signature.
/// A row with a well-formed code counts wherever it stands, and so does one that says how some task stands; losing it
/// would be worse than reading too far. Texts alone stand below a table too, above and below a signature.
pub fn rows(raw: &RawSheet, heading: &HeadingRow, sheet: &SheetForm) -> Rows {
    let column = |field: FieldId| heading.columns.get(&field).copied();
    let key = column(sheet.key_field());
    let content = column(FieldId::Content);
    let figure = |c: &&Column| c.input && !matches!(c.kind, Kind::Text | Kind::LongText);
    let figures = sheet.columns.iter().filter(figure).filter_map(|c| column(c.field));
    let figures: Vec<u32> = figures.chain(heading.status_marks.iter().map(|(column, _)| *column)).collect();
    let mut rows = Rows::default();
    let mut last = heading.first;
    let mut ended = false;
    for (row, cells) in raw.rows.range(heading.first..) {
        if cells.iter().all(|(_, value)| is_blank(value)) {
            continue;
        }
        let holds = |column: u32| cells.iter().any(|(c, value)| *c == column && !is_blank(value));
        let coded = key.and_then(|c| cell(cells, c)).is_some_and(is_code);
        let says = content.is_some_and(holds) && figures.iter().any(|c| holds(*c));
        ended = ended || row.saturating_sub(last) > BLANK_ROWS || (!coded && ends_table(cells));
        last = *row;
        let aside =
            || is_total(cells) || repeats_headings(cells, heading, sheet) || key.is_some_and(|key| is_section(raw, *row, cells, key));
        if coded || (!ended && !aside()) || (ended && says && !ends_table(cells) && !aside()) {
            rows.kept.push(*row);
        } else {
            rows.skipped.push(*row);
        }
    }
    rows
}

fn cell(cells: &[(u32, RawValue)], column: u32) -> Option<&RawValue> {
    cells.iter().find(|(c, _)| *c == column).map(|(_, value)| value)
}

/// A code of a task or target, or `TC01`.
fn is_code(value: &RawValue) -> bool {
    let RawValue::Text(text) = value else { return false };
    let text = text.trim();
    let criterion = || text.strip_prefix("TC").is_some_and(|n| (1..=3).contains(&n.len()) && n.chars().all(|c| c.is_ascii_digit()));
    TaskCode::parse(text).is_some() || criterion()
}

fn is_total(cells: &[(u32, RawValue)]) -> bool {
    first_text(cells).is_some_and(|text| ["tổng cộng", "tổng số", "cộng"].iter().any(|w| text == *w || text.starts_with(&format!("{w} "))))
}

/// The headings once more, as at the top of each printed page.
fn repeats_headings(cells: &[(u32, RawValue)], heading: &HeadingRow, sheet: &SheetForm) -> bool {
    let again = matches(cells, sheet);
    again.iter().filter(|(field, column)| heading.columns.get(field) == Some(column)).count() >= REPEATED_HEADINGS
}

/// The heading of a section, "I. Nhóm nhiệm vụ về thể chế", written or merged into the column of the codes: the row
/// holds nothing else. A single word there may be a code written wrongly, and that must be told.
fn is_section(raw: &RawSheet, row: u32, cells: &[(u32, RawValue)], key: u32) -> bool {
    let mut written = cells.iter().filter(|(_, value)| !is_blank(value));
    let Some((column, RawValue::Text(text))) = written.next() else { return false };
    if written.next().is_some() || *column > key {
        return false;
    }
    let area = raw.merged.iter().find(|area| area.first == CellRef::new(row, *column));
    let wide = area.is_some_and(|area| area.last.column >= key + 2);
    (wide || *column == key) && text.split_whitespace().count() >= 3
}

/// Finds the labels in the first two columns; values stand one column to the right, or where the first label with a
/// value has it (a column may have been inserted).
pub fn labels(raw: &RawSheet, sheet: &SheetForm) -> Labels {
    let mut at: BTreeMap<FieldId, CellRef> = BTreeMap::new();
    for (row, cells) in &raw.rows {
        let known = |(column, text)| Some((column, sheet.columns.get(sheet.index().column(text)?)?));
        // What stands beside a label is its value, whatever it says.
        if let Some((column, label)) = texts(cells).filter(|(column, _)| *column <= 1).find_map(known) {
            at.entry(label.field).or_insert(CellRef::new(*row, column));
        }
    }
    let value_column = |label: &CellRef| {
        let cells = raw.rows.get(&label.row)?;
        cells.iter().find(|(column, value)| *column > label.column && !is_blank(value)).map(|(column, _)| column - label.column)
    };
    let essential = sheet.columns.iter().filter(|c| c.essential).filter_map(|c| at.get(&c.field));
    let step = essential.filter_map(value_column).min().unwrap_or(1);
    Labels { cells: at.into_iter().map(|(field, label)| (field, CellRef::new(label.row, label.column + step))).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::builtin;
    use crate::forms::heading_row::heading_row;
    use crate::forms::heading_row::tests::{HEADINGS, raw, tasks};
    use crate::model::report::SheetId;
    use crate::model::workbook::Area;

    #[test]
    fn the_table_ends_at_blank_rows_or_signatures_but_no_coded_row_is_lost() {
        let sheet = raw(&[
            (0, HEADINGS),
            (1, &["1", "KH11-001"]),
            (2, &["", "", "Tổng cộng"]),
            (3, &["2", "KH11-002"]),
            (4, &["", "", "Nơi nhận: như trên"]),
            (5, &["", "", "Lưu VT"]),
            (6, &["3", "KH11-003"]),
        ]);
        let found = heading_row(&sheet, tasks(), None).unwrap();
        let found = rows(&sheet, &found, tasks());
        assert_eq!((found.kept, found.skipped), (vec![1, 3, 6], vec![2, 4, 5]));
        let gap =
            raw(&[(0, HEADINGS), (1, &["1", "KH11-001"]), (6, &["", "", "viết thêm"]), (12, &["", "", "lạc"]), (40, &["", "KH11-002"])]);
        let found = heading_row(&gap, tasks(), None).unwrap();
        assert_eq!(rows(&gap, &found, tasks()).kept, [1, 6, 40], "five rows on are the table still, six are not");
    }

    #[test]
    fn labels_anywhere_in_the_first_two_columns() {
        let info = builtin()[0].sheet(SheetId::Info).unwrap();
        let plain = raw(&[(0, &["THÔNG TIN"]), (2, &["Mã đơn vị", "SYT"]), (3, &["Kỳ báo cáo", "28/2025"]), (5, &["Lãnh đạo duyệt", ""])]);
        let found = labels(&plain, info);
        assert_eq!(found.cells.get(&FieldId::Agency), Some(&CellRef::new(2, 1)));
        assert_eq!(found.cells.get(&FieldId::Approver), Some(&CellRef::new(5, 1)), "a blank value has its place");
        let moved = raw(&[(2, &["", "Mã đơn vị:", "", "SYT"]), (3, &["", "Ghi chú", "", "x"])]);
        let found = labels(&moved, info);
        assert_eq!(found.cells.get(&FieldId::Agency), Some(&CellRef::new(2, 3)), "a column was inserted");
        assert_eq!(found.cells.get(&FieldId::Note), Some(&CellRef::new(3, 3)));
        let remark = raw(&[(0, &["Mã đơn vị", "SYT"]), (1, &["Ngày ký", "", "chờ ký"])]);
        assert_eq!(labels(&remark, info).cells.get(&FieldId::SignedOn), Some(&CellRef::new(1, 1)), "a remark beside is no value");
    }

    #[test]
    fn sections_repeated_headings_and_signatures_are_no_rows_and_late_rows_are() {
        let mut sheet = raw(&[
            (0, HEADINGS),
            (1, &["", "I. Nhóm nhiệm vụ về thể chế"]),
            (2, &["1", "KH11-001", "A", "Hoàn thành", "100"]),
            (3, HEADINGS),
            (4, &["A. Nhóm nhiệm vụ về hạ tầng số"]),
            (5, &["2", "KH11-XX", "B"]),
            (6, &["", "KH11"]),
            (15, &["", "", "Số hóa hồ sơ", "Hoàn thành"]),
            (16, &["", "", "", "", "Hà Tĩnh, ngày 10 tháng 7 năm 2025"]),
            (17, &["", "", "Người lập", "", "Giám đốc"]),
            (18, &["", "", "Nguyễn Văn A"]),
        ]);
        sheet.merged = vec![Area { first: CellRef::new(4, 0), last: CellRef::new(4, 5) }];
        let found = heading_row(&sheet, tasks(), None).unwrap();
        let found = rows(&sheet, &found, tasks());
        assert_eq!((found.kept, found.skipped), (vec![2, 5, 6, 15], vec![1, 3, 4, 16, 17, 18]));
    }
}
