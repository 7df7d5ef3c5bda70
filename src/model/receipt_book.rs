//! The clerk's receipt book `tiep-nhan.xlsx` (`src/docs/receipt.md`): reports that came by Zalo, by e-mail or by
//! hand. The workbook can be edited at any time, so the ledger keeps every row as it was first seen and on each change
//! or removal; what proves something is an entry of the ledger, never the workbook of today.

use crate::model::agency::AgencyCode;
use crate::model::moment::Moment;
use crate::model::period::Period;
use serde::{Deserialize, Serialize};

/// A row as the clerk wrote it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BookRow {
    /// The period whose report was received.
    pub period: Period,
    /// Whose report it is.
    pub agency: AgencyCode,
    /// The file, as a path below the inbox or a bare name; `None` if the clerk named none.
    pub file: Option<String>,
    /// When the clerk received it.
    pub received_at: Moment,
    /// How it came: "Zalo".
    pub channel: String,
    /// Its number in the book of incoming documents; a row with one and without a file speaks of a signed paper.
    pub number: String,
    /// Who took it. A person: kept in the ledger, printed nowhere but in the proof.
    pub receiver: String,
    /// The clerk's own words.
    pub note: String,
}

impl BookRow {
    /// Do two rows prove the same thing? A remark added later changes no proof.
    pub fn proves_the_same(&self, other: &Self) -> bool {
        let proof = |row: &Self| (row.period, row.agency.clone(), row.file.clone(), row.received_at, row.number.is_empty());
        proof(self) == proof(other)
    }
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookChange {
    /// It was seen for the first time.
    Added,
    /// It says something else than before.
    Changed,
    /// It stood in the book before and does no more.
    Removed,
}

impl BookChange {
    /// Every change that can become of a row.
    pub const ALL: [Self; 3] = [Self::Added, Self::Changed, Self::Removed];

    /// As the ledger writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }

    /// The word people see.
    pub fn label(self) -> &'static str {
        match self {
            Self::Added => "ghi mới",
            Self::Changed => "sửa",
            Self::Removed => "xóa",
        }
    }
}

/// Something that a run saw in the book and the ledger does not know yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBookEntry {
    /// The row; `None` if this adds it.
    pub row: Option<i64>,
    /// What happened to it.
    pub change: BookChange,
    /// The line of the sheet, from 1.
    pub line: u32,
    /// What it says; of a removed row, what it said last.
    pub said: BookRow,
}

/// One line of the ledger about a row of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BookEntry {
    /// Its number in the ledger, from 1.
    pub seq: i64,
    /// The row: the number of the entry that added it.
    pub row: i64,
    /// Was the row added, changed or removed?
    pub change: BookChange,
    /// The run that saw it.
    pub seen_at: Moment,
    /// The workbook in which it was seen; in the archive.
    pub book_sha256: String,
    /// The line of the sheet on which it stood, from 1.
    pub line: u32,
    /// What it says; of a removed row, what it said last.
    pub said: BookRow,
}

/// A row that holds for a period, and since when the program knows what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldRow {
    /// The entry that says so.
    pub seq: i64,
    /// The line of the sheet.
    pub line: u32,
    /// What the row says, as it holds for the period.
    pub said: BookRow,
    /// The run that first saw it say this.
    pub since: Moment,
    /// It was edited or removed after the freeze; it holds because the freeze was made with it.
    pub withdrawn: bool,
}

impl HeldRow {
    /// "Ghi sổ sau hạn": the program did not know it before the cutoff, or it was touched after the freeze.
    pub fn booked_late(&self, submit: Moment) -> bool {
        self.since >= submit || self.withdrawn
    }
}

/// The mark of such a row wherever its evidence is printed.
pub const BOOKED_LATE: &str = "Ghi sổ sau hạn";

/// What a row turned out to speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// The receipt of this number.
    Receipt(i64),
    /// A file that a scan had seen before the time of the row: the row adds nothing.
    AlreadySeen(i64),
    /// A signed paper, or something whose file is not in the inbox.
    Paper,
    /// A file that is not in the inbox, while another one of the agency is.
    NotFound,
    /// One of several files: the clerk has to name it.
    Unclear,
}

/// A row and what it speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BookUse {
    /// The row of the book, as it holds for the period.
    pub row: HeldRow,
    /// What it speaks of.
    pub means: Means,
    /// "Ghi sổ sau hạn".
    pub booked_late: bool,
}
