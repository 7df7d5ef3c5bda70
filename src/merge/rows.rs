//! Every row known in a period, of all agencies, by agency and code.

use crate::judge::duties::Duties;
use crate::merge::accept::carry;
use crate::model::agency::AgencyCode;
use crate::model::history::{KnownCriterion, KnownTarget, KnownTask};
use crate::model::known_rows::KnownRows;
use crate::model::register::Register;
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The rows behind a consolidation.
#[derive(Debug, Default)]
pub struct Rows<'a> {
    tasks: BTreeMap<(&'a AgencyCode, &'a TaskCode), &'a KnownTask>,
    targets: BTreeMap<(&'a AgencyCode, &'a TargetCode), &'a KnownTarget>,
    criteria: BTreeMap<(&'a AgencyCode, &'a str), &'a KnownCriterion>,
    nearly_done: BTreeSet<(&'a AgencyCode, &'a TaskCode)>,
}

impl<'a> Rows<'a> {
    /// Indexes what is known of each agency.
    pub fn new(known: &'a Everyone<'a>) -> Self {
        let mut rows = Self::default();
        for (agency, accepted) in known {
            let agency: &'a AgencyCode = agency;
            rows.tasks.extend(accepted.tasks.iter().map(|k| ((agency, &k.task), k)));
            rows.targets.extend(accepted.targets.iter().map(|k| ((agency, &k.target), k)));
            rows.criteria.extend(accepted.criteria.iter().map(|k| ((agency, k.criterion.as_str()), k)));
            rows.nearly_done.extend(accepted.nearly_done.iter().map(|task| (agency, task)));
        }
        rows
    }

    /// An agency's row for a task.
    pub fn task(&self, agency: &AgencyCode, task: &TaskCode) -> Option<&'a KnownTask> {
        self.tasks.get(&(agency, task)).copied()
    }

    /// An agency's row for a target.
    pub fn target(&self, agency: &AgencyCode, target: &TargetCode) -> Option<&'a KnownTarget> {
        self.targets.get(&(agency, target)).copied()
    }

    /// A commune's row for a criterion.
    pub fn criterion(&self, agency: &AgencyCode, criterion: &str) -> Option<&'a KnownCriterion> {
        self.criteria.get(&(agency, criterion)).copied()
    }

    /// Does the agency call the task "cơ bản hoàn thành" this period?
    pub fn nearly_done(&self, agency: &AgencyCode, task: &TaskCode) -> bool {
        self.nearly_done.contains(&(agency, task))
    }
}

/// What is known of each agency.
pub type Everyone<'a> = BTreeMap<&'a AgencyCode, Cow<'a, KnownRows>>;

/// The rows of every agency: those accepted this period, else those of the last release.
pub fn of_everyone<'a>(duties: &Duties<'a>, accepted: &'a BTreeMap<AgencyCode, KnownRows>) -> Everyone<'a> {
    let known = |agency| accepted.get(agency).map_or_else(|| Cow::Owned(carry(duties, agency)), Cow::Borrowed);
    duties.agencies().into_iter().map(|agency| (agency, known(agency))).collect()
}

/// Agencies by their print order, with their short names.
#[derive(Debug)]
pub struct Names<'a> {
    by_code: BTreeMap<&'a AgencyCode, (usize, &'a str)>,
}

impl<'a> Names<'a> {
    /// The names of a register.
    pub fn of(register: &'a Register) -> Self {
        Self { by_code: register.agencies.iter().enumerate().map(|(i, a)| (&a.code, (i, a.short.as_str()))).collect() }
    }

    /// Short name, or the code where the register does not have the agency.
    pub fn short<'s>(&'s self, agency: &'s AgencyCode) -> &'s str {
        self.by_code.get(agency).map_or(agency.as_str(), |(_, short)| short)
    }

    /// Sorts in print order; unknown agencies last, by code.
    pub fn key<'s>(&self, agency: &'s AgencyCode) -> (usize, &'s AgencyCode) {
        (self.by_code.get(agency).map_or(usize::MAX, |(i, _)| *i), agency)
    }
}
