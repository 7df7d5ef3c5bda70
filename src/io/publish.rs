//! Putting a product where people take it: the old file or the new one at every moment, never less. The caller has
//! the bytes checked before; the ledger notes them as prepared before and as published after.
//!
//! What somebody has open is not taken from under their hands: what a later run writes again waits for that run, and
//! what is final is written beside it under a numbered name. So is what is final where a file stands that is not ours.

use super::disk::Disk;
use super::failure::{Failure, cause};
use super::files::{self, Sync, holds, replace, replace_private};
use super::owner_file::{self, Holder};
use super::platform::{Here, Refusal, System};
use crate::model::moment::Moment;
use crate::sheets::edition;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Numbers tried for a file beside one that is open: `_2` up to this.
const NUMBER_MAX: u32 = 99;

/// What came of publishing a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Publication {
    /// The file is new or was replaced.
    Written,
    /// It already held these bytes; nothing was touched.
    Unchanged,
    /// Somebody has it open: nothing was written.
    Open(Holder),
    /// Somebody has it open: the bytes stand in this file beside it, newly written or from before.
    Beside(PathBuf, Holder),
    /// Another file has that name and stays: the bytes stand in this file beside it, newly written or from before.
    Aside(PathBuf),
}

/// Publishes what is final and waits until the disk has it. May be called by several threads for different paths.
pub fn publish(disk: &Disk, path: &Path, bytes: &[u8], now: Moment) -> Result<Publication, Failure> {
    match put(disk, path, bytes, Sync::Wait, now)? {
        Publication::Open(holder) => beside(disk, path, bytes).map(|sibling| Publication::Beside(sibling, holder)),
        done => Ok(done),
    }
}

/// What [`publish`] does with what is final, and [`publish_draft`] with a draft, for one file of a set: it is whole under its name or
/// not there under it, and the names are waited for by [`wait_for_names`], once for all.
pub fn publish_in_set(disk: &Disk, path: &Path, bytes: &[u8], now: Moment, is_final: bool) -> Result<Publication, Failure> {
    match put(disk, path, bytes, Sync::Content, now)? {
        Publication::Open(holder) if is_final => beside(disk, path, bytes).map(|sibling| Publication::Beside(sibling, holder)),
        done => Ok(done),
    }
}

/// Makes the folders of a set, before several threads write into them; those that cannot be made, each with the cause.
pub fn make_folders<'a>(disk: &Disk, paths: impl Iterator<Item = &'a Path>) -> BTreeMap<&'a Path, String> {
    let make = |folder: &'a Path| files::create_folder_for_good(disk, folder).err().map(|e| (folder, cause(&e)));
    folders(paths).into_iter().filter_map(make).collect()
}

/// Waits until the disk has the names of a set.
pub fn wait_for_names<'a>(disk: &Disk, paths: impl Iterator<Item = &'a Path>) -> Result<(), Failure> {
    let wait = |folder: &Path| disk.sync_folder(folder).map_err(|e| Failure::Product { path: folder.to_owned(), cause: cause(&e) });
    folders(paths).into_iter().try_for_each(wait)
}

fn folders<'a>(paths: impl Iterator<Item = &'a Path>) -> BTreeSet<&'a Path> {
    paths.map(|path| path.parent().unwrap_or(Path::new("."))).collect()
}

