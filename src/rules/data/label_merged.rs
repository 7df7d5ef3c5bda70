//! D07: the value of merged cells was read in each row that they cover.

use crate::model::extraction::LayoutNote;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// A deadline or a role merged over rows belongs to all of them, as a person reads the table.
pub static RULE: Rule = Rule {
    code: "D07",
    name: "label_merged",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Ô gộp ở cột nhãn được điền cho các dòng",
    advice: "Đề nghị bỏ gộp ô nếu giá trị không chung cho các dòng trong vùng.",
    explanation: "Thời hạn, vai trò, đơn vị tính gộp qua nhiều dòng là chung cho các dòng đó, như người đọc hiểu khi nhìn bảng.",
    example: "Ô gộp tại E9:E11; đã điền giá trị cho các dòng trong vùng.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for note in case.extraction().iter().flat_map(|extraction| &extraction.notes) {
        if let LayoutNote::Filled { sheet, area } = note {
            let place = Place::cell(sheet, area.first);
            emitter.at(place, format!("Ô gộp tại {area}; đã điền giá trị cho các dòng trong vùng."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::CellRef;
    use crate::model::workbook::Area;
    use crate::rules::testing::*;

    #[test]
    fn the_area_is_named() {
        let area = Area { first: CellRef::new(8, 4), last: CellRef::new(10, 4) };
        let received = FileSample::workbook().with(|x| x.notes = vec![LayoutNote::Filled { sheet: "NhiemVu".into(), area }]);
        let found = fires_on_file(&RULE, &received);
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.cell, Some(area.first));
    }

    #[test]
    fn a_table_without_merged_cells_is_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
