//! N33: the result of a task is last week's text, in a report that has news elsewhere.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::{ReportView, TaskEntry};
use crate::rules::{Check, Emitter, Rule, Threshold};
use crate::text::{format, normalise, nothing};

/// Text carried over beside a moved figure looks like news and is none.
pub static RULE: Rule = Rule {
    code: "N33",
    name: "result_recycled",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Kết quả thực hiện giống hệt kỳ trước",
    advice: "Đề nghị ghi việc đã làm trong kỳ này; nếu không có gì mới, để trống ô kết quả.",
    explanation: "Chỉ xét nhiệm vụ có hạn, đang thực hiện, còn không quá 30 ngày hoặc đã quá hạn, trong báo cáo có dòng khác được cập nhật. Báo cáo giống hệt kỳ trước được nêu một lần ở mã T16.",
    example: "Kết quả thực hiện giống hệt tuần 27/2025.",
    check: Check::Report(check),
};

/// Of a task due later nothing is asked.
pub(in crate::rules) static DAYS: Threshold = Threshold::days_before("N33");

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    // A report that repeats everything confirms, and T16 says so once.
    if view.nil() || view.tasks.iter().all(TaskEntry::says_nothing_new) {
        return;
    }
    let days = emitter.threshold(&DAYS);
    for entry in view.tasks.iter().filter(|entry| entry.pressing(view.case, days)) {
        let Some(known) = entry.known.filter(|known| known.period < view.case.span.period) else { continue };
        let result = entry.row.result.text();
        // Of a text that says nothing that is told (N32).
        if !nothing::is_filler(result) && normalise::key(result) == normalise::key(&known.result) {
            let message = format!("Kết quả thực hiện giống hệt tuần {}.", format::period(known.period));
            emitter.field(entry.at, FieldId::Result, &entry.row.result, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::task::Status;
    use crate::rules::testing::*;

    /// One task due 30/6, another with news.
    fn wrote(result: &str, news: bool) -> ReportDraft {
        let written =
            ReportDraft::by("SYT").last_week("KH11-002", Status::InProgress, "50").last_week("KH11-001", Status::InProgress, "40");
        let written = written.task("KH11-002", |row| row.result = text(result));
        written.task("KH11-001", |row| {
            row.percent = number(if news { "45" } else { "40" });
            row.result = empty();
        })
    }

    #[test]
    fn last_weeks_text_on_an_overdue_task_is_noted() {
        assert_eq!(messages(&fires(&RULE, &wrote("Kết quả tuần trước.", true))), [RULE.example]);
    }

    #[test]
    fn another_text_no_text_and_a_report_without_news_are_silent() {
        assert_eq!(fires(&RULE, &wrote("Đã họp", true)), []);
        assert_eq!(fires(&RULE, &wrote("", true)), []);
        assert_eq!(fires(&RULE, &wrote("Kết quả tuần trước", false)), []);
    }
}
