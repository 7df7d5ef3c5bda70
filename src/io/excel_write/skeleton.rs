//! The book as the library writes it without its cells: everything that is not a row comes from here, byte by byte.

use super::bounds::{COLUMNS_MAX, DEFAULT_PIXELS};
use super::failure::WriteFailure;
use super::look::{Looks, Palette};
use super::sheet_data::{SheetData, push_column};
use super::text::cut;
use super::worksheet::{self, Cells};
use crate::model::config::Limits;
use crate::reader;
use crate::sheets::sheet::{Book, Sheet, Style, Visibility};
use memchr::memmem;
use rust_xlsxwriter as xlsx;

/// What is packed here is unpacked at once.
const FASTEST: u8 = 1;

/// Name and content of each part, in the order of the file.
pub(super) type Parts = Vec<(String, Vec<u8>)>;

/// The parts; `None` if they cannot be read back. Each look of the palette stands in
/// a cell at the right end of the first row of the first sheet, so that the library writes it down and says its number.
pub(super) fn parts(book: &Book, palette: &Palette, has_texts: bool) -> Result<Option<Parts>, WriteFailure> {
    let (mut looks, mut probed) = (Looks::default(), false);
    let mut workbook = workbook(book, |worksheet, sheet| {
        if !std::mem::replace(&mut probed, true) {
            write_probes(worksheet, palette, has_texts, &mut looks).map_err(refused)?;
        }
        // A chart carries along the figures that it shows, so their cells have to be there.
        let cells = if sheet.charts.is_empty() { Cells::Special } else { Cells::All };
        worksheet::write(worksheet, sheet, &mut looks, cells)
    })?;
    workbook.set_zip_compression_level(FASTEST);
    let bytes = workbook.save_to_buffer().map_err(refused)?;
    Ok(reader::unpack(&bytes, &Limits::OWN).ok())
}

/// A text as well where the book has any: the table of texts is a part only then.
fn write_probes(worksheet: &mut xlsx::Worksheet, palette: &Palette, has_texts: bool, looks: &mut Looks) -> Result<(), xlsx::XlsxError> {
    if has_texts {
        worksheet.write_string(0, probe(0), "a")?;
    }
    for (number, (style, quoted)) in (1..).zip(palette.used()) {
        worksheet.write_blank(0, probe(number), looks.of(*style, *quoted))?;
    }
    Ok(())
}

/// The column of the probe of a look, from the right.
fn probe(number: u16) -> u16 {
    u16::try_from(COLUMNS_MAX - 1).unwrap_or(u16::MAX).saturating_sub(number)
}

/// What the library says of a book as a whole, and of each sheet what `write` says.
pub(super) fn workbook(
    book: &Book,
    mut write: impl FnMut(&mut xlsx::Worksheet, &Sheet) -> Result<(), WriteFailure>,
) -> Result<xlsx::Workbook, WriteFailure> {
    let mut workbook = xlsx::Workbook::new();
    let default = Looks::default().of(Style::PLAIN, false).clone();
    workbook.set_default_format(&default, DEFAULT_PIXELS.0, DEFAULT_PIXELS.1).map_err(refused)?;
    workbook.set_properties(&properties(book));
    for (name, refers_to) in &book.names {
        workbook.define_name(name.as_str(), refers_to).map_err(refused)?;
    }
    let first_visible = book.sheets.iter().position(|sheet| sheet.visibility == Visibility::Visible);
    for (index, sheet) in book.sheets.iter().enumerate() {
        let worksheet = workbook.add_worksheet();
        write(worksheet, sheet)?;
        if Some(index) == first_visible {
            worksheet.set_active(true).set_first_tab(true);
        }
    }
    Ok(workbook)
}

fn properties(book: &Book) -> xlsx::DocProperties {
    let mut properties =
        xlsx::DocProperties::new().set_title(cut(book.title.as_str().into(), 255)).set_creation_datetime(&book.created.naive_utc());
    for (name, value) in &book.properties {
        properties = properties.set_custom_property(name.as_str(), cut(value.as_str().into(), 255).as_ref());
    }
    properties
}

/// A failure of the workbook as a whole.
pub(super) fn refused(error: xlsx::XlsxError) -> WriteFailure {
    WriteFailure::Refused { sheet: String::new(), detail: error.to_string() }
}

/// The name of the part of a sheet, counted from 0.
pub(super) fn sheet_name(index: usize) -> String {
    format!("xl/worksheets/sheet{}.xml", index + 1)
}

/// The part of a sheet around its rows.
#[derive(PartialEq, Eq)]
pub(super) struct SheetPart {
    before: String,
    between: String,
    /// From behind the rows to the end.
    pub(super) after: String,
    /// What the library wrote of each formula, in order.
    pub(super) formulas: Vec<String>,
}

impl SheetPart {
    /// `None` if it is no such part, or the looks have other numbers than ours; `looks` is how many probes stand in it.
    pub(super) fn of(part: &[u8], looks: usize) -> Option<Self> {
        let part = std::str::from_utf8(part).ok()?;
        let (before, rest) = part.split_once("<dimension ref=\"")?;
        let (_, rest) = rest.split_once("\"/>")?;
        let (between, rest) = rest.split_once("<sheetData")?;
        let (cells, after) = match rest.strip_prefix("/>") {
            Some(after) => ("", after),
            None => rest.split_once("</sheetData>")?,
        };
        if !cells.contains(&probes(looks)) {
            return None;
        }
        let formulas = formulas(cells).map(str::to_owned).collect();
        Some(Self { before: before.to_owned(), between: between.to_owned(), after: after.to_owned(), formulas })
    }

    /// The part with our rows in it, which are taken; `None` if its formulas are not those of the rows.
    pub(super) fn filled(&self, rows: &mut SheetData) -> Option<Vec<u8>> {
        let goes_with = formulas(&rows.xml).eq(self.formulas.iter());
        goes_with.then(|| self.with_rows(rows, &self.after).into_bytes())
    }

    /// The part with our rows in it, which are taken, and what comes behind them.
    pub(super) fn with_rows(&self, rows: &mut SheetData, after: &str) -> String {
        let mut whole = std::mem::take(&mut rows.xml);
        whole.insert_str(0, &format!("{}<dimension ref=\"{}\"/>{}", self.before, rows.dimension, self.between));
        whole.push_str(after);
        whole
    }
}

/// What stands in each formula of these cells.
pub(super) fn formulas(cells: &str) -> impl Iterator<Item = &str> {
    memmem::find_iter(cells.as_bytes(), "<f>").map(|at| cells.get(at + 3..).and_then(|rest| rest.split("</f>").next()).unwrap_or_default())
}

/// The cells of the probes of so many looks, as they have to stand in the first row.
fn probes(looks: usize) -> String {
    let mut cells = String::new();
    for number in (1..=looks).rev() {
        cells.push_str("<c r=\"");
        push_column(&mut cells, probe(u16::try_from(number).unwrap_or(u16::MAX)));
        cells.push_str(&format!("1\" s=\"{number}\"/>"));
    }
    cells
}
