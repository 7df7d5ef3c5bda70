//! The walk over the inbox: what lies there, whose folder it lies in, and which folders could be listed. Nothing is
//! opened, followed or changed. A folder that could not be listed whole is said to be unlisted: nobody may be called
//! late because we did not see.
//!
//! ```text
//! folder → Listing (in a worker, within the time limit) → Walk: areas, names → Scan
//! ```
//!
//! One worker lists one folder after another; a folder that hangs costs its own area and a new worker, and the walk
//! goes on. A mount point below the inbox is not entered, and is said loudly: a share that is taken away leaves an empty
//! folder behind, and its agency would seem to have sent nothing. A desk that mounts a share for each agency says so
//! (`[folders] mounts = true`): then the folder of an agency may be a mount point, and no other.

mod listing;
mod names;

use super::archive::modified_ns;
pub use super::completeness::is_complete;
use super::disk::Disk;
use super::failure::{Failure, cause, is_gone};
use super::mounts::{self, FileSystem};
use super::platform::{Here, System};
use super::time_limit::{Hung, TimeLimit, Worker};
use crate::model::config::Config;
use crate::model::inbox::{Folder, InboxFile};
use crate::model::moment::{Moment, VIETNAM};
use crate::model::register::Register;
use crate::text::areas::{Area, Areas, COMMON, folded};
use chrono::{DateTime, TimeDelta, Utc};
use listing::{Kind, Listing};
use names::{folded_path, nfc_path, top_of};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::Metadata;
use std::path::{Path, PathBuf};

/// How many folders a file may lie below its agency's folder.
const LEVELS: usize = 4;

