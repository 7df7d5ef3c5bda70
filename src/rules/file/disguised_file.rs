//! T05: the extension says workbook, the content is something else.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::workbook::Refusal;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// Excel opens such a page, but its cells and numbers cannot be relied on.
pub static RULE: Rule = Rule {
    code: "T05",
    name: "disguised_file",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Nội dung tệp không đúng với đuôi tệp",
    advice: "Đề nghị mở tệp bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại; không đổi đuôi tệp bằng tay.",
    explanation: "Một số hệ thống xuất trang web hoặc văn bản rồi đặt đuôi .xls. Excel mở được nhưng ô và kiểu số không còn tin cậy.",
    example: "Tệp mang đuôi .xls nhưng nội dung là trang web (HTML). Đề nghị mở bằng Excel và lưu lại thành .xlsx; không mở được thì lập lại theo biểu mẫu BM-01.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    if let Some(Refusal::Disguised { extension, actual }) = case.refusal() {
        emitter.at(
            Place::file(),
            format!(
                "Tệp mang đuôi {} nhưng nội dung là {}. Đề nghị mở bằng Excel và lưu lại thành .xlsx; không mở được thì lập lại theo biểu mẫu BM-01.",
                crate::text::format::quote(extension),
                crate::text::format::quote(actual)
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::inbox::Content;

    #[test]
    fn fires() {
        let found = fires_on_file(
            &RULE,
            &FileSample::other(Content::Refused(Refusal::Disguised { extension: ".xls".into(), actual: "trang web (HTML)".into() })),
        );
        assert_eq!(messages(&found), [RULE.example]);
    }

    #[test]
    fn other_faults_and_good_files_are_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::other(Content::Refused(Refusal::Empty))), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
