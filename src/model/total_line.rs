//! Totals of tasks that belong together, beside what the same tasks were in earlier releases.

use crate::model::class::{ClassCounts, TaskClass};
use crate::model::period::Period;
use serde::{Deserialize, Serialize};

/// By what tasks are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TotalsBy {
    /// Programmes of the register; a task may stand in several, and in none.
    Programme,
    /// Khối: each task in one.
    Block,
    /// Nhóm nhiệm vụ: each task in one, a task without a group under a blank name.
    Group,
    /// Năm kế hoạch: each task in one.
    Year,
}

impl TotalsBy {
    /// Every way, in print order.
    pub const ALL: [Self; 4] = [Self::Programme, Self::Block, Self::Group, Self::Year];

    /// The words people see.
    pub fn label(self) -> &'static str {
        match self {
            Self::Programme => "Chương trình",
            Self::Block => "Khối",
            Self::Group => "Nhóm nhiệm vụ",
            Self::Year => "Năm kế hoạch",
        }
    }
}

/// What the tasks of a line were in an earlier release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct EarlierTotals {
    /// The released period.
    pub period: Period,
    /// How many of today's tasks counted there.
    pub total: u32,
    /// How many of these were done.
    pub done: u32,
    /// How many of these were overdue.
    pub overdue: u32,
}

impl EarlierTotals {
    /// Of a release in which nothing is counted yet.
    pub fn of(period: Period) -> Self {
        Self { period, total: 0, done: 0, overdue: 0 }
    }

    /// Counts one more task by its class there; `None` for one that the release did not know.
    pub fn add(&mut self, class: Option<TaskClass>) {
        let Some(class) = class.filter(|class| *class != TaskClass::Withdrawn) else { return };
        self.total += 1;
        self.done += u32::from(class.is_done());
        self.overdue += u32::from(class == TaskClass::Overdue);
    }
}

/// Totals of tasks that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TotalLine {
    /// By what they belong together.
    pub by: TotalsBy,
    /// Programme, block, group or year.
    pub name: String,
    /// How many of them have each class.
    pub counts: ClassCounts,
    /// The same tasks in the last release; `None` if there was none.
    pub last: Option<EarlierTotals>,
    /// The same tasks in the earlier release that the desk chose; `None` if it chose none, or there is none.
    pub chosen: Option<EarlierTotals>,
}
