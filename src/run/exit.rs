//! How a run ends: the exit code that says what came of it.

use crate::io::failure::Failure;
use crate::merge::assemble::PeriodState;
use crate::model::finding::Severity;
use crate::model::moment::Moment;
use crate::model::submission::Standing;
use serde::{Deserialize, Serialize};

/// From what on a run that did its work ends with exit code 1 (`--fail-on`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FailOn {
    /// An agency is missing, unknown, returned or arriving after the cutoff.
    Missing,
    /// An agency is late.
    Late,
    /// A Reject or Error.
    Error,
    /// A Warning, or anything of the others.
    Warning,
}

impl FailOn {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Missing, Self::Late, Self::Error, Self::Warning];
}

/// The exit code of a run.
#[derive(Debug)]
pub struct Ending<'a> {
    /// Failures that did not stop it.
    pub failures: &'a [Failure],
    /// No file is lost: the counts add up.
    pub adds_up: bool,
    /// The file system refused some file.
    pub refused: bool,
    /// The current period's state; `None` in a week without report.
    pub current: Option<&'a PeriodState>,
}

impl Ending<'_> {
    /// What a run ends with code 1 for, if it is asked to.
    pub fn found(&self, now: Moment) -> Vec<FailOn> {
        let current = self.current;
        FailOn::ALL.into_iter().filter(|fail_on| current.is_some_and(|current| found(current, *fail_on, now))).collect()
    }

    /// The first that applies of 70, 13, 10, 11, 12, 2, 3, 1, 0 (`src/docs/json.md`).
    pub fn exit_code(&self, fail_on: Option<FailOn>, now: Moment) -> u8 {
        let mut codes: Vec<u8> = self.failures.iter().map(Failure::exit_code).collect();
        if !self.adds_up {
            codes.push(70);
        }
        if self.refused {
            codes.push(3);
        }
        if let (Some(fail_on), Some(current)) = (fail_on, self.current)
            && found(current, fail_on, now)
        {
            codes.push(1);
        }
        first(&codes)
    }
}

/// The exit code of a command that did its work in spite of these.
pub fn of(failures: &[Failure]) -> u8 {
    first(&failures.iter().map(Failure::exit_code).collect::<Vec<_>>())
}

fn first(codes: &[u8]) -> u8 {
    const ORDER: [u8; 8] = [70, 13, 10, 11, 12, 2, 3, 1];
    ORDER.into_iter().find(|code| codes.contains(code)).unwrap_or(0)
}

/// Does the period have what `--fail-on` names, or worse?
fn found(state: &PeriodState, fail_on: FailOn, now: Moment) -> bool {
    let consolidation = &state.consolidation;
    let missing = consolidation.cutoffs.freeze_due(now)
        && consolidation.submissions.iter().any(|s| {
            matches!(s.standing, Standing::Missing | Standing::Unknown | Standing::Returned | Standing::Arriving) && !s.awaits_own_cutoff()
        });
    let late = consolidation.submissions.iter().any(|s| matches!(s.standing, Standing::Late));
    let findings = || consolidation.findings.iter().chain(consolidation.submissions.iter().flat_map(|s| &s.findings));
    let worst = findings().map(|f| f.severity).max();
    match fail_on {
        FailOn::Missing => missing,
        FailOn::Late => missing || late,
        FailOn::Error => missing || late || worst >= Some(Severity::Error),
        FailOn::Warning => missing || late || worst >= Some(Severity::Warning),
    }
}
