//! What a form is made from, and the texts of it that several of its sheets show.

use crate::forms::Form;
use crate::model::agency::{Agency, AgencyCode};
use crate::model::cutoff::Cutoffs;
use crate::model::history::History;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::proposal::ProposalLine;
use crate::model::register::Register;
use crate::model::report::AgencyReport;
use crate::model::span::Span;
use crate::text::format;
use chrono::{Datelike, NaiveDate};

/// What a form is made from.
#[derive(Debug, Clone, Copy)]
pub struct BlankInput<'a> {
    /// The definition that lays the form out and reads it back.
    pub form: &'a Form,
    /// Code of the desk that issues the form.
    pub desk: &'a AgencyCode,
    /// Name of the desk that receives the report.
    pub desk_name: &'a str,
    /// The agency that the form is for.
    pub agency: &'a Agency,
    /// The registers in force.
    pub register: &'a Register,
    /// What earlier periods left.
    pub history: &'a History,
    /// Proposals with a number, of every agency.
    pub proposals: &'a [ProposalLine],
    /// The period to report, with the days it covers.
    pub span: Span,
    /// Its cutoffs, as they hold for the agency.
    pub cutoffs: Cutoffs,
    /// The day on which deadlines are judged: that of the submit cutoff.
    pub day: NaiveDate,
    /// The workspace is a rehearsal.
    pub rehearsal: bool,
    /// A report of this period that came without the form: its rows are filled in.
    pub reported: Option<&'a AgencyReport>,
}

/// The name under which a form leaves and is expected back, such as `BC_SYT_T28_2025.xlsx`.
pub fn file_name(agency: &AgencyCode, period: Period) -> String {
    format!("BC_{agency}_{}.xlsx", format::period_in_names(period))
}

/// `11 giờ 00 thứ Sáu 11/7/2025`.
pub(super) fn cutoff(at: Moment) -> String {
    let year = moment::day(at).year();
    format!("{} {}/{year}", format::clock(at), format::weekday(at))
}

/// `DIỄN TẬP - ` in a rehearsal, else nothing.
pub(super) fn rehearsal_mark(input: &BlankInput<'_>) -> &'static str {
    if input.rehearsal { "DIỄN TẬP - " } else { "" }
}

/// The foot of a printed page.
pub(super) fn footer(input: &BlankInput<'_>) -> String {
    format!("{}{} - {}", rehearsal_mark(input), input.agency.short, format::capital(&format::span(&input.span)))
}
