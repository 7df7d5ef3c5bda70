//! C13: the unit in the row is another than that of the register.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{format, normalise};

/// Figures are added in the register's unit and never converted, so another unit falsifies them.
pub static RULE: Rule = Rule {
    code: "C13",
    name: "unit_differs",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Đơn vị tính khác danh mục",
    advice: "Đề nghị ghi số liệu theo đơn vị tính của danh mục, không đổi đơn vị tính.",
    explanation: "Số liệu được cộng và đối chiếu theo đơn vị tính trong danh mục, không quy đổi. Viết tắt của cùng đơn vị tính thì không nêu.",
    example: "Đơn vị tính \"cột\", danh mục là \"trạm\".",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.targets {
        let Some(target) = entry.target else { continue };
        let written = entry.row.unit.text();
        if written.is_empty() || written == target.unit || view.case.given.are_as_issued() || is_same(written, &target.unit) {
            continue;
        }
        let message = format!("Đơn vị tính \"{}\", danh mục là \"{}\".", format::quote(written), format::quote(&target.unit));
        emitter.field(entry.at, FieldId::Unit, &entry.row.unit, message);
        emitter.to_type(target.unit.as_str());
    }
}

/// The same letters, the word for a sign, or the first letters of the words.
fn is_same(written: &str, unit: &str) -> bool {
    let sign = |text: &str| normalise::unaccented(text).replace("phan tram", "%").split_whitespace().collect::<String>();
    let letters =
        |text: &str| -> String { normalise::unaccented(text).split_whitespace().filter_map(|word| word.chars().next()).collect() };
    let (one, other) = (sign(written), sign(unit));
    one == other || (one.chars().count() > 1 && letters(unit) == one) || (other.chars().count() > 1 && letters(written) == other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn with(written: &str, unit: &str) -> ReportDraft {
        let mut draft = ReportDraft::by("SYT").target("CT-002", |row| row.unit = text(written));
        draft.register.targets[1].unit = unit.into();
        draft
    }

    #[test]
    fn another_unit_is_noted() {
        assert_eq!(messages(&fires(&RULE, &with("cột", "trạm"))), [RULE.example]);
        assert_eq!(fires(&RULE, &with("triệu đồng", "tỷ đồng")).len(), 1);
        assert_eq!(fires(&RULE, &with("%", "điểm %")).len(), 1);
    }

    #[test]
    fn the_same_unit_in_other_letters_and_none_are_silent() {
        for (written, unit) in
            [("", "trạm"), ("Trạm", "trạm"), ("phần trăm", "%"), ("DN", "doanh nghiệp"), ("doanh nghiệp", "DN"), ("tỉ đồng", "tỷ đồng")]
        {
            assert_eq!(fires(&RULE, &with(written, unit)), [], "{written} {unit}");
        }
    }
}
