//! The file system as this program uses it: one door for every operation of a run, so that a test can make the n-th
//! of them fail, come up short or hang, and say what a file server would have said. In earnest nothing stands in the
//! door, and each function is the one of the standard library.
//!
//! ```text
//! Disk (none | Interference) → before(operation, path) → std::fs → short(path), server_time(…)
//! ```
//!
//! Whatever a run does to its workspace and its inbox goes through here: an operation that does not is one that no
//! fault test sees.

mod door;

use super::platform::{Here, Refusal, Sharing, System};
use crate::model::clock_reading::ServerClock;
use crate::model::moment::Moment;
pub use door::{Done, Interference, Operation};
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use walkdir::{DirEntry, WalkDir};

/// How often an operation is tried again while another program has the file open, and the wait before each.
const PATIENCE: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// The file system. Cloning it is cheap; all clones share what stands in the door.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    interference: Option<Arc<dyn Interference>>,
}

impl Disk {
    /// A disk with something in the door.
    pub fn with(interference: Arc<dyn Interference>) -> Self {
        Self { interference: Some(interference) }
    }

    /// Announces an operation that is done by other means than these functions (a walk, a database).
    pub fn before(&self, operation: Operation, path: &Path) -> io::Result<()> {
        self.interference.as_ref().map_or(Ok(()), |i| i.before(operation, path))
    }

    /// Says what was done, also by other means than these functions.
    pub fn after(&self, done: Done<'_>) {
        if let Some(interference) = &self.interference {
            interference.after(done);
        }
    }

    /// Does something stand in the door? What costs work to be told is asked for then alone.
    pub fn is_watched(&self) -> bool {
        self.interference.is_some()
    }

    /// Waits before an operation that was refused is tried again.
    pub fn pause(&self, pause: Duration) {
        self.interference.as_ref().map_or_else(|| std::thread::sleep(pause), |i| i.pause(pause));
    }

    /// The time that the file server gives for a file; `changed` is what the system says.
    pub fn server_time(&self, modified: Option<Moment>, changed: Option<Moment>) -> Option<Moment> {
        self.interference.as_ref().map_or(changed, |i| i.server_time(modified, changed))
    }

    /// The difference of clocks, as it was measured.
    pub fn skew(&self, measured: Option<ServerClock>) -> Option<ServerClock> {
        self.interference.as_ref().map_or(measured, |i| i.skew(measured))
    }

    /// All bytes of a file; an error if fewer came than the system says it has.
    pub fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let (mut file, _) = self.open_file(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        self.shorten(path, &mut bytes);
        // Half a file must not pass for a whole one: half a configuration may be valid, and says something else.
        let whole = fs::metadata(path)?.len();
        if u64::try_from(bytes.len()).is_ok_and(|read| read == whole) {
            Ok(bytes)
        } else {
            Err(io::Error::new(ErrorKind::UnexpectedEof, "tệp thay đổi trong lúc đọc, hoặc đọc chưa hết"))
        }
    }

    /// Opens an ordinary file, and says its size in bytes: opening a pipe would wait for somebody to write, and a device
    /// would be read without an end.
    pub fn open_file(&self, path: &Path) -> io::Result<(File, u64)> {
        self.before(Operation::Read, path)?;
        let data = fs::metadata(path)?;
        if data.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        if !data.is_file() {
            return Err(io::Error::other("không phải là tệp"));
        }
        Ok((File::open(path)?, data.len()))
    }

    /// Opens a file for reading; the reading itself goes through [`Disk::read_on`].
    pub fn open(&self, path: &Path) -> io::Result<File> {
        self.before(Operation::Read, path)?;
        File::open(path)
    }

    /// Opens a file of our own, to wait for it with [`Disk::sync`].
    pub fn open_to_sync(&self, path: &Path) -> io::Result<File> {
        self.before(Operation::Read, path)?;
        Here::open_to_sync(path)
    }

