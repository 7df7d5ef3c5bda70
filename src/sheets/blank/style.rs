//! How the cells of the form look: a colour for each thing a cell may be.

use crate::sheets::sheet::Style;

/// Cells that the agency fills.
pub(super) const INPUT_FILL: u32 = 0x00FF_FFE5;
/// Cells that are locked.
pub(super) const LOCKED_FILL: u32 = 0x00F2_F2F2;
/// Required cells that are empty.
pub(super) const MISSING_FILL: u32 = 0x00FF_C7CE;
/// Cells worth a second look.
pub(super) const DOUBT_FILL: u32 = 0x00FF_EB9C;
/// The line that says "Có thể gửi": nothing is missing.
pub(super) const READY_FILL: u32 = 0x00C6_EFCE;

/// A cell the agency fills.
pub(super) const INPUT: Style = Style { fill: Some(INPUT_FILL), unlocked: true, ..Style::BODY };
/// A cell it only reads.
pub(super) const LOCKED: Style = Style { fill: Some(LOCKED_FILL), ..Style::BODY };
