//! What the releases of a range say together (`src/docs/retrospect.md`). Pure: the releases are values, and whatever is counted
//! can be counted again from them.

mod course;
mod each_once;
mod offices;
mod progress;
mod proposals;
mod sums;
mod tasks;

use crate::model::agency::AgencyCode;
use crate::model::period::Period;
use crate::model::period_range::PeriodRange;
use crate::model::released_week::ReleasedWeek;
use crate::model::retrospect::Retrospect;
use std::collections::BTreeMap;

/// Looks back upon releases, the earliest first. `expected` are the periods of the range that should have one. `None` without any
/// release.
pub fn retrospect(range: PeriodRange, weeks: &[ReleasedWeek], expected: &[Period]) -> Option<Retrospect> {
    let last = weeks.last()?;
    let there = |period: &Period| weeks.iter().any(|week| week.period.id == *period);
    Some(Retrospect {
        range,
        desk: last.desk.code.clone(),
        desk_name: last.desk.name.clone(),
        until: last.period.release_cutoff,
        weeks: weeks.iter().map(course::week).collect(),
        missing: expected.iter().copied().filter(|period| !there(period)).collect(),
        names: names(weeks),
        lines: course::lines(weeks),
        tasks: tasks::courses(range, weeks),
        sums: sums::sums(weeks),
        records: offices::records(range, weeks),
        progress: progress::progress(weeks),
        proposals: proposals::courses(range, weeks),
    })
}

/// Short names, the latest of each office.
fn names(weeks: &[ReleasedWeek]) -> BTreeMap<AgencyCode, String> {
    weeks.iter().flat_map(|week| &week.agencies).map(|agency| (agency.code.clone(), agency.short.clone())).collect()
}

#[cfg(test)]
mod tests;
