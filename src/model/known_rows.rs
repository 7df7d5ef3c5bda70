//! What is known of an agency after a period: the rows that enter the figures, what a release leaves to the next period, and
//! what a desk hands on to the desk above.

use crate::model::agency::AgencyCode;
use crate::model::extra_task::ExtraTask;
use crate::model::history::{Aging, KnownCriterion, KnownTarget, KnownTask, Source};
use crate::model::period::Period;
use crate::model::task::TaskCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The rows of one agency, accepted in the period or carried over.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KnownRows {
    /// Its row for each task it is given, as far as it ever reported; in the register's order.
    pub tasks: Vec<KnownTask>,
    /// The same for targets.
    pub targets: Vec<KnownTarget>,
    /// The same for criteria.
    pub criteria: Vec<KnownCriterion>,
    /// Tasks beyond the register.
    pub extra_tasks: Vec<ExtraTask>,
    /// Rows in which it says that it leads a task, whatever the register says.
    pub claims: Vec<LeadClaim>,
    /// Tasks it calls "cơ bản hoàn thành" this period (N36).
    pub nearly_done: BTreeSet<TaskCode>,
}

impl KnownRows {
    /// Does it say something in this period that it did not say before?
    pub fn has_news(&self, period: Period) -> bool {
        fn any<K: Aging>(rows: &[K], period: Period) -> bool {
            rows.iter().any(|row| row.changed_in() == period && row.confirmed_in() == period)
        }
        any(&self.tasks, period) || any(&self.targets, period) || any(&self.criteria, period) || !self.extra_tasks.is_empty()
    }
}

/// A row in which an agency says that it leads a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadClaim {
    /// Code of the task that it says it leads.
    pub task: TaskCode,
    /// The agency that says so.
    pub agency: AgencyCode,
    /// The cell in which it says so.
    pub source: Source,
}
