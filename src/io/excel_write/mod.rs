//! A [`Book`] becomes the bytes of an `.xlsx` file. The only place that names rust_xlsxwriter.
//!
//! ```text
//! Book ─┬─ skeleton     the library writes the book without its cells: looks, names, pages, charts, what may be typed
//!       ├─ sheet_data   our own rows, with shared_texts: letter by letter what the library would have written
//!       └─ parts put together, packed (packing) and laid into the file (container); what books of one shape
//!          share is made once (pattern)
//! ```
//!
//! A book that is long is written sheet by sheet ([`LongWriter`]): the rows of each are in memory only until they are packed.
//!
//! What must hold here: text is written as a shared string whatever it looks like, so nothing from an input file can
//! become a formula or a link; the same book gives the same bytes (no clock, no order of a hash map); a number that
//! is not finite stops the writing, because Excel would show it as the text `NAN`; a file says what it would say if the
//! library had written it alone (`standard`), which is what tests hold it against, part by part.

mod bounds;
mod cell;
mod chart;
mod container;
mod directory;
mod failure;
mod long;
mod look;
mod number;
mod packing;
mod pattern;
mod picture;
mod shared_texts;
mod sheet_data;
mod skeleton;
mod standard;
#[cfg(test)]
mod tests;
mod text;
mod worksheet;

use crate::sheets::sheet::{Book, Visibility};
use container::Member;
pub(super) use directory::as_on_unix;
pub use failure::WriteFailure;
pub use long::{LongWriter, RestPart};
use look::Palette;
pub use packing::Effort;
use packing::Packer;
use pattern::{Made, Pattern, Shape};
use shared_texts::{SHARED_TEXTS, SharedTexts};
use sheet_data::SheetData;
use skeleton::{Parts, SheetPart, sheet_name};
#[cfg(test)]
pub(crate) use standard::tests::assert_as_the_library_writes;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Writes a book. Two calls with equal books give equal bytes, on every system.
pub fn to_bytes(book: &Book) -> Result<Vec<u8>, WriteFailure> {
    Writer::default().to_bytes(book)
}

/// Writes many books, by several threads at once: what books of one shape share is made and packed once. The bytes are those of
/// [`to_bytes`] where the effort is [`Effort::Lasting`].
#[derive(Default)]
pub struct Writer {
    effort: Effort,
    patterns: Mutex<Vec<Arc<Pattern>>>,
    packers: Mutex<Vec<Packer>>,
}

/// A part of a file before it is packed.
#[derive(Debug)]
pub struct UnpackedPart {
    name: String,
    content: Vec<u8>,
}

/// A part of a file as it is laid into it.
pub struct PackedPart(Member);

/// The file of these parts, in their order; the bytes are those that [`Writer::to_bytes`] of their writer gives.
pub fn file(parts: &[PackedPart]) -> Result<Vec<u8>, WriteFailure> {
    container::bytes(&parts.iter().map(|part| &part.0).collect::<Vec<_>>())
}

/// More shapes than that are not remembered.
const PATTERNS_MAX: usize = 64;

impl Writer {
    /// A writer of files that are packed with this effort.
    pub fn new(effort: Effort) -> Self {
        Self { effort, ..Self::default() }
    }

    /// Writes a book.
    pub fn to_bytes(&self, book: &Book) -> Result<Vec<u8>, WriteFailure> {
        check_names(book)?;
        let bytes = self.with_packer(|packer| self.written(book, packer))?;
        bytes.map_or_else(|| standard::to_bytes(book), Ok)
    }

    /// Packs a part.
    pub fn pack(&self, part: UnpackedPart) -> PackedPart {
        self.with_packer(|packer| PackedPart(Member::pack(packer, part.name, part.content)))
    }

    fn with_packer<T>(&self, use_of: impl FnOnce(&mut Packer) -> T) -> T {
        let mut packer = lock(&self.packers).pop().unwrap_or_else(|| Packer::new(self.effort));
        let made = use_of(&mut packer);
        lock(&self.packers).push(packer);
        made
    }

