//! N07: the content beside a code is another than that of the register: the row may have slipped.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{suggest, task_content};

/// Mostly rows were sorted or pasted apart from their codes, and the figures are another task's.
pub static RULE: Rule = Rule {
    code: "N07",
    name: "content_differs",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Nội dung nhiệm vụ khác danh mục",
    advice: "Đề nghị kiểm tra dòng này có bị lệch mã không; nếu mã đúng, ghi lại nội dung như trong biểu mẫu được cấp.",
    explanation: "Mã và nội dung không đi với nhau thường do sắp xếp hoặc dán lệch dòng: số liệu khi đó nằm ở nhiệm vụ khác. Sửa vài chữ, thêm số thứ tự hoặc viết gọn một đoạn thì không nêu.",
    example: "Nội dung nhiệm vụ KH11-001 khác danh mục; lấy theo danh mục.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.tasks {
        let Some((task, _)) = entry.assigned() else { continue };
        let written = entry.row.content.text();
        if written.is_empty() || task.content == written || view.case.given.are_as_issued() || is_alike(written, &task.content) {
            continue;
        }
        let message = format!("Nội dung nhiệm vụ {} khác danh mục; lấy theo danh mục.", task.code);
        emitter.field(entry.at, FieldId::Content, &entry.row.content, message);
    }
}

/// The same in other letters, a part of it, or near it.
fn is_alike(written: &str, content: &str) -> bool {
    let (written, content) = (task_content::key(written), task_content::key(content));
    let part = |whole: &str, part: &str| part.split(' ').nth(2).is_some() && whole.contains(part);
    written == content || part(&content, &written) || part(&written, &content) || suggest::nearest(&written, [content.as_str()]).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn with(written: &str) -> ReportDraft {
        let mut draft = ReportDraft::by("SYT").task("KH11-001", |row| row.content = text(written));
        draft.register.tasks[0].content = "Số hóa hồ sơ bệnh án của bệnh viện tuyến tỉnh".into();
        draft
    }

    #[test]
    fn a_row_that_speaks_of_something_else_is_noted() {
        assert_eq!(messages(&fires(&RULE, &with("Xây dựng nền tảng họp trực tuyến"))), [RULE.example]);
        assert_eq!(fires(&RULE, &with("Bố trí kinh phí")).len(), 1);
    }

    #[test]
    fn other_letters_slips_shorter_words_and_none_are_silent() {
        for written in [
            "",
            "1. Số hoá  hồ sơ bệnh án của bệnh viện tuyến tỉnh;",
            "Số hóa hồ sơ bệnh án",
            "Số hóa hồ sơ bệnh án của các bệnh viện tuyến tỉnh",
        ] {
            assert_eq!(fires(&RULE, &with(written)), [], "{written}");
        }
    }
}
