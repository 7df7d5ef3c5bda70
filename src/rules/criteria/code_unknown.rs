//! X01: a row whose code is no criterion in effect for this agency.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Only criteria in effect count for a commune, so the row is not used.
pub static RULE: Rule = Rule {
    code: "X01",
    name: "code_unknown",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Mã tiêu chí không thuộc bộ đang áp dụng",
    advice: "Đề nghị lấy mã tiêu chí từ biểu mẫu được cấp cho xã, phường.",
    explanation: "Chỉ tiêu chí đang có hiệu lực mới được đếm vào số đạt của xã, phường; dòng khác không được dùng.",
    example: "Mã tiêu chí \"TC99\" không thuộc bộ tiêu chí đang áp dụng.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.criteria.iter().filter(|entry| entry.criterion.is_none()) {
        let message = if entry.at.about.is_empty() {
            String::from("Thiếu mã tiêu chí.")
        } else {
            format!("Mã tiêu chí \"{}\" không thuộc bộ tiêu chí đang áp dụng.", format::quote(entry.at.about))
        };
        emitter.field(entry.at, FieldId::CriterionCode, &entry.row.code, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn unknown_ended_and_missing_codes_are_refused() {
        let written = ReportDraft::by("X-THANHAN").criterion("TC99", |_| {}).criterion("TC03", |_| {}).criterion("", |_| {});
        let found = fires(&RULE, &written);
        let ended = "Mã tiêu chí \"TC03\" không thuộc bộ tiêu chí đang áp dụng.";
        assert_eq!(messages(&found), [RULE.example, ended, "Thiếu mã tiêu chí."]);
    }

    #[test]
    fn criteria_in_effect_are_silent_for_communes_only() {
        assert_eq!(fires(&RULE, &ReportDraft::by("X-THANHAN").criterion("TC01", |_| {}).criterion("tc02", |_| {})), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").criterion("TC01", |_| {})).len(), 1);
    }
}
