//! What somebody changed by hand in the data of a desk below, after that desk released them. A row that is not as it was released is
//! the word of nobody who is asked: its office said what stands in the office's file, and the desk sealed that. So it counts for
//! nothing, and what was known before stands in its place, as for a row of a report that an error takes out.
//!
//! A row that is gone is known by its code, which stands in the row of its office. Of a workbook that is older, and of an office whose own
//! row was changed, it leaves no trace: where anything in a table was changed, what was known before and stands there no more is taken
//! for such a row.
//!
//! An office whose own row is gone is known by its other rows, which count. Of one that has none nothing is left: where the list of
//! offices was changed, nobody who is not in it is said to have sent nothing.

use crate::forms::desk_report::definition::{DeskForm, TableId};
use crate::model::agency::AgencyCode;
use crate::model::desk_report::{DeskReport, DeskRow, Edit, OfficeReport, OfficeStanding};
use crate::model::history::{Aging, KnownCriterion, KnownTarget, KnownTask};
use crate::model::known_rows::KnownRows;
use crate::model::period::Period;
use crate::model::place::CellRef;
use crate::model::roads::EditedRows;
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;
use std::collections::{BTreeMap, BTreeSet};

/// What was changed in the data of a desk.
#[derive(Debug, Default)]
pub(super) struct Doubt<'d> {
    /// First cells of rows that were changed.
    cells: BTreeSet<CellRef>,
    /// Tables in which something was changed, by name.
    tables: BTreeSet<&'d str>,
    /// Rows that were taken out, by the name of their table: whose, and of what.
    gone: BTreeMap<&'d str, BTreeSet<(&'d AgencyCode, &'d str)>>,
    /// Offices whose own row is gone.
    lost: BTreeSet<&'d AgencyCode>,
    /// The list of offices was changed so that nobody can say who is missing there.
    offices_unsure: bool,
    /// How many rows were changed, taken out or put in.
    rows: u32,
}

impl<'d> Doubt<'d> {
    /// What was changed, by what was found when the workbook was read.
    pub(super) fn of(desk: &'d DeskReport) -> Self {
        let mut doubt = Self::default();
        let offices = name_of(TableId::Offices);
        let (mut changed, mut gone): (BTreeMap<&str, u32>, BTreeMap<&str, u32>) = Default::default();
        for edit in &desk.edits {
            match edit {
                Edit::Row { table, cell, .. } | Edit::Unreadable { table, cell, .. } => {
                    if let Edit::Unreadable { of: Some((agency, code)), .. } = edit {
                        doubt.gone.entry(table).or_default().insert((agency, code));
                    }
                    doubt.cells.insert(*cell);
                    // A code may have been typed over another one.
                    doubt.offices_unsure |= table == offices;
                    *changed.entry(table).or_default() += 1;
                }
                Edit::RowGone { table, agency, code } => {
                    doubt.gone.entry(table).or_default().insert((agency, code));
                    *gone.entry(table).or_default() += 1;
                }
                Edit::OfficeGone { table, agency } => {
                    doubt.lost.insert(agency);
                    *gone.entry(table).or_default() += 1;
                }
                _ => {}
            }
        }
        doubt.rows = changed.values().chain(gone.values()).sum();
        for edit in &desk.edits {
            let Edit::Count { table, released, found } = edit else { continue };
            // A row that was put in is one that was changed as well, unless it is a copy of another one.
            let known = |of: &BTreeMap<&str, u32>| of.get(table.as_str()).copied().unwrap_or(0);
            doubt.rows += released.saturating_sub(*found).saturating_sub(known(&gone));
            doubt.rows += found.saturating_sub(*released).saturating_sub(known(&changed));
            doubt.offices_unsure |= table == offices;
            changed.entry(table).or_default();
        }
        doubt.tables = changed.into_keys().chain(gone.into_keys()).collect();
        doubt
    }

    /// May an office that the desk's workbook does not list have stood there when the desk released it?
    pub(super) fn may_hide_offices(&self) -> bool {
        self.offices_unsure
    }

    /// What is to be told of it, as far as it names no rows; `None` if everything is as it was released.
    pub(super) fn told(&self) -> Option<EditedRows> {
        (self.rows > 0).then(|| EditedRows { rows: self.rows, ..EditedRows::default() })
    }

    /// How an office stands by the desk; `None` if somebody changed that.
    pub(super) fn standing<'o>(&self, office: &'o OfficeReport) -> Option<&'o OfficeStanding> {
        let standing = &office.standing;
        (!self.cells.contains(&standing.cell) && !self.lost.contains(&standing.row.agency)).then_some(&standing.row)
    }

    /// Is everything that the desk says of an office as it was released, as far as that is known?
    pub(super) fn spares(&self, office: &OfficeReport) -> bool {
        fn as_released<R>(doubt: &Doubt<'_>, rows: &[DeskRow<R>]) -> bool {
            rows.iter().all(|placed| !doubt.cells.contains(&placed.cell))
        }
        let whole = |(agency, _): &(&AgencyCode, &str)| **agency != office.standing.row.agency;
        self.rows == 0
            || (self.standing(office).is_some()
                && self.gone.values().flatten().all(whole)
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
        let (tasks, fell) = self.settled(TableId::Tasks, office, (&office.tasks, &known.tasks), task, TaskCode::parse);
        told.tasks.extend(fell.into_iter().map(|code| (agency.clone(), code)));
        let target = |row: &KnownTarget| row.target.clone();
        let (targets, fell) = self.settled(TableId::Targets, office, (&office.targets, &known.targets), target, TargetCode::parse);
        told.targets.extend(fell.into_iter().map(|code| (agency.clone(), code)));
        let criterion = |row: &KnownCriterion| row.criterion.clone();
        let of_text = |code: &str| Some(code.to_owned());
        let (criteria, fell) = self.settled(TableId::Criteria, office, (&office.criteria, &known.criteria), criterion, of_text);
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

    /// Rows of an office as they were released, the known ones in place of the others; and what the others are about.
    fn settled<R: Clone, K: Ord + Clone>(
        &self,
        table: TableId,
        office: &OfficeReport,
        (placed, known): (&[DeskRow<R>], &[R]),
        about: impl Fn(&R) -> K,
        code: impl Fn(&str) -> Option<K>,
    ) -> (Vec<R>, BTreeSet<K>) {
        let mut rows = self.alone(placed);
        let name = name_of(table);
        if !self.tables.contains(name) {
            return (rows, BTreeSet::new());
        }
        let here: BTreeSet<K> = rows.iter().map(&about).collect();
        let changed = placed.iter().filter(|placed| self.cells.contains(&placed.cell)).map(|placed| about(&placed.row));
        let of_office = |(agency, _): &&(&AgencyCode, &str)| **agency == office.standing.row.agency;
        let gone = self.gone.get(name).into_iter().flatten().filter(of_office).filter_map(|(_, text)| code(text));
        let mut fell: BTreeSet<K> = changed.chain(gone).filter(|code| !here.contains(code)).collect();
        let all_known = self.standing(office).is_some_and(|standing| !standing.rows.is_empty());
        for row in known {
            let code = about(row);
            if !here.contains(&code) && (!all_known || fell.contains(&code)) {
                fell.insert(code);
                rows.push(row.clone());
            }
        }
        (rows, fell)
    }
}

fn name_of(table: TableId) -> &'static str {
    DeskForm::current().table(table).map_or("", |table| table.name.as_str())
}
