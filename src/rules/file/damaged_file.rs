//! T02: a file that cannot be opened, or is not yet fully copied.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::workbook::Refusal;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// Half a file may give wrong figures that nobody notices, so nothing of it is read.
pub static RULE: Rule = Rule {
    code: "T02",
    name: "damaged_file",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Tệp hỏng hoặc tải chưa xong",
    advice: "Đề nghị mở tệp bằng Excel, lưu lại (Save As) thành tệp .xlsx mới, chờ tải lên xong rồi gửi lại.",
    explanation: "Phần cuối của tệp không có hoặc không đọc được. Đọc một phần tệp hỏng có thể cho số liệu sai mà không ai biết, nên tệp được trả lại nguyên vẹn.",
    example: "Không mở được tệp: tệp hỏng hoặc tải chưa xong. Đề nghị gửi lại bản đầy đủ.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    if let Some(Refusal::Damaged { .. }) = case.refusal() {
        emitter.at(Place::file(), String::from("Không mở được tệp: tệp hỏng hoặc tải chưa xong. Đề nghị gửi lại bản đầy đủ."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::inbox::Content;

    #[test]
    fn fires() {
        let found = fires_on_file(&RULE, &FileSample::other(Content::Refused(Refusal::Damaged { detail: "zip".into() })));
        assert_eq!(messages(&found), [RULE.example]);
    }

    #[test]
    fn other_faults_and_good_files_are_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::other(Content::Refused(Refusal::Empty))), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
