//! C14: the figure is an estimate.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};

/// A note: who says that a figure is an estimate did what the form asks for.
pub static RULE: Rule = Rule {
    code: "C14",
    name: "figure_estimated",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Số liệu ước tính",
    advice: "Đề nghị thay bằng số liệu chính thức và bỏ dấu x ở cột Ước tính khi có số chính thức.",
    explanation: "Số ước tính vẫn được dùng; bản tổng hợp ghi chữ “ước” trước số đó để người đọc biết.",
    example: "Số liệu ước tính; tổng hợp đánh dấu \"ước\".",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.targets.iter().filter(|entry| entry.row.estimated.value() == Some(&true) && !entry.row.value.is_empty()) {
        let message = String::from("Số liệu ước tính; tổng hợp đánh dấu \"ước\".");
        emitter.field(entry.at, FieldId::Estimated, &entry.row.estimated, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn with(estimated: bool, figure: &str) -> ReportDraft {
        ReportDraft::by("SYT").target("CT-001", |row| {
            row.estimated = value("x", estimated);
            row.value = if figure.is_empty() { empty() } else { result_number(figure) };
        })
    }

    #[test]
    fn an_estimate_is_noted() {
        assert_eq!(messages(&fires(&RULE, &with(true, "80"))), [RULE.example]);
    }

    #[test]
    fn official_figures_and_none_are_silent() {
        assert_eq!(fires(&RULE, &with(false, "80")), []);
        assert_eq!(fires(&RULE, &with(true, "")), []);
    }
}
