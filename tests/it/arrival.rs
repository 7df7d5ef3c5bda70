//! How files arrive: saves in progress, files that vanish, a share that hangs, a clock that is wrong. The waits are
//! played: what the office does meanwhile happens in them.

use crate::desk::{Desk, at};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tonghop::io::clock::Pause;
use tonghop::io::disk::{Disk, Interference, Operation};
use tonghop::io::workspace;
use tonghop::model::clock_reading::{BootTime, ServerClock};
use tonghop::model::cutoff::Phase;
use tonghop::model::moment::Moment;
use tonghop::model::submission::{Evidence, Standing};
use tonghop::run::session::progress::Silent;
use tonghop::run::session::{self, Start};
use tonghop::run::weekly::{self, RunOptions, RunResult};

const BEFORE: &str = "2025-07-11T10:50:00+07:00";

/// A workspace in earnest, with two looks a second apart.
fn desk() -> Desk {
    let desk = Desk::new();
    set(&desk, "[policy]\nsettle_seconds = 1\nsettle_seconds_remote = 1\n");
    desk
}

fn set(desk: &Desk, more: &str) {
    fs::write(desk.path("tonghop.toml"), format!("[desk]\ncode = \"SKHCN\"\n{more}")).unwrap();
}

/// What happened in a run: its result, and the waits it asked for.
struct Played {
    result: RunResult,
    waits: Vec<u32>,
}

impl Played {
    fn standing(&self, code: &str) -> (Standing, Option<Evidence>) {
        let line = self.result.current.as_ref().unwrap().consolidation.submissions.iter().find(|s| s.agency.as_str() == code).unwrap();
        (line.standing, line.evidence)
    }

    /// seen, received, known, arriving, unreadable
    fn files(&self) -> (u32, u32, u32, u32, u32) {
        let files = &self.result.report.files;
        assert!(files.adds_up(), "{files:?}");
        (files.seen, files.received, files.known, files.arriving, files.unreadable)
    }
}

/// Runs at a moment; `meanwhile` is called at each wait with its number from 0.
fn run(desk: &Desk, now: &str, disk: Disk, meanwhile: impl Fn(usize) + Send + Sync + 'static) -> Played {
    let waits: Arc<Mutex<Vec<u32>>> = Arc::default();
    let noted = Arc::clone(&waits);
    let pause = Pause::with(move |seconds| {
        let mut waits = noted.lock().unwrap();
        meanwhile(waits.len());
        waits.push(seconds);
    });
    let start = Start { pause, ..Start::new(at(now), 2, PathBuf::from(env!("CARGO_BIN_EXE_tonghop"))) };
    let mut workspace = workspace::open(desk.root()).unwrap();
    workspace.disk = disk;
    let mut session = session::open(workspace, &start).unwrap();
    let result = weekly::run(&mut session, RunOptions::default(), &Silent).unwrap();
    drop(session);
    let waits = waits.lock().unwrap().clone();
    Played { result, waits }
}

fn put(desk: &Desk, agency: &str) -> PathBuf {
    let below = format!("{agency}/BC_{agency}_T28_2025.xlsx");
    desk.put(&below, &desk.report(agency, "2025-W28").bytes(), "2025-07-11T10:49:30+07:00");
    desk.path("nop").join(below)
}

#[test]
fn what_is_gone_in_the_middle_of_a_save_is_waited_for_once() {
    let desk = desk();
    let (one, two) = (put(&desk, "SYT"), put(&desk, "STC"));
    let (first, second) = (one.clone(), two.clone());
    let outside = tempfile::tempdir().unwrap();
    let hidden = |path: &Path| outside.path().join(path.file_name().unwrap());
    let (hidden_one, hidden_two) = (hidden(&one), hidden(&two));
    let played = run(&desk, BEFORE, Disk::default(), move |wait| match wait {
        0 => {
            fs::rename(&first, &hidden_one).unwrap();
            fs::rename(&second, &hidden_two).unwrap();
        }
        1 => fs::rename(&hidden_one, &first).unwrap(),
        2 => fs::rename(&hidden_two, &second).unwrap(),
        _ => {}
    });
    assert_eq!(played.waits, [1, 2, 5, 10], "once for both of them");
    assert_eq!(played.files(), (2, 2, 0, 0, 0));
    assert_eq!(played.standing("SYT"), (Standing::OnTime, Some(Evidence::Scan)));
    assert_eq!(played.standing("STC"), (Standing::OnTime, Some(Evidence::Scan)));
    assert_eq!(played.result.exit_code, 0);
}

