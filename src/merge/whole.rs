//! The class of a task that consists of parts ("Giao toàn khối", "Chung nhiều chủ trì"; `src/docs/rows.md`,
//! "Shared tasks"): done only when all its parts are, else the class of its most pressing open part.

use crate::model::class::{TaskClass, TaskState};
use crate::model::task::Status;
use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

/// One part, as classified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartFacts {
    /// Its class by its own deadline.
    pub state: TaskState,
    /// The accepted status; `None` for a part never reported.
    pub status: Option<Status>,
    /// The accepted percent, 0 to 100; `None` if none was given.
    pub percent: Option<Decimal>,
    /// The accepted completion date.
    pub completed_on: Option<NaiveDate>,
}

/// What the parts amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    /// Class of the whole.
    pub state: TaskState,
    /// The status that the parts amount to; `None` if none of them ever reported.
    pub status: Option<Status>,
    /// Mean of the parts, equal weights, half up to whole percent; a part never reported counts 0. `None` if none
    /// of them ever reported.
    pub percent: Option<Decimal>,
    /// The latest completion date, if all parts are done and dated.
    pub completed_on: Option<NaiveDate>,
    /// How many parts are done.
    pub done: u32,
    /// How many parts there are.
    pub parts: u32,
}

/// The open classes, most pressing first; each whole has exactly one.
const PRESSING: [TaskClass; 10] = [
    TaskClass::Overdue,
    TaskClass::DueSoon,
    TaskClass::InProgress,
    TaskClass::NotStarted,
    TaskClass::NoReport,
    TaskClass::NoDeadline,
    TaskClass::NotDueYet,
    TaskClass::Paused,
    TaskClass::Regular,
    TaskClass::Withdrawn,
];

/// Finished classes, the worst first: a whole with a late part is late, one with an undated part cannot be dated.
const WORST_DONE: [TaskClass; 4] = [TaskClass::DoneLate, TaskClass::DoneUndated, TaskClass::DoneOnTime, TaskClass::DoneEarly];

/// The whole of its parts; `None` if there are no parts.
pub fn whole(parts: &[PartFacts]) -> Option<Whole> {
    if parts.is_empty() {
        return None;
    }
    let done = parts.iter().filter(|p| p.state.class.is_done()).count();
    let all_done = done == parts.len();
    let state = if all_done { finished(parts)? } else { open(parts)? };
    Some(Whole {
        state,
        status: status(parts),
        percent: percent(parts),
        completed_on: if all_done { latest(parts) } else { None },
        done: u32::try_from(done).unwrap_or(u32::MAX),
        parts: u32::try_from(parts.len()).unwrap_or(u32::MAX),
    })
}

fn finished(parts: &[PartFacts]) -> Option<TaskState> {
    let class = WORST_DONE.into_iter().find(|class| parts.iter().any(|p| p.state.class == *class))?;
    // How late the whole is can be said only where every part has a date; that it is late is certain.
    let all_dated = parts.iter().all(|p| p.state.class != TaskClass::DoneUndated);
    let days = if all_dated { parts.iter().filter(|p| p.state.class == class).filter_map(|p| p.state.days).max() } else { None };
    Some(TaskState { class, started: true, days, past_deadline: false })
}

fn open(parts: &[PartFacts]) -> Option<TaskState> {
    let pressing = PRESSING.into_iter().find(|class| parts.iter().any(|p| p.state.class == *class))?;
    let is_late = |p: &&PartFacts| p.state.class == TaskClass::Overdue || p.state.past_deadline;
    // A part never reported is late like any other; where nobody reported, that is what is said.
    let late = parts.iter().filter(is_late).filter_map(|p| p.state.days).max();
    let nobody_reported = parts.iter().all(|p| p.status.is_none());
    let any_done = parts.iter().any(|p| p.state.class.is_done());
    let class = match pressing {
        _ if parts.iter().any(|p| is_late(&p)) && !nobody_reported => TaskClass::Overdue,
        TaskClass::NotStarted | TaskClass::NoReport if any_done => TaskClass::InProgress,
        other => other,
    };
    let left = parts.iter().filter(|p| p.state.class == pressing).filter_map(|p| p.state.days).min();
    let past_deadline = late.is_some() && class != TaskClass::Overdue;
    let days = if late.is_some() || class == TaskClass::Overdue { late } else { left };
    let started = class != TaskClass::NotStarted && parts.iter().any(|p| p.state.started || p.state.class.is_done());
    Some(TaskState { class, started, days, past_deadline })
}

fn status(parts: &[PartFacts]) -> Option<Status> {
    let first = parts.iter().find_map(|p| p.status)?;
    if parts.iter().all(|p| p.status == Some(first)) {
        return Some(first);
    }
    let untouched = |s: Option<Status>| matches!(s, None | Some(Status::NotStarted | Status::NotDueYet));
    Some(if parts.iter().all(|p| untouched(p.status)) { Status::NotStarted } else { Status::InProgress })
}

