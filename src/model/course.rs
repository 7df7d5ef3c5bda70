//! A task and a target over the weeks, as the releases of a range say them.

use crate::model::agency::AgencyCode;
use crate::model::class::{TargetClass, TaskClass};
use crate::model::history::Source;
use crate::model::period::Period;
use crate::model::released_week::ReleasedPart;
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

/// A task over the weeks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskCourse {
    /// As in the register.
    pub code: TaskCode,
    /// What has to be done, as the last release says it.
    pub content: String,
    /// Who leads it, by the last release that knew it.
    pub leads: Vec<AgencyCode>,
    /// As the register writes it.
    pub deadline_text: String,
    /// Its class in the release before the range; `None` if that did not know it, or there was none.
    pub before: Option<TaskClass>,
    /// Its class in each week; `None` where the release did not know it.
    #[serde(skip)]
    pub classes: Vec<Option<TaskClass>>,
    /// Days past its deadline, or left until it, at the end.
    pub days: Option<i64>,
    /// The day on which it was finished.
    pub completed_on: Option<NaiveDate>,
    /// The week in which it was finished in the range; `None` if it is open, or was finished before.
    pub finished_in: Option<Period>,
    /// The first week of the range in which it became overdue; `None` if it never did.
    pub overdue_in: Option<Period>,
    /// What the offices reported of it, of the first and the last week that know it and of each in which its class changed.
    #[serde(skip)]
    pub rows: Vec<InWeek<ReleasedPart>>,
}

/// What stands behind a line in a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InWeek<T> {
    /// Place of the week among the releases.
    pub at: usize,
    /// What stands there.
    pub rows: Vec<T>,
}

/// A target over the weeks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TargetCourse {
    /// As in the register.
    pub code: TargetCode,
    /// What is measured, as the last release says it.
    pub name: String,
    /// Unit of its figure.
    pub unit: String,
    /// Goal, as printed.
    pub goal: String,
    /// Its result in each week; `None` where the release did not know it.
    #[serde(skip)]
    pub results: Vec<Option<TargetResult>>,
    /// The rows it is read from, of the first and the last week that know it and of each in which its result changed.
    #[serde(skip)]
    pub rows: Vec<InWeek<Source>>,
}

/// What a release says of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TargetResult {
    /// Result against the goal.
    pub class: TargetClass,
    /// Figure of all offices together; `None` if nobody gave one, or where the result is no number.
    pub value: Option<Decimal>,
    /// Of a target without a figure: is it reached?
    pub passed: Option<bool>,
}

impl TaskCourse {
    /// Its class in the last release; `None` if that did not know it.
    pub fn at_last(&self) -> Option<TaskClass> {
        self.classes.last().copied().flatten()
    }
}
