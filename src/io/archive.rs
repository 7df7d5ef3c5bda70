//! The archive: every received content once, under its SHA-256, never changed. Products are built from here alone.
//!
//! A receipt may be written only after [`Archive::flush`]: then no power cut leaves a receipt without its content.

use super::completeness::is_complete;
use super::disk::Disk;
use super::failure::{Action, Failure, cause, is_gone};
use super::files::holds;
use super::platform::{Here, Refusal, Sharing, System};
use crate::model::moment::{Moment, VIETNAM};
pub use crate::text::sha256::of as sha256;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A file that was read, unchanged while it was read: whole, or its beginning ([`take_head`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeFile {
    /// SHA-256 of what was read, in hexadecimal.
    pub sha256: String,
    /// Size of the file in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970, as it was before and after.
    pub modified_ns: i64,
    /// What was read: the whole file, or its beginning where only that was taken.
    pub bytes: Vec<u8>,
}

/// Why a file could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArriveError {
    /// It changed while it was read: still being written.
    #[error("tệp đang được chép")]
    Arriving,
    /// It is not there, at least for the moment: Excel saves by removing the old file and renaming a new one.
    #[error("không tìm thấy")]
    Gone,
    /// The file system refused it, or it is no regular file; the cause, in Vietnamese.
    #[error("{0}")]
    Unreadable(String),
    /// It is larger than the limit; not read.
    #[error("tệp quá lớn ({0} byte)")]
    TooLarge(u64),
    /// Our own archive could not be written.
    #[error(transparent)]
    Archive(#[from] Failure),
}

/// The archive of a workspace.
#[derive(Debug, Clone)]
pub struct Archive {
    disk: Disk,
    folder: PathBuf,
    /// Read where `folder` has no such content.
    behind: Option<PathBuf>,
    /// The folder itself was made, and nobody has waited for its name. All clones know.
    is_new: Arc<AtomicBool>,
}

/// Reads a file of at most `bytes_max` and looks at size and times before and after; a link, pipe or folder is not
/// opened. A file that a program has open for writing is still arriving, unless it is `steady` (two looks gave the same
/// size and time) and has its end: then it is a report that somebody left open in Excel.
pub fn take(disk: &Disk, source: &Path, bytes_max: u64, steady: bool) -> Result<WholeFile, ArriveError> {
    let before = looked_at(disk, source)?;
    if before.len() > bytes_max {
        return Err(ArriveError::TooLarge(before.len()));
    }
    let (file, held) = opened(disk, source, &before, steady)?;
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or(0));
    // One byte more than expected tells a file that grows.
    disk.read_on(source, (&file).take(before.len() + 1), &mut bytes).map_err(|e| refused(&e))?;
    let opened = file.metadata().map_err(|e| refused(&e))?;
    let after = disk.symlink_metadata(source).map_err(|e| refused(&e))?;
    let same = look(&before) == look(&after) && look(&before) == look(&opened) && bytes.len() as u64 == before.len();
    if !same || (held && !is_complete(&bytes)) {
        return Err(ArriveError::Arriving);
    }
    Ok(WholeFile { sha256: sha256(&bytes), size: before.len(), modified_ns: modified_ns(&before), bytes })
}

/// The beginning of a file that is too large to be read whole, at most `head_bytes`. `steady` as for [`take`].
pub fn take_head(disk: &Disk, source: &Path, head_bytes: usize, steady: bool) -> Result<WholeFile, ArriveError> {
    let before = looked_at(disk, source)?;
    let (file, _) = opened(disk, source, &before, steady)?;
    let mut head = Vec::new();
    disk.read_on(source, (&file).take(u64::try_from(head_bytes).unwrap_or(u64::MAX)), &mut head).map_err(|e| refused(&e))?;
    let after = disk.symlink_metadata(source).map_err(|e| refused(&e))?;
    let all = u64::try_from(head.len()).is_ok_and(|read| read == before.len()) || head.len() == head_bytes;
    if look(&before) != look(&after) || !all {
        return Err(ArriveError::Arriving);
    }
    Ok(WholeFile { sha256: sha256(&head), size: before.len(), modified_ns: modified_ns(&before), bytes: head })
}

fn refused(error: &std::io::Error) -> ArriveError {
    if is_gone(error) {
        ArriveError::Gone
    } else if Here::refusal(error) == Refusal::Held {
        // Still open at the office.
        ArriveError::Arriving
    } else {
        ArriveError::Unreadable(cause(error))
    }
}

/// A regular file that is really on this machine's side, before it is opened.
fn looked_at(disk: &Disk, source: &Path) -> Result<Metadata, ArriveError> {
    let data = disk.symlink_metadata(source).map_err(|e| refused(&e))?;
    if !data.is_file() {
        return Err(ArriveError::Unreadable("không phải tệp thường".to_owned()));
    }
    if Here::is_in_the_cloud(&data) {
        return Err(ArriveError::Unreadable("đang lưu trên đám mây, chưa có trên máy này".to_owned()));
    }
    Ok(data)
}

/// Opens what was looked at: another file that took its place meanwhile is one that is still arriving, and anything
/// but a file is refused. A steady file that a writer holds is opened all the same; says whether one does.
fn opened(disk: &Disk, source: &Path, before: &Metadata, steady: bool) -> Result<(File, bool), ArriveError> {
    let (file, held) = match disk.open_foreign(source, Sharing::Readers) {
        Err(e) if steady && Here::refusal(&e) == Refusal::Held => (disk.open_foreign(source, Sharing::Anybody), true),
        file => (file, false),
    };
    let file = file.map_err(|e| refused(&e))?;
    let opened = file.metadata().map_err(|e| refused(&e))?;
    if !opened.is_file() {
        return Err(ArriveError::Unreadable("không phải tệp thường".to_owned()));
    }
    if look(before) == look(&opened) { Ok((file, held)) } else { Err(ArriveError::Arriving) }
}

/// Modification time in nanoseconds since 1970; 0 where the file system has none.
pub(super) fn modified_ns(data: &Metadata) -> i64 {
    let since = |t: std::time::SystemTime| match t.duration_since(std::time::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |n| -n),
    };
    data.modified().map_or(0, since)
}