    /// Opens a file that somebody else put there: a link is not followed, and a pipe that took its place does not hang.
    pub fn open_foreign(&self, path: &Path, sharing: Sharing) -> io::Result<File> {
        self.before(Operation::Read, path)?;
        Here::open_foreign(path, sharing)
    }

    /// Reads an open file of this path on to its end.
    pub fn read_on(&self, path: &Path, mut file: impl Read, bytes: &mut Vec<u8>) -> io::Result<()> {
        self.before(Operation::Read, path)?;
        file.read_to_end(bytes)?;
        self.shorten(path, bytes);
        Ok(())
    }

    fn shorten(&self, path: &Path, bytes: &mut Vec<u8>) {
        if self.interference.as_ref().is_some_and(|i| i.short(path)) {
            bytes.truncate(bytes.len() / 2);
        }
    }

    /// Size, times and kind of what a name stands for.
    pub fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.before(Operation::Look, path)?;
        fs::metadata(path)
    }

    /// The same of the name itself, where it is a link.
    pub fn symlink_metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.before(Operation::Look, path)?;
        fs::symlink_metadata(path)
    }

    /// The path itself, links and drive letters resolved.
    pub fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.before(Operation::Look, path)?;
        fs::canonicalize(path)
    }

    /// Is there something of this name? What cannot be asked is not there.
    pub fn exists(&self, path: &Path) -> bool {
        self.metadata(path).is_ok()
    }

    /// The entries of a folder, in no order. Links are named and not followed, but for the folder itself.
    pub fn entries(&self, folder: &Path) -> io::Result<impl Iterator<Item = io::Result<DirEntry>> + use<>> {
        self.before(Operation::List, folder)?;
        let plain = |error: walkdir::Error| error.into_io_error().unwrap_or_else(|| ErrorKind::Other.into());
        let mut walk = WalkDir::new(folder).max_depth(1).into_iter().map(move |entry| entry.map_err(plain));
        // The folder itself comes first. A file of its name would pass for a folder with nothing in it.
        match walk.next() {
            Some(Ok(itself)) if itself.file_type().is_dir() || fs::metadata(folder)?.is_dir() => Ok(walk),
            Some(Err(error)) => Err(error),
            _ => Err(ErrorKind::NotADirectory.into()),
        }
    }

    /// Makes a folder and those above it.
    pub fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.before(Operation::MakeFolder, path)?;
        Here::make_folder(path)?;
        self.after(Done::MadeFolder(path));
        Ok(())
    }

    /// Makes a folder that only its owner may enter, and those above it; one that is there keeps its rights.
    pub fn create_private_dir(&self, path: &Path) -> io::Result<()> {
        self.before(Operation::MakeFolder, path)?;
        Here::make_private_folder(path)?;
        self.after(Done::MadeFolder(path));
        Ok(())
    }

    /// Makes a file that is not there yet.
    pub fn create_new(&self, path: &Path) -> io::Result<File> {
        self.before(Operation::Create, path)?;
        let file = File::options().write(true).create_new(true).open(path)?;
        self.after(Done::Made(path));
        Here::settle_rights(&file, path.parent().unwrap_or(Path::new(".")))?;
        Ok(file)
    }

    /// Makes a file that is not there yet, for its owner alone, and for the group that a desk gave its folder to.
    pub fn create_new_private(&self, path: &Path) -> io::Result<File> {
        self.before(Operation::Create, path)?;
        let file = File::options().write(true).create_new(true).open(path)?;
        self.after(Done::Made(path));
        Here::keep_private(&file, path.parent().unwrap_or(Path::new(".")))?;
        Ok(file)
    }

    /// Makes a file of a random name in a folder; it goes with the value unless it is given a name of its own.
    pub fn temporary_in(&self, folder: &Path) -> io::Result<tempfile::NamedTempFile> {
        self.before(Operation::Create, folder)?;
        let file = tempfile::Builder::new().prefix(".tonghop-").suffix(".tmp").tempfile_in(Here::whole(folder))?;
        self.after(Done::Made(file.path()));
        Here::settle_rights(file.as_file(), folder)?;
        Ok(file)
    }

    /// Writes into an open file of this path.
    pub fn write_all(&self, path: &Path, mut file: impl Write, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.before(Operation::Write, path) {
            // A disk that is full has taken a part.
            file.write_all(bytes.get(..bytes.len() / 2).unwrap_or_default())?;
            return Err(error);
        }
        file.write_all(bytes)?;
        self.after(Done::Wrote(path));
        Ok(())
    }

    /// Lets a script of ours be started.
    pub fn let_run(&self, path: &Path) -> io::Result<()> {
        self.before(Operation::Create, path)?;
        Here::let_run(path)
    }

    /// Writes into a file of ours in its place, from a byte on.
    pub fn write_in_place(&self, path: &Path, from: u64, bytes: &[u8]) -> io::Result<()> {
        self.before(Operation::Create, path)?;
        let mut file = File::options().write(true).open(path)?;
        file.seek(SeekFrom::Start(from))?;
        self.write_all(path, &file, bytes)
    }

    /// Waits until the disk has an open file of this path.
    pub fn sync(&self, path: &Path, file: &File) -> io::Result<()> {
        self.before(Operation::Flush, path)?;
        file.sync_all()?;
        self.after(Done::Flushed(path));
        Ok(())
    }

    /// Gives a file another name, in place of what had it; patiently.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.patiently(Operation::Rename, to, || fs::rename(from, to))?;
        self.after(Done::Renamed(from, to));
        Ok(())
    }

    /// Gives a temporary file its name, in place of what had it; patiently.
    pub fn persist(&self, file: tempfile::NamedTempFile, to: &Path) -> io::Result<()> {
        let from = file.path().to_owned();
        let mut left = Some(file);
        self.patiently(Operation::Rename, to, || {
            let Some(file) = left.take() else { return Ok(()) };
            file.persist(Here::whole(to)).map(drop).map_err(|refused| {
                left = Some(refused.file);
                refused.error
            })
        })?;
        self.after(Done::Renamed(&from, to));
        Ok(())
    }

    /// Takes a file away; patiently.
    pub fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.patiently(Operation::Remove, path, || fs::remove_file(path))?;
        self.after(Done::Removed(path));
        Ok(())
    }

    /// Takes a folder of ours away with what is in it, if it is there.
    pub fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        self.before(Operation::Remove, path)?;
        match fs::remove_dir_all(path) {
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
            Err(e) => Err(e),
            Ok(()) => {
                self.after(Done::Removed(path));
                Ok(())
            }
        }
    }

    /// Does an operation that another program may stand in the way of for a moment, as a virus scanner or an indexer
    /// does with every new file: tried again for two seconds before its refusal counts.
    fn patiently(&self, operation: Operation, path: &Path, mut act: impl FnMut() -> io::Result<()>) -> io::Result<()> {
        let mut tries = PATIENCE;
        loop {
            match self.before(operation, path).and_then(|()| act()) {
                Err(e) if tries > 0 && Here::refusal(&e) != Refusal::Other => {
                    tries -= 1;
                    self.pause(PAUSE);
                }
                done => return done,
            }
        }
    }

    /// Does a program have a file open that lets nobody delete it? See [`System::is_held_open`].
    pub fn is_held_open(&self, path: &Path) -> bool {
        self.before(Operation::Look, path).is_ok() && Here::is_held_open(path)
    }

    /// Waits until the disk has all that was written to the file system of a folder. `false` where the system knows no such wait:
    /// each file and folder is to be waited for by itself.
    pub fn sync_file_system(&self, folder: &Path) -> io::Result<bool> {
        self.before(Operation::FlushAll, folder)?;
        let Some(waited) = Here::sync_file_system(folder) else { return Ok(false) };
        waited?;
        self.after(Done::FlushedAll(folder));
        Ok(true)
    }

    /// Waits until the disk has the names of a folder.
    pub fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        self.before(Operation::Flush, folder)?;
        Here::sync_folder(folder)?;
        self.after(Done::FlushedFolder(folder));
        Ok(())
    }
}

