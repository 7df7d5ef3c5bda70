//! T41: the form came back as it was issued, and nobody confirms anything: no report.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// How an untouched form is mended, whether it still counts or not.
pub(super) const ADVICE: &str = "Đề nghị điền những nhiệm vụ, chỉ tiêu có thay đổi. Nếu tuần này không có thay đổi, đề nghị ghi x vào “Không phát sinh?” và ghi “Số \
             liệu tính đến” ở trang ThongTin, rồi gửi lại.";

/// A form as it was issued does not tell whether anybody looked at it, and replaces no earlier report.
pub static RULE: Rule = Rule {
    code: "T41",
    name: "form_unfilled",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Biểu mẫu chưa điền, chưa xác nhận",
    advice: ADVICE,
    explanation: "Tệp giống hệt biểu mẫu đã cấp không cho biết đơn vị đã rà soát số liệu hay chưa, nên không được tính là báo cáo và không thay \
                  báo cáo đã gửi trước đó. So sánh theo giá trị của ô, không theo cách lưu tệp.",
    example: "Tệp giống biểu mẫu đã cấp: chưa có ô nào được điền, trang ThongTin chưa xác nhận.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    if case.is_untouched() && !case.forms_on_trial {
        emitter.at(Place::file(), String::from("Tệp giống biểu mẫu đã cấp: chưa có ô nào được điền, trang ThongTin chưa xác nhận."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::filling::Filling;
    use crate::rules::testing::*;

    #[test]
    fn an_untouched_form_is_no_report() {
        let sample = FileSample { filling: Filling::Untouched, ..FileSample::workbook() };
        assert_eq!(messages(&fires_on_file(&RULE, &sample)), [RULE.example]);
    }

    #[test]
    fn a_confirmation_a_change_and_a_first_period_are_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
        assert_eq!(fires_on_file(&RULE, &FileSample { filling: Filling::Confirmed, ..FileSample::workbook() }), []);
        let trial = FileSample { filling: Filling::Untouched, forms_on_trial: true, ..FileSample::workbook() };
        assert_eq!(fires_on_file(&RULE, &trial), []);
    }
}
