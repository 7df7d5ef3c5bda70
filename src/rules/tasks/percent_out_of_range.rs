//! N12: a percent that is no number from 0 to 100.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{format, numbers};
use rust_decimal::Decimal;

/// The column holds percent already, so 75 is 75%; the cell falls back, the rest of the row counts.
pub static RULE: Rule = Rule {
    code: "N12",
    name: "percent_out_of_range",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Tỷ lệ hoàn thành không hợp lệ",
    advice: "Đề nghị ghi số từ 0 đến 100, không ghi chữ, ví dụ 75.",
    explanation: "Cột này đã là phần trăm nên 75 nghĩa là 75%. Giá trị sai chỉ bỏ riêng ô này; phần còn lại của dòng vẫn được dùng.",
    example: "Tỷ lệ hoàn thành \"120\" không phải số từ 0 đến 100.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.tasks {
        let percent = &entry.row.percent;
        let outside = percent.value().is_some_and(|p| *p < Decimal::ZERO || *p > Decimal::ONE_HUNDRED);
        // An error of a formula is said as such (D03).
        let unreadable = percent.is_unreadable() && !wording::is_formula_error(&percent.typed);
        if outside || unreadable {
            let typed = format::quote(&percent.typed);
            let message = match numbers::decimal(&percent.typed).filter(|p| !outside && *p > Decimal::ZERO && *p <= Decimal::ONE) {
                Some(p) => {
                    let (one, other) = (format::decimal(p), format::decimal((p * Decimal::ONE_HUNDRED).normalize()));
                    format!("Tỷ lệ hoàn thành \"{typed}\" có thể là {one}% hoặc {other}%.")
                }
                None => format!("Tỷ lệ hoàn thành \"{typed}\" không phải số từ 0 đến 100."),
            };
            emitter.field(entry.at, FieldId::Percent, percent, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn words_and_figures_beyond_the_range_are_refused() {
        let written = ReportDraft::by("SYT")
            .task("KH11-001", |row| row.percent = number("120"))
            .task("KH11-002", |row| row.percent = number("-1"))
            .task("KH11-003", |row| row.percent = unreadable("gần xong"));
        let found = fires(&RULE, &written);
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].message, RULE.example);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "G9");
    }

    #[test]
    fn the_ends_of_the_range_empty_cells_and_formula_errors_are_silent() {
        let written = ReportDraft::by("SYT")
            .task("KH11-001", |row| row.percent = number("0"))
            .task("KH11-002", |row| row.percent = number("100"))
            .task("KH11-003", |row| row.percent = empty())
            .task("KH11-004", |row| row.percent = unreadable("#REF!"));
        assert_eq!(fires(&RULE, &written), []);
    }

    #[test]
    fn a_fraction_is_told_with_both_readings() {
        let written = ReportDraft::by("SYT").task("KH11-001", |row| row.percent = unreadable("0,4"));
        assert_eq!(messages(&fires(&RULE, &written)), ["Tỷ lệ hoàn thành \"0,4\" có thể là 0,4% hoặc 40%."]);
    }
}