/// Two disks are as good as equal: what stands in the door is no part of a workspace's value.
impl PartialEq for Disk {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

    #[derive(Debug)]
    struct Refuses(Operation);

    impl Interference for Refuses {
        fn before(&self, operation: Operation, _path: &Path) -> io::Result<()> {
            if operation == self.0 { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
        }

        fn short(&self, _path: &Path) -> bool {
            true
        }
    }

    /// A scanner that holds each new name until it was asked for so many times, and counts the waits.
    #[derive(Debug)]
    struct Scanner {
        left: AtomicU32,
        waits: AtomicU32,
    }

    impl Interference for Scanner {
        fn before(&self, operation: Operation, _path: &Path) -> io::Result<()> {
            let held = matches!(operation, Operation::Rename | Operation::Remove)
                && self.left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok();
            if held { Err(ErrorKind::ResourceBusy.into()) } else { Ok(()) }
        }

        fn pause(&self, _pause: Duration) {
            self.waits.fetch_add(1, SeqCst);
        }
    }

    #[test]
    fn what_is_held_for_a_moment_is_tried_again_and_not_for_ever() {
        let dir = tempfile::tempdir().unwrap();
        let (old, new) = (dir.path().join("a"), dir.path().join("b"));
        type Act = fn(&Disk, &Path, &Path) -> io::Result<()>;
        let acts: [Act; 3] = [
            |disk, old, new| disk.rename(old, new),
            |disk, old, new| disk.persist(disk.temporary_in(old.parent().unwrap())?, new),
            |disk, old, _| disk.remove_file(old),
        ];
        for act in acts {
            for (held, succeeds, waits) in [(0, true, 0), (7, true, 7), (PATIENCE, true, PATIENCE), (PATIENCE + 1, false, PATIENCE)] {
                fs::write(&old, b"x").unwrap();
                let scanner = Arc::new(Scanner { left: AtomicU32::new(held), waits: AtomicU32::new(0) });
                assert_eq!(act(&Disk::with(scanner.clone()), &old, &new).is_ok(), succeeds, "held {held} times");
                assert_eq!(scanner.waits.load(SeqCst), waits, "held {held} times");
            }
        }
        let gone = dir.path().join("khong-co");
        assert_eq!(Disk::default().remove_file(&gone).unwrap_err().kind(), ErrorKind::NotFound, "nothing to wait for");
    }

