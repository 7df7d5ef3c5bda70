//! T36: somebody at the office had the file open when it was taken.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::ReceiptCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// What was saved is received; what the office had not saved yet is not in the file.
pub static RULE: Rule = Rule {
    code: "T36",
    name: "open_when_taken",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Tệp đang mở ở cơ quan gửi khi tiếp nhận",
    advice: "Đề nghị lưu và đóng tệp; nếu còn sửa sau lúc tiếp nhận, bản lưu trước hạn nộp sẽ được nhận lại.",
    explanation: "Khi một tệp đang mở, Excel để bên cạnh một tệp tạm “~$”. Bản đã lưu vẫn được tiếp nhận đầy đủ; phần chưa lưu thì chưa có trong tệp. Tên người mở không được đọc và không được lưu.",
    example: "Tệp BC_SYT_T28_2025.xlsx đang mở ở cơ quan gửi khi được tiếp nhận.",
    check: Check::Receipt(check),
};

fn check(case: &ReceiptCase<'_>, emitter: &mut Emitter) {
    if case.open_when_taken {
        let name = format::quote(case.file.name());
        emitter.at(Place::file(), format!("Tệp {name} đang mở ở cơ quan gửi khi được tiếp nhận."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_file_that_was_open_is_noted() {
        let open = FileSample { open_when_taken: true, ..FileSample::workbook() };
        assert_eq!(messages(&fires_on_file(&RULE, &open)), [RULE.example]);
    }

    #[test]
    fn a_closed_one_is_not() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
