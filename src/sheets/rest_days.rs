//! Rest days of 2025 to 2027, for the calendar that a new workspace starts with; days without
//! an official plan yet are marked to be confirmed.

use chrono::NaiveDate;

/// A row of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestDay {
    /// The day of rest, or the Saturday worked.
    pub day: NaiveDate,
    /// A Saturday worked instead of it; otherwise a day of rest.
    pub worked: bool,
    /// Name of the holiday, or what is worked for; in Vietnamese.
    pub name: &'static str,
    /// What it rests on.
    pub source: &'static str,
    /// Is an official plan or the law behind it?
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
    use crate::model::calendar::Calendar;
    use crate::model::cutoff::{HolidayRule, Schedule};
    use crate::model::period::Period;
    use crate::model::rhythm::Rhythm;
    use crate::text::calendar::unconfirmed;
    use chrono::{Datelike, Weekday};

    /// What the register makes of the shipped rows.
    fn shipped() -> Calendar {
        let of = |worked: bool| all().into_iter().filter(move |d| d.worked == worked);
        Calendar {
            rest_days: of(false).map(|d| (d.day, d.name.to_owned())).collect(),
            work_days: of(true).map(|d| d.day).collect(),
            unconfirmed: all().into_iter().filter(|d| !d.confirmed).map(|d| (d.day, d.name.to_owned())).collect(),
            ..Calendar::default()
        }
    }

    /// Friday by Friday as announced, and the weeks beside them.
    #[test]
    fn each_friday_of_rest_moves_its_cutoff() {
        let calendar = shipped();
        // week, submit cutoff under earlier / later / skip (blank: no report), rests on something unconfirmed
        for (week, earlier, later, skip, open) in [
            ("2025-W01", "2025-01-03", "2025-01-03", "2025-01-03", false),
            ("2025-W04", "2025-01-24", "2025-01-24", "2025-01-24", false),
            ("2025-W05", "", "2025-02-03", "", false),
            ("2025-W06", "2025-02-07", "2025-02-07", "2025-02-07", false),
            ("2025-W15", "2025-04-11", "2025-04-11", "2025-04-11", false),
            ("2025-W17", "2025-04-25", "2025-04-25", "2025-04-25", false),
            ("2025-W18", "2025-04-29", "2025-05-05", "", false),
            ("2025-W35", "2025-08-29", "2025-08-29", "2025-08-29", false),
            ("2025-W36", "2025-09-05", "2025-09-05", "2025-09-05", false),
            ("2025-W52", "2025-12-26", "2025-12-26", "2025-12-26", false),
            ("2026-W01", "2025-12-31", "2026-01-05", "", false),
            ("2026-W02", "2026-01-09", "2026-01-09", "2026-01-09", false),
            ("2026-W08", "", "2026-02-23", "", false),
            ("2026-W18", "2026-04-29", "2026-05-04", "", false),
            ("2026-W34", "2026-08-21", "2026-08-21", "2026-08-21", true),
            ("2026-W36", "2026-09-04", "2026-09-04", "2026-09-04", true),
            ("2026-W48", "2026-11-27", "2026-11-27", "2026-11-27", true),
            ("2026-W53", "2026-12-31", "2027-01-04", "", false),
            ("2027-W01", "2027-01-08", "2027-01-08", "2027-01-08", false),
            ("2027-W05", "2027-02-04", "2027-02-08", "", true),
            ("2027-W06", "2027-02-11", "2027-02-15", "", true),
            ("2027-W15", "2027-04-15", "2027-04-19", "", true),
            ("2027-W17", "2027-04-29", "2027-05-04", "", false),
            ("2027-W18", "2027-05-07", "2027-05-07", "2027-05-07", false),
            ("2027-W35", "2027-09-01", "2027-09-06", "", true),
            ("2027-W47", "2027-11-26", "2027-11-26", "2027-11-26", true),
        ] {
            let period = Period::parse_id(week).unwrap();
            for (rule, expected) in [(HolidayRule::Earlier, earlier), (HolidayRule::Later, later), (HolidayRule::Skip, skip)] {
                let schedule = Schedule { holiday_rule: rule, ..crate::model::cutoff::tests::friday() };
                let rhythm = Rhythm { calendar: &calendar, schedule: &schedule };
                let submit = rhythm.cutoffs(period).map(|c| c.submit.to_rfc3339()).unwrap_or_default();
                let expected = if expected.is_empty() { String::new() } else { format!("{expected}T11:00:00+07:00") };
                assert_eq!(submit, expected, "{week} {rule:?}");
                if rule == HolidayRule::Earlier {
                    assert_eq!(unconfirmed(rhythm, period).is_some(), open, "{week}");
                }
            }
        }
    }

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
    fn the_fridays_of_rest_are_there() {
        for (y, m, d) in [(2025, 1, 31), (2025, 5, 2), (2026, 1, 2), (2026, 2, 20), (2026, 5, 1), (2027, 1, 1), (2027, 4, 30)] {
            let friday = NaiveDate::from_ymd_opt(y, m, d).unwrap();
            assert_eq!(friday.weekday(), Weekday::Fri);
            assert!(all().iter().any(|r| r.day == friday && !r.worked), "{friday}");
        }
    }
}
