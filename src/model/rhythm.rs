//! Which weeks have a report, and which days each report covers.
//!
//! A period is named by the ISO week that holds its cutoff. The cadence picks those weeks; a row "Đổi hạn" of the
//! register for everybody opens a further one (an ad-hoc report). A period covers the days since the report before it,
//! so every day belongs to exactly one period. A week of rest keeps its place in the cadence: it is "nghỉ lễ". A period
//! that is frozen keeps the days and the hours it was frozen with ([`FreezeTerms`]), whatever the rest says since.
//!
//! ```text
//! Schedule (cadence, hours) + Calendar (rest days, announced cutoffs) = Rhythm
//!   day → period_on → Period → span (first day, last day, name) and cutoffs
//! ```

use crate::model::agency::AgencyCode;
use crate::model::calendar::Calendar;
use crate::model::cutoff::{Cadence, Cutoffs, Schedule};
use crate::model::freeze_terms::{AgencyCutoff, CutoffChange, FreezeTerms};
use crate::model::moment::Moment;
use crate::model::period::{Period, PeriodName};
use crate::model::span::{Span, SpanName};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::BTreeMap;

/// The schedule with the calendar that bends it.
#[derive(Debug, Clone, Copy)]
pub struct Rhythm<'a> {
    /// Rest days and announced cutoffs.
    pub calendar: &'a Calendar,
    /// Cadence and usual hours, from the configuration.
    pub schedule: &'a Schedule,
}

/// Two reports of a cadence are never further apart: a quarter has at most 14 weeks, and a week of rest at its end
/// moves the report by two more.
const WEEKS_BETWEEN_MAX: usize = 17;

impl Rhythm<'_> {
    /// The cutoffs of a period; `None` if the week has no report.
    pub fn cutoffs(self, period: Period) -> Option<Cutoffs> {
        if let Some(terms) = self.calendar.terms.get(&period) {
            return Some(terms.cutoffs);
        }
        if self.is_written(period) { self.calendar.cutoffs(self.schedule, period) } else { None }
    }

    /// What one agency is held to in a period; `None` if the week has no report.
    pub fn cutoff_of(self, period: Period, agency: &AgencyCode) -> Option<AgencyCutoff> {
        if let Some(terms) = self.calendar.terms.get(&period) {
            return Some(terms.cutoff_of(agency));
        }
        if self.is_written(period) { self.calendar.cutoff_of(self.schedule, period, agency) } else { None }
    }

    /// Until when desks below may hand on what they consolidated; `None` if there are none, or the week has no report.
    pub fn desks_until(self, period: Period) -> Option<Moment> {
        self.calendar.desks.iter().filter_map(|desk| self.cutoff_of(period, desk)).map(|cutoff| cutoff.submit).max()
    }

    /// Every instant of a period at which somebody's report becomes late or the consolidation due, in any order; empty if
    /// the week has no report.
    pub fn every_cutoff(self, period: Period) -> Vec<Moment> {
        let Some(terms) = self.terms(period) else { return Vec::new() };
        let own = terms.own.values().flat_map(|cutoff| [cutoff.submit, cutoff.late_from]);
        [terms.cutoffs.submit, terms.cutoffs.release, terms.late_from].into_iter().chain(own).collect()
    }

    /// What a period is frozen with if it is frozen now, or was frozen with; `None` if the week has no report.
    pub fn terms(self, period: Period) -> Option<FreezeTerms> {
        if let Some(terms) = self.calendar.terms.get(&period) {
            return Some(terms.clone());
        }
        let cutoffs = self.cutoffs(period)?;
        let own = self.calendar.own.get(&period).into_iter().flat_map(BTreeMap::keys).chain(&self.calendar.desks);
        let own = own.filter_map(|agency| Some((agency.clone(), self.cutoff_of(period, agency)?))).collect();
        let late_from = self.calendar.late_from(self.schedule, period)?;
        Some(FreezeTerms { span: self.span(period), cutoffs, late_from, own, change: self.change(period) })
    }

    /// The hours that a period had before in its own days; `None` if it had no others.
    pub fn change(self, period: Period) -> Option<CutoffChange> {
        match self.calendar.terms.get(&period) {
            Some(terms) => terms.change,
            None => self.calendar.changes.get(&period).copied(),
        }
    }

    /// Has the week a report by cadence or announcement? A week of rest has one that falls out.
    pub fn reports(self, week: Period) -> bool {
        self.calendar.terms.contains_key(&week) || self.is_written(week)
    }

    fn is_written(self, week: Period) -> bool {
        self.regular(week) || self.calendar.overrides.contains_key(&week)
    }

    /// The period whose span holds the week: the week itself, or the next one with a report. The week itself where none
    /// is in sight, which happens only with reports on announcement.
    pub fn period_of(self, week: Period) -> Period {
        let frozen = self.calendar.terms.values().map(|terms| terms.span).find(|span| span.holds(week.last_day()));
        if let Some(span) = frozen {
            return span.period;
        }
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
        if let Some(terms) = self.calendar.terms.get(&period) {
            return terms.span;
        }
        let week = Span::week(period);
        let first = self.previous(period).map_or(week.first, |before| before.next().first_day());
        Span { first, name: self.name(period), ..week }
    }

    /// The period that a report means by what it calls its own; `None` if this rhythm has no such period.
    pub fn named(self, name: PeriodName) -> Option<Period> {
        let called = match name {
            PeriodName::Month { year, month } => Some(SpanName::Month { year, month }),
            PeriodName::Quarter { year, quarter } => Some(SpanName::Quarter { year, quarter }),
            PeriodName::Week(_) | PeriodName::Weeks(..) => None,
        };
        let frozen = self.calendar.terms.values().map(|terms| terms.span).find(|span| called == Some(span.name));
        if let Some(span) = frozen {
            return Some(span.period);
        }
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
