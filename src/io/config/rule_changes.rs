//! The `[[rules.change]]` tables: what the desk decided about single rules, from when to when, and why.

use super::entries::Entry;
use super::reading::Reading;
use super::tables::is_rule_code;
use crate::model::finding::Severity;
use crate::model::rule_policy::{RuleChange, Weight};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::DeValue;

const KEYS: [&str; 8] = ["code", "off", "severity", "trial", "thresholds", "from", "until", "reason"];

impl Reading<'_> {
    /// Every decision that is whole; of the others the mistakes are told.
    pub(super) fn rule_changes(&mut self) -> Vec<RuleChange> {
        let entries = self.entries("rules", "change", &KEYS, "mỗi quyết định viết dưới một dòng [[rules.change]] riêng");
        entries.iter().filter_map(|entry| self.rule_change(entry)).collect()
    }

    fn rule_change(&mut self, entry: &Entry<'_>) -> Option<RuleChange> {
        let before = self.problems.len();
        self.unknown_in_entry(entry);
        let code = entry.word("code").unwrap_or_default().to_ascii_uppercase();
        if !is_rule_code(&code) {
            self.of_entry(entry, "code", "phải là mã quy tắc, dạng \"N30\"");
        }
        let thresholds = self.thresholds(entry);
        let weight = self.weight(entry, !thresholds.is_empty());
        let from = self.day(entry, "from");
        let until = self.day(entry, "until");
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            self.of_entry(entry, "until", "không được trước from");
        }
        let reason = entry.word("reason").unwrap_or_default();
        if reason.is_empty() {
            self.of_entry(entry, "reason", "cần ghi lý do; lý do được in trong Nhật ký");
        }
        (self.problems.len() == before).then_some(RuleChange { code, weight, thresholds, from, until, reason })
    }

    /// What its findings weigh. A decision without thresholds says one of the three.
    fn weight(&mut self, entry: &Entry<'_>, has_thresholds: bool) -> Option<Weight> {
        let mut flag = |key: &str| match entry.table.get(key).map(|value| value.get_ref().as_bool()) {
            None => false,
            Some(Some(yes)) => yes,
            Some(None) => {
                self.of_entry(entry, key, "chỉ nhận true hoặc false");
                false
            }
        };
        let (off, trial) = (flag("off"), flag("trial"));
        let severity = entry.word("severity");
        match (off, trial, severity.as_deref()) {
            (true, false, None) => Some(Weight::Off),
            (false, true, None) => Some(Weight::Severity(Severity::Trial)),
            (false, false, Some("note")) => Some(Weight::Severity(Severity::Note)),
            (false, false, Some("warning")) => Some(Weight::Severity(Severity::Warning)),
            (false, false, None) if has_thresholds => None,
            (false, false, Some(_)) => {
                self.of_entry(entry, "severity", "chỉ nhận \"note\" (ghi nhận) hoặc \"warning\" (cảnh báo)");
                None
            }
            _ => {
                let one =
                    "ghi một trong bốn: off = true để tắt, trial = true để thử nghiệm, severity = \"note\" hay \"warning\", thresholds";
                self.of_entry(entry, "off", one);
                None
            }
        }
    }

    /// The thresholds it sets: whole numbers by name. Which names and numbers a rule takes is the matter of the rules.
    fn thresholds(&mut self, entry: &Entry<'_>) -> BTreeMap<String, i64> {
        let Some(value) = entry.table.get("thresholds") else { return BTreeMap::new() };
        let read = value.get_ref().as_table().filter(|set| !set.is_empty()).map(|set| {
            let number =
                |value: &Spanned<DeValue<'_>>| value.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
            set.iter().map(|(name, value)| Some((name.get_ref().to_string(), number(value)?))).collect::<Option<BTreeMap<_, _>>>()
        });
        match read {
            Some(Some(thresholds)) => thresholds,
            _ => {
                self.of_entry(entry, "thresholds", "ghi tên ngưỡng và số nguyên, ví dụ thresholds = { weeks = 4 }");
                BTreeMap::new()
            }
        }
    }
}
