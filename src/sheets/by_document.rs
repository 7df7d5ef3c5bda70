//! `Theo văn bản`: tasks of each document by class; together they are the whole.

use crate::model::class::ClassCounts;
use crate::model::consolidation::Consolidation;
use crate::sheets::annex::Annex;
use crate::sheets::class_table;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, STRONG, STRONG_CENTERED, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::text::{document, format};
use std::collections::BTreeMap;

const DOCUMENT: Column = column("Văn bản giao", 44.0);

fn columns() -> Vec<Column> {
    [&[column("TT", 4.0), DOCUMENT][..], &class_table::PRINTED, &class_table::ASIDE].concat()
}

/// The whole first, then one line a document with tasks in the totals, in the register's order.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let title = "TỔNG HỢP KẾT QUẢ THỰC HIỆN NHIỆM VỤ THEO VĂN BẢN GIAO";
    let mut sheet = frame::open_annex(input, Annex::ByDocument, title, &columns(), 2);
    let row = |number: Cell, name: Cell, counts: &ClassCounts, style: Style| {
        [vec![number, name], class_table::printed(counts, style), class_table::beside(counts, style)].concat()
    };
    let total = row(Cell::blank(STRONG_CENTERED), Cell::text("TỔNG SỐ", STRONG), &c.task_totals.overall, STRONG);
    frame::push(&mut sheet, total);
    let documents = c.task_totals.by_document.iter().filter(|(_, counts)| counts.total > 0);
    for (number, (name, counts)) in (1u32..).zip(documents) {
        let name = if name.trim().is_empty() { "Chưa ghi văn bản giao" } else { name };
        let cells = row(Cell::count(number, CENTERED), frame::short(name, DOCUMENT.width), counts, Style::BODY);
        frame::push(&mut sheet, cells);
    }
    frame::filter(&mut sheet);
    if let Some(before) = &c.comparison {
        let (was, now) = (before.tasks, c.task_totals.overall);
        let points = format::points(format::percent(was.done(), was.total), format::percent(now.done(), now.total));
        let tasks = i64::from(now.done()) - i64::from(was.done());
        let week = before.period.week();
        frame::merged(&mut sheet, format!("Hoàn thành so với tuần {week}: {tasks:+} nhiệm vụ; {points}."), FOOT);
    }
    frame::merged(&mut sheet, class_table::FOOT, FOOT);
    frame::finish(sheet)
}

/// What a task's document is called in all sheets, so that who counts again by document finds one document once, in however
/// many ways the register writes it.
pub(crate) fn names(c: &Consolidation) -> impl Fn(&str) -> String {
    let names: BTreeMap<String, String> =
        c.task_totals.by_document.iter().rev().map(|(name, _)| (document::key(name), name.clone())).collect();
    move |written| names.get(&document::key(written)).map_or_else(|| written.to_owned(), Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn every_document() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    #[test]
    fn rows_add_up_and_documents_are_the_whole() {
        testing::with_input(|input| {
            let sheet = sheet(input);
            let rows = class_table::tests::rows_add_up(&sheet, 2, 14);
            assert!(rows > 2, "{rows}");
            let figures = |row: usize| -> Vec<u32> { sheet.rows[row].cells[2..].iter().filter_map(testing::whole_number).collect() };
            let whole = figures(4);
            let sum = (5..4 + rows).map(figures).fold(vec![0; whole.len()], |a, b| a.iter().zip(b).map(|(a, b)| a + b).collect());
            assert_eq!(sum, whole);
        });
    }
}
