//! Totals of the tasks. Each task counts once; only in the rows of agencies a shared task counts for every lead or
//! part, with the class of that part (`src/docs/rows.md`, "Shared tasks").

use crate::merge::programmes;
use crate::model::agency::AgencyCode;
use crate::model::class::{ClassCounts, TargetCounts, TaskState};
use crate::model::consolidation::{TargetLine, TaskLine, TaskTotals};
use crate::model::history::History;
use crate::model::programme::Programme;
use crate::model::task::Role;
use crate::text::document;
use std::collections::BTreeMap;

/// Totals of the lines; `agencies` in print order are those that have a row even without a task.
pub fn totals(lines: &[TaskLine], agencies: &[AgencyCode], programmes: &[Programme], history: &History) -> TaskTotals {
    let mut overall = ClassCounts::default();
    let mut by_year: BTreeMap<i32, ClassCounts> = BTreeMap::new();
    let mut by_document = InOrder::default();
    let mut by_group = InOrder::default();
    let mut of_agency: BTreeMap<&AgencyCode, ClassCounts> = agencies.iter().map(|a| (a, ClassCounts::default())).collect();
    for line in lines {
        overall.add(line.state);
        by_year.entry(line.task.plan_year).or_default().add(line.state);
        by_document.add(document::key(&line.task.document), &line.task.document, line.state);
        by_group.add(line.task.group.to_string(), &line.task.group, line.state);
        for part in line.parts.iter().filter(|p| p.role != Role::Support) {
            if let Some(state) = part.state {
                of_agency.entry(&part.agency).or_default().add(state);
            }
        }
    }
    let mut by_agency: Vec<(AgencyCode, ClassCounts)> = Vec::new();
    for code in agencies {
        by_agency.extend(of_agency.remove(code).map(|counts| (code.clone(), counts)));
    }
    // A lead that is not in effect any more still has its tasks.
    by_agency.extend(of_agency.into_iter().filter(|(_, c)| c.total > 0).map(|(code, counts)| (code.clone(), counts)));
    TaskTotals {
        overall,
        by_year: by_year.into_iter().filter(|(_, c)| c.total > 0).collect(),
        by_document: by_document.rows(),
        by_group: by_group.rows(),
        by_agency,
        lines: programmes::lines(lines, programmes, history),
    }
}

/// Totals of the targets: all, and by plan year ascending.
pub fn target_totals(lines: &[TargetLine]) -> (TargetCounts, Vec<(i32, TargetCounts)>) {
    let mut all = TargetCounts::default();
    let mut by_year: BTreeMap<i32, TargetCounts> = BTreeMap::new();
    for line in lines {
        all.add(line.class);
        by_year.entry(line.target.plan_year).or_default().add(line.class);
    }
    (all, by_year.into_iter().collect())
}

/// Counts under a heading, in the order in which the headings first appear, each as it is written there.
#[derive(Default)]
struct InOrder<'a> {
    /// Place in `counts`, by what equal headings have in common.
    at: BTreeMap<String, usize>,
    counts: Vec<(&'a str, ClassCounts)>,
}

impl<'a> InOrder<'a> {
    fn add(&mut self, key: String, heading: &'a str, state: TaskState) {
        let next = self.counts.len();
        let index = *self.at.entry(key).or_insert(next);
        if index == next {
            self.counts.push((heading, ClassCounts::default()));
        }
        if let Some((written, counts)) = self.counts.get_mut(index) {
            // As the first task that counts writes it: a withdrawn one is in no list under this heading.
            if counts.total == 0 {
                *written = heading;
            }
            counts.add(state);
        }
    }

    fn rows(self) -> Vec<(String, ClassCounts)> {
        self.counts.into_iter().filter(|(_, c)| c.total > 0).map(|(heading, counts)| (heading.to_owned(), counts)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::class::TaskClass;

    #[test]
    fn a_document_is_called_as_the_first_task_that_counts_writes_it() {
        let state = |class| TaskState { class, started: true, days: None, past_deadline: false };
        let mut rows = InOrder::default();
        rows.add("57".into(), "57 - NQ/TW", state(TaskClass::Withdrawn));
        rows.add("57".into(), "57-NQ/TW", state(TaskClass::InProgress));
        rows.add("57".into(), "Số 57-NQ/TW", state(TaskClass::InProgress));
        let rows = rows.rows();
        assert_eq!((rows.len(), rows[0].0.as_str(), rows[0].1.total), (1, "57-NQ/TW", 2));
    }
}
