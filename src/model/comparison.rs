//! What changed since the last release.

use crate::model::class::{ClassCounts, TargetCounts, TaskClass};
use crate::model::period::Period;
use crate::model::task::TaskCode;
use serde::Serialize;

/// A task whose class changed since the last release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClassChange {
    /// The task, by its code in the register.
    pub task: TaskCode,
    /// Class in the last release; `None` for a task new in the register.
    pub before: Option<TaskClass>,
    /// Class in this consolidation.
    pub now: TaskClass,
    /// The earlier period whose late report moved it; `None` if a report of this period did, or nobody.
    pub late_in: Option<Period>,
}

/// The change since the last release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The last released period.
    pub period: Period,
    /// Its counts of tasks, each task once.
    pub tasks: ClassCounts,
    /// How many of its targets had each result.
    pub targets: TargetCounts,
    /// Tasks whose class changed.
    pub changes: Vec<ClassChange>,
}
