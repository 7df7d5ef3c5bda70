//! N11: a row without a status.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};

/// Without it the task has no class and the row falls back; a finished task may leave it empty.
pub static RULE: Rule = Rule {
    code: "N11",
    name: "status_missing",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Thiếu trạng thái",
    advice: "Đề nghị chọn trạng thái cho từng nhiệm vụ được giao, không gộp ô.",
    explanation: "Không có trạng thái thì không xếp loại được nhiệm vụ; dòng giữ số liệu kỳ trước. Dòng để trống của nhiệm vụ đã hoàn thành, hoặc khi chọn “Không phát sinh”, thì không cần trạng thái.",
    example: "Thiếu trạng thái.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.row.status.is_empty()) {
        // A row in which nothing is written says as much as no row at all.
        let needs_none = entry.blank() && (entry.finished() || view.nil());
        // A blank row of a task that is not this agency's is refused for that already.
        let idle = entry.blank() && entry.role.is_none();
        if !needs_none && !idle {
            emitter.field(entry.at, FieldId::Status, &entry.row.status, String::from("Thiếu trạng thái."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::report::TaskRow;
    use crate::model::task::Status;

    fn blank(row: &mut TaskRow) {
        (row.status, row.percent, row.result) = (empty(), empty(), empty());
    }

    #[test]
    fn rows_with_other_cells_filled_and_blank_rows_of_assigned_tasks_need_one() {
        let written = ReportDraft::by("SYT").task("KH11-001", |row| row.status = empty()).task("KH11-002", blank);
        assert_eq!(messages(&fires(&RULE, &written)), [RULE.example, RULE.example]);
        let emptied = ReportDraft::by("SYT").last_week("KH11-001", Status::InProgress, "50").task("KH11-001", blank);
        assert_eq!(fires(&RULE, &emptied).len(), 1);
    }

    #[test]
    fn blank_rows_of_finished_tasks_nil_reports_and_foreign_tasks_need_none() {
        let finished = ReportDraft::by("SYT").last_week("KH11-001", Status::Done, "100").task("KH11-001", blank);
        assert_eq!(fires(&RULE, &finished), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").nil().task("KH11-001", blank)), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-005", blank).task("KH11-001", |_| {})), []);
    }
}
