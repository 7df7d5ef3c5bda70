//! T01: a file of 0 bytes.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::workbook::Refusal;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// A copy or an upload broke off; there is nothing to read.
pub static RULE: Rule = Rule {
    code: "T01",
    name: "empty_file",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Tệp rỗng",
    advice: "Đề nghị mở lại tệp gốc, kiểm tra có số liệu rồi gửi lại.",
    explanation: "Tệp 0 byte thường do sao chép hoặc tải lên bị ngắt giữa chừng; không có số liệu nào để tổng hợp.",
    example: "Tệp rỗng (0 byte). Đề nghị gửi lại.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    if let Some(Refusal::Empty) = case.refusal() {
        emitter.at(Place::file(), String::from("Tệp rỗng (0 byte). Đề nghị gửi lại."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::inbox::Content;

    #[test]
    fn fires() {
        let found = fires_on_file(&RULE, &FileSample::other(Content::Refused(Refusal::Empty)));
        assert_eq!(messages(&found), [RULE.example]);
    }

    #[test]
    fn other_faults_and_good_files_are_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::other(Content::Refused(Refusal::Encrypted))), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
