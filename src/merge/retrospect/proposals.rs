//! What offices asked for in the range, what was answered, what still waits.

use super::each_once::union;
use crate::model::period::Period;
use crate::model::period_range::PeriodRange;
use crate::model::proposal::ProposalState;
use crate::model::released_week::{ReleasedProposal, ReleasedWeek};
use crate::model::retrospect::ProposalCourse;

/// Those that were open at any time in the range, in the order of their numbers.
pub(super) fn courses(range: PeriodRange, weeks: &[ReleasedWeek]) -> Vec<ProposalCourse> {
    let mut all = union(weeks, |week| week.proposals.as_slice(), |proposal| proposal.number);
    all.sort_by_key(|proposal| proposal.number);
    all.into_iter().filter_map(|proposal| course(range, weeks, proposal)).collect()
}

/// `None` if it was closed before the range began.
fn course(range: PeriodRange, weeks: &[ReleasedWeek], last: &ReleasedProposal) -> Option<ProposalCourse> {
    let opened = last.since >= range.first;
    let each: Vec<(Period, ProposalState)> = weeks
        .iter()
        .filter_map(|week| Some((week.period.id, week.proposals.iter().find(|known| known.number == last.number)?.state)))
        .collect();
    let open = |state: ProposalState| state == ProposalState::Open;
    let last_open = each.iter().rposition(|(_, state)| open(*state));
    let answered = last.answer.as_ref().and_then(|answer| answer.on).filter(|day| range.holds_day(*day));
    if last_open.is_none() && !opened && answered.is_none() {
        return None;
    }
    // The first week after the last in which it waited; the first of all if it never did.
    let closed_in = if open(last.state) { None } else { each.get(last_open.map_or(0, |at| at + 1)).map(|(period, _)| *period) };
    let answer = last.answer.as_ref();
    Some(ProposalCourse {
        number: last.number,
        agency: last.agency.clone(),
        level: last.level.clone(),
        wording: answer.map_or_else(String::new, |answer| answer.wording.clone()),
        since: last.since,
        opened,
        state: last.state,
        closed_in,
        document: answer.map_or_else(String::new, |answer| answer.document.clone()),
    })
}
