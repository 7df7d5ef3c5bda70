//! What a column and a sheet of a register are, and the closed lists of words.

use crate::model::agency::{AgencyKind, AgencyRole, Block, Route};
use crate::model::proposal::Handling;
use crate::model::target::{Aggregation, Comparison, Direction, Method, Recording};
use crate::model::task::{DeadlineKind, TaskKind, Validity};

/// Does a column, or its value in each row, have to be there?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The column has to be there, and a value in each of its rows.
    Value,
    /// The column has to be there, its cells may be blank.
    Column,
    /// The column may be left out.
    Optional,
}

/// What is typed into a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Words of any kind, or a code.
    Text,
    /// A day, typed as a date.
    Date,
    /// A day, or words such as "Quý IV/2025".
    DateOrWords,
    /// A day and hour.
    DateTime,
    /// A number, or "Đạt".
    Number,
    /// A year of four digits.
    Year,
    /// One of a closed list.
    Choice(Choice),
}

/// The lists of words from which a cell of the register is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the vocabulary of the model's type with the same name, or the words themselves")]
pub enum Choice {
    YesNo,
    AgencyKind,
    Block,
    Route,
    TaskKind,
    DeadlineKind,
    Validity,
    Direction,
    Comparison,
    Recording,
    Aggregation,
    Method,
    AdjustedField,
    CalendarKind,
    Confirmed,
    Handling,
    RuleWeight,
    RuleSheet,
    AgencyRole,
}

impl Choice {
    /// Every list, in the order of the hidden sheet.
    pub const ALL: [Self; 19] = [
        Self::YesNo,
        Self::AgencyKind,
        Self::Block,
        Self::Route,
        Self::TaskKind,
        Self::DeadlineKind,
        Self::Validity,
        Self::Direction,
        Self::Comparison,
        Self::Recording,
        Self::Aggregation,
        Self::Method,
        Self::AdjustedField,
        Self::CalendarKind,
        Self::Confirmed,
        Self::Handling,
        Self::RuleWeight,
        Self::RuleSheet,
        Self::AgencyRole,
    ];

    /// Its words, as they are offered and printed.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::YesNo => vec!["Có", "Không"],
            Self::AgencyKind => AgencyKind::ALL.map(AgencyKind::label).to_vec(),
            Self::Block => Block::ALL.map(Block::label).to_vec(),
            Self::Route => Route::ALL.map(Route::label).to_vec(),
            Self::TaskKind => TaskKind::ALL.map(TaskKind::label).to_vec(),
            Self::DeadlineKind => DeadlineKind::ALL.map(DeadlineKind::label).to_vec(),
            Self::Validity => Validity::ALL.map(Validity::label).to_vec(),
            Self::Direction => Direction::ALL.map(Direction::label).to_vec(),
            Self::Comparison => Comparison::ALL.map(Comparison::label).to_vec(),
            Self::Recording => Recording::ALL.map(Recording::label).to_vec(),
            Self::Aggregation => Aggregation::ALL.map(Aggregation::label).to_vec(),
            Self::Method => Method::ALL.map(Method::label).to_vec(),
            Self::AdjustedField => vec!["Thời hạn", "Chủ trì", "Nội dung", "Thôi giao", "Mục tiêu", "Hạn đạt", "Tên chỉ tiêu", "Kết quả"],
            Self::CalendarKind => vec!["Nghỉ", "Làm bù", "Đổi hạn"],
            Self::Confirmed => vec!["Có", "Chưa"],
            Self::Handling => Handling::ALL.map(Handling::label).to_vec(),
            Self::RuleWeight => vec!["Cảnh báo", "Ghi nhận"],
            Self::RuleSheet => vec!["NhiemVu", "ChiTieu", "TieuChi"],
            Self::AgencyRole => AgencyRole::ALL.map(AgencyRole::label).to_vec(),
        }
    }
}

/// A column of a register sheet, as it is laid out and read back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Heading by which the column is found, in any place of the sheet.
    pub heading: &'static str,
    /// Must it be there?
    pub need: Need,
    /// What the desk types into its cells.
    pub entry: Entry,
    /// Width in characters of the default font.
    pub width: f64,
    /// What it means, for the sheet of examples.
    pub meaning: &'static str,
}

/// A sheet of the register or the receipt book, as it is laid out and read back.
#[derive(Debug, Clone, Copy)]
pub struct SheetLayout {
    /// Name of the sheet in `danh-muc.xlsx`.
    pub name: &'static str,
    /// Must it be there?
    pub required: bool,
    /// Its columns in order.
    pub columns: &'static [&'static Column],
    /// Example rows, a text for each column.
    pub examples: &'static [&'static [&'static str]],
}

pub(super) const fn value(heading: &'static str, entry: Entry, width: f64, meaning: &'static str) -> Column {
    Column { heading, need: Need::Value, entry, width, meaning }
}

pub(super) const fn optional(heading: &'static str, entry: Entry, width: f64, meaning: &'static str) -> Column {
    Column { heading, need: Need::Optional, entry, width, meaning }
}
