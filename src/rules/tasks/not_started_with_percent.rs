//! N15: reported as not started with a percent above 0.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use rust_decimal::Decimal;

/// The two cells contradict each other; the status counts, so the office has to confirm it.
pub static RULE: Rule = Rule {
    code: "N15",
    name: "not_started_with_percent",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Chưa thực hiện nhưng có tỷ lệ",
    advice: "Đề nghị chọn trạng thái Đang thực hiện, hoặc sửa tỷ lệ thành 0.",
    explanation: "Hai ô trái nhau; nhiệm vụ được tính theo trạng thái, nên đơn vị cần xác nhận đã triển khai hay chưa.",
    example: "Trạng thái Chưa thực hiện nhưng tỷ lệ là 25%.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.status() == Some(Status::NotStarted) && entry.assigned().is_some()) {
        if let Some(percent) = entry.row.percent.value().filter(|p| **p > Decimal::ZERO && **p <= Decimal::ONE_HUNDRED) {
            let message = format!("Trạng thái Chưa thực hiện nhưng tỷ lệ là {}%.", format::decimal(*percent));
            emitter.field(entry.at, FieldId::Percent, &entry.row.percent, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn not_started(percent: &str) -> ReportDraft {
        ReportDraft::by("SYT").task("KH11-001", |row| {
            row.status = status(Status::NotStarted);
            row.percent = number(percent);
        })
    }

    #[test]
    fn a_percent_above_0_is_noted() {
        assert_eq!(messages(&fires(&RULE, &not_started("25"))), [RULE.example]);
    }

    #[test]
    fn nothing_done_yet_is_silent() {
        assert_eq!(fires(&RULE, &not_started("0")), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {})), []);
    }
}
