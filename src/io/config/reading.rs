//! A TOML file read key by key: each kind of value with its mistakes, keys that nobody knows with a suggestion.

use crate::model::cutoff::WeekTime;
use crate::text;
use chrono::{NaiveTime, Weekday};
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys of each table, in the order of the template. The table without a name is the top of the file.
pub(super) const KEYS: [(&str, &[&str]); 13] = [
    ("", &["rehearsal"]),
    (
        "desk",
        &[
            "code",
            "name",
            "layout",
            "place",
            "heading",
            "addressees",
            "signature",
            "recipients",
            "decides",
            "decides_heading",
            "tiles",
            "admitters",
        ],
    ),
    ("folders", &["inbox", "forms", "feedback", "products", "records", "mounts"]),
    ("schedule", &["cadence", "anchor", "submit", "desks", "release", "release_auto_minutes", "holiday_rule", "from"]),
    (
        "policy",
        &["late_reports", "settle_seconds", "settle_seconds_remote", "unproven_gap_minutes", "due_soon_days", "log_weeks", "compare_with"],
    ),
    ("keeping", &["backup_days", "draft_weeks"]),
    ("rules", &["off", "change"]),
    ("proof", &["command"]),
    ("notify", &["command", "smtp", "smtp_security", "smtp_user", "from", "to", "events", "list_minutes", "unreleased_minutes"]),
    ("doctor", &["known"]),
    ("products", &["html"]),
    (
        "limits",
        &[
            "file_bytes_max",
            "child_memory_bytes",
            "file_seconds_max",
            "cells_max",
            "text_bytes_max",
            "rows_max",
            "columns_max",
            "zip_entries_max",
            "zip_part_bytes_max",
            "zip_total_bytes_max",
            "operation_seconds_max",
            "folder_entries_max",
        ],
    ),
    (
        "lights",
        &[
            "task_lag_points",
            "commune_yellow_from",
            "target_yellow_percent",
            "agency_in_time_percent",
            "agency_overdue_red",
            "agency_overdue_days_red",
        ],
    ),
];

/// A file as it is read.
pub(super) struct Reading<'t> {
    pub(super) toml: &'t str,
    pub(super) file: &'t str,
    pub(super) root: &'t DeTable<'t>,
    /// Each mistake with the line it stands in, from 1.
    pub(super) problems: Vec<(usize, String)>,
}

impl<'t> Reading<'t> {
    pub(super) fn get(&self, table: &str, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        let table = if table.is_empty() { self.root } else { self.root.get(table)?.get_ref().as_table()? };
        table.get(key)
    }

    pub(super) fn flag(&mut self, table: &str, key: &str, into: &mut bool) {
        if let Some(value) = self.get(table, key) {
            match value.get_ref().as_bool() {
                Some(flag) => *into = flag,
                None => self.wrong(table, key, value, "chỉ nhận true hoặc false, không đặt trong dấu \"…\""),
            }
        }
    }

    pub(super) fn text(&mut self, table: &str, key: &str, into: &mut String) {
        if let Some(value) = self.get(table, key) {
            match value.get_ref().as_str() {
                Some(text) => *into = text::normalise::display(text),
                None => self.wrong(table, key, value, "phải là chữ đặt trong dấu \"…\""),
            }
        }
    }

    /// A path of Windows in double quotes: `"D:\nop"` is a colon, a line break and `op`, and nobody finds such a folder.
    pub(super) fn no_control(&mut self, table: &str, key: &str) {
        let Some(value) = self.get(table, key) else { return };
        let broken = |item: &DeValue<'_>| item.as_str().is_some_and(|text| text.chars().any(char::is_control));
        let whole = value.get_ref();
        if broken(whole) || whole.as_array().is_some_and(|items| items.iter().any(|item| broken(item.get_ref()))) {
            let written = self.toml.get(value.span()).unwrap_or_default().trim_matches('"');
            let example = if whole.is_str() && !written.contains(['\'', '\n']) { written } else { r"D:\nop" };
            self.wrong(table, key, value, &format!("đường dẫn có dấu \\ phải đặt trong dấu nháy đơn: '{example}'"));
        }
    }

    pub(super) fn texts(&mut self, table: &str, key: &str, into: &mut Vec<String>) {
        let Some(value) = self.get(table, key) else { return };
        let items = value
            .get_ref()
            .as_array()
            .map(|array| array.iter().map(|item| item.get_ref().as_str().map(text::normalise::display)).collect::<Option<Vec<String>>>());
        match items.flatten() {
            Some(items) => *into = items,
            None => self.wrong(table, key, value, "phải là danh sách chữ, ví dụ [\"dòng một\", \"dòng hai\"]"),
        }
    }

