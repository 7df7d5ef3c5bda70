//! What a cell becomes in the file: text is text whatever it looks like, and a number or a date has the format that shows it well.

use super::text::{TEXT_MAX, clean, cut};
use crate::sheets::sheet::{Cell, Format, Style, Value};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use rust_xlsxwriter::IntoExcelDateTime;
use std::borrow::Cow;

/// What is written of a cell.
#[derive(Debug, PartialEq)]
pub(super) enum Shown<'a> {
    /// No cell at all.
    Nothing,
    /// A look without content.
    Blank,
    /// A text of the table of texts; never a formula.
    Text(Cow<'a, str>),
    /// A number, or a day as Excel counts days.
    Number(f64),
    /// A formula of our own with its result.
    Formula {
        /// With a leading `=`.
        formula: &'a str,
        /// As it is shown before a program computes it.
        result: Cow<'a, str>,
    },
}

/// A cell as it is written, and the look it is written in: its style, and whether it is a text behind an apostrophe.
pub(super) fn shown(cell: &Cell) -> (Shown<'_>, (Style, bool)) {
    let style = cell.style;
    match &cell.value {
        Value::Blank if style == Style::PLAIN => (Shown::Nothing, (style, false)),
        Value::Blank => (Shown::Blank, (style, false)),
        Value::Text(text) => text_of(cut(clean(text), TEXT_MAX), style),
        Value::Number(number) => (Shown::Number(*number), (number_style(*number, style), false)),
        Value::Date(day) if in_excel(*day) => (Shown::Number(day.to_excel_serial_date()), (date_style(*day, style), false)),
        Value::Date(day) => text_of(odd_day(*day).into(), style),
        Value::DateTime(moment) if in_excel(moment.date()) => {
            (Shown::Number(moment.to_excel_serial_date()), (date_style(moment.date(), style), false))
        }
        Value::DateTime(moment) => text_of(odd_moment(*moment).into(), style),
        Value::Formula(own) => (Shown::Formula { formula: &own.formula, result: clean(&own.result) }, (style, false)),
    }
}

/// Always a string, never what it looks like. Where it looks like a formula the cell is marked as Excel marks a text
/// typed behind an apostrophe: opening and leaving the cell then does not turn it into one.
fn text_of(text: Cow<'_, str>, style: Style) -> (Shown<'_>, (Style, bool)) {
    let quoted = style.format != Format::Text && text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    (if text.is_empty() { Shown::Blank } else { Shown::Text(text) }, (style, quoted))
}

/// A result that Excel would take for infinite counts as a number: it is written without quotes.
pub(super) fn not_finite(value: &Value) -> bool {
    match value {
        Value::Number(number) => !number.is_finite(),
        Value::Formula(own) => own.result.parse::<f64>().is_ok_and(|number| !number.is_finite()),
        Value::Blank | Value::Text(_) | Value::Date(_) | Value::DateTime(_) => false,
    }
}

/// `#,##0.##` leaves a lonely comma behind a whole number.
fn number_style(number: f64, style: Style) -> Style {
    let whole = number.fract().abs() < f64::EPSILON;
    if style.format == Format::Decimal && whole { Style { format: Format::Integer, ..style } } else { style }
}

/// The month is padded for January and February only, as documents write it (04/02/2025, 04/7/2025); a number format
/// cannot say that, so the date chooses it.
fn date_style(day: NaiveDate, style: Style) -> Style {
    let format = match style.format {
        Format::Date if day.month() > 2 => Format::DateFromMarch,
        Format::DateTime if day.month() > 2 => Format::DateTimeFromMarch,
        format => format,
    };
    Style { format, ..style }
}

/// Excel knows the years 1900 to 9999; others are shown as text.
fn in_excel(day: NaiveDate) -> bool {
    (1900..=9999).contains(&day.year())
}

fn odd_day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

fn odd_moment(moment: NaiveDateTime) -> String {
    moment.format("%H:%M %d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_lose_the_lonely_comma() {
        let decimal = Style { format: Format::Decimal, ..Style::PLAIN };
        assert_eq!(number_style(5.0, decimal).format, Format::Integer);
        assert_eq!(number_style(5.25, decimal).format, Format::Decimal);
    }
}
