//! The figures over several periods, each with the lines that it counts: sentences, key figures and the course of the weeks take
//! them from here.

use super::sets;
use crate::model::class::{TargetClass, TaskClass};
use crate::model::retrospect::{CourseWeek, Retrospect, WeekStanding};
use crate::model::submission::Standing;
use crate::sheets::class_table;
use crate::sheets::sentence::Figure;
use crate::text::format;

/// A release of the range by its place.
pub(super) struct Week<'a> {
    pub(super) r: &'a Retrospect,
    pub(super) at: usize,
    pub(super) week: &'a CourseWeek,
}

impl<'a> Week<'a> {
    /// The first and the last.
    pub(super) fn ends(r: &'a Retrospect) -> Option<(Self, Self)> {
        let mut all = Self::all(r);
        let first = all.next()?;
        let last = Self::all(r).last()?;
        Some((first, last))
    }

    /// Every release, the earliest first.
    pub(super) fn all(r: &'a Retrospect) -> impl Iterator<Item = Self> {
        r.weeks.iter().enumerate().map(move |(at, week)| Self { r, at, week })
    }

    /// `28/2025`.
    pub(super) fn name(&self) -> String {
        format::period(self.week.period)
    }

    /// What is counted, with its week, for the heading of the list behind.
    fn title(&self, what: &str) -> String {
        format!("{what}, tuần {}", self.name())
    }

    /// Finished tasks of all, in the words given.
    pub(super) fn done(&self, words: String) -> Figure {
        let part = sets::in_week(self.r, self.at, TaskClass::is_done);
        Figure::share(words, self.title("Nhiệm vụ hoàn thành"), part, sets::in_week(self.r, self.at, |_| true))
    }

    /// Overdue tasks, in the words given.
    pub(super) fn overdue(&self, words: String) -> Figure {
        let part = sets::in_week(self.r, self.at, |class| class == TaskClass::Overdue);
        Figure::count(words, self.title("Nhiệm vụ quá hạn"), part)
    }

    /// Targets that are reached, in the words given.
    pub(super) fn reached(&self, words: String) -> Figure {
        let part = sets::targets_in_week(self.r, self.at, |class| matches!(class, TargetClass::Exceeded | TargetClass::Met));
        Figure::share(words, self.title("Chỉ tiêu đạt và vượt"), part, sets::targets_in_week(self.r, self.at, |_| true))
    }

    /// Reports in time, in the words given.
    pub(super) fn on_time(&self, words: String) -> Figure {
        let of = |is: fn(&WeekStanding) -> bool| sets::offices_in_week(self.r, self.at, is);
        let (part, whole) = (of(|week| week.standing == Standing::OnTime), of(|week| week.standing != Standing::Exempt));
        Figure::share(words, self.title("Báo cáo đúng hạn"), part, whole)
    }

    /// Four parts that are the whole.
    pub(super) fn four_parts(&self) -> [Figure; 4] {
        let [done, regular, running, not_due_yet] = class_table::four_parts(&self.week.tasks.classes);
        let of = |words, what: &str, is: fn(TaskClass) -> bool| {
            Figure::share(words, self.title(what), sets::in_week(self.r, self.at, is), sets::in_week(self.r, self.at, |_| true))
        };
        let is_running = |class: TaskClass| !class.is_done() && !matches!(class, TaskClass::Regular | TaskClass::NotDueYet);
        [
            self.done(done),
            of(regular, "Nhiệm vụ thường xuyên", |class| class == TaskClass::Regular),
            of(running, "Nhiệm vụ đang triển khai", is_running),
            of(not_due_yet, "Nhiệm vụ chưa đến kỳ", |class| class == TaskClass::NotDueYet),
        ]
    }
}
