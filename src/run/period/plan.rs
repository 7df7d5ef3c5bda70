//! What a run does with a period: decided by the clock, the record of the period and what a person asked for.

use crate::model::cutoff::Cutoffs;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::run::record::PeriodFlags;
use crate::run::session::clocks::Clocks;

/// A period in a run.
#[derive(Debug, Clone, Copy)]
pub struct PeriodTask {
    /// The week that names the period.
    pub period: Period,
    /// Its cutoffs by today's calendar; `None` if no report is due.
    pub cutoffs: Option<Cutoffs>,
    /// Until when desks below may hand on; `None` if the register has none.
    pub desks: Option<Moment>,
    /// A person asked for its release: nothing else releases a period once more.
    pub by_hand: bool,
    /// It is over: another one is the current period.
    pub past: bool,
    /// The run's number in the ledger.
    pub run: i64,
}

/// What a run does with a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing: no report is due.
    Rest,
    /// Its draft. If it is frozen, its on-time set grows by evidence.
    Draft {
        /// The on-time set is fixed already.
        frozen: bool,
    },
    /// Fixes the on-time set and writes the frozen edition, then the draft.
    Freeze,
    /// Releases it; freezes it first if that has not been done.
    Release {
        /// At or after the release cutoff.
        late: bool,
    },
    /// A reopened period: the draft of its next version, or that version.
    Reissue {
        /// The version is released.
        leaves: bool,
    },
    /// It is released: nothing changes it, what of it is lost is put back, what came afterwards is answered.
    LookAfter,
}

