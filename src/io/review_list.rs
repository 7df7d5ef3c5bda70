//! The list of what a run is reviewing, a plain file beside the ledger: `so-tiep-nhan/dang-soat.json`. A run that ended
//! without a word leaves it; the next one knows by it what may have been the reason.

use super::disk::Disk;
use super::files::{self, Sync};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// What stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewList {
    /// What contents were reviewed by and with: the program's sources and the register.
    pub by: String,
    /// The number of the last receipt that a review by the same came through with; 0 if there is none.
    pub proven: i64,
    /// The contents in review, by SHA-256; empty while none is.
    pub in_review: Vec<String>,
}

/// The list of a workspace's records.
pub fn path(records: &Path) -> PathBuf {
    records.join("dang-soat.json")
}

/// The list that is there; an empty one if there is none, or nobody can read it.
pub fn read(disk: &Disk, records: &Path) -> ReviewList {
    let bytes = disk.read(&path(records)).ok();
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Writes the list, whole or not at all. It need not outlive a power cut: that kills no program by what it reviews.
pub fn write(disk: &Disk, records: &Path, list: &ReviewList) -> io::Result<()> {
    let text = serde_json::to_vec(list).map_err(io::Error::other)?;
    files::replace(disk, &path(records), &text, Sync::Skip).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written_and_nonsense_is_none() {
        let (disk, dir) = (Disk::default(), tempfile::tempdir().unwrap());
        assert_eq!(read(&disk, dir.path()), ReviewList::default());
        let list = ReviewList { by: "x".to_owned(), proven: 3, in_review: vec!["aa".to_owned()] };
        write(&disk, dir.path(), &list).unwrap();
        assert_eq!(read(&disk, dir.path()), list);
        std::fs::write(path(dir.path()), b"{\"by\":").unwrap();
        assert_eq!(read(&disk, dir.path()), ReviewList::default());
    }
}
