//! What people see of a period now: its draft, the answers, the message. Each part of it is composed only if something that decides
//! it changed since it was written, or somebody touched one of its files: a report that changed costs its own answer, the draft and
//! the message. What is fixed for good (a freeze, a release) never passes here.
//!
//! Answers are composed first: they show offices their rows as they were read, which are a third of what a run has in memory, and the
//! draft is made of figures alone.

mod noted;
mod parts;

use crate::io::failure::Failure;
use crate::io::ledger::EditionNote;
use crate::model::consolidation::Edition;
use crate::run::products::answers::{self, Answer};
use crate::run::products::{EditionFiles, ProductRun, Ready};
use crate::run::session;
use crate::sheets::to_do::GroupInput;
use noted::Standing;
use parts::Parts;

/// What is left to do for a period once its answers are composed.
#[derive(Debug)]
pub struct Answered {
    parts: Parts,
    standing: Standing,
    /// Is there a draft to be made?
    is_behind: bool,
    /// The answers and the message, not yet published.
    ready: Vec<Ready>,
    /// How many failures there were before.
    failed: usize,
}

impl<'a> ProductRun<'a> {
    /// Brings what people see of a period up to date: [`ProductRun::answer`] and [`ProductRun::finish`].
    pub fn bring_up_to_date(&mut self, draft: bool, released: bool) -> Result<(), Failure> {
        let answered = self.answer(draft, released)?;
        answered.map_or(Ok(()), |answered| self.finish(answered))
    }

    /// Composes the answer to every agency that has to be told something, and the text for the chat group; `draft` says that there is
    /// a draft of the period. `None` if all of it stands, the draft included.
    pub fn answer(&mut self, draft: bool, released: bool) -> Result<Option<Answered>, Failure> {
        let (session, period) = (self.session, self.period);
        self.results.periods.push(period);
        let basis = answers::basis(self)?;
        let answers = answers::answers(self, &basis, released);
        let desk_name = session::desk_name(&self.regime.config, &self.regime.register);
        let group = self.group(&desk_name, released);
        let parts = self.parts(draft, &desk_name, (&basis, &answers, &group))?;
        let noted = session.ledger.edition(period)?;
        let standing = noted.as_ref().map_or_else(Standing::default, |note| Standing::look(&session.work, note, &parts));
        if let Some(note) = &noted
            && parts.all().all(|part| standing.holds(part))
        {
            let now = EditionNote { run: note.run, parts: standing.note(&parts) };
            if now != *note {
                session.ledger.note_edition(period, &now)?;
            }
            return Ok(None);
        }
        if noted.is_some() {
            // A run that is killed from here on leaves files of two states.
            session.ledger.forget_edition(period)?;
        }
        let failed = self.results.failures.len();
        let is_behind = parts.draft.as_ref().is_some_and(|part| !standing.holds(part));
        let group = (!standing.holds(&parts.messages)).then_some(&group);
        let changed: Vec<&Answer<'_>> =
            parts.answers.iter().zip(&answers).filter(|(part, _)| !standing.holds(part)).map(|(_, answer)| answer).collect();
        let (ready, failures) = answers::compose(&session.work, group, &changed);
        self.results.failures.extend(failures);
        Ok(Some(Answered { parts, standing, is_behind, ready, failed }))
    }

    /// Makes the draft, where there is one to be made, publishes it and then the answers, whose folders may lie on a slow share, and
    /// notes what stands. It reads figures alone, not the rows as they were read.
    pub fn finish(&mut self, answered: Answered) -> Result<(), Failure> {
        let (session, period) = (self.session, self.period);
        let Answered { parts, standing, is_behind, ready, failed } = answered;
        let mut files = Vec::new();
        if is_behind {
            files.extend(self.write(Edition::Draft)?);
        }
        files.extend(self.publish_prepared(EditionFiles { ready, ..EditionFiles::default() })?);
        if !session.work.dry {
            let failures = self.results.failures.get(failed..).unwrap_or_default();
            let written = noted::written(&session.work, &parts, files, failures);
            let parts = standing.with(written).note(&parts);
            session.ledger.note_edition(period, &EditionNote { run: self.run, parts })?;
        }
        Ok(())
    }

    /// What the text for the chat group is made of.
    fn group(&self, desk_name: &str, released: bool) -> GroupInput<'a> {
        let (work, regime) = (&self.session.work, self.regime);
        let desk = (&regime.config.desk, desk_name, &*regime.register);
        GroupInput::of(&self.state.consolidation, desk, self.cutoffs.phase(work.sure, released), work.workspace.config.rehearsal)
    }
}
