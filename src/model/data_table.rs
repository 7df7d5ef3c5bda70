//! A table for other programs: columns of one kind each, and rows. What leaves through `export` is made of these.

use crate::model::moment::Moment;
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words or a code.
    Text,
    /// A whole number.
    Whole,
    /// An exact number, with up to [`DECIMALS`] digits behind the point.
    Decimal,
    /// Yes or no.
    Flag,
    /// A day of the calendar, without an hour.
    Day,
    /// An instant.
    Time,
}

/// Digits behind the point that a program gets of a decimal.
pub const DECIMALS: u32 = 6;

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// Of [`ColumnKind::Text`].
    Text(String),
    /// Of [`ColumnKind::Whole`].
    Whole(i64),
    /// Of [`ColumnKind::Decimal`].
    Decimal(Decimal),
    /// Of [`ColumnKind::Flag`].
    Flag(bool),
    /// Of [`ColumnKind::Day`].
    Day(NaiveDate),
    /// Of [`ColumnKind::Time`].
    Time(Moment),
}

/// What is written as one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataTable {
    /// Name and kind of each column.
    pub columns: Vec<(&'static str, ColumnKind)>,
    /// Rows of as many values, each of its column's kind; `None` where there is none.
    pub rows: Vec<Vec<Option<Datum>>>,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TableFormat {
    /// Comma-separated, for people with a spreadsheet as well.
    Csv,
    /// One object a line.
    Json,
    /// By column, with kinds and packed: for engines that ask millions of rows.
    Parquet,
}

impl TableFormat {
    /// What names of its files end with.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "jsonl",
            Self::Parquet => "parquet",
        }
    }
}
