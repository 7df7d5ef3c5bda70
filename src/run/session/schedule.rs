//! The hours of the weeks around a moment, as far as the ledger knows more of them than is written today: a frozen period
//! keeps what it was frozen with, and to one that is not frozen yet an earlier configuration may have given other hours.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::ledger::{Ledger, ReleaseTime};
use crate::io::workspace::Workspace;
use crate::model::calendar::Calendar;
use crate::model::cutoff::{Cutoffs, Schedule};
use crate::model::freeze::Freeze;
use crate::model::freeze_terms::{CutoffChange, FreezeTerms, HeldCutoffs};
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::rhythm::Rhythm;
use crate::run::session::archived_config::archived_config;
use crate::run::session::register::{RegisterInUse, understand_sealed};
use chrono::NaiveTime;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Weeks whose hours still matter at a moment: those of the longest cadence, and those in which a report may still come.
const WEEKS: usize = 20;

/// Where the hours of earlier commands are kept.
#[derive(Debug, Clone, Copy)]
pub struct HourBooks<'a> {
    /// The workspace, whose configuration names the hours of today.
    pub workspace: &'a Workspace,
    /// The ledger, which knows since when.
    pub ledger: &'a Ledger,
}

/// The hours that are written in a configuration and a register, beside the calendar of the register.
#[derive(Debug, Clone, Copy)]
pub struct WrittenHours<'a> {
    /// The schedule of the configuration.
    pub schedule: &'a Schedule,
    /// SHA-256 of the configuration.
    pub config_sha256: &'a str,
    /// SHA-256 of the register workbook, in hexadecimal.
    pub register_sha256: &'a str,
}

/// Tells the registers in use what is known now.
pub fn tell(workspace: &Workspace, ledger: &Ledger, register: &mut RegisterInUse, now: Moment) -> Result<(), Failure> {
    let config_sha256 = &archive::sha256(&workspace.config_bytes);
    let written = WrittenHours { schedule: &workspace.config.schedule, config_sha256, register_sha256: &register.sha256 };
    HourBooks { workspace, ledger }.tell(&mut Arc::make_mut(&mut register.register).calendar, written, now, None)
}

