//! What people see of a period now: its draft, the answers, the message. They are composed only if something that decides
//! them changed since they were written, or somebody touched one of the files. What is fixed for good (a freeze, a release)
//! never passes here.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::{EditionNote, NotedFile};
use crate::io::stamp::Stamp;
use crate::model::build::Build;
use crate::model::consolidation::Edition;
use crate::model::period::Period;
use crate::model::seal::ReleasedFile;
use crate::products::{EditionInput, EditionKey};
use crate::run::products::answers::{self, Answer};
use crate::run::products::{EditionFiles, ProductRun};
use crate::run::session::{self, Session, Work};
use crate::sheets::blank::BlankInput;
use crate::sheets::feedback::FeedbackInput;
use crate::sheets::to_do::GroupInput;
use rayon::prelude::*;

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
        let key = self.key(draft, &desk_name, (&answers, &group))?;
        let noted = session.ledger.edition(period)?;
        if let Some(note) = &noted
            && note.key == key
            && let Some(files) = untouched(&session.work, &note.files)
        {
            if files != note.files {
                session.ledger.note_edition(period, &EditionNote { files, ..note.clone() })?;
            }
            return Ok(());
        }
        if noted.is_some() {
            // A run that is killed from here on leaves files of two states.
            session.ledger.forget_edition(period)?;
        }
        let failed = self.results.failures.len();
        let mut files = if draft { self.write(Edition::Draft)? } else { Vec::new() };
        let ready = answers::compose(&session.work, &group, &answers)?;
        let answered = EditionFiles { ready, ..EditionFiles::default() };
        files.extend(self.publish_prepared(answered)?);
        if self.results.failures.len() == failed && !session.work.dry {
            note(session, period, self.run, key, files)?;
        }
        Ok(())
    }

    /// What the text for the chat group is made of.
    fn group(&self, desk_name: &str, released: bool) -> GroupInput<'a> {
        let (work, regime) = (&self.session.work, self.regime);
        let desk = (&regime.config.desk, desk_name, &regime.register);
        GroupInput::of(&self.state.consolidation, desk, self.cutoffs.phase(work.sure, released), work.workspace.config.rehearsal)
    }

    /// The key of everything that decides these files.
    fn key(&self, draft: bool, desk_name: &str, (answers, message): (&[Answer<'_>], &GroupInput<'_>)) -> Result<String, Failure> {
        let work = &self.session.work;
        let withdrawals = self.withdrawals()?;
        let figures = draft.then(|| self.input(Edition::Draft, desk_name, &withdrawals));
        let mut paths = if draft { self.paths(Edition::Draft)? } else { Vec::new() }.into_iter().map(|(_, path)| path).collect::<Vec<_>>();
        paths.extend(answers.iter().flat_map(Answer::paths).chain(answers::message_paths(work, self.period)));
        let paths: Vec<String> = paths.iter().map(|path| work.relative(path)).collect();
        let feedback: Vec<FeedbackInput<'_>> = answers.iter().map(|answer| answer.feedback).collect();
        let forms: Vec<BlankInput<'_>> = answers.iter().filter_map(|answer| answer.form).collect();
        let input = EditionInput {
            paths: &paths,
            consolidation: &self.state.consolidation,
            figures: figures.as_ref(),
            answers: &feedback,
            forms: &forms,
            message,
        };
        EditionKey::of(&Build::this(), &input)
            .digest()
            .map_err(|e| Failure::Product { path: self.period.to_string().into(), cause: e.to_string() })
    }
}

/// The files as they stand, if each holds what was noted; `None` if one is lost, holds something else or cannot be read.
/// What size and time cannot prove is read.
fn untouched(work: &Work, noted: &[NotedFile]) -> Option<Vec<NotedFile>> {
    let look = |file: &NotedFile| {
        let (disk, path) = (&work.workspace.disk, work.workspace.root.join(&file.path));
        let stamp = Stamp::of(disk, &path).ok()??;
        let alike = stamp == Stamp { size: file.size, modified_ns: file.modified_ns };
        if alike && file.settled {
            return Some(file.clone());
        }
        let same = stamp.size == file.size && archive::sha256(&files::read(disk, &path).ok()?) == file.sha256;
        same.then(|| NotedFile { modified_ns: stamp.modified_ns, settled: stamp.is_settled(work.now), ..file.clone() })
    };
    work.threads.install(|| noted.par_iter().map(look).collect())
}

/// Notes what was written, as it stands now. A file that is gone again already leaves no note: the next run writes it.
fn note(session: &Session, period: Period, run: i64, key: String, files: Vec<ReleasedFile>) -> Result<(), Failure> {
    let workspace = &session.work.workspace;
    let look = |file: ReleasedFile| {
        let Stamp { size, modified_ns } = Stamp::of(&workspace.disk, &workspace.root.join(&file.path)).ok()??;
        Some(NotedFile { path: file.path, size, modified_ns, sha256: file.sha256, settled: false })
    };
    match files.into_iter().map(look).collect() {
        Some(files) => session.ledger.note_edition(period, &EditionNote { run, key, files }),
        None => Ok(()),
    }
}
