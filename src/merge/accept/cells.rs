//! Which rows and cells of a report the findings take out of the figures.

use crate::model::finding::{Effect, Finding};
use crate::model::report::{Field, FieldId, Reading, SheetId};
use crate::rules::tasks::done_taken_back;
use std::collections::BTreeSet;

/// Rejections rows and cells of one report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rejections {
    rows: BTreeSet<(SheetId, u32)>,
    cells: BTreeSet<(SheetId, u32, FieldId)>,
    /// Rows of tasks that take back what was finished, which is not taken.
    taken_back: BTreeSet<u32>,
}

/// What a cell contributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a, T> {
    /// A value that is taken over.
    Value(&'a T),
    /// Nothing is written, and nothing is wrong with that.
    Blank,
    /// A finding takes it out, or it cannot be read.
    Out,
}

impl Rejections {
    /// What the findings of a report take out.
    pub fn of(findings: &[Finding]) -> Self {
        let mut rejected = Self::default();
        let by_rule = |finding: &Finding| finding.code == done_taken_back::RULE.code;
        rejected.taken_back = findings.iter().filter(|f| by_rule(f)).flat_map(Finding::subjects).map(|subject| subject.row).collect();
        for (finding, subject) in findings.iter().flat_map(|finding| finding.subjects().map(move |subject| (finding, subject))) {
            match (finding.effect, subject.field) {
                (Effect::Flag | Effect::Version, _) => {}
                (Effect::Cell, Some(field)) => {
                    rejected.cells.insert((subject.sheet, subject.row, field));
                }
                // A cell that is not named could be any of them: the row goes.
                (Effect::Row, _) | (Effect::Cell, None) => {
                    rejected.rows.insert((subject.sheet, subject.row));
                }
            }
        }
        rejected
    }

    /// Is the row out, or any cell of it?
    pub fn touches(&self, sheet: SheetId, row: u32) -> bool {
        // The fields of a row stand together in the order of the set, from the first field on.
        let first = self.cells.range((sheet, row, FieldId::Agency)..).next();
        self.row(sheet, row) || first.is_some_and(|(of, at, _)| (*of, *at) == (sheet, row))
    }

    /// Does the row of a task take back what was finished, and is out for that?
    pub fn taken_back(&self, row: u32) -> bool {
        self.taken_back.contains(&row)
    }

    /// Is the row out?
    pub fn row(&self, sheet: SheetId, row: u32) -> bool {
        self.rows.contains(&(sheet, row))
    }

    /// What a cell contributes. Something unreadable is never a value, whether or not a rule spoke of it.
    pub fn cell<'f, T>(&self, sheet: SheetId, row: u32, id: FieldId, field: &'f Field<T>) -> Cell<'f, T> {
        if self.cells.contains(&(sheet, row, id)) {
            return Cell::Out;
        }
        match &field.reading {
            Reading::Value(value) => Cell::Value(value),
            Reading::Empty => Cell::Blank,
            Reading::Unreadable => Cell::Out,
        }
    }
}
