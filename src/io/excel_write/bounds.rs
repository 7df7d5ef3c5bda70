//! How large a sheet can be, and how large a cell is where nobody says it.

/// Default height of a row and width of a column, pixels: 15 points, 8.43 characters.
pub(super) const DEFAULT_PIXELS: (u32, u32) = (20, 64);
/// So many rows and columns a sheet has.
pub(super) const ROWS_MAX: usize = 1 << 20;
pub(super) const COLUMNS_MAX: usize = 1 << 14;
/// Excel's highest row, points.
pub(super) const HEIGHT_MAX: f64 = 409.0;
