//! N20: a date that cannot be read, in any sheet.

use crate::model::finding::{Effect, Severity};
use crate::rules::days;
use crate::rules::view::ReportView;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// A day is not guessed: the cell is not used, the rest of the row is.
pub static RULE: Rule = Rule {
    code: "N20",
    name: "date_unreadable",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Không đọc được ngày",
    advice: "Đề nghị ghi theo dạng ngày/tháng/năm, ví dụ 04/7/2025, hoặc dùng ô kiểu ngày của Excel.",
    explanation: "Ngày ghi bằng lời hoặc sai dạng thì không đoán. Chỉ ô ngày không được dùng; phần còn lại của dòng vẫn được dùng.",
    example: "Không đọc được ngày \"tuần trước\". Ghi theo dạng ngày/tháng/năm, ví dụ 04/7/2025.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    // An error of a formula is said as such (D03).
    for day in days::all(view).into_iter().filter(|day| day.unreadable && !wording::is_formula_error(day.typed)) {
        let typed = format::quote(day.typed);
        let message = format!("Không đọc được ngày \"{typed}\". Ghi theo dạng ngày/tháng/năm, ví dụ 04/7/2025.");
        emitter.cell(day.at, day.id, day.cell, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::report::FieldId;
    use crate::rules::testing::*;

    #[test]
    fn words_instead_of_a_date_are_refused_in_every_sheet() {
        let mut written = ReportDraft::by("X-THANHAN")
            .task("KH11-001", |row| {
                row.completed_on = unreadable("tuần trước");
                row.expected_on = unreadable("31/13/2025");
            })
            .criterion("TC01", |row| row.met_on = unreadable("rồi"))
            .extra_task(|row| row.assigned_on = unreadable("hôm qua"));
        written.report.info.as_of = unreadable("hôm nay");
        written.report.info.signed_on = unreadable("?");
        let found = fires(&RULE, &written);
        assert_eq!(found.len(), 6);
        assert!(found.iter().any(|f| f.message == RULE.example && f.subject.unwrap().field == Some(FieldId::CompletedOn)));
    }

    #[test]
    fn dates_empty_cells_and_formula_errors_are_silent() {
        let written = ReportDraft::by("SYT")
            .task("KH11-001", |row| row.completed_on = on(2025, 7, 4))
            .task("KH11-002", |row| row.completed_on = unreadable("#N/A"));
        assert_eq!(fires(&RULE, &written), []);
    }
}