    /// `None` if the library wrote something that our rows do not go with.
    fn written(&self, book: &Book, packer: &mut Packer) -> Result<Option<Vec<u8>>, WriteFailure> {
        let (palette, mut rows, texts) = rows(book)?;
        if let Some(shape) = Shape::of(book, &palette, texts.is_some()) {
            let Some(pattern) = self.pattern(shape, &palette, packer)? else { return Ok(None) };
            let members = pattern.members(book, &mut rows, texts, packer);
            return members.map(|members| container::bytes(&members.iter().map(Made::member).collect::<Vec<_>>())).transpose();
        }
        let Some(parts) = parts(book, &palette, &mut rows, texts)? else { return Ok(None) };
        let members: Vec<Member> = parts.into_iter().map(|(name, content)| Member::pack(packer, name, content)).collect();
        container::bytes(&members.iter().collect::<Vec<_>>()).map(Some)
    }

    fn pattern(&self, shape: Shape, palette: &Palette, packer: &mut Packer) -> Result<Option<Arc<Pattern>>, WriteFailure> {
        if let Some(known) = lock(&self.patterns).iter().find(|pattern| pattern.shape == shape) {
            return Ok(Some(Arc::clone(known)));
        }
        let Some(pattern) = Pattern::of(shape, palette, packer)?.map(Arc::new) else { return Ok(None) };
        let mut patterns = lock(&self.patterns);
        if patterns.len() < PATTERNS_MAX {
            patterns.push(Arc::clone(&pattern));
        }
        Ok(Some(pattern))
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    // A thread that panicked left what it held as it was: things are only put in and taken out whole.
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The looks of a book, the rows of each sheet, and the table of their texts; `None` for a table of none.
fn rows(book: &Book) -> Result<(Palette, Vec<SheetData>, Option<String>), WriteFailure> {
    let (mut palette, mut texts) = (Palette::new(), SharedTexts::new());
    let mut rows = Vec::with_capacity(book.sheets.len());
    for sheet in &book.sheets {
        rows.push(sheet_data::write(sheet, &mut palette, &mut texts)?);
    }
    Ok((palette, rows, texts.part()))
}

/// Name and content of each part of the file; `None` if the library wrote something that our rows do not go with.
fn parts(book: &Book, palette: &Palette, rows: &mut [SheetData], texts: Option<String>) -> Result<Option<Parts>, WriteFailure> {
    let Some(mut parts) = skeleton::parts(book, palette, texts.is_some())? else { return Ok(None) };
    Ok(put_in(&mut parts, palette, rows, texts).map(|()| parts))
}

/// Puts our rows and texts into the parts that the library wrote; `None` where they do not go together.
fn put_in(parts: &mut [(String, Vec<u8>)], palette: &Palette, rows: &mut [SheetData], texts: Option<String>) -> Option<()> {
    fn place<'p>(parts: &'p mut [(String, Vec<u8>)], name: &str) -> Option<&'p mut Vec<u8>> {
        parts.iter_mut().find(|(known, _)| known == name).map(|(_, content)| content)
    }
    for (index, rows) in rows.iter_mut().enumerate() {
        let content = place(parts, &sheet_name(index))?;
        let part = SheetPart::of(content, if index == 0 { palette.used().len() } else { 0 })?;
        *content = part.filled(rows)?;
    }
    if let Some(texts) = texts {
        *place(parts, SHARED_TEXTS)? = texts.into_bytes();
    }
    Some(())
}

/// Names that Excel would refuse or silently change.
fn check_names(book: &Book) -> Result<(), WriteFailure> {
    let mut seen = BTreeSet::new();
    for sheet in &book.sheets {
        let name = sheet.name.as_str();
        let why = if name.trim().is_empty() {
            "tên trống"
        } else if name.encode_utf16().count() > 31 {
            "dài quá 31 ký tự"
        } else if name.contains(['*', '?', ':', '[', ']', '\\', '/']) || name.chars().any(char::is_control) {
            "có ký tự không được phép"
        } else if name.starts_with('\'') || name.ends_with('\'') {
            "bắt đầu hoặc kết thúc bằng dấu nháy"
        } else if name.eq_ignore_ascii_case("history") {
            "là tên dành riêng của Excel"
        } else if !seen.insert(name.to_lowercase()) {
            "trùng với trang khác"
        } else {
            continue;
        };
        return Err(WriteFailure::SheetName { name: name.to_owned(), why });
    }
    if book.sheets.iter().any(|sheet| sheet.visibility == Visibility::Visible) { Ok(()) } else { Err(WriteFailure::NothingVisible) }
}
