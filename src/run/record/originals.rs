//! Sealed editions judged anew from the originals, one after the other: nothing that the ledger remembers is believed, and an
//! original that two neighbouring weeks look at is read once.

use crate::io::failure::Failure;
use crate::merge::assemble::PeriodState;
use crate::model::config::Limits;
use crate::run::judges::{Judges, Memory, ReadContents};
use crate::run::receive::reading;
use crate::run::record::sealed::{Records, SealedEdition};
use crate::run::session::Start;

/// What was read for the week before, by which reader and under which limits.
#[derive(Debug, Default)]
pub struct Originals {
    basis: Option<(String, Limits)>,
    read: ReadContents,
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
        let pool = start.readers.pool(1, limits);
        let basis = Some((reading::reader_name(&sealed.form), limits));
        let last = std::mem::replace(self, Self { basis: basis.clone(), read: ReadContents::new() });
        let before = if last.basis == basis { last.read } else { ReadContents::new() };
        let reading = Judges::reading(records.ledger, Some(records.archive), start, pool.as_ref());
        let judges = Judges { memory: Memory::Distrusted, before, ..reading };
        let state = sealed.assemble(&judges, &sealed.facts(&judges)?)?;
        let told = tell(state, &judges)?;
        self.read = judges.read.take();
        Ok(told)
    }
}
