//! The inbox on a real disk: whose folder, what is left out, what could not be listed.

use super::scan::moment;
use super::{NotInbox, Scan, Terms, check_not_shrunk, look_again, walk};
use crate::io::disk::{Disk, Interference, Operation};
use crate::io::failure::Failure;
use crate::io::time_limit::TimeLimit;
use crate::model::agency::{Agency, AgencyKind};
use crate::model::inbox::Folder;
use crate::model::moment::Moment;
use crate::model::register::Register;
use crate::testing::{agency as code, july, member};
use crate::text::areas;
use chrono::{NaiveDate, TimeDelta};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use unicode_normalization::UnicodeNormalization;

/// Agencies by code and folder.
pub(crate) fn register(agencies: &[(&str, &str)]) -> Register {
    let agency = |(code, folder): &(&str, &str)| Agency {
        name: (*code).to_owned(),
        short: (*code).to_owned(),
        folder: (*folder).to_owned(),
        ..member(code, AgencyKind::Department)
    };
    Register { agencies: agencies.iter().map(agency).collect(), ..Register::default() }
}

fn terms() -> Terms {
    Terms { now: july(11, 10, 50), rehearsal: false, limit: TimeLimit::new(Duration::from_secs(20)), entries_max: 100, mounts: false }
}

fn scan(disk: &Disk, root: &Path, register: &Register, exclude: &[PathBuf], rehearsal: bool) -> Result<Scan, Failure> {
    walk::scan(
        disk,
        root,
        &areas::Areas::new(register),
        &NotInbox { left_out: exclude.to_vec(), answers: Vec::new() },
        &Terms { rehearsal, ..terms() },
    )
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
    let kept = ["BC (1).xlsx", "BC - Copy.xlsx", "BC.sync-conflict-20250711.xlsx", "BC-DESKTOP-1.xlsx", "3F2A99B0.xlsx", "BC.xlsx", "BC"];
    let all: Vec<String> = skipped.iter().chain(&kept).map(|name| format!("SYT/{name}")).collect();
    let dir = inbox(&all.iter().map(String::as_str).collect::<Vec<_>>());
    let scan = scan(&Disk::default(), dir.path(), &register(&[("SYT", "SYT")]), &[], false).unwrap();
    assert_eq!(scan.skipped.len(), skipped.len(), "{:?}", scan.skipped);
    assert_eq!(scan.files.len(), kept.len(), "{:?}", paths(&scan));
    assert_eq!(scan.seen(), skipped.len() + kept.len());
}

