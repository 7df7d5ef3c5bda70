//! One cell: text is a shared string whatever it looks like, and a number or a date has the format that shows it well.

use super::look::Looks;
use super::text::{TEXT_MAX, clean, cut};
use crate::sheets::sheet::{Cell, Format, Style, Value};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use rust_xlsxwriter as xlsx;

/// A result that Excel would take for infinite counts as a number: it is written without quotes.
pub(super) fn not_finite(value: &Value) -> bool {
    match value {
        Value::Number(number) => !number.is_finite(),
        Value::Formula { result, .. } => result.parse::<f64>().is_ok_and(|number| !number.is_finite()),
        Value::Blank | Value::Text(_) | Value::Date(_) | Value::DateTime(_) => false,
    }
}

pub(super) fn write(worksheet: &mut xlsx::Worksheet, row: u32, column: u16, cell: &Cell, looks: &mut Looks) -> Result<(), xlsx::XlsxError> {
    match &cell.value {
        Value::Blank if cell.style == Style::PLAIN => {}
        Value::Blank => {
            worksheet.write_blank(row, column, looks.of(cell.style, false))?;
        }
        Value::Text(text) => write_text(worksheet, row, column, text, cell.style, looks)?,
        Value::Number(number) => {
            worksheet.write_number_with_format(row, column, *number, looks.of(number_style(*number, cell.style), false))?;
        }
        Value::Date(day) if in_excel(*day) => {
            worksheet.write_date_with_format(row, column, day, looks.of(date_style(*day, cell.style), false))?;
        }
        Value::Date(day) => write_text(worksheet, row, column, &odd_day(*day), cell.style, looks)?,
        Value::DateTime(moment) if in_excel(moment.date()) => {
            worksheet.write_datetime_with_format(row, column, moment, looks.of(date_style(moment.date(), cell.style), false))?;
        }
        Value::DateTime(moment) => write_text(worksheet, row, column, &odd_moment(*moment), cell.style, looks)?,
        Value::Formula { formula, result } => {
            let formula = xlsx::Formula::new(formula).set_result(clean(result));
            worksheet.write_formula_with_format(row, column, formula, looks.of(cell.style, false))?;
        }
    }
    Ok(())
}

/// Always a string, never what it looks like. Where it looks like a formula the cell is marked as Excel marks a text
/// typed behind an apostrophe: opening and leaving the cell then does not turn it into one.
fn write_text(
    worksheet: &mut xlsx::Worksheet,
    row: u32,
    column: u16,
    text: &str,
    style: Style,
    looks: &mut Looks,
) -> Result<(), xlsx::XlsxError> {
    let text = cut(&clean(text), TEXT_MAX);
    let quoted = style.format != Format::Text && text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    worksheet.write_string_with_format(row, column, text, looks.of(style, quoted))?;
    Ok(())
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
