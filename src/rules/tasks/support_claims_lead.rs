//! N37: an agency that supports a task says that it leads it.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Role;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};

/// Status, percent and day are those of the register's lead, whatever the row says.
pub static RULE: Rule = Rule {
    code: "N37",
    name: "support_claims_lead",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Phối hợp nhưng khai Chủ trì",
    advice: "Đề nghị ghi Phối hợp; nếu có văn bản giao lại chủ trì, gửi văn bản đó cho cơ quan tổng hợp.",
    explanation: "Trạng thái, tỷ lệ và ngày hoàn thành của nhiệm vụ lấy của đơn vị chủ trì theo danh mục, không theo vai trò tự khai.",
    example: "Phối hợp nhưng khai Chủ trì; lấy theo danh mục.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.role == Some(Role::Support)) {
        if entry.row.role.value() == Some(&Role::Lead) && !view.case.given.are_as_issued() {
            emitter.field(entry.at, FieldId::Role, &entry.row.role, String::from("Phối hợp nhưng khai Chủ trì; lấy theo danh mục."));
            emitter.to_type(Role::Support.label());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn claims(agency: &str, role: Role) -> ReportDraft {
        ReportDraft::by(agency).task("KH11-002", |row| row.role = value(role.label(), role))
    }

    #[test]
    fn a_supporter_that_claims_the_lead_is_noted() {
        assert_eq!(messages(&fires(&RULE, &claims("STC", Role::Lead))), [RULE.example]);
    }

    #[test]
    fn leads_supporters_and_no_role_are_silent() {
        assert_eq!(fires(&RULE, &claims("SYT", Role::Lead)), []);
        assert_eq!(fires(&RULE, &claims("STC", Role::Support)), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("STC").task("KH11-002", |_| {})), []);
    }
}
