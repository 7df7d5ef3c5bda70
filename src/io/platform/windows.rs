//! Windows: who else has a file open is a matter of the sharing that each program asks for. What needs calls that the
//! standard library does not have stands in the crate `sys`, in safe functions.

use super::services::Service;
use super::system::{Refusal, Sharing, System};
use crate::model::moment::{Moment, VIETNAM};
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use std::fs::{File, Metadata, TryLockError};
use std::io;
use std::os::windows::ffi::OsStrExt;
use std::os::windows::fs::{MetadataExt, OpenOptionsExt};
use std::os::windows::process::CommandExt;
use std::path::{Component, Path, PathBuf, Prefix};
use std::process::{Child, Command};

const FILE_SHARE_READ: u32 = 1;
/// Others may read, write and delete the file meanwhile.
const FILE_SHARE_ALL: u32 = 7;
const DELETE: u32 = 0x0001_0000;
const FILE_READ_ATTRIBUTES: u32 = 0x80;
/// The link itself, and a folder too.
const AS_IT_IS: u32 = 0x0020_0000 | 0x0200_0000;
const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;

const ERROR_ACCESS_DENIED: i32 = 5;
const ERROR_SHARING_VIOLATION: i32 = 32;
const ERROR_LOCK_VIOLATION: i32 = 33;

/// File systems that note each change themselves. A program that stands in for a disk (a drive in the cloud, WebDAV) may make the
/// time up, or show the one that the sender has set: that must never prove that a report came in time.
const WITH_CHANGE_TIME: [&str; 2] = ["NTFS", "ReFS"];

/// Paths from this length on, in units of UTF-16, are not understood by calls of old; the names of temporary files and of SQLite's own
/// files beside the ledger are counted in.
const PATH_LONG: usize = 220;

/// Windows, as the program is built for it.
pub enum Windows {}

impl System for Windows {
    const NAME: &'static str = "Windows";
    const MENU_SCRIPT: &'static str = "Menu.cmd";
    const NEEDED_VARIABLES: &'static [&'static str] = &["SystemRoot"];

    type Bond = Option<tonghop_sys::Job>;

    fn gives(service: &Service) -> bool {
        service.windows
    }

    /// Whoever started this process may have put it where it can make no jobs.
    fn tie(child: &Child, memory_bytes: u64) -> Self::Bond {
        tonghop_sys::tie(child, Some(memory_bytes)).ok()
    }

    fn limit_this_process(memory_bytes: u64) -> io::Result<()> {
        tonghop_sys::fail_in_silence();
        tonghop_sys::limit_allocations(memory_bytes);
        Ok(())
    }

    fn lives(pid: u32) -> Option<bool> {
        tonghop_sys::lives(pid)
    }

    /// A lock of the whole file would keep everybody from reading who holds it.
    fn try_lock(file: &File) -> Result<(), TryLockError> {
        match tonghop_sys::try_lock(file) {
            Ok(true) => Ok(()),
            Ok(false) => Err(TryLockError::WouldBlock),
            Err(e) => Err(TryLockError::Error(e)),
        }
    }

    fn unlock(file: &File) -> io::Result<()> {
        tonghop_sys::unlock(file)
    }

    fn whole(path: &Path) -> Cow<'_, Path> {
        match std::path::absolute(path) {
            Ok(absolute) if absolute.as_os_str().encode_wide().count() >= PATH_LONG => Cow::Owned(verbatim(&absolute)),
            _ => Cow::Borrowed(path),
        }
    }

    fn shows_colours() -> bool {
        tonghop_sys::understands_colours()
    }

    fn own_group(command: &mut Command) {
        command.creation_flags(CREATE_NEW_PROCESS_GROUP);
    }

    fn changed(path: &Path, _data: &Metadata) -> Option<Moment> {
        let file = File::options().access_mode(FILE_READ_ATTRIBUTES).share_mode(FILE_SHARE_ALL).custom_flags(AS_IT_IS).open(path).ok()?;
        let noted = WITH_CHANGE_TIME.contains(&tonghop_sys::file_system(&file).ok()?.as_str());
        noted.then(|| tonghop_sys::change_time(&file).ok()).flatten().and_then(moment)
    }

    fn free_bytes(folder: &Path) -> Option<u64> {
        tonghop_sys::free_bytes(folder).ok()
    }

    fn words(error: &io::Error) -> Option<&'static str> {
        Some(match error.raw_os_error()? {
            53 | 67 => "không tìm thấy máy chủ hoặc thư mục dùng chung",
            59 | 64 | 121 | 1231 | 1232 => "mất kết nối mạng tới máy chủ",
            65 => "máy chủ không cho truy cập",
            112 => "hết dung lượng đĩa",
            206 => "tên tệp hoặc đường dẫn quá dài",
            1219 => "máy này đang kết nối máy chủ đó bằng tài khoản khác",
            1326 => "sai tên đăng nhập hoặc mật khẩu",
            _ => return None,
        })
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

