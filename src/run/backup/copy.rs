//! A backup that is being made: which files are looked at, which of them are copied, and what is read back.

use super::answer::BackupAnswer;
use crate::io::backup::{self, BackupFolder};
use crate::io::failure::{Failure, cause};
use crate::io::files::{self, Kind, Listed};
use crate::io::ledger::{self, Ledger};
use crate::io::stamp::Stamp;
use crate::io::workspace::Workspace;
use crate::model::backup::{BackupFile, BackupFolderList, BackupRecord, LastBackup, Place, RECORD_SCHEMA};
use crate::model::build::Build;
use crate::model::moment::Moment;
use crate::run::session::{Start, identity};
use crate::run::year_archive;
use crate::text::sha256;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The ledger is kept in pieces of so many bytes: eight pages.
const PIECE: usize = 32 << 10;
/// The password of the mail account stays where it is.
const PASSWORD: &str = "mat-khau.txt";
/// Folders of the workspace itself that are backed up with it, besides its own files.
const ROOT_FOLDERS: [&str; 4] = ["templates", "huong-dan", "lich-chay", year_archive::FOLDER];

/// A file by its place, folder and name.
type Key = (Place, String, String);

/// A copy that is being made.
pub(super) struct Copy<'a> {
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
    /// What was damaged in the workspace or in the folder of backups alone: the other one holds it whole.
    mended: BTreeSet<String>,
    left_out: BTreeSet<String>,
    /// Contents that were read back and are whole.
    whole: BTreeSet<String>,
}

