//! What people see of a week is composed only if something that decides it changed, or somebody touched a file of it; and
//! then it is what a run without any memory of it makes.

use crate::desk::{Desk, Run};
use crate::evidence::write_book;
use crate::kill::copy;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::time::{Duration, SystemTime};
use tonghop::io::archive::sha256;
use tonghop::io::disk::Disk;
use tonghop::io::ledger::{Ledger, NotedFile};
use tonghop::io::stamp::Stamp;
use tonghop::io::workspace;
use tonghop::model::period::Period;
use tonghop::run::session::Start;
use tonghop::run::unchanged;

const DRAFT: &str = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025_du-thao.xlsx";
const ANSWER: &str = "phan-hoi/2025-W28/PhanHoi_SYT_T28_2025.txt";
const MESSAGE: &str = "phan-hoi/2025-W28/_tin-nhan.txt";

fn week() -> Period {
    Period::parse_id("2025-W28").unwrap()
}

/// The run that composed what is seen of the week; `None` if nothing is noted.
fn composed_by(desk: &Desk) -> Option<i64> {
    let ledger = Ledger::open_read_only(&Disk::default(), &desk.path("so-tiep-nhan")).unwrap().unwrap();
    ledger.edition(week()).unwrap().map(|note| note.run)
}

fn at(minute: u32) -> String {
    format!("2025-07-11T{:02}:{:02}:00+07:00", 10 + minute / 60, minute % 60)
}

fn ran(desk: &Desk, minute: u32) -> Run {
    let run = desk.run(&at(minute));
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

/// A desk with reports of two agencies, one of them with a mistake, that ran twice.
fn desk() -> Desk {
    let desk = Desk::new();
    let mut wrong = desk.report("STC", "2025-W28");
    wrong.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "120");
    desk.put("STC/BC_STC_T28_2025.xlsx", &wrong.bytes(), &at(10));
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), &at(11));
    ran(&desk, 20);
    ran(&desk, 21);
    desk
}

/// The same workspace, with a ledger that remembers nothing of its editions.
fn forgetful(desk: &Desk) -> Desk {
    let other = Desk::copy_of(desk.root(), copy);
    let ledger = Ledger::open(&Disk::default(), &other.path("so-tiep-nhan")).unwrap();
    ledger.forget_edition(week()).unwrap();
    other
}

fn set_modified(desk: &Desk, path: &str, time: SystemTime) {
    File::options().write(true).open(desk.path(path)).unwrap().set_modified(time).unwrap();
}

fn modified(desk: &Desk, path: &str) -> SystemTime {
    fs::metadata(desk.path(path)).unwrap().modified().unwrap()
}

/// One more letter, in place of another.
fn edit_in_place(desk: &Desk, path: &str) {
    let mut bytes = fs::read(desk.path(path)).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(desk.path(path), bytes).unwrap();
}

