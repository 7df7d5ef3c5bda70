//! One test for each kind of mistake, on tables written in code, and the cases in which nothing is wrong.

mod meaning;
mod mistakes;
mod stand_in;

use super::*;
use crate::model::agency::AgencyCode;
use crate::model::config::Limits;
use crate::model::deadline::DayInterval;
use crate::model::moment;
use crate::model::period::Period;
use crate::model::place::CellRef;
use crate::model::register::Change;
use crate::model::task::{Role, TaskCode, Validity};
use crate::model::workbook::{RawSheet, RawValue};
use crate::sheets::register_layout::{Column, Entry, Need, REGISTER, SheetLayout};
use crate::sheets::register_template;
use crate::sheets::sheet::Value;
use crate::text::{dates, numbers};
use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;
use std::borrow::Cow;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days(from: &str, to: &str) -> Option<DayInterval> {
    Some(DayInterval { from: day(from), to: day(to) })
}

fn text(text: &str) -> RawValue {
    RawValue::Text(text.into())
}

fn date(iso: &str) -> RawValue {
    RawValue::DateTime(day(iso).and_hms_opt(0, 0, 0).unwrap())
}

/// A text as the spreadsheet would hold it in a column of this kind.
fn typed(entry: Entry, written: &str) -> RawValue {
    match entry {
        Entry::Date | Entry::DateOrWords => dates::date_time(written).map_or(text(written), RawValue::DateTime),
        Entry::DateTime => RawValue::DateTime(dates::date_time(written).unwrap()),
        Entry::Number | Entry::Year => {
            let plain = written.replace('.', "");
            numbers::decimal(&plain).and_then(|n| n.to_f64()).map_or(text(written), RawValue::Number)
        }
        Entry::Text | Entry::Choice(_) => text(written),
    }
}

fn sheet(layout: &SheetLayout, rows: &[Vec<String>]) -> RawSheet {
    let mut sheet = RawSheet { name: layout.name.to_owned(), visible: true, ..RawSheet::default() };
    sheet.rows.insert(0, (0..).zip(layout.columns).map(|(at, c)| (at, text(c.heading))).collect());
    for (at, row) in (1..).zip(rows) {
        let cells = (0..).zip(row).zip(layout.columns).filter(|((_, value), _)| !value.is_empty());
        sheet.rows.insert(at, cells.map(|((column, value), c)| (column, typed(c.entry, value))).collect());
    }
    sheet
}

fn workbook(sheets: Vec<RawSheet>) -> RawWorkbook {
    RawWorkbook { sheet_names: sheets.iter().map(|s| s.name.clone()).collect(), sheets, ..RawWorkbook::default() }
}

/// The examples of the template: a small register without a mistake.
fn examples() -> RawWorkbook {
    let rows = |layout: &SheetLayout| layout.examples.iter().map(|row| row.iter().map(|s| (*s).to_owned()).collect()).collect::<Vec<_>>();
    workbook(REGISTER.iter().map(|layout| sheet(layout, &rows(layout))).collect())
}

fn column(sheet: &RawSheet, heading: &str) -> u32 {
    sheet.rows[&0].iter().find(|(_, v)| *v == text(heading)).unwrap_or_else(|| panic!("no column {heading}")).0
}

/// Writes a cell; `row` counts from 1 below the headings.
fn put(book: &mut RawWorkbook, name: &str, row: u32, heading: &str, value: RawValue) {
    let sheet = book.sheets.iter_mut().find(|s| s.name == name).unwrap();
    let at = column(sheet, heading);
    let cells = sheet.rows.entry(row).or_default();
    cells.retain(|(c, _)| *c != at);
    cells.push((at, value));
    cells.sort_by_key(|(c, _)| *c);
}

fn with(name: &str, row: u32, heading: &str, value: RawValue) -> RawWorkbook {
    let mut book = examples();
    put(&mut book, name, row, heading, value);
    book
}

