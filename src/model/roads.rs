//! The roads by which reports came, where desks below hand on what offices sent them: what the desk above and the offices have to be
//! told of it.

use crate::model::agency::AgencyCode;
use crate::model::history::Source;
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be told of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Roads {
    /// Offices that sent nothing here, though somebody looked, and whose report came through a desk; each with that desk.
    pub silent: BTreeMap<AgencyCode, AgencyCode>,
    /// Offices that say one thing here and another to a desk below.
    pub differences: BTreeMap<AgencyCode, RoadDifference>,
    /// What desks below hand on and the register here does not have: codes of offices, tasks and targets, by desk.
    pub beyond: BTreeMap<AgencyCode, BTreeSet<String>>,
    /// What somebody changed in the data of a desk below after that desk released them, by desk; no desk whose data are as it
    /// released them.
    pub edited: BTreeMap<AgencyCode, EditedRows>,
    /// Totals that desks below printed and that come to something else when they are counted again, by desk.
    pub figures: Vec<FigureOfDesk>,
}

/// A total that a desk below printed, counted again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureOfDesk {
    /// The desk that printed it.
    pub desk: AgencyCode,
    /// What it counts, in Vietnamese.
    pub item: &'static str,
    /// As it is printed; where it is counted with what offices sent here, as the desk's own rows come to.
    pub printed: u32,
    /// As it is counted here.
    pub counted: u32,
    /// Counted with the reports that offices sent here themselves; otherwise from the desk's own rows alone.
    pub with_direct: bool,
    /// Codes of the tasks that make the difference, where that is known.
    pub codes: Vec<String>,
}

impl Roads {
    /// The desk in whose workbook somebody changed how an office stands; `None` if nobody did.
    pub fn standing_edited(&self, agency: &AgencyCode) -> Option<&AgencyCode> {
        self.edited_by(|rows| rows.standings.contains(agency))
    }

    /// The desk in whose workbook somebody changed the row of an office for a task, so that an earlier row counts; `None` if nobody did.
    pub fn task_edited(&self, agency: &AgencyCode, task: &TaskCode) -> Option<&AgencyCode> {
        self.edited_by(|rows| rows.tasks.contains(&(agency.clone(), task.clone())))
    }

    /// The same of one of its rows for criteria.
    pub fn criteria_edited(&self, agency: &AgencyCode) -> Option<&AgencyCode> {
        self.edited_by(|rows| rows.criteria.iter().any(|(of, _)| of == agency))
    }

    fn edited_by(&self, test: impl Fn(&EditedRows) -> bool) -> Option<&AgencyCode> {
        self.edited.iter().find(|(_, rows)| test(rows)).map(|(desk, _)| desk)
    }
}

/// Rows of a desk's data that are not as that desk released them. None of them is believed: a row of an office is what its file
/// says, and what a person typed over it is not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EditedRows {
    /// How many rows of the data were changed, taken out or put in.
    pub rows: u32,
    /// Rows of tasks that were changed or taken out, and for which what was known before counts.
    pub tasks: BTreeSet<(AgencyCode, TaskCode)>,
    /// The same of targets.
    pub targets: BTreeSet<(AgencyCode, TargetCode)>,
    /// The same of criteria.
    pub criteria: BTreeSet<(AgencyCode, String)>,
    /// Offices of which it was changed how they stand.
    pub standings: BTreeSet<AgencyCode>,
}

impl EditedRows {
    /// Whose rows they are, an office perhaps more than once.
    pub fn offices(&self) -> impl Iterator<Item = &AgencyCode> {
        let tasks = self.tasks.iter().map(|(office, _)| office);
        let targets = self.targets.iter().map(|(office, _)| office);
        let criteria = self.criteria.iter().map(|(office, _)| office);
        tasks.chain(targets).chain(criteria).chain(&self.standings)
    }
}

/// How the reports of one office differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoadDifference {
    /// The desk below that got the other one.
    pub desk: AgencyCode,
    /// The one sent to that desk counts; otherwise the one sent here.
    pub counts_there: bool,
    /// Cells in which the two say something else, in the order of the rows.
    pub cells: Vec<CellDifference>,
}

impl RoadDifference {
    /// Codes of the tasks, targets and criteria that the two say something else of, each once, in the order of the rows.
    pub fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self.cells.iter().map(|cell| cell.code.as_str()).collect();
        codes.dedup();
        codes
    }
}

/// A cell in which two reports of an office differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellDifference {
    /// Code of the task, target or criterion.
    pub code: String,
    /// Heading of the column, in Vietnamese.
    pub column: &'static str,
    /// In the report that was sent here.
    pub here: Said,
    /// In the one that was sent to the desk below.
    pub there: Said,
}

/// What a cell says, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// As it is printed; blank if nothing stands there.
    pub text: String,
    /// The row in its file; `None` if there is no row.
    pub source: Option<Source>,
}
