//! N32: the result of a dated task says nothing, though the row says that something changed, or its day is near.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::{ReportView, TaskEntry};
use crate::rules::{Check, Emitter, Rule, Threshold};
use crate::text::{format, nothing};

/// A moved figure without words cannot be explained to a leader.
pub static RULE: Rule = Rule {
    code: "N32",
    name: "result_says_nothing",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Kết quả thực hiện để trống hoặc không nêu nội dung",
    advice: "Đề nghị ghi việc đã làm trong kỳ và sản phẩm (số, ký hiệu văn bản nếu có).",
    explanation: "Chỉ xét nhiệm vụ có hạn, đang thực hiện: để trống mà trạng thái hoặc tỷ lệ đổi, hoặc chỉ ghi câu chung (“đang triển khai”, “không”) khi còn không quá 30 ngày hoặc đã quá hạn. Không có gì mới thì để trống là đúng.",
    example: "Kết quả thực hiện chỉ ghi \"Đang triển khai\".",
    check: Check::Report(check),
};

/// Of a task due later nothing is asked.
pub(in crate::rules) static DAYS: Threshold = Threshold::days_before("N32");

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let days = emitter.threshold(&DAYS);
    for entry in view.tasks.iter().filter(|entry| entry.under_way() && !entry.row.result.is_unreadable()) {
        let result = entry.row.result.text();
        let message = if result.is_empty() {
            if !moved(entry) {
                continue;
            }
            "Trạng thái hoặc tỷ lệ thay đổi nhưng kết quả thực hiện để trống.".to_owned()
        } else if entry.pressing(view.case, days) && nothing::is_filler(result) {
            format!("Kết quả thực hiện chỉ ghi \"{}\".", format::quote(result))
        } else {
            continue;
        };
        emitter.field(entry.at, FieldId::Result, &entry.row.result, message);
    }
}

/// Did status or percentage change since the last accepted row?
fn moved(entry: &TaskEntry<'_>) -> bool {
    entry.known.is_some_and(|known| {
        known.status != entry.status() || entry.row.percent.value().is_some_and(|percent| Some(*percent) != known.percent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::task::Status;
    use crate::rules::testing::*;

    fn wrote(task: &str, result: &str) -> ReportDraft {
        ReportDraft::by("SYT").last_week(task, Status::InProgress, "50").task(task, |row| row.result = text(result))
    }

    #[test]
    fn filler_on_an_overdue_task_is_noted() {
        assert_eq!(messages(&fires(&RULE, &wrote("KH11-002", "Đang triển khai"))), [RULE.example]);
        assert_eq!(fires(&RULE, &wrote("KH11-002", "Không")).len(), 1);
    }

    #[test]
    fn a_change_without_words_is_noted() {
        let mut more = wrote("KH11-001", "");
        more.report.tasks.as_mut().unwrap().rows[0].percent = number("60");
        assert_eq!(messages(&fires(&RULE, &more)), ["Trạng thái hoặc tỷ lệ thay đổi nhưng kết quả thực hiện để trống."]);
    }

    #[test]
    fn a_quiet_row_a_later_task_and_a_result_are_silent() {
        assert_eq!(fires(&RULE, &wrote("KH11-002", "")), []);
        assert_eq!(fires(&RULE, &wrote("KH11-001", "Đang triển khai")), [], "due in 80 days");
        assert_eq!(fires(&RULE, &wrote("KH11-002", "Đã ban hành KH 15/KH-SYT")), []);
        assert_eq!(fires(&RULE, &wrote("KH11-003", "Không")), [], "without end");
    }
}
