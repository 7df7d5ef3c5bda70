//! The fields of each sheet, each written down once: where a row keeps it, who fills it, what is made of it. Reading a form,
//! the fingerprint, the rules about damaged and repeated cells, the comparison of versions and the filling of a form all
//! walk these tables, so a field that stands here is forgotten by none of them. The tests name every value of a row, every
//! value that is kept and every field a form may have that stands in no table.
//!
//! To add a field: its [`FieldId`], its value in the row (`model/report.rs`), its line here, its column in `templates/`; if a
//! release keeps it, its value in `model/history.rs`, and how it is carried from week to week in `merge/accept/`, where the
//! compiler asks for it.
//!
//! One file, because a mark of a field, such as that it stands until it is answered, is weighed for every sheet at once.

use crate::model::consolidation::ExtraTask;
use crate::model::criterion::CriterionResult;
use crate::model::history::{KnownCriterion, KnownTarget, KnownTask};
use crate::model::period::PeriodName;
use crate::model::place::CellRef;
use crate::model::report::{
    CriterionRow, ExtraTaskRow, Field, FieldId as F, FieldId, Info, Manner, SheetId, StatusReading, TargetRow, TargetValue, TaskRow,
};
use crate::model::shared_text::SharedText;
use crate::model::target::Assessment;
use crate::model::task::{Role, Status};
use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;
use std::convert::Infallible;

/// A field of a sheet.
#[derive(Debug)]
pub struct FieldSpec<R: Record> {
    /// What the field means, whatever its heading is called.
    pub id: FieldId,
    /// Where a row keeps it; `None` if only the form has the column and nobody reads it back.
    pub access: Option<Access<R>>,
    /// The agency fills it; otherwise the form comes with it.
    pub filled: bool,
    /// The rules about damaged cells speak of it. Of the others a rule of their own does, or nothing depends on them.
    pub damage: bool,
    /// A later version that says something else in it has changed something.
    pub change: bool,
    /// A day that has come when it is reported.
    pub past: bool,
    /// A report that says something else in it has news: the row is young again.
    pub news: bool,
    /// Words that stand until they are answered or taken back: forms come with them while the row is open.
    pub lasting: bool,
    /// What is kept of it after a release.
    pub known: Option<fn(&R::Known) -> KnownValue<'_>>,
}

/// A row of a sheet, or the labels of the first sheet.
pub trait Record: Sized + 'static {
    /// What a release keeps of it.
    type Known;
    /// Its fields in the order of the form. Fingerprints are made in this order: those that are sealed with earlier releases
    /// are compared with new ones.
    const FIELDS: &'static [FieldSpec<Self>];
}

/// A row of a table.
pub trait Row: Record {
    /// The sheet of the form that holds the table.
    const SHEET: SheetId;
    /// The field that says what the row is about.
    const KEY: FieldId;
    /// An empty row, by its number from 0.
    fn at(row: u32) -> Self;
    /// Its number in the sheet, from 0.
    fn row(&self) -> u32;
    /// What the row is about, as written.
    fn key(&self) -> &Field<SharedText>;
}

/// A way to a field of a row: to look at it and to fill it.
#[derive(Debug)]
pub struct Lens<R, T> {
    /// The field, to be looked at.
    pub get: fn(&R) -> &Field<T>,
    /// The field, to be filled.
    pub get_mut: fn(&mut R) -> &mut Field<T>,
}

/// A field by what its cells hold.
#[derive(Debug)]
pub enum Access<R> {
    /// Free text.
    Text(Lens<R, SharedText>),
    /// A role in a task.
    Role(Lens<R, Role>),
    /// A status of the form's list, and how exactly it was written.
    Status(Lens<R, StatusReading>),
    /// A percentage, 0 to 100.
    Percent(Lens<R, Decimal>),
    /// A number in the unit that its heading says.
    Number(Lens<R, Decimal>),
    /// A calendar day, without an hour.
    Day(Lens<R, NaiveDate>),
    /// A day with its hour.
    Moment(Lens<R, NaiveDateTime>),
    /// A whole number, not negative.
    Count(Lens<R, u32>),
    /// A cross or nothing.
    Mark(Lens<R, bool>),
    /// The week, month or quarter that a report is for.
    Period(Lens<R, PeriodName>),
    /// The result of a target, in the unit that the row names.
    Value(Lens<R, TargetValue>, fn(&R) -> &Field<SharedText>),
    /// What the agency thinks of its result.
    Assessment(Lens<R, Assessment>),
    /// The result of a criterion.
    Criterion(Lens<R, CriterionResult>),
}

