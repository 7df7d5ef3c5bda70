//! What workbooks over several periods show: the sheets of `GiaiDoan_….xlsx`, and of the one that stays at the desk. A number of the
//! first sheet can be counted again from the lists behind it.

mod change;
mod charts;
mod course;
mod ends;
mod every_task;
mod figures;
mod list;
mod meta;
mod moved;
mod page;
mod progress;
mod proposals;
mod record;
mod sets;
mod standings;
pub(crate) mod summary;
mod sums;

use crate::sheets::sheet::Sheet;
pub use list::RetrospectInput;
pub(crate) use list::rehearsed;
pub(crate) use page::page;
pub(crate) use standings::told as standing_told;

/// The sheets of the workbook that leaves.
pub(crate) fn leaving(input: &RetrospectInput<'_>) -> Vec<Sheet> {
    let mut sheets = vec![summary::sheet(input), course::sheet(input), ends::sheet(input), moved::finished(input), moved::overdue(input)];
    sheets.extend(sums::sheet(input));
    sheets.extend([
        standings::sheet(input),
        record::sheet(input, record::For::Leaders),
        progress::sheet(input),
        proposals::sheet(input),
        every_task::sheet(input),
        charts::sheet(input),
        meta::sheet(input),
    ]);
    sheets
}

/// The sheets of the workbook that stays at the desk: the record with the scores of the data.
pub(crate) fn staying(input: &RetrospectInput<'_>) -> Vec<Sheet> {
    vec![record::sheet(input, record::For::Desk)]
}

#[cfg(test)]
mod tests;
