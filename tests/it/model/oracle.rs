//! The oracle: a small model of the desk that is shown the same share, look by look, and says what must be known, on
//! time, counted and merged. It is written from the words of `src/docs/week.md` and `src/docs/receipt.md`, not from the
//! program. This file is the story of a run; [`super::standing`] is what it decides, [`super::expected`] what it keeps.
//!
//! What each part of it rests on:
//!
//! - *a file has arrived when it is complete*: its end is there, it is unchanged between the two looks of a run; without
//!   its end it is `arriving`, until it has been unchanged for 10 minutes (by the server's time, or since a run saw it) and over two runs;
//! - *vanished between listing and opening*: looked for again after 2, 5 and 10 seconds; gone for good it is unknown, and
//!   its folder has not been looked at;
//! - *nothing is lost*: every file of a look is in exactly one key of `files`;
//! - *an inbox that vanished, or has less than half of its folders, is not scanned* (exit 10): where it was scanned before,
//!   the week goes on with what is known, also of what was being copied;
//! - *freeze*: the first run at or after 11:00 fixes the on-time set; *release*: the first run at or after 15:20, or by
//!   hand from 11:00 on; afterwards nothing changes; *`run` settles the past first*;
//! - *a clock that jumps forward* is in doubt until a run two minutes later agrees; until then what is due is decided by
//!   where it would be; what it saw counts as the next look that was not in doubt, but in a release that was made before;
//! - *a command that failed has changed nothing*: what it did not record is found by the next one.
//!
//! Where those pages are silent, the program's documented decisions are taken:
//!
//! - runs less than a minute apart are no two runs; 0 bytes are no end;
//! - a file at a path where it did not lie before is new, also when its content is known: it is counted by its verdict;
//! - a report for an earlier week opens that week only if it arrived (by server time, else by scan) before its Sunday
//!   was over; any other file opens the week that answers it;
//! - what names no week (damaged, documents), or another week than its own, is answered by the week in which it
//!   arrived; by the week of the scan where nobody had looked before, or where that week is released already;
//! - a week that is over, and in whose days nobody looked, is frozen and released by itself only with a report that can be used;
//! - a row of the clerk's book counts from the run that sees it on, also for what came before it;
//! - a failing product (exit 13) leaves the week unreleased, and the next run releases it.
//!

use super::carried::{self, Known};
use super::expected::{Clock, Expected, Line, Receipt, Run, Scan};
use super::share::{self, BookRow, Content, File, Instant, Kind, MINUTE, Part, Share, Week, folder_of, start_of, week_of};
use super::world::{AGENCIES, Fault};
use std::collections::{BTreeMap, BTreeSet};
use tonghop::run::report::FileCounts;

