//! T15: the name of the file says another week than the report in it.

use crate::model::finding::{Effect, Severity};
use crate::rules::case::{PeriodFit, ReceiptCase};
use crate::rules::{Check, Emitter, Rule};
use crate::text::{format, period as weeks};

/// Only where the week in the file is taken: otherwise that week is what has to be mended (T14).
pub static RULE: Rule = Rule {
    code: "T15",
    name: "week_in_name",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Tên tệp và nội dung tệp ghi hai tuần khác nhau",
    advice: "Đề nghị đặt tên tệp theo đúng tuần báo cáo; nếu tuần trong tệp mới là chỗ sai, sửa ô Kỳ báo cáo rồi gửi lại.",
    explanation: "Tuần báo cáo lấy theo ô Kỳ báo cáo trong tệp, không theo tên tệp. Hai nơi khác nhau thường do dùng lại tệp của tuần trước.",
    example: "Tên tệp ghi tuần 27/2025, trong tệp ghi tuần 28/2025; lấy theo nội dung tệp.",
    check: Check::Receipt(check),
};

fn check(case: &ReceiptCase<'_>, emitter: &mut Emitter) {
    let (Some(extraction), PeriodFit::Fits) = (case.extraction(), case.fit) else { return };
    let name = case.file.path.rsplit('/').next().unwrap_or_default();
    let Some(named) = weeks::in_file_name(name) else { return };
    let within = case.named.first <= named.last_day() && named.first_day() <= case.named.last;
    if !within {
        let message =
            format!("Tên tệp ghi tuần {}, trong tệp ghi {}; lấy theo nội dung tệp.", format::period(named), format::span(&case.named));
        emitter.at(extraction.report.info.period.place(&extraction.report.info.sheet), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn called(name: &str) -> FileSample {
        let mut sample = FileSample::workbook();
        sample.file.path = format!("SYT/{name}");
        sample
    }

    #[test]
    fn another_week_in_the_name_is_noted() {
        assert_eq!(messages(&fires_on_file(&RULE, &called("BC_SYT_T27_2025.xlsx"))), [RULE.example]);
    }

    #[test]
    fn the_same_week_no_week_and_a_week_that_is_refused_are_silent() {
        for name in ["BC_SYT_T28_2025.xlsx", "bao cao.xlsx", "bc tuan 28 nam 2025.xls"] {
            assert_eq!(fires_on_file(&RULE, &called(name)), [], "{name}");
        }
        let refused = FileSample { fit: PeriodFit::Past(week("2025-W27")), ..called("BC_SYT_T28_2025.xlsx") };
        assert_eq!(fires_on_file(&RULE, &refused), []);
    }
}
