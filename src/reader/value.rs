//! Single values, the same for every format: what a number is under its format, what a text means that was written
//! with escapes, what counts as a number at all.

use crate::model::workbook::{Appearance, RawValue, UNREADABLE};
use crate::reader::format_kind::FormatKind;
use calamine::{ExcelDateTime, ExcelDateTimeType};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use std::borrow::Cow;

/// Excel's days: 1 January 1900 to 31 December 9999.
const SERIALS: std::ops::RangeInclusive<f64> = 1.0..=2_958_465.999_999;
/// The years of these days.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=9999;
/// Days between the two date systems.
const DAYS_TO_1904: f64 = 1462.0;

/// A value that breaks the rules of its format.
pub(super) fn unreadable() -> RawValue {
    RawValue::Error(UNREADABLE.to_owned())
}

/// A text; `None` if nothing is written. A text with a zero in it was decoded wrongly by whoever wrote it.
pub(super) fn text(text: &str) -> Option<RawValue> {
    match text {
        "" => None,
        text if text.contains('\0') => Some(unreadable()),
        text => Some(RawValue::Text(text.into())),
    }
}

/// A value as a person sees it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Seen {
    /// `None` if nothing is seen.
    pub(super) value: Option<RawValue>,
    /// What is shown and what is stored, where these differ beyond rounding.
    pub(super) appearance: Option<Box<Appearance>>,
}

impl From<Option<RawValue>> for Seen {
    fn from(value: Option<RawValue>) -> Self {
        Self { value, appearance: None }
    }
}

impl From<RawValue> for Seen {
    fn from(value: RawValue) -> Self {
        Some(value).into()
    }
}

impl Seen {
    /// A text that is shown for something else.
    pub(super) fn shown(shown: String, stored: &str) -> Self {
        let appearance = Some(Box::new(Appearance { shown: cut(&shown), stored: cut(stored) }));
        Self { value: text(&shown), appearance }
    }
}

/// So much of a text is enough to tell it by.
const TOLD: usize = 80;

fn cut(text: &str) -> String {
    text.chars().take(TOLD).collect()
}

/// A number as its format shows it. A day is a day only where Excel has one; a time of day alone and a length of time
/// are the text that is seen, never the fraction of a day that is stored. A number below zero has no such text.
pub(super) fn number(number: f64, shown: FormatKind, date_1904: bool) -> Seen {
    if !number.is_finite() {
        return RawValue::Error("#NUM!".to_owned()).into();
    }
    match shown {
        FormatKind::Number => RawValue::Number(number).into(),
        FormatKind::Percent => RawValue::Percent(number).into(),
        // "9/2025" becomes the first of September in a spreadsheet, which goes on showing the month: the month is meant.
        FormatKind::Month => match day(number, date_1904) {
            Some(day) => RawValue::Text(format!("{}/{}", day.month(), day.year()).into()).into(),
            None => RawValue::Number(number).into(),
        },
        FormatKind::Date | FormatKind::Time => match day(number, date_1904) {
            Some(day) => RawValue::DateTime(day).into(),
            None if (0.0..1.0).contains(&number) => {
                let time = clock(number);
                let shown = if shown == FormatKind::Time { time } else { "00/01/1900".to_owned() };
                Seen::shown(shown, &number.to_string().replace('.', ","))
            }
            None => RawValue::Number(number).into(),
        },
        FormatKind::Duration if (0.0..LONGEST).contains(&number) => Seen::shown(clock(number), &number.to_string().replace('.', ",")),
        FormatKind::Duration => RawValue::Number(number).into(),
    }
}

/// Days of a length of time that is still written in hours.
const LONGEST: f64 = 100_000.0;

/// Days as hours, minutes and, if there are any, seconds.
fn clock(days: f64) -> String {
    let seconds = (days * 86_400.0).round();
    let (hours, minutes, seconds) = ((seconds / 3600.0).floor(), (seconds / 60.0).floor() % 60.0, seconds % 60.0);
    if seconds > 0.0 { format!("{hours:02}:{minutes:02}:{seconds:02}") } else { format!("{hours:02}:{minutes:02}") }
}

fn day(number: f64, date_1904: bool) -> Option<NaiveDateTime> {
    let serial = if date_1904 { number + DAYS_TO_1904 } else { number };
    if SERIALS.contains(&serial) { ExcelDateTime::new(number, ExcelDateTimeType::DateTime, date_1904).as_datetime() } else { None }
}

/// A number as XML writes it; nothing else is taken for one, not even with a comma.
pub(super) fn plain_number(text: &str) -> Option<f64> {
    let text = text.trim();
    let sober = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'));
    if sober { text.parse().ok() } else { None }
}

