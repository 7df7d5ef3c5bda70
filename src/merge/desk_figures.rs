//! What a desk below printed, counted again: from the rows in its own workbook, and with what offices sent here themselves. Both by
//! the register here and the day of the desk's own cutoff. The register here may be that of several desks: of each desk the tasks and
//! targets of its offices are counted, as it has them itself.

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
use crate::model::target::Target;
use crate::model::task::Task;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Every total that comes to something else. `direct`: the rows of the offices whose report here is in the figures. None of a workbook
/// with rows that somebody changed: what the desk printed was made of other rows, and that they were changed is told (H14).
pub(super) fn differences(
    register: &Register,
    lights: &Lights,
    desk: &DeskReport,
    direct: &BTreeMap<&AgencyCode, &KnownRows>,
) -> Vec<FigureOfDesk> {
    if desk.has_edited_rows() {
        return Vec::new();
    }
    let register = &*as_the_desk_has_it(register, desk);
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
    let sent_here = direct.iter().filter(|(office, _)| **office != desk_code && own.contains_key(**office));
    let sent_here: Everyone<'_> = sent_here.map(|(office, rows)| (*office, Cow::Borrowed(*rows))).collect();
    if !sent_here.is_empty() {
        let mut both = own.clone();
        both.extend(sent_here);
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

/// The register with the offices of a desk alone: the tasks of which one of them is a lead or has a part, and the targets of which one is
/// asked. Whole where every office of it is one of theirs: who leads a task may have ended without a successor.
fn as_the_desk_has_it<'r>(register: &'r Register, desk: &DeskReport) -> Cow<'r, Register> {
    let offices: BTreeSet<&AgencyCode> = desk.offices.iter().map(|office| &office.standing.row.agency).collect();
    let day = moment::day(desk.release.submit_cutoff);
    if register.agencies.iter().filter(|agency| agency.in_effect(day)).all(|agency| offices.contains(&agency.code)) {
        return Cow::Borrowed(register);
    }
    let of_desk = |agency: &AgencyCode| offices.contains(agency);
    let task = |task: &Task| {
        let theirs =
            if task.kind.has_parts() { task.parts.iter().any(|part| of_desk(&part.agency)) } else { task.leads.iter().any(of_desk) };
        theirs.then(|| {
            let mut task = task.clone();
            task.leads.retain(of_desk);
            task.parts.retain(|part| of_desk(&part.agency));
            task
        })
    };
    let target = |target: &Target| {
        let theirs = target.providers.iter().chain(&target.leads).any(of_desk);
        theirs.then(|| {
            let mut target = target.clone();
            target.leads.retain(of_desk);
            target.providers.retain(of_desk);
            target
        })
    };
    let agencies = register.agencies.iter().filter(|agency| of_desk(&agency.code)).cloned().collect();
    let (tasks, targets) = (register.tasks.iter().filter_map(task).collect(), register.targets.iter().filter_map(target).collect());
    Cow::Owned(Register { agencies, tasks, targets, ..Register::default() }.with_places())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::desks::tests::desk;
    use crate::merge::testing::{agency, register, until};
    use crate::model::desk_report::Edit;
    use crate::model::place::CellRef;
    use crate::model::submission::Standing;
    use crate::model::task::Status;

    /// What differs of the workbook of a desk with one office, which leads two tasks and has a part of a third one.
    fn differing(printed: PrintedFigures, change: impl FnOnce(&mut DeskReport)) -> Vec<(&'static str, u32, u32)> {
        // The one task that is reported is late.
        let mut register = register();
        register.tasks[0].deadline = until(2025, 7, 1);
        let mut below = desk("SKHCN", Standing::OnTime, Status::InProgress);
        below.printed = printed;
        change(&mut below);
        let found = differences(&register, &Lights::DEFAULT, &below, &BTreeMap::new());
        assert!(found.iter().all(|figure| figure.desk == agency("SKHCN") && !figure.with_direct));
        found.into_iter().map(|figure| (figure.item, figure.printed, figure.counted)).collect()
    }

    const PRINTED: PrintedFigures =
        PrintedFigures { tasks: Some(3), tasks_done: Some(0), tasks_overdue: Some(1), targets: Some(1), targets_reached: Some(0) };

    #[test]
    fn what_offices_of_other_desks_have_to_do_is_in_no_total_of_this_one() {
        assert_eq!(differing(PRINTED, |_| {}), []);
        let whole = PrintedFigures { tasks: Some(6), ..PRINTED };
        assert_eq!(differing(whole, |_| {}), [("tổng số nhiệm vụ", 6, 3)]);
    }

    #[test]
    fn a_desk_with_every_office_has_every_task() {
        let all = |below: &mut DeskReport| {
            let office = below.offices[0].clone();
            below.offices = register()
                .agencies
                .into_iter()
                .map(|agency| {
                    let mut office = office.clone();
                    office.tasks.retain(|_| agency.code == office.standing.row.agency);
                    office.standing.row.agency = agency.code;
                    office
                })
                .collect();
        };
        // The one that was withdrawn is in no total.
        let printed = PrintedFigures { tasks: Some(6), ..PRINTED };
        assert_eq!(differing(printed, all), []);
    }

    #[test]
    fn by_rows_that_somebody_changed_nothing_is_held_against_the_desk() {
        let other = PrintedFigures { tasks_done: Some(1), ..PRINTED };
        assert_eq!(differing(other, |_| {}), [("nhiệm vụ hoàn thành", 1, 0)]);
        let edit = Edit::Row { table: "Dòng nhiệm vụ".into(), cell: CellRef::new(0, 0), about: String::new() };
        assert_eq!(differing(other, |below| below.edits.push(edit)), []);
    }
}