/// A temporary file of Excel that is older than this many seconds belongs to no save in progress.
const SAVING_SECONDS_MAX: i64 = 120;

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
    match terms.limit.within(move || door.symlink_metadata(&real)) {
        Ok(Ok(data)) if data.is_file() => {
            // A file that shows no time of a server had none to show.
            let server = file.file.server_time.is_some() || file.file.modified_at.is_none();
            let mut again = file.clone();
            again.put(disk, &data, terms.rehearsal, server);
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

    fn put(&mut self, disk: &Disk, data: &Metadata, rehearsal: bool, server_time: bool) {
        let modified = data.modified().ok().map(moment);
        self.modified_ns = modified_ns(data);
        self.file.size = data.len();
        self.file.modified_at = modified;
        let changed = if server_time { Here::changed(data) } else { None };
        self.file.server_time = if rehearsal { modified } else { disk.server_time(modified, changed) };
    }
}

/// Can the inbox be listed at all? Asked before anything is written.
pub fn reachable(disk: &Disk, root: &Path, terms: &Terms) -> Result<(), Failure> {
    let (door, path) = (disk.clone(), root.to_owned());
    let listed = terms.limit.within(move || door.read_dir(&path).map(drop).map_err(|e| cause(&e)));
    listed.map_err(|hung| hung.to_string()).flatten().map_err(|cause| Failure::InboxUnreachable { path: root.to_owned(), cause })
}

/// Scans the inbox. `exclude` are folders of our own. In a rehearsal the server's time is the modification time.
pub fn scan(disk: &Disk, root: &Path, register: &Register, exclude: &[PathBuf], terms: &Terms) -> Result<Scan, Failure> {
    let unreachable = |cause: String| Failure::InboxUnreachable { path: root.to_owned(), cause };
    let areas = Areas::new(register);
    let mut walk = Walk {
        disk,
        terms,
        root,
        areas: &areas,
        excluded: exclude.iter().filter_map(|path| path.strip_prefix(root).ok()).map(|below| folded_path(below).join("/")).collect(),
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
        for (name, kind) in entries {
            let below = below.join(&name);
            let folded_path = folded_path(&below);
            let path = nfc_path(&below);
            match kind {
                Kind::Folder => self.folder(&below, &folded_path, on),
                Kind::File(_) if in_skipped_folder => self.scan.skipped.push(path),
                Kind::File(data) => {
                    let folded_name = folded_path.last().cloned().unwrap_or_default();
                    let open_at_office = opened.contains(&folded_name);
                    if let Some(path) = self.file(&below, path, &folded_path, data, on, open_at_office) {
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
        match self.list(&real, Some(on.device)) {
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
        data: std::io::Result<Metadata>,
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
        match data {
            Ok(data) => {
                file.put(self.disk, &data, self.terms.rehearsal, on.system.has_server_time());
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

fn moment(time: std::time::SystemTime) -> Moment {
    DateTime::<Utc>::from(time).with_timezone(&VIETNAM)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::io::disk::{Interference, Operation};
    use crate::model::agency::{Agency, AgencyCode, AgencyKind, Block, Route};
    use crate::text::areas;
    use chrono::NaiveDate;
    use std::fs;
    use std::io::ErrorKind;
    use std::sync::Arc;
    use std::time::Duration;
    use unicode_normalization::UnicodeNormalization;

    /// Agencies by code and folder.
    pub(crate) fn register(agencies: &[(&str, &str)]) -> Register {
        let agency = |(code, folder): &(&str, &str)| Agency {
            code: AgencyCode::parse(code).unwrap(),
            name: (*code).to_owned(),
            short: (*code).to_owned(),
            aliases: Vec::new(),
            kind: AgencyKind::Department,
            block: Block::Government,
            groups: Vec::new(),
            parent: None,
            folder: (*folder).to_owned(),
            weekly: true,
            route: Route::Both,
            supervisor: String::new(),
            order: 1,
            from: NaiveDate::from_ymd_opt(2021, 1, 1).unwrap(),
            to: None,
            successor: None,
        };
        Register { agencies: agencies.iter().map(agency).collect(), ..Register::default() }
    }

    fn terms() -> Terms {
        Terms {
            now: Moment::parse_from_rfc3339("2025-07-11T10:50:00+07:00").unwrap(),
            rehearsal: false,
            limit: TimeLimit::new(Duration::from_secs(20)),
            entries_max: 100,
            mounts: false,
        }
    }

    fn scan(disk: &Disk, root: &Path, register: &Register, exclude: &[PathBuf], rehearsal: bool) -> Result<Scan, Failure> {
        super::scan(disk, root, register, exclude, &Terms { rehearsal, ..terms() })
    }

    fn inbox(paths: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for path in paths {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, b"x").unwrap();
        }
        dir
    }

    fn code(text: &str) -> AgencyCode {
        AgencyCode::parse(text).unwrap()
    }

    fn paths(scan: &Scan) -> Vec<&str> {
        scan.files.iter().map(|f| f.file.path.as_str()).collect()
    }

    #[test]
    fn files_come_sorted_with_the_owner_of_their_folder() {
        let dir = inbox(&["SYT/b.xlsx", "syt/a.xlsx", "_chung/c.xlsx", "Khác/d.xlsx", "e.xlsx", "so/con/SNV/f.xlsx", "so/con/g.xlsx"]);
        let register = register(&[("SYT", "SYT"), ("SNV", "so/con/SNV"), ("STC", "STC")]);
        let scan = scan(&Disk::default(), dir.path(), &register, &[], false).unwrap();
        let found: Vec<(&str, &Folder, &str)> =
            scan.files.iter().map(|f| (f.file.path.as_str(), &f.file.folder, f.folder_key.as_str())).collect();
        let other = |name: &str| Folder::Unlisted(name.to_owned());
        assert_eq!(
            found,
            [
                ("Khác/d.xlsx", &other("Khác"), ""),
                ("SYT/b.xlsx", &Folder::Agency(code("SYT")), "syt"),
                ("_chung/c.xlsx", &Folder::Common, "_chung"),
                ("e.xlsx", &other(""), ""),
                ("so/con/SNV/f.xlsx", &Folder::Agency(code("SNV")), "so/con/snv"),
                ("so/con/g.xlsx", &other("so"), ""),
                ("syt/a.xlsx", &Folder::Agency(code("SYT")), "syt"),
            ]
        );
        assert_eq!(scan.folders, ["", "_chung", "so/con/snv", "stc", "syt"], "STC has no folder yet and was seen empty");
        assert_eq!(scan.present, 6);
        for file in &scan.files {
            assert_eq!(areas::key_of(&file.file.folder, &register), file.folder_key);
        }
    }

    #[test]
    fn a_folder_name_in_nfd_is_the_same_folder() {
        let nfd: String = "Sở Y tế".nfd().collect();
        let dir = inbox(&[&format!("{nfd}/Báo cáo.xlsx")]);
        let scan = scan(&Disk::default(), dir.path(), &register(&[("SYT", "Sở  Y tế")]), &[], false).unwrap();
        assert_eq!(scan.files[0].file.folder, Folder::Agency(code("SYT")));
        assert_eq!(scan.files[0].file.path, "Sở Y tế/Báo cáo.xlsx");
    }

    #[test]
    fn names_that_are_equal_in_nfc_stay_two_files() {
        let nfd: String = "SYT/Tuần.xlsx".nfd().collect();
        let dir = inbox(&["SYT/Tuần.xlsx", &nfd]);
        let scan = scan(&Disk::default(), dir.path(), &register(&[("SYT", "SYT")]), &[], false).unwrap();
        assert_eq!(paths(&scan), ["SYT/Tuần.xlsx", "SYT/Tuần~2.xlsx"]);
    }

    #[test]
    fn what_is_never_a_report_is_skipped_and_counted() {
        let skipped = [
            "~$BC.xlsx",
            "~WRL1.tmp",
            "a.tmp",
            "a.part",
            "a.partial",
            "a.crdownload",
            ".~lock.BC.xlsx#",
            "._BC.xlsx",
            ".DS_Store",
            "Thumbs.db",
            "desktop.ini",
            ".syncthing.BC.xlsx.tmp",
            "~syncthing~BC.xlsx",
            "3F2A99B0",
            "__MACOSX/BC.xlsx",
        ];
        let kept =
            ["BC (1).xlsx", "BC - Copy.xlsx", "BC.sync-conflict-20250711.xlsx", "BC-DESKTOP-1.xlsx", "3F2A99B0.xlsx", "BC.xlsx", "BC"];
        let all: Vec<String> = skipped.iter().chain(&kept).map(|name| format!("SYT/{name}")).collect();
        let dir = inbox(&all.iter().map(String::as_str).collect::<Vec<_>>());
        let scan = scan(&Disk::default(), dir.path(), &register(&[("SYT", "SYT")]), &[], false).unwrap();
        assert_eq!(scan.skipped.len(), skipped.len(), "{:?}", scan.skipped);
        assert_eq!(scan.files.len(), kept.len(), "{:?}", paths(&scan));
        assert_eq!(scan.seen(), skipped.len() + kept.len());
    }

    #[test]
    fn depth_is_bounded_and_what_lies_deeper_is_named() {
        let dir = inbox(&["SYT/1/2/3/4/ok.xlsx", "SYT/1/2/3/4/5/deep.xlsx", "SYT/nhanh.xlsx", "SNV/a.xlsx"]);
        fs::create_dir_all(dir.path().join("SNV/1/2/3/4/trong")).unwrap();
        let scan = scan(&Disk::default(), dir.path(), &register(&[("SYT", "SYT"), ("SNV", "SNV")]), &[], false).unwrap();
        assert_eq!(paths(&scan), ["SNV/a.xlsx", "SYT/1/2/3/4/ok.xlsx", "SYT/nhanh.xlsx"]);
        assert_eq!(scan.unreadable.len(), 1);
        assert_eq!(scan.unreadable[0].0, "SYT/1/2/3/4/5");
        assert_eq!(scan.folders, ["", "_chung", "snv"], "SYT was not seen whole");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let outside = inbox(&["secret.xlsx"]);
        let dir = inbox(&["SYT/a.xlsx"]);
        std::os::unix::fs::symlink(outside.path(), dir.path().join("SYT/link")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.xlsx"), dir.path().join("SYT/b.xlsx")).unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.path().join("SNV")).unwrap();
        let scan = scan(&Disk::default(), dir.path(), &register(&[("SYT", "SYT"), ("SNV", "SNV")]), &[], false).unwrap();
        assert_eq!(paths(&scan), ["SYT/a.xlsx"]);
        assert_eq!(scan.skipped, ["SYT/b.xlsx", "SYT/link"]);
        assert_eq!(scan.unreadable[0].0, "SNV");
        assert!(!scan.folders.contains(&"snv".to_owned()));
    }

    #[test]
    fn our_own_folders_are_left_out() {
        let dir = inbox(&["SYT/a.xlsx", "SYT/phan-hoi/2025-W28/PhanHoi.xlsx"]);
        let scan =
            scan(&Disk::default(), dir.path(), &register(&[("SYT", "SYT")]), &[dir.path().join("SYT/phan-hoi"), "/khac".into()], false)
                .unwrap();
        assert_eq!(paths(&scan), ["SYT/a.xlsx"]);
        assert_eq!(scan.seen(), 1);
    }

    #[test]
    fn an_inbox_that_cannot_be_listed_stops_everything() {
        let dir = inbox(&["tep"]);
        for path in ["khong-co", "tep"] {
            let failure = scan(&Disk::default(), &dir.path().join(path), &Register::default(), &[], false).unwrap_err();
            assert_eq!(failure.exit_code(), 10, "{failure}");
        }
    }

    #[test]
    fn less_than_half_of_the_folders_looks_unmounted() {
        let scan = |present| Scan { present, ..Scan::default() };
        assert!(check_not_shrunk(Path::new("nop"), &scan(5), Some(10)).is_ok());
        assert_eq!(check_not_shrunk(Path::new("nop"), &scan(4), Some(10)).unwrap_err().exit_code(), 10);
        assert!(check_not_shrunk(Path::new("nop"), &scan(0), None).is_ok());
    }

    #[test]
    fn the_servers_time_is_its_own_except_in_a_rehearsal() {
        let dir = inbox(&["SYT/a.xlsx"]);
        let old = std::time::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        fs::File::options().write(true).open(dir.path().join("SYT/a.xlsx")).unwrap().set_modified(old).unwrap();
        let register = register(&[("SYT", "SYT")]);
        let real = scan(&Disk::default(), dir.path(), &register, &[], false).unwrap().files.remove(0);
        assert_eq!(real.modified_ns, 1_700_000_000_000_000_000);
        assert_eq!(real.file.modified_at, Some(moment(old)));
        #[cfg(unix)]
        assert!(real.file.server_time.unwrap() > moment(old), "setting the time of a file does not set the server's");
        let played = scan(&Disk::default(), dir.path(), &register, &[], true).unwrap().files.remove(0);
        assert_eq!(played.file.server_time, Some(moment(old)));
        let again = || look_again(&Disk::default(), &real, &terms()).unwrap();
        assert_eq!(again(), Some(real.clone()));
        fs::write(&real.real, b"xy").unwrap();
        assert!(again().is_some_and(|new| !new.is_like(&real) && new.file.size == 2));
        fs::remove_file(&real.real).unwrap();
        assert_eq!(again(), None);
    }

    /// A share on which one path does not answer, or is gone by the time it is asked for.
    #[derive(Debug)]
    struct Share {
        hangs: &'static str,
        vanished: &'static str,
    }

    impl Interference for Share {
        fn before(&self, operation: Operation, path: &Path) -> std::io::Result<()> {
            if path.ends_with(self.hangs) && matches!(operation, Operation::List | Operation::Read) {
                std::thread::sleep(Duration::from_secs(3));
            }
            let gone = path.ends_with(self.vanished) && operation == Operation::Look;
            if gone { Err(ErrorKind::NotFound.into()) } else { Ok(()) }
        }
    }

    fn impatient() -> Terms {
        Terms { limit: TimeLimit::new(Duration::from_millis(200)), ..terms() }
    }

    #[test]
    fn a_folder_that_hangs_costs_its_own_area() {
        let dir = inbox(&["SNV/a.xlsx", "STC/b.xlsx", "SYT/c.xlsx"]);
        let register = register(&[("SYT", "SYT"), ("SNV", "SNV"), ("STC", "STC")]);
        let disk = Disk::with(Arc::new(Share { hangs: "STC", vanished: "-" }));
        let scan = super::scan(&disk, dir.path(), &register, &[], &impatient()).unwrap();
        assert_eq!(paths(&scan), ["SNV/a.xlsx", "SYT/c.xlsx"]);
        assert_eq!(scan.folders, ["", "_chung", "snv", "syt"]);
        assert_eq!(scan.unreadable.len(), 1);
        assert!(scan.unreadable[0].0 == "STC" && scan.unreadable[0].1.contains("không trả lời"), "{:?}", scan.unreadable);
        assert_eq!(scan.present, 3, "it is there, so the share does not look unmounted");
    }

    #[test]
    fn an_inbox_that_hangs_is_not_reachable() {
        let dir = inbox(&["SYT/a.xlsx"]);
        let name = dir.path().file_name().unwrap().to_string_lossy().into_owned().leak();
        let disk = Disk::with(Arc::new(Share { hangs: name, vanished: "-" }));
        assert_eq!(reachable(&disk, dir.path(), &impatient()).unwrap_err().exit_code(), 10);
        assert_eq!(super::scan(&disk, dir.path(), &register(&[]), &[], &impatient()).unwrap_err().exit_code(), 10);
    }

    #[test]
    fn a_file_that_is_gone_before_it_is_asked_for_is_neither_seen_nor_refused() {
        let dir = inbox(&["SYT/a.xlsx", "SYT/b.xlsx"]);
        let disk = Disk::with(Arc::new(Share { hangs: "-", vanished: "a.xlsx" }));
        let scan = scan(&disk, dir.path(), &register(&[("SYT", "SYT")]), &[], false).unwrap();
        assert_eq!((scan.seen(), scan.vanished.len(), scan.unreadable.len()), (1, 1, 0));
        assert_eq!(scan.vanished[0].file.path, "SYT/a.xlsx");
        let back = look_again(&Disk::default(), &scan.vanished[0], &terms()).unwrap().unwrap();
        assert_eq!((back.file.size, back.file.server_time.is_some()), (1, cfg!(unix)));
    }

    #[test]
    fn a_folder_with_too_many_entries_is_refused_whole() {
        let many: Vec<String> = (0..101).map(|n| format!("SYT/{n}.xlsx")).collect();
        let dir = inbox(&many.iter().map(String::as_str).chain(["SNV/a.xlsx"]).collect::<Vec<_>>());
        let scan = scan(&Disk::default(), dir.path(), &register(&[("SYT", "SYT"), ("SNV", "SNV")]), &[], false).unwrap();
        assert_eq!(paths(&scan), ["SNV/a.xlsx"]);
        assert_eq!(scan.folders, ["", "_chung", "snv"]);
        assert!(scan.unreadable[0].1.contains("hơn 100 mục"), "{:?}", scan.unreadable);
    }

    #[test]
    fn names_that_people_cannot_tell_apart_are_one_conflict() {
        let dir = inbox(&["SYT/BC Tuần.xlsx", "SYT/bc  tuần.xlsx", "SYT/BC.xlsx", "SNV/BC.xlsx", "SNV/~$BC.xlsx", "SYT/.~lock.BC.xlsx#"]);
        let scan = scan(&Disk::default(), dir.path(), &register(&[("SYT", "SYT"), ("SNV", "SNV")]), &[], false).unwrap();
        assert_eq!(scan.files.len(), 4, "all of them are received");
        assert_eq!(scan.conflicts, [["SYT/BC Tuần.xlsx", "SYT/bc  tuần.xlsx"]]);
        let open: Vec<&str> = scan.files.iter().filter(|f| f.open_at_office).map(|f| f.file.path.as_str()).collect();
        assert_eq!(open, ["SNV/BC.xlsx", "SYT/BC.xlsx"]);
    }

    #[test]
    fn a_save_in_progress_is_noticed_by_a_fresh_temporary_file() {
        let dir = inbox(&["SYT/3F2A99B0"]);
        let register = register(&[("SYT", "SYT")]);
        let saving = |at: Moment| super::scan(&Disk::default(), dir.path(), &register, &[], &Terms { now: at, ..terms() }).unwrap().saving;
        let written = moment(fs::metadata(dir.path().join("SYT/3F2A99B0")).unwrap().modified().unwrap());
        assert!(saving(written + TimeDelta::seconds(60)) && saving(written - TimeDelta::seconds(60)));
        assert!(!saving(written + TimeDelta::minutes(3)), "Excel crashed there long ago");
    }

    #[cfg(unix)]
    #[test]
    fn pipes_and_sockets_are_left_alone() {
        let dir = inbox(&["SYT/a.xlsx"]);
        let _socket = std::os::unix::net::UnixListener::bind(dir.path().join("SYT/s.xlsx")).unwrap();
        let pipe = dir.path().join("SYT/p.xlsx");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0).unwrap();
        let scan = scan(&Disk::default(), dir.path(), &register(&[("SYT", "SYT")]), &[], false).unwrap();
        assert_eq!((paths(&scan), scan.skipped.len()), (vec!["SYT/a.xlsx"], 2));
    }

    /// `/dev` has devices, and `/dev/shm` is a file system of its own.
    #[cfg(target_os = "linux")]
    #[test]
    #[ignore = "needs /dev/shm as a mount point"]
    fn a_mount_point_is_entered_only_where_the_desk_says_so() {
        let device = |path: &str| fs::metadata(path).map(|data| listing::device_of(&data)).unwrap_or(0);
        assert_ne!(device("/dev/shm"), device("/dev"), "/dev/shm is no mount point here");
        let register = register(&[("SYT", "shm"), ("SNV", "snv")]);
        let scan = |mounts: bool| {
            super::scan(&Disk::default(), Path::new("/dev"), &register, &[], &Terms { mounts, entries_max: 10_000, ..terms() })
        };
        let refused = |scan: &Scan| scan.unreadable.iter().any(|(path, cause)| path == "shm" && cause.contains("mounts = true"));
        let closed = scan(false).unwrap();
        assert!(refused(&closed) && !closed.folders.contains(&"shm".to_owned()), "{:?}", closed.unreadable);
        assert!(closed.skipped.contains(&"null".to_owned()), "a device is no file");
        let open = scan(true).unwrap();
        assert!(!refused(&open) && open.folders.contains(&"shm".to_owned()), "{:?}", open.unreadable);
        assert!(!open.folders.contains(&String::new()) || !Path::new("/dev/pts").exists(), "other mount points stay closed");
    }

    #[test]
    fn a_folder_of_two_agencies_belongs_to_neither_unless_one_has_ended() {
        let dir = inbox(&["So/a.xlsx"]);
        let mut register = register(&[("STTTT", "So"), ("SKHCN", "So")]);
        let folder = |register: &Register| scan(&Disk::default(), dir.path(), register, &[], false).unwrap().files[0].file.folder.clone();
        assert_eq!(folder(&register), Folder::Unlisted("So".to_owned()));
        assert_eq!(areas::key_of(&folder(&register), &register), "so");
        register.agencies[0].to = NaiveDate::from_ymd_opt(2025, 2, 28);
        assert_eq!(folder(&register), Folder::Agency(code("SKHCN")));
    }
}
