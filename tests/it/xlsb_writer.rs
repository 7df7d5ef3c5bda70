//! A workbook as `.xlsb` ([MS-XLSB]): no office suite at hand writes the format, so tests write its records from what
//! was read of the same workbook in another one. Kinds of records that say the same take turns, so that the reader
//! meets all of them.

use std::io::{Cursor, Write};
use tonghop::model::workbook::{RawSheet, RawValue, RawWorkbook, UNCOMPUTED};

/// Built-in formats: general, a day with its time, percent.
const FORMATS: [u16; 3] = [0, 22, 9];
const DATE: u32 = 1;
const PERCENT: u32 = 2;

/// The workbook as a file; sheets that were not read are there and empty.
pub fn packed(book: &RawWorkbook) -> Vec<u8> {
    let mut texts = Vec::new();
    let empty = RawSheet::default();
    let sheets: Vec<&RawSheet> = book.sheet_names.iter().map(|name| book.sheet(name).unwrap_or(&empty)).collect();
    let parts: Vec<Vec<u8>> = sheets.iter().map(|sheet| sheet_part(sheet, &mut texts)).collect();
    let mut relations = relation("t", "sharedStrings", "sharedStrings.bin") + &relation("f", "styles", "styles.bin");
    for number in 0..parts.len() {
        relations += &relation(&format!("s{number}"), "worksheet", &format!("worksheets/sheet{number}.bin"));
    }
    let top = relation("w", "officeDocument", "xl/workbook.bin") + &relation("p", "custom-properties", "docProps/custom.xml");
    let property = |(name, value): (&String, &String)| format!("<property name=\"{name}\"><lpwstr>{value}</lpwstr></property>");
    let properties: String = book.properties.iter().map(property).collect();

    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, content: &[u8]| {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    };
    add("_rels/.rels", format!("<Relationships>{top}</Relationships>").as_bytes());
    add("docProps/custom.xml", format!("<Properties>{properties}</Properties>").as_bytes());
    add("xl/workbook.bin", &workbook_part(book, &sheets));
    add("xl/_rels/workbook.bin.rels", format!("<Relationships>{relations}</Relationships>").as_bytes());
    add("xl/styles.bin", &styles_part());
    add("xl/sharedStrings.bin", &strings_part(&texts));
    for (number, part) in parts.iter().enumerate() {
        add(&format!("xl/worksheets/sheet{number}.bin"), part);
    }
    writer.finish().unwrap().into_inner()
}

pub(crate) fn relation(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"t/{kind}\" Target=\"{target}\"/>")
}

/// A record: its kind in one byte or two, its length seven bits at a time, its bytes.
pub(crate) fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
    let low = |number: usize| u8::try_from(number & 0x7f).unwrap();
    let mut written = match usize::from(kind) {
        kind if kind < 0x80 => vec![low(kind)],
        kind => vec![low(kind) | 0x80, low(kind >> 7)],
    };
    let mut length = bytes.len();
    while length >= 0x80 {
        written.push(low(length) | 0x80);
        length >>= 7;
    }
    written.push(low(length));
    written.extend(bytes);
    written
}

