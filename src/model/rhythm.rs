//! Which weeks have a report, and which days each report covers.
//!
//! A period is named by the ISO week that holds its cutoff. The cadence picks those weeks; a row "Đổi hạn" of the
//! register for everybody opens a further one (an ad-hoc report). A period covers the days since the report before it,
//! so every day belongs to exactly one period. A week of rest keeps its place in the cadence: it is "nghỉ lễ".
//!
//! ```text
//! Schedule (cadence, hours) + Calendar (rest days, announced cutoffs) = Rhythm
//!   day → period_on → Period → span (first day, last day, name) and cutoffs
//! ```

use crate::model::agency::AgencyCode;
use crate::model::calendar::{AgencyCutoff, Calendar};
use crate::model::cutoff::{Cadence, Cutoffs, Schedule};
use crate::model::moment::Moment;
use crate::model::period::{Period, PeriodName};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The days a report covers, and what people call them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The period; its week holds the cutoff.
    pub period: Period,
    /// First day, a Monday.
    pub first: NaiveDate,
    /// Last day: the Sunday of the period's week.
    pub last: NaiveDate,
    /// What it is called.
    pub name: SpanName,
}

/// What a span is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpanName {
    /// By its weeks: "tuần 28/2025", "tuần 27-28/2025".
    Weeks,
    /// "tháng 7/2025".
    Month {
        /// The year.
        year: i32,
        /// 1 to 12.
        month: u32,
    },
    /// "quý III/2025".
    Quarter {
        /// The year.
        year: i32,
        /// 1 to 4.
        quarter: u32,
    },
    /// A report outside the cadence, called by the week of its cutoff.
    AdHoc,
}

/// The schedule with the calendar that bends it.
#[derive(Debug, Clone, Copy)]
pub struct Rhythm<'a> {
    /// Rest days and announced cutoffs.
    pub calendar: &'a Calendar,
    /// Cadence and hours.
    pub schedule: &'a Schedule,
}

/// Two reports of a cadence are never further apart: a quarter has at most 14 weeks, and a week of rest at its end
/// moves the report by two more.
const WEEKS_BETWEEN_MAX: usize = 17;

impl Span {
    /// The span of one week.
    pub fn week(period: Period) -> Self {
        Self { period, first: period.first_day(), last: period.last_day(), name: SpanName::Weeks }
    }

