//! What the oracle decides about a week: when each report was received and by which evidence, which version of each
//! agency counts, and the agency's standing.
//!
//! From `src/docs/week.md` and `src/docs/receipt.md`:
//!
//! - *Evidence, best first*: `clerk`, a row of the receipt book, where it is earlier than what the program saw itself.
//! - *Strictly before*: an instant equal to the cutoff is late.
//! - *Received when?* `scan`: this hash was seen complete by a scan before the cutoff, wherever it lay. `server_time`:
//!   first seen after the cutoff, the server's time is before it, and no successful scan of that folder lies between.
//!   `unproven`: first seen by the first successful scan of its folder after the cutoff, more than 60 minutes between the
//!   scans on both sides of it, server time absent or not before the cutoff. Otherwise the scan's own time.
//! - *Which version counts*: the last valid version received before the cutoff; two of the same scan by "Lần nộp", then
//!   by the revision mark in the name, then by server time; a remaining tie counts for nothing (T17).
//! - *A broken resubmission never replaces a good report; an identical one changes nothing.*
//! - *Freeze*: what it fixed stays; it grows by evidence or `admit`. A later revision is told (`changed`), not merged.
//! - *Current period*: a report belongs to the week written in it; a future one waits; one of a released week that is new
//!   and came while this week collects makes its agency `returned`.
//!
//! Decisions of the program where those pages are silent:
//!
//! - what nobody can prove fills a gap, and never replaces a proven report;
//! - a server time that a successful scan speaks against is as good as none; one that began at that very instant does not;
//! - a content that came before is no new version, wherever it lies now; but where it takes the place of something else, and
//!   is not what stands already, it was put back on purpose, and is a version of its own time;
//! - what the server's time or the clerk proves has its place among the scans by that time: which scan failed to see it
//!   must not decide; a tie within a scan falls back to the scan before; between two scans of an interval, of which only
//!   the first and the last are known, the instants themselves decide;
//! - a form in another agency's folder is returned to the owner of the folder (T12), and its own agency is not touched;
//!   moved to the right folder it is as old as its content;
//! - an agency that is exempt and reports in time, or is admitted, stays `exempt` and is merged;
//! - an admission takes the last valid version of an on-time agency too, which stays `on_time`;
//! - a document alone is `returned`, with `document`;
//! - where nothing usable came and something is being copied, the agency is `arriving`, whatever was returned before;
//! - where nothing usable came and no scan saw the agency's folder whole from an hour before its cutoff on (before the
//!   cutoff: in the last hour; there the last scan is enough), it is `unknown`, whatever was returned before.

use super::expected::{Line, Receipt, Scan};
use super::oracle::{Key, Oracle, area_of, arrival, cutoff};
use super::share::{Content, Instant, Kind, MINUTE, Part, Week, start_of, week_of};
use super::world::{AGENCIES, EXEMPT};
use std::collections::{BTreeMap, BTreeSet};

/// A week as it must be.
pub struct State {
    pub lines: BTreeMap<&'static str, Line>,
    /// Receipt of the on-time version by agency.
    pub on_time: BTreeMap<&'static str, usize>,
    /// What each receipt that concerns the week is.
    pub keys: BTreeMap<usize, Key>,
}

/// What proves that a version was received in time, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    Clerk,
    Scan,
    ServerTime,
    Unproven,
}

#[derive(Debug, Clone, Copy)]
struct Timing {
    on_time: bool,
    evidence: Evidence,
    received_at: Instant,
}

/// A place among the scans: the number of a scan, and an instant.
type Place = (usize, Instant);

/// A version of an agency's report.
#[derive(Debug, Clone, Copy)]
struct Version {
    receipt: usize,
    content: Content,
    timing: Timing,
    valid: bool,
    /// When the scan that brought it started; of what the server or the clerk knew before, the first scan from then on
    /// and, if that one is not the first of its interval, when that was.
    scan: Place,
    revision: u32,
    mark: u32,
    server: Option<Instant>,
}

