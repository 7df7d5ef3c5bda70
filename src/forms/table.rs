//! Where the cells of a sheet stand: the heading row and its columns, the rows below it, and the labels of the first
//! sheet. Columns are found by heading, rows by their code; never by position.

use crate::forms::cells::{self, Slot};
use crate::forms::form::{Kind, SheetForm};
use crate::model::place::CellRef;
use crate::model::report::FieldId;
use crate::model::task::TaskCode;
use crate::model::workbook::{RawSheet, RawValue};
use crate::text::normalise;
use std::collections::BTreeMap;

/// Headings stand within this many rows from the top of what is written.
const HEADING_ROWS: usize = 30;
/// A heading is no longer than this; longer texts are not looked up.
const HEADING_MAX: usize = 160;
/// A table ends before this many blank rows.
const BLANK_ROWS: u32 = 5;

/// A heading row with its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingRow {
    /// The row.
    pub row: u32,
    /// First row below the headings and a row of column numbers.
    pub first: u32,
    /// Column of each field found.
    pub columns: BTreeMap<FieldId, u32>,
}

/// The labels of a sheet with their values' cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// The cell of each label's value.
    pub cells: BTreeMap<FieldId, CellRef>,
}

/// Finds the heading row of a table: the one a defined name points to if it has known headings, else the row with
/// the most of them near the top. None if no row has four known headings or most of the essential ones.
pub fn heading_row(raw: &RawSheet, sheet: &SheetForm, hint: Option<u32>) -> Option<HeadingRow> {
    let hinted = hint.and_then(|row| raw.rows.get(&row).map(|cells| (row, matches(cells, sheet))));
    let best = match hinted {
        Some((row, columns)) if enough(&columns, sheet) => (row, columns),
        _ => scan(raw, sheet)?,
    };
    let (row, mut columns) = best;
    let mut last = row;
    // Headings over two rows: the row above may name merged columns, the row below their parts.
    if let Some(above) = row.checked_sub(1).and_then(|r| raw.rows.get(&r)) {
        complete(&mut columns, above, sheet);
    }
    if let Some(below) = raw.rows.get(&(row + 1)) {
        let key_blank = columns.get(&sheet.key_field()).is_none_or(|c| cell(below, *c).is_none());
        if key_blank && complete(&mut columns, below, sheet) {
            last = row + 1;
        }
    }
    let first = if raw.rows.get(&(last + 1)).is_some_and(|cells| column_numbers(cells)) { last + 2 } else { last + 1 };
    decide_by_content(&mut columns, raw, sheet, row, first);
    Some(HeadingRow { row, first, columns })
}

fn scan(raw: &RawSheet, sheet: &SheetForm) -> Option<(u32, BTreeMap<FieldId, u32>)> {
    let mut best: Option<(u32, BTreeMap<FieldId, u32>)> = None;
    for (row, cells) in raw.rows.iter().take(HEADING_ROWS) {
        if cells.len() < 2 && sheet.columns.len() > 2 {
            continue;
        }
        let columns = matches(cells, sheet);
        if enough(&columns, sheet) && best.as_ref().is_none_or(|(_, b)| columns.len() > b.len()) {
            let whole = columns.len() + 1 >= sheet.columns.len();
            best = Some((*row, columns));
            if whole {
                break;
            }
        }
    }
    best
}

/// Four known headings, or more than half of the essential ones.
fn enough(columns: &BTreeMap<FieldId, u32>, sheet: &SheetForm) -> bool {
    let essential = sheet.columns.iter().filter(|c| c.essential);
    let found = essential.clone().filter(|c| columns.contains_key(&c.field)).count();
    columns.len() >= 4 || found * 2 > essential.count()
}

/// The fields that a row's cells name; of two equal headings the first counts.
fn matches(cells: &[(u32, RawValue)], sheet: &SheetForm) -> BTreeMap<FieldId, u32> {
    let mut found = BTreeMap::new();
    for (column, text) in texts(cells) {
        if let Some(known) = sheet.index().column(text).and_then(|at| sheet.columns.get(at)) {
            found.entry(known.field).or_insert(column);
        }
    }
    found
}

/// Adds fields named in a row next to the heading row, in columns that it leaves open.
fn complete(columns: &mut BTreeMap<FieldId, u32>, cells: &[(u32, RawValue)], sheet: &SheetForm) -> bool {
    let mut added = false;
    for (field, column) in matches(cells, sheet) {
        let taken = columns.values().any(|c| *c == column);
        if !taken && !columns.contains_key(&field) {
            columns.insert(field, column);
            added = true;
        }
    }
    added
}

fn texts(cells: &[(u32, RawValue)]) -> impl Iterator<Item = (u32, &str)> {
    cells.iter().filter_map(|(column, value)| match value {
        RawValue::Text(text) if text.len() <= HEADING_MAX => Some((*column, text.as_str())),
        _ => None,
    })
}