/// An absolute path as the system takes it without looking into it, however long it is.
fn verbatim(absolute: &Path) -> PathBuf {
    let text = absolute.as_os_str().to_string_lossy();
    match text.strip_prefix(r"\\") {
        Some(rest) if rest.starts_with(r"?\") || rest.starts_with(r".\") => absolute.to_owned(),
        Some(share) => PathBuf::from(format!(r"\\?\UNC\{share}")),
        None => PathBuf::from(format!(r"\\?\{text}")),
    }
}

/// A time of the system: ticks of 100 ns since 1601; `None` where the file system keeps none.
fn moment(ticks: i64) -> Option<Moment> {
    /// From 1601 to 1970.
    const SECONDS: i64 = 11_644_473_600;
    let seconds = (ticks / 10_000_000).checked_sub(SECONDS).filter(|_| ticks > 0)?;
    let nanos = u32::try_from(ticks % 10_000_000 * 100).ok()?;
    Some(DateTime::<Utc>::from_timestamp(seconds, nanos)?.with_timezone(&VIETNAM))
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

    #[test]
    fn ticks_are_a_time() {
        let at = |ticks| moment(ticks).map(|moment| moment.to_rfc3339());
        assert_eq!(at(133_966_764_000_000_001).as_deref(), Some("2025-07-11T10:00:00.000000100+07:00"));
        assert_eq!(at(0), None, "a file system that keeps none");
    }

    #[test]
    fn the_time_of_change_is_not_the_one_that_a_sender_sets() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.xlsx");
        std::fs::write(&path, b"x").unwrap();
        let written = path.metadata().unwrap().modified().unwrap();
        let long_ago = written - std::time::Duration::from_secs(86_400);
        File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
        let data = path.metadata().unwrap();
        assert_eq!(data.modified().unwrap(), long_ago);
        let changed = Windows::changed(&path, &data).unwrap();
        assert!((changed - DateTime::<Utc>::from(written).with_timezone(&VIETNAM)).num_seconds().abs() < 60, "{changed}");
        // Whoever has it open for writing does not hide it.
        let _excel = File::options().read(true).write(true).share_mode(0).open(&path).unwrap();
        assert!(Windows::changed(&path, &data).is_some());
    }

    #[test]
    fn whoever_asks_for_the_lock_reads_who_has_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("run.lock");
        std::fs::write(&path, b"7 now").unwrap();
        let open = || File::options().read(true).write(true).open(&path).unwrap();
        let first = open();
        Windows::try_lock(&first).unwrap();
        assert!(matches!(Windows::try_lock(&open()), Err(TryLockError::WouldBlock)));
        assert!(matches!(open().try_lock(), Err(TryLockError::WouldBlock)), "as an earlier version asks");
        assert_eq!(std::fs::read(&path).unwrap(), b"7 now");
        Windows::unlock(&first).unwrap();
        Windows::try_lock(&open()).unwrap();
    }

    #[test]
    fn a_tied_child_ends_with_its_bond() {
        let wait = || {
            Command::new("cmd.exe").args(["/c", "pause"]).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::null()).spawn()
        };
        let mut child = wait().unwrap();
        let bond = Windows::tie(&child, 1 << 30).unwrap();
        assert_eq!(Windows::lives(child.id()), Some(true));
        assert_eq!(child.try_wait().unwrap(), None);
        drop(bond);
        // Its input is still open: without the bond it would wait for ever.
        for _ in 0..500 {
            if child.try_wait().unwrap().is_some() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("it lives on");
    }

    #[test]
    fn a_long_path_is_told_as_it_is_and_a_short_one_stays() {
        assert_eq!(Windows::whole(Path::new(r"D:\nop\a")), Path::new(r"D:\nop\a"));
        let long = "x".repeat(120);
        let whole = |root: &str| Windows::whole(Path::new(&format!(r"{root}\{long}\{long}"))).display().to_string();
        assert_eq!(whole("D:"), format!(r"\\?\D:\{long}\{long}"));
        assert_eq!(whole(r"\\may-chu\nop"), format!(r"\\?\UNC\may-chu\nop\{long}\{long}"));
        assert_eq!(whole(r"\\?\D:"), format!(r"\\?\D:\{long}\{long}"));
    }

    #[test]
    fn causes_are_told_in_words() {
        for code in [53, 59, 64, 65, 67, 112, 121, 206, 1219, 1231, 1326] {
            let told = crate::io::failure::cause(&io::Error::from_raw_os_error(code));
            assert!(!told.contains("os error"), "{code}: {told}");
        }
        assert_eq!(
            crate::io::failure::cause(&io::Error::from_raw_os_error(ERROR_SHARING_VIOLATION)),
            "tệp đang được chương trình khác sử dụng"
        );
    }
}
