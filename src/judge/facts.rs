//! What the ledger knows of a workspace, as plain values: what a judgement stands on.

use crate::model::agency::AgencyCode;
use crate::model::inbox::{Content, Receipt};
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::receipt_book::BookEntry;
use crate::model::scans::Scans;
use crate::model::submission::{Admission, Freeze, Version};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the ledger knows, as plain values.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Every receipt that can matter for these periods, by number, and the last one of all.
    pub receipts: Vec<Receipt>,
    /// What each content is, by SHA-256.
    pub contents: BTreeMap<String, Arc<Content>>,
    /// The scans around the periods that are open, by areas of the inbox ([`crate::text::areas::key_of`]).
    pub scans: Scans,
    /// Agencies in whose folder something is being copied.
    pub arriving: BTreeSet<AgencyCode>,
    /// When each released period was first released: from then on its week is over, and for every other week it stays so.
    pub released: BTreeMap<Period, Moment>,
    /// When the later versions of a period were released.
    pub again: BTreeMap<(Period, u32), Moment>,
    /// The period that is being made once more: what came after its release belongs to it like anything else.
    pub open: Option<Period>,
    /// Exceptions.
    pub admissions: Vec<Admission>,
    /// What was seen in the clerk's receipt book about these periods, and the last entry of all.
    pub book: Vec<BookEntry>,
    /// The book as it is used, in the archive; none where there is none.
    pub book_sha256: Option<String>,
    /// The instant as of which they stand, where it is not now: that of a freeze or a release.
    pub as_of: Option<Moment>,
    /// Scans at which the file server's clock and ours were too far apart, and by how many seconds.
    pub skews: BTreeMap<i64, i64>,
    /// Receipts of files that somebody at the office had open.
    pub taken_open: BTreeSet<i64>,
}

impl Facts {
    /// The facts as they were when a period was frozen.
    pub fn at_freeze(&self, freeze: &Freeze) -> Self {
        Self {
            receipts: self.receipts.iter().filter(|r| r.seq <= freeze.last_receipt).cloned().collect(),
            arriving: freeze.arriving.iter().cloned().collect(),
            admissions: self.admissions.iter().filter(|a| a.at <= freeze.at).cloned().collect(),
            as_of: Some(freeze.at),
            ..self.clone()
        }
        .booked_until(freeze.last_clerk_row)
    }

    /// The same facts with the clerk's book as far as it was known then: a release does not change afterwards.
    pub fn booked_until(mut self, last_clerk_row: i64) -> Self {
        self.book.retain(|entry| entry.seq <= last_clerk_row);
        self
    }

    /// The number of the last entry about the clerk's book; 0 before the first.
    pub fn last_clerk_row(&self) -> i64 {
        self.book.iter().map(|entry| entry.seq).max().unwrap_or(0)
    }

    /// When a version of a period was released, if it was.
    pub(super) fn released_at(&self, period: Period, version: u32) -> Option<Moment> {
        if version <= 1 { self.released.get(&period).copied() } else { self.again.get(&(period, version)).copied() }
    }

    /// From when on nothing more enters a period: its last release, unless it is being made once more.
    pub(super) fn closed(&self, period: Period) -> Option<Moment> {
        let last = self.again.range((period, 0)..=(period, u32::MAX)).next_back().map(|(_, at)| *at);
        last.or(self.released.get(&period).copied()).filter(|_| self.open != Some(period))
    }

    /// Does an exception hold for a file received then? It does for what came before the release it was granted for;
    /// so one granted for the first version takes nothing of what came afterwards into the second.
    pub(super) fn holds(&self, admission: &Admission, first_seen: Moment, received_at: Moment) -> bool {
        let before_release = self.released_at(admission.period, admission.version).is_none_or(|at| first_seen <= at);
        before_release && admission.until.is_none_or(|until| received_at < until)
    }

    /// Is a version of an agency taken in by an exception?
    pub(super) fn admits(&self, period: Period, agency: &AgencyCode, version: &Version) -> bool {
        let (seen, received) = (version.receipt.first_seen, version.timing.received_at);
        self.admissions.iter().filter(|a| a.period == period).any(|a| {
            let concerned = match &a.agency {
                Some(code) => code == agency,
                None => seen <= a.at,
            };
            concerned && self.holds(a, seen, received)
        })
    }

    /// The number of the last receipt; 0 before the first.
    pub fn last_receipt(&self) -> i64 {
        self.receipts.iter().map(|r| r.seq).max().unwrap_or(0)
    }
}
