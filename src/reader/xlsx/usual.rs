//! Cells and texts as nearly every program writes them, known at a glance: no tag is taken apart for what is always the
//! same. Anything else, an entity even, is none of them and goes the long way. A test writes every such piece with a prefix
//! too, which only the long way reads, and both must say the same.

use crate::model::place::CellRef;
use memchr::memchr3;

/// What a cell says it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Shared,
    Text,
    Inline,
    Truth,
    Error,
    Date,
    Odd,
}

/// A cell `<c r="B12" s="4" t="s"><v>7</v></c>`: style and kind need not be there, nor the value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cell<'t> {
    pub(super) at: CellRef,
    pub(super) style: usize,
    pub(super) kind: Kind,
    pub(super) value: Option<&'t str>,
    /// Bytes that it takes.
    pub(super) length: usize,
}

/// More digits may be no number of a row or of a style.
const DIGITS_MAX: usize = 7;

/// The cell that a text begins with.
pub(super) fn cell(text: &str) -> Option<Cell<'_>> {
    let rest = text.strip_prefix("<c r=\"")?.as_bytes();
    let (column, rest) = letters(rest)?;
    let (row, rest) = number(rest)?;
    let mut rest = rest.strip_prefix(b"\"")?;
    let mut style = 0;
    if let Some(digits) = rest.strip_prefix(b" s=\"") {
        let (number, behind) = number(digits)?;
        (style, rest) = (usize::try_from(number).ok()?, behind.strip_prefix(b"\"")?);
    }
    let mut kind = Kind::Number;
    if let Some(written) = rest.strip_prefix(b" t=\"") {
        (kind, rest) = match written {
            [b's', b'"', rest @ ..] => (Kind::Shared, rest),
            [b'n', b'"', rest @ ..] => (Kind::Number, rest),
            _ => return None,
        };
    }
    let length = |rest: &[u8]| text.len() - rest.len();
    let at = CellRef::new(row.checked_sub(1)?, column.checked_sub(1)?);
    if let Some(rest) = rest.strip_prefix(b"/>").or_else(|| rest.strip_prefix(b"></c>")) {
        return Some(Cell { at, style, kind, value: None, length: length(rest) });
    }
    let rest = rest.strip_prefix(b"><v>")?;
    let end = rest.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'E' | b'e'))?;
    let start = length(rest);
    let rest = rest.get(end..)?.strip_prefix(b"</v></c>")?;
    Some(Cell { at, style, kind, value: text.get(start..start + end), length: length(rest) })
}

fn letters(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let one = |byte: u8| u32::from(byte - b'A' + 1);
    match bytes {
        [a @ b'A'..=b'Z', b @ b'A'..=b'Z', c @ b'A'..=b'Z', rest @ ..] => Some(((one(*a) * 26 + one(*b)) * 26 + one(*c), rest)),
        [a @ b'A'..=b'Z', b @ b'A'..=b'Z', rest @ ..] => Some((one(*a) * 26 + one(*b), rest)),
        [a @ b'A'..=b'Z', rest @ ..] => Some((one(*a), rest)),
        _ => None,
    }
}

fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (mut number, mut at) = (0u32, 0);
    while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
        number = number * 10 + u32::from(*digit - b'0');
        at += 1;
        if at > DIGITS_MAX {
            return None;
        }
    }
    if at == 0 { None } else { Some((number, bytes.get(at..)?)) }
}

/// The text that a shared one begins with, as it is meant, and the bytes that it takes: `<si><t>…</t></si>`.
pub(super) fn shared_text(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix("<si><t")?;
    let rest = rest.strip_prefix('>').or_else(|| rest.strip_prefix(" xml:space=\"preserve\">"))?;
    let end = memchr3(b'<', b'&', b'\r', rest.as_bytes())?;
    let behind = rest.get(end..)?.strip_prefix("</t></si>")?;
    Some((rest.get(..end)?, text.len() - behind.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_as_programs_write_them() {
        let found = |text| cell(text).map(|c| (c.at.to_string(), c.style, c.kind, c.value, c.length));
        assert_eq!(found("<c r=\"B12\" s=\"4\" t=\"s\"><v>7</v></c><c"), Some(("B12".into(), 4, Kind::Shared, Some("7"), 35)));
        assert_eq!(found("<c r=\"XFD1\"><v>-1.5E3</v></c>"), Some(("XFD1".into(), 0, Kind::Number, Some("-1.5E3"), 29)));
        assert_eq!(found("<c r=\"A1\" s=\"9\"/>"), Some(("A1".into(), 9, Kind::Number, None, 17)));
        assert_eq!(found("<c r=\"A1\"></c>"), Some(("A1".into(), 0, Kind::Number, None, 14)));
        for other in [
            "<c r=\"a1\"/>",
            "<c r=\"A0\"/>",
            "<c r=\"AAAA1\"/>",
            "<c r=\"A12345678\"/>",
            "<c r=\"A\"/>",
            "<c r=\"1\"/>",
            "<c s=\"1\" r=\"A1\"/>",
            "<c r=\"A1\" t=\"str\"><v>1</v></c>",
            "<c r=\"A1\"><f>1</f><v>1</v></c>",
            "<c r=\"A1\"><v>1&#48;</v></c>",
            "<c r=\"A1\"><v> 1</v></c>",
            "<c r=\"A1\"><v>1</v>",
            "<c r=\"A1\" s=\"1",
        ] {
            assert_eq!(cell(other), None, "{other}");
        }
    }

    #[test]
    fn texts_as_programs_write_them() {
        assert_eq!(shared_text("<si><t>Đạt</t></si><si>"), Some(("Đạt", 22)));
        assert_eq!(shared_text("<si><t xml:space=\"preserve\"> a\nb</t></si>"), Some((" a\nb", 41)));
        for other in ["<si><t>a &amp; b</t></si>", "<si><t/></si>", "<si><r><t>a</t></r></si>", "<si><t>a\r\n</t></si>", "<si><t>a</t>"] {
            assert_eq!(shared_text(other), None, "{other}");
        }
    }
}
