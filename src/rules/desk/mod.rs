//! Rules that a desk writes in its register (Q). Each is a condition over one row of a report, a sentence and an advice. Of a
//! row of which the condition cannot be answered, because a number that it compares is not there, nothing is said; nor of a row that
//! is not the agency's to report on.
//!
//! ```text
//! DeskRule → Condition (CEL, checked and made exact) + Message → findings, row by row
//! ```
//!
//! A rule that means nothing is told to the desk and left out; forms and reports go on.

mod condition;
mod fields;
mod message;

use super::rule::{Check, Emitter, Rule, run};
use super::view::{ReportView, RowAt};
use crate::model::desk_rule::{DeskRule, DeskRules};
use crate::model::fields::{AnyField, Record};
use crate::model::finding::{Effect, Finding, Severity};
use crate::model::place::Place;
use crate::model::register_mistake::RegisterMistake;
use crate::model::report::{FieldId, SheetId};
use crate::model::rule_policy::DayPolicy;
use crate::text::format;
use chrono::NaiveDate;
use condition::Condition;
pub use fields::names;
use fields::{FieldSource, kind_of};
use message::Message;
use std::sync::OnceLock;

/// Of more rules in force than anybody reads the rest is not asked.
const RULES_MAX: usize = 50;

/// A rule that can be asked.
#[derive(Debug, Clone, PartialEq)]
struct ReadyRule {
    rule: DeskRule,
    condition: Condition,
    message: Message,
}

/// The rules of a desk that are asked on a day. They travel as they were written, and are understood when they are first asked.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct DeskRuleset {
    rules: Vec<DeskRule>,
    #[serde(skip)]
    ready: OnceLock<Vec<ReadyRule>>,
}

impl PartialEq for DeskRuleset {
    fn eq(&self, other: &Self) -> bool {
        self.rules == other.rules
    }
}

impl Eq for DeskRuleset {}

impl DeskRuleset {
    /// Those that hold on a day.
    pub(super) fn on(day: NaiveDate, rules: &DeskRules) -> Self {
        let in_force = rules.rules.iter().filter(|rule| rule.holds_on(day));
        Self { rules: in_force.take(RULES_MAX).cloned().collect(), ready: OnceLock::new() }
    }

    fn ready(&self) -> &[ReadyRule] {
        self.ready.get_or_init(|| self.rules.iter().filter_map(|rule| understand(rule).ok()).collect())
    }
}

/// The rule as it can be asked, or what is wrong with it, by cell.
fn understand(rule: &DeskRule) -> Result<ReadyRule, String> {
    let condition = Condition::read(&rule.condition, &|name| kind_of(rule.sheet, name));
    let condition =
        condition.map_err(|cause| told(&rule.condition_at, &format!("điều kiện của {} không dùng được: {cause}", rule.code)))?;
    let message = Message::read(&rule.message, |name| kind_of(rule.sheet, name).is_some());
    let message = message.map_err(|cause| told(&rule.message_at, &format!("thông báo của {}: {cause}", rule.code)))?;
    Ok(ReadyRule { rule: rule.clone(), condition, message })
}

fn told(place: &Place, cause: &str) -> String {
    let message = format!("{cause}. Quy tắc này chưa được dùng; các việc khác không bị ảnh hưởng.");
    RegisterMistake { place: place.clone(), message }.to_string()
}

/// Why a rule cannot be asked, by its cell, in Vietnamese; `None` if it can.
pub fn fault(rule: &DeskRule) -> Option<String> {
    understand(rule).err()
}

/// What is wrong on a day with the rules of a desk, by cell, in Vietnamese; empty if all that hold can be asked.
pub fn faults(rules: &DeskRules, day: NaiveDate) -> Vec<String> {
    let meaningless = rules.rules.iter().filter_map(fault);
    // Codes are never used again, so that rules that have ended stay in the sheet: they take nobody's room.
    let beyond = rules.rules.iter().filter(|rule| rule.holds_on(day)).enumerate().skip(RULES_MAX).map(|(at, rule)| {
        told(&rule.condition_at, &format!("{} là quy tắc đang áp dụng thứ {}; chỉ dùng {RULES_MAX} quy tắc đầu", rule.code, at + 1))
    });
    rules.faults.iter().cloned().chain(meaningless).chain(beyond).collect()
}

/// The rule as the catalogue shows one: its sentence is its title and its example.
pub fn shown(rule: &DeskRule) -> Rule<'_> {
    Rule {
        code: &rule.code,
        name: "of_the_desk",
        severity: if rule.trial { Severity::Trial } else { rule.severity },
        effect: Effect::Flag,
        title: &rule.message,
        advice: &rule.advice,
        explanation: &rule.reason,
        example: &rule.message,
        check: Check::Row,
    }
}

/// What the rules of the desk find in a report.
pub(super) fn review(view: &ReportView<'_>, rules: &DeskRuleset, policy: &DayPolicy) -> Vec<Finding> {
    let ready = rules.ready();
    let asked = |one: &ReadyRule| {
        run(&shown(&one.rule), policy, Some(view.case.agency), view.case.file, |emitter| match one.rule.sheet {
            SheetId::Tasks => view.tasks.iter().for_each(|entry| one.ask(entry.at, entry.row, entry, view, emitter)),
            SheetId::Targets => view.targets.iter().for_each(|entry| one.ask(entry.at, entry.row, entry, view, emitter)),
            SheetId::Criteria => view.criteria.iter().for_each(|entry| one.ask(entry.at, entry.row, entry, view, emitter)),
            SheetId::Info | SheetId::ExtraTasks => {}
        })
    };
    ready.iter().flat_map(asked).collect()
}

impl ReadyRule {
    fn ask<R: Record>(&self, at: RowAt<'_>, row: &R, entry: &dyn FieldSource, view: &ReportView<'_>, emitter: &mut Emitter<'_>) {
        let value = |name: &str| fields::value(row, entry, view, name);
        if !entry.is_of(view.case.agency) || !self.condition.holds(&value) {
            return;
        }
        let message = self.message.fill(&value);
        // The cell to look at is the first of the form's that the condition speaks of.
        let field = self.condition.names().iter().find_map(|name| fields::in_form(row, name));
        let (id, cell) = field.map_or((fields::key(at.id), None), |(id, field): (FieldId, &dyn AnyField)| (id, field.cell()));
        emitter.cell(at, id, cell, format::clean(&message));
    }
}

#[cfg(test)]
mod tests;
