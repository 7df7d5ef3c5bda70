//! C17: several rows for one target: none of them is used.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::{ReportView, TargetEntry};
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use std::collections::BTreeMap;

/// Adding them counts twice and choosing is a guess, so both rows fall back.
pub static RULE: Rule = Rule {
    code: "C17",
    name: "code_repeated",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Mã chỉ tiêu lặp lại",
    advice: "Đề nghị giữ một dòng đúng cho mỗi chỉ tiêu và xóa các dòng còn lại.",
    explanation: "Hai dòng cho cùng một chỉ tiêu thì cộng là trùng, chọn là đoán; cả hai không được dùng và số liệu kỳ trước được giữ.",
    example: "Mã chỉ tiêu \"CT-001\" lặp lại ở các dòng 9, 10.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let mut by_target: BTreeMap<&str, Vec<&TargetEntry<'_>>> = BTreeMap::new();
    for entry in &view.targets {
        if let Some(target) = entry.target {
            by_target.entry(target.code.as_str()).or_default().push(entry);
        }
    }
    for rows in by_target.values().filter(|rows| rows.len() > 1) {
        let numbers = wording::row_numbers(rows.iter().map(|entry| entry.at.row));
        let cells: Vec<_> = rows.iter().map(|entry| (entry.at, entry.row.code.cell)).collect();
        emitter
            .together(&cells, FieldId::TargetCode, |code| format!("Mã chỉ tiêu \"{}\" lặp lại ở các dòng {numbers}.", format::quote(code)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn all_rows_of_the_target_are_refused() {
        let written = ReportDraft::by("SYT").target("CT-001", |_| {}).target("CT-001", |row| row.value = result_number("80"));
        assert_eq!(messages(&fires(&RULE, &written)), [RULE.example, RULE.example]);
    }

    #[test]
    fn different_targets_are_silent() {
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").target("CT-001", |_| {}).target("CT-002", |_| {})), []);
    }
}
