//! The totals of the `.json` product.

use crate::model::class::{Light, TargetCounts, TaskCounts};
use crate::model::consolidation::Consolidation;
use crate::model::due_counts::{self, DueCounts};
use crate::model::moment;
use crate::model::total_line::{EarlierTotals, TotalLine, TotalsBy};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Totals<'a> {
    tasks: TaskCounts,
    tasks_by_year: Vec<Group<i32, TaskCounts>>,
    tasks_by_document: Vec<Group<&'a str, TaskCounts>>,
    tasks_by_group: Vec<Group<&'a str, TaskCounts>>,
    tasks_by_agency: Vec<Group<&'a str, TaskCounts>>,
    lines: Vec<TotalData<'a>>,
    due: DueCounts,
    targets: TargetCounts,
    targets_by_year: Vec<Group<i32, TargetCounts>>,
    criteria: CriteriaTotals,
}

#[derive(Serialize)]
struct TotalData<'a> {
    by: TotalsBy,
    name: &'a str,
    #[serde(flatten)]
    counts: TaskCounts,
    last: Option<EarlierTotals>,
    chosen: Option<EarlierTotals>,
}

#[derive(Serialize)]
struct Group<N, T> {
    name: N,
    #[serde(flatten)]
    counts: T,
}

#[derive(Serialize)]
struct CriteriaTotals {
    agencies: usize,
    green: u32,
    yellow: u32,
    red: u32,
    grey: u32,
}

/// The totals of a period, task by task counted as the workbook counts them.
pub(super) fn totals(c: &Consolidation) -> Totals<'_> {
    let totals = &c.task_totals;
    Totals {
        tasks: totals.overall.into(),
        tasks_by_year: totals.by_year.iter().map(|(name, n)| Group { name: *name, counts: (*n).into() }).collect(),
        tasks_by_document: totals.by_document.iter().map(|(name, n)| Group { name: name.as_str(), counts: (*n).into() }).collect(),
        tasks_by_group: totals.by_group.iter().map(|(name, n)| Group { name: name.as_str(), counts: (*n).into() }).collect(),
        tasks_by_agency: totals.by_agency.iter().map(|(code, n)| Group { name: code.as_str(), counts: (*n).into() }).collect(),
        lines: totals.lines.iter().map(total_data).collect(),
        due: due_counts::of(&c.tasks, moment::day(c.cutoffs.submit)),
        targets: c.target_counts,
        targets_by_year: c.target_counts_by_year.iter().map(|(name, n)| Group { name: *name, counts: *n }).collect(),
        criteria: CriteriaTotals {
            agencies: c.criteria.lines.len(),
            green: c.criteria.count(Light::Green),
            yellow: c.criteria.count(Light::Yellow),
            red: c.criteria.count(Light::Red),
            grey: c.criteria.count(Light::Grey),
        },
    }
}

fn total_data(line: &TotalLine) -> TotalData<'_> {
    TotalData { by: line.by, name: &line.name, counts: line.counts.into(), last: line.last, chosen: line.chosen }
}
