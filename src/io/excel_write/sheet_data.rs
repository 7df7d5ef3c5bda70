//! The rows of a sheet as the library would write them, letter by letter, at the cost of their letters: the library keeps a tree of
//! cells with a format each and hashes it a second time for every cell, which is most of what a workbook of a province costs.

use super::bounds::{COLUMNS_MAX, DEFAULT_PIXELS, HEIGHT_MAX, ROWS_MAX};
use super::cell::{self, Shown};
use super::failure::WriteFailure;
use super::look::Palette;
use super::number::{push, push_number, push_whole};
use super::shared_texts::{SharedTexts, push_escaped};
use super::worksheet::links;
use crate::model::place::CellRef;
use crate::sheets::sheet::{Area, Cell, Row, Sheet, Style, Value};
use rust_xlsxwriter as xlsx;
use std::collections::{BTreeMap, BTreeSet};

/// Rows that share one note of their first and last column.
const SPAN_ROWS: u32 = 16;

/// The rows of a sheet.
pub(super) struct SheetData {
    /// From the first to the last cell, `A1:P40`.
    pub(super) dimension: String,
    /// The element `sheetData`.
    pub(super) xml: String,
}

/// Merged areas as the library fills them, by row and column: the number of the look, and whether it is the first cell, which a
/// cell of the row stands over.
type Merged = BTreeMap<u32, BTreeMap<u16, (u32, bool)>>;

/// First and last column of a row that hold a cell; `None` if none does.
type Reach = Option<(u16, u16)>;

/// What is known of a sheet before its first row is written.
struct Plan {
    extent: Area,
    merged: Merged,
    heights: Vec<Option<u32>>,
    columns: Vec<Reach>,
    /// Cells that lead elsewhere.
    links: BTreeSet<(u32, u16)>,
}

/// The rows of a sheet; new looks and texts get the next numbers.
pub(super) fn write(sheet: &Sheet, palette: &mut Palette, texts: &mut SharedTexts) -> Result<SheetData, WriteFailure> {
    let Some(plan) = Plan::of(sheet, palette)? else { return Ok(SheetData::empty()) };
    let mut rows = Rows::new(&plan, &sheet.name);
    let cells = sheet.rows.iter().map(|row| row.cells.as_slice()).chain(std::iter::repeat(&[][..]));
    for (row, cells) in (0..=plan.extent.last_row).zip(cells) {
        rows.push(row, cells, (palette, texts))?;
    }
    Ok(rows.finish())
}

/// The same of a sheet whose rows are left to `done` as soon as they are written.
pub(super) fn write_and_leave(
    sheet: &mut Sheet,
    palette: &mut Palette,
    texts: &mut SharedTexts,
    done: impl Fn(u32, &mut Row),
) -> Result<SheetData, WriteFailure> {
    let Some(plan) = Plan::of(sheet, palette)? else { return Ok(SheetData::empty()) };
    let mut rows = Rows::new(&plan, &sheet.name);
    let mut lines = sheet.rows.iter_mut();
    for row in 0..=plan.extent.last_row {
        match lines.next() {
            Some(line) => {
                rows.push(row, &line.cells, (palette, texts))?;
                done(row, line);
            }
            None => rows.push(row, &[], (palette, texts))?,
        }
    }
    (plan.extent.last_row.saturating_add(1)..).zip(lines).for_each(|(row, line)| done(row, line));
    Ok(rows.finish())
}

impl SheetData {
    fn empty() -> Self {
        Self { dimension: "A1".to_owned(), xml: "<sheetData/>".to_owned() }
    }
}

impl Plan {
    /// `None` if the sheet holds nothing.
    fn of(sheet: &Sheet, palette: &mut Palette) -> Result<Option<Self>, WriteFailure> {
        let refused = |detail: String| WriteFailure::Refused { sheet: sheet.name.clone(), detail };
        let longest = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        if sheet.rows.len() > ROWS_MAX || longest > COLUMNS_MAX {
            return Err(refused(xlsx::XlsxError::RowColumnLimitError.to_string()));
        }
        let merged = merged(sheet, palette).ok_or_else(|| refused("merged areas lie over each other".to_owned()))?;
        let below = merged.keys().next_back().map_or(0, |row| usize::try_from(*row).unwrap_or(usize::MAX).saturating_add(1));
        let rows = || (0u32..).zip(sheet.rows.iter().map(Some).chain(std::iter::repeat(None))).take(sheet.rows.len().max(below));
        let height = |row: &Row| (row.height > 0.0).then(|| pixels(row.height));
        let heights: Vec<Option<u32>> = rows().map(|(_, row)| row.and_then(height)).collect();
        let columns: Vec<Reach> = rows().map(|(number, row)| columns(row.map_or(&[][..], |row| &row.cells), merged.get(&number))).collect();
        let extent = extent(sheet.rows.len(), (&heights, &columns), &merged);
        let links = links(sheet).into_keys().collect();
        Ok(extent.map(|extent| Self { extent, merged, heights, columns, links }))
    }