/// What the desk knows.
#[derive(Debug, Clone, Default)]
pub struct Oracle {
    pub include_late: bool,
    /// The last content of each path, with the sender's time.
    known: BTreeMap<String, (i64, Content)>,
    /// Files that had not arrived: the sender's time, and the run that first saw them so.
    pending: BTreeMap<String, (i64, Instant)>,
    pub receipts: Vec<Receipt>,
    /// Successful scans, in their order.
    pub scans: Vec<Scan>,
    /// The last look at the clocks that was not in doubt, and the first one in doubt since.
    sure: Option<Clock>,
    doubted: Option<Clock>,
    /// The on-time set: receipt by agency.
    pub frozen: BTreeMap<Week, BTreeMap<&'static str, usize>>,
    pub released: BTreeMap<Week, (Instant, BTreeMap<&'static str, Line>)>,
    /// What each release shows of the agencies' tasks, and what it leaves to the weeks after it.
    pub shown: BTreeMap<Week, Known>,
    left: BTreeMap<Week, Known>,
    /// When each week was frozen, and which ones a person released.
    frozen_at: BTreeMap<Week, Instant>,
    by_hand: BTreeSet<Week>,
    pub admissions: BTreeSet<(Week, &'static str)>,
    register_kept: bool,
    /// Rows of the clerk's book that a run has seen.
    pub book: Vec<BookRow>,
}

/// The submit cutoff of a week.
pub fn cutoff(week: Week) -> Instant {
    start_of(week) + 4 * share::DAY + 11 * share::HOUR
}

/// The release cutoff follows the submit cutoff.
const RELEASE_AFTER: Instant = 4 * share::HOUR + 30 * MINUTE;

/// A clock that went on by this much more than the one that counts is in doubt.
const DOUBT: Instant = 5 * MINUTE;

/// What lies further ahead of a later look was seen by a wrong clock.
const AHEAD_MAX: Instant = 5 * MINUTE;

/// Do both clocks go on alike from one look to another?
fn agrees(now: Clock, before: Clock) -> bool {
    now.counted_since(before).is_some_and(|counted| (now.now - before.now - counted).abs() <= DOUBT)
}

/// From when `run` releases by itself.
fn auto_release(week: Week) -> Instant {
    start_of(week) + 4 * share::DAY + 15 * share::HOUR + 20 * MINUTE
}

/// What a run saw.
pub struct Reception {
    counts: FileCounts,
    /// Receipts that it brought.
    fresh: Vec<usize>,
    arriving: BTreeSet<&'static str>,
    kept: Vec<Content>,
}

impl Reception {
    /// Of a run that could not look.
    fn of(oracle: &Oracle) -> Self {
        let owner = |path: &String| AGENCIES.into_iter().find(|agency| *agency == area_of(path));
        let arriving = oracle.pending.keys().filter_map(owner).collect();
        Self { counts: FileCounts::default(), fresh: Vec::new(), arriving, kept: Vec::new() }
    }
}

/// What became of a file.
enum Looked {
    Known,
    Touched,
    New,
    Arriving,
    Unreadable,
    /// Not there any more; nothing is known of it but a name.
    Gone,
}

impl Oracle {
    /// A desk that knows nothing yet.
    pub fn new(include_late: bool) -> Self {
        Self { include_late, ..Self::default() }
    }

    /// `admit`: refused by the calendar once the week is released. Without the inbox it needs records.
    pub fn admit(&mut self, at: Instant, share: &Share, agency: &'static str) -> Expected {
        let gone = share.mount == share::Mount::Gone;
        if gone && self.scans.is_empty() {
            return Expected::Fails(10);
        }
        let week = week_of(at);
        if self.released.contains_key(&week) {
            return Expected::Fails(12);
        }
        self.admissions.insert((week, agency));
        Expected::Recorded(if gone { 10 } else { 0 })
    }

    /// `admit --revoke`: refused by the calendar once the week is released, and where no exception is in force.
    pub fn revoke(&mut self, at: Instant, share: &Share, agency: &'static str) -> Expected {
        let gone = share.mount == share::Mount::Gone;
        match (gone && self.scans.is_empty(), self.released.contains_key(&week_of(at))) {
            (true, _) => Expected::Fails(10),
            (_, true) => Expected::Fails(12),
            _ if !self.admissions.remove(&(week_of(at), agency)) => Expected::Fails(2),
            _ => Expected::Recorded(if gone { 10 } else { 0 }),
        }
    }

    /// The instant by which things are due: ours, or, while our clock is in doubt, where it would be had it not jumped.
    fn due(&self, clock: Clock, by_person: bool) -> Instant {
        let Some(sure) = self.sure.filter(|_| !by_person && !clock.confirmed) else { return clock.now };
        let Some(counted) = clock.counted_since(sure) else { return clock.now };
        let jumped = clock.now - (sure.now + counted) > DOUBT;
        if jumped && !self.doubted.is_some_and(|before| agrees(clock, before) && clock.counted_since(before) >= Some(2 * MINUTE)) {
            sure.now + counted
        } else {
            clock.now
        }
    }

    /// Weeks of which the release, and weeks of which the freeze is void, where the server says the same as our clock: what lies
    /// ahead of it although its hour has not come, and no person released.
    pub fn void(&self, clock: Clock) -> (BTreeSet<Week>, BTreeSet<Week>) {
        let ahead = |at: &Instant| at - clock.now > AHEAD_MAX;
        let open = |week: &Week| clock.confirmed && clock.now < cutoff(*week) + RELEASE_AFTER;
        let release = |week: &Week| self.released.get(week).is_some_and(|(at, _)| ahead(at)) && !self.by_hand.contains(week);
        let releases: BTreeSet<Week> = self.released.keys().copied().filter(|week| open(week) && release(week)).collect();
        let stays = |week: &Week| self.released.contains_key(week) && !releases.contains(week);
        let freeze = |(week, at): &(&Week, &Instant)| open(week) && ahead(at) && clock.now < cutoff(**week) && !stays(week);
        let freezes = self.frozen_at.iter().filter(freeze).map(|(week, _)| *week).collect();
        (releases, freezes)
    }

    /// What is void has never been.
    fn forget(&mut self, clock: Clock) {
        let (releases, freezes) = self.void(clock);
        self.released.retain(|week, _| !releases.contains(week));
        self.frozen.retain(|week, _| !freezes.contains(week));
        self.frozen_at.retain(|week, _| !freezes.contains(week));
    }

    /// Keeps what the clocks said: the last look that was not in doubt, and the first one in doubt that later ones go on from.
    fn note_clock(&mut self, clock: Clock, due: Instant) {
        if due == clock.now {
            (self.sure, self.doubted) = (Some(clock), None);
        } else if !self.doubted.is_some_and(|before| agrees(clock, before)) {
            self.doubted = Some(clock);
        }
    }

    /// What our clock put over five minutes ahead of the next scan that was not in doubt counts as that one, and a receipt
    /// is as old as its scan counts.
    fn set_right(&mut self) {
        let mut next: Option<Instant> = None;
        for scan in self.scans.iter_mut().rev() {
            scan.at = next.filter(|next| scan.said - *next > DOUBT).unwrap_or(scan.said);
            if !scan.doubted {
                next = Some(scan.at);
            }
        }
        for receipt in &mut self.receipts {
            receipt.first_seen = self.scans[receipt.scan].at;
        }
    }

    /// The scans that saw an area whole, with their numbers.
    pub fn looks<'a>(&'a self, area: &'a str) -> impl Iterator<Item = (usize, &'a Scan)> {
        self.scans.iter().enumerate().filter(move |(_, scan)| !scan.not_seen.contains(area))
    }

    /// `run`, or `release`: the looks of it.
    pub fn run(&mut self, clock: Clock, looks: &[Share], fault: Fault, by_hand: bool) -> Expected {
        let (first, week) = (&looks[0], week_of(clock.now));
        let gone = first.mount == share::Mount::Gone;
        if gone && self.scans.is_empty() {
            return Expected::Fails(10);
        }
        let due = self.due(clock, false);
        let released = self.released.contains_key(&week) && !self.void(clock).0.contains(&week);
        if by_hand && (released || due < cutoff(week)) {
            return Expected::Fails(12);
        }
        if fault == Fault::Archive && !self.register_kept {
            return Expected::Fails(13);
        }
        self.register_kept = true;
        self.forget(clock);
        match self.scan(clock, looks, fault) {
            Ok(Some(seen)) => self.rest_of_run((clock.now, due), (seen, false), first, fault, by_hand),
            Ok(None) => {
                self.note_clock(clock, due);
                self.rest_of_run((clock.now, due), (Reception::of(self), true), first, fault, by_hand)
            }
            Err(exit) => Expected::Fails(exit),
        }
    }

    /// Looks into the inbox: what was seen, `None` where it cannot be scanned, or the code that the command ends with.
    pub fn scan(&mut self, clock: Clock, looks: &[Share], fault: Fault) -> Result<Option<Reception>, u8> {
        let (now, first) = (clock.now, &looks[0]);
        let folders: Vec<&str> = AGENCIES.into_iter().chain(["_chung", super::generator::UNLISTED]).collect();
        let here = first.mount == share::Mount::Here;
        let present = if here { folders.iter().filter(|f| !first.unlisted.contains(*f)).count() } else { 0 };
        if first.mount == share::Mount::Gone || self.scans.last().is_some_and(|before| present * 2 < before.present) {
            return Ok(None);
        }
        let listed = first.files.iter().filter(|(path, _)| here && !first.unlisted.contains(folder_of(path)));
        let (skipped, listed): (Vec<_>, Vec<_>) = listed.partition(|(path, _)| path.contains("/~$"));
        // A clock that jumped ahead makes no file older.
        let due = self.due(clock, false);
        let looked_at: Vec<(&String, &File, Looked)> = listed.into_iter().map(|(path, file)| self.look(due, path, file, looks)).collect();
        let archived = |content: &Content| self.receipts.iter().any(|r| r.content == *content);
        let new = || looked_at.iter().filter(|(_, _, looked)| matches!(looked, Looked::New)).map(|(_, file, _)| file.content);
        // Documents are not kept, so they need no room.
        let needs_room = |content: &Content| !matches!(content.kind, Kind::Document(_)) && !archived(content);
        if fault == Fault::Archive && new().any(|content| needs_room(&content)) {
            return Err(13);
        }
        let kept: Vec<Content> = new().collect();
        let unlisted = first.unlisted.len() * usize::from(here);
        let gone = looked_at.iter().filter(|(_, _, looked)| matches!(looked, Looked::Gone)).count();
        let seen = looked_at.len() - gone + unlisted + skipped.len();
        let mut counts = FileCounts { seen: size(seen), unreadable: size(unlisted), skipped: size(skipped.len()), ..FileCounts::default() };
        let mut spoilt: BTreeSet<&str> = if here { first.unlisted.iter().copied().collect() } else { BTreeSet::new() };
        let mut arriving: BTreeSet<&'static str> = BTreeSet::new();
        let mut arriving_here: BTreeSet<&String> = BTreeSet::new();
        let mut fresh = Vec::new();
        let mut pending = BTreeMap::new();
        for (path, file, looked) in looked_at {
            let area = area_of(path);
            match looked {
                Looked::Known => counts.known += 1,
                Looked::Touched => {
                    counts.known += 1;
                    self.known.insert(path.clone(), (file.modified, file.content));
                }
                Looked::Arriving => {
                    counts.arriving += 1;
                    arriving_here.insert(path);
                    // What a clock ahead saw first counts from this look on.
                    let alike = |(modified, since): &&(i64, Instant)| *modified == file.modified && *since <= now + AHEAD_MAX;
                    let since = self.pending.get(path).filter(alike);
                    pending.insert(path.clone(), (file.modified, since.map_or(now, |(_, since)| *since)));
                    arriving.extend(AGENCIES.into_iter().find(|a| *a == area));
                }
                Looked::Unreadable => {
                    counts.unreadable += 1;
                    spoilt.insert(area);
                    pending.extend(self.pending.get(path).map(|since| (path.clone(), *since)));
                }
                Looked::Gone => {
                    spoilt.insert(area);
                }
                Looked::New => {
                    fresh.push(self.receipts.len());
                    // Not by a clock that was wrong then.
                    let looked_before = self.looks(area).any(|(_, scan)| scan.said <= now);
                    let (content, server, scan) = (file.content, file.server, self.scans.len());
                    self.known.insert(path.clone(), (file.modified, content));
                    self.receipts.push(Receipt { path: path.clone(), content, scan, first_seen: now, server, looked_before });
                }
            }
        }
        let moved = !fresh.is_empty() || !arriving_here.is_empty() || self.pending.keys().any(|path| !pending.contains_key(path));
        self.pending = pending;
        let not_seen: BTreeSet<String> = spoilt.iter().map(|area| (*area).to_owned()).collect();
        let doubted = due != now;
        let one_interval = self.scans.last().is_some_and(|last| {
            let alike = last.not_seen == not_seen && last.present == present && last.doubted == doubted;
            let (day, week) = (|at: Instant| at.div_euclid(share::DAY), week_of(now));
            let crossed = [cutoff(week), cutoff(week) + RELEASE_AFTER].into_iter().any(|at| last.said < at && at <= now);
            let near = (0..=15 * MINUTE).contains(&(now - last.said));
            alike && !moved && !last.fixed && !crossed && day(last.said) == day(now) && near
        });
        self.note_clock(clock, due);
        self.scans.push(Scan { said: now, at: now, not_seen, present, doubted, begins: !one_interval, fixed: false });
        self.set_right();
        Ok(Some(Reception { counts, fresh, arriving, kept }))
    }

    /// What follows the scan, or takes place without one: the book, the weeks, what is said.
    fn rest_of_run(
        &mut self,
        (now, due): (Instant, Instant),
        (seen, away): (Reception, bool),
        first: &Share,
        fault: Fault,
        by_hand: bool,
    ) -> Expected {
        let Reception { mut counts, fresh, arriving, kept } = seen;
        let week = week_of(now);
        if first.book.len() > self.book.len() && fault == Fault::Archive {
            // The book is kept before anything of it counts.
            return Expected::Fails(13);
        }
        self.book.clone_from(&first.book);
        let mut releases = Vec::new();
        let mut verdicts = BTreeMap::new();
        let earlier = self.unsettled(week).into_iter().map(|earlier| (earlier, self.collected(earlier, due, &arriving)));
        let earlier: Vec<(Week, bool)> = earlier.collect();
        let release = |week: Week| (by_hand && week == week_of(now)) || due >= auto_release(week);
        let fixes =
            |week: &Week| due >= cutoff(*week) && !self.released.contains_key(week) && (release(*week) || !self.frozen.contains_key(week));
        let first = earlier.iter().filter(|(_, collected)| *collected).map(|(earlier, _)| *earlier).chain([week]).find(fixes);
        if let Some(first) = first.filter(|_| fault == Fault::Archive) {
            // A freeze and a release need room for what they are made with and for what leaves. What was seen stands, as
            // after a kill; so does what a freeze made before has grown by.
            if self.frozen.contains_key(&first) {
                let grown = self.state(first, due, &arriving).on_time;
                self.frozen.insert(first, grown);
            }
            return Expected::Fails(13);
        }
        let fixed = (self.frozen.clone(), self.released.len());
        for (earlier, collected) in earlier {
            if !collected {
                // Its files are answered.
                verdicts.extend(self.state(earlier, due, &arriving).keys);
                continue;
            }
            let leaves = release(earlier) && fault != Fault::Products;
            self.settle(earlier, (now, due), &arriving, leaves, &mut releases, &mut verdicts);
        }
        let leaves = release(week) && fault != Fault::Products;
        if by_hand && leaves {
            self.by_hand.insert(week);
        }
        let lines = self.settle(week, (now, due), &arriving, leaves, &mut releases, &mut verdicts);
        if fixed != (self.frozen.clone(), self.released.len()) {
            self.scans.iter_mut().rev().take(1).for_each(|last| last.fixed = true);
        }
        for receipt in fresh {
            let key = match verdicts.get(&receipt) {
                Some(Key::Received) => &mut counts.received,
                Some(Key::Waiting) => &mut counts.waiting,
                Some(Key::AfterRelease) => &mut counts.after_release,
                Some(Key::Document) => &mut counts.document,
                Some(Key::Returned) | None => &mut counts.returned,
            };
            *key += 1;
        }
        let ill = match counts.unreadable {
            _ if away => 10,
            0 => 0,
            _ => 3,
        };
        let exit = if fault == Fault::Products { vec![ill, 13] } else { vec![ill] };
        let released = self.released.contains_key(&week);
        Expected::Done(Box::new(Run { exit, files: counts, released, doubted: due != now, lines, releases, kept }))
    }

    /// One file of a run, as it was taken; `now` is where our clock would be had it not jumped. Where nothing about it is new it is not looked at again. One that is gone at
    /// the second look and back at the third, as when Excel saves, is taken as it came back.
    fn look<'a>(&self, now: Instant, path: &'a String, file: &'a File, looks: &'a [Share]) -> (&'a String, &'a File, Looked) {
        let known = self.known.get(path);
        let is_known = |file: &File| known.is_some_and(|(modified, _)| *modified == file.modified);
        if is_known(file) {
            return (path, file, Looked::Known);
        }
        let at = |look: usize| looks.get(look).unwrap_or(&looks[0]).files.get(path);
        let taken = match (at(1), at(2)) {
            (Some(second), _) if second == file => file,
            (Some(_), _) => return (path, file, Looked::Arriving),
            (None, Some(back)) if looks.len() > 2 => back,
            (None, _) => return (path, file, Looked::Gone),
        };
        if is_known(taken) {
            return (path, taken, Looked::Known);
        }
        if looks[0].shut.contains(path) {
            return (path, taken, Looked::Unreadable);
        }
        let pending = self.pending.get(path).filter(|(modified, _)| *modified == taken.modified).map(|(_, since)| *since);
        let over_two_runs = pending.is_some_and(|since| now - since >= MINUTE);
        let unchanged = over_two_runs && pending.into_iter().chain(taken.server).any(|since| now - since >= 10 * MINUTE);
        if !taken.content.has_end() && !unchanged {
            return (path, taken, Looked::Arriving);
        }
        let same = known.is_some_and(|(_, content)| *content == taken.content);
        (path, taken, if same { Looked::Touched } else { Looked::New })
    }

