//! An agency's report: every field a [`Reading`] with the cell it came from.

use crate::model::criterion::CriterionResult;
use crate::model::period::PeriodName;
use crate::model::place::{CellRef, Place};
use crate::model::shared_text::SharedText;
use crate::model::target::Assessment;
use crate::model::task::{Role, Status};
use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What a cell says. A value is exact, or normalised and noted; nothing is guessed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Reading<T> {
    /// What the cell says, read as what its column holds.
    Value(T),
    /// Nothing is written, or the form has no such column.
    #[default]
    Empty,
    /// Something is written that is no value of this kind.
    Unreadable,
}

/// How a value was written, where its column expects it otherwise. The value is certain either way; rules say what
/// was made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Manner {
    /// As the column expects.
    #[default]
    Plain,
    /// A number as text: `85%`, `1.234.567`, `250 trạm` (D06).
    NumberAsText,
    /// Part and whole in the cell of the result: `39/65` (D06).
    Ratio,
    /// A day as text, day first.
    DayAsText,
    /// A day as text, month first because day first is impossible (N21).
    MonthFirst,
    /// A day as the bare number that stands for it in a spreadsheet (N39).
    Serial,
    /// A task code that is not written: the content of the row is exactly that of one task of the agency (N38).
    ByContent,
    /// What is known now, in a row that the agency left as its form came with it, when something older was known (T43).
    LeftAlone,
}

/// A field of a report and where it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field<T> {
    /// The cell; `None` if the form has no such column.
    pub cell: Option<CellRef>,
    /// What is written, for people: trimmed, NFC, at most 32,767 characters.
    pub typed: SharedText,
    /// The value, if it is one.
    pub reading: Reading<T>,
    /// How it was written.
    pub manner: Manner,
}

impl<T> Default for Field<T> {
    fn default() -> Self {
        Self { cell: None, typed: SharedText::default(), reading: Reading::Empty, manner: Manner::Plain }
    }
}

impl<T> Field<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match &self.reading {
            Reading::Value(value) => Some(value),
            Reading::Empty | Reading::Unreadable => None,
        }
    }

    /// Is the cell blank, or not there?
    pub fn is_empty(&self) -> bool {
        matches!(self.reading, Reading::Empty)
    }

    /// Is something written that is no value of this kind?
    pub fn is_unreadable(&self) -> bool {
        matches!(self.reading, Reading::Unreadable)
    }

    /// The same value as in `other`, or the same words where there is none?
    pub fn says_the_same(&self, other: &Self) -> bool
    where
        T: PartialEq,
    {
        self.reading == other.reading && (!self.is_unreadable() || self.typed == other.typed)
    }

    /// The place in `sheet`.
    pub fn place(&self, sheet: &str) -> Place {
        Place { sheet: Some(sheet.to_owned()), cell: self.cell }
    }
}

impl Field<SharedText> {
    /// The text, blank if nothing is written.
    pub fn text(&self) -> &str {
        self.value().map_or("", SharedText::as_str)
    }
}

/// Every column and label that a form can have. The meaning is code; where it stands is data (`templates/`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the key of a heading; the headings are in templates/BM-01")]
pub enum FieldId {
    // ThongTin
    Agency,
    AgencyName,
    Period,
    From,
    To,
    AsOf,
    Revision,
    RevisionReason,
    DocumentNumber,
    SignedOn,
    Author,
    Phone,
    Approver,
    Nil,
    Note,
    // NhiemVu
    Ordinal,
    TaskCode,
    Content,
    Role,
    Deadline,
    Status,
    Percent,
    CompletedOn,
    Result,
    Evidence,
    Obstacle,
    Cause,
    Proposal,
    Level,
    ExpectedOn,
    NextWeek,
    PreviousResult,
    // ChiTieu
    TargetCode,
    TargetName,
    Unit,
    Goal,
    PreviousValue,
    Numerator,
    Denominator,
    Value,
    Estimated,
    DataSource,
    Assessment,
    Reason,
    ProposedMethod,
    // TieuChi
    CriterionCode,
    CriterionName,
    Phase,
    Requirement,
    CriterionResult,
    CriterionValue,
    MetOn,
    // NhiemVuPhatSinh
    Document,
    AssignedOn,
    Supports,
}

/// The sheets of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetId {
    /// `ThongTin`: whose report it is, and for which period.
    Info,
    /// `NhiemVu`: the tasks of the register.
    Tasks,
    /// `ChiTieu`: the targets of the register.
    Targets,
    /// `TieuChi`: the criteria, for communes and wards.
    Criteria,
    /// `NhiemVuPhatSinh`: tasks beyond the register.
    ExtraTasks,
}