/// What must not change while a file is read.
fn look(data: &Metadata) -> (u64, i64, u64) {
    (data.len(), modified_ns(data), Here::file_number(data))
}

impl Archive {
    /// The archive in a records folder.
    pub fn at(disk: &Disk, records: &Path) -> Self {
        Self { disk: disk.clone(), folder: records.join("archive"), behind: None, is_new: Arc::default() }
    }

    /// The archive of a scratch folder that reads what it does not have from another one, and writes nothing there.
    pub fn before(disk: &Disk, scratch: &Path, records: &Path) -> Self {
        Self { disk: disk.clone(), folder: scratch.join("archive"), behind: Some(records.join("archive")), is_new: Arc::default() }
    }

    /// Where a content lies, or would lie.
    pub fn path(&self, sha256: &str) -> PathBuf {
        below(&self.folder, sha256)
    }

    /// Where a content is read from: for an archive of a scratch folder the one behind it, if the scratch has none.
    pub fn place(&self, sha256: &str) -> PathBuf {
        match &self.behind {
            Some(behind) if !self.contains(sha256) => below(behind, sha256),
            _ => self.path(sha256),
        }
    }

    /// The size in bytes of what would be read; `None` if it cannot be had.
    pub fn size(&self, sha256: &str) -> Option<u64> {
        self.disk.metadata(&self.place(sha256)).ok().map(|data| data.len())
    }

    /// Is a content there?
    pub fn contains(&self, sha256: &str) -> bool {
        self.disk.metadata(&self.path(sha256)).is_ok_and(|data| data.is_file())
    }

    /// Keeps what a command that started `at` has taken; the copy bears that time ([`Archive::kept_at`]). Several threads may keep
    /// at once. Says whether it was new; call [`Archive::flush`] before anything refers to it.
    pub fn keep(&self, taken: &WholeFile, at: Moment) -> Result<bool, Failure> {
        self.keep_bytes(&taken.sha256, &taken.bytes, Some(at))
    }

    /// When a content was kept first, as its copy says: what the ledger does not know any more, where it was lost. `None` if it is
    /// not there.
    pub fn kept_at(&self, sha256: &str) -> Option<Moment> {
        let data = self.disk.metadata(&self.place(sha256)).ok()?;
        Some(DateTime::<Utc>::from(data.modified().ok()?).with_timezone(&VIETNAM))
    }

