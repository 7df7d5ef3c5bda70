//! What is told of a workbook of our own while it is read and nothing of it is kept.

use crate::model::place::CellRef;
use crate::model::workbook::RawValue;

/// One thing, in the order of the file.
#[derive(Debug)]
pub enum Told<'t> {
    /// A sheet begins, of this name.
    Sheet(&'t str),
    /// A cell that holds something, and for a text that cells share its number in the table of texts.
    Cell(CellRef, &'t RawValue, Option<usize>),
}
