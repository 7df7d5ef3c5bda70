//! The result that a formula record of an `.xls` keeps, as far as it tells whether anybody computed it. Programs that
//! compute nothing write zero and ask for a computation when the file is opened, or write an empty text for every formula.

/// What stands in a formula's record where its result is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A result that a program computed.
    Computed,
    /// Zero, and the record or its sheet says that it is to be computed when the file is opened.
    Placeholder,
    /// An empty text; `meant` if the formula may give one by what it says.
    Empty { meant: bool },
}

/// The outcome of a record, from its first byte on. `stale`: the sheet says that it was saved before it was computed.
/// `wide`: the texts of formulas are those of Excel 97 and later.
pub(super) fn outcome(data: &[u8], stale: bool, wide: bool) -> Outcome {
    let Some(result) = data.get(6..).and_then(<[u8]>::first_chunk::<8>) else { return Outcome::Computed };
    let marks = data.get(14).copied().unwrap_or(0);
    match result {
        [3, .., 0xff, 0xff] => Outcome::Empty { meant: gives_empty_text(data.get(22..).unwrap_or_default(), wide) },
        [.., 0xff, 0xff] => Outcome::Computed,
        number if f64::from_le_bytes(*number) == 0.0 && (stale || marks & 2 != 0) => Outcome::Placeholder,
        _ => Outcome::Computed,
    }
}

/// Does a formula say `""` anywhere? One that cannot be followed may.
fn gives_empty_text(tokens: &[u8], wide: bool) -> bool {
    let mut rest = tokens;
    while let Some(token) = rest.first() {
        let class = if *token >= 0x20 { token & 0x1f | 0x20 } else { *token };
        let counted = |at: usize| usize::from(rest.get(at).copied().unwrap_or(0));
        let length = match (class, wide) {
            (0x03..=0x16, _) => 1,
            // A text: its length, in newer files how wide its letters are, then the letters.
            (0x17, _) if counted(1) == 0 => return true,
            (0x17, true) => 3 + counted(1) * if counted(2) & 1 == 0 { 1 } else { 2 },
            (0x17, false) => 2 + counted(1),
            // An attribute; that of a choice has a table of places.
            (0x19, _) if counted(1) & 4 != 0 => 6 + 2 * (counted(2) + 256 * counted(3)),
            (0x19, _) => 4,
            (0x1c | 0x1d, _) => 2,
            (0x1e | 0x21 | 0x29, _) => 3,
            (0x1f, _) => 9,
            (0x20, true) => 8,
            (0x22, _) => 4,
            (0x23 | 0x24 | 0x2a | 0x2c, true) => 5,
            (0x24 | 0x2a | 0x2c, false) => 4,
            (0x25 | 0x2b | 0x2d, true) => 9,
            (0x25 | 0x2b | 0x2d, false) => 7,
            (0x26..=0x28, _) => 7,
            (0x39 | 0x3a | 0x3c, true) => 7,
            (0x3b | 0x3d, true) => 11,
            _ => return true,
        };
        let Some(behind) = rest.get(length..) else { return true };
        rest = behind;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_nobody_computed() {
        let record = |result: [u8; 8], marks: u8, tokens: &[u8]| [&[0; 6][..], &result, &[marks, 0], &[0; 6], tokens].concat();
        let empty = [3, 0, 0, 0, 0, 0, 0xff, 0xff];
        let zero = 0f64.to_le_bytes();
        // E4/F4*100, and IF(E4=0,"",E4).
        let rate = [0x44, 3, 0, 4, 0xc0, 0x44, 3, 0, 5, 0xc0, 0x06, 0x1e, 100, 0, 0x05];
        let choice = [0x44, 3, 0, 4, 0xc0, 0x1e, 0, 0, 0x0b, 0x19, 2, 9, 0, 0x17, 0, 0, 0x44, 3, 0, 4, 0xc0, 0x22, 3, 1, 0];
        // LEFT("ab",1): a text that is not empty. A token that no formula has.
        let left = [0x17, 2, 0, b'a', b'b', 0x1e, 1, 0, 0x22, 2, 115, 0];
        for (record, stale, wanted) in [
            (record(zero, 2, &rate), false, Outcome::Placeholder),
            (record(zero, 0, &rate), true, Outcome::Placeholder),
            (record(zero, 1, &rate), false, Outcome::Computed),
            (record(5f64.to_le_bytes(), 3, &rate), true, Outcome::Computed),
            (record([0, 0, 0, 0, 0, 0, 0xff, 0xff], 3, &rate), false, Outcome::Computed),
            (record(empty, 0, &rate), false, Outcome::Empty { meant: false }),
            (record(empty, 0, &left), false, Outcome::Empty { meant: false }),
            (record(empty, 0, &choice), false, Outcome::Empty { meant: true }),
            (record(empty, 0, &[0x18]), false, Outcome::Empty { meant: true }),
            (record(empty, 0, &rate[..3]), false, Outcome::Empty { meant: true }),
            (vec![0; 9], false, Outcome::Computed),
        ] {
            assert_eq!(outcome(&record, stale, true), wanted);
        }
    }
}
