//! The weeks that were released before a period: what each left, and what it said of every agency. Questions about
//! earlier weeks are asked here, whatever they are about; the ledger fills it (`Ledger::past`).

use crate::model::agency::AgencyCode;
use crate::model::class::ClassCounts;
use crate::model::history::{History, KnownTask};
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::submission::{Evidence, Standing};
use crate::model::task::TaskCode;

/// What a release said of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyTally {
    /// Of which agency it speaks.
    pub agency: AgencyCode,
    /// Its standing when the release left.
    pub standing: Standing,
    /// What proves it; `None` if nothing came.
    pub evidence: Option<Evidence>,
    /// When the counted version, else the last thing, was received.
    pub received_at: Option<Moment>,
    /// Its report entered the figures.
    pub merged: bool,
    /// Tasks that it leads, or leads a part of, by class.
    pub tasks: ClassCounts,
    /// Findings about it that reject something.
    pub errors: u32,
    /// Findings about it that are warnings.
    pub warnings: u32,
}

/// What the release of one week left behind.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PastWeek {
    /// The version of its release.
    pub version: u32,
    /// What it left: accepted rows, classes, counts.
    pub history: History,
    /// What it said of each agency, by code; empty for a release of version 0.1.
    pub tallies: Vec<AgencyTally>,
}

/// The last released weeks before a period, newest first, each in the version that was its last one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Past {
    /// The weeks; fewer than were asked for at the beginning.
    pub weeks: Vec<(Period, PastWeek)>,
}

impl Past {
    /// What was known when the period started: what the newest week left; empty before the first release.
    pub fn into_latest(self) -> History {
        self.weeks.into_iter().next().map(|(_, week)| week.history).unwrap_or_default()
    }

    /// The row of an agency for a task as the newest week left it.
    pub fn task(&self, agency: &AgencyCode, task: &TaskCode) -> Option<&KnownTask> {
        self.weeks.first().and_then(|(_, week)| week.history.task(agency, task))
    }

    /// What each week said of an agency, newest first; `None` where the week did not know it, or kept no such table.
    pub fn agency<'a>(&'a self, agency: &'a AgencyCode) -> impl Iterator<Item = (Period, Option<&'a AgencyTally>)> {
        self.weeks.iter().map(move |(period, week)| (*period, week.tally(agency)))
    }
}

impl PastWeek {
    /// What it said of an agency.
    pub fn tally(&self, agency: &AgencyCode) -> Option<&AgencyTally> {
        let at = self.tallies.binary_search_by(|tally| tally.agency.cmp(agency)).ok()?;
        self.tallies.get(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::history::Source;
    use crate::model::task::{Role, Status};
    use std::collections::BTreeMap;

    fn agency() -> AgencyCode {
        AgencyCode::parse("SYT").unwrap()
    }

    fn task() -> TaskCode {
        TaskCode::parse("KH11-007").unwrap()
    }

    fn period(week: u32) -> Period {
        Period::parse_id(&format!("2025-W{week}")).unwrap()
    }

    fn row(week: u32, result: &str) -> KnownTask {
        let file = format!("SYT/BC_SYT_T{week}_2025.xlsx");
        KnownTask {
            agency: agency(),
            task: task(),
            role: Role::Lead,
            status: Some(Status::InProgress),
            percent: None,
            completed_on: None,
            result: result.to_owned(),
            evidence: String::new(),
            obstacle: String::new(),
            cause: String::new(),
            proposal: String::new(),
            level: String::new(),
            expected_on: None,
            next_week: String::new(),
            note: String::new(),
            period: period(week),
            changed_in: None,
            late_in: None,
            taken_back_in: None,
            waiting: BTreeMap::new(),
            ended: None,
            stale_fields: BTreeMap::new(),
            source: Source { agency: agency(), file: file.into(), sha256: "".into(), sheet: "NhiemVu".into(), cell: None },
        }
    }

    fn week(number: u32, result: &str, standing: Standing) -> (Period, PastWeek) {
        let mut history = History { tasks: vec![row(number, result)], ..History::default() };
        history.sort();
        let tally = AgencyTally {
            agency: agency(),
            standing,
            evidence: None,
            received_at: None,
            merged: false,
            tasks: ClassCounts::default(),
            errors: 0,
            warnings: 0,
        };
        (period(number), PastWeek { version: 1, history, tallies: vec![tally] })
    }

    #[test]
    fn questions_about_earlier_weeks() {
        use Standing::{Late, Missing, OnTime};
        let weeks = vec![week(30, "đã họp", Missing), week(29, "đã họp", Missing), week(28, "đang họp", OnTime), week(27, "đã họp", Late)];
        let past = Past { weeks };
        assert_eq!(past.task(&agency(), &task()).map(|row| row.period), Some(period(30)));
        let told: Vec<(Period, Option<Standing>)> =
            past.agency(&agency()).map(|(period, tally)| (period, tally.map(|t| t.standing))).collect();
        assert_eq!(told[2], (period(28), Some(OnTime)));
        let other = AgencyCode::parse("STC").unwrap();
        assert!(past.agency(&other).all(|(_, tally)| tally.is_none()));
        assert_eq!(past.into_latest().tasks[0].period, period(30));
        assert_eq!(Past::default().into_latest(), History::default());
    }
}
