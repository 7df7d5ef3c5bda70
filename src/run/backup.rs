//! `backup`: a copy of a workspace in a folder of backups, from which it can be put back on another machine.
//!
//! ```text
//! without the lock: everything that does not change is copied (archive, products, forms), however long it takes
//! under the lock:   the ledger, page by page, into a scratch folder; what changed meanwhile
//! without the lock: the ledger in pieces; wait for the disk; read back what is new; examine the copied ledger; the record
//! ```
//!
//! The record is written last: a backup that was interrupted is none, and what it copied is found by the next one.

use crate::io::backup::{self, BackupFolder};
use crate::io::failure::{Failure, cause};
use crate::io::files;
use crate::io::ledger::{self, Ledger};
use crate::io::stamp::Stamp;
use crate::io::workspace::Workspace;
use crate::model::backup::{BackupFile, BackupFolderList, BackupRecord, LastBackup, Place, RECORD_SCHEMA};
use crate::model::build::Build;
use crate::model::moment::Moment;
use crate::run::session::{self, Start, identity};
use crate::text::{format, sha256};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The ledger is kept in pieces of so many bytes: eight pages.
const PIECE: usize = 32 << 10;
/// The password of the mail account stays where it is.
const PASSWORD: &str = "mat-khau.txt";
/// Folders of the workspace itself that are backed up with it, besides its own files.
const ROOT_FOLDERS: [&str; 3] = ["templates", "huong-dan", "lich-chay"];

/// What was asked for.
#[derive(Debug, Clone)]
pub struct BackupRequest {
    /// The folder of backups.
    pub folder: PathBuf,
    /// Everything in the backup is read back, and not only what is new.
    pub full: bool,
}

/// A backup that was made.
#[derive(Debug, Clone, Serialize)]
pub struct BackupAnswer {
    /// The instant the command started.
    pub at: Moment,
    /// The folder of backups, absolute.
    pub folder: String,
    /// The name of this backup: `restore --at` takes it.
    pub name: String,
    /// How many.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Contents that were not there before.
    pub new_contents: usize,
    /// Their bytes.
    pub new_bytes: u64,
    /// Contents that were read back and held against their hash.
    pub checked: usize,
    /// Name of the ledger.
    pub ledger: String,
    /// The last entry of its chain.
    pub seq: i64,
    /// What was not as it was written before it was copied, in Vietnamese; empty if all was.
    pub damage: Vec<String>,
    /// Files that could not be read, in Vietnamese: they are not in the backup.
    pub left_out: Vec<String>,
    /// What else is to be said, in Vietnamese.
    pub notices: Vec<String>,
}

impl BackupAnswer {
    /// 1 if something was damaged, 3 if something could not be read, else 0.
    pub fn exit_code(&self) -> u8 {
        if !self.left_out.is_empty() { 3 } else { u8::from(!self.damage.is_empty()) }
    }

    /// The answer in words.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!(
            "Đã sao lưu {} tệp ({}) vào {}; mới: {} ({}). Đã đọc lại và đối chiếu {} nội dung.",
            self.files,
            format::size(self.bytes),
            self.folder,
            self.new_contents,
            format::size(self.new_bytes),
            self.checked
        )];
        lines.push(format!("Tên lần sao lưu: {}.", self.name));
        lines.extend(self.damage.iter().map(|what| format!("Trước khi sao lưu đã hỏng: {what}")));
        lines.extend(self.left_out.iter().map(|what| format!("Chưa sao lưu được: {what}.")));
        lines.extend(self.notices.iter().cloned());
        lines
    }
}

