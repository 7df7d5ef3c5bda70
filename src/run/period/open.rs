//! A period that has not left yet: its draft, its freeze, its release.

use crate::io::failure::Failure;
use crate::io::ledger::ReleaseRecord;
use crate::io::platform::{Here, System};
use crate::judge::facts::Facts;
use crate::merge::assemble::PeriodState;
use crate::merge::leave;
use crate::model::as_sent::AsSent;
use crate::model::consolidation::{Consolidation, Edition};
use crate::model::cutoff::Cutoffs;
use crate::model::freeze::Freeze;
use crate::model::moment;
use crate::model::seal::{ReleasedFile, Seal, SealedInput};
use crate::run::judges;
use crate::run::period::look_after::repair_frozen;
use crate::run::period::plan::{PeriodTask, Step};
use crate::run::period::state::assemble_with;
use crate::run::products::{self, ProductRun, Published, Regime, Results};
use crate::run::proposal_book;
use crate::run::record::seal::{self, StateInputs};
use crate::run::session::Session;
use crate::sheets::as_sent;
use chrono::{Days, NaiveDate, NaiveTime};
use rayon::prelude::*;
use std::sync::Arc;

/// Does one of [`Step::Draft`], [`Step::Freeze`] and [`Step::Release`].
pub(super) fn bring(
    session: &Session,
    facts: &mut Facts,
    (task, cutoffs): (&PeriodTask, Cutoffs),
    (mut step, freeze): (Step, Option<&Freeze>),
    results: &mut Results,
) -> Result<PeriodState, Failure> {
    let PeriodTask { period, run, .. } = *task;
    let left = judges::left(&session.ledger, period, None)?;
    let (regime, words) = Regime::of_open(session, freeze);
    results.failures.extend(words.failures());
    results.frozen.insert(period, words.told);
    let left = left.beside(&session.ledger, (period, regime.config.policy.compare_with), None)?;
    let mut state = assemble_with(session, facts, (period, cutoffs), &regime, &left, freeze)?;
    note_as_sent(session, &mut state.consolidation);
    proposal_book::give_numbers(session, facts, &state)?;
    if task.past && !task.by_hand && freeze.is_none() && step != (Step::Draft { frozen: false }) && !collected(session, &state)? {
        step = Step::Draft { frozen: false };
    }
    let release = if let Step::Release { late } = step { Some(late) } else { None };
    if release.is_none() {
        // Only a release leaves rows to the next period; writing the products is when memory is short.
        state.accepted.clear();
        Here::give_back_memory();
    }
    let frozen = step != (Step::Draft { frozen: false });
    if let Some(freeze) = freeze.filter(|_| frozen) {
        extend(session, facts, freeze, &state)?;
        repair_frozen(session, facts, (task, cutoffs), freeze, &left, results)?;
    }
    let mut product = ProductRun { session, regime: &regime, state: &state, cutoffs, period, run, replacement: None, results };
    if frozen && freeze.is_none() {
        // The record comes first and names what the archive holds: a run that is killed now is completed by the next.
        let prepared = product.prepare(Edition::Frozen)?;
        let planned = prepared.files(&session.work);
        fix(session, facts, &state, (planned.clone(), prepared.template()))?;
        let files = product.publish_prepared(prepared)?;
        if files != planned {
            session.ledger.note_frozen_files(period, &files)?;
        }
    }
    let mut released = false;
    let version = session.ledger.next_version(period)?;
    if let Some(late) = release
        && let Some(published) = product.release(Edition::Release { version, late })?
    {
        released = true;
        // A dry run has a ledger of its own, and the weeks after this one start from what it leaves.
        let record = release_record(session, facts, &state, (version, late, !task.by_hand), published)?;
        let history = products::history_left(&state, &left.history);
        session.ledger.put_release(&record, &history, &leave::tallies(&state.consolidation), &state.late)?;
        facts.released.insert(period, version, session.work.now);
    }
    if let Some(answered) = product.answer(release.is_none(), released)? {
        // Nobody shows the rows as they were read from here on.
        let reader = facts.remembered.reader.clone();
        facts.let_go_of_remembered(|sha256| Ok(session.ledger.period_named(sha256, &reader)?.is_some()))?;
        state.let_go_of_rows();
        Here::give_back_memory();
        ProductRun { session, regime: &regime, state: &state, cutoffs, period, run, replacement: None, results }.finish(answered)?;
    }
    Ok(state)
}

