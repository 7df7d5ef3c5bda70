//! Which rows of a sheet are its headings, and which column each of them names. Columns are found by heading, never by
//! position; a heading that could mean two columns is decided by what stands below it, and that is said.
//!
//! ```text
//! RawSheet + SheetForm → row with the most known headings → block of up to five rows (parts under merged headings)
//!   → leaves (the lowest heading of each column, with those above it) → fields, decided by content where ambiguous
//! ```

use crate::forms::cells::{self, Slot};
use crate::forms::column::Kind;
use crate::forms::form::SheetForm;
use crate::forms::heading_block::{Block, Leaf, matches};
use crate::forms::table_end::{self, is_blank};
use crate::model::place::CellRef;
use crate::model::report::{FieldId, SheetId};
use crate::model::shared_text::SharedText;
use crate::model::task::Status;
use crate::model::workbook::{RawSheet, RawValue};
use crate::text::words;
use std::collections::BTreeMap;

/// Headings stand within this many rows from the top of what is written.
const HEADING_ROWS: usize = 30;
/// The headings of a table with their columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeadingRow {
    /// The row with the most headings.
    pub row: u32,
    /// First row below the headings and a row of column numbers.
    pub first: u32,
    /// Column of each field found.
    pub columns: BTreeMap<FieldId, u32>,
    /// Columns that each stand for a status and are marked with an x, where no column names the status.
    pub status_marks: Vec<(u32, Status)>,
    /// Headings that could mean several columns, and what was decided.
    pub decided: Vec<HeadingByContent>,
    /// Headings that stand twice over different figures: neither was taken.
    pub repeated: Vec<RepeatedHeading>,
}

/// A heading decided by what stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingByContent {
    /// Where the heading stands.
    pub cell: CellRef,
    /// The heading as the file writes it.
    pub written: String,
    /// What it was taken for.
    pub field: FieldId,
}

/// A heading that stands more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatedHeading {
    /// What they all mean.
    pub field: FieldId,
    /// As the first is written.
    pub written: String,
    /// The cells in which it stands over something written, in the order of the columns.
    pub cells: Vec<CellRef>,
}

/// Finds the headings of a table: the row a defined name points to if it has known headings, else the row with
/// the most of them near the top. `None` if no row has four known headings or most of the essential ones.
pub fn heading_row(raw: &RawSheet, sheet: &SheetForm, hint: Option<u32>) -> Option<HeadingRow> {
    let hinted = hint.and_then(|row| raw.rows.get(&row).map(|cells| (row, matches(cells, sheet))));
    let (row, found) = match hinted {
        Some((row, columns)) if enough(&columns, sheet) => (row, columns),
        _ => scan(raw, sheet)?,
    };
    let key = found.get(&sheet.key_field()).copied();
    let block = Block::around(raw, sheet, row, key);
    let numbered = raw.rows.get(&(block.bottom + 1)).is_some_and(|cells| column_numbers(cells));
    let first = block.bottom + if numbered { 2 } else { 1 };
    let leaves = block.leaves();
    let below = Below { raw, rows: first..table_end::end(raw, first) };
    let mut heading = HeadingRow { row, first, ..HeadingRow::default() };
    for (field, cells) in by_field(&leaves, sheet) {
        take(&mut heading, &below, sheet, field, &cells);
    }
    decide_by_content(&mut heading, &below, sheet, &leaves);
    if sheet.id == SheetId::Tasks && !heading.columns.contains_key(&FieldId::Status) {
        heading.status_marks = status_marks(&below, &heading, &leaves);
    }
    Some(heading)
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

/// A row of column numbers: (1) (2) (3), or 1 2 3 4=2+3.
fn column_numbers(cells: &[(u32, RawValue)]) -> bool {
    let number = |value: &RawValue| {
        let shown = cells::typed(value);
        let shown = shown.trim_start_matches('(').split(['=', ')']).next().unwrap_or("").trim().to_owned();
        (1..=2).contains(&shown.len()) && shown.chars().all(|c| c.is_ascii_digit())
    };
    cells.len() >= 3 && cells.iter().all(|(_, value)| number(value))
}

/// The columns that name each field, in order.
fn by_field<'l, 'a>(leaves: &'l [Leaf<'a>], sheet: &SheetForm) -> BTreeMap<FieldId, Vec<&'l Leaf<'a>>> {
    let mut found: BTreeMap<FieldId, Vec<&Leaf<'_>>> = BTreeMap::new();
    for leaf in leaves {
        if let Some(field) = leaf.field(sheet) {
            found.entry(field).or_default().push(leaf);
        }
    }
    found
}

