//! What stands behind a figure: the very lines that it counts. A page on which figures open takes them from here; what is
//! printed on paper passes over them.

use crate::model::consolidation::{Consolidation, CriteriaLine, TargetLine, TaskLine};
use crate::model::proposal::ProposalLine;
use crate::model::submission::Submission;

/// A list of the consolidation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ListOf {
    Tasks,
    Targets,
    Agencies,
    Communes,
    Proposals,
}

/// Lines of one list of a consolidation, by their places in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) of: ListOf,
    /// Places in that list, ascending, each once.
    pub(crate) at: Vec<usize>,
}

impl Counted {
    fn of<T>(of: ListOf, list: &[T], test: impl Fn(&T) -> bool) -> Self {
        Self { of, at: list.iter().enumerate().filter(|(_, line)| test(line)).map(|(at, _)| at).collect() }
    }

    /// The tasks of which something holds.
    pub(crate) fn tasks(c: &Consolidation, test: impl Fn(&TaskLine) -> bool) -> Self {
        Self::of(ListOf::Tasks, &c.tasks, test)
    }

    /// The targets of which something holds.
    pub(crate) fn targets(c: &Consolidation, test: impl Fn(&TargetLine) -> bool) -> Self {
        Self::of(ListOf::Targets, &c.targets, test)
    }

    /// The agencies of whose submission something holds.
    pub(crate) fn agencies(c: &Consolidation, test: impl Fn(&Submission) -> bool) -> Self {
        Self::of(ListOf::Agencies, &c.agencies, |agency| c.submission(&agency.code).is_some_and(&test))
    }

    /// The communes of whose row of criteria something holds.
    pub(crate) fn communes(c: &Consolidation, test: impl Fn(&CriteriaLine) -> bool) -> Self {
        Self::of(ListOf::Communes, &c.criteria.lines, test)
    }

    /// The proposals of which something holds.
    pub(crate) fn proposals(c: &Consolidation, test: impl Fn(&ProposalLine) -> bool) -> Self {
        Self::of(ListOf::Proposals, &c.proposals, test)
    }
}
