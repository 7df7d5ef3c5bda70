//! The days and the hours that a period was frozen with. They hold for it from then on, whatever is written into
//! configuration and registers afterwards: who was late must not depend on what the hour was moved to later.

use crate::model::agency::AgencyCode;
use crate::model::cutoff::Cutoffs;
use crate::model::moment::Moment;
use crate::model::span::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one agency is held to in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyCutoff {
    /// Before this instant its report is on time.
    pub submit: Moment,
    /// From this instant its report is late. Later than `submit` where that was moved earlier without a document.
    pub late_from: Moment,
    /// It was announced for this agency and differs from everybody's.
    pub own: bool,
}

impl AgencyCutoff {
    /// The cutoff of an agency for which nothing was moved or announced.
    pub fn general(cutoffs: Cutoffs) -> Self {
        Self { submit: cutoffs.submit, late_from: cutoffs.submit, own: false }
    }
}

/// Cutoffs that a configuration gave to a period in the period's own days, and that the one in use does not give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutoffChange {
    /// The latest submit cutoff that an office could rely on.
    pub submit: Moment,
    /// The release cutoff by the configuration before the one in use.
    pub release: Moment,
    /// When the program saw the configuration in use first.
    pub since: Moment,
}

/// Cutoffs that hold for a period although others are written: those had passed when the program saw them first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldCutoffs {
    /// The ones that hold.
    pub cutoffs: Cutoffs,
    /// The ones that are written.
    pub written: Cutoffs,
    /// When the program saw these first.
    pub since: Moment,
}

/// What holds for a period since its on-time set was fixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreezeTerms {
    /// The days it covers and what it is called.
    pub span: Span,
    /// Its cutoffs for everybody.
    pub cutoffs: Cutoffs,
    /// From this instant a report of an agency without a cutoff of its own is late.
    pub late_from: Moment,
    /// What agencies are held to that have a cutoff of their own.
    pub own: BTreeMap<AgencyCode, AgencyCutoff>,
    /// The hours it had before in its own days; `None` if it had no others.
    pub change: Option<CutoffChange>,
}

impl FreezeTerms {
    /// What one agency is held to.
    pub fn cutoff_of(&self, agency: &AgencyCode) -> AgencyCutoff {
        let general = AgencyCutoff { submit: self.cutoffs.submit, late_from: self.late_from, own: false };
        self.own.get(agency).copied().unwrap_or(general)
    }
}