pub(crate) fn longs(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

pub(crate) fn text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = longs(&[u32::try_from(units.len()).unwrap()]);
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

fn workbook_part(book: &RawWorkbook, sheets: &[&RawSheet]) -> Vec<u8> {
    let mut part = [record(0x0083, &[]), record(0x0099, &longs(&[u32::from(book.date_1904), 0]))].concat();
    part.extend(record(0x008f, &[]));
    for (number, (name, sheet)) in book.sheet_names.iter().zip(sheets).enumerate() {
        let hidden = u32::from(!sheet.visible && !sheet.name.is_empty());
        let mut entry = longs(&[hidden, u32::try_from(number + 1).unwrap()]);
        entry.extend(text(&format!("s{number}")));
        entry.extend(text(name));
        part.extend(record(0x009c, &entry));
    }
    part.extend([record(0x0090, &[]), record(0x0084, &[])].concat());
    part
}

fn styles_part() -> Vec<u8> {
    let xf = |format: u16| record(0x002f, &[&[0, 0][..], &format.to_le_bytes(), &[0; 12]].concat());
    let mut part = record(0x0116, &[]);
    // Styles of the other list come first in real files and must not be counted.
    part.extend([record(0x0272, &longs(&[1])), xf(9), record(0x0273, &[])].concat());
    part.extend(record(0x0269, &longs(&[3])));
    part.extend(FORMATS.iter().flat_map(|format| xf(*format)));
    part.extend([record(0x026a, &[]), record(0x0117, &[])].concat());
    part
}

fn strings_part(texts: &[String]) -> Vec<u8> {
    let count = u32::try_from(texts.len()).unwrap();
    let mut part = record(0x009f, &longs(&[count, count]));
    part.extend(texts.iter().flat_map(|item| record(0x0013, &[&[0][..], &text(item)].concat())));
    part.extend(record(0x00a0, &[]));
    part
}

fn sheet_part(sheet: &RawSheet, texts: &mut Vec<String>) -> Vec<u8> {
    let mut part = record(0x0081, &[]);
    for column in &sheet.hidden_columns {
        // First, last, width, style, marks.
        part.extend(record(0x003c, &[&longs(&[*column, *column, 0, 0])[..], &[1, 0]].concat()));
    }
    part.extend(record(0x0091, &[]));
    for (row, cells) in &sheet.rows {
        let hidden = if sheet.hidden_rows.contains(row) { 0x10 } else { 0 };
        // Number, style, height, two bytes of marks, a mark of its own, no runs.
        part.extend(record(0x0000, &[&longs(&[*row, 0])[..], &[0x2c, 1, 0, hidden, 0], &longs(&[0])].concat()));
        for (column, value) in cells {
            part.extend(cell(*row, *column, value, texts));
        }
    }
    part.extend(record(0x0092, &[]));
    for area in &sheet.merged {
        part.extend(record(0x00b0, &longs(&[area.first.row, area.last.row, area.first.column, area.last.column])));
    }
    part.extend(record(0x0082, &[]));
    part
}

fn cell(row: u32, column: u32, value: &RawValue, texts: &mut Vec<String>) -> Vec<u8> {
    let written = |kind: u16, style: u32, rest: &[u8]| record(kind, &[&longs(&[column, style])[..], rest].concat());
    let odd = !(row + column).is_multiple_of(2);
    // A formula follows its result; none of its parts is looked at.
    let formula = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    match value {
        RawValue::Text(content) if (row + column).is_multiple_of(3) => {
            texts.push(content.to_string());
            written(7, 0, &longs(&[u32::try_from(texts.len() - 1).unwrap()]))
        }
        RawValue::Text(content) if odd => written(6, 0, &text(content)),
        RawValue::Text(content) => written(8, 0, &[&text(content)[..], &formula].concat()),
        RawValue::Number(number) => numeric(*number, 0, odd, written),
        RawValue::Percent(number) => numeric(*number, PERCENT, odd, written),
        RawValue::DateTime(moment) => {
            let start = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap().and_hms_opt(0, 0, 0).unwrap();
            let seconds = u32::try_from((*moment - start).num_seconds()).unwrap();
            numeric(f64::from(seconds) / 86_400.0, DATE, odd, written)
        }
        RawValue::Bool(truth) if odd => written(4, 0, &[u8::from(*truth)]),
        RawValue::Bool(truth) => written(10, 0, &[&[u8::from(*truth)][..], &formula].concat()),
        // Nobody computed it: a formula that gives nothing.
        RawValue::Error(error) if error == UNCOMPUTED => written(8, 0, &[&text("")[..], &formula].concat()),
        RawValue::Error(error) => {
            let codes = [("#NULL!", 0), ("#DIV/0!", 7), ("#VALUE!", 15), ("#REF!", 23), ("#NAME?", 29), ("#NUM!", 36), ("#N/A", 42)];
            let (_, code) = codes.into_iter().find(|(name, _)| name == error).unwrap_or_else(|| panic!("no code for {error}"));
            written(if odd { 3 } else { 11 }, 0, &[&[code][..], &formula].concat())
        }
    }
}

/// A whole number in four bytes where it fits, as Excel does; else a real one, as written or as a result.
fn numeric(number: f64, style: u32, odd: bool, written: impl Fn(u16, u32, &[u8]) -> Vec<u8>) -> Vec<u8> {
    let whole = format!("{number}").parse::<i32>().ok().filter(|whole| (-0x2000_0000..0x2000_0000).contains(whole));
    match whole {
        Some(whole) => written(2, style, &(whole << 2 | 2).to_le_bytes()),
        None if odd => written(5, style, &number.to_le_bytes()),
        None => written(9, style, &[&number.to_le_bytes()[..], &[0; 10]].concat()),
    }
}
