//! What a run noted of the files that it wrote, and which of them still stand as noted.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::{EditionNote, NotedFile, NotedPart};
use crate::io::stamp::Stamp;
use crate::model::seal::ReleasedFile;
use crate::run::products::current::parts::{Part, Parts};
use crate::run::session::Work;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Parts whose files hold what they are to hold, by key, with how the files stand.
#[derive(Debug, Default)]
pub(super) struct Standing(BTreeMap<String, Vec<NotedFile>>);

impl Standing {
    /// Those that are noted under the key they have now and whose files nobody touched.
    pub(super) fn look(work: &Work, note: &EditionNote, parts: &Parts) -> Self {
        let wanted: BTreeSet<&str> = parts.all().map(|part| part.key.as_str()).collect();
        let look = |part: &NotedPart| {
            let files = if wanted.contains(part.key.as_str()) { untouched(work, &part.files) } else { None };
            files.map(|files| (part.key.clone(), files))
        };
        Self(work.threads.install(|| note.parts.par_iter().filter_map(look).collect()))
    }

    pub(super) fn holds(&self, part: &Part) -> bool {
        self.0.contains_key(&part.key)
    }

    /// With others that were written.
    pub(super) fn with(mut self, written: impl IntoIterator<Item = NotedPart>) -> Self {
        self.0.extend(written.into_iter().map(|part| (part.key, part.files)));
        self
    }

    /// Notes them, in the order of all parts.
    pub(super) fn note(mut self, parts: &Parts) -> Vec<NotedPart> {
        let noted = |part: &Part| self.0.remove(&part.key).map(|files| NotedPart { key: part.key.clone(), files });
        parts.all().filter_map(noted).collect()
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
    noted.iter().map(look).collect()
}

/// Of what was written, the parts of which every file stands where it was to stand, as it stands now. One with a file that somebody
/// has open, or that is gone again already, is left out: the next run writes it.
pub(super) fn written(work: &Work, parts: &Parts, files: Vec<ReleasedFile>, failures: &[Failure]) -> Vec<NotedPart> {
    let mut failed = BTreeSet::new();
    for failure in failures {
        match failure {
            Failure::Product { path, .. } | Failure::ProductOpen { path, .. } => failed.insert(work.relative(path)),
            // It does not say which file it is about.
            _ => return Vec::new(),
        };
    }
    let files: BTreeMap<String, String> = files.into_iter().map(|file| (file.path, file.sha256)).collect();
    let look = |path: &String| {
        let sha256 = files.get(path).filter(|_| !failed.contains(path))?;
        let at: PathBuf = work.workspace.root.join(path);
        let Stamp { size, modified_ns } = Stamp::of(&work.workspace.disk, &at).ok()??;
        Some(NotedFile { path: path.clone(), size, modified_ns, sha256: sha256.clone(), settled: false })
    };
    let noted = |part: &Part| Some(NotedPart { key: part.key.clone(), files: part.paths.iter().map(look).collect::<Option<_>>()? });
    parts.all().filter_map(noted).collect()
}
