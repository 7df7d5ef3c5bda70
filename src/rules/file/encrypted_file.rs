//! T03: a workbook that needs a password to be opened.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::workbook::Refusal;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// A workbook with a protected structure and no password is stored encrypted too, under a password that Excel knows and
/// never asks for. The two cannot be told apart from outside, and its owner will say that there is no password.
const MESSAGE: &str = "Tệp đặt mật khẩu. Đề nghị bỏ mật khẩu mở tệp rồi gửi lại.";

/// Without the password nothing can be read, and what is secret must not come this way.
pub static RULE: Rule = Rule {
    code: "T03",
    name: "encrypted_file",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Tệp đặt mật khẩu mở tệp",
    advice: "Đề nghị vào Tệp > Thông tin > Bảo vệ sổ làm việc, xóa mật khẩu mở tệp, lưu lại rồi gửi; nếu không có mật khẩu, vào thẻ Xem lại (Review), bỏ bảo vệ sổ làm việc rồi lưu lại.",
    explanation: "Tệp có mật khẩu thì chương trình không đọc được. Tài liệu thuộc danh mục bí mật nhà nước không gửi qua công cụ này.",
    example: MESSAGE,
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    if let Some(Refusal::Encrypted) = case.refusal() {
        emitter.at(Place::file(), String::from(MESSAGE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::inbox::Content;

    #[test]
    fn fires() {
        let found = fires_on_file(&RULE, &FileSample::other(Content::Refused(Refusal::Encrypted)));
        assert_eq!(messages(&found), [RULE.example]);
    }

    #[test]
    fn other_faults_and_good_files_are_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::other(Content::Refused(Refusal::Empty))), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
