//! C02: a result, numerator or denominator that is no figure of its kind.

use crate::model::finding::{Effect, Severity};
use crate::model::report::{Field, FieldId, TargetValue};
use crate::model::target::{Aggregation, Direction};
use crate::rules::reported_figure;
use crate::rules::view::{ReportView, TargetEntry};
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{format, numbers};
use rust_decimal::Decimal;

/// Words are not guessed to be figures; numerator, denominator and result fall back together.
pub static RULE: Rule = Rule {
    code: "C02",
    name: "figure_unreadable",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Số liệu chỉ tiêu không đúng kiểu cần ghi",
    advice: "Đề nghị chỉ ghi số (hoặc Đạt, Không đạt) theo đơn vị tính của chỉ tiêu; phần giải thích ghi ở cột Ghi chú.",
    explanation: "Chữ trong ô số không được đoán thành số. Chỉ tiêu đếm (trạm, người) ghi số nguyên, không âm. Tử số, mẫu số, kết quả là một số liệu: sai một ô thì cả ba giữ của kỳ trước.",
    example: "Kết quả \"khoảng 90\" không phải số cụ thể, chỉ là mức ước chừng hoặc giới hạn.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.targets {
        let row = entry.row;
        let typed = format::quote(&row.value.typed);
        if let Some(wanted) = wanted(entry) {
            let vague =
                if numbers::is_vague(&row.value.typed) { " cụ thể, chỉ là mức ước chừng hoặc giới hạn" } else { "" };
            emitter.field(entry.at, FieldId::Value, &row.value, format!("Kết quả \"{typed}\" không phải {wanted}{vague}."));
        } else if let Some(unit) = not_whole(entry) {
            let unit = format::quote(unit);
            let message = format!("Kết quả \"{typed}\" chưa đúng. Đơn vị tính “{unit}”: đề nghị ghi số nguyên, không âm.");
            emitter.field(entry.at, FieldId::Value, &row.value, message);
        }
        if is_noise(&row.numerator) && reported_figure::part_readings(&row.numerator).is_none() {
            let typed = format::quote(&row.numerator.typed);
            emitter.field(entry.at, FieldId::Numerator, &row.numerator, format!("Tử số \"{typed}\" không phải số."));
        }
        if is_noise(&row.denominator) && reported_figure::part_readings(&row.denominator).is_none() {
            let typed = format::quote(&row.denominator.typed);
            emitter.field(entry.at, FieldId::Denominator, &row.denominator, format!("Mẫu số \"{typed}\" không phải số."));
        }
    }
}

/// What should stand in the result's cell, if what stands there is something else.
fn wanted(entry: &TargetEntry<'_>) -> Option<&'static str> {
    const YES_OR_NO: &str = "Đạt hoặc Không đạt";
    let pass_fail = entry.target.is_some_and(|target| target.direction == Direction::PassFail);
    // "Đếm đơn vị đạt" takes both.
    let counts = entry.target.is_some_and(|target| target.aggregation == Aggregation::CountPassing);
    if counts && entry.row.value.value().is_some() {
        return None;
    }
    match entry.row.value.value() {
        Some(TargetValue::Number(number)) => {
            let as_answer = *number == Decimal::ONE || number.is_zero();
            (pass_fail && !as_answer).then_some(YES_OR_NO)
        }
        Some(TargetValue::Passed(_)) => (entry.target.is_some() && !pass_fail).then_some("số"),
        // A number with two readings is said as such (C16).
        None if reported_figure::two_readings(entry.row).is_some() => None,
        None => is_noise(&entry.row.value).then_some(if pass_fail { YES_OR_NO } else { "số" }),
    }
}

/// The unit of what is counted, if its result is a number that cannot be counted; `None` of every other result.
fn not_whole<'a>(entry: &TargetEntry<'a>) -> Option<&'a str> {
    let target = entry.target?;
    let Some(TargetValue::Number(number)) = entry.row.value.value() else { return None };
    let counted = target.kind().is_whole() && !matches!(target.aggregation, Aggregation::Ratio | Aggregation::CountPassing);
    (counted && (!number.fract().is_zero() || *number < Decimal::ZERO)).then_some(&target.unit)
}

/// An error of a formula is said as such (D03).
fn is_noise<T>(field: &Field<T>) -> bool {
    field.is_unreadable() && !wording::is_formula_error(&field.typed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn words_are_no_figures() {
        let written = ReportDraft::by("SYT").target("CT-001", |row| {
            row.value = unreadable("khoảng 90");
            row.numerator = unreadable("nhiều");
            row.denominator = unreadable("?");
        });
        let found = fires(&RULE, &written);
        assert_eq!(messages(&found), [RULE.example, "Tử số \"nhiều\" không phải số.", "Mẫu số \"?\" không phải số."]);
        assert_eq!(found[0].subject.unwrap().field, Some(FieldId::Value));
    }

    #[test]
    fn each_kind_of_target_has_its_kind_of_result() {
        let passed = |code: &str| ReportDraft::by("SYT").target(code, |row| row.value = value("Đạt", TargetValue::Passed(true)));
        assert_eq!(messages(&fires(&RULE, &passed("CT-001"))), ["Kết quả \"Đạt\" không phải số."]);
        assert_eq!(fires(&RULE, &passed("CT-003")), []);
        let numbered = |typed: &str| ReportDraft::by("SYT").target("CT-003", |row| row.value = result_number(typed));
        assert_eq!(messages(&fires(&RULE, &numbered("80"))), ["Kết quả \"80\" không phải Đạt hoặc Không đạt."]);
        assert_eq!(fires(&RULE, &numbered("1")), []);
        let mut counting = passed("CT-001");
        counting.register.targets[0].aggregation = Aggregation::CountPassing;
        assert_eq!(fires(&RULE, &counting), []);
    }

    #[test]
    fn what_is_counted_is_whole_and_not_below_0() {
        let counted = |typed: &str| ReportDraft::by("SYT").target("CT-002", |row| row.value = result_number(typed));
        let told = "Kết quả \"-3\" chưa đúng. Đơn vị tính “trạm”: đề nghị ghi số nguyên, không âm.";
        assert_eq!(messages(&fires(&RULE, &counted("-3"))), [told]);
        assert_eq!(fires(&RULE, &counted("205.5")).len(), 1);
        assert_eq!(fires(&RULE, &counted("205")), []);
        let mut amount = counted("205.5");
        amount.register.targets[1].unit = "tỷ đồng".into();
        assert_eq!(fires(&RULE, &amount), []);
        amount.register.targets[1].unit = "lần".into();
        assert_eq!(fires(&RULE, &amount), [], "1.5 times as much");
    }

    #[test]
    fn figures_empty_cells_and_formula_errors_are_silent() {
        let written = ReportDraft::by("SYT")
            .target("CT-001", |row| row.value = result_number("80"))
            .target("CT-002", |_| {})
            .target("CT-002", |row| row.value = unreadable("#DIV/0!"))
            .target("CT-002", |row| (row.value, row.numerator) = (unreadable("1.234"), unreadable("1,234")));
        assert_eq!(fires(&RULE, &written), [], "C16 says the last ones");
    }
}
