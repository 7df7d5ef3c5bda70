//! What the oracle keeps and what it expects, as plain values: receipts, scans and clocks; what a command must come to, and what a
//! run must say of every agency.

use super::carried::Carried;
use super::share::{Content, Instant, Week};
use std::collections::{BTreeMap, BTreeSet};
use tonghop::run::report::FileCounts;

/// What must be said of an agency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub standing: String,
    /// What proves it; of an on-time, late or admitted report.
    pub evidence: Option<String>,
    pub received_at: Option<Instant>,
    pub content: Option<Content>,
    pub merged: bool,
    pub changed: bool,
    pub document: bool,
}

/// What a release must say of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub standing: String,
    pub merged: bool,
    /// What is known of its task; `None` if it never reported.
    pub known: Option<Carried>,
}

/// What a command must come to.
#[derive(Debug, Clone)]
pub enum Expected {
    /// It fails as a whole with this exit code, and nothing has changed.
    Fails(u8),
    /// An admission is recorded, and the command ends with this exit code.
    Recorded(u8),
    Done(Box<Run>),
}

/// What a run must say.
#[derive(Debug, Clone)]
pub struct Run {
    /// Accepted exit codes: 13 only where a product could not be written.
    pub exit: Vec<u8>,
    pub files: FileCounts,
    pub released: bool,
    /// Our clock was in doubt.
    pub doubted: bool,
    pub lines: BTreeMap<&'static str, Line>,
    /// Weeks released by this run, with what the release says.
    pub releases: Vec<(Week, BTreeMap<&'static str, Line>)>,
    /// Contents that must be in the archive from now on.
    pub kept: Vec<Content>,
}

/// A content that was seen at a path for the first time.
#[derive(Debug, Clone)]
pub struct Receipt {
    pub path: String,
    pub content: Content,
    /// The number of the scan that saw it.
    pub scan: usize,
    /// When that scan counts.
    pub first_seen: Instant,
    pub server: Option<Instant>,
    /// Had its folder been scanned before?
    pub looked_before: bool,
}

/// A successful scan.
#[derive(Debug, Clone)]
pub struct Scan {
    /// When it was, as our clock said.
    pub said: Instant,
    /// When it counts.
    pub at: Instant,
    /// Areas that it did not see whole.
    pub not_seen: BTreeSet<String>,
    /// How many folders there were.
    pub present: usize,
    /// Our clock was in doubt.
    pub doubted: bool,
    /// It begins an interval: between two others of an interval the instant itself tells what came first.
    pub begins: bool,
    /// Something was fixed on it, so that the next one begins an interval.
    pub fixed: bool,
}

/// What the clocks said when a command started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Ours.
    pub now: Instant,
    /// Which start of the machine, and what was counted since then.
    pub boot: (u32, Instant),
    /// The file server says the same.
    pub confirmed: bool,
}

impl Clock {
    /// What was counted since an earlier look; `None` if the machine was started in between.
    pub fn counted_since(self, before: Self) -> Option<Instant> {
        (self.boot.0 == before.boot.0).then(|| self.boot.1 - before.boot.1)
    }
}
