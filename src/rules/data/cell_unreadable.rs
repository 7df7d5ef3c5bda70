//! D10: a cell's value is written against the rules of its file format, so nobody can say what it is.

use crate::model::finding::{Effect, Severity};
use crate::model::workbook::UNREADABLE;
use crate::rules::cells;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};

/// The one cell falls back to last week's value; the rest of the sheet is read.
pub static RULE: Rule = Rule {
    code: "D10",
    name: "cell_unreadable",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Giá trị trong ô không đọc được",
    advice: "Đề nghị mở tệp bằng Excel, nhập lại giá trị vào ô, lưu lại rồi gửi.",
    explanation: "Một số phần mềm xuất tệp ghi sai quy cách ở vài ô. Các ô khác của trang vẫn được đọc; chỉ ô này không được dùng, kỳ trước được giữ.",
    example: "Giá trị ghi sai quy cách, không đọc được tại G9.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    cells::each(view, emitter, |typed, place| {
        (typed.trim() == UNREADABLE).then(|| format!("Giá trị ghi sai quy cách, không đọc được{place}."))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workbook::UNCOMPUTED;
    use crate::rules::testing::*;

    #[test]
    fn a_figure_and_a_text_that_nobody_can_read_are_named() {
        let written = ReportDraft::by("SYT").task("KH11-001", |row| row.percent = unreadable(UNREADABLE));
        assert_eq!(messages(&fires(&RULE, &written)), [RULE.example]);
        let written = ReportDraft::by("SYT").task("KH11-001", |row| row.result = unreadable(UNREADABLE));
        assert_eq!(fires(&RULE, &written).len(), 1);
    }

    #[test]
    fn errors_and_formulas_are_left_to_their_own_rules() {
        let written = ReportDraft::by("SYT").task("KH11-001", |row| {
            row.percent = unreadable("#REF!");
            row.result = unreadable(UNCOMPUTED);
        });
        assert_eq!(fires(&RULE, &written), []);
    }
}
