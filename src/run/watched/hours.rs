//! The hours that a heartbeat names.

use crate::model::look_plan::LookPlan;
use crate::model::moment::{self, Moment};
use crate::model::rhythm::Rhythm;
use crate::run::session::Session;
use chrono::Days;

/// When a scheduler should start the program next, by the hours that are known.
pub(super) fn next_due(rhythm: Rhythm<'_>, now: Moment) -> Option<Moment> {
    looks(rhythm, now).next_after(now)
}

/// When it should start the program in the next days.
pub(super) fn looks(rhythm: Rhythm<'_>, now: Moment) -> LookPlan {
    const DAYS: u64 = 15;
    let today = moment::day(now);
    LookPlan::of(rhythm, today, today + Days::new(DAYS))
}

/// The next cutoff anybody has to meet, seen from now.
pub(super) fn next_cutoff(session: &Session) -> Option<Moment> {
    const PERIODS_AHEAD: usize = 10;
    let (rhythm, now) = (session.work.rhythm(), session.work.now);
    let mut period = session.work.current_period();
    for _ in 0..PERIODS_AHEAD {
        let open = session.ledger.release(period).ok()?.is_none();
        let cutoffs = rhythm.cutoffs(period).filter(|_| open);
        let next = cutoffs.and_then(|c| [c.submit, c.release].into_iter().find(|cutoff| *cutoff > now));
        if next.is_some() {
            return next;
        }
        period = rhythm.next(period);
    }
    None
}
