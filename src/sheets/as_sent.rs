//! What is said of reports as they were sent ([`AsSent`]), noted so that their rows need not be kept for it.

use crate::model::as_sent::AsSent;
use crate::model::consolidation::Consolidation;
use crate::model::submission::Submission;
use crate::sheets::{data_score, reported};
use std::sync::Arc;

/// What is said of a report: as noted, or of its rows.
pub fn of(consolidation: &Consolidation, submission: &Submission) -> Arc<AsSent> {
    submission.as_sent.clone().unwrap_or_else(|| {
        let missing = reported::missing_tasks(consolidation, submission).into_iter().cloned().collect();
        let (rows, score) = (reported::rows_read(submission), data_score::of(consolidation, submission));
        Arc::new(AsSent { rows, missing, score })
    })
}