#[test]
fn what_comes_back_at_the_last_moment_is_arriving_and_received_by_the_next_run() {
    let desk = desk();
    let path = put(&desk, "SYT");
    let (from, outside) = (path.clone(), tempfile::tempdir().unwrap());
    let hidden = outside.path().join("x");
    let played = run(&desk, BEFORE, Disk::default(), move |wait| match wait {
        0 => fs::rename(&from, &hidden).unwrap(),
        3 => fs::rename(&hidden, &from).unwrap(),
        _ => {}
    });
    assert_eq!(played.files(), (1, 0, 0, 1, 0), "one look is not two");
    assert_eq!(played.standing("SYT").0, Standing::Arriving);
    let next = run(&desk, "2025-07-11T10:52:00+07:00", Disk::default(), |_| {});
    assert_eq!((next.files(), next.standing("SYT").0), ((1, 1, 0, 0, 0), Standing::OnTime));
}

#[test]
fn what_is_gone_for_good_is_not_seen_and_its_folder_not_looked_at() {
    let desk = desk();
    put(&desk, "STC");
    let path = put(&desk, "SYT");
    let played = run(&desk, BEFORE, Disk::default(), move |wait| {
        if wait == 0 {
            fs::remove_file(&path).unwrap();
        }
    });
    assert_eq!(played.waits, [1, 2, 5, 10]);
    assert_eq!(played.files(), (1, 1, 0, 0, 0));
    assert!(played.result.notices.iter().any(|m| m.contains("SYT/BC_SYT_T28_2025.xlsx đã bị gỡ")), "{:?}", played.result.notices);
    let ledger = workspace::open(desk.root()).unwrap().ledger_to_read().unwrap().unwrap();
    let scans = ledger.scans_since(BEFORE.parse().unwrap()).unwrap();
    assert_eq!(scans.of("syt").known().count(), 0, "it was not seen whole");
    assert_eq!(scans.of("stc").known().count(), 1);
}

#[test]
fn a_known_file_that_the_office_takes_away_changes_nothing() {
    let desk = desk();
    let path = put(&desk, "SYT");
    assert_eq!(run(&desk, BEFORE, Disk::default(), |_| {}).files(), (1, 1, 0, 0, 0));
    fs::remove_file(path).unwrap();
    let played = run(&desk, "2025-07-11T10:55:00+07:00", Disk::default(), |_| {});
    assert_eq!((played.files(), played.waits.len()), ((0, 0, 0, 0, 0), 0), "nothing to wait for");
    assert_eq!(played.standing("SYT"), (Standing::OnTime, Some(Evidence::Scan)));
}

#[test]
fn a_report_that_is_only_a_temporary_file_at_the_scan_is_not_missing() {
    let desk = desk();
    // Excel has written the new content and removed the old file; the rename is still to come.
    let path = put(&desk, "SYT");
    let temporary = path.with_file_name("5A31C0F0");
    fs::rename(&path, &temporary).unwrap();
    let played = run(&desk, BEFORE, Disk::default(), move |wait| {
        if wait == 0 {
            fs::rename(&temporary, &path).unwrap();
        }
    });
    assert_eq!(played.standing("SYT"), (Standing::OnTime, Some(Evidence::Scan)));
    // The temporary name was seen and skipped; the report was seen by the look after the wait.
    assert_eq!((played.files(), played.result.report.files.skipped), ((2, 1, 0, 0, 0), 1));
}

