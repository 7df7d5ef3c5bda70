//! Where the looks change within the texts that all sheets of an `.xls` share. The parser gives their letters alone; this
//! walk is made only where a font is struck through or raised at all.

use super::record::{Record, damaged, record};
use crate::model::workbook::Refusal;
use crate::reader::runs::Look;

/// The pieces of each text, from which letter on in which look; `None` for a text of one look.
pub(super) type Pieces = Option<Vec<(usize, Look)>>;

/// The looks of the fonts, by the numbers that texts use: there is no number four.
#[derive(Debug, Default)]
pub(super) struct Fonts(Vec<Look>);

impl Fonts {
    /// Takes a record: a height, marks, a colour, a weight, raised or lowered.
    pub(super) fn take(&mut self, record: &Record<'_>) -> Result<(), Refusal> {
        self.0.push(Look { struck: record.short(2)? & 8 != 0, raised: record.short(8)? != 0 });
        Ok(())
    }

    /// Do all of them look plain?
    pub(super) fn are_plain(&self) -> bool {
        self.0.iter().all(|look| look.is_plain())
    }

    fn look(&self, number: u16) -> Look {
        let place = usize::from(number);
        self.0.get(if place > 4 { place - 1 } else { place }).copied().unwrap_or_default()
    }

    /// Pieces as they are listed: a letter and a font each, both in two bytes or in one.
    pub(super) fn pieces(&self, list: &[u8], wide: bool) -> Pieces {
        let pairs: Vec<(u16, u16)> = if wide {
            list.as_chunks::<4>().0.iter().map(|run| (u16::from_le_bytes([run[0], run[1]]), u16::from_le_bytes([run[2], run[3]]))).collect()
        } else {
            list.as_chunks::<2>().0.iter().map(|run| (u16::from(run[0]), u16::from(run[1]))).collect()
        };
        let looks = pairs.into_iter().map(|(letter, font)| (usize::from(letter), self.look(font)));
        let pieces: Vec<(usize, Look)> = [(0, Look::default())].into_iter().chain(looks).collect();
        if pieces.iter().all(|(_, look)| look.is_plain()) { None } else { Some(pieces) }
    }
}

/// The bytes of a record and of those that continue it.
struct Continued<'s> {
    stream: &'s [u8],
    rest: &'s [u8],
    next: usize,
}

impl<'s> Continued<'s> {
    /// Goes on to the record that continues this one.
    fn more(&mut self) -> Result<(), Refusal> {
        let record = record(self.stream, self.next)?;
        if record.kind != 0x003c {
            return Err(damaged("the texts break off"));
        }
        (self.rest, self.next) = (record.data, record.next);
        Ok(())
    }

    fn byte(&mut self) -> Result<u8, Refusal> {
        while self.rest.is_empty() {
            self.more()?;
        }
        let (first, rest) = self.rest.split_first().ok_or_else(|| damaged("the texts break off"))?;
        self.rest = rest;
        Ok(*first)
    }

    fn short(&mut self) -> Result<u16, Refusal> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    /// Passes over so many letters; each record that goes on in the middle says anew how wide they are.
    fn letters(&mut self, count: usize, wide: bool) -> Result<(), Refusal> {
        let (mut left, mut width) = (count, if wide { 2 } else { 1 });
        while left > 0 {
            if self.rest.is_empty() {
                self.more()?;
                width = if self.byte()? & 1 == 0 { 1 } else { 2 };
            }
            let here = left.min(self.rest.len() / width).max(usize::from(self.rest.len() < width));
            self.rest = self.rest.get((here * width).min(self.rest.len())..).unwrap_or_default();
            left -= here;
        }
        Ok(())
    }

    /// So many bytes.
    fn bytes(&mut self, count: usize) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        while bytes.len() < count {
            if self.rest.is_empty() {
                self.more()?;
            }
            let (here, rest) = self.rest.split_at(self.rest.len().min(count - bytes.len()));
            bytes.extend_from_slice(here);
            self.rest = rest;
        }
        Ok(bytes)
    }
}

/// The pieces of all shared texts, from the record that holds them.
pub(super) fn shared(stream: &[u8], table: &Record<'_>, fonts: &Fonts) -> Result<Vec<Pieces>, Refusal> {
    let mut texts = Continued { stream, rest: table.data, next: table.next };
    let _references = (texts.short()?, texts.short()?);
    let count = u32::from(texts.short()?) | u32::from(texts.short()?) << 16;
    let mut pieces = Vec::new();
    for _ in 0..count {
        let letters = usize::from(texts.short()?);
        let marks = texts.byte()?;
        let runs = if marks & 8 == 0 { 0 } else { usize::from(texts.short()?) };
        let added = if marks & 4 == 0 { 0 } else { usize::from(texts.short()?) | usize::from(texts.short()?) << 16 };
        texts.letters(letters, marks & 1 != 0)?;
        let list = texts.bytes(4 * runs)?;
        texts.bytes(added)?;
        pieces.push(fonts.pieces(&list, true));
    }
    Ok(pieces)
}
