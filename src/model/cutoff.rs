//! The two cutoffs of a period and what the clock says about them. "Trước 11 giờ" is strict: an instant equal to
//! the cutoff is late. A command is judged by the instant it started.

use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use chrono::{NaiveTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

/// A day of the week and an hour, such as `Fri 11:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekTime {
    /// Which day of the period's ISO week.
    pub day: Weekday,
    /// The wall clock in Vietnam.
    pub time: NaiveTime,
}

/// What to do when a cutoff falls on a rest day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HolidayRule {
    /// The last earlier working day of the same ISO week, same hours.
    Earlier,
    /// The next working day, same hours.
    Later,
    /// No report in a week whose cutoff is a rest day.
    Skip,
}

/// How often the agencies report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cadence {
    /// A report every week.
    Weekly,
    /// Every second week, counted from a week that has a report.
    Biweekly {
        /// A week that has a report; those at an even distance have one too.
        anchor: Period,
    },
    /// Once a month: in the last week whose submit day lies in the month and that has a working day for the cutoffs.
    Monthly,
    /// Once a quarter: the report of its last month.
    Quarterly,
    /// Only in weeks that the register announces.
    AdHoc,
}

/// The rhythm of the regime, from configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Which weeks have a report.
    pub cadence: Cadence,
    /// When the agencies' reports must be in.
    pub submit: WeekTime,
    /// When the consolidated workbooks of desks below must be in; counts where the register has any.
    pub desks: WeekTime,
    /// When the consolidation must leave.
    pub release: WeekTime,
    /// Minutes before the release cutoff from which `run` releases by itself; 0 is "by hand only".
    pub release_auto_minutes: u32,
    /// What a rest day does to a cutoff.
    pub holiday_rule: HolidayRule,
    /// The first period that this workspace consolidates; `None` for the first it released.
    pub from: Option<Period>,
}

/// The cutoffs of one period, after the calendar had its say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cutoffs {
    /// Reports received strictly before are on time.
    pub submit: Moment,
    /// A release made strictly before is on time.
    pub release: Moment,
}

/// Where a period stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Before the submit cutoff.
    Collecting,
    /// From the submit cutoff until the release.
    Consolidating,
    /// The period is released; a week that was only frozen is not.
    Released,
}

impl Cutoffs {
    /// Is an instant before the submit cutoff, to the nanosecond?
    pub fn in_time(&self, received: Moment) -> bool {
        received < self.submit
    }

    /// Has the submit cutoff come?
    pub fn freeze_due(&self, now: Moment) -> bool {
        now >= self.submit
    }

    /// May `run` release by itself at `now`? From `auto_minutes` before the release cutoff, but never before the submit
    /// cutoff; not at all if that is 0.
    pub fn auto_release_due(&self, now: Moment, auto_minutes: u32) -> bool {
        self.auto_release(auto_minutes).is_some_and(|from| now >= from)
    }

    /// From when on `run` releases by itself; `None` if it never does.
    pub fn auto_release(&self, auto_minutes: u32) -> Option<Moment> {
        (auto_minutes > 0).then(|| self.submit.max(self.release - TimeDelta::minutes(i64::from(auto_minutes))))
    }

    /// Is a release made at `now` late?
    pub fn release_late(&self, now: Moment) -> bool {
        now >= self.release
    }

    /// What holds once these cutoffs are seen first at `since`, where others held before: one that had passed already by then moves
    /// none that was still to come, because whoever relied on that one could not know.
    #[must_use]
    pub fn seen_first(self, since: Moment, before: Self) -> Self {
        let hour = |written: Moment, held: Moment| if written <= since && held > since { held } else { written };
        let submit = hour(self.submit, before.submit);
        let release = hour(self.release, before.release);
        Self { submit, release: if release > submit { release } else { before.release } }
    }

    /// The phase of a period that has, or has not, been released.
    pub fn phase(&self, now: Moment, released: bool) -> Phase {
        if released {
            Phase::Released
        } else if self.freeze_due(now) {
            Phase::Consolidating
        } else {
            Phase::Collecting
        }
    }
}

