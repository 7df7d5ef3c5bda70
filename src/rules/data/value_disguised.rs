//! D13: a cell shows something else than its file stores, and not only rounded.

use crate::model::extraction::LayoutNote;
use crate::model::finding::{Effect, Severity};
use crate::model::place::{CellRef, Place};
use crate::model::workbook::Appearance;
use crate::rules::case::FileCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Whoever signed saw what is shown, so that is read, and both are told.
pub static RULE: Rule = Rule {
    code: "D13",
    name: "value_disguised",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Giá trị hiện ra khác giá trị lưu trong tệp",
    advice: "Đề nghị nhập lại đúng giá trị cần báo cáo; trong ô số liệu không dùng định dạng thu gọn (hàng nghìn, hàng triệu), chữ gạch ngang hay chỉ số trên.",
    explanation: "Định dạng của ô có thể làm Excel hiện một giá trị khác giá trị lưu trong tệp: 26000 hiện thành 26, 1 hiện thành “Đạt”, số 26 kèm chú thích 1 lưu thành 261. Người ký báo cáo chỉ thấy giá trị hiện ra, nên chương trình lấy giá trị đó và nêu cả hai.",
    example: "Ô hiện ra khác giá trị lưu: G9 (Excel hiện “26”, tệp lưu “26000”); lấy giá trị hiện ra.",
    check: Check::File(check),
};

/// So many cells are named.
const SHOWN: usize = 10;

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for note in case.extraction().iter().flat_map(|extraction| &extraction.notes) {
        let LayoutNote::Disguised { sheet, cells } = note else { continue };
        let told: Vec<String> = cells.iter().map(told).collect();
        let place = cells.first().map_or_else(|| Place::sheet(sheet), |(cell, _)| Place::cell(sheet, *cell));
        let named = wording::some_of(&told, SHOWN, "ô");
        emitter.at(place, format!("Ô hiện ra khác giá trị lưu: {named}; lấy giá trị hiện ra."));
    }
}

fn told((cell, appearance): &(CellRef, Appearance)) -> String {
    let shown =
        if appearance.shown.trim().is_empty() { "ô trống".to_owned() } else { format!("“{}”", format::quote(&appearance.shown)) };
    format!("{cell} (Excel hiện {shown}, tệp lưu “{}”)", format::quote(&appearance.stored))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn cell(row: u32, shown: &str, stored: &str) -> (CellRef, Appearance) {
        (CellRef::new(row, 6), Appearance { shown: shown.to_owned(), stored: stored.to_owned() })
    }

    fn found(cells: Vec<(CellRef, Appearance)>) -> Vec<String> {
        let note = LayoutNote::Disguised { sheet: "NhiemVu".into(), cells };
        let found = fires_on_file(&RULE, &FileSample::workbook().with(|x| x.notes = vec![note]));
        messages(&found).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn what_is_shown_and_what_is_stored_are_both_told() {
        assert_eq!(found(vec![cell(8, "26", "26000")]), [RULE.example]);
        let many = found((0..40).map(|row| cell(row, "", "26")).collect()).remove(0);
        assert!(many.contains("G1 (Excel hiện ô trống, tệp lưu “26”)") && many.contains("và 30 ô khác"), "{many}");
    }

    #[test]
    fn what_is_shown_as_it_is_stored_is_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
