//! N13: reported as done with a percent below 100.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use rust_decimal::Decimal;

/// The two cells contradict each other; the status counts, so the office has to confirm it.
pub static RULE: Rule = Rule {
    code: "N13",
    name: "done_below_100",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Hoàn thành nhưng tỷ lệ chưa đủ 100%",
    advice: "Đề nghị sửa tỷ lệ thành 100, hoặc chọn trạng thái Đang thực hiện.",
    explanation: "Hai ô trái nhau; nhiệm vụ được tính theo trạng thái, nên cần đơn vị xác nhận trạng thái đúng.",
    example: "Trạng thái Hoàn thành nhưng tỷ lệ là 80%.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.status() == Some(Status::Done) && entry.assigned().is_some()) {
        if let Some(percent) = entry.row.percent.value().filter(|p| (Decimal::ZERO..Decimal::ONE_HUNDRED).contains(*p)) {
            let message = format!("Trạng thái Hoàn thành nhưng tỷ lệ là {}%.", format::decimal(*percent));
            emitter.field(entry.at, FieldId::Percent, &entry.row.percent, message);
            emitter.to_type("100");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn done(percent: &str) -> ReportDraft {
        ReportDraft::by("SYT").task("KH11-001", |row| {
            row.status = status(Status::Done);
            row.percent = number(percent);
        })
    }

    #[test]
    fn a_percent_below_100_is_noted() {
        assert_eq!(messages(&fires(&RULE, &done("80"))), [RULE.example]);
    }

    #[test]
    fn full_and_open_ones_are_silent() {
        assert_eq!(fires(&RULE, &done("100")), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {})), []);
    }
}
