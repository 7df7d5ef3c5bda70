//! D05: a value was computed from another file, which nobody here can look into.

use crate::model::extraction::LayoutNote;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};

/// The stored value is as old as the last opening on the office's machine; it is read all the same.
pub static RULE: Rule = Rule {
    code: "D05",
    name: "value_linked",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Công thức liên kết tới tệp khác",
    advice: "Đề nghị kiểm tra giá trị và dán lại dạng giá trị (Paste Values) trước khi gửi.",
    explanation: "Giá trị lấy từ tệp khác chỉ đúng vào lần mở cuối ở máy của đơn vị; chương trình không mở được tệp đó nên lấy giá trị đã lưu trong tệp báo cáo.",
    example: "Công thức liên kết tới tệp khác tại G9, G10; lấy giá trị đã lưu.",
    check: Check::File(check),
};

/// So many cells are named.
const SHOWN: usize = 10;

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for note in case.extraction().iter().flat_map(|extraction| &extraction.notes) {
        let LayoutNote::Linked { sheet, cells } = note else { continue };
        let names: Vec<String> = cells.iter().map(ToString::to_string).collect();
        let place = cells.first().map_or_else(|| Place::sheet(sheet), |cell| Place::cell(sheet, *cell));
        let cells = wording::some_of(&names, SHOWN, "ô");
        emitter.at(place, format!("Công thức liên kết tới tệp khác tại {cells}; lấy giá trị đã lưu."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::CellRef;
    use crate::rules::testing::*;

    #[test]
    fn the_cells_are_named() {
        let note = LayoutNote::Linked { sheet: "NhiemVu".into(), cells: vec![CellRef::new(8, 6), CellRef::new(9, 6)] };
        let found = fires_on_file(&RULE, &FileSample::workbook().with(|x| x.notes = vec![note]));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "G9");
    }

    #[test]
    fn values_of_the_file_itself_are_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
