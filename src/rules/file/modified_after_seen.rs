//! T35: the file's own time of change is later than the look that saw it.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::ReceiptCase;
use crate::rules::{Check, Emitter, Rule, Threshold};
use crate::text::format;
use chrono::TimeDelta;

/// Clocks of two machines may differ by this much without anybody being at fault (`src/docs/receipt.md`, "Clocks").
pub(in crate::rules) static SECONDS: Threshold = Threshold {
    code: "T35",
    name: "seconds",
    unit: "giây",
    default: 60,
    least: 0,
    most: 86_400,
    meaning: "Hai đồng hồ lệch nhau không quá số giây này thì không nêu.",
};

/// Such a time proves nothing about receipt; it shows that one of two clocks is wrong.
pub static RULE: Rule = Rule {
    code: "T35",
    name: "modified_after_seen",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Giờ sửa tệp mâu thuẫn với sổ tiếp nhận",
    advice: "Đề nghị kiểm tra đồng hồ của máy soạn báo cáo.",
    explanation: "Giờ sửa ghi trên tệp do máy soạn thảo đặt, không chứng minh thời điểm nộp và không đổi kết luận đúng hạn hay nộp muộn. \
                  Chương trình chỉ ghi nhận khi giờ đó muộn hơn lần quét đã thấy tệp, vì khi ấy một trong hai đồng hồ sai. Tệp có giờ sửa cũ \
                  là bình thường: chép tệp giữ nguyên giờ sửa.",
    example: "Giờ sửa tệp ghi 10:05:00 ngày 11/7/2025 mâu thuẫn với sổ tiếp nhận (đã thấy tệp lúc 09:40:00 ngày 11/7/2025).",
    check: Check::Receipt(check),
};

fn check(case: &ReceiptCase<'_>, emitter: &mut Emitter) {
    let (Some(modified), Some(seen)) = (case.file.modified_at, case.first_seen) else { return };
    if modified - seen > TimeDelta::seconds(emitter.threshold(&SECONDS)) {
        let (modified, seen) = (format::instant(modified), format::instant(seen));
        emitter.at(Place::file(), format!("Giờ sửa tệp ghi {modified} mâu thuẫn với sổ tiếp nhận (đã thấy tệp lúc {seen})."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::moment::Moment;
    use crate::rules::testing::*;

    fn modified(at: Moment) -> FileSample {
        let mut received = FileSample::workbook();
        received.file.modified_at = Some(at);
        received
    }

    #[test]
    fn a_change_after_the_look_is_noted() {
        assert_eq!(messages(&fires_on_file(&RULE, &modified(july(11, 10, 5)))), [RULE.example]);
    }

    #[test]
    fn clocks_a_minute_apart_and_old_times_are_silent() {
        for at in [july(11, 9, 41), july(11, 9, 40), july(4, 8, 0)] {
            assert_eq!(fires_on_file(&RULE, &modified(at)), [], "{at}");
        }
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), [], "without a time on the file");
    }
}