    /// First and last column of the sixteen rows of which this is one.
    fn span(&self, row: u32) -> Reach {
        let first = row - row % SPAN_ROWS;
        let rows = first..=first.saturating_add(SPAN_ROWS - 1).min(self.extent.last_row);
        rows.filter_map(|row| *self.columns.get(index(row))?).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }
}

fn index(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

/// Rows as they are written, one after the other.
struct Rows<'p> {
    plan: &'p Plan,
    sheet: &'p str,
    xml: String,
    /// The looks of a column are nearly always those of the row above.
    above: Vec<Option<((Style, bool), u32)>>,
    /// Of the sixteen rows at hand.
    span: Reach,
}

impl<'p> Rows<'p> {
    fn new(plan: &'p Plan, sheet: &'p str) -> Self {
        Self { plan, sheet, xml: String::from("<sheetData>"), above: Vec::new(), span: None }
    }

    /// The next row.
    fn push(&mut self, row: u32, cells: &[Cell], (palette, texts): (&mut Palette, &mut SharedTexts)) -> Result<(), WriteFailure> {
        let Self { plan, xml, above, .. } = self;
        if row.is_multiple_of(SPAN_ROWS) {
            self.span = plan.span(row);
        }
        let height = plan.heights.get(index(row)).copied().flatten();
        let has_cells = plan.columns.get(index(row)).copied().flatten().is_some();
        if !has_cells && height.is_none() {
            return Ok(());
        }
        let number = (row + 1).to_string();
        open_row(xml, &number, self.span, height);
        if !has_cells {
            xml.push_str("/>");
            return Ok(());
        }
        xml.push('>');
        let merged = plan.merged.get(&row);
        for column in 0..width(cells, merged) {
            let over = merged.and_then(|merged| merged.get(&column)).copied();
            let at = usize::from(column);
            let own = if matches!(over, Some((_, false))) { None } else { cells.get(at) };
            let (shown, mut look) = own.map_or((Shown::Nothing, (Style::PLAIN, false)), cell::shown);
            if own.is_some_and(|cell| cell::not_finite(&cell.value)) {
                return Err(WriteFailure::NotFinite { sheet: self.sheet.to_owned(), cell: CellRef::new(row, u32::from(column)) });
            }
            if shown == Shown::Nothing {
                if let Some((look, _)) = over {
                    push_cell(xml, column, &number, look, &Shown::Blank);
                }
                continue;
            }
            // A link says that the text is meant; the mark of an apostrophe would not show.
            look.1 = look.1 && !plan.links.contains(&(row, column));
            if above.len() <= at {
                above.resize(at + 1, None);
            }
            let known = above.get(at).copied().flatten().filter(|(style, _)| *style == look);
            let number_of_look = known.map_or_else(|| palette.number(look), |(_, number)| number);
            if let Some(place) = above.get_mut(at) {
                *place = Some((look, number_of_look));
            }
            match shown {
                Shown::Text(text) => {
                    let text = texts.number(&text);
                    push_reference(xml, column, &number, number_of_look);
                    xml.push_str(" t=\"s\"><v>");
                    push_whole(xml, u64::from(text));
                    xml.push_str("</v></c>");
                }
                shown => push_cell(xml, column, &number, number_of_look, &shown),
            }
        }
        xml.push_str("</row>");
        Ok(())
    }

    fn finish(mut self) -> SheetData {
        self.xml.push_str("</sheetData>");
        let mut dimension = String::new();
        push_area(&mut dimension, self.plan.extent);
        SheetData { dimension, xml: self.xml }
    }
}

/// `None` if two areas lie over each other, which no program opens.
fn merged(sheet: &Sheet, palette: &mut Palette) -> Option<Merged> {
    let mut merged = Merged::new();
    for area in &sheet.merges {
        if (area.first_row, area.first_column) == (area.last_row, area.last_column) {
            continue;
        }
        let first = usize::try_from(area.first_row)
            .ok()
            .and_then(|row| sheet.rows.get(row))
            .and_then(|row| row.cells.get(usize::from(area.first_column)));
        let look = palette.number((first.map_or(Style::PLAIN, |cell| cell.style), false));
        for row in area.first_row..=area.last_row {
            for column in area.first_column..=area.last_column {
                let is_first = (row, column) == (area.first_row, area.first_column);
                if merged.entry(row).or_default().insert(column, (look, is_first)).is_some() {
                    return None;
                }
            }
        }
    }
    Some(merged)
}

fn pixels(points: f64) -> u32 {
    let pixels = (points.min(HEIGHT_MAX) * 4.0 / 3.0).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 546")]
    let pixels = pixels as u32;
    pixels
}

fn is_written(cell: &Cell) -> bool {
    cell.value != Value::Blank || cell.style != Style::PLAIN
}

fn width(cells: &[Cell], merged: Option<&BTreeMap<u16, (u32, bool)>>) -> u16 {
    let merged = merged.and_then(|merged| merged.keys().next_back()).map_or(0, |last| last.saturating_add(1));
    u16::try_from(cells.len()).unwrap_or(u16::MAX).max(merged)
}

