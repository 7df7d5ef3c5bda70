//! Sealed editions judged anew from the originals, one after the other: nothing that the ledger remembers is believed. An
//! original that two neighbouring weeks look at is read once, and judged once for freeze and release of one week, which are
//! held against the same; the children that do it stay.

use crate::io::failure::Failure;
use crate::io::reader_pool::WorkbookReader;
use crate::merge::assemble::PeriodState;
use crate::model::config::Limits;
use crate::run::judges::{FreshVerdicts, Judges, Memory, ReadContents};
use crate::run::receive::reading;
use crate::run::record::sealed::{Records, SealedEdition};
use crate::run::session::Start;
use std::cell::RefCell;
use std::sync::Arc;

/// What was read and judged for the edition before, by which reader and under which limits.
#[derive(Debug, Default)]
pub struct Originals {
    basis: Option<(String, Limits)>,
    read: ReadContents,
    verdicts: FreshVerdicts,
    pool: Option<Arc<dyn WorkbookReader>>,
}

impl Originals {
    /// Judges an edition by what it was made of, and gives its state, with the judges, to who asked.
    ///
    /// # Errors
    ///
    /// Something it was made of cannot be had, or who asked fails.
    pub fn judged<T>(
        &mut self,
        records: &Records<'_>,
        sealed: &SealedEdition,
        start: &Start,
        tell: impl FnOnce(PeriodState, &Judges<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        // Under the limits that held then: what they refused then they refuse again, whatever the desk has set since.
        let limits = sealed.regime.config.limits;
        let basis = Some((reading::reader_name(&sealed.form), limits));
        let last = std::mem::take(self);
        let last = if last.basis == basis { last } else { Self::default() };
        // One that could not start a child says so for good.
        let pool = last.pool.filter(|pool| pool.failure().is_none()).unwrap_or_else(|| start.readers.pool(1, limits));
        let reading = Judges::reading(records.ledger, Some(records.archive), start, pool.as_ref());
        let judges = Judges { memory: Memory::Distrusted, before: last.read, fresh: RefCell::new(last.verdicts), ..reading };
        let state = sealed.assemble(&judges, &sealed.facts(&judges)?)?;
        let told = tell(state, &judges)?;
        let (read, verdicts) = (judges.read.take(), judges.fresh.take());
        *self = Self { basis, read, verdicts, pool: Some(pool) };
        Ok(told)
    }
}
