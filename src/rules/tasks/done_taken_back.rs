//! N24: accepted as done before, and now something else.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::span::Span;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The number of finished tasks falls below the released one, and leaders will ask why.
pub static RULE: Rule = Rule {
    code: "N24",
    name: "done_taken_back",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Đã báo Hoàn thành, nay báo trạng thái khác",
    advice: "Đề nghị giải trình ở cột Ghi chú, hoặc sửa lại trạng thái nếu chọn nhầm.",
    explanation: "Nhiệm vụ đã hoàn thành mà mở lại làm giảm số hoàn thành của tỉnh so với bản đã phát hành; lãnh đạo sẽ hỏi lý do.",
    example: "Tuần trước báo Hoàn thành, tuần này báo \"Đang thực hiện\". Đề nghị giải trình.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.accountable() && entry.finished()) {
        let (Some(known), Some(status)) = (entry.known, entry.status().filter(|status| *status != Status::Done)) else { continue };
        let span = view.case.span;
        let one_week = span == Span::week(span.period);
        let (before, now) = if known.period.next().first_day() != span.first {
            (format!("Tuần {}", format::period(known.period)), if one_week { "tuần" } else { "kỳ" })
        } else if one_week {
            ("Tuần trước".to_owned(), "tuần")
        } else {
            ("Kỳ trước".to_owned(), "kỳ")
        };
        let message = format!("{before} báo Hoàn thành, {now} này báo \"{}\". Đề nghị giải trình.", status.label());
        emitter.field(entry.at, FieldId::Status, &entry.row.status, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn after(before: Status) -> ReportDraft {
        ReportDraft::by("SYT").last_week("KH11-001", before, "100").task("KH11-001", |_| {})
    }

    #[test]
    fn taking_back_what_was_done_is_noted() {
        assert_eq!(messages(&fires(&RULE, &after(Status::Done))), [RULE.example]);
    }

    #[test]
    fn an_earlier_week_is_named() {
        let mut written = after(Status::Done);
        written.history.tasks[0].period = week("2025-W25");
        assert!(fires(&RULE, &written)[0].message.starts_with("Tuần 25/2025 báo Hoàn thành"));
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
