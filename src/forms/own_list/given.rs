//! What somebody said of a list that it does not say itself.

use crate::model::agency::AgencyCode;

/// What is known besides the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Code of the desk whose list it is.
    pub desk: AgencyCode,
    /// Its name; blank if only the code is known.
    pub desk_name: String,
    /// The document that assigned what the list says, for rows that name none.
    pub document: Option<String>,
    /// Year of the plan, for rows that name none.
    pub plan_year: Option<i32>,
}
