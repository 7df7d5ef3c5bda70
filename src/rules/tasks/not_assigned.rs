//! N05: a task that the register gives to others.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};

/// Nobody may change the figures of another office, so the row is not used.
pub static RULE: Rule = Rule {
    code: "N05",
    name: "not_assigned",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Đơn vị không được giao nhiệm vụ này",
    advice: "Đề nghị kiểm tra mã nhiệm vụ; nếu đơn vị được giao bằng văn bản mới, báo cơ quan tổng hợp bổ sung danh mục.",
    explanation: "Trạng thái của nhiệm vụ lấy từ đơn vị được danh mục giao; dòng của đơn vị khác không được làm thay đổi số liệu của họ.",
    example: "Đơn vị không được giao nhiệm vụ KH11-002 (chủ trì: Sở Y tế; phối hợp: Sở Tài chính).",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.role.is_none()) {
        let Some(task) = entry.task else { continue };
        // A form that came back as it was issued has the tasks that the agency had then.
        if view.case.given.are_as_issued() {
            return;
        }
        let leads = wording::agencies(view.case.register, &task.leads);
        let supports = wording::agencies(view.case.register, &task.supports);
        let supports = if supports.is_empty() { supports } else { format!("; phối hợp: {supports}") };
        let message = format!("Đơn vị không được giao nhiệm vụ {} (chủ trì: {leads}{supports}).", task.code);
        emitter.field(entry.at, FieldId::TaskCode, &entry.row.code, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_foreign_task_names_those_who_have_it() {
        let found = fires(&RULE, &ReportDraft::by("SKHCN").task("KH11-002", |_| {}).task("KH11-001", |_| {}));
        assert_eq!(messages(&found), [RULE.example, "Đơn vị không được giao nhiệm vụ KH11-001 (chủ trì: Sở Y tế)."]);
    }

    #[test]
    fn leads_supports_and_parts_are_silent() {
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {}).task("KH11-004", |_| {})), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("STC").task("KH11-002", |_| {}).task("XYZ", |_| {})), []);
    }

    #[test]
    fn what_the_form_came_with_is_no_slip_of_the_agency() {
        let written = ReportDraft::by("SKHCN").task("KH11-001", |_| {});
        assert_eq!(fires(&RULE, &written).len(), 1);
        assert_eq!(fires(&RULE, &written.in_its_form()), []);
    }
}