    pub(super) fn number<N: TryFrom<u64> + Copy + Into<u64>>(
        &mut self,
        table: &str,
        key: &str,
        allowed: RangeInclusive<u64>,
        into: &mut N,
    ) {
        let Some(value) = self.get(table, key) else { return };
        let number = value.get_ref().as_integer().and_then(|i| u64::from_str_radix(i.as_str().trim_start_matches('+'), i.radix()).ok());
        match number.filter(|n| allowed.contains(n)).and_then(|n| N::try_from(n).ok()) {
            Some(number) => *into = number,
            None => self.wrong(table, key, value, &format!("phải là số nguyên từ {} đến {}", allowed.start(), allowed.end())),
        }
    }

    pub(super) fn choice<T: Copy>(&mut self, table: &str, key: &str, choices: &[(&str, T)], into: &mut T) {
        let Some(value) = self.get(table, key) else { return };
        match choices.iter().find(|(word, _)| value.get_ref().as_str() == Some(word)) {
            Some((_, choice)) => *into = *choice,
            None => {
                let words: Vec<String> = choices.iter().map(|(word, _)| format!("\"{word}\"")).collect();
                self.wrong(table, key, value, &format!("chỉ nhận {}", words.join(", ")));
            }
        }
    }

    pub(super) fn week_time(&mut self, key: &str, into: &mut WeekTime) {
        let Some(value) = self.get("schedule", key) else { return };
        match value.get_ref().as_str().and_then(week_time) {
            Some(at) => *into = at,
            None => self.wrong("schedule", key, value, "phải có dạng \"Fri 11:00\" (thứ Mon, Tue, Wed, Thu, Fri, Sat, Sun và giờ:phút)"),
        }
    }

    pub(super) fn unknown_keys(&mut self) {
        let (_, top) = KEYS[0];
        let tables: Vec<&str> = KEYS.iter().map(|(table, _)| *table).filter(|table| !table.is_empty()).collect();
        for (key, value) in self.root {
            if let Some((table, known)) = KEYS.iter().find(|(table, _)| !table.is_empty() && *table == key.get_ref().as_ref()) {
                self.unknown_in(table, known, value);
            } else if !top.contains(&key.get_ref().as_ref()) {
                let known: Vec<&str> = top.iter().chain(&tables).copied().collect();
                self.unknown(key, key.get_ref(), &known);
            }
        }
    }

    fn unknown_in(&mut self, table: &str, known: &[&str], value: &'t Spanned<DeValue<'t>>) {
        let Some(inner) = value.get_ref().as_table() else {
            return self.problem(value.span().start, format!("“{table}” là tên một mục, phải viết [{table}] trên một dòng riêng"));
        };
        for key in inner.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            self.unknown(key, &format!("[{table}] {}", key.get_ref()), known);
        }
    }

    /// `shown` is the key with its table. The nearest known key is only suggested; where the key belongs to another
    /// table, that is said instead.
    fn unknown(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, shown: &str, known: &[&str]) {
        let typed = key.get_ref().as_ref();
        let elsewhere = KEYS.iter().find(|(_, keys)| keys.contains(&typed)).map(|(table, _)| *table);
        let nearest = known
            .iter()
            .map(|k| (strsim::damerau_levenshtein(typed, k), *k))
            .filter(|(distance, k)| *distance <= 1 + k.len().min(typed.len()) / 4)
            .min();
        let suggestion = match (elsewhere, nearest) {
            (Some(""), _) => format!("; “{typed}” đứng ở đầu tệp, trước mọi mục"),
            (Some(table), _) => format!("; “{typed}” thuộc mục [{table}]"),
            (None, Some((_, nearest))) => format!("; có phải “{nearest}”?"),
            (None, None) => format!("; các khóa dùng được: {}", known.join(", ")),
        };
        self.problem(key.span().start, format!("khóa {} không có trong cấu hình{suggestion}", text::format::quote(shown)));
    }

    pub(super) fn wrong(&mut self, table: &str, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let table = if table.is_empty() { String::new() } else { format!("[{table}] ") };
        let written = self.toml.get(value.span()).unwrap_or_default();
        let written = text::format::quote(written);
        self.problem(value.span().start, format!("khóa {table}{key} ghi {written}: {expected}"));
    }

    pub(super) fn problem(&mut self, at: usize, text: String) {
        let line = line(self.toml, at);
        self.problems.push((line, format!("{}, dòng {line}: {text}", self.file)));
    }
}

/// `Fri 11:00`; three letters of the English day, whatever their case.
fn week_time(text: &str) -> Option<WeekTime> {
    let (day, time) = text.trim().split_once(' ')?;
    let day = match day.to_ascii_lowercase().as_str() {
        "mon" => Weekday::Mon,
        "tue" => Weekday::Tue,
        "wed" => Weekday::Wed,
        "thu" => Weekday::Thu,
        "fri" => Weekday::Fri,
        "sat" => Weekday::Sat,
        "sun" => Weekday::Sun,
        _ => return None,
    };
    Some(WeekTime { day, time: NaiveTime::parse_from_str(time.trim(), "%H:%M").ok()? })
}

/// The line of a byte, from 1.
pub(super) fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}
