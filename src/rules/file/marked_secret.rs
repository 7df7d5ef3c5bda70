//! T23: a mark of secrecy stands in the workbook.

use crate::model::finding::{Effect, Severity};
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// A shared disk must not hold secrets: the file is returned and its content is not kept.
pub static RULE: Rule = Rule {
    code: "T23",
    name: "marked_secret",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Có dấu chỉ độ mật",
    advice: "Đề nghị lấy ngay tệp này ra khỏi thư mục nộp và gửi tài liệu mật theo quy định về bảo vệ bí mật nhà nước; báo cáo qua công cụ này chỉ gồm nội dung không mật.",
    explanation: "Công cụ chạy trên ổ đĩa dùng chung, không được phép chứa bí mật nhà nước. Tệp có một ô hay một dòng chỉ ghi MẬT, TỐI MẬT, TUYỆT MẬT, hoặc ghi ở mục “Độ mật”, không được tổng hợp và không được lưu lại: sổ tiếp nhận chỉ giữ thời điểm, cơ quan và mã đối chiếu. Các chữ bảo mật, mật khẩu, mật độ là chữ thường. Dấu mật bên trong tệp PDF, Word hoặc ảnh thì công cụ không đọc được.",
    example: "Tệp hoặc dòng có dấu chỉ độ mật (\"MẬT\"). Không tiếp nhận tài liệu mật qua công cụ này.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for (place, mark) in case.extraction().iter().flat_map(|extraction| &extraction.secrecy_marks) {
        let mark = format::quote(mark);
        let message = format!("Tệp hoặc dòng có dấu chỉ độ mật (\"{mark}\"). Không tiếp nhận tài liệu mật qua công cụ này.");
        emitter.at(place.clone(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::place::{CellRef, Place};

    #[test]
    fn a_mark_is_returned_with_its_cell() {
        let place = Place::cell("NhiemVu", CellRef::new(0, 0));
        let received = FileSample::workbook().with(|x| x.secrecy_marks.push((place.clone(), "MẬT".into())));
        let found = fires_on_file(&RULE, &received);
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place, place);
    }

    #[test]
    fn without_a_mark_it_is_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
