//! What the clocks say at an instant: ours, the one that only counts, and the file server's beside ours.

use crate::model::moment::Moment;

/// The clock that counts since the machine was started. Nobody sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootTime {
    /// Which start of the machine it counts from.
    pub id: String,
    /// Milliseconds since then, sleep included.
    pub milliseconds: i64,
}

/// What the clock of the file system says on which the inbox lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerClock {
    /// That clock less ours, in seconds.
    pub ahead_seconds: i64,
    /// It is the clock of another machine: only such a one can confirm ours, because our own disk says what our clock says.
    pub other_machine: bool,
}

/// One look at the clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockReading {
    /// What the clock of this machine said.
    pub at: Moment,
    /// `None` if the system does not say.
    pub boot: Option<BootTime>,
    /// The file server's clock less ours, in seconds; `None` if it was not measured, and of a disk of this machine.
    pub skew_seconds: Option<i64>,
}

/// A person has looked at our clock while it was in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockDecision {
    /// What our clock said then.
    pub at: Moment,
    /// Why it is right, in the words of who decided (`--reason`).
    pub reason: String,
    /// Name of who decided (`--by`).
    pub by: String,
}