#[test]
fn a_file_still_growing_after_the_wait_is_arriving_and_a_half_one_never_received() {
    let desk = desk();
    let path = put(&desk, "SYT");
    let whole = fs::read(&path).unwrap();
    for (minute, tail) in [(50, Vec::new()), (52, vec![0; whole.len() / 2])] {
        let half: Vec<u8> = whole[..whole.len() - whole.len() / 2].iter().copied().chain(tail).collect();
        fs::write(&path, &half[..half.len() - 1]).unwrap();
        let (path, half) = (path.clone(), half);
        let played = run(&desk, &format!("2025-07-11T10:{minute}:00+07:00"), Disk::default(), move |wait| {
            if wait == 0 {
                fs::write(&path, &half).unwrap();
            }
        });
        assert_eq!(played.files(), (1, 0, 0, 1, 0));
    }
    fs::write(&path, &whole).unwrap();
    let played = run(&desk, "2025-07-11T10:54:00+07:00", Disk::default(), |_| {});
    assert_eq!((played.files(), played.standing("SYT").0), ((1, 1, 0, 0, 0), Standing::OnTime));
}

/// An office program that has one file open: the first to ask that nobody writes it is refused.
#[derive(Debug)]
struct Excel(&'static str, AtomicBool);

impl Interference for Excel {
    fn before(&self, operation: Operation, path: &Path) -> std::io::Result<()> {
        let refuses = operation == Operation::Read && path.ends_with(self.0) && !self.1.swap(true, Ordering::SeqCst);
        if refuses { Err(std::io::ErrorKind::ResourceBusy.into()) } else { Ok(()) }
    }
}

#[test]
fn a_report_that_the_office_leaves_open_is_received_once_two_looks_agree() {
    let excel = || Disk::with(Arc::new(Excel("BC_SYT_T28_2025.xlsx", AtomicBool::new(false))));
    let desk = desk();
    put(&desk, "SYT");
    let played = run(&desk, BEFORE, excel(), |_| {});
    assert_eq!((played.files(), played.standing("SYT").0), ((1, 1, 0, 0, 0), Standing::OnTime));

    // Without a wait it takes a second run to look twice.
    let desk = self::desk();
    set(&desk, "[policy]\nsettle_seconds = 0\nsettle_seconds_remote = 0\n");
    put(&desk, "SYT");
    assert_eq!(run(&desk, BEFORE, excel(), |_| {}).files(), (1, 0, 0, 1, 0));
    assert_eq!(run(&desk, "2025-07-11T10:50:30+07:00", excel(), |_| {}).files(), (1, 0, 0, 1, 0), "too soon for another run");
    let played = run(&desk, "2025-07-11T10:52:00+07:00", excel(), |_| {});
    assert_eq!((played.files(), played.standing("SYT").0), ((1, 1, 0, 0, 0), Standing::OnTime));

    // Half of it is nothing, however steady.
    let desk = self::desk();
    let path = put(&desk, "SYT");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    for minute in [50, 55] {
        assert_eq!(run(&desk, &format!("2025-07-11T10:{minute}:00+07:00"), excel(), |_| {}).files(), (1, 0, 0, 1, 0));
    }
}

/// As Excel has a file open: for writing, beside readers alone.
#[cfg(windows)]
#[test]
fn a_report_that_is_really_held_open_for_writing_is_on_time() {
    use std::os::windows::fs::OpenOptionsExt;
    let desk = desk();
    let path = put(&desk, "SYT");
    let excel = fs::File::options().read(true).write(true).share_mode(1).open(&path).unwrap();
    let played = run(&desk, BEFORE, Disk::default(), |_| {});
    assert_eq!((played.files(), played.standing("SYT").0), ((1, 1, 0, 0, 0), Standing::OnTime));
    drop(excel);
    let played = run(&desk, "2025-07-11T11:05:00+07:00", Disk::default(), |_| {});
    assert_eq!((played.files(), played.standing("SYT").0), ((1, 0, 1, 0, 0), Standing::OnTime));
}

#[test]
fn a_rehearsal_waits_for_nothing() {
    let desk = Desk::new();
    put(&desk, "SYT");
    desk.put("STC/5A31C0F0", b"x", BEFORE);
    assert_eq!(run(&desk, BEFORE, Disk::default(), |_| {}).waits, [0; 0]);
}

/// A share on which reading one file does not come back for a while.
#[derive(Debug)]
struct Stuck(&'static str);

impl Interference for Stuck {
    fn before(&self, operation: Operation, path: &Path) -> std::io::Result<()> {
        if operation == Operation::Read && path.ends_with(self.0) {
            std::thread::sleep(std::time::Duration::from_secs(4));
        }
        Ok(())
    }
}

#[test]
fn a_file_that_hangs_costs_its_own_line() {
    let desk = desk();
    set(&desk, "[policy]\nsettle_seconds = 1\n[limits]\noperation_seconds_max = 1\n");
    for agency in ["SYT", "STC", "VPTU"] {
        put(&desk, agency);
    }
    let disk = Disk::with(Arc::new(Stuck("BC_STC_T28_2025.xlsx")));
    let played = run(&desk, BEFORE, disk, |_| {});
    assert_eq!(played.files(), (3, 2, 0, 0, 1));
    assert_eq!(played.result.exit_code, 3);
    assert_eq!(played.result.unreadable, [("STC/BC_STC_T28_2025.xlsx".to_owned(), "ổ dùng chung không trả lời trong 1 giây".to_owned())]);
    assert_eq!((played.standing("SYT").0, played.standing("VPTU").0), (Standing::OnTime, Standing::OnTime));
    // Its folder was not seen whole, so the next run does not call it late on the word of this one.
    let ledger = workspace::open(desk.root()).unwrap().ledger_to_read().unwrap().unwrap();
    assert_eq!(ledger.scans_since(BEFORE.parse().unwrap()).unwrap().of("stc").known().count(), 0);
    drop(ledger);
    let next = run(&desk, "2025-07-11T11:05:00+07:00", Disk::default(), |_| {});
    assert_eq!(next.files(), (3, 1, 2, 0, 0));
    assert_eq!(next.standing("STC").0, Standing::OnTime, "nobody is late through an outage of ours");
}

#[test]
fn names_that_cannot_be_told_apart_are_both_received_and_told() {
    let desk = desk();
    put(&desk, "SYT");
    let other = desk.report("SYT", "2025-W28").set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "55").bytes();
    desk.put("SYT/bc_syt_t28_2025.XLSX", &other, "2025-07-11T10:49:40+07:00");
    let played = run(&desk, BEFORE, Disk::default(), |_| {});
    assert_eq!(played.files(), (2, 2, 0, 0, 0));
    let told: Vec<&String> = played.result.notices.iter().filter(|m| m.starts_with("Trùng tên")).collect();
    assert_eq!(told.len(), 1, "{:?}", played.result.notices);
    assert!(told[0].contains("SYT/BC_SYT_T28_2025.xlsx") && told[0].contains("SYT/bc_syt_t28_2025.XLSX"), "{told:?}");
    let doctor = desk.command().arg("doctor").output().unwrap();
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("Trùng tên"), "{}", String::from_utf8_lossy(&doctor.stdout));
}

