//! The `[[rules.change]]` tables: what the desk decided about single rules, from when to when, and why.

use super::reading::Reading;
use super::tables::is_rule_code;
use crate::model::finding::Severity;
use crate::model::rule_policy::{RuleChange, Weight};
use crate::text;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const KEYS: [&str; 8] = ["code", "off", "severity", "trial", "thresholds", "from", "until", "reason"];

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
        let thresholds = self.thresholds(item, table);
        let weight = self.weight(item, table, !thresholds.is_empty());
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
        (self.problems.len() == before).then_some(RuleChange { code, weight, thresholds, from, until, reason })
    }

    /// What its findings weigh. A decision without thresholds says one of the three.
    fn weight(&mut self, item: &Spanned<DeValue<'_>>, table: &DeTable<'_>, has_thresholds: bool) -> Option<Weight> {
        let mut flag = |key: &str| match table.get(key).map(|value| value.get_ref().as_bool()) {
            None => false,
            Some(Some(yes)) => yes,
            Some(None) => {
                self.of_change(item, table, key, "chỉ nhận true hoặc false");
                false
            }
        };
        let (off, trial) = (flag("off"), flag("trial"));
        let severity = self.word(table, "severity");
        match (off, trial, severity.as_deref()) {
            (true, false, None) => Some(Weight::Off),
            (false, true, None) => Some(Weight::Severity(Severity::Trial)),
            (false, false, Some("note")) => Some(Weight::Severity(Severity::Note)),
            (false, false, Some("warning")) => Some(Weight::Severity(Severity::Warning)),
            (false, false, None) if has_thresholds => None,
            (false, false, Some(_)) => {
                self.of_change(item, table, "severity", "chỉ nhận \"note\" (ghi nhận) hoặc \"warning\" (cảnh báo)");
                None
            }
            _ => {
                let one =
                    "ghi một trong bốn: off = true để tắt, trial = true để thử nghiệm, severity = \"note\" hay \"warning\", thresholds";
                self.of_change(item, table, "off", one);
                None
            }
        }
    }

    /// The thresholds it sets: whole numbers by name. Which names and numbers a rule takes is the matter of the rules.
    fn thresholds(&mut self, item: &Spanned<DeValue<'_>>, table: &DeTable<'_>) -> BTreeMap<String, i64> {
        let Some(value) = table.get("thresholds") else { return BTreeMap::new() };
        let read = value.get_ref().as_table().filter(|set| !set.is_empty()).map(|set| {
            let number =
                |value: &Spanned<DeValue<'_>>| value.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
            set.iter().map(|(name, value)| Some((name.get_ref().to_string(), number(value)?))).collect::<Option<BTreeMap<_, _>>>()
        });
        match read {
            Some(Some(thresholds)) => thresholds,
            _ => {
                self.of_change(item, table, "thresholds", "ghi tên ngưỡng và số nguyên, ví dụ thresholds = { weeks = 4 }");
                BTreeMap::new()
            }
        }
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
