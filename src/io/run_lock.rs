//! One run at a time in a workspace. The lock is the system's, on `run.lock` in the records folder: it ends with the
//! process that holds it, so what stands in the file is only told to people.

use super::disk::{Disk, Done, Operation};
use super::failure::Failure;
use super::platform::{Here, System};
use crate::model::moment::Moment;
use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

/// Who holds, or held, the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// Number of its process in the system.
    pub pid: u32,
    /// When its command started.
    pub since: Moment,
}

/// The lock, held as long as this value lives.
#[derive(Debug)]
pub struct RunLock {
    file: File,
    /// A holder that ended without giving the lock back: its run was killed.
    pub killed: Option<Holder>,
}

/// Takes the lock of a records folder, or says who has it.
pub fn acquire(disk: &Disk, records: &Path, now: Moment) -> Result<RunLock, Failure> {
    disk.create_private_dir(records).map_err(|e| Failure::writing(records, &e))?;
    let path = records.join("run.lock");
    let failed = |e: std::io::Error| Failure::writing(&path, &e);
    disk.before(Operation::Create, &path).map_err(failed)?;
    let mut file = File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    if file.metadata().is_ok_and(|data| data.len() == 0) {
        // Another account's file keeps its rights.
        Here::settle_rights(&file, records).ok();
    }
    match Here::try_lock(&file) {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let holder = read(&mut file);
            return Err(Failure::Locked { since: holder.map(|h| h.since), pid: holder.map(|h| h.pid) });
        }
        Err(TryLockError::Error(e)) => return Err(failed(e)),
    }
    let killed = read(&mut file);
    write(&mut file, &format!("{} {}\n", std::process::id(), now.to_rfc3339())).map_err(failed)?;
    disk.after(Done::Made(&path));
    disk.after(Done::Wrote(&path));
    Ok(RunLock { file, killed })
}

/// Who stands in the lock file, without touching the lock: a run that is working, or one that was killed.
pub fn holder(disk: &Disk, records: &Path) -> Option<Holder> {
    understood(&String::from_utf8_lossy(&disk.read(&records.join("run.lock")).ok()?))
}

/// Is there a process of this number? `None` if the system does not tell.
pub fn is_alive(pid: u32) -> Option<bool> {
    Here::lives(pid)
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // The system gives the lock back in any case; the text is cleared so that nobody takes it for a killed run.
        write(&mut self.file, "").ok();
        // Closing is not enough while a process that was just started for reading has a copy of the open file.
        Here::unlock(&self.file).ok();
    }
}

fn read(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(200).read_to_string(&mut text).ok()?;
    understood(&text)
}

fn understood(text: &str) -> Option<Holder> {
    let (pid, since) = text.trim().split_once(' ')?;
    Some(Holder { pid: pid.parse().ok()?, since: Moment::parse_from_rfc3339(since).ok()? })
}

fn write(file: &mut File, text: &str) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(text.as_bytes())?;
    file.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn now() -> Moment {
        Moment::parse_from_rfc3339("2025-07-11T10:50:00+07:00").unwrap()
    }

    #[test]
    fn the_second_run_is_told_about_the_first() {
        let dir = tempfile::tempdir().unwrap();
        let first = acquire(&Disk::default(), dir.path(), now()).unwrap();
        assert_eq!(first.killed, None);
        let failure = acquire(&Disk::default(), dir.path(), now()).unwrap_err();
        let holder = holder(&Disk::default(), dir.path()).unwrap();
        assert_eq!((holder.pid, holder.since), (std::process::id(), now()));
        assert_eq!(is_alive(holder.pid), Some(true));
        assert_eq!(is_alive(u32::MAX - 3), Some(false));
        assert_eq!(failure, Failure::Locked { since: Some(now()), pid: Some(std::process::id()) });
        drop(first);
        assert_eq!(acquire(&Disk::default(), dir.path(), now()).unwrap().killed, None);
    }

    #[test]
    fn a_copy_of_the_open_file_does_not_keep_the_lock() {
        let dir = tempfile::tempdir().unwrap();
        let first = acquire(&Disk::default(), dir.path(), now()).unwrap();
        let copy = first.file.try_clone().unwrap();
        drop(first);
        assert!(acquire(&Disk::default(), dir.path(), now()).is_ok());
        drop(copy);
    }

    #[test]
    fn text_left_by_a_killed_run_is_no_lock() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("run.lock"), "99 2025-07-11T10:40:00+07:00\n").unwrap();
        let lock = acquire(&Disk::default(), dir.path(), now()).unwrap();
        assert_eq!(lock.killed.map(|h| h.pid), Some(99));
    }

    #[test]
    fn nonsense_in_the_file_does_no_harm() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("run.lock"), [0xff, 0x00, b' ']).unwrap();
        assert_eq!(acquire(&Disk::default(), dir.path(), now()).unwrap().killed, None);
    }
}
