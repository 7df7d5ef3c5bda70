//! What a wrong clock ended is void by itself, once another clock says the same as ours ([`clock_ahead`]); where none does, a
//! person is told, and withdraws it ([`withdraw`]). It is recorded as a withdrawal like a person's, by the program. Receipts and
//! looks of that time are never void ([`clock_jump`](crate::judge::clock_jump)).

use crate::io::failure::Failure;
use crate::io::ledger::Ledger;
use crate::judge::clock_ahead::{self, EarlyActs, PeriodActs, ReleaseAct};
use crate::model::cutoff::Cutoffs;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::rhythm::Rhythm;
use crate::model::withdrawal::Withdrawal;
use crate::run::receive::clock_check::ClockState;
use crate::run::record::PeriodRecord;
use crate::run::session::{Session, Work, schedule};
use crate::run::withdraw;
use crate::text::decision::{self, ClockRemedy};
use crate::text::format;

/// A period that was frozen or released later than our clock says it is now, and whose release cutoff has not come.
struct PeriodAhead {
    period: Period,
    record: PeriodRecord,
    cutoffs: Cutoffs,
    /// Somebody recorded that a version of it was sent.
    sent: bool,
    early: EarlyActs,
}

impl PeriodAhead {
    /// When the last of it was made, by the clock of then.
    fn made(&self) -> Option<Moment> {
        self.record.release.as_ref().map(|release| release.at).max(self.record.freeze.as_ref().map(|freeze| freeze.at))
    }
}

fn ahead(ledger: &Ledger, rhythm: Rhythm<'_>, now: Moment) -> Result<Vec<PeriodAhead>, Failure> {
    // The calendar may keep the week before open into this one.
    let first = Period::containing(moment::day(now)).previous();
    let made = ledger.made_after(first, clock_ahead::bound(now))?;
    if made.is_empty() {
        return Ok(Vec::new());
    }
    let in_force = ledger.in_force()?;
    let mut found = Vec::new();
    for period in made {
        let Some(cutoffs) = rhythm.cutoffs(period).filter(|cutoffs| !cutoffs.release_late(now)) else { continue };
        let record = PeriodRecord::of(ledger, period)?;
        let first_in_force = in_force.first(period).map(|(version, _)| version);
        let sent = !ledger.dispatches(period)?.is_empty();
        let acts = PeriodActs {
            freeze: record.freeze.as_ref().map(|freeze| freeze.at),
            release: record.release.as_ref().map(|release| ReleaseAct {
                at: release.at,
                by_itself: release.by_itself,
                alone: first_in_force == Some(release.version),
            }),
            sent,
        };
        found.push(PeriodAhead { period, record, cutoffs, sent, early: clock_ahead::early_acts(acts, cutoffs, now) });
    }
    Ok(found)
}

/// What is void now, because another clock says the same as ours. In a trial run nothing is.
pub fn due(session: &Session, clock: &ClockState) -> Result<Vec<Withdrawal>, Failure> {
    let work = &session.work;
    if work.dry || !clock.confirmed {
        return Ok(Vec::new());
    }
    let void = ahead(&session.ledger, work.rhythm(), work.now)?.into_iter().filter(|ahead| ahead.early.any());
    Ok(void.map(|ahead| withdrawal(work, ahead)).collect())
}

fn withdrawal(work: &Work, ahead: PeriodAhead) -> Withdrawal {
    let how = if work.clock_is_right { "có người xác nhận giờ" } else { "máy chủ tệp xác nhận" };
    let made = ahead.made().map(format::moment).unwrap_or_default();
    let PeriodAhead { period, record: PeriodRecord { freeze, release, .. }, early, .. } = ahead;
    Withdrawal {
        period,
        version: release.filter(|_| early.release).map(|release| release.version),
        freeze: freeze.filter(|_| early.freeze),
        reason: format!("đồng hồ máy chạy sai: ghi {made}, nay mới {}, {how}", format::moment(work.now)),
        by: decision::BY_CLOCK.to_owned(),
        at: work.now,
    }
}

/// Records what is void now, and says it. The calendar forgets the hours that were fixed with it.
pub fn settle(session: &mut Session, clock: &ClockState) -> Result<Vec<String>, Failure> {
    let mut told = Vec::new();
    for withdrawal in due(session, clock)? {
        let Some(cutoffs) = session.work.rhythm().cutoffs(withdrawal.period) else { continue };
        told.push(decision::void_by_clock(&session.work.period_name(withdrawal.period), &withdrawal.reason));
        // A file that could not be renamed is told when what left is looked at.
        told.extend(withdraw::put(session, withdrawal, cutoffs)?.lines());
    }
    if !told.is_empty() {
        let Session { work, ledger, .. } = session;
        schedule::tell(&work.workspace, ledger, &mut work.register, work.now)?;
    }
    Ok(told)
}

/// What a person is told of every freeze and release that lies ahead of our clock: it may have been made by a clock that was
/// wrong, and may have to be withdrawn.
pub fn told(session: &Session) -> Result<Vec<String>, Failure> {
    told_at(&session.ledger, session.work.rhythm(), session.work.now)
}

/// The same for a command that has no session.
pub fn told_at(ledger: &Ledger, rhythm: Rhythm<'_>, now: Moment) -> Result<Vec<String>, Failure> {
    let told = |ahead: &PeriodAhead| {
        let name = format::span_long(&rhythm.span(ahead.period));
        let released = ahead.record.release.is_some();
        let remedy = match () {
            () if ahead.early.any() => ClockRemedy::ByItself,
            () if !ahead.sent && (released || !ahead.cutoffs.freeze_due(now)) => ClockRemedy::ByPerson,
            () => ClockRemedy::Nothing,
        };
        ahead.made().map(|made| decision::ahead_of_clock((ahead.period, &name), (released, remedy), made, now))
    };
    Ok(ahead(ledger, rhythm, now)?.iter().filter_map(told).collect())
}
