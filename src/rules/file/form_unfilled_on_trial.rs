//! T42: the same as T41 in the first two periods, in which offices learn of it: it is said, and the report still counts.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::file::form_unfilled::ADVICE;
use crate::rules::{Check, Emitter, Rule};

/// Offices learn of T41 by it before it costs them a report.
pub static RULE: Rule = Rule {
    code: "T42",
    name: "form_unfilled_on_trial",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Biểu mẫu chưa điền (hai kỳ đầu vẫn được tính)",
    advice: ADVICE,
    explanation: "Từ kỳ tổng hợp thứ ba, tệp giống hệt biểu mẫu đã cấp không được tính là báo cáo (T41). Hai kỳ đầu chỉ nhắc để đơn vị làm quen.",
    example: "Tệp giống biểu mẫu đã cấp: chưa có ô nào được điền, trang ThongTin chưa xác nhận. Kỳ này vẫn được tính là báo cáo.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    if case.is_untouched() && case.forms_on_trial {
        let said = "Tệp giống biểu mẫu đã cấp: chưa có ô nào được điền, trang ThongTin chưa xác nhận. Kỳ này vẫn được tính là báo cáo.";
        emitter.at(Place::file(), said.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::filling::Filling;
    use crate::rules::testing::*;

    #[test]
    fn in_a_first_period_it_is_said() {
        let trial = FileSample { filling: Filling::Untouched, forms_on_trial: true, ..FileSample::workbook() };
        assert_eq!(messages(&fires_on_file(&RULE, &trial)), [RULE.example]);
    }

    #[test]
    fn later_and_of_a_form_that_somebody_filled_it_is_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample { filling: Filling::Untouched, ..FileSample::workbook() }), []);
        assert_eq!(fires_on_file(&RULE, &FileSample { forms_on_trial: true, ..FileSample::workbook() }), []);
    }
}
