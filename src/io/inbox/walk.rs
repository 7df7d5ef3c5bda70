//! The walk over the inbox, folder by folder: one worker lists one after another, and a folder that hangs costs its
//! own area and a new worker.

use super::listing::{self, Kind, Listing, Looked};
use super::names::{self, folded_path, nfc_path, top_of};
use super::scan::{NotInbox, Scan, ScannedFile, Terms, moment};
use crate::io::disk::Disk;
use crate::io::failure::{Failure, cause, is_gone};
use crate::io::mounts::{self, FileSystem};
use crate::io::time_limit::{Hung, Worker};
use crate::model::inbox::{Folder, InboxFile};
use crate::text::areas::{Area, Areas, COMMON, folded};
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How many folders a file may lie below its agency's folder.
const LEVELS: usize = 4;

/// A temporary file of Excel that is older than this many seconds belongs to no save in progress.
const SAVING_SECONDS_MAX: i64 = 120;

/// A look that fails within this time was refused; a longer one hung, and would hang again.
const AT_ONCE: Duration = Duration::from_secs(1);
/// From a look that was refused to the next one.
const AGAIN: Duration = Duration::from_secs(1);

/// Can the inbox be listed at all? Asked before anything is written.
pub fn reachable(disk: &Disk, root: &Path, terms: &Terms) -> Result<(), Failure> {
    let (door, path) = (disk.clone(), root.to_owned());
    let listed = terms.limit.within(move || door.entries(&path).map(drop).map_err(|e| cause(&e)));
    listed.map_err(|hung| hung.to_string()).flatten().map_err(|cause| Failure::InboxUnreachable { path: root.to_owned(), cause })
}

/// Scans the inbox. `areas` say whose folder is which, `own` are folders of our own. In a rehearsal the server's time is the modification time.
///
/// A share whose connection was idle may refuse the first look and take the next: one that fails at once is tried once more.
pub fn scan(disk: &Disk, root: &Path, areas: &Areas, own: &NotInbox, terms: &Terms) -> Result<Scan, Failure> {
    let begun = Instant::now();
    let once = || scan_once(disk, root, areas, own, terms);
    match once() {
        Err(_) if !terms.rehearsal && begun.elapsed() < AT_ONCE => {
            disk.pause(AGAIN);
            once()
        }
        scanned => scanned,
    }
}

fn scan_once(disk: &Disk, root: &Path, areas: &Areas, own: &NotInbox, terms: &Terms) -> Result<Scan, Failure> {
    let unreachable = |cause: String| Failure::InboxUnreachable { path: root.to_owned(), cause };
    let mut walk = Walk {
        disk,
        terms,
        root,
        areas,
        excluded: keys_below(root, &own.left_out),
        answers: keys_below(root, &own.answers),
        worker: Worker::new(&terms.limit),
        scan: Scan::default(),
        refused: BTreeSet::new(),
        paths: BTreeMap::new(),
    };
    let (door, path) = (disk.clone(), root.to_owned());
    let (device, system) = walk
        .worker
        .run(move || door.metadata(&path).map(|data| (listing::device_of(&data), mounts::of(&door, &path))))
        .map_err(|hung| unreachable(hung.to_string()))?
        .map_err(|e| unreachable(cause(&e)))?;
    // The inbox itself may be a link or a mount point.
    let here = On { device, system };
    match walk.list(root, None).map_err(unreachable)? {
        Listing::Whole(entries) => walk.entries(Path::new(""), &here, entries),
        Listing::Mount(_) | Listing::TooMany => return Err(unreachable(too_many(terms.entries_max))),
    }
    Ok(walk.finish())
}

/// The folders that lie below the inbox, folded.
fn keys_below(root: &Path, folders: &[PathBuf]) -> BTreeSet<String> {
    folders.iter().filter_map(|path| path.strip_prefix(root).ok()).map(|below| folded_path(below).join("/")).collect()
}

fn too_many(entries_max: u32) -> String {
    format!("thư mục có hơn {entries_max} mục, không được quét; đề nghị chuyển bớt tệp cũ đi nơi khác")
}

/// The file system a folder lies on.
struct On {
    device: u64,
    system: FileSystem,
}

struct Walk<'a> {
    disk: &'a Disk,
    terms: &'a Terms,
    root: &'a Path,
    areas: &'a Areas,
    /// Folders of our own, folded.
    excluded: BTreeSet<String>,
    /// Folders into which this desk's runs put answers, folded.
    answers: BTreeSet<String>,
    worker: Worker,
    scan: Scan,
    refused: BTreeSet<String>,
    /// How many files have had the same path in NFC.
    paths: BTreeMap<String, u32>,
}

