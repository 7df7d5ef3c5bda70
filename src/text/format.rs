//! Dates, numbers and lists as people in an office write them (`src/docs/products.md`, "Figures").

use crate::model::moment::{Moment, VIETNAM};
use crate::model::period::Period;
use crate::model::span::{Span, SpanName};
use crate::text::glance;
use chrono::{Datelike, NaiveDate, Timelike, Weekday};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// Text of a report as it may stand in a cell: control characters become spaces, line breaks stay, blank lines go.
pub fn clean(text: &str) -> String {
    cleaned(text).into_owned()
}

/// The same, borrowed where the text is so already, as nearly every text is.
pub fn cleaned(text: &str) -> Cow<'_, str> {
    // Control characters of two bytes share their first one with a few signs.
    let may_be_odd = glance::has(text, |byte| ((byte < b' ') & (byte != b'\n')) | (byte == 0x7f) | (byte == 0xc2));
    if !may_be_odd || !text.contains(|c: char| c.is_control() && c != '\n') {
        if !text.contains('\n') {
            return Cow::Borrowed(text.trim());
        }
        if text.split('\n').all(|line| !line.is_empty() && line.trim().len() == line.len()) {
            return Cow::Borrowed(text);
        }
    }
    let mut clean = String::with_capacity(text.len());
    for line in text.split('\n') {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c.is_control());
        if line.is_empty() {
            continue;
        }
        if !clean.is_empty() {
            clean.push('\n');
        }
        clean.extend(line.chars().map(|c| if c.is_control() { ' ' } else { c }));
    }
    Cow::Owned(clean)
}

/// `04/7/2025`: the day padded, the month padded only for 01 and 02 (Nghị định 30/2020).
pub fn date(day: NaiveDate) -> String {
    format!("{}/{}", day_month(day), day.year())
}

/// Day and month as house style writes them: `04/7`, and `04/02` for the first two months.
pub fn day_month(day: NaiveDate) -> String {
    let month = day.month();
    if month <= 2 { format!("{:02}/{month:02}", day.day()) } else { format!("{:02}/{month}", day.day()) }
}

/// The hour in Vietnam, in words: `10 giờ 50`.
pub fn clock(moment: Moment) -> String {
    let local = moment.with_timezone(&VIETNAM);
    format!("{} giờ {:02}", local.hour(), local.minute())
}

/// `10 giờ 50 ngày 11/7/2025`.
pub fn moment(moment: Moment) -> String {
    format!("{} ngày {}", clock(moment), date(crate::model::moment::day(moment)))
}

/// `10:50:02`: where seconds matter.
pub fn seconds(moment: Moment) -> String {
    let local = moment.with_timezone(&VIETNAM);
    format!("{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second())
}

/// An instant to the second: `10:50:02 ngày 11/7/2025`.
pub fn instant(moment: Moment) -> String {
    format!("{} ngày {}", seconds(moment), date(crate::model::moment::day(moment)))
}

/// When a file must have come: `thấy giữa 10:50:02 và 10:55:01`, between the last look that did not see it and the one
/// that did. The day of the first look is named where it is another one.
pub fn seen_between(before: Option<Moment>, seen: Moment) -> String {
    let day = crate::model::moment::day;
    // A clock that was wrong then says nothing of what came before.
    match before.filter(|before| *before <= seen) {
        None => format!("thấy lần đầu lúc {}", seconds(seen)),
        Some(before) if day(before) == day(seen) => format!("thấy giữa {} và {}", seconds(before), seconds(seen)),
        Some(before) => format!("thấy giữa {} và {}", instant(before), instant(seen)),
    }
}

/// The day in Vietnam by its name, without the year: `thứ Sáu 11/7`.
pub fn weekday(moment: Moment) -> String {
    let day = crate::model::moment::day(moment);
    format!("{} {}", weekday_name(day), day_month(day))
}

/// A day by its name, with the year: `thứ Sáu 11/7/2025`.
pub fn weekday_long(day: NaiveDate) -> String {
    format!("{} {}", weekday_name(day), date(day))
}

fn weekday_name(day: NaiveDate) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "thứ Hai",
        Weekday::Tue => "thứ Ba",
        Weekday::Wed => "thứ Tư",
        Weekday::Thu => "thứ Năm",
        Weekday::Fri => "thứ Sáu",
        Weekday::Sat => "thứ Bảy",
        Weekday::Sun => "Chủ nhật",
    }
}

