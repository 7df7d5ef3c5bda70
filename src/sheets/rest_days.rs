//! Rest days of 2025 to 2027, for the calendar that a new workspace starts with (handbook domain 5.1). Days without
//! an official plan yet are marked to be confirmed.

use chrono::NaiveDate;

/// A row of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestDay {
    /// The day.
    pub day: NaiveDate,
    /// A Saturday worked instead of it; otherwise a day of rest.
    pub worked: bool,
    /// Its name.
    pub name: &'static str,
    /// What it rests on.
    pub source: &'static str,
    /// Is that certain?
    pub confirmed: bool,
}

const LAW: &str = "Ngày lễ cố định theo luật";
const PLAN_2025: &str = "Kế hoạch nghỉ lễ, Tết năm 2025 đã công bố";
const PLAN_2026: &str = "Kế hoạch nghỉ lễ, Tết năm 2026 đã công bố";
const PROPOSED: &str = "Mới là đề xuất, cần xác nhận";
const CULTURE: &str = "Nghị quyết 80-NQ/TW, chờ sửa Bộ luật Lao động";
const NO_PLAN: &str = "Chưa có kế hoạch nghỉ chính thức năm 2027";

type Entry = ((i32, u32, u32), bool, &'static str, &'static str, bool);

const DAYS: [Entry; 38] = [
    ((2025, 1, 1), false, "Tết Dương lịch", LAW, true),
    ((2025, 1, 27), false, "Tết Nguyên đán Ất Tỵ", PLAN_2025, true),
    ((2025, 1, 28), false, "Tết Nguyên đán Ất Tỵ", PLAN_2025, true),
    ((2025, 1, 29), false, "Tết Nguyên đán Ất Tỵ", PLAN_2025, true),
    ((2025, 1, 30), false, "Tết Nguyên đán Ất Tỵ", PLAN_2025, true),
    ((2025, 1, 31), false, "Tết Nguyên đán Ất Tỵ", PLAN_2025, true),
    ((2025, 4, 7), false, "Giỗ Tổ Hùng Vương", PLAN_2025, true),
    ((2025, 4, 26), true, "Làm bù cho thứ Sáu 02/5/2025", PLAN_2025, true),
    ((2025, 4, 30), false, "Ngày Chiến thắng", PLAN_2025, true),
    ((2025, 5, 1), false, "Quốc tế Lao động", PLAN_2025, true),
    ((2025, 5, 2), false, "Hoán đổi với thứ Bảy 26/4/2025", PLAN_2025, true),
    ((2025, 9, 1), false, "Quốc khánh", PLAN_2025, true),
    ((2025, 9, 2), false, "Quốc khánh", PLAN_2025, true),
    ((2026, 1, 1), false, "Tết Dương lịch", LAW, true),
    ((2026, 1, 2), false, "Hoán đổi với thứ Bảy 10/01/2026", PLAN_2026, true),
    ((2026, 1, 10), true, "Làm bù cho thứ Sáu 02/01/2026", PLAN_2026, true),
    ((2026, 2, 16), false, "Tết Nguyên đán Bính Ngọ", PLAN_2026, true),
    ((2026, 2, 17), false, "Tết Nguyên đán Bính Ngọ", PLAN_2026, true),
    ((2026, 2, 18), false, "Tết Nguyên đán Bính Ngọ", PLAN_2026, true),
    ((2026, 2, 19), false, "Tết Nguyên đán Bính Ngọ", PLAN_2026, true),
    ((2026, 2, 20), false, "Tết Nguyên đán Bính Ngọ", PLAN_2026, true),
    ((2026, 4, 27), false, "Nghỉ bù Giỗ Tổ Hùng Vương 26/4", PLAN_2026, true),
    ((2026, 4, 30), false, "Ngày Chiến thắng", PLAN_2026, true),
    ((2026, 5, 1), false, "Quốc tế Lao động", PLAN_2026, true),
    ((2026, 8, 22), true, "Làm bù cho thứ Hai 31/8/2026", PROPOSED, false),
    ((2026, 8, 31), false, "Hoán đổi với thứ Bảy 22/8/2026", PROPOSED, false),
    ((2026, 9, 1), false, "Quốc khánh", PROPOSED, false),
    ((2026, 9, 2), false, "Quốc khánh", LAW, true),
    ((2026, 11, 24), false, "Ngày Văn hóa Việt Nam", CULTURE, false),
    ((2027, 1, 1), false, "Tết Dương lịch", LAW, true),
    ((2027, 2, 5), false, "Trước Tết Nguyên đán Đinh Mùi", NO_PLAN, false),
    ((2027, 2, 12), false, "Tuần Tết Nguyên đán Đinh Mùi", NO_PLAN, false),
    ((2027, 4, 16), false, "Giỗ Tổ Hùng Vương", "Tính theo âm lịch, cần xác nhận", false),
    ((2027, 4, 30), false, "Ngày Chiến thắng", LAW, true),
    ((2027, 5, 3), false, "Nghỉ bù Quốc tế Lao động (01/5/2027 là thứ Bảy)", LAW, true),
    ((2027, 9, 2), false, "Quốc khánh", LAW, true),
    ((2027, 9, 3), false, "Quốc khánh (ngày liền kề, có thể là 01/9)", NO_PLAN, false),
    ((2027, 11, 24), false, "Ngày Văn hóa Việt Nam", CULTURE, false),
];

/// All of them in order.
pub fn all() -> Vec<RestDay> {
    let rest_day = |(date, worked, name, source, confirmed): Entry| {
        let (year, month, day) = date;
        Some(RestDay { day: NaiveDate::from_ymd_opt(year, month, day)?, worked, name, source, confirmed })
    };
    DAYS.into_iter().filter_map(rest_day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, Weekday};

    #[test]
    fn every_entry_is_a_day_and_they_are_in_order() {
        let days = all();
        assert_eq!(days.len(), DAYS.len());
        assert!(days.is_sorted_by(|a, b| a.day < b.day));
    }

    #[test]
    fn only_saturdays_are_worked_instead_and_only_working_days_are_rest_days() {
        for day in all() {
            let weekend = matches!(day.day.weekday(), Weekday::Sat | Weekday::Sun);
            assert_eq!(weekend, day.worked, "{}", day.day);
        }
    }

    #[test]
    fn the_fridays_of_the_handbook_are_there() {
        for (y, m, d) in [(2025, 1, 31), (2025, 5, 2), (2026, 1, 2), (2026, 2, 20), (2026, 5, 1), (2027, 1, 1), (2027, 4, 30)] {
            let friday = NaiveDate::from_ymd_opt(y, m, d).unwrap();
            assert_eq!(friday.weekday(), Weekday::Fri);
            assert!(all().iter().any(|r| r.day == friday && !r.worked), "{friday}");
        }
    }
}
