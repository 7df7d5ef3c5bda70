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

/// Renames a file that was withdrawn and still has its old name, and says whether it stands under the one that says so. A file that
/// somebody edited, or put there, is left alone.
///
/// # Errors
///
/// The file system refuses it, for instance because somebody has the file open; or something else has that name, so that the
/// file could still be taken for one in force.
pub fn rename(workspace: &Workspace, left: &LeftFile) -> Result<bool, Failure> {
    let (disk, to) = (&workspace.disk, workspace.root.join(&left.file.path));
    let Some(from) = left.before.as_ref().map(|old| workspace.root.join(old)).filter(|old| disk.exists(old)) else {
        return Ok(disk.exists(&to));
    };
    if archive::sha256(&files::read(disk, &from)?) != left.file.sha256 {
        return Ok(disk.exists(&to));
    }
    if disk.exists(&to) {
        let old = from.file_name().unwrap_or_default().to_string_lossy();
        let cause =
            format!("tên này đã có tệp hoặc thư mục khác, nên bản đã hủy còn mang tên {old}; đề nghị dời tệp ấy đi, không gửi {old}");
        return Err(Failure::Product { path: to, cause });
    }
    let failed = |e: std::io::Error| Failure::Product { path: to.clone(), cause: cause(&e) };
    disk.rename(&from, &to).map_err(failed)?;
    to.parent().map_or(Ok(()), |folder| disk.sync_folder(folder)).map_err(failed)?;
    Ok(true)
}
