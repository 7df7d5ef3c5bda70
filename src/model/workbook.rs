//! A workbook as it was received: sheets of raw cells with their true addresses, nothing interpreted.

use crate::model::place::CellRef;
use crate::model::shared_text::SharedText;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The error that stands for a formula whose result was never computed: not blank, and not a value either.
pub const UNCOMPUTED: &str = "#CHƯA TÍNH";
/// The error that stands for a value written against the rules of its format, such as the number of a text that is
/// not there: the cell is lost, its sheet is not.
pub const UNREADABLE: &str = "#KHÔNG ĐỌC ĐƯỢC";

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RawValue {
    /// Text, NFC not yet applied.
    Text(SharedText),
    /// A finite number, as stored.
    Number(f64),
    /// A finite number in a cell with a percent format, as stored: 0.75 is what people see as 75%.
    Percent(f64),
    /// A truth value, TRUE or FALSE in the cell.
    Bool(bool),
    /// A date with a time of day, as the cell's format says.
    DateTime(NaiveDateTime),
    /// An error such as `#REF!`; also [`UNCOMPUTED`] and [`UNREADABLE`].
    Error(String),
}

/// A sheet: only cells that hold something, in row order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RawSheet {
    /// Its name in the file.
    pub name: String,
    /// Is the sheet itself shown, neither hidden nor very hidden?
    pub visible: bool,
    /// Rows that hold something, each a list of (column, value) in column order.
    pub rows: BTreeMap<u32, Vec<(u32, RawValue)>>,
    /// Rows that hold something and are not shown.
    pub hidden_rows: BTreeSet<u32>,
    /// Columns that hold something and are not shown.
    pub hidden_columns: BTreeSet<u32>,
    /// Merged areas, in the order of the file. Only the first cell of an area holds a value.
    pub merged: Vec<Area>,
    /// Cells that show something else than they store, beyond rounding, and what: what is shown was read.
    pub appearances: BTreeMap<CellRef, Appearance>,
    /// Cells that hold something computed from another file, where the format tells (.xlsx, .xlsm, .ods).
    pub linked: BTreeSet<CellRef>,
}

/// A cell as a person sees it, and as its file stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appearance {
    /// What Excel shows; blank if it shows nothing.
    pub shown: String,
    /// What the file stores in the cell.
    pub stored: String,
}

/// A rectangle of cells, shown as `K9:K11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Its upper left cell.
    pub first: CellRef,
    /// Its lower right cell.
    pub last: CellRef,
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.first, self.last)
    }
}

impl RawSheet {
    /// The value of a cell.
    pub fn get(&self, cell: CellRef) -> Option<&RawValue> {
        self.rows.get(&cell.row)?.iter().find(|(column, _)| *column == cell.column).map(|(_, value)| value)
    }

    /// All cells in row order.
    pub fn cells(&self) -> impl Iterator<Item = (CellRef, &RawValue)> {
        self.rows.iter().flat_map(|(row, cells)| cells.iter().map(move |(column, value)| (CellRef::new(*row, *column), value)))
    }
}

/// What the reader returns for a workbook it could read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RawWorkbook {
    /// All sheets that were asked for, in the order of the file.
    pub sheets: Vec<RawSheet>,
    /// The names of all sheets, also of those not read.
    pub sheet_names: Vec<String>,
    /// Sheets that the file names and does not hold.
    pub absent: Vec<String>,
    /// Custom document properties by name.
    pub properties: BTreeMap<String, String>,
    /// Defined names and what they refer to.
    pub names: Vec<(String, String)>,
    /// Does the file date from 1904? Dates are already converted.
    pub date_1904: bool,
}

impl RawWorkbook {
    /// A sheet by its exact name.
    pub fn sheet(&self, name: &str) -> Option<&RawSheet> {
        self.sheets.iter().find(|s| s.name == name)
    }
}

/// Why a file is not a readable workbook. Each becomes a finding of its own rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// A file of 0 bytes (T01).
    Empty,
    /// Damaged, or not yet fully copied (T02).
    Damaged {
        /// What the reader said; for the log.
        detail: String,
    },
    /// Encrypted, so that only its password opens it (T03).
    Encrypted,
    /// A kind of file that is not accepted (T04).
    WrongKind {
        /// The file's extension with its dot, or what it is.
        kind: String,
    },
    /// The extension says workbook, the content is something else (T05).
    Disguised {
        /// The file's extension with its dot.
        extension: String,
        /// What the content is, in Vietnamese.
        actual: String,
    },
    /// The reader died, ran out of its limits or gave nonsense (T30).
    Unsafe {
        /// The cause, in Vietnamese.
        cause: String,
    },
    /// Larger than the limit: neither read nor kept (T40).
    TooLarge {
        /// How large the file is, in bytes.
        bytes: u64,
        /// The limit it exceeds, in bytes.
        limit: u64,
    },
    /// A sheet goes further down than is read (T25).
    TooManyRows {
        /// Name of the sheet that goes so far down.
        sheet: String,
        /// Its row that is too far down, from 1.
        row: u32,
        /// Rows that are read.
        limit: u32,
    },
}
