//! What a page opens, in the shapes that its script shows (`templates/tong-hop.js`): names of keys are those of the script. The same
//! of a week and of several.

use serde::Serialize;

/// Everything that the page opens.
#[derive(Serialize)]
pub(super) struct PageData {
    pub(super) schema: &'static str,
    /// Is it a page over several periods?
    pub(super) several: bool,
    /// The release that changes are counted against; blank in a first period.
    pub(super) before: String,
    /// Tasks and targets that changed since, as the first page counts them: by reports of this period, by late ones of an earlier one.
    pub(super) moved: Vec<usize>,
    pub(super) moved_late: Vec<usize>,
    pub(super) measured: Vec<usize>,
    pub(super) offices: Vec<OfficeData>,
    pub(super) tasks: Vec<TaskData>,
    pub(super) targets: Vec<TargetData>,
    pub(super) criteria: Vec<String>,
    pub(super) communes: Vec<CommuneData>,
    pub(super) proposals: Vec<ProposalData>,
    pub(super) rows: Vec<RowData>,
    pub(super) files: Vec<FileData>,
    pub(super) figures: Vec<FigureData>,
}

#[derive(Serialize)]
pub(super) struct OfficeData {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) block: &'static str,
    pub(super) standing: String,
    pub(super) received: String,
    /// Is its report in the figures? `None` over several periods, of which each has its own answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) counted: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) weeks: Vec<WeekData>,
}

#[derive(Serialize)]
pub(super) struct TaskData {
    pub(super) code: String,
    pub(super) content: String,
    pub(super) document: String,
    pub(super) programmes: Vec<String>,
    pub(super) leads: String,
    pub(super) supports: String,
    pub(super) deadline: String,
    pub(super) state: String,
    pub(super) class: &'static str,
    pub(super) before: Option<&'static str>,
    pub(super) percent: String,
    pub(super) completed: String,
    pub(super) expected: String,
    pub(super) result: String,
    pub(super) obstacle: String,
    pub(super) cause: String,
    pub(super) proposal: String,
    pub(super) notes: Vec<String>,
    /// Places of the offices that have to do with it.
    pub(super) offices: Vec<usize>,
    pub(super) rows: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) weeks: Vec<WeekData>,
}

#[derive(Serialize)]
pub(super) struct TargetData {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) goal: String,
    pub(super) due: String,
    pub(super) value: String,
    pub(super) before: Option<String>,
    pub(super) class: &'static str,
    pub(super) leads: String,
    pub(super) reason: String,
    pub(super) offices: Vec<usize>,
    pub(super) rows: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) weeks: Vec<WeekData>,
}

/// What a release says of a line, on a page over several periods.
#[derive(Serialize)]
pub(super) struct WeekData {
    /// `28/2025`.
    pub(super) week: String,
    pub(super) says: String,
}

#[derive(Serialize)]
pub(super) struct CommuneData {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) met: u32,
    pub(super) applicable: u32,
    /// One entry a criterion: the result, and the place of its row; `None` if it was never reported.
    pub(super) results: Vec<Option<(&'static str, usize)>>,
    pub(super) offices: Vec<usize>,
}

#[derive(Serialize)]
pub(super) struct ProposalData {
    pub(super) number: String,
    pub(super) office: String,
    pub(super) level: String,
    pub(super) wording: String,
    pub(super) text: String,
    pub(super) since: String,
    pub(super) tasks: Vec<String>,
    pub(super) offices: Vec<usize>,
    pub(super) rows: Vec<usize>,
}

/// A row of a file.
#[derive(Serialize)]
pub(super) struct RowData {
    pub(super) office: String,
    /// What the office is to the task; blank of targets and criteria.
    pub(super) role: String,
    /// What it was read as: the words that decide what the line counts as.
    pub(super) says: String,
    /// The release that says so, on a page over several periods.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) release: String,
    /// The week of the report, where it is an earlier one.
    pub(super) week: String,
    pub(super) file: usize,
    pub(super) sheet: String,
    pub(super) cell: String,
    /// Heading, cell, and what stands there.
    pub(super) cells: Vec<(String, String, String)>,
}

/// A file that was received.
#[derive(Serialize)]
pub(super) struct FileData {
    pub(super) path: String,
    pub(super) sha256: String,
    /// When, for people.
    pub(super) received: String,
    /// The code of its receipt; blank where nobody knows for which period it was received.
    pub(super) code: String,
}

#[derive(Serialize)]
pub(super) struct FigureData {
    pub(super) words: String,
    pub(super) title: String,
    pub(super) of: &'static str,
    pub(super) part: Vec<usize>,
    pub(super) whole: Option<Vec<usize>>,
    pub(super) counts: bool,
}
