//! Scans of the inbox, as the ledger keeps them for evidence.
//!
//! A scan that finds nothing new adds only that nothing had come until then. So scans that follow each other without
//! news are one [`Interval`]: which areas were listed, the first and the last scan, how many there were, and the longest
//! gap between two of them. Five years of scans every few minutes stay small that way.
//!
//! **When an interval ends.** The scan after it begins another one if it listed other areas or another number of
//! folders, brought a receipt, found a file still arriving or an arriving file gone, came more than 15 minutes after the
//! scan before or while the clocks disagreed, or lies on the other side of a cutoff in force, of midnight, of a freeze
//! or of a release. So the scan that brought a receipt is always the *first* one of an interval, and the scan before it
//! the *last* one of another; the same holds on both sides of a cutoff.
//!
//! **What an interval proves.** At its first and at its last scan nothing lay in the areas that the ledger did not know
//! then, and in between nobody failed to look for longer than its longest gap, 15 minutes at most. At which instants in
//! between is not kept. If a cutoff is moved into an interval afterwards, the interval counts at its first and at its
//! last scan only. That favours the office: fewer scans can contradict a server time, and the gap around the cutoff looks
//! wider than it was, so what would be late may become "chưa xác minh", never the reverse.
//!
//! **The order of versions.** What the clerk or the file server proves takes its place among the scans by its instant.
//! Two instants between the first and the last scan of one interval are ordered by themselves.
//!
//! A scan recorded by version 0.1 is an interval of one scan.

use crate::model::moment::Moment;
use chrono::TimeDelta;
use serde::Serialize;
use std::collections::BTreeSet;

/// What our clock put more minutes ahead of a later scan was seen by a wrong clock.
pub const AHEAD_MINUTES_MAX: i64 = 5;

/// The longest gap between two scans of an interval, in minutes.
pub const GAP_MINUTES_MAX: i64 = 15;

/// A place in the order of the scans: a scan, or an instant between two scans of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// The number of the scan; inside an interval that of its first one.
    pub scan: i64,
    /// When that scan looked.
    pub at: Moment,
}

/// Scans without news that listed the same areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The number of the first scan; the others have the numbers after it.
    pub scan: i64,
    /// When the first one started.
    pub first: Moment,
    /// When the last one started; equals `first` if there was only one.
    pub last: Moment,
    /// How many scans, from 1.
    pub count: u32,
    /// Seconds between the two scans that were furthest apart, rounded up; 0 for one scan.
    pub longest_gap_seconds: u32,
    /// Our clock was in doubt.
    pub doubted: bool,
}

impl Interval {
    /// The scans whose instants are known: the first one and, if it is another one, the last.
    pub fn ends(&self) -> impl DoubleEndedIterator<Item = Position> + use<> {
        let last = Position { scan: self.scan + i64::from(self.count) - 1, at: self.last };
        [Some(Position { scan: self.scan, at: self.first }), (self.count > 1).then_some(last)].into_iter().flatten()
    }
}

/// The scans of some weeks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scans {
    /// In the order of their numbers, each with the index of its set of areas, as our clock said.
    said: Vec<(Interval, usize)>,
    /// The same as they count.
    intervals: Vec<(Interval, usize)>,
    /// The sets of areas that occur.
    sets: Vec<BTreeSet<String>>,
}

/// The scans that listed one area of the inbox.
#[derive(Debug, Clone)]
pub struct AreaScans<'a> {
    intervals: &'a [(Interval, usize)],
    /// For each set of areas: does it hold the area?
    listed: Vec<bool>,
}

impl Scans {
    /// Intervals by their numbers, each with the index of its set of areas in `sets`.
    pub fn new(intervals: Vec<(Interval, usize)>, sets: Vec<BTreeSet<String>>) -> Self {
        Self { intervals: counted(&intervals), said: intervals, sets }
    }

    /// When a scan counts that our clock said to have started `at`: a receipt is as old as that.
    pub fn counts_at(&self, scan: i64, at: Moment) -> Moment {
        let index = self.said.partition_point(|(interval, _)| interval.scan <= scan).checked_sub(1);
        let pair = index.and_then(|index| self.said.get(index).zip(self.intervals.get(index)));
        pair.filter(|((said, _), _)| said.scan == scan && said.first == at).map_or(at, |(_, (counts, _))| counts.first)
    }

    /// The scans up to a number, as a release knew them: it ended an interval.
    pub fn until(mut self, scan: i64) -> Self {
        self.said.retain(|(interval, _)| interval.scan <= scan);
        Self::new(self.said, self.sets)
    }

    /// All scans; those up to a number count as a release knew them that ended an interval there.
    pub fn since(mut self, scan: i64) -> Self {
        let until = self.said.partition_point(|(interval, _)| interval.scan <= scan);
        let known = counted(self.said.get(..until).unwrap_or_default());
        let later = self.intervals.drain(until..).collect::<Vec<_>>();
        self.intervals = known.into_iter().chain(later).collect();
        self
    }