fn cell(cells: &[(u32, RawValue)], column: u32) -> Option<&RawValue> {
    cells.iter().find(|(c, _)| *c == column).map(|(_, value)| value)
}

/// A row of column numbers: (1) (2) (3), or 1 2 3 4=2+3.
fn column_numbers(cells: &[(u32, RawValue)]) -> bool {
    let number = |value: &RawValue| {
        let shown = cells::typed(value);
        let shown = shown.trim_start_matches('(').split(['=', ')']).next().unwrap_or("").trim().to_owned();
        (1..=2).contains(&shown.len()) && shown.chars().all(|c| c.is_ascii_digit())
    };
    cells.len() >= 3 && cells.iter().all(|(_, value)| number(value))
}

/// "Tiến độ", "Kết quả": such a heading means a column if every cell below reads as that column's kind. The kinds
/// are tried in the order of the definition; a column that is found already is not found again.
fn decide_by_content(columns: &mut BTreeMap<FieldId, u32>, raw: &RawSheet, sheet: &SheetForm, row: u32, first: u32) {
    let Some(headings) = raw.rows.get(&row) else { return };
    for (column, text) in texts(headings) {
        let candidates = sheet.index().candidates(text);
        if candidates.is_empty() || columns.values().any(|c| *c == column) {
            continue;
        }
        let below = || raw.rows.range(first..).filter_map(|(_, cells)| cell(cells, column));
        let hit = candidates.iter().filter_map(|at| sheet.columns.get(*at)).find(|candidate| {
            let reads = |value: &RawValue| {
                let slot = Slot { value: Some(value), ..Slot::default() };
                match candidate.kind {
                    Kind::List => !cells::status(slot).is_unreadable(),
                    Kind::Percent => !cells::percent(slot).is_unreadable(),
                    Kind::Date => !cells::date(slot).is_unreadable(),
                    _ => true,
                }
            };
            !columns.contains_key(&candidate.field) && below().next().is_some() && below().all(reads)
        });
        if let Some(candidate) = hit {
            columns.insert(candidate.field, column);
        }
    }
}

/// The rows of a table that hold something, from `first` to its end: five blank rows, or the words of a signature.
/// A row with a well-formed code counts wherever it stands; losing it would be worse than reading too far.
pub fn rows(raw: &RawSheet, heading: &HeadingRow, sheet: &SheetForm) -> Vec<u32> {
    let key = heading.columns.get(&sheet.key_field()).copied();
    let mut kept = Vec::new();
    let mut last = heading.first;
    let mut ended = false;
    for (row, cells) in raw.rows.range(heading.first..) {
        if cells.iter().all(|(_, value)| is_blank(value)) {
            continue;
        }
        let coded = key.and_then(|c| cell(cells, c)).is_some_and(is_code);
        ended = ended || row.saturating_sub(last) > BLANK_ROWS || (!coded && ends_table(cells));
        last = *row;
        if coded || (!ended && !is_total(cells)) {
            kept.push(*row);
        }
    }
    kept
}

fn is_blank(value: &RawValue) -> bool {
    matches!(value, RawValue::Text(text) if text.trim().is_empty())
}

/// A code of a task or target, or `TC01`.
fn is_code(value: &RawValue) -> bool {
    let RawValue::Text(text) = value else { return false };
    let text = text.trim();
    let criterion = || text.strip_prefix("TC").is_some_and(|n| (1..=3).contains(&n.len()) && n.chars().all(|c| c.is_ascii_digit()));
    TaskCode::parse(text).is_some() || criterion()
}

fn first_text(cells: &[(u32, RawValue)]) -> Option<String> {
    cells.iter().find_map(|(_, value)| match value {
        RawValue::Text(text) if !text.trim().is_empty() => Some(normalise::key(text)),
        _ => None,
    })
}

/// Words below a table (handbook domain 3.2, item 4), as the first text of a row with little else.
fn ends_table(cells: &[(u32, RawValue)]) -> bool {
    if cells.iter().filter(|(_, value)| !is_blank(value)).count() > 2 {
        return false;
    }
    const WORDS: [&str; 9] = ["ghi chú", "nơi nhận", "người lập", "tm.", "kt.", "t/m", "giám đốc", "thủ trưởng", "tl."];
    first_text(cells).is_some_and(|text| WORDS.iter().any(|w| text == *w || text.starts_with(w)))
}

fn is_total(cells: &[(u32, RawValue)]) -> bool {
    first_text(cells).is_some_and(|text| ["tổng cộng", "tổng số", "cộng"].iter().any(|w| text == *w || text.starts_with(&format!("{w} "))))
}

