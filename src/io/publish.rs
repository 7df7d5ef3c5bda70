//! Putting a product where people take it: the old file or the new one at every moment, never less. The caller has
//! the bytes checked before; the ledger notes them as prepared before and as published after.

use super::failure::{Failure, cause};
use super::files::{Sync, replace};
use std::path::Path;

/// What publishing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// The file is new or was replaced.
    Written,
    /// It already held these bytes; nothing was touched.
    Unchanged,
}

/// Publishes a product and waits until the disk has it. May be called by several threads for different paths.
pub fn publish(path: &Path, bytes: &[u8]) -> Result<Published, Failure> {
    put(path, bytes, Sync::Wait)
}

/// The same for what any later run writes again by itself (feedback, forms, drafts): a kill leaves old or new, but
/// nobody waits for the disk.
pub fn publish_rebuildable(path: &Path, bytes: &[u8]) -> Result<Published, Failure> {
    put(path, bytes, Sync::Skip)
}

fn put(path: &Path, bytes: &[u8], sync: Sync) -> Result<Published, Failure> {
    match replace(path, bytes, sync) {
        Ok(true) => Ok(Published::Written),
        Ok(false) => Ok(Published::Unchanged),
        Err(e) => Err(Failure::Product { path: path.to_owned(), cause: cause(&e) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_product_is_written_replaced_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("2025-W28/TongHop.xlsx");
        assert_eq!(publish(&path, b"1").unwrap(), Published::Written);
        let before = fs::metadata(&path).unwrap().modified().unwrap();
        assert_eq!(publish(&path, b"1").unwrap(), Published::Unchanged);
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
        assert_eq!(publish_rebuildable(&path, b"22").unwrap(), Published::Written);
        assert_eq!(fs::read(&path).unwrap(), b"22");
        assert_eq!(names(path.parent().unwrap()), ["TongHop.xlsx"]);
    }

    #[test]
    fn a_folder_in_the_way_is_a_failure_and_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("TongHop.xlsx");
        fs::create_dir_all(path.join("trong")).unwrap();
        let failure = publish(&path, b"1").unwrap_err();
        assert_eq!(failure.exit_code(), 13);
        assert!(failure.to_string().contains("đây là thư mục"), "{failure}");
        assert_eq!(names(dir.path()), ["TongHop.xlsx"]);
        assert!(path.join("trong").is_dir());
    }

    /// A write that fails half-way: the temporary name cannot be made because a folder stands there.
    #[test]
    fn a_failure_leaves_the_old_product() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("TongHop.xlsx");
        publish(&path, b"old").unwrap();
        fs::create_dir_all(dir.path().join(".tonghop-TongHop.xlsx.tmp/x")).unwrap();
        assert_eq!(publish(&path, b"new").unwrap_err().exit_code(), 13);
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn what_a_killed_run_left_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("TongHop.xlsx");
        publish(&path, b"old").unwrap();
        fs::write(dir.path().join(".tonghop-TongHop.xlsx.tmp"), b"ha").unwrap();
        assert_eq!(publish(&path, b"old").unwrap(), Published::Unchanged);
        assert_eq!(names(dir.path()), ["TongHop.xlsx"]);
    }
}
