//! The rules in force: which there are, and what the desk decided about them. A value of its own, so that it can be sealed,
//! sent to the process that judges, and later hold rules that a desk wrote.

use crate::model::config::{FindingLimits, RulePolicy};
use crate::model::finding::Severity;
use crate::rules::rule::Rule;
use crate::rules::{criteria, data, file, shared, targets, tasks, totals};
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
    /// What the desk decided.
    pub policy: RulePolicy,
    /// How much they tell.
    pub limits: FindingLimits,
}

impl Ruleset {
    /// The built-in rules under a policy, telling so much.
    pub fn new(policy: &RulePolicy, limits: FindingLimits) -> Self {
        Self { policy: policy.clone(), limits }
    }

    /// The rules that are asked. Only warnings and notes can be switched off: an Error or a Reject decides about figures,
    /// and configuration must not decide that silently.
    pub(super) fn in_force(&self) -> impl Iterator<Item = &Rule<'_>> {
        let built_in = all().map(|rule| rule as &Rule<'_>);
        built_in.filter(|rule| rule.severity > Severity::Warning || !self.is_off(rule.code))
    }

    fn is_off(&self, code: &str) -> bool {
        self.policy.off.iter().any(|off| off.trim().eq_ignore_ascii_case(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::{Effect, Finding};
    use crate::model::place::Place;
    use crate::rules::review_report;
    use crate::rules::rule::{Check, run};
    use crate::rules::testing::ReportDraft;

    fn codes(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|finding| finding.code.as_str()).collect()
    }

    #[test]
    fn warnings_and_notes_can_be_switched_off_errors_cannot() {
        let written = ReportDraft::by("SYT").task("KH11-00", |_| {});
        assert_eq!(codes(&review_report(&written.case(), &Ruleset::default())), ["N02", "C18", "N06"]);
        let off = Ruleset::new(&RulePolicy { off: [" n06", "C18", "N02"].map(String::from).to_vec() }, FindingLimits::DEFAULT);
        assert_eq!(codes(&review_report(&written.case(), &off)), ["N02"]);
        let sent = postcard::to_stdvec(&off).unwrap();
        assert_eq!(postcard::from_bytes::<Ruleset>(&sent).unwrap(), off);
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
            run(&rule, None, "a.xlsx", |emitter| emitter.at(Place::file(), String::from("Có việc cần xem.")))
        };
        assert_eq!((codes(&found), found[0].advice.as_str()), (vec!["Q01"], "Đề nghị xem lại."));
    }
}
