//! What everything that is to do is made of.

use crate::model::agency::AgencyCode;
use crate::model::config::{Desk, Layout};
use crate::model::consolidation::Consolidation;
use crate::model::cutoff::Phase;
use crate::model::moment::Moment;
use crate::model::register::Register;
use crate::model::to_do::LateRecord;
use crate::sheets::to_do::steps::OwnWork;
use crate::text::format;
use std::collections::{BTreeMap, BTreeSet};

/// The figures of a period, and what else the words about it need.
#[derive(Debug, Clone, Copy)]
pub struct ToDoInput<'a> {
    /// How everybody stands.
    pub consolidation: &'a Consolidation,
    /// The registers in force: whom to call, who chases whom.
    pub register: &'a Register,
    /// In how many of the last weeks each office was not in time.
    pub records: &'a BTreeMap<AgencyCode, LateRecord>,
    /// The office that runs the workspace.
    pub desk: &'a AgencyCode,
    /// Full name of the desk.
    pub desk_name: &'a str,
    /// By whose rules the desk writes.
    pub layout: Layout,
    /// Is this a rehearsal? Then every message says so.
    pub rehearsal: bool,
    /// The period was released.
    pub released: bool,
    /// The instant by which things are due.
    pub now: Moment,
    /// How far the desk itself is.
    pub own: OwnWork,
}

impl<'a> ToDoInput<'a> {
    /// The desk as messages name it.
    pub fn desk_short(&self) -> String {
        desk_short(self.register, self.desk, self.desk_name)
    }

    /// What of it the text for the group is made of.
    pub fn group(&self) -> GroupInput<'a> {
        GroupInput {
            consolidation: self.consolidation,
            phase: self.consolidation.cutoffs.phase(self.now, self.released),
            desk_short: self.desk_short(),
            elsewhere: chased_elsewhere(self.consolidation, self.register, self.desk),
            layout: self.layout,
            rehearsal: self.rehearsal,
        }
    }
}

/// What the text for a chat group is made of.
#[derive(Debug, Clone)]
pub struct GroupInput<'a> {
    /// How everybody stands.
    pub consolidation: &'a Consolidation,
    /// Where the period stands: what is asked for depends on it.
    pub phase: Phase,
    /// The desk as the text names it.
    pub desk_short: String,
    /// Offices that another desk chases: the text does not name them.
    pub elsewhere: BTreeSet<AgencyCode>,
    /// By whose rules the desk writes.
    pub layout: Layout,
    /// Is this a rehearsal? Then the text says so.
    pub rehearsal: bool,
}

impl<'a> GroupInput<'a> {
    /// Of a desk, with the register in force; `desk_name` is its full name.
    pub fn of(
        consolidation: &'a Consolidation,
        (desk, desk_name, register): (&Desk, &str, &Register),
        phase: Phase,
        rehearsal: bool,
    ) -> Self {
        Self {
            consolidation,
            phase,
            desk_short: desk_short(register, &desk.code, desk_name),
            elsewhere: chased_elsewhere(consolidation, register, &desk.code),
            layout: desk.layout,
            rehearsal,
        }
    }
}

fn desk_short(register: &Register, desk: &AgencyCode, desk_name: &str) -> String {
    let registered = register.agency(desk).map(|agency| agency.short.as_str()).filter(|short| !short.is_empty());
    format::on_one_line(registered.unwrap_or(desk_name), NAME_MAX)
}

/// Does another desk chase the office ("Cơ quan đôn đốc")?
pub(super) fn is_elsewhere(register: &Register, desk: &AgencyCode, agency: &AgencyCode) -> bool {
    let chaser = register.agency(agency).and_then(|agency| AgencyCode::parse(&agency.supervisor));
    chaser.is_some_and(|chaser| chaser != *desk)
}

fn chased_elsewhere(consolidation: &Consolidation, register: &Register, desk: &AgencyCode) -> BTreeSet<AgencyCode> {
    let codes = consolidation.agencies.iter().map(|agency| &agency.code);
    codes.filter(|code| is_elsewhere(register, desk, code)).cloned().collect()
}

/// Longest name that is printed, characters.
pub(super) const NAME_MAX: usize = 200;
