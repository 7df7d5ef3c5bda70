//! Ranges of periods as people call them, and in the names of files.

use crate::model::period::Period;
use crate::model::period_range::{PeriodRange, RangeName};
use crate::text::format;

/// `tuần 28/2025 - 31/2025`, `tháng 7/2025`, `quý III/2025`, `6 tháng đầu năm 2026`, `năm 2026`: inside a sentence.
pub fn called(range: &PeriodRange) -> String {
    match range.name {
        RangeName::Weeks if range.first == range.last => format!("tuần {}", format::period(range.last)),
        RangeName::Weeks => format!("tuần {} - {}", format::period(range.first), format::period(range.last)),
        RangeName::Month(year, month) => format!("tháng {month}/{year}"),
        RangeName::Quarter(year, quarter) => format!("quý {}/{year}", quarter_sign(quarter)),
        RangeName::Half(year, half) => format!("6 tháng {} năm {year}", half_word(half)),
        RangeName::Year(year) => format!("năm {year}"),
    }
}

/// The same with its days: `Quý III/2025 (tuần 27/2025 - 39/2025, từ ngày 30/6/2025 đến ngày 28/9/2025)`.
pub fn called_long(range: &PeriodRange) -> String {
    let days = format!("từ ngày {} đến ngày {}", format::date(range.first.first_day()), format::date(range.last.last_day()));
    let weeks = match range.name {
        RangeName::Weeks => String::new(),
        _ => format!("tuần {} - {}, ", format::period(range.first), format::period(range.last)),
    };
    format!("{} ({weeks}{days})", format::capital(&called(range)))
}

/// In file names: `T28_2025-T31_2025`, `thang-7_2025`, `quy-III_2025`, `6-thang-dau_2026`, `nam_2026`.
pub fn in_names(range: &PeriodRange) -> String {
    match range.name {
        RangeName::Weeks => format!("{}-{}", format::period_in_names(range.first), format::period_in_names(range.last)),
        RangeName::Month(year, month) => format!("thang-{month}_{year}"),
        RangeName::Quarter(year, quarter) => format!("quy-{}_{year}", quarter_sign(quarter)),
        RangeName::Half(year, half) => format!("6-thang-{}_{year}", if half == 1 { "dau" } else { "cuoi" }),
        RangeName::Year(year) => format!("nam_{year}"),
    }
}

fn quarter_sign(quarter: u32) -> String {
    format::roman(usize::try_from(quarter).unwrap_or_default())
}

fn half_word(half: u32) -> &'static str {
    if half == 1 { "đầu" } else { "cuối" }
}

/// Periods in ascending order, those that follow each other as one: `tuần 1 - 27/2025, 30/2025`. Blank if there are none.
pub fn periods(periods: &[Period]) -> String {
    let mut runs: Vec<(Period, Period)> = Vec::new();
    for period in periods {
        match runs.last_mut() {
            Some((_, last)) if last.next() == *period => *last = *period,
            _ => runs.push((*period, *period)),
        }
    }
    let run = |(first, last): &(Period, Period)| {
        let last_named = format::period(*last);
        match () {
            () if first == last => last_named,
            () if first.year() == last.year() => format!("{} - {last_named}", first.week()),
            () => format!("{} - {last_named}", format::period(*first)),
        }
    };
    let runs: Vec<String> = runs.iter().map(run).collect();
    if runs.is_empty() { String::new() } else { format!("tuần {}", runs.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(id: &str) -> Period {
        Period::parse_id(id).unwrap()
    }

    #[test]
    fn ranges_have_the_names_that_people_give_them() {
        let named = |name| PeriodRange::named(name).unwrap();
        for (range, words, file) in [
            (PeriodRange::weeks(week("2025-W28"), week("2025-W31")).unwrap(), "tuần 28/2025 - 31/2025", "T28_2025-T31_2025"),
            (named(RangeName::Month(2025, 8)), "tháng 8/2025", "thang-8_2025"),
            (named(RangeName::Quarter(2025, 3)), "quý III/2025", "quy-III_2025"),
            (named(RangeName::Half(2026, 1)), "6 tháng đầu năm 2026", "6-thang-dau_2026"),
            (named(RangeName::Half(2026, 2)), "6 tháng cuối năm 2026", "6-thang-cuoi_2026"),
            (named(RangeName::Year(2026)), "năm 2026", "nam_2026"),
        ] {
            assert_eq!((called(&range).as_str(), in_names(&range).as_str()), (words, file));
        }
        assert_eq!(
            called_long(&named(RangeName::Quarter(2025, 3))),
            "Quý III/2025 (tuần 27/2025 - 39/2025, từ ngày 30/6/2025 đến ngày 28/9/2025)"
        );
    }

    #[test]
    fn periods_that_follow_each_other_are_told_as_one() {
        let all = ["2025-W01", "2025-W02", "2025-W03", "2025-W30", "2025-W52", "2026-W01"].map(week);
        assert_eq!(periods(&all), "tuần 1 - 3/2025, 30/2025, 52/2025 - 1/2026");
        assert_eq!(periods(&[]), "");
    }
}
