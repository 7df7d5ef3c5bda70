//! The tools of the recipes: cells, sheets and headings of a good report, changed.

use crate::desk::Draft;
use crate::package::Package;
use tonghop::sheets::sheet::{Book, Cell, Row, Sheet, Style, Value};

/// The good report with its parts edited.
pub(crate) fn parts(good: &Draft, edit: impl FnOnce(&mut Package)) -> Vec<u8> {
    let mut package = Package::open(&good.bytes());
    edit(&mut package);
    package.pack()
}

/// The good report with its book changed before it is written.
pub(crate) fn book(good: &Draft, change: impl FnOnce(&mut Book)) -> Draft {
    let mut good = good.clone();
    change(&mut good.book);
    good
}

pub(crate) fn sheet<'a>(book: &'a mut Book, name: &str) -> &'a mut Sheet {
    book.sheets.iter_mut().find(|sheet| sheet.name == name).unwrap_or_else(|| panic!("no sheet {name}"))
}

/// A row of texts; blank ones are blank cells.
pub(crate) fn row(texts: &[&str]) -> Row {
    let cell = |text: &&str| if text.is_empty() { Cell::default() } else { Cell::text(*text, Style::PLAIN) };
    Row { height: 15.0, cells: texts.iter().map(cell).collect() }
}

/// The cell of row and column, both from 0, made where it is not.
pub(crate) fn cell_of(sheet: &mut Sheet, row: usize, column: usize) -> &mut Cell {
    if sheet.rows.len() <= row {
        sheet.rows.resize(row + 1, Row { height: 15.0, cells: Vec::new() });
    }
    let cells = &mut sheet.rows[row].cells;
    if cells.len() <= column {
        cells.resize(column + 1, Cell::default());
    }
    &mut cells[column]
}

/// The text of a cell of the book, as `NhiemVu`, row and column from 0.
pub(crate) fn said(sheet: &mut Sheet, row: usize, column: usize, text: &str) {
    cell_of(sheet, row, column).value = if text.is_empty() { Value::Blank } else { Value::Text(text.to_owned()) };
}

/// The part of a sheet, from the order of the sheets in the workbook.
pub(crate) fn part_of(package: &Package, sheet: &str) -> String {
    let workbook = package.text("xl/workbook.xml");
    let before = workbook.split(&format!("<sheet name=\"{sheet}\"")).next().unwrap();
    assert_ne!(before.len(), workbook.len(), "no sheet {sheet}");
    format!("xl/worksheets/sheet{}.xml", before.matches("<sheet name=").count() + 1)
}

fn place(at: &str) -> (&str, &str, &str, &str) {
    let (sheet, cell) = at.split_once('!').unwrap();
    let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap();
    (sheet, cell, &cell[..digits], &cell[digits..])
}

fn order(column: &str) -> (usize, &str) {
    (column.len(), column)
}

/// Writes a cell such as `NhiemVu!G5` as XML: its attributes beside `r` (its style stays where none is given), and
/// what is inside.
pub(crate) fn cell(package: &mut Package, at: &str, attributes: &str, inside: &str) {
    let (sheet, cell, column, row) = place(at);
    let part = part_of(package, sheet);
    package.edit(&part, |xml| {
        let start = xml.find(&format!("<row r=\"{row}\"")).unwrap_or_else(|| panic!("{sheet} has no row {row}"));
        let open = start + xml[start..].find('>').unwrap() + 1;
        assert!(!xml[..open].ends_with("/>"), "row {row} of {sheet} has no cells");
        let end = open + xml[open..].find("</row>").unwrap();
        let mut cells: Vec<(String, String)> = Vec::new();
        let mut rest = &xml[open..end];
        while let Some(at) = rest.find("<c r=\"") {
            rest = &rest[at..];
            let tag = rest.find('>').unwrap();
            let length = if rest[..tag].ends_with('/') { tag + 1 } else { rest.find("</c>").unwrap() + 4 };
            let name = rest[6..].split('"').next().unwrap();
            cells.push((name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned(), rest[..length].to_owned()));
            rest = &rest[length..];
        }
        let index = cells.iter().position(|(c, _)| order(c) >= order(column)).unwrap_or(cells.len());
        let old = cells.get(index).filter(|(c, _)| c == column).map(|(_, old)| old.clone());
        let style =
            old.as_deref().and_then(|old| old[..old.find('>').unwrap()].split(" s=\"").nth(1)?.split('"').next().map(str::to_owned));
        let style = match style {
            Some(style) if !attributes.contains("s=\"") => format!(" s=\"{style}\""),
            _ => String::new(),
        };
        let new = (column.to_owned(), format!("<c r=\"{cell}\"{style} {attributes}>{inside}</c>"));
        if old.is_some() {
            cells[index] = new;
        } else {
            cells.insert(index, new);
        }
        let cells: String = cells.into_iter().map(|(_, xml)| xml).collect();
        format!("{}{cells}{}", &xml[..open], &xml[end..])
    });
}

/// Text as a cell holds it that somebody typed with an apostrophe, or pasted.
pub(crate) fn text(package: &mut Package, at: &str, text: &str) {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    cell(package, at, "t=\"inlineStr\"", &format!("<is><t xml:space=\"preserve\">{text}</t></is>"));
}

pub(crate) fn number(package: &mut Package, at: &str, number: &str) {
    cell(package, at, "", &format!("<v>{number}</v>"));
}

/// A number in a cell with this number format; below 164 a built-in one.
pub(crate) fn formatted(package: &mut Package, at: &str, number: &str, format: &str) {
    let id = match format.parse::<u32>() {
        Ok(id) => id,
        Err(_) => {
            let format = format.replace('"', "&quot;");
            package.replace("xl/styles.xml", "</numFmts>", &format!("<numFmt numFmtId=\"199\" formatCode=\"{format}\"/></numFmts>"));
            199
        }
    };
    let styles = package.text("xl/styles.xml");
    let all = styles.split("<cellXfs").nth(1).unwrap().split("</cellXfs>").next().unwrap();
    let index = all.matches("<xf ").count();
    package.replace("xl/styles.xml", "</cellXfs>", &format!("<xf numFmtId=\"{id}\" applyNumberFormat=\"1\"/></cellXfs>"));
    cell(package, at, &format!("s=\"{index}\""), &format!("<v>{number}</v>"));
}

/// Blanks a cell.
pub(crate) fn blank(package: &mut Package, at: &str) {
    cell(package, at, "", "");
}

/// A row as XML, put before `</sheetData>`.
pub(crate) fn last_row(package: &mut Package, sheet: &str, xml: &str) {
    let part = part_of(package, sheet);
    package.replace(&part, "</sheetData>", &format!("{xml}</sheetData>"));
}

/// Edits a sheet's XML.
pub(crate) fn sheet_xml(package: &mut Package, sheet: &str, old: &str, new: &str) {
    let part = part_of(package, sheet);
    package.replace(&part, old, new);
}