    /// Keeps bytes under their SHA-256, which the caller knows; says whether they were new. As for [`Archive::keep`].
    pub(super) fn keep_whole(&self, sha256: &str, bytes: &[u8]) -> Result<bool, Failure> {
        self.keep_bytes(sha256, bytes, None)
    }

    fn keep_bytes(&self, sha256: &str, bytes: &[u8], at: Option<Moment>) -> Result<bool, Failure> {
        let path = self.path(sha256);
        // A run that was cut off may have left a damaged copy that no receipt refers to yet: equal, or written anew.
        let kept = || holds(&self.disk, &path, bytes).unwrap_or(false);
        if kept() {
            return Ok(false);
        }
        match self.write(&path, bytes, at) {
            Ok(()) => Ok(true),
            // Another thread gave the same content its name at the same moment; some systems let only one of them.
            Err(_) if kept() => Ok(false),
            Err(e) => Err(Failure::writing(&path, &e)),
        }
    }

    fn write(&self, path: &Path, bytes: &[u8], at: Option<Moment>) -> std::io::Result<()> {
        if !self.disk.exists(&self.folder) {
            self.is_new.store(true, Ordering::Relaxed);
        }
        self.disk.create_dir_all(path.parent().unwrap_or(&self.folder))?;
        // Two threads may hold the same content, so the temporary name is a random one.
        let file = self.disk.temporary_in(&self.folder)?;
        self.disk.write_all(file.path(), file.as_file(), bytes)?;
        if let Some(at) = at {
            // A copy that bears the machine's own time serves as well, a little later.
            drop(file.as_file().set_modified(at.into()));
        }
        self.disk.persist(file, path)
    }

    /// Waits until the disk has these contents. Many are waited for in one go where the system can; else side by side, which costs
    /// hardly more than one. A few are waited for by themselves: the one go waits for everything that other programs wrote, too. In an
    /// archive that was just made every folder is new, and even a few are many waits.
    pub fn flush(&self, sha256s: &[String]) -> Result<(), Failure> {
        const FEW: usize = 4;
        let paths: BTreeSet<PathBuf> = sha256s.iter().map(|sha| self.path(sha)).collect();
        let many = paths.len() > FEW || (self.is_new.load(Ordering::Relaxed) && !paths.is_empty());
        if many && self.disk.sync_file_system(&self.folder).map_err(|e| Failure::writing(&self.folder, &e))? {
            self.is_new.store(false, Ordering::Relaxed);
            return Ok(());
        }
        wait_for(&paths, |path| self.disk.open_to_sync(path).and_then(|file| self.disk.sync(path, &file)))?;
        let folders = paths.iter().filter_map(|path| path.parent()).chain((!paths.is_empty()).then_some(self.folder.as_path()));
        let above = self.folder.parent().filter(|_| self.is_new.load(Ordering::Relaxed));
        wait_for(&folders.chain(above).map(Path::to_owned).collect(), |folder| self.disk.sync_folder(folder))?;
        self.is_new.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// Keeps bytes we have at hand (registers, configuration); returns their SHA-256.
    pub fn put(&self, bytes: &[u8]) -> Result<String, Failure> {
        let sha256s = self.put_all(std::iter::once(bytes))?;
        Ok(sha256s.into_iter().next().unwrap_or_default())
    }

    /// Keeps several of them, and waits once for all that are new; returns their SHA-256, in order.
    pub fn put_all<'a>(&self, contents: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<String>, Failure> {
        let kept = self.keep_all(contents)?;
        let new: Vec<String> = kept.iter().filter(|(_, is_new)| *is_new).map(|(sha256, _)| sha256.clone()).collect();
        if !new.is_empty() {
            self.flush(&new)?;
        }
        Ok(kept.into_iter().map(|(sha256, _)| sha256).collect())
    }

