//! The walk over the inbox: what lies there, whose folder it lies in, and which folders could be listed. Nothing is
//! opened, followed or changed. A folder that could not be listed whole is said to be unlisted: nobody may be called
//! late because we did not see.

use super::archive::modified_ns;
pub use super::completeness::is_complete;
use super::failure::{Failure, cause};
use crate::model::agency::{Agency, AgencyCode};
use crate::model::inbox::{Folder, InboxFile};
use crate::model::moment::{Moment, VIETNAM};
use crate::model::register::Register;
use crate::text::normalise;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

/// How many folders a file may lie below its agency's folder.
const LEVELS: usize = 4;

/// The folder for files from any agency.
const COMMON: &str = "_chung";

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
}

/// What a scan found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// Regular files, sorted by path.
    pub files: Vec<ScannedFile>,
    /// Paths left out by their name, or because they are links or no regular files.
    pub skipped: Vec<String>,
    /// Paths that the file system refused, with the cause in Vietnamese.
    pub unreadable: Vec<(String, String)>,
    /// Areas that were listed without any trouble, sorted: [`folder_key`] of each agency's folder (also where it does
    /// not exist yet), `_chung`, and "" for everything else.
    pub folders: Vec<String>,
    /// How many folders there are: those at the top, and those of agencies below.
    pub present: u32,
}

impl Scan {
    /// Everything seen; each is in exactly one of the lists.
    pub fn seen(&self) -> usize {
        self.files.len() + self.skipped.len() + self.unreadable.len()
    }

    /// Moves a file to the refused ones when it could not be read later, and its area out of the listed ones.
    pub fn refuse(&mut self, path: &str, cause: String) {
        if let Some(index) = self.files.iter().position(|f| f.file.path == path) {
            let file = self.files.remove(index);
            self.folders.retain(|key| key != &file.folder_key);
            self.unreadable.push((file.file.path, cause));
            self.unreadable.sort();
        }
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

/// A second look: has the file the size and time of the scan? None when it is gone for the moment.
pub fn is_unchanged(file: &ScannedFile) -> Option<bool> {
    let data = fs::symlink_metadata(&file.real).ok()?;
    Some(data.is_file() && data.len() == file.file.size && modified_ns(&data) == file.modified_ns)
}

/// The key under which [`Scan::folders`] and the ledger speak of the area a file lies in.
pub fn folder_key(folder: &Folder, register: &Register) -> String {
    match folder {
        Folder::Common => COMMON.to_owned(),
        Folder::Agency(code) => register.agency(code).map_or_else(|| code.as_str().to_lowercase(), |a| parts(&a.folder).join("/")),
        Folder::Unlisted(name) => Areas::new(register).of(&parts(name)).key,
    }
}

/// Can the inbox be listed at all? Asked before anything is written.
pub fn reachable(root: &Path) -> Result<(), Failure> {
    fs::read_dir(root).map(drop).map_err(|e| Failure::InboxUnreachable { path: root.to_owned(), cause: cause(&e) })
}

/// Scans the inbox. `exclude` are folders of our own. In a rehearsal the server's time is the modification time.
pub fn scan(root: &Path, register: &Register, exclude: &[PathBuf], rehearsal: bool) -> Result<Scan, Failure> {
    let unreachable = |e: &std::io::Error| Failure::InboxUnreachable { path: root.to_owned(), cause: cause(e) };
    // The walk would silently give nothing for a file in place of the folder.
    fs::read_dir(root).map_err(|e| unreachable(&e))?;
    let excluded: BTreeSet<String> =
        exclude.iter().filter_map(|path| path.strip_prefix(root).ok()).map(|below| folded_path(below).join("/")).collect();
    let areas = Areas::new(register);
    let mut walk = Walk { areas: &areas, rehearsal, scan: Scan::default(), refused: BTreeSet::new(), paths: BTreeMap::new() };
    let deepest = areas.owners.keys().map(|key| key.split('/').count()).max().unwrap_or(1).max(1);
    let mut entries = WalkDir::new(root).min_depth(1).max_depth(deepest + LEVELS + 1).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) => {
                let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
                let folded = folded_path(below);
                let ours = entry.file_type().is_dir() && excluded.contains(&folded.join("/"));
                if ours || walk.entry(&entry, below, &folded) == Next::SkipFolder {
                    entries.skip_current_dir();
                }
            }
            Err(error) => {
                let io = error.io_error().map_or_else(|| "không liệt kê được".to_owned(), cause);
                let below = error.path().and_then(|path| path.strip_prefix(root).ok()).unwrap_or(Path::new(""));
                if below.as_os_str().is_empty() {
                    return Err(Failure::InboxUnreachable { path: root.to_owned(), cause: io });
                }
                walk.refuse(below, &folded_path(below), io);
            }
        }
    }
    Ok(walk.finish())
}

