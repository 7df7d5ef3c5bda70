//! What a release said of the whole in a few numbers: the course of the weeks is drawn from these.

use crate::model::class::{ClassCounts, TargetCounts};
use crate::model::period::Period;
use serde::{Deserialize, Serialize};

/// The numbers of one release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekFigures {
    /// The period that was released.
    pub period: Period,
    /// Tasks by class, each task once.
    pub tasks: ClassCounts,
    /// Targets by result.
    pub targets: TargetCounts,
    /// Who had to report and who did in time; `None` of a release of before this was kept.
    pub reports: Option<Punctuality>,
}

/// Who had to report, and who did in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Punctuality {
    /// Agencies whose report was received before their cutoff.
    pub on_time: u32,
    /// Agencies that had to report.
    pub must_report: u32,
}
