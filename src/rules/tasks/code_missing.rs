//! N01: a row of work without a task code.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    code: "N01",
    name: "code_missing",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Thiếu mã nhiệm vụ",
    advice: "Đề nghị lấy mã từ biểu mẫu được cấp hoặc danh mục; nhiệm vụ chưa có trong danh mục ghi ở trang NhiemVuPhatSinh.",
    explanation: "Mỗi dòng được gắn với nhiệm vụ trong danh mục qua mã. Không có mã thì không biết dòng nói về nhiệm vụ nào, nên dòng không được tổng hợp.",
    example: "Thiếu mã nhiệm vụ.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.at.about.is_empty()) {
        emitter.field(entry.at, FieldId::TaskCode, &entry.row.code, String::from("Thiếu mã nhiệm vụ."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_row_without_code_is_refused() {
        let found = fires(&RULE, &Written::by("SYT").task("", |_| {}));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "B9");
        assert_eq!(found[0].subject.unwrap().row, 8);
    }

    #[test]
    fn any_code_is_silent_here() {
        assert_eq!(fires(&RULE, &Written::by("SYT").task("KH11-001", |_| {}).task("XYZ", |_| {})), []);
    }
}
