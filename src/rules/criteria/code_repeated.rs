//! X07: several rows for one criterion with different results: none of them is used.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::{CriterionEntry, ReportView};
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use std::collections::BTreeMap;

/// Nobody can know which result is right, so both rows fall back to the last release.
pub static RULE: Rule = Rule {
    code: "X07",
    name: "code_repeated",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Mã tiêu chí lặp lại, kết quả khác nhau",
    advice: "Đề nghị giữ một dòng đúng cho mỗi tiêu chí và xóa các dòng còn lại.",
    explanation: "Hai kết quả khác nhau cho cùng một tiêu chí thì không biết kết quả nào đúng; cả hai không được dùng và kết quả kỳ trước được giữ.",
    example: "Mã tiêu chí \"TC01\" lặp lại ở các dòng 9, 10, kết quả khác nhau.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let mut by_criterion: BTreeMap<&str, Vec<&CriterionEntry<'_>>> = BTreeMap::new();
    for entry in &view.criteria {
        if let Some(criterion) = entry.criterion {
            by_criterion.entry(criterion.code.as_str()).or_default().push(entry);
        }
    }
    for rows in by_criterion.values().filter(|rows| rows.windows(2).any(|pair| differ(pair[0], pair[1]))) {
        let numbers = wording::row_numbers(rows.iter().map(|entry| entry.at.row));
        let cells: Vec<_> = rows.iter().map(|entry| (entry.at, entry.row.code.cell)).collect();
        emitter.together(&cells, FieldId::CriterionCode, |code| {
            format!("Mã tiêu chí \"{}\" lặp lại ở các dòng {numbers}, kết quả khác nhau.", format::quote(code))
        });
    }
}

fn differ(a: &CriterionEntry<'_>, b: &CriterionEntry<'_>) -> bool {
    a.row.result.reading != b.row.result.reading || a.row.met_on.reading != b.row.met_on.reading
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::criterion::CriterionResult;

    #[test]
    fn all_rows_of_the_criterion_are_refused() {
        let written = ReportDraft::by("X-THANHAN")
            .criterion("TC01", |_| {})
            .criterion("TC01", |row| row.result = value("Chưa đạt", CriterionResult::NotMet));
        assert_eq!(messages(&fires(&RULE, &written)), [RULE.example, RULE.example]);
    }

    #[test]
    fn equal_results_and_different_criteria_are_silent() {
        let written = ReportDraft::by("X-THANHAN").criterion("TC01", |_| {}).criterion("TC01", |_| {}).criterion("TC02", |_| {});
        assert_eq!(fires(&RULE, &written), []);
    }
}
