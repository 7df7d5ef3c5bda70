//! What became of what the office asked for.

use crate::model::agency::AgencyCode;
use crate::model::consolidation::Consolidation;
use crate::model::moment;
use crate::model::proposal::{Answer, ProposalLine, ProposalState};
use crate::sheets::proposal_book;
use crate::text::format;

/// Answers of this period and the one before, a line each, and on one line what waits since an earlier period.
pub(crate) fn proposals(c: &Consolidation, agency: &AgencyCode) -> Vec<String> {
    let period = c.period;
    let recent = |line: &&ProposalLine| line.answered_at.is_some_and(|at| moment::day(at) >= period.previous().first_day());
    let answered = |line: &&ProposalLine| line.answer.as_ref().is_some_and(Answer::tells);
    let own = || c.proposals_of(agency).filter(|line| [&line.agency, &line.holder].contains(&agency));
    let open = own().filter(|line| line.state == ProposalState::Open && line.since < period);
    let (handled, waiting): (Vec<&ProposalLine>, Vec<&ProposalLine>) = open.partition(|line| answered(line));
    let closed = own().filter(|line| line.state != ProposalState::Open).filter(recent);
    let mut lines: Vec<String> = closed.chain(handled).filter_map(proposal_book::told).collect();
    match waiting.as_slice() {
        [] => {}
        [only] => lines.extend(proposal_book::told(only)),
        several => {
            let named = |line: &&ProposalLine| format!("{} (từ tuần {})", line.number, format::period(line.since));
            let list = several.iter().map(named).collect::<Vec<_>>().join(", ");
            lines.push(format!("Đang được xem xét: kiến nghị số {list}. Còn đề nghị không?"));
        }
    }
    lines
}