/// Copies a row below the last one.
fn repeat(book: &mut RawWorkbook, name: &str, row: u32) -> u32 {
    let sheet = book.sheets.iter_mut().find(|s| s.name == name).unwrap();
    let cells = sheet.rows[&row].clone();
    let last = *sheet.rows.keys().last().unwrap() + 1;
    sheet.rows.insert(last, cells);
    last
}

fn mistakes_text(mistakes: &[RegisterMistake]) -> String {
    mistakes.iter().map(|m| format!("{m}\n")).collect()
}

fn mistakes(book: &RawWorkbook) -> Vec<String> {
    let found = understand(book).map_or_else(|mistakes| mistakes, |register| register.mistakes);
    found.iter().map(ToString::to_string).collect()
}

/// The only mistake of a book.
fn only(book: &RawWorkbook) -> String {
    let mistakes = mistakes(book);
    assert_eq!(mistakes.len(), 1, "{mistakes:#?}");
    mistakes.into_iter().next().unwrap()
}

#[track_caller]
fn says(book: &RawWorkbook, place: &str, part: &str) {
    let mistake = only(book);
    assert!(mistake.starts_with(&format!("danh-muc.xlsx, {place}: ")), "{mistake}");
    assert!(mistake.contains(part), "{mistake}");
}

fn task(register: &Register, code: &str) -> crate::model::task::Task {
    register.task(&TaskCode::parse(code).unwrap()).unwrap().clone()
}

fn agency(code: &str) -> AgencyCode {
    AgencyCode::parse(code).unwrap()
}

fn codes(list: &[AgencyCode]) -> Vec<&str> {
    list.iter().map(AgencyCode::as_str).collect()
}

#[test]
fn the_examples_of_the_template_are_understood_to_the_last_cell() {
    let register = understand(&examples()).unwrap();
    assert_eq!(register.notes, Vec::<String>::new());
    let unit = &register.agencies[0];
    assert_eq!((unit.code.as_str(), unit.short.as_str(), unit.folder.as_str(), unit.order), ("SKHCN", "Sở KH&CN", "SKHCN", 12));
    assert_eq!(unit.aliases, ["Sở KHCN", "KHCN"]);
    let first = task(&register, "KH11-007");
    assert_eq!(first.deadline, days("2025-07-01", "2025-09-30"));
    assert_eq!(codes(&first.leads), ["SKHCN"]);
    assert_eq!(codes(&first.supports), ["X-THACHHA"]);
    assert_eq!(first.issued_on, Some(day("2025-06-29")));
    assert_eq!(first.place.cell, Some(CellRef::new(1, 0)));
    let whole = task(&register, "KH11-008");
    assert_eq!(whole.parts.len(), 1);
    assert_eq!((whole.parts[0].work.as_str(), whole.parts[0].deadline), ("Số hóa dữ liệu hộ tịch", days("2025-10-31", "2025-10-31")));
    assert_eq!(register.targets[0].goal_text, "90");
    assert_eq!(register.targets[0].high.unwrap().to_string(), "100");
    assert_eq!(codes(&register.targets[0].providers), ["SKHCN"]);
    assert_eq!((register.targets[1].goal_text.as_str(), register.targets[1].goal.to_string().as_str()), ("Đạt", "1"));
    assert_eq!(register.criteria[0].code, "TC01");
    assert_eq!(register.remarks[0].period.to_string(), "2025-W28");
    let announced = &register.calendar.overrides[&Period::parse_id("2026-W18").unwrap()];
    assert_eq!(announced.submit.unwrap().to_rfc3339(), "2026-04-29T10:00:00+07:00");
    assert!(register.calendar.rest_days.contains_key(&day("2026-05-01")));
    assert!(register.calendar.work_days.contains(&day("2025-04-26")));
}

