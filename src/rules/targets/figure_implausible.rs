//! C07: a result beyond the bounds that the register calls plausible.

use crate::model::finding::{Effect, Severity};
use crate::model::report::{FieldId, TargetValue};
use crate::rules::reported_figure;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The register sets the bounds; the figure is used and somebody should look at it.
pub static RULE: Rule = Rule {
    code: "C07",
    name: "figure_implausible",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Kết quả ngoài khoảng hợp lý",
    advice: "Đề nghị kiểm tra số chữ số, dấu phẩy thập phân và đơn vị tính; nếu đúng, báo cơ quan tổng hợp sửa cận trong danh mục.",
    explanation: "Khoảng hợp lý do danh mục quy định (Cận dưới, Cận trên hợp lý). Số liệu vẫn được dùng. Phần của một đơn vị trong chỉ tiêu cộng nhiều đơn vị chỉ so với cận trên.",
    example: "Kết quả 25.000 ngoài khoảng hợp lý 0 - 2.000. Đề nghị kiểm tra đơn vị tính.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.targets {
        let Some(target) = entry.target else { continue };
        let Some(TargetValue::Number(figure)) = reported_figure::value(target, entry.row) else { continue };
        let low = target.low.filter(|_| reported_figure::is_of_whole(target, view.case.agency));
        let beyond = low.is_some_and(|low| figure < low) || target.high.is_some_and(|high| figure > high);
        if beyond {
            let range = match (target.low, target.high) {
                (Some(low), Some(high)) => format!("{} - {}", format::decimal(low), format::decimal(high)),
                (Some(low), None) => format!("từ {} trở lên", format::decimal(low)),
                (None, high) => format!("đến {}", format::decimal(high.unwrap_or_default())),
            };
            let figure = format::decimal(figure.round_dp(2));
            let message = format!("Kết quả {figure} ngoài khoảng hợp lý {range}. Đề nghị kiểm tra đơn vị tính.");
            emitter.field(entry.at, FieldId::Value, &entry.row.value, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn stations(typed: &str) -> ReportDraft {
        let mut written = ReportDraft::by("SYT").target("CT-002", |row| row.value = result_number(typed));
        (written.register.targets[1].low, written.register.targets[1].high) = (Some(dec("0")), Some(dec("2000")));
        written
    }

    #[test]
    fn beyond_the_bounds_is_noted() {
        assert_eq!(messages(&fires(&RULE, &stations("25000"))), [RULE.example]);
        let mut open = stations("25000");
        open.register.targets[1].low = None;
        assert_eq!(messages(&fires(&RULE, &open)), ["Kết quả 25.000 ngoài khoảng hợp lý đến 2.000. Đề nghị kiểm tra đơn vị tính."]);
    }

    #[test]
    fn within_them_without_them_and_parts_below_are_silent() {
        assert_eq!(fires(&RULE, &stations("2000")), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").target("CT-002", |row| row.value = result_number("25000"))), []);
        let mut part = stations("5");
        part.register.targets[1].low = Some(dec("10"));
        assert_eq!(fires(&RULE, &part).len(), 1);
        part.register.targets[1].providers.push(code("STC"));
        assert_eq!(fires(&RULE, &part), [], "5 of one office may be part of 12");
    }
}
