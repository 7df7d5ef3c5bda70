//! A [`Book`] becomes the bytes of an `.xlsx` file. The only place that names rust_xlsxwriter.
//!
//! What must hold here: text is written as a shared string whatever it looks like, so nothing from an input file can
//! become a formula or a link; the same book gives the same bytes (no clock, no order of a hash map); a number that
//! is not finite stops the writing, because Excel would show it as the text `NAN`.

use crate::model::place::CellRef;
use crate::sheets::sheet::{Align, Allow, Area, Book, Cell, Condition, Format, Page, Sheet, Style, Validation, Value, Visibility};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use rust_xlsxwriter as xlsx;
use std::collections::{BTreeSet, HashMap};

/// The font of everything (Nghị định 30/2020, Phụ lục I).
const FONT: &str = "Times New Roman";
/// Excel's limit for the text of a cell, UTF-16 units.
const TEXT_MAX: usize = 32_767;
/// Stands where a text had to be cut.
const CUT_MARK: &str = "…(đã cắt)";
/// Excel's highest row, points.
const HEIGHT_MAX: f64 = 409.0;
/// Default height of a row and width of a column, pixels: 15 points, 8.43 characters.
const DEFAULT_PIXELS: (u32, u32) = (20, 64);

/// Why a book could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteFailure {
    /// Excel would not accept the sheet's name.
    #[error("Tên trang “{name}” không dùng được trong Excel: {why}")]
    SheetName {
        /// It.
        name: String,
        /// What is wrong with it, in Vietnamese.
        why: &'static str,
    },
    /// No sheet is visible: Excel cannot open such a file.
    #[error("Tệp kết quả không có trang nào hiển thị")]
    NothingVisible,
    /// A number that is infinite or none at all.
    #[error("Ô {cell} của trang “{sheet}” có giá trị không phải là số hữu hạn")]
    NotFinite {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: CellRef,
    },
    /// The library refused something.
    #[error("Không ghi được trang “{sheet}”: {detail}")]
    Refused {
        /// The sheet, or blank for the workbook as a whole.
        sheet: String,
        /// Its words.
        detail: String,
    },
}

/// Writes a book. Two calls with equal books give equal bytes.
pub fn to_bytes(book: &Book) -> Result<Vec<u8>, WriteFailure> {
    check_names(book)?;
    let whole = |error: xlsx::XlsxError| WriteFailure::Refused { sheet: String::new(), detail: error.to_string() };
    let mut looks = Looks::default();
    let mut workbook = xlsx::Workbook::new();
    workbook.set_default_format(looks.of(Style::PLAIN, false), DEFAULT_PIXELS.0, DEFAULT_PIXELS.1).map_err(whole)?;
    workbook.set_properties(&properties(book));
    for (name, refers_to) in &book.names {
        workbook.define_name(name.as_str(), refers_to).map_err(whole)?;
    }
    let first_visible = book.sheets.iter().position(|sheet| sheet.visibility == Visibility::Visible);
    for (index, sheet) in book.sheets.iter().enumerate() {
        let worksheet = workbook.add_worksheet();
        write_sheet(worksheet, sheet, &mut looks)?;
        if Some(index) == first_visible {
            worksheet.set_active(true).set_first_tab(true);
        }
    }
    workbook.save_to_buffer().map_err(whole)
}

/// Names that Excel would refuse or silently change.
fn check_names(book: &Book) -> Result<(), WriteFailure> {
    let mut seen = BTreeSet::new();
    for sheet in &book.sheets {
        let name = sheet.name.as_str();
        let why = if name.trim().is_empty() {
            "tên trống"
        } else if name.encode_utf16().count() > 31 {
            "dài quá 31 ký tự"
        } else if name.contains(['*', '?', ':', '[', ']', '\\', '/']) || name.chars().any(char::is_control) {
            "có ký tự không được phép"
        } else if name.starts_with('\'') || name.ends_with('\'') {
            "bắt đầu hoặc kết thúc bằng dấu nháy"
        } else if name.eq_ignore_ascii_case("history") {
            "là tên dành riêng của Excel"
        } else if !seen.insert(name.to_lowercase()) {
            "trùng với trang khác"
        } else {
            continue;
        };
        return Err(WriteFailure::SheetName { name: name.to_owned(), why });
    }
    if book.sheets.iter().any(|sheet| sheet.visibility == Visibility::Visible) { Ok(()) } else { Err(WriteFailure::NothingVisible) }
}