fn decide(desk: &Desk, arguments: &[&str], minute: u32) {
    let more = ["--reason", "mất điện", "--by", "Nguyễn Văn A", "--now", &at(minute)];
    let output = desk.command().args(arguments).args(more).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn without_news_nothing_is_composed() {
    let desk = desk();
    let first = composed_by(&desk);
    assert_eq!(first, Some(1), "the second run composed nothing");
    let products = desk.products();
    let run = ran(&desk, 22);
    assert_eq!((composed_by(&desk), run.json["outputs"].as_array().map(Vec::len)), (first, Some(0)));
    assert_eq!(desk.products(), products);
    // A time by itself is no news.
    set_modified(&desk, DRAFT, SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    ran(&desk, 23);
    assert_eq!(composed_by(&desk), first);
}

/// What somebody does to a file of a workspace.
type Touch = fn(&Desk, &str);

#[test]
fn a_file_that_was_touched_is_made_again() {
    let desk = desk();
    let products = desk.products();
    let kinds: [(&str, Touch); 3] = [
        ("deleted", |desk, path| fs::remove_file(desk.path(path)).unwrap()),
        ("edited", |desk, path| fs::write(desk.path(path), "khác").unwrap()),
        ("edited, of the same size", edit_in_place),
    ];
    let mut minute = 22;
    for path in [DRAFT, ANSWER, MESSAGE] {
        for (what, touch) in kinds {
            touch(&desk, path);
            let run = ran(&desk, minute);
            let written: Vec<&str> = run.json["outputs"].as_array().unwrap().iter().map(|o| o["path"].as_str().unwrap()).collect();
            assert_eq!(written, [path], "{what}");
            assert_eq!(desk.products(), products, "{path} {what}");
            minute += 1;
        }
    }
}

/// A time that is older than the grain of clocks is believed, one that is not is looked behind.
#[test]
fn a_time_is_believed_only_if_it_was_old_when_we_looked() {
    let desk = desk();
    let mended = |time: SystemTime, minute: u32| {
        set_modified(&desk, MESSAGE, time);
        ran(&desk, minute);
        ran(&desk, minute + 1);
        edit_in_place(&desk, MESSAGE);
        set_modified(&desk, MESSAGE, time);
        !ran(&desk, minute + 2).json["outputs"].as_array().unwrap().is_empty()
    };
    let now = |minute: u32| SystemTime::from(crate::desk::at(&at(minute)));
    assert!(mended(now(31) - Duration::from_secs(1), 30), "a change in the same moment is found");
    assert!(!mended(now(30) - Duration::from_secs(60), 33), "as old as this the time alone is trusted");
    set_modified(&desk, MESSAGE, modified(&desk, MESSAGE) + Duration::from_secs(1));
    assert!(!ran(&desk, 36).json["outputs"].as_array().unwrap().is_empty());
}

#[test]
fn whatever_decides_makes_a_run_compose_again() {
    let desk = desk();
    let changes: [(&str, &dyn Fn(u32)); 12] = [
        ("a report", &|m| desk.put("VPTU/BC_VPTU_T28_2025.xlsx", &desk.report("VPTU", "2025-W28").bytes(), &at(m))),
        ("a document", &|m| desk.put("X-A/a.pdf", b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", &at(m))),
        ("a row of the clerk", &|_| write_book(&desk, &["28/2025|X-B||11/7/2025 10:20|Zalo||Nguyễn Thị A|"])),
        ("the register", &|_| desk.write_register(&[("NhiemVu", 1, "Nội dung nhiệm vụ", "Nội dung mới")])),
        ("the configuration", &|_| desk.configure("[lights]\ntask_lag_points = 5")),
        ("a cutoff", &|_| desk.write_calendar(&["Đổi hạn||28/2025|11/07/2025 11:10||||CV 7|Có"])),
        ("the freeze", &|_| ()),
        ("a late report", &|m| desk.put("X-B/BC_X-B_T28_2025.xlsx", &desk.report("X-B", "2025-W28").bytes(), &at(m))),
        ("an exception", &|m| decide(&desk, &["admit", "X-B"], m)),
        ("the release", &|_| ()),
        ("a report after it", &|m| desk.put("X-A/BC_X-A_T28_2025.xlsx", &desk.report("X-A", "2025-W28").bytes(), &at(m))),
        ("a reopening", &|m| decide(&desk, &["reopen", "--period", "2025-W28"], m)),
    ];
    let minutes = [25, 28, 31, 34, 37, 40, 71, 76, 80, 320, 326, 330];
    for ((what, change), minute) in changes.into_iter().zip(minutes) {
        let before = composed_by(&desk);
        change(minute);
        let other = forgetful(&desk);
        let (run, forgot) = (ran(&desk, minute + 1), ran(&other, minute + 1));
        assert_ne!(composed_by(&desk), before, "{what}");
        assert_eq!(run.json, forgot.json, "{what}");
        assert_eq!(desk.products(), other.products(), "{what}");
        // And once more without news.
        let (before, other) = (composed_by(&desk), forgetful(&desk));
        let (run, forgot) = (ran(&desk, minute + 2), ran(&other, minute + 2));
        assert_eq!(composed_by(&desk), before, "after {what}");
        assert_ne!(composed_by(&other), before, "after {what}");
        assert_eq!(run.json, forgot.json, "after {what}");
        assert_eq!(desk.products(), other.products(), "after {what}");
        // From now on a run stops after its scan, but while a week is reopened.
        let other = forgetful(&desk);
        assert_eq!(rests(&desk, &at(minute + 2)), what != "a reopening", "after {what}");
        let (short, whole) = (ran(&desk, minute + 2), ran(&other, minute + 2));
        assert_eq!(short.json, whole.json, "after {what}");
        let words = |desk: &Desk| {
            let output = desk.command().args(["run", "--now", &at(minute + 2)]).output().unwrap();
            assert!(output.stderr.is_empty() && output.status.success(), "{output:?}");
            String::from_utf8(output.stdout).unwrap()
        };
        assert_eq!(words(&desk), words(&forgetful(&desk)), "after {what}");
        assert_eq!(desk.products(), other.products(), "after {what}");
    }
}

/// Writes something else into a file of ours and into its note, as if a run had: whoever composes it again gives it away.
fn forge(desk: &Desk, path: &str) {
    fs::write(desk.path(path), "của lần trước").unwrap();
    set_modified(desk, path, SystemTime::from(crate::desk::at(&at(0))));
    let ledger = Ledger::open(&Disk::default(), &desk.path("so-tiep-nhan")).unwrap();
    let mut note = ledger.edition(week()).unwrap().unwrap();
    let Stamp { size, modified_ns } = Stamp::of(&Disk::default(), &desk.path(path)).unwrap().unwrap();
    let noted = note.parts.iter_mut().flat_map(|part| &mut part.files).find(|file| file.path == path).unwrap();
    *noted = NotedFile { path: path.to_owned(), size, modified_ns, sha256: sha256(&fs::read(desk.path(path)).unwrap()), settled: true };
    ledger.note_edition(week(), &note).unwrap();
}

/// The files that a run wrote, by the start of their names.
fn wrote(run: &Run) -> BTreeSet<String> {
    let paths = run.json["outputs"].as_array().unwrap().iter().map(|output| output["path"].as_str().unwrap());
    paths.map(|path| path.rsplit('/').next().unwrap().split("_T28").next().unwrap().to_owned()).collect()
}

#[test]
fn a_report_that_changed_costs_its_own_answer_and_no_other() {
    let desk = desk();
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<String>>();
    forge(&desk, ANSWER);
    desk.put("VPTU/BC_VPTU_T28_2025.xlsx", &desk.report("VPTU", "2025-W28").bytes(), &at(25));
    let run = ran(&desk, 26);
    assert!(wrote(&run).is_superset(&names(&["PhanHoi_VPTU", "TongHop_SKHCN", "_tin-nhan.txt"])), "{:?}", wrote(&run));
    assert!(wrote(&run).iter().all(|name| !["PhanHoi_SYT", "PhanHoi_STC"].contains(&name.as_str())), "{:?}", wrote(&run));
    assert_eq!(fs::read_to_string(desk.path(ANSWER)).unwrap(), "của lần trước", "nobody composed it");
    // The office itself sends again: its answer is made anew.
    let mut again = desk.report("SYT", "2025-W28");
    again.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "130");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &again.bytes(), &at(27));
    assert!(wrote(&ran(&desk, 28)).contains("PhanHoi_SYT"));
    let other = forgetful(&desk);
    ran(&desk, 29);
    ran(&other, 29);
    assert_eq!(desk.products(), other.products());
    // A draft that somebody has open waits; what was answered meanwhile is not made again with it.
    let sign = "ket-qua/2025-W28/~$TongHop_SKHCN_T28_2025_du-thao.xlsx";
    fs::write(desk.path(sign), b"").unwrap();
    set_modified(&desk, sign, SystemTime::from(crate::desk::at(&at(29))));
    desk.put("X-A/BC_X-A_T28_2025.xlsx", &desk.report("X-A", "2025-W28").bytes(), &at(30));
    assert!(wrote(&ran(&desk, 31)).contains("PhanHoi_X-A"));
    forge(&desk, "phan-hoi/2025-W28/PhanHoi_X-A_T28_2025.txt");
    fs::remove_file(desk.path(sign)).unwrap();
    assert_eq!(wrote(&ran(&desk, 32)), names(&["TongHop_SKHCN"]));
    assert!(!rests(&desk, &at(32)), "a run that wrote something");
}

/// Would a run at a moment stop after its scan?
fn rests(desk: &Desk, now: &str) -> bool {
    let start = Start { played: true, ..Start::new(crate::desk::at(now), 1, desk.root().to_owned()) };
    unchanged::ask(&workspace::open(desk.root()).unwrap(), &start).is_some()
}

/// What stands at a path, and since when; `None` if nothing does.
fn stands(desk: &Desk, path: &str) -> Option<(Vec<u8>, SystemTime)> {
    Some((fs::read(desk.path(path)).ok()?, modified(desk, path)))
}

/// Does a run go the whole way where something was done to a file? The file is put back afterwards, and a run rests again.
fn whole_for(desk: &Desk, minute: u32, path: &str, touch: Touch) -> bool {
    let before = stands(desk, path);
    touch(desk, path);
    let whole = !rests(desk, &at(minute));
    match before {
        Some((bytes, time)) => {
            put_anew(desk, path, &bytes);
            set_modified(desk, path, time);
        }
        None => fs::remove_file(desk.path(path)).unwrap(),
    }
    assert!(rests(desk, &at(minute)), "{path} as it was");
    whole
}

/// A copy in the archive may be written once.
fn put_anew(desk: &Desk, path: &str, bytes: &[u8]) {
    fs::remove_file(desk.path(path)).ok();
    fs::write(desk.path(path), bytes).unwrap();
}

const MAKE: Touch = |desk, path| {
    fs::create_dir_all(desk.path(path).parent().unwrap()).unwrap();
    fs::write(desk.path(path), "khác").unwrap();
};
const REMOVE: Touch = |desk, path| fs::remove_file(desk.path(path)).unwrap();
const LENGTHEN: Touch = |desk, path| {
    let longer = [fs::read(desk.path(path)).unwrap(), b"\n# x\n".to_vec()].concat();
    put_anew(desk, path, &longer);
};
const AGE: Touch = |desk, path| set_modified(desk, path, modified(desk, path) - Duration::from_secs(5));

/// Everything that a run compares before it stops after its scan, one thing at a time.
#[test]
fn a_run_rests_only_while_nothing_changed() {
    let desk = desk();
    assert!(rests(&desk, &at(21)), "two runs, the second without news");
    let changes: [(&str, &str, Touch); 20] = [
        ("the configuration", "tonghop.toml", LENGTHEN),
        ("the register", "danh-muc.xlsx", LENGTHEN),
        ("the register lost", "danh-muc.xlsx", REMOVE),
        ("a receipt book", "tiep-nhan.xlsx", MAKE),
        ("a workbook of proposals", "kien-nghi.xlsx", MAKE),
        ("a template", "templates/BM-01/bản khác.toml", MAKE),
        ("a report", "nop/X-A/BC_X-A_T28_2025.xlsx", MAKE),
        ("a report of another size", "nop/SYT/BC_SYT_T28_2025.xlsx", LENGTHEN),
        ("a report of another time", "nop/SYT/BC_SYT_T28_2025.xlsx", AGE),
        ("a report taken away", "nop/SYT/BC_SYT_T28_2025.xlsx", REMOVE),
        ("a report that is open", "nop/SYT/~$BC_SYT_T28_2025.xlsx", MAKE),
        ("a new folder", "nop/khac/Thumbs.db", MAKE),
        ("the draft lost", DRAFT, REMOVE),
        ("the draft edited", DRAFT, edit_in_place),
        ("an answer lost", ANSWER, REMOVE),
        ("the message edited", MESSAGE, edit_in_place),
        ("the screen lost", "noi-bo/tinh-hinh.html", REMOVE),
        ("the screen longer", "noi-bo/tinh-hinh.html", LENGTHEN),
        ("forms of the week", "mau/2025-W28/x.xlsx", MAKE),
        ("a run that was killed", "so-tiep-nhan/run.lock", |desk, path| {
            fs::write(desk.path(path), "1 2025-07-11T10:20:30+07:00").unwrap();
        }),
    ];
    for (what, path, touch) in changes {
        // A folder that was made for it alone would stay.
        let folder = desk.path(path).parent().unwrap().to_owned();
        let made = !folder.exists();
        let before = stands(&desk, path);
        touch(&desk, path);
        assert!(!rests(&desk, &at(22)), "{what}");
        match before {
            Some((bytes, time)) => {
                fs::write(desk.path(path), bytes).unwrap();
                set_modified(&desk, path, time);
            }
            None if made => fs::remove_dir_all(&folder).unwrap(),
            None => fs::remove_file(desk.path(path)).unwrap(),
        }
        assert!(rests(&desk, &at(22)), "{what}, put back");
    }
    // A file that nobody looks into by its name is no news, and neither is a file beside our own.
    assert!(!whole_for(&desk, 22, "ket-qua/2025-W28/ghi-chú.txt", MAKE));
    let clocks = [(20, false), (21, true), (59, true), (60, false)];
    let (before, last) = ("2025-07-11T10:20:59.999+07:00", "2025-07-11T10:59:59.999+07:00");
    for (minute, rest) in clocks {
        assert_eq!(rests(&desk, &at(minute)), rest, "{minute}");
    }
    assert!(!rests(&desk, before) && rests(&desk, last), "from the run until the cutoff");
    let start = Start { server_said: Some(90), played: true, ..Start::new(crate::desk::at(&at(22)), 1, desk.root().to_owned()) };
    assert!(unchanged::ask(&workspace::open(desk.root()).unwrap(), &start).is_none(), "clocks that disagree are told");
    let told = Start { played: false, server_said: None, ..start };
    assert!(unchanged::ask(&workspace::open(desk.root()).unwrap(), &told).is_some());
    let told = Start { now: crate::desk::at(&at(35)), ..told };
    assert!(unchanged::ask(&workspace::open(desk.root()).unwrap(), &told).is_none(), "the list before the cutoff is due");
    // Another command writes.
    decide(&desk, &["admit", "X-B"], 23);
    assert!(!rests(&desk, &at(23)));
    // What left, and the copies it was made from.
    ran(&desk, 321);
    ran(&desk, 322);
    ran(&desk, 323);
    assert!(rests(&desk, &at(323)));
    let left = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx";
    let archived = |path: &str| {
        let sha256 = sha256(&fs::read(desk.path(path)).unwrap());
        format!("so-tiep-nhan/archive/{}/{sha256}", &sha256[..2])
    };
    for (what, path) in [("a product", left.to_owned()), ("its copy", archived(left)), ("the register's copy", archived("danh-muc.xlsx"))] {
        assert!(whole_for(&desk, 323, &path, LENGTHEN) && whole_for(&desk, 323, &path, REMOVE), "{what}");
    }
}
