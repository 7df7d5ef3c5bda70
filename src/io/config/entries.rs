//! Lists of tables, `[[table.key]]`: each entry with its keys, and its mistakes told with line and key.

use super::reading::Reading;
use crate::text;
use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One entry of a list of tables.
pub(super) struct Entry<'t> {
    /// As it is written: `[[rules.change]]`.
    name: String,
    known: &'static [&'static str],
    start: usize,
    pub(super) table: &'t DeTable<'t>,
}

impl Entry<'_> {
    /// A text, its spaces in order; `None` if the key is not there or holds something else.
    pub(super) fn word(&self, key: &str) -> Option<String> {
        self.table.get(key)?.get_ref().as_str().map(text::normalise::display)
    }
}

impl<'t> Reading<'t> {
    /// The entries of `[[table.key]]`; empty, with a mistake in the words of `shape`, if the key holds something else.
    pub(super) fn entries(&mut self, table: &str, key: &str, known: &'static [&'static str], shape: &str) -> Vec<Entry<'t>> {
        let Some(value) = self.get(table, key) else { return Vec::new() };
        let entry = |item: &'t Spanned<DeValue<'t>>| {
            let name = format!("[[{table}.{key}]]");
            Some(Entry { name, known, start: item.span().start, table: item.get_ref().as_table()? })
        };
        let entries = value.get_ref().as_array().and_then(|array| array.iter().map(entry).collect::<Option<Vec<_>>>());
        if entries.is_none() {
            self.wrong(table, key, value, shape);
        }
        entries.unwrap_or_default()
    }

    /// Tells the keys that an entry cannot have.
    pub(super) fn unknown_in_entry(&mut self, entry: &Entry<'_>) {
        for key in entry.table.keys().filter(|key| !entry.known.contains(&key.get_ref().as_ref())) {
            let known = entry.known.join(", ");
            self.problem(key.span().start, format!("khóa {} {} không có; các khóa dùng được: {known}", entry.name, key.get_ref()));
        }
    }

    /// A date, with or without quotation marks; `None` if the key is not there, or holds none, which is told.
    pub(super) fn day(&mut self, entry: &Entry<'_>, key: &str) -> Option<NaiveDate> {
        let value = entry.table.get(key)?;
        let day = self.toml.get(value.span()).and_then(|written| written.trim_matches(['"', '\'']).parse().ok());
        if day.is_none() {
            self.of_entry(entry, key, "phải là ngày dạng 2025-07-11");
        }
        day
    }

    /// A mistake of a key of an entry; told at the entry if the key is not there.
    pub(super) fn of_entry(&mut self, entry: &Entry<'_>, key: &str, expected: &str) {
        let at = entry.table.get(key).map_or(entry.start, |value| value.span().start);
        self.problem(at, format!("khóa {} {key}: {expected}", entry.name));
    }
}
