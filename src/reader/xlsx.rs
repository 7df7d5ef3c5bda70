//! Cells of an `.xlsx` or `.xlsm`, streamed into sparse sheets. A dense range is never built: two cells in opposite
//! corners of a sheet would ask for 550 GB.

use crate::model::config::Limits;
use crate::model::place::CellRef;
use crate::model::workbook::{RawSheet, RawValue, RawWorkbook, Refusal, UNCOMPUTED};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Sheets of our own forms and registers that nobody reads back: lists, instructions, examples.
const UNREAD: [&str; 3] = ["_DM", "HuongDan", "ViDu"];
/// Excel's days: 1 January 1900 to 31 December 9999.
const SERIALS: std::ops::RangeInclusive<f64> = 1.0..=2_958_465.999_999;
/// Days between the two date systems.
const DAYS_TO_1904: f64 = 1462.0;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads all worksheets. The package has passed its preflight.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<RawWorkbook, Refusal> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| refusal("", &error))?;
    let date_1904 = book.has_1904_epoch();
    let metadata = book.sheets_metadata().to_vec();
    let mut budget = Budget { cells: limits.cells_max, text: limits.text_bytes_max };
    let mut sheets = Vec::new();
    for sheet in &metadata {
        if sheet.typ != SheetType::WorkSheet || UNREAD.contains(&sheet.name.as_str()) {
            continue;
        }
        if let Some(rows) = rows(&mut book, &sheet.name, date_1904, limits, &mut budget)? {
            sheets.push(RawSheet { name: sheet.name.clone(), visible: sheet.visible == SheetVisible::Visible, rows });
        }
    }
    Ok(RawWorkbook {
        sheets,
        sheet_names: metadata.into_iter().map(|sheet| sheet.name).collect(),
        // Without readable properties the form is recognised by other marks.
        properties: book.workbook_properties().map(|found| found.custom_properties.into_iter().collect()).unwrap_or_default(),
        names: book.defined_names().to_vec(),
        date_1904,
    })
}

type Rows = BTreeMap<u32, Vec<(u32, RawValue)>>;

/// What is left of the workbook's allowance.
#[derive(Clone, Copy)]
struct Budget {
    cells: u64,
    text: u64,
}

/// The rows of a sheet, without cells that a merge covers; none for a sheet that is no worksheet after all.
fn rows(book: &mut Book<'_>, name: &str, date_1904: bool, limits: &Limits, budget: &mut Budget) -> Result<Option<Rows>, Refusal> {
    let before = *budget;
    let streamed = match stream(book, name, date_1904, limits, budget, Formulas::Seen) {
        // An odd formula must not cost the sheet: once more without looking at formulas.
        Err(Stop::Xlsx(error)) if !matches!(error, XlsxError::NotAWorksheet(_)) => {
            *budget = before;
            stream(book, name, date_1904, limits, budget, Formulas::Unseen)
        }
        other => other,
    };
    let mut rows = match streamed {
        Ok(rows) => rows,
        Err(Stop::Xlsx(XlsxError::NotAWorksheet(_))) => return Ok(None),
        Err(Stop::Xlsx(error)) => return Err(refusal(name, &error)),
        Err(Stop::Limit(cause)) => return Err(Refusal::Unsafe { cause }),
    };
    order(&mut rows, name)?;
    // A merge that makes no sense is an error of this call only; the cells then stay as they are.
    for area in book.merge_cells_by_sheet_name(name).unwrap_or_default() {
        uncover(&mut rows, area.start, area.end);
    }
    Ok(Some(rows))
}

/// Look at formulas too, to see those without a result?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Formulas {
    Seen,
    Unseen,
}

/// Why streaming stopped.
enum Stop {
    Xlsx(XlsxError),
    Limit(String),
}

impl From<XlsxError> for Stop {
    fn from(error: XlsxError) -> Self {
        Self::Xlsx(error)
    }
}

fn stream(
    book: &mut Book<'_>,
    name: &str,
    date_1904: bool,
    limits: &Limits,
    budget: &mut Budget,
    formulas: Formulas,
) -> Result<Rows, Stop> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let mut rows = Rows::new();
    loop {
        let ((row, column), value, formula) = match formulas {
            Formulas::Seen => match reader.next_cell_with_formula_metadata()? {
                Some(record) => (record.pos, record.value, record.formula.is_some()),
                None => return Ok(rows),
            },
            Formulas::Unseen => match reader.next_cell()? {
                Some(cell) => (cell.get_position(), cell.get_value().clone(), false),
                None => return Ok(rows),
            },
        };
        let value = match value {
            DataRef::Empty if formula => Some(RawValue::Error(UNCOMPUTED.to_owned())),
            value => raw(value, date_1904),
        };
        let Some(value) = value else { continue };
        if row >= limits.rows_max || column >= limits.columns_max {
            return Err(Stop::Limit(format!("ô {} của trang “{name}” nằm quá xa", CellRef::new(row, column))));
        }
        let Some(cells) = budget.cells.checked_sub(1) else {
            return Err(Stop::Limit("tệp có quá nhiều ô dữ liệu".to_owned()));
        };
        let text = if let RawValue::Text(text) = &value { text.len() } else { 0 };
        let Some(text) = u64::try_from(text).ok().and_then(|text| budget.text.checked_sub(text)) else {
            return Err(Stop::Limit("tệp có quá nhiều chữ".to_owned()));
        };
        *budget = Budget { cells, text };
        rows.entry(row).or_default().push((column, value));
    }
}

