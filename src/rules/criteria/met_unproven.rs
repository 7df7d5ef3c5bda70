//! X04: met without a day or evidence.

use crate::model::criterion::CriterionResult;
use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::nothing;

/// The day and the evidence are what a commune is confirmed by; without them it is yellow at best.
pub static RULE: Rule = Rule {
    code: "X04",
    name: "met_unproven",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Báo Đạt nhưng thiếu ngày đạt hoặc minh chứng",
    advice: "Đề nghị ghi ngày đạt và minh chứng (số, ký hiệu văn bản, ảnh chụp, đường dẫn).",
    explanation: "Ngày đạt và minh chứng là căn cứ để tỉnh và Trung ương xác nhận; xã, phường đủ tiêu chí nhưng thiếu minh chứng chỉ được màu VÀNG.",
    example: "Tiêu chí TC01 báo Đạt nhưng thiếu ngày đạt hoặc minh chứng.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.criteria.iter().filter(|entry| entry.row.result.value() == Some(&CriterionResult::Met)) {
        let Some(criterion) = entry.criterion else { continue };
        let row = entry.row;
        let unproven = !row.evidence.is_unreadable() && nothing::says_nothing(row.evidence.text());
        let message = || format!("Tiêu chí {} báo Đạt nhưng thiếu ngày đạt hoặc minh chứng.", criterion.code);
        // A day that cannot be read is another rule's (N20).
        if row.met_on.is_empty() {
            emitter.field(entry.at, FieldId::MetOn, &row.met_on, message());
        } else if unproven {
            emitter.field(entry.at, FieldId::Evidence, &row.evidence, message());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::report::CriterionRow;

    fn met(change: impl FnOnce(&mut CriterionRow)) -> ReportDraft {
        ReportDraft::by("X-THANHAN").criterion("TC01", change)
    }

    #[test]
    fn met_needs_day_and_evidence() {
        assert_eq!(messages(&fires(&RULE, &met(|row| row.met_on = empty()))), [RULE.example]);
        let found = fires(&RULE, &met(|row| row.evidence = empty()));
        assert_eq!(found[0].subject.unwrap().field, Some(FieldId::Evidence));
    }

    #[test]
    fn proven_or_not_met_is_silent() {
        assert_eq!(fires(&RULE, &met(|_| {})), []);
        let not_met = met(|row| {
            row.result = value("Chưa đạt", CriterionResult::NotMet);
            row.met_on = empty();
        });
        assert_eq!(fires(&RULE, &not_met), []);
    }
}
