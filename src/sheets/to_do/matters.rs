//! Because of what an office needs attention, and how many of a block have reported.

use crate::model::agency::Block;
use crate::model::consolidation::Consolidation;
use crate::model::submission::{Standing, Submission};
use crate::model::to_do::{BlockCount, Matter};
use crate::sheets::{feedback, submissions};

/// Why an office needs attention; `None` if it does not.
pub(super) fn matter(submission: &Submission) -> Option<Matter> {
    if submissions::document_only(submission).is_some() {
        return Some(Matter::DocumentOnly);
    }
    if submission.sent_unfilled() {
        return Some(if submission.form_lies_there() { Matter::FormLying } else { Matter::Unfilled });
    }
    match submission.standing {
        Standing::Returned => Some(Matter::Returned),
        Standing::Late if !submission.merged => Some(Matter::LateLeftOut),
        Standing::Missing if submission.awaits_joint_report() => Some(Matter::JointAwaited),
        Standing::Missing if submission.awaits_own_cutoff() => Some(Matter::OwnCutoff),
        Standing::Missing => Some(Matter::Missing),
        Standing::Arriving => Some(Matter::Arriving),
        Standing::Unknown => Some(Matter::Unknown),
        Standing::OnTime | Standing::Late | Standing::Admitted if feedback::secret_beside(submission) => Some(Matter::SecretBeside),
        Standing::OnTime | Standing::Late | Standing::Admitted => (submissions::errors(&submission.findings) > 0).then_some(Matter::Mend),
        Standing::Exempt => None,
    }
}

/// How many offices of a block must report, and how many have.
pub(super) fn of_block(c: &Consolidation, block: Block) -> BlockCount {
    let size = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let must = || submissions::pairs(c).filter(|(agency, s)| agency.block == block && s.standing != Standing::Exempt);
    let received = must().filter(|(_, s)| matches!(s.standing, Standing::OnTime | Standing::Late | Standing::Admitted)).count();
    BlockCount { block, received: size(received), must_report: size(must().count()) }
}
