//! Which lines a figure over several periods counts, by their places in the lists of a [`Retrospect`].

use crate::model::class::{TargetClass, TaskClass};
use crate::model::course::TaskCourse;
use crate::model::retrospect::{AgencyRecord, ProposalCourse, Retrospect, WeekStanding};
use crate::model::target::TargetCode;
use crate::sheets::counted::{Counted, ListOf};

fn places<T>(of: ListOf, list: &[T], test: impl Fn(&T) -> bool) -> Counted {
    Counted { of, at: list.iter().enumerate().filter(|(_, line)| test(line)).map(|(at, _)| at).collect() }
}

/// The tasks of which something holds.
pub(super) fn tasks(r: &Retrospect, test: impl Fn(&TaskCourse) -> bool) -> Counted {
    places(ListOf::Tasks, &r.tasks, test)
}

/// The tasks that a release counts with a class of which something holds; what was taken back is in no count.
pub(super) fn in_week(r: &Retrospect, at: usize, test: impl Fn(TaskClass) -> bool) -> Counted {
    let counted = |class: TaskClass| class != TaskClass::Withdrawn && test(class);
    tasks(r, |task| task.classes.get(at).copied().flatten().is_some_and(counted))
}

/// The targets that a release counts with a result of which something holds.
pub(super) fn targets_in_week(r: &Retrospect, at: usize, test: impl Fn(TargetClass) -> bool) -> Counted {
    let result = |results: &[Option<_>]| results.get(at).copied().flatten();
    places(ListOf::Targets, &r.targets, |target| result(&target.results).is_some_and(|result| test(result.class)))
}

/// A target by its code.
pub(super) fn target(r: &Retrospect, code: &TargetCode) -> Counted {
    places(ListOf::Targets, &r.targets, |target| target.code == *code)
}

/// The offices of whose record something holds.
pub(super) fn offices(r: &Retrospect, test: impl Fn(&AgencyRecord) -> bool) -> Counted {
    places(ListOf::Agencies, &r.records, test)
}

/// The offices of whose standing in a week something holds.
pub(super) fn offices_in_week(r: &Retrospect, at: usize, test: impl Fn(&WeekStanding) -> bool) -> Counted {
    let period = r.weeks.get(at).map(|week| week.period);
    offices(r, |record| record.standings.iter().any(|standing| Some(standing.period) == period && test(standing)))
}

/// The proposals of which something holds.
pub(super) fn proposals(r: &Retrospect, test: impl Fn(&ProposalCourse) -> bool) -> Counted {
    places(ListOf::Proposals, &r.proposals, test)
}
