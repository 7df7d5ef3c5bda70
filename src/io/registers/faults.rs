//! Which rows of which sheet have mistakes, and whether what is left can be used.

use super::table::{Log, Table};
use crate::sheets::register_layout::{SheetLayout, agencies, confirmations, programmes, remarks, targets, tasks};
use crate::text::normalise;
use std::collections::{BTreeMap, BTreeSet};

/// Up to so many mistaken rows of a sheet never cost the register, however few others there are.
const FEW: usize = 3;

/// Sheets on which no figure of an office depends: whatever is wrong with one as a whole costs that sheet alone.
const APART: [&SheetLayout; 3] = [&programmes::SHEET, &remarks::SHEET, &confirmations::SHEET];

fn is_apart(sheet: &str) -> bool {
    APART.iter().any(|layout| normalise::key(layout.name) == normalise::key(sheet))
}

/// The rows with mistakes in one sheet.
#[derive(Debug, Clone, Default)]
pub(super) struct SheetFaults {
    /// Rows from 0, with the headings of the cells in which something is wrong.
    rows: BTreeMap<u32, Vec<&'static str>>,
    /// Those of them in which more is wrong than that a later row has their code.
    beyond_code: BTreeSet<u32>,
    /// How many rows the sheet has.
    all: usize,
}

impl SheetFaults {
    /// Is something wrong in this row?
    pub(super) fn has(&self, row: u32) -> bool {
        self.rows.contains_key(&row)
    }

    /// The headings of the cells in which something is wrong; none for a row without a mistake.
    pub(super) fn headings(&self, row: u32) -> &[&'static str] {
        self.rows.get(&row).map_or(&[], Vec::as_slice)
    }

    /// Is only this wrong in a row, that a later one has its code?
    pub(super) fn is_first_of_twins(&self, row: u32) -> bool {
        self.has(row) && !self.beyond_code.contains(&row)
    }

    /// The rows in which something is wrong.
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> {
        self.rows.keys().copied()
    }
}

/// What is wrong in a workbook, by sheet and row.
#[derive(Debug, Default)]
pub(super) struct Faults {
    sheets: BTreeMap<&'static str, SheetFaults>,
    /// Something is wrong that belongs to no row, and to a sheet that others depend on.
    beyond_rows: bool,
}

/// Of a sheet in which nothing is wrong.
static NONE: SheetFaults = SheetFaults { rows: BTreeMap::new(), beyond_code: BTreeSet::new(), all: 0 };

impl Faults {
    /// The mistakes noted so far, by the tables they are in.
    pub(super) fn of<'a>(tables: impl Iterator<Item = &'a Table<'a>>, log: &Log) -> Self {
        let tables: Vec<&Table<'_>> = tables.collect();
        let mut faults = Self::default();
        for table in &tables {
            faults.sheets.insert(table.name(), SheetFaults { all: table.rows().count(), ..SheetFaults::default() });
        }
        for (place, is_first) in log.places() {
            let at = tables.iter().find_map(|table| Some((table, table.row_of(place)?)));
            let Some((table, (row, heading))) = at else {
                faults.beyond_rows |= !place.sheet.as_deref().is_some_and(is_apart);
                continue;
            };
            if let Some(sheet) = faults.sheets.get_mut(table.name()) {
                sheet.rows.entry(row).or_default().push(heading);
                sheet.beyond_code.extend((!is_first).then_some(row));
            }
        }
        faults
    }

    /// Those of one sheet.
    pub(super) fn sheet(&self, layout: &SheetLayout) -> &SheetFaults {
        self.sheets.get(layout.name).unwrap_or(&NONE)
    }

    /// Is so much wrong that the rows that are left are no register? Then most of what stands in it would be an earlier one.
    pub(super) fn cost_the_register(&self) -> bool {
        let most = |layout: &SheetLayout| {
            let sheet = self.sheet(layout);
            sheet.rows.len() > FEW && sheet.rows.len() * 2 > sheet.all
        };
        self.beyond_rows || [&agencies::SHEET, &tasks::SHEET, &targets::SHEET].into_iter().any(most)
    }
}
