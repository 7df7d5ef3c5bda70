//! What a run reads beside the ledger and the inbox, as it can be compared.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::workspace::Workspace;
use crate::model::moment;
use crate::model::period::Period;
use crate::model::seal::Seal;
use crate::run::receive::aside;
use crate::run::record::restore;
use crate::run::session::Session;
use crate::run::session::templates::{self, Templates};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The desk's own files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outside {
    /// The workspace itself: a copy is another one.
    pub(super) root: PathBuf,
    /// SHA-256 of the configuration.
    pub(super) config: String,
    /// SHA-256 of the register.
    pub(super) register: String,
    /// SHA-256 of the receipt book; `None` if there is none.
    pub(super) receipt_book: Option<String>,
    /// SHA-256 of the workbook of proposals; `None` if there is none.
    pub(super) proposal_book: Option<String>,
    pub(super) templates: Templates,
}

impl Outside {
    /// As it is now; `None` if something cannot be read.
    pub(super) fn of(workspace: &Workspace) -> Option<Self> {
        let sha256 = |path: &Path| {
            let bytes = files::read_if_there(&workspace.disk, path).ok()?;
            Some(bytes.map(|bytes| archive::sha256(&bytes)))
        };
        Some(Self {
            root: workspace.root.clone(),
            config: archive::sha256(&workspace.config_bytes),
            register: sha256(&workspace.register_file())??,
            receipt_book: sha256(&workspace.receipt_book())?,
            proposal_book: sha256(&workspace.proposal_book())?,
            templates: templates::own(workspace)?,
        })
    }
}

/// Are there notes that wait for the ledger they belong to?
pub(super) fn is_aside(workspace: &Workspace) -> bool {
    workspace.disk.exists(&aside::folder(workspace))
}

/// A file that left, as a run looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LeftNote {
    path: PathBuf,
    size: u64,
    /// Its copy in the archive.
    sha256: String,
    /// The name that it had before it was withdrawn, under which nothing stands.
    before: Option<PathBuf>,
}

impl LeftNote {
    /// Does it stand where it stood, and its copy with it?
    pub(super) fn stands(&self, workspace: &Workspace) -> bool {
        let size = |path: &Path| workspace.disk.metadata(&workspace.root.join(path)).ok().map(|data| data.len());
        let gone = self.before.as_deref().is_none_or(|before| !workspace.disk.exists(&workspace.root.join(before)));
        gone && size(&self.path) == Some(self.size) && workspace.archive().size(&self.sha256) == Some(self.size)
    }
}

/// The files that left and that every run looks at; `None` if one of them does not stand as it should.
pub(super) fn left(session: &Session) -> Result<Option<Vec<LeftNote>>, Failure> {
    let work = &session.work;
    let since = restore::looked_at_since(moment::day(work.now));
    let left = session.ledger.left_files()?.into_iter().filter(|left| left.kept && left.period >= since);
    let note = |left: crate::io::ledger::LeftFile| {
        let (path, sha256) = (PathBuf::from(&left.file.path), left.file.sha256);
        let size = work.workspace.disk.metadata(&work.workspace.root.join(&path)).ok()?.len();
        let note = LeftNote { path, size, sha256, before: left.before.map(PathBuf::from) };
        note.stands(&work.workspace).then_some(note)
    };
    Ok(left.map(note).collect())
}

/// The archived inputs that a run reads of periods that are frozen or released; `None` if one is lost.
pub(super) fn copies(session: &Session, periods: &[Period]) -> Result<Option<Vec<(String, u64)>>, Failure> {
    let mut read: BTreeSet<String> = BTreeSet::new();
    let inputs = |seal: Option<Seal>| seal.map(|seal| seal.inputs).unwrap_or_default().into_iter().map(|input| input.sha256);
    for period in periods {
        if let Some(freeze) = session.ledger.freeze(*period)? {
            read.extend(freeze.register_sha256.into_iter().chain(freeze.config_sha256).chain(inputs(freeze.seal)));
        }
        if let Some(release) = session.ledger.release(*period)? {
            read.extend([release.register_sha256, release.config_sha256].into_iter().chain(inputs(release.seal)));
        }
    }
    let archive = &session.work.archive;
    Ok(read.into_iter().map(|sha256| archive.size(&sha256).map(|size| (sha256, size))).collect())
}