/// Notes what is said of reports as they were sent, while their rows are at hand.
fn note_as_sent(session: &Session, consolidation: &mut Consolidation) {
    let of = |submission| as_sent::of(consolidation, submission);
    let sent: Vec<Arc<AsSent>> = session.work.threads.install(|| consolidation.submissions.par_iter().map(of).collect());
    consolidation.submissions.iter_mut().zip(sent).for_each(|(submission, sent)| submission.as_sent = Some(sent));
}

/// Was a week that is over ever collected here: looked at in its own days, or is there a report for it that can be used?
/// A junk file that names a week nobody looked at must not release it; it is answered, and a person may release.
fn collected(session: &Session, state: &PeriodState) -> Result<bool, Failure> {
    let span = session.work.rhythm().span(state.consolidation.period);
    let midnight = |day: NaiveDate| moment::at(day.and_time(NaiveTime::MIN));
    let scanned = session.ledger.last_scan_between(midnight(span.first), midnight(span.last + Days::new(1)))?;
    Ok(scanned.is_some() || state.consolidation.submissions.iter().any(|submission| submission.counted.is_some()))
}

/// Fixes the on-time set, and seals what is going to be published.
fn fix(
    session: &Session,
    facts: &Facts,
    state: &PeriodState,
    (files, template): (Vec<ReleasedFile>, Option<&SealedInput>),
) -> Result<(), Failure> {
    let config_sha256 = session.work.seal_config()?;
    session.ledger.put_freeze(&Freeze {
        period: state.consolidation.period,
        at: session.work.now,
        last_receipt: facts.last_receipt(),
        last_clerk_row: facts.last_clerk_row(),
        grown_with: Vec::new(),
        last_proposal: facts.proposals.last(),
        last_scan: session.ledger.last_scan()?.map(|(id, _)| id),
        last_exception: Some(session.ledger.last_exception()?),
        last_release: Some(session.ledger.release_times()?.last().map_or(0, |release| release.seq)),
        arriving: facts.arriving.iter().cloned().collect(),
        untouched_forms: facts.untouched_forms_of(state.consolidation.period),
        register_sha256: Some(session.work.register.sha256.clone()),
        seal: Some(seal_of(session, facts, &config_sha256, (state, template))?),
        config_sha256: Some(config_sha256),
        terms: session.work.rhythm().terms(state.consolidation.period),
        files,
        first: None,
        on_time: state.on_time(),
    })
}

/// What was fixed stays, and grows by evidence.
fn extend(session: &Session, facts: &Facts, freeze: &Freeze, state: &PeriodState) -> Result<(), Failure> {
    let on_time = state.on_time();
    if on_time.iter().all(|(agency, receipt)| freeze.on_time.get(agency) == Some(receipt)) {
        return Ok(());
    }
    session.ledger.extend_freeze(freeze.period, &on_time, facts.last_clerk_row())
}

/// The seal of what is made of today's registers, configuration and form.
fn seal_of(
    session: &Session,
    facts: &Facts,
    config_sha256: &str,
    (state, template): (&PeriodState, Option<&SealedInput>),
) -> Result<Seal, Failure> {
    let kept = StateInputs {
        register_sha256: &session.work.register.sha256,
        config_sha256,
        book_sha256: facts.book_sha256.as_deref(),
        answers_sha256: facts.proposals.book_sha256(),
        template,
    };
    seal::seal(&session.work.archive, kept, &session.work.form, state)
}

/// A release and everything needed to build it again from the archive.
fn release_record(
    session: &Session,
    facts: &Facts,
    state: &PeriodState,
    (version, late, by_itself): (u32, bool, bool),
    Published { files, template }: Published,
) -> Result<ReleaseRecord, Failure> {
    let (period, config_sha256) = (state.consolidation.period, session.work.seal_config()?);
    Ok(ReleaseRecord {
        period,
        version,
        at: session.work.now,
        late,
        by_itself,
        register_sha256: session.work.register.sha256.clone(),
        seal: Some(seal_of(session, facts, &config_sha256, (state, template.as_ref()))?),
        config_sha256,
        receipt_book_sha256: facts.book_sha256.clone(),
        last_receipt: facts.last_receipt(),
        receipts_head: None,
        last_clerk_row: facts.last_clerk_row(),
        last_proposal: facts.proposals.last(),
        clerk_rows_head: None,
        last_scan: session.ledger.last_scan()?.map(|(id, _)| id),
        arriving: facts.arriving.iter().cloned().collect(),
        untouched_forms: facts.untouched_forms_of(period),
        last_exception: Some(session.ledger.last_exception()?),
        freeze: session.ledger.freeze(period)?,
        history_sha256: None,
        files,
    })
}
