//! N19: a completion date before the task was assigned.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Mostly a mistyped year; the day is not used, the rest of the row is.
pub static RULE: Rule = Rule {
    code: "N19",
    name: "completed_before_issue",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Ngày hoàn thành trước ngày giao nhiệm vụ",
    advice: "Đề nghị kiểm tra năm và thứ tự ngày, tháng của ngày hoàn thành.",
    explanation: "Ngày trước ngày ban hành văn bản giao thường là gõ nhầm năm. Ngày này không được dùng; phần còn lại của dòng vẫn được dùng.",
    example: "Ngày hoàn thành 04/7/2024 trước ngày giao nhiệm vụ 01/7/2025. Đề nghị kiểm tra năm.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.tasks {
        let Some(issued) = entry.assigned().and_then(|(task, _)| task.issued_on) else { continue };
        if let Some(completed) = entry.row.completed_on.value().filter(|day| **day < issued) {
            let (completed, issued) = (format::date(*completed), format::date(issued));
            let message = format!("Ngày hoàn thành {completed} trước ngày giao nhiệm vụ {issued}. Đề nghị kiểm tra năm.");
            emitter.field(entry.at, FieldId::CompletedOn, &entry.row.completed_on, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_day_before_the_assignment_is_refused() {
        let written = ReportDraft::by("SYT").task("KH11-001", |row| row.completed_on = on(2024, 7, 4));
        assert_eq!(messages(&fires(&RULE, &written)), [RULE.example]);
    }

    #[test]
    fn the_day_of_the_assignment_and_tasks_without_one_are_silent() {
        let mut written = ReportDraft::by("SYT").task("KH11-001", |row| row.completed_on = on(2025, 7, 1));
        assert_eq!(fires(&RULE, &written), []);
        written.report.tasks.as_mut().unwrap().rows[0].completed_on = on(2024, 7, 4);
        written.register.tasks[0].issued_on = None;
        assert_eq!(fires(&RULE, &written), []);
    }
}
