//! What of a period's figures concerns one office: all of them that its answer may read. An answer stands while nothing of it changes,
//! whatever other offices send, so what an answer is to print of the figures has to pass here.

use crate::model::agency::AgencyCode;
use crate::model::as_sent::DataScore;
use crate::model::consolidation::Consolidation;
use crate::model::cutoff::Cutoffs;
use crate::model::period::Period;
use crate::model::span::Span;
use crate::model::submission::{Addressee, Submission};
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;
use crate::sheets::feedback::asked;
use crate::sheets::{as_sent, submissions};
use crate::text::normalise;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What of the figures one office's answer is made from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OwnFigures<'a> {
    /// The week that names the report.
    pub(crate) period: Period,
    /// The days it covers.
    pub(crate) span: Span,
    /// The instants everybody is held to.
    pub(crate) cutoffs: Cutoffs,
    /// Why a cutoff is not at its usual hour; `None` if it is.
    pub(crate) moved: Option<&'a str>,
    /// The last released period; `None` in a first one.
    pub(crate) last_release: Option<Period>,
    /// Is the office a desk below that hands on to this one?
    pub(crate) is_desk: bool,
    /// Short name of the desk through which its report came; `None` if it reported here.
    pub(crate) through: Option<String>,
    /// Short name of the desk below to which its report in time went; `None` if to none.
    pub(crate) in_time_at: Option<String>,
    /// Short name of who took it over; `None` if it has not ended.
    pub(crate) heir: Option<String>,
    /// Offices that ended and whose reports are in its figures, and what their reports are used for; `None` if there are none.
    pub(crate) said_before: Option<String>,
    /// Short names of the same offices; blank if there are none.
    pub(crate) offices_before: String,
    /// Its tasks that need a row and have none in its report.
    pub(crate) missing: Vec<TaskCode>,
    /// How good the data of its report are; `None` if no report can be read.
    pub(crate) score: Option<DataScore>,
    /// What became of what it asked for, a line each.
    pub(crate) proposals: Vec<String>,
    /// Tasks of which the figures hold a row of its own, with the SHA-256 of the file it is from.
    tasks: BTreeMap<&'a TaskCode, Option<&'a str>>,
    /// Targets of which the figures hold a figure of its own.
    targets: BTreeSet<&'a TargetCode>,
    /// Criteria of which the matrix holds a result of its own, as they are compared.
    criteria: BTreeSet<String>,
}

impl<'a> OwnFigures<'a> {
    /// Of the office of a submission.
    pub fn of(c: &'a Consolidation, submission: &Submission) -> Self {
        let (agency, sent) = (&submission.agency, as_sent::of(c, submission));
        let short = |code: &AgencyCode| c.short_name(code);
        let in_time_at = |addressee: &Addressee| if let Addressee::Desk(desk) = addressee { Some(short(desk)) } else { None };
        let own_rows = c.lines_of(agency).filter_map(|line| {
            let part = line.parts.iter().find(|part| part.agency == *agency && part.period.is_some())?;
            Some((&line.task.code, part.source.as_ref().map(|source| source.sha256.as_str())))
        });
        let own_targets = c.targets_of(agency).filter(|line| line.sources.iter().any(|source| source.agency == *agency));
        let results = c.criteria_of(agency).into_iter().flat_map(|line| &line.results).flatten();
        Self {
            period: c.period,
            span: c.span,
            cutoffs: c.cutoffs,
            moved: c.moved.as_deref(),
            last_release: c.comparison.as_ref().map(|before| before.period),
            is_desk: c.desks.contains(agency),
            through: submission.through.as_ref().map(short),
            in_time_at: submission.in_time_at.as_ref().and_then(in_time_at),
            heir: submission.ended_into().map(|(heir, _)| short(heir)),
            said_before: submissions::said_before(c, submission),
            offices_before: submissions::offices_before(c, submission),
            missing: sent.missing.clone(),
            score: sent.score.clone(),
            proposals: asked::proposals(c, agency),
            tasks: own_rows.collect(),
            targets: own_targets.map(|line| &line.target.code).collect(),
            criteria: results.map(|known| normalise::key(&known.criterion)).collect(),
        }
    }

    /// Do the figures hold a row of the office for this task, from this very file if its SHA-256 is given? A row of a task that it is
    /// not given any more enters nowhere.
    pub(crate) fn holds_task(&self, code: &str, sha256: Option<&str>) -> bool {
        let source = TaskCode::parse(code).and_then(|code| self.tasks.get(&code).copied());
        source.is_some_and(|source| sha256.is_none_or(|sha256| source == Some(sha256)))
    }

    /// Do they hold a figure of it for this target?
    pub(crate) fn holds_target(&self, code: &str) -> bool {
        TargetCode::parse(code).is_some_and(|code| self.targets.contains(&code))
    }

    /// Do they hold a result of it for this criterion?
    pub(crate) fn holds_criterion(&self, code: &str) -> bool {
        self.criteria.contains(&normalise::key(code))
    }
}
