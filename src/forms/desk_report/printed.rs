//! The totals that people read in a consolidated workbook, for the desk above to hold against the rows. Found by headings and words, in
//! the lists that print them.

use crate::forms::cells;
use crate::model::desk_report::PrintedFigures;
use crate::model::workbook::{RawSheet, RawWorkbook};
use std::collections::BTreeMap;

/// The list of tasks by document, in which the first line is the whole.
const BY_DOCUMENT: &str = "Theo văn bản";
/// How that line is called.
const WHOLE: &str = "TỔNG SỐ";
/// The list of targets, whose foot has the whole.
const TARGETS: &str = "Chỉ tiêu";
/// What the foot says of it: `39/65 chỉ tiêu đạt và vượt (60%); …`.
const REACHED: &str = " chỉ tiêu đạt và vượt";

/// The totals; each `None` that is not found.
pub(super) fn figures(workbook: &RawWorkbook) -> PrintedFigures {
    let tasks = workbook.sheet(BY_DOCUMENT).map(of_tasks).unwrap_or_default();
    let targets = workbook.sheet(TARGETS).and_then(of_targets);
    let task = |heading: &str| tasks.get(heading).copied();
    PrintedFigures {
        tasks: task("Tổng số"),
        tasks_done: task("Hoàn thành"),
        tasks_overdue: task("Quá hạn"),
        targets: targets.map(|(_, all)| all),
        targets_reached: targets.map(|(reached, _)| reached),
    }
}

/// The numbers of the whole by their headings.
fn of_tasks(sheet: &RawSheet) -> BTreeMap<String, u32> {
    let texts = |row: u32| -> BTreeMap<u32, String> {
        let cells = sheet.rows.get(&row).into_iter().flatten();
        cells.map(|(column, value)| (*column, cells::typed(value).trim().to_owned())).collect()
    };
    let find = |wanted: &str| sheet.rows.keys().copied().find(|row| texts(*row).values().any(|text| text == wanted));
    let Some((headings, whole)) = find("Tổng số").zip(find(WHOLE)).map(|(headings, whole)| (texts(headings), texts(whole))) else {
        return BTreeMap::new();
    };
    headings.into_iter().filter_map(|(column, heading)| Some((heading, whole.get(&column)?.parse().ok()?))).collect()
}

/// How many are reached, and of how many.
fn of_targets(sheet: &RawSheet) -> Option<(u32, u32)> {
    let texts = sheet.rows.values().flatten().map(|(_, value)| cells::typed(value));
    texts.into_iter().find_map(|text| {
        let (share, _) = text.split_once(REACHED)?;
        let (reached, all) = share.split_once('/')?;
        Some((reached.trim().parse().ok()?, all.trim().parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workbook::RawValue;

    fn sheet(name: &str, rows: &[&[&str]]) -> RawSheet {
        let cells = |texts: &&[&str]| (0u32..).zip(texts.iter()).map(|(column, text)| (column, RawValue::Text((*text).into()))).collect();
        RawSheet {
            name: name.into(),
            visible: true,
            rows: (0u32..).zip(rows).map(|(row, texts)| (row, cells(texts))).collect(),
            ..RawSheet::default()
        }
    }

    #[test]
    fn totals_are_found_by_their_headings_wherever_they_stand() {
        let tasks = sheet(BY_DOCUMENT, &[&["TIÊU ĐỀ"], &["Quá hạn", "Văn bản giao", "Tổng số", "Hoàn thành"], &["4", WHOLE, "102", "37"]]);
        let targets = sheet(TARGETS, &[&["1", "CT-001"], &["39/65 chỉ tiêu đạt và vượt (60%); năm 2025: 29/45 (64%)"]]);
        let found = figures(&RawWorkbook { sheets: vec![tasks, targets], ..RawWorkbook::default() });
        let wanted =
            PrintedFigures { tasks: Some(102), tasks_done: Some(37), tasks_overdue: Some(4), targets: Some(65), targets_reached: Some(39) };
        assert_eq!(found, wanted);
        assert_eq!(figures(&RawWorkbook::default()), PrintedFigures::default());
    }
}
