//! H14: somebody edited the rows of offices in a consolidated workbook after the desk released it.

use crate::model::desk_report::Edit;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Such a row is the word of nobody who can be asked: the office said what stands in its file, and the desk sealed that.
pub static RULE: Rule = Rule {
    code: "H14",
    name: "desk_rows_edited",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Số liệu của đơn vị trong bản tổng hợp bị sửa sau khi chốt",
    advice: "Đề nghị cơ quan đầu mối gửi lại nguyên tệp do chương trình lập; cần sửa số liệu thì lập bản bổ sung rồi gửi bản đó.",
    explanation: "Mỗi dòng ở trang _so_lieu mang mã nội dung lúc chốt. Dòng không còn đúng mã thì không phải lời của đơn vị, cũng không phải bản \
        đầu mối đã chốt: không đưa vào số liệu; lấy theo báo cáo đơn vị gửi trực tiếp, không có thì theo kỳ trước, có đánh dấu. Kết quả gửi \
        báo cáo bị sửa hoặc bị xóa thì ghi là chưa xác minh.",
    example: "Dòng “SYT KH11-001” của bảng “Dòng nhiệm vụ” bị sửa sau khi chốt, chưa đưa vào số liệu.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    let Some(Ok(report)) = case.consolidation() else { return };
    for edit in &report.edits {
        let quote = format::quote;
        let (place, message) = match edit {
            Edit::Row { table, cell, about } => {
                let said = format!("Dòng “{}” của bảng “{}” bị sửa sau khi chốt, chưa đưa vào số liệu.", quote(about), quote(table));
                (Place::cell(&report.sheet, *cell), said)
            }
            Edit::Unreadable { table, cell, about, .. } => {
                let said = format!(
                    "Dòng “{}” của bảng “{}” bị sửa sau khi chốt và không còn đọc được, chưa đưa vào số liệu.",
                    quote(about),
                    quote(table)
                );
                (Place::cell(&report.sheet, *cell), said)
            }
            Edit::RowGone { table, agency, code } => {
                let said = format!("Dòng “{agency} {}” của bảng “{}” bị xóa sau khi chốt.", quote(code), quote(table));
                (Place::sheet(&report.sheet), said)
            }
            Edit::OfficeGone { table, agency } => {
                let said = format!(
                    "Dòng “{agency}” của bảng “{}” bị xóa sau khi chốt: kết quả gửi báo cáo ghi là chưa xác minh, các dòng khác vẫn được tính.",
                    quote(table)
                );
                (Place::sheet(&report.sheet), said)
            }
            Edit::Count { table, released, found } => {
                let said = format!(
                    "Bảng “{}” có {found} dòng, khi chốt có {released} dòng: dòng bị xóa hoặc thêm vào sau khi chốt chưa được tính.",
                    quote(table)
                );
                (Place::sheet(&report.sheet), said)
            }
            Edit::SheetGone { .. } | Edit::Headings { .. } | Edit::PageRow { .. } | Edit::PageRowsGone { .. } => continue,
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
        let found = found(vec![Edit::Row { table: "Dòng nhiệm vụ".into(), cell: CellRef::new(8, 0), about: "SYT KH11-001".into() }]);
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place, Place::cell("_so_lieu", CellRef::new(8, 0)));
    }

    #[test]
    fn what_is_no_row_any_more_and_what_is_gone_is_told_as_well() {
        let (table, about) = ("Dòng chỉ tiêu".to_owned(), "SYT CT-001".to_owned());
        for (edit, word) in [
            (Edit::Unreadable { table: table.clone(), cell: CellRef::new(8, 0), about, of: None }, "không còn đọc được"),
            (Edit::Count { table: table.clone(), released: 4, found: 3 }, "có 3 dòng, khi chốt có 4 dòng"),
            (
                Edit::RowGone { table: table.clone(), agency: code("SYT"), code: "KH11-002".into() },
                "Dòng “SYT KH11-002” của bảng “Dòng chỉ tiêu” bị xóa",
            ),
            (Edit::OfficeGone { table, agency: code("SYT") }, "kết quả gửi báo cáo ghi là chưa xác minh"),
        ] {
            let found = found(vec![edit]);
            let told = messages(&found);
            assert!(told.len() == 1 && told[0].contains(word), "{told:?}");
        }
    }

    #[test]
    fn what_is_as_it_was_released_and_pages_are_not_this_rules() {
        assert_eq!(found(Vec::new()), []);
        assert_eq!(found(vec![Edit::SheetGone { sheet: "Nhiệm vụ".into() }]), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