/// What is kept of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum KnownValue<'k> {
    /// A text or a word of a list.
    Text(&'k str),
    /// A number; `None` if nothing usable was reported.
    Number(Option<Decimal>),
    /// A calendar day; `None` if nothing usable was reported.
    Day(Option<NaiveDate>),
    /// The result of a target.
    Value(Option<TargetValue>),
    /// A cross or nothing.
    Mark(bool),
}

/// What can be said of a field whatever its cells hold.
pub trait AnyField {
    /// Its cell; `None` if the form has no such column.
    fn cell(&self) -> Option<CellRef>;
    /// What is written, for people.
    fn typed(&self) -> &str;
    /// Is the cell blank, or not there?
    fn is_empty(&self) -> bool;
    /// Is something written that is no value of its kind?
    fn is_unreadable(&self) -> bool;
    /// How its value was written.
    fn manner(&self) -> Manner;
}

impl<T> AnyField for Field<T> {
    fn cell(&self) -> Option<CellRef> {
        self.cell
    }
    fn typed(&self) -> &str {
        &self.typed
    }
    fn is_empty(&self) -> bool {
        self.is_empty()
    }
    fn is_unreadable(&self) -> bool {
        self.is_unreadable()
    }
    fn manner(&self) -> Manner {
        self.manner
    }
}

/// The same for every kind of field.
macro_rules! whatever {
    ($access:expr, $lens:ident => $out:expr) => {
        match $access {
            Access::Text($lens) => $out,
            Access::Role($lens) => $out,
            Access::Status($lens) => $out,
            Access::Percent($lens) | Access::Number($lens) => $out,
            Access::Day($lens) => $out,
            Access::Moment($lens) => $out,
            Access::Count($lens) => $out,
            Access::Mark($lens) => $out,
            Access::Period($lens) => $out,
            Access::Value($lens, _) => $out,
            Access::Assessment($lens) => $out,
            Access::Criterion($lens) => $out,
        }
    };
}

impl<R> Access<R> {
    /// The field of a row.
    pub fn field<'r>(&self, row: &'r R) -> &'r dyn AnyField {
        whatever!(self, lens => (lens.get)(row))
    }

    /// Do two rows say the same in it? The same value, or the same words where there is none.
    pub fn alike(&self, one: &R, other: &R) -> bool {
        whatever!(self, lens => (lens.get)(one).says_the_same((lens.get)(other)))
    }
}

const fn column<R: Record>(id: FieldId) -> FieldSpec<R> {
    FieldSpec { id, access: None, filled: false, damage: false, change: false, past: false, news: false, lasting: false, known: None }
}

const fn given<R: Record>(id: FieldId, access: Access<R>) -> FieldSpec<R> {
    FieldSpec { access: Some(access), ..column(id) }
}

const fn filled<R: Record>(id: FieldId, access: Access<R>) -> FieldSpec<R> {
    FieldSpec { access: Some(access), filled: true, damage: true, change: true, ..column(id) }
}

impl<R: Record> FieldSpec<R> {
    const fn known(self, known: fn(&R::Known) -> KnownValue<'_>) -> Self {
        Self { known: Some(known), ..self }
    }

    const fn no_damage(self) -> Self {
        Self { damage: false, ..self }
    }

    const fn no_change(self) -> Self {
        Self { change: false, ..self }
    }

    const fn past(self) -> Self {
        Self { past: true, ..self }
    }

    const fn news(self) -> Self {
        Self { news: true, ..self }
    }

    const fn lasting(self) -> Self {
        Self { lasting: true, ..self }
    }
}

macro_rules! at {
    ($name:ident) => {
        Lens { get: |row: &Self| &row.$name, get_mut: |row: &mut Self| &mut row.$name }
    };
}

impl Record for Info {
    type Known = Infallible;
    const FIELDS: &'static [FieldSpec<Self>] = &[
        given(F::Agency, Access::Text(at!(agency))),
        given(F::AgencyName, Access::Text(at!(agency_name))),
        filled(F::Period, Access::Period(at!(period))).no_damage(),
        column(F::From),
        column(F::To),
        filled(F::AsOf, Access::Moment(at!(as_of))),
        filled(F::Revision, Access::Count(at!(revision))).no_damage(),
        filled(F::RevisionReason, Access::Text(at!(revision_reason))),
        filled(F::DocumentNumber, Access::Text(at!(document_number))),
        filled(F::SignedOn, Access::Day(at!(signed_on))),
        filled(F::Author, Access::Text(at!(author))).no_damage(),
        column(F::Phone),
        filled(F::Approver, Access::Text(at!(approver))),
        filled(F::Nil, Access::Mark(at!(nil))).no_damage(),
        filled(F::Note, Access::Text(at!(note))),
    ];
}

