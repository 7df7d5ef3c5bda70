//! T25: a sheet goes further down than is read.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::workbook::Refusal;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Content so far down is left over from pasting, and reading all of it would hold up everybody else.
pub static RULE: Rule = Rule {
    code: "T25",
    name: "too_many_rows",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Trang tính có quá nhiều dòng",
    advice: "Đề nghị xóa các dòng thừa phía dưới bảng (chọn cả dòng rồi xóa), lưu lại và gửi lại.",
    explanation: "Báo cáo có vài chục đến vài trăm dòng. Trang tính có nội dung ở dòng quá xa thường do dán thừa; đọc hết sẽ làm chậm báo cáo của các đơn vị khác.",
    example: "Trang “NhiemVu” có nội dung ở dòng 120.000, vượt giới hạn 100.000 dòng.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    if let Some(Refusal::TooManyRows { sheet, row, limit }) = case.refusal() {
        let (row, limit) = (format::count(u64::from(*row)), format::count(u64::from(*limit)));
        emitter.at(Place::file(), format!("Trang “{}” có nội dung ở dòng {row}, vượt giới hạn {limit} dòng.", format::quote(sheet)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::inbox::Content;
    use crate::rules::testing::*;

    #[test]
    fn a_sheet_beyond_the_limit_is_returned() {
        let refusal = Refusal::TooManyRows { sheet: "NhiemVu".into(), row: 120_000, limit: 100_000 };
        assert_eq!(messages(&fires_on_file(&RULE, &FileSample::other(Content::Refused(refusal)))), [RULE.example]);
    }

    #[test]
    fn other_faults_and_good_files_are_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::other(Content::Refused(Refusal::Empty))), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