impl Walk<'_> {
    fn list(&mut self, path: &Path, device: Option<u64>) -> Result<Listing, String> {
        let (disk, path, entries_max) = (self.disk.clone(), path.to_owned(), self.terms.entries_max);
        let listed = self.worker.run(move || listing::list(&disk, &path, device, entries_max));
        listed.map_err(|hung: Hung| hung.to_string())?.map_err(|e| cause(&e))
    }

    /// The entries of a folder; `below` is its path below the inbox.
    fn entries(&mut self, below: &Path, on: &On, entries: Vec<(OsString, Kind)>) {
        self.scan.slow |= !on.system.is_prompt();
        let opened: BTreeSet<String> = entries.iter().filter_map(|(name, _)| names::opened(&name.to_string_lossy()).map(folded)).collect();
        let mut alike: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let in_skipped_folder = below.components().any(|part| names::is_skipped_folder(&part.as_os_str().to_string_lossy()));
        let own_answers = self.is_own_answers(&folded_path(below));
        let among_answers = own_answers || below.ancestors().any(names::is_answers_folder);
        for (name, kind) in entries {
            let below = below.join(&name);
            let folded_path = folded_path(&below);
            let path = nfc_path(&below);
            match kind {
                Kind::Folder => self.folder(&below, &folded_path, on),
                Kind::File(_) if in_skipped_folder => self.scan.skipped.push(path),
                Kind::File(_) if among_answers && !names::may_be_report_among_answers(&name.to_string_lossy()) => {
                    // What this desk puts there itself is nothing that was seen in the inbox.
                    if !own_answers {
                        self.scan.skipped.push(path);
                    }
                }
                Kind::File(looked) => {
                    let folded_name = folded_path.last().cloned().unwrap_or_default();
                    let open_at_office = opened.contains(&folded_name);
                    if let Some(path) = self.file(&below, path, &folded_path, looked, on, open_at_office) {
                        alike.entry(folded_name).or_default().push(path);
                    }
                }
                Kind::NoReport => {
                    self.scan.saving |= self.is_being_saved(&below, &name.to_string_lossy());
                    self.scan.skipped.push(path);
                }
                Kind::Link if self.areas.has(&folded_path.join("/")) => {
                    // Left out like any link, but an agency's whole folder must not vanish in silence.
                    self.refuse(&below, &folded_path, "thư mục của cơ quan là liên kết (symlink), không được đi theo".to_owned());
                }
                Kind::Link | Kind::Other => self.scan.skipped.push(path),
            }
        }
        self.scan.conflicts.extend(alike.into_values().filter(|paths| paths.len() > 1));
    }

    fn folder(&mut self, below: &Path, folded: &[String], on: &On) {
        let key = folded.join("/");
        if self.excluded.contains(&key) {
            return;
        }
        let of_agency = self.areas.has(&key);
        if folded.len() == 1 || of_agency {
            self.scan.present += 1;
        }
        let area = self.areas.of(folded);
        let leads_to_an_area = self.areas.below(&key).next().is_some();
        let too_deep = folded.len() > area.depth.max(1) + LEVELS && !leads_to_an_area;
        let real = self.root.join(below);
        let listed = self.list(&real, Some(on.device));
        if self.is_own_answers(folded) && (too_deep || !matches!(listed, Ok(Listing::Whole(_)))) {
            // Where our own answers cannot be looked through, the office's reports beside that folder were seen all the same.
            return;
        }
        match listed {
            Err(cause) => self.refuse(below, folded, cause),
            Ok(Listing::Whole(entries)) if too_deep => {
                if !entries.is_empty() {
                    self.refuse(below, folded, format!("thư mục nằm sâu quá {LEVELS} cấp, không được quét"));
                }
            }
            Ok(Listing::Whole(entries)) => self.entries(below, on, entries),
            Ok(Listing::TooMany) => self.refuse(below, folded, too_many(self.terms.entries_max)),
            Ok(Listing::Mount(device)) if of_agency && self.terms.mounts => self.mount(below, folded, &real, device),
            Ok(Listing::Mount(_)) => {
                let cause = "thư mục là điểm gắn ổ (mount) riêng, không được đi vào; nếu mỗi cơ quan có ổ riêng, đề nghị đặt [folders] mounts = true";
                self.refuse(below, folded, cause.to_owned());
            }
        }
    }

    /// Is this a folder into which this desk's runs put answers, or one inside it?
    fn is_own_answers(&self, folded: &[String]) -> bool {
        !self.answers.is_empty()
            && (1..=folded.len()).any(|parts| self.answers.contains(&folded.get(..parts).unwrap_or_default().join("/")))
    }

    /// The folder of an agency that is a share of its own.
    fn mount(&mut self, below: &Path, folded: &[String], real: &Path, device: u64) {
        let (disk, path) = (self.disk.clone(), real.to_owned());
        let system = self.worker.run(move || mounts::of(&disk, &path)).map_err(|hung| hung.to_string());
        match system.and_then(|system| Ok((On { device, system }, self.list(real, None)?))) {
            Ok((on, Listing::Whole(entries))) => self.entries(below, &on, entries),
            Ok((_, Listing::Mount(_) | Listing::TooMany)) => self.refuse(below, folded, too_many(self.terms.entries_max)),
            Err(cause) => self.refuse(below, folded, cause),
        }
    }

    /// A file that may be a report: its path, where it is there.
    fn file(
        &mut self,
        below: &Path,
        path: String,
        folded: &[String],
        looked: std::io::Result<Looked>,
        on: &On,
        open_at_office: bool,
    ) -> Option<String> {
        let Area { folder, key, depth } = self.areas.of(folded);
        let folder = match folder {
            // People read this one, so it is named as it is written.
            Folder::Unlisted(_) => Folder::Unlisted(top_of(&path, depth.max(1))),
            listed => listed,
        };
        let file = InboxFile { path: self.unique(path), folder, size: 0, modified_at: None, server_time: None };
        let mut file = ScannedFile { file, folder_key: key, real: self.root.join(below), modified_ns: 0, open_at_office };
        match looked {
            Ok(looked) => {
                file.put(self.disk, &looked, self.terms.rehearsal, on.system.has_server_time());
                let path = file.file.path.clone();
                self.scan.files.push(file);
                Some(path)
            }
            Err(e) if is_gone(&e) => {
                self.scan.vanished.push(file);
                None
            }
            Err(e) => {
                self.refuse(below, folded, cause(&e));
                None
            }
        }
    }

    /// Is this a temporary file of Excel that was written just now, by the clock of either side?
    fn is_being_saved(&mut self, below: &Path, name: &str) -> bool {
        if self.terms.rehearsal || !names::is_being_saved(name) {
            return false;
        }
        let (disk, real) = (self.disk.clone(), self.root.join(below));
        match self.worker.run(move || disk.symlink_metadata(&real)) {
            Ok(Ok(data)) => {
                let limit = TimeDelta::seconds(SAVING_SECONDS_MAX);
                data.modified().is_ok_and(|modified| (self.terms.now - moment(modified)).abs() <= limit)
            }
            // It is gone already: just now renamed.
            Ok(Err(e)) => is_gone(&e),
            Err(_) => false,
        }
    }

    /// Two names that differ only in bytes (NFC and NFD, or not valid at all) stay two files.
    fn unique(&mut self, path: String) -> String {
        let count = self.paths.entry(path.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            return path;
        }
        let name = path.rfind('/').map_or(0, |slash| slash + 1);
        let dot = path.rfind('.').filter(|dot| *dot > name).unwrap_or(path.len());
        let (head, tail) = path.split_at(dot);
        format!("{head}~{count}{tail}")
    }

    fn refuse(&mut self, below: &Path, folded: &[String], cause: String) {
        let key = folded.join("/");
        self.refused.insert(self.areas.of(folded).key);
        // A folder above those of agencies takes all of them with it.
        self.refused.extend(self.areas.below(&key).map(str::to_owned));
        self.scan.unreadable.push((nfc_path(below), cause));
    }

    fn finish(self) -> Scan {
        let Self { areas, mut scan, refused, .. } = self;
        let all = areas.keys().chain(["", COMMON]).collect::<BTreeSet<_>>();
        scan.folders = all.into_iter().filter(|key| !refused.contains(*key)).map(str::to_owned).collect();
        scan.files.sort_by(|a, b| a.file.path.cmp(&b.file.path));
        scan.vanished.sort_by(|a, b| a.file.path.cmp(&b.file.path));
        scan.conflicts.sort();
        scan.skipped.sort();
        scan.unreadable.sort();
        scan
    }
}
