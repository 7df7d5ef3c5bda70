//! A row as the texts of its cells, and back. Which value stands in which column says the definition; how a value is written
//! out is the same as in what a release leaves in the ledger, so a row that could be read there can be read here.

use crate::forms::desk_report::definition::{DeskKind, TableForm};
use crate::model::place::CellRef;
use crate::text::{personal_data, sha256};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What a column of yes and no holds for yes.
const YES: &str = "Có";
/// UTF-16 units that a cell holds.
const CELL_MAX: usize = 32_767;
/// Stands where a text had to be cut.
const CUT: &str = "…(đã cắt)";
/// Hexadecimal digits that are kept of the digest of a row.
const DIGITS: usize = 16;

/// The texts of a row, one a column of its table.
pub(super) fn texts<R: Serialize>(row: &R, table: &TableForm) -> Vec<String> {
    let value = serde_json::to_value(row).unwrap_or_default();
    table.columns.iter().map(|column| written(at(&value, &column.field), column.kind)).collect()
}

/// The row that says these texts; `None` if one of them is no value of its kind.
pub(super) fn row<R: DeserializeOwned>(texts: &[String], table: &TableForm) -> Option<R> {
    let mut object = Map::new();
    for (column, text) in table.columns.iter().zip(texts) {
        put(&mut object, &column.field, read(text, column.kind)?);
    }
    serde_json::from_value(Value::Object(object)).ok()
}

/// The digest of a row of a table: of what stands under which heading, whatever the order of the columns. So a program that does
/// not know a column finds the same.
pub(super) fn digest<'t>(table: &str, cells: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let said: BTreeSet<String> =
        cells.filter(|(_, text)| !text.is_empty()).map(|(heading, text)| format!("{heading}\u{1f}{text}")).collect();
    of_texts(std::iter::once(table).chain(said.iter().map(String::as_str)))
}

/// The digest of texts in this order.
pub(super) fn of_texts<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut whole = String::new();
    for text in texts {
        whole.push_str(text);
        whole.push('\u{1d}');
    }
    let mut digest = sha256::of(whole.as_bytes());
    digest.truncate(DIGITS);
    digest
}

fn at<'v>(value: &'v Value, field: &str) -> &'v Value {
    field.split('.').try_fold(value, |value, part| value.get(part)).unwrap_or(&Value::Null)
}

fn written(value: &Value, kind: DeskKind) -> String {
    match (kind, value) {
        (_, Value::Null | Value::Bool(false)) => String::new(),
        (DeskKind::Yes, _) => YES.to_owned(),
        (DeskKind::Cell, value) => serde_json::from_value::<CellRef>(value.clone()).map_or_else(|_| String::new(), |cell| cell.to_string()),
        (DeskKind::List, Value::Object(map)) if map.is_empty() => String::new(),
        (DeskKind::Array, Value::Array(list)) if list.is_empty() => String::new(),
        (DeskKind::Words, Value::String(text)) => fitting(&storable(&personal_data::masked(text)), CELL_MAX),
        (DeskKind::JsonWords, value) => words_within(value).to_string(),
        (DeskKind::Text | DeskKind::Word, Value::String(text)) => fitting(&storable(text), CELL_MAX),
        (_, value) => storable(&value.to_string()),
    }
}

fn read(text: &str, kind: DeskKind) -> Option<Value> {
    Some(match kind {
        DeskKind::Text | DeskKind::Words => text.into(),
        DeskKind::Yes if text.is_empty() => false.into(),
        DeskKind::Yes => (text == YES).then_some(true)?.into(),
        DeskKind::List if text.is_empty() => json!({}),
        DeskKind::Array if text.is_empty() => json!([]),
        _ if text.is_empty() => Value::Null,
        DeskKind::Word => text.into(),
        DeskKind::Number => text.parse::<u32>().ok()?.into(),
        DeskKind::Cell => json!(CellRef::parse(text)?),
        DeskKind::Json | DeskKind::JsonWords | DeskKind::List | DeskKind::Array => serde_json::from_str(text).ok()?,
    })
}

fn put(object: &mut Map<String, Value>, field: &str, value: Value) {
    match field.split_once('.') {
        None => drop(object.insert(field.to_owned(), value)),
        Some((first, rest)) => {
            if let Value::Object(inner) = object.entry(first).or_insert_with(|| json!({})) {
                put(inner, rest, value);
            }
        }
    }
}

/// A value whose texts leave without numbers of persons, and are short enough that its JSON, in which a letter may take two, fits a cell.
fn words_within(value: &Value) -> Value {
    match value {
        Value::String(text) => fitting(&storable(&personal_data::masked(text)), CELL_MAX / 4).into(),
        Value::Array(list) => list.iter().map(words_within).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), words_within(value))).collect(),
        other => other.clone(),
    }
}

/// At most so many UTF-16 units; what is cut is marked.
fn fitting(text: &str, most: usize) -> String {
    if text.len() <= most || text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut room = most.saturating_sub(CUT.encode_utf16().count());
    let fits = |c: &char| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    };
    text.chars().take_while(fits).chain(CUT.chars()).collect()
}

/// A text without what no workbook can hold: the digest is of what comes back.
fn storable(text: &str) -> String {
    let kept = |c: &char| *c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}') || matches!(c, '\n' | '\t');
    if text.chars().all(|c| kept(&c)) { text.to_owned() } else { text.chars().filter(kept).collect() }
}
