//! C19: a figure moves far more than it usually does.

use super::figure_jumped::is_explained;
use crate::model::finding::{Effect, Severity};
use crate::model::report::{FieldId, TargetValue};
use crate::model::target::{Recording, Target};
use crate::rules::reported_figure;
use crate::rules::view::{ReportView, TargetEntry};
use crate::rules::{Check, Emitter, Rule, Threshold};
use crate::text::format;
use rust_decimal::Decimal;

/// What is usual is the middle of what was reported before, so one earlier slip makes nothing usual. A ratio alone (C09) sees
/// nothing of a figure that is a third too much.
pub static RULE: Rule = Rule {
    code: "C19",
    name: "figure_outlying",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Kết quả lệch xa mức thường thấy của các kỳ trước",
    advice: "Đề nghị kiểm tra lại số liệu; nếu đúng, ghi lý do ở cột Ghi chú.",
    explanation: "So với trung vị của các kỳ đã báo cáo (từ 5 kỳ): chỉ tiêu lũy kế xét mức thay đổi mỗi kỳ, chỉ tiêu trong kỳ xét chính số liệu. Nêu khi lệch quá 10 lần độ lệch trung vị. Ghi chú mới nói rõ vì sao thay đổi thì không nêu.",
    example: "Kết quả tăng 90 so với kỳ trước, trong khi các kỳ trước thường tăng khoảng 2.",
    check: Check::Report(check),
};

/// So many times the usual deviation is far.
pub(in crate::rules) static DEVIATIONS: Threshold = Threshold {
    code: "C19",
    name: "deviations",
    unit: "lần độ lệch trung vị",
    default: 10,
    least: 3,
    most: 100,
    meaning: "Nêu khi số liệu lệch quá số lần này.",
};

/// Fewer earlier figures say nothing of what is usual.
const LEAST: usize = 5;

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let deviations = Decimal::from(emitter.threshold(&DEVIATIONS));
    for entry in view.targets.iter().filter(|entry| !is_explained(entry)) {
        let Some(target) = entry.target else { continue };
        let earlier = view.case.history.figures(view.case.agency, &target.code);
        if let Some(message) = outlying(entry, target, earlier, deviations) {
            emitter.field(entry.at, FieldId::Value, &entry.row.value, message);
        }
    }
}

/// What to say of a figure; `None` if it is usual, or too little is known.
fn outlying(entry: &TargetEntry<'_>, target: &Target, earlier: &[Decimal], deviations: Decimal) -> Option<String> {
    let Some(TargetValue::Number(now)) = reported_figure::value(target, entry.row) else { return None };
    let last = *earlier.first().filter(|_| earlier.len() >= LEAST)?;
    let (figure, usual): (Decimal, Vec<Decimal>) = match target.recording {
        Recording::InPeriod => (now, earlier.to_vec()),
        Recording::Cumulative => {
            let steps = earlier.iter().zip(earlier.iter().skip(1)).map(|(later, before)| later.checked_sub(*before));
            (now.checked_sub(last)?, steps.collect::<Option<_>>()?)
        }
    };
    let middle = median(usual.clone())?;
    let spread = median(usual.iter().map(|value| value.checked_sub(middle).map(|d| d.abs())).collect::<Option<_>>()?)?;
    // What never moved may move a little: two hundredths of the figure, half a point of a percentage, one thing that is counted.
    let least = if target.is_percent() { Decimal::new(5, 1) } else { Decimal::ONE };
    let unit = spread.max(least).max(last.abs().checked_mul(Decimal::new(2, 2))?);
    let far = figure.checked_sub(middle)?.abs() > unit.checked_mul(deviations)?;
    far.then(|| match target.recording {
        Recording::InPeriod => format!("Kết quả {} lệch xa các kỳ trước, thường khoảng {}.", shown(now), shown(middle)),
        Recording::Cumulative => format!("Kết quả {} so với kỳ trước, trong khi các kỳ trước thường {}.", moved(figure), usually(middle)),
    })
}

fn shown(number: Decimal) -> String {
    format::decimal(number.abs().round_dp(2).normalize())
}

fn moved(step: Decimal) -> String {
    format!("{} {}", if step.is_sign_negative() { "giảm" } else { "tăng" }, shown(step))
}

fn usually(step: Decimal) -> String {
    if step.is_zero() {
        "không đổi".to_owned()
    } else {
        format!("{} khoảng {}", if step.is_sign_negative() { "giảm" } else { "tăng" }, shown(step))
    }
}

/// The middle of some numbers, of two middles the lower; `None` if there is none.
fn median(mut numbers: Vec<Decimal>) -> Option<Decimal> {
    numbers.sort_unstable();
    numbers.get(numbers.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    /// Reports of SYT for the stations of CT-002, oldest first, and the one of this week.
    fn after(earlier: &[&str], now: &str) -> ReportDraft {
        let mut written = ReportDraft::by("SYT").target("CT-002", |row| row.value = result_number(now));
        if let Some(last) = earlier.last() {
            written = written.last_week_target("CT-002", last);
        }
        let figures = earlier.iter().rev().map(|figure| dec(figure)).collect();
        written.history.figures.entry(code("SYT")).or_default().insert(task_code("CT-002"), figures);
        written
    }

    #[test]
    fn far_more_than_usual_is_noted() {
        assert_eq!(messages(&fires(&RULE, &after(&["200", "202", "204", "206", "208"], "298"))), [RULE.example]);
        let told = "Kết quả giảm 100 so với kỳ trước, trong khi các kỳ trước thường không đổi.";
        assert_eq!(messages(&fires(&RULE, &after(&["205"; 6], "105"))), [told]);
        // One slip of before makes nothing usual.
        assert_eq!(fires(&RULE, &after(&["200", "202", "2040", "206", "208"], "298")).len(), 1);
    }

    #[test]
    fn the_usual_little_knowledge_and_a_reason_are_silent() {
        assert_eq!(fires(&RULE, &after(&["200", "202", "204", "206", "208"], "240")), []);
        assert_eq!(fires(&RULE, &after(&["100", "130", "150", "190", "210"], "260")), []);
        assert_eq!(fires(&RULE, &after(&["200", "202", "204", "206"], "298")), []);
        let mut reason = after(&["200", "202", "204", "206", "208"], "298");
        reason.report.targets.as_mut().unwrap().rows[0].note = text("Nhận bàn giao từ doanh nghiệp");
        assert_eq!(fires(&RULE, &reason), []);
    }

    #[test]
    fn of_figures_of_a_period_the_figure_itself_is_usual_or_not() {
        let in_period = |now: &str| {
            let mut written = after(&["50", "40", "55", "45", "50"], now);
            written.register.targets[1].recording = Recording::InPeriod;
            written
        };
        assert_eq!(messages(&fires(&RULE, &in_period("190"))), ["Kết quả 190 lệch xa các kỳ trước, thường khoảng 50."]);
        assert_eq!(fires(&RULE, &in_period("70")), []);
    }
}
