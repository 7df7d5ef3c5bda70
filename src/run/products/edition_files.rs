//! The products of an edition on their way out.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::model::seal::{ReleasedFile, SealedInput};
use crate::products::Kind;
use crate::run::report::OutputLine;
use crate::run::session::Work;
use std::path::PathBuf;

/// A product ready to be published.
#[derive(Debug)]
pub(in crate::run) struct Ready {
    pub(in crate::run) kind: Kind,
    pub(in crate::run) path: PathBuf,
    pub(in crate::run) bytes: Vec<u8>,
    /// Of the bytes: taken once, where they were made.
    pub(in crate::run) sha256: String,
    /// Written once, never again: a file that is there is left alone.
    pub(in crate::run) once: bool,
    /// No later run writes it again: where somebody has it open, it is written beside.
    pub(in crate::run) is_final: bool,
}

impl Ready {
    /// One that later runs may write again.
    pub(in crate::run) fn new(kind: Kind, path: PathBuf, bytes: Vec<u8>) -> Self {
        Self { kind, path, sha256: archive::sha256(&bytes), bytes, once: false, is_final: false }
    }
}

/// The products of an edition before they are published; what is final lies in the archive already.
#[derive(Debug, Default)]
pub(in crate::run) struct EditionFiles {
    pub(super) ready: Vec<Ready>,
    /// The template of the written report, where the edition has one.
    pub(super) template: Option<SealedInput>,
    /// What was worked around: a template that cannot be used.
    pub(super) broken: Option<Failure>,
}

/// What of an edition left: the files, and the template of the written report.
#[derive(Debug)]
pub(in crate::run) struct Published {
    pub(in crate::run) files: Vec<ReleasedFile>,
    pub(in crate::run) template: Option<SealedInput>,
}

impl EditionFiles {
    /// The files as they are going to stand.
    pub(in crate::run) fn files(&self, work: &Work) -> Vec<ReleasedFile> {
        let file = |OutputLine { kind, path, sha256 }: OutputLine| ReleasedFile { kind: kind.label().to_owned(), path, sha256 };
        self.ready.iter().map(|ready| file(output(work, ready))).collect()
    }

    /// The template of the written report, where the edition has one.
    pub(in crate::run) fn template(&self) -> Option<&SealedInput> {
        self.template.as_ref()
    }
}

/// A file as a run tells of it.
pub(in crate::run) fn output(work: &Work, ready: &Ready) -> OutputLine {
    OutputLine { kind: ready.kind, path: work.relative(&ready.path), sha256: ready.sha256.clone() }
}
