//! The sheets that people read, row by row as digests: whoever edits one of them after the release edits what the desk above is
//! shown, though its figures come from the data, and that must not pass in silence.
//!
//! A cell is told with the heading above it, so that a column may be moved and no two cells of a row exchanged. Rows are compared
//! as a heap: a list may be sorted by its filter, and a row may be inserted above the title.

use crate::forms::cells;
use crate::forms::desk_report::definition::{DeskForm, TableId};
use crate::forms::desk_report::record;
use crate::model::desk_report::{DeskReport, Edit, FIRST_PAGE, PageRow};
use crate::model::shared_text::SharedText;
use crate::model::workbook::{RawSheet, RawValue, RawWorkbook};
use crate::text::format;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a row that are quoted.
const QUOTED: usize = 80;

/// Begins the line with the code to compare, which names the head of the chain: that one holds this workbook, so no digest of the
/// workbook can hold it.
pub const CODE_LINE: &str = "Mã đối chiếu: ";

/// Heading of the list of sources, which follows the counts.
pub const SOURCES: &str = "Nguồn";

/// The digests of the rows of a sheet in which something stands. `heading_row` is that of its headings, from 0; `None` if it is
/// no list.
pub fn of_sheet(sheet: &RawSheet, heading_row: Option<u32>) -> Vec<PageRow> {
    let headings = heading_row.and_then(|row| Some(texts(sheet.rows.get(&row)?))).unwrap_or_default();
    let is_code = |texts: &Texts| texts.len() == 1 && texts.iter().all(|(_, text)| text.starts_with(CODE_LINE));
    let rows = sheet.rows.iter().map(|(row, cells)| (*row, texts(cells)));
    let rows = rows.filter(|(_, texts)| !texts.is_empty() && !is_code(texts));
    rows.map(|(row, texts)| PageRow {
        sheet: sheet.name.clone(),
        row: row + 1,
        heading: Some(row) == heading_row,
        digest: digest(&texts, if heading_row.is_some_and(|heading| row >= heading) { &headings } else { &NO_HEADINGS }),
    })
    .collect()
}

/// The digests of the counts that stand in the sheet of the data above everything else: charts draw them. Each block has its own headings,
/// a row of texts alone.
pub fn of_counts(sheet: &RawSheet) -> Vec<PageRow> {
    let mut headings = Texts::new();
    let mut rows = Vec::new();
    for (row, cells) in &sheet.rows {
        let texts = texts(cells);
        let ends = |text: &SharedText| *text == SOURCES || DeskForm::current().tables.iter().any(|table| *text == table.name.as_str());
        if texts.iter().any(|(_, text)| ends(text)) {
            break;
        }
        if texts.len() > 1 && cells.iter().all(|(_, value)| matches!(value, RawValue::Text(_))) {
            headings.clone_from(&texts);
        }
        if !texts.is_empty() {
            let name = DeskForm::current().sheet.clone();
            rows.push(PageRow { sheet: name, row: row + 1, heading: false, digest: digest(&texts, &headings) });
        }
    }
    rows
}

/// Texts by column, from the left.
type Texts = Vec<(u32, SharedText)>;

static NO_HEADINGS: Texts = Texts::new();

fn texts(cells: &[(u32, RawValue)]) -> Texts {
    cells.iter().map(|(column, value)| (*column, cells::typed(value))).filter(|(_, text)| !text.is_empty()).collect()
}

/// Below headings each text with its own, in any order; elsewhere the texts in theirs.
fn digest(texts: &Texts, headings: &Texts) -> String {
    if headings.is_empty() {
        return record::of_texts(texts.iter().map(|(_, text)| text.as_str()));
    }
    let heading = |column: &u32| headings.iter().find(|(place, _)| place == column).map_or("", |(_, heading)| heading.as_str());
    let mut told: Vec<(&str, &str)> = texts.iter().map(|(column, text)| (heading(column), text.as_str())).collect();
    told.sort_by(|one, other| record::in_digest(one.0, other.0).then_with(|| one.1.cmp(other.1)));
    record::of_pairs(told.into_iter())
}

/// Is the first page not as the desk released it, or can nobody say so? Where somebody changed the digests of rows as well, they say nothing.
pub fn first_page_is_edited(report: &DeskReport) -> bool {
    let digests = DeskForm::current().table(TableId::Pages).map(|table| table.name.as_str());
    report.edits.iter().any(|edit| edit.page() == Some(FIRST_PAGE) || (edit.table().is_some() && edit.table() == digests))
}

/// What is not as it was released. `data` is the sheet of the data, under whatever name it has.
pub(super) fn edits(workbook: &RawWorkbook, data: &RawSheet, released: &[PageRow]) -> Vec<Edit> {
    let sheets: BTreeSet<&str> = released.iter().map(|row| row.sheet.as_str()).collect();
    let of_one = |name: &str| {
        let rows: Vec<&PageRow> = released.iter().filter(|row| row.sheet == name).collect();
        match workbook.sheet(name) {
            _ if name == DeskForm::current().sheet => compared(name, data, &rows, of_counts(data)),
            Some(raw) => of_page(name, raw, &rows),
            None => vec![Edit::SheetGone { sheet: name.to_owned() }],
        }
    };
    sheets.into_iter().flat_map(of_one).collect()
}