/// `2025-07-11T10:50:00`, with or without the time of day, parts of seconds and a final Z; `None` if Excel has no
/// such day, as in [`number`].
pub(super) fn iso_date(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().trim_end_matches('Z');
    let moment = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
        .ok()
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|day| day.and_time(NaiveTime::MIN)));
    moment.filter(|moment| YEARS.contains(&moment.year()))
}

/// An error by the number that binary formats keep; none for a number that names none.
pub(super) fn error(code: u8) -> Option<RawValue> {
    let name = match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        0x2b => "#GETTING_DATA",
        _ => return None,
    };
    Some(RawValue::Error(name.to_owned()))
}

/// Characters that XML cannot hold are written `_x000D_`, and an underscore before such a thing `_x005F_`.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let escape = rest.get(..7).filter(|escape| escape.starts_with("_x") && escape.ends_with('_'));
        let unit = escape.and_then(|escape| escape.get(2..6)).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        if let Some(unit) = unit.and_then(|hex| u16::from_str_radix(hex, 16).ok()) {
            units.push(unit);
            rest = rest.get(7..).unwrap_or("");
        } else {
            units.extend(character.encode_utf16(&mut [0; 2]).iter());
            rest = rest.get(character.len_utf8()..).unwrap_or("");
        }
    }
    Cow::Owned(String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_outside_of_excels_days_are_no_days() {
        let value = |stored: f64, kind: FormatKind, date_1904: bool| number(stored, kind, date_1904).value.unwrap();
        let noon = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap().and_hms_opt(12, 0, 0).unwrap();
        assert_eq!(value(45849.5, FormatKind::Date, false), RawValue::DateTime(noon));
        assert_eq!(value(45849.5 - 1462.0, FormatKind::Date, true), RawValue::DateTime(noon));
        assert_eq!(value(0.75, FormatKind::Percent, false), RawValue::Percent(0.75));
        assert_eq!(value(45901.0, FormatKind::Month, false), RawValue::Text("9/2025".into()));
        for odd in [-1.0, 2_958_466.0, 1e300] {
            assert_eq!(value(odd, FormatKind::Date, false), RawValue::Number(odd));
        }
        assert_eq!(value(f64::INFINITY, FormatKind::Percent, false), RawValue::Error("#NUM!".to_owned()));
    }

    #[test]
    fn times_are_what_is_seen() {
        let shown = |stored: f64, kind: FormatKind| match number(stored, kind, false) {
            Seen { value: Some(RawValue::Text(text)), appearance: Some(told) } if *text == *told.shown => text.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(shown(0.5, FormatKind::Time), "12:00");
        assert_eq!(shown(0.0, FormatKind::Time), "00:00");
        assert_eq!(shown(0.5, FormatKind::Date), "00/01/1900");
        // The ratio 39:65, as Excel takes it.
        assert_eq!(shown(1.670_138_888_888_889, FormatKind::Duration), "40:05");
        assert_eq!(shown(0.000_694_444_444_444, FormatKind::Duration), "00:01");
        assert_eq!(shown(45849.5, FormatKind::Duration), "1100388:00");
    }

    #[test]
    fn iso_dates() {
        let day = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();
        assert_eq!(iso_date("2025-07-11"), Some(day.and_time(NaiveTime::MIN)));
        assert_eq!(iso_date("2025-07-11T10:50:00.000Z"), day.and_hms_opt(10, 50, 0));
        for odd in ["11/7/2025", "+99999-01-01", "-0001-01-01", "1899-12-31", "0025-07-11T10:50:00"] {
            assert_eq!(iso_date(odd), None, "{odd}");
        }
    }

    #[test]
    fn numbers_are_written_one_way_only() {
        assert_eq!(plain_number(" 5 "), Some(5.0));
        assert_eq!(plain_number("-1.5E-3"), Some(-0.0015));
        for odd in ["1,5", "", "inf", "NaN", "0x10", "1 000", "--1"] {
            assert_eq!(plain_number(odd), None, "{odd:?}");
        }
    }

    #[test]
    fn escapes_of_characters() {
        for (written, meant) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_", "😀"),
            ("_x12_ và _xyzw_", "_x12_ và _xyzw_"),
            ("_x00", "_x00"),
            ("Đ_x000A_", "Đ\n"),
        ] {
            assert_eq!(unescaped(written), meant);
        }
        assert_eq!(text("N\0o\0"), Some(unreadable()));
        assert_eq!(text(""), None);
    }
}
