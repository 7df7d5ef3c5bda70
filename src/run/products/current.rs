//! What people see of a period now: its draft, the answers, the message. Each part of it is composed only if something that decides
//! it changed since it was written, or somebody touched one of its files: a report that changed costs its own answer, the draft and
//! the message. What is fixed for good (a freeze, a release) never passes here.

mod noted;
mod parts;

use crate::io::failure::Failure;
use crate::io::ledger::EditionNote;
use crate::model::consolidation::Edition;
use crate::run::products::answers::{self, Answer};
use crate::run::products::{EditionFiles, ProductRun};
use crate::run::session;
use crate::sheets::to_do::GroupInput;
use noted::Standing;

impl<'a> ProductRun<'a> {
    /// Brings the draft up to date, where `draft` says that there is one, answers every agency that has to be told
    /// something, and writes the text for the chat group.
    pub fn bring_up_to_date(&mut self, draft: bool, released: bool) -> Result<(), Failure> {
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
            return if now == *note { Ok(()) } else { session.ledger.note_edition(period, &now) };
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
        // The draft asks the ledger, which is of this thread alone; what it leaves to others they do beside the answers.
        let (work, mut answered) = (&session.work, Ok(Vec::new()));
        let draft = work.threads.in_place_scope(|threads| {
            threads.spawn(|_| answered = answers::compose(work, group, &changed));
            is_behind.then(|| self.prepare(Edition::Draft)).transpose()
        })?;
        let mut files = Vec::new();
        if let Some(draft) = draft {
            files.extend(self.publish_prepared(draft)?);
        }
        files.extend(self.publish_prepared(EditionFiles { ready: answered?, ..EditionFiles::default() })?);
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
