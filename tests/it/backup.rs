//! A workspace is lost and comes back from its backup on another path; a backup that is damaged is refused by name; a disk that fails
//! while a backup is made harms no earlier one.

use crate::desk::Desk;
use crate::fault::InProcess;
use crate::kill::copy;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};
use tonghop::io::clock::Pause;
use tonghop::io::disk::{Disk, Interference, Operation};
use tonghop::io::failure::Failure;
use tonghop::io::reader_pool::Readers;
use tonghop::io::workspace;
use tonghop::run::backup::{self, BackupAnswer, BackupRequest};
use tonghop::run::restore::{self, RestoreAnswer, RestoreRequest};
use tonghop::run::session::Start;

fn released() -> Desk {
    let desk = Desk::new();
    for agency in ["SYT", "STC"] {
        desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &desk.report(agency, "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    }
    for now in ["10:55:00", "15:20:00"] {
        assert_eq!(desk.run(&format!("2025-07-11T{now}+07:00")).code, 0);
    }
    desk
}

fn made(desk: &Desk, disk: Disk, folder: &Path, now: &str, full: bool) -> Result<BackupAnswer, Failure> {
    let start = Start {
        boot: None,
        readers: Readers::Given(Arc::new(InProcess)),
        pause: Pause::with(|_| {}),
        ..Start::new(crate::desk::at(now), 1, PathBuf::new())
    };
    backup::backup(&workspace::open_on(disk, desk.root())?, &start, &BackupRequest { folder: folder.to_owned(), full })
}

fn back(folder: &Path, into: &Path, at: Option<&str>) -> Result<RestoreAnswer, Failure> {
    let request = RestoreRequest { folder: folder.to_owned(), into: into.to_owned(), at: at.map(ToOwned::to_owned) };
    restore::restore(&Disk::default(), &request)
}

/// Every file below a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    // A name is written with the same separators on every system.
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    walk.map(|entry| (name(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn a_lost_workspace_comes_back_on_another_path_and_goes_on() {
    let desk = released();
    let away = tempfile::tempdir().unwrap();
    let folder = away.path().join("sao-luu");
    fs::write(desk.path("mat-khau.txt"), "bí mật").unwrap();
    let first = made(&desk, Disk::default(), &folder, "2025-07-11T17:00:00+07:00", false).unwrap();
    assert_eq!((first.damage.as_slice(), first.left_out.as_slice(), first.notices.as_slice()), (&[][..], &[][..], &[][..]));
    assert!(first.files > 20 && first.new_contents > 20 && first.checked == first.new_contents, "{first:?}");
    desk.put("VPTU/BC_VPTU_T29_2025.xlsx", &desk.report("VPTU", "2025-W29").bytes(), "2025-07-14T08:00:00+07:00");
    assert_eq!(desk.run("2025-07-14T09:00:00+07:00").code, 0);
    let before = files(&folder);
    let second = made(&desk, Disk::default(), &folder, "2025-07-14T17:00:00+07:00", false).unwrap();
    assert!(second.new_bytes * 2 < first.new_bytes, "what did not change is kept once: {} after {}", second.new_bytes, first.new_bytes);
    let after = files(&folder);
    assert!(before.iter().all(|(name, bytes)| after.get(name) == Some(bytes)), "nothing of an earlier backup is touched");
    assert!(!after.values().any(|bytes| bytes == "bí mật".as_bytes()), "a password is in no backup");
    let full = made(&desk, Disk::default(), &folder, "2025-07-14T17:05:00+07:00", true).unwrap();
    assert!(full.checked > 20, "{full:?}");
    let told = desk.command().args(["doctor", "--now", "2025-07-14T17:10:00+07:00"]).output().unwrap();
    assert!(told.status.code().is_some_and(|code| code < 2));

    let ours = files(desk.root());
    let lost = away.path().join("mat");
    copy(&desk.path("nop"), &away.path().join("nop"));
    fs::rename(desk.root(), &lost).unwrap();
    let into = away.path().join("may khác/Tổng hợp");
    let answer = back(&folder, &into, None).unwrap();
    assert_eq!((answer.damage.as_slice(), answer.seq), (&[][..], second.seq));
    let theirs = files(&into);
    for (name, bytes) in &ours {
        let ledger = name.contains("ledger.sqlite") || name.ends_with("run.lock");
        if name.starts_with("nop/")
            || name.starts_with("noi-bo/")
            || name == "mat-khau.txt"
            || ledger
            || name == "so-tiep-nhan/sao-luu.json"
        {
            continue;
        }
        assert!(theirs.get(name) == Some(bytes), "{name} is not what it was");
    }
    assert_eq!(theirs.get("mat-khau.txt"), None);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let rights = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let own =
            ["so-tiep-nhan", "so-tiep-nhan/archive", "so-tiep-nhan/ledger.sqlite", "tonghop.toml"].map(|name| rights(into.join(name)));
        assert_eq!(own, [0o700, 0o700, 0o600, 0o600]);
    }
    // The week goes on there as it would have gone on at home.
    copy(&away.path().join("nop"), &into.join("nop"));
    let there = Desk::copy_of(&into, copy);
    let at_home = Desk::copy_of(&lost, copy);
    let verified = there.command().args(["verify", "--now", "2025-07-14T18:00:00+07:00"]).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stdout));
    for now in ["2025-07-18T10:55:00+07:00", "2025-07-18T15:20:00+07:00"] {
        assert_eq!((there.run(now).code, at_home.run(now).code), (0, 0));
    }
    assert_eq!(crate::soundness::differing(&there.products(), &at_home.products()), Vec::<String>::new());
    // The first one is still there.
    let earlier = back(&folder, &away.path().join("cũ"), Some("2025-07-11")).unwrap();
    assert_eq!((earlier.damage.as_slice(), earlier.seq), (&[][..], first.seq));
}

#[test]
fn a_folder_that_is_no_place_for_it_and_a_backup_that_is_damaged_are_refused() {
    let desk = released();
    let away = tempfile::tempdir().unwrap();
    let folder = away.path().join("sao-luu");
    let now = "2025-07-11T17:00:00+07:00";
    let refused = |desk: &Desk, folder: &Path| made(desk, Disk::default(), folder, now, false).unwrap_err().to_string();
    assert!(refused(&desk, &desk.path("ket-qua/sao-luu")).contains("nằm trong"));
    assert!(refused(&desk, &desk.path("nop/sao-luu")).contains("nằm trong"));
    assert!(!desk.path("ket-qua/sao-luu").exists());
    fs::create_dir_all(away.path().join("khac")).unwrap();
    fs::write(away.path().join("khac/anh.jpg"), "x").unwrap();
    assert!(refused(&desk, &away.path().join("khac")).contains("đã có tệp khác bên trong (anh.jpg)"));
    made(&desk, Disk::default(), &folder, now, false).unwrap();
    assert!(refused(&released().begun_anew(), &folder).contains("sổ tiếp nhận khác"));
    assert_eq!(back(away.path(), &away.path().join("a"), None).unwrap_err().exit_code(), 2, "no folder of backups");
    assert!(back(&folder, &folder.join("a"), None).unwrap_err().to_string().contains("nằm trong thư mục sao lưu"));

    // An original is damaged in the backup: nothing is written, and the file is named.
    let original = sha256(&fs::read(desk.path("nop/SYT/BC_SYT_T28_2025.xlsx")).unwrap());
    let kept = folder.join("archive").join(&original[..2]).join(&original);
    let whole = fs::read(&kept).unwrap();
    fs::write(&kept, &whole[..whole.len() - 1]).unwrap();
    let failure = back(&folder, &away.path().join("b"), None).unwrap_err();
    assert!(failure.to_string().contains(&original) && failure.exit_code() == 13, "{failure}");
    assert!(!away.path().join("b").exists(), "nothing was written");
    // The next backup finds it, since the size is another one, and mends it from the workspace.
    made(&desk, Disk::default(), &folder, "2025-07-11T17:10:00+07:00", false).unwrap();
    assert_eq!(fs::read(&kept).unwrap(), whole);
    // The workspace's own copy is damaged: the backup keeps the right one, and says so; without one it is told as damaged.
    let own = desk.path(&format!("so-tiep-nhan/archive/{}/{original}", &original[..2]));
    fs::write(&own, b"x").unwrap();
    let mended = made(&desk, Disk::default(), &folder, "2025-07-11T17:20:00+07:00", false).unwrap();
    assert!(mended.exit_code() == 1 && mended.damage[0].contains("giữ nội dung đúng"), "{:?}", mended.damage);
    let fresh = made(&desk, Disk::default(), &away.path().join("moi"), "2025-07-11T17:25:00+07:00", false).unwrap();
    assert!(fresh.exit_code() == 1 && fresh.damage[0].contains("không còn là nội dung đã nhận."), "{:?}", fresh.damage);
    assert_eq!(back(&away.path().join("moi"), &away.path().join("d"), None).unwrap_err().exit_code(), 2, "no sound one to choose");
    fs::write(&own, &whole).unwrap();
    // Damage that leaves the size is found by reading all of it, and mended from the workspace.
    let rotten = [&whole[..whole.len() - 1], &[!whole[whole.len() - 1]]].concat();
    let written = |time: &str| {
        let time = std::time::SystemTime::from(crate::desk::at(time));
        fs::File::options().write(true).open(&own).unwrap().set_modified(time).unwrap();
    };
    written("2025-07-11T10:00:00+07:00");
    made(&desk, Disk::default(), &folder, "2025-07-11T17:28:00+07:00", false).unwrap();
    fs::write(&kept, &rotten).unwrap();
    let full = made(&desk, Disk::default(), &folder, "2025-07-11T17:30:00+07:00", true).unwrap();
    assert!(full.exit_code() == 1 && full.damage[0].contains("trong thư mục sao lưu; đã chép lại từ nơi làm việc"), "{:?}", full.damage);
    assert_eq!(fs::read(&kept).unwrap(), whole);
    fs::write(&kept, &rotten).unwrap();
    assert_eq!(
        made(&desk, Disk::default(), &folder, "2025-07-11T17:31:00+07:00", false).unwrap().exit_code(),
        0,
        "of that size, and not read"
    );
    assert_eq!(made(&desk, Disk::default(), &folder, "2025-07-11T17:31:30+07:00", true).unwrap().exit_code(), 1);
    assert_eq!(made(&desk, Disk::default(), &folder, "2025-07-11T17:32:00+07:00", true).unwrap().exit_code(), 0);
    // Where the workspace has no better one either, the record says so, and the next one does too.
    for now in ["2025-07-11T17:34:00+07:00", "2025-07-11T17:36:00+07:00"] {
        fs::write(&kept, &rotten).unwrap();
        fs::write(&own, b"x").unwrap();
        let lost = made(&desk, Disk::default(), &folder, now, now.contains("34")).unwrap();
        assert!(lost.exit_code() == 1 && lost.damage[0].contains("không còn là nội dung đã nhận."), "{:?}", lost.damage);
    }
    fs::write(&own, &whole).unwrap();
    let mended = made(&desk, Disk::default(), &folder, "2025-07-11T17:38:00+07:00", false).unwrap();
    assert!(mended.exit_code() == 1 && mended.damage[0].contains("đã chép lại từ nơi làm việc"), "{:?}", mended.damage);
    assert_eq!(fs::read(&kept).unwrap(), whole);
    let sound: Vec<bool> = restore::list(&Disk::default(), &folder).unwrap().backups.iter().map(|backup| backup.sound).collect();
    assert_eq!(sound[sound.len() - 3..], [false, false, true]);
    // One at a time.
    let other = tonghop::io::backup::BackupFolder::open(&Disk::default(), &folder).unwrap().unwrap().0;
    let held = other.hold().unwrap();
    assert_eq!(made(&desk, Disk::default(), &folder, now, false).unwrap_err().exit_code(), 11);
    drop(held);
    // A record that was edited is no backup; the one before is taken, and that is said.
    let mut records: Vec<PathBuf> = fs::read_dir(folder.join("ban")).unwrap().map(|entry| entry.unwrap().path()).collect();
    records.sort();
    let last = records.last().unwrap();
    fs::write(last, fs::read_to_string(last).unwrap().replace("SKHCN", "SKHCX")).unwrap();
    let answer = back(&folder, &away.path().join("c"), None).unwrap();
    assert!(answer.notices.iter().any(|said| said.contains("Có 3 lần sao lưu sau lần này không được dùng")), "{:?}", answer.notices);
    assert!(back(&folder, &away.path().join("c"), None).unwrap_err().to_string().contains("đã có tệp bên trong"));
}

fn sha256(bytes: &[u8]) -> String {
    tonghop::io::archive::sha256(bytes)
}

trait BegunAnew {
    fn begun_anew(self) -> Self;
}

impl BegunAnew for Desk {
    /// The same desk with a ledger begun anew.
    fn begun_anew(self) -> Self {
        let recover = ["recover", "--new", "--reason", "a", "--by", "b", "--now", "2025-07-14T09:00:00+07:00"];
        assert!(self.command().args(recover).output().unwrap().status.success());
        self
    }
}

/// The n-th operation fails, and if the disk is full all that follow.
#[derive(Debug)]
struct Fails {
    at: usize,
    for_good: bool,
    met: AtomicUsize,
}

impl Interference for Fails {
    fn before(&self, operation: Operation, _path: &Path) -> io::Result<()> {
        let number = self.met.fetch_add(1, SeqCst) + 1;
        let writes = matches!(operation, Operation::Create | Operation::Write | Operation::MakeFolder | Operation::Rename);
        match (number == self.at, self.for_good) {
            (_, true) if number >= self.at && writes => Err(ErrorKind::StorageFull.into()),
            (true, false) => Err(io::Error::other("EIO")),
            _ => Ok(()),
        }
    }
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_in_it_and_a_backup_that_lacks_a_file_is_not_taken_without_a_word() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = released();
    let away = tempfile::tempdir().unwrap();
    let folder = away.path().join("x/../sao-luu");
    fs::rename(desk.path("danh-muc.xlsx"), away.path().join("chung.xlsx")).unwrap();
    symlink(away.path().join("chung.xlsx"), desk.path("danh-muc.xlsx")).unwrap();
    fs::create_dir(desk.path("luu-tru")).unwrap();
    fs::write(desk.path("luu-tru/LuuTru_SKHCN_2024.zip"), "năm").unwrap();
    let first = made(&desk, Disk::default(), &folder, "2025-07-11T17:00:00+07:00", false).unwrap();
    assert_eq!((first.exit_code(), first.left_out.as_slice()), (0, &[][..]));
    assert!(!first.folder.contains(".."), "{}", first.folder);
    symlink("/khong/co", desk.path("ghi-chu.docx")).unwrap();
    let second = made(&desk, Disk::default(), &folder, "2025-07-11T18:00:00+07:00", false).unwrap();
    assert!(second.exit_code() == 3 && second.left_out[0].starts_with("ghi-chu.docx: "), "{:?}", second.left_out);
    let list = restore::list(&Disk::default(), &folder).unwrap();
    assert_eq!(list.backups.iter().map(|backup| (backup.sound, backup.left_out)).collect::<Vec<_>>(), [(true, 0), (false, 1)]);
    assert!(list.lines()[2].contains("thiếu 1 tệp không đọc được"), "{:?}", list.lines());
    let noted = tonghop::io::backup::last(&Disk::default(), &desk.path("so-tiep-nhan")).unwrap();
    assert_eq!((noted.sound, noted.left_out), (false, 1));
    let sound = back(&folder, &away.path().join("a"), None).unwrap();
    assert!(sound.name == first.name && sound.notices[0].contains("Có 1 lần sao lưu sau lần này"), "{:?}", sound.notices);
    let lacking = back(&folder, &away.path().join("b"), Some(&second.name)).unwrap();
    assert!(lacking.damage[0].contains("Không có trong bản sao lưu này: ghi-chu.docx"), "{:?}", lacking.damage);
    let into = away.path().join("b");
    assert_eq!(fs::read(into.join("danh-muc.xlsx")).unwrap(), fs::read(away.path().join("chung.xlsx")).unwrap());
    let rights = |name: &str| fs::metadata(into.join(name)).unwrap().permissions().mode() & 0o777;
    let own = ["luu-tru", "luu-tru/LuuTru_SKHCN_2024.zip", "ket-qua/2025-W28/NoiBo_SKHCN_T28_2025.xlsx"].map(rights);
    assert_eq!(own, [0o700, 0o600, 0o600]);
}

/// What the ledger says is kept and is gone is no part that can be left out in silence.
#[test]
fn originals_that_the_archive_lost_are_kept_from_the_backup_before_or_told() {
    let desk = released();
    let away = tempfile::tempdir().unwrap();
    let folder = away.path().join("sao-luu");
    let whole = made(&desk, Disk::default(), &folder, "2025-07-11T17:00:00+07:00", false).unwrap();
    desk.lose_from_archive(&fs::read(desk.path("nop/SYT/BC_SYT_T28_2025.xlsx")).unwrap());
    let mended = made(&desk, Disk::default(), &folder, "2025-07-12T17:00:00+07:00", false).unwrap();
    assert!(mended.damage.len() == 1 && mended.damage[0].contains("SYT/BC_SYT_T28_2025.xlsx không còn trong kho lưu"), "{mended:?}");
    assert!(mended.files >= whole.files, "{} of {}", mended.files, whole.files);
    let into = away.path().join("khac");
    let answer = back(&folder, &into, None).unwrap();
    assert_eq!((answer.seq, answer.damage.as_slice()), (mended.seq, &[][..]), "the newest one is whole");
    // Nobody has it any more: the backup is made, and is not taken for a sound one.
    let other = away.path().join("sao-luu-2");
    let lost = made(&desk, Disk::default(), &other, "2025-07-12T18:00:00+07:00", false).unwrap();
    assert!(lost.damage.len() == 1 && !lost.damage[0].contains("bản sao lưu giữ"), "{lost:?}");
}

/// Commands that are killed at moments spread over the time they take; `TONGHOP_KILLS` as in `kill`.
fn killed_at(command: impl Fn() -> Command, mut look: impl FnMut(Duration)) {
    let kills: u32 = std::env::var("TONGHOP_KILLS").ok().and_then(|n| n.parse().ok()).map_or(4, |n: u32| n.div_ceil(5));
    let time = || {
        let began = Instant::now();
        assert!(command().output().unwrap().status.success());
        began.elapsed()
    };
    // The shorter of two times: a machine busy with other things would spread the kills past the end.
    let whole = time().min(time());
    for kill in 0..kills {
        let after = whole.mul_f64((f64::from(kill) + 0.5) / f64::from(kills));
        let mut child = command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(after);
        child.kill().unwrap();
        child.wait().unwrap();
        look(after);
    }
}

#[test]
fn a_killed_backup_harms_no_earlier_one_and_a_killed_restore_leaves_no_workspace_that_passes_for_one() {
    let desk = released();
    let away = tempfile::tempdir().unwrap();
    let folder = away.path().join("sao-luu");
    made(&desk, Disk::default(), &folder, "2025-07-11T17:00:00+07:00", false).unwrap();
    desk.put("VPTU/BC_VPTU_T29_2025.xlsx", &desk.report("VPTU", "2025-W29").bytes(), "2025-07-14T08:00:00+07:00");
    assert_eq!(desk.run("2025-07-14T09:00:00+07:00").code, 0);
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let backup = || desk.process(&["backup", &text(&folder), "--full", "--now", "2025-07-14T17:00:00+07:00"]);
    let mut number = 0;
    killed_at(backup, |after| {
        let earlier = back(&folder, &away.path().join(format!("c{number}")), Some("2025-07-11")).unwrap();
        assert_eq!(earlier.damage, Vec::<String>::new(), "killed after {after:?}");
        let newest = back(&folder, &away.path().join(format!("m{number}")), None).unwrap();
        assert_eq!(newest.damage, Vec::<String>::new(), "killed after {after:?}");
        number += 1;
    });
    assert!(backup().output().unwrap().status.success());
    assert!(!files(&folder).keys().any(|name| name.ends_with(".tmp")), "what was half written is gone after the next one");

    // The first is left alone; what was cut off is in the way of nothing but its own name.
    let number = std::cell::Cell::new(0);
    let place = |number: u32| away.path().join(format!("lại {number}"));
    let restore = || {
        number.set(number.get() + 1);
        desk.process(&["restore", &text(&folder), &text(&place(number.get()))])
    };
    let mut cut_off = 0;
    killed_at(restore, |after| {
        let half = place(number.get());
        cut_off += u32::from(!half.join("tonghop.toml").is_file());
        if half.join("tonghop.toml").is_file() {
            let [found, wanted] = [half, place(1)].map(|folder| {
                let mut all = files(&folder);
                all.retain(|name, _| !name.contains("ledger.sqlite-"));
                all
            });
            assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>(), "killed after {after:?}");
            assert!(found == wanted, "killed after {after:?}");
        }
    });
    assert!(cut_off > 0, "every one of them came too late");
}

#[test]
fn a_disk_that_fails_while_a_backup_is_made_harms_no_earlier_one() {
    let desk = released();
    let away = tempfile::tempdir().unwrap();
    let first = away.path().join("sao-luu");
    made(&desk, Disk::default(), &first, "2025-07-11T17:00:00+07:00", false).unwrap();
    desk.put("VPTU/BC_VPTU_T29_2025.xlsx", &desk.report("VPTU", "2025-W29").bytes(), "2025-07-14T08:00:00+07:00");
    assert_eq!(desk.run("2025-07-14T09:00:00+07:00").code, 0);
    let now = "2025-07-14T17:00:00+07:00";
    let with = |folder: &Path, at: usize, for_good: bool| {
        let fails = Arc::new(Fails { at, for_good, met: AtomicUsize::new(0) });
        (made(&desk, Disk::with(fails.clone()), folder, now, false), fails.met.load(SeqCst))
    };
    let counted = away.path().join("dem");
    copy(&first, &counted);
    let (_, operations) = with(&counted, usize::MAX, false);
    assert!(operations > 100, "the door sees {operations} operations only");
    let stride = if std::env::var("TONGHOP_FAULTS").is_ok_and(|v| v == "all") { 1 } else { operations / 20 };
    for (nth, at) in (1..=operations).step_by(stride).enumerate() {
        let folder = away.path().join(format!("n{nth}"));
        copy(&first, &folder);
        let (disturbed, _) = with(&folder, at, nth % 2 == 0);
        let list = restore::list(&Disk::default(), &folder).unwrap();
        assert!((1..=2).contains(&list.backups.len()), "{at}");
        if list.backups.len() == 2 && disturbed.as_ref().is_ok_and(|answer| answer.left_out.is_empty()) {
            let newest = back(&folder, &away.path().join(format!("m{nth}")), Some(&list.backups[1].name)).unwrap();
            assert_eq!(newest.damage, Vec::<String>::new(), "{at}");
        }
        let earlier = back(&folder, &away.path().join(format!("c{nth}")), Some("2025-07-11")).unwrap();
        assert_eq!(earlier.damage, Vec::<String>::new(), "{at}");
        // The next one is whole, and nothing half-written is left.
        made(&desk, Disk::default(), &folder, "2025-07-14T18:00:00+07:00", true).unwrap();
        let newest = back(&folder, &away.path().join(format!("s{nth}")), Some("2025-07-14_18")).unwrap();
        assert_eq!(newest.damage, Vec::<String>::new(), "{at}");
        assert!(!files(&folder).keys().any(|name| name.ends_with(".tmp")), "{at}");
    }
}

/// What becomes of an entry of a zip; `None` where it goes.
type Change<'a> = &'a dyn Fn(&str, Vec<u8>) -> Option<Vec<u8>>;

#[test]
fn a_closed_year_is_one_file_that_checks_itself_and_an_open_one_is_refused() {
    let desk = released();
    let away = tempfile::tempdir().unwrap();
    let call = |arguments: &[&str], now: &str| {
        let output = desk.command().args(arguments).args(["--json", "--now", now]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (
            output.status.code().unwrap(),
            serde_json::from_str::<serde_json::Value>(&text).unwrap_or_else(|e| panic!("{arguments:?} {e}: {text}")),
        )
    };
    let next_year = "2026-01-05T08:00:00+07:00";
    let year = ["archive", "--year", "2025"];
    assert_eq!(call(&year, "2025-12-20T08:00:00+07:00").0, 12, "the year is not over");
    let name = if cfg!(unix) { "VPTU/BC \"T29\", VPTU.xlsx" } else { "VPTU/BC, VPTU.xlsx" };
    desk.put(name, &desk.report("VPTU", "2025-W29").bytes(), "2025-07-18T08:00:00+07:00");
    assert_eq!(desk.run("2025-07-18T09:00:00+07:00").code, 0);
    let (code, refused) = call(&year, next_year);
    assert!(code == 12 && refused["failures"][0]["message"].as_str().unwrap().contains("29"), "a week is open: {refused}");
    assert_eq!(desk.run("2025-07-18T15:20:00+07:00").code, 0);
    let before = files(desk.root());
    let (code, made) = call(&year, next_year);
    assert_eq!((code, made["weeks"].as_i64(), made["not_kept"].as_i64()), (0, Some(2), Some(0)), "{made}");
    let zip = desk.path("luu-tru/LuuTru_SKHCN_2025.zip");
    let bytes = fs::read(&zip).unwrap();
    assert_eq!(sha256(&bytes), made["sha256"].as_str().unwrap());
    let after = files(desk.root());
    assert!(before.iter().all(|(name, bytes)| name.contains("ledger.sqlite-") || after.get(name) == Some(bytes)), "nothing is taken out");
    // The same again, at another moment, under another name of the desk, and in another place.
    let toml = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), toml.replacen("code = \"SKHCN\"", "code = \"SKHCN\"\nname = \"Sở mới\"", 1)).unwrap();
    let (code, again) = call(&year, "2026-02-02T08:00:00+07:00");
    assert_eq!((code, again["unchanged"].as_bool()), (0, Some(true)));
    let elsewhere = away.path().join("nam.zip");
    assert_eq!(call(&[&year[..], &["--out", elsewhere.to_str().unwrap()]].concat(), "2026-02-03T08:00:00+07:00").0, 0);
    assert_eq!(fs::read(&elsewhere).unwrap(), bytes);
    // Whoever unpacks it finds the originals, what left, and a list.
    let mut opened = zip::ZipArchive::new(fs::File::open(&zip).unwrap()).unwrap();
    let original = desk.path("nop/SYT/BC_SYT_T28_2025.xlsx");
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut opened.by_name(name).unwrap(), &mut bytes).unwrap();
        bytes
    };
    let name = ["goc/2025-W28/00001_BC_SYT_T28_2025.xlsx", "goc/2025-W28/00002_BC_SYT_T28_2025.xlsx"];
    let index = String::from_utf8(read("muc-luc.csv")).unwrap();
    let name = name.into_iter().find(|name| index.contains(name)).unwrap();
    assert_eq!(read(name), fs::read(original).unwrap());
    let product = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx";
    assert_eq!(read("san-pham/2025-W28/TongHop_SKHCN_T28_2025.xlsx"), fs::read(desk.path(product)).unwrap());
    assert!(String::from_utf8(read("so/tiep-nhan.csv")).unwrap().contains("T28-SYT-"));
    // It is held against itself, and against the ledger beside which it is looked at.
    let check = |file: &Path| call(&["verify", "--archive", file.to_str().unwrap()], next_year);
    let (code, whole) = check(&zip);
    assert_eq!((code, whole["in_ledger"].as_bool(), whole["damage"].as_array().map(Vec::len)), (0, Some(true), Some(0)), "{whole}");
    let damaged = away.path().join("sua.zip");
    let repack = |change: Change<'_>| {
        let mut opened = zip::ZipArchive::new(fs::File::open(&zip).unwrap()).unwrap();
        let mut writer = zip::ZipWriter::new(fs::File::create(&damaged).unwrap());
        for number in 0..opened.len() {
            let mut entry = opened.by_index(number).unwrap();
            let (name, mut bytes) = (entry.name().unwrap().to_string(), Vec::new());
            io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
            let Some(bytes) = change(&name, bytes) else { continue };
            writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
            io::Write::write_all(&mut writer, &bytes).unwrap();
        }
        writer.finish().unwrap();
        let (code, told) = check(&damaged);
        (code, told["damage"].to_string())
    };
    assert_eq!(repack(&|_, bytes| Some(bytes)), (0, "[]".to_owned()), "packed otherwise, it is the same");
    let edited = repack(&|name, bytes| Some(if name.starts_with("san-pham/") { [bytes, b"x".to_vec()].concat() } else { bytes }));
    assert!(edited.0 == 1 && edited.1.contains("san-pham/2025-W28/TongHop_SKHCN_T28_2025.xlsx: nội dung đã bị thay đổi"), "{}", edited.1);
    // Whoever forges an original writes index and seal anew as well; the rows of the chain say what was received.
    let forged = {
        let index = String::from_utf8(read("muc-luc.csv")).unwrap();
        let old = read(name);
        let new = [old.clone(), b"x".to_vec()].concat();
        let line = index.lines().find(|line| line.contains(name)).unwrap();
        let other = line.replace(&sha256(&old), &sha256(&new)).replace(&old.len().to_string(), &new.len().to_string());
        let index = index.replace(line, &other);
        let seal = String::from_utf8(read("niem-phong.json")).unwrap();
        let seal = seal.replace(&sha256(&read("muc-luc.csv")), &sha256(index.as_bytes()));
        repack(&move |entry, bytes| {
            Some(match entry {
                "muc-luc.csv" => index.clone().into_bytes(),
                "niem-phong.json" => seal.clone().into_bytes(),
                _ if entry == name => new.clone(),
                _ => bytes,
            })
        })
    };
    assert!(forged.0 == 1 && forged.1.contains(&format!("{name}: không phải tệp mà sổ tiếp nhận ghi")), "{}", forged.1);
    let missing = repack(&|entry, bytes| (entry != name).then_some(bytes));
    assert!(missing.0 == 1 && missing.1.contains(&format!("{name}: thiếu")), "{}", missing.1);
    // Whoever rewrites the extract, the index and the seal is told by the chain.
    let forged = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replacen("on_time", "late", 1).into_bytes();
    let chain = forged(read("so/chuoi.jsonl"));
    let old = sha256(&read("so/chuoi.jsonl"));
    let index =
        index.replace(&old, &sha256(&chain)).replacen(&format!(",{},", read("so/chuoi.jsonl").len()), &format!(",{},", chain.len()), 1);
    let seal = String::from_utf8(read("niem-phong.json")).unwrap().replace(&sha256(&read("muc-luc.csv")), &sha256(index.as_bytes()));
    let rewritten = repack(&|name, bytes| {
        Some(match name {
            "so/chuoi.jsonl" => chain.clone(),
            "muc-luc.csv" => index.clone().into_bytes(),
            "niem-phong.json" => seal.clone().into_bytes(),
            _ => bytes,
        })
    });
    assert!(rewritten.0 == 1 && rewritten.1.contains("so/chuoi.jsonl") && rewritten.1.contains("đã bị sửa"), "{}", rewritten.1);
    // A week that was opened again waits for its next version.
    assert_eq!(call(&["reopen", "--period", "2025-W28", "--reason", "a", "--by", "b"], next_year).0, 0);
    let (code, refused) = call(&[&year[..], &["--out", damaged.to_str().unwrap()]].concat(), next_year);
    assert!(code == 12 && refused["failures"][0]["message"].as_str().unwrap().contains("1 tuần đang mở lại"), "{refused}");
}

