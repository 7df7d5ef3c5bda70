//! A long book, sheet by sheet: the rows of each become a part of the file as soon as they are composed, to be packed at once, and are
//! gone then. What stays of a sheet is what the library needs to say everything else.
//!
//! What stands around the rows of a long sheet is said by the library with the sheets before it, and once more at the end with all of
//! them: where that is not the same to the letter, the book has to be written in one go. Short sheets wait for the end.

use super::UnpackedPart;
use super::check_names;
use super::failure::WriteFailure;
use super::look::Palette;
use super::shared_texts::{SHARED_TEXTS, SharedTexts};
use super::sheet_data::{self, SheetData};
use super::skeleton::{self, SheetPart, sheet_name};
use super::worksheet::links;
use crate::sheets::sheet::{Book, Cell, Row, Sheet, Value, Visibility};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that take more than that, in bytes, are not kept until the end.
const LONG: usize = 256 << 10;

/// Writes a long book.
pub struct LongWriter {
    /// With its sheets so far, of which only those cells are left that the library has to see.
    book: Book,
    palette: Palette,
    texts: SharedTexts,
    sheets: Vec<WrittenSheet>,
    long: usize,
    /// The library wrote something that our rows do not go with.
    is_lost: bool,
}

/// What is kept of a sheet.
enum WrittenSheet {
    /// The rows, to be put in at the end.
    Kept(SheetData),
    /// The part was handed out; this stands in it around the rows.
    HandedOut(SheetPart),
}

/// A part of the file in its order.
#[derive(Debug)]
pub enum RestPart {
    /// A sheet that was handed out before, by its number from 0.
    Sheet(usize),
    /// Any other part.
    Other(UnpackedPart),
}

impl LongWriter {
    /// A book that has no sheets yet.
    pub fn new(head: Book) -> Self {
        Self::with(head, LONG)
    }

    /// The same; `long` bytes of rows are handed out at once.
    pub(super) fn with(head: Book, long: usize) -> Self {
        let (palette, texts) = (Palette::new(), SharedTexts::new());
        Self { book: head, palette, texts, sheets: Vec::new(), long, is_lost: false }
    }

    /// Takes the next sheet. Its number and its part, where it is long; any other comes at the end.
    ///
    /// # Errors
    ///
    /// What a workbook cannot hold.
    pub fn sheet(&mut self, mut sheet: Sheet) -> Result<Option<(usize, UnpackedPart)>, WriteFailure> {
        // The tab that is chosen stands around the rows, and is the first that a reader sees.
        self.is_lost |= self.book.sheets.is_empty() && sheet.visibility == Visibility::Hidden;
        if self.is_lost {
            return Ok(None);
        }
        let mut rows = if sheet.charts.is_empty() {
            let seen = SeenCells::of(&sheet);
            sheet_data::write_and_leave(&mut sheet, &mut self.palette, &mut self.texts, |number, row| seen.leave(number, row))?
        } else {
            // A chart carries its figures along.
            sheet_data::write(&sheet, &mut self.palette, &mut self.texts)?
        };
        self.book.sheets.push(sheet);
        if rows.xml.len() < self.long {
            rows.xml.shrink_to_fit();
            self.sheets.push(WrittenSheet::Kept(rows));
            return Ok(None);
        }
        let index = self.sheets.len();
        let part = self.around_last()?.and_then(|around| Some((around.filled(&mut rows)?, around)));
        let Some((content, around)) = part else {
            self.is_lost = true;
            return Ok(None);
        };
        self.sheets.push(WrittenSheet::HandedOut(around));
        Ok(Some((index, UnpackedPart { name: sheet_name(index), content })))
    }

