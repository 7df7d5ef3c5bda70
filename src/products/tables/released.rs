//! What left with a release, read back: its figures, and what the desk kept of its findings.

use crate::model::place::CellRef;
use crate::model::workbook::{RawValue, RawWorkbook};
use crate::sheets::problems;
use serde_json::{Map, Value};

/// A release as its files say it.
#[derive(Debug)]
pub struct Released {
    /// Its number.
    pub version: u32,
    data: Value,
    internal: Option<RawWorkbook>,
}

impl Released {
    /// From the text of its figures and the workbook that stayed at the desk, if there is one; `None` if the text is no object.
    pub fn read(data: &[u8], version: u32, internal: Option<RawWorkbook>) -> Option<Self> {
        let data: Value = serde_json::from_slice(data).ok().filter(Value::is_object)?;
        Some(Self { version, data, internal })
    }

    /// The code of the desk that it is of.
    pub fn desk(&self) -> &str {
        at(&self.data, "desk.code").and_then(Value::as_str).unwrap_or_default()
    }

    /// A list of the figures; without entries if there is none.
    pub(super) fn list(&self, place: &str) -> &[Value] {
        at(&self.data, place).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The rows of the desk's list of findings, each an object of its headings.
    pub(super) fn findings(&self) -> Vec<Map<String, Value>> {
        let Some(sheet) = self.internal.as_ref().and_then(|book| book.sheet(problems::NAME)) else { return Vec::new() };
        let text = |row: u32, column: u32| match sheet.get(CellRef::new(row, column)) {
            Some(RawValue::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let Some(top) = sheet.rows.keys().copied().find(|row| text(*row, 0) == Some("Mã đơn vị")) else { return Vec::new() };
        let headings: Vec<(u32, &str)> = (0..32).filter_map(|column| Some((column, text(top, column)?))).collect();
        let row = |row: u32| {
            let cells = headings.iter().filter_map(|(column, heading)| Some(((*heading).to_owned(), Value::from(text(row, *column)?))));
            cells.collect::<Map<String, Value>>()
        };
        // Each has its code; the lines below the list have none.
        sheet.rows.range(top + 1..).map(|(number, _)| row(*number)).filter(|object| object.contains_key("Mã")).collect()
    }
}

/// What stands inside an object under keys with points between them.
pub(super) fn at<'a>(object: &'a Value, place: &str) -> Option<&'a Value> {
    place.split('.').try_fold(object, |object, key| object.get(key))
}
