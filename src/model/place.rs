//! Where a value stood: sheet and cell, as people write them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A cell, counted from zero, shown as `B12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellRef {
    /// Row, 0 is the first.
    pub row: u32,
    /// Column, 0 is A.
    pub column: u32,
}

impl CellRef {
    /// A cell by row and column, both from zero.
    pub fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }

    /// Reads `B12`; dollar signs are allowed.
    pub fn parse(text: &str) -> Option<Self> {
        let (mut column, mut letters, mut row) = (0u32, 0, None::<u32>);
        for byte in text.trim().bytes().filter(|byte| *byte != b'$') {
            match byte {
                b'0'..=b'9' => row = Some(row.unwrap_or(0).checked_mul(10)?.checked_add(u32::from(byte - b'0'))?),
                b'a'..=b'z' | b'A'..=b'Z' if row.is_none() && letters < 3 => {
                    column = column * 26 + u32::from(byte.to_ascii_uppercase() - b'A' + 1);
                    letters += 1;
                }
                _ => return None,
            }
        }
        Some(Self { row: row?.checked_sub(1)?, column: column.checked_sub(1)? })
    }
}

/// The letters of a column, 0 is `A`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    // A file may name places that no sheet has, up to the last number there is, and the refusal says them.
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), u64::from(self.row) + 1)
    }
}

/// A place inside a workbook; the file is known from the context.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Place {
    /// The sheet as it is named in the file; `None` if the whole file is meant.
    pub sheet: Option<String>,
    /// The cell; `None` if the whole sheet is meant.
    pub cell: Option<CellRef>,
}

impl Place {
    /// A place that means the whole file.
    pub fn file() -> Self {
        Self::default()
    }

    /// A place that means a whole sheet, by its name in the file.
    pub fn sheet(sheet: &str) -> Self {
        Self { sheet: Some(sheet.to_owned()), cell: None }
    }

    /// A cell of a sheet.
    pub fn cell(sheet: &str, cell: CellRef) -> Self {
        Self { sheet: Some(sheet.to_owned()), cell: Some(cell) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_written_as_in_a_spreadsheet_and_read_back() {
        for (row, column, text) in [(0, 0, "A1"), (11, 25, "Z12"), (0, 26, "AA1"), (1_048_575, 16_383, "XFD1048576")] {
            let cell = CellRef::new(row, column);
            assert_eq!(cell.to_string(), text);
            assert_eq!(CellRef::parse(text), Some(cell));
        }
        assert_eq!(CellRef::parse("$B$3"), Some(CellRef::new(2, 1)));
        for bad in ["", "A", "1", "A0", "ABCD1", "é1"] {
            assert_eq!(CellRef::parse(bad), None, "{bad}");
        }
        assert_eq!(CellRef::new(u32::MAX, u32::MAX).to_string(), "MWLQKWV4294967296", "a file may say it; a refusal repeats it");
    }
}
