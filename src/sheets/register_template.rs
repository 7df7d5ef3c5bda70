//! The workbooks that `init` writes: an empty `danh-muc.xlsx` and an empty `tiep-nhan.xlsx`, with lists to choose
//! from, and cells for words kept as words, so that "9/2025" stays what was typed.

use crate::model::moment::Moment;
use crate::sheets::register_layout::{self as layout, Choice, Column, Entry, Need, SheetLayout};
use crate::sheets::rest_days::{self, RestDay};
use crate::sheets::row_height;
use crate::sheets::sheet::{Align, Allow, Area, Book, Cell, Format, Page, Row, Sheet, Style, Validation, Value, Visibility};
use chrono::NaiveDate;

/// The hidden sheet with the closed lists.
const LISTS: &str = "_DM";
/// Rows prepared for typing, below the headings.
const PREPARED_ROWS: u32 = 300;
const HEADING_HEIGHT: f64 = 48.0;
const BODY_HEIGHT: f64 = 15.0;

/// The empty register, its calendar filled with the known rest days, and a sheet of examples.
pub fn book(created: Moment) -> Book {
    book_with(created, |_| Vec::new())
}

/// The same with these rows.
pub(super) fn book_with(created: Moment, rows: impl Fn(&SheetLayout) -> Vec<Vec<Cell>>) -> Book {
    let filled = |sheet| [rows_of(sheet), rows(sheet)].concat();
    let mut sheets: Vec<Sheet> = layout::REGISTER.into_iter().map(|sheet| data_sheet(sheet, filled(sheet))).collect();
    sheets.push(lists());
    sheets.push(examples());
    Book { title: "Danh mục cơ quan, nhiệm vụ, chỉ tiêu".to_owned(), created, properties: Vec::new(), names: Vec::new(), sheets }
}

/// The empty receipt book of the clerk.
pub fn receipt_book(created: Moment) -> Book {
    let sheets = vec![data_sheet(&layout::receipts::SHEET, Vec::new())];
    Book { title: "Sổ tiếp nhận báo cáo".to_owned(), created, properties: Vec::new(), names: Vec::new(), sheets }
}

/// A workbook of one of these sheets with its rows, and the lists.
pub(super) fn filled_book(title: &str, created: Moment, sheet: &SheetLayout, rows: Vec<Vec<Cell>>) -> Book {
    let sheets = vec![data_sheet(sheet, rows), lists()];
    Book { title: title.to_owned(), created, properties: Vec::new(), names: Vec::new(), sheets }
}

/// What a new register already holds: the calendar.
fn rows_of(sheet: &SheetLayout) -> Vec<Vec<Cell>> {
    if sheet.name != layout::calendar::SHEET.name {
        return Vec::new();
    }
    rest_days::all().iter().map(|day| sheet.columns.iter().map(|column| rest_day_cell(column, day)).collect()).collect()
}

fn rest_day_cell(column: &Column, day: &RestDay) -> Cell {
    use layout::calendar::{CONFIRMED, DAY, DOCUMENT, KIND, NAME};
    let style = style(column);
    let heading = column.heading;
    if heading == DAY.heading {
        Cell::date(Some(day.day), style)
    } else if heading == KIND.heading {
        Cell::text(if day.worked { "Làm bù" } else { "Nghỉ" }, style)
    } else if heading == NAME.heading {
        Cell::text(day.name, style)
    } else if heading == DOCUMENT.heading {
        Cell::text(day.source, style)
    } else if heading == CONFIRMED.heading {
        Cell::text(if day.confirmed { "Có" } else { "Chưa" }, style)
    } else {
        Cell::blank(style)
    }
}

/// How a cell of a column looks.
pub(super) fn style(column: &Column) -> Style {
    let format = match column.entry {
        Entry::Text | Entry::Choice(_) => Format::Text,
        Entry::Date | Entry::DateOrWords => Format::Date,
        Entry::DateTime => Format::DateTime,
        Entry::Number | Entry::Year => Format::General,
    };
    Style { format, ..Style::BODY }
}

