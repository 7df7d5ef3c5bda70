//! How many open tasks are due in the next days.

use crate::model::class::TaskClass;
use crate::model::consolidation::TaskLine;
use chrono::NaiveDate;
use serde::Serialize;

/// So many days ahead are looked at.
pub const HORIZONS: [i64; 3] = [7, 14, 30];

/// Open tasks by how soon they are due, each task once; what is due in 7 days is due in 14 and 30 as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct DueCounts {
    /// Due today or in the seven days after.
    pub days_7: u32,
    /// Due today or in the 14 days after.
    pub days_14: u32,
    /// Due today or in the 30 days after.
    pub days_30: u32,
}

/// Is something left to do? What goes on without an end is not waited for.
pub fn is_open(class: TaskClass) -> bool {
    !class.is_done() && !matches!(class, TaskClass::Withdrawn | TaskClass::Regular)
}

/// Does a deadline lie between today and so many days ahead?
pub fn is_due_within(deadline: Option<NaiveDate>, today: NaiveDate, days: i64) -> bool {
    deadline.is_some_and(|to| (0..=days).contains(&(to - today).num_days()))
}

/// The open tasks whose own deadline ends within so many days, each with that day, in the order of `tasks`.
pub fn due(tasks: &[TaskLine], today: NaiveDate, days: i64) -> impl Iterator<Item = (NaiveDate, &TaskLine)> {
    let open = tasks.iter().filter(|line| is_open(line.state.class)).filter_map(|line| Some((line.task.deadline?.to, line)));
    open.filter(move |(to, _)| is_due_within(Some(*to), today, days))
}

/// Counts the open tasks by the last day of their own deadline.
pub fn of(tasks: &[TaskLine], today: NaiveDate) -> DueCounts {
    let [days_7, days_14, days_30] = HORIZONS.map(|days| u32::try_from(due(tasks, today, days).count()).unwrap_or(u32::MAX));
    DueCounts { days_7, days_14, days_30 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_counts_and_yesterday_does_not() {
        let day = |d| NaiveDate::from_ymd_opt(2025, 7, d);
        let today = day(11).unwrap();
        let within = |d, days| is_due_within(day(d), today, days);
        assert_eq!((within(10, 7), within(11, 7), within(18, 7), within(19, 7), within(19, 14)), (false, true, true, false, true));
        assert!(!is_due_within(None, today, 30));
        assert_eq!(TaskClass::ALL.into_iter().filter(|class| !is_open(*class)).count(), 6);
    }
}
