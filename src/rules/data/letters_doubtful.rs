//! D02: letters that look like a code from before Unicode, but not surely enough to convert them.

use crate::model::finding::{Effect, Severity};
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// Too few such cells, or mixed with Unicode: they stay as they are and somebody has to look.
pub static RULE: Rule = Rule {
    code: "D02",
    name: "letters_doubtful",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Nghi ngờ chữ không phải Unicode",
    advice: "Đề nghị chuyển chữ trong các ô này sang Unicode (phông Times New Roman) rồi gửi lại.",
    explanation: "Ô có chữ giống mã TCVN3 hoặc VNI nhưng quá ít, hoặc lẫn cả Unicode trong cùng một ô, nên không tự chuyển. Nội dung giữ nguyên như trong tệp.",
    example: "Nghi ngờ chữ không phải Unicode ở C9: \"Hoµn thµnh\" và 2 ô khác. Đề nghị chuyển sang Unicode (Times New Roman).",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for doubt in case.extraction().iter().flat_map(|extraction| &extraction.doubtful) {
        let cell = doubt.place.cell.map(|cell| format!(" ở {cell}")).unwrap_or_default();
        let more = match doubt.cells.saturating_sub(1) {
            0 => String::new(),
            more => format!(" và {more} ô khác"),
        };
        let message =
            format!("Nghi ngờ chữ không phải Unicode{cell}: \"{}\"{more}. Đề nghị chuyển sang Unicode (Times New Roman).", doubt.text);
        emitter.at(doubt.place.clone(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::extraction::Doubt;
    use crate::model::place::{CellRef, Place};
    use crate::rules::testing::*;

    fn doubtful(cells: u32) -> FileSample {
        let doubt = Doubt { place: Place::cell("NhiemVu", CellRef::new(8, 2)), text: "Hoµn thµnh".into(), cells };
        FileSample::workbook().with(|x| x.doubtful = vec![doubt])
    }

    #[test]
    fn the_first_cell_is_named_and_the_others_are_counted() {
        let found = fires_on_file(&RULE, &doubtful(3));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.cell, Some(CellRef::new(8, 2)));
        assert!(!fires_on_file(&RULE, &doubtful(1))[0].message.contains("khác"));
    }

    #[test]
    fn letters_that_raise_no_doubt_are_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
