//! C06: numerator and denominator give another percentage than the one written.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::report::TargetValue;
use crate::rules::reported_figure;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use rust_decimal::Decimal;

/// Numerators and denominators can be added over offices, so they decide.
pub static RULE: Rule = Rule {
    code: "C06",
    name: "ratio_differs_from_result",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Kết quả khác tử số/mẫu số",
    advice: "Đề nghị kiểm tra lại tử số, mẫu số và kết quả.",
    explanation: "Tử số, mẫu số cộng được giữa các đơn vị nên được dùng để tính; sai khác do làm tròn thì không nêu.",
    example: "Tử số/mẫu số = 75%, khác kết quả ghi 80%. Lấy theo tử số/mẫu số.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.targets {
        let Some(target) = entry.target else { continue };
        let Some(TargetValue::Number(written)) = entry.row.value.value() else { continue };
        let Some(computed) = reported_figure::percent_of_parts(target, entry.row) else { continue };
        if (computed - *written).abs() > rounding(*written) {
            let (computed, written) = (format::decimal(computed.round_dp(2)), format::decimal(*written));
            let message = format!("Tử số/mẫu số = {computed}%, khác kết quả ghi {written}%. Lấy theo tử số/mẫu số.");
            emitter.field(entry.at, FieldId::Value, &entry.row.value, message);
            emitter.to_type(computed);
        }
    }
}

/// Half of the last digit written: what rounding alone can account for, and not less than a hundredth of a percent.
fn rounding(written: Decimal) -> Decimal {
    let half = Decimal::new(5, written.normalize().scale().min(8) + 1);
    half.max(Decimal::new(1, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn ratio(part: &str, whole: &str, written: &str) -> ReportDraft {
        ReportDraft::by("SYT").target("CT-001", |row| {
            (row.numerator, row.denominator, row.value) = (number(part), number(whole), result_number(written));
        })
    }

    #[test]
    fn another_percentage_is_noted() {
        assert_eq!(messages(&fires(&RULE, &ratio("30", "40", "80"))), [RULE.example]);
        assert_eq!(fires(&RULE, &ratio("2", "3", "66.1")).len(), 1);
    }

    #[test]
    fn rounding_is_no_difference() {
        for written in ["66.67", "66.7", "67", "66.6666666667", "66.66"] {
            assert_eq!(fires(&RULE, &ratio("2", "3", written)), [], "{written}");
        }
    }

    #[test]
    fn ratios_that_are_refused_are_silent() {
        assert_eq!(fires(&RULE, &ratio("50", "0", "80")), []);
        assert_eq!(fires(&RULE, &ratio("50", "40", "80")), [], "C04 says it");
    }
}
