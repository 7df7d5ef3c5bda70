//! Books as files, read back part by part.

use super::*;
use crate::model::moment;
use crate::model::place::CellRef;
use crate::sheets::sheet::{Allow, Area, Cell, Condition, Format, Link, Page, Row, Sheet, Style, Validation};
use chrono::NaiveDate;
use std::io::{Cursor, Read};

fn book(cells: Vec<Cell>) -> Book {
    let created = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap().and_hms_opt(15, 30, 0).unwrap();
    Book {
        title: "Tổng hợp tuần 28".to_owned(),
        created: moment::at(created),
        properties: vec![("bm_ky".to_owned(), "2025-W28".to_owned()), ("bm_loai".to_owned(), "BM-TH".to_owned())],
        names: vec![("BM_TieuDe".to_owned(), "='Tổng hợp'!$A$1:$D$1".to_owned())],
        sheets: vec![Sheet {
            name: "Tổng hợp".to_owned(),
            widths: vec![20.0, 10.0],
            rows: vec![Row { height: 15.0, cells }],
            ..Sheet::default()
        }],
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn part_names(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.file_names().map(|name| name.unwrap().into_owned()).collect()
}

#[test]
fn equal_books_give_equal_bytes_and_no_clock_enters() {
    let styles = [Style::BODY, Style::HEADING, Style::TITLE, Style { unlocked: true, ..Style::BODY }];
    let book = book(styles.iter().map(|style| Cell::text("Đã hoàn thành", *style)).collect());
    let bytes = to_bytes(&book).unwrap();
    assert_eq!(bytes, to_bytes(&book).unwrap());
    let core = part(&bytes, "docProps/core.xml");
    assert_eq!(core.matches("2025-07-11T08:30:00Z").count(), 2, "created and modified are the book's instant, in UTC: {core}");
}

#[test]
fn a_list_of_more_papers_than_a_sheet_may_name_is_written() {
    let mut book = book(vec![Cell::text("TT", Style::BODY)]);
    let rows = 2_000u32;
    book.sheets[0].rows = vec![Row { height: 15.0, cells: vec![Cell::text("a", Style::BODY)] }; 2_001];
    book.sheets[0].page = Page { breaks: (1..=rows).collect(), ..Page::default() };
    let sheet = part(&to_bytes(&book).unwrap(), "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<rowBreaks count=\"1023\""), "{}", sheet.len());
    assert_eq!(sheet.matches("<brk ").count(), 1023);
}

#[test]
fn text_never_becomes_a_formula_or_a_link() {
    let texts = ["=1+1", "+1", "-1", "@SUM(A1)", "{=A1}", "http://x.vn", "mailto:a@b.vn", "=HYPERLINK(\"http://x\",\"y\")", "＝1"];
    let bytes = to_bytes(&book(texts.iter().map(|text| Cell::text(*text, Style::BODY)).collect())).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && !sheet.contains("<f ") && !sheet.contains("hyperlink"), "{sheet}");
    assert_eq!(sheet.matches("t=\"s\"").count(), texts.len());
    assert!(!part_names(&bytes).iter().any(|name| name.contains("worksheets/_rels")));
    assert!(part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn a_link_leads_to_a_row_of_the_same_book_and_leaves_the_text_as_it_is() {
    let mut book = book(vec![Cell::text("=F12", Style::BODY), Cell::text("F14", Style::BODY)]);
    book.sheets[0].links = vec![Link { row: 0, column: 0, to_sheet: "Đã đọc được", to_row: 8 }];
    let bytes = to_bytes(&book).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert_eq!(sheet.matches("<hyperlink ").count(), 1, "{sheet}");
    assert!(sheet.contains("location=\"'Đã đọc được'!A9\"") && !sheet.contains("r:id"), "{sheet}");
    assert!(part(&bytes, "xl/sharedStrings.xml").contains("<t>=F12</t>"));
}

#[test]
fn our_own_formulas_carry_their_result() {
    let cell = Cell::formula("=SUM(B1:B9)", "39", Style::BODY);
    let bytes = to_bytes(&book(vec![cell])).unwrap();
    assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>SUM(B1:B9)</f><v>39</v>"));
}

#[test]
fn numbers_that_are_none_stop_the_writing() {
    for number in [f64::NAN, f64::INFINITY] {
        let failure = to_bytes(&book(vec![Cell::default(), Cell::number(number, Style::BODY)])).unwrap_err();
        assert_eq!(failure, WriteFailure::NotFinite { sheet: "Tổng hợp".to_owned(), cell: CellRef::new(0, 1) });
    }
    let cell = Cell::formula("=1/0", "inf", Style::BODY);
    assert!(matches!(to_bytes(&book(vec![cell])), Err(WriteFailure::NotFinite { .. })));
}

#[test]
fn long_text_is_cut_and_control_characters_go() {
    let cells = vec![Cell::text("ế".repeat(40_000), Style::BODY), Cell::text("x\u{1}y", Style::BODY)];
    let strings = part(&to_bytes(&book(cells)).unwrap(), "xl/sharedStrings.xml");
    assert!(strings.contains("<t>xy</t>") && strings.contains("(đã cắt)"));
}

#[test]
fn sheet_names_are_checked() {
    for name in ["", "a/b", "x".repeat(32).as_str(), "'a", "History"] {
        let mut book = book(vec![]);
        book.sheets[0].name = name.to_owned();
        assert!(matches!(to_bytes(&book), Err(WriteFailure::SheetName { .. })), "{name}");
    }
    let mut twice = book(vec![]);
    twice.sheets.push(Sheet { name: "TỔNG HỢP".to_owned(), ..Sheet::default() });
    assert!(matches!(to_bytes(&twice), Err(WriteFailure::SheetName { .. })));
    let mut hidden = book(vec![]);
    hidden.sheets[0].visibility = Visibility::Hidden;
    assert_eq!(to_bytes(&hidden), Err(WriteFailure::NothingVisible));
}

#[test]
fn a_merged_area_keeps_the_value_of_its_first_cell_alone() {
    let mut book = book(vec![Cell::number(7.0, Style::BODY), Cell::text("bị che", Style::BODY)]);
    book.sheets[0].merges = vec![Area::new(0, 0, 1, 1), Area::new(3, 0, 3, 0)];
    let bytes = to_bytes(&book).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>7</v>") && sheet.contains("mergeCell ref=\"A1:B2\""), "{sheet}");
    assert!(!part_names(&bytes).contains(&"xl/sharedStrings.xml".to_owned()), "the covered text is not written");
}

