//! When a scheduler should start the program: often enough in office hours, each minute around every cutoff, never twice in
//! one minute. Nothing is decided by it: a look too many, too late or never changes no verdict (`src/docs/week.md`).
//!
//! ```text
//! Rhythm (cutoffs, rest days, working Saturdays) → LookPlan
//!   weekly: the minutes of each day of the week, by the usual hours
//!   dated:  the minutes of single days that the usual hours do not name (a moved cutoff, a working Saturday)
//! ```

use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::rhythm::Rhythm;
use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Timelike, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Minutes of a day, 0 to 1439, in Vietnam.
pub type Minutes = BTreeSet<u16>;

/// Office hours are looked at from this minute of the day.
const FROM: u16 = 7 * 60;
/// The last usual look of a day.
const TO: u16 = 17 * 60 + 55;
/// Minutes between two usual looks. Reports become evidence by being seen: two looks are never further apart in office hours.
pub const STEP: u16 = 5;
/// Around a cutoff each minute is looked at from this many minutes before it.
const BEFORE: i64 = 10;
/// … until this many minutes after it: the freeze or the release is made at once, and once more if that look failed.
const AFTER: i64 = 5;
/// A cutoff outside of office hours is prepared for this many minutes before it, by usual looks.
const APPROACH: i64 = 60;
/// An automatic release earlier than this many minutes before its cutoff is looked for by usual looks.
const RELEASE_BEFORE_MAX: i64 = 60;
/// Days of the week, Monday first.
pub const WEEK: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// Minutes that follow each other at an equal distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The first minute of the day.
    pub from: u16,
    /// The last one, included.
    pub to: u16,
    /// Minutes from one to the next; 1 for a single minute.
    pub step: u16,
}

/// When to look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookPlan {
    /// The minutes of each day of the week, Monday first; empty for a day without.
    pub weekly: [Minutes; 7],
    /// What a single day has beyond its day of the week; never empty for a day that stands here.
    pub dated: BTreeMap<NaiveDate, Minutes>,
    /// The first day that was asked for.
    pub first: NaiveDate,
    /// Nothing is known of the days after it.
    pub last: NaiveDate,
}

impl LookPlan {
    /// The looks of the days from `first` to `last`.
    pub fn of(rhythm: Rhythm<'_>, first: NaiveDate, last: NaiveDate) -> Self {
        let mut weekly: [Minutes; 7] = std::array::from_fn(|_| Minutes::new());
        for day in &mut weekly[..5] {
            day.extend(usual());
        }
        let schedule = rhythm.schedule;
        let desks = (!rhythm.calendar.desks.is_empty()).then_some(schedule.desks);
        let automatic = automatic_minutes(rhythm);
        // One week stands for all: only day and minute of it are taken.
        let some_week = Period::containing(first);
        let mut around = |at: Moment, before: i64| {
            for look in looks_around(at, before) {
                weekly[index(look)].insert(minute(look));
            }
        };
        for at in [Some(schedule.submit), desks, Some(schedule.release)].into_iter().flatten() {
            let before = if at == schedule.release { automatic } else { BEFORE };
            around(moment::at(some_week.day(at.day).and_time(at.time)), before);
        }
        let mut wanted: BTreeMap<NaiveDate, Minutes> = BTreeMap::new();
        // A cutoff may lie some days beside its own week.
        let weeks = std::iter::successors(Some(some_week.previous()), |week| Some(week.next()));
        for week in weeks.take_while(|week| week.first_day() <= last) {
            let release = rhythm.cutoffs(week).map(|cutoffs| cutoffs.release);
            for at in rhythm.every_cutoff(week) {
                for look in looks_around(at, if Some(at) == release { automatic } else { BEFORE }) {
                    wanted.entry(moment::day(look)).or_default().insert(minute(look));
                }
            }
        }
        for day in first.iter_days().take_while(|day| *day <= last).filter(|day| rhythm.calendar.is_working(*day)) {
            wanted.entry(day).or_default().extend(usual());
        }
        let beyond = |(day, minutes): (NaiveDate, Minutes)| {
            let beyond: Minutes = minutes.difference(&weekly[day.weekday().num_days_from_monday() as usize]).copied().collect();
            (day >= first && day <= last && !beyond.is_empty()).then_some((day, beyond))
        };
        let dated = wanted.into_iter().filter_map(beyond).collect();
        Self { weekly, dated, first, last }
    }

