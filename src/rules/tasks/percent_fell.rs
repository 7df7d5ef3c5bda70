//! N25: less is done than was reported before.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use rust_decimal::Decimal;

/// The percent is cumulative, so mostly it was mistyped; a note explains it already.
pub static RULE: Rule = Rule {
    code: "N25",
    name: "percent_fell",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Tỷ lệ hoàn thành giảm so với kỳ trước",
    advice: "Đề nghị kiểm tra lại tỷ lệ; nếu giảm là đúng, ghi lý do ở cột Ghi chú.",
    explanation: "Tỷ lệ là lũy kế nên thường chỉ tăng. Giảm thường do gõ nhầm hoặc tính lại; có lý do ở cột Ghi chú thì không nêu.",
    example: "Tỷ lệ giảm từ 60% (tuần 27/2025) xuống 50%.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.accountable() && !entry.regular()) {
        // What is taken back is another rule's (N24), and so is what is no percentage (N12).
        let before = entry.known.filter(|_| !entry.finished()).and_then(|known| Some((known.percent?, known.period)));
        let now = entry.row.percent.value().filter(|percent| **percent >= Decimal::ZERO);
        let (Some((before, period)), Some(now)) = (before, now) else { continue };
        if *now < before && !says_why(entry.row.note.text(), entry.known.map_or("", |known| &known.note)) {
            let (before, now, week) = (format::decimal(before), format::decimal(*now), format::period(period));
            let message = format!("Tỷ lệ giảm từ {before}% (tuần {week}) xuống {now}%.");
            emitter.field(entry.at, FieldId::Percent, &entry.row.percent, message);
        }
    }
}

/// Is there a note, and another than before?
fn says_why(note: &str, before: &str) -> bool {
    !crate::text::nothing::says_nothing(note) && note != before
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::task::Status;

    fn from(before: &str) -> ReportDraft {
        ReportDraft::by("SYT").last_week("KH11-001", Status::InProgress, before).task("KH11-001", |_| {})
    }

    #[test]
    fn less_than_before_is_noted() {
        assert_eq!(messages(&fires(&RULE, &from("60"))), [RULE.example]);
        let mut old_note = from("60");
        old_note.history.tasks[0].note = "Ghi chú cũ".into();
        old_note.report.tasks.as_mut().unwrap().rows[0].note = text("Ghi chú cũ");
        assert_eq!(fires(&RULE, &old_note).len(), 1, "what stood there before is no reason");
    }

    #[test]
    fn the_same_more_a_reason_and_a_first_report_are_silent() {
        assert_eq!(fires(&RULE, &from("50")), []);
        assert_eq!(fires(&RULE, &from("40")), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {})), []);
        let mut reason = from("60");
        reason.report.tasks.as_mut().unwrap().rows[0].note = text("Tính lại theo khối lượng điều chỉnh");
        assert_eq!(fires(&RULE, &reason), []);
        let back = ReportDraft::by("SYT").last_week("KH11-001", Status::Done, "100").task("KH11-001", |_| {});
        assert_eq!(fires(&RULE, &back), [], "N24 says it");
    }
}