/// What a receipt is to a week.
enum Fit {
    Nothing(Option<Key>),
    Document,
    Version { valid: bool, key: Key },
}

impl Oracle {
    /// The state of a week at an instant.
    pub fn state(&self, week: Week, now: Instant, arriving: &BTreeSet<&'static str>) -> State {
        let mut state = State { lines: BTreeMap::new(), on_time: BTreeMap::new(), keys: BTreeMap::new() };
        let mut versions: BTreeMap<&'static str, Vec<Version>> = BTreeMap::new();
        let mut documents: BTreeSet<&'static str> = BTreeSet::new();
        let booked = self.booked(week, &mut documents);
        for (index, receipt) in self.receipts.iter().enumerate() {
            let agency = owner(receipt);
            let fit = match self.fit(week, index, agency) {
                // Whether it came while the week collected is told by the best evidence, the clerk's as well.
                Fit::Nothing(Some(Key::AfterRelease)) | Fit::Version { key: Key::AfterRelease, .. } if booked.contains_key(&index) => {
                    match self.version(week, index, false, booked.get(&index)).timing.on_time {
                        true => Fit::Version { valid: false, key: Key::AfterRelease },
                        false => Fit::Nothing(Some(Key::AfterRelease)),
                    }
                }
                fit => fit,
            };
            match fit {
                Fit::Nothing(key) => state.keys.extend(key.map(|key| (index, key))),
                Fit::Document => {
                    state.keys.insert(index, Key::Document);
                    documents.extend(agency);
                }
                Fit::Version { valid, key } => {
                    state.keys.insert(index, key);
                    let version = || self.version(week, index, valid, booked.get(&index));
                    if let Some(agency) = agency {
                        versions.entry(agency).or_default().push(version());
                    }
                }
            }
        }
        for agency in AGENCIES {
            let versions = self.in_order(versions.remove(agency).unwrap_or_default());
            let fixed = self.frozen.get(&week).and_then(|set| set.get(agency)).copied();
            let punctual = last_on_time(&versions, fixed);
            let since = now.min(cutoff(week)) - 60 * MINUTE;
            let shut_now = now < cutoff(week) && self.scans.last().is_some_and(|scan| scan.not_seen.contains(agency));
            let unseen = shut_now || !self.looks(agency).any(|(_, scan)| scan.at >= since);
            let line = self.line(week, agency, &versions, punctual, (documents.contains(agency), arriving.contains(agency), unseen));
            if now >= cutoff(week) {
                state.on_time.extend(punctual.map(|v| (agency, v.receipt)));
            }
            state.lines.insert(agency, line);
        }
        state
    }

    /// What a receipt is to a week.
    fn fit(&self, week: Week, index: usize, agency: Option<&str>) -> Fit {
        let receipt = &self.receipts[index];
        if self.released.get(&week).is_some_and(|(at, _)| *at < receipt.first_seen) {
            // Nothing changes a released week any more; what comes is only counted.
            let key = match (receipt.content.kind, claimed(receipt)) {
                (Kind::Document(_), _) => Key::Document,
                (_, Some(w)) if w > week => Key::Waiting,
                (_, Some(w)) if self.released.contains_key(&w) => Key::AfterRelease,
                _ => Key::Returned,
            };
            return Fit::Nothing(Some(key));
        }
        if matches!(receipt.content.kind, Kind::Document(_)) {
            return if self.home(receipt) == week { Fit::Document } else { Fit::Nothing(None) };
        }
        let returned = Fit::Version { valid: false, key: Key::Returned };
        match claimed(receipt) {
            None if self.home(receipt) == week => returned,
            None => Fit::Nothing(None),
            Some(w) if w == week => {
                let valid = agency.is_some() && agency == named(receipt);
                Fit::Version { valid, key: if valid { Key::Received } else { Key::Returned } }
            }
            Some(w) if w > week => Fit::Nothing(Some(Key::Waiting)),
            Some(w) => match self.released.get(&w) {
                Some((at, _)) if *at < receipt.first_seen => {
                    if self.forgotten(week, index) && self.judge(receipt, cutoff(week)).on_time {
                        Fit::Version { valid: false, key: Key::AfterRelease }
                    } else {
                        Fit::Nothing(Some(Key::AfterRelease))
                    }
                }
                Some(_) => Fit::Nothing(None),
                // Its own week answers it, also where no product of that week could be written yet.
                None if arrival(receipt) < start_of(w + 1) => Fit::Nothing(None),
                None if self.home(receipt) == week => returned,
                None => Fit::Nothing(None),
            },
        }
    }

