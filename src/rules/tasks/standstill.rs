//! N26: tasks due soon or overdue of which nothing has changed for weeks. A quiet week of other tasks says nothing.

use crate::model::finding::{Effect, Severity};
use crate::model::history::Aging;
use crate::model::place::Place;
use crate::rules::view::{ReportView, TaskEntry};
use crate::rules::{Check, Emitter, Rule, Threshold, wording};

/// A note and no slip: nobody is to blame for a task that waits for somebody else.
pub static RULE: Rule = Rule {
    code: "N26",
    name: "standstill",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Nhiệm vụ sắp đến hạn hoặc quá hạn không thay đổi nhiều tuần",
    advice: "Đề nghị cập nhật tiến độ, hoặc ghi khó khăn, vướng mắc và dự kiến hoàn thành.",
    explanation: "Chỉ xét nhiệm vụ có hạn, đang thực hiện, còn không quá 30 ngày hoặc đã quá hạn, và không có gì mới từ 3 tuần trở lên. Đây là ghi nhận để đơn vị và cơ quan tổng hợp biết, không phải lỗi.",
    example: "Có 1 nhiệm vụ sắp đến hạn hoặc quá hạn không thay đổi nội dung từ 3 tuần trở lên: KH11-002.",
    check: Check::Report(check),
};

/// Of a task due later nothing is asked.
pub(in crate::rules) static DAYS: Threshold = Threshold::days_before("N26");

/// Weeks without anything new.
pub(in crate::rules) static WEEKS: Threshold = Threshold {
    code: "N26",
    name: "weeks",
    unit: "tuần",
    default: 3,
    least: 2,
    most: 26,
    meaning: "Nêu khi không có gì mới từ số tuần này trở lên.",
};

/// Tasks that are named.
const SHOWN: usize = 20;

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let now = view.case.span.period.first_day();
    let (days, weeks) = (emitter.threshold(&DAYS), emitter.threshold(&WEEKS));
    let long = |entry: &&TaskEntry<'_>| entry.known.is_some_and(|known| (now - known.changed_in().first_day()).num_weeks() >= weeks);
    let still = view.tasks.iter().filter(|entry| entry.pressing(view.case, days) && entry.says_nothing_new()).filter(long);
    let codes: Vec<&str> = still.filter_map(|entry| entry.task).map(|task| task.code.as_str()).collect();
    if codes.is_empty() {
        return;
    }
    let (count, codes) = (codes.len(), wording::some_of(&codes, SHOWN, "nhiệm vụ"));
    let place = view.case.report.tasks.as_ref().map_or_else(Place::file, |table| Place::sheet(&table.sheet));
    emitter.at(place, format!("Có {count} nhiệm vụ sắp đến hạn hoặc quá hạn không thay đổi nội dung từ {weeks} tuần trở lên: {codes}."));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::task::Status;
    use crate::rules::testing::*;

    /// The row of a task, unchanged since a week.
    fn unchanged(task: &str, since: &str) -> ReportDraft {
        let mut written = ReportDraft::by("SYT").last_week(task, Status::InProgress, "50").task(task, |row| row.result = empty());
        written.history.tasks[0].changed_in = Some(week(since));
        written
    }

    #[test]
    fn an_overdue_task_that_stands_still_is_noted() {
        assert_eq!(messages(&fires(&RULE, &unchanged("KH11-002", "2025-W25"))), [RULE.example]);
    }

    #[test]
    fn news_a_short_rest_and_a_task_due_much_later_are_silent() {
        assert_eq!(fires(&RULE, &unchanged("KH11-002", "2025-W26")), []);
        assert_eq!(fires(&RULE, &unchanged("KH11-001", "2025-W20")), [], "due in 80 days");
        assert_eq!(fires(&RULE, &unchanged("KH11-003", "2025-W20")), [], "without end");
        let mut news = unchanged("KH11-002", "2025-W20");
        news.report.tasks.as_mut().unwrap().rows[0].percent = number("60");
        assert_eq!(fires(&RULE, &news), []);
        let mut waiting = unchanged("KH11-002", "2025-W20");
        waiting.history.tasks[0].status = Some(Status::Paused);
        waiting.report.tasks.as_mut().unwrap().rows[0].status = status(Status::Paused);
        assert_eq!(fires(&RULE, &waiting), []);
    }
}
