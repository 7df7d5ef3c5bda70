//! T28: nobody is named who approved the report.

use crate::model::finding::{Effect, Severity};
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// A report that is approved and has no number yet is no fault: the number is given by others, later.
pub static RULE: Rule = Rule {
    code: "T28",
    name: "approval_missing",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Chưa ghi lãnh đạo duyệt báo cáo",
    advice: "Đề nghị ghi Lãnh đạo duyệt ở trang ThongTin; báo cáo vẫn được tổng hợp.",
    explanation: "Lãnh đạo duyệt hoặc số, ký hiệu văn bản cho biết đơn vị chịu trách nhiệm về số liệu. Đã ghi lãnh đạo duyệt mà chưa có số văn bản thì không nêu.",
    example: "Chưa ghi lãnh đạo duyệt/số, ký hiệu văn bản báo cáo.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    let Some(extraction) = case.extraction() else { return };
    let info = &extraction.report.info;
    if info.sheet.is_empty() || !info.approver.is_empty() || case.is_untouched() {
        return;
    }
    let message = if info.document_number.is_empty() {
        "Chưa ghi lãnh đạo duyệt/số, ký hiệu văn bản báo cáo."
    } else {
        "Chưa ghi lãnh đạo duyệt."
    };
    emitter.at(info.approver.place(&info.sheet), message.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::filling::Filling;
    use crate::rules::testing::*;

    #[test]
    fn a_report_that_nobody_approved_is_noted() {
        let neither = FileSample::workbook().with(|x| (x.report.info.approver, x.report.info.document_number) = (empty(), empty()));
        assert_eq!(messages(&fires_on_file(&RULE, &neither)), [RULE.example]);
        let found = fires_on_file(&RULE, &FileSample::workbook().with(|x| x.report.info.approver = empty()));
        assert_eq!(messages(&found), ["Chưa ghi lãnh đạo duyệt."]);
    }

    #[test]
    fn an_approved_report_is_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook().with(|x| x.report.info.document_number = empty())), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }

    #[test]
    fn of_a_form_that_nobody_touched_something_else_is_told() {
        let blank = FileSample { filling: Filling::Untouched, ..FileSample::workbook().with(|x| x.report.info.approver = empty()) };
        assert_eq!(fires_on_file(&RULE, &blank), []);
    }
}
