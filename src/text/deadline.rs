//! Deadlines as documents word them (`src/docs/reading.md`, "Deadlines"): an interval of days, or the reason why there
//! is none.

use crate::model::deadline::{DayInterval, DeadlineReading};
use crate::text::{dates, normalise, runs};
use chrono::{Datelike, Months, NaiveDate};

/// What the words of a deadline amount to; `None` if they are not understood. `plan_year` stands in for a year that
/// is not written. "trước 30/6" includes that day.
pub fn read(text: &str, plan_year: i32) -> Option<DeadlineReading> {
    if normalise::display(text).chars().all(|c| c.is_whitespace() || "-–—….xX_".contains(c)) {
        return Some(DeadlineReading::None);
    }
    let key = normalise::unaccented(text).replace(": ", " ");
    if let Some(days) = after_issue(&key) {
        return Some(DeadlineReading::AfterIssue(days));
    }
    if is_conditional(&key) {
        return Some(DeadlineReading::Conditional);
    }
    if is_regular(&key) {
        return Some(DeadlineReading::Regular);
    }
    // "Năm 2025 và các năm tiếp theo" goes on without an end.
    if ["cac nam tiep theo", "nhung nam tiep theo", "cac nam sau"].iter().any(|words| key.ends_with(words)) {
        return Some(DeadlineReading::Regular);
    }
    // "tầm nhìn đến năm 2030" looks beyond the deadline.
    let near = key.split_once(", tam nhin").map_or(key.as_str(), |(near, _)| near);
    interval(near, plan_year).map(DeadlineReading::Days)
}

/// "trong 10 ngày kể từ ngày ký": calendar days. Working days are not counted here: they need the calendar of the
/// office that counts them.
fn after_issue(key: &str) -> Option<u32> {
    let words = runs::of(key);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let start = words.iter().position(|w| w.starts_with(|c: char| c.is_ascii_digit()))?;
    let leading = words.get(..start)?;
    if !leading.iter().all(|w| matches!(*w, "trong" | "vong" | "sau" | "cham" | "nhat" | "thoi" | "han" | "hoan" | "thanh" | "truoc")) {
        return None;
    }
    let number: u32 = words.get(start)?.parse().ok()?;
    let rest = words.get(start + 1..)?;
    let (days, rest) = match rest {
        ["ngay", rest @ ..] => (number, rest),
        ["tuan", rest @ ..] => (number.checked_mul(7)?, rest),
        _ => return None,
    };
    let rest = rest.strip_prefix(&["ke"]).unwrap_or(rest);
    let from_issue = matches!(rest, ["tu", "ngay" | "khi", "ky" | "ban" | "giao" | "duoc" | "nhan", ..]);
    (from_issue && (1..=3650).contains(&days)).then_some(days)
}

fn is_conditional(key: &str) -> bool {
    const BEGINNINGS: [&str; 12] = [
        "sau khi ",
        "ngay sau khi ",
        "ngay khi ",
        "khi co ",
        "khi duoc ",
        "theo chi dao",
        "theo huong dan",
        "theo yeu cau",
        "theo tien do",
        "theo lo trinh",
        "cho huong dan",
        "cho y kien",
    ];
    BEGINNINGS.iter().any(|b| key.starts_with(b))
}

fn is_regular(key: &str) -> bool {
    const WORDS: [&str; 8] = ["thuong xuyen", "lien tuc", "dinh ky", "hang ngay", "hang tuan", "hang thang", "hang quy", "hang nam"];
    // With a day beside it ("thường xuyên, báo cáo trước 15/12/2025") nobody but the secretariat can say which counts.
    WORDS.iter().any(|w| key.contains(w)) && !has_day(key)
}

/// Digits, a slash, digits.
fn has_day(key: &str) -> bool {
    key.match_indices('/').any(|(at, _)| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        digit(key.get(..at).and_then(|s| s.chars().next_back())) && digit(key.get(at + 1..).and_then(|s| s.chars().next()))
    })
}

