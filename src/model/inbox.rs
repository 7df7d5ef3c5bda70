//! A file in the inbox, and the record of its receipt.

use crate::model::agency::AgencyCode;
use crate::model::desk_report::{DeskFault, DeskReport};
use crate::model::extraction::Extraction;
use crate::model::moment::Moment;
use crate::model::period::PeriodName;
use crate::model::scans::Position;
use crate::model::workbook::Refusal;
use serde::{Deserialize, Serialize};

/// Whose folder a file lies in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Folder {
    /// The folder of an agency.
    Agency(AgencyCode),
    /// `_chung`: files from any agency.
    Common,
    /// A folder the register does not know, or the inbox itself. Treated like `_chung`, and named to the secretariat.
    Unlisted(String),
}

/// A file as the scan saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxFile {
    /// Path below the inbox, with `/`, in NFC; unique in a scan.
    pub path: String,
    /// Whose folder the file lies in.
    pub folder: Folder,
    /// Size in bytes.
    pub size: u64,
    /// Modification time: the sender's claim, shown and never decisive.
    pub modified_at: Option<Moment>,
    /// The file system's change time, where it has one. In a rehearsal: the modification time.
    pub server_time: Option<Moment>,
}

impl InboxFile {
    /// The file's name without folders.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// One line of the ledger: this content was seen here, complete, for the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its number in the ledger, from 1.
    pub seq: i64,
    /// The hash of its row, which covers every row before it.
    pub hash: String,
    /// The file as first seen.
    pub file: InboxFile,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// The scan that saw it first.
    pub scan: i64,
    /// When that scan started.
    pub first_seen: Moment,
    /// The last successful scan of its folder before that one, if any.
    pub last_scan_before: Option<Moment>,
}

impl Receipt {
    /// The place of its scan among the scans.
    pub fn position(&self) -> Position {
        Position { scan: self.scan, at: self.first_seen }
    }
}

/// What a received file turned out to be. Kept in the ledger by content hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// A signed document: PDF or Word.
    Document {
        /// "PDF" or "Word".
        kind: String,
    },
    /// Not a readable workbook.
    Refused(Refusal),
    /// A workbook, read against the forms.
    Workbook(Box<Extraction>),
    /// The consolidated workbook of a desk, or why it cannot be read as one.
    Consolidation(Box<Result<DeskReport, DeskFault>>),
}

impl Content {
    /// What was read, if it is a workbook.
    pub fn extraction(&self) -> Option<&Extraction> {
        match self {
            Self::Workbook(extraction) => Some(extraction),
            Self::Document { .. } | Self::Refused(_) | Self::Consolidation(_) => None,
        }
    }

    /// What a desk says in it, if it is a consolidated workbook that could be read.
    pub fn desk_report(&self) -> Option<&DeskReport> {
        match self {
            Self::Consolidation(reading) => reading.as_ref().as_ref().ok(),
            Self::Document { .. } | Self::Refused(_) | Self::Workbook(_) => None,
        }
    }

    /// The agency in whose folder it lies, if it is the workbook of a desk and that is another one's.
    pub fn misplaced_in<'f>(&self, folder: &'f Folder) -> Option<&'f AgencyCode> {
        let Folder::Agency(owner) = folder else { return None };
        self.desk_report().is_some_and(|report| report.release.desk != *owner).then_some(owner)
    }

    /// The period written in it, if it can be read.
    pub fn period_named(&self) -> Option<PeriodName> {
        match self {
            Self::Consolidation(_) => self.desk_report().map(|report| PeriodName::Week(report.release.period)),
            other => other.extraction()?.report.info.period.value().copied(),
        }
    }
}
