//! The folders of offices below the inbox, where something of ours is put into them. The inbox is somebody else's: no link on the way
//! is followed, nothing above an office's folder is made, and a folder is made only if somebody asked for it.

use super::disk::Disk;
use super::failure::{Failure, cause, is_gone};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// What is said of a link on the way.
const LINK: &str = "trên đường dẫn có liên kết (symlink, junction); không ghi theo liên kết";

/// A folder below the inbox, each part of the way looked at; `None` if it is not there. With `make` what is missing is made.
///
/// # Errors
///
/// A link stands on the way, a file stands where a folder should, or the file system refuses.
pub fn below(disk: &Disk, inbox: &Path, folder: &Path, make: bool) -> Result<Option<PathBuf>, Failure> {
    disk.metadata(inbox).map_err(|e| Failure::InboxUnreachable { path: inbox.to_owned(), cause: cause(&e) })?;
    let mut path = inbox.to_owned();
    for part in folder.components() {
        let Component::Normal(name) = part else {
            return Err(refused(&inbox.join(folder), "đường dẫn không nằm trong thư mục nộp"));
        };
        path.push(name);
        let failed = |e: &std::io::Error| refused(&path, &cause(e));
        match disk.symlink_metadata(&path) {
            Ok(data) if data.file_type().is_symlink() => return Err(refused(&path, LINK)),
            Ok(data) if data.is_dir() => {}
            Ok(_) => return Err(failed(&ErrorKind::NotADirectory.into())),
            Err(e) if is_gone(&e) && make => disk.create_dir_all(&path).map_err(|e| failed(&e))?,
            Err(e) if is_gone(&e) => return Ok(None),
            Err(e) => return Err(failed(&e)),
        }
    }
    Ok(Some(path))
}

/// May a file of ours be put at this path below the inbox? Not through a link, and not in the place of one.
///
/// # Errors
///
/// A link stands on the way.
pub fn check(disk: &Disk, inbox: &Path, path: &Path) -> Result<(), Failure> {
    let Ok(inside) = path.strip_prefix(inbox) else { return Ok(()) };
    let mut way = inbox.to_owned();
    for part in inside.components() {
        way.push(part);
        match disk.symlink_metadata(&way) {
            Ok(data) if data.file_type().is_symlink() => return Err(refused(&way, LINK)),
            Ok(_) => {}
            // What is not there yet will be ours, and so will all below.
            Err(e) if is_gone(&e) => break,
            Err(e) => return Err(refused(&way, &cause(&e))),
        }
    }
    Ok(())
}

fn refused(path: &Path, cause: &str) -> Failure {
    Failure::Product { path: path.to_owned(), cause: cause.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_made_only_if_asked_for_and_nothing_leads_out_of_the_inbox() {
        let dir = tempfile::tempdir().unwrap();
        let (disk, inbox) = (Disk::default(), dir.path().join("nop"));
        let folder = Path::new("SYT/phan-hoi");
        assert!(matches!(below(&disk, &inbox, folder, true), Err(Failure::InboxUnreachable { .. })), "the inbox itself is never made");
        std::fs::create_dir(&inbox).unwrap();
        assert_eq!(below(&disk, &inbox, folder, false).unwrap(), None);
        assert!(!inbox.join("SYT").exists());
        assert_eq!(below(&disk, &inbox, folder, true).unwrap(), Some(inbox.join(folder)));
        assert_eq!(below(&disk, &inbox, folder, false).unwrap(), Some(inbox.join(folder)));
        assert!(below(&disk, &inbox, Path::new("../ngoai"), true).is_err());
        std::fs::write(inbox.join("tep"), b"").unwrap();
        assert!(below(&disk, &inbox, Path::new("tep"), true).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_by_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let (disk, inbox, elsewhere) = (Disk::default(), dir.path().join("nop"), dir.path().join("noi-khac"));
        std::fs::create_dir_all(inbox.join("SYT")).unwrap();
        std::fs::create_dir(&elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, inbox.join("SYT/phan-hoi")).unwrap();
        let folder = Path::new("SYT/phan-hoi/2025-W28");
        assert!(below(&disk, &inbox, folder, true).unwrap_err().to_string().contains("liên kết"));
        assert!(check(&disk, &inbox, &inbox.join(folder).join("PhanHoi_SYT.txt")).is_err());
        assert!(check(&disk, &inbox, &inbox.join("SYT/khac/PhanHoi_SYT.txt")).is_ok());
        assert!(check(&disk, &inbox, &elsewhere.join("PhanHoi_SYT.txt")).is_ok(), "not of the inbox");
        assert_eq!(std::fs::read_dir(&elsewhere).unwrap().count(), 0);
    }
}
