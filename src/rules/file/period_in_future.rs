//! T34: the report is of a week that has not come.

use crate::model::finding::{Effect, Severity};
use crate::rules::case::{PeriodFit, ReceiptCase};
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The report is kept and judged when its week comes; the office need not send it again.
pub static RULE: Rule = Rule {
    code: "T34",
    name: "period_in_future",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Báo cáo của kỳ sau, được giữ chờ",
    advice: "Đề nghị kiểm tra ô “Kỳ báo cáo” nếu đây là báo cáo của tuần này.",
    explanation: "Báo cáo gửi sớm cho tuần sau được giữ lại và tự động xét khi đến kỳ; đơn vị không phải gửi lại.",
    example: "Báo cáo của tuần 29/2025 được giữ chờ đến kỳ.",
    check: Check::Receipt(check),
};

fn check(case: &ReceiptCase<'_>, emitter: &mut Emitter) {
    let (PeriodFit::Future(_), Some(extraction)) = (case.fit, case.extraction()) else { return };
    let info = &extraction.report.info;
    let named = format::span(&case.named);
    emitter.at(info.period.place(&info.sheet), format!("Báo cáo của {named} được giữ chờ đến kỳ."));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_future_week_waits() {
        let received = FileSample { fit: PeriodFit::Future(week("2025-W29")), ..FileSample::workbook() };
        assert_eq!(messages(&fires_on_file(&RULE, &received)), [RULE.example]);
    }

    #[test]
    fn this_week_does_not() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
