//! The matrix of criteria: communes by criteria (`src/docs/rows.md`, "Criteria").

use crate::merge::lights::{CommuneFacts, commune_light};
use crate::merge::rows::Rows;
use crate::model::agency::AgencyCode;
use crate::model::config::Lights;
use crate::model::consolidation::{Criteria, CriteriaLine};
use crate::model::criterion::{Criterion, CriterionResult};
use crate::model::history::{History, KnownCriterion};
use crate::model::period::Period;
use crate::text::nothing::says_nothing;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The matrix of the communes that must report, in the order given. `criteria` are those in effect.
pub fn criteria(
    criteria: &[Criterion],
    communes: &[&AgencyCode],
    rows: &Rows<'_>,
    history: &History,
    period: Period,
    lights: &Lights,
) -> Criteria {
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
            results,
        }
    });
    Criteria { lines: lines.collect(), criteria: criteria.to_vec() }
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
