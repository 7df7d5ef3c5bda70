//! Days and hours as people type them (`src/docs/reading.md`, "Days"). Day first; month first only where day first is
//! impossible, and then it is said.

use crate::text::normalise;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

/// A day read from text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateReading {
    /// The day that is meant.
    pub day: NaiveDate,
    /// Read month first, because day first is impossible: `09/30/2025`.
    pub swapped: bool,
}

/// Reads a single day with its year: `30/9/2025`, `30-9-2025`, `30.09.2025`, `30/09/25`, `2025-09-30`,
/// `ngày 30 tháng 9 năm 2025`, `thứ Ba, 30/9/2025`. Years from 1990 to 2100; two digits mean 20xx.
pub fn read(text: &str) -> Option<DateReading> {
    // Nearly every day is written this way.
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'/') {
        return in_figures(text);
    }
    let key = normalise::unaccented(text.trim_start_matches('\''));
    let key = ["t00:00:00", "t00:00:00z", "t00:00:00.000", " 00:00:00", " 00:00"].iter().find_map(|t| key.strip_suffix(t)).unwrap_or(&key);
    let key = without_weekday(key);
    let key = key.trim();
    in_words(key).or_else(|| in_figures(key))
}

/// The day alone; see [`read`].
pub fn date(text: &str) -> Option<NaiveDate> {
    read(text).map(|r| r.day)
}

/// A day with an hour: `11/7/2025 08:30`, `08 giờ 30 ngày 11/7/2025`, `8h30 11/7/2025`. A day alone means 00:00.
pub fn date_time(text: &str) -> Option<NaiveDateTime> {
    if let Some(day) = date(text) {
        return Some(day.and_time(NaiveTime::MIN));
    }
    let key = normalise::unaccented(text.trim_start_matches('\''));
    let key = key.replace(',', " ");
    let words: Vec<&str> = key.split_whitespace().filter(|w| *w != "luc").collect();
    if let [one] = words.as_slice() {
        let (day, time) = one.split_once('t')?;
        return Some(date(day)?.and_time(self::time(time)?));
    }
    (1..words.len()).find_map(|at| {
        let (left, right) = words.split_at(at);
        let (left, right) = (left.join(" "), right.join(" "));
        let (day, time) = match time(&left) {
            Some(time) => (date(&without_weekday(&right))?, time),
            None => (date(&without_weekday(&left))?, time(&right)?),
        };
        Some(day.and_time(time))
    })
}

/// `ngay thu sau 11/7/2025` without the name of the weekday.
fn without_weekday(key: &str) -> String {
    let rest = key.strip_prefix("ngay ").unwrap_or(key);
    let names = ["thu hai ", "thu ba ", "thu tu ", "thu nam ", "thu sau ", "thu bay ", "chu nhat ", "thu 2 ", "thu 3 ", "thu 4 ", "thu 5 "];
    let more = ["thu 6 ", "thu 7 "];
    let plain = rest.replacen(", ", " ", 1);
    let rest = names.iter().chain(&more).find_map(|n| plain.strip_prefix(n)).unwrap_or(rest);
    rest.strip_prefix("ngay ").unwrap_or(rest).to_owned()
}

/// `08:30`, `08:30:00`, `8h30`, `8h`, `8 gio 30 phut`, `8:30 sa`, `8:30 pm`.
fn time(key: &str) -> Option<NaiveTime> {
    let key = key.trim();
    let (key, afternoon) = if let Some(rest) = key.strip_suffix(" am").or_else(|| key.strip_suffix(" sa")) {
        (rest, Some(false))
    } else if let Some(rest) = key.strip_suffix(" pm").or_else(|| key.strip_suffix(" ch")) {
        (rest, Some(true))
    } else {
        (key, None)
    };
    let key = key.strip_suffix("phut").unwrap_or(key).trim();
    let plain = key.replace("gio", ":").replace(['h', 'g'], ":");
    let parts: Vec<&str> = plain.split(':').map(str::trim).collect();
    let (hour, minute, second) = match parts.as_slice() {
        [hour, ""] => (*hour, "0", "0"),
        [hour, minute] => (*hour, *minute, "0"),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return None,
    };
    let small = |s: &str| if s.len() <= 2 && s.chars().all(|c| c.is_ascii_digit()) { s.parse::<u32>().ok() } else { None };
    let hour = match (small(hour)?, afternoon) {
        (hour, None) => hour,
        (12, Some(false)) => 0,
        (12, Some(true)) => 12,
        (hour @ 1..=11, Some(true)) => hour + 12,
        (hour @ 1..=11, Some(false)) => hour,
        _ => return None,
    };
    NaiveTime::from_hms_opt(hour, small(minute)?, small(second)?)
}

/// `30 thang 9 nam 2025`.
fn in_words(key: &str) -> Option<DateReading> {
    let (day, rest) = key.split_once("thang")?;
    let (month, year) = rest.split_once("nam").or_else(|| rest.split_once(','))?;
    let day = day_of(year.trim(), month.trim(), day.trim())?;
    Some(DateReading { day, swapped: false })
}

