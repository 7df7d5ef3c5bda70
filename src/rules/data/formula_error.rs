//! D03: a cell holds an error of a formula.

use crate::model::finding::{Effect, Severity};
use crate::model::workbook::{UNCOMPUTED, UNREADABLE};
use crate::rules::cells;
use crate::rules::view::ReportView;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// `#REF!` and the like are never taken for 0; the one cell falls back to last week's value.
pub static RULE: Rule = Rule {
    code: "D03",
    name: "formula_error",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Ô lỗi công thức",
    advice: "Đề nghị sửa công thức hoặc nhập giá trị vào ô.",
    explanation: "Ô lỗi như #REF!, #DIV/0! không bao giờ được hiểu là 0. Chỉ ô này không được dùng, kỳ trước được giữ.",
    example: "Ô lỗi công thức #REF! tại G9.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    cells::each(view, emitter, |typed, place| {
        let error = wording::is_formula_error(typed) && ![UNCOMPUTED, UNREADABLE].contains(&typed.trim());
        error.then(|| format!("Ô lỗi công thức {}{place}.", format::quote(typed)))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::report::FieldId;
    use crate::rules::testing::*;

    #[test]
    fn an_error_in_any_input_cell_is_refused() {
        let found = fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |row| row.percent = unreadable("#REF!")));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].subject.unwrap().field, Some(FieldId::Percent));
        let written = ReportDraft::by("X-THANHAN")
            .task("KH11-001", |row| (row.result, row.expected_on) = (unreadable("#NAME?"), unreadable("#N/A")))
            .target("CT-001", |row| row.denominator = unreadable("#DIV/0!"))
            .criterion("TC01", |row| row.result = unreadable("#VALUE!"));
        assert_eq!(fires(&RULE, &written).len(), 4);
    }

    #[test]
    fn so_is_one_in_the_first_sheet_or_beyond_the_register() {
        let mut written = ReportDraft::by("SYT").extra_task(|row| row.assigned_on = unreadable("#REF!"));
        written.report.info.as_of = unreadable("#N/A");
        assert_eq!(fires(&RULE, &written).len(), 2);
    }

    #[test]
    fn other_noise_and_a_text_that_speaks_of_errors_are_silent() {
        let written = ReportDraft::by("SYT").task("KH11-001", |row| {
            row.percent = unreadable("nhiều");
            row.result = text("Sửa lỗi #REF! trong bảng");
        });
        assert_eq!(fires(&RULE, &written), []);
    }
}
