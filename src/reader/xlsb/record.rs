//! One record of an `.xlsb` part, and its fields. One too short for its kind is damage.

use crate::model::workbook::Refusal;
use std::io::{BufRead, Read};

/// A record: its kind and its bytes.
pub(super) struct Record {
    pub(super) kind: u16,
    pub(super) bytes: Vec<u8>,
}

/// The next record; none at the end of the part.
pub(super) fn next(part: &mut impl BufRead) -> Result<Option<Record>, Refusal> {
    let Some(first) = byte(part)? else { return Ok(None) };
    let mut kind = u16::from(first);
    if first & 0x80 != 0 {
        kind = u16::from(first & 0x7f) | (u16::from(byte(part)?.ok_or_else(cut)?) << 7);
    }
    let mut length = 0u64;
    for place in 0..4 {
        let byte = byte(part)?.ok_or_else(cut)?;
        length |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    let mut bytes = Vec::new();
    part.take(length).read_to_end(&mut bytes).map_err(|error| Refusal::Damaged { detail: error.to_string() })?;
    if u64::try_from(bytes.len()).is_ok_and(|got| got == length) { Ok(Some(Record { kind, bytes })) } else { Err(cut()) }
}

fn byte(part: &mut impl BufRead) -> Result<Option<u8>, Refusal> {
    let mut byte = [0u8];
    let got = part.read(&mut byte).map_err(|error| Refusal::Damaged { detail: error.to_string() })?;
    Ok((got == 1).then_some(byte[0]))
}

/// Damage: a record, or a part, that ends before its end.
pub(super) fn cut() -> Refusal {
    Refusal::Damaged { detail: "a record of the part is cut short".to_owned() }
}

impl Record {
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
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
        Ok((String::from_utf16_lossy(&units), end))
    }
}
