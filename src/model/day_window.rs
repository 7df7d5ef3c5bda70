//! A first and a last day, each of which may be open.

use chrono::NaiveDate;

/// First and last day of something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayWindow {
    /// `None` if every day before lies in it.
    pub from: Option<NaiveDate>,
    /// `None` if every day after lies in it.
    pub to: Option<NaiveDate>,
}

impl DayWindow {
    /// Does the day lie in it?
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn both_ends_lie_in_it_and_an_open_one_has_no_bound() {
        let (first, last) = (day(2025, 7, 7), day(2025, 7, 13));
        let window = DayWindow { from: Some(first), to: Some(last) };
        for (day, inside) in [(first, true), (last, true), (first.pred_opt().unwrap(), false), (last.succ_opt().unwrap(), false)] {
            assert_eq!(window.contains(day), inside, "{day}");
        }
        assert!(DayWindow { from: None, ..window }.contains(day(1900, 1, 1)));
        assert!(DayWindow { to: None, ..window }.contains(day(2100, 1, 1)));
    }
}