#[derive(PartialEq, Eq)]
enum Next {
    Go,
    SkipFolder,
}

struct Walk<'a> {
    areas: &'a Areas,
    rehearsal: bool,
    scan: Scan,
    refused: BTreeSet<String>,
    /// How many files have had the same path in NFC.
    paths: BTreeMap<String, u32>,
}

impl Walk<'_> {
    fn entry(&mut self, entry: &DirEntry, below: &Path, folded: &[String]) -> Next {
        let kind = entry.file_type();
        let area = self.areas.of(folded);
        if kind.is_dir() {
            return self.folder(entry, below, folded, &area);
        }
        let path = nfc_path(below);
        if is_skipped(&path) {
            self.scan.skipped.push(path);
        } else if kind.is_file() {
            match entry.metadata() {
                Ok(data) => self.file(entry, path, area, &data),
                Err(e) => self.refuse(below, folded, e.io_error().map_or_else(|| "không xem được".to_owned(), cause)),
            }
        } else if kind.is_symlink() && self.areas.owners.contains_key(&folded.join("/")) {
            // Left out like any link, but an agency's whole folder must not vanish in silence.
            self.refuse(below, folded, "thư mục của cơ quan là liên kết (symlink), không được đi theo".to_owned());
        } else {
            self.scan.skipped.push(path);
        }
        Next::Go
    }

    fn folder(&mut self, entry: &DirEntry, below: &Path, folded: &[String], area: &Area) -> Next {
        let key = folded.join("/");
        if folded.len() == 1 || self.areas.owners.contains_key(&key) {
            self.scan.present += 1;
        }
        let leads_to_an_area = self.areas.below(&key).next().is_some();
        if folded.len() > area.depth.max(1) + LEVELS && !leads_to_an_area {
            let empty = fs::read_dir(entry.path()).is_ok_and(|mut inside| inside.next().is_none());
            if !empty {
                self.refuse(below, folded, format!("thư mục nằm sâu quá {LEVELS} cấp, không được quét"));
            }
            return Next::SkipFolder;
        }
        Next::Go
    }

    fn file(&mut self, entry: &DirEntry, path: String, area: Area, data: &Metadata) {
        let modified = data.modified().ok().map(moment);
        let folder = match area.folder {
            // People read this one, so it is named as it is written.
            Folder::Unlisted(_) => Folder::Unlisted(top_of(&path, area.depth.max(1))),
            listed => listed,
        };
        let file = InboxFile {
            path: self.unique(path),
            folder,
            size: data.len(),
            modified_at: modified,
            server_time: if self.rehearsal { modified } else { changed(data) },
        };
        let modified_ns = modified_ns(data);
        self.scan.files.push(ScannedFile { file, folder_key: area.key, real: entry.path().to_owned(), modified_ns });
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
        let all = areas.owners.keys().map(String::as_str).chain(["", COMMON]).collect::<BTreeSet<_>>();
        scan.folders = all.into_iter().filter(|key| !refused.contains(*key)).map(str::to_owned).collect();
        scan.files.sort_by(|a, b| a.file.path.cmp(&b.file.path));
        scan.skipped.sort();
        scan.unreadable.sort();
        scan
    }
}

/// Which folders belong to whom, by folded path.
struct Areas {
    owners: BTreeMap<String, Option<AgencyCode>>,
}

struct Area {
    /// An unlisted folder is not named here.
    folder: Folder,
    key: String,
    /// Parts of the area's folder.
    depth: usize,
}

impl Areas {
    fn new(register: &Register) -> Self {
        let mut agencies: BTreeMap<String, Vec<&Agency>> = BTreeMap::new();
        for agency in &register.agencies {
            let key = parts(&agency.folder).join("/");
            if !key.is_empty() && key != COMMON {
                agencies.entry(key).or_default().push(agency);
            }
        }
        Self { owners: agencies.into_iter().map(|(key, agencies)| (key, owner(&agencies))).collect() }
    }

    /// The folders of agencies below a folder.
    fn below(&self, key: &str) -> impl Iterator<Item = &str> {
        let prefix = format!("{key}/");
        self.owners.range(prefix.clone()..).map(|(key, _)| key.as_str()).take_while(move |key| key.starts_with(&prefix))
    }

