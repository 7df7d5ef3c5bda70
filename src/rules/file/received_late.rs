//! T19: the report came at or after the submit cutoff.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::submission::Standing;
use crate::rules::case::SubmissionCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// "Trước 11 giờ" is strict, and the time is that of the evidence, never that of the file.
pub static RULE: Rule = Rule {
    code: "T19",
    name: "received_late",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Nộp muộn",
    advice: "Đề nghị gửi báo cáo trước hạn ở các kỳ sau; nếu có lý do khách quan, báo cơ quan tổng hợp để xem xét tiếp nhận.",
    explanation: "Hạn là “trước 11 giờ”: nhận đúng 11 giờ 00 là muộn. Giờ nhận lấy theo sổ tiếp nhận, lần quét hoặc giờ máy chủ, không theo giờ ghi trên tệp.",
    example: "Nộp muộn 5 phút: tiếp nhận lúc 11 giờ 05 ngày 11/7/2025, hạn trước 11 giờ 00 ngày 11/7/2025. Báo cáo được ghi nhận là nộp muộn.",
    check: Check::Submission(check),
};

fn check(case: &SubmissionCase<'_>, emitter: &mut Emitter) {
    if !matches!(case.submission.standing, Standing::Late | Standing::Admitted) {
        return;
    }
    let Some(received) = case.submission.received_at else { return };
    // Where a cutoff was moved earlier without a document, lateness begins at the usual hour only.
    let cutoff = case.submission.cutoff.late_from;
    let seconds = (received - cutoff).num_seconds();
    // Begun minutes count whole, and the very instant of the cutoff is one minute late.
    let minutes = seconds.div_euclid(60) + i64::from(seconds.rem_euclid(60) > 0);
    let minutes = minutes.max(1);
    let (at, cutoff) = (format::moment(received), format::moment(cutoff));
    let message = format!("Nộp muộn {minutes} phút: tiếp nhận lúc {at}, hạn trước {cutoff}. Báo cáo được ghi nhận là nộp muộn.");
    // Nobody sends a late report for nothing: what it says is known from the next period on.
    let used = if case.submission.known_later() {
        " Không đưa vào bản tổng hợp kỳ này; từ kỳ sau được dùng làm số liệu kỳ trước."
    } else {
        ""
    };
    emitter.at(Place::file(), message + used);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::filling::Filling;
    use crate::model::moment::Moment;

    fn received(standing: Standing, at: Moment) -> Sent {
        let mut sent = Sent::on_time();
        sent.submission.standing = standing;
        sent.submission.received_at = Some(at);
        sent
    }

    #[test]
    fn what_becomes_of_a_report_that_is_left_out_is_told() {
        let mut sent = received(Standing::Late, july(11, 11, 5));
        sent.submission.merged = false;
        let told = fires_on_submission(&RULE, &sent)[0].message.clone();
        assert!(told.ends_with("Không đưa vào bản tổng hợp kỳ này; từ kỳ sau được dùng làm số liệu kỳ trước."), "{told}");
        sent.submission.versions.iter_mut().for_each(|version| version.filling = Filling::Untouched);
        assert!(!fires_on_submission(&RULE, &sent)[0].message.contains("kỳ sau"), "a form that nobody touched says nothing to keep");
    }

    #[test]
    fn late_and_admitted_reports_are_told_by_how_much() {
        for standing in [Standing::Late, Standing::Admitted] {
            assert_eq!(messages(&fires_on_submission(&RULE, &received(standing, july(11, 11, 5)))), [RULE.example]);
        }
    }

    #[test]
    fn begun_minutes_count() {
        let minutes = |text: &str| {
            let at = Moment::parse_from_rfc3339(text).unwrap();
            let found = fires_on_submission(&RULE, &received(Standing::Late, at));
            found[0].message.split(':').next().unwrap().to_owned()
        };
        assert_eq!(minutes("2025-07-11T11:00:00+07:00"), "Nộp muộn 1 phút");
        assert_eq!(minutes("2025-07-11T11:00:59+07:00"), "Nộp muộn 1 phút");
        assert_eq!(minutes("2025-07-11T11:01:00+07:00"), "Nộp muộn 1 phút");
        assert_eq!(minutes("2025-07-11T11:01:01+07:00"), "Nộp muộn 2 phút");
    }

    #[test]
    fn in_time_is_silent() {
        assert_eq!(fires_on_submission(&RULE, &Sent::on_time()), []);
    }
}
