//! N22: past its deadline without a cause and a new date.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::{DeadlineKind, Role, Status};
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
    if view.nil() {
        nil_with_overdue(view, emitter);
        return;
    }
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

/// An agency that has nothing new is told once, and not row by row.
fn nil_with_overdue(view: &ReportView<'_>, emitter: &mut Emitter) {
    let case = view.case;
    let overdue = case.register.tasks_of(case.agency).filter(|(task, role)| {
        let past = task.deadline_for(case.agency).is_some_and(|deadline| deadline.to < case.day);
        let known = case.history.task(case.agency, &task.code);
        let open = known.is_some_and(|known| known.status.is_some_and(|status| status != Status::Done));
        let row = view.tasks.iter().find(|entry| entry.task == Some(*task)).map(|entry| entry.row);
        let explained = known.is_some_and(|known| !nothing::says_nothing(&known.cause) && known.expected_on.is_some())
            || row.is_some_and(|row| !nothing::says_nothing(row.cause.text()) && !row.expected_on.is_empty());
        *role != Role::Support && task.deadline_kind != DeadlineKind::Regular && past && open && !explained
    });
    let count = overdue.count();
    if count > 0 {
        let info = &case.report.info;
        let message = format!("Có {count:02} nhiệm vụ quá hạn; đề nghị ghi nguyên nhân và dự kiến hoàn thành.");
        emitter.at(info.nil.place(&info.sheet), message);
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
    fn nil_with_overdue_tasks_is_told_on_one_line() {
        let mut nil = overdue(|_| {}).nil().last_week("KH11-002", Status::InProgress, "50");
        assert_eq!(messages(&fires(&RULE, &nil)), ["Có 01 nhiệm vụ quá hạn; đề nghị ghi nguyên nhân và dự kiến hoàn thành."]);
        (nil.history.tasks[0].cause, nil.history.tasks[0].expected_on) = ("Chờ vốn".into(), Some(day(2025, 8, 30)));
        assert_eq!(fires(&RULE, &nil), [], "explained before");
        nil.history.tasks[0].status = Some(Status::Done);
        assert_eq!(fires(&RULE, &nil), []);
    }

    #[test]
    fn due_today_is_not_overdue() {
        let mut written = overdue(|_| {});
        written.register.tasks[1].deadline = Some(DayInterval { from: day(2025, 7, 11), to: day(2025, 7, 11) });
        assert_eq!(fires(&RULE, &written), []);
    }
}
