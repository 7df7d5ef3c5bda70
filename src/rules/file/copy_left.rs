//! T39: a copy of a sheet holds something else than the sheet that is read.

use crate::model::extraction::LayoutNote;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The sheet with the form's own name is read; what stands only in the copy is lost to the figures.
pub static RULE: Rule = Rule {
    code: "T39",
    name: "copy_left",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Có bản sao của trang tính, nội dung khác",
    advice: "Đề nghị kiểm tra số liệu nằm ở trang nào; xóa bản sao hoặc chép lại vào trang chính rồi gửi.",
    explanation: "Trang “NhiemVu (2)” là bản sao do Excel tạo. Chương trình đọc trang mang đúng tên của biểu mẫu; số liệu chỉ ghi ở bản sao không được tổng hợp.",
    example: "Tệp có trang \"NhiemVu (2)\" nội dung khác trang \"NhiemVu\"; đã đọc trang \"NhiemVu\".",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for note in case.extraction().iter().flat_map(|extraction| &extraction.notes) {
        let LayoutNote::CopyLeft { sheet, copy } = note else { continue };
        let (name, other) = (format::quote(sheet), format::quote(copy));
        emitter.at(Place::sheet(copy), format!("Tệp có trang \"{other}\" nội dung khác trang \"{name}\"; đã đọc trang \"{name}\"."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn both_sheets_are_named() {
        let note = LayoutNote::CopyLeft { sheet: "NhiemVu".into(), copy: "NhiemVu (2)".into() };
        let found = fires_on_file(&RULE, &FileSample::workbook().with(|x| x.notes = vec![note]));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place, Place::sheet("NhiemVu (2)"));
    }

    #[test]
    fn a_form_without_copies_is_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