fn data_sheet(sheet: &SheetLayout, filled: Vec<Vec<Cell>>) -> Sheet {
    let headings = sheet.columns.iter().map(|c| Cell::text(c.heading, Style::HEADING)).collect();
    let mut rows = vec![Row { height: HEADING_HEIGHT, cells: headings }];
    rows.extend(filled.into_iter().map(|cells| Row { height: 0.0, cells }));
    while rows.len() <= PREPARED_ROWS as usize {
        let cells = sheet.columns.iter().map(|c| Cell::blank(style(c))).collect();
        rows.push(Row { height: BODY_HEIGHT, cells });
    }
    let mut made = Sheet {
        name: sheet.name.to_owned(),
        widths: sheet.columns.iter().map(|c| c.width).collect(),
        rows,
        freeze: Some((1, 1)),
        repeat_rows: Some((0, 0)),
        page: page(),
        validations: (0..).zip(sheet.columns).map(|(at, column)| validation(at, column)).collect(),
        ..Sheet::default()
    };
    row_height::fit(&mut made);
    made
}

pub(super) fn page() -> Page {
    Page { landscape: true, fit: Some((1, 0)), numbered: true, ..Page::default() }
}

/// Every column says what it means when a cell is chosen; lists and dates are also checked.
fn validation(at: u16, column: &Column) -> Validation {
    let (allow, error) = match column.entry {
        Entry::Choice(choice) => (Allow::ListFrom(list_range(choice)), "Đề nghị chọn một giá trị trong danh sách."),
        Entry::Date => (dates(), "Đề nghị ghi ngày/tháng/năm, ví dụ 30/9/2025."),
        Entry::Year => (Allow::Number(2000.0, 2100.0), "Đề nghị ghi năm bằng bốn chữ số."),
        Entry::Text | Entry::DateOrWords | Entry::DateTime | Entry::Number => (Allow::Any, "Đề nghị kiểm tra lại."),
    };
    let required = if column.need == Need::Value { "Bắt buộc. " } else { "" };
    Validation {
        area: Area::new(1, at, PREPARED_ROWS, at),
        allow,
        prompt: Some((column.heading.to_owned(), format!("{required}{}.", column.meaning))),
        error: ("Chưa đúng".to_owned(), error.to_owned()),
    }
}

fn dates() -> Allow {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    Allow::Date(day(1990, 1, 1), day(2100, 12, 31))
}

/// Where a list stands on the hidden sheet.
fn list_range(choice: Choice) -> String {
    let at = Choice::ALL.iter().position(|c| *c == choice).unwrap_or(0);
    let column = crate::model::place::column_letters(u32::try_from(at).unwrap_or(0));
    format!("={LISTS}!${column}$2:${column}${}", choice.words().len() + 1)
}

fn lists() -> Sheet {
    let words: Vec<Vec<&str>> = Choice::ALL.iter().map(|c| c.words()).collect();
    let longest = words.iter().map(Vec::len).max().unwrap_or(0);
    let head = words.iter().enumerate().map(|(at, _)| Cell::text(format!("Danh sách {}", at + 1), Style::HEADING)).collect();
    let mut rows = vec![Row { height: BODY_HEIGHT, cells: head }];
    for line in 0..longest {
        let text = Style { format: Format::Text, ..Style::PLAIN };
        let cells = words.iter().map(|list| list.get(line).map_or(Cell::default(), |word| Cell::text(*word, text))).collect();
        rows.push(Row { height: BODY_HEIGHT, cells });
    }
    let widths = words.iter().map(|_| 26.0).collect();
    Sheet { name: LISTS.to_owned(), visibility: Visibility::Hidden, widths, rows, page: page(), ..Sheet::default() }
}