fn columns(cells: &[Cell], merged: Option<&BTreeMap<u16, (u32, bool)>>) -> Reach {
    let place = |at: Option<usize>| at.and_then(|at| u16::try_from(at).ok());
    let cells = place(cells.iter().position(is_written)).zip(place(cells.iter().rposition(is_written)));
    let merged = merged.and_then(|merged| Some((*merged.keys().next()?, *merged.keys().next_back()?)));
    match (cells, merged) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (cells, merged) => cells.or(merged),
    }
}

/// First and last row, first and last column that hold a cell or have a height. As the library counts it: a height without a cell
/// counts from the first column that is known by then.
fn extent(rows: usize, (heights, columns): (&[Option<u32>], &[Reach]), merged: &Merged) -> Option<Area> {
    let mut extent: Option<Area> = None;
    let mut meet = |row: u32, columns: Option<(u16, u16)>| {
        let (first, last) = columns.unwrap_or_else(|| extent.map_or((0, 0), |extent| (extent.first_column, extent.first_column)));
        let to = extent.get_or_insert(Area::new(row, first, row, last));
        to.first_row = to.first_row.min(row);
        to.last_row = to.last_row.max(row);
        to.first_column = to.first_column.min(first);
        to.last_column = to.last_column.max(last);
    };
    for (row, columns) in merged {
        meet(*row, columns.keys().next().copied().zip(columns.keys().next_back().copied()));
    }
    for (row, (height, columns)) in (0u32..).zip(heights.iter().zip(columns)).take(rows) {
        if height.is_some() {
            meet(row, None);
        }
        if let Some(columns) = columns {
            meet(row, Some(*columns));
        }
    }
    extent
}

fn open_row(xml: &mut String, number: &str, span: Option<(u16, u16)>, height: Option<u32>) {
    xml.push_str("<row r=\"");
    xml.push_str(number);
    xml.push('"');
    if let Some((first, last)) = span {
        push(xml, format_args!(" spans=\"{}:{}\"", u32::from(first) + 1, u32::from(last) + 1));
    }
    match height {
        Some(0) => xml.push_str(" hidden=\"1\""),
        Some(pixels) if pixels != DEFAULT_PIXELS.0 => {
            push(xml, format_args!(" ht=\"{}\" customHeight=\"1\"", f64::from(pixels) * 0.75));
        }
        _ => {}
    }
}

fn push_reference(xml: &mut String, column: u16, row: &str, look: u32) {
    xml.push_str("<c r=\"");
    push_column(xml, column);
    xml.push_str(row);
    xml.push('"');
    if look > 0 {
        xml.push_str(" s=\"");
        push_whole(xml, u64::from(look));
        xml.push('"');
    }
}

/// A cell that is no text. A blank one in the default look is none.
fn push_cell(xml: &mut String, column: u16, row: &str, look: u32, shown: &Shown<'_>) {
    match shown {
        Shown::Nothing | Shown::Text(_) => {}
        Shown::Blank if look == 0 => {}
        Shown::Blank => {
            push_reference(xml, column, row, look);
            xml.push_str("/>");
        }
        Shown::Number(number) => {
            push_reference(xml, column, row, look);
            xml.push_str("><v>");
            push_number(xml, *number);
            xml.push_str("</v></c>");
        }
        Shown::Formula { formula, result } => {
            // The library writes zero for a result that is not known.
            let result = if result.is_empty() { "0" } else { result.as_ref() };
            push_reference(xml, column, row, look);
            xml.push_str(kind_of_result(result));
            xml.push_str("><f>");
            push_escaped(xml, formula.strip_prefix('=').unwrap_or(formula));
            xml.push_str("</f><v>");
            match result {
                "TRUE" => xml.push('1'),
                "FALSE" => xml.push('0'),
                result => push_escaped(xml, result),
            }
            xml.push_str("</v></c>");
        }
    }
}

fn kind_of_result(result: &str) -> &'static str {
    match result {
        number if number.parse::<f64>().is_ok() => "",
        "#DIV/0!" | "#N/A" | "#NAME?" | "#NULL!" | "#NUM!" | "#REF!" | "#VALUE!" | "#GETTING_DATA" => " t=\"e\"",
        "TRUE" | "FALSE" => " t=\"b\"",
        _ => " t=\"str\"",
    }
}

/// `A` to `Z`, then `AA`.
pub(super) fn push_column(xml: &mut String, column: u16) {
    if column >= 26 {
        push_column(xml, column / 26 - 1);
    }
    xml.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or_default()));
}

/// `A1:P40`, or `A1` of one cell.
pub(super) fn push_area(xml: &mut String, area: Area) {
    push_cell_name(xml, area.first_row, area.first_column);
    if area.first_row != area.last_row || area.first_column != area.last_column {
        xml.push(':');
        push_cell_name(xml, area.last_row, area.last_column);
    }
}

/// `P40`.
pub(super) fn push_cell_name(xml: &mut String, row: u32, column: u16) {
    push_column(xml, column);
    push(xml, u64::from(row) + 1);
}
