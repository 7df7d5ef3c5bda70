//! N03: several rows for one task that do not say the same: none of them is used.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::repeated;
use crate::rules::view::ReportView;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Choosing one for the office would be a guess, so last week's row stays.
pub static RULE: Rule = Rule {
    code: "N03",
    name: "code_repeated_differently",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Mã nhiệm vụ lặp lại, nội dung khác nhau",
    advice: "Đề nghị giữ một dòng đúng cho mỗi nhiệm vụ và xóa các dòng còn lại.",
    explanation: "Hai dòng khác nhau cho cùng một nhiệm vụ thì không biết dòng nào đúng; chọn thay đơn vị là đoán, nên cả hai không được dùng và số liệu kỳ trước được giữ.",
    example: "Mã nhiệm vụ \"KH11-001\" lặp lại ở các dòng 9, 10, nội dung khác nhau.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for rows in repeated::groups(view).iter().filter(|rows| !repeated::all_alike(rows)) {
        let numbers = wording::row_numbers(rows.iter().map(|entry| entry.at.row));
        let cells: Vec<_> = rows.iter().map(|entry| (entry.at, entry.row.code.cell)).collect();
        emitter.together(&cells, FieldId::TaskCode, |code| {
            format!("Mã nhiệm vụ \"{}\" lặp lại ở các dòng {numbers}, nội dung khác nhau.", format::quote(code))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn all_rows_of_the_task_are_refused() {
        let written = ReportDraft::by("SYT").task("KH11-001", |_| {}).task("kh11-001", |row| row.percent = number("60"));
        let found = fires(&RULE, &written);
        assert_eq!(found[0].message, RULE.example);
        assert_eq!(found.iter().map(|f| f.subject.unwrap().row).collect::<Vec<_>>(), [8, 9]);
    }

    #[test]
    fn a_code_filled_down_is_one_finding_that_refuses_every_row() {
        let mut written = ReportDraft::by("SYT");
        for percent in 0..3_000 {
            written = written.task("KH11-001", |row| row.percent = number(&percent.to_string()));
        }
        let found = fires(&RULE, &written);
        assert_eq!((found.len(), found[0].places(), found[0].subjects().count()), (1, 3_000, 3_000));
        assert!(found[0].message.contains("28 và 2.980 dòng khác, nội dung khác nhau."), "{}", found[0].message);
    }

    #[test]
    fn equal_rows_and_different_tasks_are_silent() {
        let written = ReportDraft::by("SYT").task("KH11-001", |_| {}).task("KH11-001", |_| {}).task("KH11-002", |_| {});
        assert_eq!(fires(&RULE, &written), []);
    }
}
