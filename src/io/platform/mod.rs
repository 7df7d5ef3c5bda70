//! What differs between operating systems: one interface ([`System`]), one file for each system that fills it, and one
//! table ([`SERVICES`]) of what each system gives, which `doctor` prints. No other file asks which system it runs on.

use crate::model::moment::Moment;
use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::process::Command;

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

/// The system this program was built for.
#[cfg(unix)]
pub type Here = unix::Unix;
/// The system this program was built for.
#[cfg(windows)]
pub type Here = windows::Windows;

/// An operating system. What a system does not give keeps the default, which claims nothing.
pub trait System {
    /// Its name, for people.
    const NAME: &'static str;

    /// Does it give a service of the table?
    fn gives(service: &Service) -> bool;

    /// Variables of the environment that a process cannot start without.
    const NEEDED_VARIABLES: &'static [&'static str] = &[];

    /// The text that lists what is mounted where, in the format of Linux's `mountinfo`.
    const MOUNT_TABLE: Option<&'static str> = None;

    /// The folder with an entry for each living process, named by its number.
    const PROCESSES: Option<&'static str> = None;

    /// Sets the memory limit of this process, in bytes of address space, and forbids core files, which would hold what
    /// offices wrote. Called by a reading child at its start.
    fn limit_this_process(_memory_bytes: u64) -> io::Result<()> {
        Ok(())
    }

    /// Opens a file that somebody else put there: a link in its place is not followed, and a pipe is not waited for.
    /// With [`Sharing::Readers`] a writer that has the file open makes it fail, on a system that can tell.
    fn open_foreign(path: &Path, sharing: Sharing) -> io::Result<File>;

    /// Opens a file of our own in the way that the system wants before it waits for its disk.
    fn open_to_sync(path: &Path) -> io::Result<File> {
        File::open(path)
    }

    /// Waits until the disk has the names of a folder. A system that keeps names in order by itself does nothing.
    fn sync_folder(_folder: &Path) -> io::Result<()> {
        Ok(())
    }

    /// What an error says about other programs.
    fn refusal(error: &io::Error) -> Refusal {
        match error.kind() {
            io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => Refusal::Held,
            _ => Refusal::Other,
        }
    }

    /// Is a file held open by a program that lets nobody delete it? Asked where [`Refusal::Denied`] leaves it open
    /// whether rights are missing.
    fn is_held_open(_path: &Path) -> bool {
        false
    }

    /// Is a file only a placeholder for one in the cloud (OneDrive, Google Drive)? Reading it would download it, which
    /// may hang for minutes.
    fn is_in_the_cloud(_data: &Metadata) -> bool {
        false
    }

    /// Puts a child into a process group of its own: Ctrl-C in a terminal goes to the parent alone, which then ends its
    /// children itself.
    fn own_group(_command: &mut Command) {}

    /// A number that a file keeps while it is written and that no other file of its file system has; 0 if unknown.
    fn file_number(_data: &Metadata) -> u64 {
        0
    }

    /// The file system that a file or folder lies on.
    fn device(_data: &Metadata) -> Option<u64> {
        None
    }

    /// When the server noted the last change of a file or its name; a client cannot set it.
    fn changed(_data: &Metadata) -> Option<Moment> {
        None
    }

    /// Bytes free for us on the disk of a folder.
    fn free_bytes(_folder: &Path) -> Option<u64> {
        None
    }

    /// The kind of network file system that an absolute path names by its form alone, as Linux would call it.
    fn share(_path: &Path) -> Option<&'static str> {
        None
    }
}

/// Who else may have a file open while we read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Readers alone: a file that is being written is not opened.
    Readers,
    /// Anybody: an office program that has the workbook open does not keep us from reading it.
    Anybody,
}

/// What an error of the file system says about other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Another program has the file open, or a part of it locked.
    Held,
    /// Rights are missing, or another program has the file open: the system uses one code for both.
    Denied,
    /// Nothing.
    Other,
}

/// Something this program would like to have from a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// Its name for programs.
    pub code: &'static str,
    /// Its name for people, in Vietnamese.
    pub name: &'static str,
    /// Given on Unix?
    pub unix: bool,
    /// Given on Windows?
    pub windows: bool,
    /// What to do where it is not given, in Vietnamese; blank if nobody needs to do anything.
    pub advice: &'static str,
}

const fn service(code: &'static str, name: &'static str, unix: bool, windows: bool, advice: &'static str) -> Service {
    Service { code, name, unix, windows, advice }
}

/// What each system gives; a test on each system compares what it can ask with this table.
pub const SERVICES: [Service; 9] = [
    service(
        "server_time",
        "giờ thay đổi tệp do máy chủ ghi",
        true,
        false,
        "Máy này không cho biết giờ máy chủ ghi tệp: báo cáo chỉ được tính đúng hạn khi đã quét thấy trước giờ chốt. Đề nghị đặt lịch quét \
         sát giờ chốt.",
    ),
    service("memory_limit", "giới hạn bộ nhớ của tiến trình đọc tệp", true, false, ""),
    service(
        "free_room",
        "dung lượng đĩa còn trống",
        true,
        false,
        "Máy này không cho biết dung lượng đĩa còn trống: đề nghị định kỳ tự kiểm tra đĩa chứa sổ tiếp nhận và sản phẩm.",
    ),
    service("lock_holder", "lần chạy đang giữ khóa (từ lúc nào, tiến trình nào)", true, false, ""),
    service("mount_points", "ổ gắn bên trong thư mục nhận báo cáo", true, false, ""),
    service("file_number", "số hiệu tệp (biết tệp bị thay trong lúc đọc)", true, false, ""),
    service("own_group", "Ctrl-C chỉ tới tiến trình chính", true, false, ""),
    service("writers", "tệp đang được chương trình khác mở để ghi", false, true, ""),
    service("cloud", "tệp chỉ nằm trên đám mây (OneDrive, Google Drive)", false, true, ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn given(code: &str) -> bool {
        Here::gives(SERVICES.iter().find(|service| service.code == code).unwrap())
    }

    #[test]
    fn the_table_says_what_the_system_gives() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, b"x").unwrap();
        let data = path.metadata().unwrap();
        let shown = [
            ("server_time", Here::changed(&data).is_some()),
            ("free_room", Here::free_bytes(dir.path()).is_some_and(|bytes| bytes > 0)),
            ("mount_points", Here::device(&data).is_some() && Here::MOUNT_TABLE.is_some()),
            ("file_number", Here::file_number(&data) != 0),
            ("lock_holder", Here::PROCESSES.is_some()),
        ];
        for (code, shown) in shown {
            assert_eq!(given(code), shown, "{code}");
        }
        let writer = File::options().append(true).open(&path).unwrap();
        let refused = Here::open_foreign(&path, Sharing::Readers).err();
        assert_eq!(given("writers"), refused.is_some_and(|e| Here::refusal(&e) == Refusal::Held));
        assert!(Here::open_foreign(&path, Sharing::Anybody).is_ok());
        drop(writer);
        assert!(Here::open_foreign(&path, Sharing::Readers).is_ok());
    }

    #[test]
    fn what_is_ours_can_be_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, b"x").unwrap();
        Here::open_to_sync(&path).unwrap().sync_all().unwrap();
        Here::sync_folder(dir.path()).unwrap();
    }
}
