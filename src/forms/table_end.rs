//! Where a table ends: at blank rows, or at the words of a signature.

use crate::model::workbook::{RawSheet, RawValue};
use crate::text::normalise;

/// A table ends before this many blank rows.
pub(super) const BLANK_ROWS: u32 = 5;

/// The first row below a table's own: that of a signature or of five blank rows. What a heading means is decided by what
/// stands before it; a row with a code that stands after it is read all the same.
pub(super) fn end(raw: &RawSheet, first: u32) -> u32 {
    let mut last = first;
    for (row, cells) in raw.rows.range(first..) {
        if cells.iter().all(|(_, value)| is_blank(value)) {
            continue;
        }
        if row.saturating_sub(last) > BLANK_ROWS || ends_table(cells) {
            return *row;
        }
        last = *row;
    }
    u32::MAX
}

/// Words below a table (`src/docs/reading.md`, "Tables"), as the first text of a row with little else; or the place and day
/// above a signature.
pub(super) fn ends_table(cells: &[(u32, RawValue)]) -> bool {
    if cells.iter().filter(|(_, value)| !is_blank(value)).count() > 2 {
        return false;
    }
    const WORDS: [&str; 9] = ["ghi chú", "nơi nhận", "người lập", "tm.", "kt.", "t/m", "giám đốc", "thủ trưởng", "tl."];
    let day = |text: &str| [", ngày ", " tháng ", " năm "].iter().all(|word| text.contains(word)) && text.chars().count() < 60;
    first_text(cells).is_some_and(|text| WORDS.iter().any(|w| text == *w || text.starts_with(w)) || day(&text))
}

/// The first text of a row, as it is compared.
pub(super) fn first_text(cells: &[(u32, RawValue)]) -> Option<String> {
    cells.iter().find_map(|(_, value)| match value {
        RawValue::Text(text) if !text.trim().is_empty() => Some(normalise::key(text)),
        _ => None,
    })
}

/// Nothing but spaces is written.
pub(super) fn is_blank(value: &RawValue) -> bool {
    matches!(value, RawValue::Text(text) if text.trim().is_empty())
}
