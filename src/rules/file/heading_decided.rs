//! T37: a heading that could mean several columns was decided by what stands below it.

use crate::model::extraction::LayoutNote;
use crate::model::finding::{Effect, Severity};
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// A heading is decided only where every cell below fits, and the office sees how it was read.
pub static RULE: Rule = Rule {
    code: "T37",
    name: "heading_decided",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Tiêu đề cột được hiểu theo nội dung",
    advice: "Đề nghị kiểm tra cột này đã được hiểu đúng; dùng tiêu đề của biểu mẫu được cấp.",
    explanation: "Tiêu đề như “Tiến độ”, “Kết quả” hoặc tiêu đề lặp lại có thể chỉ nhiều cột khác nhau. Chương trình chỉ chọn khi mọi ô bên dưới đều đọc được theo cột đó, và luôn nêu cách hiểu.",
    example: "Tiêu đề \"Tiến độ\" được hiểu là cột “Trạng thái đơn vị báo”.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for note in case.extraction().iter().flat_map(|extraction| &extraction.notes) {
        if let LayoutNote::Decided { place, written, meant } = note {
            let written = format::quote(written);
            emitter.at(place.clone(), format!("Tiêu đề \"{written}\" được hiểu là cột “{meant}”."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::{CellRef, Place};
    use crate::rules::testing::*;

    #[test]
    fn a_decision_is_told_at_its_heading() {
        let place = Place::cell("NhiemVu", CellRef::new(6, 4));
        let note =
            LayoutNote::Decided { place: place.clone(), written: "Tiến độ".into(), meant: "Trạng thái đơn vị báo".into() };
        let found = fires_on_file(&RULE, &FileSample::workbook().with(|x| x.notes = vec![note]));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place, place);
    }

    #[test]
    fn clear_headings_are_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
