//! A folder of backups: every content once, under its SHA-256, the record of each backup, and a mark that says whose it is. Nothing in
//! it is ever changed or removed: an interrupted backup leaves contents that the next one finds.
//!
//! ```text
//! tonghop-sao-luu.json            whose backups these are
//! dang-sao-luu.lock               held by the system while a backup is made; empty
//! archive/<aa>/<sha256>           files, pieces of files, lists of folders
//! ban/<moment>_<sha256>.json      the record of a backup, written last
//! ```

use super::archive::{Archive, sha256};
use super::disk::{Disk, Operation};
use super::failure::{Failure, cause};
use super::files::{self, Sync};
use crate::model::backup::{BackupFile, BackupRecord};
use crate::model::moment::VIETNAM;
use serde::{Deserialize, Serialize};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// The mark of a folder of backups.
pub const MARK: &str = "tonghop-sao-luu.json";
const MARK_SCHEMA: &str = "tonghop.backup_folder/1";
/// The folder of the records.
const RECORDS: &str = "ban";
/// Held while a backup is made.
const LOCK: &str = "dang-sao-luu.lock";
/// So many letters of its hash are in the name of a record.
const HASH_LETTERS: usize = 16;

/// Whose backups a folder holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    schema: String,
    /// Name of the ledger.
    pub ledger: String,
    /// Code of the desk.
    pub desk: String,
}

/// Where backups of one ledger stand.
#[derive(Debug)]
pub struct BackupFolder {
    disk: Disk,
    folder: PathBuf,
    store: Archive,
}

/// A content that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// Its hash, under which it lies.
    pub sha256: String,
    /// It was written now.
    pub is_new: bool,
    /// What lay under that hash before was something else, by damage.
    pub is_mended: bool,
}

impl BackupFolder {
    fn at(disk: &Disk, folder: &Path) -> Self {
        Self { disk: disk.clone(), folder: folder.to_owned(), store: Archive::at(disk, folder) }
    }

    /// Opens a folder of backups, and says whose they are; `None` if it has no mark.
    pub fn open(disk: &Disk, folder: &Path) -> Result<Option<(Self, Mark)>, Failure> {
        let path = folder.join(MARK);
        let Some(bytes) = files::read_if_there(disk, &path)? else { return Ok(None) };
        let mark: Option<Mark> = serde_json::from_slice(&bytes).ok();
        match mark.filter(|mark| mark.schema == MARK_SCHEMA) {
            Some(mark) => Ok(Some((Self::at(disk, folder), mark))),
            None => Err(Failure::Backup {
                path,
                cause: "không hiểu nội dung; tệp đã bị sửa, hoặc do bản chương trình mới hơn ghi".to_owned(),
            }),
        }
    }

    /// Makes a folder of backups in a new or empty folder.
    pub fn begin(disk: &Disk, folder: &Path, ledger: &str, desk: &str) -> Result<Self, Failure> {
        files::create_private_folder(disk, folder)?;
        let others = files::names_in(disk, folder)?.into_iter().find(|name| !is_of_a_killed_backup(name));
        if let Some(name) = others {
            return Err(Failure::usage(
                format!("Thư mục {} đã có tệp khác bên trong ({name}), không phải thư mục sao lưu của chương trình.", folder.display()),
                "Đề nghị chọn thư mục mới hoặc trống.",
            ));
        }
        let mark = Mark { schema: MARK_SCHEMA.to_owned(), ledger: ledger.to_owned(), desk: desk.to_owned() };
        let path = folder.join(MARK);
        let text = serde_json::to_string_pretty(&mark).map_err(|e| Failure::writing(&path, &e.into()))? + "\n";
        files::replace(disk, &path, text.as_bytes(), Sync::Wait).map_err(|e| Failure::writing(&path, &e))?;
        Ok(Self::at(disk, folder))
    }

