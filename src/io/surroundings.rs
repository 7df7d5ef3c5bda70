//! What `doctor` and `run` ask of the world outside: can a folder be written, what time does its file system say. Probes are files of our own in folders of our own, removed at once; never in the inbox.

use super::clock;
use super::disk::{Disk, Operation};
use super::failure::{Failure, cause};
use super::platform::{Here, System};
use crate::model::moment::{Moment, VIETNAM};
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};

/// Writes a probe into a folder, and says what time the file system gave it.
pub fn probe(disk: &Disk, folder: &Path) -> Result<Option<Moment>, Failure> {
    disk.create_dir_all(folder).map_err(|e| Failure::writing(folder, &e))?;
    disk.before(Operation::Create, folder).map_err(|e| Failure::writing(folder, &e))?;
    let file = tempfile::Builder::new().prefix(".tonghop-probe-").tempfile_in(folder).map_err(|e| Failure::writing(folder, &e))?;
    std::io::Write::write_all(&mut file.as_file(), b"tonghop").map_err(|e| Failure::writing(folder, &e))?;
    let modified = file.as_file().metadata().and_then(|data| data.modified()).ok();
    Ok(modified.map(|time| DateTime::<Utc>::from(time).with_timezone(&VIETNAM)))
}

/// How far the clock of a folder's file system is from ours: server less own, in seconds, by the time it gives a
/// probe. Our own clock is read before and after, so a slow share costs accuracy of half its delay and no more.
pub fn skew_seconds(disk: &Disk, folder: &Path) -> Result<Option<i64>, Failure> {
    let before = clock::now();
    let server = probe(disk, folder)?;
    let own = before + (clock::now() - before) / 2;
    Ok(server.map(|server| (server - own).num_seconds()))
}

/// Do two folders lie on one file system? What cannot be asked does not.
pub fn same_file_system(disk: &Disk, one: &Path, other: &Path) -> bool {
    let device = |path: &Path| disk.metadata(path).ok().and_then(|data| Here::device(&data));
    // A feedback folder that is not there yet will be made below the first one above it that is.
    let one = one.ancestors().find_map(device);
    one.is_some() && one == device(other)
}

/// The program itself, to be started again as a reading child.
pub fn this_program() -> Result<PathBuf, Failure> {
    std::env::current_exe().map_err(|e| Failure::reading(Path::new("tonghop"), &e))
}

/// Opens a file or folder with whatever the person has for it; `false` if that could not even be started.
pub fn open(path: &Path) -> bool {
    let Some([program, arguments @ ..]) = Here::opener() else { return false };
    let silent = std::process::Stdio::null;
    let mut command = std::process::Command::new(program);
    command.args(arguments).arg(path).stdin(silent()).stdout(silent()).stderr(silent()).spawn().is_ok()
}

/// The account of the machine that a schedule should use: the one at work, but an account of its own in place of the administrator's, who
/// needs no rights for it.
pub fn account() -> String {
    let named = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()));
    named.filter(|name| name != "root").unwrap_or_else(|| "tonghop".to_owned())
}

/// Folders right below a folder, by name.
pub fn folders_below(folder: &Path) -> Result<Vec<String>, Failure> {
    let unreachable = |e: &std::io::Error| Failure::InboxUnreachable { path: folder.to_owned(), cause: cause(e) };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|e| unreachable(&e))? {
        let entry = entry.map_err(|e| unreachable(&e))?;
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        assert!(probe(&Disk::default(), folder.path()).unwrap().is_some());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn the_clock_of_our_own_disk_is_ours() {
        let folder = tempfile::tempdir().unwrap();
        let skew = skew_seconds(&Disk::default(), folder.path()).unwrap().unwrap();
        assert!(skew.abs() <= 2, "{skew}");
        assert!(same_file_system(&Disk::default(), &folder.path().join("chua/co"), folder.path()));
        assert!(!same_file_system(&Disk::default(), folder.path(), Path::new("/proc/self")));
    }

    #[test]
    fn a_file_in_place_of_a_folder_cannot_be_written_into() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tep");
        std::fs::write(&file, b"").unwrap();
        assert!(probe(&Disk::default(), &file).is_err());
    }
}