/// Gives a field its column. Of several with one heading the one that is filled; of several filled ones the first where
/// they all say the same or hold texts, and no column if they are figures.
fn take(heading: &mut HeadingRow, table: &Below<'_>, sheet: &SheetForm, field: FieldId, leaves: &[&Leaf<'_>]) {
    let Some(one) = leaves.first() else { return };
    if leaves.len() == 1 {
        heading.columns.insert(field, one.cell.column);
        return;
    }
    let below = |leaf: &Leaf<'_>| -> Vec<(u32, SharedText)> {
        let values = table.column(leaf.cell.column).map(|(row, value)| (row, cells::typed(value)));
        values.filter(|(_, typed)| !typed.is_empty()).collect()
    };
    let filled: Vec<(&Leaf<'_>, Vec<(u32, SharedText)>)> = leaves.iter().map(|l| (*l, below(l))).filter(|(_, b)| !b.is_empty()).collect();
    let same = filled.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if a == b));
    let is_text = sheet.column(field).is_some_and(|c| matches!(c.kind, Kind::Text | Kind::LongText)) && field != sheet.key_field();
    let first = filled.first().map_or(*one, |(leaf, _)| *leaf);
    if same || is_text {
        heading.columns.insert(field, first.cell.column);
        if !same {
            heading.decided.push(HeadingByContent { cell: first.cell, written: first.text.to_owned(), field });
        }
    } else {
        let cells = filled.iter().map(|(leaf, _)| leaf.cell).collect();
        heading.repeated.push(RepeatedHeading { field, written: first.text.to_owned(), cells });
    }
}

/// "Tiến độ", "Kết quả": such a heading means a column if every cell below reads as that column's kind. The kinds
/// are tried in the order of the definition; a column that is found already is not found again.
fn decide_by_content(heading: &mut HeadingRow, table: &Below<'_>, sheet: &SheetForm, leaves: &[Leaf<'_>]) {
    for leaf in leaves {
        if heading.columns.values().any(|c| *c == leaf.cell.column) || leaf.of_earlier() {
            continue;
        }
        let candidates = sheet.index().candidates(leaf.text);
        let below = || table.column(leaf.cell.column).map(|(_, value)| value);
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
            let repeated = heading.repeated.iter().any(|r| r.field == candidate.field);
            !repeated && !heading.columns.contains_key(&candidate.field) && below().next().is_some() && below().all(reads)
        });
        if let Some(candidate) = hit {
            heading.columns.insert(candidate.field, leaf.cell.column);
            heading.decided.push(HeadingByContent { cell: leaf.cell, written: leaf.text.to_owned(), field: candidate.field });
        }
    }
}

/// The rows of a table below its headings.
struct Below<'a> {
    raw: &'a RawSheet,
    rows: std::ops::Range<u32>,
}

impl<'a> Below<'a> {
    /// Everything that stands in a column, with its row.
    fn column(&self, column: u32) -> impl Iterator<Item = (u32, &'a RawValue)> {
        let value = move |(row, cells): (&'a u32, &'a Vec<(u32, RawValue)>)| {
            cells.iter().find(|(c, _)| *c == column).map(|(_, value)| (*row, value))
        };
        self.raw.rows.range(self.rows.clone()).filter_map(value)
    }
}

