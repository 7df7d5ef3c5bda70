//! A version of a release that takes the place of an earlier one, and what it says differently.

use crate::model::agency::AgencyCode;
use crate::model::history::Source;
use crate::model::moment::Moment;
use serde::Serialize;

/// What a further version of a release replaces, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replacement {
    /// The version that it replaces.
    pub version: u32,
    /// The number of the version that takes its place.
    pub by_version: u32,
    /// When that one was released.
    pub released_at: Moment,
    /// Why the period was reopened.
    pub reason: String,
    /// By whom: for the desk alone, no product that leaves names a person.
    pub by: String,
    /// When it was reopened.
    pub reopened_at: Moment,
    /// Every value that differs, in print order.
    pub differences: Vec<Difference>,
}

/// What a difference is about: the part of the products it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The totals of the first page.
    Totals,
    /// How an agency stands.
    Submission,
    /// The line of a task of the register.
    Task,
    /// The line of a target of the register.
    Target,
    /// A commune and its criteria.
    Criterion,
    /// A task beyond the register.
    ExtraTask,
    /// The chief's sentences on the first page.
    Remark,
}

impl Subject {
    /// The word people see: the sheet it stands in.
    pub fn label(self) -> &'static str {
        match self {
            Self::Totals => "Tổng hợp",
            Self::Submission => "Nộp báo cáo",
            Self::Task => "Nhiệm vụ",
            Self::Target => "Chỉ tiêu",
            Self::Criterion => "Tiêu chí xã",
            Self::ExtraTask => "Nhiệm vụ phát sinh",
            Self::Remark => "Nhận định",
        }
    }
}

/// One value that two versions of a release print differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Part of the release that the value belongs to.
    pub subject: Subject,
    /// Whose value it is; `None` for what the program or the register says of the whole.
    pub agency: Option<AgencyCode>,
    /// Code of the task, target or criterion; blank if there is none.
    pub code: String,
    /// Wording of the task, target or criterion; blank if there is none.
    pub content: String,
    /// Heading of the column.
    pub column: String,
    /// In the replaced version, as printed.
    pub before: String,
    /// In this version, as printed.
    pub after: String,
    /// The cell this version's value was read from; `None` for what was not read from a report.
    pub source: Option<Source>,
}
