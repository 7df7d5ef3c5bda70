//! A written workbook is opened again with the reader and compared, cell by cell, with what was meant: two
//! independent libraries must agree before a product leaves.
//!
//! Nearly always a digest of each sheet says that they do: one of what is meant, taken from the sheet while it is at hand, and one of
//! what the reader finds in the file. Where these differ, or the file is not written as files usually are, the cells themselves
//! are compared ([`agree`]), which also knows what the format cannot hold.

use crate::model::config::Limits;
use crate::model::place::CellRef;
use crate::model::workbook::{RawSheet, RawValue, Refusal};
use crate::reader::{self, Told};
use crate::sheets::sheet::{Book, Sheet, Value};
use chrono::{NaiveDateTime, NaiveTime};
use std::hash::{DefaultHasher, Hasher};

/// What the cells of a sheet say, as a number, and whose they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetDigest {
    sheet: String,
    cells: CellDigest,
}

impl SheetDigest {
    /// Of a sheet as it is meant.
    pub fn of(sheet: &Sheet) -> Self {
        let mut cells = CellDigest::default();
        for (row, line) in (0u32..).zip(&sheet.rows) {
            for (column, cell) in (0u32..).zip(&line.cells) {
                let at = CellRef::new(row, column);
                match &cell.value {
                    Value::Blank => {}
                    Value::Text(text) => cells.take_text(at, text_digest(text)),
                    Value::Number(number) => cells.take_number(at, *number),
                    Value::Date(day) => cells.take_moment(at, day.and_time(NaiveTime::MIN)),
                    Value::DateTime(moment) => cells.take_moment(at, *moment),
                    Value::Formula(formula) => cells.take_text(at, text_digest(&formula.result)),
                }
            }
        }
        Self { sheet: sheet.name.clone(), cells }
    }
}

/// What cells say, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct CellDigest(u64);

impl CellDigest {
    fn take_text(&mut self, at: CellRef, digest: Option<u64>) {
        if let Some(digest) = digest {
            self.take(at, 1, digest);
        }
    }

    fn take_number(&mut self, at: CellRef, number: f64) {
        self.take(at, 2, number.to_bits());
    }

    fn take_moment(&mut self, at: CellRef, moment: NaiveDateTime) {
        self.take(at, 3, moment.and_utc().timestamp().cast_unsigned());
    }

    fn take(&mut self, at: CellRef, kind: u64, value: u64) {
        for part in [u64::from(at.row) << 32 | u64::from(at.column), kind, value] {
            // Each step can be undone, so that two lists that differ in one cell never meet again by it.
            self.0 = (self.0.rotate_left(23) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            self.0 ^= self.0 >> 29;
        }
    }
}

/// `None` of a text that is none.
fn text_digest(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    Some(hasher.finish())
}

/// Does the file say this, sheet by sheet? `false` where a digest cannot tell.
///
/// # Errors
///
/// The file cannot be read.
pub fn says(bytes: &[u8], meant: &[SheetDigest]) -> Result<bool, String> {
    let (mut found, mut texts): (Vec<SheetDigest>, Vec<Option<u64>>) = (Vec::new(), Vec::new());
    let mut usual = true;
    let mut take = |told: Told<'_>| match told {
        Told::Text(text) => texts.push(text_digest(text)),
        Told::Sheet(name) => found.push(SheetDigest { sheet: name.to_owned(), cells: CellDigest::default() }),
        Told::Shared(at, number) => {
            if let Some(SheetDigest { cells, .. }) = found.last_mut() {
                cells.take_text(at, texts.get(number).copied().flatten());
            }
        }
        Told::Cell(at, value) => match (value, found.last_mut()) {
            (RawValue::Text(text), Some(SheetDigest { cells, .. })) => cells.take_text(at, text_digest(text)),
            (RawValue::Number(number), Some(SheetDigest { cells, .. })) => cells.take_number(at, *number),
            (RawValue::DateTime(moment), Some(SheetDigest { cells, .. })) => cells.take_moment(at, *moment),
            _ => usual = false,
        },
    };
    let whole = reader::read_usual_cells(bytes, &Limits::OWN, &mut take).map_err(unreadable)?;
    Ok(whole && usual && found == meant)
}

fn unreadable(refusal: Refusal) -> String {
    format!("không đọc lại được tệp vừa ghi: {refusal:?}")
}

