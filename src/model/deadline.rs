//! The deadline of a task or target: an interval of days and the kind of words it came from (`src/docs/reading.md`,
//! "Deadlines").

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Days from `from` to `to`, both included; `from == to` for a single day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DayInterval {
    /// The day from which the work may be counted; the same as `to` for a single day.
    pub from: NaiveDate,
    /// Last day: work finished on it is in time.
    pub to: NaiveDate,
}

/// What the words of a deadline amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeadlineReading {
    /// Days that can be computed.
    Days(DayInterval),
    /// "trong 10 ngày kể từ ngày ký": this many calendar days after the document's date.
    AfterIssue(u32),
    /// "thường xuyên", "hằng quý": none.
    Regular,
    /// "sau khi có hướng dẫn": none yet.
    Conditional,
    /// Blank, "-", "…", "x".
    None,
}
