//! One record of an `.xlsb` part, and its fields. One too short for its kind is damage.

use crate::model::workbook::Refusal;
use std::io::{BufRead, Read};

/// A record: its kind and its bytes.
pub(super) struct Record<'r> {
    pub(super) kind: u16,
    pub(super) bytes: &'r [u8],
}

/// The records of a part, one after the other.
pub(super) struct Records<R> {
    part: R,
    /// Bytes of the record at hand that the part still holds.
    shown: usize,
    /// A record that the part does not hold in one piece.
    pieced: Vec<u8>,
}

impl<R: BufRead> Records<R> {
    /// Those of this part.
    pub(super) fn new(part: R) -> Self {
        Self { part, shown: 0, pieced: Vec::new() }
    }

    /// The next record; none at the end of the part.
    pub(super) fn next(&mut self) -> Result<Option<Record<'_>>, Refusal> {
        self.part.consume(std::mem::take(&mut self.shown));
        let held = self.part.fill_buf().map_err(damaged)?;
        let Some(first) = held.first() else { return Ok(None) };
        // Nearly every record stands there as a whole, its head in three bytes.
        let head = match held {
            [kind, length, ..] if (kind | length) & 0x80 == 0 => Some((u16::from(*kind), usize::from(*length), 2)),
            [low, high, length, ..] if low & 0x80 != 0 && length & 0x80 == 0 => Some((kind(*low, *high), usize::from(*length), 3)),
            _ => None,
        };
        if let Some((kind, length, start)) = head.filter(|(_, length, start)| start + length <= held.len()) {
            self.shown = start + length;
            let bytes = self.part.fill_buf().map_err(damaged)?.get(start..self.shown).ok_or_else(cut)?;
            return Ok(Some(Record { kind, bytes }));
        }
        let first = *first;
        self.byte()?;
        self.pieced(first).map(Some)
    }

    /// A record with this first byte, wherever it is cut.
    fn pieced(&mut self, first: u8) -> Result<Record<'_>, Refusal> {
        let kind = if first & 0x80 == 0 { u16::from(first) } else { kind(first, self.byte()?) };
        let mut length = 0u64;
        for place in 0..4 {
            let byte = self.byte()?;
            length |= u64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        self.pieced.clear();
        self.part.by_ref().take(length).read_to_end(&mut self.pieced).map_err(damaged)?;
        let whole = u64::try_from(self.pieced.len()).is_ok_and(|got| got == length);
        if whole { Ok(Record { kind, bytes: &self.pieced }) } else { Err(cut()) }
    }

    fn byte(&mut self) -> Result<u8, Refusal> {
        let mut byte = [0u8];
        self.part.read_exact(&mut byte).map_err(damaged)?;
        Ok(byte[0])
    }
}

/// A kind that is written in two bytes.
fn kind(low: u8, high: u8) -> u16 {
    u16::from(low & 0x7f) | (u16::from(high) << 7)
}

fn damaged(error: std::io::Error) -> Refusal {
    if error.kind() == std::io::ErrorKind::UnexpectedEof { cut() } else { Refusal::Damaged { detail: error.to_string() } }
}

/// Damage: a record, or a part, that ends before its end.
pub(super) fn cut() -> Refusal {
    Refusal::Damaged { detail: "a record of the part is cut short".to_owned() }
}

impl Record<'_> {
    fn array<const N: usize>(&self, at: usize) -> Result<[u8; N], Refusal> {
        self.bytes.get(at..).and_then(|bytes| bytes.first_chunk::<N>()).copied().ok_or_else(cut)
    }

    /// The byte at a place; refused if the record is cut short before it.
    pub(super) fn byte(&self, at: usize) -> Result<u8, Refusal> {
        self.bytes.get(at).copied().ok_or_else(cut)
    }

    /// Two bytes as a number.
    pub(super) fn short(&self, at: usize) -> Result<u16, Refusal> {
        self.array(at).map(u16::from_le_bytes)
    }

    /// Four bytes as a number.
    pub(super) fn long(&self, at: usize) -> Result<u32, Refusal> {
        self.array(at).map(u32::from_le_bytes)
    }

    /// Eight bytes as a number.
    pub(super) fn real(&self, at: usize) -> Result<f64, Refusal> {
        self.array(at).map(f64::from_le_bytes)
    }

    /// A text and where it ends.
    pub(super) fn text(&self, at: usize) -> Result<(String, usize), Refusal> {
        let length = usize::try_from(self.long(at)?).map_err(|_| cut())?;
        // No text at all is written as this length.
        if length == 0xffff_ffff {
            return Ok((String::new(), at + 4));
        }
        let end = length.checked_mul(2).and_then(|bytes| bytes.checked_add(at + 4)).ok_or_else(cut)?;
        let bytes = self.bytes.get(at + 4..end).ok_or_else(cut)?;
        let units = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
        let mut text = String::with_capacity(bytes.len());
        text.extend(char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
        Ok((text, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    /// Every record of a part that shows so many bytes at a time, or what is wrong.
    fn told(part: &[u8], shown: usize) -> Result<Vec<(u16, Vec<u8>)>, Refusal> {
        let mut records = Records::new(BufReader::with_capacity(shown, part));
        let mut told = Vec::new();
        while let Some(record) = records.next()? {
            told.push((record.kind, record.bytes.to_vec()));
        }
        Ok(told)
    }

    #[test]
    fn a_record_is_the_same_however_it_is_cut() {
        let long: Vec<u8> = (0..300u16).map(|number| number.to_le_bytes()[0]).collect();
        let part = [&[0x07, 0][..], &[0x93, 0x01, 2, 5, 6], &[0x01, 0xac, 0x02], &long, &[0x84, 0x01, 0x81, 0, 9], &[0x7f, 1, 8]].concat();
        let wanted = vec![(7, vec![]), (0x93, vec![5, 6]), (1, long), (0x84, vec![9]), (0x7f, vec![8])];
        for shown in [1, 2, 3, 4, 5, 7, 64, 1024] {
            assert_eq!(told(&part, shown).unwrap(), wanted, "{shown}");
            let (mut cuts, mut whole) = (0, 0);
            for end in 0..part.len() {
                match told(&part[..end], shown) {
                    Ok(records) => {
                        whole += 1;
                        assert_eq!(records, wanted[..records.len()], "{shown} to {end}");
                    }
                    Err(refusal) => {
                        cuts += 1;
                        assert_eq!(refusal, cut());
                    }
                }
            }
            assert_eq!((whole, cuts), (wanted.len(), part.len() - wanted.len()), "{shown}");
        }
    }
}