    /// A report of a released week that is new and came in this one.
    fn forgotten(&self, week: Week, index: usize) -> bool {
        let receipt = &self.receipts[index];
        self.receipts[..index].iter().all(|r| r.content != receipt.content) && self.home(receipt) == week
    }

    /// The week that answers a file which names none, or another than its own.
    pub fn home(&self, receipt: &Receipt) -> Week {
        let (arrived, seen) = (week_of(arrival(receipt)), week_of(receipt.first_seen));
        let closed = self.released.get(&arrived).is_some_and(|(at, _)| *at < receipt.first_seen);
        if arrived != seen && receipt.looked_before && !closed { arrived } else { seen }
    }

    /// When a file was received, and whether that is in time.
    fn judge(&self, receipt: &Receipt, cutoff: Instant) -> Timing {
        let Receipt { first_seen, server, .. } = *receipt;
        let seen = |on_time, evidence| Timing { on_time, evidence, received_at: first_seen };
        if first_seen < cutoff {
            return seen(true, Evidence::Scan);
        }
        // Whatever our clock says later, a later look says nothing of what came before it.
        let until = |(number, scan): (usize, &Scan)| (number <= receipt.scan).then_some(scan.at);
        let scans = || self.looks(area_of(&receipt.path)).filter_map(until);
        if let Some(server) = server.filter(|t| *t < cutoff && !scans().any(|s| *t < s && s < cutoff)) {
            return Timing { on_time: true, evidence: Evidence::ServerTime, received_at: server };
        }
        let first_after = !scans().any(|s| (cutoff..first_seen).contains(&s));
        let gap = scans().filter(|s| *s < cutoff).max().is_none_or(|before| first_seen - before > 60 * MINUTE);
        if first_after && gap { seen(true, Evidence::Unproven) } else { seen(false, Evidence::Scan) }
    }

    /// When a content came, by what the program saw itself, and the scan that brought it. What its agency sends for the
    /// first time is as old as its content, wherever that lay, if that makes it punctual.
    fn seen(&self, index: usize, cutoff: Instant) -> (Timing, Place) {
        let receipt = &self.receipts[index];
        let same = |r: &&Receipt| r.content == receipt.content;
        let sent_before = self.receipts[..index].iter().filter(same).any(|r| owner(r) == owner(receipt));
        let first = self.receipts.iter().find(same).unwrap_or(receipt);
        let oldest = self.judge(first, cutoff);
        let place = |receipt: &Receipt| (receipt.scan, receipt.first_seen);
        if !sent_before && oldest.on_time { (oldest, place(first)) } else { (self.judge(receipt, cutoff), place(receipt)) }
    }