/// Three numbers with the same separator.
fn in_figures(key: &str) -> Option<DateReading> {
    let separator = key.chars().find(|c| matches!(c, '/' | '-' | '.'))?;
    let parts: Vec<&str> = key.split(separator).map(str::trim).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    if first.len() == 4 {
        return day_of(first, second, third).map(|day| DateReading { day, swapped: false });
    }
    if let Some(day) = day_of(third, second, first) {
        return Some(DateReading { day, swapped: false });
    }
    // Only a middle number that can be no month at all makes it month first; 31/6/2025 is a slip, not a foreign date.
    let middle: u32 = second.parse().ok()?;
    if middle <= 12 {
        return None;
    }
    day_of(third, first, second).map(|day| DateReading { day, swapped: true })
}

fn day_of(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let number = |s: &str| if s.chars().all(|c| c.is_ascii_digit()) { s.parse::<u32>().ok() } else { None };
    if day.len() > 2 || month.len() > 2 {
        return None;
    }
    let year = i32::try_from(number(year)?).ok().and_then(|y| match year.len() {
        4 => Some(y),
        2 => Some(2000 + y),
        _ => None,
    })?;
    let date = NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)?;
    (1990..=2100).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn the_ways_people_write_a_day() {
        for text in [
            "30/9/2025",
            "30-9-2025",
            "30.09.2025",
            "30/09/25",
            "ngày 30 tháng 9 năm 2025",
            "ngày 30/9/2025",
            "2025-09-30",
            "  30 / 09 / 2025. ",
            "'30/9/2025",
            "30/09/2025 00:00:00",
            "30\u{a0}tháng 9, 2025",
            "thứ Ba, 30/9/2025",
            "Thứ ba ngày 30 tháng 9 năm 2025",
            "2025-09-30T00:00:00Z",
            "2025/9/30",
            "30 - 9 - 2025",
        ] {
            assert_eq!(read(text), Some(DateReading { day: day(2025, 9, 30), swapped: false }), "{text}");
        }
    }

    #[test]
    fn day_first_always_unless_impossible() {
        assert_eq!(date("04/07/2025"), Some(day(2025, 7, 4)));
        assert_eq!(read("09/30/2025"), Some(DateReading { day: day(2025, 9, 30), swapped: true }));
        for text in ["31/6/2025", "30/2/2025", "13/13/2025", "2/30/2025", "00/9/2025"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest::proptest! {
        /// However a day is written, it is that day or the month-first reading of an impossible one, and never another.
        #[test]
        fn a_day_is_itself_however_it_is_written(offset in 0_u64..40_000) {
            let wanted = day(1990, 1, 1).checked_add_days(chrono::Days::new(offset)).unwrap();
            let (y, m, d) = (wanted.year(), wanted.month(), wanted.day());
            for text in [
                crate::text::format::date(wanted),
                format!("{d:02}/{m:02}/{y}"),
                format!("{d}-{m}-{y}"),
                format!("{d}.{m:02}.{y}"),
                format!("{y}-{m:02}-{d:02}"),
                format!("ngày {d} tháng {m} năm {y}"),
            ] {
                assert_eq!(read(&text), Some(DateReading { day: wanted, swapped: false }), "{text}");
            }
            let american = read(&format!("{m:02}/{d:02}/{y}"));
            match american {
                Some(reading) if d > 12 => assert_eq!(reading, DateReading { day: wanted, swapped: true }),
                Some(reading) => assert_eq!((reading.day, reading.swapped), (day(y, d, m), false)),
                None => unreachable!("one of the two is a day"),
            }
        }
    }

    #[test]
    fn what_is_no_single_day_of_our_time() {
        for text in
            ["", "-", "x", "9/2025", "tháng 9/2025", "30/9", "30/9/1989", "30/9/2101", "30/9/025", "30/9-2025", "45930", "30/9/2025 abc"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_with_an_hour() {
        let half_past_eight = day(2025, 7, 11).and_hms_opt(8, 30, 0).unwrap();
        for text in [
            "11/7/2025 08:30",
            "11/07/2025 8:30:00",
            "08:30 11/7/2025",
            "08 giờ 30 ngày 11/7/2025",
            "8 giờ 30 phút, ngày 11 tháng 7 năm 2025",
            "8h30 11/7/2025",
            "8g30 ngày 11/7/2025",
            "lúc 8h30 ngày thứ Sáu 11/7/2025",
            "2025-07-11T08:30:00",
            "2025-07-11 08:30",
            "11/7/2025 8:30 SA",
            "11/7/2025, 08:30 AM",
        ] {
            assert_eq!(date_time(text), Some(half_past_eight), "{text}");
        }
        assert_eq!(date_time("11/7/2025"), day(2025, 7, 11).and_hms_opt(0, 0, 0));
        assert_eq!(date_time("15h 11/7/2025"), day(2025, 7, 11).and_hms_opt(15, 0, 0));
        assert_eq!(date_time("11/7/2025 3:30 CH"), day(2025, 7, 11).and_hms_opt(15, 30, 0));
        for text in ["08:30", "11/7/2025 25:00", "11/7/2025 8", "11/7/2025 13:00 PM", "sáng 11/7/2025", ""] {
            assert_eq!(date_time(text), None, "{text}");
        }
    }
}