/// The days that words without any mark name.
fn interval(key: &str, plan_year: i32) -> Option<DayInterval> {
    let mut rest = key;
    let mut before = false;
    if let Some((from, to)) = rest.strip_prefix("tu ").and_then(|r| r.split_once(" den ")) {
        let to = interval(to, plan_year)?;
        let from = interval(from, to.to.year())?;
        return (from.from <= to.to).then_some(DayInterval { from: from.from, to: to.to });
    }
    loop {
        const WORDS: [&str; 14] = [
            "hoan thanh ",
            "xong ",
            "thoi han ",
            "han ",
            "cham nhat ",
            "muon nhat ",
            "phan dau ",
            "du kien ",
            "vao ",
            "trong ",
            "den ",
            "het ",
            "ngay ",
            "la ",
        ];
        if let Some(shorter) = rest.strip_prefix("truoc ") {
            (rest, before) = (shorter, true);
        } else if let Some(shorter) = WORDS.iter().find_map(|w| rest.strip_prefix(w)) {
            rest = shorter;
        } else {
            break;
        }
        rest = rest.trim_start_matches([' ', ':', ',']);
    }
    if let Some(day) = day(rest, plan_year) {
        return Some(DayInterval { from: day, to: day });
    }
    // "trước tháng 9" would end on 31/8, and others mean 30/9 by it: not understood.
    if before { None } else { span(rest, plan_year) }
}

/// A single day, with or without its year.
fn day(text: &str, plan_year: i32) -> Option<NaiveDate> {
    if let Some(day) = dates::date(text) {
        return Some(day);
    }
    if let Some(moment) = dates::date_time(text) {
        return Some(moment.date());
    }
    let (day, month) = match text.split_once(" thang ") {
        Some(parts) => parts,
        None => text.split_once(['/', '-', '.'])?,
    };
    let number = |s: &str| if s.len() <= 2 && s.chars().all(|c| c.is_ascii_digit()) { s.parse::<u32>().ok() } else { None };
    NaiveDate::from_ymd_opt(plan_year, number(month.trim())?, number(day.trim())?)
}

/// Months, quarters, halves, years and groups of years.
fn span(text: &str, plan_year: i32) -> Option<DayInterval> {
    if !text.chars().all(|c| c.is_ascii_alphanumeric() || " /-.,".contains(c)) {
        return None;
    }
    let words = runs::of(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [count, "thang", "dau", "nam", year @ ..] => months(one_year(year, plan_year)?, 1, a_month(count)?),
        [count, "thang", "cuoi", "nam", year @ ..] => months(one_year(year, plan_year)?, 13 - a_month(count)?, 12),
        ["cuoi", "nam", year @ ..] => months(one_year(year, plan_year)?, 12, 12),
        ["cuoi", "thang", month, year @ ..] => month_of(month, year, plan_year),
        ["cuoi", "quy" | "qui", quarter, year @ ..] => {
            let last = number_of_quarter(quarter)? * 3;
            months(one_year(year, plan_year)?, last, last)
        }
        // "tháng 9 - 10/2025": two months or quarters that follow each other, in the order of the year.
        ["thang" | "t", first, "va" | "thang", last, year @ ..]
        | [
            "thang" | "t",
            first,
            last @ ("1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "01" | "02" | "03" | "04" | "05" | "06" | "07" | "08" | "09"
            | "10" | "11" | "12"),
            year @ ..,
        ] => {
            let (first, last) = (a_month(first)?, a_month(last)?);
            if first < last { months(one_year(year, plan_year)?, first, last) } else { None }
        }
        ["thang" | "t", month, year @ ..] => month_of(month, year, plan_year),
        ["quy" | "qui" | "q", first, "va" | "quy" | "qui", last, year @ ..]
        | ["quy" | "qui" | "q", first, last @ ("i" | "ii" | "iii" | "iv" | "1" | "2" | "3" | "4"), year @ ..] => {
            let (first, last) = (number_of_quarter(first)?, number_of_quarter(last)?);
            if first < last { months(one_year(year, plan_year)?, first * 3 - 2, last * 3) } else { None }
        }
        ["quy" | "qui" | "q", quarter, year @ ..] => {
            let quarter = number_of_quarter(quarter)?;
            months(one_year(year, plan_year)?, quarter * 3 - 2, quarter * 3)
        }
        [month, year] if month.len() <= 2 => month_of(month, &[year], plan_year),
        ["nam"] => months(plan_year, 1, 12),
        ["nam", years @ ..] | ["giai", "doan", years @ ..] | years => group_of_years(years),
    }
}

