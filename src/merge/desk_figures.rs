//! What a desk below printed, counted again: from the rows in its own workbook, and with what offices sent here themselves. Both by
//! the register here and the day of the desk's own cutoff.

use crate::merge::rows::{Everyone, Rows};
use crate::merge::{targets, tasks, totals};
use crate::model::agency::AgencyCode;
use crate::model::class::TargetCounts;
use crate::model::config::Lights;
use crate::model::consolidation::TaskLine;
use crate::model::desk_report::{DeskReport, PrintedFigures};
use crate::model::history::History;
use crate::model::known_rows::KnownRows;
use crate::model::moment;
use crate::model::register::Register;
use crate::model::roads::{FigureOfDesk, Roads};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Every total that comes to something else. `direct`: the rows of the offices whose report here is in the figures.
pub(super) fn differences(
    register: &Register,
    lights: &Lights,
    desk: &DeskReport,
    direct: &BTreeMap<&AgencyCode, &KnownRows>,
) -> Vec<FigureOfDesk> {
    let own: Everyone<'_> = desk.offices.iter().map(|office| (&office.standing.row.agency, Cow::Owned(office.rows()))).collect();
    let (lines, counts) = count(register, lights, desk, &own);
    let PrintedFigures { tasks, tasks_done, tasks_overdue, targets, targets_reached } = desk.printed;
    let overall = totals::totals(&lines, &[], &[], &History::default()).overall;
    let pairs = [
        ("tổng số nhiệm vụ", tasks, overall.total),
        ("nhiệm vụ hoàn thành", tasks_done, overall.done()),
        ("nhiệm vụ quá hạn", tasks_overdue, overall.overdue),
        ("tổng số chỉ tiêu", targets, counts.total),
        ("chỉ tiêu đạt và vượt", targets_reached, counts.reached()),
    ];
    let desk_code = &desk.release.desk;
    let figure =
        |item, printed, counted, with_direct, codes| FigureOfDesk { desk: desk_code.clone(), item, printed, counted, with_direct, codes };
    let differs = pairs.into_iter().filter_map(|(item, printed, counted)| Some((item, printed?, counted)));
    let mut found: Vec<FigureOfDesk> = differs
        .filter(|(_, printed, counted)| printed != counted)
        .map(|(item, printed, counted)| figure(item, printed, counted, false, Vec::new()))
        .collect();
    let mut both = own.clone();
    let sent_here = direct.iter().filter(|(office, _)| **office != desk_code && own.contains_key(**office));
    both.extend(sent_here.map(|(office, rows)| (*office, Cow::Borrowed(*rows))));
    if direct.keys().any(|office| own.contains_key(*office)) {
        let (with_direct, _) = count(register, lights, desk, &both);
        let done = |lines: &[TaskLine]| lines.iter().filter(|line| line.state.class.is_done()).count();
        let moved = lines.iter().zip(&with_direct).filter(|(one, other)| one.state.class.is_done() != other.state.class.is_done());
        let codes: Vec<String> = moved.map(|(line, _)| line.task.code.to_string()).collect();
        if !codes.is_empty() {
            let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
            found.push(figure("nhiệm vụ hoàn thành", number(done(&lines)), number(done(&with_direct)), true, codes));
        }
    }
    found
}

/// Tasks and targets by these rows.
fn count(register: &Register, lights: &Lights, desk: &DeskReport, everyone: &Everyone<'_>) -> (Vec<TaskLine>, TargetCounts) {
    let (rows, history, roads) = (Rows::new(everyone), History::default(), Roads::default());
    let (period, day) = (desk.release.period, moment::day(desk.release.submit_cutoff));
    // When a task is due soon is no matter of these totals.
    let input = tasks::TasksInput { register, rows: &rows, history: &history, roads: &roads, period, day, lights, due_soon_days: 0 };
    let target_lines = targets::lines(&targets::TargetsInput { register, rows: &rows, history: &history, period, day, lights });
    (tasks::lines(&input), totals::target_totals(&target_lines).0)
}
