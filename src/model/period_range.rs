//! Several periods in a row that are looked back upon together: weeks somebody names, a month, a quarter, a half or a whole year.

use crate::model::period::Period;
use chrono::{NaiveDate, Weekday};
use serde::Serialize;

/// Weeks from one to another, both counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PeriodRange {
    /// The week it begins with.
    pub first: Period,
    /// The week it ends with, which belongs to it.
    pub last: Period,
    /// What people call it.
    #[serde(skip)]
    pub name: RangeName,
}

/// What a range is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeName {
    /// By its first and last week.
    Weeks,
    /// A month of a year, from 1.
    Month(i32, u32),
    /// A quarter of a year, from 1.
    Quarter(i32, u32),
    /// The first or the second half of a year.
    Half(i32, u32),
    /// From its first week to its last.
    Year(i32),
}

impl PeriodRange {
    /// From one week to another; `None` if the first comes after the last.
    pub fn weeks(first: Period, last: Period) -> Option<Self> {
        (first <= last).then_some(Self { first, last, name: RangeName::Weeks })
    }

    /// The weeks of a month, quarter, half or year; `None` if there is none of that number. A week belongs to the month in which
    /// most of its days lie, which is that of its Thursday: so every week has one month, and the year is that of the week's number.
    pub fn named(name: RangeName) -> Option<Self> {
        let (year, first_month, months) = match name {
            RangeName::Weeks => return None,
            RangeName::Month(year, month) => (year, (1..=12).contains(&month).then_some(month)?, 1),
            RangeName::Quarter(year, quarter) => (year, (1..=4).contains(&quarter).then(|| quarter * 3 - 2)?, 3),
            RangeName::Half(year, half) => (year, (1..=2).contains(&half).then(|| half * 6 - 5)?, 6),
            RangeName::Year(year) => (year, 1, 12),
        };
        let begin = NaiveDate::from_ymd_opt(year, first_month, 1)?;
        let months_on = first_month + months;
        let (next_year, next_month) = if months_on > 12 { (year + 1, months_on - 12) } else { (year, months_on) };
        let end = NaiveDate::from_ymd_opt(next_year, next_month, 1)?;
        let thursday = |period: Period| period.day(Weekday::Thu);
        let around = Period::containing(begin);
        let first = if thursday(around) < begin { around.next() } else { around };
        let around = Period::containing(end);
        let last = if thursday(around) < end { around } else { around.previous() };
        Period::new(first.year(), first.week())?;
        Period::new(last.year(), last.week())?;
        Some(Self { first, last, name })
    }

    /// Does it hold the period?
    pub fn holds(&self, period: Period) -> bool {
        (self.first..=self.last).contains(&period)
    }

    /// Does a day lie in one of its weeks?
    pub fn holds_day(&self, day: NaiveDate) -> bool {
        (self.first.first_day()..=self.last.last_day()).contains(&day)
    }

    /// Its weeks, the earliest first.
    pub fn each(self) -> impl Iterator<Item = Period> {
        let last = self.last;
        std::iter::successors(Some(self.first), |week| Some(week.next())).take_while(move |week| *week <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(name: RangeName) -> (String, String) {
        let range = PeriodRange::named(name).unwrap();
        (range.first.to_string(), range.last.to_string())
    }

    #[test]
    fn every_week_of_a_year_has_one_month() {
        for year in 2020..=2032 {
            let months: Vec<Period> =
                (1..=12).flat_map(|month| PeriodRange::named(RangeName::Month(year, month)).unwrap().each()).collect();
            let whole: Vec<Period> = PeriodRange::named(RangeName::Year(year)).unwrap().each().collect();
            assert_eq!(months, whole, "{year}");
            assert!(whole.iter().all(|week| week.year() == year), "{year}");
            let quarters: Vec<Period> = (1..=4).flat_map(|n| PeriodRange::named(RangeName::Quarter(year, n)).unwrap().each()).collect();
            let halves: Vec<Period> = (1..=2).flat_map(|n| PeriodRange::named(RangeName::Half(year, n)).unwrap().each()).collect();
            assert_eq!((&quarters, &halves), (&whole, &whole), "{year}");
        }
    }

    #[test]
    fn a_week_belongs_where_most_of_its_days_lie() {
        let of = |first: &str, last: &str| (first.to_owned(), last.to_owned());
        // Friday 01/8/2025 is in the week of 28/7, four days of which are in July.
        assert_eq!(ends(RangeName::Month(2025, 7)), of("2025-W27", "2025-W31"));
        assert_eq!(ends(RangeName::Quarter(2025, 3)), of("2025-W27", "2025-W39"));
        assert_eq!(ends(RangeName::Half(2026, 1)), of("2026-W01", "2026-W26"));
        assert_eq!(ends(RangeName::Year(2026)), of("2026-W01", "2026-W53"));
        for none in
            [RangeName::Month(2025, 13), RangeName::Quarter(2025, 0), RangeName::Half(2025, 3), RangeName::Weeks, RangeName::Year(1900)]
        {
            assert_eq!(PeriodRange::named(none), None, "{none:?}");
        }
    }

    #[test]
    fn weeks_are_counted_with_both_ends() {
        let week = |id: &str| Period::parse_id(id).unwrap();
        let range = PeriodRange::weeks(week("2025-W52"), week("2026-W02")).unwrap();
        assert_eq!(range.each().count(), 3);
        assert!(range.holds(week("2026-W01")) && !range.holds(week("2026-W03")));
        assert_eq!(PeriodRange::weeks(week("2026-W02"), week("2025-W52")), None);
    }
}
