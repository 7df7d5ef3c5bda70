//! C03: a percentage of a whole, outside 0 to 100.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::report::TargetValue;
use crate::rules::reported_figure;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use rust_decimal::Decimal;

/// Rates of growth and points are free; where the bounds hold, the whole figure falls back.
pub static RULE: Rule = Rule {
    code: "C03",
    name: "percent_out_of_range",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Tỷ lệ của chỉ tiêu ngoài khoảng cho phép",
    advice: "Đề nghị kiểm tra dấu phẩy thập phân và đơn vị tính của kết quả.",
    explanation: "Tỷ lệ của một tổng thể nằm trong khoảng 0 - 100%, trừ chỉ tiêu mà danh mục cho phép rộng hơn; tốc độ tăng, mức so với kỳ khác, điểm % không bị giới hạn. Tử số, mẫu số, kết quả là một số liệu: sai một ô thì cả ba giữ của kỳ trước.",
    example: "Tỷ lệ 997,4% ngoài khoảng 0 - 100%.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.targets {
        let Some(target) = entry.target.filter(|target| target.is_part_of_whole()) else { continue };
        // A rate of growth in plain `%` may be negative or above 100; the register says so.
        let low = target.low.unwrap_or_default().min(Decimal::ZERO);
        let high = target.high.unwrap_or_default().max(Decimal::ONE_HUNDRED);
        let range = low..=high;
        let message = |number: Decimal| {
            let (number, low, high) = (format::decimal(number.round_dp(2)), format::decimal(low), format::decimal(high));
            format!("Tỷ lệ {number}% ngoài khoảng {low} - {high}%.")
        };
        // What is made of numerator and denominator counts before what is written beside them.
        match (reported_figure::percent_of_parts(target, entry.row), entry.row.value.value()) {
            (Some(computed), _) if !range.contains(&computed) => {
                emitter.field(entry.at, FieldId::Numerator, &entry.row.numerator, message(computed));
            }
            (None, Some(TargetValue::Number(written))) if !range.contains(written) => {
                emitter.field(entry.at, FieldId::Value, &entry.row.value, message(*written));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn percent(typed: &str) -> ReportDraft {
        ReportDraft::by("SYT").target("CT-001", |row| row.value = result_number(typed))
    }

    #[test]
    fn a_slipped_comma_is_refused() {
        assert_eq!(messages(&fires(&RULE, &percent("997.4"))), [RULE.example]);
        assert_eq!(fires(&RULE, &percent("-1")).len(), 1);
    }

    #[test]
    fn the_ends_and_other_units_are_silent() {
        assert_eq!(fires(&RULE, &percent("0")), []);
        assert_eq!(fires(&RULE, &percent("100")), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").target("CT-002", |row| row.value = result_number("250"))), []);
    }

    #[test]
    fn the_ratio_counts_before_what_is_written_beside_it() {
        let ratio = |part: &str, written: &str| {
            ReportDraft::by("SYT").target("CT-001", |row| {
                (row.numerator, row.denominator, row.value) = (number(part), number("10"), result_number(written));
            })
        };
        let found = fires(&RULE, &ratio("-1", "10"));
        assert_eq!(messages(&found), ["Tỷ lệ -10% ngoài khoảng 0 - 100%."]);
        assert_eq!(found[0].subject.unwrap().field, Some(FieldId::Numerator));
        assert_eq!(fires(&RULE, &ratio("1", "1000")), [], "C06 says it");
    }

    #[test]
    fn the_register_may_allow_more() {
        let mut growth = percent("120");
        growth.register.targets[0].high = Some(Decimal::from(150));
        assert_eq!(fires(&RULE, &growth), []);
    }

    #[test]
    fn what_is_no_part_of_a_whole_is_not_bounded() {
        for (unit, typed, told) in [
            ("% so với cùng kỳ", "-3", 0),
            ("% so với cùng kỳ", "112", 0),
            ("%/năm", "-3", 0),
            ("điểm %", "-3", 0),
            ("% kế hoạch", "112", 0),
            ("% dân số", "112", 1),
            ("phần trăm", "112", 1),
            ("% điểm phục vụ", "-3", 1),
        ] {
            let mut written = percent(typed);
            written.register.targets[0].unit = unit.into();
            assert_eq!(fires(&RULE, &written).len(), told, "{typed} {unit}");
        }
    }
}
