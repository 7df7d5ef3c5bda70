//! T20: nothing came until the submit cutoff.

use crate::model::finding::{Effect, Severity};
use crate::model::period::Period;
use crate::model::place::Place;
use crate::model::submission::Standing;
use crate::rules::case::SubmissionCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Last week's figures are carried forward and marked; a task may become overdue meanwhile.
pub static RULE: Rule = Rule {
    code: "T20",
    name: "nothing_received",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Chưa nhận được báo cáo",
    advice: "Đề nghị gửi báo cáo theo biểu mẫu được cấp; nếu không có gì mới, chọn “Không phát sinh” và gửi.",
    explanation: "Đơn vị không báo cáo thì số liệu kỳ trước được giữ và đánh dấu “Số liệu kỳ trước”; nhiệm vụ vẫn có thể chuyển thành quá hạn.",
    example: "Chưa nhận được báo cáo tuần 28/2025 (hạn trước 11 giờ 00 ngày 11/7/2025). Số liệu của đơn vị lấy theo tuần 27/2025.",
    check: Check::Submission(check),
};

fn check(case: &SubmissionCase<'_>, emitter: &mut Emitter) {
    if case.submission.standing != Standing::Missing || !case.submission.due {
        return;
    }
    let (week, cutoff) = (format::span(&case.span), format::moment(case.submission.cutoff.submit));
    if case.submission.awaits_joint_report() {
        let offices: Vec<String> =
            case.submission.reported_before().into_iter().map(|ended| case.register.short_name(&ended.code)).collect();
        let offices = offices.join(", ");
        emitter.at(
            Place::file(),
            format!(
                "Đã có báo cáo của {offices} trước khi sáp nhập, được dùng cho phần của đơn vị đó; chưa nhận được báo cáo chung {week} (hạn \
                 trước {cutoff})."
            ),
        );
        return;
    }
    let what = if case.submission.form_unfilled {
        "Biểu mẫu gửi lại chưa điền, chưa được tính là báo cáo"
    } else {
        "Chưa nhận được báo cáo"
    };
    let mut message = format!("{what} {week} (hạn trước {cutoff}).");
    if let Some(last) = last_figures(case) {
        message.push_str(&format!(" Số liệu của đơn vị lấy theo tuần {}.", format::period(last)));
    }
    emitter.at(Place::file(), message);
}

/// The latest period from which the agency has an accepted row.
fn last_figures(case: &SubmissionCase<'_>) -> Option<Period> {
    let agency = &case.submission.agency;
    let tasks = case.history.tasks.iter().filter(|known| &known.agency == agency).map(|known| known.period);
    let targets = case.history.targets.iter().filter(|known| &known.agency == agency).map(|known| known.period);
    let criteria = case.history.criteria.iter().filter(|known| &known.agency == agency).map(|known| known.period);
    tasks.chain(targets).chain(criteria).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::task::Status;

    #[test]
    fn a_missing_report_is_named_with_the_week_whose_figures_are_kept() {
        let history = ReportDraft::by("SYT").last_week("KH11-001", Status::InProgress, "50").history;
        assert_eq!(messages(&fires_on_submission(&RULE, &Sent { history, ..Sent::nothing() })), [RULE.example]);
    }

    #[test]
    fn without_figures_it_does_not_claim_any() {
        let history = ReportDraft::by("STC").last_week("KH11-005", Status::InProgress, "50").history;
        let found = fires_on_submission(&RULE, &Sent { history, ..Sent::nothing() });
        assert_eq!(messages(&found), ["Chưa nhận được báo cáo tuần 28/2025 (hạn trước 11 giờ 00 ngày 11/7/2025)."]);
    }

    #[test]
    fn who_sent_the_form_as_it_was_issued_is_not_said_to_have_sent_nothing() {
        let mut sent = Sent::nothing();
        sent.submission.form_unfilled = true;
        let told = "Biểu mẫu gửi lại chưa điền, chưa được tính là báo cáo tuần 28/2025 (hạn trước 11 giờ 00 ngày 11/7/2025).";
        assert_eq!(messages(&fires_on_submission(&RULE, &sent)), [told]);
    }

    #[test]
    fn before_the_cutoff_and_with_a_report_it_is_silent() {
        let mut early = Sent::nothing();
        early.submission.due = false;
        assert_eq!(fires_on_submission(&RULE, &early), []);
        assert_eq!(fires_on_submission(&RULE, &Sent::on_time()), []);
    }
}
