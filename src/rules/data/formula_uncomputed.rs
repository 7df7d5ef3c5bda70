//! D04: a formula was never computed, so its cell shows nothing that could be read.

use crate::model::finding::{Effect, Severity};
use crate::model::workbook::UNCOMPUTED;
use crate::rules::cells;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};

/// An Error, not a warning: there is no value to use, so the last one is kept.
pub static RULE: Rule = Rule {
    code: "D04",
    name: "formula_uncomputed",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Công thức chưa được tính",
    advice: "Đề nghị mở tệp bằng Excel, chờ tính xong, lưu lại rồi gửi; hoặc nhập giá trị thay cho công thức.",
    explanation: "Tệp do phần mềm khác tạo có thể chỉ chứa công thức, chưa có kết quả. Chương trình không tự tính thay; chỉ ô này không được dùng, kỳ trước được giữ.",
    example: "Công thức chưa được tính, không có giá trị tại G9.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    cells::each(view, emitter, |typed, place| {
        (typed.trim() == UNCOMPUTED).then(|| format!("Công thức chưa được tính, không có giá trị{place}."))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_figure_and_a_text_without_result_are_named() {
        let written = ReportDraft::by("SYT").task("KH11-001", |row| row.percent = unreadable(UNCOMPUTED));
        assert_eq!(messages(&fires(&RULE, &written)), [RULE.example]);
        let written = ReportDraft::by("SYT").task("KH11-001", |row| row.result = unreadable(UNCOMPUTED));
        assert_eq!(fires(&RULE, &written).len(), 1);
    }

    #[test]
    fn errors_of_formulas_are_left_to_their_own_rule() {
        let written = ReportDraft::by("SYT").task("KH11-001", |row| row.percent = unreadable("#REF!"));
        assert_eq!(fires(&RULE, &written), []);
    }
}
