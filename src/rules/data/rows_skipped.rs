//! D08: rows of a table that are no rows of work were passed over.

use crate::model::extraction::LayoutNote;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};

/// Totals, titles and signatures speak of no task; the office sees which rows were passed over.
pub static RULE: Rule = Rule {
    code: "D08",
    name: "rows_skipped",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Bỏ qua dòng không phải dòng số liệu",
    advice: "Đề nghị xem lại các dòng này; nếu có dòng là nhiệm vụ thì ghi mã nhiệm vụ và trạng thái.",
    explanation: "Dòng tổng cộng, tên nhóm, tiêu đề lặp lại, ghi chú, nơi nhận và chữ ký không nói về nhiệm vụ nào. Các dòng bỏ qua luôn được nêu để đơn vị kiểm tra.",
    example: "Bỏ qua 3 dòng tổng cộng, tên nhóm, ghi chú, chữ ký: dòng 12, 20, 21.",
    check: Check::File(check),
};

/// So many rows are named.
const SHOWN: usize = 20;

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for note in case.extraction().iter().flat_map(|extraction| &extraction.notes) {
        let LayoutNote::Skipped { sheet, rows } = note else { continue };
        let numbers: Vec<String> = rows.iter().map(|row| (row + 1).to_string()).collect();
        let (count, numbers) = (rows.len(), wording::some_of(&numbers, SHOWN, "dòng"));
        emitter.at(Place::sheet(sheet), format!("Bỏ qua {count} dòng tổng cộng, tên nhóm, ghi chú, chữ ký: dòng {numbers}."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn the_rows_are_named() {
        let note = LayoutNote::Skipped { sheet: "NhiemVu".into(), rows: vec![11, 19, 20] };
        let found = fires_on_file(&RULE, &FileSample::workbook().with(|x| x.notes = vec![note]));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place, Place::sheet("NhiemVu"));
    }

    #[test]
    fn a_table_of_nothing_but_work_is_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
