//! T09: a required column is missing.

use crate::model::extraction::LayoutIssue;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Without it nobody knows which task a row is of or how it stands, so the version is returned.
pub static RULE: Rule = Rule {
    code: "T09",
    name: "column_missing",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Thiếu cột bắt buộc",
    advice: "Đề nghị khôi phục cột theo biểu mẫu được cấp, giữ đúng tên tiêu đề.",
    explanation: "Cột bắt buộc là cột mà thiếu nó thì không biết số liệu thuộc nhiệm vụ nào hoặc đang ở trạng thái nào.",
    example: "Thiếu cột bắt buộc \"Mã nhiệm vụ\" trong trang \"NhiemVu\".",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for issue in case.extraction().iter().flat_map(|extraction| &extraction.layout) {
        if let LayoutIssue::ColumnMissing { sheet, column } = issue {
            let (name, column) = (format::quote(sheet), format::quote(column));
            emitter.at(Place::sheet(sheet), format!("Thiếu cột bắt buộc \"{column}\" trong trang \"{name}\"."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn each_missing_column_is_named() {
        let issue = |column: &str| LayoutIssue::ColumnMissing { sheet: "NhiemVu".into(), column: column.into() };
        let received = FileSample::workbook().with(|x| x.layout = vec![issue("Mã nhiệm vụ"), issue("Vai trò")]);
        let found = fires_on_file(&RULE, &received);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].message, RULE.example);
    }

    #[test]
    fn a_good_layout_is_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