    /// Keeps what is about to be sealed, and waits for all of it: what is there already may be of a run that was killed before it waited.
    pub fn put_to_seal<'a>(&self, contents: impl IntoIterator<Item = &'a [u8]>) -> Result<(), Failure> {
        let kept: Vec<String> = self.keep_all(contents)?.into_iter().map(|(sha256, _)| sha256).collect();
        self.flush(&kept)
    }

    fn keep_all<'a>(&self, contents: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<(String, bool)>, Failure> {
        let keep = |bytes: &[u8]| {
            let sha256 = sha256(bytes);
            let is_new = self.keep_bytes(&sha256, bytes, None)?;
            Ok((sha256, is_new))
        };
        contents.into_iter().map(keep).collect()
    }

    /// The content of an address, checked against it.
    pub fn read(&self, sha256: &str) -> Result<Vec<u8>, Failure> {
        let path = self.place(sha256);
        let bytes = self.disk.read(&path).map_err(|e| Failure::reading(&path, &e))?;
        if self::sha256(&bytes) != sha256 {
            return Err(Failure::Io {
                path, action: Action::Read, cause: "bản lưu đã bị thay đổi, mã SHA-256 không khớp".to_owned()
            });
        }
        Ok(bytes)
    }

    /// Does something else lie under the address? `false` also where nothing can be read there.
    pub fn is_damaged(&self, sha256: &str) -> bool {
        self.disk.read(&self.place(sha256)).is_ok_and(|bytes| self::sha256(&bytes) != sha256)
    }

    /// Every content that begins in one of these ways, one after the other; what cannot be read is passed over.
    pub fn beginning_with(&self, heads: &'static [&'static [u8]]) -> impl Iterator<Item = Vec<u8>> + '_ {
        let below = |folder: &Path| -> Vec<PathBuf> {
            let entries = self.disk.entries(folder).ok();
            let mut paths: Vec<PathBuf> = entries.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path().to_owned())).collect();
            paths.sort_unstable();
            paths
        };
        let folders = below(&self.folder);
        let files = folders.into_iter().flat_map(move |folder| below(&folder));
        let longest = heads.iter().map(|head| head.len()).max().unwrap_or_default();
        files.filter_map(move |path| {
            let mut begins = Vec::with_capacity(longest);
            let file = self.disk.open(&path).ok()?;
            file.take(u64::try_from(longest).ok()?).read_to_end(&mut begins).ok()?;
            if heads.iter().any(|head| begins.starts_with(head)) { self.disk.read(&path).ok() } else { None }
        })
    }

    /// Takes a content out for good: a document with a mark of secrecy must not stay here. The ledger keeps that.
    pub fn remove(&self, sha256: &str) -> Result<(), Failure> {
        let path = self.path(sha256);
        match self.disk.remove_file(&path) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(Failure::writing(&path, &e)),
            _ => Ok(()),
        }
    }

    /// Removes what a killed run left half-written. Only under the run lock.
    pub fn clean(&self) -> Result<(), Failure> {
        let entries = match self.disk.entries(&self.folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(Failure::reading(&self.folder, &e)),
        };
        for entry in entries.filter_map(Result::ok) {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(".tonghop-") && name.ends_with(".tmp") {
                self.disk.remove_file(entry.path()).map_err(|e| Failure::writing(entry.path(), &e))?;
            }
        }
        Ok(())
    }
}

fn below(folder: &Path, sha256: &str) -> PathBuf {
    folder.join(sha256.get(..2).unwrap_or("00")).join(sha256)
}

