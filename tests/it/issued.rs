//! A form as it was issued by the program, filled cell by cell as an officer does: what it came with stays in it.

use crate::desk::Desk;
use std::fs;
use std::io::{Cursor, Read, Write};
use tonghop::model::config::Limits;
use tonghop::model::place::CellRef;
use tonghop::model::workbook::{RawSheet, RawValue, RawWorkbook};
use tonghop::reader;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A form being filled.
pub struct Issued {
    bytes: Vec<u8>,
}

impl Issued {
    /// The form of an agency for a week of 2025, after `tonghop forms`.
    pub fn form(desk: &Desk, agency: &str, week: u32) -> Self {
        Self { bytes: fs::read(desk.path(&format!("mau/2025-W{week}/BC_{agency}_T{week}_2025.xlsx"))).unwrap() }
    }

    /// A workbook of the desk.
    pub fn workbook(desk: &Desk, name: &str) -> Self {
        Self { bytes: fs::read(desk.path(name)).unwrap() }
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.bytes.clone()
    }

    fn read(&self) -> RawWorkbook {
        reader::read(&self.bytes, ".xlsx", &Limits::DEFAULT).unwrap()
    }

    /// What stands in the row of a code under a heading; blank if nothing does.
    pub fn shown(&self, sheet: &str, code: &str, heading: &str) -> String {
        let workbook = self.read();
        let sheet = workbook.sheet(sheet).unwrap();
        let at = place(sheet, code, heading);
        sheet.cells().find(|(cell, _)| *cell == at).map(|(_, value)| words(value)).unwrap_or_default()
    }

    /// Writes into the row of a code under a heading.
    pub fn set(&mut self, sheet: &str, code: &str, heading: &str, text: &str) -> &mut Self {
        let at = place(self.read().sheet(sheet).unwrap(), code, heading);
        self.write(sheet, at, text)
    }

    /// Writes beside a label of `ThongTin`.
    pub fn info(&mut self, label: &str, text: &str) -> &mut Self {
        let workbook = self.read();
        let labels = workbook.sheet("ThongTin").unwrap().cells();
        let (at, _) = labels.into_iter().find(|(cell, value)| cell.column == 0 && words(value).starts_with(label)).unwrap();
        self.write("ThongTin", CellRef::new(at.row, 1), text)
    }

    fn write(&mut self, sheet: &str, at: CellRef, text: &str) -> &mut Self {
        let number = self.read().sheet_names.iter().position(|name| name == sheet).unwrap() + 1;
        let part = format!("xl/worksheets/sheet{number}.xml");
        let mut old = ZipArchive::new(Cursor::new(&self.bytes)).unwrap();
        let mut new = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..old.len() {
            let mut file = old.by_index(index).unwrap();
            let (name, mut content) = (file.name().unwrap().into_owned(), Vec::new());
            file.read_to_end(&mut content).unwrap();
            if name == part {
                content = with_cell(&String::from_utf8(content).unwrap(), &at.to_string(), text).into_bytes();
            }
            new.start_file(name, SimpleFileOptions::default()).unwrap();
            new.write_all(&content).unwrap();
        }
        self.bytes = new.finish().unwrap().into_inner();
        self
    }
}

fn words(value: &RawValue) -> String {
    match value {
        RawValue::Text(text) => text.to_string(),
        RawValue::Number(number) | RawValue::Percent(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

fn place(sheet: &RawSheet, code: &str, heading: &str) -> CellRef {
    let find = |wanted: &str| sheet.cells().find(|(_, value)| words(value) == wanted).map(|(cell, _)| cell);
    let column = find(heading).unwrap_or_else(|| panic!("no heading {heading}")).column;
    CellRef::new(find(code).unwrap_or_else(|| panic!("no row {code}")).row, column)
}

/// A sheet with another text in a cell that it has, with the cell's look.
fn with_cell(xml: &str, cell: &str, text: &str) -> String {
    let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no cell {cell}"));
    let head = start + xml[start..].find('>').unwrap();
    let (attributes, end) = match xml[start..head].strip_suffix('/') {
        Some(attributes) => (attributes, head + 1),
        None => (&xml[start..head], head + xml[head..].find("</c>").unwrap() + 4),
    };
    let look: String = attributes.split(' ').filter(|word| word.starts_with("s=")).collect();
    let value = match (text.is_empty(), text.parse::<f64>()) {
        (true, _) => format!("<c r=\"{cell}\" {look}/>"),
        (_, Ok(number)) => format!("<c r=\"{cell}\" {look}><v>{number}</v></c>"),
        (_, Err(_)) => format!("<c r=\"{cell}\" {look} t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    };
    format!("{}{value}{}", &xml[..start], &xml[end..])
}
