//! A period that has not left yet: its draft, its freeze, its release.

use crate::io::failure::Failure;
use crate::io::ledger::{ReleaseRecord, ReleasedFile};
use crate::judge::facts::Facts;
use crate::merge::assemble::Assembled;
use crate::merge::leave;
use crate::model::agency::AgencyCode;
use crate::model::consolidation::Edition;
use crate::model::cutoff::Cutoffs;
use crate::model::period::Period;
use crate::model::submission::Freeze;
use crate::run::judges;
use crate::run::period::look_after::repair_frozen;
use crate::run::period::plan::{Step, Task};
use crate::run::period::state::assemble_with;
use crate::run::products::{self, Basis, ProductRun, Results};
use crate::run::session::Session;
use std::collections::BTreeMap;

/// Does one of [`Step::Draft`], [`Step::Freeze`] and [`Step::Release`].
pub(super) fn bring(
    session: &Session,
    facts: &mut Facts,
    (task, cutoffs): (&Task, Cutoffs),
    (step, freeze): (Step, Option<&Freeze>),
    results: &mut Results,
) -> Result<Assembled, Failure> {
    let Task { period, run, .. } = *task;
    let left = judges::left(&session.ledger, period, None)?;
    let basis = Basis::today(session);
    let mut state = assemble_with(session, facts, (period, cutoffs), &basis, &left, freeze)?;
    let release = if let Step::Release { late } = step { Some(late) } else { None };
    if release.is_none() {
        // Only a release leaves rows to the next period; writing the products is when memory is short.
        state.accepted.clear();
    }
    if step != (Step::Draft { frozen: false }) {
        fix(session, facts, freeze, period, &state)?;
        if let Some(freeze) = freeze {
            repair_frozen(session, facts, (task, cutoffs), freeze, &left, results)?;
        }
    }
    let mut product = ProductRun { session, basis: &basis, state: &state, cutoffs, period, run, replacement: None, results };
    if freeze.is_none() && step != (Step::Draft { frozen: false }) {
        product.write(Edition::Frozen)?;
    }
    let mut released = false;
    match release {
        Some(late) => {
            if let Some(files) = product.release(Edition::Release { version: 1, late })? {
                released = true;
                // A dry run has a ledger of its own, and the weeks after this one start from what it leaves.
                let record = release_record(session, facts, period, late, files)?;
                session.ledger.put_release(&record, &products::history_left(&state, &left.0), &leave::tallies(&state.consolidation))?;
                facts.released.insert(period, session.work.now);
            }
        }
        None => drop(product.write(Edition::Draft)?),
    }
    product.feedback(released)?;
    Ok(state)
}

/// The on-time set: what was fixed stays, and grows by evidence.
fn fix(session: &Session, facts: &Facts, earlier: Option<&Freeze>, period: Period, state: &Assembled) -> Result<(), Failure> {
    let on_time: BTreeMap<AgencyCode, i64> = state
        .consolidation
        .submissions
        .iter()
        .filter_map(|s| s.punctual.and_then(|index| s.versions.get(index)).map(|v| (s.agency.clone(), v.receipt.seq)))
        .collect();
    match earlier {
        None => session.ledger.put_freeze(&Freeze {
            period,
            at: session.work.now,
            last_receipt: facts.last_receipt(),
            last_clerk_row: facts.last_clerk_row(),
            arriving: facts.arriving.iter().cloned().collect(),
            register_sha256: Some(session.work.register.sha256.clone()),
            config_sha256: Some(session.work.seal_config()?),
            first: None,
            on_time,
        }),
        Some(freeze) if on_time.iter().all(|(agency, receipt)| freeze.on_time.get(agency) == Some(receipt)) => Ok(()),
        Some(_) => session.ledger.extend_freeze(period, &on_time),
    }
}

/// A release and everything needed to build it again from the archive.
fn release_record(
    session: &Session,
    facts: &Facts,
    period: Period,
    late: bool,
    files: Vec<ReleasedFile>,
) -> Result<ReleaseRecord, Failure> {
    Ok(ReleaseRecord {
        period,
        version: 1,
        at: session.work.now,
        late,
        register_sha256: session.work.register.sha256.clone(),
        config_sha256: session.work.seal_config()?,
        receipt_book_sha256: facts.book_sha256.clone(),
        last_receipt: facts.last_receipt(),
        receipts_head: None,
        last_clerk_row: facts.last_clerk_row(),
        clerk_rows_head: None,
        last_scan: session.ledger.last_scan()?.map(|(id, _)| id),
        arriving: facts.arriving.iter().cloned().collect(),
        last_exception: Some(session.ledger.last_exception()?),
        freeze: session.ledger.freeze(period)?,
        files,
    })
}
