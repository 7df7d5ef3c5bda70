//! N02: a code that the register does not have.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::{Task, TaskCode};
use crate::rules::view::{ReportView, TaskEntry};
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use crate::text::suggest;
use std::collections::BTreeSet;

/// Only tasks of the register count; the nearest code is a suggestion and never put in its place.
pub static RULE: Rule = Rule {
    code: "N02",
    name: "code_unknown",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Mã nhiệm vụ không có trong danh mục",
    advice: "Đề nghị sửa mã theo danh mục; nhiệm vụ chưa có trong danh mục ghi ở trang NhiemVuPhatSinh.",
    explanation: "Chỉ nhiệm vụ trong danh mục mới vào tổng số. Mã gần nhất chỉ là gợi ý; chương trình không tự thay mã.",
    example: "Mã nhiệm vụ \"KH11-01\" không có trong danh mục. Mã gần nhất: KH11-001.",
    check: Check::Report(check),
};

/// So many unknown codes get a suggestion: each is held against every task of the register.
const SUGGESTED: usize = 30;

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let mut unknown = view.tasks.iter().filter(|entry| !entry.at.about.is_empty() && entry.task.is_none()).peekable();
    // A form that came back as it was issued has the codes that the register had then.
    if unknown.peek().is_none() || view.case.given.are_as_issued() {
        return;
    }
    let given: BTreeSet<&TaskCode> = view.tasks.iter().filter_map(|entry| Some(&entry.task?.code)).collect();
    for (at, entry) in unknown.enumerate() {
        let code = format::quote(entry.at.about);
        let mut message = format!("Mã nhiệm vụ \"{code}\" không có trong danh mục.");
        let near = if at < SUGGESTED { nearest(view, entry, &given) } else { None };
        if let Some(near) = near {
            message.push_str(&format!(" Mã gần nhất: {near}."));
        }
        emitter.field(entry.at, FieldId::TaskCode, &entry.row.code, message);
        emitter.to_type(near.unwrap_or_default());
    }
}

/// The nearest code of the agency's own tasks, else of all. One that has a row of its own is none: it would be given twice.
fn nearest<'a>(view: &'a ReportView<'_>, entry: &TaskEntry<'_>, given: &BTreeSet<&TaskCode>) -> Option<&'a str> {
    let case = view.case;
    let free = |task: &'a Task| (!given.contains(&task.code)).then_some(task.code.as_str());
    let own = suggest::nearest(entry.at.about, case.register.tasks_of(case.agency).filter_map(|(task, _)| free(task)));
    own.or_else(|| suggest::nearest(entry.at.about, case.register.tasks.iter().filter_map(free)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn an_unknown_code_comes_with_the_nearest_of_the_agency() {
        let found = fires(&RULE, &ReportDraft::by("SYT").task("KH11-01", |_| {}));
        assert_eq!(messages(&found), [RULE.example]);
        let found = fires(&RULE, &ReportDraft::by("STC").task("KH11-05", |_| {}));
        assert!(found[0].message.ends_with("Mã gần nhất: KH11-005."), "{}", found[0].message);
    }

    #[test]
    fn a_task_that_has_its_row_is_not_suggested() {
        let found = fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {}).task("KH11-01", |_| {}));
        assert!(!found[0].message.contains("KH11-001."), "{}", found[0].message);
    }

    #[test]
    fn a_code_like_nothing_has_no_suggestion() {
        let found = fires(&RULE, &ReportDraft::by("SYT").task("Việc khác", |_| {}));
        assert_eq!(messages(&found), ["Mã nhiệm vụ \"Việc khác\" không có trong danh mục."]);
    }

    #[test]
    fn known_codes_in_any_case_and_empty_ones_are_silent() {
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task(" kh11-001 ", |_| {}).task("", |_| {})), []);
    }

    #[test]
    fn what_the_form_came_with_is_no_slip_of_the_agency() {
        let written = ReportDraft::by("SKHCN").task("XYZ", |_| {});
        assert_eq!(fires(&RULE, &written).len(), 1);
        assert_eq!(fires(&RULE, &written.in_its_form()), []);
    }
}
