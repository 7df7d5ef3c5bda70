//! T27: "Số liệu tính đến" lies in the future or outside the period.

use crate::model::finding::{Effect, Severity};
use crate::model::moment;
use crate::rules::case::{PeriodFit, ReceiptCase};
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Mostly an old file used again; it is consolidated and the office is asked.
pub static RULE: Rule = Rule {
    code: "T27",
    name: "figures_outside_period",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Thời điểm số liệu ở tương lai hoặc ngoài kỳ",
    advice: "Đề nghị kiểm tra ô “Số liệu tính đến” ở trang ThongTin, nhất là năm và thứ tự ngày, tháng.",
    explanation: "Báo cáo tuần nói về tuần đó. Ngày ngoài kỳ thường là quên sửa ô này khi dùng lại tệp cũ; báo cáo vẫn được tổng hợp.",
    example: "Số liệu tính đến 12/7/2025 ở tương lai hoặc ngoài kỳ báo cáo (07 - 13/7/2025).",
    check: Check::Receipt(check),
};

fn check(case: &ReceiptCase<'_>, emitter: &mut Emitter) {
    // Of a report whose week is written wrongly, or that waits for its week, the week is the matter: T14 and T34 say so,
    // and a day held against the wrong week would send the officer to a cell that is right.
    if matches!(case.fit, PeriodFit::Past(_) | PeriodFit::Future(_) | PeriodFit::Released { forgotten: true, .. }) {
        return;
    }
    let Some(extraction) = case.extraction() else { return };
    let info = &extraction.report.info;
    let Some(as_of) = info.as_of.value() else { return };
    let day = as_of.date();
    // A report that came after the release of its week is held against its own.
    if day > moment::day(case.received_at) || !case.named.holds(day) {
        let (day, days) = (format::date(day), format::span_days(&case.named));
        let message = format!("Số liệu tính đến {day} ở tương lai hoặc ngoài kỳ báo cáo ({days}).");
        emitter.at(info.as_of.place(&info.sheet), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::period::PeriodName;
    use crate::model::report::Reading;

    fn as_of(year: i32, month: u32, day_of_month: u32) -> FileSample {
        let at = day(year, month, day_of_month).and_hms_opt(17, 0, 0).unwrap();
        FileSample::workbook().with(|x| x.report.info.as_of.reading = Reading::Value(at))
    }

    #[test]
    fn the_future_and_other_weeks_are_noted() {
        let found = fires_on_file(&RULE, &as_of(2025, 7, 12));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "B7");
        assert_eq!(fires_on_file(&RULE, &as_of(2025, 7, 4)).len(), 1);
        assert_eq!(fires_on_file(&RULE, &as_of(2024, 7, 10)).len(), 1);
    }

    #[test]
    fn a_day_of_the_week_up_to_the_day_of_receipt_is_silent() {
        // 17:00 is later than the receipt at 9:40, but it is the same day.
        for day_of_month in [7, 10, 11] {
            assert_eq!(fires_on_file(&RULE, &as_of(2025, 7, day_of_month)), [], "{day_of_month}");
        }
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook().with(|x| x.report.info.as_of = empty())), []);
    }

    #[test]
    fn a_week_written_wrongly_is_not_told_twice() {
        let waiting = as_of(2025, 7, 10).with(|x| x.report.info.period = value("29/2025", PeriodName::Week(week("2025-W29"))));
        for fit in [PeriodFit::Future(week("2025-W29")), PeriodFit::Past(week("2025-W27"))] {
            assert_eq!(fires_on_file(&RULE, &FileSample { fit, ..waiting.clone() }), [], "{fit:?}");
        }
    }

    #[test]
    fn a_report_of_another_week_is_held_against_its_own() {
        let late = as_of(2025, 7, 3).with(|x| x.report.info.period = value("27/2025", PeriodName::Week(week("2025-W27"))));
        assert_eq!(fires_on_file(&RULE, &late), []);
    }
}
