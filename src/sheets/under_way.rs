//! What of a year's plan is not finished, and how much of that is under way.

use crate::model::class::TaskClass;
use crate::model::consolidation::{Consolidation, TaskLine};

/// The tasks of a plan year that are not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct YearRest {
    /// Neither finished nor taken back.
    pub(crate) unfinished: u32,
    /// Of these: reported as begun and not paused, whatever their class. A regular task is under way as well, and so is one
    /// that was begun before its time.
    pub(crate) under_way: u32,
    /// Of those under way: regular ones.
    pub(crate) regular: u32,
    /// Of those under way: begun before their time.
    pub(crate) early: u32,
}

/// Counts the tasks of a plan year that are not finished.
pub(crate) fn of_year(c: &Consolidation, year: i32) -> YearRest {
    let of_year = |line: &&TaskLine| line.task.plan_year == year;
    let unfinished = |line: &&TaskLine| !line.state.class.is_done() && line.state.class != TaskClass::Withdrawn;
    let mut counts = YearRest::default();
    for line in c.tasks.iter().filter(of_year).filter(unfinished) {
        counts.unfinished += 1;
        let class = line.state.class;
        if line.state.started && class != TaskClass::Paused {
            counts.under_way += 1;
            counts.regular += u32::from(class == TaskClass::Regular);
            counts.early += u32::from(class == TaskClass::NotDueYet);
        }
    }
    counts
}

/// `còn 47 nhiệm vụ chưa hoàn thành, trong đó 46 đang thực hiện (kể cả thường xuyên, chuẩn bị trước kỳ)`; `None` if all is finished.
pub(crate) fn clause(c: &Consolidation, year: i32) -> Option<String> {
    let YearRest { unfinished, under_way, regular, early } = of_year(c, year);
    let kinds: Vec<&str> =
        [(regular, "thường xuyên"), (early, "chuẩn bị trước kỳ")].iter().filter(|(n, _)| *n > 0).map(|(_, w)| *w).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(" (kể cả {})", kinds.join(", ")) };
    (unfinished > 0).then(|| format!("còn {unfinished:02} nhiệm vụ chưa hoàn thành, trong đó {under_way:02} đang thực hiện{kinds}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::testing;

    #[test]
    fn what_is_not_finished_counts_once_and_is_under_way_only_if_begun() {
        let mut c = testing::consolidation();
        let year = c.period.year();
        let line = c.tasks[0].clone();
        c.tasks = [
            (TaskClass::DoneOnTime, true, year),
            (TaskClass::Withdrawn, true, year),
            (TaskClass::InProgress, true, year + 1),
            (TaskClass::InProgress, true, year),
            (TaskClass::Overdue, false, year),
            (TaskClass::NotStarted, false, year),
            (TaskClass::NoReport, false, year),
            (TaskClass::Paused, true, year),
            (TaskClass::Regular, true, year),
            (TaskClass::Regular, false, year),
            (TaskClass::NotDueYet, true, year),
            (TaskClass::NotDueYet, false, year),
        ]
        .into_iter()
        .map(|(class, started, plan_year)| {
            let mut line = line.clone();
            (line.state.class, line.state.started, line.task.plan_year) = (class, started, plan_year);
            line
        })
        .collect();
        assert_eq!(of_year(&c, year), YearRest { unfinished: 9, under_way: 3, regular: 1, early: 1 });
        let told = "còn 09 nhiệm vụ chưa hoàn thành, trong đó 03 đang thực hiện (kể cả thường xuyên, chuẩn bị trước kỳ)";
        assert_eq!(clause(&c, year).as_deref(), Some(told));
        c.tasks.retain(|line| line.state.class == TaskClass::InProgress);
        assert_eq!(clause(&c, year).as_deref(), Some("còn 01 nhiệm vụ chưa hoàn thành, trong đó 01 đang thực hiện"));
        assert_eq!(clause(&c, year - 1), None);
    }
}
