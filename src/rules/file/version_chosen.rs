//! T18: one of several versions counts.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::submission::{Because, Choice};
use crate::rules::case::SubmissionCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The last valid version before the cutoff counts, and the office sees which one that is.
pub static RULE: Rule = Rule {
    code: "T18",
    name: "version_chosen",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Có nhiều tệp, đã chọn một",
    advice: "Đề nghị kiểm tra tệp được sử dụng có đúng là bản cuối cùng của đơn vị không.",
    explanation: "Bản hợp lệ nhận sau cùng trước hạn được tổng hợp; bản sửa bị lỗi không thay thế bản tốt đã có. Mọi bản đều được lưu.",
    example: "Có 2 tệp; sử dụng \"b.xlsx\" vì là bản hợp lệ nhận sau cùng; không dùng: a.xlsx.",
    check: Check::Submission(check),
};

fn check(case: &SubmissionCase<'_>, emitter: &mut Emitter) {
    let Choice::Chosen { because, unused } = &case.submission.choice else { return };
    let Some(counted) = case.submission.counted_version() else { return };
    let reason = match because {
        Because::LastValid => "là bản hợp lệ nhận sau cùng",
        Because::Revision => "ghi “Lần nộp” cao nhất",
        Because::NameMark => "tên tệp ghi lần sửa cao nhất",
        Because::ServerTime => "có giờ máy chủ tệp sau cùng (căn cứ yếu, đề nghị đơn vị xác nhận)",
        Because::Successor => "là báo cáo của đơn vị mới",
    };
    let count = unused.len() + 1;
    let used = format::quote(counted.receipt.file.name());
    // A file that was replaced in place has left a version under the same name.
    let same_name = |path: &String| *path == counted.receipt.file.path;
    let unused: Vec<String> =
        unused.iter().map(|path| if same_name(path) { format!("{path} (bản khác cùng tên)") } else { path.clone() }).collect();
    let unused = wording::file_names(&unused);
    emitter.at(Place::file(), format!("Có {count} tệp; sử dụng \"{used}\" vì {reason}; không dùng: {unused}."));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn chosen(because: Because) -> Sent {
        let mut sent = Sent::on_time();
        sent.submission.versions.push(version("SYT/b.xlsx", july(11, 10, 20)));
        sent.submission.counted = Some(1);
        sent.submission.choice = Choice::Chosen { because, unused: vec!["SYT/a.xlsx".into()] };
        sent
    }

    #[test]
    fn the_choice_is_explained() {
        assert_eq!(messages(&fires_on_submission(&RULE, &chosen(Because::LastValid))), [RULE.example]);
    }

    #[test]
    fn a_version_replaced_in_place_is_told_apart() {
        let mut sent = chosen(Because::LastValid);
        sent.submission.choice = Choice::Chosen { because: Because::LastValid, unused: vec!["SYT/b.xlsx".into()] };
        let found = fires_on_submission(&RULE, &sent);
        assert!(found[0].message.ends_with("không dùng: b.xlsx (bản khác cùng tên)."), "{}", found[0].message);
    }

    #[test]
    fn a_weak_reason_says_so() {
        let found = fires_on_submission(&RULE, &chosen(Because::ServerTime));
        assert!(found[0].message.contains("căn cứ yếu"), "{}", found[0].message);
    }

    #[test]
    fn a_single_file_is_silent() {
        assert_eq!(fires_on_submission(&RULE, &Sent::on_time()), []);
    }
}
