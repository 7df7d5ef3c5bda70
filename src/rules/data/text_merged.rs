//! D12: a text is merged over several rows: it is read in the first of them.

use crate::model::extraction::LayoutNote;
use crate::model::finding::{Effect, Severity};
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, RowAt, Rule};

/// The rows below the first count as having said nothing.
pub static RULE: Rule = Rule {
    code: "D12",
    name: "text_merged",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Nội dung gộp trên nhiều dòng chỉ tính cho dòng đầu",
    advice: "Đề nghị bỏ gộp ô và ghi nội dung cho từng dòng.",
    explanation: "Khó khăn, kết quả hoặc minh chứng gộp qua nhiều dòng được ghi nhận cho dòng đầu; các dòng sau được coi là không ghi.",
    example: "Ô gộp F9:F11 ở cột “Khó khăn, vướng mắc” trải trên 3 dòng; nội dung chỉ ghi nhận cho dòng đầu.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for note in case.extraction().iter().flat_map(|extraction| &extraction.notes) {
        let LayoutNote::MergedValues { id, sheet, area, field, column, is_text, rows } = note else { continue };
        if *is_text {
            let row = RowAt { id: *id, sheet, row: area.first.row, about: "" };
            let message = format!("Ô gộp {area} ở cột “{column}” trải trên {rows} dòng; nội dung chỉ ghi nhận cho dòng đầu.");
            emitter.cell(row, *field, Some(area.first), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::CellRef;
    use crate::model::report::{FieldId, SheetId};
    use crate::model::workbook::Area;
    use crate::rules::testing::*;

    fn over_three_rows(is_text: bool) -> FileSample {
        let area = Area { first: CellRef::new(8, 5), last: CellRef::new(10, 5) };
        let (sheet, column) = ("NhiemVu".to_owned(), "Khó khăn, vướng mắc".to_owned());
        let note = LayoutNote::MergedValues { id: SheetId::Tasks, sheet, area, field: FieldId::Obstacle, column, is_text, rows: 3 };
        FileSample::workbook().with(|x| x.notes = vec![note])
    }

    #[test]
    fn the_first_row_keeps_it() {
        let found = fires_on_file(&RULE, &over_three_rows(true));
        assert_eq!(messages(&found), [RULE.example]);
        let subject = found[0].subject.unwrap();
        assert_eq!((subject.row, subject.field), (8, Some(FieldId::Obstacle)));
    }

    #[test]
    fn other_columns_are_anothers() {
        assert_eq!(fires_on_file(&RULE, &over_three_rows(false)), []);
    }
}