impl Record for TaskRow {
    type Known = KnownTask;
    const FIELDS: &'static [FieldSpec<Self>] = &[
        column(F::Ordinal),
        given(F::TaskCode, Access::Text(at!(code))),
        given(F::Content, Access::Text(at!(content))),
        given(F::Role, Access::Role(at!(role))),
        given(F::Deadline, Access::Text(at!(deadline))),
        filled(F::Status, Access::Status(at!(status))).no_damage().news().known(|k| KnownValue::Text(k.status.map_or("", Status::label))),
        filled(F::Percent, Access::Percent(at!(percent))).news().known(|k| KnownValue::Number(k.percent)),
        filled(F::CompletedOn, Access::Day(at!(completed_on))).past().news().known(|k| KnownValue::Day(k.completed_on)),
        column(F::PreviousResult),
        filled(F::Result, Access::Text(at!(result))).news().known(|k| KnownValue::Text(&k.result)),
        filled(F::Evidence, Access::Text(at!(evidence))).news().known(|k| KnownValue::Text(&k.evidence)),
        filled(F::Obstacle, Access::Text(at!(obstacle))).news().lasting().known(|k| KnownValue::Text(&k.obstacle)),
        filled(F::Cause, Access::Text(at!(cause))).news().lasting().known(|k| KnownValue::Text(&k.cause)),
        filled(F::Proposal, Access::Text(at!(proposal))).news().lasting().known(|k| KnownValue::Text(&k.proposal)),
        filled(F::Level, Access::Text(at!(level))).lasting().known(|k| KnownValue::Text(&k.level)),
        filled(F::ExpectedOn, Access::Day(at!(expected_on))).news().known(|k| KnownValue::Day(k.expected_on)),
        filled(F::NextWeek, Access::Text(at!(next_week))).known(|k| KnownValue::Text(&k.next_week)),
        filled(F::Note, Access::Text(at!(note))).known(|k| KnownValue::Text(&k.note)),
    ];
}

impl Record for TargetRow {
    type Known = KnownTarget;
    const FIELDS: &'static [FieldSpec<Self>] = &[
        given(F::TargetCode, Access::Text(at!(code))),
        given(F::TargetName, Access::Text(at!(name))),
        given(F::Unit, Access::Text(at!(unit))),
        given(F::Goal, Access::Text(at!(goal))),
        column(F::PreviousValue),
        filled(F::Numerator, Access::Number(at!(numerator))).news().known(|k| KnownValue::Number(k.numerator)),
        filled(F::Denominator, Access::Number(at!(denominator))).news().known(|k| KnownValue::Number(k.denominator)),
        filled(F::Value, Access::Value(at!(value), |row| &row.unit)).news().known(|k| KnownValue::Value(k.value)),
        filled(F::Estimated, Access::Mark(at!(estimated))).known(|k| KnownValue::Mark(k.estimated)),
        filled(F::DataSource, Access::Text(at!(data_source))).known(|k| KnownValue::Text(&k.data_source)),
        filled(F::Assessment, Access::Assessment(at!(assessment)))
            .news()
            .known(|k| KnownValue::Text(k.assessment.map_or("", Assessment::label))),
        filled(F::Reason, Access::Text(at!(reason))).known(|k| KnownValue::Text(&k.reason)),
        filled(F::ProposedMethod, Access::Text(at!(proposed_method))).no_change().known(|k| KnownValue::Text(&k.proposed_method)),
        filled(F::Note, Access::Text(at!(note))).no_change().known(|k| KnownValue::Text(&k.note)),
    ];
}

impl Record for CriterionRow {
    type Known = KnownCriterion;
    const FIELDS: &'static [FieldSpec<Self>] = &[
        column(F::Ordinal),
        given(F::CriterionCode, Access::Text(at!(code))),
        given(F::CriterionName, Access::Text(at!(name))),
        column(F::Phase),
        column(F::Requirement),
        filled(F::CriterionResult, Access::Criterion(at!(result))).news().known(|k| KnownValue::Text(k.result.label())),
        filled(F::CriterionValue, Access::Text(at!(value))).news().known(|k| KnownValue::Text(&k.value)),
        filled(F::MetOn, Access::Day(at!(met_on))).past().news().known(|k| KnownValue::Day(k.met_on)),
        filled(F::Evidence, Access::Text(at!(evidence))).news().known(|k| KnownValue::Text(&k.evidence)),
        filled(F::Obstacle, Access::Text(at!(obstacle))).no_change().known(|k| KnownValue::Text(&k.obstacle)),
        filled(F::Note, Access::Text(at!(note))).no_change().known(|k| KnownValue::Text(&k.note)),
    ];
}