/// For each sheet its headings, what they mean, and a row or two.
fn examples() -> Sheet {
    let left = Style { align: Align::Left, wrap: false, ..Style::TITLE };
    let note = "Trang này chỉ để tham khảo, không được đọc. Tên cột phải ghi đúng; thứ tự cột và cột thêm không ảnh hưởng.";
    let mut rows = vec![
        Row { height: 24.0, cells: vec![Cell::text("Ví dụ và ý nghĩa các cột", left)] },
        Row { height: 18.0, cells: vec![Cell::text(note, Style { italic: true, ..Style::PLAIN })] },
    ];
    for sheet in layout::REGISTER {
        rows.push(Row { height: BODY_HEIGHT, cells: Vec::new() });
        let title = format!("Trang {}{}", sheet.name, if sheet.required { "" } else { " (có thể để trống)" });
        rows.push(Row { height: 18.0, cells: vec![Cell::text(title, Style { bold: true, ..Style::PLAIN })] });
        let headings = sheet.columns.iter().map(|c| Cell::text(c.heading, Style::HEADING)).collect();
        rows.push(Row { height: HEADING_HEIGHT, cells: headings });
        let meaning = |c: &&Column| {
            let required = if c.need == Need::Value { "Bắt buộc. " } else { "" };
            Cell::text(format!("{required}{}", c.meaning), Style { italic: true, ..Style::BODY })
        };
        rows.push(Row { height: 90.0, cells: sheet.columns.iter().map(meaning).collect() });
        for example in sheet.examples {
            let style = Style { format: Format::Text, ..Style::BODY };
            let cells = example.iter().map(|text| Cell { value: text_or_blank(text), style }).collect();
            rows.push(Row { height: 60.0, cells });
        }
    }
    let widest = layout::REGISTER.iter().map(|s| s.columns.len()).max().unwrap_or(0);
    Sheet { name: "ViDu".to_owned(), widths: vec![20.0; widest], rows, page: page(), ..Sheet::default() }
}

fn text_or_blank(text: &str) -> Value {
    if text.is_empty() { Value::Blank } else { Value::Text(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::moment;

    fn created() -> Moment {
        moment::at(NaiveDate::from_ymd_opt(2025, 7, 7).unwrap().and_hms_opt(8, 0, 0).unwrap())
    }

    #[test]
    fn sheets_stand_in_the_order_of_the_contract() {
        let names: Vec<String> = book(created()).sheets.into_iter().map(|s| s.name).collect();
        assert_eq!(
            names,
            [
                "DonVi",
                "NhiemVu",
                "ChiTieu",
                "TieuChi",
                "DieuChinh",
                "Lich",
                "DonViThamGia",
                "NhanDinh",
                "QuyTac",
                "ChuongTrinh",
                "XacNhan",
                "_DM",
                "ViDu"
            ]
        );
    }

    #[test]
    fn lists_point_at_their_words() {
        let book = book(created());
        let lists = book.sheets.iter().find(|s| s.name == LISTS).unwrap();
        assert_eq!(lists.visibility, Visibility::Hidden);
        for (at, choice) in Choice::ALL.into_iter().enumerate() {
            let words = choice.words();
            let range = list_range(choice);
            assert!(range.ends_with(&format!("${}", words.len() + 1)), "{range}");
            let last = &lists.rows[words.len()].cells[at];
            assert_eq!(last.value, Value::Text((*words.last().unwrap()).to_owned()));
        }
    }

    #[test]
    fn words_are_kept_as_words_and_prompts_fit_excel() {
        let book = book(created());
        let tasks = book.sheets.iter().find(|s| s.name == "NhiemVu").unwrap();
        let at = tasks.rows[0].cells.iter().position(|c| c.value == Value::Text("Thời hạn (theo văn bản)".into())).unwrap();
        assert_eq!(tasks.rows[1].cells[at].style.format, Format::Text);
        for sheet in book.sheets.iter().chain(&receipt_book(created()).sheets) {
            for validation in &sheet.validations {
                let (title, text) = validation.prompt.as_ref().unwrap();
                assert!(title.chars().count() <= 32 && text.chars().count() <= 255, "{title}");
            }
        }
    }
}