    /// What the clerk's rows say of receipts: the time of receipt by index. A row speaks of the first file of its path
    /// seen at or after its time; where one was seen before, it adds nothing. Where nothing of the agency came at all it
    /// speaks of a paper.
    fn booked(&self, week: Week, documents: &mut BTreeSet<&'static str>) -> BTreeMap<usize, Instant> {
        let mut times: BTreeMap<usize, Instant> = BTreeMap::new();
        for row in self.book.iter().filter(|row| row.week == week) {
            let of_agency = |index: &usize| {
                let agency = owner(&self.receipts[*index]);
                let concerns = match self.fit(week, *index, agency) {
                    Fit::Nothing(key) => key == Some(Key::AfterRelease) && self.forgotten(week, *index),
                    Fit::Document | Fit::Version { .. } => true,
                };
                agency == Some(row.agency) && concerns
            };
            let candidates: Vec<usize> = (0..self.receipts.len()).filter(of_agency).collect();
            let named: Vec<usize> = candidates.iter().copied().filter(|index| self.receipts[*index].path == row.path).collect();
            let seen = |index: &usize| self.seen(*index, cutoff(week)).1.1;
            match named.iter().min_by_key(|index| (seen(index), **index)) {
                Some(first) if seen(first) >= row.received => {
                    let time = times.entry(*first).or_insert(row.received);
                    *time = row.received.min(*time);
                }
                Some(_) => {}
                None if candidates.iter().all(|index| matches!(self.receipts[*index].content.kind, Kind::Document(_))) => {
                    documents.insert(row.agency);
                }
                None => {}
            }
        }
        times
    }

    /// The version that a receipt brings.
    fn version(&self, week: Week, index: usize, valid: bool, booked: Option<&Instant>) -> Version {
        let receipt = &self.receipts[index];
        let (mut timing, mut scan) = self.seen(index, cutoff(week));
        let placed = |(number, look): (usize, &Scan), at: Instant| (number, if look.begins { look.at } else { at });
        if timing.evidence == Evidence::ServerTime {
            let look = self.scans.iter().enumerate().find(|(_, look)| look.at >= timing.received_at);
            scan = look.map_or(scan, |look| placed(look, timing.received_at).min(scan));
        }
        if let Some(at) = booked.filter(|at| **at < timing.received_at) {
            timing = Timing { on_time: *at < cutoff(week), evidence: Evidence::Clerk, received_at: *at };
            let look = self.looks(area_of(&receipt.path)).find(|(_, look)| look.at >= *at);
            scan = look.map_or(scan, |look| placed(look, *at).min(scan));
        }
        let revision = if let Kind::Report { revision, .. } = receipt.content.kind { revision.unwrap_or(0) } else { 0 };
        let mark = super::generator::mark_of(&receipt.path);
        Version { receipt: index, content: receipt.content, timing, valid, scan, revision, mark, server: receipt.server }
    }

    /// Versions in the order in which they were received, without those that are none.
    fn in_order(&self, mut versions: Vec<Version>) -> Vec<Version> {
        versions.sort_by_key(|v| (v.scan, v.receipt));
        let mut held: BTreeMap<&str, Content> = BTreeMap::new();
        let mut kept: Vec<Version> = Vec::new();
        for version in versions {
            let before = held.insert(&self.receipts[version.receipt].path, version.content);
            let came_before = kept.iter().any(|v| v.content == version.content);
            let stands = kept.iter().rfind(|v| v.valid).is_some_and(|last| last.content == version.content);
            let put_back = before.is_some_and(|before| before != version.content) && !stands;
            if !came_before || put_back {
                kept.push(version);
            }
        }
        kept
    }