/// Publishes what is final where another file has its name, which stays as it is.
pub fn publish_aside(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<Publication, Failure> {
    beside(disk, path, bytes).map(Publication::Aside)
}

/// The same for what a later run brings up to date (drafts): one that is open stays as it is.
pub fn publish_draft(disk: &Disk, path: &Path, bytes: &[u8], now: Moment) -> Result<Publication, Failure> {
    put(disk, path, bytes, Sync::Wait, now)
}

/// The same for what any later run writes again by itself (feedback, forms): a kill leaves old or new, but nobody waits
/// for the disk.
pub fn publish_rebuildable(disk: &Disk, path: &Path, bytes: &[u8], now: Moment) -> Result<Publication, Failure> {
    put(disk, path, bytes, Sync::Skip, now)
}

/// The same for what stays with the desk's own people: nobody but the owner can look into its folder.
pub fn publish_private(disk: &Disk, path: &Path, bytes: &[u8], now: Moment) -> Result<Publication, Failure> {
    let failed = |e: std::io::Error| Failure::Product { path: path.to_owned(), cause: cause(&e) };
    let folder = path.parent().unwrap_or(Path::new("."));
    disk.create_private_dir(folder).map_err(failed)?;
    put_by(disk, path, bytes, now, || replace_private(disk, path, bytes, Sync::Skip))
}

fn put(disk: &Disk, path: &Path, bytes: &[u8], sync: Sync, now: Moment) -> Result<Publication, Failure> {
    put_by(disk, path, bytes, now, || replaced(disk, path, bytes, sync))
}

fn put_by(
    disk: &Disk,
    path: &Path,
    bytes: &[u8],
    now: Moment,
    replace: impl FnOnce() -> std::io::Result<bool>,
) -> Result<Publication, Failure> {
    let failed = |e: std::io::Error| Failure::Product { path: path.to_owned(), cause: cause(&e) };
    if let Some(holder) = owner_file::holder(disk, path, now)
        && disk.exists(path)
        && !holds(disk, path, bytes).map_err(failed)?
    {
        return Ok(Publication::Open(holder));
    }
    match replace() {
        Ok(true) => Ok(Publication::Written),
        Ok(false) => Ok(Publication::Unchanged),
        Err(e) if is_open(disk, path, &e) && disk.exists(path) => Ok(Publication::Open(Holder::default())),
        Err(e) => Err(failed(e)),
    }
}

/// What stays at the desk is not for everybody who takes what leaves from the same folder.
fn replaced(disk: &Disk, path: &Path, bytes: &[u8], sync: Sync) -> std::io::Result<bool> {
    if edition::is_internal(path) { replace_private(disk, path, bytes, sync) } else { replace(disk, path, bytes, sync) }
}

/// Does the system refuse because another program has the file open? A folder without rights is not one of somebody
/// who has it open: numbered files would be refused there just as well.
fn is_open(disk: &Disk, path: &Path, error: &std::io::Error) -> bool {
    match Here::refusal(error) {
        Refusal::Held => true,
        Refusal::Denied => disk.is_held_open(path),
        Refusal::Other => false,
    }
}

/// Puts bytes beside a file that is to stay, under the first number that is free, unless they stand there already.
fn beside(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let mut free = None;
    for number in 2..=NUMBER_MAX {
        let sibling = numbered(path, number);
        let failed = |e: std::io::Error| Failure::Product { path: sibling.clone(), cause: cause(&e) };
        if !disk.exists(&sibling) {
            free.get_or_insert(sibling);
        } else if holds(disk, &sibling, bytes).map_err(failed)? {
            return Ok(sibling);
        }
    }
    let sibling = free
        .ok_or_else(|| Failure::Product {
            path: path.to_owned(), cause: "đã có quá nhiều bản đánh số bên cạnh".to_owned()
        })?;
    match replaced(disk, &sibling, bytes, Sync::Wait) {
        Ok(_) => Ok(sibling),
        Err(e) => Err(Failure::Product { path: sibling, cause: cause(&e) }),
    }
}

/// `TongHop_SKHCN_T28_2025_2.xlsx`; a second version of a release is called `_v2`.
fn numbered(path: &Path, number: u32) -> PathBuf {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let extension = path.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{}_{number}{extension}", part(path.file_stem())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::disk::{Interference, Operation};
    use crate::io::owner_file::tests::excel_sign;
    use std::fs;
    use std::io::ErrorKind;
    use std::sync::Arc;

    fn now() -> Moment {
        crate::io::clock::now()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_product_is_written_replaced_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("2025-W28/TongHop.xlsx");
        assert_eq!(publish(&Disk::default(), &path, b"1", now()).unwrap(), Publication::Written);
        let before = fs::metadata(&path).unwrap().modified().unwrap();
        assert_eq!(publish(&Disk::default(), &path, b"1", now()).unwrap(), Publication::Unchanged);
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
        assert_eq!(publish_rebuildable(&Disk::default(), &path, b"22", now()).unwrap(), Publication::Written);
        assert_eq!(fs::read(&path).unwrap(), b"22");
        assert_eq!(names(path.parent().unwrap()), ["TongHop.xlsx"]);
    }

    #[test]
    fn a_folder_in_the_way_is_a_failure_and_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("TongHop.xlsx");
        fs::create_dir_all(path.join("trong")).unwrap();
        let failure = publish(&Disk::default(), &path, b"1", now()).unwrap_err();
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
        publish(&Disk::default(), &path, b"old", now()).unwrap();
        fs::create_dir_all(dir.path().join(".tonghop-TongHop.xlsx.tmp/x")).unwrap();
        assert_eq!(publish(&Disk::default(), &path, b"new", now()).unwrap_err().exit_code(), 13);
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn what_a_killed_run_left_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("TongHop.xlsx");
        publish(&Disk::default(), &path, b"old", now()).unwrap();
        fs::write(dir.path().join(".tonghop-TongHop.xlsx.tmp"), b"ha").unwrap();
        assert_eq!(publish(&Disk::default(), &path, b"old", now()).unwrap(), Publication::Unchanged);
        assert_eq!(names(dir.path()), ["TongHop.xlsx"]);
    }

    #[test]
    fn a_file_that_is_open_is_left_alone_and_what_is_final_goes_beside_it() {
        let (dir, disk) = (tempfile::tempdir().unwrap(), Disk::default());
        let path = dir.path().join("TongHop.xlsx");
        let sign = dir.path().join("~$TongHop.xlsx");
        fs::write(&sign, excel_sign("An")).unwrap();
        assert_eq!(publish(&disk, &path, b"old", now()).unwrap(), Publication::Written, "nothing is there yet");
        let an = Holder { name: Some("An".into()) };
        assert_eq!(publish_draft(&disk, &path, b"new", now()).unwrap(), Publication::Open(an.clone()));
        assert_eq!(publish_rebuildable(&disk, &path, b"new", now()).unwrap(), Publication::Open(an.clone()));
        assert_eq!(publish_draft(&disk, &path, b"old", now()).unwrap(), Publication::Unchanged);
        let second = dir.path().join("TongHop_2.xlsx");
        for _ in 0..2 {
            assert_eq!(publish(&disk, &path, b"new", now()).unwrap(), Publication::Beside(second.clone(), an.clone()));
        }
        assert_eq!(publish(&disk, &path, b"newer", now()).unwrap(), Publication::Beside(dir.path().join("TongHop_3.xlsx"), an));
        assert_eq!(names(dir.path()), ["TongHop.xlsx", "TongHop_2.xlsx", "TongHop_3.xlsx", "~$TongHop.xlsx"]);
        assert_eq!((fs::read(&path).unwrap(), fs::read(&second).unwrap()), (b"old".to_vec(), b"new".to_vec()));
        fs::remove_file(&sign).unwrap();
        assert_eq!(publish(&disk, &path, b"new", now()).unwrap(), Publication::Written);
    }

    /// As Windows refuses, where there is no sign beside the file.
    #[derive(Debug)]
    struct Busy(PathBuf, ErrorKind);

    impl Interference for Busy {
        fn before(&self, operation: Operation, path: &Path) -> std::io::Result<()> {
            if operation == Operation::Rename && path == self.0 { Err(self.1.into()) } else { Ok(()) }
        }

        fn pause(&self, _pause: std::time::Duration) {}
    }

    #[test]
    fn a_refusal_by_the_system_is_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("TongHop.xlsx");
        let disk = Disk::with(Arc::new(Busy(path.clone(), ErrorKind::ResourceBusy)));
        assert_eq!(publish(&disk, &path, b"new", now()).unwrap_err().exit_code(), 13, "no file is there that could be open");
        fs::write(&path, b"old").unwrap();
        assert_eq!(publish_draft(&disk, &path, b"new", now()).unwrap(), Publication::Open(Holder::default()));
        let second = dir.path().join("TongHop_2.xlsx");
        assert_eq!(publish(&disk, &path, b"new", now()).unwrap(), Publication::Beside(second, Holder::default()));
        assert_eq!(names(dir.path()), ["TongHop.xlsx", "TongHop_2.xlsx"]);
    }

    #[test]
    fn missing_rights_are_not_somebody_who_has_it_open() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("TongHop.xlsx");
        fs::write(&path, b"old").unwrap();
        let disk = Disk::with(Arc::new(Busy(path.clone(), ErrorKind::PermissionDenied)));
        for publish in [publish, publish_draft, publish_rebuildable] {
            let failure = publish(&disk, &path, b"new", now()).unwrap_err();
            assert!(failure.exit_code() == 13 && failure.to_string().contains("không có quyền"), "{failure}");
        }
        assert_eq!((names(dir.path()), fs::read(&path).unwrap()), (vec!["TongHop.xlsx".to_owned()], b"old".to_vec()));
    }
}
