//! What the desk decides about the rules: the `[rules]` table of the configuration, and what of it holds on a day.

use crate::model::finding::Severity;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The `[rules]` table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RulePolicy {
    /// Codes of warnings and notes that are switched off for good, without a reason.
    pub off: Vec<String>,
    /// Decisions with days and a reason, in the order of the file; of two about one rule on one day the later one holds.
    pub changes: Vec<RuleChange>,
}

/// One decision about one rule: a `[[rules.change]]` table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleChange {
    /// The rule's code, such as `N30`.
    pub code: String,
    /// The weight that its findings get; `None` if the rule is switched off.
    pub severity: Option<Severity>,
    /// The first day on which it holds; `None` if it has held ever since.
    pub from: Option<NaiveDate>,
    /// The last day on which it holds; `None` if it has no end.
    pub until: Option<NaiveDate>,
    /// Why, in the desk's words; never blank.
    pub reason: String,
}

impl RuleChange {
    /// Does it hold on a day?
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// What of the policy holds on one day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DayPolicy {
    /// Codes that are off, in capitals.
    pub off: BTreeSet<String>,
    /// Codes, in capitals, whose findings weigh otherwise than the program has it.
    pub severity: BTreeMap<String, Severity>,
}

impl RulePolicy {
    /// What holds on the day on which a period's reports are due.
    pub fn on(&self, day: NaiveDate) -> DayPolicy {
        let mut policy = DayPolicy { off: self.off.iter().map(|code| key(code)).collect(), severity: BTreeMap::new() };
        for change in self.changes_on(day) {
            match change.severity {
                None => drop(policy.off.insert(key(&change.code))),
                Some(severity) => {
                    policy.off.remove(&key(&change.code));
                    policy.severity.insert(key(&change.code), severity);
                }
            }
        }
        policy
    }

    /// The dated decisions that hold on a day, in the order of the file.
    pub fn changes_on(&self, day: NaiveDate) -> impl Iterator<Item = &RuleChange> {
        self.changes.iter().filter(move |change| change.holds_on(day))
    }

    /// Every code that the table names.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.off.iter().chain(self.changes.iter().map(|change| &change.code)).map(String::as_str)
    }
}

fn key(code: &str) -> String {
    code.trim().to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn change(severity: Option<Severity>, from: Option<&str>, until: Option<&str>) -> RuleChange {
        RuleChange { code: "N30".into(), severity, from: from.map(day), until: until.map(day), reason: "đang đổi mẫu".into() }
    }

    #[test]
    fn a_decision_holds_from_its_first_day_to_its_last() {
        let policy = RulePolicy { off: vec![], changes: vec![change(None, Some("2025-07-11"), Some("2025-07-18"))] };
        for (on, off) in [("2025-07-10", false), ("2025-07-11", true), ("2025-07-18", true), ("2025-07-19", false)] {
            assert_eq!(policy.on(day(on)).off.contains("N30"), off, "{on}");
        }
        let open = RulePolicy { off: vec![], changes: vec![change(None, None, None)] };
        assert!(open.on(day("1999-01-01")).off.contains("N30"));
    }

    #[test]
    fn of_two_decisions_about_one_day_the_later_one_in_the_file_holds() {
        let lower = change(Some(Severity::Note), Some("2025-07-14"), None);
        let policy = RulePolicy { off: vec![" n30".into()], changes: vec![lower] };
        assert_eq!(policy.on(day("2025-07-11")), DayPolicy { off: ["N30".into()].into(), severity: BTreeMap::new() });
        assert_eq!(policy.on(day("2025-07-14")).severity, [("N30".to_owned(), Severity::Note)].into());
        assert!(policy.on(day("2025-07-14")).off.is_empty());
    }
}
