//! Unix, that is Linux: limits by `setrlimit`, times and numbers of files from `stat`.

use super::services::Service;
use super::system::{Sharing, System};
use crate::model::clock_reading::BootTime;
use crate::model::moment::{Moment, VIETNAM};
use chrono::{DateTime, Utc};
use rustix::fs::{Mode, OFlags};
use std::fs::{File, Metadata};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command};

/// Unix, as the program is built for it.
pub enum Unix {}

/// A child is not tied: it sets its limit itself, and has nothing to read any more when its parent has ended.
#[derive(Debug)]
pub struct Untied;

impl System for Unix {
    const NAME: &'static str = "Linux";
    const MOUNT_TABLE: Option<&'static str> = Some("/proc/self/mountinfo");

    type Bond = Untied;

    fn gives(service: &Service) -> bool {
        service.unix
    }

    fn tie(_child: &Child, _memory_bytes: u64) -> Untied {
        Untied
    }

    fn give_back_memory() {
        tonghop_sys::give_back();
    }

    fn lives(pid: u32) -> Option<bool> {
        let processes = Path::new("/proc");
        processes.join("self").exists().then(|| processes.join(pid.to_string()).exists())
    }

    fn limit_this_process(memory_bytes: u64) -> io::Result<()> {
        rlimit::setrlimit(rlimit::Resource::CORE, 0, 0)?;
        rlimit::setrlimit(rlimit::Resource::AS, memory_bytes, memory_bytes)
    }

    /// A writer keeps nobody from reading here.
    fn open_foreign(path: &Path, _sharing: Sharing) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        Ok(rustix::fs::open(path, flags, Mode::empty())?.into())
    }

    fn sync_folder(folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    fn sync_file_system(folder: &Path) -> Option<io::Result<()>> {
        tells_of_failed_writes().then(|| Ok(rustix::fs::syncfs(File::open(folder)?)?))
    }

    fn make_folder(path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        match rights_above(path) {
            Some(rights) if is_private(rights) => make_with(path, rights & (GROUP_STAYS | 0o770)),
            _ => std::fs::create_dir_all(path),
        }
    }

    fn make_private_folder(path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        if rights_above(path).is_some_and(is_private) {
            return Self::make_folder(path);
        }
        if let Some(above) = path.parent() {
            std::fs::create_dir_all(or_here(above))?;
        }
        make_with(path, 0o700)
    }

    fn settle_rights(file: &File, folder: &Path) -> io::Result<()> {
        match rights_of(folder) {
            Some(rights) if is_private(rights) => set(file, 0o600 | (rights & 0o060)),
            _ => Ok(()),
        }
    }

    fn keep_private(file: &File, folder: &Path) -> io::Result<()> {
        match rights_of(folder) {
            // No habit of an account does both: a desk has set it.
            Some(rights) if rights & GROUP_STAYS != 0 && rights & 0o020 != 0 => set(file, 0o600 | (rights & 0o060)),
            _ => set(file, 0o600),
        }
    }

    fn open_to_others(data: &Metadata) -> Option<bool> {
        Some(data.mode() & 0o007 != 0)
    }

    fn owner(data: &Metadata) -> Option<u32> {
        Some(data.uid())
    }

    /// The entry of a process belongs to its account.
    fn account() -> Option<u32> {
        std::fs::metadata("/proc/self").ok().map(|data| data.uid())
    }

    fn opener() -> Option<&'static [&'static str]> {
        let screen = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
        screen.then_some(&["xdg-open"])
    }

    fn let_run(path: &Path) -> io::Result<()> {
        let mode = std::fs::metadata(path)?.mode();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode | (mode & 0o444) >> 2))
    }

    fn own_group(command: &mut Command) {
        command.process_group(0);
    }

    /// The child has not been waited for, so its number is still its own.
    fn end_group(child: &mut Child) -> io::Result<()> {
        Ok(rustix::process::kill_process_group(rustix::process::Pid::from_child(child), rustix::process::Signal::KILL)?)
    }

    fn file_number(data: &Metadata) -> u64 {
        data.ino()
    }

    fn device(data: &Metadata) -> Option<u64> {
        Some(data.dev())
    }

    fn changed(_path: &Path, data: &Metadata) -> Option<Moment> {
        let nanos = u32::try_from(data.ctime_nsec()).ok()?;
        Some(DateTime::<Utc>::from_timestamp(data.ctime(), nanos)?.with_timezone(&VIETNAM))
    }

    fn boot() -> Option<BootTime> {
        let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?.trim().to_owned();
        let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
        // Seconds with two decimals.
        let (seconds, hundredths) = uptime.split_whitespace().next()?.split_once('.')?;
        let milliseconds = seconds.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(hundredths.parse::<i64>().ok()?.checked_mul(10)?)?;
        Some(BootTime { id, milliseconds })
    }

    fn free_bytes(folder: &Path) -> Option<u64> {
        let disk = rustix::fs::statvfs(folder).ok()?;
        disk.f_bavail.checked_mul(disk.f_frsize)
    }
}

