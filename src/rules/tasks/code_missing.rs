//! N01: a row of work without a task code.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Task;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{format, suggest, task_content};

/// A row is tied to its task by the code alone, so without one it is not used.
pub static RULE: Rule = Rule {
    code: "N01",
    name: "code_missing",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Thiếu mã nhiệm vụ",
    advice: "Đề nghị lấy mã từ biểu mẫu được cấp hoặc danh mục; nhiệm vụ chưa có trong danh mục ghi ở trang NhiemVuPhatSinh.",
    explanation: "Mỗi dòng được gắn với nhiệm vụ trong danh mục qua mã. Không có mã thì không biết dòng nói về nhiệm vụ nào, nên dòng không được tổng hợp.",
    example: "Thiếu mã nhiệm vụ.",
    check: Check::Report(check),
};

/// Nobody reads more suggestions than this, and each is looked for among all tasks of the agency.
const SUGGESTED: usize = 30;

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let tasks: Vec<&Task> = view.case.register.tasks_of(view.case.agency).map(|(task, _)| task).collect();
    for (at, entry) in view.tasks.iter().filter(|entry| entry.at.about.is_empty()).enumerate() {
        let hint = if at < SUGGESTED { hint(entry.row.content.text(), &tasks) } else { String::new() };
        // A table without codes has no cell for one: the row is found by what it says.
        let cell = entry.row.code.cell.or(entry.row.content.cell);
        emitter.cell(entry.at, FieldId::TaskCode, cell, format!("Thiếu mã nhiệm vụ{hint}."));
    }
}

/// Which tasks the row may mean: those of its very content, or the one with the nearest. Never more than a hint.
fn hint(content: &str, tasks: &[&Task]) -> String {
    let wanted = task_content::key(content);
    if wanted.is_empty() {
        return String::new();
    }
    let same: Vec<&str> = tasks.iter().filter(|task| task_content::key(&task.content) == wanted).map(|task| task.code.as_str()).collect();
    if same.len() > 1 {
        return format!("; nội dung trùng với nhiều nhiệm vụ: {}", same.join(", "));
    }
    let near = suggest::nearest(content, tasks.iter().map(|task| task.content.as_str()));
    match near.and_then(|near| tasks.iter().find(|task| task.content == near)) {
        Some(task) => format!("; nội dung gần giống {} (\"{}\")", task.code, format::quote(&task.content)),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::task::TaskCode;
    use crate::rules::testing::*;

    #[test]
    fn a_row_without_code_is_refused() {
        let found = fires(&RULE, &ReportDraft::by("SYT").task("", |_| {}));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "B9");
        assert_eq!(found[0].subject.unwrap().row, 8);
    }

    #[test]
    fn any_code_is_silent_here() {
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {}).task("XYZ", |_| {})), []);
    }

    #[test]
    fn what_the_row_may_mean_is_suggested() {
        let register = register();
        let content = &register.task(&TaskCode::parse("KH11-001").unwrap()).unwrap().content;
        let near = format!("{content} x");
        let found = fires(&RULE, &ReportDraft::by("SYT").task("", |row| row.content = text(&near)));
        assert_eq!(messages(&found), [format!("Thiếu mã nhiệm vụ; nội dung gần giống KH11-001 (\"{content}\").")]);
        let far = fires(&RULE, &ReportDraft::by("SYT").task("", |row| row.content = text("Việc khác hẳn, không ai giao")));
        assert_eq!(messages(&far), [RULE.example]);
    }
}
