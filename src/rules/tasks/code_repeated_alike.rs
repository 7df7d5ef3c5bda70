//! N04: several rows for one task that say the same: one is kept.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::repeated;
use crate::rules::view::ReportView;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// A copied row falsifies nothing, since each task counts once.
pub static RULE: Rule = Rule {
    code: "N04",
    name: "code_repeated_alike",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Mã nhiệm vụ lặp lại, nội dung giống nhau",
    advice: "Đề nghị xóa dòng thừa ở báo cáo sau.",
    explanation: "Dòng chép thừa không làm sai số liệu: mỗi nhiệm vụ chỉ tính một lần, dòng đầu được giữ.",
    example: "Mã nhiệm vụ \"KH11-001\" lặp lại ở các dòng 9, 10, nội dung giống nhau; giữ một dòng.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for rows in repeated::groups(view).iter().filter(|rows| repeated::all_alike(rows)) {
        let numbers = wording::row_numbers(rows.iter().map(|entry| entry.at.row));
        // The first row is the one that is kept; the second is the one to look at.
        if let Some(entry) = rows.get(1) {
            let code = format::quote(entry.at.about);
            let message = format!("Mã nhiệm vụ \"{code}\" lặp lại ở các dòng {numbers}, nội dung giống nhau; giữ một dòng.");
            emitter.field(entry.at, FieldId::TaskCode, &entry.row.code, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn equal_rows_are_noted_once() {
        let found = fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {}).task("KH11-001", |_| {}));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].subject.unwrap().row, 9);
    }

    #[test]
    fn different_rows_are_anothers() {
        let written = ReportDraft::by("SYT").task("KH11-001", |_| {}).task("KH11-001", |row| row.note = text("khác"));
        assert_eq!(fires(&RULE, &written), []);
    }
}
