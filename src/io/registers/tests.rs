//! One test for each kind of mistake, on tables written in code, and the cases in which nothing is wrong.

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
use crate::sheets::register_layout::{Entry, REGISTER, SheetLayout};
use crate::sheets::register_template;
use crate::sheets::sheet::Value;
use crate::text::{dates, numbers};
use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;

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

fn mistakes(book: &RawWorkbook) -> Vec<String> {
    understand(book).err().unwrap_or_default().iter().map(ToString::to_string).collect()
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
    assert_eq!(register.adjustments.iter().map(|a| a.from).collect::<Vec<_>>(), [day("2025-08-01"), day("2025-09-15")]);
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
                    Value::Blank | Value::Formula { .. } => return None,
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
    assert!(register.notes.iter().any(|n| n.contains("31/8/2026") && n.contains("chưa được xác nhận")), "{:?}", register.notes);
}

#[test]
fn the_sample_register_is_understood() {
    let files = [
        include_str!("../../../samples/ha-tinh/danh-muc/DonVi.csv"),
        include_str!("../../../samples/ha-tinh/danh-muc/NhiemVu.csv"),
        include_str!("../../../samples/ha-tinh/danh-muc/ChiTieu.csv"),
        include_str!("../../../samples/ha-tinh/danh-muc/TieuChi.csv"),
        include_str!("../../../samples/ha-tinh/danh-muc/DieuChinh.csv"),
        include_str!("../../../samples/ha-tinh/danh-muc/Lich.csv"),
        include_str!("../../../samples/ha-tinh/danh-muc/DonViThamGia.csv"),
        include_str!("../../../samples/ha-tinh/danh-muc/NhanDinh.csv"),
    ];
    let sheets = REGISTER.into_iter().zip(files).map(|(layout, file)| {
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        assert_eq!(headings, layout.columns.iter().map(|c| c.heading).collect::<Vec<_>>());
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
    assert_eq!(task(&in_week_29, "TB15-019").deadline, days("2025-08-31", "2025-08-31"));
    assert_eq!(in_week_29.targets[12].goal.to_string(), "1");
}

#[test]
fn the_same_sample_as_a_workbook_on_disk_is_the_same_register() {
    let bytes = include_bytes!("../../../samples/ha-tinh/danh-muc.xlsx");
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

#[test]
fn a_missing_sheet() {
    let mut book = examples();
    book.sheets.retain(|s| s.name != "ChiTieu");
    book.sheet_names.retain(|s| s != "ChiTieu");
    let message = only(&book);
    assert!(message.starts_with("danh-muc.xlsx, trang ChiTieu: Thiếu trang “ChiTieu”. Tệp có các trang: DonVi"), "{message}");
    let mut book = examples();
    book.sheets.retain(|s| s.name != "DonVi");
    says(&book, "trang DonVi", "Thiếu trang “DonVi”");
    for optional in ["TieuChi", "DieuChinh", "Lich", "DonViThamGia", "NhanDinh"] {
        let mut book = examples();
        book.sheets.retain(|s| s.name != optional);
        assert_eq!(mistakes(&book), Vec::<String>::new(), "{optional}");
    }
}

#[test]
fn headings_are_found_below_a_title_in_any_order_among_others() {
    let mut book = examples();
    let agencies = &mut book.sheets[0];
    let shifted = std::mem::take(&mut agencies.rows).into_iter().map(|(row, cells)| {
        let mut cells: Vec<(u32, RawValue)> = cells.into_iter().map(|(c, v)| (40 - c, v)).collect();
        cells.push((50, text("cột thêm")));
        cells.sort_by_key(|(c, _)| *c);
        (row + 4, cells)
    });
    agencies.rows = shifted.collect();
    agencies.rows.insert(0, vec![(0, text("DANH SÁCH ĐƠN VỊ"))]);
    agencies.rows.get_mut(&4).unwrap().iter_mut().for_each(|(_, v)| {
        if *v == text("Mã đơn vị") {
            *v = text("  MÃ ĐƠN VỊ ★ ");
        }
    });
    assert_eq!(understand(&book).unwrap().agencies, understand(&examples()).unwrap().agencies);
}

#[test]
fn a_missing_or_doubled_column() {
    let mut book = examples();
    book.sheets[1].rows.get_mut(&0).unwrap().iter_mut().for_each(|(_, v)| {
        if *v == text("Đơn vị chủ trì") {
            *v = text("Đơn vị chủ tri`");
        }
    });
    let found = mistakes(&book);
    assert!(
        found[0].starts_with("danh-muc.xlsx, trang NhiemVu, ô A1: Thiếu cột “Đơn vị chủ trì”. Có phải là cột “Đơn vị chủ tri`” không?"),
        "{found:#?}"
    );
    let mut book = examples();
    book.sheets[3].rows.get_mut(&0).unwrap().push((9, text("mã")));
    says(&book, "trang TieuChi, ô J1", "Cột “Mã” đã có ở ô A1");
    let mut book = examples();
    book.sheets[3].rows.remove(&0);
    says(&book, "trang TieuChi", "Không tìm thấy dòng tiêu đề");
}

#[test]
fn a_misspelt_optional_column_is_noted() {
    let mut book = examples();
    book.sheets[1].rows.get_mut(&0).unwrap().iter_mut().for_each(|(_, v)| {
        if *v == text("Đơn vị phối hợp") {
            *v = text("Đơn vị phối hơp");
        }
    });
    // Without marks the two are the same, and still not the same heading.
    let register = understand(&book).unwrap();
    assert!(
        register.notes[0].contains("“Đơn vị phối hơp” không được đọc. Có phải là cột “Đơn vị phối hợp” không?"),
        "{:?}",
        register.notes
    );
}

#[test]
fn missing_values() {
    says(&with("NhiemVu", 1, "Nội dung nhiệm vụ", text(" ")), "trang NhiemVu, ô C2", "Thiếu “Nội dung nhiệm vụ”");
    says(&with("DonVi", 1, "Hiệu lực từ", text("")), "trang DonVi, ô R2", "Thiếu “Hiệu lực từ”");
    says(&with("DieuChinh", 1, "Văn bản điều chỉnh", text("")), "trang DieuChinh, ô E2", "Thiếu “Văn bản điều chỉnh”");
    let mut book = examples();
    let row = repeat(&mut book, "DonVi", 2);
    put(&mut book, "DonVi", row, "Mã đơn vị", text(""));
    says(&book, "trang DonVi, ô A4", "Thiếu “Mã đơn vị”");
}

#[test]
fn an_error_value_is_said_once() {
    says(&with("NhiemVu", 1, "Nội dung nhiệm vụ", RawValue::Error("#REF!".into())), "trang NhiemVu, ô C2", "#REF!");
}

#[test]
fn codes_of_a_wrong_shape_and_codes_given_twice() {
    says(&with("DonVi", 3, "Mã đơn vị", text("SỞ Y TẾ")), "trang DonVi, ô A4", "không đúng dạng");
    let mut book = examples();
    repeat(&mut book, "DonVi", 1);
    says(&book, "trang DonVi, ô A4", "Mã “SKHCN” đã có ở ô A2");
    let mut book = examples();
    repeat(&mut book, "NhiemVu", 1);
    says(&book, "trang NhiemVu, ô A4", "Mã “KH11-007” đã có ở ô A2");
    let mut book = examples();
    let row = repeat(&mut book, "NhiemVu", 1);
    put(&mut book, "NhiemVu", row, "Mã nhiệm vụ", text("Nhiệm vụ 3"));
    says(&book, "trang NhiemVu, ô A4", "Mã “Nhiệm vụ 3” không đúng dạng");
    let mut book = examples();
    let row = repeat(&mut book, "ChiTieu", 1);
    put(&mut book, "ChiTieu", row, "Mã chỉ tiêu", text("KH11-007"));
    says(&book, "trang ChiTieu, ô A4", "đã dùng cho một nhiệm vụ (trang NhiemVu, ô A2)");
    let mut book = examples();
    repeat(&mut book, "TieuChi", 1);
    says(&book, "trang TieuChi, ô A3", "Mã “TC01” đã có ở ô A2");
}

#[test]
fn unknown_agencies_come_with_a_suggestion() {
    says(
        &with("NhiemVu", 1, "Đơn vị chủ trì", text("SKHNC")),
        "trang NhiemVu, ô G2",
        "Không có đơn vị “SKHNC” trong trang DonVi. Có phải là “SKHCN” không?",
    );
    says(&with("NhiemVu", 1, "Đơn vị phối hợp", text("X-THACHHA; Sở Ngoại vụ")), "trang NhiemVu, ô H2", "Không có đơn vị “Sở Ngoại vụ”");
    says(&with("ChiTieu", 1, "Đơn vị cung cấp số liệu", text("VNPT")), "trang ChiTieu, ô S2", "“VNPT”");
    says(&with("DonVi", 2, "Đơn vị cấp trên", text("SKHC")), "trang DonVi, ô H3", "Không có đơn vị mã “SKHC”. Có phải là “SKHCN” không?");
    says(&with("DonVi", 2, "Đơn vị kế thừa", text("X-BC")), "trang DonVi, ô T3", "Không có đơn vị mã “X-BC”");
    says(&with("DonViThamGia", 1, "Mã đơn vị", text("X-THACHH")), "trang DonViThamGia, ô B2", "X-THACHHA");
}

#[test]
fn words_outside_a_list_name_the_list() {
    says(
        &with("NhiemVu", 1, "Loại nhiệm vụ", text("Chung")),
        "trang NhiemVu, ô F2",
        "Đề nghị chọn một trong: Riêng / Chung có chủ trì / Chung nhiều chủ trì / Giao toàn khối.",
    );
    says(&with("DonVi", 1, "Nộp báo cáo tuần?", text("tùy")), "trang DonVi, ô J2", "Có / Không");
    says(&with("ChiTieu", 1, "Phép so sánh", text("trên")), "trang ChiTieu, ô G2", "≥ / > / ≤ / < / =");
    says(&with("DieuChinh", 1, "Trường điều chỉnh", text("Hạn")), "trang DieuChinh, ô B2", "Thời hạn / Chủ trì");
    says(&with("Lich", 1, "Loại", text("Lễ")), "trang Lich, ô A2", "Nghỉ / Làm bù / Đổi hạn");
    assert_eq!(mistakes(&with("NhiemVu", 1, "Loại nhiệm vụ", text("chung co chu tri"))), Vec::<String>::new());
}

#[test]
fn what_is_no_date() {
    says(&with("DonVi", 1, "Hiệu lực từ", text("tháng 3")), "trang DonVi, ô R2", "“tháng 3” không phải là ngày");
    says(&with("DonVi", 1, "Hiệu lực từ", text("09/30/2025")), "trang DonVi, ô R2", "không phải là ngày");
    says(&with("NhiemVu", 1, "Ngày ban hành văn bản", RawValue::Number(45837.0)), "trang NhiemVu, ô E2", "không phải là ngày");
    says(&with("DonVi", 1, "Hiệu lực đến", date("2020-01-01")), "trang DonVi, ô S2", "trước “Hiệu lực từ”");
    let book = with("DonVi", 1, "Hiệu lực từ", text("ngày 01 tháng 3 năm 2025"));
    assert_eq!(understand(&book).unwrap().agencies[0].from, day("2025-03-01"));
}

#[test]
fn numbers_and_years() {
    says(&with("DonVi", 1, "Thứ tự in", text("đầu")), "trang DonVi, ô Q2", "không đọc được thành số");
    says(&with("DonVi", 1, "Thứ tự in", RawValue::Number(1.5)), "trang DonVi, ô Q2", "không phải là số nguyên");
    says(&with("NhiemVu", 1, "Năm kế hoạch", RawValue::Number(25.0)), "trang NhiemVu, ô N2", "“25” không phải là năm");
    says(&with("ChiTieu", 1, "Cận trên hợp lý", text("1.234")), "trang ChiTieu, ô V2", "không đọc được thành số");
    says(&with("ChiTieu", 1, "Cận dưới hợp lý", RawValue::Number(101.0)), "trang ChiTieu, ô U2", "lớn hơn");
}

#[test]
fn folders_lead_nowhere_else_and_belong_to_one() {
    for bad in ["../SYT", "/SYT", "C:\\SYT", "\\\\may\\SYT", "a/../b", "a//b", "./a", "."] {
        says(&with("DonVi", 1, "Thư mục nộp", text(bad)), "trang DonVi, ô I2", "phải là thư mục con");
    }
    says(&with("DonVi", 1, "Thư mục nộp", text("_Chung")), "trang DonVi, ô I2", "dành chung cho mọi đơn vị");
    says(&with("DonVi", 1, "Thư mục nộp", text("")), "trang DonVi, ô I2", "Thiếu “Thư mục nộp”");
    says(&with("DonVi", 2, "Thư mục nộp", text("skhcn/")), "trang DonVi, ô I3", "đã dành cho SKHCN ở ô I2");
    let book = with("DonVi", 2, "Thư mục nộp", text("xa\\Thạch Hà\\"));
    assert_eq!(understand(&book).unwrap().agencies[1].folder, "xa/Thạch Hà");
}

#[test]
fn circles_of_agencies() {
    let mut book = with("DonVi", 1, "Đơn vị cấp trên", text("X-THACHHA"));
    put(&mut book, "DonVi", 2, "Đơn vị cấp trên", text("SKHCN"));
    let found = mistakes(&book);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("quay vòng"), "{found:#?}");
    says(&with("DonVi", 1, "Đơn vị kế thừa", text("SKHCN")), "trang DonVi, ô T2", "quay vòng");
}

#[test]
fn one_lead_where_there_is_one() {
    let book = with("NhiemVu", 1, "Đơn vị chủ trì", text("SKHCN; X-THACHHA"));
    says(&book, "trang NhiemVu, ô G2", "phải có đúng một đơn vị chủ trì, đang ghi 2");
    let mut book = book;
    put(&mut book, "NhiemVu", 1, "Loại nhiệm vụ", text("Chung nhiều chủ trì"));
    let register = understand(&book).unwrap();
    assert_eq!(task(&register, "KH11-007").parts.len(), 2);
    // The supporting group holds a lead already.
    assert_eq!(codes(&task(&register, "KH11-007").supports), Vec::<&str>::new());
    assert_eq!(task(&register, "KH11-007").role_of(&agency("X-THACHHA")), Some(Role::Part));
}

/// Three more offices: one with commas in its name, a merged one, one that does not report.
fn with_more_agencies() -> RawWorkbook {
    let mut book = examples();
    for (code, name, short, groups, weekly, to, successor) in [
        ("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", "Sở VHTT&DL", "Các sở, ban, ngành; Khối văn xã", "Có", "", ""),
        ("STTTT", "Sở Thông tin và Truyền thông", "Sở TT&TT", "Các sở, ban, ngành", "Có", "2025-02-28", "SKHCN"),
        ("BCHQS", "Bộ Chỉ huy Quân sự tỉnh", "Bộ CHQS", "Các sở, ban, ngành", "Không", "", ""),
    ] {
        let row = repeat(&mut book, "DonVi", 1);
        for (heading, value) in [
            ("Mã đơn vị", code),
            ("Tên đầy đủ", name),
            ("Tên viết tắt", short),
            ("Bí danh", ""),
            ("Nhóm", groups),
            ("Thư mục nộp", code),
            ("Nộp báo cáo tuần?", weekly),
            ("Đơn vị kế thừa", successor),
        ] {
            put(&mut book, "DonVi", row, heading, text(value));
        }
        if !to.is_empty() {
            put(&mut book, "DonVi", row, "Hiệu lực từ", date("2020-01-01"));
            put(&mut book, "DonVi", row, "Hiệu lực đến", date(to));
        }
    }
    book
}

#[test]
fn names_groups_and_aliases_however_they_are_separated() {
    for (written, wanted) in [
        ("Các sở, ban, ngành", vec!["SKHCN", "SVHTTDL"]),
        ("Các sở, ban, ngành; UBND các xã, phường", vec!["SKHCN", "SVHTTDL", "X-THACHHA"]),
        ("các sở, ban, ngành, UBND các xã, phường", vec!["SKHCN", "SVHTTDL", "X-THACHHA"]),
        ("Sở Văn hóa, Thể thao và Du lịch", vec!["SVHTTDL"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở KH&CN và xã Thạch Hà", vec!["SVHTTDL", "SKHCN", "X-THACHHA"]),
        ("Sở VHTT&DL / KHCN", vec!["SVHTTDL", "SKHCN"]),
        ("SVHTTDL\nskhcn;", vec!["SVHTTDL", "SKHCN"]),
        ("Sở Van hoa, The thao va Du lich", vec!["SVHTTDL"]),
        ("SKHCN; SKHCN; Sở KHCN", vec!["SKHCN"]),
        ("Bộ CHQS", vec!["BCHQS"]),
    ] {
        let mut book = with_more_agencies();
        put(&mut book, "ChiTieu", 1, "Đơn vị cung cấp số liệu", text(written));
        let register = understand(&book).map_err(|m| mistakes_text(&m)).unwrap();
        assert_eq!(codes(&register.targets[0].providers), wanted, "{written}");
    }
    let mut book = with_more_agencies();
    put(&mut book, "ChiTieu", 1, "Đơn vị cung cấp số liệu", text("Sở VHTT&DL, Sở Ngoại vụ"));
    says(&book, "trang ChiTieu, ô S2", "“sở ngoại vụ”");
}

#[test]
fn a_name_of_two_offices_names_neither() {
    let mut book = with_more_agencies();
    put(&mut book, "DonVi", 3, "Bí danh", text("Văn phòng"));
    put(&mut book, "DonVi", 5, "Bí danh", text("Văn phòng"));
    put(&mut book, "NhiemVu", 1, "Đơn vị chủ trì", text("Văn phòng"));
    says(&book, "trang NhiemVu, ô G2", "“Văn phòng” khớp nhiều đơn vị: BCHQS, SVHTTDL");
}

#[test]
fn an_empty_group_is_a_mistake() {
    let mut book = with_more_agencies();
    put(&mut book, "DonVi", 5, "Nhóm", text("Khối nội chính"));
    put(&mut book, "NhiemVu", 2, "Đơn vị chủ trì", text("UBND các xã, phường; Khối nội chính"));
    says(&book, "trang NhiemVu, ô G3", "Nhóm “Khối nội chính” không có đơn vị nào");
}

#[test]
fn a_predecessor_means_its_successor() {
    let mut book = with_more_agencies();
    put(&mut book, "NhiemVu", 1, "Đơn vị chủ trì", text("Sở TT&TT"));
    let register = understand(&book).unwrap();
    assert_eq!(codes(&task(&register, "KH11-007").leads), ["SKHCN"]);
    assert_eq!(register.notes, ["danh-muc.xlsx, trang NhiemVu, ô G2: STTTT đã hết hiệu lực; lấy đơn vị kế thừa SKHCN."]);
}

#[test]
fn deadlines_of_tasks() {
    let deadline = |cells: &[(&str, RawValue)]| {
        let mut book = examples();
        for (heading, value) in cells {
            put(&mut book, "NhiemVu", 1, heading, value.clone());
        }
        understand(&book).map(|r| task(&r, "KH11-007").deadline)
    };
    let words = |t: &str| deadline(&[("Thời hạn (theo văn bản)", text(t))]).unwrap();
    assert_eq!(words("đến ngày 30/5"), days("2025-05-30", "2025-05-30"));
    assert_eq!(words(""), None, "no date at all is a finding of the week, not a mistake");
    assert_eq!(words("thường xuyên"), None);
    assert_eq!(words("trong 15 ngày kể từ ngày ký"), days("2025-07-14", "2025-07-14"));
    assert_eq!(deadline(&[("Thời hạn (theo văn bản)", date("2025-09-30"))]).unwrap(), days("2025-09-30", "2025-09-30"));
    assert_eq!(deadline(&[("Thời hạn (theo văn bản)", RawValue::Number(2025.0))]).unwrap(), days("2025-01-01", "2025-12-31"));
    assert_eq!(deadline(&[("Hạn cuối", date("2025-08-15"))]).unwrap(), days("2025-07-01", "2025-08-15"));
    assert_eq!(deadline(&[("Bắt đầu", date("2025-06-15"))]).unwrap(), days("2025-06-15", "2025-09-30"));
    assert_eq!(
        deadline(&[("Thời hạn (theo văn bản)", text("30/9/2025")), ("Hạn cuối", date("2025-10-15"))]).unwrap(),
        days("2025-10-15", "2025-10-15")
    );
    assert_eq!(deadline(&[("Loại thời hạn", text("Thường xuyên"))]).unwrap(), None);
    assert_eq!(deadline(&[("Loại thời hạn", text("Chờ điều kiện")), ("Thời hạn (theo văn bản)", text("khi đủ kinh phí"))]).unwrap(), None);
}

#[test]
fn deadlines_that_are_not_understood() {
    let place = "trang NhiemVu, ô J2";
    says(&with("NhiemVu", 1, "Thời hạn (theo văn bản)", text("sớm")), place, "Không hiểu thời hạn “sớm”");
    says(&with("NhiemVu", 1, "Thời hạn (theo văn bản)", date("2025-09-01")), place, "không rõ là ngày 01 hay cả tháng");
    let mut book = with("NhiemVu", 1, "Thời hạn (theo văn bản)", text("sớm"));
    put(&mut book, "NhiemVu", 1, "Hạn cuối", date("2025-10-15"));
    assert_eq!(task(&understand(&book).unwrap(), "KH11-007").deadline, days("2025-10-15", "2025-10-15"));
    says(&with("NhiemVu", 1, "Kỳ triển khai", text("sau này")), "trang NhiemVu, ô M2", "Không hiểu thời hạn “sau này”");
    says(&with("NhiemVu", 1, "Bắt đầu", date("2025-12-01")), "trang NhiemVu, ô K2", "“Bắt đầu” sau hạn cuối");
}

#[test]
fn goals_and_due_days_of_targets() {
    says(&with("ChiTieu", 1, "Mục tiêu", text("1.234")), "trang ChiTieu, ô H2", "không đọc được thành một số");
    says(&with("ChiTieu", 1, "Mục tiêu", RawValue::Number(900.0)), "trang ChiTieu, ô H2", "nằm ngoài 0 - 100");
    says(&with("ChiTieu", 2, "Mục tiêu", RawValue::Number(100.0)), "trang ChiTieu, ô H3", "phải là “Đạt”");
    says(&with("ChiTieu", 1, "Phép so sánh", text("≤")), "trang ChiTieu, ô G2", "trái với");
    says(&with("ChiTieu", 1, "Hạn đạt", text("cuối kỳ")), "trang ChiTieu, ô J2", "Không hiểu hạn đạt “cuối kỳ”");
    let register = understand(&with("ChiTieu", 1, "Hạn đạt", text("Quý IV"))).unwrap();
    assert_eq!(Some(register.targets[0].due), days("2025-10-01", "2025-12-31"));
    let register = understand(&with("ChiTieu", 1, "Mục tiêu", RawValue::Number(0.9))).unwrap();
    assert!(register.notes[0].contains("Mục tiêu được hiểu là 0,9%. Nếu ý là 90%"), "{:?}", register.notes);
}

#[test]
fn adjustments_that_do_not_fit() {
    says(
        &with("DieuChinh", 1, "Mã", text("KH11-077")),
        "trang DieuChinh, ô A2",
        "Không có nhiệm vụ, chỉ tiêu mã “KH11-077”. Có phải là “KH11-007” không?",
    );
    says(&with("DieuChinh", 1, "Trường điều chỉnh", text("mục tiêu")), "trang DieuChinh, ô B2", "không phải là trường của nhiệm vụ");
    says(&with("DieuChinh", 2, "Trường điều chỉnh", text("nội dung")), "trang DieuChinh, ô B3", "Tên chỉ tiêu");
    says(&with("DieuChinh", 1, "Giá trị mới", text("sớm")), "trang DieuChinh, ô D2", "Không hiểu thời hạn “sớm”");
    says(&with("DieuChinh", 2, "Giá trị mới", text("nhiều")), "trang DieuChinh, ô D3", "không đọc được thành một số");
    let mut book = with("DieuChinh", 1, "Trường điều chỉnh", text("chủ trì"));
    put(&mut book, "DieuChinh", 1, "Giá trị mới", text("SKHCN; X-THACHHA"));
    says(&book, "trang DieuChinh, ô D2", "đúng một đơn vị chủ trì");
    let mut book = with("DieuChinh", 1, "Trường điều chỉnh", text("thôi giao"));
    put(&mut book, "DieuChinh", 1, "Giá trị mới", text("Thôi giao"));
    let register = understand(&book).unwrap();
    assert_eq!(register.adjustments[1].change, Change::Withdrawn);
    assert_eq!(task(&register.in_force(day("2025-09-15")), "KH11-007").validity, Validity::Withdrawn);
}

#[test]
fn new_leads_of_a_whole_bring_their_parts() {
    let mut book = with_more_agencies();
    put(&mut book, "DieuChinh", 1, "Mã", text("KH11-008"));
    put(&mut book, "DieuChinh", 1, "Trường điều chỉnh", text("Chủ trì"));
    put(&mut book, "DieuChinh", 1, "Giá trị mới", text("X-THACHHA; SVHTTDL"));
    let register = understand(&book).unwrap().in_force(day("2025-09-15"));
    let parts = task(&register, "KH11-008").parts;
    assert_eq!(
        parts.iter().map(|p| (p.agency.as_str(), p.work.as_str())).collect::<Vec<_>>(),
        [("SVHTTDL", ""), ("X-THACHHA", "Số hóa dữ liệu hộ tịch")]
    );
}

#[test]
fn new_leads_of_a_target_supply_its_figures_where_the_old_ones_did() {
    let mut book = with_more_agencies();
    put(&mut book, "DieuChinh", 2, "Trường điều chỉnh", text("Chủ trì"));
    put(&mut book, "DieuChinh", 2, "Giá trị mới", text("SVHTTDL"));
    let register = understand(&book).unwrap().in_force(day("2025-08-01"));
    assert_eq!(codes(&register.targets[0].leads), ["SVHTTDL"]);
    assert_eq!(codes(&register.targets[0].providers), ["SVHTTDL"]);
}

#[test]
fn a_member_with_a_last_day_is_left_out_of_its_group_with_a_note() {
    let mut book = with_more_agencies();
    put(&mut book, "DonVi", 3, "Hiệu lực đến", date("2026-12-31"));
    put(&mut book, "NhiemVu", 1, "Đơn vị phối hợp", text("Các sở, ban, ngành; UBND các xã, phường"));
    let register = understand(&book).unwrap();
    assert_eq!(codes(&task(&register, "KH11-007").supports), ["X-THACHHA"]);
    assert!(register.notes.iter().any(|n| n.contains("không gồm SVHTTDL")), "{:?}", register.notes);
}

#[test]
fn a_deadline_written_month_first_is_noted() {
    let register = understand(&with("NhiemVu", 1, "Thời hạn (theo văn bản)", text("09/30/2025"))).unwrap();
    assert_eq!(task(&register, "KH11-007").deadline, days("2025-09-30", "2025-09-30"));
    assert!(register.notes[0].contains("được hiểu là ngày 30/9/2025"), "{:?}", register.notes);
}

#[test]
fn the_calendar() {
    says(&with("Lich", 1, "Ngày", text("")), "trang Lich, ô B2", "“Nghỉ” cần có “Ngày”");
    says(&with("Lich", 3, "Tuần", text("")), "trang Lich, ô C4", "cần có “Tuần”");
    says(&with("Lich", 3, "Tuần", date("2026-07-01")), "trang Lich, ô C4", "không phải là tuần");
    says(&with("Lich", 3, "Hạn nộp", date("2026-04-29")), "trang Lich, ô D4", "không phải là ngày và giờ");
    says(&with("Lich", 3, "Hạn nộp", text("29/4/2025 10:00")), "trang Lich, ô D4", "không ở gần Tuần 18/2026");
    says(&with("Lich", 3, "Hạn tổng hợp", text("29/4/2026 10:00")), "trang Lich, ô E4", "phải sau “Hạn nộp”");
    says(&with("Lich", 2, "Ngày", date("2026-05-01")), "trang Lich, ô B3", "vừa nghỉ vừa làm bù (ô B2)");
    let mut book = examples();
    repeat(&mut book, "Lich", 3);
    says(&book, "trang Lich, ô C6", "Tuần 18/2026 đã có ở ô C4");
    let mut book = with("Lich", 3, "Hạn nộp", text(""));
    put(&mut book, "Lich", 3, "Hạn tổng hợp", text(""));
    says(&book, "trang Lich, ô D4", "cần có “Hạn nộp” hoặc “Hạn tổng hợp”");
}

#[test]
fn calendar_rows_that_are_only_noted() {
    let register = understand(&with("Lich", 3, "Áp dụng cho", text("Tất cả"))).unwrap();
    assert_eq!(register.calendar.overrides.len(), 1);
    let register = understand(&with("Lich", 1, "Xác nhận", text("Chưa"))).unwrap();
    assert!(register.calendar.rest_days.contains_key(&day("2026-05-01")));
    assert_eq!(register.notes, ["danh-muc.xlsx, trang Lich, ô I2: 01/5/2026 (Quốc tế Lao động) chưa được xác nhận."]);
    assert_eq!(register.calendar.unconfirmed.iter().collect::<Vec<_>>(), [(&day("2026-05-01"), &"Quốc tế Lao động".to_owned())]);
}

/// The own cutoffs of week 18 where row 4 says "Áp dụng cho" `first` until 14:00 and a further row `second` until 16:00.
fn own_cutoffs(first: &str, second: &str) -> Result<Vec<String>, Vec<RegisterMistake>> {
    let mut book = with("Lich", 4, "Áp dụng cho", text(first));
    if !second.is_empty() {
        let row = repeat(&mut book, "Lich", 4);
        put(&mut book, "Lich", row, "Áp dụng cho", text(second));
        put(&mut book, "Lich", row, "Hạn nộp", text("29/4/2026 16:00"));
    }
    let register = understand(&book)?;
    let own = register.calendar.own.get(&Period::parse_id("2026-W18").unwrap()).cloned().unwrap_or_default();
    Ok(own.iter().map(|(code, own)| format!("{code} {}", own.submit.format("%H:%M"))).collect())
}

#[test]
fn a_cutoff_for_some_agencies_is_that_of_the_narrowest_row() {
    for (first, second, expected) in [
        ("X-THACHHA", "", &["X-THACHHA 14:00"][..]),
        ("UBND xã Thạch Hà", "", &["X-THACHHA 14:00"]),
        ("UBND các xã, phường", "", &["X-THACHHA 14:00"]),
        ("SKHCN; UBND các xã, phường", "", &["SKHCN 14:00", "X-THACHHA 14:00"]),
        ("UBND các xã, phường", "xã Thạch Hà", &["X-THACHHA 16:00"]),
        ("X-THACHHA", "UBND các xã, phường", &["X-THACHHA 14:00"]),
        ("Sở KH&CN", "X-THACHHA", &["SKHCN 14:00", "X-THACHHA 16:00"]),
    ] {
        assert_eq!(own_cutoffs(first, second).unwrap(), expected, "{first} / {second}");
    }
}

#[test]
fn what_a_cutoff_for_some_agencies_may_not_say() {
    says(&with("Lich", 4, "Áp dụng cho", text("X-THACHHAA")), "trang Lich, ô F5", "Có phải là “X-THACHHA” không?");
    says(&with("Lich", 4, "Áp dụng cho", text("UBND các xã, phườn")), "trang Lich, ô F5", "Có phải là “UBND các xã, phường” không?");
    says(&with("Lich", 4, "Hạn tổng hợp", text("29/4/2026 17:00")), "trang Lich, ô E5", "“Hạn tổng hợp” là hạn chung");
    let mut only_release = with("Lich", 4, "Hạn tổng hợp", text("29/4/2026 17:00"));
    put(&mut only_release, "Lich", 4, "Hạn nộp", text(""));
    says(&only_release, "trang Lich, ô E5", "không đặt riêng cho một số đơn vị");
    for both in ["X-THACHHA", "UBND các xã, phường"] {
        let message = own_cutoffs(both, both).unwrap_err()[0].to_string();
        assert!(message.contains("X-THACHHA đã có hạn khác ở ô F5"), "{message}");
    }
}

#[test]
fn parts_of_agencies() {
    says(&with("DonViThamGia", 1, "Mã nhiệm vụ", text("KH11-009")), "trang DonViThamGia, ô A2", "Không có nhiệm vụ mã “KH11-009”");
    says(&with("DonViThamGia", 1, "Mã nhiệm vụ", text("KH11-007")), "trang DonViThamGia, ô A2", "không chia phần");
    says(
        &with("DonViThamGia", 1, "Mã đơn vị", text("SKHCN")),
        "trang DonViThamGia, ô B2",
        "SKHCN không phải là đơn vị chủ trì của KH11-008",
    );
    says(&with("DonViThamGia", 1, "Hạn riêng", text("sớm")), "trang DonViThamGia, ô D2", "Không hiểu thời hạn");
    let mut book = examples();
    repeat(&mut book, "DonViThamGia", 1);
    says(&book, "trang DonViThamGia, ô B3", "đã có phần việc của KH11-008 ở ô B2");
}

#[test]
fn remarks_name_their_week() {
    says(&with("NhanDinh", 1, "Kỳ", text("tháng 7")), "trang NhanDinh, ô A2", "“tháng 7” không phải là tuần");
    assert_eq!(understand(&with("NhanDinh", 1, "Kỳ", text("Tháng 7/2025"))).unwrap().remarks[0].period.to_string(), "2025-07");
    says(&with("NhanDinh", 1, "Kỳ", RawValue::Number(28.2025)), "trang NhanDinh, ô A2", "không phải là tuần");
    says(&with("NhanDinh", 1, "Nội dung", text("")), "trang NhanDinh, ô C2", "Thiếu “Nội dung”");
}

#[test]
fn all_mistakes_are_told_together_in_the_order_of_the_sheets() {
    let mut book = with("NhanDinh", 1, "Kỳ", text("x"));
    put(&mut book, "NhiemVu", 2, "Khối", text("?"));
    put(&mut book, "NhiemVu", 1, "Mã nhiệm vụ", text("?"));
    put(&mut book, "DonVi", 2, "Loại", text("?"));
    // The broken code takes its adjustment along.
    let found = mistakes(&book);
    let places: Vec<&str> = found.iter().map(|m| m.trim_start_matches("danh-muc.xlsx, trang ").split(':').next().unwrap()).collect();
    assert_eq!(places, ["DonVi, ô E3", "NhiemVu, ô A2", "NhiemVu, ô Q3", "DieuChinh, ô A2", "NhanDinh, ô A2"]);
    let text = mistakes_text(&understand(&book).unwrap_err());
    assert_eq!(text.lines().count(), 5);
}
