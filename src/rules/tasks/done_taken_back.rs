//! N24: accepted as done before, and now something else, without a word why. The first time it is not taken.

use crate::model::finding::{Effect, Severity};
use crate::model::history::{Aging, KnownTask};
use crate::model::register::Adjustment;
use crate::model::report::FieldId;
use crate::model::span::Span;
use crate::model::task::Status;
use crate::rules::view::{ReportView, TaskEntry};
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use crate::text::nothing::says_nothing;

/// A slip of one cell would take a result back before leaders; to overstate for a week is worse than that, and is told.
pub static RULE: Rule = Rule {
    code: "N24",
    name: "done_taken_back",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Đã báo Hoàn thành, nay báo trạng thái khác, không có lý do",
    advice: "Đề nghị ghi lý do ở cột Ghi chú của dòng đó, hoặc chọn lại Hoàn thành nếu nhầm.",
    explanation: "Kỳ đầu chưa tính thay đổi này, vì có thể là chọn nhầm; bản tổng hợp ghi rõ đơn vị báo lại chưa hoàn thành. Có lý do ở cột Ghi chú, hoặc kỳ sau báo lại như vậy, hoặc cơ quan tổng hợp xác nhận ở trang DieuChinh (Kết quả: Chưa hoàn thành), thì tính.",
    example: "Tuần trước Hoàn thành, tuần này “Đang thực hiện”. Chưa tính thay đổi này. Nếu đúng, đề nghị ghi lý do ở cột Ghi chú; nếu nhầm, chọn lại Hoàn thành.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for (entry, status) in taken_back(view).filter(|(entry, _)| meant(view, entry).is_none()) {
        let why = entry.row.note.cell.map_or_else(|| "cột Ghi chú".to_owned(), |cell| format!("ô {cell} (cột Ghi chú)"));
        let message = format!(
            "{}. Chưa tính thay đổi này. Nếu đúng, đề nghị ghi lý do ở {why}; nếu nhầm, chọn lại Hoàn thành.",
            then_and_now(view, entry, status)
        );
        emitter.field(entry.at, FieldId::Status, &entry.row.status, message);
    }
}

/// Rows of tasks that were accepted as finished and are reported as something else.
pub(super) fn taken_back<'v, 'a>(view: &'v ReportView<'a>) -> impl Iterator<Item = (&'v TaskEntry<'a>, Status)> {
    let finished = view.tasks.iter().filter(|entry| entry.accountable() && entry.finished());
    finished.filter_map(|entry| Some((entry, entry.status().filter(|status| *status != Status::Done)?)))
}

/// Why it is no slip.
pub(super) enum Meant<'a> {
    /// The agency says why, or has said the same in the period before.
    ByAgency,
    /// The desk confirmed it since the task was finished.
    ByDesk(&'a Adjustment),
}

/// Why it is no slip that a finished task is taken back; `None` if nobody says so.
pub(super) fn meant<'a>(view: &ReportView<'a>, entry: &TaskEntry<'_>) -> Option<Meant<'a>> {
    let said = entry.known.and_then(|known| known.taken_back_in);
    let confirmed = |known: &KnownTask| view.case.register.confirmed_open(&known.task, known.changed_in().first_day(), view.case.day);
    if let Some(row) = entry.known.and_then(confirmed) {
        return Some(Meant::ByDesk(row));
    }
    let by_agency = !says_nothing(entry.row.note.text()) || (said.is_some() && said == view.case.history.period);
    by_agency.then_some(Meant::ByAgency)
}

/// `Tuần trước Hoàn thành, tuần này “Đang thực hiện”`.
pub(super) fn then_and_now(view: &ReportView<'_>, entry: &TaskEntry<'_>, status: Status) -> String {
    let span = view.case.span;
    let one_week = span == Span::week(span.period);
    let now = if one_week { "tuần" } else { "kỳ" };
    let before = match entry.known {
        Some(known) if known.period.next().first_day() != span.first => format!("Tuần {}", format::period(known.period)),
        _ if one_week => "Tuần trước".to_owned(),
        _ => "Kỳ trước".to_owned(),
    };
    format!("{before} Hoàn thành, {now} này “{}”", status.label())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::register::Change;
    use crate::rules::testing::*;
    use chrono::NaiveDate;

    fn after(before: Status) -> ReportDraft {
        ReportDraft::by("SYT").last_week("KH11-001", before, "100").task("KH11-001", |_| {})
    }

    #[test]
    fn taking_back_what_was_done_is_not_taken_the_first_time() {
        assert_eq!(messages(&fires(&RULE, &after(Status::Done))), [RULE.example]);
    }

    #[test]
    fn a_reason_or_a_second_time_are_meant() {
        let mut reason = after(Status::Done);
        reason.report.tasks.as_mut().unwrap().rows[0].note = text("Nghiệm thu không đạt");
        assert_eq!(fires(&RULE, &reason), []);
        let mut again = after(Status::Done);
        again.history.period = Some(again.history.tasks[0].period);
        again.history.tasks[0].taken_back_in = again.history.period;
        assert_eq!(fires(&RULE, &again), []);
        again.history.tasks[0].taken_back_in = Some(week("2025-W20"));
        assert_eq!(fires(&RULE, &again).len(), 1, "once, long ago");
    }

    #[test]
    fn what_the_desk_confirmed_since_is_meant() {
        let confirmed = |from: NaiveDate| {
            let mut back = after(Status::Done);
            let code = back.history.tasks[0].task.clone();
            back.register.adjustments = vec![Adjustment { code, change: Change::NotFinished, document: "45/BB".into(), from }];
            fires(&RULE, &back).len()
        };
        let finished = after(Status::Done).history.tasks[0].period;
        assert_eq!(confirmed(finished.first_day()), 0);
        assert_eq!(confirmed(finished.first_day().pred_opt().unwrap()), 1, "confirmed of an earlier time");
        assert_eq!(confirmed(finished.first_day() + chrono::TimeDelta::days(60)), 1, "of a day to come");
    }

    #[test]
    fn an_earlier_week_is_named() {
        let mut written = after(Status::Done);
        written.history.tasks[0].period = week("2025-W25");
        assert!(fires(&RULE, &written)[0].message.starts_with("Tuần 25/2025 Hoàn thành"));
    }

    #[test]
    fn open_before_or_done_still_is_silent() {
        assert_eq!(fires(&RULE, &after(Status::InProgress)), []);
        let mut still = after(Status::Done);
        still.report.tasks.as_mut().unwrap().rows[0].status = status(Status::Done);
        assert_eq!(fires(&RULE, &still), []);
        let regular = ReportDraft::by("SYT").last_week("KH11-003", Status::Done, "100").task("KH11-003", |_| {});
        assert_eq!(fires(&RULE, &regular), []);
    }
}