/// Decides. A cutoff of an earlier period can still be to come, because the calendar may keep a week open beyond its
/// Sunday; one that is over releases the period.
pub fn plan(clocks: &Clocks, known: PeriodFlags, task: &PeriodTask) -> Step {
    if known.released && known.reopened {
        return Step::Reissue { leaves: task.by_hand };
    }
    let Some(cutoffs) = &task.cutoffs else { return Step::Rest };
    if known.released {
        return Step::LookAfter;
    }
    let late = cutoffs.release_late(clocks.now);
    // By itself nothing leaves before desks below had their time, nor later than it must.
    let desks_heard = task.desks.is_none_or(|desks| clocks.now >= desks.min(cutoffs.release));
    let release = task.by_hand || (clocks.release_due(cutoffs) && desks_heard) || (task.past && late);
    match (clocks.freeze_due(cutoffs, known.frozen), release) {
        (true, true) => Step::Release { late },
        (true, false) if !known.frozen => Step::Freeze,
        (frozen, _) => Step::Draft { frozen },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn at(clock: &str) -> Moment {
        Moment::parse_from_rfc3339(&format!("2025-07-11T{clock}:00+07:00")).unwrap()
    }

    fn week() -> Period {
        Period::parse_id("2025-W28").unwrap()
    }

    const OPEN: PeriodFlags = PeriodFlags { frozen: false, released: false, reopened: false };
    const FROZEN: PeriodFlags = PeriodFlags { frozen: true, ..OPEN };
    const RELEASED: PeriodFlags = PeriodFlags { released: true, ..FROZEN };
    const REOPENED: PeriodFlags = PeriodFlags { reopened: true, ..RELEASED };

    #[test]
    fn the_clock_and_the_record_decide() {
        // Clock, record, asked by hand, an earlier period.
        let table: [(&str, PeriodFlags, bool, bool, Step); 22] = [
            ("10:59", OPEN, false, false, Step::Draft { frozen: false }),
            ("10:59", OPEN, true, false, Step::Draft { frozen: false }),
            ("11:00", OPEN, false, false, Step::Freeze),
            ("11:00", FROZEN, false, false, Step::Draft { frozen: true }),
            ("11:00", OPEN, true, false, Step::Release { late: false }),
            ("15:19", FROZEN, false, false, Step::Draft { frozen: true }),
            ("15:20", FROZEN, false, false, Step::Release { late: false }),
            ("15:20", OPEN, false, false, Step::Release { late: false }),
            ("15:29", OPEN, false, false, Step::Release { late: false }),
            ("15:30", OPEN, false, false, Step::Release { late: true }),
            ("15:30", FROZEN, false, true, Step::Release { late: true }),
            ("10:59", OPEN, false, true, Step::Draft { frozen: false }),
            ("11:00", OPEN, false, true, Step::Freeze),
            ("10:59", FROZEN, false, false, Step::Draft { frozen: false }),
            ("15:30", RELEASED, false, false, Step::LookAfter),
            ("15:30", RELEASED, true, false, Step::LookAfter),
            ("10:00", RELEASED, false, false, Step::LookAfter),
            ("15:30", RELEASED, false, true, Step::LookAfter),
            ("16:00", REOPENED, false, false, Step::Reissue { leaves: false }),
            ("16:00", REOPENED, true, false, Step::Reissue { leaves: true }),
            ("16:00", REOPENED, false, true, Step::Reissue { leaves: false }),
            ("16:00", REOPENED, true, true, Step::Reissue { leaves: true }),
        ];
        let cutoffs = Cutoffs { submit: at("11:00"), release: at("15:30") };
        for (clock, known, by_hand, past, step) in table {
            let clocks = Clocks { now: at(clock), earlier: at(clock), release_auto_minutes: 10 };
            let task = PeriodTask { period: week(), cutoffs: Some(cutoffs), desks: None, by_hand, past, run: 1 };
            assert_eq!(plan(&clocks, known, &task), step, "{clock} {by_hand} {past} {known:?}");
            let rest = if known.reopened { step } else { Step::Rest };
            assert_eq!(plan(&clocks, known, &PeriodTask { cutoffs: None, ..task }), rest, "a week without report");
        }
    }

    #[test]
    fn only_a_person_releases_where_nothing_is_released_by_itself() {
        let cutoffs = Cutoffs { submit: at("11:00"), release: at("15:30") };
        let clocks = Clocks { now: at("15:25"), earlier: at("15:25"), release_auto_minutes: 0 };
        let task = PeriodTask { period: week(), cutoffs: Some(cutoffs), desks: None, by_hand: false, past: false, run: 1 };
        assert_eq!(plan(&clocks, FROZEN, &task), Step::Draft { frozen: true });
        assert_eq!(plan(&clocks, FROZEN, &PeriodTask { by_hand: true, ..task }), Step::Release { late: false });
    }

    #[test]
    fn a_release_waits_for_desks_below_and_not_beyond_its_own_hour() {
        let cutoffs = Cutoffs { submit: at("11:00"), release: at("15:30") };
        let step = |now: &str, desks: &str| {
            let clocks = Clocks { now: at(now), earlier: at(now), release_auto_minutes: 10 };
            let task = PeriodTask { period: week(), cutoffs: Some(cutoffs), desks: Some(at(desks)), by_hand: false, past: false, run: 1 };
            plan(&clocks, FROZEN, &task)
        };
        assert_eq!(step("15:24", "15:25"), Step::Draft { frozen: true });
        assert_eq!(step("15:25", "15:25"), Step::Release { late: false });
        assert_eq!(step("15:20", "14:00"), Step::Release { late: false });
        assert_eq!(step("15:29", "15:45"), Step::Draft { frozen: true });
        assert_eq!(step("15:30", "15:45"), Step::Release { late: true });
    }

    #[test]
    fn clocks_that_disagree_delay_the_freeze_and_never_the_release() {
        let cutoffs = Cutoffs { submit: at("11:00"), release: at("15:30") };
        let task = PeriodTask { period: week(), cutoffs: Some(cutoffs), desks: None, by_hand: false, past: false, run: 1 };
        let behind = |clock: &str| Clocks { now: at(clock), earlier: at(clock) - TimeDelta::minutes(10), release_auto_minutes: 10 };
        assert_eq!(plan(&behind("11:05"), OPEN, &task), Step::Draft { frozen: false });
        assert_eq!(plan(&behind("11:10"), OPEN, &task), Step::Freeze);
        assert_eq!(plan(&behind("11:05"), FROZEN, &task), Step::Draft { frozen: true });
        assert_eq!(plan(&behind("15:20"), OPEN, &task), Step::Release { late: false });
    }
}