    /// The scans that listed an area without trouble.
    pub fn of(&self, area: &str) -> AreaScans<'_> {
        AreaScans { intervals: &self.intervals, listed: self.sets.iter().map(|set| set.contains(area)).collect() }
    }

    /// The place of an instant among all scans, whatever they listed: see [`AreaScans::place`].
    pub fn place(&self, instant: Moment) -> Option<Position> {
        self.intervals.iter().filter_map(|(interval, _)| place(interval, instant)).min()
    }
}

impl<'a> AreaScans<'a> {
    /// Those up to a number: whatever the clock said later, a later scan says nothing of what came before it.
    pub fn until(mut self, scan: i64) -> Self {
        let until = self.intervals.partition_point(|(interval, _)| interval.scan <= scan);
        self.intervals = self.intervals.get(..until).unwrap_or_default();
        self
    }

    /// The intervals, in the order of their numbers.
    pub fn intervals(&self) -> impl DoubleEndedIterator<Item = &'a Interval> {
        self.intervals.iter().filter(|(_, set)| self.listed.get(*set) == Some(&true)).map(|(interval, _)| interval)
    }

    /// The scans whose instants are known, in the order of their numbers.
    pub fn known(&self) -> impl DoubleEndedIterator<Item = Position> {
        self.intervals().flat_map(Interval::ends)
    }

    /// The last scan known to have started before an instant.
    pub fn last_before(&self, instant: Moment) -> Option<Moment> {
        self.known().map(|scan| scan.at).filter(|at| *at < instant).max()
    }

    /// The first scan known to have started at an instant or after it.
    pub fn first_from(&self, instant: Moment) -> Option<Moment> {
        self.known().map(|scan| scan.at).filter(|at| *at >= instant).min()
    }

    /// Is a scan known to have started at an instant or after it, and not after `until`, if that is given?
    pub fn looked(&self, from: Moment, until: Option<Moment>) -> bool {
        self.known().any(|scan| scan.at >= from && until.is_none_or(|until| scan.at <= until))
    }

    /// Did the last scan, or the last one until an instant, list the area? So it is also if there was none.
    pub fn last_listed(&self, until: Option<Moment>) -> bool {
        let known = |interval: &Interval| until.is_none_or(|until| interval.first <= until);
        let last = self.intervals.iter().rev().find(|(interval, _)| known(interval));
        last.is_none_or(|(_, set)| self.listed.get(*set) == Some(&true))
    }

    /// The place of what was there at an instant: that of the first scan from then on, or the instant itself if that scan
    /// is one of an interval that had begun.
    pub fn place(&self, instant: Moment) -> Option<Position> {
        self.intervals().filter_map(|interval| place(interval, instant)).min()
    }
}

/// What our clock put over five minutes ahead of a later scan that was not in doubt counts as that scan: the clock was wrong
/// then, and nobody is late by it.
fn counted(said: &[(Interval, usize)]) -> Vec<(Interval, usize)> {
    let mut next: Option<Moment> = None;
    let mut counted: Vec<(Interval, usize)> = Vec::with_capacity(said.len());
    for (interval, set) in said.iter().rev() {
        let at = |said: Moment| next.filter(|next| said - *next > TimeDelta::minutes(AHEAD_MINUTES_MAX)).unwrap_or(said);
        let counts = Interval { first: at(interval.first), last: at(interval.last), ..*interval };
        counted.push((counts, *set));
        if !interval.doubted {
            next = Some(counts.first);
        }
    }
    counted.reverse();
    counted
}

