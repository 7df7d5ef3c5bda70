//! Weeks as people write them, in a form or in the name of a file.

use crate::model::period::{Period, PeriodName};
use crate::text::{dates, normalise, runs};
use chrono::{Datelike, NaiveDate};

/// What a report calls its period: a week as [`read`] knows it, `Tuần 27-28/2025`, `Tháng 7/2025`, `Quý III năm 2025`.
pub fn name(text: &str) -> Option<PeriodName> {
    let tokens = tokens(text)?;
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match without_heading(&tokens) {
        ["thang", month, year] | ["thang", month, "nam", year] if year.len() == 4 => {
            PeriodName::month(year.parse().ok()?, month.parse().ok()?)
        }
        ["quy", quarter, year] | ["quy", quarter, "nam", year] if year.len() == 4 => {
            PeriodName::quarter(year.parse().ok()?, quarter_number(quarter)?)
        }
        [word, first, last, year] if is_week_word(word) && is_number(last) => weeks(first, last, year),
        [first, last, year] if is_number(first) && is_number(last) => weeks(first, last, year),
        tokens => week(tokens).map(PeriodName::Week),
    }
}

/// Two weeks of one year that follow each other.
fn weeks(first: &str, last: &str, year: &str) -> Option<PeriodName> {
    let (first, last) = (new(first, year)?, new(last, year)?);
    (first.next() == last).then_some(PeriodName::Weeks(first, last))
}

fn quarter_number(text: &str) -> Option<u32> {
    match text {
        "i" | "1" => Some(1),
        "ii" | "2" => Some(2),
        "iii" | "3" => Some(3),
        "iv" | "4" => Some(4),
        _ => None,
    }
}

/// Reads `28/2025`, `T28/2025`, `Tuần 28/2025`, `tuần 28 năm 2025`, `2025-W28`, `28.2025`, `28-2025`, `T28_2025`;
/// days in brackets after it are left aside. A year of two digits is not read: `7/25` is also a month or a day.
pub fn read(text: &str) -> Option<Period> {
    let tokens = tokens(text)?;
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    week(without_heading(&tokens))
}

/// A week as a person at the desk types it: as [`read`] knows it, or without its year, `35`, `T35`, `tuần 35`: then it is of the
/// year of `now`.
pub fn typed(text: &str, now: Period) -> Option<Period> {
    read(text).or_else(|| Period::new(now.year(), number_alone(text)?))
}

/// The number of a week that is typed without its year, whether a year has such a week or not; `None` if it is no such text.
pub fn number_alone(text: &str) -> Option<u32> {
    let tokens = tokens(text)?;
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match without_heading(&tokens) {
        [number] if number.len() <= 2 => number.parse().ok(),
        [word, number] if is_week_word(word) && number.len() <= 2 => number.parse().ok(),
        _ => None,
    }
}

/// Does a text that names no year, or a day, or days, name this week? `28`, `T28`, `Tuần 28`, `10/7/2025`, `từ 7/7 đến 13/7`.
/// Asked where another place of the file says which week it is for: alone such a text is not enough.
pub fn agrees(text: &str, week: Period) -> bool {
    if let Some(day) = dates::date(text) {
        return Period::containing(day) == week;
    }
    let Some(tokens) = tokens(text) else { return false };
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match without_heading(&tokens) {
        [number] => number.parse() == Ok(week.week()),
        [word, number] | [word, "so" | "thu", number] if is_week_word(word) => number.parse() == Ok(week.week()),
        ["tu", "ngay", rest @ ..] | ["tu", rest @ ..] => {
            let rest: Vec<&str> = rest.iter().copied().filter(|word| !matches!(*word, "den" | "ngay")).collect();
            let year = week.first_day().year().to_string();
            let (first, last) = match rest.as_slice() {
                [d, m, d2, m2] => ([*d, *m, year.as_str()], [*d2, *m2, year.as_str()]),
                [d, m, d2, m2, y] => ([*d, *m, *y], [*d2, *m2, *y]),
                [d, m, y, d2, m2, y2] => ([*d, *m, *y], [*d2, *m2, *y2]),
                _ => return false,
            };
            [first, last].into_iter().all(|[d, m, y]| {
                let day = y.parse().ok().zip(m.parse().ok()).zip(d.parse().ok());
                day.and_then(|((y, m), d)| NaiveDate::from_ymd_opt(y, m, d)).is_some_and(|day| Period::containing(day) == week)
            })
        }
        _ => false,
    }
}

/// The words and numbers of a cell; `None` if it holds signs that no period has.
fn tokens(text: &str) -> Option<Vec<String>> {
    let text = text.split('(').next().unwrap_or("");
    let known = |c: char| c.is_alphanumeric() || c.is_whitespace() || "/-._,:'–\u{300}\u{301}\u{303}\u{309}\u{323}\u{302}".contains(c);
    text.chars().all(known).then(|| runs::of(&normalise::unaccented(text)))
}