    /// Every part of the file in its order; `None` if the book has to be written in one go.
    ///
    /// # Errors
    ///
    /// What a workbook cannot hold.
    pub fn finish(mut self) -> Result<Option<Vec<RestPart>>, WriteFailure> {
        if self.is_lost {
            return Ok(None);
        }
        check_names(&self.book)?;
        let Some(parts) = self.skeleton()? else { return Ok(None) };
        let mut sheets: BTreeMap<String, (usize, WrittenSheet, SheetPart)> = BTreeMap::new();
        for (index, written) in std::mem::take(&mut self.sheets).into_iter().enumerate() {
            let Some(around) = self.around_of(&parts, index) else { return Ok(None) };
            sheets.insert(sheet_name(index), (index, written, around));
        }
        let mut texts = self.texts.part();
        let part = |(name, content): (String, Vec<u8>)| {
            let content = match sheets.remove(&name) {
                Some((index, WrittenSheet::HandedOut(before), now)) => return (before == now).then_some(RestPart::Sheet(index)),
                Some((_, WrittenSheet::Kept(mut rows), around)) => around.filled(&mut rows)?,
                None if name == SHARED_TEXTS => texts.take()?.into_bytes(),
                None => content,
            };
            Some(RestPart::Other(UnpackedPart { name, content }))
        };
        Ok(parts.into_iter().map(part).collect())
    }

    /// What stands around the rows of the last sheet: as a rule what stands there behind any other sheet.
    fn around_last(&self) -> Result<Option<SheetPart>, WriteFailure> {
        let (Some(last), index) = (self.book.sheets.last(), self.book.sheets.len().saturating_sub(1)) else { return Ok(None) };
        // Colours by condition are numbered through the book.
        if index == 0 || !last.conditions.is_empty() {
            return Ok(self.skeleton()?.and_then(|parts| self.around_of(&parts, index)));
        }
        let name = if last.name == "1" { "2" } else { "1" };
        let before = Sheet { name: name.to_owned(), ..Sheet::default() };
        let (created, properties, names) = (self.book.created, Vec::new(), Vec::new());
        let book = Book { title: String::new(), created, properties, names, sheets: vec![before, last.clone()] };
        let parts = skeleton::parts(&book, &Palette::new(), self.texts.any())?;
        let part = parts.iter().flatten().find(|(name, _)| *name == sheet_name(1));
        Ok(part.and_then(|(_, content)| SheetPart::of(content, 0)))
    }

    fn skeleton(&self) -> Result<Option<skeleton::Parts>, WriteFailure> {
        skeleton::parts(&self.book, &self.palette, self.texts.any())
    }

    fn around_of(&self, parts: &skeleton::Parts, index: usize) -> Option<SheetPart> {
        let name = sheet_name(index);
        let (_, content) = parts.iter().find(|(known, _)| *known == name)?;
        SheetPart::of(content, if index == 0 { self.palette.used().len() } else { 0 })
    }
}

/// The cells of a sheet that the library has to see: formulas, texts that lead elsewhere, the first cell of each merged area.
struct SeenCells {
    linked: BTreeSet<(u32, u16)>,
    merged: BTreeSet<(u32, u16)>,
}

impl SeenCells {
    fn of(sheet: &Sheet) -> Self {
        let linked = links(sheet).into_keys().collect();
        let merged = sheet.merges.iter().map(|area| (area.first_row, area.first_column)).collect();
        Self { linked, merged }
    }

    /// Leaves only these of a row.
    fn leave(&self, number: u32, row: &mut Row) {
        let is_seen = |(column, cell): (u16, &Cell)| {
            matches!(cell.value, Value::Formula(_)) || self.linked.contains(&(number, column)) || self.merged.contains(&(number, column))
        };
        let cells = std::mem::take(&mut row.cells);
        let length =
            (0u16..).zip(&cells).filter(|(column, cell)| is_seen((*column, cell))).last().map_or(0, |(last, _)| usize::from(last) + 1);
        // In room of its own: what is collected from a list takes over the room of the list.
        let mut left = Vec::with_capacity(length);
        left.extend((0u16..).zip(cells).take(length).map(|(column, cell)| if is_seen((column, &cell)) { cell } else { Cell::default() }));
        *row = Row { height: 0.0, cells: left };
    }
}
