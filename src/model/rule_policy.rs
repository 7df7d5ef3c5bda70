//! What the desk decides about the rules: the `[rules]` table of the configuration, and what of it holds on a day.

use crate::model::day_window::DayWindow;
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
    /// What its findings weigh; `None` if they weigh what the program has it.
    pub weight: Option<Weight>,
    /// Thresholds of the rule by name, each in the unit that the rule gives it.
    pub thresholds: BTreeMap<String, i64>,
    /// The first day on which it holds; `None` if it has held ever since.
    pub from: Option<NaiveDate>,
    /// The last day on which it holds; `None` if it has no end.
    pub until: Option<NaiveDate>,
    /// Why, in the desk's words; never blank.
    pub reason: String,
}

/// What the findings of a rule weigh by the desk's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The rule is not asked.
    Off,
    /// Warning or note; [`Severity::Trial`] for a rule that only the desk is told of.
    Severity(Severity),
}

impl RuleChange {
    /// Does it hold on a day?
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        DayWindow { from: self.from, to: self.until }.contains(day)
    }
}

/// What of the policy holds on one day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DayPolicy {
    /// Codes that are off, in capitals.
    pub off: BTreeSet<String>,
    /// Codes, in capitals, whose findings weigh otherwise than the program has it.
    pub severity: BTreeMap<String, Severity>,
    /// Thresholds that are not the program's, by code in capitals and name.
    pub thresholds: BTreeMap<String, BTreeMap<String, i64>>,
}

impl DayPolicy {
    /// The desk's threshold of a rule; `None` if the program's holds.
    pub fn threshold(&self, code: &str, name: &str) -> Option<i64> {
        self.thresholds.get(code)?.get(name).copied()
    }
}

impl RulePolicy {
    /// What holds on the day on which a period's reports are due.
    pub fn on(&self, day: NaiveDate) -> DayPolicy {
        let mut policy = DayPolicy { off: self.off.iter().map(|code| key(code)).collect(), ..DayPolicy::default() };
        for change in self.changes_on(day) {
            let code = key(&change.code);
            match change.weight {
                None => {}
                Some(Weight::Off) => drop(policy.off.insert(code.clone())),
                Some(Weight::Severity(severity)) => {
                    policy.off.remove(&code);
                    policy.severity.insert(code.clone(), severity);
                }
            }
            for (name, value) in &change.thresholds {
                policy.thresholds.entry(code.clone()).or_default().insert(name.clone(), *value);
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

    fn change(weight: Weight, from: Option<&str>, until: Option<&str>) -> RuleChange {
        let (from, until) = (from.map(day), until.map(day));
        RuleChange {
            code: "N30".into(), weight: Some(weight), thresholds: BTreeMap::new(), from, until, reason: "đang đổi mẫu".into()
        }
    }

    #[test]
    fn a_decision_holds_from_its_first_day_to_its_last() {
        let policy = RulePolicy { off: vec![], changes: vec![change(Weight::Off, Some("2025-07-11"), Some("2025-07-18"))] };
        for (on, off) in [("2025-07-10", false), ("2025-07-11", true), ("2025-07-18", true), ("2025-07-19", false)] {
            assert_eq!(policy.on(day(on)).off.contains("N30"), off, "{on}");
        }
        let open = RulePolicy { off: vec![], changes: vec![change(Weight::Off, None, None)] };
        assert!(open.on(day("1999-01-01")).off.contains("N30"));
    }

    #[test]
    fn of_two_decisions_about_one_day_the_later_one_in_the_file_holds() {
        let lower = change(Weight::Severity(Severity::Note), Some("2025-07-14"), None);
        let policy = RulePolicy { off: vec![" n30".into()], changes: vec![lower] };
        assert_eq!(policy.on(day("2025-07-11")), DayPolicy { off: ["N30".into()].into(), ..DayPolicy::default() });
        assert_eq!(policy.on(day("2025-07-14")).severity, [("N30".to_owned(), Severity::Note)].into());
        assert!(policy.on(day("2025-07-14")).off.is_empty());
    }

    #[test]
    fn thresholds_are_decided_one_by_one_and_leave_the_weight() {
        let set = |name: &str, value: i64, from: Option<&str>| RuleChange {
            weight: None,
            thresholds: [(name.to_owned(), value)].into(),
            ..change(Weight::Off, from, None)
        };
        let changes = vec![set("weeks", 4, None), set("days", 10, None), set("weeks", 6, Some("2025-07-14"))];
        let policy = RulePolicy { off: vec![], changes };
        let on = |text: &str| {
            let of_day = policy.on(day(text));
            (of_day.threshold("N30", "weeks"), of_day.threshold("N30", "days"), of_day.threshold("N31", "days"), of_day.off.is_empty())
        };
        assert_eq!(on("2025-07-11"), (Some(4), Some(10), None, true));
        assert_eq!(on("2025-07-14"), (Some(6), Some(10), None, true));
    }
}
