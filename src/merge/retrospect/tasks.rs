//! Every task over the weeks: when it was finished, when it became overdue.

use super::behind;
use super::each_once::union;
use crate::model::class::TaskClass;
use crate::model::course::TaskCourse;
use crate::model::period::Period;
use crate::model::period_range::PeriodRange;
use crate::model::released_week::{ReleasedTask, ReleasedWeek};
use crate::model::task::TaskCode;
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub(super) fn courses(range: PeriodRange, before: Option<&ReleasedWeek>, weeks: &[ReleasedWeek]) -> Vec<TaskCourse> {
    let earlier: BTreeMap<&TaskCode, TaskClass> =
        before.into_iter().flat_map(|week| &week.tasks).map(|task| (&task.code, task.class)).collect();
    let by_code: Vec<BTreeMap<&TaskCode, &ReleasedTask>> =
        weeks.iter().map(|week| week.tasks.iter().map(|task| (&task.code, task)).collect()).collect();
    let all = union(weeks, |week| week.tasks.as_slice(), |task| &task.code);
    all.into_iter().map(|task| course(range, weeks, &by_code, task, earlier.get(&task.code).copied())).collect()
}

fn course(
    range: PeriodRange,
    weeks: &[ReleasedWeek],
    by_code: &[BTreeMap<&TaskCode, &ReleasedTask>],
    task: &ReleasedTask,
    earlier: Option<TaskClass>,
) -> TaskCourse {
    let each: Vec<Option<&ReleasedTask>> = by_code.iter().map(|tasks| tasks.get(&task.code).copied()).collect();
    // Where the release before cannot be read, the first one of the range still says what it was there.
    let before = earlier.or(each.first().copied().flatten().and_then(|task| task.previous_class));
    let classes: Vec<Option<TaskClass>> = each.iter().map(|task| task.map(|task| task.class)).collect();
    let periods: Vec<Period> = weeks.iter().map(|week| week.period.id).collect();
    TaskCourse {
        code: task.code.clone(),
        content: task.content.clone(),
        leads: task.leads.clone(),
        deadline_text: task.deadline_text.clone(),
        before,
        days: task.days,
        completed_on: task.completed_on.filter(|_| task.class.is_done()),
        finished_in: finished_in(range, &periods, before, &classes, task.completed_on),
        rows: behind::rows(&each, |task| task.class, |task| task.parts.iter().filter(|part| part.source.is_some()).cloned().collect()),
        overdue_in: turns(&periods, before, &classes, |class| class == TaskClass::Overdue).into_iter().next(),
        classes,
    }
}

/// The periods in which a task became what it was not in the release before.
fn turns(periods: &[Period], before: Option<TaskClass>, classes: &[Option<TaskClass>], is: impl Fn(TaskClass) -> bool) -> Vec<Period> {
    let mut last = before;
    let mut found = Vec::new();
    for (period, class) in periods.iter().zip(classes) {
        if let (Some(earlier), Some(now)) = (last, *class)
            && is(now)
            && !is(earlier)
        {
            found.push(*period);
        }
        last = class.or(last);
    }
    found
}

/// The week of the last turn to finished, if it is finished at the end. What nobody knew before is new in the range only if it
/// was finished on one of its days.
pub(super) fn finished_in(
    range: PeriodRange,
    periods: &[Period],
    before: Option<TaskClass>,
    classes: &[Option<TaskClass>],
    completed_on: Option<NaiveDate>,
) -> Option<Period> {
    let known: Vec<(Period, TaskClass)> = periods.iter().zip(classes).filter_map(|(period, class)| Some((*period, (*class)?))).collect();
    let (_, last) = known.last()?;
    if !last.is_done() {
        return None;
    }
    if let Some(turn) = turns(periods, before, classes, TaskClass::is_done).pop() {
        return Some(turn);
    }
    let (first, _) = known.first()?;
    (before.is_none() && completed_on.is_some_and(|day| range.holds_day(day))).then_some(*first)
}
