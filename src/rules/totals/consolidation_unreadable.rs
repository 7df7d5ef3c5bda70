//! H08: the consolidated workbook of a desk cannot be read as one.

use crate::model::desk_report::DeskFault;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// A desk above takes the rows of all offices out of one file: half of them would be worse than none.
pub static RULE: Rule = Rule {
    code: "H08",
    name: "consolidation_unreadable",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Không đọc được bản tổng hợp của cơ quan đầu mối",
    advice: "Đề nghị gửi lại nguyên tệp TongHop_….xlsx mà chương trình đã lập khi chốt bản tổng hợp.",
    explanation: "Bản tổng hợp mang số liệu của từng đơn vị ở trang ẩn _so_lieu. Bản dự thảo, bản chốt số liệu, bản nội bộ và bản lập bằng chương trình cũ \
        không mang số liệu đó; bản bị xóa trang, xóa cột, hoặc bị thay dòng mà không rõ dòng nào thì không còn đủ căn cứ để cộng tiếp.",
    example: "Bản tổng hợp không còn trang ẩn _so_lieu.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    if let Some(Err(fault)) = case.consolidation() {
        emitter.at(Place::file(), message(fault));
    }
}

/// The cause, in a sentence.
pub fn message(fault: &DeskFault) -> String {
    match fault {
        DeskFault::NotReleased => "Tệp là bản dự thảo hoặc bản chốt số liệu, chưa phải bản tổng hợp trình ký.".to_owned(),
        DeskFault::Internal => "Tệp là bản nội bộ (NoiBo_…), ở lại cơ quan đầu mối, chưa phải bản tổng hợp trình ký.".to_owned(),
        DeskFault::Older { version } => {
            format!("Bản tổng hợp lập bằng chương trình cũ (BM-TH {}), chưa mang số liệu của từng đơn vị.", format::quote(version))
        }
        DeskFault::Newer { version } => {
            format!("Bản tổng hợp lập bằng chương trình mới hơn (BM-TH {}), chương trình ở đây chưa đọc được.", format::quote(version))
        }
        DeskFault::DataGone => "Bản tổng hợp không còn trang ẩn _so_lieu.".to_owned(),
        DeskFault::TableGone { table } => format!("Trang _so_lieu không còn bảng “{}”.", format::quote(table)),
        DeskFault::ColumnGone { table, heading } => {
            format!("Bảng “{}” ở trang _so_lieu không còn cột “{}”.", format::quote(table), format::quote(heading))
        }
        DeskFault::HeadingRepeated { table, heading } => {
            format!("Bảng “{}” ở trang _so_lieu có hai cột “{}”.", format::quote(table), format::quote(heading))
        }
        DeskFault::ReleaseEdited { cell } => {
            format!("Dòng tại ô {cell} của trang _so_lieu (kỳ, lần chốt, số dòng của bản tổng hợp) bị sửa sau khi chốt.")
        }
        DeskFault::Exchanged => {
            "Các dòng của trang _so_lieu không còn đúng như khi chốt, và chưa xác định được dòng nào bị thay.".to_owned()
        }
        DeskFault::Unreadable { table, cell } => {
            format!("Bảng “{}” ở trang _so_lieu: dòng tại ô {cell} không đọc được.", format::quote(table))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::inbox::Content;
    use crate::model::place::CellRef;
    use crate::rules::testing::*;

    fn told(fault: DeskFault) -> Vec<String> {
        let found = fires_on_file(&RULE, &FileSample::other(Content::Consolidation(Box::new(Err(fault)))));
        messages(&found).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn fires() {
        assert_eq!(told(DeskFault::DataGone), [RULE.example]);
    }

    #[test]
    fn each_cause_is_named() {
        let (table, heading) = ("Dòng nhiệm vụ".to_owned(), "Vai trò".to_owned());
        for (fault, word) in [
            (DeskFault::NotReleased, "bản dự thảo"),
            (DeskFault::Internal, "bản nội bộ"),
            (DeskFault::Older { version: "1.0".into() }, "BM-TH 1.0"),
            (DeskFault::Newer { version: "2.0".into() }, "mới hơn (BM-TH 2.0)"),
            (DeskFault::TableGone { table: table.clone() }, "không còn bảng “Dòng nhiệm vụ”"),
            (DeskFault::ColumnGone { table: table.clone(), heading: heading.clone() }, "không còn cột “Vai trò”"),
            (DeskFault::HeadingRepeated { table: table.clone(), heading }, "hai cột “Vai trò”"),
            (DeskFault::Unreadable { table, cell: CellRef::new(8, 0) }, "ô A9"),
            (DeskFault::ReleaseEdited { cell: CellRef::new(8, 0) }, "ô A9"),
            (DeskFault::Exchanged, "chưa xác định được dòng nào"),
        ] {
            let told = told(fault);
            assert!(told.len() == 1 && told[0].contains(word), "{told:?}");
        }
    }

    #[test]
    fn a_report_is_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