/// Do the bytes say what the book says? The error names sheet and cell. One sheet after the other is read: a second tree of a whole
/// workbook would be the most memory that a run of a large desk takes.
pub fn agree(book: &Book, bytes: &[u8]) -> Result<(), String> {
    let mut awaited: Vec<&Sheet> = book.sheets.iter().collect();
    let mut differs = None;
    let mut compare = |read: RawSheet| {
        let Some(at) = awaited.iter().position(|sheet| sheet.name == read.name) else { return };
        let sheet = awaited.remove(at);
        if differs.is_none()
            && let Some((cell, meant, found)) = first_difference(sheet, &read)
        {
            differs = Some(format!("đọc lại trang “{}”, ô {cell}: cần {meant:?}, thấy {found:?}", sheet.name));
        }
    };
    reader::read_each_sheet(bytes, &Limits::OWN, &mut compare).map_err(unreadable)?;
    let absent = awaited.first().map(|sheet| format!("đọc lại không thấy trang “{}”", sheet.name));
    differs.or(absent).map_or(Ok(()), Err)
}

fn first_difference<'a>(sheet: &'a Sheet, read: &'a RawSheet) -> Option<(CellRef, &'a Value, Option<&'a RawValue>)> {
    for (row, line) in sheet.rows.iter().enumerate() {
        for (column, cell) in line.cells.iter().enumerate() {
            let at = CellRef::new(u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX));
            let found = read.get(at);
            if !same(&cell.value, found) {
                return Some((at, &cell.value, found));
            }
        }
    }
    None
}

fn same(meant: &Value, found: Option<&RawValue>) -> bool {
    match (meant, found) {
        // A cell under a merge, or a blank one, holds nothing that could be read wrongly.
        (Value::Blank, None) => true,
        (Value::Text(text), Some(RawValue::Text(read))) => same_text(text, read),
        (Value::Text(text), None) => same_text(text, ""),
        (Value::Formula(formula), Some(RawValue::Text(read))) => same_text(&formula.result, read),
        (Value::Formula(formula), Some(RawValue::Number(read))) => formula.result.parse::<f64>().is_ok_and(|n| (n - read).abs() < 1e-9),
        (Value::Formula(formula), None) => formula.result.is_empty(),
        (Value::Number(number), Some(RawValue::Number(read))) => (number - read).abs() <= number.abs() * 1e-12,
        (Value::Date(day), Some(RawValue::DateTime(read))) => day.and_time(NaiveTime::MIN) == *read,
        (Value::DateTime(time), Some(RawValue::DateTime(read))) => near(*time, *read),
        _ => false,
    }
}

/// Equal, but for characters that the format cannot hold, and an end that was cut off and marked at the format's limit: both are the writer's
/// doing, and a text of an office that has them must not keep the products of all from leaving.
fn same_text(meant: &str, read: &str) -> bool {
    const LONGEST: usize = 32_767;
    if meant == read {
        return true;
    }
    let plain = |s: &str| s.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect::<String>();
    let units = |s: &str| s.encode_utf16().count();
    let (whole, found) = (plain(meant), plain(read));
    // A letter of two units at the limit, and signs that are no letters, leave a little less.
    let is_cut = units(meant) > LONGEST && (LONGEST - 10..=LONGEST).contains(&units(read));
    whole == found || (is_cut && found.rsplit_once('…').is_some_and(|(kept, _)| whole.starts_with(kept)))
}

