//! How each office reported, and what it finished. What nobody can say of a week counts neither for nor against it: a week in which
//! nobody could look, one that only the benefit of the doubt makes punctual, one in which it did not have to report.

use super::each_once::union;
use super::tasks;
use crate::model::agency::AgencyCode;
use crate::model::class::TaskClass;
use crate::model::period::Period;
use crate::model::period_range::PeriodRange;
use crate::model::released_week::{ReleasedAgency, ReleasedPart, ReleasedTask, ReleasedWeek};
use crate::model::retrospect::{AgencyRecord, WeekStanding};
use crate::model::submission::{Evidence, Standing};
use crate::model::task::TaskCode;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What an office has of a task.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub(super) class: TaskClass,
    pub(super) completed_on: Option<NaiveDate>,
    /// In the release before, as far as a release says it of a task that one office has alone.
    before: Option<TaskClass>,
}

/// What an office has of each of its tasks.
pub(super) type Shares<'a> = BTreeMap<&'a TaskCode, Share>;

pub(super) fn records(range: PeriodRange, before: Option<&ReleasedWeek>, weeks: &[ReleasedWeek]) -> Vec<AgencyRecord> {
    let earlier = before.map(shares).unwrap_or_default();
    let shares: Vec<BTreeMap<&AgencyCode, Shares<'_>>> = weeks.iter().map(shares).collect();
    let periods: Vec<Period> = weeks.iter().map(|week| week.period.id).collect();
    let all = union(weeks, |week| week.agencies.as_slice(), |agency| &agency.code);
    let with_tasks = |agency: &ReleasedAgency| {
        let each: Vec<Option<&Shares<'_>>> = shares.iter().map(|week| week.get(&agency.code)).collect();
        let mut record = record(weeks, agency);
        add_tasks(&mut record, range, &periods, earlier.get(&agency.code), &each);
        record
    };
    all.into_iter().map(with_tasks).collect()
}

/// Counts what an office finished, and what was and is overdue.
fn add_tasks(
    record: &mut AgencyRecord,
    range: PeriodRange,
    periods: &[Period],
    earlier: Option<&Shares<'_>>,
    each: &[Option<&Shares<'_>>],
) {
    let tasks: BTreeSet<&TaskCode> = each.iter().flatten().flat_map(|shares| shares.keys().copied()).collect();
    for task in tasks {
        let course: Vec<Option<Share>> = each.iter().map(|shares| shares.and_then(|shares| shares.get(task)).copied()).collect();
        let classes: Vec<Option<TaskClass>> = course.iter().map(|share| share.map(|share| share.class)).collect();
        let Some(last) = course.iter().rev().find_map(|share| *share) else { continue };
        let before = earlier.and_then(|shares| shares.get(task)).map(|share| share.class).or(course
            .first()
            .copied()
            .flatten()
            .and_then(|s| s.before));
        if tasks::finished_in(range, periods, before, &classes, last.completed_on).is_some() {
            finished(record, last.class);
        }
    }
    let overdue = |shares: &Shares<'_>| {
        let count = shares.values().filter(|share| share.class == TaskClass::Overdue).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    let (first, last) = (each.iter().flatten().next(), each.last().copied().flatten());
    record.overdue_first = first.map_or(0, |shares| overdue(shares));
    record.overdue_last = last.map_or(0, overdue);
    // What went to somebody else, or was taken back, is nobody's doing.
    let caught_up = first.into_iter().flat_map(|shares| shares.iter()).filter(|(task, share)| {
        let now = last.and_then(|last| last.get(**task)).map(|share| share.class);
        share.class == TaskClass::Overdue && now.is_some_and(|now| !matches!(now, TaskClass::Overdue | TaskClass::Withdrawn))
    });
    record.caught_up = u32::try_from(caught_up.count()).unwrap_or(u32::MAX);
}

fn finished(record: &mut AgencyRecord, class: TaskClass) {
    match class {
        TaskClass::DoneEarly => record.done_early += 1,
        TaskClass::DoneOnTime => record.done_on_time += 1,
        TaskClass::DoneLate => record.done_late += 1,
        _ => record.done_undated += 1,
    }
}

/// What each office has of each task; a lead without a part of its own has the whole.
pub(super) fn shares(week: &ReleasedWeek) -> BTreeMap<&AgencyCode, Shares<'_>> {
    let mut found: BTreeMap<&AgencyCode, Shares<'_>> = BTreeMap::new();
    for task in &week.tasks {
        let whole = Share { class: task.class, completed_on: task.completed_on, before: alone(task) };
        let of_leads = task.leads.iter().map(|lead| (lead, whole));
        let of_parts = task.parts.iter().filter_map(|part| Some((&part.agency, share(task, part)?)));
        for (agency, share) in of_leads.chain(of_parts) {
            found.entry(agency).or_default().insert(&task.code, share);
        }
    }
    found
}

