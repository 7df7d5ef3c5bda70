//! Our clock and the file server's, and what they say about a cutoff. A pure value: what is due is decided by the
//! instant the command started, read once.

use crate::model::cutoff::Cutoffs;
use crate::model::moment::Moment;

/// What the clocks said when the command started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// The instant the command started.
    pub now: Moment,
    /// The earlier of our clock and the file server's at that instant, if they disagree too much; else `now`.
    pub earlier: Moment,
    /// How many minutes before the release cutoff a run releases by itself; 0 is never.
    pub release_auto_minutes: u32,
}

impl Clocks {
    /// Is a period to be frozen? While the clocks disagree both must say so, unless its release is due by ours. What is
    /// frozen stays so.
    pub fn freeze_due(&self, cutoffs: &Cutoffs, frozen: bool) -> bool {
        let leaves = self.release_due(cutoffs) || cutoffs.release_late(self.now);
        (cutoffs.freeze_due(self.earlier) || leaves || frozen) && cutoffs.freeze_due(self.now)
    }

    /// Does a run release by itself?
    pub fn release_due(&self, cutoffs: &Cutoffs) -> bool {
        cutoffs.auto_release_due(self.now, self.release_auto_minutes)
    }

    /// The instant by which a period is judged: while the clocks disagree nothing is said to be due that is not to be
    /// frozen.
    pub fn judging(&self, cutoffs: &Cutoffs, frozen: bool) -> Moment {
        if self.freeze_due(cutoffs, frozen) { self.now } else { self.earlier }
    }
}