    /// Keeps every other backup out of the folder as long as the answer lives. A share that knows no locks is used without.
    pub fn hold(&self) -> Result<File, Failure> {
        let path = self.folder.join(LOCK);
        let failed = |e: std::io::Error| Failure::writing(&path, &e);
        self.disk.before(Operation::Create, &path).map_err(failed)?;
        let file = File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(Failure::Locked { since: None, pid: None }),
            Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
        }
    }

    /// Removes what a backup that was killed left half-written. Nothing else is ever removed here.
    pub fn clean(&self) -> Result<(), Failure> {
        self.store.clean()
    }

    /// The names of the backups, the oldest first.
    pub fn names(&self) -> Result<Vec<String>, Failure> {
        let names = files::names_in(&self.disk, &self.folder.join(RECORDS))?;
        Ok(names
            .into_iter()
            .filter_map(|name| name.strip_suffix(".json").map(ToOwned::to_owned))
            .filter(|name| !name.starts_with('.'))
            .collect())
    }

    /// The record of a backup, held against the hash in its name.
    pub fn record(&self, name: &str) -> Result<BackupRecord, Failure> {
        let path = self.folder.join(RECORDS).join(format!("{name}.json"));
        let bytes = files::read(&self.disk, &path)?;
        let damaged = |cause: &str| Failure::Backup { path: path.clone(), cause: cause.to_owned() };
        let hash = name.rsplit_once('_').map(|(_, hash)| hash).unwrap_or_default();
        if hash.len() != HASH_LETTERS || !sha256(&bytes).starts_with(hash) {
            return Err(damaged("nội dung đã bị thay đổi, không khớp mã ở tên tệp"));
        }
        serde_json::from_slice(&bytes).map_err(|_| damaged("do bản chương trình khác ghi, bản này không đọc được"))
    }

    /// Does it hold a content of this size?
    pub fn has(&self, sha256: &str, size: u64) -> bool {
        self.store.contains(sha256) && self.store.size(sha256) == Some(size)
    }

    /// Does it hold a content, whatever its size?
    pub fn knows(&self, sha256: &str) -> bool {
        self.store.contains(sha256)
    }

    /// Where a content lies, or would lie.
    pub fn path(&self, sha256: &str) -> PathBuf {
        self.store.path(sha256)
    }

    /// Keeps a content. [`BackupFolder::flush`] comes before any record that names it.
    pub fn put(&self, bytes: &[u8]) -> Result<Put, Failure> {
        let sha256 = sha256(bytes);
        let was_there = self.store.contains(&sha256);
        let is_new = self.store.keep_whole(&sha256, bytes)?;
        Ok(Put { sha256, is_new, is_mended: is_new && was_there })
    }

    /// Waits until the disk has these contents.
    pub fn flush(&self, contents: &[String]) -> Result<(), Failure> {
        self.store.flush(contents)
    }

    /// A content, held against its address.
    pub fn read(&self, sha256: &str) -> Result<Vec<u8>, Failure> {
        let damaged = |failure: &Failure| Failure::Backup { path: self.store.path(sha256), cause: told(failure) };
        self.store.read(sha256).map_err(|failure| damaged(&failure))
    }

    /// The files of a folder, by the hash of its list.
    pub fn list(&self, sha256: &str) -> Result<Vec<BackupFile>, Failure> {
        let bytes = self.read(sha256)?;
        let unreadable = || Failure::Backup { path: self.store.path(sha256), cause: "không phải danh sách tệp".to_owned() };
        let text = String::from_utf8(bytes).map_err(|_| unreadable())?;
        text.lines().map(|line| serde_json::from_str(line).map_err(|_| unreadable())).collect()
    }

    /// All bytes of a file, held against its hash.
    pub fn file(&self, file: &BackupFile) -> Result<Vec<u8>, Failure> {
        if file.pieces.is_empty() {
            return self.read(&file.sha256);
        }
        let mut bytes = Vec::new();
        for piece in &file.pieces {
            bytes.extend(self.read(piece)?);
        }
        if sha256(&bytes) == file.sha256 {
            return Ok(bytes);
        }
        Err(Failure::Backup {
            path: self.folder.join(&file.name), cause: "các phần ghép lại không thành tệp đã sao lưu".to_owned()
        })
    }

    /// Writes the record of a backup, after everything that it names. Returns the name.
    pub fn finish(&self, record: &BackupRecord) -> Result<String, Failure> {
        let folder = self.folder.join(RECORDS);
        let text = serde_json::to_string(record).map_err(|e| Failure::writing(&folder, &e.into()))? + "\n";
        let hash: String = sha256(text.as_bytes()).chars().take(HASH_LETTERS).collect();
        let name = format!("{}_{hash}", record.at.with_timezone(&VIETNAM).format("%Y-%m-%d_%H%M%S"));
        let path = folder.join(format!("{name}.json"));
        files::replace(&self.disk, &path, text.as_bytes(), Sync::Wait).map_err(|e| Failure::writing(&path, &e))?;
        Ok(name)
    }
}

/// The list of a folder, as it is kept.
pub fn list_text(files: &[BackupFile]) -> Result<String, serde_json::Error> {
    let lines: Result<Vec<String>, serde_json::Error> = files.iter().map(serde_json::to_string).collect();
    Ok(lines?.into_iter().map(|line| line + "\n").collect())
}

/// Something that a backup leaves which was killed before it had marked its folder.
fn is_of_a_killed_backup(name: &str) -> bool {
    name == format!(".tonghop-{MARK}.tmp")
}

fn told(failure: &Failure) -> String {
    match failure {
        Failure::Io { cause, .. } => cause.clone(),
        other => other.to_string(),
    }
}

/// The note of a workspace about its last backup, in the records.
const LAST: &str = "sao-luu.json";

/// What a workspace notes of its last backup; `None` if there is no note that can be read.
pub fn last(disk: &Disk, records: &Path) -> Option<crate::model::backup::LastBackup> {
    serde_json::from_slice(&disk.read(&records.join(LAST)).ok()?).ok()
}

/// Notes a backup in the records of its workspace.
pub fn note(disk: &Disk, records: &Path, last: &crate::model::backup::LastBackup) -> Result<(), Failure> {
    let path = records.join(LAST);
    let text = serde_json::to_string(last).map_err(|e| Failure::writing(&path, &e.into()))? + "\n";
    files::replace(disk, &path, text.as_bytes(), Sync::Wait).map(drop).map_err(|e| Failure::Io {
        path: path.clone(),
        action: super::failure::Action::Write,
        cause: cause(&e),
    })
}
