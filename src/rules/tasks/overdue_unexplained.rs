//! N22: past its deadline without a cause and a new date.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::nothing;

/// Leaders need to know why it is late and until when; on its last day it is not overdue.
pub static RULE: Rule = Rule {
    code: "N22",
    name: "overdue_unexplained",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Quá hạn, chưa nêu nguyên nhân và dự kiến hoàn thành",
    advice: "Đề nghị ghi nguyên nhân chậm và ngày dự kiến hoàn thành.",
    explanation: "Với nhiệm vụ quá hạn, lãnh đạo cần biết vì sao chậm và bao giờ xong. Hạn đúng ngày chốt thì chưa quá hạn.",
    example: "Quá hạn 11 ngày, chưa nêu nguyên nhân và dự kiến hoàn thành.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let day = view.case.day;
    for entry in view.tasks.iter().filter(|entry| entry.accountable() && !entry.regular()) {
        let Some((task, _)) = entry.assigned() else { continue };
        let open = entry.status().is_some_and(|status| status != Status::Done);
        let Some(deadline) = task.deadline_for(view.case.agency).filter(|deadline| open && deadline.to < day) else { continue };
        let no_cause = !entry.row.cause.is_unreadable() && nothing::says_nothing(entry.row.cause.text());
        // A date that cannot be read is another rule's (N20).
        let lacks = match (no_cause, entry.row.expected_on.is_empty()) {
            (true, true) => "nguyên nhân và dự kiến hoàn thành",
            (true, false) => "nguyên nhân",
            (false, true) => "dự kiến hoàn thành",
            (false, false) => continue,
        };
        let message = format!("Quá hạn {} ngày, chưa nêu {lacks}.", (day - deadline.to).num_days());
        if no_cause {
            emitter.field(entry.at, FieldId::Cause, &entry.row.cause, message);
        } else {
            emitter.field(entry.at, FieldId::ExpectedOn, &entry.row.expected_on, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::deadline::DayInterval;
    use crate::model::report::TaskRow;

    fn overdue(change: impl FnOnce(&mut TaskRow)) -> ReportDraft {
        ReportDraft::by("SYT").task("KH11-002", change)
    }

    #[test]
    fn an_overdue_task_needs_cause_and_date() {
        assert_eq!(messages(&fires(&RULE, &overdue(|_| {}))), [RULE.example]);
        let found = fires(&RULE, &overdue(|row| row.expected_on = on(2025, 7, 30)));
        assert_eq!(messages(&found), ["Quá hạn 11 ngày, chưa nêu nguyên nhân."]);
        let found = fires(&RULE, &overdue(|row| row.cause = text("Chờ hướng dẫn")));
        assert_eq!(messages(&found), ["Quá hạn 11 ngày, chưa nêu dự kiến hoàn thành."]);
    }

    #[test]
    fn explained_done_in_time_and_supporting_ones_are_silent() {
        let explained = overdue(|row| (row.cause, row.expected_on) = (text("Chờ hướng dẫn"), on(2025, 7, 30)));
        assert_eq!(fires(&RULE, &explained), []);
        assert_eq!(fires(&RULE, &overdue(|row| row.status = status(Status::Done))), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {}).task("KH11-003", |_| {})), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("STC").task("KH11-002", |_| {})), []);
    }

    #[test]
    fn due_today_is_not_overdue() {
        let mut written = overdue(|_| {});
        written.register.tasks[1].deadline = Some(DayInterval { from: day(2025, 7, 11), to: day(2025, 7, 11) });
        assert_eq!(fires(&RULE, &written), []);
    }
}
