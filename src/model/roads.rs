//! The roads by which reports came, where desks below hand on what offices sent them: what the desk above and the offices have to be
//! told of it.

use crate::model::agency::AgencyCode;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be told of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roads {
    /// Offices that sent nothing here, though somebody looked, and whose report came through a desk; each with that desk.
    pub silent: BTreeMap<AgencyCode, AgencyCode>,
    /// Offices that say one thing here and another to a desk below.
    pub differences: BTreeMap<AgencyCode, RoadDifference>,
    /// What desks below hand on and the register here does not have: codes of offices, tasks and targets, by desk.
    pub beyond: BTreeMap<AgencyCode, BTreeSet<String>>,
}

/// How the reports of one office differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoadDifference {
    /// The desk below that got the other one.
    pub desk: AgencyCode,
    /// The one sent to that desk counts; otherwise the one sent here.
    pub counts_there: bool,
    /// Tasks and targets of which the two say something else.
    pub codes: Vec<String>,
}
