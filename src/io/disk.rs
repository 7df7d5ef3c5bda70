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

use super::platform::{Here, Sharing, System};
use crate::model::moment::Moment;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

/// What is done to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Listing a folder.
    List,
    /// Asking for size, times and kind.
    Look,
    /// Opening and reading.
    Read,
    /// Making a file.
    Create,
    /// Writing into it.
    Write,
    /// Waiting until the disk has it.
    Flush,
    /// Giving it its name.
    Rename,
    /// Taking it away.
    Remove,
    /// Making a folder.
    MakeFolder,
    /// A question to, or a transaction of, the database at this path.
    Database,
}

/// Something that stands in the door. Used by tests alone.
pub trait Interference: std::fmt::Debug + Send + Sync {
    /// Called before an operation, from any thread. An error is what the operation fails with; it may also block.
    fn before(&self, operation: Operation, path: &Path) -> io::Result<()>;

    /// Does the reading that has just been done come up short?
    fn short(&self, _path: &Path) -> bool {
        false
    }

    /// The time that the file server gives for a file, in place of the one of this machine's disk.
    fn server_time(&self, _modified: Option<Moment>, changed: Option<Moment>) -> Option<Moment> {
        changed
    }

    /// How far the file server's clock is from ours, in seconds, in place of what a probe measured.
    fn skew(&self, measured: Option<i64>) -> Option<i64> {
        measured
    }
}

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

    /// The time that the file server gives for a file; `changed` is what the system says.
    pub fn server_time(&self, modified: Option<Moment>, changed: Option<Moment>) -> Option<Moment> {
        self.interference.as_ref().map_or(changed, |i| i.server_time(modified, changed))
    }

    /// The difference of clocks, as it was measured.
    pub fn skew(&self, measured: Option<i64>) -> Option<i64> {
        self.interference.as_ref().map_or(measured, |i| i.skew(measured))
    }

    /// The whole file.
    pub fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.before(Operation::Read, path)?;
        let mut bytes = fs::read(path)?;
        self.shorten(path, &mut bytes);
        // Half a file must not pass for a whole one: half a configuration may be valid, and says something else.
        let whole = fs::metadata(path)?.len();
        if u64::try_from(bytes.len()).is_ok_and(|read| read == whole) {
            Ok(bytes)
        } else {
            Err(io::Error::new(io::ErrorKind::UnexpectedEof, "tệp thay đổi trong lúc đọc, hoặc đọc chưa hết"))
        }
    }

    /// Opens a file for reading; the reading itself goes through [`Disk::read_on`].
    pub fn open(&self, path: &Path) -> io::Result<File> {
        self.before(Operation::Read, path)?;
        File::open(path)
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
    pub fn canonicalize(&self, path: &Path) -> io::Result<std::path::PathBuf> {
        self.before(Operation::Look, path)?;
        fs::canonicalize(path)
    }

    /// Is there something of this name? What cannot be asked is not there.
    pub fn exists(&self, path: &Path) -> bool {
        self.metadata(path).is_ok()
    }

    /// The entries of a folder.
    pub fn read_dir(&self, path: &Path) -> io::Result<fs::ReadDir> {
        self.before(Operation::List, path)?;
        fs::read_dir(path)
    }

    /// Makes a folder and those above it.
    pub fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.before(Operation::MakeFolder, path)?;
        fs::create_dir_all(path)
    }

    /// Makes a file that is not there yet.
    pub fn create_new(&self, path: &Path) -> io::Result<File> {
        self.before(Operation::Create, path)?;
        File::options().write(true).create_new(true).open(path)
    }

    /// Makes a file of a random name in a folder; it goes with the value unless it is given a name of its own.
    pub fn temporary_in(&self, folder: &Path) -> io::Result<tempfile::NamedTempFile> {
        self.before(Operation::Create, folder)?;
        tempfile::Builder::new().prefix(".tonghop-").suffix(".tmp").tempfile_in(folder)
    }

    /// Writes into an open file of this path.
    pub fn write_all(&self, path: &Path, mut file: impl Write, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.before(Operation::Write, path) {
            // A disk that is full has taken a part.
            file.write_all(bytes.get(..bytes.len() / 2).unwrap_or_default())?;
            return Err(error);
        }
        file.write_all(bytes)
    }

    /// Waits until the disk has an open file of this path.
    pub fn sync(&self, path: &Path, file: &File) -> io::Result<()> {
        self.before(Operation::Flush, path)?;
        file.sync_all()
    }

    /// Gives a file another name, in place of what had it.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.before(Operation::Rename, to)?;
        fs::rename(from, to)
    }

    /// Gives a temporary file its name, in place of what had it.
    pub fn persist(&self, file: tempfile::NamedTempFile, to: &Path) -> io::Result<()> {
        self.before(Operation::Rename, to)?;
        file.persist(to).map(drop).map_err(|e| e.error)
    }

    /// Takes a file away.
    pub fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.before(Operation::Remove, path)?;
        fs::remove_file(path)
    }

    /// Waits until the disk has the names of a folder.
    pub fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        self.before(Operation::Flush, folder)?;
        Here::sync_folder(folder)
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

    #[derive(Debug)]
    struct Refuses(Operation);

    impl Interference for Refuses {
        fn before(&self, operation: Operation, _path: &Path) -> io::Result<()> {
            if operation == self.0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        }

        fn short(&self, _path: &Path) -> bool {
            true
        }
    }

    #[test]
    fn a_full_disk_takes_a_part_and_a_reading_that_comes_up_short_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        let full = Disk::with(Arc::new(Refuses(Operation::Write)));
        let file = full.create_new(&path).unwrap();
        assert_eq!(full.write_all(&path, &file, b"1234").unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(Disk::default().read(&path).unwrap(), b"12");
        assert_eq!(full.read(&path).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        let gone = Disk::with(Arc::new(Refuses(Operation::Look)));
        assert!(!gone.exists(&path) && Disk::default().exists(&path));
    }
}
