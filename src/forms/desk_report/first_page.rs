//! The first page of a consolidated workbook as it was received, for the desk above to keep: words and the columns they stand over,
//! nothing that a program could run.

use crate::forms::cells;
use crate::model::desk_report::{FIRST_PAGE, PageCell, PageLine};
use crate::model::place::CellRef;
use crate::model::workbook::{RawSheet, RawWorkbook};
use crate::text::format;

/// A page has fewer rows; of a longer sheet the beginning is kept.
const ROWS: usize = 200;
/// Characters of a cell that are kept.
const LETTERS: usize = 3000;
/// Stands where something was left out.
const CUT: char = '…';

/// The lines of the page that are shown; none if the workbook has no such sheet, or hides it.
pub(super) fn lines(workbook: &RawWorkbook) -> Vec<PageLine> {
    let Some(sheet) = workbook.sheet(FIRST_PAGE).filter(|sheet| sheet.visible) else { return Vec::new() };
    let shown = sheet.rows.keys().filter(|row| !sheet.hidden_rows.contains(row));
    let mut shown = shown.map(|row| line(sheet, *row)).filter(|line| !line.cells.is_empty());
    let mut lines: Vec<PageLine> = shown.by_ref().take(ROWS).collect();
    lines.extend(shown.next().map(|PageLine { row, .. }| PageLine { row, cells: vec![PageCell { first: 0, last: 0, text: CUT.into() }] }));
    lines
}

fn line(sheet: &RawSheet, row: u32) -> PageLine {
    let cells = sheet.rows.get(&row).into_iter().flatten().filter(|(column, _)| !sheet.hidden_columns.contains(column));
    let cells = cells.map(|(column, value)| {
        let first = CellRef::new(row, *column);
        let last = sheet.merged.iter().find(|area| area.first == first).map_or(*column, |area| area.last.column);
        let mut text = format::clean(&cells::typed(value).to_string());
        if let Some((end, _)) = text.char_indices().nth(LETTERS) {
            text.truncate(end);
            text.push(CUT);
        }
        PageCell { first: *column, last: last.max(*column), text }
    });
    PageLine { row: row + 1, cells: cells.filter(|cell| !cell.text.is_empty()).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workbook::{Area, RawValue};

    #[test]
    fn what_is_shown_is_kept_with_the_columns_it_stands_over() {
        let text = |text: &str| RawValue::Text(text.into());
        let mut sheet = RawSheet { name: FIRST_PAGE.into(), visible: true, ..RawSheet::default() };
        sheet.rows.insert(0, vec![(0, text("UBND TỈNH")), (9, text("=1+1"))]);
        sheet.rows.insert(1, vec![(0, text(" "))]);
        sheet.rows.insert(2, vec![(0, RawValue::Number(3.0))]);
        sheet.rows.insert(3, vec![(0, text("ẩn"))]);
        sheet.hidden_rows.insert(3);
        sheet.merged.push(Area { first: CellRef::new(0, 0), last: CellRef::new(0, 8) });
        let cell = |first, last, text: &str| PageCell { first, last, text: text.into() };
        let workbook = RawWorkbook { sheets: vec![sheet], ..RawWorkbook::default() };
        let wanted = [
            PageLine { row: 1, cells: vec![cell(0, 8, "UBND TỈNH"), cell(9, 9, "=1+1")] },
            PageLine { row: 3, cells: vec![cell(0, 0, "3")] },
        ];
        assert_eq!(lines(&workbook), wanted);
        assert_eq!(lines(&RawWorkbook::default()), []);
    }

    #[test]
    fn what_is_cut_is_marked() {
        let page = |rows: u32, text: &str| {
            let rows = (0..rows).map(|row| (row, vec![(0, RawValue::Text(text.into()))])).collect();
            let sheet = RawSheet { name: FIRST_PAGE.into(), visible: true, rows, ..RawSheet::default() };
            lines(&RawWorkbook { sheets: vec![sheet], ..RawWorkbook::default() })
        };
        let (whole, cut) = (page(200, "ữ"), page(201, "ữ"));
        assert_eq!((whole.len(), cut.len()), (200, 201));
        assert_eq!((cut[200].row, cut[200].cells[0].text.as_str()), (201, "…"));
        assert_eq!(&cut[..200], whole);
        let letters = |count: usize| page(1, &"ữ".repeat(count))[0].cells[0].text.clone();
        assert_eq!((letters(3000), letters(3001)), ("ữ".repeat(3000), "ữ".repeat(3000) + "…"));
    }
}