fn of_page(name: &str, raw: &RawSheet, released: &[&PageRow]) -> Vec<Edit> {
    let heading = released.iter().find(|row| row.heading);
    let found_heading = heading.and_then(|wanted| {
        let mut rows = raw.rows.iter().map(|(row, cells)| (*row, texts(cells)));
        rows.find(|(_, texts)| digest(texts, texts) == wanted.digest).map(|(row, _)| row)
    });
    if heading.is_some() && found_heading.is_none() {
        return vec![Edit::Headings { sheet: name.to_owned() }];
    }
    compared(name, raw, released, of_sheet(raw, found_heading))
}

/// Rows that are new, and those that are gone.
fn compared(name: &str, raw: &RawSheet, released: &[&PageRow], now: Vec<PageRow>) -> Vec<Edit> {
    let sheet = name.to_owned();
    let mut wanted: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for row in released.iter().rev() {
        wanted.entry(row.digest.as_str()).or_default().push(row.row);
    }
    let changed = now.iter().filter(|row| wanted.get_mut(row.digest.as_str()).and_then(Vec::pop).is_none());
    let mut edits: Vec<Edit> = changed
        .map(|row| {
            let said = raw.rows.get(&(row.row - 1)).map(|cells| texts(cells)).unwrap_or_default();
            let said: Vec<&str> = said.iter().map(|(_, text)| text.as_str()).take(3).collect();
            Edit::PageRow { sheet: sheet.clone(), row: row.row, about: format::on_one_line(&said.join(" · "), QUOTED) }
        })
        .collect();
    // A row that was changed is one that is new and one that is gone: it is told once, where it can be by its number.
    let numbers = edits.iter().filter_map(|edit| if let Edit::PageRow { row, .. } = edit { Some(*row) } else { None });
    let told: BTreeSet<u32> = numbers.collect();
    let mut gone: Vec<u32> = wanted.into_values().flatten().collect();
    gone.sort_unstable_by_key(|row| (told.contains(row), *row));
    gone.truncate(gone.len().saturating_sub(edits.len()));
    gone.sort_unstable();
    if !gone.is_empty() {
        edits.push(Edit::PageRowsGone { sheet, rows: gone });
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]]) -> RawSheet {
        let cells = |texts: &&[&str]| {
            let there = (0u32..).zip(texts.iter()).filter(|(_, text)| !text.is_empty());
            there.map(|(column, text)| (column, RawValue::Text((*text).into()))).collect()
        };
        RawSheet {
            name: "Nhiệm vụ".into(),
            visible: true,
            rows: (0u32..).zip(rows).map(|(row, texts)| (row, cells(texts))).collect(),
            ..RawSheet::default()
        }
    }

    const ROWS: [&[&str]; 4] =
        [&["BẢNG"], &["TT", "Mã", "Trạng thái", "Kỳ trước"], &["1", "A-01", "Xong", "Đang làm"], &["2", "A-02", "Chưa", ""]];

    fn told(now: &[&[&str]]) -> Vec<Edit> {
        let released = of_sheet(&sheet(&ROWS), Some(1));
        edits(&RawWorkbook { sheets: vec![sheet(now)], ..RawWorkbook::default() }, &sheet(&[]), &released)
    }

    #[test]
    fn moved_columns_sorted_rows_and_a_row_above_say_the_same() {
        assert_eq!(told(&ROWS), []);
        let moved: [&[&str]; 4] =
            [&["BẢNG"], &["Mã", "Kỳ trước", "TT", "Trạng thái"], &["A-02", "", "2", "Chưa"], &["A-01", "Đang làm", "1", "Xong"]];
        assert_eq!(told(&moved), []);
        let mut lower = vec![&[][..]];
        lower.extend(ROWS);
        assert_eq!(told(&lower), []);
    }

    #[test]
    fn what_was_edited_is_named() {
        let with = |at: usize, row: &'static [&'static str]| {
            let mut rows = ROWS.to_vec();
            rows[at] = row;
            told(&rows)
        };
        let name = || "Nhiệm vụ".to_owned();
        let edited = |row: u32, about: &str| vec![Edit::PageRow { sheet: name(), row, about: about.to_owned() }];
        assert_eq!(with(2, &["1", "A-01", "Đang làm", "Xong"]), edited(3, "1 · A-01 · Đang làm"), "two cells exchanged");
        assert_eq!(with(3, &["2", "A-02", "Xong"]), edited(4, "2 · A-02 · Xong"));
        assert_eq!(with(0, &["BẢNG KHÁC"]), edited(1, "BẢNG KHÁC"));
        assert_eq!(with(1, &["TT", "Mã", "Trạng thái", "Tuần trước"]), [Edit::Headings { sheet: name() }]);
        assert_eq!(told(&ROWS[..3]), [Edit::PageRowsGone { sheet: name(), rows: vec![4] }]);
        let twice: Vec<&[&str]> = ROWS.iter().copied().chain([ROWS[3]]).collect();
        assert_eq!(told(&twice), edited(5, "2 · A-02 · Chưa"), "a row more");
        assert_eq!(edits(&RawWorkbook::default(), &sheet(&[]), &of_sheet(&sheet(&ROWS), Some(1))), [Edit::SheetGone { sheet: name() }]);
    }
}
