//! C11: "Chưa đánh giá được" without a reason.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::target::Assessment;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::nothing;

/// Somebody has to clear what is in the way, so a row that does not say it falls back.
pub static RULE: Rule = Rule {
    code: "C11",
    name: "reason_missing",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Chưa đánh giá được nhưng không nêu lý do",
    advice: "Đề nghị ghi lý do ở cột Lý do chưa đánh giá được, ví dụ chưa có hướng dẫn phương pháp tính.",
    explanation: "Chỉ tiêu chưa đánh giá được phải có lý do để Ban Chỉ đạo tháo gỡ; không có lý do thì dòng không được dùng, kỳ trước được giữ.",
    example: "Chưa đánh giá được nhưng không nêu lý do.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.targets.iter().filter(|entry| entry.row.assessment.value() == Some(&Assessment::NotAssessable)) {
        let reason = &entry.row.reason;
        if !reason.is_unreadable() && nothing::says_nothing(reason.text()) {
            emitter.field(entry.at, FieldId::Reason, reason, String::from("Chưa đánh giá được nhưng không nêu lý do."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn not_assessable(reason: &str) -> ReportDraft {
        ReportDraft::by("SYT").target("CT-001", |row| {
            row.assessment = value("Chưa đánh giá được", Assessment::NotAssessable);
            row.reason = text(reason);
        })
    }

    #[test]
    fn a_reason_is_needed() {
        let found = fires(&RULE, &not_assessable(""));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "M9");
    }

    #[test]
    fn with_a_reason_or_an_assessment_it_is_silent() {
        assert_eq!(fires(&RULE, &not_assessable("Chưa có hướng dẫn")), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").target("CT-001", |_| {})), []);
    }
}