/// `28/2025`, as written in a form.
pub fn period(period: Period) -> String {
    format!("{}/{}", period.week(), period.year())
}

/// `Tuần 28/2025 (07 - 13/7/2025)`; the first month is named only where it differs.
pub fn period_long(period: Period) -> String {
    span_long(&Span::week(period))
}

/// `tuần 28/2025`, `tuần 27-28/2025`, `tháng 7/2025`, `quý III/2025`, `đợt đột xuất tuần 28/2025`: inside a sentence.
pub fn span(span: &Span) -> String {
    match span.name {
        SpanName::Weeks => {
            let (first, last) = (Period::containing(span.first), span.period);
            if first == last {
                format!("tuần {}", period(last))
            } else if first.year() == last.year() {
                format!("tuần {}-{}", first.week(), period(last))
            } else {
                format!("tuần {}-{}", period(first), period(last))
            }
        }
        SpanName::Month { year, month } => format!("tháng {month}/{year}"),
        SpanName::Quarter { year, quarter } => format!("quý {}/{year}", roman(usize::try_from(quarter).unwrap_or_default())),
        SpanName::AdHoc => format!("đợt đột xuất tuần {}", period(span.period)),
    }
}

/// `Tuần 28/2025 (07 - 13/7/2025)`, `Tháng 7/2025 (30/6 - 27/7/2025)`: what it is called and its days.
pub fn span_long(span: &Span) -> String {
    format!("{} ({})", capital(&self::span(span)), span_days(span))
}

/// As it is written in a form's "Kỳ báo cáo" and read back: `28/2025`, `Tháng 7/2025`, `Quý III/2025`.
pub fn span_in_form(span: &Span) -> String {
    match span.name {
        SpanName::Weeks | SpanName::AdHoc => period(span.period),
        SpanName::Month { .. } | SpanName::Quarter { .. } => capital(&self::span(span)),
    }
}

/// `I`, `II`, `III`, …: quarters, group rows, annexes.
pub fn roman(number: usize) -> String {
    const SIGNS: [(usize, &str); 9] = [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

/// The text with a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `07 - 13/7/2025`, `30/6 - 06/7/2025`: the days a report covers.
pub fn span_days(span: &Span) -> String {
    let (first, last) = (span.first, span.last);
    let from = if first.year() != last.year() {
        date(first)
    } else if first.month() == last.month() {
        format!("{:02}", first.day())
    } else {
        day_month(first)
    };
    format!("{from} - {}", date(last))
}

/// `từ ngày 15/9 đến ngày 21/9/2025`: the same days in a sentence.
pub fn span_spoken(span: &Span) -> String {
    let from = if span.first.year() == span.last.year() { day_month(span.first) } else { date(span.first) };
    format!("từ ngày {from} đến ngày {}", date(span.last))
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

/// Bytes for people: `312 KB`, `48,2 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1000)),
        _ => format!("{},{} MB", count(bytes / 1_000_000), bytes % 1_000_000 / 100_000),
    }
}

/// A whole number with a point for each thousand: `1.234`.
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

/// A size as people say it: `75,0 MB`; less than a tenth of that as `12 KB`.
pub fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10) >> 20;
    match tenths {
        0 => format!("{} KB", bytes.div_ceil(1 << 10)),
        _ => format!("{},{} MB", count(tenths / 10), tenths % 10),
    }
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

