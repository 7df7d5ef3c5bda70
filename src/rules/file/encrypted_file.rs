//! T03: a workbook that needs a password to be opened.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::workbook::Refusal;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T03",
    name: "encrypted_file",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Tệp đặt mật khẩu mở tệp",
    advice: "Đề nghị vào Tệp > Thông tin > Bảo vệ sổ làm việc, xóa mật khẩu mở tệp, lưu lại rồi gửi.",
    explanation: "Tệp có mật khẩu thì chương trình không đọc được. Tài liệu thuộc danh mục bí mật nhà nước không gửi qua công cụ này.",
    example: "Tệp đặt mật khẩu. Đề nghị bỏ mật khẩu mở tệp rồi gửi lại.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    if let Some(Refusal::Encrypted) = case.refusal() {
        emitter.at(Place::file(), String::from("Tệp đặt mật khẩu. Đề nghị bỏ mật khẩu mở tệp rồi gửi lại."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::inbox::Content;

    #[test]
    fn fires() {
        let found = fires_on_file(&RULE, &Received::other(Content::Refused(Refusal::Encrypted)));
        assert_eq!(messages(&found), [RULE.example]);
    }

    #[test]
    fn other_faults_and_good_files_are_silent() {
        assert_eq!(fires_on_file(&RULE, &Received::other(Content::Refused(Refusal::Empty))), []);
        assert_eq!(fires_on_file(&RULE, &Received::workbook()), []);
    }
}