fn properties(book: &Book) -> xlsx::DocProperties {
    let mut properties = xlsx::DocProperties::new().set_title(cut(&book.title, 255)).set_creation_datetime(&book.created.naive_utc());
    for (name, value) in &book.properties {
        properties = properties.set_custom_property(name.as_str(), cut(value, 255).as_str());
    }
    properties
}

fn write_sheet(worksheet: &mut xlsx::Worksheet, sheet: &Sheet, looks: &mut Looks) -> Result<(), WriteFailure> {
    let refused = |error: xlsx::XlsxError| WriteFailure::Refused { sheet: sheet.name.clone(), detail: error.to_string() };
    worksheet.set_name(sheet.name.as_str()).map_err(refused)?;
    if sheet.visibility == Visibility::Hidden {
        worksheet.set_hidden(true);
    }
    for (column, width) in (0u16..).zip(&sheet.widths) {
        worksheet.set_column_width(column, width.clamp(0.0, 255.0)).map_err(refused)?;
    }
    for column in &sheet.hidden_columns {
        worksheet.set_column_hidden(*column).map_err(refused)?;
    }

    // The merged areas first: they fill their cells with blanks, and the rows then leave the covered cells alone.
    let mut covered = BTreeSet::new();
    for area in &sheet.merges {
        write_merge(worksheet, sheet, *area, looks, &mut covered).map_err(refused)?;
    }
    for (row, line) in (0u32..).zip(&sheet.rows) {
        if line.height > 0.0 {
            worksheet.set_row_height(row, line.height.min(HEIGHT_MAX)).map_err(refused)?;
        }
        for (column, cell) in (0u16..).zip(&line.cells) {
            if covered.contains(&(row, column)) {
                continue;
            }
            if not_finite(&cell.value) {
                return Err(WriteFailure::NotFinite { sheet: sheet.name.clone(), cell: CellRef::new(row, u32::from(column)) });
            }
            write_cell(worksheet, row, column, cell, looks).map_err(refused)?;
        }
    }

    if let Some((row, column)) = sheet.freeze {
        worksheet.set_freeze_panes(row, column).map_err(refused)?;
    }
    if let Some(area) = sheet.filter {
        worksheet.autofilter(area.first_row, area.first_column, area.last_row, area.last_column).map_err(refused)?;
    }
    if let Some((first, last)) = sheet.repeat_rows {
        worksheet.set_repeat_rows(first, last).map_err(refused)?;
    }
    set_page(worksheet, &sheet.page);
    for validation in &sheet.validations {
        let area = validation.area;
        let rule = data_validation(validation).map_err(refused)?;
        worksheet.add_data_validation(area.first_row, area.first_column, area.last_row, area.last_column, &rule).map_err(refused)?;
    }
    for condition in &sheet.conditions {
        let area = condition.area;
        worksheet
            .add_conditional_format(area.first_row, area.first_column, area.last_row, area.last_column, &condition_format(condition))
            .map_err(refused)?;
    }
    if sheet.protected {
        worksheet.protect_with_options(&xlsx::ProtectionOptions {
            format_columns: true,
            format_rows: true,
            sort: true,
            use_autofilter: true,
            ..xlsx::ProtectionOptions::new()
        });
    }
    Ok(())
}

fn write_merge(
    worksheet: &mut xlsx::Worksheet,
    sheet: &Sheet,
    area: Area,
    looks: &mut Looks,
    covered: &mut BTreeSet<(u32, u16)>,
) -> Result<(), xlsx::XlsxError> {
    if (area.first_row, area.first_column) == (area.last_row, area.last_column) {
        return Ok(());
    }
    let first = usize::try_from(area.first_row)
        .ok()
        .and_then(|row| sheet.rows.get(row))
        .and_then(|row| row.cells.get(usize::from(area.first_column)));
    let look = looks.of(first.map_or(Style::PLAIN, |cell| cell.style), false);
    worksheet.merge_range(area.first_row, area.first_column, area.last_row, area.last_column, "", look)?;
    for row in area.first_row..=area.last_row {
        for column in area.first_column..=area.last_column {
            if (row, column) != (area.first_row, area.first_column) {
                covered.insert((row, column));
            }
        }
    }
    Ok(())
}