/// The class in the release before, if the whole is one office's.
fn alone(task: &ReleasedTask) -> Option<TaskClass> {
    let parts = task.parts.iter().filter(|part| part.class.is_some()).count();
    task.previous_class.filter(|_| task.leads.len() == 1 && parts <= 1)
}

fn share(task: &ReleasedTask, part: &ReleasedPart) -> Option<Share> {
    let class = part.class?;
    // What the desk takes back is taken from all.
    let class = if task.class == TaskClass::Withdrawn { TaskClass::Withdrawn } else { class };
    Some(Share { class, completed_on: part.completed_on, before: alone(task) })
}

fn record(weeks: &[ReleasedWeek], agency: &ReleasedAgency) -> AgencyRecord {
    let mut record = AgencyRecord {
        current: weeks.last().is_some_and(|week| week.agencies.iter().any(|known| known.code == agency.code)),
        scores: scores(weeks, &agency.code),
        ..AgencyRecord::of(agency.code.clone(), agency.name.clone())
    };
    let mut row = 0;
    for week in weeks {
        let said = week.agencies.iter().find(|known| known.code == agency.code);
        let standing = said.map(|said| count(&mut record, &mut row, week.period.id, said));
        record.standings.extend(standing);
    }
    record
}

/// Counts a week; `row` is how many counted weeks up to it the office was in time without a break.
fn count(record: &mut AgencyRecord, row: &mut u32, period: Period, said: &ReleasedAgency) -> WeekStanding {
    let unproven = said.standing == Standing::OnTime && said.evidence == Some(Evidence::Unproven);
    let slot = match said.standing {
        Standing::OnTime if unproven => &mut record.left_out,
        Standing::OnTime => &mut record.on_time,
        Standing::Late | Standing::Admitted => &mut record.late,
        Standing::Returned => &mut record.returned,
        Standing::Missing | Standing::Arriving => &mut record.missing,
        Standing::Unknown => &mut record.left_out,
        Standing::Exempt => &mut record.exempt,
    };
    *slot += 1;
    let counts = !unproven && !matches!(said.standing, Standing::Unknown | Standing::Exempt);
    record.counted += u32::from(counts);
    record.admitted += u32::from(said.standing == Standing::Admitted);
    record.booked_late += u32::from(counts && said.standing == Standing::OnTime && said.booked_after_cutoff);
    if counts {
        *row = if said.standing == Standing::OnTime { *row + 1 } else { 0 };
        record.streak = record.streak.max(*row);
    }
    WeekStanding {
        period,
        standing: said.standing,
        counts,
        form_unfilled: said.form_unfilled,
        received_at: said.received_at,
        file: said.file.clone(),
    }
}

fn scores(weeks: &[ReleasedWeek], agency: &AgencyCode) -> Option<(u32, u32)> {
    let mut known = weeks.iter().filter_map(|week| week.scores.get(agency).copied());
    let first = known.next()?;
    Some((first, known.next_back().unwrap_or(first)))
}
