//! T33: the report is of a period that is released, or of one before the first that is consolidated here.

use crate::model::desk_report::DeskReport;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::{PeriodFit, ReceiptCase};
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// A release does not change any more; the report is kept and noted.
pub static RULE: Rule = Rule {
    code: "T33",
    name: "period_released",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Kỳ báo cáo đã chốt bản tổng hợp",
    advice: "Đề nghị đưa nội dung còn thiếu vào báo cáo của kỳ đang nhận.",
    explanation: "Bản tổng hợp đã chốt không thay đổi nữa. Báo cáo đến sau được lưu và ghi sổ, không bị mất.",
    example: "Kỳ này đã chốt bản tổng hợp lúc 15 giờ 25 ngày 04/7/2025; báo cáo được lưu, chưa tổng hợp.",
    check: Check::Receipt(check),
};

fn check(case: &ReceiptCase<'_>, emitter: &mut Emitter) {
    if let Some(DeskReport { release, .. }) = case.content.desk_report()
        && let PeriodFit::Released { at, forgotten: false, in_time: false, .. } = case.fit
    {
        let (of, number, at) = (format::period(release.period), release.version, format::moment(at));
        let whose = case.register.short_name(&release.desk);
        let now = if release.period == case.span.period { String::new() } else { format!(" Đang nhận {}.", format::span(&case.span)) };
        let said =
            format!("Bản tổng hợp tuần {of} (lần {number}) của {whose}: kỳ đó đã chốt ở đây lúc {at}; được lưu, chưa tổng hợp.{now}");
        emitter.at(Place::file(), said);
        return;
    }
    let why = match case.fit {
        // A week that was forgotten is told as such, with the cell to change (T14).
        PeriodFit::Released { at, in_time: true, .. } => {
            emitter.at(
                Place::file(),
                format!(
                    "Kỳ này đã chốt bản tổng hợp lúc {}; báo cáo gửi trước hạn, sau đó mới tiếp nhận được, không bị tính muộn: được lưu, cơ quan \
                     tổng hợp xem xét bổ sung.",
                    format::moment(at)
                ),
            );
            return;
        }
        PeriodFit::Released { at, forgotten: false, .. } => format!("Kỳ này đã chốt bản tổng hợp lúc {}", format::moment(at)),
        PeriodFit::Old { first } => {
            format!("Kỳ ghi trong tệp trước tuần {}, kỳ đầu tiên tổng hợp bằng chương trình này", format::period(first))
        }
        _ => return,
    };
    emitter.at(Place::file(), format!("{why}; báo cáo được lưu, chưa tổng hợp."));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn of_last_week(forgotten: bool) -> FileSample {
        let fit = PeriodFit::Released { period: week("2025-W27"), at: july(4, 15, 25), forgotten, in_time: false };
        FileSample { fit, ..FileSample::workbook() }
    }

    #[test]
    fn the_release_is_named() {
        assert_eq!(messages(&fires_on_file(&RULE, &of_last_week(false))), [RULE.example]);
    }

    #[test]
    fn of_a_desk_it_is_said_which_release_of_which_week_it_is() {
        let mut sample = FileSample::consolidation(|report| {
            report.release.period = week("2025-W27");
            report.release.version = 2;
        });
        sample.fit = PeriodFit::Released { period: week("2025-W27"), at: july(4, 15, 25), forgotten: false, in_time: false };
        let found = fires_on_file(&RULE, &sample);
        let told = &messages(&found)[0];
        assert!(told.starts_with("Bản tổng hợp tuần 27/2025 (lần 2) của "), "{told}");
        assert!(told.contains("kỳ đó đã chốt ở đây lúc 15 giờ 25 ngày 04/7/2025"), "{told}");
    }

    #[test]
    fn one_that_was_sent_in_time_is_not_called_late() {
        let fit = PeriodFit::Released { period: week("2025-W28"), at: july(11, 15, 25), forgotten: false, in_time: true };
        let found = fires_on_file(&RULE, &FileSample { fit, ..FileSample::workbook() });
        assert!(messages(&found)[0].contains("sau đó mới tiếp nhận được, không bị tính muộn"), "{found:?}");
    }

    #[test]
    fn an_old_file_is_told_where_the_books_begin() {
        let old = FileSample { fit: PeriodFit::Old { first: week("2025-W28") }, ..FileSample::workbook() };
        let expected = "Kỳ ghi trong tệp trước tuần 28/2025, kỳ đầu tiên tổng hợp bằng chương trình này; báo cáo được lưu, chưa tổng hợp.";
        assert_eq!(messages(&fires_on_file(&RULE, &old)), [expected]);
    }

    #[test]
    fn other_periods_and_a_forgotten_week_are_silent() {
        assert_eq!(fires_on_file(&RULE, &of_last_week(true)), []);
        let future = FileSample { fit: PeriodFit::Future(week("2025-W29")), ..FileSample::workbook() };
        assert_eq!(fires_on_file(&RULE, &future), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
