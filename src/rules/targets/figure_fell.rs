//! C08: a figure that can only grow fell.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::target::{Direction, Recording};
use crate::rules::reported_figure;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{format, nothing};

/// A cumulative figure is never smaller the week after; a new note explains it already.
pub static RULE: Rule = Rule {
    code: "C08",
    name: "figure_fell",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Chỉ tiêu lũy kế giảm so với kỳ trước",
    advice: "Đề nghị kiểm tra lại số liệu; nếu giảm là đúng, ghi lý do ở cột Ghi chú.",
    explanation: "Số lũy kế của chỉ tiêu mà danh mục ghi không được giảm thì kỳ sau không nhỏ hơn kỳ trước. Có lý do mới ở cột Ghi chú, hoặc chỉ tiêu càng thấp càng tốt, thì không nêu.",
    example: "Chỉ tiêu lũy kế giảm từ 205 xuống 150.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.targets {
        let only_grows =
            entry.target.is_some_and(|t| t.recording == Recording::Cumulative && !t.may_fall && t.direction == Direction::Higher);
        let Some((now, before)) = reported_figure::now_and_before(entry).filter(|(now, before)| only_grows && now < before) else {
            continue;
        };
        let note = entry.row.note.text();
        if nothing::says_nothing(note) || entry.known.is_some_and(|known| known.note == note) {
            let message = format!("Chỉ tiêu lũy kế giảm từ {} xuống {}.", format::decimal(before), format::decimal(now));
            emitter.field(entry.at, FieldId::Value, &entry.row.value, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn from(before: &str, now: &str) -> ReportDraft {
        let mut written = ReportDraft::by("SYT").last_week_target("CT-002", before).target("CT-002", |row| row.value = result_number(now));
        written.register.targets[1].may_fall = false;
        written
    }

    #[test]
    fn a_figure_that_fell_is_noted() {
        assert_eq!(messages(&fires(&RULE, &from("205", "150"))), [RULE.example]);
    }

    #[test]
    fn growth_rounding_a_reason_and_what_may_fall_are_silent() {
        assert_eq!(fires(&RULE, &from("205", "205")), []);
        assert_eq!(fires(&RULE, &from("66.67", "66.666666")), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").target("CT-002", |row| row.value = result_number("1"))), []);
        let mut reason = from("205", "150");
        reason.report.targets.as_mut().unwrap().rows[0].note = text("Rà soát, loại trạm trùng");
        assert_eq!(fires(&RULE, &reason), []);
        let mut lower = from("205", "150");
        lower.register.targets[1].direction = Direction::Lower;
        assert_eq!(fires(&RULE, &lower), []);
        let mut in_period = from("205", "150");
        in_period.register.targets[1].recording = Recording::InPeriod;
        assert_eq!(fires(&RULE, &in_period), []);
    }
}
