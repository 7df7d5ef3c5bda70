//! What we write as the reader will give it when it comes back untouched: so what was issued is said in the same words in which
//! what comes back is read.

use crate::model::workbook::{RawSheet, RawValue, RawWorkbook};
use crate::sheets::sheet::{Book, Row, Sheet, Value, Visibility};
use chrono::NaiveTime;

/// What the reader would give for the book.
pub(crate) fn workbook(book: &Book) -> RawWorkbook {
    let sheets: Vec<RawSheet> = book.sheets.iter().map(sheet).collect();
    RawWorkbook {
        sheet_names: sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        sheets,
        properties: book.properties.iter().cloned().collect(),
        names: book.names.clone(),
        ..RawWorkbook::default()
    }
}

/// What the reader would give for one of its sheets.
pub(crate) fn sheet(sheet: &Sheet) -> RawSheet {
    let cells = |row: &Row| (0u32..).zip(&row.cells).filter_map(|(column, cell)| Some((column, value(&cell.value)?))).collect();
    RawSheet {
        name: sheet.name.clone(),
        visible: sheet.visibility == Visibility::Visible,
        rows: (0u32..).zip(&sheet.rows).map(|(at, row)| (at, cells(row))).collect(),
        ..RawSheet::default()
    }
}

fn value(value: &Value) -> Option<RawValue> {
    match value {
        Value::Blank => None,
        Value::Text(text) => Some(RawValue::Text(text.as_str().into())),
        Value::Number(number) => Some(RawValue::Number(*number)),
        Value::Date(day) => Some(RawValue::DateTime(day.and_time(NaiveTime::MIN))),
        Value::DateTime(at) => Some(RawValue::DateTime(*at)),
        Value::Formula(own) => Some(RawValue::Text(own.result.as_str().into())),
    }
}
