//! What is told of a workbook of our own while it is read and nothing of it is kept.

use crate::model::place::CellRef;
use crate::model::workbook::RawValue;

/// One thing, in the order of reading: the texts that cells share, then each sheet with its cells.
#[derive(Debug)]
pub enum Told<'t> {
    /// The next text that cells share, as it is meant; they know it by its place among these, from 0.
    Text(&'t str),
    /// A sheet begins, of this name.
    Sheet(&'t str),
    /// A cell that holds one of the texts.
    Shared(CellRef, usize),
    /// A cell that holds something else.
    Cell(CellRef, &'t RawValue),
}