    /// Earlier weeks that have receipts and no release: every file has a week that answers it.
    fn unsettled(&self, current: Week) -> Vec<Week> {
        let opened = |r: &Receipt| match r.content {
            Content { kind: Kind::Report { week, .. }, part: Part::Whole } if arrival(r) < start_of(week + 1) => week,
            _ => self.home(r),
        };
        let weeks: BTreeSet<Week> = self.receipts.iter().map(opened).collect();
        weeks.into_iter().filter(|week| *week < current && !self.released.contains_key(week)).collect()
    }

    /// Was a week that is over ever looked at in its days, or is there a report for it that can be used?
    fn collected(&self, week: Week, due: Instant, arriving: &BTreeSet<&'static str>) -> bool {
        let usable = |line: &Line| line.merged || line.evidence.is_some();
        self.frozen.contains_key(&week)
            || self.scans.iter().any(|scan| week_of(scan.said) == week)
            || self.state(week, due, arriving).lines.values().any(usable)
    }

    /// Brings a week to where the clock says it should be.
    fn settle(
        &mut self,
        week: Week,
        (now, due): (Instant, Instant),
        arriving: &BTreeSet<&'static str>,
        release: bool,
        releases: &mut Vec<(Week, BTreeMap<&'static str, Line>)>,
        verdicts: &mut BTreeMap<usize, Key>,
    ) -> BTreeMap<&'static str, Line> {
        let state = self.state(week, due, arriving);
        verdicts.extend(state.keys);
        if let Some((_, lines)) = self.released.get(&week) {
            return lines.clone();
        }
        if due >= cutoff(week) {
            self.frozen.insert(week, state.on_time);
            self.frozen_at.entry(week).or_insert(now);
            if release {
                let before = self.released.range(..week).next_back().and_then(|(before, _)| self.left.get(before));
                let (shown, left) = carried::after(week, &state.lines, &before.cloned().unwrap_or_default());
                self.shown.insert(week, shown);
                self.left.insert(week, left);
                self.released.insert(week, (now, state.lines.clone()));
                releases.push((week, state.lines.clone()));
            }
        }
        state.lines
    }
}

/// What a new file is counted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Received,
    Returned,
    Waiting,
    AfterRelease,
    Document,
}

/// The area of the inbox that a path lies in: an agency's folder, `_chung`, or blank for all else.
pub fn area_of(path: &str) -> &str {
    let folder = folder_of(path);
    if AGENCIES.contains(&folder) || folder == "_chung" { folder } else { "" }
}

/// When a file arrived, as far as that places it in a week.
pub fn arrival(receipt: &Receipt) -> Instant {
    receipt.server.map_or(receipt.first_seen, |server| server.min(receipt.first_seen))
}

fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap()
}
