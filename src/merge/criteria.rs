//! The matrix of criteria: communes by criteria (`src/docs/rows.md`, "Criteria").

use crate::merge::lights::{CommuneFacts, commune_light};
use crate::merge::rows::Rows;
use crate::model::agency::AgencyCode;
use crate::model::config::Lights;
use crate::model::confirmation::{Confirmation, ConfirmationRow};
use crate::model::consolidation::{Criteria, CriteriaLine};
use crate::model::criterion::{Criterion, CriterionResult};
use crate::model::history::{History, KnownCriterion};
use crate::model::period::Period;
use crate::model::register::Register;
use crate::text::normalise;
use crate::text::nothing::says_nothing;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What the matrix is made of.
pub struct CriteriaInput<'a> {
    /// The register in force.
    pub register: &'a Register,
    /// What is accepted and carried over.
    pub rows: &'a Rows<'a>,
    /// What earlier releases left.
    pub history: &'a History,
    /// The period of the matrix.
    pub period: Period,
    /// The day of the submit cutoff.
    pub day: NaiveDate,
    /// Thresholds of the colours.
    pub lights: &'a Lights,
}

/// The matrix of the communes that must report, in the order given.
pub fn criteria(input: &CriteriaInput<'_>, communes: &[&AgencyCode]) -> Criteria {
    let CriteriaInput { register, rows, history, period, day, lights } = *input;
    let criteria: Vec<Criterion> = register.criteria.iter().filter(|c| c.in_effect(day)).cloned().collect();
    if criteria.is_empty() {
        return Criteria::default();
    }
    let before: BTreeMap<(&AgencyCode, &str), CriterionResult> =
        history.criteria.iter().map(|k| ((&k.agency, k.criterion.as_str()), k.result)).collect();
    let lines = communes.iter().map(|commune| {
        let results: Vec<Option<KnownCriterion>> = criteria.iter().map(|c| rows.criterion(commune, &c.code).cloned()).collect();
        let last = |code: &str| before.get(&(*commune, code)).copied();
        let changes = if history.period.is_some() { changes(&results, last) } else { Vec::new() };
        let facts = facts(&results);
        CriteriaLine {
            agency: (*commune).clone(),
            met: facts.met,
            light: commune_light(facts, lights),
            complete_on: complete_on(facts, &results),
            changes,
            stale: results.iter().flatten().any(|k| k.period != period),
            confirmed: confirmation(register, commune, &criteria, day),
            results,
        }
    });
    Criteria { lines: lines.collect(), criteria }
}

/// The last confirmation up to `day` that is about a stage of these criteria; of several of one day the last one of the sheet.
fn confirmation(register: &Register, commune: &AgencyCode, criteria: &[Criterion], day: NaiveDate) -> Option<Confirmation> {
    let of_stage = |phase: &str| criteria.iter().any(|criterion| normalise::key(&criterion.phase) == normalise::key(phase));
    let holds = |row: &&ConfirmationRow| row.confirmation.on <= day && row.agencies.contains(commune) && of_stage(&row.phase);
    register.confirmations.iter().filter(holds).map(|row| &row.confirmation).max_by_key(|confirmation| confirmation.on).cloned()
}

fn facts(results: &[Option<KnownCriterion>]) -> CommuneFacts {
    let count = |test: &dyn Fn(&KnownCriterion) -> bool| u32::try_from(results.iter().flatten().filter(|k| test(k)).count()).unwrap_or(0);
    CommuneFacts {
        total: u32::try_from(results.len()).unwrap_or(u32::MAX),
        met: count(&|k| k.result == CriterionResult::Met),
        not_applicable: count(&|k| k.result == CriterionResult::NotApplicable),
        without_evidence: count(&|k| k.result == CriterionResult::Met && says_nothing(&k.evidence)),
        reported: count(&|_| true),
    }
}

/// The day of the last criterion, if all that apply are met and dated.
fn complete_on(facts: CommuneFacts, results: &[Option<KnownCriterion>]) -> Option<NaiveDate> {
    if facts.met + facts.not_applicable < facts.total {
        return None;
    }
    let met = results.iter().flatten().filter(|k| k.result == CriterionResult::Met);
    met.map(|k| k.met_on).collect::<Option<Vec<_>>>()?.into_iter().max()
}

fn changes(
    results: &[Option<KnownCriterion>],
    last: impl Fn(&str) -> Option<CriterionResult>,
) -> Vec<(String, Option<CriterionResult>, CriterionResult)> {
    let changed = results.iter().flatten().filter(|k| last(&k.criterion) != Some(k.result));
    changed.map(|k| (k.criterion.clone(), last(&k.criterion), k.result)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{agency, consolidation, register};
    use std::collections::BTreeMap;

    #[test]
    fn the_last_confirmation_up_to_the_day_of_a_stage_in_force_holds() {
        let said = |state: &str, on: &str, communes: &[&str], phase: &str| ConfirmationRow {
            agencies: communes.iter().map(|code| agency(code)).collect(),
            phase: phase.to_owned(),
            confirmation: Confirmation {
                state: state.to_owned(),
                by: "Trung tâm".to_owned(),
                on: on.parse().unwrap(),
                document: String::new(),
            },
        };
        let mut register = register();
        register.criteria.iter_mut().for_each(|criterion| criterion.phase = "Giai đoạn 1".to_owned());
        register.confirmations = vec![
            said("XANH", "2025-07-10", &["X-BINH"], "giai đoạn 1"),
            said("VÀNG", "2025-07-02", &["X-BINH", "P-AN"], "Giai đoạn 1"),
            said("ĐỎ", "2025-07-12", &["X-BINH", "P-AN"], "Giai đoạn 1"),
            said("XANH", "2025-07-10", &["P-AN"], "Giai đoạn 2"),
        ];
        let c = consolidation(&register.with_places(), &History::default(), &BTreeMap::new());
        let states: Vec<(&str, Option<&str>)> = (c.criteria.lines.iter())
            .map(|line| (line.agency.as_str(), line.confirmed.as_ref().map(|confirmation| confirmation.state.as_str())))
            .collect();
        assert_eq!(states, [("X-BINH", Some("XANH")), ("P-AN", Some("VÀNG"))], "a later day and another stage say nothing today");
    }
}
