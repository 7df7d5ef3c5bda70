//! C04: a part larger than its whole.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::reported_figure;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use rust_decimal::Decimal;

/// A part cannot exceed its whole; numerator, denominator and result fall back together.
pub static RULE: Rule = Rule {
    code: "C04",
    name: "numerator_above_denominator",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Tử số lớn hơn mẫu số",
    advice: "Đề nghị kiểm tra tử số và mẫu số có bị đổi chỗ hoặc gõ nhầm không.",
    explanation: "Tử số là phần đã đạt của mẫu số nên không thể lớn hơn. Tử số, mẫu số, kết quả là một số liệu: sai một ô thì cả ba giữ của kỳ trước, không ghép số kỳ này với số kỳ trước.",
    example: "Tử số 50 lớn hơn mẫu số 40.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.targets {
        let row = entry.row;
        let (Some(target), Some(part), Some(whole)) = (entry.target, row.numerator.value(), row.denominator.value()) else { continue };
        // A whole that is not above 0 is another rule's (C05).
        if *whole > Decimal::ZERO && reported_figure::above_whole(target, *part, *whole) {
            let message = format!("Tử số {} lớn hơn mẫu số {}.", format::decimal(*part), format::decimal(*whole));
            emitter.field(entry.at, FieldId::Numerator, &row.numerator, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn ratio(code: &str, part: &str, whole: &str) -> ReportDraft {
        ReportDraft::by("SYT").target(code, |row| (row.numerator, row.denominator) = (number(part), number(whole)))
    }

    #[test]
    fn a_part_larger_than_the_whole_is_refused() {
        let found = fires(&RULE, &ratio("CT-001", "50", "40"));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].subject.unwrap().field, Some(FieldId::Numerator));
    }

    #[test]
    fn parts_of_wholes_and_other_units_are_silent() {
        assert_eq!(fires(&RULE, &ratio("CT-001", "40", "40")), []);
        assert_eq!(fires(&RULE, &ratio("CT-001", "1", "0")), []);
        assert_eq!(fires(&RULE, &ratio("CT-001", "1", "-1")), []);
        assert_eq!(fires(&RULE, &ratio("CT-002", "50", "40")), []);
    }
}
