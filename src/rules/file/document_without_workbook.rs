//! T06: only a signed PDF or Word file came.

use crate::model::finding::{Effect, Severity};
use crate::model::inbox::Content;
use crate::model::place::Place;
use crate::rules::case::ReceiptCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// A signed paper proves that the office reported and holds no cells to consolidate.
pub static RULE: Rule = Rule {
    code: "T06",
    name: "document_without_workbook",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Chỉ có bản ký, thiếu tệp Excel",
    advice: "Đề nghị gửi bổ sung tệp Excel theo biểu mẫu BM-01 vào cùng thư mục; bản ký đã được ghi nhận.",
    explanation: "Bản ký (PDF, Word) chứng minh đơn vị đã báo cáo nhưng không có ô số liệu để tổng hợp. Có tệp Excel hợp lệ đi kèm thì không nêu lỗi này.",
    example: "Chỉ có bản ký (BC_SYT.pdf), thiếu tệp Excel số liệu. Đề nghị gửi bổ sung tệp BM-01.",
    check: Check::Receipt(check),
};

fn check(case: &ReceiptCase<'_>, emitter: &mut Emitter) {
    if matches!(case.content, Content::Document { .. }) && !case.workbook_beside {
        let name = format::quote(case.file.name());
        emitter.at(Place::file(), format!("Chỉ có bản ký ({name}), thiếu tệp Excel số liệu. Đề nghị gửi bổ sung tệp BM-01."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn signed() -> FileSample {
        FileSample { file: inbox_file("SYT/BC_SYT.pdf"), ..FileSample::other(Content::Document { kind: "PDF".into() }) }
    }

    #[test]
    fn a_signed_document_alone_is_returned() {
        assert_eq!(messages(&fires_on_file(&RULE, &signed())), [RULE.example]);
    }

    #[test]
    fn beside_a_workbook_it_is_fine() {
        assert_eq!(fires_on_file(&RULE, &FileSample { workbook_beside: true, ..signed() }), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
