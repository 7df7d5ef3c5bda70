//! C01: a row whose code is no target of this agency.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// A row of another target or another office would be added where it does not belong, so it is not used.
pub static RULE: Rule = Rule {
    code: "C01",
    name: "code_unknown",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Mã chỉ tiêu không có trong danh mục hoặc không giao cho đơn vị",
    advice: "Đề nghị lấy mã chỉ tiêu từ biểu mẫu được cấp.",
    explanation: "Số liệu chỉ được tính cho chỉ tiêu trong danh mục và từ đơn vị được giao cung cấp; dòng khác không được dùng để không cộng nhầm.",
    example: "Mã chỉ tiêu \"CT-999\" không có trong danh mục.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.targets {
        let message = match entry.target {
            None if entry.at.about.is_empty() => String::from("Thiếu mã chỉ tiêu."),
            None => format!("Mã chỉ tiêu \"{}\" không có trong danh mục.", format::quote(entry.at.about)),
            Some(target) => {
                // Leads assess themselves even where others supply the figures.
                if target.providers.contains(view.case.agency) || target.leads.contains(view.case.agency) {
                    continue;
                }
                let providers = wording::agencies(view.case.register, &target.providers);
                format!("Đơn vị không được giao cung cấp số liệu chỉ tiêu {} (cung cấp: {providers}).", target.code)
            }
        };
        emitter.field(entry.at, FieldId::TargetCode, &entry.row.code, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn unknown_missing_and_foreign_codes_are_refused() {
        let written = ReportDraft::by("SYT").target("CT-999", |_| {}).target("", |_| {}).target("CT-004", |_| {});
        let found = fires(&RULE, &written);
        let foreign = "Đơn vị không được giao cung cấp số liệu chỉ tiêu CT-004 (cung cấp: Sở Tài chính).";
        assert_eq!(messages(&found), [RULE.example, "Thiếu mã chỉ tiêu.", foreign]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "B9");
    }

    #[test]
    fn its_own_targets_are_silent() {
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").target("CT-001", |_| {}).target("ct-002", |_| {})), []);
        let mut lead = ReportDraft::by("SYT").target("CT-004", |_| {});
        lead.register.targets[3].leads = vec![code("SYT")];
        assert_eq!(fires(&RULE, &lead), []);
    }
}
