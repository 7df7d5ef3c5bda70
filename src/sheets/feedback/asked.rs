//! What became of what the office asked for.

use crate::model::moment;
use crate::model::proposal::{ProposalLine, ProposalState};
use crate::sheets::feedback::answer_input::FeedbackInput;
use crate::sheets::proposal_book;

/// Answers of this period and the one before, and what waits since an earlier one.
pub(super) fn proposals(input: &FeedbackInput<'_>) -> Vec<String> {
    let period = input.consolidation.period;
    let recent = |line: &&ProposalLine| line.answered_at.is_some_and(|at| moment::day(at) >= period.previous().first_day());
    let waits = |line: &&ProposalLine| line.state == ProposalState::Open && line.since < period;
    let own = input.consolidation.proposals.iter().filter(|line| line.agency == input.agency.code);
    own.filter(|line| recent(line) || waits(line)).filter_map(proposal_book::told).collect()
}
