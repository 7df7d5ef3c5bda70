//! What an agency says it has to do beyond the register.

use crate::model::agency::AgencyCode;
use crate::model::history::Source;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A task an agency says it has beyond the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraTask {
    /// The agency that reported it.
    pub agency: AgencyCode,
    /// What has to be done, as the agency writes it.
    pub content: String,
    /// The document that gave the task, as the agency writes it; blank if it names none.
    pub document: String,
    /// When it was given.
    pub assigned_on: Option<NaiveDate>,
    /// Deadline as the agency wrote it; not read as a day.
    pub deadline: String,
    /// Status as the agency wrote it; not read as one of the form's list.
    pub status: String,
    /// What was achieved, as the agency writes it; blank if it says nothing.
    pub result: String,
    /// The cell it was read from.
    pub source: Source,
}
