//! T30: the reading child died, ran out of its limits or gave nonsense.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::workbook::Refusal;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// Each file is read apart with limits of its own, so that one strange file harms no other.
pub static RULE: Rule = Rule {
    code: "T30",
    name: "unsafe_to_read",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Không đọc được tệp an toàn",
    advice: "Đề nghị mở biểu mẫu trống được cấp, dán số liệu theo dạng giá trị (Paste Values) rồi gửi lại.",
    explanation: "Mỗi tệp được đọc riêng, có giới hạn bộ nhớ và thời gian, để một tệp bất thường không làm chậm hay hỏng báo cáo của các đơn vị khác.",
    example: "Không đọc được tệp an toàn (vượt quá bộ nhớ cho phép). Đề nghị chép số liệu sang biểu mẫu mới rồi gửi lại.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    if let Some(Refusal::Unsafe { cause }) = case.refusal() {
        emitter.at(
            Place::file(),
            format!(
                "Không đọc được tệp an toàn ({}). Đề nghị chép số liệu sang biểu mẫu mới rồi gửi lại.",
                crate::text::format::quote(cause)
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
        let found =
            fires_on_file(&RULE, &FileSample::other(Content::Refused(Refusal::Unsafe { cause: "vượt quá bộ nhớ cho phép".into() })));
        assert_eq!(messages(&found), [RULE.example]);
    }

    #[test]
    fn other_faults_and_good_files_are_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::other(Content::Refused(Refusal::Empty))), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
