//! N29: results of a task whose window has not begun.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Early work counts as reported; said once, because the row may be of another task.
pub static RULE: Rule = Rule {
    code: "N29",
    name: "begun_before_window",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Nhiệm vụ chưa đến kỳ nhưng đã báo kết quả",
    advice: "Đề nghị kiểm tra đúng nhiệm vụ, đúng dòng; nếu đã triển khai sớm thì giữ nguyên.",
    explanation: "Kỳ triển khai do danh mục quy định. Làm sớm được ghi nhận và tính đúng như đơn vị báo; chỉ nêu lần đầu, để phát hiện trường hợp ghi nhầm dòng.",
    example: "Nhiệm vụ chưa đến kỳ (Quý IV/2025) nhưng đã báo kết quả; ghi nhận.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.accountable() && !entry.regular()) {
        let Some((task, window)) = entry.task.and_then(|task| Some((task, task.window?))) else { continue };
        let begun = |status: Option<Status>| matches!(status, Some(Status::Done | Status::InProgress));
        let told = begun(entry.known.and_then(|known| known.status));
        if window.from > view.case.day && begun(entry.status()) && !told {
            let name = if task.window_text.trim().is_empty() {
                format!("từ {}", format::date(window.from))
            } else {
                format::quote(&task.window_text)
            };
            let message = format!("Nhiệm vụ chưa đến kỳ ({name}) nhưng đã báo kết quả; ghi nhận.");
            emitter.field(entry.at, FieldId::Status, &entry.row.status, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_task_begun_before_its_window_is_noted() {
        assert_eq!(messages(&fires(&RULE, &ReportDraft::by("SYT").task("KH11-006", |_| {}))), [RULE.example]);
    }

    #[test]
    fn what_was_told_before_a_begun_window_and_not_due_yet_are_silent() {
        let again = ReportDraft::by("SYT").last_week("KH11-006", Status::InProgress, "10").task("KH11-006", |_| {});
        assert_eq!(fires(&RULE, &again), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-006", |row| row.status = status(Status::NotDueYet))), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {})), []);
    }
}
