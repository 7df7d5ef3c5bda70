//! N17: reported as done without evidence.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::nothing;

/// A task is acknowledged by what it brought forth; it counts as done, and may be questioned.
pub static RULE: Rule = Rule {
    code: "N17",
    name: "done_unproven",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Hoàn thành nhưng chưa có minh chứng",
    advice: "Đề nghị ghi số, ký hiệu, ngày văn bản hoặc tên sản phẩm ở cột Sản phẩm/Minh chứng.",
    explanation: "Ban Chỉ đạo công nhận hoàn thành theo sản phẩm đầu ra. Thiếu minh chứng, nhiệm vụ vẫn được tính nhưng có thể bị hỏi lại.",
    example: "Hoàn thành nhưng chưa có minh chứng (số, ký hiệu, ngày văn bản hoặc sản phẩm).",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.status() == Some(Status::Done) && entry.assigned().is_some()) {
        let evidence = &entry.row.evidence;
        if !evidence.is_unreadable() && nothing::says_nothing(evidence.text()) && !entry.finished() && !entry.regular() {
            let message = String::from("Hoàn thành nhưng chưa có minh chứng (số, ký hiệu, ngày văn bản hoặc sản phẩm).");
            emitter.field(entry.at, FieldId::Evidence, evidence, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn done(evidence: &str) -> ReportDraft {
        ReportDraft::by("SYT").task("KH11-001", |row| {
            row.status = status(Status::Done);
            row.evidence = text(evidence);
        })
    }

    #[test]
    fn done_needs_evidence() {
        assert_eq!(messages(&fires(&RULE, &done(""))), [RULE.example]);
        assert_eq!(messages(&fires(&RULE, &done("Không có"))), [RULE.example]);
    }

    #[test]
    fn with_evidence_long_finished_or_open_it_is_silent() {
        assert_eq!(fires(&RULE, &done("Quyết định 12/QĐ-UBND")), []);
        assert_eq!(fires(&RULE, &done("").last_week("KH11-001", Status::Done, "100")), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {})), []);
    }
}
