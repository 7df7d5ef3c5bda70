//! What left with a release, read back: its figures, and what the desk kept of its findings.

use crate::model::agency::AgencyCode;
use crate::model::place::CellRef;
use crate::model::released_week::ReleasedWeek;
use crate::model::workbook::{RawValue, RawWorkbook};
use crate::sheets::{problems, quality};
use crate::text::personal_data::masked;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The heading by which the desk's lists are known.
const AGENCY: &str = "Mã đơn vị";
/// Keys under which the figures hold what offices wrote. Releases of before numbers of persons were left out may still hold some.
const WORDS: [&str; 14] = [
    "result",
    "evidence",
    "obstacle",
    "cause",
    "proposal",
    "reason",
    "self_assessment",
    "level",
    "text",
    "before",
    "after",
    "content",
    "deadline",
    "status",
];

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
        let mut data: Value = serde_json::from_slice(data).ok().filter(Value::is_object)?;
        mask(&mut data);
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

    /// The release as it is looked back upon, with the scores that stayed at the desk; `None` if the figures are not such.
    pub fn week(&self) -> Option<ReleasedWeek> {
        let mut week = ReleasedWeek::deserialize(&self.data).ok()?;
        let score = |row: Map<String, Value>| {
            let agency = AgencyCode::parse(row.get(AGENCY)?.as_str()?)?;
            Some((agency, row.get(quality::SCORE)?.as_f64()?.to_u32()?))
        };
        week.scores = self.rows(quality::NAME).into_iter().filter_map(score).collect();
        Some(week)
    }

    /// The rows of the desk's list of findings, each an object of its headings.
    pub(super) fn findings(&self) -> Vec<Map<String, Value>> {
        // Each has its code; the lines below the list have none.
        let mut rows = self.rows(problems::NAME);
        rows.iter_mut().for_each(|row| row.retain(|_, value| value.is_string()));
        rows.retain(|row| row.contains_key("Mã"));
        rows
    }

    /// The rows below the headings of a list of the desk's workbook, each an object of these.
    fn rows(&self, sheet: &str) -> Vec<Map<String, Value>> {
        let Some(sheet) = self.internal.as_ref().and_then(|book| book.sheet(sheet)) else { return Vec::new() };
        let value = |row: u32, column: u32| match sheet.get(CellRef::new(row, column)) {
            Some(RawValue::Text(text)) => Some(Value::from(masked(text.as_str()))),
            Some(RawValue::Number(number)) => Some(Value::from(*number)),
            _ => None,
        };
        let headings = |row: u32| (0..32).filter_map(move |column| Some((column, value(row, column)?)));
        let Some(top) = sheet.rows.keys().copied().find(|row| headings(*row).any(|(_, heading)| heading == AGENCY)) else {
            return Vec::new();
        };
        let headings: Vec<(u32, String)> =
            headings(top).filter_map(|(column, heading)| Some((column, heading.as_str()?.to_owned()))).collect();
        let row = |row: u32| headings.iter().filter_map(|(column, heading)| Some((heading.clone(), value(row, *column)?))).collect();
        sheet.rows.range(top + 1..).map(|(number, _)| row(*number)).collect()
    }
}

/// What leaves now obeys the rule of now, whatever left then.
fn mask(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(mask),
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(text) if WORDS.contains(&key.as_str()) => {
                        if let Cow::Owned(other) = masked(text) {
                            *text = other;
                        }
                    }
                    other => mask(other),
                }
            }
        }
        _ => {}
    }
}

/// What stands inside an object under keys with points between them.
pub(super) fn at<'a>(object: &'a Value, place: &str) -> Option<&'a Value> {
    place.split('.').try_fold(object, |object, key| object.get(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_left_before_the_rule_leaves_by_it_now() {
        let data = json!({
            "tasks": [{ "code": "KH11-001", "result": "gọi 0912345678", "percent": "84.912345678", "parts": [{ "work": "x" }] }],
            "difficulties": [{ "obstacle": "hỏi an@nghean.gov.vn", "level": "UBND tỉnh, 0238 3844 500" }],
            "agencies": [{ "changes_after_cutoff": [{ "before": "042090001234", "after": "50" }], "sha256": "0912345678" }],
        });
        let released = Released::read(data.to_string().as_bytes(), 1, None).unwrap();
        assert_eq!(released.list("tasks")[0]["result"], "gọi [đã ẩn số điện thoại]");
        assert_eq!(released.list("tasks")[0]["percent"], "84.912345678", "a figure is no number of a person");
        assert_eq!(released.list("difficulties")[0]["obstacle"], "hỏi [đã ẩn địa chỉ thư điện tử]");
        assert_eq!(released.list("difficulties")[0]["level"], "UBND tỉnh, [đã ẩn số điện thoại]");
        assert_eq!(released.list("agencies")[0]["changes_after_cutoff"][0]["before"], "[đã ẩn số giấy tờ]");
        assert_eq!(released.list("agencies")[0]["sha256"], "0912345678");
    }
}
