//! N21: day and month of a date may have changed places, in any sheet.

use crate::model::finding::{Effect, Severity};
use crate::model::report::{FieldId, Manner, SheetId};
use crate::rules::days::{self, Day};
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// A machine set the American way swaps them silently; the day is read first, and the doubt is told.
pub static RULE: Rule = Rule {
    code: "N21",
    name: "date_swapped",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Ngày có thể bị đảo ngày và tháng",
    advice: "Đề nghị kiểm tra ngày, ghi theo thứ tự ngày/tháng/năm và đặt Windows theo vùng Việt Nam.",
    explanation: "Máy đặt theo kiểu Mỹ đọc 04/7 thành ngày 07 tháng 4 mà không báo gì. Ngày luôn được hiểu là ngày trước, tháng sau; cảnh báo khi cách hiểu kia hợp lý hơn, hoặc khi các ngày khác trong cùng cột cho thấy máy đã đảo.",
    example: "Ngày 09/30/2025 có thể bị đảo ngày và tháng; đã hiểu là 30/9/2025.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let days = days::all(view);
    let mut columns: BTreeMap<(SheetId, FieldId), Column> = BTreeMap::new();
    for day in &days {
        columns.entry((day.at.id, day.id)).or_default().add(day);
    }
    for day in &days {
        let Some(read) = day.read else { continue };
        let column = columns.get(&(day.at.id, day.id)).copied().unwrap_or_default();
        let doubtful = day.manner == Manner::MonthFirst || other_way(read).is_some_and(|other| doubt(day, read, other, column));
        if doubtful {
            let (typed, read) = (format::quote(day.typed), format::date(read));
            let message = format!("Ngày {typed} có thể bị đảo ngày và tháng; đã hiểu là {read}.");
            emitter.cell(day.at, day.id, day.cell, message);
            emitter.to_type(read);
        }
    }
}

/// What the other days of a column say about the machine that wrote it.
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    /// Texts whose first number can be no month.
    texts_past_12: u32,
    /// Texts that are month first.
    month_first: u32,
    /// Real dates, and texts, that can only be read one way: no swap happened here.
    dates_past_12: u32,
    texts_below_13: u32,
}

impl Column {
    fn add(&mut self, day: &Day<'_>) {
        let Some(read) = day.read else { return };
        match (day.manner, read.day() > 12) {
            (Manner::MonthFirst, _) => self.month_first += 1,
            (Manner::DayAsText, true) => self.texts_past_12 += 1,
            (Manner::DayAsText, false) => self.texts_below_13 += 1,
            (Manner::Plain, true) => self.dates_past_12 += 1,
            _ => {}
        }
    }

    /// A machine that expects the month first makes dates of the days up to 12 only, swapped, and leaves the others
    /// as text.
    fn machine_swaps(self) -> bool {
        self.texts_past_12 > 0 && self.texts_below_13 == 0 && self.dates_past_12 == 0
    }
}

/// The same figures with day and month exchanged, if that is another day.
fn other_way(day: NaiveDate) -> Option<NaiveDate> {
    let other = NaiveDate::from_ymd_opt(day.year(), day.day(), day.month())?;
    (other != day).then_some(other)
}

fn doubt(day: &Day<'_>, read: NaiveDate, other: NaiveDate, column: Column) -> bool {
    if !day.window.contains(other) {
        return false;
    }
    let by_neighbours = match day.manner {
        Manner::Plain => column.machine_swaps() || column.month_first > 0,
        Manner::DayAsText => column.month_first > 0,
        _ => false,
    };
    by_neighbours || !day.window.contains(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::report::{Field, Reading};
    use crate::rules::testing::*;

    fn written(typed: &str, y: i32, m: u32, d: u32, manner: Manner) -> Field<NaiveDate> {
        Field { typed: typed.into(), reading: Reading::Value(day(y, m, d)), manner, ..Field::default() }
    }

    fn completed(dates: &[(&str, u32, u32, Manner)]) -> ReportDraft {
        dates.iter().enumerate().fold(ReportDraft::by("SYT"), |report, (at, (typed, m, d, manner))| {
            let codes = ["KH11-002", "KH11-001", "KH11-004"];
            let field = written(typed, 2025, *m, *d, *manner);
            report.task(codes[at], move |row| row.completed_on = field.clone())
        })
    }

    #[test]
    fn a_date_read_month_first_is_said() {
        let report =
            ReportDraft::by("SYT").task("KH11-001", |row| row.expected_on = written("09/30/2025", 2025, 9, 30, Manner::MonthFirst));
        assert_eq!(messages(&fires(&RULE, &report)), [RULE.example]);
    }

    #[test]
    fn a_date_that_makes_sense_only_the_other_way_is_doubted() {
        // Issued on 01/3/2025; the week ends on 11/7/2025.
        let report = completed(&[("07/10/2025", 10, 7, Manner::Plain)]);
        let found = fires(&RULE, &report);
        assert_eq!(messages(&found), ["Ngày 07/10/2025 có thể bị đảo ngày và tháng; đã hiểu là 07/10/2025."]);
        assert_eq!(found[0].subject.unwrap().field, Some(FieldId::CompletedOn));
    }

    #[test]
    fn neighbours_show_that_the_machine_swaps() {
        let report = completed(&[("30/6/2025", 6, 30, Manner::DayAsText), ("05/7/2025", 7, 5, Manner::Plain)]);
        assert_eq!(fires(&RULE, &report), [], "the other way it would be before the task was issued");
        let report = completed(&[("06/5/2025", 5, 6, Manner::Plain), ("30/6/2025", 6, 30, Manner::DayAsText)]);
        assert_eq!(fires(&RULE, &report).len(), 1);
    }

    #[test]
    fn days_that_can_be_read_one_way_are_silent() {
        for dates in [
            &[("04/7/2025", 7, 4, Manner::DayAsText)][..],
            &[("06/5/2025", 5, 6, Manner::Plain), ("30/6/2025", 6, 30, Manner::Plain)],
            &[("07/7/2025", 7, 7, Manner::Plain), ("30/6/2025", 6, 30, Manner::DayAsText)],
        ] {
            assert_eq!(fires(&RULE, &completed(dates)), []);
        }
    }
}