fn month_of(month: &str, year: &[&str], plan_year: i32) -> Option<DayInterval> {
    let month: u32 = month.parse().ok()?;
    months(one_year(year, plan_year)?, month, month)
}

fn a_month(word: &str) -> Option<u32> {
    word.parse().ok().filter(|month| (1..=12).contains(month) && word.len() <= 2)
}

fn number_of_quarter(word: &str) -> Option<u32> {
    match word {
        "i" | "1" | "01" => Some(1),
        "ii" | "2" | "02" => Some(2),
        "iii" | "3" | "03" => Some(3),
        "iv" | "4" | "04" => Some(4),
        _ => None,
    }
}

/// Nothing (the plan's year), `2025` or `nam 2025`.
fn one_year(words: &[&str], plan_year: i32) -> Option<i32> {
    match words {
        [] => Some(plan_year),
        [year] | ["nam", year] => a_year(year),
        _ => None,
    }
}

fn a_year(word: &str) -> Option<i32> {
    let year: i32 = if word.len() == 4 { word.parse().ok()? } else { return None };
    (1990..=2100).contains(&year).then_some(year)
}

/// `2025`, `2025 2026`, `2025 den 2030`: in rising order, from the first to the last.
fn group_of_years(words: &[&str]) -> Option<DayInterval> {
    let years: Vec<i32> = words.iter().filter(|w| !matches!(**w, "va" | "den" | "nam")).map(|w| a_year(w)).collect::<Option<_>>()?;
    let (first, last) = (*years.first()?, *years.last()?);
    let rising = years.iter().zip(years.iter().skip(1)).all(|(a, b)| a < b);
    let from = NaiveDate::from_ymd_opt(first, 1, 1)?;
    rising.then_some(DayInterval { from, to: NaiveDate::from_ymd_opt(last, 12, 31)? })
}

