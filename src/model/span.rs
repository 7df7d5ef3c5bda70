//! Which days a report covers, and what people call them.

use crate::model::period::Period;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The days a report covers, and what people call them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The period; its week holds the cutoff.
    pub period: Period,
    /// First day, a Monday.
    pub first: NaiveDate,
    /// Last day: the Sunday of the period's week.
    pub last: NaiveDate,
    /// What it is called.
    pub name: SpanName,
}

/// What a span is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpanName {
    /// By its weeks: "tuần 28/2025", "tuần 27-28/2025".
    Weeks,
    /// A calendar month: "tháng 7/2025".
    Month {
        /// Calendar year.
        year: i32,
        /// 1 for January to 12 for December.
        month: u32,
    },
    /// A calendar quarter, in Roman numerals for people: "quý III/2025".
    Quarter {
        /// Calendar year.
        year: i32,
        /// 1 to 4; 1 for January to March.
        quarter: u32,
    },
    /// A report outside the cadence, called by the week of its cutoff.
    AdHoc,
}

impl Span {
    /// The span of one week.
    pub fn week(period: Period) -> Self {
        Self { period, first: period.first_day(), last: period.last_day(), name: SpanName::Weeks }
    }

    /// Does it hold the day?
    pub fn holds(&self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }
}
