//! T14: the period written in the report is not the one that is being collected.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::{PeriodFit, ReceiptCase};
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// A report belongs to the period it names; mostly last week's file was used again.
pub static RULE: Rule = Rule {
    code: "T14",
    name: "wrong_period",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Kỳ báo cáo không phải kỳ đang nhận",
    advice: "Đề nghị kiểm tra số liệu trong tệp đã là của tuần đang nhận.",
    explanation: "Báo cáo thuộc về kỳ ghi trong tệp. Sai sót thường gặp nhất là dùng lại tệp tuần trước mà quên đổi kỳ.",
    example: "Ô B4 ghi “27/2025”. Đang nhận tuần 28/2025: đề nghị sửa thành 28/2025 rồi gửi lại.",
    check: Check::Receipt(check),
};

fn check(case: &ReceiptCase<'_>, emitter: &mut Emitter) {
    if let Some(report) = case.content.desk_report() {
        if matches!(case.fit, PeriodFit::Released { forgotten: true, .. } | PeriodFit::Past(_)) {
            let (of, number, now) = (format::period(report.release.period), report.release.version, format::span(&case.span));
            emitter
                .at(Place::file(), format!("Bản tổng hợp của tuần {of} (lần {number}). Đang nhận {now}: đề nghị gửi bản tổng hợp {now}."));
        }
        return;
    }
    let Some(extraction) = case.extraction() else { return };
    let info = &extraction.report.info;
    let written = match case.fit {
        PeriodFit::Released { period, forgotten: true, .. } if info.period.typed.trim().is_empty() => format::period(period),
        PeriodFit::Released { forgotten: true, .. } => format::quote(&info.period.typed),
        PeriodFit::Past(_) => format::quote(&info.period.typed),
        PeriodFit::Unknown if !info.period.is_empty() => format::quote(&info.period.typed),
        _ => return,
    };
    let (now, in_form, place) = (format::span(&case.span), format::span_in_form(&case.span), info.period.place(&info.sheet));
    if extraction.own_table.is_some() {
        emitter.at(place, format!("Tiêu đề bảng ghi “{written}”. Đang nhận {now}: đề nghị sửa tuần trong tiêu đề rồi gửi lại."));
        return;
    }
    let cell = info.period.cell.map_or_else(|| "Mục “Kỳ báo cáo”".to_owned(), |cell| format!("Ô {cell}"));
    emitter.at(place, format!("{cell} ghi “{written}”. Đang nhận {now}: đề nghị sửa thành {in_form} rồi gửi lại."));
    emitter.to_type(in_form);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn of_last_week(forgotten: bool) -> FileSample {
        let fit = PeriodFit::Released { period: week("2025-W27"), at: july(4, 15, 25), forgotten, in_time: false };
        FileSample { fit, ..FileSample::workbook() }.with(|x| x.report.info.period.typed = "27/2025".into())
    }

    #[test]
    fn a_forgotten_week_names_the_cell_to_change() {
        let found = fires_on_file(&RULE, &of_last_week(true));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "B4");
    }

    #[test]
    fn a_desk_that_sends_last_weeks_release_is_told_which_week_is_expected() {
        let with = |fit| FileSample { fit, ..FileSample::consolidation(|report| report.release.period = week("2025-W27")) };
        let told = "Bản tổng hợp của tuần 27/2025 (lần 1). Đang nhận tuần 28/2025: đề nghị gửi bản tổng hợp tuần 28/2025.";
        let forgotten = PeriodFit::Released { period: week("2025-W27"), at: july(4, 15, 25), forgotten: true, in_time: false };
        for fit in [forgotten, PeriodFit::Past(week("2025-W27"))] {
            assert_eq!(messages(&fires_on_file(&RULE, &with(fit))), [told]);
        }
        assert_eq!(fires_on_file(&RULE, &with(PeriodFit::Fits)), []);
    }

    #[test]
    fn an_unreadable_period_is_returned() {
        let received = FileSample { fit: PeriodFit::Unknown, ..FileSample::workbook() };
        let found = fires_on_file(&RULE, &received.with(|x| x.report.info.period = unreadable("tuần này")));
        assert_eq!(found[0].message, "Mục “Kỳ báo cáo” ghi “tuần này”. Đang nhận tuần 28/2025: đề nghị sửa thành 28/2025 rồi gửi lại.");
    }

    #[test]
    fn an_old_report_sent_again_a_future_one_and_an_empty_cell_are_not_this_rules() {
        assert_eq!(fires_on_file(&RULE, &of_last_week(false)), []);
        let unknown = FileSample { fit: PeriodFit::Unknown, ..FileSample::workbook() };
        for received in [
            FileSample { fit: PeriodFit::Future(week("2025-W29")), ..FileSample::workbook() },
            FileSample { fit: PeriodFit::Admitted(week("2025-W27")), ..FileSample::workbook() },
            unknown.with(|x| x.report.info.period = empty()),
            FileSample::workbook(),
        ] {
            assert_eq!(fires_on_file(&RULE, &received), []);
        }
    }
}
