//! One received version of a report.

use crate::model::filling::Filling;
use crate::model::finding::Finding;
use crate::model::inbox::{Content, Receipt};
use crate::model::moment::Moment;
use crate::model::predecessor::Predecessor;
use crate::model::receipt_book::BOOKED_LATE;
use crate::model::report::AgencyReport;
use crate::model::scans::Position;
use crate::model::standing::Evidence;
use serde::{Deserialize, Serialize, Serializer};
use std::sync::Arc;

/// When a version was received and whether that is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timing {
    /// The time that counts.
    pub received_at: Moment,
    /// Strictly before the submit cutoff, or given the benefit.
    pub on_time: bool,
    /// What proves the time: a scan, the clerk's row, the file server.
    pub evidence: Evidence,
    /// The clerk's row that proves it was first seen, or touched, after the cutoff: "Ghi sổ sau hạn".
    pub booked_late: bool,
}

impl Timing {
    /// What proves it, in words, with its mark.
    pub fn proof(&self) -> String {
        let mark = if self.booked_late { format!(" ({})", BOOKED_LATE.to_lowercase()) } else { String::new() };
        format!("{}{mark}", self.evidence.label())
    }
}

/// One received version of an agency's report for a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Version {
    /// The ledger's row about the file: path, size, SHA-256, when it was seen.
    pub receipt: Receipt,
    /// Its place among the scans: of the first that saw its content, or of an earlier one that clerk or file server prove.
    pub position: Position,
    /// 1 for the first different content that the agency sent for this period.
    pub number: u32,
    /// When it was received.
    pub timing: Timing,
    /// The agency that ended and under whose code it came; `None` if its agency sent it itself.
    #[serde(skip)]
    pub under: Option<Predecessor>,
    /// What the file is.
    #[serde(serialize_with = "shared")]
    pub content: Arc<Content>,
    /// Findings of file scope.
    pub findings: Vec<Finding>,
    /// No Reject among the findings: a usable report.
    pub valid: bool,
    /// What the agency did with the form: an untouched one is no report, and in the first periods fills a gap.
    #[serde(skip)]
    pub filling: Filling,
}

impl Version {
    /// Lets go of the rows as they were read; what the file is stays.
    pub(super) fn let_go_of_rows(&mut self) {
        // Where somebody else holds the content as well, nothing would be gained.
        if let Some(Content::Workbook(read)) = Arc::get_mut(&mut self.content) {
            let AgencyReport { info: _, tasks, targets, criteria, extra_tasks } = &mut read.report;
            (*tasks, *targets, *criteria, *extra_tasks) = (None, None, None, None);
        }
    }
}

fn shared<S: Serializer>(content: &Arc<Content>, serializer: S) -> Result<S::Ok, S::Error> {
    content.as_ref().serialize(serializer)
}
