//! What somebody changed in a desk's consolidated workbook after the desk released it.

use crate::model::agency::AgencyCode;
use crate::model::place::CellRef;
use serde::{Deserialize, Serialize};

/// Something that is not as the desk released it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// A row of the data was changed.
    Row {
        /// Name of its table.
        table: String,
        /// The first cell of the row.
        cell: CellRef,
        /// Whose row about what, as it stands now.
        about: String,
    },
    /// A row of the data is no row any more, and is left out.
    Unreadable {
        /// Name of its table.
        table: String,
        /// The first cell of the row.
        cell: CellRef,
        /// What its first cells say.
        about: String,
        /// Whose row it was and of what, if its first cells say so; `None` of a table whose rows have no code.
        of: Option<(AgencyCode, String)>,
    },
    /// A row of the data was taken out.
    RowGone {
        /// Name of its table.
        table: String,
        /// Whose row it was.
        agency: AgencyCode,
        /// Code of the task, target or criterion it was about.
        code: String,
    },
    /// The row that says how an office stood was taken out.
    OfficeGone {
        /// Name of its table.
        table: String,
        /// Whose row it was.
        agency: AgencyCode,
    },
    /// Rows of a table were taken out or put in, and nothing says which.
    Count {
        /// Name of the table.
        table: String,
        /// How many rows the desk released.
        released: u32,
        /// How many stand there now.
        found: u32,
    },
    /// A sheet that people read is gone.
    SheetGone {
        /// Name of the sheet.
        sheet: String,
    },
    /// The headings of a sheet that people read were changed, so that its rows cannot be compared.
    Headings {
        /// Name of the sheet.
        sheet: String,
    },
    /// A row of a sheet that people read says something else, or is new.
    PageRow {
        /// Name of the sheet.
        sheet: String,
        /// Number of the row as people count, from 1.
        row: u32,
        /// What its first cells say now.
        about: String,
    },
    /// Rows of a sheet that people read are gone.
    PageRowsGone {
        /// Name of the sheet.
        sheet: String,
        /// Their numbers when it was released, from 1.
        rows: Vec<u32>,
    },
}

impl Edit {
    /// Is it one of the data, by which figures are made, and not of what people read?
    pub fn is_of_data(&self) -> bool {
        match self {
            Self::Row { .. } | Self::Unreadable { .. } | Self::RowGone { .. } | Self::OfficeGone { .. } | Self::Count { .. } => true,
            Self::SheetGone { .. } | Self::Headings { .. } | Self::PageRow { .. } | Self::PageRowsGone { .. } => false,
        }
    }

    /// The sheet that people read in which it is; `None` of one of the data.
    pub fn page(&self) -> Option<&str> {
        match self {
            Self::Row { .. } | Self::Unreadable { .. } | Self::RowGone { .. } | Self::OfficeGone { .. } | Self::Count { .. } => None,
            Self::SheetGone { sheet } | Self::Headings { sheet } | Self::PageRow { sheet, .. } | Self::PageRowsGone { sheet, .. } => {
                Some(sheet)
            }
        }
    }

    /// The table of the data in which it is; `None` of one of what people read.
    pub fn table(&self) -> Option<&str> {
        match self {
            Self::Row { table, .. }
            | Self::Unreadable { table, .. }
            | Self::RowGone { table, .. }
            | Self::OfficeGone { table, .. }
            | Self::Count { table, .. } => Some(table),
            Self::SheetGone { .. } | Self::Headings { .. } | Self::PageRow { .. } | Self::PageRowsGone { .. } => None,
        }
    }
}
