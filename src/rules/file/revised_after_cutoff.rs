//! T26: a valid revision of an on-time report came after the cutoff.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::submission::Version;
use crate::rules::case::SubmissionCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Everybody is held to the freeze; the cells that changed since are listed apart.
pub static RULE: Rule = Rule {
    code: "T26",
    name: "revised_after_cutoff",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Bản sửa nhận sau hạn",
    advice: "Đề nghị đưa các thay đổi vào báo cáo kỳ sau; nếu cần sửa ngay, báo cơ quan tổng hợp.",
    explanation: "Báo cáo đúng hạn được giữ nguyên khi chốt để mọi đơn vị được xét như nhau; các ô thay đổi sau hạn được liệt kê riêng, không mất.",
    example: "Bản sửa nhận sau hạn (14 giờ 20 ngày 11/7/2025); tổng hợp theo bản nhận trước hạn, các thay đổi được liệt kê riêng.",
    check: Check::Submission(check),
};

fn check(case: &SubmissionCase<'_>, emitter: &mut Emitter) {
    if let Some(at) = case.submission.revised_after_cutoff {
        let at = format::moment(at);
        let counted = case.submission.counted_words();
        let release = |version: &Version| version.content.desk_report().map(|report| report.release.version);
        let message = if let Some(number) = case.submission.counted_version().and_then(release) {
            let later = case.submission.versions.last().and_then(release).filter(|later| *later > number);
            let later = later.map_or_else(String::new, |later| format!(" lần {later}"));
            format!("Bản tổng hợp{later} nhận sau hạn ({at}); số liệu lấy theo bản lần {number} nhận trước hạn.")
        } else if case.submission.is_joint() {
            format!("Báo cáo chung nhận sau hạn ({at}); tổng hợp theo báo cáo của các đơn vị trước khi sáp nhập.")
        } else {
            format!("Bản sửa nhận sau hạn ({at}); tổng hợp theo {counted}, các thay đổi được liệt kê riêng.")
        };
        emitter.at(Place::file(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_revision_after_the_cutoff_is_named_with_its_time() {
        let mut sent = Sent::on_time();
        sent.submission.revised_after_cutoff = Some(july(11, 14, 20));
        assert_eq!(messages(&fires_on_submission(&RULE, &sent)), [RULE.example]);
    }

    #[test]
    fn of_a_desk_the_numbers_of_its_releases_are_named() {
        let mut sent = Sent::on_time();
        let release = |number, minute| {
            let content = FileSample::consolidation(|report| report.release.version = number).content;
            Version { content: std::sync::Arc::new(content), ..version("SYT/TongHop.xlsx", july(11, 15, minute)) }
        };
        sent.submission.versions = vec![release(1, 20), release(2, 40)];
        (sent.submission.counted, sent.submission.revised_after_cutoff) = (Some(0), Some(july(11, 15, 40)));
        let told = "Bản tổng hợp lần 2 nhận sau hạn (15 giờ 40 ngày 11/7/2025); số liệu lấy theo bản lần 1 nhận trước hạn.";
        assert_eq!(messages(&fires_on_submission(&RULE, &sent)), [told]);
    }

    #[test]
    fn without_one_it_is_silent() {
        assert_eq!(fires_on_submission(&RULE, &Sent::on_time()), []);
    }
}
