//! N41: a task that the form came with is not the agency's any more; the desk changed the register since.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Nobody is to blame for what the register said when the form was issued, and nobody may think that the row is used.
pub static RULE: Rule = Rule {
    code: "N41",
    name: "given_no_more",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Nhiệm vụ trong biểu mẫu không còn giao cho đơn vị",
    advice: "Đề nghị dùng biểu mẫu mới ở kỳ sau; kỳ này không phải sửa. Nếu nhiệm vụ vẫn của đơn vị, báo cơ quan tổng hợp.",
    explanation: "Danh mục đã thay đổi sau khi cấp biểu mẫu: nhiệm vụ được giao lại, thôi giao hoặc đổi mã. Dòng này không đưa vào số liệu; đơn vị không có lỗi.",
    example: "Nhiệm vụ KH11-001 có trong biểu mẫu đã cấp nhưng không còn giao cho đơn vị; dòng này không đưa vào số liệu.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| !entry.at.about.is_empty() && entry.assigned().is_none()) {
        // In any other file a code that is not the agency's is its own slip (N02, N05).
        if !view.case.given.are_as_issued() {
            return;
        }
        let message = format!(
            "Nhiệm vụ {} có trong biểu mẫu đã cấp nhưng không còn giao cho đơn vị; dòng này không đưa vào số liệu.",
            format::quote(entry.at.about)
        );
        emitter.field(entry.at, FieldId::TaskCode, &entry.row.code, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn by(agency: &str) -> ReportDraft {
        ReportDraft::by(agency).task("KH11-001", |_| {})
    }

    #[test]
    fn a_task_that_was_given_to_another_since_is_noted() {
        assert_eq!(messages(&fires(&RULE, &by("SKHCN").in_its_form())), [RULE.example]);
    }

    #[test]
    fn own_tasks_and_other_files_are_silent() {
        assert_eq!(fires(&RULE, &by("SYT").in_its_form()), []);
        assert_eq!(fires(&RULE, &by("SKHCN")), []);
    }
}
