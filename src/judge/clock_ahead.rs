//! What a clock that was ahead has fixed too early: a freeze or a release that lies ahead of our clock now, although the hour it
//! waits for has not come.
//!
//! Either our clock was wrong then, or it is now; whoever makes something void has to know which. So it is void by itself only
//! while somebody else says the same as our clock: another machine, or a person. That our clock goes on steadily proves
//! nothing, because a wrong one does too, and it would undo what a right one did. And only what the program did by itself is
//! void: what a person released is a person's to take back.

use crate::judge::clock_doubt::SECONDS_MAX;
use crate::model::cutoff::Cutoffs;
use crate::model::moment::Moment;
use chrono::TimeDelta;

/// A release in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReleaseAct {
    /// When its command started.
    pub at: Moment,
    /// A run made it because it was due.
    pub by_itself: bool,
    /// No earlier version of the period is in force.
    pub alone: bool,
}

/// What was done to a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodActs {
    /// When the period was frozen; `None` if it is not.
    pub freeze: Option<Moment>,
    /// The last version; `None` if none is in force.
    pub release: Option<ReleaseAct>,
    /// Somebody recorded that a version of it was sent.
    pub sent: bool,
}

/// What of it was fixed too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EarlyActs {
    /// The release that is in force now.
    pub release: bool,
    /// The freeze, which nothing that stays rests on.
    pub freeze: bool,
}

impl EarlyActs {
    /// Is anything?
    pub fn any(self) -> bool {
        self.release || self.freeze
    }
}

/// From when on an act lies ahead of our clock.
pub fn bound(now: Moment) -> Moment {
    now + TimeDelta::seconds(SECONDS_MAX)
}

/// What of a period is void if our clock is right now. Nothing is from the release cutoff on, or once a version was sent, and
/// no freeze that a release in force rests on.
pub fn early_acts(acts: PeriodActs, cutoffs: Cutoffs, now: Moment) -> EarlyActs {
    if acts.sent || cutoffs.release_late(now) {
        return EarlyActs::default();
    }
    let ahead = |at: Moment| at > bound(now);
    let release = acts.release.is_some_and(|release| ahead(release.at) && release.by_itself);
    let stays = acts.release.is_some_and(|act| !(release && act.alone));
    EarlyActs { release, freeze: acts.freeze.is_some_and(ahead) && !stays && !cutoffs.freeze_due(now) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Moment {
        Moment::parse_from_rfc3339(&format!("2025-07-{time}:00+07:00")).unwrap()
    }

    #[test]
    fn what_is_void_if_our_clock_is_right() {
        let cutoffs = Cutoffs { submit: at("11T11:00"), release: at("11T15:30") };
        let saturday = Some(at("12T09:00"));
        let release = ReleaseAct { at: at("12T09:00"), by_itself: true, alone: true };
        let ended = PeriodActs { freeze: saturday, release: Some(release), sent: false };
        let frozen = PeriodActs { release: None, ..ended };
        let by_hand = PeriodActs { release: Some(ReleaseAct { by_itself: false, ..release }), ..ended };
        let further = PeriodActs { release: Some(ReleaseAct { alone: false, ..release }), ..ended };
        let right = PeriodActs { release: Some(ReleaseAct { at: at("11T15:20"), ..release }), freeze: Some(at("11T11:00")), sent: false };
        for (what, acts, now, (released, froze)) in [
            ("both before the submit cutoff", ended, "10T08:00", (true, true)),
            ("the last minute of it", ended, "11T10:59", (true, true)),
            ("the release alone after it", ended, "11T11:00", (true, false)),
            ("nothing from the release cutoff on", ended, "11T15:30", (false, false)),
            ("nothing that was sent", PeriodActs { sent: true, ..ended }, "10T08:00", (false, false)),
            ("a freeze without a release", frozen, "10T08:00", (false, true)),
            ("a freeze whose hour has come", frozen, "11T11:00", (false, false)),
            ("what a person released", by_hand, "10T08:00", (false, false)),
            ("a version on which an earlier one does not rest", further, "10T08:00", (true, false)),
            ("five minutes are borne", PeriodActs { freeze: Some(at("11T11:00")), ..frozen }, "11T10:55", (false, false)),
            ("six are not", PeriodActs { freeze: Some(at("11T11:00")), ..frozen }, "11T10:54", (false, true)),
            ("what a right clock did", right, "11T15:25", (false, false)),
        ] {
            assert_eq!(early_acts(acts, cutoffs, at(now)), EarlyActs { release: released, freeze: froze }, "{what}");
        }
    }
}