#[test]
fn what_an_office_saves_beside_its_answer_is_received_and_the_answer_is_not() {
    let week = "SYT/phan-hoi/2025-W28";
    let names = ["PhanHoi_SYT_T28_2025.xlsx", "PhanHoi_SYT_T28_2025.txt", "BC_SYT_sua.xlsx", "đã ký.pdf"];
    let all: Vec<String> = [week, "SYT/tra-loi/2025-W28"].iter().flat_map(|folder| names.map(|name| format!("{folder}/{name}"))).collect();
    let too_deep = "SYT/tra-loi/cua/so/minh/2025-W28/x.xlsx";
    let all: Vec<&str> = all.iter().map(String::as_str).chain([too_deep]).collect();
    let dir = inbox(&all);
    let answers = NotInbox { answers: vec![dir.path().join("SYT/tra-loi")], ..NotInbox::default() };
    let scan = walk::scan(&Disk::default(), dir.path(), &areas::Areas::new(&register(&[("SYT", "SYT")])), &answers, &terms()).unwrap();
    assert_eq!(paths(&scan), ["SYT/phan-hoi/2025-W28/BC_SYT_sua.xlsx", "SYT/tra-loi/2025-W28/BC_SYT_sua.xlsx"]);
    assert!(scan.files.iter().all(|f| f.file.folder == Folder::Agency(code("SYT"))));
    // What another desk may have put there is counted, what is ours is not; and a folder of ours that lies too deep refuses nothing.
    assert_eq!((scan.skipped.len(), scan.unreadable.len()), (3, 0), "{:?} {:?}", scan.skipped, scan.unreadable);
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
    let scan = scan(&Disk::default(), dir.path(), &register(&[("SYT", "SYT")]), &[dir.path().join("SYT/phan-hoi"), "/khac".into()], false)
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

/// Refuses the first looks at the inbox, as a share does whose connection was idle; waits are counted, not done.
#[derive(Debug)]
struct Idle {
    refusals: AtomicU32,
    waits: AtomicU32,
}

impl Interference for Idle {
    fn before(&self, _: Operation, _: &Path) -> io::Result<()> {
        let refused = self.refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if refused { Err(io::Error::from_raw_os_error(5)) } else { Ok(()) }
    }

    fn pause(&self, _: Duration) {
        self.waits.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_share_that_refuses_the_first_look_is_looked_at_once_more() {
    let dir = inbox(&["SYT/a.xlsx"]);
    for (refusals, seen, waits) in [(0, Some(1), 0), (1, Some(1), 1), (2, None, 1)] {
        let idle = Arc::new(Idle { refusals: refusals.into(), waits: 0.into() });
        let disk = Disk::with(Arc::clone(&idle) as Arc<dyn Interference>);
        let scan = scan(&disk, dir.path(), &register(&[("SYT", "SYT")]), &[], false);
        assert_eq!((scan.map(|scan| scan.files.len()).ok(), idle.waits.load(Ordering::SeqCst)), (seen, waits), "{refusals}");
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
    fn before(&self, operation: Operation, path: &Path) -> io::Result<()> {
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
    let scan = walk::scan(&disk, dir.path(), &areas::Areas::new(&register), &NotInbox::default(), &impatient()).unwrap();
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
    assert_eq!(walk::reachable(&disk, dir.path(), &impatient()).unwrap_err().exit_code(), 10);
    assert_eq!(
        walk::scan(&disk, dir.path(), &areas::Areas::new(&register(&[])), &NotInbox::default(), &impatient()).unwrap_err().exit_code(),
        10
    );
}

#[test]
fn a_file_that_is_gone_before_it_is_asked_for_is_neither_seen_nor_refused() {
    let dir = inbox(&["SYT/a.xlsx", "SYT/b.xlsx"]);
    let disk = Disk::with(Arc::new(Share { hangs: "-", vanished: "a.xlsx" }));
    let scan = scan(&disk, dir.path(), &register(&[("SYT", "SYT")]), &[], false).unwrap();
    assert_eq!((scan.seen(), scan.vanished.len(), scan.unreadable.len()), (1, 1, 0));
    assert_eq!(scan.vanished[0].file.path, "SYT/a.xlsx");
    let back = look_again(&Disk::default(), &scan.vanished[0], &terms()).unwrap().unwrap();
    assert_eq!((back.file.size, back.file.server_time.is_some()), (1, true));
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
    let saving = |at: Moment| {
        walk::scan(&Disk::default(), dir.path(), &areas::Areas::new(&register), &NotInbox::default(), &Terms { now: at, ..terms() })
            .unwrap()
            .saving
    };
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

/// `/dev` has devices, and `/dev/pts` is a file system of its own that holds nothing else: what other programs leave in
/// `/dev/shm` would reach the limit of entries.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs /dev/pts as a mount point"]
fn a_mount_point_is_entered_only_where_the_desk_says_so() {
    let device = |path: &str| fs::metadata(path).map(|data| super::listing::device_of(&data)).unwrap_or(0);
    assert_ne!(device("/dev/pts"), device("/dev"), "/dev/pts is no mount point here");
    let register = register(&[("SYT", "pts"), ("SNV", "snv")]);
    let scan = |mounts: bool| {
        walk::scan(
            &Disk::default(),
            Path::new("/dev"),
            &areas::Areas::new(&register),
            &NotInbox::default(),
            &Terms { mounts, entries_max: 10_000, ..terms() },
        )
    };
    let refused = |scan: &Scan| scan.unreadable.iter().any(|(path, cause)| path == "pts" && cause.contains("mounts = true"));
    let closed = scan(false).unwrap();
    assert!(refused(&closed) && !closed.folders.contains(&"pts".to_owned()), "{:?}", closed.unreadable);
    assert!(closed.skipped.contains(&"null".to_owned()), "a device is no file");
    let open = scan(true).unwrap();
    assert!(!refused(&open) && open.folders.contains(&"pts".to_owned()), "{:?}", open.unreadable);
    assert!(!open.folders.contains(&String::new()) || !Path::new("/dev/shm").exists(), "other mount points stay closed");
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

#[test]
fn two_scans_are_alike_only_if_nothing_happened() {
    let dir = inbox(&["SYT/a.xlsx", "SNV/b.xlsx"]);
    let register = register(&[("SYT", "SYT"), ("SNV", "SNV")]);
    let look = || scan(&Disk::default(), dir.path(), &register, &[], false).unwrap();
    let first = look();
    assert!(first.is_steady());
    assert_eq!(look().digest(), first.digest());
    type Change = (&'static str, fn(&mut Scan));
    let changes: [Change; 14] = [
        ("a file less", |s| drop(s.files.pop())),
        ("a path", |s| s.files[0].file.path.push('x')),
        ("whose it is", |s| s.files[0].file.folder = Folder::Common),
        ("its area", |s| s.files[0].folder_key.push('x')),
        ("its size", |s| s.files[0].file.size += 1),
        ("its time", |s| s.files[0].modified_ns += 1),
        ("open at the office", |s| s.files[0].open_at_office = true),
        ("a file that is gone", |s| s.vanished.extend(s.files.pop())),
        ("a save", |s| s.saving = true),
        ("skipped", |s| s.skipped.push("x".to_owned())),
        ("refused", |s| s.unreadable.push(("x".to_owned(), "y".to_owned()))),
        ("names alike", |s| s.conflicts.push(vec!["x".to_owned()])),
        ("an area less", |s| drop(s.folders.pop())),
        ("a folder more", |s| s.present += 1),
    ];
    let mut seen = std::collections::BTreeSet::from([first.digest()]);
    for (what, change) in changes {
        let mut other = first.clone();
        change(&mut other);
        assert!(seen.insert(other.digest()), "{what}");
    }
    let slow = Scan { slow: !first.slow, ..first.clone() };
    assert!(seen.insert(slow.digest()), "another file system");
}
