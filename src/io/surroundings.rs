//! What `doctor` asks of the world outside: can a folder be written, what time does its file system say, how much room
//! is left. Probes are files of our own in folders of our own, removed at once; never in the inbox.

use super::failure::{Failure, cause};
use crate::model::moment::{Moment, VIETNAM};
use chrono::{DateTime, Utc};
use std::path::Path;

/// Writes a probe into a folder, and says what time the file system gave it.
pub fn probe(folder: &Path) -> Result<Option<Moment>, Failure> {
    std::fs::create_dir_all(folder).map_err(|e| Failure::writing(folder, &e))?;
    let file = tempfile::Builder::new().prefix(".tonghop-probe-").tempfile_in(folder).map_err(|e| Failure::writing(folder, &e))?;
    std::io::Write::write_all(&mut file.as_file(), b"tonghop").map_err(|e| Failure::writing(folder, &e))?;
    let modified = file.as_file().metadata().and_then(|data| data.modified()).ok();
    Ok(modified.map(|time| DateTime::<Utc>::from(time).with_timezone(&VIETNAM)))
}

/// Bytes free for us on the disk of a folder, where the system tells.
#[cfg(unix)]
pub fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

/// Bytes free for us on the disk of a folder, where the system tells.
#[cfg(not(unix))]
pub fn free_bytes(_folder: &Path) -> Option<u64> {
    None
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
        assert!(probe(folder.path()).unwrap().is_some());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_file_in_place_of_a_folder_cannot_be_written_into() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tep");
        std::fs::write(&file, b"").unwrap();
        assert!(probe(&file).is_err());
    }
}
