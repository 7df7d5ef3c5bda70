//! D06: numbers written as text were read as the numbers they are.

use crate::model::fields::{Access, Record};
use crate::model::finding::{Effect, Severity};
use crate::model::place::{CellRef, Place};
use crate::model::report::{Field, Manner, SheetId};
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{class, format};
use std::collections::BTreeSet;

/// How many cells a message shows.
const SHOWN: usize = 3;

/// Only a text that can mean one number is read as a number; what was made of it is told.
pub static RULE: Rule = Rule {
    code: "D06",
    name: "number_as_text",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Số ghi dạng chữ",
    advice: "Đề nghị chỉ ghi số, không ghi dấu %, đơn vị tính hoặc dấu nháy trước số.",
    explanation: "Số ghi dạng chữ chỉ được đổi khi có đúng một cách hiểu: 99,74; 1.234.567; 85%; 250 trạm khi đơn vị tính là trạm; 39/65 với chỉ tiêu phần trăm. Mọi trường hợp khác là lỗi của ô.",
    example: "Số ghi dạng chữ tại 2 ô; đã đổi: G9 \"85%\" thành 85, G10 \"62,5\" thành 62,5.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let mut tasks = Numbers::default();
    view.tasks.iter().for_each(|entry| tasks.add_row(entry.row));
    let mut targets = Numbers::default();
    view.targets.iter().for_each(|entry| targets.add_row(entry.row));
    for (numbers, id) in [(tasks, SheetId::Tasks), (targets, SheetId::Targets)] {
        if let (Some(first), Some(sheet)) = (numbers.cells.first(), sheet(view, id)) {
            let message = format!("Số ghi dạng chữ tại {} ô; đã đổi: {}.", numbers.cells.len(), numbers.shown.join(", "));
            emitter.at(Place::cell(sheet, *first), message);
        }
    }
}

fn sheet<'a>(view: &ReportView<'a>, id: SheetId) -> Option<&'a str> {
    let report = view.case.report;
    match id {
        SheetId::Tasks => report.tasks.as_ref().map(|table| table.sheet.as_str()),
        _ => report.targets.as_ref().map(|table| table.sheet.as_str()),
    }
}

/// The numbers of a sheet that were text.
#[derive(Default)]
struct Numbers {
    cells: BTreeSet<CellRef>,
    shown: Vec<String>,
}

impl Numbers {
    fn add_row<R: Record>(&mut self, row: &R) {
        for access in R::FIELDS.iter().filter_map(|spec| spec.access.as_ref()) {
            match access {
                Access::Percent(lens) | Access::Number(lens) => self.add((lens.get)(row), format::decimal),
                Access::Value(lens, _) => self.add((lens.get)(row), class::value),
                _ => {}
            }
        }
    }

    fn add<T: Copy>(&mut self, field: &Field<T>, show: fn(T) -> String) {
        let (Some(cell), Some(value)) = (field.cell, field.value()) else { return };
        let said = match field.manner {
            Manner::NumberAsText => show(*value),
            // Part and whole stand in one cell, and the first of them speaks for both.
            Manner::Ratio => "tử số, mẫu số".to_owned(),
            _ => return,
        };
        if self.cells.insert(cell) && self.shown.len() < SHOWN {
            self.shown.push(format!("{cell} \"{}\" thành {said}", format::quote(&field.typed)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;
    use rust_decimal::Decimal;

    fn as_text(typed: &str, number: &str) -> Field<Decimal> {
        Field { manner: Manner::NumberAsText, ..value(typed, number.parse().unwrap()) }
    }

    #[test]
    fn numbers_in_text_are_counted_and_shown_sheet_by_sheet() {
        let written = ReportDraft::by("SYT")
            .task("KH11-001", |row| row.percent = as_text("85%", "85"))
            .task("KH11-002", |row| row.percent = as_text("62,5", "62.5"));
        let found = fires(&RULE, &written);
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place, Place::cell("NhiemVu", CellRef::new(8, 6)));
    }

    #[test]
    fn part_and_whole_in_one_cell_are_one_cell() {
        let part = |number: &str| Field { manner: Manner::Ratio, ..value("39/65", number.parse().unwrap()) };
        let mut written = ReportDraft::by("SYT").target("CT-001", |row| (row.numerator, row.denominator) = (part("39"), part("65")));
        for row in &mut written.report.targets.as_mut().unwrap().rows {
            (row.numerator.cell, row.denominator.cell) = (Some(CellRef::new(8, 7)), Some(CellRef::new(8, 7)));
        }
        let found = fires(&RULE, &written);
        assert_eq!(messages(&found), ["Số ghi dạng chữ tại 1 ô; đã đổi: H9 \"39/65\" thành tử số, mẫu số."]);
    }

    #[test]
    fn real_numbers_are_silent() {
        let written = ReportDraft::by("SYT").task("KH11-001", |_| {}).target("CT-001", |row| row.value = result_number("80"));
        assert_eq!(fires(&RULE, &written), []);
    }
}
