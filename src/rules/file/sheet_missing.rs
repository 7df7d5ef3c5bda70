//! T07: a sheet that the form needs is not there, or nothing of it can be read.

use crate::model::extraction::LayoutIssue;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// A sheet is looked for by its name; another one in its place would be a guess.
pub static RULE: Rule = Rule {
    code: "T07",
    name: "sheet_missing",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Thiếu trang tính của biểu mẫu",
    advice: "Đề nghị dùng biểu mẫu được cấp cho đơn vị, giữ nguyên tên các trang tính.",
    explanation: "Trang tính được tìm theo đúng tên. Chương trình không tự đoán trang nào thay cho trang nào, vì đoán sai thì số liệu sai.",
    example: "Không tìm thấy trang tính \"NhiemVu\". Tệp có các trang: Sheet1, Sheet2.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for issue in case.extraction().iter().flat_map(|extraction| &extraction.layout) {
        if let LayoutIssue::SheetMissing { sheet, present } = issue {
            let name = format::quote(sheet);
            // A person who sees the sheet would not believe that it is not there.
            let said = if present.contains(sheet) {
                format!(
                    "Trang tính \"{name}\" có tên trong tệp nhưng không có ô dữ liệu nào đọc được: nội dung của trang đã mất, hoặc đây là trang biểu đồ hay macro."
                )
            } else {
                format!("Không tìm thấy trang tính \"{name}\". Tệp có các trang: {}.", wording::names(present))
            };
            emitter.at(Place::file(), said);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_missing_sheet_is_named_with_those_that_are_there() {
        let issue = LayoutIssue::SheetMissing { sheet: "NhiemVu".into(), present: vec!["Sheet1".into(), "Sheet2".into()] };
        let found = fires_on_file(&RULE, &FileSample::workbook().with(|x| x.layout.push(issue)));
        assert_eq!(messages(&found), [RULE.example]);
    }

    #[test]
    fn a_sheet_that_people_see_is_not_called_missing() {
        let issue = LayoutIssue::SheetMissing { sheet: "NhiemVu".into(), present: vec!["ThongTin".into(), "NhiemVu".into()] };
        let found = fires_on_file(&RULE, &FileSample::workbook().with(|x| x.layout.push(issue)));
        assert!(matches!(messages(&found).as_slice(), [said] if said.contains("có tên trong tệp") && !said.contains("Không tìm thấy")));
    }

    #[test]
    fn other_issues_are_silent() {
        let issue = LayoutIssue::ColumnMissing { sheet: "NhiemVu".into(), column: "Mã nhiệm vụ".into() };
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook().with(|x| x.layout.push(issue))), []);
    }
}
