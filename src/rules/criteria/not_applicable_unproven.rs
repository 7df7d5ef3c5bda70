//! X09: a mandatory criterion is said not to apply, and no document says so.

use crate::model::criterion::CriterionResult;
use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::nothing;

/// The figures stay as they are: the communes are asked first, and one entry of the province answers for all.
pub static RULE: Rule = Rule {
    code: "X09",
    name: "not_applicable_unproven",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Tiêu chí bắt buộc báo Không áp dụng nhưng chưa có văn bản",
    advice: "Đề nghị ghi ở cột Minh chứng số, ký hiệu văn bản cho phép không áp dụng, hoặc báo Đạt, Chưa đạt.",
    explanation: "Tiêu chí bắt buộc chỉ không áp dụng khi có văn bản. Một văn bản chung của tỉnh, ghi ở cột Không áp dụng theo của danh mục tiêu chí, dùng cho mọi xã, phường.",
    example: "Tiêu chí TC01 là bắt buộc, báo Không áp dụng nhưng chưa nêu văn bản cho phép.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.criteria.iter().filter(|entry| entry.row.result.value() == Some(&CriterionResult::NotApplicable)) {
        let Some(criterion) = entry.criterion.filter(|criterion| criterion.mandatory && criterion.exempt_by.is_empty()) else { continue };
        let evidence = &entry.row.evidence;
        if !evidence.is_unreadable() && nothing::says_nothing(evidence.text()) {
            let message = format!("Tiêu chí {} là bắt buộc, báo Không áp dụng nhưng chưa nêu văn bản cho phép.", criterion.code);
            emitter.field(entry.at, FieldId::Evidence, evidence, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn exempt(evidence: &str) -> ReportDraft {
        ReportDraft::by("X-THANHAN").criterion("TC01", |row| {
            (row.result, row.met_on) = (value("Không áp dụng", CriterionResult::NotApplicable), empty());
            row.evidence = text(evidence);
        })
    }

    #[test]
    fn a_mandatory_criterion_needs_a_document() {
        assert_eq!(messages(&fires(&RULE, &exempt(""))), [RULE.example]);
        assert_eq!(fires(&RULE, &exempt("không")).len(), 1);
    }

    #[test]
    fn a_document_of_the_commune_or_of_the_province_and_a_free_criterion_are_silent() {
        assert_eq!(fires(&RULE, &exempt("Công văn 12/UBND-CNTT")), []);
        let mut province = exempt("");
        province.register.criteria[0].exempt_by = "Công văn 99/UBND-KGVX".into();
        assert_eq!(fires(&RULE, &province), []);
        let mut free = exempt("");
        free.register.criteria[0].mandatory = false;
        assert_eq!(fires(&RULE, &free), []);
    }
}
