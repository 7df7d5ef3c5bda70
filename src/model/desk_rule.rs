//! Rules that a desk writes: rows of the sheet `QuyTac`. What a condition means, and whether it means anything, is the
//! matter of the rules.

use crate::model::day_window::DayWindow;
use crate::model::finding::Severity;
use crate::model::place::Place;
use crate::model::report::SheetId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The sheets of a report whose rows a rule may look at, as `QuyTac` names them.
pub const SHEETS: [(&str, SheetId); 3] = [("NhiemVu", SheetId::Tasks), ("ChiTieu", SheetId::Targets), ("TieuChi", SheetId::Criteria)];

/// A row of `QuyTac`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRule {
    /// `Q01`: a series of its own, which no rule of the program uses.
    pub code: String,
    /// Warning or note: a rule of a desk takes nothing out of the figures.
    pub severity: Severity,
    /// The desk alone is told, as long as nobody wrote that offices are.
    pub trial: bool,
    /// The sheet whose rows it looks at: tasks, targets or criteria.
    pub sheet: SheetId,
    /// When it has something to say, in CEL.
    pub condition: String,
    /// What it says, with fields of the row in braces.
    pub message: String,
    /// How to mend it.
    pub advice: String,
    /// The first day on which it holds; `None` if it has held ever since.
    pub from: Option<NaiveDate>,
    /// The last day on which it holds; `None` if it has no end.
    pub until: Option<NaiveDate>,
    /// Why, in the desk's words.
    pub reason: String,
    /// Where the condition stands in the register.
    pub condition_at: Place,
    /// Where the message stands.
    pub message_at: Place,
}

impl DeskRule {
    /// Does it hold on a day?
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        DayWindow { from: self.from, to: self.until }.contains(day)
    }
}

/// The sheet `QuyTac`. A row that cannot be used is no rule, and keeps nobody from anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRules {
    /// The rows that can be read, in the order of the sheet.
    pub rules: Vec<DeskRule>,
    /// What is wrong with the other rows, by cell, in Vietnamese.
    pub faults: Vec<String>,
}
