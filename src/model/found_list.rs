//! What a list that a desk has kept by itself says of offices, tasks and targets: the beginning of a register. What the list does
//! not say stays blank, and what was concluded is marked, so that a person can look at it.

use crate::model::agency::{AgencyCode, AgencyKind, Block, Contact};
use crate::model::place::Place;
use crate::model::target::{Comparison, Direction};
use crate::model::task::{DeadlineKind, TaskCode, TaskKind};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

/// Everything that was found in a list, in its order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FoundList {
    /// The sheets that were read, each with what was found in it, in the order of the file.
    pub sheets: Vec<FoundSheet>,
    /// Offices: those of a list of offices first, then those that tasks and targets name.
    pub offices: Vec<FoundOffice>,
    /// Tasks, in the order of the list.
    pub tasks: Vec<FoundTask>,
    /// Targets, in the order of the list.
    pub targets: Vec<FoundTarget>,
    /// What a person has to look at, in the order of the list.
    pub doubts: Vec<ListDoubt>,
}

/// A sheet of the list and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoundSheet {
    /// Its name in the file.
    pub name: String,
    /// "cơ quan", "nhiệm vụ" or "chỉ tiêu"; `None` if nothing of these was recognised in it.
    pub holds: Option<&'static str>,
    /// Rows that became a row of the register.
    pub rows: usize,
}

/// Something of the list that a person has to decide, or that was concluded and ought to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListDoubt {
    /// Where it stands in the list.
    pub place: Place,
    /// What stands there, blank if nothing does.
    pub written: String,
    /// How it was understood, or that nothing was taken from it.
    pub understood: String,
    /// What the person has to decide or to look at.
    pub decide: String,
}

impl ListDoubt {
    /// Where it stands, in words.
    pub fn place_in_words(&self) -> String {
        in_words(&self.place)
    }
}

/// A place of a list in words; "cả danh sách" for the whole.
pub fn in_words(place: &Place) -> String {
    match (&place.sheet, place.cell) {
        (Some(sheet), Some(cell)) => format!("trang {sheet}, ô {cell}"),
        (Some(sheet), None) => format!("trang {sheet}"),
        (None, _) => "cả danh sách".to_owned(),
    }
}

/// A code that the list has, or that is proposed because it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCode<T> {
    /// As the register will have it.
    pub code: T,
    /// Was it made here? It may be changed until the first forms are sent.
    pub proposed: bool,
}

/// An office of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundOffice {
    /// By which forms and folders name it.
    pub code: FoundCode<AgencyCode>,
    /// Full name: the usual one where the office has one, else as the list writes it.
    pub name: String,
    /// Short name: of the list, the usual one, or the full name.
    pub short: String,
    /// Does the list not write the full name like this where the office first stands?
    pub name_concluded: bool,
    /// Does the list not write the short name like this where the office first stands?
    pub short_concluded: bool,
    /// Other spellings that the list has.
    pub aliases: Vec<String>,
    /// What its name says it is; `None` if the name does not say it.
    pub kind: Option<AgencyKind>,
    /// Groups in which the list means it.
    pub groups: Vec<String>,
    /// Who answers for it, where the list says so.
    pub contact: Contact,
    /// Where it first stands in the list.
    pub place: Place,
}

impl FoundOffice {
    /// The block that goes with its kind; `None` if that is not known.
    pub fn block(&self) -> Option<Block> {
        self.kind.map(block_of)
    }
}

/// The block that goes with a kind of office.
pub fn block_of(kind: AgencyKind) -> Block {
    match kind {
        AgencyKind::Department | AgencyKind::PublicService => Block::Government,
        AgencyKind::PartyBoard | AgencyKind::PartyCommittee => Block::Party,
        AgencyKind::Front => Block::Front,
        AgencyKind::Commune | AgencyKind::Ward => Block::Commune,
        AgencyKind::Enterprise => Block::Enterprise,
    }
}

/// A cell that names offices: codes and names of groups, as the register wants them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundOffices {
    /// Codes of offices, in the order written.
    pub codes: Vec<AgencyCode>,
    /// Names of groups.
    pub groups: Vec<String>,
    /// Did the cell also name somebody who could not be told? Then what stands here is not all.
    pub incomplete: bool,
}

/// A task of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundTask {
    /// By which reports name it.
    pub code: FoundCode<TaskCode>,
    /// The heading of the group in which it stands, blank if none.
    pub group: String,
    /// What is to be done, word for word.
    pub content: String,
    /// Document that assigned it; blank if the list does not say.
    pub document: String,
    /// Is the document that of the title of the list, or given for the whole list, and not of the row?
    pub document_of_list: bool,
    /// Day of the document.
    pub issued_on: Option<NaiveDate>,
    /// How it is shared; `None` if nobody can tell because the lead is not known.
    pub kind: Option<TaskKind>,
    /// Who leads.
    pub leads: FoundOffices,
    /// Who supports.
    pub supports: FoundOffices,
    /// The deadline as written.
    pub deadline: String,
    /// What kind of deadline the words are; `None` if there are none, or they are not understood.
    pub deadline_kind: Option<DeadlineKind>,
    /// First day, where the list has a column for it.
    pub start: Option<NaiveDate>,
    /// Year of the plan; `None` if the list does not say.
    pub plan_year: Option<i32>,
    /// What the task has to bring forth.
    pub output: String,
    /// The block of its lead; `None` if that is not known.
    pub block: Option<Block>,
    /// Note of the list, and its own code where that is none of the register.
    pub note: String,
    /// Where it stands in the list.
    pub place: Place,
}

/// A target of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundTarget {
    /// By which reports name it.
    pub code: FoundCode<TaskCode>,
    /// The heading of the group in which it stands, blank if none.
    pub group: String,
    /// Its name, word for word.
    pub name: String,
    /// Document that assigned it; blank if the list does not say.
    pub document: String,
    /// Is the document that of the title of the list, or given for the whole list, and not of the row?
    pub document_of_list: bool,
    /// Unit, as written.
    pub unit: String,
    /// Which way is better; `None` if the goal does not say.
    pub direction: Option<Direction>,
    /// How the goal is compared; `None` if the goal does not say.
    pub comparison: Option<Comparison>,
    /// The goal's number; `None` if it was not understood.
    pub goal: Option<Decimal>,
    /// Year of the plan; `None` if the list does not say.
    pub plan_year: Option<i32>,
    /// By when, as written.
    pub due: String,
    /// Who leads.
    pub leads: FoundOffices,
    /// Note of the list.
    pub note: String,
    /// Where it stands in the list.
    pub place: Place,
}
