//! The state of a period that has not left yet, by today's registers and what is fixed for it.

use crate::io::failure::Failure;
use crate::judge::facts::Facts;
use crate::judge::input::PeriodInput;
use crate::merge::assemble::PeriodState;
use crate::model::cutoff::Cutoffs;
use crate::model::freeze::Freeze;
use crate::model::period::Period;
use crate::run::judges::{Carryover, Judges};
use crate::run::products::Regime;
use crate::run::session::Session;

/// Assembles a period with what is fixed for it.
pub fn assemble_with(
    session: &Session,
    facts: &Facts,
    (period, cutoffs): (Period, Cutoffs),
    regime: &Regime,
    left: &Carryover,
    freeze: Option<&Freeze>,
) -> Result<PeriodState, Failure> {
    let input = PeriodInput {
        period,
        cutoffs,
        register: &regime.register,
        register_sha256: &regime.register_sha256,
        config: &regime.config,
        history: &left.history,
        history_of: left.of,
        history_revision: &left.revision,
        freeze,
        now: session.work.clocks().judging(&cutoffs, freeze.is_some()),
        form: &session.work.form,
    };
    Judges::of(session).assemble(facts, &input)
}