fn near(a: NaiveDateTime, b: NaiveDateTime) -> bool {
    (a - b).num_seconds().abs() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::excel_write;
    use crate::model::moment;
    use crate::sheets::sheet::{Cell, Row, Style};

    fn written_and_read(text: &str) -> Result<(), String> {
        let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();
        let rows = vec![Row { height: 15.0, cells: vec![Cell::text(text, Style::PLAIN), Cell::text("khác", Style::PLAIN)] }];
        let sheets = vec![Sheet { name: "Nhiệm vụ".to_owned(), rows, ..Sheet::default() }];
        let book = Book {
            title: String::new(),
            created: moment::at(day.and_time(NaiveTime::MIN)),
            properties: Vec::new(),
            names: Vec::new(),
            sheets,
        };
        agree(&book, &excel_write::to_bytes(&book).unwrap())
    }

    #[test]
    fn no_text_of_an_office_stands_in_the_way_of_a_product() {
        for text in ["ab\u{fffe}cd", "\u{ffff}", "a\u{1}\u{1b}b", "_x000D_ _xFFFE_", "a\r\nb\rc\td", "=1+1", "\u{feff}a", " a "] {
            assert_eq!(written_and_read(text), Ok(()), "{text:?}");
        }
        for unit in ["😀", "a😀", "ế", "a\n", "…", "a\u{fffe}b", "\u{1}😀"] {
            for count in [16_000, 16_384, 20_000, 40_000] {
                assert_eq!(written_and_read(&unit.repeat(count)), Ok(()), "{count} times {unit:?}");
            }
        }
    }

    #[test]
    fn another_text_is_told_also_where_it_is_too_long() {
        let long = "a".repeat(40_000);
        assert!(same_text(&long, &format!("{}…(đã cắt)", "a".repeat(32_758))));
        for other in ["a".repeat(32_767), format!("{}…(đã cắt)", "a".repeat(20_000)), format!("b{}…(đã cắt)", "a".repeat(32_757))]
        {
            assert!(!same_text(&long, &other));
        }
        assert!(!same_text("ab", "a") && !same_text("a b", "ab"));
    }

    /// Long enough to be unpacked while it is read.
    fn long_book() -> Book {
        let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();
        let row = |number: u32| {
            let text = Cell::text(format!("Dòng {}", number % 700), Style::BODY);
            let date = Cell::date(Some(day), Style::BODY);
            Row { height: 15.0, cells: vec![text, Cell::count(number, Style::BODY), Cell::blank(Style::BODY), date] }
        };
        let sheet = |name: &str, rows| Sheet { name: name.to_owned(), rows: (0..rows).map(row).collect(), ..Sheet::default() };
        Book {
            title: String::new(),
            created: moment::at(day.and_time(NaiveTime::MIN)),
            properties: Vec::new(),
            names: Vec::new(),
            sheets: vec![sheet("Ngắn", 3), sheet("Dài", 9_000), Sheet { name: "Trống".to_owned(), ..Sheet::default() }],
        }
    }

    fn digests(book: &Book) -> Vec<SheetDigest> {
        book.sheets.iter().map(SheetDigest::of).collect()
    }

    #[test]
    fn digests_say_what_a_file_says() {
        let mut book = long_book();
        let bytes = excel_write::to_bytes(&book).unwrap();
        assert_eq!(says(&bytes, &digests(&book)), Ok(true));
        let mut seen = std::collections::BTreeSet::new();
        for (row, column) in [(0, 0), (1, 1), (4_000, 0), (4_000, 1), (4_000, 3), (8_999, 0), (8_999, 3)] {
            let cell = book.sheets[1].rows[row].cells[column].clone();
            for other in [Cell::default(), Cell::text("khác", Style::BODY), Cell::number(0.5, Style::BODY)] {
                book.sheets[1].rows[row].cells[column] = other;
                assert_eq!(says(&bytes, &digests(&book)), Ok(false), "row {row}, column {column}");
                assert!(agree(&book, &bytes).is_err() && seen.insert(digests(&book)[1].cells.0), "row {row}, column {column}");
            }
            book.sheets[1].rows[row].cells[column] = cell;
        }
        book.sheets[1].rows.swap(1, 2);
        assert_eq!(says(&bytes, &digests(&book)), Ok(false), "two rows in each other's place");
        book.sheets[1].rows.swap(1, 2);
        book.sheets.swap(0, 1);
        assert_eq!(says(&bytes, &digests(&book)), Ok(false), "two sheets in each other's place");
        book.sheets.swap(0, 1);
        book.sheets.pop();
        assert_eq!(says(&bytes, &digests(&book)), Ok(false), "a sheet too many");
        assert!(says(&bytes[..bytes.len() / 2], &digests(&book)).is_err());
    }

    #[test]
    fn a_damaged_sheet_is_no_sheet() {
        let book = long_book();
        let mut bytes = excel_write::to_bytes(&book).unwrap();
        // Some byte of the packed rows.
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        assert_ne!(says(&bytes, &digests(&book)), Ok(true));
    }

    #[test]
    fn a_product_may_be_longer_than_any_report() {
        let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();
        let mut rows = vec![Row::default(); usize::try_from(Limits::DEFAULT.rows_max).unwrap()];
        rows.push(Row { height: 15.0, cells: vec![Cell::text("cuối", Style::PLAIN)] });
        let sheet = Sheet { name: "Nhiệm vụ".to_owned(), rows, ..Sheet::default() };
        let created = moment::at(day.and_time(NaiveTime::MIN));
        let mut book = Book { title: String::new(), created, properties: Vec::new(), names: Vec::new(), sheets: vec![sheet] };
        let bytes = excel_write::to_bytes(&book).unwrap();
        assert_eq!(agree(&book, &bytes), Ok(()));
        book.sheets[0].rows.last_mut().unwrap().cells[0] = Cell::text("khác", Style::PLAIN);
        let told = agree(&book, &bytes).unwrap_err();
        assert!(told.contains("ô A") && told.contains("khác"), "{told}");
        book.sheets[0].rows.last_mut().unwrap().cells[0] = Cell::text("cuối", Style::PLAIN);
        book.sheets.push(Sheet { name: "Chỉ tiêu".to_owned(), ..Sheet::default() });
        assert_eq!(agree(&book, &bytes), Err("đọc lại không thấy trang “Chỉ tiêu”".to_owned()));
        assert!(agree(&book, &bytes[..bytes.len() / 2]).is_err());
    }
}