impl<'a> Copy<'a> {
    /// Begins with what the last backup knows.
    pub(super) fn of(workspace: &'a Workspace, start: &Start, into: &'a BackupFolder) -> Result<Self, Failure> {
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
            whole: BTreeSet::new(),
        })
    }

    /// Looks at everything but the ledger, and copies what it does not have as it is now.
    pub(super) fn all(&mut self) -> Result<(), Failure> {
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

    /// Reads back what earlier backups copied. What the folder of backups holds damaged is copied again from the workspace.
    pub(super) fn read_back(&mut self) -> Result<(), Failure> {
        let looked: Vec<(Key, String)> = self.files.iter().map(|(key, file)| (key.clone(), file.sha256.clone())).collect();
        for (key, sha256) in looked {
            // What is new is read back once the disk has it.
            if self.new.contains_key(&sha256) {
                continue;
            }
            if self.whole.contains(&sha256) || self.into.read(&sha256).is_ok() {
                self.whole.insert(sha256);
                continue;
            }
            let Some(root) = self.workspace.place(key.0) else { continue };
            let path = root.join(&key.1).join(&key.2);
            self.known.remove(&key);
            self.files.remove(&key);
            // Whatever the workspace has now: what is damaged there too is told as such.
            self.file(key, &path)?;
        }
        Ok(())
    }

    /// The files of a part: folder below it, name, path.
    fn names(&mut self, place: Place, root: &Path) -> Result<Vec<(String, String, PathBuf)>, Failure> {
        let others: Vec<PathBuf> =
            Place::ALL.into_iter().filter(|other| *other != place).filter_map(|other| self.workspace.place(other)).collect();
        let inbox = self.workspace.inbox();
        let skipped = |path: &Path, name: &str, folder: &str| {
            let ours = name.starts_with(".tonghop-") || name.starts_with("~$") || name == "run.lock";
            let of_root = place == Place::Root && folder.is_empty();
            ours || others.iter().any(|other| other == path)
                || (of_root && (name == PASSWORD || inbox.starts_with(path)))
                || (place == Place::Records && folder.is_empty() && (ledger::FILES.contains(&name) || name == identity::BESIDE))
        };
        let mut found = Vec::new();
        let mut waiting = vec![(String::new(), root.to_owned())];
        while let Some((folder, path)) = waiting.pop() {
            for Listed { name, kind } in files::listed(&self.workspace.disk, &path)? {
                let inner = path.join(&name);
                if skipped(&inner, &name, &folder) {
                    continue;
                }
                let backed_up = place != Place::Root || !folder.is_empty() || ROOT_FOLDERS.contains(&name.as_str());
                match kind {
                    Kind::File => found.push((folder.clone(), name, inner)),
                    // A part of the workspace may lie on another disk; a link further below may lead anywhere, also back.
                    Kind::Folder { linked } if backed_up && (!linked || folder.is_empty()) => {
                        let below = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                        waiting.push((below, inner));
                    }
                    Kind::Folder { .. } if backed_up => self.leave_out(&inner, "liên kết tới thư mục khác"),
                    Kind::Folder { .. } => {}
                    Kind::Unfit { cause } => self.leave_out(&inner, &cause),
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
            Err(e) => {
                self.leave_out(path, &cause(&e));
                return Ok(());
            }
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
            Err(e) => {
                self.leave_out(path, &cause(&e));
                return Ok(());
            }
        };
        let sha256 = self.put(&bytes, &self.workspace.relative(path))?;
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

    fn leave_out(&mut self, path: &Path, cause: &str) {
        self.left_out.insert(format!("{}: {cause}", self.workspace.relative(path)));
    }

    /// Keeps a content of the thing that is called so.
    fn put(&mut self, bytes: &[u8], of: &str) -> Result<String, Failure> {
        let put = self.into.put(bytes)?;
        if put.is_new {
            self.new.insert(put.sha256.clone(), u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        }
        if put.is_mended {
            self.mended.insert(format!("nội dung của {of} trong thư mục sao lưu; đã chép lại từ nơi làm việc."));
        }
        Ok(put.sha256)
    }

    /// The ledger, copied into a scratch folder, in pieces.
    pub(super) fn ledger(&mut self, copied: &Path) -> Result<(), Failure> {
        let bytes = files::read(&self.workspace.disk, copied)?;
        let pieces = bytes.chunks(PIECE).map(|piece| self.put(piece, ledger::FILE)).collect::<Result<Vec<String>, Failure>>()?;
        let modified_ns = self.now.timestamp_nanos_opt().unwrap_or(0);
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let name = ledger::FILE.to_owned();
        let file = BackupFile { name: name.clone(), size, modified_ns, sha256: sha256::of(&bytes), pieces };
        self.files.insert((Place::Records, String::new(), name), file);
        Ok(())
    }

    /// What the ledger says that the archive keeps and the archive has not any more: an earlier backup may hold it, and this one then
    /// holds it too. What neither has is damage.
    pub(super) fn lost_contents(&mut self, copied: &Path) -> Result<(), Failure> {
        let Some(ledger) = Ledger::open_read_only(&self.workspace.disk, copied)? else { return Ok(()) };
        // Rows that cannot be read are told with the ledger.
        let (secrets, not_kept) = (ledger.secrets().unwrap_or_default(), ledger.not_kept().unwrap_or_default());
        let received = ledger.receipts().unwrap_or_default().into_iter().map(|receipt| (receipt.sha256, receipt.file.path));
        let left = ledger.left_files().unwrap_or_default().into_iter().filter(|left| left.kept);
        let wanted: BTreeMap<String, String> = received.chain(left.map(|left| (left.file.sha256, left.file.path))).collect();
        for (sha256, whose) in wanted.into_iter().filter(|(sha256, _)| !secrets.contains_key(sha256) && !not_kept.contains_key(sha256)) {
            let folder = format!("archive/{}", sha256.get(..2).unwrap_or_default());
            let key = (Place::Records, folder, sha256.clone());
            if self.files.contains_key(&key) {
                continue;
            }
            let what = format!("bản lưu của {whose} không còn trong kho lưu");
            match self.into.read(&sha256) {
                Ok(whole) => {
                    self.mended.insert(format!("{what}; bản sao lưu giữ nội dung đúng, từ lần trước."));
                    let size = u64::try_from(whole.len()).unwrap_or(u64::MAX);
                    let modified_ns = self.now.timestamp_nanos_opt().unwrap_or(0);
                    self.files.insert(key, BackupFile { name: sha256.clone(), size, modified_ns, sha256, pieces: Vec::new() });
                }
                Err(_) => drop(self.damage.insert(format!("{what}."))),
            }
        }
        Ok(())
    }

    /// Lists, flush, reading back, record and note, in this order.
    pub(super) fn finish(mut self, full: bool, id: &str, desk: &str, copied: &Path, folder: &Path) -> Result<BackupAnswer, Failure> {
        let mut lists: BTreeMap<(Place, String), Vec<BackupFile>> = BTreeMap::new();
        for ((place, folder, _), file) in std::mem::take(&mut self.files) {
            lists.entry((place, folder)).or_default().push(file);
        }
        let mut folders = Vec::new();
        let mut contents = BTreeSet::new();
        for ((place, folder), list) in lists {
            let text = backup::list_text(&list).map_err(|e| Failure::usage(e.to_string(), ""))?;
            let sha256 = self.put(text.as_bytes(), "danh sách tệp")?;
            let bytes = list.iter().map(|file| file.size).sum();
            contents.extend(list.iter().flat_map(|file| file.contents().to_vec()).chain([sha256.clone()]));
            folders.push(BackupFolderList { place, folder, sha256, files: list.len(), bytes });
        }
        let new: Vec<String> = self.new.keys().cloned().collect();
        self.into.flush(&new)?;
        let unread =
            new.iter().chain(contents.iter().filter(|_| full)).filter(|sha256| !self.whole.contains(*sha256)).collect::<BTreeSet<_>>();
        for sha256 in &unread {
            self.into.read(sha256)?;
        }
        let checked = unread.len() + self.whole.len();
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
            left_out: self.left_out.iter().cloned().collect(),
            folders,
        };
        let name = self.into.finish(&record)?;
        let files = record.folders.iter().map(|folder| folder.files).sum();
        let bytes = record.folders.iter().map(|folder| folder.bytes).sum();
        let last = LastBackup {
            at: self.now,
            folder: folder.display().to_string(),
            files,
            bytes,
            sound: record.is_sound(),
            left_out: record.left_out.len(),
        };
        backup::note(&self.workspace.disk, &self.workspace.records(), &last)?;
        Ok(BackupAnswer {
            at: self.now,
            folder: folder.display().to_string(),
            name,
            files,
            bytes,
            new_contents: self.new.len(),
            new_bytes: self.new.values().sum(),
            checked,
            ledger: record.ledger,
            seq: record.seq,
            damage: self.damage.into_iter().chain(self.mended).collect(),
            left_out: self.left_out.into_iter().collect(),
            notices,
        })
    }
}