/// So many minutes, in the two units that matter: "2 ngày 23 giờ", "5 giờ 20 phút", "45 phút".
pub fn duration(minutes: i64) -> String {
    let minutes = minutes.max(0);
    let (days, hours, rest) = (minutes / (24 * 60), minutes / 60 % 24, minutes % 60);
    match (days, hours, rest) {
        (0, 0, rest) => format!("{rest} phút"),
        (0, hours, 0) => format!("{hours} giờ"),
        (0, hours, rest) => format!("{hours} giờ {rest:02} phút"),
        (days, 0, _) => format!("{days} ngày"),
        (days, hours, _) => format!("{days} ngày {hours} giờ"),
    }
}

/// What a cell says, for a message: at most 60 characters of [`on_one_line`].
pub fn quote(text: &str) -> String {
    on_one_line(text, 60)
}

/// Somebody else's words on one line: control characters replaced, at most so many characters.
pub fn on_one_line(text: &str, most: usize) -> String {
    one_line(text, most).into_owned()
}

/// The same, borrowed where the text is so already, as nearly every text is.
pub fn one_line(text: &str, most: usize) -> Cow<'_, str> {
    // Nothing is longer in characters than in bytes.
    if text.len() <= most && is_one_line(text) {
        return Cow::Borrowed(text);
    }
    let mut flat = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !flat.is_empty() {
            flat.push(' ');
        }
        flat.push_str(word);
    }
    if flat.len() > most && flat.chars().count() > most {
        let end = flat.char_indices().nth(most.saturating_sub(1)).map_or(flat.len(), |(end, _)| end);
        flat.truncate(end);
        flat.push('…');
    }
    Cow::Owned(flat)
}

