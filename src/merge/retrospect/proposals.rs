//! What offices asked for in the range, what was answered, what still waits.

use crate::model::period::Period;
use crate::model::period_range::PeriodRange;
use crate::model::proposal::{ProposalNumber, ProposalState};
use crate::model::released_week::{ReleasedProposal, ReleasedWeek};
use crate::model::retrospect::ProposalCourse;
use std::collections::BTreeMap;

/// A proposal as the last release says it, and in each week that knows it.
struct Said<'a> {
    last: &'a ReleasedProposal,
    each: Vec<(Period, ProposalState)>,
}

/// Those that were open at any time in the range, in the order of their numbers.
pub(super) fn courses(range: PeriodRange, before: Option<&ReleasedWeek>, weeks: &[ReleasedWeek]) -> Vec<ProposalCourse> {
    let waited = before.into_iter().flat_map(|week| &week.proposals).filter(|proposal| proposal.state == ProposalState::Open);
    let waited: Vec<ProposalNumber> = waited.map(|proposal| proposal.number).collect();
    let mut all: BTreeMap<ProposalNumber, Said<'_>> = BTreeMap::new();
    for week in weeks {
        for proposal in &week.proposals {
            let said = all.entry(proposal.number).or_insert_with(|| Said { last: proposal, each: Vec::new() });
            said.last = proposal;
            said.each.push((week.period.id, proposal.state));
        }
    }
    all.values().filter_map(|said| course(range, waited.contains(&said.last.number), said)).collect()
}

/// `None` if it was closed before the range began. `waited`: it was open in the release before.
fn course(range: PeriodRange, waited: bool, Said { last, each }: &Said<'_>) -> Option<ProposalCourse> {
    let opened = last.since >= range.first;
    let open = |state: ProposalState| state == ProposalState::Open;
    let last_open = each.iter().rposition(|(_, state)| open(*state));
    let answered = last.answer.as_ref().and_then(|answer| answer.on).filter(|day| range.holds_day(*day));
    if last_open.is_none() && !opened && !waited && answered.is_none() {
        return None;
    }
    // The first week after the last in which it waited; the first of all if it never did.
    let closed_in = if open(last.state) { None } else { each.get(last_open.map_or(0, |at| at + 1)).map(|(period, _)| *period) };
    let answer = last.answer.as_ref();
    Some(ProposalCourse {
        number: last.number,
        agency: last.agency.clone(),
        tasks: last.tasks.clone(),
        level: last.level.clone(),
        wording: answer.map_or_else(String::new, |answer| answer.wording.clone()),
        since: last.since,
        opened,
        state: last.state,
        closed_in,
        document: answer.map_or_else(String::new, |answer| answer.document.clone()),
    })
}
