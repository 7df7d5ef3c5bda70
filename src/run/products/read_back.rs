//! A written workbook is opened again with the reader and compared, cell by cell, with what was meant: two
//! independent libraries must agree before a product leaves.

use crate::model::config::Limits;
use crate::model::place::CellRef;
use crate::model::workbook::{RawSheet, RawValue};
use crate::reader;
use crate::sheets::sheet::{Book, Sheet, Value};
use chrono::{NaiveDateTime, NaiveTime};

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
    reader::read_each_sheet(bytes, &Limits::OWN, &mut compare).map_err(|refusal| format!("không đọc lại được tệp vừa ghi: {refusal:?}"))?;
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
        (Value::Formula { result, .. }, Some(RawValue::Text(read))) => same_text(result, read),
        (Value::Formula { result, .. }, Some(RawValue::Number(read))) => result.parse::<f64>().is_ok_and(|n| (n - read).abs() < 1e-9),
        (Value::Formula { result, .. }, None) => result.is_empty(),
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
