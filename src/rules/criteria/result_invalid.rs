//! X03: a result that is none of the list.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The result decides how many criteria are met, so an unclear word is not guessed and the cell falls back.
pub static RULE: Rule = Rule {
    code: "X03",
    name: "result_invalid",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Kết quả tiêu chí không hợp lệ",
    advice: "Đề nghị chọn kết quả từ danh sách có sẵn trong ô.",
    explanation: "Kết quả quyết định số tiêu chí đạt của xã, phường. Từ không hiểu chắc chắn thì không đoán; kết quả kỳ trước được giữ.",
    example: "Kết quả \"gần đạt\" không hợp lệ: chọn Đạt, Chưa đạt hoặc Không áp dụng.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.criteria {
        let result = &entry.row.result;
        // An error of a formula is said as such (D03).
        if result.is_unreadable() && !wording::is_formula_error(&result.typed) {
            let typed = format::quote(&result.typed);
            let message = format!("Kết quả \"{typed}\" không hợp lệ: chọn Đạt, Chưa đạt hoặc Không áp dụng.");
            emitter.field(entry.at, FieldId::CriterionResult, result, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn result(typed: &str) -> ReportDraft {
        ReportDraft::by("X-THANHAN").criterion("TC01", |row| row.result = unreadable(typed))
    }

    #[test]
    fn other_words_are_refused() {
        let found = fires(&RULE, &result("gần đạt"));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "F9");
    }

    #[test]
    fn results_of_the_list_empty_cells_and_formula_errors_are_silent() {
        assert_eq!(fires(&RULE, &ReportDraft::by("X-THANHAN").criterion("TC01", |_| {}).criterion("TC02", |r| r.result = empty())), []);
        assert_eq!(fires(&RULE, &result("#VALUE!")), []);
    }
}
