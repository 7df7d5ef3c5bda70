//! N16: reported as done without the day on which it was.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};

/// Without the day nobody can say whether it was in time; it counts as done without a date.
pub static RULE: Rule = Rule {
    code: "N16",
    name: "done_undated",
    severity: Severity::Error,
    effect: Effect::Flag,
    title: "Hoàn thành nhưng thiếu ngày hoàn thành",
    advice: "Đề nghị ghi ngày hoàn thành (ngày/tháng/năm) theo văn bản hoặc sản phẩm.",
    explanation: "Ngày hoàn thành quyết định đúng hạn hay quá hạn. Thiếu ngày thì nhiệm vụ được xếp “Hoàn thành (chưa rõ ngày/hạn)”.",
    example: "Hoàn thành nhưng thiếu ngày hoàn thành.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.status() == Some(Status::Done) && entry.assigned().is_some()) {
        if entry.row.completed_on.is_empty() && !entry.finished() && !entry.regular() {
            let message = String::from("Hoàn thành nhưng thiếu ngày hoàn thành.");
            emitter.field(entry.at, FieldId::CompletedOn, &entry.row.completed_on, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn done(code: &str) -> ReportDraft {
        ReportDraft::by("SYT").task(code, |row| row.status = status(Status::Done))
    }

    #[test]
    fn done_needs_a_day() {
        let found = fires(&RULE, &done("KH11-001"));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "H9");
    }

    #[test]
    fn with_a_day_an_unreadable_one_long_finished_regular_or_open_it_is_silent() {
        let mut dated = done("KH11-001");
        dated.report.tasks.as_mut().unwrap().rows[0].completed_on = on(2025, 7, 4);
        assert_eq!(fires(&RULE, &dated), []);
        dated.report.tasks.as_mut().unwrap().rows[0].completed_on = unreadable("tuần trước");
        assert_eq!(fires(&RULE, &dated), []);
        assert_eq!(fires(&RULE, &done("KH11-001").last_week("KH11-001", Status::Done, "100")), []);
        assert_eq!(fires(&RULE, &done("KH11-003")), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {})), []);
    }
}
