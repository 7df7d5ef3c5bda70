//! A sheet while it is read: cells arrive in any order and are charged to the budgets of the workbook; at the end
//! they stand in rows and columns, and what a merge covers is gone.

use crate::model::config::Limits;
use crate::model::place::CellRef;
use crate::model::workbook::{Appearance, Area, RawSheet, RawValue, Refusal};
use crate::reader::value::Seen;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Sheets of our own forms and registers that nobody reads back: lists, instructions, examples.
pub(super) const UNREAD: [&str; 3] = ["_DM", "HuongDan", "ViDu"];

/// What is left of a workbook's allowance.
#[derive(Debug)]
pub(super) struct Budget {
    cells: u64,
    text: u64,
    rows_max: u32,
    columns_max: u32,
}

impl Budget {
    /// What a workbook may use, nothing of it spent.
    pub(super) fn new(limits: &Limits) -> Self {
        Self { cells: limits.cells_max, text: limits.text_bytes_max, rows_max: limits.rows_max, columns_max: limits.columns_max }
    }

    fn cell(&mut self) -> Result<(), Refusal> {
        self.cells = self.cells.checked_sub(1).ok_or_else(|| refused("tệp có quá nhiều ô dữ liệu"))?;
        Ok(())
    }

    /// Is there room for as many cells? What repeats itself a million times is refused before it is written out.
    pub(super) fn room(&self, cells: u64) -> Result<(), Refusal> {
        if cells > self.cells { Err(refused("tệp có quá nhiều ô dữ liệu")) } else { Ok(()) }
    }

    /// Charges the bytes of a text; refused once the workbook has too many.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Refusal> {
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        self.text = self.text.checked_sub(length).ok_or_else(|| refused("tệp có quá nhiều chữ"))?;
        Ok(())
    }
}

fn refused(cause: &str) -> Refusal {
    Refusal::Unsafe { cause: cause.to_owned() }
}

/// Rows that a sheet of a spreadsheet can have: a cell below is no cell, and no matter of too many rows.
const ROWS_OF_A_SHEET: u32 = 1_048_576;

/// The sheet being filled.
#[derive(Debug, Default)]
pub(super) struct Grid {
    name: String,
    rows: BTreeMap<u32, Vec<(u32, RawValue)>>,
    /// The row at hand, not yet among the others: cells nearly always come row by row.
    row: u32,
    cells: Vec<(u32, RawValue)>,
    hidden_rows: BTreeSet<u32>,
    /// First and last column of each hidden run.
    hidden_columns: Vec<(u32, u32)>,
    merged: Vec<Area>,
    linked: BTreeSet<CellRef>,
    appearances: BTreeMap<CellRef, Appearance>,
}

impl Grid {
    /// An empty sheet of this name.
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Puts a value. One beyond the limits is refused, not dropped: somebody wrote it there.
    pub(super) fn put(&mut self, at: CellRef, value: RawValue, budget: &mut Budget) -> Result<(), Refusal> {
        if at.row >= budget.rows_max && at.row < ROWS_OF_A_SHEET && at.column < budget.columns_max {
            return Err(Refusal::TooManyRows { sheet: self.name.clone(), row: at.row.saturating_add(1), limit: budget.rows_max });
        }
        if at.row >= budget.rows_max || at.column >= budget.columns_max {
            return Err(refused(&format!("ô {at} của trang “{}” nằm quá xa", self.name)));
        }
        budget.cell()?;
        if let RawValue::Text(text) = &value {
            budget.text(text)?;
        }
        if at.row != self.row {
            self.row_done();
            self.row = at.row;
        }
        self.cells.push((at.column, value));
        Ok(())
    }

    /// Puts what a person sees, and keeps what is stored instead.
    pub(super) fn show(&mut self, at: CellRef, seen: Seen, budget: &mut Budget) -> Result<(), Refusal> {
        if let Some(value) = seen.value {
            self.put(at, value, budget)?;
        }
        if let Some(appearance) = seen.appearance {
            budget.cell()?;
            budget.text(&appearance.shown)?;
            budget.text(&appearance.stored)?;
            self.appearances.insert(at, *appearance);
        }
        Ok(())
    }

