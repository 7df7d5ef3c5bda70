//! N39: a day stands as the bare number that a spreadsheet keeps for it, in any sheet.

use crate::model::finding::{Effect, Severity};
use crate::model::report::Manner;
use crate::rules::days;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// In a column of days such a number can mean nothing but a day of these years; another one is not guessed.
pub static RULE: Rule = Rule {
    code: "N39",
    name: "date_without_format",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Ô ngày mất định dạng ngày",
    advice: "Đề nghị đặt lại định dạng ngày cho ô và kiểm tra ngày.",
    explanation: "Bảng tính lưu ngày bằng số thứ tự; ô mất định dạng thì chỉ còn số đó. Số từ 40000 đến 60000 trong cột ngày không thể là gì khác nên được hiểu là ngày; số khác thì không đoán.",
    example: "Ô ngày chỉ có số 45842, không có định dạng ngày; đã hiểu là 04/7/2025.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for day in days::all(view).into_iter().filter(|day| day.manner == Manner::Serial) {
        let Some(read) = day.read else { continue };
        let (typed, read) = (format::quote(day.typed), format::date(read));
        let message = format!("Ô ngày chỉ có số {typed}, không có định dạng ngày; đã hiểu là {read}.");
        emitter.cell(day.at, day.id, day.cell, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::report::FieldId;
    use crate::rules::testing::*;

    #[test]
    fn a_bare_number_is_said_with_its_day() {
        let report = ReportDraft::by("SYT").task("KH11-001", |row| {
            row.completed_on = on(2025, 7, 4);
            (row.completed_on.typed, row.completed_on.manner) = ("45842".into(), Manner::Serial);
        });
        let found = fires(&RULE, &report);
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].subject.unwrap().field, Some(FieldId::CompletedOn));
    }

    #[test]
    fn real_dates_are_silent() {
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |row| row.completed_on = on(2025, 7, 4))), []);
    }
}