/// Nothing of these rows enters the figures, so a later version of them is no change of a figure.
impl Record for ExtraTaskRow {
    type Known = ExtraTask;
    const FIELDS: &'static [FieldSpec<Self>] = &[
        filled(F::Content, Access::Text(at!(content))).no_change(),
        filled(F::Document, Access::Text(at!(document))).no_change().known(|k| KnownValue::Text(&k.document)),
        filled(F::AssignedOn, Access::Day(at!(assigned_on))).no_change().past().known(|k| KnownValue::Day(k.assigned_on)),
        filled(F::Deadline, Access::Text(at!(deadline))).no_change().known(|k| KnownValue::Text(&k.deadline)),
        filled(F::Supports, Access::Text(at!(supports))).no_change().no_damage(),
        filled(F::Status, Access::Status(at!(status))).no_change().known(|k| KnownValue::Text(&k.status)),
        filled(F::Result, Access::Text(at!(result))).no_change().known(|k| KnownValue::Text(&k.result)),
    ];
}

macro_rules! row {
    ($row:ident in $sheet:ident by $id:ident, $key:ident) => {
        impl Row for $row {
            const SHEET: SheetId = SheetId::$sheet;
            const KEY: FieldId = F::$id;

            fn at(row: u32) -> Self {
                Self { row, ..Self::default() }
            }

            fn row(&self) -> u32 {
                self.row
            }

            fn key(&self) -> &Field<SharedText> {
                &self.$key
            }
        }
    };
}

row!(TaskRow in Tasks by TaskCode, code);
row!(TargetRow in Targets by TargetCode, code);
row!(CriterionRow in Criteria by CriterionCode, code);
row!(ExtraTaskRow in ExtraTasks by Content, content);

/// Does an accepted row say something that the row before it did not: a status, a figure, a day, a product, a proposal? Other
/// punctuation is no news.
pub fn has_news<R: Record>(before: &R::Known, now: &R::Known) -> bool {
    R::FIELDS.iter().filter(|spec| spec.news).filter_map(|spec| spec.known).any(|known| match (known(before), known(now)) {
        (KnownValue::Text(before), KnownValue::Text(now)) => before != now && !letters(before).eq(letters(now)),
        (before, now) => before != now,
    })
}

/// The letters and digits of a text, with what belongs to a number: 12,5 is not 125, and -3 is not 3.
fn letters(text: &str) -> impl Iterator<Item = char> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut before = None;
    let kept = text.char_indices().filter(move |(at, c)| {
        let last = before.replace(*c);
        let next = || text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        match c {
            ',' | '.' | '/' => digit(last) && digit(next()),
            '-' | '+' | '<' | '>' => digit(next()),
            '%' => digit(last),
            c => is_letter_or_digit(*c),
        }
    });
    kept.flat_map(|(_, c)| c.to_lowercase())
}

/// As the standard library says; of Vietnamese letters without its long way.
fn is_letter_or_digit(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{c0}'..='\u{1b0}' => !matches!(c, '×' | '÷'),
        '\u{1ea0}'..='\u{1ef9}' => true,
        c => c.is_alphanumeric(),
    }
}

/// The fields that a sheet can have, in the order of the form.
pub fn of_sheet(sheet: SheetId) -> Vec<FieldId> {
    fn ids<R: Record>() -> Vec<FieldId> {
        R::FIELDS.iter().map(|spec| spec.id).collect()
    }
    match sheet {
        SheetId::Info => ids::<Info>(),
        SheetId::Tasks => ids::<TaskRow>(),
        SheetId::Targets => ids::<TargetRow>(),
        SheetId::Criteria => ids::<CriterionRow>(),
        SheetId::ExtraTasks => ids::<ExtraTaskRow>(),
    }
}

/// The field that identifies a row of a sheet: its code, or the content for tasks outside the register.
pub fn key(sheet: SheetId) -> FieldId {
    match sheet {
        SheetId::Info => F::Agency,
        SheetId::Tasks => TaskRow::KEY,
        SheetId::Targets => TargetRow::KEY,
        SheetId::Criteria => CriterionRow::KEY,
        SheetId::ExtraTasks => ExtraTaskRow::KEY,
    }
}

#[cfg(test)]
mod tests;