/// Waits for many things at once: the disk does them in one go. The first failure, in the order of the paths.
fn wait_for(paths: &BTreeSet<PathBuf>, wait: impl Fn(&Path) -> std::io::Result<()> + Sync) -> Result<(), Failure> {
    const THREADS: usize = 8;
    let paths: Vec<&PathBuf> = paths.iter().collect();
    let share = paths.len().div_ceil(THREADS).max(1);
    let wait_for_share = |share: &[&PathBuf]| share.iter().try_for_each(|path| wait(path).map_err(|e| Failure::writing(path, &e)));
    std::thread::scope(|scope| {
        let threads: Vec<_> = paths.chunks(share).map(|share| scope.spawn(|| wait_for_share(share))).collect();
        // A thread that panicked has not waited; the panic goes on here.
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::disk::{Done, Interference, Operation};
    use std::fs;
    use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

    fn fixture() -> (tempfile::TempDir, Archive, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let archive = Archive::at(&Disk::default(), &dir.path().join("so-tiep-nhan"));
        let source = dir.path().join("BC.xlsx");
        fs::write(&source, b"abc").unwrap();
        (dir, archive, source)
    }

    /// A file that was taken and kept, as a run does with many.
    fn kept(archive: &Archive, source: &Path) -> WholeFile {
        let taken = take(&archive.disk, source, 100, false).unwrap();
        archive.keep(&taken, at()).unwrap();
        archive.flush(std::slice::from_ref(&taken.sha256)).unwrap();
        taken
    }

    fn at() -> Moment {
        Moment::parse_from_rfc3339("2025-07-11T10:59:58+07:00").unwrap()
    }

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn contents_are_found_by_how_they_begin() {
        let (_dir, archive, _) = fixture();
        for content in ["{\"a\":1}", "{\n  \"a\": 2}", "{\"b\":3}", "{"] {
            archive.put(content.as_bytes()).unwrap();
        }
        let mut found: Vec<Vec<u8>> = archive.beginning_with(&[b"{\"a\":", b"{\n  \"a\": "]).collect();
        found.sort_unstable();
        assert_eq!(found, [b"{\n  \"a\": 2}".to_vec(), b"{\"a\":1}".to_vec()], "as it is written, and as it was before");
    }

    #[test]
    fn content_is_kept_once_under_its_hash() {
        let (dir, archive, source) = fixture();
        let taken = kept(&archive, &source);
        assert_eq!((taken.sha256.as_str(), taken.size, taken.bytes.as_slice()), (ABC, 3, b"abc".as_slice()));
        assert!(dir.path().join("so-tiep-nhan/archive/ba").join(ABC).is_file());
        assert!(!archive.keep(&taken, at() + chrono::TimeDelta::hours(1)).unwrap(), "already there");
        assert_eq!(archive.kept_at(ABC), Some(at()), "the first time stays");
        assert_eq!(archive.kept_at("00"), None);
        assert_eq!(archive.read(ABC).unwrap(), b"abc");
        assert_eq!(archive.put(b"abc").unwrap(), ABC);
    }

    #[test]
    fn a_changed_copy_is_noticed_and_a_new_receipt_mends_it() {
        let (_dir, archive, source) = fixture();
        let taken = kept(&archive, &source);
        fs::write(archive.path(ABC), b"abd").unwrap();
        assert!(archive.read(ABC).unwrap_err().to_string().contains("SHA-256 không khớp"));
        assert!(archive.keep(&taken, at()).unwrap());
        assert_eq!(archive.read(ABC).unwrap(), b"abc");
    }

    #[test]
    fn only_regular_files_within_the_limit_are_taken() {
        let (dir, _archive, source) = fixture();
        assert_eq!(take(&Disk::default(), &source, 2, false), Err(ArriveError::TooLarge(3)));
        assert!(matches!(take(&Disk::default(), dir.path(), 100, false), Err(ArriveError::Unreadable(_))));
        assert_eq!(take(&Disk::default(), &dir.path().join("khong-co"), 100, false), Err(ArriveError::Gone));
        #[cfg(unix)]
        {
            let link = dir.path().join("link.xlsx");
            std::os::unix::fs::symlink(&source, &link).unwrap();
            assert!(matches!(take(&Disk::default(), &link, 100, false), Err(ArriveError::Unreadable(_))));
        }
    }

    #[test]
    fn a_file_whose_hash_is_asked_for_may_be_removed() {
        let (_dir, archive, source) = fixture();
        kept(&archive, &source);
        archive.remove(ABC).unwrap();
        archive.remove(ABC).unwrap();
        assert!(!archive.contains(ABC) && archive.read(ABC).is_err());
    }

    #[test]
    fn many_threads_keep_the_same_content() {
        let (_dir, archive, source) = fixture();
        let taken = take(&Disk::default(), &source, 100, false).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| archive.keep(&taken, at()).unwrap());
            }
        });
        archive.flush(std::slice::from_ref(&taken.sha256)).unwrap();
        assert_eq!(archive.read(ABC).unwrap(), b"abc");
    }

    /// What Excel or a copying program does to readers who ask that nobody writes.
    #[derive(Debug)]
    struct Writer(PathBuf, AtomicU32);

    impl Interference for Writer {
        fn before(&self, operation: Operation, path: &Path) -> std::io::Result<()> {
            let held = operation == Operation::Read && path == self.0 && self.1.fetch_add(1, SeqCst) == 0;
            if held { Err(ErrorKind::ResourceBusy.into()) } else { Ok(()) }
        }
    }

    #[test]
    fn a_report_left_open_is_taken_once_it_is_steady_and_whole() {
        let (dir, _, _) = fixture();
        let mut whole = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        whole.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let whole = whole.finish().unwrap().into_inner();
        let half = &whole[..whole.len() / 2];
        for (bytes, steady, taken) in [(whole.as_slice(), true, true), (&whole, false, false), (half, true, false)] {
            let source = dir.path().join("mo.xlsx");
            fs::write(&source, bytes).unwrap();
            let disk = Disk::with(Arc::new(Writer(source.clone(), AtomicU32::new(0))));
            let found = take(&disk, &source, 10_000, steady);
            assert_eq!(found.as_ref().map(|t| t.bytes.as_slice()), if taken { Ok(bytes) } else { Err(&ArriveError::Arriving) });
            let disk = Disk::with(Arc::new(Writer(source.clone(), AtomicU32::new(0))));
            assert_eq!(take_head(&disk, &source, 4, steady).is_ok(), steady, "its size alone is judged");
        }
    }

    /// Of two threads that keep the same content, the second is refused the name.
    #[derive(Debug)]
    struct Second(PathBuf, &'static [u8]);

    impl Interference for Second {
        fn before(&self, operation: Operation, path: &Path) -> std::io::Result<()> {
            if operation != Operation::Rename || path != self.0 {
                return Ok(());
            }
            fs::write(path, self.1)?;
            Err(ErrorKind::PermissionDenied.into())
        }
    }

    const ALL: &str = "everything";

    /// What was waited for, by its last name.
    #[derive(Debug, Default)]
    struct Waits(std::sync::Mutex<Vec<String>>);

    impl Interference for Waits {
        fn before(&self, _: Operation, _: &Path) -> std::io::Result<()> {
            Ok(())
        }

        fn after(&self, done: Done<'_>) {
            let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
            let waited = match done {
                Done::Flushed(path) | Done::FlushedFolder(path) => name(path),
                Done::FlushedAll(_) => ALL.to_owned(),
                _ => return,
            };
            self.0.lock().unwrap().push(waited);
        }
    }

    #[test]
    fn what_is_sealed_is_waited_for_also_where_a_killed_run_left_it_and_so_is_a_new_archive() {
        let (_dir, archive, _) = fixture();
        let waits = Arc::new(Waits::default());
        let waited = |done: &dyn Fn(&Archive)| {
            let disk = Disk::with(Arc::clone(&waits) as Arc<dyn Interference>);
            let archive = Archive { disk, is_new: Arc::default(), ..archive.clone() };
            done(&archive);
            let mut names = std::mem::take(&mut *waits.0.lock().unwrap());
            names.sort();
            names
        };
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let (own, above) = (name(&archive.folder), name(archive.folder.parent().unwrap()));
        let contents = || std::iter::once(b"abc".as_slice());
        let first = waited(&|archive| drop(archive.put_all(contents()).unwrap()));
        let is_abc = |names: &[String]| names.iter().any(|name| ABC.ends_with(name.as_str()));
        let each = first.contains(&own) && first.contains(&above) && is_abc(&first);
        assert!(first == [ALL] || each, "{first:?}");
        assert_eq!(waited(&|archive| drop(archive.put_all(contents()).unwrap())), [""; 0], "it is there, and the ledger knows it");
        let sealed = waited(&|archive| archive.put_to_seal(contents()).unwrap());
        assert!(sealed.contains(&own) && is_abc(&sealed), "{sealed:?}");
    }

    #[test]
    fn what_another_thread_kept_at_the_same_moment_is_kept() {
        for (content, kept) in [(b"abc", true), (b"abd", false)] {
            let (_dir, archive, source) = fixture();
            let path = archive.path(ABC);
            let second = Archive { disk: Disk::with(Arc::new(Second(path, content))), ..archive };
            let taken = take(&Disk::default(), &source, 100, false).unwrap();
            assert_eq!(second.keep(&taken, at()).ok(), kept.then_some(false));
        }
    }

    #[test]
    fn leftovers_go() {
        let (_dir, archive, source) = fixture();
        kept(&archive, &source);
        fs::write(archive.folder.join(".tonghop-x.tmp"), b"ha").unwrap();
        archive.clean().unwrap();
        assert!(!archive.folder.join(".tonghop-x.tmp").exists());
        assert!(archive.contains(ABC));
    }
}