/// From the first day of one month to the last day of another.
fn months(year: i32, first: u32, last: u32) -> Option<DayInterval> {
    let from = NaiveDate::from_ymd_opt(year, first, 1)?;
    let to = NaiveDate::from_ymd_opt(year, last, 1)?.checked_add_months(Months::new(1))?.pred_opt()?;
    Some(DayInterval { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: &str, to: &str) -> Option<DeadlineReading> {
        Some(DeadlineReading::Days(DayInterval { from: from.parse().unwrap(), to: to.parse().unwrap() }))
    }

    fn check(texts: &[&str], wanted: Option<DeadlineReading>) {
        for text in texts {
            assert_eq!(read(text, 2025), wanted, "{text}");
        }
    }

    #[test]
    fn single_days() {
        let last_of_september = days("2025-09-30", "2025-09-30");
        check(&["30/9/2025", "30-9-2025", "30.09.2025", "30.9.2025", "30/09/25", "ngày 30 tháng 9 năm 2025"], last_of_september);
        check(
            &["chậm nhất 30/9", "đến ngày 30/9", "đến 30/9", "ngày 30 tháng 9", "trước ngày 30/9/2025", "trước 30-9", "09/30/2025"],
            last_of_september,
        );
        check(&["hoàn thành trước 11 giờ 00 ngày 30/9/2025", "Hạn: 30/9/2025"], last_of_september);
        assert_eq!(read("đến ngày 30/5", 2026), days("2026-05-30", "2026-05-30"));
    }

    #[test]
    fn months_quarters_halves_and_years() {
        check(
            &[
                "tháng 9/2025",
                "T9/2025",
                "9/2025",
                "trong tháng 9",
                "tháng 9 năm 2025",
                "hoàn thành trong tháng 09/2025",
                "cuối tháng 9/2025",
            ],
            days("2025-09-01", "2025-09-30"),
        );
        check(
            &["Quý III/2025", "quý 3/2025", "Q3/2025", "Quí III", "quý III năm 2025", "trong quý III/2025", "hết quý III"],
            days("2025-07-01", "2025-09-30"),
        );
        check(
            &["Quý III, IV/2025", "quý III và IV/2025", "Quý III - Quý IV/2025", "6 tháng cuối năm", "quý 3, 4 năm 2025"],
            days("2025-07-01", "2025-12-31"),
        );
        check(&["9 tháng đầu năm", "09 tháng đầu năm 2025"], days("2025-01-01", "2025-09-30"));
        check(&["tháng 9 - 10/2025", "tháng 9, 10/2025", "tháng 9 và 10 năm 2025"], days("2025-09-01", "2025-10-31"));
        check(&["tháng 2/2024"], days("2024-02-01", "2024-02-29"));
        check(&["6 tháng đầu năm", "06 tháng đầu năm 2025"], days("2025-01-01", "2025-06-30"));
        check(&["6 tháng cuối năm 2025"], days("2025-07-01", "2025-12-31"));
        check(
            &["năm 2025", "2025", "trong năm", "trong năm 2025", "đến năm 2025", "phấn đấu đến năm 2025"],
            days("2025-01-01", "2025-12-31"),
        );
        check(&["cuối năm 2025", "cuối năm", "vào cuối năm 2025"], days("2025-12-01", "2025-12-31"));
    }

    #[test]
    fn phases() {
        check(&["2025 - 2026", "năm 2025, 2026", "năm 2025 và 2026", "2025-2026"], days("2025-01-01", "2026-12-31"));
        check(&["giai đoạn 2025 - 2030", "Giai đoạn 2025 – 2030"], days("2025-01-01", "2030-12-31"));
        check(&["giai đoạn 2022-2025, tầm nhìn đến năm 2030"], days("2022-01-01", "2025-12-31"));
        check(&["đến năm 2030"], days("2030-01-01", "2030-12-31"));
        check(&["từ tháng 7 đến tháng 9/2025", "từ ngày 01/7 đến ngày 30/9/2025"], days("2025-07-01", "2025-09-30"));
    }

    #[test]
    fn deadlines_without_a_day() {
        check(
            &[
                "thường xuyên",
                "liên tục",
                "Năm 2025 và các năm tiếp theo",
                "hàng ngày",
                "hằng quý",
                "định kỳ 2 tuần/1 lần",
                "Thực hiện thường xuyên",
                "ngày 25 hằng tháng",
            ],
            Some(DeadlineReading::Regular),
        );
        check(
            &[
                "sau khi có hướng dẫn của Trung ương, ngành",
                "theo chỉ đạo của Trung ương",
                "ngay sau khi Luật có hiệu lực",
                "theo tiến độ TW",
            ],
            Some(DeadlineReading::Conditional),
        );
        check(&["sau khi Trung ương ban hành (dự kiến trong quý II/2025)"], Some(DeadlineReading::Conditional));
        check(
            &["trong 15 ngày kể từ ngày ký", "15 ngày từ ngày ban hành", "trong vòng 15 ngày kể từ ngày ký"],
            Some(DeadlineReading::AfterIssue(15)),
        );
        check(&["", " ", "-", "…", "...", "x", "–"], Some(DeadlineReading::None));
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        check(
            &[
                "sớm",
                "31/6/2025",
                "30/2",
                "tháng 13/2025",
                "quý V/2025",
                "trước tháng 9/2025",
                "giữa tháng 9",
                "trong 10 ngày làm việc kể từ ngày ký",
                "trong 10 ngày",
                "thường xuyên, báo cáo trước 15/12/2025",
                "2030 - 2025",
                "30/9/2025 hoặc 31/10/2025",
                "tháng 9, 8/2025",
                "quý IV, III/2025",
                "13 tháng đầu năm",
                "năm 25",
                "sở",
            ],
            None,
        );
    }
}
