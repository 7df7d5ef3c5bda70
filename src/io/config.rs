//! `tonghop.toml` as values. Every mistake is told at once, each with its line and key; an unknown key is a mistake
//! with a suggestion, because a key that is silently ignored is a setting that somebody believes in.

use super::disk::Disk;
use super::failure::Failure;
use super::files;
use crate::model::agency::AgencyCode;
use crate::model::config::{Config, Desk, Folders, LateReports, Layout, Lights, Limits, Policy, RulePolicy};
use crate::model::cutoff::{Cadence, HolidayRule, Schedule, WeekTime};
use crate::text;
use chrono::{NaiveTime, Weekday};
use std::ops::RangeInclusive;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The name of the file in a workspace.
pub const FILE: &str = "tonghop.toml";

const TEMPLATE: &str = include_str!("../../templates/tonghop.toml");

/// Keys of each table, in the order of the template. The table without a name is the top of the file.
const KEYS: [(&str, &[&str]); 8] = [
    ("", &["rehearsal"]),
    ("desk", &["code", "name", "layout", "place", "heading", "signature", "recipients", "admitters"]),
    ("folders", &["inbox", "forms", "feedback", "products", "records", "mounts"]),
    ("schedule", &["cadence", "anchor", "submit", "release", "release_auto_minutes", "holiday_rule"]),
    ("policy", &["late_reports", "settle_seconds", "settle_seconds_remote", "unproven_gap_minutes", "due_soon_days", "log_weeks"]),
    ("rules", &["off"]),
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

/// The configuration of a desk that says nothing but its code.
pub fn defaults(code: AgencyCode) -> Config {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
    Config {
        rehearsal: false,
        desk: Desk {
            code,
            name: String::new(),
            layout: Layout::State,
            place: String::new(),
            heading: Vec::new(),
            signature: Vec::new(),
            recipients: Vec::new(),
            admitters: Vec::new(),
        },
        folders: Folders {
            inbox: "nop".to_owned(),
            forms: "mau".to_owned(),
            feedback: "phan-hoi".to_owned(),
            products: "ket-qua".to_owned(),
            records: "so-tiep-nhan".to_owned(),
            mounts: false,
        },
        schedule: Schedule {
            cadence: Cadence::Weekly,
            submit: WeekTime { day: Weekday::Fri, time: time(11, 0) },
            release: WeekTime { day: Weekday::Fri, time: time(15, 30) },
            release_auto_minutes: 10,
            holiday_rule: HolidayRule::Earlier,
        },
        policy: Policy {
            late_reports: LateReports::Exclude,
            settle_seconds: 10,
            settle_seconds_remote: 60,
            unproven_gap_minutes: 60,
            due_soon_days: 7,
            log_weeks: 26,
        },
        rules: RulePolicy::default(),
        limits: Limits::DEFAULT,
        lights: Lights::DEFAULT,
    }
}

/// Reads and checks the configuration of a workspace; with the very bytes that say it.
pub fn load(disk: &Disk, workspace: &Path) -> Result<(Config, Vec<u8>), Failure> {
    let path = workspace.join(FILE);
    let bytes = files::read(disk, &path)?;
    match parse(&files::text(&path, &bytes)?, FILE) {
        Ok(config) => Ok((config, bytes)),
        Err(problems) => Err(Failure::Config { file: path.display().to_string(), problems }),
    }
}

/// A fresh `tonghop.toml` for a desk: every key with its meaning and default, all but `[desk] code` commented out.
pub fn template(code: &str) -> String {
    let quoted = toml::Value::String(code.to_owned()).to_string();
    let lines = TEMPLATE.lines().map(|line| if line.starts_with("code = ") { format!("code = {quoted}\n") } else { format!("{line}\n") });
    lines.collect()
}

/// Reads a configuration; on mistakes all of them, in Vietnamese, each starting with `file` and the line.
pub fn parse(toml: &str, file: &str) -> Result<Config, Vec<String>> {
    let toml = toml.strip_prefix('\u{feff}').unwrap_or(toml);
    let (root, errors) = DeTable::parse_recoverable(toml);
    if !errors.is_empty() {
        let at = |span: Option<std::ops::Range<usize>>| line(toml, span.map_or(0, |s| s.start));
        return Err(errors
            .iter()
            .map(|e| format!("{file}, dòng {}: sai cú pháp TOML ({}); chữ phải đặt trong dấu \"…\"", at(e.span()), e.message()))
            .collect());
    }
    let mut reading = Reading { toml, file, root: root.get_ref(), problems: Vec::new() };
    reading.unknown_keys();
    let config = reading.config();
    let mut problems = reading.problems;
    problems.sort_by_key(|(line, _)| *line);
    match config {
        Some(config) if problems.is_empty() => Ok(config),
        _ => Err(problems.into_iter().map(|(_, text)| text).collect()),
    }
}

struct Reading<'t> {
    toml: &'t str,
    file: &'t str,
    root: &'t DeTable<'t>,
    /// Line and text.
    problems: Vec<(usize, String)>,
}

