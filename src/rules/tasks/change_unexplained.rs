//! N35: a change is asked for without a document or a reason.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::nothing;

/// A deadline moves only by a document in the register; until then the old one holds.
pub static RULE: Rule = Rule {
    code: "N35",
    name: "change_unexplained",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Đề nghị điều chỉnh nhưng chưa nêu văn bản, lý do",
    advice: "Đề nghị ghi số, ký hiệu văn bản đề nghị và lý do ở cột Ghi chú.",
    explanation: "Thời hạn chỉ đổi khi có văn bản điều chỉnh được ghi vào danh mục; chưa có thì nhiệm vụ vẫn được xét theo hạn cũ. Lý do ghi ở cột Ghi chú, Nguyên nhân chậm, Kiến nghị hoặc Minh chứng đều được.",
    example: "Đề nghị điều chỉnh nhưng chưa nêu văn bản, lý do.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.status() == Some(Status::ChangeRequested) && entry.accountable()) {
        let row = entry.row;
        if [&row.note, &row.cause, &row.proposal, &row.evidence].iter().all(|field| nothing::says_nothing(field.text())) {
            emitter.field(entry.at, FieldId::Note, &row.note, String::from("Đề nghị điều chỉnh nhưng chưa nêu văn bản, lý do."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn asked(note: &str) -> ReportDraft {
        ReportDraft::by("SYT").task("KH11-001", |row| (row.status, row.note) = (status(Status::ChangeRequested), text(note)))
    }

    #[test]
    fn a_change_without_document_and_reason_is_noted() {
        assert_eq!(messages(&fires(&RULE, &asked(""))), [RULE.example]);
        assert_eq!(fires(&RULE, &asked("Không")).len(), 1);
    }

    #[test]
    fn a_reason_and_other_statuses_are_silent() {
        assert_eq!(fires(&RULE, &asked("CV 120/SYT-KH đề nghị lùi hạn")), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {})), []);
    }
}
