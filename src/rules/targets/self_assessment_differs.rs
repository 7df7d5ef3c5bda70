//! C10: the agency assesses itself otherwise than goal and result say.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::report::TargetValue;
use crate::model::target::{Assessment, Comparison, Direction, Method, Target};
use crate::rules::reported_figure;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use rust_decimal::Decimal;

/// Every target is compared with its goal in one way; "Đạt" where it is surpassed is no mistake.
pub static RULE: Rule = Rule {
    code: "C10",
    name: "self_assessment_differs",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Tự đánh giá khác với đối chiếu mục tiêu",
    advice: "Đề nghị kiểm tra kết quả và ô tự đánh giá; bản tổng hợp xếp loại theo đối chiếu với mục tiêu trong danh mục.",
    explanation: "Mọi chỉ tiêu được xếp loại bằng cùng một phép so sánh; chỉ đối chiếu khi số liệu của đơn vị là của cả chỉ tiêu. Ghi “Đạt” khi thực tế vượt thì không nêu; ghi “Vượt” khi chỉ bằng mục tiêu thì nêu.",
    example: "Đơn vị tự đánh giá \"Đạt\", đối chiếu mục tiêu là \"Chưa đạt\".",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.targets {
        let (Some(target), Some(own)) = (entry.target, entry.row.assessment.value().copied()) else { continue };
        if !reported_figure::is_of_whole(target, view.case.agency) {
            continue;
        }
        let Some(computed) = assess(target, reported_figure::value(target, entry.row)) else { continue };
        if !agree(own, computed) {
            let message = format!("Đơn vị tự đánh giá \"{}\", đối chiếu mục tiêu là \"{}\".", own.label(), computed.label());
            emitter.field(entry.at, FieldId::Assessment, &entry.row.assessment, message);
        }
    }
}

/// What the goal says of a result; nothing where there is no usable result.
fn assess(target: &Target, value: Option<TargetValue>) -> Option<Assessment> {
    if target.method == Method::Missing {
        return Some(Assessment::NotAssessable);
    }
    let met = |yes: bool| if yes { Assessment::Met } else { Assessment::NotMet };
    match value? {
        TargetValue::Passed(passed) => Some(met(passed)),
        TargetValue::Number(number) if target.direction == Direction::PassFail => Some(met(number == Decimal::ONE)),
        TargetValue::Number(number) if !target.comparison.holds(number, target.goal) => Some(Assessment::NotMet),
        TargetValue::Number(number) => Some(if better(target, number) { Assessment::Exceeded } else { Assessment::Met }),
    }
}

/// Strictly better than the goal.
fn better(target: &Target, value: Decimal) -> bool {
    match target.comparison {
        Comparison::AtLeast | Comparison::MoreThan => value > target.goal,
        Comparison::AtMost | Comparison::LessThan => value < target.goal,
        Comparison::Equal => false,
    }
}

/// "Đạt" is not wrong where the goal is exceeded.
fn agree(own: Assessment, computed: Assessment) -> bool {
    own == computed || (own == Assessment::Met && computed == Assessment::Exceeded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::target::Aggregation;
    use crate::rules::testing::*;

    fn assessed(result: &str, own: Assessment) -> ReportDraft {
        ReportDraft::by("SYT").target("CT-001", |row| {
            row.value = result_number(result);
            row.assessment = value(own.label(), own);
        })
    }

    #[test]
    fn claims_above_the_result_are_noted() {
        assert_eq!(messages(&fires(&RULE, &assessed("89.9", Assessment::Met))), [RULE.example]);
        let found = fires(&RULE, &assessed("90", Assessment::Exceeded));
        assert_eq!(messages(&found), ["Đơn vị tự đánh giá \"Vượt\", đối chiếu mục tiêu là \"Đạt\"."]);
        assert_eq!(fires(&RULE, &assessed("95", Assessment::NotMet)).len(), 1);
        assert_eq!(fires(&RULE, &assessed("95", Assessment::NotAssessable)).len(), 1);
    }

    #[test]
    fn the_ratio_counts_before_the_result_as_written() {
        let mut written = assessed("95", Assessment::NotMet);
        let row = &mut written.report.targets.as_mut().unwrap().rows[0];
        (row.numerator, row.denominator) = (number("1"), number("2"));
        assert_eq!(fires(&RULE, &written), []);
    }

    #[test]
    fn agreement_modesty_and_missing_results_are_silent() {
        assert_eq!(fires(&RULE, &assessed("90", Assessment::Met)), []);
        assert_eq!(fires(&RULE, &assessed("95", Assessment::Met)), []);
        assert_eq!(fires(&RULE, &assessed("95", Assessment::Exceeded)), []);
        let none = ReportDraft::by("SYT").target("CT-001", |row| row.assessment = value("Đạt", Assessment::Met));
        assert_eq!(fires(&RULE, &none), []);
    }

    #[test]
    fn a_part_of_a_whole_is_not_held_against_its_goal() {
        let mut written = assessed("89.9", Assessment::Met);
        written.register.targets[0].providers.push(code("STC"));
        assert_eq!(fires(&RULE, &written), []);
        let mut written = assessed("1", Assessment::NotMet);
        written.register.targets[0].aggregation = Aggregation::CountPassing;
        assert_eq!(fires(&RULE, &written), []);
    }

    #[test]
    fn lower_is_better_where_the_register_says_so() {
        let mut written = assessed("5", Assessment::Met);
        (written.register.targets[0].comparison, written.register.targets[0].goal) = (Comparison::AtMost, Decimal::from(4));
        assert_eq!(fires(&RULE, &written).len(), 1);
    }

    #[test]
    fn without_a_method_nothing_can_be_assessed() {
        let mut written = assessed("95", Assessment::Met);
        written.register.targets[0].method = Method::Missing;
        let found = fires(&RULE, &written);
        assert_eq!(messages(&found), ["Đơn vị tự đánh giá \"Đạt\", đối chiếu mục tiêu là \"Chưa đánh giá được\"."]);
    }
}
