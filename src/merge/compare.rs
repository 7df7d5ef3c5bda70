//! What changed since the last release.

use crate::model::consolidation::{ClassChange, Comparison, TaskClass, TaskLine};
use crate::model::history::History;

/// The change since the last release; none where there was none.
pub fn compare(history: &History, lines: &[TaskLine]) -> Option<Comparison> {
    let (period, tasks) = (history.period?, history.task_counts?);
    let changed = lines.iter().filter(|line| line.previous_class != Some(line.state.class));
    let changes = changed
        // A task withdrawn before anybody counted it is no news.
        .filter(|line| line.previous_class.is_some() || line.state.class != TaskClass::Withdrawn)
        .map(|line| ClassChange { task: line.task.code.clone(), before: line.previous_class, now: line.state.class })
        .collect();
    Some(Comparison { period, tasks, targets: history.target_counts.unwrap_or_default(), changes })
}