impl<'t> Reading<'t> {
    fn config(&mut self) -> Option<Config> {
        let code = self.code();
        // Reading goes on without a code, so that the other mistakes are told in the same breath.
        let mut config = defaults(code.clone().or_else(|| AgencyCode::parse("XX"))?);
        self.flag("", "rehearsal", &mut config.rehearsal);
        self.desk(&mut config.desk);
        self.folders(&mut config.folders);
        self.schedule(&mut config.schedule);
        self.policy(&mut config.policy);
        self.texts("rules", "off", &mut config.rules.off);
        self.rule_codes(&config.rules.off);
        self.limits(&mut config.limits);
        self.lights(&mut config.lights);
        code.map(|_| config)
    }

    fn code(&mut self) -> Option<AgencyCode> {
        let Some(value) = self.get("desk", "code") else {
            let text =
                format!("{}: thiếu khóa bắt buộc [desk] code (mã của đầu mối trong danh mục DonVi), ví dụ code = \"SKHCN\"", self.file);
            self.problems.push((0, text));
            return None;
        };
        let code = value.get_ref().as_str().and_then(AgencyCode::parse);
        if code.is_none() {
            self.wrong("desk", "code", value, "phải là mã đơn vị trong dấu \"…\": 2 đến 20 chữ cái không dấu, chữ số, dấu gạch ngang");
        }
        code
    }

    fn desk(&mut self, desk: &mut Desk) {
        self.text("desk", "name", &mut desk.name);
        self.choice("desk", "layout", &[("state", Layout::State), ("party", Layout::Party)], &mut desk.layout);
        self.text("desk", "place", &mut desk.place);
        self.texts("desk", "heading", &mut desk.heading);
        self.texts("desk", "signature", &mut desk.signature);
        self.texts("desk", "recipients", &mut desk.recipients);
        self.texts("desk", "admitters", &mut desk.admitters);
    }

    fn folders(&mut self, folders: &mut Folders) {
        for (key, folder) in [
            ("inbox", &mut folders.inbox),
            ("forms", &mut folders.forms),
            ("feedback", &mut folders.feedback),
            ("products", &mut folders.products),
            ("records", &mut folders.records),
        ] {
            self.text("folders", key, folder);
            if folder.is_empty()
                && let Some(value) = self.get("folders", key)
            {
                self.wrong("folders", key, value, "không được để trống");
            }
        }
        self.flag("folders", "mounts", &mut folders.mounts);
        let all = [&folders.inbox, &folders.forms, &folders.feedback, &folders.products, &folders.records];
        for (index, folder) in all.iter().enumerate() {
            if all.iter().take(index).any(|other| other == folder) {
                let text = format!("{}: [folders] có hai khóa cùng trỏ tới “{folder}”; mỗi khóa cần một thư mục riêng", self.file);
                self.problems.push((usize::MAX, text));
            }
        }
    }

    fn schedule(&mut self, schedule: &mut Schedule) {
        self.cadence(&mut schedule.cadence);
        self.week_time("submit", &mut schedule.submit);
        self.week_time("release", &mut schedule.release);
        self.number("schedule", "release_auto_minutes", 0..=1440, &mut schedule.release_auto_minutes);
        let rules = [("earlier", HolidayRule::Earlier), ("later", HolidayRule::Later), ("skip", HolidayRule::Skip)];
        self.choice("schedule", "holiday_rule", &rules, &mut schedule.holiday_rule);
        let order = |at: WeekTime| (at.day.num_days_from_monday(), at.time);
        if order(schedule.submit) >= order(schedule.release) {
            let text = format!("{}: [schedule] submit (hạn nộp) phải trước release (hạn tổng hợp) trong cùng tuần", self.file);
            self.problems.push((usize::MAX, text));
        }
    }

