//! What an office did with the form it was given.

use serde::{Deserialize, Serialize};

/// What a report adds to what its office was given or last reported (`src/docs/week.md`, "An untouched form is no report").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Filling {
    /// Something is reported: a cell of the office differs, or the table is the office's own.
    #[default]
    Changed,
    /// Nothing differs but the first sheet: the office confirms what it last reported.
    Confirmed,
    /// Nothing differs at all, and nobody confirms anything: no report.
    Untouched,
}
