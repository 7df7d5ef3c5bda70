//! An `.xls` written by hand: a compound file of one stream, and the few records that hold text and numbers.

use tonghop::sheets::sheet::{Book, Value, Visibility};

/// A compound file of one stream: two sectors of tables, one of directory, then the stream.
pub(crate) fn compound(name: &str, content: &[u8]) -> Vec<u8> {
    const END: u32 = 0xffff_fffe;
    const FIRST: u32 = 3;
    let mut content = content.to_vec();
    content.resize(content.len().max(4096).next_multiple_of(512), 0);
    let sectors = u32::try_from(content.len() / 512).unwrap();
    assert!(FIRST + sectors < 256, "two sectors of tables");
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(512, 0);
    for (at, value) in [(24, 0x3eu16), (26, 3), (28, 0xfffe), (30, 9), (32, 6)] {
        bytes[at..at + 2].copy_from_slice(&value.to_le_bytes());
    }
    for (at, value) in [(44, 2), (48, 2), (56, 4096), (60, END), (68, END), (76, 0), (80, 1)] {
        bytes[at..at + 4].copy_from_slice(&u32::to_le_bytes(value));
    }
    bytes[84..512].fill(0xff);
    let mut chains = vec![0xffff_fffd, 0xffff_fffd, END];
    chains.extend((1..sectors).map(|sector| FIRST + sector).chain([END]));
    chains.resize(256, u32::MAX);
    bytes.extend(chains.iter().flat_map(|entry| entry.to_le_bytes()));
    let size = u32::try_from(content.len()).unwrap();
    for (name, kind, child, start, size) in [("Root Entry", 5u8, 1, END, 0), (name, 2, u32::MAX, FIRST, size)] {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u16::try_from(entry.len() + 2).unwrap();
        entry.resize(128, 0);
        entry[64..66].copy_from_slice(&length.to_le_bytes());
        entry[66] = kind;
        entry[68..76].fill(0xff);
        entry[76..80].copy_from_slice(&u32::to_le_bytes(child));
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&size.to_le_bytes());
        bytes.extend(entry);
    }
    bytes.resize(512 * 4, 0);
    bytes.extend(content);
    bytes
}

pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
}

pub(crate) fn shorts(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

pub(crate) fn begin(kind: u16) -> Vec<u8> {
    record(0x0809, &shorts(&[0x0600, kind, 0, 0, 0, 0, 0, 0]))
}

pub(crate) fn letters(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The sheets that the program reads, as Excel 97 would hold them.
pub(crate) fn xls(book: &Book) -> Vec<u8> {
    let kept: Vec<_> = book.sheets.iter().filter(|sheet| !["_DM", "HuongDan"].contains(&sheet.name.as_str())).collect();
    let end = || record(0x000a, &[]);
    let mut sheets = Vec::new();
    for sheet in &kept {
        let mut records = begin(0x0010);
        for (row, cells) in (0u16..).zip(&sheet.rows) {
            for (column, cell) in (0u16..).zip(&cells.cells) {
                let place = shorts(&[row, column, 0]);
                let text = |text: &str| {
                    let length = u16::try_from(text.encode_utf16().count()).unwrap();
                    record(0x0204, &[&place[..], &length.to_le_bytes(), &[1], &letters(text)].concat())
                };
                records.extend(match &cell.value {
                    Value::Blank => Vec::new(),
                    Value::Number(number) => record(0x0203, &[&place[..], &number.to_le_bytes()].concat()),
                    Value::Text(shown) => text(shown),
                    Value::Formula(own) => text(&own.result),
                    Value::Date(day) => text(&day.format("%d/%m/%Y").to_string()),
                    Value::DateTime(at) => text(&at.format("%d/%m/%Y %H:%M").to_string()),
                });
            }
        }
        records.extend(end());
        sheets.push(records);
    }
    let head = [begin(0x0005), record(0x0042, &shorts(&[1200])), record(0x00e0, &[0; 20])].concat();
    let entry = |sheet: &tonghop::sheets::sheet::Sheet, at: usize| {
        let hidden = u8::from(sheet.visibility == Visibility::Hidden);
        let name = letters(&sheet.name);
        let length = u8::try_from(name.len() / 2).unwrap();
        record(0x0085, &[&u32::try_from(at).unwrap().to_le_bytes()[..], &[hidden, 0, length, 1], &name].concat())
    };
    let globals = head.len() + kept.iter().map(|sheet| entry(sheet, 0).len()).sum::<usize>() + end().len();
    let mut stream = head;
    let mut at = globals;
    for (sheet, records) in kept.iter().zip(&sheets) {
        stream.extend(entry(sheet, at));
        at += records.len();
    }
    stream.extend(end());
    stream.extend(sheets.concat());
    compound("Workbook", &stream)
}
