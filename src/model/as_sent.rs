//! What is said of a report as it was sent, whatever figures came of it: taken from its rows once, so that nobody needs these rows
//! for it again.

use crate::model::task::TaskCode;
use serde::Serialize;

/// What is said of the report of an agency as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsSent {
    /// Rows of the versions that are shown.
    pub rows: RowsRead,
    /// Tasks given to the agency that need a row and have none in the report, in the order of the register.
    pub missing: Vec<TaskCode>,
    /// How good its data are; `None` if no report can be read.
    pub score: Option<DataScore>,
}

/// Rows read, by sheet of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each is a sheet of the form")]
pub struct RowsRead {
    pub tasks: usize,
    pub targets: usize,
    pub criteria: usize,
    pub extra_tasks: usize,
}

/// The score of a report's data, 0 to 100. It measures the report and not the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataScore {
    /// Points of each of the six parts, by its weight.
    pub points: [u32; 6],
    /// The whole, 0 to 100.
    pub total: u32,
    /// What to do for how many points more, the cheapest first.
    pub repairs: Vec<(String, u32)>,
}

impl DataScore {
    /// The word for the whole.
    pub fn rank(&self) -> &'static str {
        match self.total {
            90.. => "Tốt",
            75..=89 => "Khá",
            60..=74 => "Trung bình",
            _ => "Yếu",
        }
    }
}
