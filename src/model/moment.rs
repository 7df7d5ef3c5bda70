//! An instant in Vietnam time. The clock itself is read in `io/clock.rs`, once a command; here are only values.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeZone};

/// An instant, always carried with the offset +07:00.
pub type Moment = DateTime<FixedOffset>;

/// Vietnam time: a constant +07:00 without daylight saving, whatever the machine's zone.
pub const VIETNAM: FixedOffset = match FixedOffset::east_opt(7 * 3600) {
    Some(offset) => offset,
    None => panic!("seven hours east is a valid offset"),
};

/// The instant at which a wall clock in Vietnam shows `local`.
pub fn at(local: NaiveDateTime) -> Moment {
    VIETNAM.from_utc_datetime(&(local - chrono::TimeDelta::hours(7)))
}

/// The calendar day of an instant in Vietnam.
pub fn day(moment: Moment) -> NaiveDate {
    moment.with_timezone(&VIETNAM).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_clock_time_becomes_the_instant_seven_hours_earlier_in_utc() {
        let local = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap().and_hms_opt(11, 0, 0).unwrap();
        assert_eq!(at(local).to_rfc3339(), "2025-07-11T11:00:00+07:00");
        assert_eq!(at(local).naive_utc().to_string(), "2025-07-11 04:00:00");
    }

    #[test]
    fn the_day_is_the_day_in_vietnam() {
        let late_utc = DateTime::parse_from_rfc3339("2025-07-10T23:30:00+00:00").unwrap();
        assert_eq!(day(late_utc), NaiveDate::from_ymd_opt(2025, 7, 11).unwrap());
    }
}
