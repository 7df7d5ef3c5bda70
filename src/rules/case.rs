//! What a rule gets to see.

use crate::forms::issued_content::GivenCells;
use crate::model::agency::AgencyCode;
use crate::model::class::TaskClass;
use crate::model::consolidation::{TaskLine, TaskTotals};
use crate::model::desk_report::{DeskFault, DeskReport};
use crate::model::extraction::Extraction;
use crate::model::filling::Filling;
use crate::model::history::History;
use crate::model::inbox::{Content, Folder, InboxFile};
use crate::model::known_rows::LeadClaim;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::predecessor::Predecessor;
use crate::model::register::Register;
use crate::model::report::AgencyReport;
use crate::model::roads::Roads;
use crate::model::span::Span;
use crate::model::submission::Submission;
use crate::model::task::DeadlineKind;
use crate::model::workbook::Refusal;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// How the period written in a report stands to the period that is being collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodFit {
    /// It is the period.
    Fits,
    /// Accepted for this period by an exception although it names another.
    Admitted(Period),
    /// A future one: the report waits (T34).
    Future(Period),
    /// An earlier one that is released (T33).
    Released {
        /// The period it names.
        period: Period,
        /// When it was released.
        at: Moment,
        /// The content is new and came while this week collects: also T14, the week was forgotten.
        forgotten: bool,
        /// It names the period that is judged, and counts as sent before its cutoff: nobody could look in time.
        in_time: bool,
    },
    /// An earlier one that was never collected here: the week is written wrongly (T14).
    Past(Period),
    /// One before the first that is consolidated here, and it came then: an old file, kept and not merged (T33).
    Old {
        /// The first period that is consolidated here.
        first: Period,
    },
    /// Nothing is written, or nothing readable, or no workbook.
    Unknown,
}

/// A file by itself: what needs no receipt, no clock and no other file. The process that reads it judges it.
#[derive(Debug, Clone, Copy)]
pub struct FileCase<'a> {
    /// Its path below the inbox.
    pub path: &'a str,
    /// Whose folder it lies in.
    pub folder: &'a Folder,
    /// What the file was read as: a workbook, a document, or the reason of a refusal.
    pub content: &'a Content,
    /// Whose report it is taken for, if that is known.
    pub agency: Option<&'a AgencyCode>,
    /// The registers in force.
    pub register: &'a Register,
    /// The form version in force, such as `1.0`.
    pub form_version: &'a str,
    /// What the agency did with the form; [`Filling::Changed`] of what is no report of a known agency.
    pub filling: Filling,
    /// In this period an untouched form is told and still counts.
    pub forms_on_trial: bool,
}

/// A received file: when it came, what came beside it, and what its week means for the week that is collected.
#[derive(Debug, Clone, Copy)]
pub struct ReceiptCase<'a> {
    /// The file as scanned.
    pub file: &'a InboxFile,
    /// What the file was read as: a workbook, a document, or the reason of a refusal.
    pub content: &'a Content,
    /// Whose report it is taken for, if that is known.
    pub agency: Option<&'a AgencyCode>,
    /// The agency that ended and under whose code it came; `None` if there is none.
    pub under: Option<&'a Predecessor>,
    /// The registers in force.
    pub register: &'a Register,
    /// Another file of the same agency in this period is a readable workbook (a signed PDF beside it is fine).
    pub workbook_beside: bool,
    /// The period it is judged for, with the days that covers.
    pub span: Span,
    /// The days of the period that the file names; those of `span` if it names none.
    pub named: Span,
    /// How its own period stands to that.
    pub fit: PeriodFit,
    /// When it was received, by evidence.
    pub received_at: Moment,
    /// When a scan first saw this file; `None` if nobody scanned.
    pub first_seen: Option<Moment>,
    /// Somebody at the office had it open when it was taken.
    pub open_when_taken: bool,
    /// Is this a rehearsal? `None` where nobody receives anything.
    pub rehearsal: Option<bool>,
}

