//! The reporting period: an ISO 8601 week, named by the ISO year.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use std::ops::RangeInclusive;

/// Years that a period, or a plan, can be of.
pub const YEARS: RangeInclusive<i32> = 2000..=2100;

/// An ISO week, `2025-W28`. Ordered in time. Made only from a valid week or a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Period {
    year: i32,
    week: u32,
}

// The figures of a usual year are put down one by one: some ten thousand periods stand in the data of a week.
impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = *b"0000-W00";
        let figures = [(0, self.year / 1000), (1, self.year / 100), (2, self.year / 10), (3, self.year)];
        let week = i32::try_from(self.week).unwrap_or_default();
        for (place, figure) in figures.into_iter().chain([(6, week / 10), (7, week)]) {
            if let (Some(slot), Ok(figure)) = (text.get_mut(place), u8::try_from(figure % 10)) {
                *slot = b'0' + figure;
            }
        }
        match std::str::from_utf8(&text) {
            Ok(text) if YEARS.contains(&self.year) => serializer.serialize_str(text),
            _ => serializer.collect_str(self),
        }
    }
}

impl Period {
    /// The week `week` of the ISO year `year`, if that year has it.
    pub fn new(year: i32, week: u32) -> Option<Self> {
        if !YEARS.contains(&year) {
            return None;
        }
        NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).map(|_| Self { year, week })
    }

    /// The week that holds `date`.
    pub fn containing(date: NaiveDate) -> Self {
        let iso = date.iso_week();
        Self { year: iso.year(), week: iso.week() }
    }

    /// Reads `2025-W28`, the form used in configuration, JSON and folder names.
    pub fn parse_id(text: &str) -> Option<Self> {
        let (year, week) = text.trim().split_once("-W")?;
        Self::new(year.parse().ok()?, week.parse().ok()?)
    }

    /// The ISO year: for 31/12/2025 it is 2026.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The week's number in its ISO year, 1 to 53.
    pub fn week(self) -> u32 {
        self.week
    }

    /// A day of this week.
    pub fn day(self, weekday: Weekday) -> NaiveDate {
        // A `Period` is made only from a week that exists, so the fallback is never taken.
        NaiveDate::from_isoywd_opt(self.year, self.week, weekday).unwrap_or(NaiveDate::MIN)
    }

    /// The Monday of the week.
    pub fn first_day(self) -> NaiveDate {
        self.day(Weekday::Mon)
    }

    /// The Sunday of the week.
    pub fn last_day(self) -> NaiveDate {
        self.day(Weekday::Sun)
    }

    /// The ISO week before, across the year's end too.
    pub fn previous(self) -> Self {
        Self::containing(self.first_day() - Days::new(7))
    }

    /// The ISO week after, across the year's end too.
    pub fn next(self) -> Self {
        Self::containing(self.first_day() + Days::new(7))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-W{:02}", self.year, self.week)
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse_id(&text).ok_or_else(|| format!("not an ISO week: {text}"))
    }
}

/// What a report calls its period. Which period that is depends on the rhythm ([`crate::model::rhythm::Rhythm::named`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PeriodName {
    /// One ISO week, written `2025-W28`.
    Week(Period),
    /// Several weeks, first and last: `2025-W27..2025-W28`.
    Weeks(Period, Period),
    /// A calendar month, written `2025-07`.
    Month {
        /// Calendar year.
        year: i32,
        /// 1 for January to 12 for December.
        month: u32,
    },
    /// A calendar quarter, written `2025-Q3`.
    Quarter {
        /// Calendar year.
        year: i32,
        /// 1 to 4; 1 for January to March.
        quarter: u32,
    },
}

impl PeriodName {
    /// The month, if there is such a month.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        (YEARS.contains(&year) && (1..=12).contains(&month)).then_some(Self::Month { year, month })
    }

    /// The quarter, if there is such a quarter.
    pub fn quarter(year: i32, quarter: u32) -> Option<Self> {
        (YEARS.contains(&year) && (1..=4).contains(&quarter)).then_some(Self::Quarter { year, quarter })
    }

    /// A name as it is stored: `2025-W28`, `2025-W27..2025-W28`, `2025-07`, `2025-Q3`.
    pub fn parse_id(text: &str) -> Option<Self> {
        if let Some(week) = Period::parse_id(text) {
            return Some(Self::Week(week));
        }
        if let Some((first, last)) = text.split_once("..") {
            return Some(Self::Weeks(Period::parse_id(first)?, Period::parse_id(last)?));
        }
        let (year, part) = text.split_once('-')?;
        match part.strip_prefix('Q') {
            Some(quarter) => Self::quarter(year.parse().ok()?, quarter.parse().ok()?),
            None => Self::month(year.parse().ok()?, part.parse().ok()?),
        }
    }
}

impl fmt::Display for PeriodName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Week(week) => week.fmt(f),
            Self::Weeks(first, last) => write!(f, "{first}..{last}"),
            Self::Month { year, month } => write!(f, "{year}-{month:02}"),
            Self::Quarter { year, quarter } => write!(f, "{year}-Q{quarter}"),
        }
    }
}

impl From<PeriodName> for String {
    fn from(name: PeriodName) -> Self {
        name.to_string()
    }
}

impl TryFrom<String> for PeriodName {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse_id(&text).ok_or_else(|| format!("neither week, month nor quarter: {text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn the_year_of_a_week_is_the_iso_year() {
        assert_eq!(Period::containing(date(2025, 12, 31)).to_string(), "2026-W01");
        assert_eq!(Period::containing(date(2027, 1, 1)).to_string(), "2026-W53");
        assert_eq!(Period::containing(date(2025, 7, 11)).to_string(), "2025-W28");
    }

    #[test]
    fn a_week_is_written_as_it_is_shown() {
        for day in [date(2000, 1, 3), date(2025, 7, 11), date(2026, 12, 31), date(2100, 12, 1), date(1999, 5, 1), date(12_025, 1, 9)] {
            let period = Period::containing(day);
            assert_eq!(serde_json::to_string(&period).unwrap(), format!("\"{period}\""));
            assert_eq!(postcard::to_stdvec(&period).unwrap(), postcard::to_stdvec(&period.to_string()).unwrap());
        }
    }

    #[test]
    fn weeks_follow_each_other_over_the_years_end() {
        let last = Period::new(2026, 53).unwrap();
        assert_eq!(last.next(), Period::new(2027, 1).unwrap());
        assert_eq!(last.next().previous(), last);
        assert_eq!(Period::new(2025, 53), None);
    }

    #[test]
    fn its_days() {
        let week = Period::parse_id("2025-W28").unwrap();
        assert_eq!(week.first_day(), date(2025, 7, 7));
        assert_eq!(week.last_day(), date(2025, 7, 13));
        assert_eq!(week.day(Weekday::Fri), date(2025, 7, 11));
    }

    #[test]
    fn names_are_kept_as_they_are_printed() {
        for text in ["2025-W28", "2025-W27..2025-W28", "2025-07", "2025-Q3"] {
            assert_eq!(PeriodName::try_from(text.to_owned()).unwrap().to_string(), text);
        }
        for text in ["2025-13", "2025-Q5", "2025-Q0", "2025", "W28", "1999-07"] {
            assert!(PeriodName::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
