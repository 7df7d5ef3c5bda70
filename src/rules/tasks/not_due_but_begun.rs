//! N30: reported as not due yet although its window has begun.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Once its window has begun the task counts as open and may become overdue.
pub static RULE: Rule = Rule {
    code: "N30",
    name: "not_due_but_begun",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Báo “Chưa đến kỳ” nhưng đã đến kỳ triển khai",
    advice: "Đề nghị chọn Đang thực hiện hoặc Chưa thực hiện; nếu cần lùi kỳ, có văn bản đề nghị điều chỉnh.",
    explanation: "Kỳ triển khai do danh mục quy định. Khi đã bắt đầu, nhiệm vụ được tính vào nhóm đang mở và có thể quá hạn.",
    example: "Báo \"Chưa đến kỳ\" nhưng kỳ triển khai Quý III/2025 đã bắt đầu từ 01/7/2025; tính là Chưa thực hiện.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.accountable() && !entry.regular()) {
        let Some(window) = entry.task.and_then(|task| task.window) else { continue };
        if entry.status() == Some(Status::NotDueYet) && window.from <= view.case.day {
            let name = entry.task.map_or("", |task| task.window_text.trim());
            let name = if name.is_empty() { String::new() } else { format!(" {}", format::quote(name)) };
            let from = format::date(window.from);
            let message = format!("Báo \"Chưa đến kỳ\" nhưng kỳ triển khai{name} đã bắt đầu từ {from}; tính là Chưa thực hiện.");
            emitter.field(entry.at, FieldId::Status, &entry.row.status, message);
            emitter.to_type(Status::NotStarted.label());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::deadline::DayInterval;

    fn not_due_yet(from: (u32, u32)) -> ReportDraft {
        let mut written = ReportDraft::by("SYT").task("KH11-006", |row| row.status = status(Status::NotDueYet));
        let task = &mut written.register.tasks[5];
        task.window = Some(DayInterval { from: day(2025, from.0, from.1), to: day(2025, 9, 30) });
        task.window_text = "Quý III/2025".into();
        written
    }

    #[test]
    fn a_window_that_has_begun_is_named() {
        assert_eq!(messages(&fires(&RULE, &not_due_yet((7, 1)))), [RULE.example]);
        assert_eq!(fires(&RULE, &not_due_yet((7, 11))).len(), 1, "it begins today");
    }

    #[test]
    fn a_window_to_come_and_none_are_silent() {
        assert_eq!(fires(&RULE, &not_due_yet((7, 12))), []);
        let none = ReportDraft::by("SYT").task("KH11-001", |row| row.status = status(Status::NotDueYet));
        assert_eq!(fires(&RULE, &none), []);
    }
}
