//! `tonghop.toml` as values. Every mistake is told at once, each with its line and key; an unknown key is a mistake
//! with a suggestion, because a key that is silently ignored is a setting that somebody believes in.

mod defaults;
mod entries;
mod known_doubts;
mod reading;
mod rule_changes;
mod tables;
#[cfg(test)]
mod tests;

use super::disk::Disk;
use super::failure::Failure;
use super::files;
use super::inbox::ANSWERS;
use crate::model::config::{Config, Desk, Layout};
use crate::model::period::Period;
pub use defaults::defaults;
use reading::{Reading, line};
use std::path::Path;
use toml::de::DeTable;

/// The name of the file in a workspace.
pub const FILE: &str = "tonghop.toml";

/// The name of the copy beside it that was valid.
pub const COPY: &str = "tonghop.toml.hop-le";

const TEMPLATE: &str = include_str!("../../../templates/tonghop.toml");

/// Reads and checks the configuration of a workspace, or the copy beside it; with the very bytes that say it.
pub fn load(disk: &Disk, workspace: &Path, name: &str) -> Result<(Config, Vec<u8>), Failure> {
    let path = workspace.join(name);
    // Without a configuration nothing can be done: that is no matter of one unreadable input.
    let unread = |failure: Failure| match failure {
        Failure::Io { cause, .. } => {
            Failure::Config { file: path.display().to_string(), problems: vec![format!("không đọc được tệp: {cause}")] }
        }
        other => other,
    };
    let bytes = files::read(disk, &path).map_err(unread)?;
    match parse(&files::text(&path, &bytes).map_err(unread)?, FILE) {
        Ok(config) => Ok((config, bytes)),
        Err(problems) => Err(Failure::Config { file: path.display().to_string(), problems }),
    }
}

/// A fresh `tonghop.toml` for a desk that begins with this week: every key with its meaning and default, all but
/// `[desk] code`, `[schedule] from` and what is known of the desk commented out.
///
/// `answers_in_folders`: each run puts an office's answers into its own folder of the inbox.
pub fn template(desk: &Desk, from: Period, answers_in_folders: bool) -> String {
    let usual = defaults(desk.code.clone()).desk;
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let lines = |lines: &[String]| toml::Value::Array(lines.iter().cloned().map(toml::Value::String).collect()).to_string();
    let layout = match desk.layout {
        Layout::State => "state",
        Layout::Party => "party",
    };
    let known = [
        ("name", quoted(&desk.name), desk.name != usual.name),
        ("layout", quoted(layout), desk.layout != usual.layout),
        ("place", quoted(&desk.place), desk.place != usual.place),
        ("heading", lines(&desk.heading), desk.heading != usual.heading),
        ("addressees", lines(&desk.addressees), desk.addressees != usual.addressees),
        ("signature", lines(&desk.signature), desk.signature != usual.signature),
        ("recipients", lines(&desk.recipients), desk.recipients != usual.recipients),
        ("admitters", lines(&desk.admitters), desk.admitters != usual.admitters),
    ];
    let mut table = "";
    let mut line = |line: &'static str| {
        if line.starts_with('[') {
            table = line;
        }
        let of_desk = || {
            let (key, value, _) = known.iter().find(|(key, _, said)| *said && line.starts_with(&format!("# {key} = ")))?;
            Some(format!("{key} = {value}\n"))
        };
        match line {
            _ if line.starts_with("code = ") => format!("code = {}\n", quoted(desk.code.as_str())),
            _ if answers_in_folders && line.starts_with("# feedback = ") => format!("feedback = \"nop/{{folder}}/{ANSWERS}\"\n"),
            _ if table == "[schedule]" && line.starts_with("# from = ") => format!("from = {}\n", quoted(&from.to_string())),
            _ => of_desk().filter(|_| table == "[desk]").unwrap_or_else(|| format!("{line}\n")),
        }
    };
    TEMPLATE.lines().map(&mut line).collect()
}

/// What to do about a path of Windows between double quotes, where a backslash and a letter are one character.
const BACKSLASH: &str = "đường dẫn có dấu \\ phải đặt trong dấu nháy đơn, ví dụ 'D:\\nop'";

/// Does a line, from 1, have a backslash behind a double quote?
fn has_backslash(toml: &str, line: usize) -> bool {
    toml.lines().nth(line.saturating_sub(1)).and_then(|line| line.split_once('"')).is_some_and(|(_, after)| after.contains('\\'))
}

/// Reads a configuration; on mistakes all of them, in Vietnamese, each starting with `file` and the line.
pub fn parse(toml: &str, file: &str) -> Result<Config, Vec<String>> {
    let toml = toml.strip_prefix('\u{feff}').unwrap_or(toml);
    let (root, errors) = DeTable::parse_recoverable(toml);
    if !errors.is_empty() {
        let at = |span: Option<std::ops::Range<usize>>| line(toml, span.map_or(0, |s| s.start));
        let told = |e: &toml::de::Error| match at(e.span()) {
            at if has_backslash(toml, at) => format!("{file}, dòng {at}: {BACKSLASH}"),
            at => format!("{file}, dòng {at}: sai cú pháp TOML ({}); chữ phải đặt trong dấu \"…\"", e.message()),
        };
        let mut told: Vec<String> = errors.iter().map(told).collect();
        told.dedup();
        return Err(told);
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