#[test]
fn drafts_go_after_some_weeks_and_what_left_or_was_edited_stays() {
    let desk = released();
    desk.configure("[keeping]\ndraft_weeks = 1");
    let drafts = |desk: &Desk| -> Vec<String> { desk.products().into_keys().filter(|name| name.contains("_du-thao")).collect() };
    let before = desk.products();
    let there = drafts(&desk);
    assert!(there.len() > 2, "{there:?}");
    let edited = there.iter().find(|name| name.contains("TongHop_") && name.ends_with(".xlsx")).unwrap();
    fs::write(desk.path(edited), "của tôi").unwrap();
    assert_eq!(desk.run("2025-07-18T15:00:00+07:00").code, 0);
    assert_eq!(
        drafts(&desk).iter().filter(|name| name.contains("2025-W28")).count(),
        there.len(),
        "a week later to the minute, but not yet"
    );
    let told = desk.command().args(["doctor", "--now", "2025-07-18T15:30:00+07:00"]).output().unwrap();
    assert!(String::from_utf8_lossy(&told.stdout).contains(&format!("sẽ dọn {} bản dự thảo", there.len() - 1)));
    // A week that was opened again is at work.
    let reopened = Desk::copy_of(desk.root(), copy);
    let reopen = ["reopen", "--period", "2025-W28", "--reason", "a", "--by", "b", "--now", "2025-07-18T15:30:30+07:00"];
    assert!(reopened.command().args(reopen).output().unwrap().status.success());
    assert_eq!(reopened.run("2025-07-18T15:31:00+07:00").code, 0);
    let kept = drafts(&reopened);
    assert!(there.iter().all(|name| kept.contains(name)), "{kept:?}");
    assert_eq!(desk.run("2025-07-18T15:31:00+07:00").code, 0);
    let left: Vec<String> = drafts(&desk).into_iter().filter(|name| name.contains("2025-W28")).collect();
    assert_eq!(left, std::slice::from_ref(edited));
    let after = desk.products();
    let stays =
        before.iter().filter(|(name, _)| !name.contains("_du-thao") && !name.contains("_so-tiep-nhan") && !name.contains("PhanHoi"));
    for (name, bytes) in stays {
        assert!(after.get(name) == Some(bytes), "{name}");
    }
    let pages: String = files(&desk.path("so-tiep-nhan/nhat-ky")).values().map(|page| String::from_utf8_lossy(page).into_owned()).collect();
    assert!(there.iter().filter(|name| *name != edited).all(|name| pages.contains(name.as_str())), "the log names each");
}

