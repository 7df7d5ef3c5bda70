//! Rows of a report that speak of the same task; no rule by itself, but what two rules look at.

use crate::model::fields::{Access, Record};
use crate::model::report::TaskRow;
use crate::rules::view::{ReportView, TaskEntry};
use std::collections::BTreeMap;

/// Tasks of the register with more than one row, each with its rows in order.
pub(super) fn groups<'v, 'a>(view: &'v ReportView<'a>) -> Vec<Vec<&'v TaskEntry<'a>>> {
    let codes = || view.tasks.iter().filter_map(|entry| Some(entry.assigned()?.0.code.as_str()));
    // Nearly every report has its tasks in the order of their codes, each once.
    if codes().is_sorted_by(|one, next| one < next) {
        return Vec::new();
    }
    let mut by_task: BTreeMap<&str, Vec<&TaskEntry<'_>>> = BTreeMap::new();
    for entry in &view.tasks {
        if let Some((task, _)) = entry.assigned() {
            by_task.entry(task.code.as_str()).or_default().push(entry);
        }
    }
    by_task.into_values().filter(|rows| rows.len() > 1).collect()
}

/// Do all rows say the same in every column that the agency fills?
pub(super) fn all_alike(rows: &[&TaskEntry<'_>]) -> bool {
    rows.windows(2).all(|pair| alike(pair[0].row, pair[1].row))
}

fn alike(a: &TaskRow, b: &TaskRow) -> bool {
    let status = |row: &TaskRow| row.status.value().map(|reading| (reading.status, reading.nearly_done));
    TaskRow::FIELDS.iter().filter(|spec| spec.filled).filter_map(|spec| spec.access.as_ref()).all(|access| match access {
        // Whatever words it is said with.
        Access::Status(_) if a.status.value().is_some() => status(a) == status(b),
        access => access.alike(a, b),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn is_alike(first: impl FnOnce(&mut TaskRow), second: impl FnOnce(&mut TaskRow)) -> bool {
        let written = ReportDraft::by("SYT").task("KH11-001", first).task("KH11-001", second);
        let case = written.case();
        let view = ReportView::of(&case);
        let groups = groups(&view);
        assert_eq!(groups.len(), 1);
        all_alike(&groups[0])
    }

    #[test]
    fn any_column_may_differ() {
        assert!(is_alike(|_| {}, |_| {}));
        assert!(is_alike(|row| row.percent = number("50.0"), |row| row.percent = number("50")));
        assert!(is_alike(|row| row.percent = unreadable("x"), |row| row.percent = unreadable("x")));
        assert!(!is_alike(|row| row.percent = unreadable("x"), |row| row.percent = unreadable("y")));
        assert!(!is_alike(|row| row.completed_on = on(2025, 7, 4), |_| {}));
        assert!(!is_alike(|row| row.expected_on = on(2025, 7, 4), |row| row.expected_on = on(2025, 7, 5)));
        assert!(!is_alike(|row| row.next_week = text("a"), |_| {}));
        assert!(!is_alike(|row| row.status = empty(), |_| {}));
    }
}
