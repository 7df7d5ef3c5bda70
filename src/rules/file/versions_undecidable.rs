//! T17: several different files of the same rank: none of them counts.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::submission::Choice;
use crate::rules::case::SubmissionCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};

/// Between equals the program does not choose; the office has to.
pub static RULE: Rule = Rule {
    code: "T17",
    name: "versions_undecidable",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Nhiều tệp khác nhau, không rõ bản nào thay thế",
    advice: "Đề nghị ghi “Lần nộp” ở trang ThongTin hoặc “sửa lần …” ở tên tệp, hoặc xóa bản sai khỏi thư mục nộp.",
    explanation: "Chương trình không tự chọn giữa hai báo cáo ngang nhau: thứ tự xét là lần nộp, dấu sửa lần ở tên tệp, giờ máy chủ; còn ngang nhau thì đơn vị quyết định.",
    example: "Có 2 tệp cùng kỳ, nội dung khác nhau, không xác định được bản thay thế: a.xlsx, b.xlsx. Đề nghị ghi rõ \"sửa lần …\" hoặc thu hồi bản sai.",
    check: Check::Submission(check),
};

fn check(case: &SubmissionCase<'_>, emitter: &mut Emitter) {
    if let Choice::Unresolved { files } = &case.submission.choice {
        let (count, names) = (files.len(), wording::file_names(files));
        let message = format!(
            "Có {count} tệp cùng kỳ, nội dung khác nhau, không xác định được bản thay thế: {names}. \
             Đề nghị ghi rõ \"sửa lần …\" hoặc thu hồi bản sai."
        );
        emitter.at(Place::file(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_tie_is_returned_with_all_files() {
        let mut sent = Sent::on_time();
        sent.submission.choice = Choice::Unresolved { files: vec!["SYT/a.xlsx".into(), "SYT/b.xlsx".into()] };
        assert_eq!(messages(&fires_on_submission(&RULE, &sent)), [RULE.example]);
    }

    #[test]
    fn a_single_file_is_silent() {
        assert_eq!(fires_on_submission(&RULE, &Sent::on_time()), []);
    }
}
