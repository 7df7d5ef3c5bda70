//! Names of a freeze or a release under which a file stands that is not ours as far as the ledger knows: the ledger was
//! lost, or is an older one, or a person put the file there. It may have been sent, so nothing is written over it.
//!
//! What a killed run put there before its release was recorded is known. It has not left and is replaced, so that the file
//! and the record are of one state.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::files;
use crate::run::session::Session;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Those of the paths that are occupied; `planned` is what is about to be written and is final.
pub(super) fn occupied<'a>(session: &Session, planned: impl Iterator<Item = &'a Path>) -> Result<BTreeSet<PathBuf>, Failure> {
    let Session { work, ledger, .. } = session;
    let mut occupied = BTreeSet::new();
    for path in planned {
        let there = match files::read_if_there(&work.workspace.disk, path) {
            Ok(None) => continue,
            Ok(Some(bytes)) => Some(archive::sha256(&bytes)),
            // What cannot be read is nobody's to replace.
            Err(_) => None,
        };
        let known = ledger.output(&work.relative(path))?.filter(|_| there.is_some());
        if !known.is_some_and(|ours| ours.published == there || ours.prepared == there) {
            occupied.insert(path.to_owned());
        }
    }
    Ok(occupied)
}
