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

    /// The next `count` bytes, also where they go on in a record that continues this one.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::biff::tests::{record as written, shorts};

    const RAISED: Look = Look { struck: false, raised: true };

    /// Fonts of which the second is raised; the number of the fifth is five.
    fn fonts() -> Fonts {
        let mut fonts = Fonts::default();
        for raised in [0, 1, 0, 0, 1] {
            let font = written(0x0031, &shorts(&[220, 0, 0x7fff, 400, raised, 0, 0, 0]));
            fonts.take(&record(&font, 0).unwrap()).unwrap();
        }
        fonts
    }

    fn walked(records: &[Vec<u8>]) -> Result<Vec<Pieces>, Refusal> {
        let stream = records.concat();
        shared(&stream, &record(&stream, 0)?, &fonts())
    }

    #[test]
    fn texts_go_on_in_the_next_record_in_the_middle_of_a_text_and_of_its_pieces() {
        // Four letters, one byte each at first, and two pieces.
        let first = [&[0, 0, 0, 0, 3, 0, 0, 0][..], &shorts(&[4]), &[8], &shorts(&[2]), b"26"].concat();
        // The other two letters are wide; the list of pieces breaks off behind its first letter.
        let second = [&[1][..], &shorts(&[u16::from(b'1'), 0x1ea1]), &shorts(&[2])].concat();
        // A text of one look; then one with something added behind it, which is passed over.
        let third = [&shorts(&[1, 3, 5])[..], &shorts(&[1]), &[0], b"a", &shorts(&[1]), &[0x0c], &shorts(&[1, 3, 0]), b"b"].concat();
        let fourth = [&shorts(&[0, 5])[..], &[9, 9, 9]].concat();
        let pieces =
            walked(&[written(0x00fc, &first), written(0x003c, &second), written(0x003c, &third), written(0x003c, &fourth)]).unwrap();
        assert_eq!(
            pieces,
            [Some(vec![(0, Look::default()), (2, RAISED), (3, RAISED)]), None, Some(vec![(0, Look::default()), (0, RAISED)])]
        );
    }

    #[test]
    fn texts_that_break_off_are_damage() {
        let whole = [&[0, 0, 0, 0, 1, 0, 0, 0][..], &shorts(&[2]), &[8], &shorts(&[1]), b"26", &shorts(&[1, 1])].concat();
        let end = written(0x000a, &[]);
        assert_eq!(walked(&[written(0x00fc, &whole), end.clone()]).unwrap(), [Some(vec![(0, Look::default()), (1, RAISED)])]);
        for cut in 4..whole.len() {
            assert!(walked(&[written(0x00fc, &whole[..cut]), end.clone()]).is_err(), "{cut}");
        }
        // More texts than there are cost nothing but the file.
        let lie = [&[0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff][..], &whole[8..]].concat();
        assert!(walked(&[written(0x00fc, &lie), end]).is_err());
    }
}