/// Does the wait for a whole file system say where the disk failed? Linux does since 5.8; before, it said that all was well.
fn tells_of_failed_writes() -> bool {
    let release = rustix::system::uname();
    is_since_5_8(&release.release().to_string_lossy())
}

fn is_since_5_8(release: &str) -> bool {
    let mut numbers = release.split(|c: char| !c.is_ascii_digit()).map_while(|digits| digits.parse::<u32>().ok());
    (numbers.next(), numbers.next()) >= (Some(5), Some(8))
}

/// The bit by which what is made in a folder belongs to the folder's group.
const GROUP_STAYS: u32 = 0o2000;

/// May nobody but owner and group do anything here?
fn is_private(rights: u32) -> bool {
    rights & 0o007 == 0
}

fn or_here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

fn rights_of(folder: &Path) -> Option<u32> {
    std::fs::metadata(or_here(folder)).ok().map(|data| data.mode())
}

/// Of the nearest folder above that is there.
fn rights_above(path: &Path) -> Option<u32> {
    path.ancestors().skip(1).find_map(rights_of)
}

fn set(file: &File, rights: u32) -> io::Result<()> {
    file.set_permissions(std::fs::Permissions::from_mode(rights))
}

/// Makes a folder and those above it that are not there, with these rights whatever the account's habit.
fn make_with(path: &Path, rights: u32) -> io::Result<()> {
    let missing: Vec<&Path> = path.ancestors().take_while(|folder| !or_here(folder).is_dir()).collect();
    for folder in missing.into_iter().rev() {
        match std::fs::DirBuilder::new().mode(rights & 0o700).create(folder) {
            // Another thread was first; it gives the same rights.
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            made => made?,
        }
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(rights))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_in_a_private_folder_is_private_and_keeps_the_group() {
        let dir = tempfile::tempdir().unwrap();
        let rights = |path: &Path| path.metadata().unwrap().mode() & 0o7777;
        let new = |name: &str, folder: &Path| {
            let file = File::create(folder.join(name)).unwrap();
            Unix::settle_rights(&file, folder).unwrap();
            rights(&folder.join(name))
        };
        let own = dir.path().join("rieng/so");
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        Unix::make_private_folder(&own).unwrap();
        assert_eq!((rights(&own), new("a", &own)), (0o700, 0o600));
        Unix::make_folder(&own.join("x/y")).unwrap();
        assert_eq!((rights(&own.join("x")), rights(&own.join("x/y"))), (0o700, 0o700));
        // A desk whose schedule and clerk are two accounts of one group.
        let group = dir.path().join("nhom");
        std::fs::create_dir(&group).unwrap();
        std::fs::set_permissions(&group, std::fs::Permissions::from_mode(0o2770)).unwrap();
        Unix::make_private_folder(&group).unwrap();
        Unix::make_folder(&group.join("x/y")).unwrap();
        assert_eq!((rights(&group), rights(&group.join("x/y")), new("a", &group)), (0o2770, 0o2770, 0o660));
        // A folder for all: what is for the desk alone is not.
        let file = File::create(dir.path().join("b")).unwrap();
        let habit = rights(&dir.path().join("b"));
        Unix::settle_rights(&file, dir.path()).unwrap();
        assert_eq!(rights(&dir.path().join("b")), habit, "the account's habit");
        Unix::keep_private(&file, dir.path()).unwrap();
        assert_eq!(rights(&dir.path().join("b")), 0o600);
        assert_eq!(Unix::owner(&own.metadata().unwrap()), Unix::account());
    }

    #[test]
    fn neither_a_link_nor_a_pipe_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link, pipe) = (dir.path().join("a"), dir.path().join("l"), dir.path().join("p"));
        std::fs::write(&file, b"x").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, Mode::RUSR, 0).unwrap();
        let open = |path: &Path| Unix::open_foreign(path, Sharing::Readers);
        assert!(open(&file).is_ok());
        assert!(open(&link).is_err());
        // Nobody writes into it; opening it the ordinary way would wait for ever.
        assert!(!open(&pipe).unwrap().metadata().unwrap().is_file());
    }
}