impl<'a> ReceiptCase<'a> {
    /// What was read, if the file is a workbook.
    pub fn extraction(&self) -> Option<&'a Extraction> {
        self.content.extraction()
    }
}

impl<'a> FileCase<'a> {
    /// Does somebody have to be told that the form came back as it was issued? Then it needs no list of what it lacks.
    pub fn is_untouched(&self) -> bool {
        self.filling == Filling::Untouched
    }

    /// What was read, if the file is a workbook.
    pub fn extraction(&self) -> Option<&'a Extraction> {
        self.content.extraction()
    }

    /// What was read of a desk's consolidated workbook, or why nothing could be; `None` if the file is something else.
    pub fn consolidation(&self) -> Option<&'a Result<DeskReport, DeskFault>> {
        match self.content {
            Content::Consolidation(reading) => Some(reading),
            Content::Document { .. } | Content::Refused(_) | Content::Workbook(_) => None,
        }
    }

    /// Why it is no readable workbook, if it is none.
    pub fn refusal(&self) -> Option<&'a Refusal> {
        match self.content {
            Content::Refused(refusal) => Some(refusal),
            Content::Document { .. } | Content::Workbook(_) | Content::Consolidation(_) => None,
        }
    }
}

/// A usable report, row by row.
#[derive(Debug, Clone)]
pub struct ReportCase<'a> {
    /// Whose report it is.
    pub agency: &'a AgencyCode,
    /// Path of the file.
    pub file: &'a str,
    /// Rows and labels as the agency wrote them.
    pub report: &'a AgencyReport,
    /// The cells that the form came with.
    pub given: GivenCells<'a>,
    /// It came under the code of an agency that ended, one of several: what it lacks may be the others'.
    pub of_predecessor: bool,
    /// The registers in force.
    pub register: &'a Register,
    /// What earlier periods left.
    pub history: &'a History,
    /// The period, with the days it covers.
    pub span: Span,
    /// The day on which deadlines are judged: that of the submit cutoff.
    pub day: NaiveDate,
}

/// What an agency did in the period, after the choice of the version that counts.
#[derive(Debug, Clone, Copy)]
pub struct SubmissionCase<'a> {
    /// What it sent, and how it stands.
    pub submission: &'a Submission,
    /// The registers in force.
    pub register: &'a Register,
    /// What earlier periods left.
    pub history: &'a History,
    /// Fingerprint of the counted report's content, as `History::fingerprints` keeps it.
    pub fingerprint: Option<&'a str>,
    /// The period, with the days it covers.
    pub span: Span,
}

/// What a rule about the whole period looks at: all tasks, totals and claims together.
#[derive(Debug, Clone, Copy)]
pub struct WholeCase<'a> {
    /// The registers in force.
    pub register: &'a Register,
    /// The period that is consolidated.
    pub period: Period,
    /// The day on which deadlines are judged: that of the submit cutoff.
    pub day: NaiveDate,
    /// Agencies whose report is in the figures.
    pub reported: &'a BTreeSet<AgencyCode>,
    /// By which roads reports came.
    pub roads: &'a Roads,
    /// Every task of the register with its class, in the register's order.
    pub tasks: &'a [TaskLine],
    /// The tasks counted by class, as the products print them.
    pub totals: &'a TaskTotals,
    /// Who claims to lead.
    pub claims: &'a [LeadClaim],
    /// What earlier periods left.
    pub history: &'a History,
}

impl<'a> WholeCase<'a> {
    /// The tasks that have a deadline by the register's word, and no day. Of what is done or withdrawn nobody asks any more.
    pub fn without_day(&self) -> impl Iterator<Item = &'a TaskLine> {
        self.tasks.iter().filter(|line| {
            let class = line.state.class;
            let open = !class.is_done() && class != TaskClass::Withdrawn;
            open && line.task.deadline.is_none() && line.task.deadline_kind == DeadlineKind::Dated
        })
    }
}
