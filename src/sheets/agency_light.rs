//! Colour of an agency (`src/docs/rows.md`, "Colours"): its punctuality, its overdue tasks and its share of dated tasks
//! in time.

use crate::model::agency::AgencyCode;
use crate::model::class::{ClassCounts, Light, TaskClass};
use crate::model::config::Lights;
use crate::model::consolidation::{Consolidation, Edition};
use crate::model::submission::{Standing, Submission};

/// The colour of an agency. In a draft nobody is called late for what may still come: missing is grey; so is, in any
/// edition, one whose own cutoff is still to come or whose folder nobody could look into.
pub(crate) fn of(consolidation: &Consolidation, submission: &Submission, counts: &ClassCounts, lights: &Lights, edition: Edition) -> Light {
    if submission.standing == Standing::Exempt {
        return Light::Grey;
    }
    let absent = matches!(submission.standing, Standing::Missing | Standing::Returned | Standing::Arriving);
    if absent && edition != Edition::Draft && !submission.awaits_own_cutoff() && !submission.awaits_joint_report() {
        return Light::Red;
    }
    let longest = longest_overdue(consolidation, &submission.agency);
    if counts.overdue >= lights.agency_overdue_red || longest > i64::from(lights.agency_overdue_days_red) {
        return Light::Red;
    }
    if absent || submission.standing == Standing::Unknown {
        return Light::Grey;
    }
    let late = matches!(submission.standing, Standing::Late | Standing::Admitted);
    if late || counts.overdue > 0 || !mostly_in_time(counts, lights.agency_in_time_percent) {
        return Light::Yellow;
    }
    Light::Green
}

/// Days of the longest overdue task or part that the agency answers for.
fn longest_overdue(consolidation: &Consolidation, agency: &AgencyCode) -> i64 {
    let parts = consolidation.lines_of(agency).flat_map(|line| &line.parts).filter(|part| &part.agency == agency);
    let overdue = parts.filter_map(|part| part.state).filter(|state| state.class == TaskClass::Overdue);
    overdue.filter_map(|state| state.days).max().unwrap_or(0)
}

/// Are enough of the tasks with a deadline that are finished or running in time? Exact: nothing is rounded up to green.
fn mostly_in_time(counts: &ClassCounts, percent: u32) -> bool {
    let in_time = counts.done_early + counts.done_on_time + counts.in_progress + counts.due_soon + counts.not_started;
    let dated = in_time + counts.done_late + counts.overdue;
    u64::from(in_time) * 100 >= u64::from(dated) * u64::from(percent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::testing;

    fn light(standing: Standing, counts: ClassCounts, edition: Edition) -> Light {
        let mut c = testing::consolidation();
        c.tasks.clear();
        let mut submission = c.submissions[0].clone();
        submission.standing = standing;
        of(&c, &submission, &counts, &Lights::DEFAULT, edition)
    }

    #[test]
    fn standing_and_overdue_tasks_decide() {
        let release = Edition::Release { version: 1, late: false };
        let counts = |overdue, done_on_time| ClassCounts { overdue, done_on_time, ..ClassCounts::default() };
        assert_eq!(light(Standing::OnTime, counts(0, 4), release), Light::Green);
        assert_eq!(light(Standing::OnTime, counts(1, 40), release), Light::Yellow);
        assert_eq!(light(Standing::OnTime, counts(3, 400), release), Light::Red);
        assert_eq!(light(Standing::Late, counts(0, 4), release), Light::Yellow);
        assert_eq!(light(Standing::Missing, counts(0, 4), release), Light::Red);
        assert_eq!(light(Standing::Missing, counts(0, 4), Edition::Draft), Light::Grey);
        assert_eq!(light(Standing::Unknown, counts(0, 4), release), Light::Grey);
        assert_eq!(light(Standing::Exempt, counts(9, 0), release), Light::Grey);
    }

    #[test]
    fn a_tenth_done_late_is_still_green_and_more_is_not() {
        let counts = |done_late, done_on_time| ClassCounts { done_late, done_on_time, ..ClassCounts::default() };
        let release = Edition::Release { version: 1, late: false };
        assert_eq!(light(Standing::OnTime, counts(1, 9), release), Light::Green);
        assert_eq!(light(Standing::OnTime, counts(2, 9), release), Light::Yellow);
    }
}
