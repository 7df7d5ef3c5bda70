//! D11: a status, a day or a figure is merged over several rows: whose it is nobody can know.

use crate::model::extraction::LayoutNote;
use crate::model::finding::{Effect, Severity};
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, RowAt, Rule};

/// It may be of the first row, of all, or a total: it is not guessed and the cells fall back.
pub static RULE: Rule = Rule {
    code: "D11",
    name: "value_merged",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Ô gộp trên nhiều dòng ở cột số liệu",
    advice: "Đề nghị bỏ gộp ô và ghi giá trị cho từng dòng.",
    explanation: "Một trạng thái hoặc con số gộp qua nhiều dòng có thể là của dòng đầu, của cả nhóm, hoặc là tổng. Chương trình không đoán: ô đó không được dùng, các dòng giữ số liệu kỳ trước.",
    example: "Ô gộp F9:F11 ở cột “Trạng thái đơn vị báo” trải trên 3 dòng: không rõ giá trị của dòng nào, nên không dùng.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for note in case.extraction().iter().flat_map(|extraction| &extraction.notes) {
        let LayoutNote::MergedValues { id, sheet, area, field, column, is_text, rows } = note else { continue };
        if !*is_text {
            let row = RowAt { id: *id, sheet, row: area.first.row, about: "" };
            let message = format!("Ô gộp {area} ở cột “{column}” trải trên {rows} dòng: không rõ giá trị của dòng nào, nên không dùng.");
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
        let (sheet, column) = ("NhiemVu".to_owned(), "Trạng thái đơn vị báo".to_owned());
        let note = LayoutNote::MergedValues { id: SheetId::Tasks, sheet, area, field: FieldId::Status, column, is_text, rows: 3 };
        FileSample::workbook().with(|x| x.notes = vec![note])
    }

    #[test]
    fn the_cell_is_refused() {
        let found = fires_on_file(&RULE, &over_three_rows(false));
        assert_eq!(messages(&found), [RULE.example]);
        let subject = found[0].subject.unwrap();
        assert_eq!((subject.row, subject.field), (8, Some(FieldId::Status)));
    }

    #[test]
    fn other_columns_are_anothers() {
        assert_eq!(fires_on_file(&RULE, &over_three_rows(true)), []);
    }
}
