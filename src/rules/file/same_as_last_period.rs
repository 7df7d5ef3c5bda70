//! T16: the content is that of an earlier period, to the last cell.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::SubmissionCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Mostly an old file sent again; it is consolidated, and the desk should know.
pub static RULE: Rule = Rule {
    code: "T16",
    name: "same_as_last_period",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Nội dung trùng hoàn toàn với kỳ trước",
    advice: "Đề nghị xác nhận đơn vị đã cập nhật số liệu của kỳ này; nếu không có gì mới, chọn “Không phát sinh”.",
    explanation: "Báo cáo giống hệt kỳ trước thường là tệp cũ gửi lại. Số liệu vẫn được tổng hợp, nhưng cơ quan tổng hợp cần biết.",
    example: "Nội dung trùng hoàn toàn với báo cáo tuần 27/2025. Đề nghị xác nhận đơn vị đã cập nhật.",
    check: Check::Submission(check),
};

fn check(case: &SubmissionCase<'_>, emitter: &mut Emitter) {
    let (Some(now), Some(before)) = (case.fingerprint, case.history.fingerprints.get(&case.submission.agency)) else { return };
    let Some(period) = case.history.period.filter(|period| *period != case.span.period) else { return };
    // An agency that says "nothing new" is expected to hand in the same content.
    if now == before && !case.submission.nil {
        let week = format::period(period);
        let message = format!("Nội dung trùng hoàn toàn với báo cáo tuần {week}. Đề nghị xác nhận đơn vị đã cập nhật.");
        emitter.at(Place::file(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn before(fingerprint: &str) -> Sent {
        let mut sent = Sent::on_time();
        sent.history.period = Some(week("2025-W27"));
        sent.history.fingerprints.insert(code("SYT"), fingerprint.into());
        sent
    }

    #[test]
    fn the_same_content_again_is_noted() {
        assert_eq!(messages(&fires_on_submission(&RULE, &before("a"))), [RULE.example]);
    }

    #[test]
    fn new_content_a_first_report_and_nil_are_silent() {
        assert_eq!(fires_on_submission(&RULE, &before("b")), []);
        assert_eq!(fires_on_submission(&RULE, &Sent::on_time()), []);
        let mut nil = before("a");
        nil.submission.nil = true;
        assert_eq!(fires_on_submission(&RULE, &nil), []);
    }

    #[test]
    fn a_second_version_of_the_same_week_is_not_compared_with_itself() {
        let mut sent = before("a");
        sent.history.period = Some(this_week());
        assert_eq!(fires_on_submission(&RULE, &sent), []);
    }
}
