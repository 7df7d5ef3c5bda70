//! T16: the content is that of an earlier report, to the last cell: of last week, or of an old file found again.

use crate::model::finding::{Effect, Severity};
use crate::model::period::Period;
use crate::model::place::Place;
use crate::model::task::{DeadlineKind, Role, Status};
use crate::rules::case::SubmissionCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Mostly an old file sent again; it is consolidated, and the desk should know.
pub static RULE: Rule = Rule {
    code: "T16",
    name: "same_as_last_period",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Nội dung trùng hoàn toàn với một kỳ trước",
    advice: "Đề nghị xác nhận đơn vị đã cập nhật số liệu của kỳ này; nếu không có gì mới, chọn “Không phát sinh”.",
    explanation: "Báo cáo giống hệt kỳ trước thường là tệp cũ gửi lại. So với tám báo cáo gần nhất của đơn vị; nhiều kỳ liên tiếp không đổi thì nêu số kỳ. Không nêu khi đơn vị không có nhiệm vụ có hạn nào đang thực hiện.",
    example: "Nội dung trùng hoàn toàn với báo cáo tuần 27/2025. Đề nghị xác nhận đơn vị đã cập nhật.",
    check: Check::Submission(check),
};

fn check(case: &SubmissionCase<'_>, emitter: &mut Emitter) {
    // An agency that says "nothing new" is expected to hand in the same content, and so is one with nothing under way.
    let Some(now) = case.fingerprint.filter(|_| !case.submission.nil && has_work(case)) else { return };
    let prints = earlier(case);
    let Some((period, _)) = prints.iter().find(|(_, print)| *print == now) else { return };
    let running = prints.iter().take_while(|(_, print)| *print == now).count();
    // Only weeks with a report have a print: over a silent week the reports follow each other, and the weeks do not.
    let weeks: Vec<Period> = std::iter::once(case.span.period).chain(prints.iter().take(running).map(|(period, _)| *period)).collect();
    let of_each_week = weeks.iter().zip(weeks.iter().skip(1)).all(|(later, earlier)| later.previous() == *earlier);
    let what = if of_each_week { "kỳ" } else { "báo cáo" };
    let running = if running > 1 { format!(", {} {what} liên tiếp", running + 1) } else { String::new() };
    let message =
        format!("Nội dung trùng hoàn toàn với báo cáo tuần {}{running}. Đề nghị xác nhận đơn vị đã cập nhật.", format::period(*period));
    emitter.at(Place::file(), message);
}

/// Fingerprints of the agency's earlier reports, newest first.
fn earlier<'a>(case: &'a SubmissionCase<'_>) -> Vec<(Period, &'a str)> {
    let (history, agency) = (case.history, &case.submission.agency);
    let kept = history.earlier_fingerprints.get(agency).into_iter().flatten();
    let mut prints: Vec<(Period, &str)> = kept.map(|(period, print)| (*period, print.as_str())).collect();
    // Of a release of before they were kept there is the last one alone.
    let last = history.period.zip(history.fingerprints.get(agency)).filter(|_| prints.is_empty());
    prints.extend(last.map(|(period, print)| (period, print.as_str())));
    prints.retain(|(period, _)| *period != case.span.period);
    prints
}

/// Does the agency have a dated task that is neither done nor waiting? All others may well have nothing new to say.
fn has_work(case: &SubmissionCase<'_>) -> bool {
    let agency = &case.submission.agency;
    case.register.tasks_of(agency).any(|(task, role)| {
        let status = case.history.task(agency, &task.code).and_then(|known| known.status);
        let rests = matches!(status, Some(Status::Done | Status::Paused | Status::NotDueYet | Status::Regular));
        role != Role::Support && task.deadline_kind == DeadlineKind::Dated && !rests
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;
    use crate::testing::known_task;

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
    fn a_file_of_weeks_ago_and_weeks_without_a_change_are_told_apart() {
        let mut sent = before("b");
        let prints = |all: [&str; 3]| ["2025-W27", "2025-W26", "2025-W25"].map(week).into_iter().zip(all.map(String::from)).collect();
        sent.history.earlier_fingerprints.insert(code("SYT"), prints(["b", "a", "c"]));
        let old = "Nội dung trùng hoàn toàn với báo cáo tuần 26/2025. Đề nghị xác nhận đơn vị đã cập nhật.";
        assert_eq!(messages(&fires_on_submission(&RULE, &sent)), [old]);
        sent.history.earlier_fingerprints.insert(code("SYT"), prints(["a", "a", "c"]));
        let running = "Nội dung trùng hoàn toàn với báo cáo tuần 27/2025, 3 kỳ liên tiếp. Đề nghị xác nhận đơn vị đã cập nhật.";
        assert_eq!(messages(&fires_on_submission(&RULE, &sent)), [running]);
        let silent_between = ["2025-W27", "2025-W20"].map(week).into_iter().zip(["a", "a"].map(String::from)).collect();
        sent.history.earlier_fingerprints.insert(code("SYT"), silent_between);
        let reports = "Nội dung trùng hoàn toàn với báo cáo tuần 27/2025, 3 báo cáo liên tiếp. Đề nghị xác nhận đơn vị đã cập nhật.";
        assert_eq!(messages(&fires_on_submission(&RULE, &sent)), [reports]);
    }

    #[test]
    fn an_agency_with_nothing_under_way_may_repeat_itself() {
        let mut rests = before("a");
        rests.history.tasks = ["KH11-001", "KH11-002", "KH11-004", "KH11-006"].map(|task| known_task("SYT", task, Status::Done)).to_vec();
        rests.history.sort();
        assert_eq!(fires_on_submission(&RULE, &rests), []);
    }

    #[test]
    fn a_second_version_of_the_same_week_is_not_compared_with_itself() {
        let mut sent = before("a");
        sent.history.period = Some(this_week());
        assert_eq!(fires_on_submission(&RULE, &sent), []);
    }
}
