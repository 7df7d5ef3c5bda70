//! What every list over several periods has: title, range, the releases it is made of, a row of headings of which some are weeks.

use crate::model::agency::AgencyCode;
use crate::model::config::Config;
use crate::model::period::Period;
use crate::model::retrospect::Retrospect;
use crate::sheets::frame;
use crate::sheets::sheet::{Cell, Sheet};
use crate::text::{format, party, period_range};

/// What the sheets over several periods are made from.
#[derive(Debug, Clone, Copy)]
pub struct RetrospectInput<'a> {
    /// Everything that is printed.
    pub retrospect: &'a Retrospect,
    /// Desk and layout, and whether this is a rehearsal.
    pub config: &'a Config,
}

/// A column of a list over several periods: its heading may name a week.
#[derive(Debug, Clone)]
pub(super) struct Column {
    heading: String,
    width: f64,
    printed: bool,
}

pub(super) fn column(heading: &str, width: f64) -> Column {
    Column { heading: heading.to_owned(), width, printed: true }
}

/// A column beside those that are printed.
pub(super) fn aside(heading: &str, width: f64) -> Column {
    Column { printed: false, ..column(heading, width) }
}

/// A column for each week, on paper where it has room for `most` and there are no more; else beside it.
pub(super) fn week_columns(input: &RetrospectInput<'_>, width: f64, most: usize) -> Vec<Column> {
    let weeks = &input.retrospect.weeks;
    let printed = weeks.len() <= most;
    weeks.iter().map(|week| Column { printed, ..column(&short_week(week.period), width) }).collect()
}

/// The heading of a week's column, narrow.
pub(super) fn short_week(period: Period) -> String {
    format!("T{}\n{}", period.week(), period.year())
}

/// `28/2025`, blank for none.
pub(super) fn week_cell(period: Option<Period>) -> Cell {
    Cell::text(period.map(format::period).unwrap_or_default(), frame::CENTERED)
}

/// A new list: title, range, which releases it is made of, sentences, headings; printed columns must stand before the others.
pub(super) fn open(input: &RetrospectInput<'_>, name: &str, title: &str, sentences: &[String], columns: &[Column], frozen: u16) -> Sheet {
    let (printed, beside): (Vec<&Column>, Vec<&Column>) = columns.iter().partition(|column| column.printed);
    let page = frame::annex_page(printed.len(), footer(input));
    let lines = [rehearsed(input, title), period_range::called_long(&input.retrospect.range), releases(input)];
    let headings: Vec<(String, f64)> =
        printed.into_iter().chain(beside).map(|column| (said(input, &column.heading), column.width)).collect();
    frame::list(name, page, lines, sentences, &headings, frozen)
}

/// A title, marked in a rehearsal.
pub(crate) fn rehearsed(input: &RetrospectInput<'_>, title: &str) -> String {
    if input.config.rehearsal { format!("DIỄN TẬP - {title}") } else { title.to_owned() }
}

/// `Từ 12 bản đã chốt; chưa có bản đã chốt của tuần 30/2025`.
pub(super) fn releases(input: &RetrospectInput<'_>) -> String {
    let Retrospect { weeks, missing, .. } = input.retrospect;
    let missing = period_range::periods(missing);
    let missing = if missing.is_empty() { String::new() } else { format!("; chưa có bản đã chốt của {missing}") };
    format!("Từ {:02} bản đã chốt{missing}", weeks.len())
}

fn footer(input: &RetrospectInput<'_>) -> String {
    let rehearsal = if input.config.rehearsal { "DIỄN TẬP. " } else { "" };
    format!("{rehearsal}{}. Lưu hành nội bộ", format::capital(&period_range::called(&input.retrospect.range)))
}

/// Words of ours in those of the layout.
pub(super) fn said(input: &RetrospectInput<'_>, words: &str) -> String {
    party::said(input.config.desk.layout, words)
}

/// Short names of offices, in the order given.
pub(super) fn names(input: &RetrospectInput<'_>, agencies: &[AgencyCode]) -> String {
    agencies.iter().map(|agency| format::clean(&input.retrospect.short_name(agency))).collect::<Vec<_>>().join(", ")
}
