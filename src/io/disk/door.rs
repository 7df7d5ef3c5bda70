//! What passes the door of the disk, before it is done and after.

use crate::model::clock_reading::ServerClock;
use crate::model::moment::Moment;
use std::io;
use std::path::Path;
use std::time::Duration;

/// What is done to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Listing the entries of a folder.
    List,
    /// Asking for size, times and kind.
    Look,
    /// Opening a file and reading from it.
    Read,
    /// Making a file, or opening one to write into it.
    Create,
    /// Writing into a file that is open.
    Write,
    /// Waiting until the disk has it.
    Flush,
    /// Waiting until the disk has everything on the file system of this folder.
    FlushAll,
    /// Giving it its name.
    Rename,
    /// Removing a file or a folder.
    Remove,
    /// Making a folder, with those above it.
    MakeFolder,
    /// A question to, or a transaction of, the database at this path.
    Database,
}

/// What has been done, and has not failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done<'a> {
    /// A file was made, or one that was there is open to be written into.
    Made(&'a Path),
    /// Bytes were written into a file.
    Wrote(&'a Path),
    /// The first has the name of the second now, in place of what had it.
    Renamed(&'a Path, &'a Path),
    /// A file, or a folder with what was in it, is not there any more.
    Removed(&'a Path),
    /// A folder is there, with those above it.
    MadeFolder(&'a Path),
    /// The disk has a file.
    Flushed(&'a Path),
    /// The disk has the names of a folder.
    FlushedFolder(&'a Path),
    /// The disk has everything on the file system of this folder.
    FlushedAll(&'a Path),
    /// The database at this path has answered, or has ended a transaction; where it wrote, the disk has that only if it was `waited` for.
    Database {
        /// Its first file.
        path: &'a Path,
        /// It waits for the disk at the end of each transaction.
        waited: bool,
    },
}

/// Something that stands in the door. Used by tests alone.
pub trait Interference: std::fmt::Debug + Send + Sync {
    /// Called before an operation, from any thread. An error is what the operation fails with; it may also block.
    fn before(&self, operation: Operation, path: &Path) -> io::Result<()>;

    /// Called after an operation that changed something, or that waited for the disk, and before anything else is done.
    fn after(&self, _done: Done<'_>) {}

    /// Does the reading that has just been done come up short?
    fn short(&self, _path: &Path) -> bool {
        false
    }

    /// Waits before an operation that was refused is tried again.
    fn pause(&self, pause: Duration) {
        std::thread::sleep(pause);
    }

    /// The time that the file server gives for a file, in place of the one of this machine's disk.
    fn server_time(&self, _modified: Option<Moment>, changed: Option<Moment>) -> Option<Moment> {
        changed
    }

    /// How far the file server's clock is from ours, in place of what a probe measured.
    fn skew(&self, measured: Option<ServerClock>) -> Option<ServerClock> {
        measured
    }
}
