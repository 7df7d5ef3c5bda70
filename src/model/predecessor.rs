//! An agency that ended and whose tasks another one has since: what it reported while it was one is not lost, and is told apart from
//! what its successor says itself.

use crate::model::agency::AgencyCode;
use crate::model::moment::{self, Moment};
use chrono::NaiveDate;
use serde::Serialize;

/// The agency under whose code something came although it has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Predecessor {
    /// Under which it reported while it was an office.
    pub code: AgencyCode,
    /// Who took over, at the end of the chain.
    pub heir: AgencyCode,
    /// The last day on which it was in effect.
    pub last_day: NaiveDate,
    /// Its successor began as it ended, and took over no other: the two are one office under two names.
    pub alone: bool,
}

impl Predecessor {
    /// Had it ended by then?
    pub fn is_over(&self, at: Moment) -> bool {
        moment::day(at) > self.last_day
    }
}
