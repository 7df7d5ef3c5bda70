//! Which offices went forward: by tasks, never by a rate, so that a small office is neither first nor last by one task.

use super::offices::{self, Shares};
use crate::model::agency::AgencyCode;
use crate::model::class::{NAMED_FROM, TaskClass};
use crate::model::released_week::ReleasedWeek;
use crate::model::retrospect::{Progress, TaskMove};
use std::cmp::Reverse;

/// How far a task is: overdue, in time, finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Overdue,
    InTime,
    Finished,
}

fn stage(class: TaskClass) -> Option<Stage> {
    match class {
        TaskClass::Withdrawn => None,
        TaskClass::Overdue => Some(Stage::Overdue),
        class if class.is_done() => Some(Stage::Finished),
        _ => Some(Stage::InTime),
    }
}

/// Offices of at least [`NAMED_FROM`] tasks, and all communes as one; those that moved, most forward first, equal ones in print order.
/// Nothing can be compared in a single week.
pub(super) fn progress(weeks: &[ReleasedWeek]) -> Vec<Progress> {
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else { return Vec::new() };
    let (before, now) = (offices::shares(first), offices::shares(last));
    let mut found: Vec<Progress> = Vec::new();
    let mut communes = blank(None);
    for agency in &last.agencies {
        let of_agency = of_agency(&agency.code, before.get(&agency.code), now.get(&agency.code));
        if last.register.communes.contains(&agency.code) {
            add(&mut communes, of_agency);
        } else if of_agency.tasks >= NAMED_FROM {
            found.push(of_agency);
        }
    }
    found.push(communes);
    found.retain(|progress| !progress.moves.is_empty());
    found.sort_by_key(|progress| Reverse(progress.net()));
    found
}

fn blank(agency: Option<AgencyCode>) -> Progress {
    Progress { agency, tasks: 0, finished: 0, relieved: 0, fallen: 0, moves: Vec::new() }
}

fn of_agency(agency: &AgencyCode, before: Option<&Shares<'_>>, now: Option<&Shares<'_>>) -> Progress {
    let mut progress = blank(Some(agency.clone()));
    for (task, share) in now.into_iter().flatten() {
        let Some(at_last) = stage(share.class) else { continue };
        progress.tasks += 1;
        let Some(first) = before.and_then(|before| before.get(task)) else { continue };
        let Some(at_first) = stage(first.class) else { continue };
        let slot = match (at_first, at_last) {
            (first, last) if first == last => continue,
            (_, Stage::Finished) => &mut progress.finished,
            (Stage::Overdue, Stage::InTime) => &mut progress.relieved,
            _ => &mut progress.fallen,
        };
        *slot += 1;
        progress.moves.push(TaskMove { agency: agency.clone(), task: (*task).clone(), first: first.class, last: share.class });
    }
    progress
}

fn add(sum: &mut Progress, more: Progress) {
    sum.tasks += more.tasks;
    sum.finished += more.finished;
    sum.relieved += more.relieved;
    sum.fallen += more.fallen;
    sum.moves.extend(more.moves);
}
