//! X05: a criterion that was met is not met any more.

use crate::model::criterion::CriterionResult;
use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{format, nothing};

/// The commune's colour changes with it and somebody will ask why; a new note or obstacle answers already.
pub static RULE: Rule = Rule {
    code: "X05",
    name: "met_no_more",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Tiêu chí trước Đạt, nay Chưa đạt",
    advice: "Đề nghị kiểm tra lại kết quả; nếu đúng, ghi lý do ở cột Ghi chú.",
    explanation: "Tiêu chí đã báo Đạt trong bản trình ký mà nay Chưa đạt làm đổi màu của xã, phường; lãnh đạo sẽ hỏi lý do. Có lý do mới ở cột Ghi chú hoặc Khó khăn thì không nêu.",
    example: "Tiêu chí TC01 tuần trước Đạt, tuần này Chưa đạt.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.criteria.iter().filter(|entry| entry.row.result.value() == Some(&CriterionResult::NotMet)) {
        let (Some(criterion), Some(known)) = (entry.criterion, entry.known) else { continue };
        let says_why = |text: &str, before: &str| !nothing::says_nothing(text) && text != before;
        let reason = says_why(entry.row.note.text(), &known.note) || says_why(entry.row.obstacle.text(), &known.obstacle);
        if known.result == CriterionResult::Met && !reason {
            let last = view.case.span.period.previous();
            let before =
                if known.period == last { "tuần trước".to_owned() } else { format!("tuần {}", format::period(known.period)) };
            let message = format!("Tiêu chí {} {before} Đạt, tuần này Chưa đạt.", criterion.code);
            emitter.field(entry.at, FieldId::CriterionResult, &entry.row.result, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn after(result: CriterionResult) -> ReportDraft {
        ReportDraft::by("X-THANHAN").last_week_criterion("TC01").criterion("TC01", |row| row.result = value(result.label(), result))
    }

    #[test]
    fn what_was_met_and_is_not_is_noted() {
        let mut written = after(CriterionResult::NotMet);
        written.history.criteria[0].period = this_week().previous();
        assert_eq!(messages(&fires(&RULE, &written)), [RULE.example]);
        written.history.criteria[0].period = week("2025-W25");
        assert_eq!(messages(&fires(&RULE, &written)), ["Tiêu chí TC01 tuần 25/2025 Đạt, tuần này Chưa đạt."]);
    }

    #[test]
    fn met_still_a_reason_and_a_first_report_are_silent() {
        assert_eq!(fires(&RULE, &after(CriterionResult::Met)), []);
        let first = ReportDraft::by("X-THANHAN").criterion("TC01", |row| row.result = value("Chưa đạt", CriterionResult::NotMet));
        assert_eq!(fires(&RULE, &first), []);
        let mut reason = after(CriterionResult::NotMet);
        reason.report.criteria.as_mut().unwrap().rows[0].note = text("Thiết bị hỏng do bão");
        assert_eq!(fires(&RULE, &reason), []);
    }
}
