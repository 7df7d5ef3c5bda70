//! H12: a consolidated workbook of a rehearsal came where the work is real, or the other way round.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::ReceiptCase;
use crate::rules::{Check, Emitter, Rule};

/// Nothing that was played may enter figures that leave.
pub static RULE: Rule = Rule {
    code: "H12",
    name: "rehearsal_differs",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Bản tổng hợp diễn tập gửi lẫn với bản thật",
    advice: "Đề nghị cơ quan đầu mối gửi bản tổng hợp lập ở thư mục làm việc thật (khi diễn tập: bản diễn tập).",
    explanation: "Bản tổng hợp mang dấu diễn tập của nơi lập. Số liệu diễn tập không đưa vào bản thật, và ngược lại.",
    example: "Bản tổng hợp là bản diễn tập, chưa dùng được cho kỳ báo cáo.",
    check: Check::Receipt(check),
};

fn check(case: &ReceiptCase<'_>, emitter: &mut Emitter) {
    let played = case.content.desk_report().map(|report| report.release.rehearsal);
    match (played, case.rehearsal) {
        (Some(true), Some(false)) => emitter.at(Place::file(), "Bản tổng hợp là bản diễn tập, chưa dùng được cho kỳ báo cáo.".to_owned()),
        (Some(false), Some(true)) => emitter.at(Place::file(), "Bản tổng hợp không phải bản diễn tập.".to_owned()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn sample(played: bool, rehearsal: bool) -> FileSample {
        let sample = FileSample::consolidation(|report| report.release.rehearsal = played);
        FileSample { rehearsal: Some(rehearsal), ..sample }
    }

    #[test]
    fn fires() {
        assert_eq!(messages(&fires_on_file(&RULE, &sample(true, false))), [RULE.example]);
        assert_eq!(fires_on_file(&RULE, &sample(false, true)).len(), 1);
    }

    #[test]
    fn what_is_of_one_kind_is_silent() {
        assert_eq!(fires_on_file(&RULE, &sample(true, true)), []);
        assert_eq!(fires_on_file(&RULE, &sample(false, false)), []);
        assert_eq!(fires_on_file(&RULE, &FileSample { rehearsal: None, ..sample(true, false) }), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
