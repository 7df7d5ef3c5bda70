//! Rows of a report that speak of the same task; no rule by itself, but what two rules look at.

use crate::model::report::{Field, Reading, TaskRow};
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
    let texts = |row: &TaskRow| {
        [&row.result, &row.evidence, &row.obstacle, &row.cause, &row.proposal, &row.level, &row.next_week, &row.note]
            .map(|field| field.typed.trim().to_owned())
    };
    status(a) == status(b)
        && same_state(&a.status, &b.status)
        && same(&a.percent, &b.percent)
        && same(&a.completed_on, &b.completed_on)
        && same(&a.expected_on, &b.expected_on)
        && texts(a) == texts(b)
}

/// The same value, or the same words where there is none.
fn same<T: PartialEq>(a: &Field<T>, b: &Field<T>) -> bool {
    match (&a.reading, &b.reading) {
        (Reading::Value(a), Reading::Value(b)) => a == b,
        _ => same_state(a, b),
    }
}

fn same_state<T>(a: &Field<T>, b: &Field<T>) -> bool {
    match (&a.reading, &b.reading) {
        (Reading::Value(_), Reading::Value(_)) | (Reading::Empty, Reading::Empty) => true,
        (Reading::Unreadable, Reading::Unreadable) => a.typed.trim() == b.typed.trim(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn is_alike(first: impl FnOnce(&mut TaskRow), second: impl FnOnce(&mut TaskRow)) -> bool {
        let written = Written::by("SYT").task("KH11-001", first).task("KH11-001", second);
        let view = ReportView::of(written.case());
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
