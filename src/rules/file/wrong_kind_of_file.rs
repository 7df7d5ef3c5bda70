//! T04: a kind of file that is not accepted.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::workbook::Refusal;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// Only a workbook has cells that can be checked and added up.
pub static RULE: Rule = Rule {
    code: "T04",
    name: "wrong_kind_of_file",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Định dạng tệp không được chấp nhận",
    advice: "Đề nghị mở tệp bằng Excel hoặc LibreOffice, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại; tệp nén thì giải nén trước.",
    explanation: "Chỉ bảng tính mới có ô để kiểm tra và tổng hợp. Tệp nén, ảnh chụp và tệp khác không đọc được số liệu một cách chắc chắn.",
    example: "Định dạng .rar không được chấp nhận. Đề nghị gửi tệp .xlsx (hoặc .xls, .ods) theo biểu mẫu BM-01.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    if let Some(Refusal::WrongKind { kind }) = case.refusal() {
        emitter.at(
            Place::file(),
            format!(
                "Định dạng {} không được chấp nhận. Đề nghị gửi tệp .xlsx (hoặc .xls, .ods) theo biểu mẫu BM-01.",
                crate::text::format::quote(kind)
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
        let found = fires_on_file(&RULE, &FileSample::other(Content::Refused(Refusal::WrongKind { kind: ".rar".into() })));
        assert_eq!(messages(&found), [RULE.example]);
    }

    #[test]
    fn other_faults_and_good_files_are_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::other(Content::Refused(Refusal::Empty))), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
