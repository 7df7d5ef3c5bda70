//! T40: larger than the limit; neither read nor kept.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::workbook::Refusal;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// It could fill the archive and hold up everybody else, so time and size are all that is noted.
pub static RULE: Rule = Rule {
    code: "T40",
    name: "too_large",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Tệp lớn hơn giới hạn, không lưu bản gốc",
    advice: "Đề nghị bỏ hình ảnh, trang tính thừa, định dạng thừa rồi gửi lại tệp nhỏ hơn.",
    explanation: "Báo cáo theo biểu mẫu chỉ vài trăm KB. Tệp rất lớn có thể làm đầy ổ lưu và làm chậm báo cáo của các đơn vị khác, nên không được đọc và không được lưu; sổ tiếp nhận chỉ ghi giờ nhận, dung lượng và mã đối chiếu của 64 KB đầu.",
    example: "Tệp 75,0 MB lớn hơn giới hạn 50,0 MB: không đọc, không lưu bản gốc.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    if let Some(Refusal::TooLarge { bytes, limit }) = case.refusal() {
        let (size, limit) = (format::megabytes(*bytes), format::megabytes(*limit));
        emitter.at(Place::file(), format!("Tệp {size} lớn hơn giới hạn {limit}: không đọc, không lưu bản gốc."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::inbox::Content;

    #[test]
    fn fires() {
        let large = Refusal::TooLarge { bytes: 75 << 20, limit: 50 << 20 };
        assert_eq!(messages(&fires_on_file(&RULE, &FileSample::other(Content::Refused(large)))), [RULE.example]);
    }

    #[test]
    fn other_faults_and_good_files_are_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::other(Content::Refused(Refusal::Empty))), []);
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
    }
}