fn without_heading<'t, 'a>(mut tokens: &'t [&'a str]) -> &'t [&'a str] {
    while let [first @ ("ky" | "bao" | "cao"), rest @ ..] = tokens {
        let _: &str = first;
        tokens = rest;
    }
    tokens
}

fn week(tokens: &[&str]) -> Option<Period> {
    match tokens {
        [week, year] | [week, "nam", year] if is_number(week) => new(week, year),
        _ => marked(tokens).filter(|(_, used)| *used == tokens.len()).map(|(period, _)| period),
    }
}

/// The week that the name of a file mentions: `BC_SYT_T28_2025.xlsx`, `bc tuan 28 nam 2025.xls`.
pub fn in_file_name(name: &str) -> Option<Period> {
    in_text(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

/// The week that a text mentions: `BÁO CÁO TUẦN 28 NĂM 2025`. Only with a word for "week" before it; `None` if two
/// different weeks are mentioned.
pub fn in_text(text: &str) -> Option<Period> {
    let tokens = runs::of(&normalise::unaccented(text));
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let mut found: Option<Period> = None;
    for at in 0..tokens.len() {
        if let Some((period, _)) = tokens.get(at..).and_then(marked) {
            if found.is_some_and(|f| f != period) {
                return None;
            }
            found = Some(period);
        }
    }
    found
}

/// The week that a title names: by its number, or by its days (`từ ngày 07/7/2025 đến ngày 13/7/2025`); `None` if the
/// two do not agree, or if the days are no days of one week.
pub fn in_title(text: &str) -> Option<Period> {
    let tokens = runs::of(&normalise::unaccented(text));
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let by_days = (0..tokens.len()).find_map(|at| tokens.get(at..).and_then(days));
    match (in_text(text), by_days) {
        (Some(number), None) => Some(number),
        (number, Some(days)) => days.filter(|days| number.is_none_or(|number| number == *days)),
        (None, None) => None,
    }
}

/// First and last day of a week after "từ"; none inside where they are of different weeks.
fn days(tokens: &[&str]) -> Option<Option<Period>> {
    let (["tu", "ngay", rest @ ..] | ["tu", rest @ ..]) = tokens else { return None };
    let (first, last) = match rest {
        [d, m, y, "den", "ngay", d2, m2, y2, ..] | [d, m, y, "den", d2, m2, y2, ..] if y.len() == 4 => ([d, m, y], [d2, m2, y2]),
        [d, m, "den", "ngay", d2, m2, y2, ..] | [d, m, "den", d2, m2, y2, ..] => ([d, m, y2], [d2, m2, y2]),
        _ => return None,
    };
    let day = |[d, m, y]: [&&str; 3]| NaiveDate::from_ymd_opt(y.parse().ok().filter(|_| y.len() == 4)?, m.parse().ok()?, d.parse().ok()?);
    let (first, last) = (day(first)?, day(last)?);
    Some((first <= last && Period::containing(first) == Period::containing(last)).then(|| Period::containing(first)))
}

/// A week with a word for "week" at the start of `tokens`, and how many tokens it took.
fn marked(tokens: &[&str]) -> Option<(Period, usize)> {
    match tokens {
        [word, "so" | "thu", week, "nam", year, ..] if is_week_word(word) => Some((new(week, year)?, 5)),
        [word, "so" | "thu", week, year, ..] if is_week_word(word) => Some((new(week, year)?, 4)),
        [word, week, "nam", year, ..] if is_week_word(word) => Some((new(week, year)?, 4)),
        [word, week, year, ..] if is_week_word(word) => Some((new(week, year)?, 3)),
        [year, word, week, ..] if year.len() == 4 && is_week_word(word) => Some((new(week, year)?, 3)),
        _ => None,
    }
}

fn is_week_word(word: &str) -> bool {
    matches!(word, "t" | "w") || word.ends_with("tuan")
}

fn is_number(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_digit())
}

fn new(week: &str, year: &str) -> Option<Period> {
    if week.len() > 2 || year.len() != 4 {
        return None;
    }
    Period::new(year.parse().ok()?, week.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_its_week_by_number_or_by_days() {
        for (title, wanted) in [
            ("BÁO CÁO TUẦN 28 NĂM 2025", Some("2025-W28")),
            ("Kết quả thực hiện tuần 28/2025 (từ ngày 07/7/2025 đến ngày 13/7/2025)", Some("2025-W28")),
            ("(Từ ngày 07/7 đến ngày 11/7/2025)", Some("2025-W28")),
            ("Tuần 27/2025 (từ ngày 07/7/2025 đến ngày 13/7/2025)", None),
            ("Từ 01/7/2025 đến 31/7/2025", None),
            ("Tuần 27/2025 và tuần 28/2025", None),
            ("Kế hoạch 11-KH/BCĐ ngày 29/6/2025", None),
            ("Từ ngày 41/7/2025 đến ngày 45/7/2025", None),
        ] {
            assert_eq!(in_title(title), wanted.and_then(Period::parse_id), "{title}");
        }
    }

    #[test]
    fn a_week_without_its_year_is_one_where_the_file_says_which() {
        let week = Period::parse_id("2025-W28").unwrap();
        for text in
            ["28", "T28", "Tuần 28", "tuần thứ 28", "Kỳ báo cáo tuần 28", "10/7/2025", "từ 7/7 đến 13/7", "Từ ngày 07/7 đến ngày 13/7/2025"]
        {
            assert!(agrees(text, week), "{text}");
        }
        for text in ["27", "T27", "14/7/2025", "từ 7/7 đến 20/7", "tuần này", "", "28/2024", "từ 41/7 đến 45/7"] {
            assert!(!agrees(text, week), "{text}");
        }
    }

    fn week(id: &str) -> Option<Period> {
        Some(Period::parse_id(id).unwrap())
    }

    #[test]
    fn a_week_without_its_year_is_of_this_one() {
        let now = Period::parse_id("2026-W49").unwrap();
        for text in ["35", "T35", "tuần 35", "Tuần 35/2026", "35/2026", "2026-W35"] {
            assert_eq!(typed(text, now), week("2026-W35"), "{text}");
        }
        assert_eq!(typed("28/2025", now), week("2025-W28"));
        assert_eq!((number_alone("T53"), number_alone("28/2025"), number_alone("x")), (Some(53), None, None));
        for text in ["0", "54", "2026", "x", "", "35 36", "tháng 8"] {
            assert_eq!(typed(text, now), None, "{text}");
        }
    }

    #[test]
    fn weeks_of_a_form() {
        for text in [
            "28/2025",
            "T28/2025",
            "Tuần 28/2025",
            "tuần 28 năm 2025",
            "Kỳ báo cáo: tuần 28/2025",
            "Tuần thứ 28 năm 2025",
            "2025-W28",
            "28.2025",
            "28-2025",
            "T28_2025",
            "Tuần 28/2025 (07 - 13/7/2025)",
            "Tua\u{302}\u{300}n 28/2025",
        ] {
            assert_eq!(read(text), week("2025-W28"), "{text}");
        }
        assert_eq!(read("7/2025"), week("2025-W07"));
    }

    #[test]
    fn what_is_no_week() {
        for text in [
            "",
            "28",
            "28/25",
            "tháng 7/2025",
            "11/7/2025",
            "54/2025",
            "53/2025",
            "2025-07",
            "28/2025 và 29/2025",
            "Quý 3/2025",
            "năm 2025",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn weeks_in_names_of_files() {
        for name in [
            "BC_SYT_T28_2025.xlsx",
            "bc tuan 28 nam 2025.xls",
            "Báo cáo tuần 28-2025 (1).xlsx",
            "BaoCaoTuan28_2025.xlsx",
            "2025-W28 SYT.xlsx",
        ] {
            assert_eq!(in_file_name(name), week("2025-W28"), "{name}");
        }
        for name in ["BC_SYT.xlsx", "SYT28_2025.xlsx", "BC 28-2025.xlsx", "BC T28_2025 thay T27_2025.xlsx", "FILE_20250704_105501.xlsx"] {
            assert_eq!(in_file_name(name), None, "{name}");
        }
    }

    #[test]
    fn names_of_periods() {
        for (text, expected) in [
            ("28/2025", Some("2025-W28")),
            ("Tuần 28/2025 (07 - 13/7/2025)", Some("2025-W28")),
            ("Tuần 27-28/2025 (30/6 - 13/7/2025)", Some("2025-W27..2025-W28")),
            ("27-28/2025", Some("2025-W27..2025-W28")),
            ("Tháng 7/2025 (30/6 - 27/7/2025)", Some("2025-07")),
            ("Kỳ báo cáo tháng 07 năm 2025", Some("2025-07")),
            ("Quý III/2025", Some("2025-Q3")),
            ("quý 3 năm 2025", Some("2025-Q3")),
            ("T7/2025", Some("2025-W07")),
            ("Tháng 13/2025", None),
            ("Quý V/2025", None),
            ("Tháng 7/25", None),
            ("28-30/2025", None),
            ("07/7/2025", None),
            ("28/2025 và 29/2025", None),
        ] {
            assert_eq!(name(text).map(|n| n.to_string()).as_deref(), expected, "{text}");
        }
    }
}
