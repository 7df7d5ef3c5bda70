//! Windows: who else has a file open is a matter of the sharing that each program asks for. What needs calls that the
//! standard library does not have (limits of a process, the server's time, free room) is not given here.

use super::services::Service;
use super::system::{Refusal, Sharing, System};
use std::fs::{File, Metadata};
use std::io;
use std::os::windows::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Component, Path, Prefix};

const FILE_SHARE_READ: u32 = 1;
/// Others may read, write and delete the file meanwhile.
const FILE_SHARE_ALL: u32 = 7;
const DELETE: u32 = 0x0001_0000;

const ERROR_ACCESS_DENIED: i32 = 5;
const ERROR_SHARING_VIOLATION: i32 = 32;
const ERROR_LOCK_VIOLATION: i32 = 33;

/// Windows, as the program is built for it.
pub enum Windows {}

impl System for Windows {
    const NAME: &'static str = "Windows";
    const NEEDED_VARIABLES: &'static [&'static str] = &["SystemRoot"];

    fn gives(service: &Service) -> bool {
        service.windows
    }

    fn open_foreign(path: &Path, sharing: Sharing) -> io::Result<File> {
        let share = match sharing {
            Sharing::Readers => FILE_SHARE_READ,
            Sharing::Anybody => FILE_SHARE_ALL,
        };
        File::options().read(true).share_mode(share).open(path)
    }

    /// The system waits only for a file that may be written.
    fn open_to_sync(path: &Path) -> io::Result<File> {
        File::options().read(true).write(true).open(path)
    }

    fn refusal(error: &io::Error) -> Refusal {
        match (error.raw_os_error(), error.kind()) {
            (Some(ERROR_SHARING_VIOLATION | ERROR_LOCK_VIOLATION), _) | (_, io::ErrorKind::ResourceBusy) => Refusal::Held,
            (Some(ERROR_ACCESS_DENIED), _) => Refusal::Denied,
            _ => Refusal::Other,
        }
    }

    /// It can be read, and what forbids its deletion is not a right but the sharing of another program.
    fn is_held_open(path: &Path) -> bool {
        let open = |access: u32| File::options().access_mode(access).share_mode(FILE_SHARE_ALL).open(path);
        const GENERIC_READ: u32 = 0x8000_0000;
        open(GENERIC_READ).is_ok() && open(DELETE).is_err_and(|e| e.raw_os_error() == Some(ERROR_SHARING_VIOLATION))
    }

    fn opener() -> Option<&'static [&'static str]> {
        Some(&["explorer.exe"])
    }

    fn is_in_the_cloud(data: &Metadata) -> bool {
        is_placeholder(data.file_attributes())
    }

    /// A drive letter that stands for a share is resolved to the share's name before this is asked.
    fn share(path: &Path) -> Option<&'static str> {
        match path.components().next() {
            Some(Component::Prefix(prefix)) if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)) => Some("smb3"),
            _ => None,
        }
    }
}

/// `FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS`, or `FILE_ATTRIBUTE_OFFLINE` of older drivers.
fn is_placeholder(attributes: u32) -> bool {
    attributes & (0x0040_0000 | 0x0000_1000) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_told_by_its_attributes() {
        for (attributes, placeholder) in [(0x20, false), (0x0040_0020, true), (0x1220, true), (0x0008_0020, false)] {
            assert_eq!(is_placeholder(attributes), placeholder, "{attributes:#x}");
        }
    }

    #[test]
    fn open_elsewhere_is_told_from_missing_rights() {
        let dir = tempfile::tempdir().unwrap();
        let (old, new) = (dir.path().join("a.xlsx"), dir.path().join("b.xlsx"));
        for path in [&old, &new] {
            std::fs::write(path, b"x").unwrap();
        }
        assert!(!Windows::is_held_open(&old));
        let excel = File::options().read(true).write(true).share_mode(FILE_SHARE_READ).open(&old).unwrap();
        assert!(Windows::is_held_open(&old));
        let refused = std::fs::rename(&new, &old).unwrap_err();
        assert_ne!(Windows::refusal(&refused), Refusal::Other, "{refused}");
        drop(excel);
        let mut rights = old.metadata().unwrap().permissions();
        rights.set_readonly(true);
        std::fs::set_permissions(&old, rights).unwrap();
        assert!(!Windows::is_held_open(&old), "read-only is not open");
    }

    #[test]
    fn a_share_is_told_by_its_name() {
        for (path, share) in
            [(r"\\may-chu\nop", Some("smb3")), (r"\\?\UNC\may-chu\nop", Some("smb3")), (r"D:\nop", None), (r"\\?\D:\nop", None)]
        {
            assert_eq!(Windows::share(Path::new(path)), share, "{path}");
        }
    }
}
