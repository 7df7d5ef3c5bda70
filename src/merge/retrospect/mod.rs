//! What the releases of a range say together (`src/docs/retrospect.md`). Pure: the releases are values, and whatever is counted
//! can be counted again from them.

mod behind;
mod course;
mod each_once;
mod offices;
mod progress;
mod proposals;
mod sums;
mod targets;
mod tasks;

use crate::model::agency::AgencyCode;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::period_range::PeriodRange;
use crate::model::released_week::ReleasedWeek;
use crate::model::retrospect::Retrospect;
use std::collections::BTreeMap;

/// Looks back upon releases, the earliest first. `before` is the last release before the range, by which what changed in its first
/// week is known; `None` if there is none. `expected` are the periods of the range that should have one. `None` without any release.
pub fn retrospect(range: PeriodRange, before: Option<&ReleasedWeek>, weeks: &[ReleasedWeek], expected: &[Period]) -> Option<Retrospect> {
    let last = weeks.last()?;
    let there = |period: &Period| weeks.iter().any(|week| week.period.id == *period);
    let missing: Vec<Period> = expected.iter().copied().filter(|period| !there(period)).collect();
    Some(Retrospect {
        range,
        desk: last.desk.code.clone(),
        desk_name: last.desk.name.clone(),
        until: last.period.release_cutoff,
        weeks: weeks.iter().map(course::week).collect(),
        names: names(weeks),
        lines: course::lines(weeks),
        tasks: tasks::courses(range, before, weeks),
        targets: targets::courses(weeks),
        received: received(weeks),
        sums: sums::sums(weeks, missing.len()),
        records: offices::records(range, before, weeks),
        progress: progress::progress(weeks),
        proposals: proposals::courses(range, before, weeks),
        missing,
        reopened: Vec::new(),
        before_books: Vec::new(),
    })
}

/// Short names, the latest of each office.
fn names(weeks: &[ReleasedWeek]) -> BTreeMap<AgencyCode, String> {
    weeks.iter().flat_map(|week| &week.agencies).map(|agency| (agency.code.clone(), agency.short.clone())).collect()
}

/// When the reports that count were received, by their content.
fn received(weeks: &[ReleasedWeek]) -> BTreeMap<String, Moment> {
    let mut received = BTreeMap::new();
    for agency in weeks.iter().flat_map(|week| &week.agencies) {
        if let (Some(sha256), Some(at)) = (&agency.sha256, agency.received_at) {
            // One content that counts in several weeks came with the first of them.
            received.entry(sha256.clone()).or_insert(at);
        }
    }
    received
}

#[cfg(test)]
mod tests;