    /// All minutes of a day.
    pub fn on(&self, day: NaiveDate) -> Minutes {
        let mut minutes = self.weekly[day.weekday().num_days_from_monday() as usize].clone();
        minutes.extend(self.dated.get(&day).into_iter().flatten());
        minutes
    }

    /// The first look after an instant, within two weeks; `None` if there is none.
    pub fn next_after(&self, now: Moment) -> Option<Moment> {
        let today = moment::day(now);
        let looks = today.iter_days().take(15).flat_map(|day| self.on(day).into_iter().filter_map(move |minute| at(day, minute)));
        looks.into_iter().find(|look| *look > now)
    }
}

/// Minutes as stretches of equal steps, each minute in one of them, in order.
pub fn stretches(minutes: &Minutes) -> Vec<Stretch> {
    let minutes: Vec<u16> = minutes.iter().copied().collect();
    let mut stretches = Vec::new();
    let mut rest = minutes.as_slice();
    while let [from, others @ ..] = rest {
        let step = others.first().map_or(1, |next| next - from);
        let further = others.iter().zip(1u16..).take_while(|(minute, n)| **minute == from + step * n).count();
        // Two minutes far from each other are no rhythm.
        let taken = if further == 1 && step > STEP { 0 } else { further };
        let (stretch, left) = rest.split_at(taken + 1);
        stretches.push(Stretch { from: *from, to: stretch.last().copied().unwrap_or(*from), step: if taken == 0 { 1 } else { step } });
        rest = left;
    }
    stretches
}

fn usual() -> impl Iterator<Item = u16> {
    (FROM..=TO).step_by(usize::from(STEP))
}

/// From how many minutes before the release cutoff each minute is looked at: from when on a run releases by itself.
fn automatic_minutes(rhythm: Rhythm<'_>) -> i64 {
    i64::from(rhythm.schedule.release_auto_minutes).clamp(BEFORE, RELEASE_BEFORE_MAX)
}

/// The looks for the sake of one cutoff: each minute from `before` minutes before it; where it lies outside of office hours
/// also the usual ones of the hour before, so that what came is seen in time.
fn looks_around(cutoff: Moment, before: i64) -> Vec<Moment> {
    let cutoff = cutoff.with_second(0).and_then(|whole| whole.with_nanosecond(0)).unwrap_or(cutoff);
    let near = (-before..=AFTER).map(|minutes| cutoff + TimeDelta::minutes(minutes));
    let outside = |look: &Moment| !(FROM..=TO).contains(&minute(*look));
    let approach = (-APPROACH..-before).map(|minutes| cutoff + TimeDelta::minutes(minutes));
    near.chain(approach.filter(|look| outside(look) && minute(*look).is_multiple_of(STEP))).collect()
}

fn minute(at: Moment) -> u16 {
    let time = at.with_timezone(&moment::VIETNAM).time();
    // Below 1440.
    u16::try_from(time.hour() * 60 + time.minute()).unwrap_or_default()
}

fn index(at: Moment) -> usize {
    moment::day(at).weekday().num_days_from_monday() as usize
}

/// The instant of a minute of a day.
fn at(day: NaiveDate, minute: u16) -> Option<Moment> {
    let time = NaiveTime::from_hms_opt(u32::from(minute) / 60, u32::from(minute) % 60, 0)?;
    Some(moment::at(day.and_time(time)))
}