#[test]
fn adjustments_hold_from_their_day_on() {
    let register = understand(&examples()).unwrap();
    let days_of_effect: Vec<_> = register.adjustments.iter().map(|a| a.from).collect();
    assert_eq!(days_of_effect, ["2025-08-01", "2025-09-15", "2025-09-20"].map(day));
    let before = register.in_force(day("2025-09-14"));
    assert_eq!(task(&before, "KH11-007").deadline, days("2025-07-01", "2025-09-30"));
    assert_eq!(before.targets[0].goal_text, "95");
    let after = task(&register.in_force(day("2025-09-15")), "KH11-007");
    assert_eq!(after.deadline, days("2025-10-31", "2025-10-31"));
    assert_eq!(after.extended.unwrap().original_text, "Quý III/2025");
}

/// The cells of a book as the reader would return them.
fn as_read(book: &crate::sheets::sheet::Book) -> RawWorkbook {
    let sheets = book.sheets.iter().map(|sheet| {
        let mut raw = RawSheet { name: sheet.name.clone(), visible: true, ..RawSheet::default() };
        for (at, row) in (0..).zip(&sheet.rows) {
            let cells = (0..).zip(&row.cells).filter_map(|(column, cell)| {
                let value = match &cell.value {
                    Value::Text(text) => RawValue::Text(text.as_str().into()),
                    Value::Number(number) => RawValue::Number(*number),
                    Value::Date(day) => RawValue::DateTime(day.and_hms_opt(0, 0, 0)?),
                    Value::DateTime(at) => RawValue::DateTime(*at),
                    Value::Blank | Value::Formula(_) => return None,
                };
                Some((column, value))
            });
            let cells: Vec<(u32, RawValue)> = cells.collect();
            if !cells.is_empty() {
                raw.rows.insert(at, cells);
            }
        }
        raw
    });
    workbook(sheets.collect())
}

#[test]
fn the_empty_template_is_understood() {
    let created = moment::at(day("2025-07-07").and_hms_opt(8, 0, 0).unwrap());
    let register = understand(&as_read(&register_template::book(created))).unwrap();
    assert!(register.agencies.is_empty() && register.tasks.is_empty());
    assert!(register.calendar.rest_days.contains_key(&day("2027-01-01")));
    assert_eq!(register.calendar.work_days.len(), 3);
    // What the program brings along is nothing for the desk to do, until the week comes.
    assert!(register.calendar.unconfirmed.contains_key(&day("2026-08-31")));
    assert_eq!(register.notes, [""; 0]);
}

