//! T44: a report under the code of an office that had ended by then, and that does not speak for its successor alone.

use crate::model::finding::{Effect, Severity};
use crate::rules::case::ReceiptCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Of several offices that became one none speaks for the whole once it has begun; the sentence says what to send.
pub static RULE: Rule = Rule {
    code: "T44",
    name: "after_its_end",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Báo cáo ghi mã đơn vị đã sáp nhập",
    advice: "Đề nghị đơn vị mới gửi một báo cáo chung, ghi mã của đơn vị mới.",
    explanation: "Báo cáo mà đơn vị cũ gửi khi còn hiệu lực vẫn được dùng cho các nhiệm vụ, chỉ tiêu của đơn vị đó. Từ khi sáp nhập, chỉ báo cáo của đơn vị mới được tính.",
    example: "Sở Tài chính đã sáp nhập vào Sở Y tế từ ngày 10/7/2025: đề nghị gửi một báo cáo chung của Sở Y tế, ghi mã đơn vị SYT.",
    check: Check::Receipt(check),
};

fn check(case: &ReceiptCase<'_>, emitter: &mut Emitter) {
    let (Some(ended), Some(extraction)) = (case.under, case.extraction()) else { return };
    if ended.alone || !ended.is_over(case.received_at) {
        return;
    }
    let info = &extraction.report.info;
    let (old, new) = (case.register.short_name(&ended.code), case.register.short_name(&ended.heir));
    let (from, code) = (ended.last_day.succ_opt().map(format::date).unwrap_or_default(), &ended.heir);
    emitter.at(
        info.agency.place(&info.sheet),
        format!("{old} đã sáp nhập vào {new} từ ngày {from}: đề nghị gửi một báo cáo chung của {new}, ghi mã đơn vị {code}."),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::predecessor::Predecessor;
    use crate::rules::testing::*;

    /// A report of the Finance office, which ended on 09/7 and became part of the Health office, received on this day of July.
    fn received(on: u32, alone: bool) -> FileSample {
        let under = Predecessor { code: code("STC"), heir: code("SYT"), last_day: day(2025, 7, 9), alone };
        FileSample { received_at: july(on, 9, 0), under: Some(under), ..FileSample::workbook() }
    }

    #[test]
    fn an_office_that_ended_speaks_no_more() {
        assert_eq!(messages(&fires_on_file(&RULE, &received(10, false))), [RULE.example]);
    }

    #[test]
    fn what_it_said_before_or_under_its_new_name_alone_is_silent() {
        assert_eq!(fires_on_file(&RULE, &received(9, false)), []);
        assert_eq!(fires_on_file(&RULE, &received(10, true)), []);
        assert_eq!(fires_on_file(&RULE, &FileSample { under: None, ..received(10, false) }), []);
    }
}
