//! C15: a figure without a source.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::nothing;

/// The source is where one looks when figures disagree; without a figure none is asked for.
pub static RULE: Rule = Rule {
    code: "C15",
    name: "source_missing",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Không nêu nguồn số liệu",
    advice: "Đề nghị ghi nguồn số liệu: tên báo cáo, hệ thống hoặc đơn vị cung cấp.",
    explanation: "Nguồn số liệu để kiểm tra lại khi có chênh lệch. Biểu mẫu đếm ô này là ô cần điền khi có số liệu; dòng không có số liệu thì không nêu.",
    example: "Không nêu nguồn số liệu.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.targets.iter().filter(|entry| entry.target.is_some()) {
        let row = entry.row;
        let figure = row.value.value().is_some() || row.numerator.value().is_some();
        // What is written but cannot be read is another rule's.
        let silent = !row.data_source.is_unreadable() && nothing::says_nothing(row.data_source.text());
        // A table of the office's own may have no such column.
        if figure && silent && row.data_source.cell.is_some() {
            emitter.field(entry.at, FieldId::DataSource, &row.data_source, String::from("Không nêu nguồn số liệu."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::place::CellRef;
    use crate::model::report::Field;

    fn with(source: &str, figure: &str) -> ReportDraft {
        ReportDraft::by("SYT").target("CT-001", |row| {
            row.data_source = Field { cell: Some(CellRef::new(8, 9)), ..text(source) };
            row.value = if figure.is_empty() { empty() } else { result_number(figure) };
        })
    }

    #[test]
    fn a_figure_without_a_source_is_noted() {
        assert_eq!(messages(&fires(&RULE, &with("", "80"))), [RULE.example]);
        assert_eq!(fires(&RULE, &with("-", "80")).len(), 1);
    }

    #[test]
    fn a_source_no_figure_and_no_column_are_silent() {
        assert_eq!(fires(&RULE, &with("Báo cáo ngành", "80")), []);
        assert_eq!(fires(&RULE, &with("", "")), []);
        let mut own = with("", "80");
        own.report.targets.as_mut().unwrap().rows[0].data_source.cell = None;
        assert_eq!(fires(&RULE, &own), []);
    }
}