/// A result that Excel would take for infinite counts as a number: it is written without quotes.
fn not_finite(value: &Value) -> bool {
    match value {
        Value::Number(number) => !number.is_finite(),
        Value::Formula { result, .. } => result.parse::<f64>().is_ok_and(|number| !number.is_finite()),
        Value::Blank | Value::Text(_) | Value::Date(_) | Value::DateTime(_) => false,
    }
}

fn write_cell(worksheet: &mut xlsx::Worksheet, row: u32, column: u16, cell: &Cell, looks: &mut Looks) -> Result<(), xlsx::XlsxError> {
    match &cell.value {
        Value::Blank if cell.style == Style::PLAIN => {}
        Value::Blank => {
            worksheet.write_blank(row, column, looks.of(cell.style, false))?;
        }
        Value::Text(text) => write_text(worksheet, row, column, text, cell.style, looks)?,
        Value::Number(number) => {
            worksheet.write_number_with_format(row, column, *number, looks.of(number_style(*number, cell.style), false))?;
        }
        Value::Date(day) if in_excel(*day) => {
            worksheet.write_date_with_format(row, column, day, looks.of(date_style(*day, cell.style), false))?;
        }
        Value::Date(day) => write_text(worksheet, row, column, &odd_day(*day), cell.style, looks)?,
        Value::DateTime(moment) if in_excel(moment.date()) => {
            worksheet.write_datetime_with_format(row, column, moment, looks.of(date_style(moment.date(), cell.style), false))?;
        }
        Value::DateTime(moment) => write_text(worksheet, row, column, &odd_moment(*moment), cell.style, looks)?,
        Value::Formula { formula, result } => {
            let formula = xlsx::Formula::new(formula).set_result(clean(result));
            worksheet.write_formula_with_format(row, column, formula, looks.of(cell.style, false))?;
        }
    }
    Ok(())
}

/// Always a string, never what it looks like. Where it looks like a formula the cell is marked as Excel marks a text
/// typed behind an apostrophe: opening and leaving the cell then does not turn it into one.
fn write_text(
    worksheet: &mut xlsx::Worksheet,
    row: u32,
    column: u16,
    text: &str,
    style: Style,
    looks: &mut Looks,
) -> Result<(), xlsx::XlsxError> {
    let text = cut(&clean(text), TEXT_MAX);
    let quoted = style.format != Format::Text && text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    worksheet.write_string_with_format(row, column, text, looks.of(style, quoted))?;
    Ok(())
}

/// `#,##0.##` leaves a lonely comma behind a whole number.
fn number_style(number: f64, style: Style) -> Style {
    let whole = number.fract().abs() < f64::EPSILON;
    if style.format == Format::Decimal && whole { Style { format: Format::Integer, ..style } } else { style }
}

/// The month is padded for January and February only, as documents write it (04/02/2025, 04/7/2025); a number format
/// cannot say that, so the date chooses it.
fn date_style(day: NaiveDate, style: Style) -> Style {
    let format = match style.format {
        Format::Date if day.month() > 2 => Format::DateFromMarch,
        Format::DateTime if day.month() > 2 => Format::DateTimeFromMarch,
        format => format,
    };
    Style { format, ..style }
}

/// Excel knows the years 1900 to 9999; others are shown as text.
fn in_excel(day: NaiveDate) -> bool {
    (1900..=9999).contains(&day.year())
}

fn odd_day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

fn odd_moment(moment: NaiveDateTime) -> String {
    moment.format("%H:%M %d/%m/%Y").to_string()
}

/// Without the characters that XML forbids; `\r\n` becomes `\n`.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\r' => Some('\n'),
            '\n' | '\t' => Some(c),
            '\u{fffe}' | '\u{ffff}' => None,
            c if c < ' ' => None,
            c => Some(c),
        })
        .collect()
}