/// Words with one space between two of them and none at the ends, and nothing else that parts them?
fn is_one_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let behind = bytes.get(1..).unwrap_or_default();
    let two_spaces = bytes.iter().zip(behind).fold(false, |found, (one, next)| found | ((*one == b' ') & (*next == b' ')));
    if two_spaces || bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') {
        return false;
    }
    // Blanks and control characters of several bytes begin with these, or have this one in their middle.
    let may_part = |byte: u8| (byte < b' ') | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xe2) | (byte == 0xe3) | (byte == 0x9a);
    !glance::has(text, may_part) || text.chars().all(|c| c == ' ' || !(c.is_whitespace() || c.is_control()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_the_two_units_that_matter() {
        let said = [0, 45, 60, 320, 1440, 4_285, 10_080].map(duration);
        assert_eq!(said, ["0 phút", "45 phút", "1 giờ", "5 giờ 20 phút", "1 ngày", "2 ngày 23 giờ", "7 ngày"]);
    }

    #[test]
    fn roman_numbers() {
        let all: Vec<String> = [1, 4, 9, 14, 40].into_iter().map(roman).collect();
        assert_eq!(all, ["I", "IV", "IX", "XIV", "XL"]);
    }

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
    fn between_two_looks() {
        let at = |text: &str| Moment::parse_from_rfc3339(text).unwrap();
        let seen = at("2025-07-11T10:55:01.9+07:00");
        assert_eq!(seen_between(None, seen), "thấy lần đầu lúc 10:55:01");
        assert_eq!(seen_between(Some(at("2025-07-11T03:50:02+00:00")), seen), "thấy giữa 10:50:02 và 10:55:01");
        assert_eq!(seen_between(Some(at("2025-07-12T09:00:00+07:00")), seen), seen_between(None, seen), "an interval that runs backwards");
        let thursday = at("2025-07-10T16:00:00+07:00");
        assert_eq!(seen_between(Some(thursday), seen), "thấy giữa 16:00:00 ngày 10/7/2025 và 10:55:01 ngày 11/7/2025");
    }

    #[test]
    fn spans_are_called_as_people_call_them() {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
        let week = |text: &str| Period::parse_id(text).unwrap();
        let month = SpanName::Month { year: 2025, month: 7 };
        let quarter = SpanName::Quarter { year: 2025, quarter: 3 };
        for (period, first, name, long, in_form) in [
            ("2025-W28", "2025-07-07", SpanName::Weeks, "Tuần 28/2025 (07 - 13/7/2025)", "28/2025"),
            ("2025-W28", "2025-06-30", SpanName::Weeks, "Tuần 27-28/2025 (30/6 - 13/7/2025)", "28/2025"),
            ("2027-W01", "2026-12-28", SpanName::Weeks, "Tuần 53/2026-1/2027 (28/12/2026 - 10/01/2027)", "1/2027"),
            ("2025-W30", "2025-06-30", month, "Tháng 7/2025 (30/6 - 27/7/2025)", "Tháng 7/2025"),
            ("2025-W39", "2025-06-30", quarter, "Quý III/2025 (30/6 - 28/9/2025)", "Quý III/2025"),
            ("2025-W28", "2025-07-07", SpanName::AdHoc, "Đợt đột xuất tuần 28/2025 (07 - 13/7/2025)", "28/2025"),
        ] {
            let of = Span { period: week(period), first: day(first), last: week(period).last_day(), name };
            assert_eq!((span_long(&of), span_in_form(&of)), (long.to_owned(), in_form.to_owned()));
        }
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
    fn sizes() {
        assert_eq!([megabytes(75 << 20), megabytes(10 << 30), megabytes(2000)], ["75,0 MB", "10.240,0 MB", "2 KB"]);
    }

    #[test]
    fn what_is_one_line_stays_and_the_rest_becomes_it() {
        for (text, line) in [("a b", "a b"), (" a  b\n\tc ", "a b c"), ("a\u{a0}b", "a b"), ("a\u{7}b ", "a b"), ("", ""), (" ", "")] {
            assert_eq!(on_one_line(text, 10), line, "{text:?}");
        }
        assert_eq!((on_one_line("Sở Y tế", 7), on_one_line("Sở Y tế", 6)), ("Sở Y tế".to_owned(), "Sở Y …".to_owned()));
        for (text, cleaned) in [(" đ  a ", "đ  a"), ("a\n\n b ", "a\nb"), (" a\u{7}b\u{85}", "a b"), ("\n", ""), ("\u{a0}", "")] {
            assert_eq!(clean(text), cleaned, "{text:?}");
        }
    }

    /// Letters and signs of one, two and three bytes, blanks and controls of each length among them.
    const MIXED: &str = "[ab  \n\r\t\u{7}\u{7f}\u{85}\u{9a}\u{a0}\u{a1}đÚạỚ–\u{2009}\u{2028}\u{3000}\u{1680}、]{0,24}";

    proptest::proptest! {
        #[test]
        fn what_is_clean_is_clean_at_a_glance(text in MIXED) {
            let lines = text.split('\n').map(|line| line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>());
            let each: Vec<String> = lines.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
            proptest::prop_assert_eq!(clean(&text), each.join("\n"), "{:?}", text);
            proptest::prop_assert_eq!(clean(&clean(&text)), clean(&text));
        }

        #[test]
        fn one_line_is_the_words_of_all(text in MIXED, most in 0usize..30) {
            let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let flat = flat.split_whitespace().collect::<Vec<_>>().join(" ");
            let fits = flat.chars().count() <= most;
            let cut = || format!("{}…", flat.chars().take(most.saturating_sub(1)).collect::<String>());
            proptest::prop_assert_eq!(on_one_line(&text, most), if fits { flat.clone() } else { cut() }, "{:?}", text);
        }
    }

    #[test]
    fn quotes_are_short_and_on_one_line() {
        assert_eq!(quote("a\n b\u{0}c"), "a b c");
        assert_eq!(quote(&"x".repeat(100)).chars().count(), 60);
    }
}
