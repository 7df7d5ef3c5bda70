//! One record of an `.xls`, and its fields.

use crate::model::workbook::Refusal;

/// A record: its kind, its bytes, and where the next one begins.
pub(super) struct Record<'s> {
    pub(super) kind: u16,
    pub(super) data: &'s [u8],
    pub(super) next: usize,
}

/// Damage, in these words.
pub(super) fn damaged(detail: &str) -> Refusal {
    Refusal::Damaged { detail: detail.to_owned() }
}

/// The record that begins at this byte.
pub(super) fn record(stream: &[u8], at: usize) -> Result<Record<'_>, Refusal> {
    let head =
        stream.get(at..).and_then(|rest| rest.first_chunk::<4>()).ok_or_else(|| damaged("the workbook ends without its last record"))?;
    let (kind, length) = (u16::from_le_bytes([head[0], head[1]]), usize::from(u16::from_le_bytes([head[2], head[3]])));
    let data = stream.get(at + 4..at + 4 + length).ok_or_else(|| damaged("a record is cut short"))?;
    if kind == 0 && length == 0 {
        return Err(damaged("zeros where records should be"));
    }
    Ok(Record { kind, data, next: at + 4 + length })
}

impl Record<'_> {
    /// Two bytes as a number.
    pub(super) fn short(&self, at: usize) -> Result<u16, Refusal> {
        self.data
            .get(at..)
            .and_then(|rest| rest.first_chunk())
            .map(|bytes| u16::from_le_bytes(*bytes))
            .ok_or_else(|| damaged("a record is cut short"))
    }

    /// Four bytes as a number.
    pub(super) fn long(&self, at: usize) -> Result<u32, Refusal> {
        Ok(u32::from(self.short(at)?) | (u32::from(self.short(at + 2)?) << 16))
    }
}
