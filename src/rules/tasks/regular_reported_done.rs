//! N28: a task without end reported as done.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};

/// The register gives it no end; what was achieved in the period is taken all the same.
pub static RULE: Rule = Rule {
    code: "N28",
    name: "regular_reported_done",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Nhiệm vụ thường xuyên báo Hoàn thành",
    advice: "Đề nghị chọn trạng thái Thường xuyên và ghi kết quả trong kỳ.",
    explanation: "Danh mục giao nhiệm vụ này thực hiện thường xuyên nên không có lúc hoàn thành; kết quả của kỳ vẫn được ghi nhận.",
    example: "Nhiệm vụ thường xuyên nhưng báo Hoàn thành; giữ là Thường xuyên, ghi nhận kết quả kỳ.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.regular() && entry.assigned().is_some()) {
        if entry.status() == Some(Status::Done) {
            let message = String::from("Nhiệm vụ thường xuyên nhưng báo Hoàn thành; giữ là Thường xuyên, ghi nhận kết quả kỳ.");
            emitter.field(entry.at, FieldId::Status, &entry.row.status, message);
            emitter.to_type(Status::Regular.label());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn reported(code: &str, reported: Status) -> ReportDraft {
        ReportDraft::by("SYT").task(code, |row| row.status = status(reported))
    }

    #[test]
    fn a_regular_task_cannot_be_done() {
        assert_eq!(messages(&fires(&RULE, &reported("KH11-003", Status::Done))), [RULE.example]);
    }

    #[test]
    fn regular_as_regular_and_dated_as_done_are_silent() {
        assert_eq!(fires(&RULE, &reported("KH11-003", Status::Regular)), []);
        assert_eq!(fires(&RULE, &reported("KH11-001", Status::Done)), []);
    }
}
