//! The files of a period in the parts that are made together, each with the key of everything that decides it.

use crate::io::failure::Failure;
use crate::model::agency::AgencyCode;
use crate::model::build::Build;
use crate::model::consolidation::Edition;
use crate::products::{AnswerKey, DraftKey, FormKey, KeyDigest, MessageKey};
use crate::run::products::answers::{self, Answer, AnswerBasis};
use crate::run::products::{ProductRun, unmade};
use crate::run::session::Work;
use crate::sheets::blank::BlankInput;
use crate::sheets::to_do::GroupInput;
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Files that are made together.
#[derive(Debug)]
pub(super) struct Part {
    /// The key of everything that decides their bytes.
    pub(super) key: String,
    /// Where they go, relative to the workspace.
    pub(super) paths: Vec<String>,
}

/// All parts of what is seen of a period.
#[derive(Debug)]
pub(super) struct Parts {
    /// The products of the draft; `None` if there is none any more.
    pub(super) draft: Option<Part>,
    /// The files of each office that is told something, in the order of the answers.
    pub(super) answers: Vec<Part>,
    /// The text for the chat group.
    pub(super) messages: Part,
}

impl Parts {
    /// Each part, in the order in which they are noted.
    pub(super) fn all(&self) -> impl Iterator<Item = &Part> {
        self.draft.iter().chain(&self.answers).chain([&self.messages])
    }
}

type Keyed<T> = Result<T, postcard::Error>;

impl ProductRun<'_> {
    /// What the draft, where `draft` says that there is one, the answers and the message are going to be made from.
    pub(super) fn parts(
        &self,
        draft: bool,
        desk_name: &str,
        (basis, answers, message): (&AnswerBasis, &[Answer<'_>], &GroupInput<'_>),
    ) -> Result<Parts, Failure> {
        let (work, consolidation) = (&self.session.work, &self.state.consolidation);
        let unkeyed = |e: postcard::Error| unmade(self.period.to_string().as_ref(), e.to_string());
        let withdrawals = self.withdrawals()?;
        let build = Build::this();
        let of_office = |submission| KeyDigest::of_submission(submission);
        let offices: Keyed<Vec<KeyDigest>> = work.threads.install(|| consolidation.submissions.par_iter().map(of_office).collect());
        let offices = offices.map_err(unkeyed)?;
        let figures = KeyDigest::of_figures(consolidation, &offices).map_err(unkeyed)?;
        let draft = if draft {
            let paths = relative(work, self.paths(Edition::Draft)?.into_iter().map(|(_, path)| path));
            let key = DraftKey::of(&build, &paths, &self.input(Edition::Draft, desk_name, &withdrawals), &figures).digest();
            Some(part(key.map_err(unkeyed)?, paths))
        } else {
            None
        };
        let forms = FormParts::of(basis).map_err(unkeyed)?;
        let offices: BTreeMap<&AgencyCode, &KeyDigest> = consolidation.submissions.iter().map(|s| &s.agency).zip(&offices).collect();
        let answer = |answer: &Answer<'_>| of_answer(work, &build, (answer, offices.get(&answer.submission.agency).copied()), &forms);
        let answers: Keyed<Vec<Part>> = work.threads.install(|| answers.par_iter().map(answer).collect());
        let paths = relative(work, answers::message_paths(work, self.period));
        let key = MessageKey::of(&build, &paths, message, &figures).digest();
        Ok(Parts { draft, answers: answers.map_err(unkeyed)?, messages: part(key.map_err(unkeyed)?, paths) })
    }
}

/// What the forms of all offices stand on.
struct FormParts {
    /// `None` if there is no form.
    history: Option<KeyDigest>,
    registers: BTreeMap<NaiveDate, KeyDigest>,
}

impl FormParts {
    fn of(basis: &AnswerBasis) -> Keyed<Self> {
        let registers = basis.registers.iter().map(|(day, register)| Ok((*day, KeyDigest::of_register(register)?)));
        Ok(Self { history: basis.history.as_ref().map(KeyDigest::of_history).transpose()?, registers: registers.collect::<Keyed<_>>()? })
    }

    fn key<'a>(&'a self, form: &BlankInput<'a>) -> Option<FormKey<'a>> {
        Some(FormKey::of(form, self.registers.get(&form.day)?, self.history.as_ref()?))
    }
}

/// `office`: what came from it; `None` of one that ended, of which the figures hold nothing.
fn of_answer(work: &Work, build: &Build, (answer, office): (&Answer<'_>, Option<&KeyDigest>), forms: &FormParts) -> Keyed<Part> {
    let paths = relative(work, answer.paths());
    let submission = office.map_or_else(|| KeyDigest::of_submission(answer.submission), |office| Ok(office.clone()))?;
    let form = answer.form.as_ref().and_then(|form| forms.key(form));
    let key = AnswerKey::of(build, &paths, (&answer.input(), &submission), form).digest()?;
    Ok(part(key, paths))
}

fn part(key: KeyDigest, paths: Vec<String>) -> Part {
    Part { key: key.text().to_owned(), paths }
}

fn relative(work: &Work, paths: impl Iterator<Item = PathBuf>) -> Vec<String> {
    paths.map(|path| work.relative(&path)).collect()
}