#[test]
fn the_sample_register_is_understood() {
    let files = [
        include_str!("../../../../samples/ha-tinh/danh-muc/DonVi.csv"),
        include_str!("../../../../samples/ha-tinh/danh-muc/NhiemVu.csv"),
        include_str!("../../../../samples/ha-tinh/danh-muc/ChiTieu.csv"),
        include_str!("../../../../samples/ha-tinh/danh-muc/TieuChi.csv"),
        include_str!("../../../../samples/ha-tinh/danh-muc/DieuChinh.csv"),
        include_str!("../../../../samples/ha-tinh/danh-muc/Lich.csv"),
        include_str!("../../../../samples/ha-tinh/danh-muc/DonViThamGia.csv"),
        include_str!("../../../../samples/ha-tinh/danh-muc/NhanDinh.csv"),
    ];
    let sheets = REGISTER.into_iter().zip(files).map(|(layout, file)| {
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        // A column that may be left out came later than the sample, behind the others.
        let written = |c: &&&Column| c.need != Need::Optional || headings.iter().any(|heading| heading == c.heading);
        assert_eq!(headings, layout.columns.iter().filter(written).map(|c| c.heading).collect::<Vec<_>>());
        let rows: Vec<Vec<String>> = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
        sheet(layout, &rows)
    });
    let register = understand(&workbook(sheets.collect())).map_err(|m| mistakes_text(&m)).unwrap();
    assert_eq!((register.agencies.len(), register.tasks.len(), register.targets.len(), register.criteria.len()), (43, 103, 24, 16));
    assert_eq!(register.tasks.iter().filter(|t| t.validity != Validity::Withdrawn).count(), 102);
    // Only TB15-025 has a dated deadline without a date.
    let undated = register.tasks.iter().filter(|t| t.deadline_kind == crate::model::task::DeadlineKind::Dated && t.deadline.is_none());
    assert_eq!(undated.map(|t| t.code.to_string()).collect::<Vec<_>>(), ["TB15-025"]);
    assert_eq!(task(&register, "TB15-005").parts.len(), 12);
    assert_eq!(codes(&task(&register, "NQ57-001").leads), ["SKHCN"]);
    assert!(register.notes.iter().any(|n| n.contains("STTTT") && n.contains("SKHCN")), "{:?}", register.notes);
    assert_eq!(task(&register, "KL04-006").deadline, days("2025-07-19", "2025-07-19"));
    assert_eq!(task(&register, "CTR42-005").deadline, days("2025-01-01", "2026-12-31"));
    assert_eq!(task(&register, "KH02-001").deadline, days("2025-06-19", "2025-08-31"));
    assert_eq!(task(&register, "KH02-002").window, days("2025-10-01", "2025-12-31"));
    assert_eq!(register.agencies[9].code.as_str(), "TINHDOAN");
    let in_week_29 = register.in_force(day("2025-07-18"));
    // No copy where nothing is otherwise, and the same where there is one.
    let edges = register.adjustments.iter().flat_map(|change| [change.from.pred_opt(), Some(change.from)]).flatten();
    let edges: Vec<NaiveDate> = edges.chain(register.agencies.iter().filter_map(|agency| agency.to)).chain([day("2020-01-01")]).collect();
    assert!(edges.iter().all(|day| *register.in_force_on(*day) == register.in_force(*day)));
    let mut plain = register.clone();
    (plain.adjustments, plain.agencies) = (Vec::new(), plain.agencies.into_iter().filter(|agency| agency.successor.is_none()).collect());
    let plain = plain.with_places();
    assert_eq!(task(&plain.in_force_on(day("2025-07-18")), "KH11-007").code.as_str(), "KH11-007");
    assert!(
        matches!(plain.in_force_on(day("2025-07-18")), Cow::Borrowed(_))
            && matches!(register.in_force_on(day("2025-12-31")), Cow::Owned(_))
    );
    assert_eq!(task(&in_week_29, "TB15-019").deadline, days("2025-08-31", "2025-08-31"));
    assert_eq!(in_week_29.targets[12].goal.to_string(), "1");
}

#[test]
fn the_same_sample_as_a_workbook_on_disk_is_the_same_register() {
    let bytes = include_bytes!("../../../../samples/ha-tinh/danh-muc.xlsx");
    let book = crate::reader::read(bytes, "xlsx", &Limits::DEFAULT).unwrap();
    let register = understand(&book).map_err(|m| mistakes_text(&m)).unwrap();
    assert_eq!((register.agencies.len(), register.tasks.len(), register.targets.len(), register.criteria.len()), (43, 103, 24, 16));
    assert_eq!(register.targets[13].goal_text, "99,74");
    assert_eq!(task(&register, "KH11-007").deadline, days("2025-09-30", "2025-09-30"));
    assert_eq!(register.remarks.len(), 5);
}

#[test]
fn the_template_survives_the_writer_and_the_reader() {
    let created = moment::at(day("2025-07-07").and_hms_opt(8, 0, 0).unwrap());
    let bytes = crate::io::excel_write::to_bytes(&register_template::book(created)).unwrap();
    let book = crate::reader::read(&bytes, "xlsx", &Limits::DEFAULT).unwrap();
    let register = understand(&book).map_err(|m| mistakes_text(&m)).unwrap();
    assert_eq!(register.calendar.rest_days.len(), 35);
    assert!(!crate::io::excel_write::to_bytes(&register_template::receipt_book(created)).unwrap().is_empty());
}
