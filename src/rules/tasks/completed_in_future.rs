//! N18: a completion date after the day of the figures.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use chrono::NaiveDate;

/// What has not happened is not done; the day is not used, the rest of the row is.
pub static RULE: Rule = Rule {
    code: "N18",
    name: "completed_in_future",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Ngày hoàn thành ở tương lai",
    advice: "Đề nghị kiểm tra ngày, tháng, năm; ngày dự kiến ghi ở cột Dự kiến hoàn thành.",
    explanation: "Việc chưa xảy ra thì chưa hoàn thành. Ngày này không được dùng; phần còn lại của dòng vẫn được dùng.",
    example: "Ngày hoàn thành 15/7/2025 ở tương lai (số liệu tính đến 10/7/2025).",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let known_until = known_until(view);
    for entry in view.tasks.iter().filter(|entry| entry.assigned().is_some()) {
        if let Some(completed) = entry.row.completed_on.value().filter(|day| **day > known_until) {
            let (completed, until) = (format::date(*completed), format::date(known_until));
            let message = format!("Ngày hoàn thành {completed} ở tương lai (số liệu tính đến {until}).");
            emitter.field(entry.at, FieldId::CompletedOn, &entry.row.completed_on, message);
        }
    }
}

/// The day of the figures. One outside the period is a slip of its own (T27) and must not refuse every date of the
/// report: then the day of the cutoff holds.
fn known_until(view: &ReportView<'_>) -> NaiveDate {
    let as_of = view.case.report.info.as_of.value().map(|at| at.date());
    as_of.filter(|day| view.case.span.holds(*day)).unwrap_or(view.case.day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::report::Reading;

    fn completed(day_of_month: u32) -> ReportDraft {
        ReportDraft::by("SYT").task("KH11-001", |row| row.completed_on = on(2025, 7, day_of_month))
    }

    #[test]
    fn a_day_after_that_of_the_figures_is_refused() {
        assert_eq!(messages(&fires(&RULE, &completed(15))), [RULE.example]);
        assert_eq!(fires(&RULE, &completed(11)).len(), 1);
    }

    #[test]
    fn the_day_itself_is_fine() {
        assert_eq!(fires(&RULE, &completed(10)), []);
    }

    #[test]
    fn without_a_day_of_the_figures_in_the_week_the_cutoff_holds() {
        for as_of in [Reading::Empty, Reading::Value(day(2024, 7, 10).and_hms_opt(8, 0, 0).unwrap())] {
            let mut written = completed(11);
            written.report.info.as_of.reading = as_of.clone();
            assert_eq!(fires(&RULE, &written), []);
            let mut written = completed(12);
            written.report.info.as_of.reading = as_of;
            assert_eq!(fires(&RULE, &written).len(), 1);
        }
    }
}