/// At most `max` UTF-16 units; what is cut is marked.
fn cut(text: &str, max: usize) -> String {
    // A UTF-8 text is never shorter in bytes than in UTF-16 units.
    if text.len() <= max || text.encode_utf16().count() <= max {
        return text.to_owned();
    }
    let mut left = max.saturating_sub(CUT_MARK.encode_utf16().count());
    let mut kept = String::new();
    for c in text.chars() {
        if c.len_utf16() > left {
            break;
        }
        left -= c.len_utf16();
        kept.push(c);
    }
    kept + CUT_MARK
}

fn set_page(worksheet: &mut xlsx::Worksheet, page: &Page) {
    const A4: u8 = 9;
    worksheet.set_paper_size(A4);
    if page.landscape {
        worksheet.set_landscape();
    }
    if let Some((across, down)) = page.fit {
        worksheet.set_print_fit_to_pages(across, down);
    }
    worksheet.set_print_center_horizontally(true);
    worksheet.set_margins(0.5, 0.5, 0.5, 0.6, 0.3, 0.3);
    let font = format!("&\"{FONT},Regular\"");
    let mut footer = String::new();
    if !page.footer.is_empty() {
        // The library gives up above 255 units; the rest of the foot needs about 60 of them. A doubled `&` is a sign.
        let text = cut(&clean(&page.footer), 80).replace('&', "&&");
        footer.push_str(&format!("&L&10{font}{text}"));
    }
    if page.numbered {
        footer.push_str(&format!("&R&10{font}Trang &P"));
    }
    if !footer.is_empty() {
        worksheet.set_footer(footer);
    }
}

fn data_validation(validation: &Validation) -> Result<xlsx::DataValidation, xlsx::XlsxError> {
    let rule = xlsx::DataValidation::new();
    let mut rule = match &validation.allow {
        Allow::ListFrom(formula) => rule.allow_list_formula(xlsx::Formula::new(formula)),
        Allow::Number(low, high) => rule.allow_decimal_number(xlsx::DataValidationRule::Between(*low, *high)),
        Allow::Date(first, last) => rule.allow_date(xlsx::DataValidationRule::Between(*first, *last)),
        Allow::TextLength(max) => rule.allow_text_length(xlsx::DataValidationRule::LessThanOrEqualTo(*max)),
        Allow::Any => rule.allow_any_value(),
    };
    if let Some((title, message)) = &validation.prompt {
        rule = rule.set_input_title(cut_plain(title, 32))?.set_input_message(cut_plain(message, 255))?;
    }
    let (title, message) = &validation.error;
    rule.set_error_title(cut_plain(title, 32))?.set_error_message(cut_plain(message, 255))
}

/// Our own short texts: cut with an ellipsis alone.
fn cut_plain(text: &str, max: usize) -> String {
    if text.encode_utf16().count() <= max {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if kept.encode_utf16().count() + c.len_utf16() >= max {
            break;
        }
        kept.push(c);
    }
    kept + "…"
}

fn condition_format(condition: &Condition) -> xlsx::ConditionalFormatFormula {
    let mut look = xlsx::Format::new().set_background_color(xlsx::Color::RGB(condition.fill));
    if condition.bold {
        look = look.set_bold();
    }
    xlsx::ConditionalFormatFormula::new().set_rule(xlsx::Formula::new(&condition.formula)).set_format(look)
}

/// The formats made so far: a workbook has few looks and many cells.
#[derive(Default)]
struct Looks(HashMap<(Style, bool), xlsx::Format>);

impl Looks {
    fn of(&mut self, style: Style, quoted: bool) -> &xlsx::Format {
        self.0.entry((style, quoted)).or_insert_with(|| look(style, quoted))
    }
}

