//! What a desk hands on: the consolidated workbook that it released, as the desk above reads it. Two people speak in it: the
//! **desk**, which answers for the whole, and each **office**, which said the rows. So whoever reads it knows of every row whose
//! it is, through which desk it came, the cell of the office's own file, and the cell of the consolidation.
//!
//! ```text
//! office ──BM-01──▶ desk ──BM-TH──▶ desk above ──BM-TH──▶ …
//! ```
//!
//! Rows travel as a release keeps them ([`KnownRows`]), with their source, age and waiting texts, and not as they were printed:
//! so they are the same through any number of desks.

use crate::model::agency::AgencyCode;
use crate::model::cutoff::Cutoffs;
pub use crate::model::desk_edit::Edit;
use crate::model::extra_task::ExtraTask;
use crate::model::freeze_terms::AgencyCutoff;
use crate::model::history::{KnownCriterion, KnownTarget, KnownTask};
use crate::model::known_rows::{KnownRows, LeadClaim};
use crate::model::late_rows::LateRows;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::place::CellRef;
use crate::model::standing::{Evidence, Standing};
use crate::model::task::TaskCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The release that a consolidated workbook is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeskRelease {
    /// Version of the form in which the rows are written, such as `1.1`.
    pub form_version: String,
    /// The desk that speaks.
    pub desk: AgencyCode,
    /// Its name in full, as it signs.
    pub desk_name: String,
    /// The period that was consolidated.
    pub period: Period,
    /// 1, or more for a further version.
    pub version: u32,
    /// Made at or after its own release cutoff.
    pub late: bool,
    /// Made in a rehearsal.
    pub rehearsal: bool,
    /// What the desk's offices were held to.
    pub submit_cutoff: Moment,
    /// What the desk itself is held to.
    pub release_cutoff: Moment,
    /// How many rows each table had when the desk released it, by the table's name.
    pub rows: BTreeMap<String, u32>,
    /// One digest of all of them, in no order: [`Edit`] says what differs.
    pub rows_digest: String,
}

/// How an office stood at a desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfficeStanding {
    /// Whose standing it is.
    pub agency: AgencyCode,
    /// Short name in the desk's register.
    pub name: String,
    /// On time, late, returned, …: decided by the desk to which it reported.
    pub standing: Standing,
    /// What proves when the report came; `None` if nothing came.
    pub evidence: Option<Evidence>,
    /// When the counted version, else the last thing, was received there.
    pub received_at: Option<Moment>,
    /// The clerk wrote it down after the cutoff.
    pub booked_late: bool,
    /// The office is in the desk's figures.
    pub merged: bool,
    /// "Không phát sinh".
    pub nil: bool,
    /// The form came back as it was issued.
    pub form_unfilled: bool,
    /// It is in the figures and said nothing new.
    pub confirmed_only: bool,
    /// When a signed document came; `None` if none did.
    pub document_received: Option<Moment>,
    /// When a revision came after the cutoff; `None` if none did.
    pub revised_after_cutoff: Option<Moment>,
    /// Why it does not report, in Vietnamese.
    pub exempt_because: Option<String>,
    /// What it was held to there.
    pub cutoff: AgencyCutoff,
    /// Path of the file below that desk's inbox: the counted version, else the last one.
    pub file: Option<String>,
    /// SHA-256 of that file.
    pub sha256: Option<String>,
    /// Which of the office's versions it is, from 1.
    pub version: Option<u32>,
    /// Digest of everything that the counted report says: two desks that got the same report have the same.
    pub fingerprint: Option<String>,
    /// For how many periods in a row it is missing, this one included.
    pub missing_streak: u32,
    /// Findings that made a file unusable.
    pub rejects: u32,
    /// Findings that took out a row or a cell, or only told of it.
    pub errors: u32,
    /// Findings that changed nothing.
    pub warnings: u32,
    /// Codes of its rows when the desk released them, by the name of their table: who took one out is known by it. None of a workbook that
    /// is older, or of an office with so many rows that no cell holds them.
    pub rows: BTreeMap<String, Vec<String>>,
}

impl OfficeStanding {
    /// Of an office whose own row is gone: that it was there is known by its other rows, and how it stood is not.
    pub fn lost(agency: AgencyCode, release: &DeskRelease) -> Self {
        Self {
            name: agency.to_string(),
            agency,
            standing: Standing::Unknown,
            evidence: None,
            received_at: None,
            booked_late: false,
            merged: false,
            nil: false,
            form_unfilled: false,
            confirmed_only: false,
            document_received: None,
            revised_after_cutoff: None,
            exempt_because: None,
            cutoff: AgencyCutoff::general(Cutoffs { submit: release.submit_cutoff, release: release.release_cutoff }),
            file: None,
            sha256: None,
            version: None,
            fingerprint: None,
            missing_streak: 0,
            rejects: 0,
            errors: 0,
            warnings: 0,
            rows: BTreeMap::new(),
        }
    }
}

/// A row with its place in the consolidation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeskRow<R> {
    /// What the desk released, or somebody made of it since.
    pub row: R,
    /// The first cell of the row in the sheet of the data.
    pub cell: CellRef,
}

