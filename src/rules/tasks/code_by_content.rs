//! N38: a row without a task code was taken for the task whose content it repeats.

use crate::model::finding::{Effect, Severity};
use crate::model::report::{FieldId, Manner};
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Only the very words of one assigned task are taken; a similar row gets a suggestion at most.
pub static RULE: Rule = Rule {
    code: "N38",
    name: "code_by_content",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Dòng không có mã, nhận theo nội dung",
    advice: "Đề nghị kiểm tra mã; kỳ sau dùng biểu mẫu được cấp (có sẵn mã).",
    explanation: "Nội dung của dòng trùng khớp với đúng một nhiệm vụ giao cho đơn vị nên được nhận. Nội dung chỉ gần giống thì không bao giờ được nhận, chỉ được gợi ý.",
    example: "Không có mã nhiệm vụ; nhận theo nội dung: KH11-001.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.row.code.manner == Manner::ByContent) {
        let code = format::quote(entry.at.about);
        emitter.field(entry.at, FieldId::TaskCode, &entry.row.code, format!("Không có mã nhiệm vụ; nhận theo nội dung: {code}."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_code_that_was_not_written_is_told() {
        let found = fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |row| row.code.manner = Manner::ByContent));
        assert_eq!(messages(&found), [RULE.example]);
    }

    #[test]
    fn a_written_code_is_silent() {
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {})), []);
    }
}
