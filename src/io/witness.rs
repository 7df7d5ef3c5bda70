//! A note outside of the ledger of which ledger this is and how far it had come: beside the products and in the archive.
//! A ledger that was lost, or put back from an old copy, is told by it before anything that was sent is touched.

use super::disk::Disk;
use super::files::{self, Sync};
use serde::{Deserialize, Serialize};
use std::io::{self, ErrorKind};
use std::path::Path;

/// Its name in each of these folders.
pub const FILE: &str = "_so-tiep-nhan.json";

/// Which ledger stands in a workspace, and how far it had come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    /// The name that the ledger was given when it was made.
    pub ledger: String,
    /// The last entry of its chain when it was told of a freeze, release or decision.
    pub seq: i64,
    /// The hash of that entry.
    pub hash: String,
}

/// Reads the witness of a folder; `None` if there is none that can be understood.
///
/// # Errors
///
/// What the system said, if a witness is there and cannot be read.
pub fn read(disk: &Disk, folder: &Path) -> io::Result<Option<Witness>> {
    match disk.read(&folder.join(FILE)) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(e) => Err(e),
    }
}

/// Writes it, whole or not at all. Its name is not waited for: one that is behind accuses nobody, and is written again.
pub fn write(disk: &Disk, folder: &Path, witness: &Witness) -> io::Result<()> {
    files::replace(disk, &folder.join(FILE), text(witness)?.as_bytes(), Sync::Content).map(drop)
}

/// The text of a witness, as its file holds it.
pub fn text(witness: &Witness) -> io::Result<String> {
    #[derive(Serialize)]
    struct Text<'a> {
        schema: &'static str,
        #[serde(flatten)]
        witness: &'a Witness,
    }
    let mut text = serde_json::to_string_pretty(&Text { schema: "tonghop.witness/1", witness }).map_err(io::Error::other)?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let (disk, dir) = (Disk::default(), tempfile::tempdir().unwrap());
        assert_eq!(read(&disk, dir.path()).unwrap(), None);
        assert_eq!(read(&disk, &dir.path().join("none")).unwrap(), None);
        let witness = Witness { ledger: "a1".to_owned(), seq: 12, hash: "b2".to_owned() };
        write(&disk, dir.path(), &witness).unwrap();
        assert_eq!(read(&disk, dir.path()).unwrap(), Some(witness));
        std::fs::write(dir.path().join(FILE), "{").unwrap();
        assert_eq!(read(&disk, dir.path()).unwrap(), None, "half a witness says nothing");
    }
}
