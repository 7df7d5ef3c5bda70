//! Dates, numbers and lists as people in an office write them (DESIGN section 6, "Figures").

use crate::model::moment::{Moment, VIETNAM};
use crate::model::period::Period;
use chrono::{Datelike, NaiveDate, Timelike, Weekday};
use rust_decimal::Decimal;

/// `04/7/2025`: the day padded, the month padded only for 01 and 02 (Nghị định 30/2020).
pub fn date(day: NaiveDate) -> String {
    format!("{}/{}", day_month(day), day.year())
}

/// `04/7`.
pub fn day_month(day: NaiveDate) -> String {
    let month = day.month();
    if month <= 2 { format!("{:02}/{month:02}", day.day()) } else { format!("{:02}/{month}", day.day()) }
}

/// `10 giờ 50`.
pub fn clock(moment: Moment) -> String {
    let local = moment.with_timezone(&VIETNAM);
    format!("{} giờ {:02}", local.hour(), local.minute())
}

/// `10 giờ 50 ngày 11/7/2025`.
pub fn moment(moment: Moment) -> String {
    format!("{} ngày {}", clock(moment), date(crate::model::moment::day(moment)))
}

/// `thứ Sáu 11/7`.
pub fn weekday(moment: Moment) -> String {
    let day = crate::model::moment::day(moment);
    let name = match day.weekday() {
        Weekday::Mon => "thứ Hai",
        Weekday::Tue => "thứ Ba",
        Weekday::Wed => "thứ Tư",
        Weekday::Thu => "thứ Năm",
        Weekday::Fri => "thứ Sáu",
        Weekday::Sat => "thứ Bảy",
        Weekday::Sun => "Chủ nhật",
    };
    format!("{name} {}", day_month(day))
}

/// `28/2025`, as written in a form.
pub fn period(period: Period) -> String {
    format!("{}/{}", period.week(), period.year())
}

/// `Tuần 28/2025 (07 - 13/7/2025)`; the first month is named only where it differs.
pub fn period_long(period: Period) -> String {
    format!("Tuần {} ({})", self::period(period), period_days(period))
}

/// `07 - 13/7/2025`, `30/6 - 06/7/2025`.
pub fn period_days(period: Period) -> String {
    let (first, last) = (period.first_day(), period.last_day());
    let from = if first.year() != last.year() {
        date(first)
    } else if first.month() == last.month() {
        format!("{:02}", first.day())
    } else {
        day_month(first)
    };
    format!("{from} - {}", date(last))
}

/// `T28_2025`, in file names.
pub fn period_in_names(period: Period) -> String {
    format!("T{}_{}", period.week(), period.year())
}

/// `1.234,5`: comma for decimals, dot for thousands, no trailing zeros.
pub fn decimal(number: Decimal) -> String {
    let text = number.normalize().abs().to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(w, f)| (w, f));
    let sign = if number.is_sign_negative() && !number.is_zero() { "-" } else { "" };
    let grouped = group(whole);
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped},{fraction}") }
}

/// `1.234`.
pub fn count(number: u64) -> String {
    group(&number.to_string())
}

fn group(digits: &str) -> String {
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// Whole percent of a part, half up: 42,68 becomes 43. 0 of 0 is 0.
pub fn percent(part: u32, whole: u32) -> u32 {
    if whole == 0 {
        return 0;
    }
    let doubled = u64::from(part) * 200 + u64::from(whole);
    u32::try_from(doubled / (u64::from(whole) * 2)).unwrap_or(u32::MAX)
}

/// `39/65 (60%)`; the numerator is padded to two digits.
pub fn ratio(part: u32, whole: u32) -> String {
    format!("{} ({}%)", counter(part, whole), percent(part, whole))
}

/// `07/43`: both padded to two digits.
pub fn counter(part: u32, whole: u32) -> String {
    format!("{part:02}/{whole:02}")
}

/// `+2 điểm %`, `-1 điểm %`, `không đổi`: a change between two whole percents.
pub fn points(before: u32, now: u32) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => "không đổi".to_owned(),
        std::cmp::Ordering::Greater => format!("+{} điểm %", now - before),
        std::cmp::Ordering::Less => format!("-{} điểm %", before - now),
    }
}

/// `A, B, C và 4 mục khác`: at most `shown` items.
pub fn list<S: AsRef<str>>(items: &[S], shown: usize) -> String {
    let head: Vec<&str> = items.iter().take(shown).map(AsRef::as_ref).collect();
    let rest = items.len().saturating_sub(shown);
    if rest == 0 { head.join(", ") } else { format!("{} và {rest} mục khác", head.join(", ")) }
}

/// What a cell says, for a message: on one line, control characters replaced, at most 60 characters.
pub fn quote(text: &str) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let flat = flat.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= 60 { flat } else { format!("{}…", flat.chars().take(59).collect::<String>()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn dates_follow_the_decree() {
        assert_eq!(date(day(2025, 7, 4)), "04/7/2025");
        assert_eq!(date(day(2025, 2, 19)), "19/02/2025");
        assert_eq!(date(day(2025, 12, 31)), "31/12/2025");
    }

    #[test]
    fn periods() {
        let p = |s| Period::parse_id(s).unwrap();
        assert_eq!(period_long(p("2025-W28")), "Tuần 28/2025 (07 - 13/7/2025)");
        assert_eq!(period_long(p("2025-W27")), "Tuần 27/2025 (30/6 - 06/7/2025)");
        assert_eq!(period_long(p("2026-W01")), "Tuần 1/2026 (29/12/2025 - 04/01/2026)");
    }

    #[test]
    fn figures_of_the_source_documents() {
        assert_eq!(ratio(39, 65), "39/65 (60%)");
        assert_eq!(ratio(29, 45), "29/45 (64%)");
        assert_eq!(ratio(37, 102), "37/102 (36%)");
        assert_eq!(ratio(35, 82), "35/82 (43%)");
        assert_eq!(counter(7, 43), "07/43");
        assert_eq!(ratio(0, 0), "00/00 (0%)");
        assert_eq!(percent(1, 200), 1, "half goes up");
    }

    #[test]
    fn numbers() {
        let d = |s: &str| s.parse::<Decimal>().unwrap();
        assert_eq!(decimal(d("1234567.50")), "1.234.567,5");
        assert_eq!(decimal(d("99.74")), "99,74");
        assert_eq!(decimal(d("-0.5")), "-0,5");
        assert_eq!(decimal(d("100")), "100");
    }

    #[test]
    fn quotes_are_short_and_on_one_line() {
        assert_eq!(quote("a\n b\u{0}c"), "a b c");
        assert_eq!(quote(&"x".repeat(100)).chars().count(), 60);
    }
}
