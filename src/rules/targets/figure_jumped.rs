//! C09: a figure is many times what it was, as a slipped comma or another unit makes it.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::reported_figure;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{format, nothing};
use rust_decimal::Decimal;

/// The figure is used, and somebody should look at it; a new note explains it already.
pub static RULE: Rule = Rule {
    code: "C09",
    name: "figure_jumped",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Kết quả chênh lệch nhiều lần so với kỳ trước",
    advice: "Đề nghị kiểm tra số chữ số, dấu phẩy thập phân và đơn vị tính; nếu đúng, ghi lý do ở cột Ghi chú.",
    explanation: "Số liệu lệch 10 hoặc 100 lần thường do lệch dấu phẩy, thừa thiếu chữ số hoặc đổi đơn vị. Nêu khi gấp hoặc giảm từ 5 lần (số dưới 10: từ 8 lần). Có lý do mới ở cột Ghi chú thì không nêu.",
    example: "Kết quả gấp 10 lần kỳ trước.",
    check: Check::Report(check),
};

/// From this ratio on a figure is asked about: ten times too much of what meanwhile halved is still found.
const TIMES: Decimal = Decimal::from_parts(5, 0, 0, false, 0);
/// The same of small figures, which honestly double and double again.
const TIMES_SMALL: Decimal = Decimal::from_parts(8, 0, 0, false, 0);
const SMALL: Decimal = Decimal::TEN;

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.targets {
        let Some((now, before)) = reported_figure::now_and_before(entry) else { continue };
        let (less, more) = if now.abs() < before.abs() { (now.abs(), before.abs()) } else { (before.abs(), now.abs()) };
        let Some(times) = more.checked_div(less) else { continue };
        let note = entry.row.note.text();
        let said = !nothing::says_nothing(note) && entry.known.is_none_or(|known| known.note != note);
        if times >= if less < SMALL { TIMES_SMALL } else { TIMES } && !said {
            let times = format::decimal(times.round_dp(1).normalize());
            let turned = if now.is_sign_negative() == before.is_sign_negative() { "" } else { " và đổi dấu" };
            let jump = if now.abs() < before.abs() { format!("chỉ bằng 1/{times}") } else { format!("gấp {times} lần") };
            emitter.field(entry.at, FieldId::Value, &entry.row.value, format!("Kết quả {jump} kỳ trước{turned}."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn from(before: &str, now: &str) -> ReportDraft {
        ReportDraft::by("SYT").last_week_target("CT-002", before).target("CT-002", |row| row.value = result_number(now))
    }

    #[test]
    fn ten_times_more_or_less_is_noted() {
        assert_eq!(messages(&fires(&RULE, &from("205", "2050"))), [RULE.example]);
        assert_eq!(messages(&fires(&RULE, &from("2050", "205"))), ["Kết quả chỉ bằng 1/10 kỳ trước."]);
        assert_eq!(messages(&fires(&RULE, &from("-3", "25"))), ["Kết quả gấp 8,3 lần kỳ trước và đổi dấu."]);
        for (before, now) in [("1000", "8000"), ("1", "10"), ("0.81", "81"), ("1200", "60"), ("3", "300")] {
            assert_eq!(fires(&RULE, &from(before, now)).len(), 1, "{before} {now}");
        }
    }

    #[test]
    fn growth_a_start_from_0_and_a_reason_are_silent() {
        for (before, now) in [("205", "400"), ("1", "7"), ("0", "500"), ("500", "0"), ("5", "5")] {
            assert_eq!(fires(&RULE, &from(before, now)), [], "{before} {now}");
        }
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").target("CT-002", |row| row.value = result_number("9000"))), []);
        let mut reason = from("205", "2050");
        reason.report.targets.as_mut().unwrap().rows[0].note = text("Nhận bàn giao từ doanh nghiệp");
        assert_eq!(fires(&RULE, &reason), []);
    }
}
