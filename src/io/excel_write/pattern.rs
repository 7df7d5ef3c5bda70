//! Books that differ in little but their rows, such as the answers to the offices of one week: what they share is written by the
//! library and packed once, and of each only its rows, its texts, its merged areas, its links and the reach of its filter.

use super::cell::{self, Shown};
use super::container::Member;
use super::failure::WriteFailure;
use super::look::Palette;
use super::packing::Packer;
use super::shared_texts::SHARED_TEXTS;
use super::sheet_data::{SheetData, push_area, push_cell_name, push_column};
use super::skeleton::{self, SheetPart, sheet_name};
use super::worksheet::links;
use crate::sheets::sheet::{Area, Book, Sheet, Style, Value};
use std::fmt::Write as _;

const WORKBOOK: &str = "xl/workbook.xml";
/// Stands in every sheet, behind what is put in.
const BEHIND: &str = "<printOptions";

/// What two books have to share.
#[derive(PartialEq)]
pub(super) struct Shape {
    /// Without rows, merged areas and links; a filter over the same columns, of its first row.
    book: Book,
    looks: Vec<(Style, bool)>,
    has_texts: bool,
}

impl Shape {
    /// The shape of a book; `None` if more than its rows, merged areas, links and filters is its own.
    pub(super) fn of(book: &Book, palette: &Palette, has_texts: bool) -> Option<Self> {
        let sheets = book.sheets.iter().map(shape_of_sheet).collect::<Option<Vec<_>>>()?;
        let Book { title, created, properties, names, .. } = book;
        let book = Book { title: title.clone(), created: *created, properties: properties.clone(), names: names.clone(), sheets };
        Some(Self { book, looks: palette.used().to_vec(), has_texts })
    }
}

fn shape_of_sheet(sheet: &Sheet) -> Option<Sheet> {
    let formula = |value: &Value| matches!(value, Value::Formula(_));
    let is_plain = sheet.validations.is_empty()
        && sheet.conditions.is_empty()
        && sheet.pictures.is_empty()
        && sheet.charts.is_empty()
        && sheet.page.columns.is_none()
        && sheet.page.breaks.is_empty()
        && !sheet.rows.iter().flat_map(|row| &row.cells).any(|cell| formula(&cell.value));
    let filter = match sheet.filter {
        Some(area) if area.first_column >= area.last_column || area.first_row > area.last_row => return None,
        Some(area) => Some(Area::new(0, area.first_column, 0, area.last_column)),
        None => None,
    };
    is_plain.then(|| Sheet {
        name: sheet.name.clone(),
        widths: sheet.widths.clone(),
        hidden_columns: sheet.hidden_columns.clone(),
        page: sheet.page.clone(),
        visibility: sheet.visibility,
        freeze: sheet.freeze,
        repeat_rows: sheet.repeat_rows,
        protected: sheet.protected,
        filter,
        ..Sheet::default()
    })
}

/// What books of one shape share.
pub(super) struct Pattern {
    pub(super) shape: Shape,
    parts: Vec<Part>,
}

enum Part {
    /// The same in all of them.
    Same(Member),
    /// The parts of the book and their names, in which the reach of a filter stands.
    Workbook(String),
    Sheet(usize, SheetPart),
    Texts,
}

impl Pattern {
    /// `None` if the library wrote something else than what is put in here.
    pub(super) fn of(shape: Shape, palette: &Palette, packer: &mut Packer) -> Result<Option<Self>, WriteFailure> {
        let Some(parts) = skeleton::parts(&shape.book, palette, shape.has_texts)? else { return Ok(None) };
        let sheets = shape.book.sheets.len();
        let part = |(name, content): (String, Vec<u8>)| {
            let sheet = (0..sheets).find(|index| sheet_name(*index) == name);
            Some(match (sheet, name.as_str()) {
                (Some(index), _) => {
                    let part = SheetPart::of(&content, if index == 0 { palette.used().len() } else { 0 })?;
                    if !part.formulas.is_empty() || !part.after.contains(BEHIND) {
                        return None;
                    }
                    Part::Sheet(index, part)
                }
                (None, WORKBOOK) => Part::Workbook(String::from_utf8(content).ok()?),
                (None, SHARED_TEXTS) => Part::Texts,
                _ => Part::Same(Member::pack(packer, name, content)),
            })
        };
        let parts: Option<Vec<Part>> = parts.into_iter().map(part).collect();
        let Some(parts) = parts else { return Ok(None) };
        let all = parts.iter().filter(|part| matches!(part, Part::Sheet(..))).count() == sheets;
        Ok(all.then_some(Self { shape, parts }))
    }