/// A task that an office calls "cơ bản hoàn thành".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearCompletion {
    /// The office that says so.
    pub agency: AgencyCode,
    /// The task it says it of.
    pub task: TaskCode,
}

/// A row of a sheet that people read, as a digest of what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PageRow {
    /// Name of the sheet.
    pub sheet: String,
    /// Number of the row as people count, from 1.
    pub row: u32,
    /// It holds the headings of the sheet's columns.
    pub heading: bool,
    /// Of the texts in its cells, each with the heading above it.
    pub digest: String,
}

/// One office in a desk's workbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfficeReport {
    /// How it stood.
    pub standing: DeskRow<OfficeStanding>,
    /// Its row for each task, as known after the period.
    pub tasks: Vec<DeskRow<KnownTask>>,
    /// The same for targets.
    pub targets: Vec<DeskRow<KnownTarget>>,
    /// The same for criteria.
    pub criteria: Vec<DeskRow<KnownCriterion>>,
    /// Tasks beyond the register.
    pub extra_tasks: Vec<DeskRow<ExtraTask>>,
    /// Rows in which it says that it leads a task.
    pub claims: Vec<DeskRow<LeadClaim>>,
    /// Tasks it calls "cơ bản hoàn thành".
    pub nearly_done: Vec<DeskRow<NearCompletion>>,
}

impl OfficeReport {
    /// The rows alone, as the office's own report would have given them.
    pub fn rows(&self) -> KnownRows {
        fn rows<R: Clone>(placed: &[DeskRow<R>]) -> Vec<R> {
            placed.iter().map(|placed| placed.row.clone()).collect()
        }
        KnownRows {
            tasks: rows(&self.tasks),
            targets: rows(&self.targets),
            criteria: rows(&self.criteria),
            extra_tasks: rows(&self.extra_tasks),
            claims: rows(&self.claims),
            nearly_done: self.nearly_done.iter().map(|placed| placed.row.task.clone()).collect(),
        }
    }
}

/// Why a consolidated workbook cannot be read as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeskFault {
    /// A draft, or what was known at the cutoff: it carries no rows, and the desk did not release it.
    NotReleased,
    /// The workbook that stays at the desk.
    Internal,
    /// Made by a program that did not put the rows in.
    Older {
        /// Version of the form in the file.
        version: String,
    },
    /// Made by a program that writes them in a way this one does not know.
    Newer {
        /// Version of the form in the file.
        version: String,
    },
    /// The sheet of the data is gone.
    DataGone,
    /// What holds rows of one kind was taken out, or its headings were.
    TableGone {
        /// Name of the table.
        table: String,
    },
    /// A column of a table is gone.
    ColumnGone {
        /// Name of the table.
        table: String,
        /// Heading of the column.
        heading: String,
    },
    /// Two columns of a table have one heading.
    HeadingRepeated {
        /// Name of the table.
        table: String,
        /// The heading that stands twice.
        heading: String,
    },
    /// The row that says what the workbook is was changed, or stands there twice.
    ReleaseEdited {
        /// The first cell of the row.
        cell: CellRef,
    },
    /// Every row is as some row was, and not all of them are there once: nobody can say which one was exchanged.
    Exchanged,
    /// What stands in a row is no value of its kind.
    Unreadable {
        /// Name of the table.
        table: String,
        /// The first cell of the row.
        cell: CellRef,
    },
}

/// Name of the first page in a consolidated workbook.
pub const FIRST_PAGE: &str = "Tổng hợp";

/// A line of the first page, as it was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLine {
    /// Number of its row as people count, from 1.
    pub row: u32,
    /// Its cells in which something stands, from the left.
    pub cells: Vec<PageCell>,
}

/// A text of the first page with the columns it stands over, from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageCell {
    /// The first column.
    pub first: u32,
    /// The last column; the same where cells were not merged.
    pub last: u32,
    /// What a person sees there, never blank.
    pub text: String,
}

/// Totals as a consolidated workbook prints them; each `None` if it is not found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedFigures {
    /// In the totals: withdrawn ones are not.
    pub tasks: Option<u32>,
    /// Tasks that are done.
    pub tasks_done: Option<u32>,
    /// Tasks that are open and past their day.
    pub tasks_overdue: Option<u32>,
    /// In force, those that cannot be assessed as well.
    pub targets: Option<u32>,
    /// Targets met or exceeded.
    pub targets_reached: Option<u32>,
}

/// What a consolidated workbook says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeskReport {
    /// Who speaks, and of when.
    pub release: DeskRelease,
    /// Name of the sheet that holds the rows, in the file.
    pub sheet: String,
    /// Of whom it speaks, in the order of the file.
    pub offices: Vec<OfficeReport>,
    /// What late reports say that the desk left out of its figures, for the next period; without rows that somebody changed.
    pub late: LateRows,
    /// What is not as the desk released it.
    pub edits: Vec<Edit>,
    /// The totals that it prints.
    pub printed: PrintedFigures,
    /// Its first page, for people: the desk above keeps it. None of a workbook without that sheet.
    pub first_page: Vec<PageLine>,
}

impl DeskReport {
    /// Did somebody change rows of the data after the desk released them?
    pub fn has_edited_rows(&self) -> bool {
        self.edits.iter().any(Edit::is_of_data)
    }
}