/// "Đã hoàn thành", "Đang thực hiện", "Chưa thực hiện" side by side, with an x in one of them: two such columns at least,
/// and nothing but marks below (`src/docs/reading.md`, "Tables").
fn status_marks(table: &Below<'_>, heading: &HeadingRow, leaves: &[Leaf<'_>]) -> Vec<(u32, Status)> {
    let marked = |value: &RawValue| is_blank(value) || is_mark(value);
    let found: Vec<(u32, Status)> = leaves
        .iter()
        .filter(|leaf| !heading.columns.values().any(|c| *c == leaf.cell.column) && !leaf.of_earlier())
        .filter_map(|leaf| {
            let reading = words::status(leaf.text).filter(|r| !r.nearly_done)?;
            table.column(leaf.cell.column).all(|(_, value)| marked(value)).then_some((leaf.cell.column, reading.status))
        })
        .collect();
    let several = found.iter().any(|(_, status)| found.first().is_some_and(|(_, first)| first != status));
    let distinct = found.iter().enumerate().all(|(at, (_, status))| !found.iter().take(at).any(|(_, other)| other == status));
    if several && distinct { found } else { Vec::new() }
}

/// An x, as people mark a cell.
pub(super) fn is_mark(value: &RawValue) -> bool {
    matches!(value, RawValue::Text(_)) && cells::mark(Slot { value: Some(value), ..Slot::default() }).value() == Some(&true)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::forms::builtin;
    use crate::model::workbook::Area;

    pub(crate) fn raw(rows: &[(u32, &[&str])]) -> RawSheet {
        let cell = |(column, text): (usize, &&str)| {
            let value = text.parse::<f64>().map_or_else(|_| RawValue::Text((*text).into()), RawValue::Number);
            (u32::try_from(column).unwrap(), value)
        };
        let rows = rows.iter().map(|(row, cells)| (*row, cells.iter().enumerate().filter(|(_, t)| !t.is_empty()).map(cell).collect()));
        RawSheet { name: "NhiemVu".into(), visible: true, rows: rows.collect(), ..RawSheet::default() }
    }

    pub(crate) fn tasks() -> &'static SheetForm {
        builtin()[0].sheet(SheetId::Tasks).unwrap()
    }

    pub(crate) const HEADINGS: &[&str] = &["STT", "Mã nhiệm vụ", "Nội dung", "Trạng thái", "Tỷ lệ (%)", "Kết quả thực hiện"];

    #[test]
    fn the_row_with_the_most_headings_wins_wherever_it_stands() {
        let sheet =
            raw(&[(0, &["Phụ lục", "Ghi chú"]), (7, HEADINGS), (8, &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]), (9, &["1", "KH11-007"])]);
        let found = heading_row(&sheet, tasks(), None).unwrap();
        assert_eq!((found.row, found.first), (7, 9), "the row of column numbers is passed over");
        assert_eq!(found.columns.get(&FieldId::Status), Some(&3));
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

    fn across(row: u32, first: u32, last: u32) -> Area {
        Area { first: CellRef::new(row, first), last: CellRef::new(row, last) }
    }

    #[test]
    fn three_rows_of_headings_and_what_is_of_last_week() {
        let mut sheet = raw(&[
            (0, &["BÁO CÁO", "", "", "Tuần 28/2025"]),
            (3, &["STT", "Mã nhiệm vụ", "Nội dung", "Thời gian thực hiện", "", "Tình hình", "", "", "", "Ghi chú"]),
            (4, &["", "", "", "Bắt đầu", "Hoàn thành", "Kỳ trước", "", "Kỳ này"]),
            (5, &["", "", "", "", "", "Trạng thái", "% hoàn thành", "Trạng thái", "% hoàn thành"]),
            (6, &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)"]),
            (7, &["1", "KH11-001", "A", "1/1/2025", "30/9/2025", "Chưa thực hiện", "0", "Hoàn thành", "100"]),
        ]);
        sheet.merged = vec![across(3, 3, 4), across(3, 5, 8), across(4, 5, 6), across(4, 7, 8)];
        let found = heading_row(&sheet, tasks(), None).unwrap();
        assert_eq!(found.first, 7);
        let column = |field| found.columns.get(&field).copied();
        assert_eq!((column(FieldId::Status), column(FieldId::Percent)), (Some(7), Some(8)), "not those of last week");
        assert_eq!((column(FieldId::Deadline), column(FieldId::Note)), (Some(4), Some(9)));
        assert_eq!((found.decided, found.repeated), (vec![], vec![]));
    }

    #[test]
    fn a_row_of_data_is_no_row_of_parts() {
        let sheet = raw(&[
            (0, &["TT", "Nội dung", "Trạng thái", "Kết quả thực hiện", "Ghi chú"]),
            (1, &["1", "Số hóa hồ sơ", "Hoàn thành", "Ghi chú"]),
        ]);
        assert_eq!(heading_row(&sheet, tasks(), None).unwrap().first, 1);
    }

    #[test]
    fn equal_headings_over_different_figures_are_none() {
        let with = |cells: [&str; 2]| {
            let headings = &["Mã nhiệm vụ", "Nội dung", "Trạng thái", "Tỷ lệ (%)", "Tỷ lệ (%)", "Ghi chú", "Ghi chú"];
            let sheet = raw(&[(0, headings), (1, &["KH11-001", "A", "Hoàn thành", cells[0], cells[1], "a", "b"])]);
            heading_row(&sheet, tasks(), None).unwrap()
        };
        let percent = |found: &HeadingRow| found.columns.get(&FieldId::Percent).copied();
        let differing = with(["50", "75"]);
        assert_eq!(percent(&differing), None);
        assert_eq!(differing.repeated[0].cells, [CellRef::new(0, 3), CellRef::new(0, 4)]);
        assert_eq!(differing.decided[0].field, FieldId::Note, "of two texts the first, and it is said");
        assert_eq!(percent(&with(["", "75"])), Some(4), "only one is filled");
        assert_eq!(percent(&with(["75", "75"])), Some(3), "both say the same");
    }

    #[test]
    fn an_x_below_the_word_is_a_status() {
        let with = |mark: &str| {
            let sheet = raw(&[
                (0, &["TT", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Thời hạn", "Kết quả thực hiện", "", "", "Ghi chú"]),
                (1, &["", "", "", "", "Đã hoàn thành", "Đang thực hiện", "Chưa thực hiện"]),
                (2, &["1", "KH11-001", "A", "30/9/2025", mark]),
                (3, &["2", "KH11-002", "B", "30/9/2025", "", "X"]),
            ]);
            heading_row(&sheet, tasks(), None).unwrap()
        };
        let found = with("x");
        assert_eq!(found.first, 2);
        assert_eq!(found.status_marks, [(4, Status::Done), (5, Status::InProgress), (6, Status::NotStarted)]);
        assert!(!found.columns.contains_key(&FieldId::Result), "a heading over marks is no column of texts");
        let mut signed = raw(&[
            (0, &["TT", "Nội dung nhiệm vụ", "Thời hạn", "Ghi chú", "Hoàn thành", "Đang thực hiện"]),
            (1, &["1", "A", "30/9/2025", "", "x"]),
            (2, &["", "Người lập biểu", "", "", "GIÁM ĐỐC"]),
        ]);
        assert_eq!(heading_row(&signed, tasks(), None).unwrap().status_marks.len(), 2, "a signature is not below them");
        signed.rows.get_mut(&1).unwrap()[3].1 = RawValue::Text("xong".into());
        assert_eq!(heading_row(&signed, tasks(), None).unwrap().status_marks.len(), 0, "one column is none");
        assert_eq!(with("01/7/2025").status_marks.len(), 2, "a day is no mark: that column is none of a status");
    }
}
