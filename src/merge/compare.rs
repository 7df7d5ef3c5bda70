//! What changed since the last release.

use crate::model::class::TaskClass;
use crate::model::comparison::{ClassChange, Comparison};
use crate::model::consolidation::TaskLine;
use crate::model::history::History;
use crate::model::task::TaskCode;
use std::collections::BTreeSet;

/// The change since the last release; `None` if there was none.
pub fn compare(history: &History, lines: &[TaskLine]) -> Option<Comparison> {
    let (period, tasks) = (history.period?, history.task_counts?);
    let changed = lines.iter().filter(|line| line.previous_class != Some(line.state.class));
    let mut changes: Vec<ClassChange> = changed
        // A task withdrawn before anybody counted it is no news.
        .filter(|line| line.previous_class.is_some() || line.state.class != TaskClass::Withdrawn)
        .map(|line| ClassChange { task: line.task.code.clone(), before: line.previous_class, now: line.state.class, late_in: line.late_in })
        .collect();
    // One that the register does not hold any more has left the totals like one that was withdrawn.
    let here: BTreeSet<&TaskCode> = lines.iter().map(|line| &line.task.code).collect();
    let gone = history.classes.iter().filter(|(task, class)| !here.contains(task) && **class != TaskClass::Withdrawn);
    changes.extend(gone.map(|(task, class)| ClassChange {
        task: task.clone(),
        before: Some(*class),
        now: TaskClass::Withdrawn,
        late_in: None,
    }));
    Some(Comparison { period, tasks, targets: history.target_counts.unwrap_or_default(), changes })
}