    /// Puts the row at hand among the others.
    fn row_done(&mut self) {
        if self.cells.is_empty() {
            return;
        }
        let room = self.cells.len();
        let cells = std::mem::replace(&mut self.cells, Vec::with_capacity(room));
        match self.rows.entry(self.row) {
            Entry::Vacant(row) => drop(row.insert(cells)),
            Entry::Occupied(mut row) => row.get_mut().extend(cells),
        }
    }

    /// A cell whose formula looks into another file.
    pub(super) fn link(&mut self, at: CellRef) {
        self.linked.insert(at);
    }

    /// A row that is not shown.
    pub(super) fn hide_row(&mut self, row: u32) {
        // A row that holds nothing is of no interest, and there may be a million of them.
        if self.rows.contains_key(&row) || (row == self.row && !self.cells.is_empty()) {
            self.hidden_rows.insert(row);
        }
    }

    /// Columns that are not shown, both ends included.
    pub(super) fn hide_columns(&mut self, first: u32, last: u32, budget: &mut Budget) -> Result<(), Refusal> {
        budget.cell()?;
        self.hidden_columns.push((first, last));
        Ok(())
    }

    /// A merged area; a reversed one or one of a single cell merges nothing.
    pub(super) fn merge(&mut self, area: Area, budget: &mut Budget) -> Result<(), Refusal> {
        budget.cell()?;
        if area.first.row <= area.last.row && area.first.column <= area.last.column && area.first != area.last {
            self.merged.push(area);
        }
        Ok(())
    }

    /// The finished sheet. A cell written twice with different values is refused: programs do not agree on which one
    /// they show.
    pub(super) fn finish(mut self, visible: bool) -> Result<RawSheet, Refusal> {
        self.row_done();
        for (row, cells) in &mut self.rows {
            if cells.is_sorted_by(|one, next| one.0 < next.0) {
                continue;
            }
            cells.sort_by_key(|(column, _)| *column);
            cells.dedup();
            if let Some([(column, _), _]) = cells.array_windows().find(|[one, next]| one.0 == next.0) {
                let cell = CellRef::new(*row, *column);
                return Err(refused(&format!("ô {cell} của trang “{}” có hai giá trị khác nhau", self.name)));
            }
        }
        for area in &self.merged {
            uncover(&mut self.rows, area);
        }
        self.rows.retain(|_, cells| !cells.is_empty());
        let rows = self.rows;
        let hidden = |column: &u32| self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(column));
        let columns = if self.hidden_columns.is_empty() { BTreeSet::new() } else { used_columns(&rows) };
        Ok(RawSheet {
            name: self.name,
            visible,
            hidden_rows: self.hidden_rows.into_iter().filter(|row| rows.contains_key(row)).collect(),
            hidden_columns: columns.into_iter().filter(hidden).collect(),
            // What a merge covers nobody sees at all.
            appearances: self.appearances.into_iter().filter(|(at, _)| !self.merged.iter().any(|area| covers(area, *at))).collect(),
            linked: self.linked.into_iter().filter(|at| holds(&rows, *at)).collect(),
            merged: self.merged,
            rows,
        })
    }
}

fn holds(rows: &BTreeMap<u32, Vec<(u32, RawValue)>>, at: CellRef) -> bool {
    rows.get(&at.row).is_some_and(|cells| cells.iter().any(|(column, _)| *column == at.column))
}

/// Is it under a merged area, and not its first cell?
fn covers(area: &Area, at: CellRef) -> bool {
    at != area.first && (area.first.row..=area.last.row).contains(&at.row) && (area.first.column..=area.last.column).contains(&at.column)
}

/// Columns that hold something.
fn used_columns(rows: &BTreeMap<u32, Vec<(u32, RawValue)>>) -> BTreeSet<u32> {
    rows.values().flatten().map(|(column, _)| *column).collect()
}