impl HourBooks<'_> {
    /// Tells a calendar what was known at a moment of the hours of its weeks. `written` was in use then. The freeze of `unfrozen`, if a
    /// period is named, is not asked.
    pub fn tell(&self, calendar: &mut Calendar, written: WrittenHours<'_>, at: Moment, unfrozen: Option<Period>) -> Result<(), Failure> {
        let WrittenHours { schedule, config_sha256, .. } = written;
        let current = Period::containing(moment::day(at));
        let first = std::iter::successors(Some(current), |week| Some(week.previous())).nth(WEEKS).unwrap_or(current);
        calendar.terms = self.terms(first, at)?;
        calendar.terms.retain(|period, _| Some(*period) != unfrozen);
        let open: Vec<Period> = std::iter::successors(Some(first), |week| Some(week.next()))
            .take_while(|week| *week <= current)
            .filter(|week| !calendar.terms.contains_key(week))
            .collect();
        let earlier = self.earlier(first, config_sha256, at)?;
        let unreadable = earlier.iter().rfind(|(schedule, _)| schedule.is_none()).map(|(_, until)| *until);
        let earlier: Vec<(Schedule, Moment)> = earlier.into_iter().filter_map(|(schedule, until)| Some((schedule?, until))).collect();
        calendar.changes = open.iter().filter_map(|week| Some((*week, change(calendar, schedule, &earlier, *week)?))).collect();
        // A calendar may keep the week before open into this one; of earlier weeks every hour is over.
        for week in open.iter().filter(|week| **week >= current.previous()) {
            let Some(held) = self.held(calendar, written, at, *week)? else { continue };
            let gives = |change: &CutoffChange| (change.submit, change.release) != (held.cutoffs.submit, held.cutoffs.release);
            calendar.changes.retain(|of, change| of != week || gives(change));
            calendar.held.insert(*week, held);
        }
        let unknown = |week: &Period| Some((*week, unreadable.filter(|until| *until > midnight(*week))?));
        calendar.unknown = open.iter().filter_map(unknown).collect();
        Ok(())
    }

    /// The cutoffs that a week keeps, because the ones written since had passed when they were seen; `None` if what is written
    /// holds. What a document announced holds in any case.
    fn held(&self, calendar: &Calendar, written: WrittenHours<'_>, at: Moment, week: Period) -> Result<Option<HeldCutoffs>, Failure> {
        let WrittenHours { schedule, config_sha256, register_sha256 } = written;
        let Some(now) = Rhythm { calendar, schedule }.cutoffs(week).filter(|now| now.submit <= at || now.release <= at) else {
            return Ok(None);
        };
        let used = |mut used: Vec<(String, Moment)>, last: &str| {
            if used.last().is_none_or(|(sha256, _)| sha256 != last) {
                used.push((last.to_owned(), at));
            }
            used
        };
        let configs = used(self.ledger.configurations(midnight(week), at)?, config_sha256);
        let registers = used(self.ledger.registers(midnight(week), at)?, register_sha256);
        if configs.len() + registers.len() == 2 {
            return Ok(None);
        }
        let archive = self.workspace.archive();
        // What cannot be read any more is passed over: a lost copy stops no run.
        let schedule_of = |sha256: &str| match sha256 == config_sha256 {
            true => Some(schedule.clone()),
            false => archived_config(self.workspace, &archive, sha256).ok().map(|config| config.schedule),
        };
        let calendar_of = |sha256: &str| match sha256 == register_sha256 {
            true => Some(calendar.clone()),
            false => Some(understand_sealed(&archive, sha256, &self.workspace.register_file()).ok()?.calendar),
        };
        let configs: Vec<(Option<Schedule>, Moment)> = configs.iter().map(|(sha256, since)| (schedule_of(sha256), *since)).collect();
        let registers: Vec<(Option<Calendar>, Moment)> = registers.iter().map(|(sha256, since)| (calendar_of(sha256), *since)).collect();
        let mut times: Vec<Moment> = configs.iter().map(|(_, since)| *since).chain(registers.iter().map(|(_, since)| *since)).collect();
        times.sort_unstable();
        times.dedup();
        let mut held: Option<Cutoffs> = None;
        let mut last = at;
        for since in times {
            let (Some(schedule), Some(calendar)) = (in_use(&configs, since), in_use(&registers, since)) else { continue };
            let written = Rhythm { calendar, schedule }.cutoffs(week);
            if written.is_some() && written != held {
                last = since;
            }
            held = match (held, written) {
                (Some(before), Some(written)) if !calendar.is_announced(week) => Some(written.seen_first(since, before)),
                (_, written) => written,
            };
        }
        Ok(held.filter(|held| *held != now).map(|cutoffs| HeldCutoffs { cutoffs, written: now, since: last }))
    }

    fn terms(&self, first: Period, at: Moment) -> Result<BTreeMap<Period, FreezeTerms>, Failure> {
        let mut terms = BTreeMap::new();
        for (period, kept) in self.ledger.freeze_terms(first, at)? {
            let of_period = match kept {
                Some(kept) => Some(kept),
                // A damaged row or copy stops no run: then what is written today is all there is.
                None => self.ledger.freeze(period).ok().flatten().and_then(|freeze| self.derived(&freeze, at).ok().flatten()),
            };
            terms.extend(of_period.map(|of_period| (period, of_period)));
        }
        Ok(terms)
    }

    /// What an earlier version froze a period with, which kept it nowhere; `None` if it left since, or nothing is known.
    fn derived(&self, freeze: &Freeze, at: Moment) -> Result<Option<FreezeTerms>, Failure> {
        let in_force = |release: &ReleaseTime| release.at < at && release.void.is_none_or(|void| void.at > at);
        let left = self.ledger.release_times()?.iter().any(|release| release.period == freeze.period && in_force(release));
        let (Some(register), Some(config), false) = (&freeze.register_sha256, &freeze.config_sha256, left) else { return Ok(None) };
        let archive = self.workspace.archive();
        let calendar = understand_sealed(&archive, register, &self.workspace.register_file())?.calendar;
        let schedule = archived_config(self.workspace, &archive, config)?.schedule;
        Ok(Rhythm { calendar: &calendar, schedule: &schedule }.terms(freeze.period))
    }

    /// The schedules of earlier configurations, each with the moment at which the next one came into use; `None` of a
    /// configuration that cannot be read any more: a lost copy stops no run.
    fn earlier(&self, first: Period, config_sha256: &str, at: Moment) -> Result<Vec<(Option<Schedule>, Moment)>, Failure> {
        let mut used = self.ledger.configurations(midnight(first), at)?;
        if used.last().is_none_or(|(last, _)| last != config_sha256) {
            used.push((config_sha256.to_owned(), at));
        }
        let archive = self.workspace.archive();
        let read = |sha256: &str| archived_config(self.workspace, &archive, sha256).ok().map(|config| config.schedule);
        Ok(used.iter().zip(used.iter().skip(1)).map(|((sha256, _), (_, until))| (read(sha256), *until)).collect())
    }
}

/// What earlier configurations gave a week in its own days, if that is not what the one in use gives.
fn change(calendar: &Calendar, schedule: &Schedule, earlier: &[(Schedule, Moment)], week: Period) -> Option<CutoffChange> {
    let now = Rhythm { calendar, schedule }.cutoffs(week)?;
    let given = |(schedule, until): &(Schedule, Moment)| Some((Rhythm { calendar, schedule }.cutoffs(week)?, *until));
    let others: Vec<(Cutoffs, Moment)> =
        earlier.iter().filter(|(_, until)| *until > midnight(week)).filter_map(given).filter(|(cutoffs, _)| *cutoffs != now).collect();
    let (last, since) = others.last()?;
    let submit = others.iter().map(|(cutoffs, _)| cutoffs.submit).max()?;
    Some(CutoffChange { submit, release: last.release, since: *since })
}

/// What was in use at a moment; `None` if nothing was, or if it cannot be read.
fn in_use<T>(used: &[(Option<T>, Moment)], at: Moment) -> Option<&T> {
    used.iter().rfind(|(_, since)| *since <= at).and_then(|(what, _)| what.as_ref())
}

/// When a week begins.
fn midnight(week: Period) -> Moment {
    moment::at(week.first_day().and_time(NaiveTime::MIN))
}
