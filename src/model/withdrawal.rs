//! What is void: a release that a person withdrew before it was sent, and a freeze by a clock that was wrong.

use crate::model::freeze::Freeze;
use crate::model::moment::Moment;
use crate::model::period::Period;
use serde::{Deserialize, Serialize};

/// A release was withdrawn, or before the submit cutoff a freeze with it: nothing of them is in force, and the release's
/// number is not used again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The period whose release or freeze is void.
    pub period: Period,
    /// The version that is void; `None` if the period was frozen only.
    pub version: Option<u32>,
    /// The freeze that is void, as it was; `None` if it stays, because the submit cutoff has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freeze: Option<Freeze>,
    /// Why, in the words of who decided (`--reason`).
    pub reason: String,
    /// Name of who decided (`--by`).
    pub by: String,
    /// When the command that recorded it started.
    pub at: Moment,
}
