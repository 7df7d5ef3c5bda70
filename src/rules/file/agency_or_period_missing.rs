//! T31: the first sheet does not say whose report it is, or of which period.

use crate::model::extraction::LayoutIssue;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::report::Field;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T31",
    name: "agency_or_period_missing",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Thiếu mã đơn vị hoặc kỳ báo cáo",
    advice: "Đề nghị điền ô còn trống ở trang ThongTin rồi gửi lại.",
    explanation: "Không có mã đơn vị hoặc kỳ báo cáo thì không biết số liệu của ai, tuần nào; chương trình không suy từ tên tệp.",
    example: "Thiếu “Kỳ báo cáo” ở trang ThongTin.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    let Some(extraction) = case.extraction() else { return };
    let info = &extraction.report.info;
    // Where the sheet itself is missing, that is said once by its own rule.
    if info.sheet.is_empty() && extraction.layout.iter().any(|issue| matches!(issue, LayoutIssue::SheetMissing { .. })) {
        return;
    }
    if info.agency.is_empty() {
        emitter.at(place(&info.agency, &info.sheet), String::from("Thiếu “Mã đơn vị” ở trang ThongTin."));
    }
    if info.period.is_empty() {
        emitter.at(place(&info.period, &info.sheet), String::from("Thiếu “Kỳ báo cáo” ở trang ThongTin."));
    }
}

fn place<T>(field: &Field<T>, sheet: &str) -> Place {
    if sheet.is_empty() { Place::file() } else { field.place(sheet) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::report::Info;

    #[test]
    fn an_empty_period_is_returned() {
        let found = fires_on_file(&RULE, &Received::workbook().with(|x| x.report.info.period = empty()));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place, Place::sheet("ThongTin"));
    }

    #[test]
    fn both_may_be_missing() {
        let found = fires_on_file(&RULE, &Received::workbook().with(|x| x.report.info = Info::default()));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].place, Place::file());
    }

    #[test]
    fn a_filled_sheet_and_a_missing_one_are_silent() {
        assert_eq!(fires_on_file(&RULE, &Received::workbook()), []);
        let issue = LayoutIssue::SheetMissing { sheet: "ThongTin".into(), present: vec!["Sheet1".into()] };
        let received = Received::workbook().with(|x| {
            x.layout.push(issue);
            x.report.info = Info::default();
        });
        assert_eq!(fires_on_file(&RULE, &received), []);
    }
}
