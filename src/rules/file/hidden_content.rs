//! T24: rows, columns or a whole sheet that were read are not shown.

use crate::model::extraction::LayoutNote;
use crate::model::finding::{Effect, Severity};
use crate::model::place::{Place, column_letters};
use crate::rules::case::FileCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// A filtered row is still part of the report, so it is read; an old one the office has to delete.
pub static RULE: Rule = Rule {
    code: "T24",
    name: "hidden_content",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Dòng, cột hoặc trang bị ẩn",
    advice: "Đề nghị bỏ ẩn, bỏ lọc để kiểm tra; số liệu không còn dùng thì xóa hẳn.",
    explanation: "Dòng bị ẩn hoặc bị lọc vẫn là số liệu của báo cáo: chương trình đọc như các dòng khác, để không mất nhiệm vụ nào. Nếu đó là số liệu cũ, đơn vị cần xóa.",
    example: "Trang \"NhiemVu\" có 2 dòng ẩn (12, 13), 1 cột ẩn (K); vẫn đọc.",
    check: Check::File(check),
};

/// So many rows are named.
const SHOWN: usize = 10;

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for note in case.extraction().iter().flat_map(|extraction| &extraction.notes) {
        let LayoutNote::Hidden { sheet, whole, rows, columns } = note else { continue };
        let name = format::quote(sheet);
        let mut parts = Vec::new();
        if !rows.is_empty() {
            let numbers: Vec<String> = rows.iter().map(|row| (row + 1).to_string()).collect();
            parts.push(format!("có {} dòng ẩn ({})", rows.len(), wording::some_of(&numbers, SHOWN, "dòng")));
        }
        if !columns.is_empty() {
            let letters: Vec<String> = columns.iter().map(|column| column_letters(*column)).collect();
            let lead = if rows.is_empty() { "có " } else { "" };
            parts.push(format!("{lead}{} cột ẩn ({})", columns.len(), wording::some_of(&letters, SHOWN, "cột")));
        }
        if *whole {
            parts.insert(0, "bị ẩn".to_owned());
        }
        emitter.at(Place::sheet(sheet), format!("Trang \"{name}\" {}; vẫn đọc.", parts.join(", ")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn hidden(whole: bool, rows: &[u32], columns: &[u32]) -> FileSample {
        let note = LayoutNote::Hidden { sheet: "NhiemVu".into(), whole, rows: rows.to_vec(), columns: columns.to_vec() };
        FileSample::workbook().with(|x| x.notes = vec![note])
    }

    #[test]
    fn what_is_not_shown_is_said() {
        assert_eq!(messages(&fires_on_file(&RULE, &hidden(false, &[11, 12], &[10]))), [RULE.example]);
        assert_eq!(messages(&fires_on_file(&RULE, &hidden(true, &[], &[]))), ["Trang \"NhiemVu\" bị ẩn; vẫn đọc."]);
        assert_eq!(messages(&fires_on_file(&RULE, &hidden(false, &[], &[0]))), ["Trang \"NhiemVu\" có 1 cột ẩn (A); vẫn đọc."]);
    }

    #[test]
    fn a_form_with_everything_in_view_is_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
