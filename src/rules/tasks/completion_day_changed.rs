//! N27: a finished task gets another day of completion.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The day decides whether a released task was in time, so the change is told; the new day is used.
pub static RULE: Rule = Rule {
    code: "N27",
    name: "completion_day_changed",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Ngày hoàn thành thay đổi so với lần báo trước",
    advice: "Đề nghị kiểm tra lại ngày hoàn thành theo văn bản, sản phẩm; nếu lần trước ghi nhầm, giữ ngày mới.",
    explanation: "Ngày hoàn thành quyết định đúng hạn hay quá hạn trong bản trình ký, nên thay đổi phải có người biết. Ngày mới vẫn được dùng.",
    example: "Ngày hoàn thành đổi từ 01/7/2025 sang 09/7/2025 so với báo cáo tuần 27/2025.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let done = |entry: &&crate::rules::view::TaskEntry<'_>| entry.accountable() && entry.finished() && entry.status() == Some(Status::Done);
    for entry in view.tasks.iter().filter(done) {
        let before = entry.known.and_then(|known| Some((known.completed_on?, known.period)));
        let (Some((before, period)), Some(now)) = (before, entry.row.completed_on.value()) else { continue };
        if *now != before {
            let (before, now, week) = (format::date(before), format::date(*now), format::period(period));
            let message = format!("Ngày hoàn thành đổi từ {before} sang {now} so với báo cáo tuần {week}.");
            emitter.field(entry.at, FieldId::CompletedOn, &entry.row.completed_on, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn done_on(day_of_month: u32) -> ReportDraft {
        let mut written = ReportDraft::by("SYT").last_week("KH11-001", Status::Done, "100").task("KH11-001", |row| {
            (row.status, row.percent, row.completed_on) = (status(Status::Done), number("100"), on(2025, 7, day_of_month));
        });
        written.history.tasks[0].completed_on = Some(day(2025, 7, 1));
        written
    }

    #[test]
    fn another_day_is_noted() {
        assert_eq!(messages(&fires(&RULE, &done_on(9))), [RULE.example]);
    }

    #[test]
    fn the_same_day_and_a_first_one_are_silent() {
        assert_eq!(fires(&RULE, &done_on(1)), []);
        let mut first = done_on(9);
        first.history.tasks[0].completed_on = None;
        assert_eq!(fires(&RULE, &first), []);
    }
}
