//! T32: a required label of the first sheet, other than agency and period, is empty or cannot be read.

use crate::model::finding::{Effect, Severity};
use crate::model::report::Info;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The labels say of when the figures are and why they were revised; no figure depends on them.
pub static RULE: Rule = Rule {
    code: "T32",
    name: "info_incomplete",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Trang ThongTin chưa điền đủ",
    advice: "Đề nghị điền ô này ở trang ThongTin; báo cáo vẫn được tổng hợp.",
    explanation: "Các mục này cho biết số liệu đến lúc nào, vì sao sửa. Thiếu chúng không làm sai con số nên chỉ nhắc. “Lần nộp” để trống được hiểu là 0.",
    example: "Thiếu “Số liệu tính đến” ở trang ThongTin.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    let Some(extraction) = case.extraction() else { return };
    let info = &extraction.report.info;
    if info.sheet.is_empty() || case.is_untouched() {
        return;
    }
    let mut missing = |place, label: &str| emitter.at(place, format!("Thiếu “{label}” ở trang ThongTin."));
    if info.as_of.is_empty() {
        missing(info.as_of.place(&info.sheet), "Số liệu tính đến");
    }
    if info.revision.value().is_some_and(|times| *times > 0) && info.revision_reason.is_empty() {
        missing(info.revision_reason.place(&info.sheet), "Lý do sửa");
    }
    unclear(info, emitter);
}

/// Two answers that decide something must not be passed over when they cannot be read.
fn unclear(info: &Info, emitter: &mut Emitter) {
    if info.revision.is_unreadable() {
        let typed = format::quote(&info.revision.typed);
        let message = format!("Không hiểu “Lần nộp” ở trang ThongTin (\"{typed}\"); được tính là 0.");
        emitter.at(info.revision.place(&info.sheet), message);
    }
    if info.nil.is_unreadable() {
        let typed = format::quote(&info.nil.typed);
        let message = format!("Không hiểu “Không phát sinh?” ở trang ThongTin (\"{typed}\"); được tính là không chọn.");
        emitter.at(info.nil.place(&info.sheet), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::filling::Filling;
    use crate::rules::testing::*;

    #[test]
    fn of_a_form_that_nobody_touched_something_else_is_told() {
        let blank = FileSample { filling: Filling::Untouched, ..FileSample::workbook().with(|x| x.report.info.as_of = empty()) };
        assert_eq!(fires_on_file(&RULE, &blank), []);
    }

    #[test]
    fn empty_labels_are_named() {
        let found = fires_on_file(&RULE, &FileSample::workbook().with(|x| x.report.info.as_of = empty()));
        assert_eq!(messages(&found), [RULE.example]);
        let both = FileSample::workbook().with(|x| {
            x.report.info.as_of = empty();
            x.report.info.revision = value("1", 1);
        });
        assert_eq!(
            messages(&fires_on_file(&RULE, &both)),
            ["Thiếu “Số liệu tính đến” ở trang ThongTin.", "Thiếu “Lý do sửa” ở trang ThongTin."]
        );
    }

    #[test]
    fn an_answer_nobody_understands_is_said_to_be_taken_as_none() {
        let odd = FileSample::workbook().with(|x| x.report.info.revision = unreadable("lần đầu"));
        let found = fires_on_file(&RULE, &odd);
        assert_eq!(messages(&found), ["Không hiểu “Lần nộp” ở trang ThongTin (\"lần đầu\"); được tính là 0."]);
    }

    #[test]
    fn a_filled_sheet_is_silent_and_an_empty_revision_is_the_first() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook().with(|x| x.report.info.revision = empty())), []);
    }
}