/// Finds the labels in the first two columns; values stand one column to the right, or where the first label with a
/// value has it (a column may have been inserted).
pub fn labels(raw: &RawSheet, sheet: &SheetForm) -> Labels {
    let mut at: BTreeMap<FieldId, CellRef> = BTreeMap::new();
    for (row, cells) in &raw.rows {
        for (column, text) in texts(cells).filter(|(column, _)| *column <= 1) {
            if let Some(known) = sheet.index().column(text).and_then(|i| sheet.columns.get(i)) {
                at.entry(known.field).or_insert(CellRef::new(*row, column));
            }
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
    use crate::model::report::SheetId;

    fn raw(rows: &[(u32, &[&str])]) -> RawSheet {
        let cell = |(column, text): (usize, &&str)| {
            let value = text.parse::<f64>().map_or_else(|_| RawValue::Text((*text).to_owned()), RawValue::Number);
            (u32::try_from(column).unwrap(), value)
        };
        let rows = rows.iter().map(|(row, cells)| (*row, cells.iter().enumerate().filter(|(_, t)| !t.is_empty()).map(cell).collect()));
        RawSheet { name: "NhiemVu".into(), visible: true, rows: rows.collect(), ..RawSheet::default() }
    }

    fn tasks() -> &'static SheetForm {
        builtin()[0].sheet(SheetId::Tasks).unwrap()
    }

    const HEADINGS: &[&str] = &["STT", "Mã nhiệm vụ", "Nội dung", "Trạng thái", "Tỷ lệ (%)", "Kết quả thực hiện"];

    #[test]
    fn the_row_with_the_most_headings_wins_wherever_it_stands() {
        let sheet =
            raw(&[(0, &["Phụ lục", "Ghi chú"]), (7, HEADINGS), (8, &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]), (9, &["1", "KH11-007"])]);
        let found = heading_row(&sheet, tasks(), None).unwrap();
        assert_eq!((found.row, found.first), (7, 9), "the row of column numbers is passed over");
        assert_eq!(found.columns.get(&FieldId::Status), Some(&3));
        assert_eq!(rows(&sheet, &found, tasks()), [9]);
        assert_eq!(heading_row(&raw(&[(0, &["Kính gửi", "Sở"])]), tasks(), None), None);
    }

    #[test]
    fn a_name_points_to_the_row_unless_it_is_wrong() {
        let sheet = raw(&[(2, HEADINGS), (3, &["1", "KH11-007"]), (6, HEADINGS)]);
        assert_eq!(heading_row(&sheet, tasks(), Some(6)).unwrap().row, 6);
        assert_eq!(heading_row(&sheet, tasks(), Some(3)).unwrap().row, 2);
        assert_eq!(heading_row(&sheet, tasks(), Some(99)).unwrap().row, 2);
    }

    #[test]
    fn headings_over_two_rows() {
        let sheet = raw(&[
            (4, &["STT", "Mã", "Nội dung nhiệm vụ", "Thời hạn", "Tình hình", ""]),
            (5, &["", "", "", "", "Trạng thái", "% hoàn thành"]),
            (6, &["1", "KH11-007", "Việc", "30/9/2025", "Hoàn thành", "100"]),
        ]);
        let found = heading_row(&sheet, tasks(), None).unwrap();
        assert_eq!((found.row, found.first), (4, 6));
        assert_eq!(found.columns.get(&FieldId::Status), Some(&4));
        assert_eq!(found.columns.get(&FieldId::Percent), Some(&5));
    }

    #[test]
    fn ambiguous_headings_are_decided_by_what_stands_below() {
        let with = |cells: [&str; 2]| {
            let sheet = raw(&[
                (0, &["Mã nhiệm vụ", "Nội dung", "Thời hạn", "Ghi chú", "Tiến độ"]),
                (1, &["KH11-001", "A", "", "", cells[0]]),
                (2, &["KH11-002", "B", "", "", cells[1]]),
            ]);
            let columns = heading_row(&sheet, tasks(), None).unwrap().columns;
            columns.iter().find(|(_, c)| **c == 4).map(|(f, _)| *f)
        };
        assert_eq!(with(["Hoàn thành", "đang triển khai"]), Some(FieldId::Status));
        assert_eq!(with(["75", "100"]), Some(FieldId::Percent));
        assert_eq!(with(["75", "đang triển khai"]), None, "neither: not guessed");
        assert_eq!(with(["", ""]), None);
    }

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
        assert_eq!(rows(&sheet, &found, tasks()), [1, 3, 6]);
        let gap =
            raw(&[(0, HEADINGS), (1, &["1", "KH11-001"]), (6, &["", "", "viết thêm"]), (12, &["", "", "lạc"]), (40, &["", "KH11-002"])]);
        let found = heading_row(&gap, tasks(), None).unwrap();
        assert_eq!(rows(&gap, &found, tasks()), [1, 6, 40], "five rows on are the table still, six are not");
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
}
