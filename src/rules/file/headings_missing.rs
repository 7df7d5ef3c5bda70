//! T08: no heading row in a sheet.

use crate::model::extraction::LayoutIssue;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Columns are known by their headings and may stand in any order, so a row of headings there must be.
pub static RULE: Rule = Rule {
    code: "T08",
    name: "headings_missing",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Không tìm thấy dòng tiêu đề",
    advice: "Đề nghị giữ nguyên dòng tiêu đề của biểu mẫu, không xóa, không gộp ô, không đổi tên cột.",
    explanation: "Cột được nhận biết theo tiêu đề nên thứ tự cột có thể đổi, nhưng phải có dòng tiêu đề.",
    example: "Không tìm thấy dòng tiêu đề trong trang \"NhiemVu\". Cần có các cột: Mã nhiệm vụ, Trạng thái đơn vị báo.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for issue in case.extraction().iter().flat_map(|extraction| &extraction.layout) {
        if let LayoutIssue::HeadingsMissing { sheet, wanted } = issue {
            let (name, wanted) = (format::quote(sheet), wording::names(wanted));
            let message = format!("Không tìm thấy dòng tiêu đề trong trang \"{name}\". Cần có các cột: {wanted}.");
            emitter.at(Place::sheet(sheet), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_sheet_without_headings_is_returned() {
        let wanted = vec!["Mã nhiệm vụ".into(), "Trạng thái đơn vị báo".into()];
        let issue = LayoutIssue::HeadingsMissing { sheet: "NhiemVu".into(), wanted };
        let found = fires_on_file(&RULE, &FileSample::workbook().with(|x| x.layout.push(issue)));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place, Place::sheet("NhiemVu"));
    }

    #[test]
    fn a_good_layout_is_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
