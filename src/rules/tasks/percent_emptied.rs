//! N43: the percent that the form came with was emptied.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// An empty cell says nothing of how far a task is, so the last percent stands, marked; the office is told.
pub static RULE: Rule = Rule {
    code: "N43",
    name: "percent_emptied",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Tỷ lệ để trống, giữ tỷ lệ kỳ trước",
    advice: "Đề nghị ghi tỷ lệ hoàn thành hiện nay vào ô này.",
    explanation: "Nhiệm vụ đang thực hiện được theo dõi theo tỷ lệ lũy kế; ô để trống không làm mất tỷ lệ đã báo, tỷ lệ đó được giữ; bên cạnh nội dung mới thì đánh dấu là số liệu kỳ trước.",
    example: "Tỷ lệ để trống; giữ 60% của tuần 27/2025.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.accountable() && !entry.regular()) {
        let stands = entry.known.filter(|known| known.status == Some(Status::InProgress) && entry.status() == known.status);
        let (Some(known), true) = (stands, entry.row.percent.is_empty()) else { continue };
        // Only a form of ours came with the percent; an office's own table need not have the column.
        if let Some(percent) = known.percent.filter(|_| view.case.given.are_as_issued()) {
            // After a second week without it, the percent is older than the row.
            let since = known.stale_fields.get(&FieldId::Percent).copied().unwrap_or(known.period);
            let (percent, week) = (format::decimal(percent), format::period(since));
            emitter.field(entry.at, FieldId::Percent, &entry.row.percent, format!("Tỷ lệ để trống; giữ {percent}% của tuần {week}."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    /// A row under way with other news, whose percent was 60 before.
    fn without_percent(before: Status) -> ReportDraft {
        let draft = ReportDraft::by("SYT").last_week("KH11-001", before, "60").task("KH11-001", |row| {
            (row.percent, row.result) = (empty(), text("Đã trình dự thảo lần hai"));
        });
        draft.in_its_form()
    }

    #[test]
    fn an_emptied_percent_is_told_with_what_stands() {
        assert_eq!(messages(&fires(&RULE, &without_percent(Status::InProgress))), [RULE.example]);
    }

    #[test]
    fn so_is_one_that_was_emptied_and_nothing_else() {
        let draft = ReportDraft::by("SYT").last_week("KH11-001", Status::InProgress, "60").task("KH11-001", |row| row.percent = empty());
        assert_eq!(messages(&fires(&RULE, &draft.in_its_form())), [RULE.example]);
    }

    #[test]
    fn the_week_told_is_that_of_the_percent() {
        let mut draft = without_percent(Status::InProgress);
        // It was emptied in the last week too.
        draft.history.tasks[0].stale_fields = [(FieldId::Percent, week("2025-W25"))].into();
        assert_eq!(messages(&fires(&RULE, &draft)), ["Tỷ lệ để trống; giữ 60% của tuần 25/2025."]);
    }

    #[test]
    fn another_status_an_own_table_and_a_percent_are_silent() {
        assert_eq!(fires(&RULE, &without_percent(Status::NotStarted)), []);
        let own = ReportDraft { given: None, ..without_percent(Status::InProgress) };
        assert_eq!(fires(&RULE, &own), []);
        let typed = ReportDraft::by("SYT").last_week("KH11-001", Status::InProgress, "60").task("KH11-001", |_| {});
        assert_eq!(fires(&RULE, &typed.in_its_form()), []);
    }
}
