//! What reports say that came after the submit cutoff and were left out of the figures: from the next period on the last that is
//! known of their agencies. A release keeps such rows beside what it leaves, and never in it.

use crate::model::agency::AgencyCode;
use crate::model::history::{Aging, History, KnownCriterion, KnownTarget, KnownTask};
use crate::model::period::Period;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Rows of late reports, by agency, each with the period that it came late in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateRows {
    /// Rows of tasks.
    pub tasks: Vec<KnownTask>,
    /// Rows of targets.
    pub targets: Vec<KnownTarget>,
    /// Rows of criteria.
    pub criteria: Vec<KnownCriterion>,
}

impl LateRows {
    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty() && self.targets.is_empty() && self.criteria.is_empty()
    }

    /// Takes in those of the rows of one report for `period` that were reported in it: others were known before.
    pub fn extend(&mut self, period: Period, tasks: &[KnownTask], targets: &[KnownTarget], criteria: &[KnownCriterion]) {
        fn late<K: Aging>(rows: &[K], period: Period) -> impl Iterator<Item = K> {
            rows.iter().filter(move |row| row.confirmed_in() == period).map(move |row| row.clone().late(period))
        }
        self.tasks.extend(late(tasks, period));
        self.targets.extend(late(targets, period));
        self.criteria.extend(late(criteria, period));
    }

    /// Takes out what some agencies said.
    pub fn forget(&mut self, agencies: &BTreeSet<&AgencyCode>) {
        self.tasks.retain(|row| !agencies.contains(&row.agency));
        self.targets.retain(|row| !agencies.contains(&row.agency));
        self.criteria.retain(|row| !agencies.contains(&row.agency));
    }

    /// Takes in what some agencies said to another desk.
    pub fn take_over(&mut self, other: &Self, agencies: &BTreeSet<&AgencyCode>) {
        self.tasks.extend(other.tasks.iter().filter(|row| agencies.contains(&row.agency)).cloned());
        self.targets.extend(other.targets.iter().filter(|row| agencies.contains(&row.agency)).cloned());
        self.criteria.extend(other.criteria.iter().filter(|row| agencies.contains(&row.agency)).cloned());
    }

    /// Puts the rows in the place of what was known before them.
    pub fn put_before(self, history: &mut History) {
        if self.is_empty() {
            return;
        }
        let Self { tasks, targets, criteria } = self;
        history.before_late = replace(&mut history.tasks, tasks, |row| (row.agency.clone(), row.task.as_str().to_owned()));
        replace(&mut history.targets, targets, |row| (row.agency.clone(), row.target.as_str().to_owned()));
        replace(&mut history.criteria, criteria, |row| (row.agency.clone(), row.criterion.clone()));
        history.before_late.sort_by(|a, b| (&a.agency, &a.task).cmp(&(&b.agency, &b.task)));
        history.sort();
    }
}

/// Replaces the rows that are about the same, and returns them.
fn replace<K, A: Ord>(rows: &mut Vec<K>, late: Vec<K>, about: impl Fn(&K) -> A) -> Vec<K> {
    let about_late: BTreeSet<A> = late.iter().map(&about).collect();
    let (replaced, kept) = std::mem::take(rows).into_iter().partition(|row| about_late.contains(&about(row)));
    *rows = kept;
    rows.extend(late);
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::criterion::CriterionResult;
    use crate::model::task::Status;
    use crate::testing::{known_criterion, known_target, known_task, week};

    #[test]
    fn late_rows_stand_before_what_was_known_and_say_so() {
        let before = known_task("SYT", "KH11-001", Status::InProgress);
        let now = KnownTask { period: week(), ..known_task("SYT", "KH11-001", Status::Done) };
        let (target, criterion) = (known_target("SYT", "CT-001"), known_criterion("SYT", "TC01", CriterionResult::Met));
        let mut late = LateRows::default();
        late.extend(week(), &[now.clone(), before.clone()], std::slice::from_ref(&target), std::slice::from_ref(&criterion));
        assert_eq!((late.tasks.len(), late.targets.len(), late.criteria.len()), (1, 0, 0), "what was carried is not late");
        let other = known_task("STC", "KH11-001", Status::Paused);
        let mut history = History { tasks: vec![before.clone(), other.clone()], targets: vec![target.clone()], ..History::default() };
        late.put_before(&mut history);
        let expected = KnownTask { late_in: Some(week()), ..now };
        assert_eq!(history.before_late(&before.agency, &before.task), Some(&before));
        assert_eq!((history.tasks, history.targets), (vec![other, expected], vec![target]));
    }
}
