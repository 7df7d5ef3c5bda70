//! A row as the texts of its cells, which [`cell_values`](super::cell_values) reads. Which value stands in which column says the
//! definition; how a value is written out is the same as in what a release leaves in the ledger, so a row that could be read there can
//! be read here.

use crate::forms::desk_report::definition::{DeskKind, TableForm};
use crate::model::place::CellRef;
use crate::text::{personal_data, sha256};
use serde::Serialize;
use serde_json::Value;
use std::cmp::Ordering;

/// What a column of yes and no holds for yes.
pub(super) const YES: &str = "Có";
/// UTF-16 units that a cell holds.
const CELL_MAX: usize = 32_767;
/// Stands where a text had to be cut.
const CUT: &str = "…(đã cắt)";
/// Stands between a heading and what is below it.
const BELOW: &str = "\u{1f}";
/// Ends each text of a digest.
const END: char = '\u{1d}';

/// The texts of a row, one a column of its table.
pub(super) fn texts<R: Serialize>(row: &R, table: &TableForm) -> Vec<String> {
    let value = serde_json::to_value(row).unwrap_or_default();
    table.columns.iter().map(|column| written(at(&value, &column.field), column.kind)).collect()
}

/// The digest of a row of a table: of what stands under which heading, whatever the order of the columns, so that a program which does
/// not know a column finds the same. The headings come in the order of [`in_digest`].
pub(super) fn digest<'t>(table: &str, cells: impl Iterator<Item = (&'t str, &'t str)> + Clone) -> String {
    sha256::short(joined(table, cells.filter(|(_, text)| !text.is_empty())).as_bytes())
}

/// The digest of texts below headings, in this order.
pub(super) fn of_pairs<'t>(pairs: impl Iterator<Item = (&'t str, &'t str)> + Clone) -> String {
    sha256::short(joined("", pairs).as_bytes())
}

fn joined<'t>(table: &str, pairs: impl Iterator<Item = (&'t str, &'t str)> + Clone) -> String {
    let letters: usize = pairs.clone().map(|(heading, text)| heading.len() + text.len() + 2).sum();
    let mut whole = String::with_capacity(table.len() + 1 + letters);
    if !table.is_empty() {
        whole.push_str(table);
        whole.push(END);
    }
    for (heading, text) in pairs {
        whole.push_str(heading);
        whole.push_str(BELOW);
        whole.push_str(text);
        whole.push(END);
    }
    whole
}

/// Which of two headings a digest takes first.
pub(super) fn in_digest(one: &str, other: &str) -> Ordering {
    one.bytes().chain(BELOW.bytes()).cmp(other.bytes().chain(BELOW.bytes()))
}

/// The digest of texts in this order.
pub(super) fn of_texts<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut whole = String::new();
    for text in texts {
        whole.push_str(text);
        whole.push(END);
    }
    sha256::short(whole.as_bytes())
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
