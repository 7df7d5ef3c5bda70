//! What everything that is to do is made of.

use crate::model::agency::AgencyCode;
use crate::model::config::Layout;
use crate::model::consolidation::Consolidation;
use crate::model::moment::Moment;
use crate::model::register::Register;
use crate::model::to_do::LateRecord;
use crate::sheets::to_do::steps::OwnWork;
use crate::text::format;
use std::collections::BTreeMap;

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

impl ToDoInput<'_> {
    /// The desk as messages name it.
    pub fn desk_short(&self) -> String {
        let registered = self.register.agency(self.desk).map(|agency| agency.short.as_str()).filter(|short| !short.is_empty());
        format::on_one_line(registered.unwrap_or(self.desk_name), NAME_MAX)
    }
}

/// Longest name that is printed, characters.
pub(super) const NAME_MAX: usize = 200;