    /// The area of a path below the inbox: the longest folder of an agency above it, `_chung`, or neither.
    fn of(&self, folded: &[String]) -> Area {
        for depth in (1..=folded.len()).rev() {
            let key = folded.get(..depth).unwrap_or_default().join("/");
            if depth == 1 && key == COMMON {
                return Area { folder: Folder::Common, key, depth };
            }
            match self.owners.get(&key) {
                Some(Some(code)) => return Area { folder: Folder::Agency(code.clone()), key, depth },
                Some(None) => return Area { folder: Folder::Unlisted(String::new()), key, depth },
                None => {}
            }
        }
        Area { folder: Folder::Unlisted(String::new()), key: String::new(), depth: 0 }
    }
}

/// The agency of a folder that several rows of the register name: the only one still in effect, else the only one.
fn owner(agencies: &[&Agency]) -> Option<AgencyCode> {
    let open: Vec<&&Agency> = agencies.iter().filter(|a| a.to.is_none()).collect();
    match (open.as_slice(), agencies) {
        ([only], _) => Some(only.code.clone()),
        ([], [only]) => Some(only.code.clone()),
        _ => None,
    }
}

/// A part of a path as it is compared: NFC, lower case, single spaces. đ stays đ.
fn folded(part: &str) -> String {
    if part.is_ascii() && !part.contains(' ') {
        return part.to_ascii_lowercase();
    }
    normalise::display(part).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn parts(folder: &str) -> Vec<String> {
    folder.split(['/', '\\']).map(folded).filter(|part| !part.is_empty() && part != ".").collect()
}

fn folded_path(path: &Path) -> Vec<String> {
    path.components().map(|part| folded(&part.as_os_str().to_string_lossy())).collect()
}

fn nfc_path(path: &Path) -> String {
    let text = super::files::slashed(path);
    if text.is_ascii() { text } else { text.nfc().collect() }
}

/// The first folders of a path, without the file; blank for a file at the top.
fn top_of(path: &str, depth: usize) -> String {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').take(depth).collect::<Vec<_>>().join("/")
}

/// Names that are never a report (handbook robustness 4.2). Copies and conflicts (`… (1).xlsx`, `… - Copy.xlsx`,
/// `….sync-conflict-…`) are reports.
fn is_skipped(path: &str) -> bool {
    let lower = path.to_lowercase();
    let name = lower.rsplit('/').next().unwrap_or(&lower);
    let begins = ["~$", "._", ".syncthing.", "~syncthing~"];
    let ends = [".tmp", ".part", ".partial", ".crdownload"];
    begins.iter().any(|b| name.starts_with(b))
        || ends.iter().any(|e| name.ends_with(e))
        || (name.starts_with(".~lock.") && name.ends_with('#'))
        || matches!(name, ".ds_store" | "thumbs.db" | "desktop.ini")
        || lower.split('/').any(|part| part == "__macosx")
        // Excel saves to such a name first.
        || (name.len() == 8 && name.chars().all(|c| c.is_ascii_hexdigit()))
}

fn moment(time: std::time::SystemTime) -> Moment {
    DateTime::<Utc>::from(time).with_timezone(&VIETNAM)
}

/// The time at which the server noted the last change of the file or its name; a client cannot set it.
#[cfg(unix)]
fn changed(data: &Metadata) -> Option<Moment> {
    use std::os::unix::fs::MetadataExt;
    let nanos = u32::try_from(data.ctime_nsec()).ok()?;
    Some(DateTime::<Utc>::from_timestamp(data.ctime(), nanos)?.with_timezone(&VIETNAM))
}

/// The standard library cannot ask for it here.
#[cfg(not(unix))]
fn changed(_data: &Metadata) -> Option<Moment> {
    None
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::model::agency::{AgencyKind, Block, Route};
    use chrono::NaiveDate;

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
        let scan = scan(dir.path(), &register, &[], false).unwrap();
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
            assert_eq!(folder_key(&file.file.folder, &register), file.folder_key);
        }
    }

    #[test]
    fn a_folder_name_in_nfd_is_the_same_folder() {
        let nfd: String = "Sở Y tế".nfd().collect();
        let dir = inbox(&[&format!("{nfd}/Báo cáo.xlsx")]);
        let scan = scan(dir.path(), &register(&[("SYT", "Sở  Y tế")]), &[], false).unwrap();
        assert_eq!(scan.files[0].file.folder, Folder::Agency(code("SYT")));
        assert_eq!(scan.files[0].file.path, "Sở Y tế/Báo cáo.xlsx");
    }

    #[test]
    fn names_that_are_equal_in_nfc_stay_two_files() {
        let nfd: String = "SYT/Tuần.xlsx".nfd().collect();
        let dir = inbox(&["SYT/Tuần.xlsx", &nfd]);
        let scan = scan(dir.path(), &register(&[("SYT", "SYT")]), &[], false).unwrap();
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
        let scan = scan(dir.path(), &register(&[("SYT", "SYT")]), &[], false).unwrap();
        assert_eq!(scan.skipped.len(), skipped.len(), "{:?}", scan.skipped);
        assert_eq!(scan.files.len(), kept.len(), "{:?}", paths(&scan));
        assert_eq!(scan.seen(), skipped.len() + kept.len());
    }

    #[test]
    fn depth_is_bounded_and_what_lies_deeper_is_named() {
        let dir = inbox(&["SYT/1/2/3/4/ok.xlsx", "SYT/1/2/3/4/5/deep.xlsx", "SYT/nhanh.xlsx", "SNV/a.xlsx"]);
        fs::create_dir_all(dir.path().join("SNV/1/2/3/4/trong")).unwrap();
        let scan = scan(dir.path(), &register(&[("SYT", "SYT"), ("SNV", "SNV")]), &[], false).unwrap();
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
        let scan = scan(dir.path(), &register(&[("SYT", "SYT"), ("SNV", "SNV")]), &[], false).unwrap();
        assert_eq!(paths(&scan), ["SYT/a.xlsx"]);
        assert_eq!(scan.skipped, ["SYT/b.xlsx", "SYT/link"]);
        assert_eq!(scan.unreadable[0].0, "SNV");
        assert!(!scan.folders.contains(&"snv".to_owned()));
    }

    #[test]
    fn our_own_folders_are_left_out() {
        let dir = inbox(&["SYT/a.xlsx", "SYT/phan-hoi/2025-W28/PhanHoi.xlsx"]);
        let scan = scan(dir.path(), &register(&[("SYT", "SYT")]), &[dir.path().join("SYT/phan-hoi"), "/khac".into()], false).unwrap();
        assert_eq!(paths(&scan), ["SYT/a.xlsx"]);
        assert_eq!(scan.seen(), 1);
    }

    #[test]
    fn an_inbox_that_cannot_be_listed_stops_everything() {
        let dir = inbox(&["tep"]);
        for path in ["khong-co", "tep"] {
            let failure = scan(&dir.path().join(path), &Register::default(), &[], false).unwrap_err();
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
        let old = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
        fs::File::options().write(true).open(dir.path().join("SYT/a.xlsx")).unwrap().set_modified(old).unwrap();
        let register = register(&[("SYT", "SYT")]);
        let real = scan(dir.path(), &register, &[], false).unwrap().files.remove(0);
        assert_eq!(real.modified_ns, 1_700_000_000_000_000_000);
        assert_eq!(real.file.modified_at, Some(moment(old)));
        #[cfg(unix)]
        assert!(real.file.server_time.unwrap() > moment(old), "setting the time of a file does not set the server's");
        let played = scan(dir.path(), &register, &[], true).unwrap().files.remove(0);
        assert_eq!(played.file.server_time, Some(moment(old)));
        assert_eq!(is_unchanged(&real), Some(true));
        fs::write(&real.real, b"xy").unwrap();
        assert_eq!(is_unchanged(&real), Some(false));
        fs::remove_file(&real.real).unwrap();
        assert_eq!(is_unchanged(&real), None);
    }

    #[test]
    fn a_file_refused_later_changes_its_list_and_unlists_its_folder() {
        let dir = inbox(&["SYT/a.xlsx", "SYT/b.xlsx"]);
        let mut scan = scan(dir.path(), &register(&[("SYT", "SYT")]), &[], false).unwrap();
        scan.refuse("SYT/a.xlsx", "không có quyền".to_owned());
        assert_eq!((scan.seen(), scan.files.len(), scan.unreadable.len()), (2, 1, 1));
        assert_eq!(scan.folders, ["", "_chung"]);
    }

    #[test]
    fn a_folder_of_two_agencies_belongs_to_neither_unless_one_has_ended() {
        let dir = inbox(&["So/a.xlsx"]);
        let mut register = register(&[("STTTT", "So"), ("SKHCN", "So")]);
        let folder = |register: &Register| scan(dir.path(), register, &[], false).unwrap().files[0].file.folder.clone();
        assert_eq!(folder(&register), Folder::Unlisted("So".to_owned()));
        assert_eq!(folder_key(&folder(&register), &register), "so");
        register.agencies[0].to = NaiveDate::from_ymd_opt(2025, 2, 28);
        assert_eq!(folder(&register), Folder::Agency(code("SKHCN")));
    }
}