    fn line(
        &self,
        week: Week,
        agency: &'static str,
        versions: &[Version],
        punctual: Option<Version>,
        (document, arriving, unseen): (bool, bool, bool),
    ) -> Line {
        let valid: Vec<Version> = versions.iter().copied().filter(|v| v.valid).collect();
        let admitted = self.admissions.contains(&(week, agency));
        let last = newest(&valid);
        let counted = if admitted { last.or(punctual) } else { punctual.or(last) };
        let standing = match (punctual, counted) {
            _ if agency == EXEMPT => "exempt",
            (Some(_), _) => "on_time",
            (None, Some(_)) if admitted => "admitted",
            (None, Some(_)) => "late",
            (None, None) if arriving => "arriving",
            (None, None) if unseen => "unknown",
            (None, None) if document || !versions.is_empty() => "returned",
            (None, None) => "missing",
        };
        let merged = punctual.is_some() || (counted.is_some() && (admitted || (self.include_late && agency != EXEMPT)));
        let counted = counted.filter(|_| agency != EXEMPT || merged);
        // The last valid version says what the agency wants to be read.
        let late = || valid.iter().filter(|v| v.timing.received_at >= cutoff(week));
        let with_it = |scan: &Place| counted.is_some_and(|c| c.timing.received_at >= cutoff(week) && c.scan == *scan);
        let wanted = late().map(|v| v.scan).max().filter(|scan| !with_it(scan));
        let differs = |v: &Version| Some(v.scan) == wanted && counted.is_some_and(|c| c.content != v.content);
        let revised = punctual.is_some() && late().any(differs);
        let timing = punctual.or(counted).filter(|_| counted.is_some());
        let evidence = |v: Version| match v.timing.evidence {
            Evidence::Clerk => "clerk",
            Evidence::Scan => "scan",
            Evidence::ServerTime => "server_time",
            Evidence::Unproven => "unproven",
        };
        Line {
            standing: standing.to_owned(),
            evidence: timing.map(|v| evidence(v).to_owned()),
            received_at: timing.map(|v| v.timing.received_at),
            content: counted.map(|v| v.content),
            merged,
            changed: revised,
            document,
        }
    }
}

/// The on-time version: the last proven one, else the last that has the benefit of the doubt. What a freeze fixed gives
/// way only to what is proven and was received later.
fn last_on_time(versions: &[Version], fixed: Option<usize>) -> Option<Version> {
    let of = |proven: bool| -> Vec<Version> {
        let fits = |v: &&Version| v.valid && v.timing.on_time && (v.timing.evidence != Evidence::Unproven) == proven;
        versions.iter().filter(fits).copied().collect()
    };
    let best = newest(&of(true)).or_else(|| newest(&of(false)));
    let fixed = fixed.and_then(|receipt| versions.iter().find(|v| v.receipt == receipt)).copied();
    match (fixed, best) {
        (Some(fixed), Some(best)) if best.timing.evidence == Evidence::Unproven => Some(fixed),
        (Some(fixed), Some(best)) if fixed.timing.evidence != Evidence::Unproven && best.scan < fixed.scan => Some(fixed),
        (fixed, best) => best.or(fixed),
    }
}

/// The last received of several versions; those of one scan by "Lần nộp", revision mark and server time. `None` if a tie
/// remains and no earlier scan brought one.
fn newest(versions: &[Version]) -> Option<Version> {
    let last = versions.iter().map(|v| v.scan).max()?;
    let (same, earlier): (Vec<Version>, Vec<Version>) = versions.iter().partition(|v| v.scan == last);
    let rank = |v: &Version| (v.revision, v.mark, v.server);
    let highest = same.iter().map(rank).max()?;
    let best: Vec<&Version> = same.iter().filter(|v| rank(v) == highest).collect();
    match best.as_slice() {
        [only] => Some(**only),
        _ => newest(&earlier),
    }
}

/// The week written in a report.
fn claimed(receipt: &Receipt) -> Option<Week> {
    match receipt.content {
        Content { kind: Kind::Report { week, .. }, part: Part::Whole } => Some(week),
        _ => None,
    }
}

/// The agency written in a report.
fn named(receipt: &Receipt) -> Option<&'static str> {
    match receipt.content {
        Content { kind: Kind::Report { agency, .. }, part: Part::Whole } => AGENCIES.into_iter().find(|a| *a == agency),
        _ => None,
    }
}

/// Whose file it is: the folder's owner, else the agency written in it.
fn owner(receipt: &Receipt) -> Option<&'static str> {
    let area = area_of(&receipt.path);
    AGENCIES.into_iter().find(|a| *a == area).or_else(|| named(receipt))
}