/// Copies a workspace into a folder of backups.
///
/// # Errors
///
/// [`Failure::OtherLedger`] where the ledger is not the one of the workspace; [`Failure::Usage`] for a folder that lies in the workspace,
/// or holds something else or backups of another ledger.
pub fn backup(workspace: &Workspace, start: &Start, request: &BackupRequest) -> Result<BackupAnswer, Failure> {
    identity::check_there(workspace)?;
    let Some(own) = workspace.ledger_to_read()? else {
        return Err(Failure::usage("Chưa có sổ tiếp nhận.", "Đề nghị chạy “tonghop run” trước."));
    };
    identity::check(&own, &identity::witnesses(workspace))?;
    // An early ledger has no name until a program of today writes into it, and has to be backed up before.
    let beginning = own.beginning()?;
    let id = own
        .id()?
        .or_else(|| beginning.clone())
        .ok_or_else(|| Failure::usage("Chưa có sổ tiếp nhận.", "Đề nghị chạy “tonghop run” trước."))?;
    drop(own);
    let folder = outside(workspace, &request.folder)?;
    let desk = workspace.config.desk.code.to_string();
    let into = match BackupFolder::open(&workspace.disk, &folder)? {
        Some((into, mark)) if mark.ledger == id || Some(&mark.ledger) == beginning.as_ref() => into,
        Some((_, mark)) => {
            return Err(Failure::usage(
                format!("Thư mục {} là nơi sao lưu của sổ tiếp nhận khác (đầu mối {}).", folder.display(), mark.desk),
                "Đề nghị chọn thư mục khác; không ghi đè, không xóa bản sao lưu nào.",
            ));
        }
        None => BackupFolder::begin(&workspace.disk, &folder, &id, &desk)?,
    };
    into.clean()?;
    let mut copy = Copy::of(workspace, start, &into)?;
    copy.all()?;
    let scratch = files::scratch()?;
    {
        let _lock = session::hold(workspace, start)?;
        Ledger::copy_pages(&workspace.disk, &workspace.records(), scratch.path())?;
        // What a run changed since the first look.
        copy.all()?;
    }
    copy.ledger(&scratch.path().join(ledger::FILE))?;
    copy.finish(&request.full, &id, &desk, scratch.path(), &folder)
}

/// The folder of backups, if it lies outside of everything that is backed up.
fn outside(workspace: &Workspace, folder: &Path) -> Result<PathBuf, Failure> {
    let folder = files::absolute(folder)?;
    // As the system knows it: a link may lead back into the workspace.
    let real = |path: &Path| -> PathBuf {
        let there = path.ancestors().find_map(|above| Some((workspace.disk.canonicalize(above).ok()?, path.strip_prefix(above).ok()?)));
        there.map_or_else(|| path.to_owned(), |(above, rest)| if rest.as_os_str().is_empty() { above } else { above.join(rest) })
    };
    let target = real(&folder);
    let own = Place::ALL.into_iter().filter_map(|place| workspace.place(place)).chain([workspace.inbox()]);
    for path in own {
        if target.starts_with(real(&path)) {
            return Err(Failure::usage(
                format!("Thư mục sao lưu {} nằm trong {} của chính nơi làm việc.", folder.display(), path.display()),
                "Đề nghị chọn thư mục ở đĩa khác hoặc máy khác, để bản sao lưu còn khi đĩa này hỏng.",
            ));
        }
    }
    Ok(folder)
}

/// A file by its place, folder and name.
type Key = (Place, String, String);

/// A copy that is being made.
struct Copy<'a> {
    workspace: &'a Workspace,
    now: Moment,
    into: &'a BackupFolder,
    /// As an earlier backup has them.
    known: BTreeMap<Key, BackupFile>,
    /// What this one has.
    files: BTreeMap<Key, BackupFile>,
    new: BTreeMap<String, u64>,
    /// What is damaged in the workspace and in this backup, in Vietnamese.
    damage: BTreeSet<String>,
    /// What is damaged in the workspace alone: an earlier backup holds it whole.
    mended: BTreeSet<String>,
    left_out: BTreeSet<String>,
}

impl<'a> Copy<'a> {
    fn of(workspace: &'a Workspace, start: &Start, into: &'a BackupFolder) -> Result<Self, Failure> {
        let mut known = BTreeMap::new();
        // A record that is damaged is no help, and no hindrance.
        if let Some(record) = into.names()?.iter().rev().find_map(|name| into.record(name).ok()) {
            for folder in record.folders {
                let Ok(list) = into.list(&folder.sha256) else { continue };
                known.extend(list.into_iter().map(|file| ((folder.place, folder.folder.clone(), file.name.clone()), file)));
            }
        }
        Ok(Self {
            workspace,
            now: start.now,
            into,
            known,
            files: BTreeMap::new(),
            new: BTreeMap::new(),
            damage: BTreeSet::new(),
            mended: BTreeSet::new(),
            left_out: BTreeSet::new(),
        })
    }