    /// Does it hold the day?
    pub fn holds(&self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

impl Rhythm<'_> {
    /// The cutoffs of a period; `None` if the week has no report.
    pub fn cutoffs(self, period: Period) -> Option<Cutoffs> {
        if self.reports(period) { self.calendar.cutoffs(self.schedule, period) } else { None }
    }

    /// What one agency is held to in a period; `None` if the week has no report.
    pub fn cutoff_of(self, period: Period, agency: &AgencyCode) -> Option<AgencyCutoff> {
        if self.reports(period) { self.calendar.cutoff_of(self.schedule, period, agency) } else { None }
    }

    /// Every instant of a period at which somebody's report becomes late or the consolidation due, in any order; empty if
    /// the week has no report.
    pub fn every_cutoff(self, period: Period) -> Vec<Moment> {
        let Some(general) = self.cutoffs(period) else { return Vec::new() };
        let late_from = self.calendar.late_from(self.schedule, period);
        let own = self.calendar.own.get(&period).into_iter().flat_map(BTreeMap::keys);
        let own = own.filter_map(|agency| self.cutoff_of(period, agency)).flat_map(|cutoff| [cutoff.submit, cutoff.late_from]);
        [general.submit, general.release].into_iter().chain(late_from).chain(own).collect()
    }

    /// Has the week a report by cadence or announcement? A week of rest has one that falls out.
    pub fn reports(self, week: Period) -> bool {
        self.regular(week) || self.calendar.overrides.contains_key(&week)
    }

    /// The period whose span holds the week: the week itself, or the next one with a report. The week itself where none
    /// is in sight, which happens only with reports on announcement.
    pub fn period_of(self, week: Period) -> Period {
        weeks_from(week).find(|w| self.reports(*w)).unwrap_or(week)
    }

    /// The period whose span holds the day.
    pub fn period_on(self, day: NaiveDate) -> Period {
        self.period_of(Period::containing(day))
    }

    /// The next period after this one.
    pub fn next(self, period: Period) -> Period {
        self.period_of(period.next())
    }

    /// The period before this one, if there is one in reach.
    pub fn previous(self, period: Period) -> Option<Period> {
        weeks_before(period).find(|w| self.reports(*w))
    }

    /// What a period covers. One with no report in reach before it covers its own week.
    pub fn span(self, period: Period) -> Span {
        let week = Span::week(period);
        let first = self.previous(period).map_or(week.first, |before| before.next().first_day());
        Span { first, name: self.name(period), ..week }
    }

    /// The period that a report means by what it calls its own; `None` if this rhythm has no such period.
    pub fn named(self, name: PeriodName) -> Option<Period> {
        match (name, self.schedule.cadence) {
            (PeriodName::Week(week), _) => Some(self.period_of(week)),
            (PeriodName::Weeks(first, last), _) => Some(self.period_of(last)).filter(|p| first < last && *p == self.period_of(first)),
            (PeriodName::Month { year, month }, Cadence::Monthly) => self.closing_week(year, month),
            (PeriodName::Quarter { year, quarter }, Cadence::Quarterly) => self.closing_week(year, quarter * 3),
            (PeriodName::Month { .. } | PeriodName::Quarter { .. }, _) => None,
        }
    }

    fn name(self, period: Period) -> SpanName {
        let day = period.day(self.schedule.submit.day);
        match self.schedule.cadence {
            Cadence::Monthly if self.regular(period) => SpanName::Month { year: day.year(), month: day.month() },
            Cadence::Quarterly if self.regular(period) => SpanName::Quarter { year: day.year(), quarter: day.month() / 3 },
            _ if self.regular(period) => SpanName::Weeks,
            _ => SpanName::AdHoc,
        }
    }

    /// Does the cadence alone give the week a report?
    fn regular(self, week: Period) -> bool {
        let day = week.day(self.schedule.submit.day);
        match self.schedule.cadence {
            Cadence::Weekly => true,
            Cadence::Biweekly { anchor } => (week.first_day() - anchor.first_day()).num_weeks() % 2 == 0,
            Cadence::Monthly => self.closing_week(day.year(), day.month()) == Some(week),
            Cadence::Quarterly => day.month().is_multiple_of(3) && self.closing_week(day.year(), day.month()) == Some(week),
            Cadence::AdHoc => false,
        }
    }

    /// The week of a month's report. A month must not lose its report to a rest at its end, so the week before serves;
    /// only a month without any working week keeps its last week, which then falls out.
    fn closing_week(self, year: i32, month: u32) -> Option<Period> {
        let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        let last_day = NaiveDate::from_ymd_opt(next_year, next_month, 1)?.checked_sub_days(Days::new(1))?;
        let submit = |week: Period| week.day(self.schedule.submit.day);
        let of_month: Vec<Period> = weeks_back_from(Period::containing(last_day))
            .skip_while(|w| submit(*w) > last_day)
            .take_while(|w| (submit(*w).year(), submit(*w).month()) == (year, month))
            .collect();
        let works = |week: &&Period| self.calendar.cutoffs(self.schedule, **week).is_some();
        of_month.iter().find(works).or(of_month.first()).copied()
    }
}

fn weeks_from(week: Period) -> impl Iterator<Item = Period> {
    std::iter::successors(Some(week), |w| Some(w.next())).take(WEEKS_BETWEEN_MAX)
}

fn weeks_back_from(week: Period) -> impl Iterator<Item = Period> {
    std::iter::successors(Some(week), |w| Some(w.previous())).take(WEEKS_BETWEEN_MAX)
}

fn weeks_before(week: Period) -> impl Iterator<Item = Period> {
    weeks_back_from(week).skip(1)
}

#[cfg(test)]
mod tests;