    /// A fortnight needs a week to count from; any other cadence has no use for one.
    fn cadence(&mut self, cadence: &mut Cadence) {
        let mut anchor = String::new();
        self.text("schedule", "anchor", &mut anchor);
        let week = text::period::read(&anchor);
        if let Some(value) = self.get("schedule", "anchor").filter(|_| !anchor.is_empty() && week.is_none()) {
            self.wrong("schedule", "anchor", value, "phải là một tuần có báo cáo, ví dụ \"2025-W28\" hoặc \"28/2025\"");
            return;
        }
        // Without an anchor the mistake is told below, and this value is never used.
        let biweekly = week.map(|anchor| Cadence::Biweekly { anchor });
        let choices = [
            ("weekly", Some(Cadence::Weekly)),
            ("biweekly", biweekly),
            ("monthly", Some(Cadence::Monthly)),
            ("quarterly", Some(Cadence::Quarterly)),
            ("adhoc", Some(Cadence::AdHoc)),
        ];
        let mut chosen = Some(*cadence);
        self.choice("schedule", "cadence", &choices, &mut chosen);
        match (chosen, week, self.get("schedule", "cadence"), self.get("schedule", "anchor")) {
            (None, _, Some(value), _) => {
                let expected = "cần thêm khóa anchor: một tuần có báo cáo để đếm hai tuần một lần, ví dụ anchor = \"2025-W28\"";
                self.wrong("schedule", "cadence", value, expected);
            }
            (Some(cadence), Some(_), _, Some(value)) if !matches!(cadence, Cadence::Biweekly { .. }) => {
                self.wrong("schedule", "anchor", value, "chỉ dùng với cadence = \"biweekly\"; đề nghị bỏ khóa này hoặc sửa cadence");
            }
            (Some(chosen), ..) => *cadence = chosen,
            (None, ..) => {}
        }
    }

    fn policy(&mut self, policy: &mut Policy) {
        let late = [("exclude", LateReports::Exclude), ("include", LateReports::Include)];
        self.choice("policy", "late_reports", &late, &mut policy.late_reports);
        self.number("policy", "settle_seconds", 0..=600, &mut policy.settle_seconds);
        self.number("policy", "settle_seconds_remote", 0..=600, &mut policy.settle_seconds_remote);
        self.number("policy", "unproven_gap_minutes", 1..=10_080, &mut policy.unproven_gap_minutes);
        self.number("policy", "due_soon_days", 0..=365, &mut policy.due_soon_days);
        self.number("policy", "log_weeks", 1..=1040, &mut policy.log_weeks);
    }

    fn rule_codes(&mut self, codes: &[String]) {
        for code in codes {
            let mut chars = code.chars();
            let fits = chars.next().is_some_and(|c| c.is_ascii_uppercase()) && code.len() == 3 && chars.all(|c| c.is_ascii_digit());
            if !fits && let Some(value) = self.get("rules", "off") {
                self.problem(value.span().start, format!("khóa [rules] off: “{code}” không phải mã quy tắc; mã có dạng \"N30\""));
            }
        }
    }

    fn limits(&mut self, limits: &mut Limits) {
        const TERA: u64 = 1 << 40;
        self.number("limits", "file_bytes_max", 1024..=TERA, &mut limits.file_bytes_max);
        self.number("limits", "child_memory_bytes", 64 << 20..=TERA, &mut limits.child_memory_bytes);
        self.number("limits", "file_seconds_max", 1..=3600, &mut limits.file_seconds_max);
        self.number("limits", "cells_max", 1..=TERA, &mut limits.cells_max);
        self.number("limits", "text_bytes_max", 1024..=TERA, &mut limits.text_bytes_max);
        self.number("limits", "rows_max", 1..=1_048_576, &mut limits.rows_max);
        self.number("limits", "columns_max", 1..=16_384, &mut limits.columns_max);
        self.number("limits", "zip_entries_max", 1..=1_000_000, &mut limits.zip_entries_max);
        self.number("limits", "zip_part_bytes_max", 1024..=TERA, &mut limits.zip_part_bytes_max);
        self.number("limits", "zip_total_bytes_max", 1024..=TERA, &mut limits.zip_total_bytes_max);
        self.number("limits", "operation_seconds_max", 1..=3600, &mut limits.operation_seconds_max);
        self.number("limits", "folder_entries_max", 10..=1_000_000, &mut limits.folder_entries_max);
    }