    /// Looks at everything but the ledger, and copies what it does not have as it is now.
    fn all(&mut self) -> Result<(), Failure> {
        let before = std::mem::take(&mut self.files);
        self.left_out.clear();
        self.known.extend(before);
        for place in Place::ALL {
            let Some(root) = self.workspace.place(place) else { continue };
            for (folder, name, path) in self.names(place, &root)? {
                self.file((place, folder, name), &path)?;
            }
        }
        Ok(())
    }

    /// The files of a part: folder below it, name, path.
    fn names(&self, place: Place, root: &Path) -> Result<Vec<(String, String, PathBuf)>, Failure> {
        let others: Vec<PathBuf> =
            Place::ALL.into_iter().filter(|other| *other != place).filter_map(|other| self.workspace.place(other)).collect();
        let skipped = |path: &Path, name: &str, folder: &str| {
            let ours = name.starts_with(".tonghop-") || name.starts_with("~$") || name == "run.lock";
            let of_root = place == Place::Root && folder.is_empty();
            ours || others.iter().any(|other| other == path)
                || (of_root && name == PASSWORD)
                || (place == Place::Records && folder.is_empty() && (ledger::FILES.contains(&name) || name == identity::BESIDE))
        };
        let mut found = Vec::new();
        let mut waiting = vec![(String::new(), root.to_owned())];
        while let Some((folder, path)) = waiting.pop() {
            for (name, is_folder) in files::files_and_folders(&self.workspace.disk, &path)? {
                let inner = path.join(&name);
                if skipped(&inner, &name, &folder) {
                    continue;
                }
                if !is_folder {
                    found.push((folder.clone(), name, inner));
                } else if place != Place::Root || !folder.is_empty() || ROOT_FOLDERS.contains(&name.as_str()) {
                    let below = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                    waiting.push((below, inner));
                }
            }
        }
        found.sort();
        Ok(found)
    }

    fn file(&mut self, key: Key, path: &Path) -> Result<(), Failure> {
        let disk = &self.workspace.disk;
        let looked = Stamp::of(disk, path);
        let stamp = match looked {
            Ok(Some(stamp)) => stamp,
            // Taken away since it was listed: a draft that a run replaces.
            Ok(None) => return Ok(()),
            Err(e) => return self.leave_out(path, &cause(&e)),
        };
        let same = |file: &&BackupFile| (file.size, file.modified_ns) == (stamp.size, stamp.modified_ns);
        let there = |file: &&BackupFile| self.into.has(&file.sha256, file.size);
        if let Some(file) = self.known.get(&key).filter(same).filter(there).filter(|_| stamp.is_settled(self.now)) {
            let file = file.clone();
            self.insert(key, file, path);
            return Ok(());
        }
        let bytes = match disk.read(path) {
            Ok(bytes) => bytes,
            Err(e) => return self.leave_out(path, &cause(&e)),
        };
        let sha256 = self.put(&bytes)?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let name = key.2.clone();
        self.insert(key, BackupFile { name, size, modified_ns: stamp.modified_ns, sha256, pieces: Vec::new() }, path);
        Ok(())
    }

    /// In the archive a file's name is what it holds; one that is damaged there may be whole in an earlier backup.
    fn insert(&mut self, key: Key, mut file: BackupFile, path: &Path) {
        let named = key.0 == Place::Records && key.1.starts_with("archive/") && key.2.len() == 64;
        if named && file.sha256 != key.2 {
            let what = format!("bản lưu {} không còn là nội dung đã nhận", self.workspace.relative(path));
            match self.into.read(&key.2) {
                Ok(whole) => {
                    self.mended.insert(format!("{what}; bản sao lưu giữ nội dung đúng, từ lần trước."));
                    file = BackupFile { size: u64::try_from(whole.len()).unwrap_or(u64::MAX), sha256: key.2.clone(), ..file };
                }
                Err(_) => {
                    self.damage.insert(format!("{what}."));
                }
            }
        }
        self.files.insert(key, file);
    }

