//! A release that is void: a person withdrew it before it was sent.

use crate::model::moment::Moment;
use crate::model::period::Period;
use serde::{Deserialize, Serialize};

/// A release was withdrawn: nothing of it is in force, and its number is not used again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The period.
    pub period: Period,
    /// The version that is void.
    pub version: u32,
    /// Why, in the words of who decided (`--reason`).
    pub reason: String,
    /// Name of who decided (`--by`).
    pub by: String,
    /// When the command that recorded it started.
    pub at: Moment,
}