    fn lights(&mut self, lights: &mut Lights) {
        self.number("lights", "task_lag_points", 0..=100, &mut lights.task_lag_points);
        self.number("lights", "commune_yellow_from", 0..=1000, &mut lights.commune_yellow_from);
        self.number("lights", "target_yellow_percent", 0..=100, &mut lights.target_yellow_percent);
        self.number("lights", "agency_in_time_percent", 0..=100, &mut lights.agency_in_time_percent);
        self.number("lights", "agency_overdue_red", 1..=1000, &mut lights.agency_overdue_red);
        self.number("lights", "agency_overdue_days_red", 0..=3650, &mut lights.agency_overdue_days_red);
    }

    fn get(&self, table: &str, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        let table = if table.is_empty() { self.root } else { self.root.get(table)?.get_ref().as_table()? };
        table.get(key)
    }

    fn flag(&mut self, table: &str, key: &str, into: &mut bool) {
        if let Some(value) = self.get(table, key) {
            match value.get_ref().as_bool() {
                Some(flag) => *into = flag,
                None => self.wrong(table, key, value, "chỉ nhận true hoặc false, không đặt trong dấu \"…\""),
            }
        }
    }

    fn text(&mut self, table: &str, key: &str, into: &mut String) {
        if let Some(value) = self.get(table, key) {
            match value.get_ref().as_str() {
                Some(text) => *into = text::normalise::display(text),
                None => self.wrong(table, key, value, "phải là chữ đặt trong dấu \"…\""),
            }
        }
    }