fn place(interval: &Interval, instant: Moment) -> Option<Position> {
    (interval.last >= instant).then(|| Position { scan: interval.scan, at: interval.first.max(instant) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Moment {
        Moment::parse_from_rfc3339(&format!("2025-07-11T{time}:00+07:00")).unwrap()
    }

    fn interval(scan: i64, first: &str, last: &str, count: u32) -> Interval {
        Interval { scan, first: at(first), last: at(last), count, longest_gap_seconds: if count > 1 { 600 } else { 0 }, doubted: false }
    }

    /// Five scans from 10:00 to 10:40, one at 10:45 that failed to list SYT, one at 11:05.
    fn scans() -> Scans {
        let sets = [&["snv", "syt"][..], &["snv"]].map(|set| set.iter().map(|area| (*area).to_owned()).collect());
        let intervals =
            vec![(interval(1, "10:00", "10:40", 5), 0), (interval(6, "10:45", "10:45", 1), 1), (interval(7, "11:05", "11:05", 1), 0)];
        Scans::new(intervals, sets.into())
    }

    #[test]
    fn only_the_ends_of_an_interval_are_known() {
        let scans = scans();
        let known = |area: &str| scans.of(area).known().map(|p| (p.scan, p.at)).collect::<Vec<_>>();
        assert_eq!(known("syt"), [(1, at("10:00")), (5, at("10:40")), (7, at("11:05"))]);
        assert_eq!(known("snv").len(), 4);
        assert_eq!(known("khac"), []);
        let syt = scans.of("syt");
        for (instant, before, from) in [
            ("10:00", None, Some("10:00")),
            ("10:20", Some("10:00"), Some("10:40")),
            ("11:00", Some("10:40"), Some("11:05")),
            ("11:06", Some("11:05"), None),
        ] {
            assert_eq!((syt.last_before(at(instant)), syt.first_from(at(instant))), (before.map(at), from.map(at)), "{instant}");
        }
    }

    #[test]
    fn the_last_scan_listed_an_area_or_did_not() {
        for (area, until, wanted) in [
            ("syt", None, true),
            ("syt", Some("10:50"), false),
            ("syt", Some("10:45"), false),
            ("syt", Some("10:44"), true),
            ("snv", Some("10:50"), true),
            ("khac", None, false),
            ("khac", Some("09:00"), true),
        ] {
            assert_eq!(scans().of(area).last_listed(until.map(at)), wanted, "{area} {until:?}");
        }
    }

    #[test]
    fn an_instant_has_its_place_among_the_scans() {
        let scans = scans();
        // instant → place among those of SYT, among all
        for (instant, own, all) in [
            ("09:00", Some((1, "10:00")), Some((1, "10:00"))),
            ("10:20", Some((1, "10:20")), Some((1, "10:20"))),
            ("10:40", Some((1, "10:40")), Some((1, "10:40"))),
            ("10:42", Some((7, "11:05")), Some((6, "10:45"))),
            ("11:06", None, None),
        ] {
            let position = |place: Option<(i64, &str)>| place.map(|(scan, time)| Position { scan, at: at(time) });
            assert_eq!(scans.of("syt").place(at(instant)), position(own), "{instant}");
            assert_eq!(scans.place(at(instant)), position(all), "{instant}");
        }
        assert!(scans.of("syt").place(at("10:39")) < scans.of("syt").place(at("10:40")));
    }

    #[test]
    fn a_look_counts_from_an_instant_on() {
        let scans = scans();
        for (area, from, until, wanted) in [
            ("syt", "10:00", None, true),
            ("syt", "10:41", None, true),
            ("syt", "10:41", Some("11:04"), false),
            ("snv", "10:41", Some("11:04"), true),
            ("syt", "11:06", None, false),
            ("khac", "10:00", None, false),
        ] {
            assert_eq!(scans.of(area).looked(at(from), until.map(at)), wanted, "{area} {from} {until:?}");
        }
    }

    #[test]
    fn a_scan_by_a_wrong_clock_counts_as_the_next_one_that_was_not_in_doubt() {
        let at = |text: &str| Moment::parse_from_rfc3339(&format!("2025-07-{text}:00+07:00")).unwrap();
        let one = |scan: i64, time: &str, doubted: bool| {
            (Interval { scan, first: at(time), last: at(time), count: 1, longest_gap_seconds: 0, doubted }, 0)
        };
        let area: BTreeSet<String> = BTreeSet::from(["syt".to_owned()]);
        let of = |scans: Vec<(Interval, usize)>| Scans::new(scans, vec![area.clone()]);
        let scans = of(vec![
            one(1, "10T10:00", false),
            // In doubt, confirmed by the next one, and wrong all the same.
            one(2, "12T09:00", true),
            one(3, "12T09:05", false),
            one(4, "10T10:17", true),
            one(5, "10T10:14", false),
            one(6, "10T10:11", false),
        ]);
        let counted: Vec<Moment> =
            (1..=6).map(|scan| scans.counts_at(scan, scans.said[usize::try_from(scan).unwrap() - 1].0.first)).collect();
        assert_eq!(counted, ["10T10:00", "10T10:14", "10T10:14", "10T10:17", "10T10:14", "10T10:11"].map(at));
        assert!(!scans.of("syt").looked(at("10T10:18"), None), "nobody looked on Saturday");
        assert_eq!(scans.counts_at(2, at("12T08:00")), at("12T08:00"), "another clock, as in a record of an earlier version");
        // A release that was made before the clock was set right knows what it said.
        assert_eq!(scans.clone().until(3).counts_at(2, at("12T09:00")), at("12T09:00"));
        let since = scans.since(3);
        assert_eq!((since.counts_at(2, at("12T09:00")), since.counts_at(3, at("12T09:05"))), (at("12T09:00"), at("12T09:05")));
        assert_eq!((since.counts_at(4, at("10T10:17")), since.of("syt").known().count()), (at("10T10:17"), 6));
    }

    #[test]
    fn a_release_knows_the_scans_before_it() {
        assert_eq!(scans().until(6).of("snv").known().map(|p| p.scan).collect::<Vec<_>>(), [1, 5, 6]);
        assert_eq!(scans().until(0).of("snv").known().count(), 0);
    }
}