#[test]
fn a_file_open_at_the_office_is_noted_without_saying_by_whom() {
    let desk = desk();
    put(&desk, "SYT");
    put(&desk, "STC");
    let mut owner = vec![12];
    owner.extend(b"Nguyen Van A");
    owner.resize(165, 0);
    desk.put("SYT/~$BC_SYT_T28_2025.xlsx", &owner, BEFORE);
    let played = run(&desk, BEFORE, Disk::default(), |_| {});
    assert_eq!(played.files(), (3, 2, 0, 0, 0));
    let noted = |agency: &str| desk.feedback_text(agency).contains("đang mở ở cơ quan gửi");
    assert!(noted("SYT") && !noted("STC"), "{}", desk.feedback_text("SYT"));
    // It stays noted when the file was closed long ago and nothing else changed.
    fs::remove_file(desk.path("nop/SYT/~$BC_SYT_T28_2025.xlsx")).unwrap();
    run(&desk, "2025-07-11T10:55:00+07:00", Disk::default(), |_| {});
    assert!(noted("SYT"));
    for (name, bytes) in desk.products() {
        assert!(!String::from_utf8_lossy(&bytes).contains("Nguyen Van A"), "{name}");
    }
}

/// A file server whose clock is off.
#[derive(Debug)]
struct WrongClock(i64);

