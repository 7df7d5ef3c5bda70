//! What somebody changed by hand in the data of a desk below, after that desk released them. A row that is not as it was released is
//! the word of nobody who is asked: its office said what stands in the office's file, and the desk sealed that. So it counts for
//! nothing, and what was known before stands in its place, as for a row of a report that an error takes out.
//!
//! A row that is gone leaves no trace of its own. Where anything in a table was changed, what was known before and stands there no more is
//! taken for such a row.

use crate::forms::desk_report::definition::{DeskForm, TableId};
use crate::model::desk_report::{DeskReport, DeskRow, Edit, OfficeReport, OfficeStanding};
use crate::model::history::{Aging, KnownCriterion, KnownTarget, KnownTask};
use crate::model::known_rows::KnownRows;
use crate::model::period::Period;
use crate::model::place::CellRef;
use crate::model::roads::EditedRows;
use std::collections::{BTreeMap, BTreeSet};

/// What was changed in the data of a desk.
#[derive(Debug, Default)]
pub(super) struct Doubt<'d> {
    /// First cells of rows that were changed.
    cells: BTreeSet<CellRef>,
    /// Tables in which something was changed, by name.
    tables: BTreeSet<&'d str>,
    /// How many rows were changed, taken out or put in.
    rows: u32,
}

impl<'d> Doubt<'d> {
    /// What was changed, by what was found when the workbook was read.
    pub(super) fn of(desk: &'d DeskReport) -> Self {
        let mut doubt = Self::default();
        let mut changed: BTreeMap<&str, u32> = BTreeMap::new();
        for edit in &desk.edits {
            let (Edit::Row { table, cell, .. } | Edit::Unreadable { table, cell, .. }) = edit else { continue };
            doubt.cells.insert(*cell);
            *changed.entry(table).or_default() += 1;
        }
        doubt.rows = changed.values().sum();
        for edit in &desk.edits {
            let Edit::Count { table, released, found } = edit else { continue };
            // A row that was put in is one that was changed as well, unless it is a copy of another one.
            let known = changed.get(table.as_str()).copied().unwrap_or(0);
            doubt.rows += released.saturating_sub(*found) + found.saturating_sub(*released).saturating_sub(known);
            changed.entry(table).or_default();
        }
        doubt.tables = changed.into_keys().collect();
        doubt
    }

    /// What is to be told of it, as far as it names no rows; `None` if everything is as it was released.
    pub(super) fn told(&self) -> Option<EditedRows> {
        (self.rows > 0).then(|| EditedRows { rows: self.rows, ..EditedRows::default() })
    }

    /// How an office stands by the desk; `None` if somebody changed that.
    pub(super) fn standing<'o>(&self, office: &'o OfficeReport) -> Option<&'o OfficeStanding> {
        (!self.cells.contains(&office.standing.cell)).then_some(&office.standing.row)
    }

    /// Is everything that the desk says of an office as it was released? What is gone cannot be told here.
    pub(super) fn spares(&self, office: &OfficeReport) -> bool {
        fn as_released<R>(doubt: &Doubt<'_>, rows: &[DeskRow<R>]) -> bool {
            rows.iter().all(|placed| !doubt.cells.contains(&placed.cell))
        }
        self.cells.is_empty()
            || (self.standing(office).is_some()
                && as_released(self, &office.tasks)
                && as_released(self, &office.targets)
                && as_released(self, &office.criteria))
    }

    /// Does a row of an office that is as it was released say something of the desk's period? Then its report was in the desk's figures.
    pub(super) fn reported(&self, office: &OfficeReport, period: Period) -> bool {
        fn any<K: Aging>(doubt: &Doubt<'_>, rows: &[DeskRow<K>], period: Period) -> bool {
            rows.iter().any(|placed| placed.row.confirmed_in() == period && !doubt.cells.contains(&placed.cell))
        }
        any(self, &office.tasks, period) || any(self, &office.targets, period) || any(self, &office.criteria, period)
    }

    /// The rows of an office that are as they were released, with what is `known` in place of the others. What fell back is noted.
    pub(super) fn rows(&self, office: &OfficeReport, known: Option<&KnownRows>, told: &mut EditedRows) -> KnownRows {
        if self.rows == 0 {
            return office.rows();
        }
        let agency = &office.standing.row.agency;
        let none = KnownRows::default();
        let known = known.unwrap_or(&none);
        let mut rows = office.rows();
        let task = |row: &KnownTask| row.task.clone();
        let (tasks, fell) = self.settled(TableId::Tasks, &office.tasks, &known.tasks, task);
        told.tasks.extend(fell.into_iter().map(|code| (agency.clone(), code)));
        let (targets, fell) = self.settled(TableId::Targets, &office.targets, &known.targets, |row: &KnownTarget| row.target.clone());
        told.targets.extend(fell.into_iter().map(|code| (agency.clone(), code)));
        let criterion = |row: &KnownCriterion| row.criterion.clone();
        let (criteria, fell) = self.settled(TableId::Criteria, &office.criteria, &known.criteria, criterion);
        told.criteria.extend(fell.into_iter().map(|code| (agency.clone(), code)));
        (rows.tasks, rows.targets, rows.criteria) = (tasks, targets, criteria);
        rows.extra_tasks = self.alone(&office.extra_tasks);
        rows.claims = self.alone(&office.claims);
        rows.nearly_done = self.alone(&office.nearly_done).into_iter().map(|row| row.task).collect();
        rows
    }

    /// Rows as they were released.
    fn alone<R: Clone>(&self, placed: &[DeskRow<R>]) -> Vec<R> {
        placed.iter().filter(|placed| !self.cells.contains(&placed.cell)).map(|placed| placed.row.clone()).collect()
    }

    /// Rows as they were released, the known ones in place of the others; and what the others are about.
    fn settled<R: Clone, K: Ord + Clone>(
        &self,
        table: TableId,
        placed: &[DeskRow<R>],
        known: &[R],
        about: impl Fn(&R) -> K,
    ) -> (Vec<R>, BTreeSet<K>) {
        let mut rows = self.alone(placed);
        let touched = DeskForm::current().table(table).is_some_and(|table| self.tables.contains(table.name.as_str()));
        if !touched {
            return (rows, BTreeSet::new());
        }
        let here: BTreeSet<K> = rows.iter().map(&about).collect();
        let changed = placed.iter().filter(|placed| self.cells.contains(&placed.cell)).map(|placed| about(&placed.row));
        let mut fell: BTreeSet<K> = changed.filter(|code| !here.contains(code)).collect();
        for row in known {
            let code = about(row);
            if !here.contains(&code) {
                fell.insert(code);
                rows.push(row.clone());
            }
        }
        (rows, fell)
    }
}
