//! One period in one run: what the clock, the record and a person ask for, and doing that.
//!
//! ```text
//! plan(clocks, known, task) → Rest | Draft | Freeze | Release | Reissue | LookAfter → the step → state, products, record
//! ```

mod look_after;
mod open;
pub mod plan;
mod reissue;
pub mod state;

use crate::io::failure::Failure;
use crate::judge::facts::Facts;
use crate::merge::assemble::PeriodState;
use crate::run::period::plan::{PeriodTask, Step};
use crate::run::products::Results;
use crate::run::record::PeriodRecord;
use crate::run::session::Session;

/// Brings a period to where it should be; `None` if there is nothing to bring.
pub fn bring(session: &Session, facts: &mut Facts, task: &PeriodTask, results: &mut Results) -> Result<Option<PeriodState>, Failure> {
    let record = PeriodRecord::of(&session.ledger, task.period)?;
    let step = plan::plan(&session.work.clocks(), record.known(), task);
    if let (Step::Reissue { leaves }, Some(last)) = (step, &record.release) {
        match reissue::bring(session, facts, last, (leaves, task.run), results) {
            Ok(state) => return Ok(Some(state)),
            // Damaged records must not stop the run; the current period is answered all the same.
            Err(failure) => results.failures.push(failure),
        }
        if task.past {
            return Ok(None);
        }
    }
    let Some(cutoffs) = task.cutoffs.filter(|_| step != Step::Rest) else { return Ok(None) };
    let state = match &record.release {
        Some(release) => look_after::look_after(session, facts, (task, cutoffs), release, results)?,
        None => open::bring(session, facts, (task, cutoffs), (step, record.freeze.as_ref()), results)?,
    };
    Ok(Some(state))
}