#[test]
fn the_first_visible_sheet_is_the_active_one() {
    let mut book = book(vec![]);
    book.sheets.insert(0, Sheet { name: "_meta".to_owned(), visibility: Visibility::Hidden, ..Sheet::default() });
    let bytes = to_bytes(&book).unwrap();
    let workbook = part(&bytes, "xl/workbook.xml");
    assert!(workbook.contains("activeTab=\"1\"") && workbook.contains("name=\"_meta\" sheetId=\"1\" state=\"hidden\""), "{workbook}");
}

#[test]
fn odd_years_become_text() {
    let day = NaiveDate::from_ymd_opt(1825, 7, 4);
    let bytes = to_bytes(&book(vec![Cell::date(day, Style::BODY)])).unwrap();
    assert!(part(&bytes, "xl/sharedStrings.xml").contains("04/07/1825"));
}

/// A book with one of everything that a sheet can hold.
fn demo() -> Book {
    let body = Style::BODY;
    let input = Style { unlocked: true, fill: Some(0x00FF_F2CC), ..body };
    let long = "Tham mưu Ủy ban nhân dân tỉnh ban hành kế hoạch chuyển đổi số năm 2025 trên địa bàn tỉnh; ".repeat(3);
    let day = NaiveDate::from_ymd_opt(2025, 7, 4);
    let heading = ["TT", "Nội dung nhiệm vụ", "Thời hạn", "Trạng thái", "%", "Kết quả"];
    let mut rows = vec![
        Row { height: 0.0, cells: vec![Cell::text("BÁO CÁO TUẦN 28/2025", Style::TITLE)] },
        Row { height: 0.0, cells: vec![Cell::text("(07 - 13/7/2025)", Style::SUBTITLE)] },
        Row { height: 5.0, cells: vec![Cell::default(), Cell::blank(Style { rule_above: true, ..Style::PLAIN })] },
        Row { height: 0.0, cells: heading.iter().map(|text| Cell::text(*text, Style::HEADING)).collect() },
    ];
    for number in 1..=40u32 {
        rows.push(Row {
            height: 0.0,
            cells: vec![
                Cell::count(number, body),
                Cell::text(if number % 3 == 0 { long.clone() } else { "=1+1 nhưng là chữ".to_owned() }, body),
                Cell::date(day, body),
                Cell::text("Đang thực hiện", input),
                Cell::number(f64::from(number) * 1.25, Style { format: Format::Decimal, ..input }),
                Cell::blank(input),
            ],
        });
    }
    rows.push(Row {
        height: 0.0,
        cells: vec![Cell::text("Cộng", Style { bold: true, ..body }), Cell::formula("=COUNTA(D5:D44)", "40", body)],
    });
    let list = ["Chưa thực hiện", "Đang thực hiện", "Hoàn thành"];
    let mut form = Sheet {
        name: "NhiemVu".to_owned(),
        widths: vec![5.0, 40.0, 12.0, 16.0, 8.0, 30.0],
        rows,
        merges: vec![Area::new(0, 0, 0, 5), Area::new(1, 0, 1, 5)],
        freeze: Some((4, 2)),
        filter: Some(Area::new(3, 0, 43, 5)),
        repeat_rows: Some((3, 3)),
        page: Page { landscape: true, fit: Some((1, 0)), footer: "Sở KH&CN".to_owned(), numbered: true, ..Page::default() },
        protected: true,
        validations: vec![
            Validation {
                area: Area::new(4, 3, 43, 3),
                allow: Allow::ListFrom("=_DM!$A$1:$A$3".to_owned()),
                prompt: Some(("Trạng thái".to_owned(), "Đề nghị chọn trong danh sách.".to_owned())),
                error: ("Trạng thái không có trong danh sách, đề nghị chọn".to_owned(), "Đề nghị chọn. ".repeat(40)),
            },
            Validation {
                area: Area::new(4, 4, 43, 4),
                allow: Allow::Number(0.0, 100.0),
                prompt: None,
                error: ("Phần trăm".to_owned(), "Từ 0 đến 100.".to_owned()),
            },
            Validation {
                area: Area::new(4, 2, 43, 2),
                allow: Allow::Date(day.unwrap(), NaiveDate::from_ymd_opt(2030, 12, 31).unwrap()),
                prompt: None,
                error: ("Ngày".to_owned(), "Đề nghị nhập ngày.".to_owned()),
            },
            Validation {
                area: Area::new(4, 5, 43, 5),
                allow: Allow::TextLength(1000),
                prompt: None,
                error: ("Kết quả".to_owned(), "Tối đa 1.000 ký tự.".to_owned()),
            },
        ],
        conditions: vec![Condition {
            area: Area::new(4, 5, 43, 5),
            formula: "=AND($E5>40,$F5=\"\")".to_owned(),
            fill: 0x00FF_C7CE,
            bold: true,
        }],
        ..Sheet::default()
    };
    crate::sheets::row_height::fit(&mut form);
    let names = Sheet {
        name: "_DM".to_owned(),
        visibility: Visibility::Hidden,
        rows: list.iter().map(|text| Row { height: 15.0, cells: vec![Cell::text(*text, Style::PLAIN)] }).collect(),
        ..Sheet::default()
    };
    let meta = Sheet {
        name: "_meta".to_owned(),
        visibility: Visibility::Hidden,
        rows: vec![Row { height: 15.0, cells: vec![Cell::text("bm_loai", Style::PLAIN), Cell::text("BM-01", Style::PLAIN)] }],
        ..Sheet::default()
    };
    Book { sheets: vec![meta, form, names], names: vec![("BM_TieuDe".to_owned(), "=NhiemVu!$A$4:$F$4".to_owned())], ..book(vec![]) }
}

