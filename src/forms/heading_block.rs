//! The block of rows that a table's headings take: the row with the most of them, the parts above and below it under
//! merged cells, and the lowest heading of each column.

use crate::forms::form::SheetForm;
use crate::forms::table_end::is_blank;
use crate::model::place::CellRef;
use crate::model::report::FieldId;
use crate::model::workbook::{RawSheet, RawValue};
use crate::text::normalise;
use std::collections::BTreeMap;

/// A heading is no longer than this; longer texts are not looked up.
const HEADING_MAX: usize = 160;
/// So many rows of parts are looked for above and below the row with the most headings.
const PART_ROWS: u32 = 2;

/// The fields that a row's cells name; of two equal headings the first.
pub(super) fn matches(cells: &[(u32, RawValue)], sheet: &SheetForm) -> BTreeMap<FieldId, u32> {
    let mut found = BTreeMap::new();
    for (column, text) in texts(cells) {
        if let Some(known) = sheet.index().column(text).and_then(|at| sheet.columns.get(at)) {
            found.entry(known.field).or_insert(column);
        }
    }
    found
}

/// The texts of a row that are short enough for headings.
pub(super) fn texts(cells: &[(u32, RawValue)]) -> impl Iterator<Item = (u32, &str)> {
    cells.iter().filter_map(|(column, value)| match value {
        RawValue::Text(text) if text.len() <= HEADING_MAX && !text.trim().is_empty() => Some((*column, text.as_str())),
        _ => None,
    })
}

/// The rows of headings: the one with the most of them, those above that name several of its columns together, those
/// below that name parts.
pub(super) struct Block<'a> {
    raw: &'a RawSheet,
    top: u32,
    /// The last row of headings.
    pub(super) bottom: u32,
}

/// The lowest heading of a column.
pub(super) struct Leaf<'a> {
    /// Where the heading stands.
    pub(super) cell: CellRef,
    /// The heading as the file writes it.
    pub(super) text: &'a str,
    /// Headings over it that name several columns, the nearest first.
    over: Vec<&'a str>,
}

impl<'a> Block<'a> {
    /// The headings above and below a row, whose key stands in the column `key` if it is known.
    pub(super) fn around(raw: &'a RawSheet, sheet: &SheetForm, row: u32, key: Option<u32>) -> Self {
        let mut block = Self { raw, top: row, bottom: row };
        for step in 1..=PART_ROWS {
            let Some(above) = row.checked_sub(step) else { break };
            let wider = Self { top: above, ..block };
            if block.completed_by(above, sheet) || (block.grouped_by(above) && (above + 1..=row).all(|part| wider.names_parts(part))) {
                block = wider;
            }
        }
        for _ in 0..PART_ROWS {
            let below = block.bottom + 1;
            let wider = Self { bottom: below, ..block };
            let keyed = key.is_some_and(|column| wider.text(below, column).is_some());
            if keyed || !wider.names_parts(below) {
                break;
            }
            block = wider;
        }
        block
    }

    fn cells(&self, row: u32) -> &'a [(u32, RawValue)] {
        self.raw.rows.get(&row).map_or(&[], Vec::as_slice)
    }

    /// What is written in a cell, if it is text.
    fn text(&self, row: u32, column: u32) -> Option<&'a str> {
        texts(self.cells(row)).find(|(c, _)| *c == column).map(|(_, text)| text)
    }

    fn filled(&self, row: u32, column: u32) -> bool {
        self.cells(row).iter().any(|(c, value)| *c == column && !is_blank(value))
    }

    /// The last column that a heading speaks of: by its merged area; without one it goes on over blank cells as long as
    /// something stands below them and below itself.
    fn last_column(&self, cell: CellRef) -> u32 {
        if let Some(area) = self.raw.merged.iter().find(|area| area.first == cell) {
            return area.last.column;
        }
        if !self.filled(cell.row + 1, cell.column) {
            return cell.column;
        }
        let mut last = cell.column;
        while !self.filled(cell.row, last + 1) && self.filled(cell.row + 1, last + 1) {
            last += 1;
        }
        last
    }

    /// The nearest heading above a cell that speaks of its column, and whether it speaks of several.
    fn over(&self, row: u32, column: u32) -> Option<(CellRef, &'a str, bool)> {
        (self.top..row).rev().find_map(|above| {
            let (first, text) = texts(self.cells(above)).filter(|(c, _)| *c <= column).last()?;
            let cell = CellRef::new(above, first);
            let last = self.last_column(cell);
            (last >= column).then_some((cell, text, last > first))
        })
    }

    /// Does the row hold nothing but headings of parts: texts, each below a heading of several columns or below none?
    fn names_parts(&self, row: u32) -> bool {
        let cells = self.cells(row);
        let part = |(column, value): &(u32, RawValue)| match value {
            value if is_blank(value) => true,
            RawValue::Text(text) => text.len() <= HEADING_MAX && self.over(row, *column).is_none_or(|(_, _, several)| several),
            _ => false,
        };
        cells.iter().any(|(_, value)| !is_blank(value)) && cells.iter().all(part)
    }

    /// Does a row above add a known heading in a column without one?
    fn completed_by(&self, above: u32, sheet: &SheetForm) -> bool {
        let cells = self.cells(above);
        let own = |column: u32| (self.top..=self.bottom).all(|row| !self.filled(row, column));
        texts(cells).count() >= 2 && matches(cells, sheet).into_values().any(own)
    }

    /// Does a row above name some of the columns together?
    fn grouped_by(&self, above: u32) -> bool {
        let cells = self.cells(above);
        let grouped = texts(cells).any(|(column, _)| {
            let area = self.raw.merged.iter().find(|area| area.first == CellRef::new(above, column));
            area.is_some_and(|area| {
                area.last.column > column && texts(self.cells(self.top)).any(|(c, _)| c > area.last.column || c < column)
            })
        });
        texts(cells).count() >= 2 && grouped
    }

    /// The lowest heading of each column, from left to right.
    pub(super) fn leaves(&self) -> Vec<Leaf<'a>> {
        let mut lowest: BTreeMap<u32, (CellRef, &'a str)> = BTreeMap::new();
        for row in self.top..=self.bottom {
            for (column, text) in texts(self.cells(row)) {
                lowest.insert(column, (CellRef::new(row, column), text));
            }
        }
        let leaf = |(cell, text): (CellRef, &'a str)| {
            let (mut over, mut row) = (Vec::new(), cell.row);
            while let Some((above, text, several)) = self.over(row, cell.column) {
                if several {
                    over.push(text);
                }
                row = above.row;
            }
            Leaf { cell, text, over }
        };
        lowest.into_values().map(leaf).collect()
    }
}

impl Leaf<'_> {
    /// What it means by itself or together with the headings over it. What stands below "Kỳ trước" is not this
    /// period's, whatever it is called.
    pub(super) fn field(&self, sheet: &SheetForm) -> Option<FieldId> {
        let field = |text: &str| sheet.index().column(text).and_then(|at| sheet.columns.get(at)).map(|c| c.field);
        let together = self.over.iter().find_map(|over| field(&format!("{over} {}", self.text)));
        together.or_else(|| field(self.text).filter(|_| !self.of_earlier()))
    }

    /// Does it stand below "Kỳ trước" or the like?
    pub(super) fn of_earlier(&self) -> bool {
        const EARLIER: [&str; 6] = ["kỳ trước", "tuần trước", "tháng trước", "quý trước", "năm trước", "lần trước"];
        self.over.iter().map(|over| normalise::key(over)).any(|over| EARLIER.iter().any(|words| over.contains(words)))
    }
}