    /// The members of a book of this shape; `None` if it is none.
    pub(super) fn members(
        &self,
        book: &Book,
        rows: &mut [SheetData],
        mut texts: Option<String>,
        packer: &mut Packer,
    ) -> Option<Vec<Made<'_>>> {
        let mut members = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let (name, content) = match part {
                Part::Same(member) => {
                    members.push(Made::Shared(member));
                    continue;
                }
                Part::Workbook(text) => (WORKBOOK.to_owned(), with_filters(text, book)?),
                Part::Sheet(index, part) => (sheet_name(*index), with_own(part, book.sheets.get(*index)?, rows.get_mut(*index)?)?),
                Part::Texts => (SHARED_TEXTS.to_owned(), texts.take()?),
            };
            members.push(Made::Own(Member::pack(packer, name, content.into_bytes())));
        }
        Some(members)
    }
}

/// A member of the file.
pub(super) enum Made<'p> {
    Shared(&'p Member),
    Own(Member),
}

impl Made<'_> {
    pub(super) fn member(&self) -> &Member {
        match self {
            Self::Shared(member) => member,
            Self::Own(member) => member,
        }
    }
}

/// A sheet with its rows, and behind them the reach of its filter, its merged areas and its links.
fn with_own(part: &SheetPart, sheet: &Sheet, rows: &mut SheetData) -> Option<String> {
    let (before, behind) = part.after.split_once(BEHIND)?;
    let mut own = match sheet.filter {
        Some(area) => {
            let mut own = before.split_once("<autoFilter ")?.0.to_owned();
            own.push_str("<autoFilter ref=\"");
            push_area(&mut own, area);
            own.push_str("\"/>");
            own
        }
        None => before.to_owned(),
    };
    let merges = || sheet.merges.iter().filter(|area| (area.first_row, area.first_column) != (area.last_row, area.last_column));
    if merges().next().is_some() {
        write!(own, "<mergeCells count=\"{}\">", merges().count()).ok()?;
        for area in merges() {
            own.push_str("<mergeCell ref=\"");
            push_area(&mut own, *area);
            own.push_str("\"/>");
        }
        own.push_str("</mergeCells>");
    }
    let links = links(sheet);
    if !links.is_empty() {
        own.push_str("<hyperlinks>");
        for ((row, column), link) in links {
            let cell = sheet.rows.get(usize::try_from(row).ok()?)?.cells.get(usize::from(column))?;
            let (Shown::Text(text), _) = cell::shown(cell) else { return None };
            own.push_str("<hyperlink ref=\"");
            push_cell_name(&mut own, row, column);
            own.push_str("\" location=\"");
            push_attribute(&mut own, &format!("'{}'!A{}", link.to_sheet, u64::from(link.to_row) + 1));
            own.push_str("\" display=\"");
            push_attribute(&mut own, &text);
            own.push_str("\"/>");
        }
        own.push_str("</hyperlinks>");
    }
    own.push_str(BEHIND);
    own.push_str(behind);
    Some(part.with_rows(rows, &own))
}

/// The names of the book, with the reach of each filter.
fn with_filters(workbook: &str, book: &Book) -> Option<String> {
    let mut workbook = workbook.to_owned();
    for (index, sheet) in book.sheets.iter().enumerate() {
        let Some(area) = sheet.filter else { continue };
        let name = format!("<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{index}\" hidden=\"1\">");
        let from = workbook.find(&name)? + name.len();
        let to = from + workbook.get(from..)?.find("</definedName>")?;
        let reach = from + workbook.get(from..to)?.rfind('!')? + 1;
        let mut own = String::new();
        for (between, row, column) in [("$", area.first_row, area.first_column), (":$", area.last_row, area.last_column)] {
            own.push_str(between);
            push_column(&mut own, column);
            write!(own, "${}", u64::from(row) + 1).ok()?;
        }
        workbook.replace_range(reach..to, &own);
    }
    Some(workbook)
}

fn push_attribute(xml: &mut String, text: &str) {
    for sign in text.chars() {
        match sign {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\n' => xml.push_str("&#xA;"),
            sign => xml.push(sign),
        }
    }
}
