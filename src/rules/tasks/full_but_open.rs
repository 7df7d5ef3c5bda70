//! N14: 100 percent, but not reported as done.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use rust_decimal::Decimal;

/// The status counts, so the task stays open and may become overdue.
pub static RULE: Rule = Rule {
    code: "N14",
    name: "full_but_open",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Tỷ lệ 100% nhưng chưa báo Hoàn thành",
    advice: "Đề nghị chọn trạng thái Hoàn thành và ghi ngày hoàn thành, hoặc sửa tỷ lệ.",
    explanation: "Nhiệm vụ được tính theo trạng thái: 100% mà chưa báo Hoàn thành thì vẫn là nhiệm vụ đang mở và có thể bị tính quá hạn.",
    example: "Tỷ lệ 100% nhưng trạng thái là \"Đang thực hiện\".",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.assigned().is_some()) {
        let Some(status) = entry.status() else { continue };
        // Work without end may well be complete for the period.
        let endless = status == Status::Regular || entry.regular();
        if status != Status::Done && !endless && entry.row.percent.value() == Some(&Decimal::ONE_HUNDRED) {
            let message = format!("Tỷ lệ 100% nhưng trạng thái là \"{}\".", status.label());
            emitter.field(entry.at, FieldId::Status, &entry.row.status, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn full(code: &str, reported: Status) -> ReportDraft {
        ReportDraft::by("SYT").task(code, |row| {
            row.status = status(reported);
            row.percent = number("100.0");
        })
    }

    #[test]
    fn an_open_task_at_100_is_noted() {
        assert_eq!(messages(&fires(&RULE, &full("KH11-001", Status::InProgress))), [RULE.example]);
    }

    #[test]
    fn done_and_regular_ones_are_silent() {
        assert_eq!(fires(&RULE, &full("KH11-001", Status::Done)), []);
        assert_eq!(fires(&RULE, &full("KH11-001", Status::Regular)), []);
        assert_eq!(fires(&RULE, &full("KH11-003", Status::InProgress)), []);
    }
}
