//! The period that is judged, and what is fixed for it.

use crate::forms::Form;
use crate::model::agency::AgencyCode;
use crate::model::calendar::AgencyCutoff;
use crate::model::config::Config;
use crate::model::cutoff::Cutoffs;
use crate::model::history::History;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::rhythm::Rhythm;
use crate::model::submission::Freeze;

/// The period to assemble and what is fixed for it.
#[derive(Debug, Clone, Copy)]
pub struct PeriodInput<'a> {
    /// The period.
    pub period: Period,
    /// Its cutoffs.
    pub cutoffs: Cutoffs,
    /// The registers as first written.
    pub register: &'a Register,
    /// The configuration.
    pub config: &'a Config,
    /// What earlier periods left.
    pub history: &'a History,
    /// Its freeze, if made.
    pub freeze: Option<&'a Freeze>,
    /// The instant the command started; says which cutoffs have come.
    pub now: Moment,
    /// The form in force.
    pub form: &'a Form,
}

impl<'a> PeriodInput<'a> {
    /// The calendar with the schedule.
    pub fn rhythm(&self) -> Rhythm<'a> {
        Rhythm { calendar: &self.register.calendar, schedule: &self.config.schedule }
    }

    /// What an agency is held to; everybody's cutoff where nobody knows whose a file is.
    pub fn cutoff_of(&self, agency: Option<&AgencyCode>) -> AgencyCutoff {
        let rhythm = self.rhythm();
        agency.and_then(|code| rhythm.cutoff_of(self.period, code)).unwrap_or_else(|| AgencyCutoff::general(self.cutoffs))
    }
}
