//! Criteria of communes (BM-02).

use crate::model::place::Place;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A criterion of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Code of the register, such as `TC01`.
    pub code: String,
    /// What has to be met, in the register's words.
    pub name: String,
    /// Stage ("Giai đoạn") it belongs to, as written.
    pub phase: String,
    /// Must it be met?
    pub mandatory: bool,
    /// First day in effect.
    pub from: NaiveDate,
    /// Last day in effect; `None` if no end is set.
    pub to: Option<NaiveDate>,
    /// The document that sets it, as written.
    pub document: String,
    /// The document by which it may be said not to apply, for every commune; blank if there is none.
    pub exempt_by: String,
    /// Where it stands in the register.
    pub place: Place,
}

impl Criterion {
    /// Is it in effect on `day`?
    pub fn in_effect(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// A commune's result for a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CriterionResult {
    /// Đạt: the commune meets it.
    Met,
    /// Chưa đạt: not met yet.
    NotMet,
    /// Không áp dụng: it does not concern this commune.
    NotApplicable,
}

impl CriterionResult {
    /// Every word of the form's list.
    pub const ALL: [Self; 3] = [Self::Met, Self::NotMet, Self::NotApplicable];

    /// The word of the form's list.
    pub fn label(self) -> &'static str {
        match self {
            Self::Met => "Đạt",
            Self::NotMet => "Chưa đạt",
            Self::NotApplicable => "Không áp dụng",
        }
    }
}
