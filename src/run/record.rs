//! What the ledger has recorded of a period; below, how a release is sealed, put back where it is lost, and opened again.

pub mod lost_originals;
pub mod originals;
pub mod restore;
pub mod seal;
pub mod sealed;
pub mod withdrawn;

use crate::io::failure::Failure;
use crate::io::ledger::{Ledger, ReleaseRecord, Reopening};
use crate::model::freeze::Freeze;
use crate::model::period::Period;
use crate::run::session::Session;

/// What was fixed of a period: its freeze, its release, and whether it may be released once more.
#[derive(Debug, Clone, Default)]
pub struct PeriodRecord {
    /// The on-time set, fixed at the submit cutoff; `None` if it is not frozen.
    pub freeze: Option<Freeze>,
    /// The version in force.
    pub release: Option<ReleaseRecord>,
    /// A person reopened it, and it was not released again.
    pub reopening: Option<Reopening>,
}

/// What is on record of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PeriodFlags {
    /// Its on-time set is fixed.
    pub frozen: bool,
    /// A version of it was released.
    pub released: bool,
    /// A person reopened it, and it was not released again.
    pub reopened: bool,
}

impl PeriodRecord {
    /// What the ledger holds of a period; nothing for one that it never heard of.
    pub fn of(ledger: &Ledger, period: Period) -> Result<Self, Failure> {
        Ok(Self { freeze: ledger.freeze(period)?, release: ledger.release(period)?, reopening: ledger.open_reopening(period)? })
    }

    /// What of it decides what a run does.
    pub fn known(&self) -> PeriodFlags {
        PeriodFlags { frozen: self.freeze.is_some(), released: self.release.is_some(), reopened: self.reopening.is_some() }
    }

    /// The version in force, if a further one is being prepared.
    pub fn under_way(&self) -> Option<&ReleaseRecord> {
        self.release.as_ref().filter(|_| self.reopening.is_some())
    }
}

/// The period just before `current`, if it is frozen and waits for its release.
pub fn open_before(session: &Session, current: Period) -> Result<Option<Period>, Failure> {
    let rhythm = session.work.rhythm();
    let Some(before) = rhythm.previous(current).filter(|p| rhythm.cutoffs(*p).is_some_and(|c| c.freeze_due(session.work.now))) else {
        return Ok(None);
    };
    let record = PeriodRecord::of(&session.ledger, before)?;
    Ok((record.release.is_none() && record.freeze.is_some()).then_some(before))
}
