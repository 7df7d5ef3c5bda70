//! What several figures of the page count.

use crate::model::class::{TargetClass, TaskClass};
use crate::model::consolidation::Consolidation;
use crate::model::proposal::ProposalNumber;
use crate::model::task::TaskCode;
use crate::sheets::counted::Counted;
use crate::sheets::difficulties;
use crate::sheets::input::ProductInput;
use crate::sheets::overdue;
use std::collections::BTreeSet;

/// Every task that counts.
pub(super) fn in_force(c: &Consolidation) -> Counted {
    Counted::tasks(c, |line| line.state.class != TaskClass::Withdrawn)
}

/// Tasks that are done.
pub(super) fn done(c: &Consolidation) -> Counted {
    Counted::tasks(c, |line| line.state.class.is_done())
}

/// Tasks of a class.
pub(super) fn of_class(c: &Consolidation, class: TaskClass) -> Counted {
    Counted::tasks(c, |line| line.state.class == class)
}

/// Tasks that are done and were not in the last release, or the other way round.
pub(super) fn done_otherwise(c: &Consolidation) -> Counted {
    Counted::tasks(c, |line| line.state.class.is_done() != line.previous_class.is_some_and(TaskClass::is_done))
}

/// Tasks that were not overdue in the last release and are now.
pub(super) fn newly_overdue(c: &Consolidation) -> Counted {
    these_tasks(c, overdue::new(c))
}

/// Tasks by their codes.
pub(super) fn these_tasks<'a>(c: &Consolidation, codes: impl IntoIterator<Item = &'a TaskCode>) -> Counted {
    let codes: BTreeSet<&TaskCode> = codes.into_iter().collect();
    Counted::tasks(c, |line| codes.contains(&line.task.code))
}

/// Targets that are reached.
pub(super) fn reached(c: &Consolidation) -> Counted {
    Counted::targets(c, |line| matches!(line.class, TargetClass::Exceeded | TargetClass::Met))
}

/// Targets of which the result is another one than in the last release.
pub(crate) fn targets_otherwise(c: &Consolidation) -> Counted {
    Counted::targets(c, |line| line.previous.as_deref().unwrap_or_default() != crate::sheets::targets::result(line))
}

/// Proposals that the desk puts before the leaders.
pub(super) fn chosen(c: &Consolidation) -> Counted {
    these_proposals(c, difficulties::for_decision(c).iter().map(|line| line.number))
}

/// Proposals to the levels of the page that nobody at the desk has decided about.
pub(super) fn undecided(input: &ProductInput<'_>) -> Counted {
    these_proposals(input.consolidation, difficulties::undecided(input).iter().map(|line| line.number))
}

/// Proposals by their numbers.
pub(super) fn these_proposals(c: &Consolidation, numbers: impl IntoIterator<Item = ProposalNumber>) -> Counted {
    let numbers: BTreeSet<ProposalNumber> = numbers.into_iter().collect();
    Counted::proposals(c, |line| numbers.contains(&line.number))
}
