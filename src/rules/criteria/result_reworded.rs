//! X08: the result of a criterion in words of its own.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{format, normalise};

/// A note: the meaning is certain.
pub static RULE: Rule = Rule {
    code: "X08",
    name: "result_reworded",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Kết quả tiêu chí không đúng chữ trong danh sách",
    advice: "Đề nghị chọn Đạt, Chưa đạt hoặc Không áp dụng từ danh sách có sẵn trong ô.",
    explanation: "Dấu x, “có”, “không”, “đã đạt” có một cách hiểu nên được nhận; chữ khác không được đoán (X03).",
    example: "Kết quả \"x\" được hiểu là \"Đạt\".",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.criteria.iter().filter(|entry| entry.criterion.is_some()) {
        let typed = &entry.row.result.typed;
        let Some(result) = entry.row.result.value().filter(|result| result.label() != typed.as_str()) else { continue };
        if normalise::key(typed) != normalise::key(result.label()) {
            let message = format!("Kết quả \"{}\" được hiểu là \"{}\".", format::quote(typed), result.label());
            emitter.field(entry.at, FieldId::CriterionResult, &entry.row.result, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::criterion::CriterionResult;

    fn typed(typed: &str) -> ReportDraft {
        ReportDraft::by("X-THANHAN").criterion("TC01", |row| row.result = value(typed, CriterionResult::Met))
    }

    #[test]
    fn other_words_are_noted() {
        assert_eq!(messages(&fires(&RULE, &typed("x"))), [RULE.example]);
    }

    #[test]
    fn words_of_the_list_are_silent() {
        assert_eq!(fires(&RULE, &typed("Đạt")), []);
        assert_eq!(fires(&RULE, &typed("ĐẠT")), []);
    }
}
