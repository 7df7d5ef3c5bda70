//! N34: the day on which an open task is expected to be finished is past.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Such a day says no longer when the task will be done; the day of the cutoff is not past.
pub static RULE: Rule = Rule {
    code: "N34",
    name: "expected_day_past",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Ngày dự kiến hoàn thành đã qua",
    advice: "Đề nghị ghi ngày dự kiến hoàn thành mới; nếu đã xong, chọn Hoàn thành và ghi ngày hoàn thành.",
    explanation: "Ngày dự kiến đã qua không còn cho biết bao giờ xong. Ngày dự kiến đúng ngày chốt thì chưa qua.",
    example: "Dự kiến hoàn thành 10/7/2025 đã qua.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.accountable() && !entry.regular()) {
        let open = entry.status().is_some_and(|status| status != Status::Done);
        let Some(expected) = entry.row.expected_on.value().filter(|day| open && **day < view.case.day) else { continue };
        let message = format!("Dự kiến hoàn thành {} đã qua.", format::date(*expected));
        emitter.field(entry.at, FieldId::ExpectedOn, &entry.row.expected_on, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn expected(day_of_month: u32) -> ReportDraft {
        ReportDraft::by("SYT").task("KH11-002", |row| row.expected_on = on(2025, 7, day_of_month))
    }

    #[test]
    fn a_day_that_is_past_is_noted() {
        assert_eq!(messages(&fires(&RULE, &expected(10))), [RULE.example]);
    }

    #[test]
    fn today_later_and_finished_are_silent() {
        assert_eq!(fires(&RULE, &expected(11)), []);
        assert_eq!(fires(&RULE, &expected(30)), []);
        let mut done = expected(1);
        done.report.tasks.as_mut().unwrap().rows[0].status = status(Status::Done);
        assert_eq!(fires(&RULE, &done), []);
    }
}
