//! H09: somebody edited the consolidated workbook after the desk released it.

use crate::model::desk_report::Edit;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule, wording};
use crate::text::format;

/// An edited row is used as it stands, because the desk may have mended it, and said, because nobody at the desk sealed it.
pub static RULE: Rule = Rule {
    code: "H09",
    name: "consolidation_edited",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Bản tổng hợp bị sửa sau khi chốt",
    advice: "Đề nghị cơ quan đầu mối xác nhận nội dung sửa bằng văn bản, hoặc lập bản bổ sung rồi gửi lại tệp do chương trình lập.",
    explanation: "Bản tổng hợp mang mã nội dung của từng dòng lúc chốt. Mở ra, lưu lại, đổi chỗ cột hay sắp xếp danh sách không làm khác mã; \
        sửa, thêm, xóa dòng thì khác.",
    example: "Dòng “SYT KH11-001” của bảng “Dòng nhiệm vụ” bị sửa sau khi chốt.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    let Some(Ok(report)) = case.consolidation() else { return };
    for edit in &report.edits {
        let place = match edit {
            Edit::Row { cell, .. } | Edit::Unreadable { cell, .. } => Place::cell(&report.sheet, *cell),
            Edit::Count { .. } | Edit::Exchanged => Place::sheet(&report.sheet),
            Edit::Headings { sheet } | Edit::PageRow { sheet, .. } | Edit::PageRowsGone { sheet, .. } => Place::sheet(sheet),
            Edit::SheetGone { .. } => Place::file(),
        };
        emitter.at(place, message(edit));
    }
}

fn message(edit: &Edit) -> String {
    let quote = format::quote;
    match edit {
        Edit::Row { table, about, .. } => format!("Dòng “{}” của bảng “{}” bị sửa sau khi chốt.", quote(about), quote(table)),
        Edit::Unreadable { table, about, .. } => {
            format!(
                "Dòng “{}” của bảng “{}” bị sửa sau khi chốt và không còn đọc được, nên không đưa vào số liệu.",
                quote(about),
                quote(table)
            )
        }
        Edit::Count { table, released, found } => {
            format!("Bảng “{}” có {found} dòng, khi chốt có {released} dòng.", quote(table))
        }
        Edit::Exchanged => "Các dòng số liệu không còn đúng như khi chốt.".to_owned(),
        Edit::SheetGone { sheet } => format!("Trang “{}” bị xóa sau khi chốt.", quote(sheet)),
        Edit::Headings { sheet } => {
            format!("Tiêu đề cột của trang “{}” bị sửa sau khi chốt, nên chưa đối chiếu được các dòng.", quote(sheet))
        }
        Edit::PageRow { sheet, row, about } => format!("Trang “{}”, dòng {row} (“{}”) bị sửa sau khi chốt.", quote(sheet), quote(about)),
        Edit::PageRowsGone { sheet, rows } => {
            let numbers = wording::row_numbers(rows.iter().map(|row| row.saturating_sub(1)));
            format!("Trang “{}” bị xóa dòng sau khi chốt; số dòng lúc chốt: {numbers}.", quote(sheet))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::Finding;
    use crate::model::place::CellRef;
    use crate::rules::testing::*;

    fn found(edits: Vec<Edit>) -> Vec<Finding> {
        fires_on_file(&RULE, &FileSample::consolidation(|report| report.edits = edits))
    }

    fn row(cell: CellRef) -> Edit {
        Edit::Row { table: "Dòng nhiệm vụ".into(), cell, about: "SYT KH11-001".into() }
    }

    #[test]
    fn fires() {
        let found = found(vec![row(CellRef::new(8, 0))]);
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place, Place::cell("_so_lieu", CellRef::new(8, 0)));
    }

    #[test]
    fn each_edit_is_told_where_it_is() {
        let (sheet, table, about) = ("Nhiệm vụ".to_owned(), "Dòng chỉ tiêu".to_owned(), "3 · KH11-003".to_owned());
        for (edit, word) in [
            (Edit::Unreadable { table: table.clone(), cell: CellRef::new(8, 0), about: about.clone() }, "không đưa vào số liệu"),
            (Edit::Count { table, released: 4, found: 3 }, "có 3 dòng, khi chốt có 4 dòng"),
            (Edit::Exchanged, "không còn đúng như khi chốt"),
            (Edit::SheetGone { sheet: sheet.clone() }, "Trang “Nhiệm vụ” bị xóa"),
            (Edit::Headings { sheet: sheet.clone() }, "Tiêu đề cột"),
            (Edit::PageRow { sheet: sheet.clone(), row: 7, about }, "dòng 7 (“3 · KH11-003”)"),
            (Edit::PageRowsGone { sheet, rows: vec![7, 9] }, "lúc chốt: 7, 9."),
        ] {
            let found = found(vec![edit]);
            let told = messages(&found);
            assert!(told.len() == 1 && told[0].contains(word), "{told:?}");
        }
    }

    #[test]
    fn what_is_as_it_was_released_is_silent() {
        assert_eq!(found(Vec::new()), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
