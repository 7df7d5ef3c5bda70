//! A released period, or a frozen one: what came afterwards is answered. Nothing here changes what left. What of it is
//! lost was put back from the archive before; only version 0.1 kept no products there, and its lost ones are made again.

use crate::io::failure::Failure;
use crate::io::ledger::ReleaseRecord;
use crate::judge::facts::{Cut, Facts};
use crate::merge::assemble::PeriodState;
use crate::model::consolidation::Edition;
use crate::model::cutoff::Cutoffs;
use crate::model::freeze::Freeze;
use crate::model::period::Period;
use crate::run::judges::{self, Carryover, Judges};
use crate::run::period::plan::PeriodTask;
use crate::run::period::state::assemble_with;
use crate::run::products::{self, ProductRun, Regime, Results};
use crate::run::record::sealed;
use crate::run::session::Session;
use std::collections::BTreeMap;

/// Answers what came after a release.
pub(super) fn look_after(
    session: &Session,
    facts: &Facts,
    (task, cutoffs): (&PeriodTask, Cutoffs),
    record: &ReleaseRecord,
    results: &mut Results,
) -> Result<PeriodState, Failure> {
    let PeriodTask { period, run, .. } = *task;
    let replacement = None;
    let (records, judges) = (sealed::records(session), Judges::of(session));
    let since = facts.as_of(Cut::Since(&records.cut(record)?));
    let sealed = match records.open(record) {
        Ok(sealed) => sealed,
        // Damaged records must not stop the receiving; but then nothing can be made again.
        Err(failure) => {
            results.failures.push(failure);
            let regime = Regime::today(session);
            let (left, freeze) = (judges::left(&session.ledger, period, None)?, session.ledger.freeze(period)?);
            let state = assemble_with(session, &since, (period, cutoffs), &regime, &left, freeze.as_ref())?;
            ProductRun { session, regime: &regime, state: &state, cutoffs, period, run, replacement, results }
                .bring_up_to_date(false, true)?;
            return Ok(state);
        }
    };
    results.failures.extend(sealed.lost.clone());
    // The versions it replaced as well.
    for version in session.ledger.versions_of(period)?.iter().filter(|version| version.seal.is_none()) {
        // Here as well: what an older version was made of may be damaged, and the receiving goes on.
        if let Err(failure) = repair_version(session, &judges, (version, run), results) {
            results.failures.push(failure);
        }
    }
    if let Some(freeze) = session.ledger.freeze(period)? {
        repair_frozen(session, facts, (task, cutoffs), &freeze, &sealed.left, results)?;
    }
    let state = sealed.assemble(&judges, &since)?;
    let (regime, cutoffs) = (&sealed.regime, sealed.cutoffs);
    ProductRun { session, regime, state: &state, cutoffs, period, run, replacement, results }.bring_up_to_date(false, true)?;
    Ok(state)
}

/// Makes again what of a release of version 0.1 is lost.
fn repair_version(
    session: &Session,
    judges: &Judges<'_>,
    (version, run): (&ReleaseRecord, i64),
    results: &mut Results,
) -> Result<(), Failure> {
    let records = sealed::records(session);
    let sealed = records.open(version)?;
    let (period, cutoffs) = (version.period, sealed.cutoffs);
    if products::stand(session, &sealed.regime.config, (period, cutoffs), sealed.edition)? {
        return Ok(());
    }
    let state = sealed.assemble(judges, &sealed.facts(judges)?)?;
    let replacement = records.replacement(&sealed, &state, judges)?;
    let (regime, state, replacement) = (&sealed.regime, &state, replacement.as_ref());
    let left = version.files.iter().map(|file| (file.path.clone(), file.sha256.clone())).collect();
    ProductRun { session, regime, state, cutoffs, period, run, replacement, results }.repair(sealed.edition, &left)
}

/// A run of version 0.1 that froze may have been killed, or have found the disk full, before all of its workbooks stood: they
/// are made again from what was known then, also when the release has left meanwhile.
pub(super) fn repair_frozen(
    session: &Session,
    facts: &Facts,
    (task, cutoffs): (&PeriodTask, Cutoffs),
    freeze: &Freeze,
    left: &Carryover,
    results: &mut Results,
) -> Result<(), Failure> {
    let PeriodTask { period, run, .. } = *task;
    if freeze.seal.is_some() || products::stand(session, &session.work.workspace.config, (period, cutoffs), Edition::Frozen)? {
        return Ok(());
    }
    let regime = match sealed::regime_of_freeze(&sealed::records(session), freeze) {
        Ok(regime) => regime.unwrap_or_else(|| Regime::today(session)),
        // Damaged records must not stop the receiving; but then nothing can be made again.
        Err(failure) => {
            results.failures.push(failure);
            return Ok(());
        }
    };
    let as_made = freeze.as_made();
    let then = facts.as_of(Cut::Freeze(freeze));
    let then = assemble_with(session, &then, (period, cutoffs), &regime, left, Some(&as_made))?;
    ProductRun { session, regime: &regime, state: &then, cutoffs, period, run, replacement: None, results }
        .repair(Edition::Frozen, &noted(session, period)?)
}

/// Digests of the files that the ledger noted for a period, by path.
fn noted(session: &Session, period: Period) -> Result<BTreeMap<String, String>, Failure> {
    let outputs = session.ledger.outputs(period)?;
    Ok(outputs.into_iter().filter_map(|output| Some((output.path, output.published.or(output.prepared)?))).collect())
}
