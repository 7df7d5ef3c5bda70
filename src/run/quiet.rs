//! A run that found, wrote and said nothing new, and until when the next one finds, does and says the same: what the clock alone
//! changes.
//!
//! ```text
//! midnight: days of the calendar, of rules and of agencies, the current period, looks that are made once a day
//! each cutoff of the periods around and of the open ones, for everybody and for single offices: standings, phases, freeze, release
//! the hour of the automatic release; the hour from which the screen says whom to remind
//! a receipt that becomes too old to be looked at; a draft that is due to go
//! ```
//!
//! What is told by itself, and what the clocks say of each other, is asked by each run anew.

use crate::io::failure::Failure;
use crate::judge::facts::Facts;
use crate::model::inbox::Receipt;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::run::receive::{self, WEEKS_KEPT};
use crate::run::session::Session;
use crate::sheets::to_do::REMINDED_HOURS;
use chrono::{Days, NaiveTime, TimeDelta};

/// What a run that found nothing new leaves to the next.
#[derive(Debug, Clone)]
pub struct QuietRun {
    /// By what its scan is told from another.
    pub scan: String,
    /// SHA-256 of the receipt book that it read; `None` if there is none.
    pub receipt_book: Option<String>,
    /// SHA-256 of the workbook of proposals that it read; `None` if there is none.
    pub proposal_book: Option<String>,
    /// Until when it holds.
    pub until: Moment,
    /// The periods whose files it brought up to date.
    pub periods: Vec<Period>,
}

/// The first instant after a run's own at which it might say something else. `open`: the earlier periods that it looks at.
///
/// # Errors
///
/// The ledger cannot be read.
pub fn until(session: &Session, facts: &Facts, open: &[Period]) -> Result<Moment, Failure> {
    let work = &session.work;
    let (now, rhythm, config) = (work.now, work.rhythm(), &work.workspace.config);
    let today = moment::day(now);
    let midnight = moment::at((today + Days::new(1)).and_time(NaiveTime::MIN));
    let current = rhythm.period_on(today);
    let around = [rhythm.previous(current), Some(current), Some(rhythm.next(current))].into_iter().flatten();
    let periods = around.chain(open.iter().copied());
    let hours = periods.flat_map(|period| {
        let cutoffs = rhythm.cutoffs(period);
        let by_itself = cutoffs.and_then(|cutoffs| cutoffs.auto_release(config.schedule.release_auto_minutes));
        let reminded = cutoffs.map(|cutoffs| cutoffs.submit - TimeDelta::hours(REMINDED_HOURS));
        // The condition there holds at that very instant.
        rhythm.every_cutoff(period).into_iter().chain(by_itself).chain(reminded)
    });
    let kept = TimeDelta::weeks(WEEKS_KEPT);
    let forgotten = first_forgotten(facts.receipts.iter(), receive::kept_since(now, rhythm), kept);
    let drafts = TimeDelta::weeks(config.keeping.draft_weeks.into());
    let gone = session.ledger.release_times()?.into_iter().map(|release| release.at + drafts);
    Ok(hours.chain(forgotten).chain(gone).filter(|at| *at > now).chain([midnight]).min().unwrap_or(midnight))
}

/// Of receipts that are looked at, the instant at which the first is looked at no more.
fn first_forgotten<'a>(receipts: impl Iterator<Item = &'a Receipt>, since: Moment, kept: TimeDelta) -> Option<Moment> {
    receipts.map(|receipt| receipt.first_seen).filter(|seen| *seen >= since).min().map(|seen| seen + kept)
}
