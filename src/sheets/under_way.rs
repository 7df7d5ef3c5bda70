//! What of a year's plan is not finished, and how much of that is under way.

use crate::model::class::TaskClass;
use crate::model::consolidation::{Consolidation, TaskLine};
use crate::sheets::counted::Counted;
use crate::sheets::sentence::{Figure, Sentence};

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
    let of_year = |line: &&TaskLine| line.task.plan_year == year && is_unfinished(line);
    let mut counts = YearRest::default();
    for line in c.tasks.iter().filter(of_year) {
        counts.unfinished += 1;
        let class = line.state.class;
        if is_under_way(line) {
            counts.under_way += 1;
            counts.regular += u32::from(class == TaskClass::Regular);
            counts.early += u32::from(class == TaskClass::NotDueYet);
        }
    }
    counts
}

/// `còn 47 nhiệm vụ chưa hoàn thành, trong đó 46 đang thực hiện (kể cả thường xuyên, chuẩn bị trước kỳ)`; `None` if all is finished.
pub(crate) fn clause(c: &Consolidation, year: i32) -> Option<Sentence> {
    let YearRest { unfinished, under_way, regular, early } = of_year(c, year);
    let kinds: Vec<&str> =
        [(regular, "thường xuyên"), (early, "chuẩn bị trước kỳ")].iter().filter(|(n, _)| *n > 0).map(|(_, w)| *w).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(" (kể cả {})", kinds.join(", ")) };
    let rest = Counted::tasks(c, |line| line.task.plan_year == year && is_unfinished(line));
    let begun = Counted::tasks(c, |line| line.task.plan_year == year && is_unfinished(line) && is_under_way(line));
    let rest = Figure::count(format!("{unfinished:02} nhiệm vụ chưa hoàn thành"), format!("Nhiệm vụ năm {year} chưa hoàn thành"), rest);
    let begun = Figure::count(format!("{under_way:02} đang thực hiện"), format!("Nhiệm vụ năm {year} đang thực hiện"), begun);
    (unfinished > 0).then(|| Sentence::from("còn ") + rest + ", trong đó " + begun + kinds)
}

fn is_unfinished(line: &TaskLine) -> bool {
    !line.state.class.is_done() && line.state.class != TaskClass::Withdrawn
}

fn is_under_way(line: &TaskLine) -> bool {
    line.state.started && line.state.class != TaskClass::Paused
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
        assert_eq!(clause(&c, year).map(|told| told.to_string()).as_deref(), Some(told));
        c.tasks.retain(|line| line.state.class == TaskClass::InProgress);
        assert_eq!(
            clause(&c, year).map(|told| told.to_string()).as_deref(),
            Some("còn 01 nhiệm vụ chưa hoàn thành, trong đó 01 đang thực hiện")
        );
        assert_eq!(clause(&c, year - 1), None);
    }
}