/// Another hash than on the other system would make `verify` call an honest release false there. It moves with the
/// libraries that write and pack (`Cargo.lock`) and with [`demo`], and then for every system at once.
#[test]
fn the_bytes_are_the_same_on_every_system() {
    assert_eq!(crate::io::archive::sha256(&to_bytes(&demo()).unwrap()), "0f1e4d0881d4d09d5b5c9d6dc6cf2ea1c7caa7cb82f82a090c9f5d2dab25dc4f");
}

#[test]
fn what_is_written_is_read_back() {
    use crate::model::config::Limits;
    use crate::model::workbook::RawValue;
    let book = demo();
    let bytes = to_bytes(&book).unwrap();
    // For a look with other programs.
    if let Some(path) = std::env::var_os("TONGHOP_DEMO") {
        std::fs::write(path, &bytes).unwrap();
    }
    let read = crate::reader::read(&bytes, ".xlsx", &Limits::DEFAULT).unwrap();
    assert_eq!(read.sheet_names, ["_meta", "NhiemVu", "_DM"]);
    assert_eq!(read.properties.get("bm_ky").map(String::as_str), Some("2025-W28"));
    assert!(read.names.contains(&("BM_TieuDe".to_owned(), "NhiemVu!$A$4:$F$4".to_owned())), "{:?}", read.names);
    assert!(read.sheet("_DM").is_none(), "lists are not read");
    assert!(!read.sheet("_meta").unwrap().visible);
    let form = read.sheet("NhiemVu").unwrap();
    assert!(form.visible);
    let text = |text: &str| Some(RawValue::Text(text.into()));
    let at = |cell: &str| form.get(CellRef::parse(cell).unwrap()).cloned();
    assert_eq!(at("A1"), text("BÁO CÁO TUẦN 28/2025"));
    assert_eq!(at("B5"), text("=1+1 nhưng là chữ"));
    assert_eq!(at("A5"), Some(RawValue::Number(1.0)));
    assert_eq!(at("E6"), Some(RawValue::Number(2.5)));
    let day = NaiveDate::from_ymd_opt(2025, 7, 4).unwrap().and_hms_opt(0, 0, 0).unwrap();
    assert_eq!(at("C5"), Some(RawValue::DateTime(day)));
    assert_eq!(at("F5"), None, "blank cells with a look are blank");
    assert_eq!(at("B45"), Some(RawValue::Number(40.0)), "the result of the formula");
}
