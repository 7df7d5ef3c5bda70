//! A sheet of a list as a person reads it: cells as texts, merged areas as what they show.

use crate::model::place::{CellRef, Place};
use crate::model::workbook::{Area, RawSheet, RawValue};
use crate::text::{dates, format, normalise, numbers};
use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

/// A sheet that is read as text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet<'a> {
    raw: &'a RawSheet,
}

impl<'a> Sheet<'a> {
    /// The sheet.
    pub(super) fn of(raw: &'a RawSheet) -> Self {
        Self { raw }
    }

    /// A cell's place, as people write it.
    pub(super) fn place(&self, row: u32, column: u32) -> Place {
        Place::cell(&self.raw.name, CellRef::new(row, column))
    }

    /// The columns in which one of these rows holds something, in order; below a merged heading also those that it covers.
    pub(super) fn columns(&self, from: u32, below: u32) -> impl Iterator<Item = u32> + use<> {
        let filled = self.raw.rows.range(from..below).flat_map(|(_, cells)| cells.iter().map(|(column, _)| *column));
        let over = |area: &&Area| area.first.row >= from && area.first.row < below && area.last.column < 200 && !self.raw.rows.is_empty();
        let merged = self.raw.merged.iter().filter(over).flat_map(|area| area.first.column..=area.last.column);
        let columns: std::collections::BTreeSet<u32> = filled.chain(merged).collect();
        columns.into_iter()
    }

    /// The rows from here on in which something stands.
    pub(super) fn rows(&self, from: u32) -> impl Iterator<Item = u32> + '_ {
        self.raw.rows.range(from..).filter(|(_, cells)| cells.iter().any(|(_, value)| !shown(value).is_empty())).map(|(row, _)| *row)
    }

    /// The cells of a row.
    pub(super) fn cells(&self, row: u32) -> &'a [(u32, RawValue)] {
        self.raw.rows.get(&row).map_or(&[], Vec::as_slice)
    }

    /// A cell as a person reads it; blank where nothing stands.
    pub(super) fn text(&self, row: u32, column: u32) -> String {
        self.raw.get(CellRef::new(row, column)).map_or(String::new(), shown)
    }

    /// The same where a merged area shows it in all of its cells.
    pub(super) fn merged_text(&self, row: u32, column: u32) -> String {
        let own = self.text(row, column);
        if !own.is_empty() {
            return own;
        }
        self.area(row, column).map_or(String::new(), |area| self.text(area.first.row, area.first.column))
    }

    /// The merged area that covers a cell.
    pub(super) fn area(&self, row: u32, column: u32) -> Option<Area> {
        let covers =
            |area: &&Area| (area.first.row..=area.last.row).contains(&row) && (area.first.column..=area.last.column).contains(&column);
        self.raw.merged.iter().find(covers).copied()
    }

    /// A day that a cell says, whatever merged area it is of.
    pub(super) fn day(&self, row: u32, column: u32) -> Option<NaiveDate> {
        let at = self.area(row, column).map_or(CellRef::new(row, column), |area| area.first);
        match self.raw.get(at)? {
            RawValue::DateTime(at) => Some(at.date()),
            RawValue::Text(text) => dates::read(text).filter(|reading| !reading.swapped).map(|reading| reading.day),
            RawValue::Number(_) | RawValue::Percent(_) | RawValue::Bool(_) | RawValue::Error(_) => None,
        }
    }

    /// Is the row hidden?
    pub(super) fn is_hidden(&self, row: u32) -> bool {
        self.raw.hidden_rows.contains(&row)
    }
}

/// Words without marks, signs, and what stands in brackets: "Thời hạn (quý)" is "thoi han".
pub(super) fn flat(text: &str) -> String {
    let mut depth = 0u32;
    let mut plain = String::new();
    for c in normalise::unaccented(text).chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(if c.is_alphanumeric() { c } else { ' ' }),
            _ => {}
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number without marks for thousands: an ordinal 1.1 is `1,1`.
fn plain(number: Decimal) -> String {
    number.normalize().to_string().replace('.', ",")
}

/// A value as people read it; an error value shows nothing that could be taken.
fn shown(value: &RawValue) -> String {
    match value {
        RawValue::Text(text) => normalise::display(text),
        RawValue::Number(number) => numbers::decimal_from_f64(*number).map_or_else(|| number.to_string(), plain),
        RawValue::Percent(number) => numbers::percent_from_f64(*number).map_or_else(|| number.to_string(), |n| format!("{}%", plain(n))),
        RawValue::Bool(value) => if *value { "x" } else { "" }.to_owned(),
        RawValue::DateTime(at) if at.time() == NaiveTime::MIN => format::date(at.date()),
        RawValue::DateTime(at) => format!("{} {}", at.format("%H:%M"), format::date(at.date())),
        RawValue::Error(_) => String::new(),
    }
}
