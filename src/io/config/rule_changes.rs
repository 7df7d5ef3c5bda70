//! The `[[rules.change]]` tables: what the desk decided about single rules, from when to when, and why.

use super::reading::Reading;
use super::tables::is_rule_code;
use crate::model::finding::Severity;
use crate::model::rule_policy::RuleChange;
use crate::text;
use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const KEYS: [&str; 6] = ["code", "off", "severity", "from", "until", "reason"];

impl<'t> Reading<'t> {
    /// Every decision that is whole; of the others the mistakes are told.
    pub(super) fn rule_changes(&mut self) -> Vec<RuleChange> {
        let Some(value) = self.get("rules", "change") else { return Vec::new() };
        let tables = value.get_ref().as_array().map(|array| array.iter().map(|item| Some((item, item.get_ref().as_table()?))).collect());
        match tables {
            Some(Some(tables)) => {
                let tables: Vec<(&Spanned<DeValue<'t>>, &DeTable<'t>)> = tables;
                tables.into_iter().filter_map(|(item, table)| self.rule_change(item, table)).collect()
            }
            _ => {
                self.wrong("rules", "change", value, "mỗi quyết định viết dưới một dòng [[rules.change]] riêng");
                Vec::new()
            }
        }
    }

    fn rule_change(&mut self, item: &'t Spanned<DeValue<'t>>, table: &'t DeTable<'t>) -> Option<RuleChange> {
        let before = self.problems.len();
        for key in table.keys().filter(|key| !KEYS.contains(&key.get_ref().as_ref())) {
            let known = KEYS.join(", ");
            self.problem(key.span().start, format!("khóa [[rules.change]] {} không có; các khóa dùng được: {known}", key.get_ref()));
        }
        let code = self.word(table, "code").unwrap_or_default().to_ascii_uppercase();
        if !is_rule_code(&code) {
            self.of_change(item, table, "code", "phải là mã quy tắc, dạng \"N30\"");
        }
        let off = table.get("off").map(|value| value.get_ref().as_bool());
        let severity = self.word(table, "severity").map(|word| match word.as_str() {
            "note" => Some(Severity::Note),
            "warning" => Some(Severity::Warning),
            _ => None,
        });
        let severity = match (off, severity) {
            (Some(Some(true)), None) => None,
            (None | Some(Some(false)), Some(Some(severity))) => Some(severity),
            (_, Some(None)) => {
                self.of_change(item, table, "severity", "chỉ nhận \"note\" (ghi nhận) hoặc \"warning\" (cảnh báo)");
                None
            }
            _ => {
                self.of_change(item, table, "off", "ghi một trong hai: off = true để tắt, hoặc severity = \"note\" hay \"warning\"");
                None
            }
        };
        let from = self.day(item, table, "from");
        let until = self.day(item, table, "until");
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            self.of_change(item, table, "until", "không được trước from");
        }
        let reason = self.word(table, "reason").unwrap_or_default();
        if reason.is_empty() {
            self.of_change(item, table, "reason", "cần ghi lý do; lý do được in trong Nhật ký");
        }
        (self.problems.len() == before).then_some(RuleChange { code, severity, from, until, reason })
    }

    fn word(&self, table: &DeTable<'_>, key: &str) -> Option<String> {
        table.get(key)?.get_ref().as_str().map(text::normalise::display)
    }

    /// A date, with or without quotation marks.
    fn day(&mut self, item: &Spanned<DeValue<'_>>, table: &DeTable<'_>, key: &str) -> Option<NaiveDate> {
        let value = table.get(key)?;
        let day = self.toml.get(value.span()).and_then(|written| written.trim_matches(['"', '\'']).parse().ok());
        if day.is_none() {
            self.of_change(item, table, key, "phải là ngày dạng 2025-07-11");
        }
        day
    }

    /// A mistake of a key of a decision; told at the decision if the key is not there.
    fn of_change(&mut self, item: &Spanned<DeValue<'_>>, table: &DeTable<'_>, key: &str, expected: &str) {
        let at = table.get(key).map_or(item.span().start, |value| value.span().start);
        self.problem(at, format!("khóa [[rules.change]] {key}: {expected}"));
    }
}