    #[test]
    fn a_full_disk_takes_a_part_and_a_reading_that_comes_up_short_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        let full = Disk::with(Arc::new(Refuses(Operation::Write)));
        let file = full.create_new(&path).unwrap();
        assert_eq!(full.write_all(&path, &file, b"1234").unwrap_err().kind(), ErrorKind::StorageFull);
        assert_eq!(Disk::default().read(&path).unwrap(), b"12");
        assert_eq!(full.read(&path).unwrap_err().kind(), ErrorKind::UnexpectedEof);
        let gone = Disk::with(Arc::new(Refuses(Operation::Look)));
        assert!(!gone.exists(&path) && Disk::default().exists(&path));
    }

    #[test]
    fn a_file_is_no_folder_with_nothing_in_it() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), b"1").unwrap();
        let disk = Disk::default();
        let names: Vec<_> = disk.entries(dir.path()).unwrap().map(|entry| entry.unwrap().file_name().to_owned()).collect();
        assert_eq!(names, ["a"]);
        assert_eq!(disk.entries(&dir.path().join("a")).err().map(|e| e.kind()), Some(ErrorKind::NotADirectory));
        assert_eq!(disk.entries(&dir.path().join("b")).err().map(|e| e.kind()), Some(ErrorKind::NotFound));
    }
}