/// Drops the cells of a merged area but its first: nobody sees them.
fn uncover(rows: &mut BTreeMap<u32, Vec<(u32, RawValue)>>, area: &Area) {
    for (row, cells) in rows.range_mut(area.first.row..=area.last.row) {
        cells.retain(|(column, _)| !(area.first.column..=area.last.column).contains(column) || CellRef::new(*row, *column) == area.first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits { cells_max: 6, text_bytes_max: 10, rows_max: 100, columns_max: 10, ..Limits::DEFAULT }
    }

    fn text(text: &str) -> RawValue {
        RawValue::Text(text.into())
    }

    fn at(row: u32, column: u32) -> CellRef {
        CellRef::new(row, column)
    }

    fn cause<T: std::fmt::Debug>(result: Result<T, Refusal>) -> String {
        match result {
            Err(Refusal::Unsafe { cause }) => cause,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn cells_are_ordered_covered_ones_dropped_and_hidden_ones_named() {
        let (mut grid, mut budget) = (Grid::new("T"), Budget::new(&Limits::DEFAULT));
        for (row, column, value) in [(3, 0, "e"), (0, 2, "c"), (0, 0, "a"), (0, 1, "b"), (1, 1, "d"), (0, 2, "c")] {
            grid.put(at(row, column), text(value), &mut budget).unwrap();
        }
        grid.merge(Area { first: at(0, 0), last: at(1, 1) }, &mut budget).unwrap();
        grid.merge(Area { first: at(5, 0), last: at(2, 0) }, &mut budget).unwrap();
        for row in [1, 3, 9] {
            grid.hide_row(row);
        }
        grid.hide_columns(2, 16_383, &mut budget).unwrap();
        let sheet = grid.finish(true).unwrap();
        assert_eq!(sheet.rows, BTreeMap::from([(0, vec![(0, text("a")), (2, text("c"))]), (3, vec![(0, text("e"))])]));
        assert_eq!(sheet.hidden_rows, BTreeSet::from([3]), "row 1 holds nothing any more, row 9 never did");
        assert_eq!(sheet.hidden_columns, BTreeSet::from([2]));
        assert_eq!(sheet.merged.len(), 1, "a reversed area merges nothing");
    }

    #[test]
    fn each_budget_has_its_own_words() {
        let (mut grid, mut budget) = (Grid::new("T"), Budget::new(&limits()));
        let deep = grid.put(at(100, 0), text("a"), &mut budget);
        assert_eq!(deep, Err(Refusal::TooManyRows { sheet: "T".into(), row: 101, limit: 100 }));
        assert_eq!(cause(grid.put(at(1_048_576, 0), text("a"), &mut budget)), "ô A1048577 của trang “T” nằm quá xa");
        assert_eq!(cause(grid.put(at(0, 10), text("a"), &mut budget)), "ô K1 của trang “T” nằm quá xa");
        assert_eq!(cause(grid.put(at(0, 0), text("12345678901"), &mut budget)), "tệp có quá nhiều chữ");
        for column in 1..6 {
            grid.put(at(0, column), RawValue::Bool(true), &mut budget).unwrap();
        }
        assert_eq!(cause(grid.put(at(1, 0), RawValue::Bool(true), &mut budget)), "tệp có quá nhiều ô dữ liệu");
        let area = Area { first: at(0, 0), last: at(0, 1) };
        assert_eq!(cause(grid.merge(area, &mut budget)), "tệp có quá nhiều ô dữ liệu");
    }

    #[test]
    fn a_contradiction_is_refused() {
        let (mut grid, mut budget) = (Grid::new("T"), Budget::new(&limits()));
        grid.put(at(4, 1), RawValue::Number(1.0), &mut budget).unwrap();
        grid.put(at(4, 1), RawValue::Number(2.0), &mut budget).unwrap();
        assert_eq!(cause(grid.finish(true)), "ô B5 của trang “T” có hai giá trị khác nhau");
    }
}
