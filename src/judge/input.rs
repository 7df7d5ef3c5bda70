//! The period that is judged, and what is fixed for it.

use crate::forms::Form;
use crate::judge::duties;
use crate::judge::file::Basis;
use crate::model::agency::AgencyCode;
use crate::model::config::Config;
use crate::model::cutoff::Cutoffs;
use crate::model::freeze::Freeze;
use crate::model::freeze_terms::AgencyCutoff;
use crate::model::history::History;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::rhythm::Rhythm;
use crate::rules::Ruleset;
use chrono::NaiveDate;
use std::borrow::Cow;

/// The period to assemble and what is fixed for it.
#[derive(Debug, Clone, Copy)]
pub struct PeriodInput<'a> {
    /// The period that is assembled.
    pub period: Period,
    /// The instants everybody is held to in it.
    pub cutoffs: Cutoffs,
    /// The registers as first written.
    pub register: &'a Register,
    /// SHA-256 of their workbook.
    pub register_sha256: &'a str,
    /// The configuration in force for it.
    pub config: &'a Config,
    /// What earlier periods left.
    pub history: &'a History,
    /// The version of the period that left it; `None` before the first release.
    pub history_of: Option<(Period, u32)>,
    /// What of it is not as that version left it, as a digest; blank if all is.
    pub history_revision: &'a str,
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

    /// The day on which deadlines are judged: that of the submit cutoff.
    pub fn day(&self) -> NaiveDate {
        moment::day(self.cutoffs.submit)
    }

    /// What each of its files is held against.
    pub fn basis(&self) -> Basis<'a> {
        let register = self.register.in_force_on(self.day());
        Basis {
            form: Cow::Borrowed(self.form),
            history: duties::handed_over(&register, self.history, self.period, self.day()),
            register,
            rules: Cow::Owned(Ruleset::on(self.day(), &self.config.rules, self.config.limits.findings, &self.register.desk_rules)),
            span: self.rhythm().span(self.period),
            day: self.day(),
        }
    }

    /// What an agency is held to; everybody's cutoff where nobody knows whose a file is.
    pub fn cutoff_of(&self, agency: Option<&AgencyCode>) -> AgencyCutoff {
        let rhythm = self.rhythm();
        agency.and_then(|code| rhythm.cutoff_of(self.period, code)).unwrap_or_else(|| AgencyCutoff::general(self.cutoffs))
    }
}