impl Schedule {
    /// The cutoffs of a week in which every day is a working day.
    pub fn plain(&self, period: Period) -> Cutoffs {
        Cutoffs {
            submit: moment::at(period.day(self.submit.day).and_time(self.submit.time)),
            release: moment::at(period.day(self.release.day).and_time(self.release.time)),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn friday() -> Schedule {
        let time = |h, m| NaiveTime::from_hms_opt(h, m, 0).unwrap();
        Schedule {
            cadence: Cadence::Weekly,
            submit: WeekTime { day: Weekday::Fri, time: time(11, 0) },
            desks: WeekTime { day: Weekday::Fri, time: time(15, 30) },
            release: WeekTime { day: Weekday::Fri, time: time(15, 30) },
            release_auto_minutes: 10,
            holiday_rule: HolidayRule::Earlier,
            from: None,
        }
    }

    fn moment(text: &str) -> Moment {
        Moment::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn both_cutoffs_are_strict() {
        let cutoffs = friday().plain(Period::parse_id("2025-W28").unwrap());
        assert!(cutoffs.in_time(moment("2025-07-11T10:59:59.999+07:00")));
        assert!(!cutoffs.in_time(moment("2025-07-11T11:00:00+07:00")));
        assert!(!cutoffs.freeze_due(moment("2025-07-11T10:59:59.999+07:00")));
        assert!(cutoffs.freeze_due(moment("2025-07-11T11:00:00+07:00")));
        assert!(!cutoffs.release_late(moment("2025-07-11T15:29:59.999+07:00")));
        assert!(cutoffs.release_late(moment("2025-07-11T15:30:00+07:00")));
        // The zone in which an instant is written changes nothing.
        assert!(!cutoffs.in_time(moment("2025-07-11T04:00:00+00:00")));
        assert!(cutoffs.in_time(moment("2025-07-10T23:59:59-04:00")));
    }

    #[test]
    fn an_hour_that_had_passed_when_it_was_seen_moves_none_that_is_to_come() {
        let at = |time: &str| moment(&format!("2025-07-{time}:00+07:00"));
        let of = |submit, release| Cutoffs { submit: at(submit), release: at(release) };
        let (usual, early) = (of("11T11:00", "11T15:30"), of("10T11:00", "10T15:30"));
        for (written, since, before, held) in [
            (early, "10T16:00", usual, usual),
            (early, "10T10:59", usual, early),
            // The release alone would come before the submit cutoff that holds.
            (early, "10T12:00", usual, usual),
            (of("11T10:00", "11T14:00"), "11T10:00", usual, of("11T11:00", "11T14:00")),
            (of("11T11:00", "11T12:00"), "11T13:00", usual, of("11T11:00", "11T15:30")),
            // Both are over, or nothing was to come.
            (early, "11T16:00", usual, early),
            (usual, "10T16:00", early, usual),
        ] {
            assert_eq!(written.seen_first(at(since), before), held, "{since}");
        }
    }

    #[test]
    fn run_releases_by_itself_from_ten_minutes_before() {
        let cutoffs = friday().plain(Period::parse_id("2025-W28").unwrap());
        assert!(!cutoffs.auto_release_due(moment("2025-07-11T15:19:59+07:00"), 10));
        assert!(cutoffs.auto_release_due(moment("2025-07-11T15:20:00+07:00"), 10));
        assert!(cutoffs.auto_release_due(moment("2025-07-14T08:00:00+07:00"), 10));
        assert!(!cutoffs.auto_release_due(moment("2025-07-14T08:00:00+07:00"), 0));
        assert_eq!(cutoffs.auto_release(10), Some(moment("2025-07-11T15:20:00+07:00")));
        assert_eq!((cutoffs.auto_release(1440), cutoffs.auto_release(0)), (Some(cutoffs.submit), None));
    }
}
