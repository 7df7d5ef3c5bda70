//! C12: the goal in the row is another than that of the register.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::target::{Direction, Target};
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{format, numbers};
use rust_decimal::Decimal;

/// The register's goal decides; the goal of before an adjustment is no mistake.
pub static RULE: Rule = Rule {
    code: "C12",
    name: "goal_differs",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Mục tiêu khác danh mục",
    advice: "Đề nghị giữ mục tiêu như danh mục; nếu có văn bản điều chỉnh, gửi văn bản đó cho cơ quan tổng hợp.",
    explanation: "Đạt hay chưa đạt được đối chiếu với mục tiêu trong danh mục, không theo ô này. Ghi mục tiêu cũ trước khi điều chỉnh thì không nêu.",
    example: "Mục tiêu ghi 95, danh mục là 90.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.targets {
        let Some(target) = entry.target.filter(|target| target.direction != Direction::PassFail) else { continue };
        let written = entry.row.goal.text();
        // The form comes with the register's own words, and nearly every row keeps them.
        if written.is_empty() || written == target.goal_text || view.case.given.are_as_issued() {
            continue;
        }
        let Some(goal) = goal(written, target) else { continue };
        let before = target.adjusted.as_ref().and_then(|(before, _)| self::goal(before, target));
        if goal != target.goal && before != Some(goal) {
            let adjusted = target
                .adjusted
                .as_ref()
                .map_or_else(String::new, |(_, document)| format!(" (điều chỉnh theo {})", format::quote(document)));
            let message = format!("Mục tiêu ghi {}, danh mục là {}{adjusted}.", format::decimal(goal), format::decimal(target.goal));
            emitter.field(entry.at, FieldId::Goal, &entry.row.goal, message);
            emitter.to_type(format::decimal(target.goal));
        }
    }
}

/// The number that a goal names, without its sign of comparison and its unit; the register's own where one of two readings is
/// that.
fn goal(written: &str, target: &Target) -> Option<Decimal> {
    let number = written.trim_start_matches(|c: char| "≥≤><=~ ".contains(c));
    if let Some((thousands, point)) = numbers::two_readings(number, target.is_percent()) {
        return Some(if thousands == target.goal || target.kind().is_whole() { thousands } else { point });
    }
    numbers::decimal(number).or_else(|| numbers::with_unit(number, &target.unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn with(written: &str) -> ReportDraft {
        ReportDraft::by("SYT").target("CT-001", |row| row.goal = text(written))
    }

    #[test]
    fn another_goal_is_noted() {
        assert_eq!(messages(&fires(&RULE, &with("95"))), [RULE.example]);
        let mut adjusted = with("95");
        adjusted.register.targets[0].adjusted = Some(("80".into(), "12/QĐ-UBND".into()));
        assert_eq!(messages(&fires(&RULE, &adjusted)), ["Mục tiêu ghi 95, danh mục là 90 (điều chỉnh theo 12/QĐ-UBND)."]);
    }

    #[test]
    fn the_same_goal_in_other_words_an_earlier_one_and_none_are_silent() {
        for written in ["", "90", "90%", "≥ 90 %", "theo kế hoạch"] {
            assert_eq!(fires(&RULE, &with(written)), [], "{written}");
        }
        let mut earlier = with("80");
        earlier.register.targets[0].adjusted = Some(("80".into(), "12/QĐ-UBND".into()));
        assert_eq!(fires(&RULE, &earlier), []);
        let mut thousands = ReportDraft::by("SYT").target("CT-002", |row| row.goal = text("1.500"));
        thousands.register.targets[1].goal = dec("1500");
        assert_eq!(fires(&RULE, &thousands), []);
    }
}
