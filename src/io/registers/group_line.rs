//! Lines between the rows of a register that only name a group of them: `I`, `CÁC SỞ, BAN, NGÀNH`. Lists that offices keep for
//! themselves have them; they are told for what they are, and read as nothing.

use super::table::{Log, Row, is_blank, shown};
use crate::sheets::register_layout::Column;
use crate::text::capitals::is_capital;
use crate::text::format;

/// Says that a row without a readable code is the name of a group, and no row of the register; `false` if it may be one that
/// somebody has not finished. A group's line holds its name alone, or its number and its name.
pub(super) fn is_told(row: Row<'_>, code: &Column, log: &mut Log) -> bool {
    let filled: Vec<String> = row.cells().filter(|(_, value)| !is_blank(value)).map(|(_, value)| shown(value)).collect();
    let name = match filled.as_slice() {
        // Beside a blank code only words in capitals say it: another name alone may be an office that somebody has not finished, and one
        // word in capitals its short name.
        [name] if row.value(code).is_some() || (name.contains(' ') && is_capital(name)) => name,
        [number, name] if is_ordinal(number) => name,
        _ => return false,
    };
    let message = format!(
        "Dòng này chỉ có tên nhóm “{}”, không phải một dòng của danh mục: không đọc. Trang này chỉ cần mỗi dòng một mục.",
        format::quote(name)
    );
    log.note(row.place(code), message);
    true
}

/// How people number groups: `I`, `IV.`, `A`, `2)`.
fn is_ordinal(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ')', '/']);
    let number = !text.is_empty() && text.len() <= 2 && text.chars().all(|c| c.is_ascii_digit());
    let roman = !text.is_empty() && text.len() <= 5 && text.chars().all(|c| "IVXLC".contains(c));
    number || roman || matches!(text.as_bytes(), [b'A'..=b'Z'])
}