fn look(style: Style, quoted: bool) -> xlsx::Format {
    let mut look = xlsx::Format::new().set_font_name(FONT).set_font_family(1).set_font_size(style.size);
    look = look.set_align(if style.middle { xlsx::FormatAlign::VerticalCenter } else { xlsx::FormatAlign::Top });
    look = match style.align {
        Align::General => look,
        Align::Left => look.set_align(xlsx::FormatAlign::Left),
        Align::Center => look.set_align(xlsx::FormatAlign::Center),
        Align::Right => look.set_align(xlsx::FormatAlign::Right),
    };
    if style.bold {
        look = look.set_bold();
    }
    if style.italic {
        look = look.set_italic();
    }
    if style.wrap {
        look = look.set_text_wrap();
    }
    if style.border {
        look = look.set_border(xlsx::FormatBorder::Thin);
    }
    if style.rule_above {
        look = look.set_border_top(xlsx::FormatBorder::Thin);
    }
    if let Some(fill) = style.fill {
        look = look.set_background_color(xlsx::Color::RGB(fill));
    }
    if let Some(color) = style.color {
        look = look.set_font_color(xlsx::Color::RGB(color));
    }
    look = match style.format {
        Format::General => look,
        Format::Integer => look.set_num_format("#,##0"),
        Format::Decimal => look.set_num_format("#,##0.##"),
        Format::Date => look.set_num_format("dd/mm/yyyy"),
        Format::DateFromMarch => look.set_num_format("dd/m/yyyy"),
        Format::DateTime => look.set_num_format("hh:mm dd/mm/yyyy"),
        Format::DateTimeFromMarch => look.set_num_format("hh:mm dd/m/yyyy"),
        Format::Text => look.set_num_format("@"),
    };
    if style.unlocked {
        look = look.set_unlocked();
    }
    if quoted {
        look = look.set_quote_prefix();
    }
    look
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::moment;
    use crate::sheets::sheet::Row;
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
    fn our_own_formulas_carry_their_result() {
        let cell = Cell { value: Value::Formula { formula: "=SUM(B1:B9)".to_owned(), result: "39".to_owned() }, style: Style::BODY };
        let bytes = to_bytes(&book(vec![cell])).unwrap();
        assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>SUM(B1:B9)</f><v>39</v>"));
    }

    #[test]
    fn numbers_that_are_none_stop_the_writing() {
        for number in [f64::NAN, f64::INFINITY] {
            let failure = to_bytes(&book(vec![Cell::default(), Cell::number(number, Style::BODY)])).unwrap_err();
            assert_eq!(failure, WriteFailure::NotFinite { sheet: "Tổng hợp".to_owned(), cell: CellRef::new(0, 1) });
        }
        let cell = Cell { value: Value::Formula { formula: "=1/0".to_owned(), result: "inf".to_owned() }, style: Style::BODY };
        assert!(matches!(to_bytes(&book(vec![cell])), Err(WriteFailure::NotFinite { .. })));
    }

    #[test]
    fn long_text_is_cut_with_a_mark_and_control_characters_go() {
        let long = "ế".repeat(40_000);
        let kept = cut(&long, TEXT_MAX);
        assert_eq!(kept.encode_utf16().count(), TEXT_MAX);
        assert!(kept.ends_with("ế…(đã cắt)"));
        assert_eq!(cut(&"a".repeat(TEXT_MAX), TEXT_MAX).len(), TEXT_MAX, "what fits is left alone");
        assert_eq!(cut(&"😀".repeat(20_000), TEXT_MAX).encode_utf16().count(), TEXT_MAX, "pairs are not torn");
        assert_eq!(clean("a\u{0}b\u{1b}c\r\nd\u{fffe}\te"), "abc\nd\te");
        let bytes = to_bytes(&book(vec![Cell::text(long, Style::BODY), Cell::text("x\u{1}y", Style::BODY)])).unwrap();
        let strings = part(&bytes, "xl/sharedStrings.xml");
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
    fn odd_years_become_text_and_whole_numbers_lose_the_lonely_comma() {
        let day = NaiveDate::from_ymd_opt(1825, 7, 4);
        let bytes = to_bytes(&book(vec![Cell::date(day, Style::BODY)])).unwrap();
        assert!(part(&bytes, "xl/sharedStrings.xml").contains("04/07/1825"));
        let decimal = Style { format: Format::Decimal, ..Style::PLAIN };
        assert_eq!(number_style(5.0, decimal).format, Format::Integer);
        assert_eq!(number_style(5.25, decimal).format, Format::Decimal);
    }

    /// One of everything.
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
            cells: vec![
                Cell::text("Cộng", Style { bold: true, ..body }),
                Cell { value: Value::Formula { formula: "=COUNTA(D5:D44)".to_owned(), result: "40".to_owned() }, style: body },
            ],
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
            page: Page { landscape: true, fit: Some((1, 0)), footer: "Sở KH&CN".to_owned(), numbered: true },
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
}