impl Interference for WrongClock {
    fn before(&self, _operation: Operation, _path: &Path) -> std::io::Result<()> {
        Ok(())
    }

    fn server_time(&self, _modified: Option<Moment>, _changed: Option<Moment>) -> Option<Moment> {
        None
    }

    fn skew(&self, _measured: Option<ServerClock>) -> Option<ServerClock> {
        Some(ServerClock { ahead_seconds: self.0, other_machine: true })
    }
}

#[test]
fn nobody_is_late_and_nothing_frozen_by_one_of_two_clocks() {
    let desk = desk();
    let wrong = |seconds| Disk::with(Arc::new(WrongClock(seconds)));
    let frozen = || desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_chot-11h00.xlsx").exists();
    put(&desk, "STC");
    let before = run(&desk, BEFORE, wrong(0), |_| {});
    assert_eq!((before.standing("STC").0, before.result.notices.len()), (Standing::OnTime, 0));
    // Ours says 11:03, the server 10:56.
    put(&desk, "SYT");
    let doubtful = run(&desk, "2025-07-11T11:03:00+07:00", wrong(-400), |_| {});
    assert_eq!(doubtful.standing("SYT"), (Standing::OnTime, Some(Evidence::Unproven)));
    assert!(doubtful.result.notices[0].contains("chậm hơn máy này 400 giây"), "{:?}", doubtful.result.notices);
    assert!(!frozen());
    // Both say it is over.
    put(&desk, "VPTU");
    let over = run(&desk, "2025-07-11T11:10:00+07:00", wrong(-400), |_| {});
    assert_eq!(over.standing("VPTU").0, Standing::Late);
    assert_eq!(over.standing("SYT"), (Standing::OnTime, Some(Evidence::Unproven)), "as it was judged");
    assert!(frozen());
    // The release leaves whatever the other clock says.
    let released = run(&desk, "2025-07-11T15:20:00+07:00", wrong(-20_000), |_| {});
    assert_eq!(released.result.exit_code, 0);
    assert!(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx").exists());
    let verified = desk.command().args(["verify"]).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn a_release_that_is_due_freezes_what_a_wrong_clock_held_back() {
    let desk = desk();
    put(&desk, "SYT");
    let disk = || Disk::with(Arc::new(WrongClock(-86_400)));
    run(&desk, "2025-07-11T11:10:00+07:00", disk(), |_| {});
    assert!(!desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_chot-11h00.xlsx").exists());
    run(&desk, "2025-07-11T15:20:00+07:00", disk(), |_| {});
    for name in ["TongHop_SKHCN_T28_2025_chot-11h00.xlsx", "TongHop_SKHCN_T28_2025.xlsx"] {
        assert!(desk.path("ket-qua/2025-W28").join(name).exists(), "{name}");
    }
}

#[test]
fn a_clock_that_agrees_is_measured_in_earnest_and_nothing_stays_of_the_probe() {
    let desk = desk();
    put(&desk, "SYT");
    let played = run(&desk, BEFORE, Disk::default(), |_| {});
    assert!(!played.result.notices.iter().any(|m| m.contains("Đồng hồ")), "{:?}", played.result.notices);
    let ledger = workspace::open(desk.root()).unwrap().ledger_to_read().unwrap().unwrap();
    let measured = ledger.skews_of(&ledger.receipts().unwrap(), -1).unwrap();
    assert!(!cfg!(unix) || measured.values().next().is_some_and(|skew| skew.abs() <= 2), "{measured:?}");
    let left = |folder: &str| fs::read_dir(desk.path(folder)).unwrap().any(|e| e.unwrap().file_name().to_string_lossy().contains("probe"));
    assert!(!left("phan-hoi") && !left("nop"));
}

#[test]
fn scans_without_news_are_one_interval_up_to_the_cutoff() {
    let desk = desk();
    put(&desk, "SYT");
    for minute in ["10:48", "10:52", "10:56", "11:00", "11:04"] {
        run(&desk, &format!("2025-07-11T{minute}:00+07:00"), Disk::default(), |_| {});
    }
    // The folder is looked at as before, and another one brings something.
    put(&desk, "STC");
    let late = run(&desk, "2025-07-11T11:08:00+07:00", Disk::default(), |_| {});
    assert_eq!(late.standing("STC"), (Standing::Late, Some(Evidence::Scan)));
    let ledger = workspace::open(desk.root()).unwrap().ledger_to_read().unwrap().unwrap();
    let scans = ledger.scans_since(at("2025-07-11T10:00:00+07:00")).unwrap();
    let time = |when: Moment| when.format("%H:%M").to_string();
    let told: Vec<(i64, String, String, u32)> =
        scans.of("syt").intervals().map(|i| (i.scan, time(i.first), time(i.last), i.count)).collect();
    let expected = [(1, "10:48", "10:56", 3), (4, "11:00", "11:00", 1), (5, "11:04", "11:04", 1), (6, "11:08", "11:08", 1)];
    assert_eq!(
        told,
        expected.map(|(scan, first, last, count)| (scan, first.to_owned(), last.to_owned(), count)),
        "the freeze ends one too"
    );
}

#[test]
fn a_damaged_file_that_a_clock_ahead_saw_first_is_judged_once_the_clock_is_right() {
    let desk = Desk::new();
    let day = |time: &str| format!("2025-07-09T{time}:00+07:00");
    desk.run(&day("09:50"));
    let whole = desk.report("SYT", "2025-W28").bytes();
    // In a rehearsal the time on disk stands for the server's.
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &whole[..whole.len() / 2], &day("09:59"));
    let ahead = desk.run(&day("16:00"));
    assert_eq!(ahead.standing("SYT"), "arriving");
    for (time, standing) in [("10:00", "arriving"), ("10:05", "arriving"), ("10:11", "returned")] {
        assert_eq!(desk.run(&day(time)).standing("SYT"), standing, "{time}");
    }
}

#[test]
fn a_clock_in_doubt_makes_no_file_old() {
    let desk = Desk::new();
    let run = |at: &str, minutes: i64| desk.run_with(&format!("2025-07-{at}:00+07:00"), &["--boot", &format!("a:{}", minutes * 60)]);
    run("09T09:50", 100);
    let whole = desk.report("SYT", "2025-W28").bytes();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &whole[..whole.len() / 2], "2025-07-09T09:52:00+07:00");
    assert_eq!(run("09T09:53", 103).standing("SYT"), "arriving");
    assert_eq!(run("09T16:00", 105).standing("SYT"), "arriving", "two minutes, whatever the clock says");
    assert_eq!(run("09T09:57", 107).standing("SYT"), "arriving");
    assert_eq!(run("09T10:04", 114).standing("SYT"), "returned");
}

#[test]
fn the_clock_of_our_own_disk_confirms_no_jump() {
    let desk = desk();
    let run = |now: &str, minutes: i64| {
        let boot = Some(BootTime { id: "a".to_owned(), milliseconds: minutes * 60_000 });
        let start = Start { boot, pause: Pause::with(|_| {}), ..Start::new(at(now), 2, PathBuf::from(env!("CARGO_BIN_EXE_tonghop"))) };
        let mut session = session::open(workspace::open(desk.root()).unwrap(), &start).unwrap();
        weekly::run(&mut session, RunOptions::default(), &Silent).unwrap().report.phase
    };
    run("2025-07-10T10:00:00+07:00", 100);
    assert_eq!(run("2025-07-12T09:00:00+07:00", 105), Phase::Collecting, "nobody but our own clock says that it is Saturday");
}
