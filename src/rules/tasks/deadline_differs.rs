//! N08: the deadline in the row is another day than that of the register.

use crate::model::agency::AgencyCode;
use crate::model::deadline::DeadlineReading;
use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Task;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{deadline, format};
use chrono::NaiveDate;

/// The register and its adjustments decide what is overdue, not this cell.
pub static RULE: Rule = Rule {
    code: "N08",
    name: "deadline_differs",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Thời hạn khác danh mục",
    advice: "Đề nghị giữ thời hạn như danh mục; nếu đã có văn bản điều chỉnh, gửi văn bản đó cho cơ quan tổng hợp.",
    explanation: "Quá hạn hay không được xét theo thời hạn trong danh mục và các văn bản điều chỉnh, không theo ô này. Ghi cách khác mà cùng một ngày cuối, hoặc ghi thời hạn cũ trước khi được gia hạn, thì không nêu.",
    example: "Thời hạn ghi \"31/12/2025\", danh mục là \"30/9/2025\". Muốn thay đổi đề nghị có văn bản xin điều chỉnh.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.tasks {
        let Some((task, _)) = entry.assigned() else { continue };
        let written = entry.row.deadline.text();
        // The form comes with the register's own words, and nearly every row keeps them.
        if written.is_empty() || task.deadline_text == written || entry.regular() || view.case.given.are_as_issued() {
            continue;
        }
        let (Some(day), Some(wanted)) = (last_day(written, task.plan_year), wanted(task, view.case.agency)) else { continue };
        let earlier = task.extended.as_ref().and_then(|extended| last_day(&extended.original_text, task.plan_year));
        if day != wanted && earlier != Some(day) {
            let own = task.deadline.is_some_and(|deadline| deadline.to == wanted) && !task.deadline_text.is_empty();
            let words = if own { format::quote(&task.deadline_text) } else { format::date(wanted) };
            let message = format!(
                "Thời hạn ghi \"{}\", danh mục là \"{words}\". Muốn thay đổi đề nghị có văn bản xin điều chỉnh.",
                format::quote(written)
            );
            emitter.field(entry.at, FieldId::Deadline, &entry.row.deadline, message);
            emitter.to_type(words);
        }
    }
}

/// The last day of the agency's own deadline.
fn wanted(task: &Task, agency: &AgencyCode) -> Option<NaiveDate> {
    task.deadline_for(agency).map(|deadline| deadline.to)
}

/// The last day that the words of a deadline name; `None` if they name none.
fn last_day(words: &str, plan_year: i32) -> Option<NaiveDate> {
    match deadline::read(words, plan_year) {
        Some(DeadlineReading::Days(days)) => Some(days.to),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::task::Extension;

    fn with(written: &str) -> ReportDraft {
        ReportDraft::by("SYT").task("KH11-001", |row| row.deadline = text(written))
    }

    #[test]
    fn another_day_is_noted() {
        assert_eq!(messages(&fires(&RULE, &with("31/12/2025"))), [RULE.example]);
        assert_eq!(fires(&RULE, &with("Quý IV/2025")).len(), 1);
    }

    #[test]
    fn the_same_day_in_other_words_an_earlier_deadline_and_none_are_silent() {
        for written in ["", "30/9/2025", "tháng 9/2025", "trước 30/9/2025", "Quý III/2025", "theo kế hoạch"] {
            assert_eq!(fires(&RULE, &with(written)), [], "{written}");
        }
        let mut extended = with("30/6/2025");
        let original = Extension { original_text: "30/6/2025".into(), times: 1, document: "12/QĐ".into() };
        extended.register.tasks[0].extended = Some(original);
        assert_eq!(fires(&RULE, &extended), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-003", |row| row.deadline = text("31/12/2025"))), []);
    }
}
