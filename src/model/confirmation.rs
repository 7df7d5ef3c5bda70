//! What a body above the province has confirmed of communes (the register's sheet `XacNhan`).

use crate::model::agency::AgencyCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A row of `XacNhan`: one word of the body for several communes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmationRow {
    /// The communes it is about.
    pub agencies: Vec<AgencyCode>,
    /// The stage ("Giai đoạn") of the criteria it is about, as written.
    pub phase: String,
    /// What it says.
    pub confirmation: Confirmation,
}

/// What was confirmed of a commune.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The state in the body's own word, such as `XANH`.
    pub state: String,
    /// The body, as the register writes it.
    pub by: String,
    /// The day up to which it is confirmed.
    pub on: NaiveDate,
    /// The document, as written; blank if the register names none.
    pub document: String,
}