/// Puts the cells of each row in column order. A cell written twice with different values is refused: programs do not
/// agree on which one they show.
fn order(rows: &mut Rows, name: &str) -> Result<(), Refusal> {
    for (row, cells) in rows.iter_mut() {
        cells.sort_by_key(|(column, _)| *column);
        cells.dedup();
        if let Some([(column, _), _]) = cells.array_windows().find(|[one, next]| one.0 == next.0) {
            let cell = CellRef::new(*row, *column);
            return Err(Refusal::Unsafe { cause: format!("ô {cell} của trang “{name}” có hai giá trị khác nhau") });
        }
    }
    Ok(())
}

/// Drops the cells of a merged area but its first: nobody sees them.
fn uncover(rows: &mut Rows, start: (u32, u32), end: (u32, u32)) {
    if start.0 > end.0 {
        return;
    }
    for (row, cells) in rows.range_mut(start.0..=end.0) {
        cells.retain(|(column, _)| !(start.1..=end.1).contains(column) || (*row, *column) == start);
    }
    let emptied: Vec<u32> = rows.range(start.0..=end.0).filter(|(_, cells)| cells.is_empty()).map(|(row, _)| *row).collect();
    for row in emptied {
        rows.remove(&row);
    }
}

/// A cell's value; none where there is nothing.
fn raw(value: DataRef<'_>, date_1904: bool) -> Option<RawValue> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) if text.is_empty() => return None,
        DataRef::SharedString("") => return None,
        DataRef::String(text) | DataRef::DurationIso(text) => RawValue::Text(text),
        DataRef::SharedString(text) => RawValue::Text(text.to_owned()),
        DataRef::Float(number) => finite(number),
        DataRef::Int(number) => RawValue::Number(number as f64),
        DataRef::Bool(truth) => RawValue::Bool(truth),
        DataRef::DateTime(moment) => date(&moment, date_1904),
        DataRef::DateTimeIso(text) => iso(&text).map_or(RawValue::Text(text), RawValue::DateTime),
        DataRef::Error(error) => RawValue::Error(error.to_string()),
    })
}

fn finite(number: f64) -> RawValue {
    if number.is_finite() { RawValue::Number(number) } else { RawValue::Error("#NUM!".to_owned()) }
}

/// A day where Excel has one; a duration, a time of day alone and numbers beyond Excel's days stay numbers.
fn date(moment: &ExcelDateTime, date_1904: bool) -> RawValue {
    let number = moment.as_f64();
    let serial = if date_1904 { number + DAYS_TO_1904 } else { number };
    let day = if moment.is_datetime() && SERIALS.contains(&serial) { moment.as_datetime() } else { None };
    day.map_or_else(|| finite(number), RawValue::DateTime)
}

/// `2025-07-11T10:50:00`, with or without the time of day, parts of seconds and a final Z.
fn iso(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().trim_end_matches('Z');
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
        .ok()
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|day| day.and_time(NaiveTime::MIN)))
}

/// What the parser said, as a reason for the log.
fn refusal(sheet: &str, error: &XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Encrypted,
        error if sheet.is_empty() => Refusal::Damaged { detail: error.to_string() },
        error => Refusal::Damaged { detail: format!("trang “{sheet}”: {error}") },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covered_cells_are_dropped_and_their_first_one_kept() {
        let text = |text: &str| RawValue::Text(text.to_owned());
        let mut rows = Rows::from([(0, vec![(0, text("a")), (1, text("b")), (2, text("c"))]), (1, vec![(1, text("d"))])]);
        uncover(&mut rows, (0, 0), (1_048_575, 1));
        assert_eq!(rows, Rows::from([(0, vec![(0, text("a")), (2, text("c"))])]));
        uncover(&mut rows, (5, 0), (2, 0));
        assert_eq!(rows.len(), 1, "a reversed area does nothing");
    }

    #[test]
    fn rows_are_in_column_order_and_a_contradiction_is_refused() {
        let number = RawValue::Number;
        let mut rows = Rows::from([(0, vec![(2, number(3.0)), (0, number(1.0)), (2, number(3.0))])]);
        assert_eq!(order(&mut rows, "T"), Ok(()));
        assert_eq!(rows, Rows::from([(0, vec![(0, number(1.0)), (2, number(3.0))])]));
        rows.insert(4, vec![(1, number(1.0)), (1, number(2.0))]);
        assert_eq!(order(&mut rows, "T"), Err(Refusal::Unsafe { cause: "ô B5 của trang “T” có hai giá trị khác nhau".to_owned() }));
    }

    #[test]
    fn dates_outside_of_excels_days_stay_numbers() {
        use calamine::ExcelDateTimeType::{DateTime, TimeDelta};
        let day = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap().and_hms_opt(12, 0, 0).unwrap();
        assert_eq!(date(&ExcelDateTime::new(45849.5, DateTime, false), false), RawValue::DateTime(day));
        assert_eq!(date(&ExcelDateTime::new(45849.5 - 1462.0, DateTime, true), true), RawValue::DateTime(day));
        assert_eq!(date(&ExcelDateTime::new(45849.5, TimeDelta, false), false), RawValue::Number(45849.5));
        for number in [0.5, 0.0, -1.0, 2_958_466.0, 1e300] {
            assert_eq!(date(&ExcelDateTime::new(number, DateTime, false), false), RawValue::Number(number));
        }
        assert_eq!(date(&ExcelDateTime::new(f64::INFINITY, DateTime, false), false), RawValue::Error("#NUM!".to_owned()));
    }

    #[test]
    fn iso_dates() {
        let day = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();
        assert_eq!(iso("2025-07-11"), Some(day.and_time(NaiveTime::MIN)));
        assert_eq!(iso("2025-07-11T10:50:00.000Z"), day.and_hms_opt(10, 50, 0));
        assert_eq!(iso("11/7/2025"), None);
    }
}
