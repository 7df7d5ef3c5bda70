//! The rules in force: which there are, and what the desk decided about them. A value of its own, so that it can be sealed,
//! and sent to the process that judges.

use crate::model::config::FindingLimits;
use crate::model::desk_rule::DeskRules;
use crate::model::finding::Finding;
use crate::model::rule_policy::{DayPolicy, RulePolicy};
use crate::rules::desk::DeskRuleset;
use crate::rules::rule::Rule;
use crate::rules::{criteria, data, file, shared, targets, tasks, totals};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Every built-in rule, theme by theme in the order of the codes.
pub fn all() -> impl Iterator<Item = &'static Rule<'static>> {
    [file::RULES, tasks::RULES, targets::RULES, criteria::RULES, data::RULES, shared::RULES, totals::RULES].into_iter().flatten().copied()
}

/// The built-in rule of a code, written in any case.
pub fn find(code: &str) -> Option<&'static Rule<'static>> {
    all().find(|rule| rule.code.eq_ignore_ascii_case(code.trim()))
}

/// The rules by which reports are judged. The built-in ones belong to the program and are not written out with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruleset {
    /// What the desk decided, as it holds on the day on which the reports are due.
    pub policy: DayPolicy,
    /// How much they tell.
    pub limits: FindingLimits,
    /// The rules that the desk wrote, as they hold on that day.
    pub(super) desk: DeskRuleset,
}

impl Ruleset {
    /// The built-in rules, and those of the desk, under a policy on a day, telling so much.
    pub fn on(day: NaiveDate, policy: &RulePolicy, limits: FindingLimits, desk: &DeskRules) -> Self {
        Self { policy: policy.on(day), limits, desk: DeskRuleset::on(day, desk) }
    }

    /// The rules that are asked. Only warnings and notes can be switched off: an Error or a Reject decides about figures,
    /// and configuration must not decide that silently.
    pub(super) fn in_force(&self) -> impl Iterator<Item = &Rule<'_>> {
        let built_in = all().map(|rule| rule as &Rule<'_>);
        built_in.filter(|rule| rule.severity.decides_figures() || !self.policy.off.contains(rule.code))
    }

    /// Gives the findings of a rule the weight that the desk decided, within warnings and notes.
    pub(super) fn weigh(&self, rule: &Rule<'_>, findings: &mut [Finding]) {
        let decided = self.policy.severity.get(rule.code).filter(|decided| !rule.severity.decides_figures() && !decided.decides_figures());
        if let Some(decided) = decided {
            findings.iter_mut().for_each(|finding| finding.severity = *decided);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::{Effect, Severity};
    use crate::model::place::Place;
    use crate::model::rule_policy::{RuleChange, Weight};
    use crate::rules::review_report;
    use crate::rules::rule::{Check, run};
    use crate::rules::testing::ReportDraft;
    use std::collections::BTreeMap;

    const FRIDAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();

    fn codes(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|finding| finding.code.as_str()).collect()
    }

    #[test]
    fn warnings_and_notes_can_be_switched_off_errors_cannot() {
        let written = ReportDraft::by("SYT").task("KH11-00", |_| {});
        assert_eq!(codes(&review_report(&written.case(), &Ruleset::default())), ["N02", "C18", "N06"]);
        let policy = RulePolicy { off: [" n06", "C18", "N02"].map(String::from).to_vec(), changes: vec![] };
        let off = Ruleset::on(FRIDAY, &policy, FindingLimits::DEFAULT, &DeskRules::default());
        assert_eq!(codes(&review_report(&written.case(), &off)), ["N02"]);
        let sent = postcard::to_stdvec(&off).unwrap();
        assert_eq!(postcard::from_bytes::<Ruleset>(&sent).unwrap(), off);
    }

    #[test]
    fn a_warning_may_weigh_less_or_more_and_an_error_always_weighs_the_same() {
        let written = ReportDraft::by("SYT").task("KH11-00", |_| {});
        let change = |code: &str, severity| {
            let weight = Some(Weight::Severity(severity));
            RuleChange { code: code.into(), weight, thresholds: BTreeMap::new(), from: None, until: None, reason: "a".into() }
        };
        let weights = |changes: Vec<RuleChange>| {
            let rules = Ruleset::on(FRIDAY, &RulePolicy { off: vec![], changes }, FindingLimits::DEFAULT, &DeskRules::default());
            review_report(&written.case(), &rules).iter().map(|found| (found.code.to_string(), found.severity)).collect::<BTreeMap<_, _>>()
        };
        let plain = weights(vec![]);
        assert_eq!((plain["N02"], plain["N06"]), (Severity::Error, Severity::Warning));
        let decided = weights(vec![change("n06", Severity::Note), change("N02", Severity::Note), change("C18", Severity::Reject)]);
        assert_eq!((decided["N02"], decided["N06"], decided["C18"]), (Severity::Error, Severity::Note, plain["C18"]));
    }

    #[test]
    fn what_a_rule_found_outlives_a_rule_that_is_no_part_of_the_program() {
        let found = {
            let (code, advice) = (String::from("Q01"), String::from("Đề nghị xem lại."));
            let rule = Rule {
                code: &code,
                name: "of_the_desk",
                severity: Severity::Warning,
                effect: Effect::Flag,
                title: "",
                advice: &advice,
                explanation: "",
                example: "",
                check: Check::File(|_, _| {}),
            };
            run(&rule, &DayPolicy::default(), None, "a.xlsx", |emitter| emitter.at(Place::file(), String::from("Có việc cần xem.")))
        };
        assert_eq!((codes(&found), found[0].advice.as_str()), (vec!["Q01"], "Đề nghị xem lại."));
    }
}