/// A report, as written.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AgencyReport {
    /// `ThongTin`: whose report it is, and for which period; empty fields if the sheet is not there.
    pub info: Info,
    /// `NhiemVu`, if the sheet is there.
    pub tasks: Option<Table<TaskRow>>,
    /// `ChiTieu`; `None` if the sheet is not there.
    pub targets: Option<Table<TargetRow>>,
    /// `TieuChi`; `None` if the sheet is not there, as in the form of whoever is no commune.
    pub criteria: Option<Table<CriterionRow>>,
    /// `NhiemVuPhatSinh`; `None` if the sheet is not there.
    pub extra_tasks: Option<Table<ExtraTaskRow>>,
}

/// The rows that were read from one sheet, and the name under which the file holds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table<R> {
    /// The sheet's name in the file.
    pub sheet: SharedText,
    /// Rows in the order of the file; rows without anything an agency could have written are left out.
    pub rows: Vec<R>,
}

/// What the first sheet, `ThongTin`, says of the report.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is the label of the form with the same name in FieldId")]
pub struct Info {
    /// The sheet's name in the file; blank where there is none.
    pub sheet: String,
    pub agency: Field<SharedText>,
    pub agency_name: Field<SharedText>,
    pub period: Field<PeriodName>,
    pub as_of: Field<NaiveDateTime>,
    pub revision: Field<u32>,
    pub revision_reason: Field<SharedText>,
    pub document_number: Field<SharedText>,
    pub signed_on: Field<NaiveDate>,
    pub author: Field<SharedText>,
    pub approver: Field<SharedText>,
    pub nil: Field<bool>,
    pub note: Field<SharedText>,
}

/// A reported status and how it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusReading {
    /// The status of the form's list that the words mean.
    pub status: Status,
    /// Written exactly as in the form's list.
    pub exact: bool,
    /// "cơ bản hoàn thành" and the like: counts as Đang thực hiện (N36).
    pub nearly_done: bool,
}

/// A row of `NhiemVu`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is the column of the form with the same name in FieldId")]
pub struct TaskRow {
    /// Row in the sheet, from 0.
    pub row: u32,
    pub code: Field<SharedText>,
    pub content: Field<SharedText>,
    pub role: Field<Role>,
    pub deadline: Field<SharedText>,
    pub status: Field<StatusReading>,
    pub percent: Field<Decimal>,
    pub completed_on: Field<NaiveDate>,
    pub result: Field<SharedText>,
    pub evidence: Field<SharedText>,
    pub obstacle: Field<SharedText>,
    pub cause: Field<SharedText>,
    pub proposal: Field<SharedText>,
    pub level: Field<SharedText>,
    pub expected_on: Field<NaiveDate>,
    pub next_week: Field<SharedText>,
    pub note: Field<SharedText>,
}

/// The result written for a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetValue {
    /// A figure, percentages from 0 to 100.
    Number(Decimal),
    /// Đạt (true) or Không đạt, for pass/fail targets.
    Passed(bool),
}

/// A row of `ChiTieu`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is the column of the form with the same name in FieldId")]
pub struct TargetRow {
    /// Row in the sheet, from 0.
    pub row: u32,
    pub code: Field<SharedText>,
    pub name: Field<SharedText>,
    pub unit: Field<SharedText>,
    pub goal: Field<SharedText>,
    pub numerator: Field<Decimal>,
    pub denominator: Field<Decimal>,
    pub value: Field<TargetValue>,
    pub estimated: Field<bool>,
    pub data_source: Field<SharedText>,
    pub assessment: Field<Assessment>,
    pub reason: Field<SharedText>,
    pub proposed_method: Field<SharedText>,
    pub note: Field<SharedText>,
}

/// A row of `TieuChi`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is the column of the form with the same name in FieldId")]
pub struct CriterionRow {
    /// Row in the sheet, from 0.
    pub row: u32,
    pub code: Field<SharedText>,
    pub name: Field<SharedText>,
    pub result: Field<CriterionResult>,
    pub value: Field<SharedText>,
    pub met_on: Field<NaiveDate>,
    pub evidence: Field<SharedText>,
    pub obstacle: Field<SharedText>,
    pub note: Field<SharedText>,
}

/// A row of `NhiemVuPhatSinh`: listed for the secretariat, never in the totals.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is the column of the form with the same name in FieldId")]
pub struct ExtraTaskRow {
    /// Row in the sheet, from 0.
    pub row: u32,
    pub content: Field<SharedText>,
    pub document: Field<SharedText>,
    pub assigned_on: Field<NaiveDate>,
    pub deadline: Field<SharedText>,
    pub supports: Field<SharedText>,
    pub status: Field<StatusReading>,
    pub result: Field<SharedText>,
}