    fn texts(&mut self, table: &str, key: &str, into: &mut Vec<String>) {
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

    fn number<N: TryFrom<u64> + Copy + Into<u64>>(&mut self, table: &str, key: &str, allowed: RangeInclusive<u64>, into: &mut N) {
        let Some(value) = self.get(table, key) else { return };
        let number = value.get_ref().as_integer().and_then(|i| u64::from_str_radix(i.as_str().trim_start_matches('+'), i.radix()).ok());
        match number.filter(|n| allowed.contains(n)).and_then(|n| N::try_from(n).ok()) {
            Some(number) => *into = number,
            None => self.wrong(table, key, value, &format!("phải là số nguyên từ {} đến {}", allowed.start(), allowed.end())),
        }
    }

    fn choice<T: Copy>(&mut self, table: &str, key: &str, choices: &[(&str, T)], into: &mut T) {
        let Some(value) = self.get(table, key) else { return };
        match choices.iter().find(|(word, _)| value.get_ref().as_str() == Some(word)) {
            Some((_, choice)) => *into = *choice,
            None => {
                let words: Vec<String> = choices.iter().map(|(word, _)| format!("\"{word}\"")).collect();
                self.wrong(table, key, value, &format!("chỉ nhận {}", words.join(", ")));
            }
        }
    }

    fn week_time(&mut self, key: &str, into: &mut WeekTime) {
        let Some(value) = self.get("schedule", key) else { return };
        match value.get_ref().as_str().and_then(week_time) {
            Some(at) => *into = at,
            None => self.wrong("schedule", key, value, "phải có dạng \"Fri 11:00\" (thứ Mon, Tue, Wed, Thu, Fri, Sat, Sun và giờ:phút)"),
        }
    }

    fn unknown_keys(&mut self) {
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

    fn wrong(&mut self, table: &str, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let table = if table.is_empty() { String::new() } else { format!("[{table}] ") };
        let written = self.toml.get(value.span()).unwrap_or_default();
        let written = text::format::quote(written);
        self.problem(value.span().start, format!("khóa {table}{key} ghi {written}: {expected}"));
    }

    fn problem(&mut self, at: usize, text: String) {
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
fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skhcn() -> Config {
        defaults(AgencyCode::parse("SKHCN").unwrap())
    }

    fn problems(toml: &str) -> Vec<String> {
        parse(toml, "tonghop.toml").unwrap_err()
    }

    #[test]
    fn a_code_is_enough() {
        assert_eq!(parse("[desk]\ncode = \"SKHCN\"\n", FILE).unwrap(), skhcn());
        assert_eq!(parse("\u{feff}[desk]\r\ncode = \"skhcn\"\r\n", FILE).unwrap(), skhcn(), "as Notepad saves it");
    }

    #[test]
    fn the_template_is_the_defaults() {
        assert_eq!(parse(&template("SKHCN"), FILE).unwrap(), skhcn());
        assert_eq!(parse(&template("X-THACHHA"), FILE).unwrap().desk.code.as_str(), "X-THACHHA");
    }

    /// Each commented key, made active, is accepted and says what the code does without it.
    #[test]
    fn every_key_of_the_template_shows_its_default() {
        let keys = KEYS.iter().flat_map(|(_, keys)| *keys).collect::<Vec<_>>();
        let is_setting = |line: &str| line.split_once(" = ").is_some_and(|(key, _)| keys.contains(&&key));
        let active: String = TEMPLATE
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(setting) if is_setting(setting) => format!("{setting}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        assert_eq!(parse(&active, FILE).unwrap(), skhcn());
        let parsed = DeTable::parse(&active).unwrap();
        for (table, keys) in KEYS {
            let reading = Reading { toml: &active, file: FILE, root: parsed.get_ref(), problems: Vec::new() };
            for key in keys {
                assert!(reading.get(table, key).is_some(), "[{table}] {key} is not in the template");
            }
        }
    }

    #[test]
    fn everything_can_be_set() {
        let toml = r#"
rehearsal = true
[desk]
code = "VPTU"
layout = "party"
heading = ["TỈNH ỦY HÀ TĨNH", "VĂN PHÒNG"]
admitters = ["Nguyễn Văn A"]
[folders]
inbox = "/srv/nop"
feedback = "/srv/nop/{folder}/phan-hoi"
[schedule]
submit = "thu 16:30"
release = "Fri 09:00"
release_auto_minutes = 0
holiday_rule = "skip"
[policy]
late_reports = "include"
settle_seconds = 0
[rules]
off = ["N30"]
[limits]
cells_max = 0x1000
[lights]
agency_overdue_red = 5
"#;
        let config = parse(toml, FILE).unwrap();
        assert!(config.rehearsal);
        assert_eq!((config.desk.layout, config.desk.heading.len()), (Layout::Party, 2));
        assert_eq!(config.folders.inbox, "/srv/nop");
        assert_eq!(config.schedule.submit, WeekTime { day: Weekday::Thu, time: NaiveTime::from_hms_opt(16, 30, 0).unwrap() });
        assert_eq!((config.schedule.release_auto_minutes, config.schedule.holiday_rule), (0, HolidayRule::Skip));
        assert_eq!((config.policy.late_reports, config.policy.settle_seconds), (LateReports::Include, 0));
        assert_eq!(config.rules.off, ["N30"]);
        assert_eq!((config.limits.cells_max, config.lights.agency_overdue_red), (4096, 5));
    }

    #[test]
    fn cadences() {
        let cadence = |lines: &str| parse(&format!("[desk]\ncode = \"SKHCN\"\n[schedule]\n{lines}\n"), FILE).unwrap().schedule.cadence;
        let anchor = crate::model::period::Period::parse_id("2025-W28").unwrap();
        for (lines, expected) in [
            ("", Cadence::Weekly),
            ("cadence = \"weekly\"\nanchor = \"\"", Cadence::Weekly),
            ("cadence = \"biweekly\"\nanchor = \"2025-W28\"", Cadence::Biweekly { anchor }),
            ("anchor = \"Tuần 28/2025\"\ncadence = \"biweekly\"", Cadence::Biweekly { anchor }),
            ("cadence = \"monthly\"", Cadence::Monthly),
            ("cadence = \"quarterly\"", Cadence::Quarterly),
            ("cadence = \"adhoc\"", Cadence::AdHoc),
        ] {
            assert_eq!(cadence(lines), expected, "{lines}");
        }
    }

    #[test]
    fn each_mistake_names_line_and_key_and_the_way_out() {
        let table = [
            ("name = \"x\"", "dòng 2: khóa name không có trong cấu hình; “name” thuộc mục [desk]"),
            ("[shedule]", "dòng 2: khóa shedule không có trong cấu hình; có phải “schedule”?"),
            ("[schedule]\nsubmitt = \"Fri 11:00\"", "dòng 3: khóa [schedule] submitt không có trong cấu hình; có phải “submit”?"),
            ("[schedule]\nrehearsal = true", "“rehearsal” đứng ở đầu tệp, trước mọi mục"),
            ("[policy]\nzzzzzzzz = 1", "các khóa dùng được: late_reports, settle_seconds"),
            ("[schedule]\nsubmit = \"Friday 11:00\"", "dòng 3: khóa [schedule] submit ghi \"Friday 11:00\": phải có dạng \"Fri 11:00\""),
            ("[schedule]\nsubmit = \"Fri 24:00\"", "phải có dạng"),
            ("[schedule]\ncadence = \"daily\"", "chỉ nhận \"weekly\", \"biweekly\", \"monthly\", \"quarterly\", \"adhoc\""),
            ("[schedule]\ncadence = \"biweekly\"", "dòng 3: khóa [schedule] cadence ghi \"biweekly\": cần thêm khóa anchor"),
            (
                "[schedule]\ncadence = \"biweekly\"\nanchor = \"tuần trước\"",
                "dòng 4: khóa [schedule] anchor ghi \"tuần trước\": phải là một tuần",
            ),
            ("[schedule]\ncadence = \"monthly\"\nanchor = \"28/2025\"", "chỉ dùng với cadence = \"biweekly\""),
            ("[schedule]\nanchor = \"2025-W28\"", "chỉ dùng với cadence = \"biweekly\""),
            ("[schedule]\nsubmit = \"Fri 15:30\"", "submit (hạn nộp) phải trước release"),
            ("[schedule]\nholiday_rule = \"sooner\"", "chỉ nhận \"earlier\", \"later\", \"skip\""),
            ("[policy]\nsettle_seconds = -1", "dòng 3: khóa [policy] settle_seconds ghi -1: phải là số nguyên từ 0 đến 600"),
            ("[policy]\nsettle_seconds = \"10\"", "phải là số nguyên"),
            ("[policy]\nlate_reports = true", "chỉ nhận \"exclude\", \"include\""),
            ("[lights]\ntarget_yellow_percent = 101", "từ 0 đến 100"),
            ("[limits]\nrows_max = 5000000000", "từ 1 đến 1048576"),
            ("[rules]\noff = \"N30\"", "phải là danh sách chữ"),
            ("[rules]\noff = [\"30\"]", "“30” không phải mã quy tắc"),
            ("[folders]\ninbox = \"\"", "không được để trống"),
            ("[folders]\nforms = \"ket-qua\"", "mỗi khóa cần một thư mục riêng"),
            ("folders = \"nop\"", "phải viết [folders] trên một dòng riêng"),
            ("rehearsal = \"yes\"", "chỉ nhận true hoặc false"),
        ];
        for (lines, expected) in table {
            // The code stands below, so that tables of the test do not swallow it.
            let toml = format!("# đầu tệp\n{lines}\n[desk]\ncode = \"SKHCN\"\n");
            let found = problems(&toml);
            assert_eq!(found.len(), 1, "{lines}: {found:?}");
            assert!(found[0].starts_with("tonghop.toml") && found[0].contains(expected), "{lines}: {found:?}");
        }
    }

    #[test]
    fn mistakes_are_told_together_in_the_order_of_the_file() {
        let found = problems("rehearsal = 1\n[policy]\nlate_reports = \"maybe\"\n[lights]\nred = 1\n");
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[0].contains("thiếu khóa bắt buộc [desk] code"));
        assert!(found[1].contains("dòng 1") && found[2].contains("dòng 3") && found[3].contains("dòng 5"));
        assert!(problems("[desk]\ncode = \"SỞ\"\n")[0].contains("phải là mã đơn vị"));
    }

    #[test]
    fn bad_syntax_names_its_line() {
        let found = problems("[desk]\ncode = SKHCN\n");
        assert!(found[0].starts_with("tonghop.toml, dòng 2: sai cú pháp TOML"), "{found:?}");
        assert!(!problems("[desk\ncode = \"SKHCN\"").is_empty());
        assert!(!problems("[desk]\ncode = \"A1\"\ncode = \"B1\"").is_empty(), "a key twice");
    }
}