/// How far ahead of a day lines are made: half a year, because most calendars are announced by then, and a line of a
/// scheduler that knows no years would start again after a whole one.
pub fn horizon(first: NaiveDate) -> NaiveDate {
    first + Days::new(26 * 7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calendar::{Calendar, CutoffOverride};
    use crate::model::cutoff::tests::friday;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn moment(text: &str) -> Moment {
        Moment::parse_from_rfc3339(text).unwrap().with_timezone(&moment::VIETNAM)
    }

    fn plan(calendar: &Calendar) -> LookPlan {
        LookPlan::of(Rhythm { calendar, schedule: &friday() }, day("2025-07-07"), day("2025-08-03"))
    }

    fn clocks(minutes: &Minutes) -> Vec<String> {
        stretches(minutes)
            .iter()
            .map(|s| format!("{:02}:{:02}-{:02}:{:02}/{}", s.from / 60, s.from % 60, s.to / 60, s.to % 60, s.step))
            .collect()
    }

    #[test]
    fn a_usual_week_is_looked_at_each_minute_around_its_two_cutoffs_and_has_no_day_of_its_own() {
        let plan = plan(&Calendar::default());
        assert_eq!(clocks(&plan.weekly[0]), ["07:00-17:55/5"]);
        assert_eq!(clocks(&plan.weekly[4]), ["07:00-10:50/5", "10:51-11:05/1", "11:10-15:20/5", "15:21-15:35/1", "15:40-17:55/5"]);
        assert!(plan.weekly[5].is_empty() && plan.weekly[6].is_empty() && plan.dated.is_empty(), "{plan:?}");
    }

    #[test]
    fn a_working_saturday_and_a_moved_cutoff_have_what_their_day_of_the_week_lacks() {
        let mut calendar = Calendar::default();
        calendar.work_days.insert(day("2025-07-19"));
        let moved = CutoffOverride { submit: Some(moment("2025-07-24T09:00:00+07:00")), ..CutoffOverride::default() };
        calendar.overrides.insert(Period::containing(day("2025-07-24")), moved);
        let plan = plan(&calendar);
        assert_eq!(clocks(&plan.dated[&day("2025-07-19")]), ["07:00-17:55/5"]);
        // Of the minutes around nine, those that every Thursday has are left out.
        assert_eq!(clocks(&plan.dated[&day("2025-07-24")]), ["08:51-08:54/1", "08:56-08:59/1", "09:01-09:04/1"]);
        // Its release stays on Friday.
        assert_eq!(plan.dated.len(), 2, "{:?}", plan.dated.keys());
    }

    #[test]
    fn a_cutoff_at_night_is_approached_also_across_midnight() {
        let mut calendar = Calendar::default();
        let moved = CutoffOverride { submit: Some(moment("2025-07-25T00:04:00+07:00")), ..CutoffOverride::default() };
        calendar.overrides.insert(Period::containing(day("2025-07-25")), moved);
        let plan = plan(&calendar);
        assert_eq!(clocks(&plan.dated[&day("2025-07-24")]), ["23:05-23:50/5", "23:54-23:59/1"]);
        assert_eq!(clocks(&plan.dated[&day("2025-07-25")]), ["00:00-00:09/1"]);
    }

    #[test]
    fn the_next_look_is_found_over_the_weekend() {
        let plan = plan(&Calendar::default());
        let next = |now: &str| plan.next_after(moment(now)).unwrap().to_rfc3339();
        assert_eq!(next("2025-07-11T10:55:00+07:00"), "2025-07-11T10:56:00+07:00");
        assert_eq!(next("2025-07-11T11:07:30+07:00"), "2025-07-11T11:10:00+07:00");
        assert_eq!(next("2025-07-11T17:55:00+07:00"), "2025-07-14T07:00:00+07:00");
    }

    #[test]
    fn stretches_hold_each_minute_once() {
        for minutes in [vec![], vec![3], vec![3, 300], vec![1, 2, 3, 5, 10, 15, 16, 17, 700, 900], vec![0, 2, 4, 5, 6]] {
            let minutes: Minutes = minutes.into_iter().collect();
            let spread: Vec<u16> = stretches(&minutes).iter().flat_map(|s| (s.from..=s.to).step_by(usize::from(s.step))).collect();
            assert_eq!(spread, minutes.iter().copied().collect::<Vec<u16>>());
        }
    }
}
