//! A reopened period: the draft of its next version, or where a person says so that version; and the answers.

use crate::io::failure::Failure;
use crate::io::ledger::ReleaseRecord;
use crate::judge::facts::Facts;
use crate::merge::assemble::PeriodState;
use crate::merge::leave;
use crate::run::judges::Judges;
use crate::run::products::{self, ProductRun, Published, Reissue, Results};
use crate::run::proposal_book;
use crate::run::record::seal::{self, StateInputs};
use crate::run::record::sealed::{self, Today};
use crate::run::session::Session;

/// Brings a reopened period up to date. `leaves` says that a person asked for the version's release.
pub(super) fn bring(
    session: &Session,
    facts: &mut Facts,
    last: &ReleaseRecord,
    (leaves, run): (bool, i64),
    results: &mut Results,
) -> Result<PeriodState, Failure> {
    let (records, judges) = (sealed::records(session), Judges::of(session));
    let sealed = records.again(last, Today::of(session, facts.book_sha256.clone()))?;
    results.failures.extend(sealed.lost.clone());
    let (period, cutoffs, version) = (sealed.record.period, sealed.cutoffs, sealed.record.version);
    let mut state = sealed.assemble(&judges, &sealed.facts(&judges)?)?;
    proposal_book::give_numbers(session, facts, &state)?;
    let replacement = records.replacement(&sealed, &state, &judges)?;
    if !leaves {
        // Only a release leaves rows to the next period; writing the products is when memory is short.
        state.accepted.clear();
    }
    let (regime, replacement) = (&sealed.regime, replacement.as_ref());
    let mut product = ProductRun { session, regime, state: &state, cutoffs, period, run, replacement, results };
    if leaves && let Some(Published { files, template }) = product.release(sealed.edition)? {
        let config_sha256 = session.work.seal_config()?;
        let kept = StateInputs {
            register_sha256: &sealed.record.register_sha256,
            config_sha256: &config_sha256,
            book_sha256: sealed.record.receipt_book_sha256.as_deref(),
            answers_sha256: facts.proposals.book_sha256(),
            template: template.as_ref(),
        };
        let seal = Some(seal::seal(&session.work.archive, kept, &sealed.form, &state)?);
        let record = ReleaseRecord { config_sha256, files, seal, last_proposal: facts.proposals.last(), ..sealed.record.clone() };
        let history = products::history_left(&state, &sealed.left.history);
        session.ledger.put_release(&record, &history, &leave::tallies(&state.consolidation), &state.late)?;
        facts.released.insert(period, version, session.work.now);
        product.results.reissued.push(Reissue { period_name: session.work.period_name(period), replaced: last.version, version });
    }
    product.bring_up_to_date(!leaves, true)?;
    Ok(state)
}
