//! A change between two counts, in figures.

use crate::sheets::frame::CENTERED;
use crate::sheets::sheet::Cell;

/// `+2`, `-1`, `0`; blank where one of them is not known.
pub(super) fn cell(first: Option<u32>, last: Option<u32>) -> Cell {
    let change = first.zip(last).map(|(first, last)| i64::from(last) - i64::from(first));
    let text = change.map_or_else(String::new, |change| if change == 0 { "0".to_owned() } else { format!("{change:+}") });
    Cell::text(text, CENTERED)
}

/// A count, or blank.
pub(super) fn count(count: Option<u32>) -> Cell {
    count.map_or_else(|| Cell::blank(CENTERED), |count| Cell::count(count, CENTERED))
}
