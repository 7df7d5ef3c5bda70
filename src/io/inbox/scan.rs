//! What a scan of the inbox finds, and a second look at one file of it.

use super::listing::{self, Looked};
use crate::io::archive::modified_ns;
use crate::io::disk::Disk;
use crate::io::failure::{Failure, cause, is_gone};
use crate::io::time_limit::TimeLimit;
use crate::model::config::Config;
use crate::model::inbox::InboxFile;
use crate::model::moment::{Moment, VIETNAM};
use crate::text::sha256;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A file as the scan saw it, and where it really is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedFile {
    /// What the ledger keeps.
    pub file: InboxFile,
    /// The scanned area it lies in, as in [`Scan::folders`].
    pub folder_key: String,
    /// Its real path, for opening.
    pub real: PathBuf,
    /// Modification time in nanoseconds since 1970.
    pub modified_ns: i64,
    /// An owner file (`~$…`) lies beside it: somebody at the office has it open.
    pub open_at_office: bool,
}

/// What a scan found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// Regular files, sorted by path.
    pub files: Vec<ScannedFile>,
    /// Files that were listed and gone when their size was asked for, as in the middle of a save; without size and
    /// times, and in no other list.
    pub vanished: Vec<ScannedFile>,
    /// Somebody is just now saving a workbook: a temporary file of Excel is there, and its report may not be.
    pub saving: bool,
    /// Paths left out by their name, or because they are links or no regular files.
    pub skipped: Vec<String>,
    /// Paths that the file system refused, with the cause in Vietnamese.
    pub unreadable: Vec<(String, String)>,
    /// Names of one folder that people cannot tell apart (case, spaces, composition of letters): each is received,
    /// and somebody should look.
    pub conflicts: Vec<Vec<String>>,
    /// Areas that were listed without any trouble, sorted: [`areas::key_of`](crate::text::areas::key_of) of each agency's folder (also where it does
    /// not exist yet), `_chung`, and "" for everything else.
    pub folders: Vec<String>,
    /// How many folders there are: those at the top, and those of agencies below.
    pub present: u32,
    /// Some of it lies where changes of others show late (NFS, unknown mounts): two looks need a longer wait.
    pub slow: bool,
}

/// Folders of a desk's own that may lie in the inbox, with their whole paths.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotInbox {
    /// Nothing in them is a report: not looked into.
    pub left_out: Vec<PathBuf>,
    /// Runs put answers into them, one for each office: a workbook that lies there beside the answers is a report of that office.
    pub answers: Vec<PathBuf>,
}

/// How a scan is made.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The instant of the command.
    pub now: Moment,
    /// The server's time of a file is its modification time.
    pub rehearsal: bool,
    /// For each folder that is listed, and each file that is looked at.
    pub limit: TimeLimit,
    /// More entries than this make a folder refused.
    pub entries_max: u32,
    /// Folders of agencies may be mount points.
    pub mounts: bool,
}

impl Terms {
    /// As the configuration says.
    pub fn of(config: &Config, now: Moment) -> Self {
        Self {
            now,
            rehearsal: config.rehearsal,
            limit: TimeLimit::new(std::time::Duration::from_secs(u64::from(config.limits.operation_seconds_max))),
            entries_max: config.limits.folder_entries_max,
            mounts: config.folders.mounts,
        }
    }
}

impl Scan {
    /// Everything seen; each is in exactly one of the lists.
    pub fn seen(&self) -> usize {
        self.files.len() + self.skipped.len() + self.unreadable.len()
    }

    /// Nothing was on its way while it was made: no save in progress, no file that was listed and gone, none that was refused.
    pub fn is_steady(&self) -> bool {
        self.vanished.is_empty() && !self.saving && self.unreadable.is_empty()
    }

    /// SHA-256 of all that a run asks of a scan: two that are alike are of an inbox in which nothing happened. By what a file is
    /// known (size and modification time), and not by the server's time, which decides of new files alone.
    pub fn digest(&self) -> String {
        let Self { files, vanished, saving, skipped, unreadable, conflicts, folders, present, slow } = self;
        let mut text = String::with_capacity(files.len() * 100);
        for ScannedFile { file, folder_key, real: _, modified_ns, open_at_office } in files.iter().chain(vanished) {
            let InboxFile { path, folder, size, modified_at: _, server_time: _ } = file;
            // A path holds no NUL. Writing into a text cannot fail.
            writeln!(text, "{path}\0{folder:?}\0{folder_key}\0{size} {modified_ns} {open_at_office}").ok();
        }
        writeln!(text, "{skipped:?}\0{unreadable:?}\0{conflicts:?}\0{folders:?}").ok();
        writeln!(text, "{} {} {saving} {present} {slow}", files.len(), vanished.len()).ok();
        sha256::of(text.as_bytes())
    }

    /// An area was not seen whole after all.
    pub fn unlist(&mut self, folder_key: &str) {
        self.folders.retain(|key| key != folder_key);
    }
}

/// Fails when the inbox holds less than half of the folders of the last good scan: the share looks unmounted.
pub fn check_not_shrunk(root: &Path, scan: &Scan, before: Option<u32>) -> Result<(), Failure> {
    match before {
        Some(before) if u64::from(scan.present) * 2 < u64::from(before) => {
            Err(Failure::InboxShrunk { path: root.to_owned(), before, now: scan.present })
        }
        _ => Ok(()),
    }
}

/// A further look at a file, with what it has now; none when it is gone, at least for the moment.
pub fn look_again(disk: &Disk, file: &ScannedFile, terms: &Terms) -> Result<Option<ScannedFile>, String> {
    let (door, real) = (disk.clone(), file.real.clone());
    match terms.limit.within(move || listing::look(&door, &real)) {
        Ok(Ok(looked)) if looked.data.is_file() => {
            // A file that shows no time of a server had none to show.
            let server = file.file.server_time.is_some() || file.file.modified_at.is_none();
            let mut again = file.clone();
            again.put(disk, &looked, terms.rehearsal, server);
            Ok(Some(again))
        }
        Ok(Ok(_)) => Ok(None),
        Ok(Err(e)) if is_gone(&e) => Ok(None),
        Ok(Err(e)) => Err(cause(&e)),
        Err(hung) => Err(hung.to_string()),
    }
}

impl ScannedFile {
    /// Has it the size and time of an earlier look?
    pub fn is_like(&self, other: &Self) -> bool {
        self.file.size == other.file.size && self.modified_ns == other.modified_ns
    }

    pub(super) fn put(&mut self, disk: &Disk, looked: &Looked, rehearsal: bool, server_time: bool) {
        let Looked { data, changed } = looked;
        let modified = data.modified().ok().map(moment);
        self.modified_ns = modified_ns(data);
        self.file.size = data.len();
        self.file.modified_at = modified;
        let changed = changed.filter(|_| server_time);
        self.file.server_time = if rehearsal { modified } else { disk.server_time(modified, changed) };
    }
}

pub(super) fn moment(time: std::time::SystemTime) -> Moment {
    DateTime::<Utc>::from(time).with_timezone(&VIETNAM)
}
