//! The weeks one after the other: totals of each, and lines of tasks that belong together.

use super::each_once::union;
use crate::model::released_week::ReleasedWeek;
use crate::model::retrospect::{CourseLine, CourseWeek, LineWeek, ReportCounts};
use crate::model::submission::Standing;

pub(super) fn week(week: &ReleasedWeek) -> CourseWeek {
    CourseWeek {
        period: week.period.id,
        version: week.edition.version.unwrap_or(1),
        late: week.edition.late,
        tasks: week.totals.tasks.into(),
        targets: week.totals.targets,
        reports: reports(week),
    }
}

fn reports(week: &ReleasedWeek) -> ReportCounts {
    let mut counts = ReportCounts::default();
    for agency in &week.agencies {
        let slot = match agency.standing {
            Standing::OnTime => &mut counts.on_time,
            Standing::Late | Standing::Admitted => &mut counts.late,
            Standing::Returned => &mut counts.returned,
            Standing::Missing | Standing::Arriving => &mut counts.missing,
            Standing::Unknown => &mut counts.unknown,
            Standing::Exempt => &mut counts.exempt,
        };
        *slot += 1;
        counts.must_report += u32::from(agency.standing != Standing::Exempt);
    }
    counts
}

pub(super) fn lines(weeks: &[ReleasedWeek]) -> Vec<CourseLine> {
    let counts = |week: &ReleasedWeek, by, name: &str| {
        let line = week.totals.lines.iter().find(|line| line.by == by && line.name == name)?;
        Some(LineWeek { period: week.period.id, tasks: line.counts.into() })
    };
    let all = union(weeks, |week| week.totals.lines.as_slice(), |line| (line.by, line.name.as_str()));
    let mut lines: Vec<CourseLine> = all
        .into_iter()
        .map(|line| CourseLine {
            by: line.by,
            name: line.name.clone(),
            weeks: weeks.iter().filter_map(|week| counts(week, line.by, &line.name)).collect(),
        })
        .collect();
    // Stable: what only an earlier week counted comes after the others of its kind.
    lines.sort_by_key(|line| line.by);
    lines
}
