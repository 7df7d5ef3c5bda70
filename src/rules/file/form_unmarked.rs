//! T11: the form was recognised by its headings alone.

use crate::model::extraction::RecognisedBy;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// Without the hidden sheet a mistaken office or week is easier to miss.
pub static RULE: Rule = Rule {
    code: "T11",
    name: "form_unmarked",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Biểu mẫu không có mã phiên bản",
    advice: "Đề nghị dùng biểu mẫu được cấp cho đơn vị, không chép sang tệp khác.",
    explanation: "Biểu mẫu được cấp có trang ẩn ghi mã đơn vị, kỳ và phiên bản. Không có trang đó thì chỉ đọc được theo tên cột, dễ nhầm kỳ hoặc nhầm đơn vị.",
    example: "Biểu mẫu không có mã phiên bản; đã đọc theo tên cột.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    let Some(extraction) = case.extraction().filter(|extraction| extraction.recognised_by == RecognisedBy::Headings) else { return };
    let without = match &extraction.own_table {
        Some(own) if !own.without.is_empty() => format!(" Bảng không có cột: {}.", own.without.join(", ")),
        _ => String::new(),
    };
    emitter.at(Place::file(), format!("Biểu mẫu không có mã phiên bản; đã đọc theo tên cột.{without}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::extraction::OwnTable;
    use crate::rules::testing::*;

    fn recognised_by(how: RecognisedBy) -> FileSample {
        FileSample::workbook().with(|x| x.recognised_by = how)
    }

    #[test]
    fn headings_alone_are_noted() {
        assert_eq!(messages(&fires_on_file(&RULE, &recognised_by(RecognisedBy::Headings))), [RULE.example]);
    }

    #[test]
    fn what_an_own_table_lacks_is_named() {
        let own = OwnTable { titles: Vec::new(), without: vec!["Tỷ lệ hoàn thành (%)".into()] };
        let received = recognised_by(RecognisedBy::Headings).with(|x| x.own_table = Some(own));
        let found = fires_on_file(&RULE, &received);
        assert_eq!(messages(&found), [format!("{} Bảng không có cột: Tỷ lệ hoàn thành (%).", RULE.example)]);
    }

    #[test]
    fn better_marks_and_none_at_all_are_silent() {
        for how in [RecognisedBy::Meta, RecognisedBy::Properties, RecognisedBy::Names, RecognisedBy::Nothing] {
            assert_eq!(fires_on_file(&RULE, &recognised_by(how)), [], "{how:?}");
        }
    }
}
