//! The files of a release that was withdrawn: each gets a name that says so (`…_huy`) and is kept under it. The record comes
//! first; a command that was killed in between, or found a file open, leaves the old name to the next run.
//!
//! A freeze after a void one may get the very name of the void one. From then on the name is of the later freeze, and nothing
//! under it is renamed, whatever became of the file of the void one.

use crate::io::archive;
use crate::io::failure::{Failure, cause};
use crate::io::files;
use crate::io::ledger::LeftFile;
use crate::io::workspace::Workspace;
use std::path::PathBuf;

/// Where a file that left stands now: a withdrawn one under its old name, until it could be renamed.
pub fn place(workspace: &Workspace, left: &LeftFile) -> PathBuf {
    let now = workspace.root.join(&left.file.path);
    match left.before.as_ref().map(|old| workspace.root.join(old)) {
        Some(old) if !workspace.disk.exists(&now) && workspace.disk.exists(&old) => old,
        _ => now,
    }
}

/// Renames a file that was withdrawn and still has its old name. One that somebody edited, or put there, is left alone.
///
/// # Errors
///
/// The file system refuses it, for instance because somebody has the file open.
pub fn rename(workspace: &Workspace, left: &LeftFile) -> Result<(), Failure> {
    let (from, to) = (place(workspace, left), workspace.root.join(&left.file.path));
    if from == to || archive::sha256(&files::read(&workspace.disk, &from)?) != left.file.sha256 {
        return Ok(());
    }
    let failed = |e: std::io::Error| Failure::Product { path: to.clone(), cause: cause(&e) };
    workspace.disk.rename(&from, &to).map_err(failed)?;
    to.parent().map_or(Ok(()), |folder| workspace.disk.sync_folder(folder)).map_err(failed)
}
