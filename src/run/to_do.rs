//! What a desk has to do now, asked of its records: the figures of a period with what else the words about it need.

use crate::io::failure::Failure;
use crate::io::ledger::Ledger;
use crate::io::workspace::Workspace;
use crate::model::agency::AgencyCode;
use crate::model::config::Layout;
use crate::model::consolidation::Consolidation;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::to_do::LateRecord;
use crate::run::session;
use crate::sheets::to_do::{OwnWork, ToDoInput};
use std::collections::BTreeMap;

/// So many weeks are looked back for whoever was not in time.
const WEEKS: usize = 8;

/// What is known beside the figures.
#[derive(Debug, Clone)]
pub struct Beside {
    records: BTreeMap<AgencyCode, LateRecord>,
    desk: AgencyCode,
    desk_name: String,
    layout: Layout,
    rehearsal: bool,
    released: bool,
    now: Moment,
    own: OwnWork,
}

impl Beside {
    /// Of a period, by its records. `trouble`: something stands in the way of the machine.
    pub fn of(
        workspace: &Workspace,
        register: &Register,
        (ledger, period): (Option<&Ledger>, Period),
        (now, trouble): (Moment, bool),
    ) -> Result<Self, Failure> {
        let release = ledger.map(|ledger| ledger.release(period)).transpose()?.flatten();
        let dispatches = ledger.map(|ledger| ledger.dispatches(period)).transpose()?.unwrap_or_default();
        let sent = release.as_ref().is_some_and(|release| dispatches.iter().any(|sent| sent.version == release.version));
        let config = &workspace.config;
        Ok(Self {
            records: ledger.map(|ledger| ledger.late_records(period, WEEKS)).transpose()?.unwrap_or_default(),
            desk: config.desk.code.clone(),
            desk_name: session::desk_name(config, register),
            layout: config.desk.layout,
            rehearsal: config.rehearsal,
            released: release.is_some(),
            now,
            own: OwnWork { forms: workspace.disk.exists(&workspace.forms(period)), sent, trouble },
        })
    }

    /// Were forms of the period written?
    pub fn forms(&self) -> bool {
        self.own.forms
    }

    /// With the figures and the registers.
    pub fn input<'a>(&'a self, consolidation: &'a Consolidation, register: &'a Register) -> ToDoInput<'a> {
        let Self { records, desk, desk_name, layout, rehearsal, released, now, own } = self;
        ToDoInput {
            consolidation,
            register,
            records,
            desk,
            desk_name,
            layout: *layout,
            rehearsal: *rehearsal,
            released: *released,
            now: *now,
            own: *own,
        }
    }
}