/// Under an account whose habit lets everybody write.
#[cfg(unix)]
#[test]
fn what_is_for_the_desk_alone_is_its_own_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt;
    let desk = released();
    fs::remove_dir_all(desk.path("so-tiep-nhan")).unwrap();
    fs::remove_dir_all(desk.path("ket-qua")).unwrap();
    let program = env!("CARGO_BIN_EXE_tonghop");
    let shell = |line: &str| {
        let output = Command::new("sh").args(["-c", &format!("umask 000; {line}")]).current_dir(desk.root()).output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    };
    shell(&format!("'{program}' run --now 2025-07-11T15:21:00+07:00"));
    shell(&format!("'{program}' init moi"));
    let rights = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let mut own = 0;
    for entry in walkdir::WalkDir::new(desk.path("so-tiep-nhan")).into_iter().map(Result::unwrap) {
        let expected = if entry.file_type().is_dir() { 0o700 } else { 0o600 };
        assert_eq!(rights(entry.path()), expected, "{}", entry.path().display());
        own += 1;
    }
    assert!(own > 20, "{own} files and folders of the records");
    for name in ["tonghop.toml.hop-le", "moi/tonghop.toml", "ket-qua/2025-W28/NoiBo_SKHCN_T28_2025.xlsx"] {
        assert_eq!(rights(&desk.path(name)), 0o600, "{name}");
    }
    assert_eq!(rights(&desk.path("moi/noi-bo")), 0o700);
    for name in ["ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx", "moi/danh-muc.xlsx"] {
        assert_eq!(rights(&desk.path(name)), 0o666, "{name}: for whom the share is for");
    }
}
