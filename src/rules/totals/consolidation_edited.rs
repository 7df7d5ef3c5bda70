//! H09: somebody edited what people read of a consolidated workbook after the desk released it.

use crate::model::desk_report::Edit;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule, wording};
use crate::text::format;

/// The desk above takes its figures from the data, so an edited page changes none; but who reads both is shown two truths.
pub static RULE: Rule = Rule {
    code: "H09",
    name: "consolidation_edited",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Trang in của bản tổng hợp bị sửa sau khi chốt",
    advice: "Đề nghị cơ quan đầu mối xác nhận nội dung sửa bằng văn bản, hoặc lập bản bổ sung rồi gửi lại tệp do chương trình lập.",
    explanation: "Bản tổng hợp mang mã nội dung của từng dòng lúc chốt. Mở ra, lưu lại, đổi chỗ cột hay sắp xếp danh sách không làm khác mã; \
        sửa, thêm, xóa dòng thì khác. Số liệu cộng tiếp lấy từ trang _so_lieu nên không đổi theo trang in.",
    example: "Trang “Nhiệm vụ”, dòng 7 (“3 · KH11-003”) bị sửa sau khi chốt.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    let Some(Ok(report)) = case.consolidation() else { return };
    for edit in &report.edits {
        let quote = format::quote;
        let (place, message) = match edit {
            Edit::SheetGone { sheet } => (Place::file(), format!("Trang “{}” bị xóa sau khi chốt.", quote(sheet))),
            Edit::Headings { sheet } => {
                let said = format!("Tiêu đề cột của trang “{}” bị sửa sau khi chốt, nên chưa đối chiếu được các dòng.", quote(sheet));
                (Place::sheet(sheet), said)
            }
            Edit::PageRow { sheet, row, about } => {
                (Place::sheet(sheet), format!("Trang “{}”, dòng {row} (“{}”) bị sửa sau khi chốt.", quote(sheet), quote(about)))
            }
            Edit::PageRowsGone { sheet, rows } => {
                let numbers = wording::row_numbers(rows.iter().map(|row| row.saturating_sub(1)));
                (Place::sheet(sheet), format!("Trang “{}” bị xóa dòng sau khi chốt; số dòng lúc chốt: {numbers}.", quote(sheet)))
            }
            Edit::Row { .. } | Edit::Unreadable { .. } | Edit::RowGone { .. } | Edit::OfficeGone { .. } | Edit::Count { .. } => continue,
        };
        emitter.at(place, message);
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

    #[test]
    fn fires() {
        let edit = Edit::PageRow { sheet: "Nhiệm vụ".into(), row: 7, about: "3 · KH11-003".into() };
        let found = found(vec![edit]);
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place, Place::sheet("Nhiệm vụ"));
    }

    #[test]
    fn each_edit_is_told_where_it_is() {
        let sheet = "Nhiệm vụ".to_owned();
        for (edit, word) in [
            (Edit::SheetGone { sheet: sheet.clone() }, "Trang “Nhiệm vụ” bị xóa"),
            (Edit::Headings { sheet: sheet.clone() }, "Tiêu đề cột"),
            (Edit::PageRowsGone { sheet, rows: vec![7, 9] }, "lúc chốt: 7, 9."),
        ] {
            let found = found(vec![edit]);
            let told = messages(&found);
            assert!(told.len() == 1 && told[0].contains(word), "{told:?}");
        }
    }

    #[test]
    fn what_is_as_it_was_released_and_rows_of_the_data_are_not_this_rules() {
        assert_eq!(found(Vec::new()), []);
        assert_eq!(found(vec![Edit::Row { table: "Dòng nhiệm vụ".into(), cell: CellRef::new(8, 0), about: "SYT KH11-001".into() }]), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
