//! Names of a freeze or a release under which a file stands that is not ours as far as the ledger knows: the ledger was
//! lost, or is an older one, or a person put the file there. It may have been sent, so nothing is written over it.
//!
//! What a killed run put there before its release was recorded is known. It has not left and is replaced, so that the file
//! and the record are of one state.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::files;
use crate::run::session::Session;
use std::path::Path;

/// Does such a file stand where something final is about to be written?
///
/// # Errors
///
/// The file cannot be read: whose it is nobody knows, so nothing may be written there now.
pub(super) fn is_occupied(session: &Session, path: &Path) -> Result<bool, Failure> {
    let Session { work, ledger, .. } = session;
    let there = match files::read_if_there(&work.workspace.disk, path) {
        Ok(None) => return Ok(false),
        Ok(Some(bytes)) => Some(archive::sha256(&bytes)),
        Err(Failure::Io { path, cause, .. }) => return Err(Failure::Product { path, cause }),
        Err(failure) => return Err(failure),
    };
    let known = ledger.output(&work.relative(path))?;
    Ok(!known.is_some_and(|ours| ours.published == there || ours.prepared == there))
}