    fn leave_out(&mut self, path: &Path, cause: &str) -> Result<(), Failure> {
        self.left_out.insert(format!("{}: {cause}", self.workspace.relative(path)));
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<String, Failure> {
        let (sha256, is_new) = self.into.put(bytes)?;
        if is_new {
            self.new.insert(sha256.clone(), u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        }
        Ok(sha256)
    }

    /// The ledger, copied into a scratch folder, in pieces.
    fn ledger(&mut self, copied: &Path) -> Result<(), Failure> {
        let bytes = files::read(&self.workspace.disk, copied)?;
        let pieces = bytes.chunks(PIECE).map(|piece| self.put(piece)).collect::<Result<Vec<String>, Failure>>()?;
        let modified_ns = self.now.timestamp_nanos_opt().unwrap_or(0);
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let name = ledger::FILE.to_owned();
        let file = BackupFile { name: name.clone(), size, modified_ns, sha256: sha256::of(&bytes), pieces };
        self.files.insert((Place::Records, String::new(), name), file);
        Ok(())
    }

    fn finish(mut self, full: &bool, id: &str, desk: &str, copied: &Path, folder: &Path) -> Result<BackupAnswer, Failure> {
        let mut lists: BTreeMap<(Place, String), Vec<BackupFile>> = BTreeMap::new();
        for ((place, folder, _), file) in std::mem::take(&mut self.files) {
            lists.entry((place, folder)).or_default().push(file);
        }
        let mut folders = Vec::new();
        let mut contents = BTreeSet::new();
        for ((place, folder), list) in lists {
            let text = backup::list_text(&list).map_err(|e| Failure::usage(e.to_string(), ""))?;
            let sha256 = self.put(text.as_bytes())?;
            let bytes = list.iter().map(|file| file.size).sum();
            contents.extend(list.iter().flat_map(|file| file.contents().to_vec()).chain([sha256.clone()]));
            folders.push(BackupFolderList { place, folder, sha256, files: list.len(), bytes });
        }
        let new: Vec<String> = self.new.keys().cloned().collect();
        self.into.flush(&new)?;
        let checked = if *full { contents.into_iter().collect() } else { new };
        for sha256 in &checked {
            self.into.read(sha256)?;
        }
        let copy = Ledger::open_read_only(&self.workspace.disk, copied)?;
        let Some(copy) = copy else {
            return Err(Failure::usage("Chưa có sổ tiếp nhận.", "Đề nghị chạy “tonghop run” trước."));
        };
        self.damage.extend(copy.damage());
        let secrets = copy.secrets()?.into_keys().filter(|sha256| self.into.knows(sha256));
        let notices = secrets
            .map(|sha256| {
                let path = self.into.path(&sha256);
                format!("Bản sao lưu cũ còn giữ tệp có dấu mật {}: đề nghị xóa theo quy định về bảo vệ bí mật nhà nước.", path.display())
            })
            .collect();
        let head = copy.chain_head()?.ok_or_else(|| Failure::usage("Sổ tiếp nhận trống.", "Đề nghị chạy “tonghop run” trước."))?;
        let folders_of = &self.workspace.config.folders;
        let configured = |place: Place| match place {
            Place::Root => String::new(),
            Place::Records => folders_of.records.clone(),
            Place::Products => folders_of.products.clone(),
            Place::Forms => folders_of.forms.clone(),
            Place::Feedback => folders_of.feedback.clone(),
        };
        let record = BackupRecord {
            schema: RECORD_SCHEMA.to_owned(),
            at: self.now,
            build: Build::this(),
            desk: desk.to_owned(),
            ledger: id.to_owned(),
            seq: head.seq,
            hash: head.hash,
            places: Place::ALL
                .into_iter()
                .filter(|place| self.workspace.place(*place).is_some())
                .map(|place| (place, configured(place)))
                .collect(),
            damage: self.damage.iter().cloned().collect(),
            folders,
        };
        let name = self.into.finish(&record)?;
        let files = record.folders.iter().map(|folder| folder.files).sum();
        let bytes = record.folders.iter().map(|folder| folder.bytes).sum();
        let last = LastBackup { at: self.now, folder: folder.display().to_string(), files, bytes, sound: self.damage.is_empty() };
        backup::note(&self.workspace.disk, &self.workspace.records(), &last)?;
        Ok(BackupAnswer {
            at: self.now,
            folder: folder.display().to_string(),
            name,
            files,
            bytes,
            new_contents: self.new.len(),
            new_bytes: self.new.values().sum(),
            checked: checked.len(),
            ledger: record.ledger,
            seq: record.seq,
            damage: self.damage.into_iter().chain(self.mended).collect(),
            left_out: self.left_out.into_iter().collect(),
            notices,
        })
    }
}
