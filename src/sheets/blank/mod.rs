//! The blank form of an agency: what it has to report, filled in as far as last week's report and the registers know,
//! and saying by itself what is still missing. Made from the form definition in `templates/`, which also reads it back.

mod grid;
mod guide;
mod hidden;
mod info;
mod needs;
mod reported;
mod rows;

use crate::forms::Form;
use crate::forms::recognise::{HEADING_NAME, KEY_AGENCY, KEY_FORM, KEY_PERIOD, KEY_VERSION};
use crate::model::agency::{Agency, AgencyCode};
use crate::model::cutoff::Cutoffs;
use crate::model::history::History;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::report::{AgencyReport, SheetId};
use crate::model::rhythm::Span;
use crate::sheets::row_height;
use crate::sheets::sheet::{Book, Sheet, Style};
use crate::text::format;
use chrono::{Datelike, NaiveDate};

/// What a form is made from.
#[derive(Debug, Clone, Copy)]
pub struct BlankInput<'a> {
    /// The form definition.
    pub form: &'a Form,
    /// Name of the desk that receives the report.
    pub desk_name: &'a str,
    /// Whose form.
    pub agency: &'a Agency,
    /// The registers in force.
    pub register: &'a Register,
    /// What earlier periods left.
    pub history: &'a History,
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

/// Cells that the agency fills.
const INPUT_FILL: u32 = 0x00FF_FFE5;
/// Cells that are locked.
const LOCKED_FILL: u32 = 0x00F2_F2F2;
/// Required cells that are empty.
const MISSING_FILL: u32 = 0x00FF_C7CE;
/// Cells worth a second look.
const DOUBT_FILL: u32 = 0x00FF_EB9C;
/// "Có thể gửi".
const READY_FILL: u32 = 0x00C6_EFCE;

/// `BC_SYT_T28_2025.xlsx`.
pub fn file_name(agency: &AgencyCode, period: Period) -> String {
    format!("BC_{agency}_{}.xlsx", format::period_in_names(period))
}

/// Makes the form of an agency. Sheets with nothing assigned are left out.
pub fn book(input: &BlankInput<'_>) -> Book {
    let reported = input.reported;
    let mut tables: Vec<grid::TableSheet<'_>> = Vec::new();
    for sheet in input.form.sheets.iter().filter(|s| s.id != SheetId::Info) {
        let lines = match sheet.id {
            SheetId::Tasks => reported::fill(rows::tasks(input), reported.and_then(|r| r.tasks.as_ref())),
            SheetId::Targets => reported::fill(rows::targets(input), reported.and_then(|r| r.targets.as_ref())),
            SheetId::Criteria => reported::fill(rows::criteria(input), reported.and_then(|r| r.criteria.as_ref())),
            SheetId::ExtraTasks => rows::extra_tasks(),
            SheetId::Info => continue,
        };
        if !lines.is_empty() {
            tables.push(grid::build(input, sheet, &lines));
        }
    }
    let mut names: Vec<(String, String)> = Vec::new();
    for placed in &tables {
        names.push((format!("{HEADING_NAME}{}", placed.form.name), placed.heading_range()));
    }
    names.sort();
    let mut sheets: Vec<Sheet> = info::sheet(input, &tables).into_iter().collect();
    let hidden = [hidden::lists(input.form), hidden::meta(input, &tables)];
    sheets.extend(tables.into_iter().map(|placed| placed.sheet));
    sheets.push(guide::sheet(input));
    sheets.extend(hidden);
    for sheet in &mut sheets {
        row_height::fit(sheet);
    }
    Book {
        title: format!("{} {} - {}", input.form.code, format::span_long(&input.span), input.agency.name),
        created: input.cutoffs.submit,
        properties: vec![
            (KEY_FORM.to_owned(), input.form.code.clone()),
            (KEY_VERSION.to_owned(), input.form.version.clone()),
            (KEY_AGENCY.to_owned(), input.agency.code.to_string()),
            (KEY_PERIOD.to_owned(), input.span.period.to_string()),
        ],
        names,
        sheets,
    }
}

/// `11 giờ 00 thứ Sáu 11/7/2025`.
fn cutoff(at: Moment) -> String {
    let year = crate::model::moment::day(at).year();
    format!("{} {}/{year}", format::clock(at), format::weekday(at))
}

/// `DIỄN TẬP - ` in a rehearsal, else nothing.
fn rehearsal_mark(input: &BlankInput<'_>) -> &'static str {
    if input.rehearsal { "DIỄN TẬP - " } else { "" }
}

/// The foot of a printed page.
fn footer(input: &BlankInput<'_>) -> String {
    format!("{}{} - {}", rehearsal_mark(input), input.agency.short, format::capital(&format::span(&input.span)))
}

/// A cell the agency fills.
const INPUT: Style = Style { fill: Some(INPUT_FILL), unlocked: true, ..Style::BODY };
/// A cell it only reads.
const LOCKED: Style = Style { fill: Some(LOCKED_FILL), ..Style::BODY };

#[cfg(test)]
mod tests;
