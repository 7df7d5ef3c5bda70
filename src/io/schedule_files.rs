//! The lines for the scheduler of the machine, kept in `lich-chay/` of the workspace: a technician gives them to the
//! scheduler, and `doctor` holds them against what the calendar asks for today.

use super::disk::Disk;
use super::failure::Failure;
use super::files::{self, Sync};
use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub const FOLDER: &str = "lich-chay";

/// Writes a file, whole or not at all; what stood there is replaced, because it is made again from configuration and calendar at any time.
pub fn write(disk: &Disk, root: &Path, name: &str, text: &str) -> Result<PathBuf, Failure> {
    let path = root.join(FOLDER).join(name);
    files::replace(disk, &path, &bytes(name, text), Sync::Skip).map_err(|e| Failure::writing(&path, &e))?;
    Ok(path)
}

/// The text of a file; `None` if there is none, or it holds no text.
pub fn read(disk: &Disk, root: &Path, name: &str) -> Option<String> {
    let bytes = files::read_if_there(disk, &root.join(FOLDER).join(name)).ok()??;
    let (text, _, _) = encoding_rs::UTF_8.decode(&bytes);
    Some(text.replace("\r\n", "\n"))
}

/// As the system reads it: the Task Scheduler takes UTF-16 with its mark, the command interpreter lines with `\r\n`.
pub fn bytes(name: &str, text: &str) -> Vec<u8> {
    match name.rsplit_once('.') {
        Some((_, "xml")) => std::iter::once(0xFEFF).chain(text.replace('\n', "\r\n").encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        Some((_, "cmd")) => text.replace('\n', "\r\n").into_bytes(),
        _ => text.as_bytes().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_whatever_the_system_wants() {
        let (disk, dir) = (Disk::default(), tempfile::tempdir().unwrap());
        for name in ["cron.txt", "tonghop.xml", "task-scheduler.cmd"] {
            let path = write(&disk, dir.path(), name, "một\nhai & ba\n").unwrap();
            assert_eq!(read(&disk, dir.path(), name).unwrap(), "một\nhai & ba\n", "{}", path.display());
        }
        assert_eq!(bytes("a.xml", "é\n"), [0xFF, 0xFE, 0xE9, 0, b'\r', 0, b'\n', 0]);
        assert_eq!(read(&disk, dir.path(), "other.txt"), None);
    }
}
