//! Unix, that is Linux: limits by `setrlimit`, times and numbers of files from `stat`.

use super::services::Service;
use super::system::{Sharing, System};
use crate::model::clock_reading::BootTime;
use crate::model::moment::{Moment, VIETNAM};
use chrono::{DateTime, Utc};
use rustix::fs::{Mode, OFlags};
use std::fs::{File, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command};

/// Unix, as the program is built for it.
pub enum Unix {}

impl System for Unix {
    const NAME: &'static str = "Linux";
    const MOUNT_TABLE: Option<&'static str> = Some("/proc/self/mountinfo");
    const PROCESSES: Option<&'static str> = Some("/proc");

    fn gives(service: &Service) -> bool {
        service.unix
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

    fn changed(data: &Metadata) -> Option<Moment> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
