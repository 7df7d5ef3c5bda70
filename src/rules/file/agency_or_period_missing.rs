//! T31: the first sheet does not say whose report it is, or of which period.

use crate::model::extraction::LayoutIssue;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::report::{Field, Info};
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Neither is guessed from the name of the file, so the version is returned.
pub static RULE: Rule = Rule {
    code: "T31",
    name: "agency_or_period_missing",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Thiếu mã đơn vị hoặc kỳ báo cáo",
    advice: "Đề nghị điền ô còn trống ở trang ThongTin rồi gửi lại; bảng tự lập thì dùng biểu mẫu được cấp.",
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
    if extraction.own_table.is_some() {
        own_table(case, info, emitter);
        return;
    }
    if info.agency.is_empty() {
        emitter.at(place(&info.agency, &info.sheet), String::from("Thiếu “Mã đơn vị” ở trang ThongTin."));
    }
    if info.period.is_empty() {
        emitter.at(place(&info.period, &info.sheet), String::from("Thiếu “Kỳ báo cáo” ở trang ThongTin."));
    }
}

/// An office's own table: whose it is says the folder, of which period its title.
fn own_table(case: &FileCase<'_>, info: &Info, emitter: &mut Emitter) {
    if case.agency.is_none() {
        emitter
            .at(Place::file(), String::from("Tệp không theo biểu mẫu và không nằm trong thư mục của đơn vị nào: không rõ của đơn vị nào."));
    }
    if info.period.is_unreadable() {
        let typed = format::quote(&info.period.typed);
        emitter.at(Place::file(), format!("Tiêu đề bảng ghi các kỳ báo cáo khác nhau: \"{typed}\"."));
    } else if info.period.is_empty() {
        emitter.at(Place::file(), String::from("Bảng không theo biểu mẫu và không ghi kỳ báo cáo ở tiêu đề, ví dụ “Tuần 28/2025”."));
    }
}

fn place<T>(field: &Field<T>, sheet: &str) -> Place {
    if sheet.is_empty() { Place::file() } else { field.place(sheet) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::extraction::OwnTable;
    use crate::model::period::PeriodName;

    #[test]
    fn an_empty_period_is_returned() {
        let found = fires_on_file(&RULE, &FileSample::workbook().with(|x| x.report.info.period = empty()));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place, Place::sheet("ThongTin"));
    }

    #[test]
    fn both_may_be_missing() {
        let found = fires_on_file(&RULE, &FileSample::workbook().with(|x| x.report.info = Info::default()));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].place, Place::file());
    }

    #[test]
    fn an_own_table_needs_its_folder_and_a_week_in_its_title() {
        let own = |agency: Option<&str>, period: Field<PeriodName>| {
            let received = FileSample { agency: agency.map(code), ..FileSample::workbook() };
            let received = received.with(|x| {
                x.own_table = Some(OwnTable::default());
                x.report.info = Info { period, ..Info::default() };
            });
            fires_on_file(&RULE, &received).len()
        };
        let week = || ReportDraft::by("SYT").report.info.period;
        assert_eq!(own(Some("SYT"), week()), 0);
        assert_eq!(own(None, week()), 1);
        assert_eq!(own(Some("SYT"), Field::default()), 1);
        assert_eq!(own(Some("SYT"), unreadable("27; 28")), 1);
    }

    #[test]
    fn a_filled_sheet_and_a_missing_one_are_silent() {
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook()), []);
        let issue = LayoutIssue::SheetMissing { sheet: "ThongTin".into(), present: vec!["Sheet1".into()] };
        let received = FileSample::workbook().with(|x| {
            x.layout.push(issue);
            x.report.info = Info::default();
        });
        assert_eq!(fires_on_file(&RULE, &received), []);
    }
}
