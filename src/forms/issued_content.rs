//! What stands in a form when it is issued, as two digests that go with it and are compared when it comes back: of the cells
//! that the office fills, and of those that the form comes with. Values are compared, not bytes: a form that was only opened and saved says the same.

use crate::model::fields::{Access, Row};
use crate::model::report::{AgencyReport, Field, Reading, Table, TargetValue};
use crate::text::{normalise, sha256};
use std::collections::BTreeSet;

/// Which cells of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// Those that the agency fills.
    Filled,
    /// Those that the form comes with: what the register says of each row.
    Given,
}

/// SHA-256, in hexadecimal, of everything that stands in these cells, by row and column. Neither the order of rows nor a row in
/// which nothing stands says anything; `ThongTin` is looked at apart.
pub fn digest(report: &AgencyReport, cells: Cells) -> String {
    let mut lines = BTreeSet::new();
    collect("tasks", &report.tasks, cells, &mut lines);
    collect("targets", &report.targets, cells, &mut lines);
    collect("criteria", &report.criteria, cells, &mut lines);
    collect("extra", &report.extra_tasks, cells, &mut lines);
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    sha256::of(text.as_bytes())
}

fn collect<R: Row>(sheet: &str, table: &Option<Table<R>>, cells: Cells, lines: &mut BTreeSet<String>) {
    let wanted = |filled: bool| filled == (cells == Cells::Filled);
    for row in table.iter().flat_map(|table| &table.rows) {
        let key = normalise::key(&row.key().typed);
        for (id, access) in R::FIELDS.iter().filter(|spec| wanted(spec.filled)).filter_map(|spec| Some((spec.id, spec.access.as_ref()?))) {
            if let Some(value) = said(access, row) {
                // Separated, so that a text moved to the next column is another one.
                lines.insert(format!("{sheet}\u{1f}{key}\u{1f}{id:?}\u{1f}{value}"));
            }
        }
    }
}

/// What a field says: its value in one way of writing, or the words of what is no value. `None` if nothing is written.
fn said<R>(access: &Access<R>, row: &R) -> Option<String> {
    match access {
        Access::Text(lens) => of((lens.get)(row), ToString::to_string),
        Access::Role(lens) => of((lens.get)(row), |role| role.label().to_owned()),
        Access::Status(lens) => of((lens.get)(row), |reading| reading.status.label().to_owned()),
        Access::Percent(lens) | Access::Number(lens) => of((lens.get)(row), |number| number.normalize().to_string()),
        Access::Day(lens) => of((lens.get)(row), ToString::to_string),
        Access::Moment(lens) => of((lens.get)(row), ToString::to_string),
        Access::Count(lens) => of((lens.get)(row), ToString::to_string),
        Access::Mark(lens) => of((lens.get)(row), ToString::to_string),
        Access::Period(lens) => of((lens.get)(row), |period| format!("{period:?}")),
        Access::Value(lens, _) => of((lens.get)(row), |value| match value {
            TargetValue::Number(number) => number.normalize().to_string(),
            TargetValue::Passed(passed) => passed.to_string(),
        }),
        Access::Assessment(lens) => of((lens.get)(row), |assessment| assessment.label().to_owned()),
        Access::Criterion(lens) => of((lens.get)(row), |result| result.label().to_owned()),
    }
}

fn of<T>(field: &Field<T>, write: impl FnOnce(&T) -> String) -> Option<String> {
    match &field.reading {
        Reading::Value(value) => Some(write(value)),
        Reading::Empty => None,
        Reading::Unreadable => Some(format!("?{}", field.typed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::report::TaskRow;
    use crate::model::shared_text::SharedText;
    use rust_decimal::Decimal;

    fn text(typed: &str) -> Field<SharedText> {
        Field { typed: typed.into(), reading: Reading::Value(typed.into()), ..Field::default() }
    }

    fn task(code: &str, change: impl FnOnce(&mut TaskRow)) -> TaskRow {
        let mut row = TaskRow { code: text(code), evidence: text("12/QĐ"), ..TaskRow::default() };
        row.percent = Field { typed: "50".into(), reading: Reading::Value(Decimal::from(50)), ..Field::default() };
        change(&mut row);
        row
    }

    fn of_rows(rows: Vec<TaskRow>) -> String {
        digest(&AgencyReport { tasks: Some(Table { sheet: "NhiemVu".into(), rows }), ..AgencyReport::default() }, Cells::Filled)
    }

    #[test]
    fn values_count_and_neither_their_writing_nor_the_order_of_rows() {
        let plain = of_rows(vec![task("KH11-001", |_| {}), task("KH11-002", |_| {})]);
        let other_writing = |row: &mut TaskRow| {
            row.percent.typed = "50,0%".into();
            row.percent.reading = Reading::Value(Decimal::new(500, 1));
            row.content = text("Nội dung sửa lại");
            row.row = 40;
        };
        assert_eq!(of_rows(vec![task("kh11-002", |_| {}), task("KH11-001", other_writing), TaskRow::default()]), plain);
        let one = |change: fn(&mut TaskRow)| of_rows(vec![task("KH11-001", change), task("KH11-002", |_| {})]);
        assert_ne!(one(|row| row.percent.reading = Reading::Value(Decimal::from(51))), plain);
        assert_ne!(one(|row| row.percent.reading = Reading::Unreadable), plain);
        assert_ne!(one(|row| row.evidence = Field::default()), plain, "emptied");
        assert_ne!(one(|row| row.note = std::mem::take(&mut row.evidence)), plain, "moved to the next column");
        assert_ne!(of_rows(vec![task("KH11-001", |_| {})]), plain, "a row less");
    }

    #[test]
    fn what_the_form_comes_with_is_apart() {
        let of = |cells, change: fn(&mut TaskRow)| {
            let tasks = Some(Table { sheet: "NhiemVu".into(), rows: vec![task("KH11-001", change)] });
            digest(&AgencyReport { tasks, ..AgencyReport::default() }, cells)
        };
        let content = |row: &mut TaskRow| row.content = text("Nội dung sửa lại");
        let evidence = |row: &mut TaskRow| row.evidence = text("13/QĐ");
        assert_ne!(of(Cells::Given, content), of(Cells::Given, |_| {}));
        assert_eq!(of(Cells::Given, evidence), of(Cells::Given, |_| {}));
        assert_eq!(of(Cells::Filled, content), of(Cells::Filled, |_| {}));
    }
}
