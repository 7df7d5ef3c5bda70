//! Who reported, when, by which evidence, and which version counts.

use crate::model::agency::AgencyCode;
use crate::model::finding::Finding;
use crate::model::inbox::{Content, Receipt};
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::place::Place;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Standing of an agency in a period (DESIGN section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A valid report was received before the cutoff.
    OnTime,
    /// A valid report came, after the cutoff.
    Late,
    /// A late report taken in by an exception.
    Admitted,
    /// Something came, nothing usable.
    Returned,
    /// Something is being copied.
    Arriving,
    /// Nothing came.
    Missing,
    /// Does not have to report here.
    Exempt,
}

impl Standing {
    /// Every standing, in print order.
    pub const ALL: [Self; 7] = [Self::OnTime, Self::Admitted, Self::Late, Self::Returned, Self::Arriving, Self::Missing, Self::Exempt];

    /// The word people see.
    pub fn label(self) -> &'static str {
        match self {
            Self::OnTime => "Đúng hạn",
            Self::Late => "Nộp muộn",
            Self::Admitted => "Nộp muộn, được tiếp nhận",
            Self::Returned => "Trả lại",
            Self::Arriving => "Đang gửi",
            Self::Missing => "Chưa nộp",
            Self::Exempt => "Không phải nộp",
        }
    }
}

/// What proves the time of receipt, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A row of the clerk's receipt book.
    Clerk,
    /// Seen complete by a scan.
    Scan,
    /// The file server's own time.
    ServerTime,
    /// Nobody looked around the cutoff; the agency is given the benefit.
    Unproven,
}

impl Evidence {
    /// The words people see.
    pub fn label(self) -> &'static str {
        match self {
            Self::Clerk => "sổ tiếp nhận",
            Self::Scan => "lần quét",
            Self::ServerTime => "giờ máy chủ tệp",
            Self::Unproven => "chưa xác minh",
        }
    }
}

/// When a version was received and whether that is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timing {
    /// The time that counts.
    pub received_at: Moment,
    /// Strictly before the submit cutoff, or given the benefit.
    pub on_time: bool,
    /// What proves it.
    pub evidence: Evidence,
}

/// One received version of an agency's report for a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Its receipt.
    pub receipt: Receipt,
    /// 1 for the first different content that the agency sent for this period.
    pub number: u32,
    /// When it was received.
    pub timing: Timing,
    /// What the file is.
    pub content: Arc<Content>,
    /// Findings of file scope.
    pub findings: Vec<Finding>,
    /// No Reject among the findings: a usable report.
    pub valid: bool,
}

/// A cell that a revision received after the cutoff changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LateChange {
    /// Task, target or criterion.
    pub about: String,
    /// Heading of the column.
    pub column: String,
    /// Where it stands in the later version.
    pub place: Place,
    /// In the counted version.
    pub before: String,
    /// In the later version.
    pub after: String,
}

/// Why one of several versions counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// There was nothing to choose.
    Only,
    /// One was chosen (T18).
    Chosen {
        /// What decided.
        because: Because,
        /// Paths of the versions not used.
        unused: Vec<String>,
    },
    /// Different valid files of the same rank (T17): none of them counts.
    Unresolved {
        /// Their paths.
        files: Vec<String>,
    },
}

/// What decided between versions (DESIGN section 3, "Which version counts").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// It is the last valid one received in time.
    LastValid,
    /// Its "Lần nộp" is the highest.
    Revision,
    /// The revision mark in its name.
    NameMark,
    /// The file server's time; weak.
    ServerTime,
}

/// What an agency did in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The agency.
    pub agency: AgencyCode,
    /// Its standing.
    pub standing: Standing,
    /// What proves it; none where nothing came.
    pub evidence: Option<Evidence>,
    /// When the counted version, else the last thing, was received.
    pub received_at: Option<Moment>,
    /// All versions in the order of receipt.
    pub versions: Vec<Version>,
    /// Index in `versions` of the version that counts: shown, and merged if [`Submission::merged`].
    pub counted: Option<usize>,
    /// Why that one counts.
    pub choice: Choice,
    /// Does its content enter the figures?
    pub merged: bool,
    /// "Không phát sinh".
    pub nil: bool,
    /// The cells that a valid version received after the cutoff changes; empty if there is none.
    pub changed_after_cutoff: Vec<LateChange>,
    /// A valid version came after the cutoff, beside an on-time one.
    pub revised_after_cutoff: Option<Moment>,
    /// When a signed PDF or Word file was received, if one is there.
    pub document_received: Option<Moment>,
    /// Why it is exempt, in Vietnamese.
    pub exempt_because: Option<String>,
    /// Every finding about it in this period: file, rows and week.
    pub findings: Vec<Finding>,
}

impl Submission {
    /// The version that counts.
    pub fn counted_version(&self) -> Option<&Version> {
        self.counted.and_then(|index| self.versions.get(index))
    }

    /// The version the agency should look at: the counted one, else the last one.
    pub fn shown_version(&self) -> Option<&Version> {
        self.counted_version().or_else(|| self.versions.last())
    }
}

/// An exception granted by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admission {
    /// For which period.
    pub period: Period,
    /// For whom; none means every late report received up to `at`.
    pub agency: Option<AgencyCode>,
    /// A file that names a wrong week and is accepted for this one (path below the inbox).
    pub file: Option<String>,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// A freeze: which version of each agency was on time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freeze {
    /// The period.
    pub period: Period,
    /// When it was made.
    pub at: Moment,
    /// The last receipt then: what the frozen workbook shows can be assembled again from it.
    #[serde(default)]
    pub last_receipt: i64,
    /// In whose folder something was being copied then: no receipt says so.
    #[serde(default)]
    pub arriving: Vec<AgencyCode>,
    /// Receipt numbers of the on-time versions, by agency.
    pub on_time: std::collections::BTreeMap<AgencyCode, i64>,
}

impl Freeze {
    /// The freeze as it was first made, without what evidence added later.
    pub fn as_made(&self) -> Self {
        let on_time = self.on_time.iter().filter(|(_, seq)| **seq <= self.last_receipt).map(|(code, seq)| (code.clone(), *seq)).collect();
        Self { on_time, ..self.clone() }
    }
}