fn percent(parts: &[PartFacts]) -> Option<Decimal> {
    if parts.iter().all(|p| p.status.is_none()) {
        return None;
    }
    // A finished part without a readable percent is finished all the same.
    let of = |p: &PartFacts| p.percent.unwrap_or(if p.status == Some(Status::Done) { Decimal::ONE_HUNDRED } else { Decimal::ZERO });
    let sum: Decimal = parts.iter().map(of).sum();
    let mean = sum / Decimal::from(parts.len());
    Some(mean.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
}

fn latest(parts: &[PartFacts]) -> Option<NaiveDate> {
    parts.iter().map(|p| p.completed_on).collect::<Option<Vec<_>>>()?.into_iter().max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use TaskClass as C;

    fn part(class: C, days: Option<i64>, percent: Option<i64>) -> PartFacts {
        let status = match class {
            C::NoReport => None,
            c if c.is_done() => Some(Status::Done),
            C::NotStarted => Some(Status::NotStarted),
            _ => Some(Status::InProgress),
        };
        let started = crate::merge::classify::begun(status);
        let past_deadline = class == C::NoReport && days.is_some_and(|d| d > 0);
        let completed_on = if class.is_done() && class != C::DoneUndated {
            NaiveDate::from_ymd_opt(2025, 7, u32::try_from(days.unwrap_or(0) + 1).unwrap())
        } else {
            None
        };
        PartFacts { state: TaskState { class, started, days, past_deadline }, status, percent: percent.map(Decimal::from), completed_on }
    }

    #[test]
    fn done_only_when_all_parts_are() {
        let both = whole(&[part(C::DoneEarly, None, Some(100)), part(C::DoneOnTime, Some(3), Some(100))]).unwrap();
        assert_eq!(both.state.class, C::DoneOnTime);
        assert_eq!(both.completed_on, NaiveDate::from_ymd_opt(2025, 7, 4), "the latest date");
        assert_eq!((both.done, both.parts, both.status), (2, 2, Some(Status::Done)));
        let one = whole(&[part(C::DoneEarly, None, Some(100)), part(C::NoReport, None, None)]).unwrap();
        assert_eq!(one.state.class, C::InProgress, "one part is done");
        assert_eq!((one.done, one.completed_on), (1, None));
        assert_eq!(one.percent, Some(Decimal::from(50)), "a part never reported counts 0");
    }

    #[test]
    fn a_late_part_makes_the_whole_late_and_an_undated_one_hides_the_days() {
        let late = whole(&[part(C::DoneOnTime, None, None), part(C::DoneLate, Some(4), None), part(C::DoneLate, Some(2), None)]).unwrap();
        assert_eq!((late.state.class, late.state.days), (C::DoneLate, Some(4)));
        let hidden = whole(&[part(C::DoneUndated, None, None), part(C::DoneLate, Some(4), None)]).unwrap();
        assert_eq!((hidden.state.class, hidden.state.days, hidden.completed_on), (C::DoneLate, None, None));
        let undated = whole(&[part(C::DoneUndated, None, None), part(C::DoneEarly, None, None)]).unwrap();
        assert_eq!(undated.state.class, C::DoneUndated);
    }

    #[test]
    fn the_most_pressing_open_part_decides() {
        let order = [C::Overdue, C::DueSoon, C::InProgress, C::NotStarted, C::NoReport, C::NoDeadline, C::NotDueYet, C::Paused];
        for (index, class) in order.into_iter().enumerate() {
            let mut parts: Vec<PartFacts> = order[index..].iter().rev().map(|c| part(*c, Some(0), Some(0))).collect();
            assert_eq!(whole(&parts).unwrap().state.class, class);
            parts.push(part(C::DoneEarly, None, Some(100)));
            let begun = if matches!(class, C::NotStarted | C::NoReport) { C::InProgress } else { class };
            assert_eq!(whole(&parts).unwrap().state.class, begun, "a done part has begun the whole");
        }
        let late = whole(&[part(C::Overdue, Some(3), None), part(C::Overdue, Some(9), None), part(C::DueSoon, Some(2), None)]).unwrap();
        assert_eq!(late.state.days, Some(9));
        let soon = whole(&[part(C::DueSoon, Some(6), None), part(C::DueSoon, Some(2), None)]).unwrap();
        assert_eq!(soon.state.days, Some(2));
    }

    #[test]
    fn a_silent_part_past_its_deadline_is_not_hidden() {
        let state = whole(&[part(C::InProgress, Some(30), None), part(C::NoReport, Some(5), None)]).unwrap().state;
        assert_eq!((state.class, state.past_deadline, state.days), (C::Overdue, false, Some(5)));
        let state = whole(&[part(C::NoReport, None, None), part(C::NoReport, Some(5), None)]).unwrap().state;
        assert_eq!((state.class, state.past_deadline, state.days), (C::NoReport, true, Some(5)), "nobody reported anything");
    }

    #[test]
    fn the_mean_is_rounded_half_up() {
        let mean = |values: &[i64]| {
            let parts: Vec<PartFacts> = values.iter().map(|v| part(C::InProgress, None, Some(*v))).collect();
            whole(&parts).unwrap().percent
        };
        assert_eq!(mean(&[50, 51]), Some(Decimal::from(51)));
        assert_eq!(mean(&[0, 0, 100]), Some(Decimal::from(33)));
        let done = whole(&[part(C::DoneEarly, None, None), part(C::InProgress, None, None)]).unwrap();
        assert_eq!(done.percent, Some(Decimal::from(50)), "done counts 100 where its percent is unreadable");
        assert_eq!(whole(&[part(C::NoReport, None, None)]).unwrap().percent, None);
    }

    #[test]
    fn all_regular_is_regular_and_nothing_is_nothing() {
        assert_eq!(whole(&[part(C::Regular, None, None), part(C::Regular, None, None)]).unwrap().state.class, C::Regular);
        assert_eq!(whole(&[]), None);
    }
}
