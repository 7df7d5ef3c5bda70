//! A ledger that is lost, put back from an old copy, or begun anew: nothing that was sent is touched, and what was recorded
//! comes back from the journal.

use crate::desk::{Desk, Run};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tonghop::io::workspace;

const DECISION: [&str; 4] = ["--by", "Nguyễn Văn A", "--reason", "máy hỏng ổ đĩa"];

/// A desk with a released week and a second one that is frozen.
fn after_two_weeks() -> Desk {
    let desk = Desk::new();
    for (week, day) in [("2025-W28", "2025-07-11"), ("2025-W29", "2025-07-18")] {
        for agency in ["SYT", "STC"] {
            desk.put(&format!("{agency}/{week}.xlsx"), &desk.report(agency, week).bytes(), &format!("{day}T09:00:00+07:00"));
        }
        for time in ["10:00:00", "10:50:00", "11:05:00"] {
            assert_eq!(desk.run(&format!("{day}T{time}+07:00")).code, 0);
        }
        if week == "2025-W28" {
            assert_eq!(desk.run(&format!("{day}T15:25:00+07:00")).json["phase"], "released");
        }
    }
    desk
}

/// Every file of a folder of the workspace but the witness, with its bytes.
fn files(desk: &Desk, folder: &str) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.file_name().unwrap() != "_so-tiep-nhan.json" {
                found.insert(path.to_str().unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&desk.path(folder), &mut found);
    found
}

fn lose(desk: &Desk) {
    for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
        fs::remove_file(desk.path("so-tiep-nhan").join(name)).ok();
    }
}

fn recover(desk: &Desk, now: &str, more: &[&str]) -> Run {
    desk.json(&["recover", "--now", now], &[&DECISION, more].concat())
}

/// How many rows of this kind were written.
fn rows(answer: &Run, what: &str) -> u64 {
    let rows = answer.json["rows"].as_array().unwrap();
    rows.iter().find(|row| row["what"] == what).map_or(0, |row| row["count"].as_u64().unwrap())
}

/// Released products stay; `verify` finds nothing; the frozen week is released with what was there.
fn goes_on(desk: &Desk, xa: &str, before: &BTreeMap<String, Vec<u8>>) {
    let verify = desk.json(&["verify", "--now", "2025-07-18T14:10:00+07:00"], &[]);
    assert_eq!(verify.code, 0, "{}", verify.json);
    let release = desk.run("2025-07-18T15:25:00+07:00");
    assert_eq!((release.code, release.json["phase"].as_str()), (0, Some("released")), "{}", release.json["failures"]);
    assert_eq!((release.standing("SYT"), release.standing("STC"), release.standing("X-A")), ("on_time", "on_time", xa));
    assert_eq!(release.agency("SYT")["received_at"], "2025-07-18T10:00:00+07:00", "the time of receipt came back");
    let after = files(desk, "ket-qua");
    for (name, bytes) in before.iter().filter(|(name, _)| !name.contains("_du-thao")) {
        assert!(after.get(name) == Some(bytes), "{name} changed");
    }
    assert_eq!(desk.json(&["verify", "--now", "2025-07-18T15:40:00+07:00"], &[]).code, 0);
}

#[test]
fn a_lost_ledger_touches_nothing_and_comes_back_from_the_journal() {
    let desk = after_two_weeks();
    let before = files(&desk, "ket-qua");
    lose(&desk);
    desk.put("X-A/muon.xlsx", &desk.report("X-A", "2025-W29").bytes(), "2025-07-18T13:59:00+07:00");
    // Somebody at the office has it open.
    desk.put("X-A/~$muon.xlsx", b"Lan", "2025-07-18T13:59:00+07:00");
    let refused = desk.run("2025-07-18T14:00:00+07:00");
    assert_eq!((refused.code, refused.json["failures"][0]["code"].as_str()), (13, Some("other_ledger")));
    assert!(refused.json["failures"][0]["hint"].as_str().unwrap().contains("recover"));
    assert!(!desk.path("so-tiep-nhan/ledger.sqlite").exists(), "no ledger was made");
    assert_eq!(files(&desk, "ket-qua"), before);
    for command in [&["forms"][..], &["release"], &["run", "--dry-run"], &["status"], &["verify"]] {
        let refused = desk.json(command, &["--now", "2025-07-18T14:00:00+07:00"]);
        assert_eq!(refused.code, 13, "{command:?}: {}", refused.json);
    }

    let answer = recover(&desk, "2025-07-18T14:05:00+07:00", &[]);
    assert_eq!(answer.code, 0, "{}", answer.json);
    assert_eq!(answer.json["lost"].as_array().unwrap().len(), 0, "{}", answer.json);
    assert_eq!(rows(&answer, "lần chốt bản tổng hợp"), 1);
    let late = desk.run("2025-07-18T14:06:00+07:00");
    let agency = late.agency("X-A");
    assert_eq!(
        (agency["standing"].as_str(), agency["received_at"].as_str()),
        (Some("late"), Some("2025-07-18T14:00:00+07:00")),
        "as it came"
    );
    assert!(!desk.path("so-tiep-nhan/cho-khoi-phuc").exists());
    let ledger = workspace::open(desk.root()).unwrap().ledger_to_read().unwrap().unwrap();
    let receipts = ledger.receipts().unwrap();
    assert_eq!(ledger.taken_open(&receipts).unwrap(), [receipts.last().unwrap().seq].into(), "that it was open comes over too");
    drop(ledger);
    goes_on(&desk, "late", &before);
    assert_eq!(recover(&desk, "2025-07-18T15:50:00+07:00", &[]).code, 12, "what is whole is not recovered");
}

/// Pages in the middle of the ledger are lost: whether it shows when it is opened or in the work, what comes is kept with its time.
#[test]
fn what_comes_while_the_ledger_is_damaged_is_kept_as_well() {
    for from in [0, 4096 * 3, 4096 * 12] {
        let desk = after_two_weeks();
        let ledger = desk.path("so-tiep-nhan/ledger.sqlite");
        let mut bytes = fs::read(&ledger).unwrap();
        bytes[from..].iter_mut().enumerate().for_each(|(n, byte)| *byte = u8::try_from(n % 251).unwrap());
        for end in ["-wal", "-shm"] {
            drop(fs::remove_file(desk.path(&format!("so-tiep-nhan/ledger.sqlite{end}"))));
        }
        fs::write(&ledger, bytes).unwrap();
        desk.put("X-A/muon.xlsx", &desk.report("X-A", "2025-W29").bytes(), "2025-07-18T13:59:00+07:00");
        let refused = desk.run("2025-07-18T14:00:00+07:00");
        assert_eq!((refused.code, refused.json["failures"][0]["code"].as_str()), (13, Some("ledger")), "{from}: {}", refused.json);
        assert!(refused.json["failures"][0]["hint"].as_str().unwrap().contains("vẫn được lưu kèm giờ nhận"), "{}", refused.json);
        assert!(desk.path("so-tiep-nhan/cho-khoi-phuc").exists(), "from byte {from} on");
        assert_eq!(recover(&desk, "2025-07-18T14:05:00+07:00", &[]).code, 0);
        let late = desk.run("2025-07-18T14:06:00+07:00");
        assert_eq!(late.agency("X-A")["received_at"], "2025-07-18T14:00:00+07:00", "as it came, from byte {from} on");
    }
}

#[test]
fn a_ledger_of_this_morning_is_noticed_and_brought_up_to_now() {
    let desk = Desk::new();
    let ledger = desk.path("so-tiep-nhan/ledger.sqlite");
    desk.run("2025-07-07T08:00:00+07:00");
    let copy = fs::read(&ledger).unwrap();
    drop(desk);
    let desk = after_two_weeks();
    let ledger = desk.path("so-tiep-nhan/ledger.sqlite");
    // Another workspace's ledger is another ledger, whatever it holds.
    let own = fs::read(&ledger).unwrap();
    lose(&desk);
    fs::write(&ledger, copy).unwrap();
    let other = desk.run("2025-07-18T13:50:00+07:00");
    assert_eq!((other.code, other.json["failures"][0]["code"].as_str()), (13, Some("other_ledger")), "{}", other.stderr);
    lose(&desk);
    fs::write(&ledger, own).unwrap();
    assert_eq!(desk.run("2025-07-18T13:55:00+07:00").code, 0);

    // A copy from before a decision.
    let morning = fs::read(&ledger).unwrap();
    desk.put("X-A/muon.xlsx", &desk.report("X-A", "2025-W29").bytes(), "2025-07-18T13:56:00+07:00");
    assert_eq!(desk.run("2025-07-18T13:57:00+07:00").standing("X-A"), "late");
    let admitted = desk.json(&["admit", "X-A", "--now", "2025-07-18T13:58:00+07:00"], &DECISION);
    assert_eq!(admitted.code, 0, "{}", admitted.stderr);
    lose(&desk);
    fs::write(&ledger, morning).unwrap();
    let refused = desk.run("2025-07-18T13:59:00+07:00");
    assert_eq!(refused.code, 13, "{}", refused.json);
    assert!(refused.json["failures"][0]["message"].as_str().unwrap().contains("bản cũ"));
    let answer = recover(&desk, "2025-07-18T14:00:00+07:00", &[]);
    assert_eq!((answer.code, answer.json["lost"].as_array().unwrap().len()), (0, 0), "{}", answer.json);
    assert_eq!(desk.run("2025-07-18T14:05:00+07:00").standing("X-A"), "admitted");
}

#[test]
fn a_new_ledger_beside_what_was_sent_releases_nothing_again() {
    let desk = after_two_weeks();
    let before = files(&desk, "ket-qua");
    lose(&desk);
    fs::remove_dir_all(desk.path("so-tiep-nhan/so-phu")).unwrap();
    let refused = recover(&desk, "2025-07-18T14:00:00+07:00", &[]);
    assert_eq!(refused.code, 13, "{}", refused.json);
    assert!(refused.stderr.contains("--new"), "{}", refused.stderr);
    let nobody = desk.json(&["recover", "--new", "--by", "", "--reason", "", "--now", "2025-07-18T14:00:00+07:00"], &[]);
    assert_eq!(nobody.code, 2);
    let answer = recover(&desk, "2025-07-18T14:00:00+07:00", &["--new"]);
    assert_eq!((answer.code, answer.json["first_period"].as_str()), (0, Some("2025-W29")), "{}", answer.json);
    let run = desk.run("2025-07-18T14:05:00+07:00");
    let after = files(&desk, "ket-qua");
    for (name, bytes) in before.iter().filter(|(name, _)| !name.contains("_du-thao")) {
        assert!(after.get(name) == Some(bytes), "{name} changed: {}", run.stderr);
    }
    assert_eq!(run.json["files"]["after_release"], 2, "reports of the week before are old: {}", run.json["files"]);
}

#[test]
fn a_witness_that_is_missing_or_behind_is_written_again() {
    let desk = after_two_weeks();
    let witnesses = [desk.path("ket-qua/_so-tiep-nhan.json"), desk.path("so-tiep-nhan/archive/_so-tiep-nhan.json")];
    let now = fs::read_to_string(&witnesses[0]).unwrap();
    assert_eq!(fs::read_to_string(&witnesses[1]).unwrap(), now);
    fs::remove_file(&witnesses[0]).unwrap();
    fs::write(&witnesses[1], "{").unwrap();
    assert_eq!(desk.run("2025-07-18T14:00:00+07:00").code, 0);
    assert!(witnesses.iter().all(|witness| fs::read_to_string(witness).unwrap() == now));
    // The journal is brought up as well.
    fs::remove_dir_all(desk.path("so-tiep-nhan/so-phu")).unwrap();
    assert_eq!(desk.run("2025-07-18T14:01:00+07:00").code, 0);
    lose(&desk);
    assert_eq!(rows(&recover(&desk, "2025-07-18T14:05:00+07:00", &[]), "dòng tiếp nhận"), 4);
    // A torn page ends the history there, and it is said.
    let page = fs::read_dir(desk.path("so-tiep-nhan/so-phu")).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, &text[..text.len() - 40]).unwrap();
    lose(&desk);
    let answer = recover(&desk, "2025-07-18T14:06:00+07:00", &[]);
    assert_eq!(answer.code, 0, "{}", answer.json);
    assert!(answer.json["lost"].to_string().contains("sổ phụ từ"), "{}", answer.json);
}

#[test]
fn a_release_without_what_it_left_is_not_taken_over_and_not_made_again() {
    let desk = after_two_weeks();
    assert_eq!(desk.run("2025-07-18T15:25:00+07:00").code, 0);
    let folder = desk.path("so-tiep-nhan/so-phu");
    let page = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).max().unwrap();
    let text = fs::read_to_string(&page).unwrap();
    // The journal ends with the release, before the rows that were written with it.
    let end = text.find(r#""kind":"history","key":"2025-W29/1""#).and_then(|at| text[..at].rfind('\n')).unwrap();
    fs::write(&page, &text[..=end]).unwrap();
    lose(&desk);
    let answer = recover(&desk, "2025-07-18T16:00:00+07:00", &[]);
    let lost = answer.json["lost"].to_string();
    assert!(lost.contains("thiếu số liệu để lại cho kỳ sau") && lost.contains("Tuần 29/2025"), "{lost}");
    assert!(lost.contains("các dòng"), "what the witness saw: {lost}");
    assert_eq!(answer.json["first_period"], "2025-W30");
    // The week that was signed stands, and the next one goes on from the week before it.
    let before = files(&desk, "ket-qua");
    assert_eq!(desk.run("2025-07-21T08:00:00+07:00").code, 0);
    assert!(before.iter().filter(|(name, _)| name.contains("W29")).all(|(name, bytes)| files(&desk, "ket-qua").get(name) == Some(bytes)));
    let notes = |more: &[&str]| desk.json(&["verify", "--now", "2025-07-21T08:05:00+07:00"], more).json["records"]["notes"].to_string();
    assert!(notes(&[]).contains("không còn ghi chép về bản trình ký Tuần 29/2025"), "{}", notes(&[]));
    assert!(!notes(&["--period", "2025-W28"]).contains("Tuần 29/2025"), "it was asked of another week");
}

/// A page that belongs to a table which no check reads, damaged.
#[test]
fn a_damaged_page_is_told_and_mended() {
    let desk = after_two_weeks();
    let path = desk.path("so-tiep-nhan/ledger.sqlite");
    let page: u32 = {
        let c = rusqlite::Connection::open(&path).unwrap();
        c.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;").unwrap();
        c.query_row("SELECT rootpage FROM sqlite_master WHERE name = 'inbox_state'", [], |row| row.get(0)).unwrap()
    };
    let mut bytes = fs::read(&path).unwrap();
    let size = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    let begin = usize::try_from(page - 1).unwrap() * size;
    bytes[begin..begin + size].fill(0xff);
    fs::write(&path, bytes).unwrap();
    assert_eq!(desk.run("2025-07-18T14:00:00+07:00").code, 13);
    let verify = desk.json(&["verify", "--now", "2025-07-18T14:01:00+07:00"], &[]);
    assert_eq!(verify.code, 1, "{}", verify.json["records"]);
    assert_eq!(recover(&desk, "2025-07-18T14:02:00+07:00", &[]).code, 0);
    assert_eq!(desk.run("2025-07-18T14:03:00+07:00").code, 0);
    assert_eq!(desk.json(&["verify", "--now", "2025-07-18T14:04:00+07:00"], &[]).code, 0);
}

/// It was named by every check for good, and a ledger that got lost later would have come back with half of its rows.
#[test]
fn a_journal_damaged_in_the_middle_is_written_anew_from_a_whole_ledger() {
    let desk = after_two_weeks();
    let verified = |at: &str| desk.json(&["verify", "--now", at], &[]).code;
    assert_eq!((verified("2025-07-18T14:00:00+07:00"), recover(&desk, "2025-07-18T14:01:00+07:00", &[]).code), (0, 12), "nothing to mend");
    let (path, bytes) = files(&desk, "so-tiep-nhan/so-phu").pop_first().unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.remove(lines.len() / 2);
    fs::write(&path, lines.join("\n")).unwrap();
    assert_eq!(verified("2025-07-18T14:02:00+07:00"), 1);
    let doctor = desk.json(&["doctor", "--now", "2025-07-18T14:02:30+07:00"], &[]).json.to_string();
    assert!(doctor.contains("Sổ phụ không còn nguyên vẹn") && doctor.contains("tonghop recover"), "{doctor}");
    let products = files(&desk, "ket-qua");
    let answer = recover(&desk, "2025-07-18T14:03:00+07:00", &[]);
    assert_eq!(
        (answer.code, answer.json["journal_only"].as_bool(), answer.json["lost"].as_array().map(Vec::len)),
        (0, Some(true), Some(0))
    );
    assert_eq!(answer.json["aside"].as_array().map(Vec::len), Some(1), "{}", answer.json);
    assert_eq!(files(&desk, "ket-qua"), products);
    assert_eq!(verified("2025-07-18T14:04:00+07:00"), 0);
    let logs = files(&desk, "so-tiep-nhan/nhat-ky");
    assert!(logs.iter().any(|(name, text)| name.ends_with("_recover.log") && String::from_utf8_lossy(text).contains("Lý do:")));
    // Whole again, it brings a lost ledger back.
    lose(&desk);
    let logs = desk.path("so-tiep-nhan/nhat-ky");
    fs::rename(&logs, logs.with_extension("aside")).unwrap();
    fs::write(&logs, "").unwrap();
    let answer = recover(&desk, "2025-07-18T14:05:00+07:00", &[]);
    assert_eq!(
        (answer.code, answer.json["notices"].as_array().map(Vec::len)),
        (0, Some(1)),
        "who decided stands nowhere else: {}",
        answer.json
    );
    fs::remove_file(&logs).unwrap();
    goes_on(&desk, "missing", &products);
}

/// What was received by a look that is still open when the ledger is lost, and a document that came while it was refused.
#[test]
fn an_honest_recovery_accuses_nobody() {
    let desk = after_two_weeks();
    desk.put("VPTU/a.xlsx", &desk.report("VPTU", "2025-W29").bytes(), "2025-07-18T13:58:00+07:00");
    assert_eq!(desk.run("2025-07-18T14:00:00+07:00").standing("VPTU"), "late");
    lose(&desk);
    desk.put("STC/cong van.pdf", b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", "2025-07-18T14:01:00+07:00");
    let mut secret = desk.report("SYT", "2025-W29");
    secret.set("NhiemVu", "KH11-002", "Khó khăn, vướng mắc", "MẬT");
    desk.put("SYT/mat.xlsx", &secret.bytes(), "2025-07-18T14:01:00+07:00");
    assert_eq!(desk.run("2025-07-18T14:02:00+07:00").code, 13);
    fs::create_dir_all(desk.path("so-tiep-nhan/cho-khoi-phuc")).unwrap();
    assert_eq!(recover(&desk, "2025-07-18T14:05:00+07:00", &[]).code, 0);
    assert_eq!(desk.run("2025-07-18T14:06:00+07:00").code, 0);
    let verify = desk.json(&["verify", "--now", "2025-07-18T14:10:00+07:00"], &[]);
    assert_eq!(verify.code, 0, "{}", verify.json["records"]);
    let gaps = (verify.json["records"]["removed"].as_u64(), verify.json["records"]["not_kept"].as_u64());
    assert_eq!(gaps, (Some(1), Some(1)), "the secret report and the paper that came meanwhile");
}

/// The week that was sent is not released once more by a ledger that does not know of it.
#[test]
fn the_week_of_today_is_not_released_twice() {
    let desk = Desk::new();
    desk.put("SYT/a.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    assert_eq!(desk.run("2025-07-11T10:00:00+07:00").code, 0);
    assert_eq!(desk.run("2025-07-11T15:25:00+07:00").json["phase"], "released");
    let before = files(&desk, "ket-qua");
    lose(&desk);
    fs::remove_dir_all(desk.path("so-tiep-nhan")).unwrap();
    assert_eq!(recover(&desk, "2025-07-11T15:40:00+07:00", &["--new"]).json["first_period"], "2025-W29");
    assert_eq!(desk.run("2025-07-11T15:41:00+07:00").code, 0);
    assert_eq!(files(&desk, "ket-qua"), before, "nothing beside what was sent");
    assert_eq!(desk.json(&["release", "--period", "2025-W20", "--now", "2025-07-11T15:42:00+07:00"], &[]).code, 12);
}

/// Notes of the time of refusal that nobody can read stop no run; an old ledger without witnesses is told by the journal.
#[test]
fn junk_stops_nothing_and_the_journal_is_a_witness() {
    let desk = after_two_weeks();
    let ledger = desk.path("so-tiep-nhan/ledger.sqlite");
    fs::create_dir_all(desk.path("so-tiep-nhan/cho-khoi-phuc")).unwrap();
    fs::write(desk.path("so-tiep-nhan/cho-khoi-phuc/ledger.sqlite"), "junk").unwrap();
    let old = fs::read(&ledger).unwrap();
    assert_eq!(desk.run("2025-07-18T14:00:00+07:00").code, 0);
    assert!(desk.path("so-tiep-nhan/cho-khoi-phuc-hong").exists());
    assert_eq!(desk.run("2025-07-18T15:25:00+07:00").json["phase"], "released");
    lose(&desk);
    fs::write(&ledger, old).unwrap();
    for witness in ["ket-qua", "so-tiep-nhan/archive"] {
        fs::remove_file(desk.path(witness).join("_so-tiep-nhan.json")).unwrap();
    }
    assert_eq!(desk.json(&["verify", "--now", "2025-07-18T15:30:00+07:00"], &[]).code, 1);
    assert_eq!(desk.run("2025-07-18T15:31:00+07:00").code, 13);
    assert_eq!(recover(&desk, "2025-07-18T15:32:00+07:00", &[]).code, 0);
    assert_eq!(desk.run("2025-07-18T15:33:00+07:00").json["phase"], "released");
    assert_eq!(desk.json(&["verify", "--now", "2025-07-18T15:34:00+07:00"], &[]).code, 0);
}

/// Where the journal cannot be written, a decision stands and a run has done its work; both say so.
#[test]
fn a_journal_that_cannot_be_written_is_said() {
    let desk = after_two_weeks();
    desk.put("X-A/muon.xlsx", &desk.report("X-A", "2025-W29").bytes(), "2025-07-18T13:50:00+07:00");
    fs::remove_dir_all(desk.path("so-tiep-nhan/so-phu")).unwrap();
    fs::write(desk.path("so-tiep-nhan/so-phu"), "a file in its place").unwrap();
    let run = desk.run("2025-07-18T13:55:00+07:00");
    assert_eq!((run.code, run.standing("X-A")), (3, "late"), "{}", run.json["failures"]);
    let admitted = desk.json(&["admit", "X-A", "--now", "2025-07-18T14:00:00+07:00"], &DECISION);
    assert_eq!(admitted.code, 3, "{}", admitted.json);
    assert!(admitted.stderr.contains("Quyết định đã được ghi sổ"), "{}", admitted.stderr);
    fs::remove_file(desk.path("so-tiep-nhan/so-phu")).unwrap();
    let run = desk.run("2025-07-18T14:05:00+07:00");
    assert_eq!((run.code, run.standing("X-A")), (0, "admitted"));
}

/// A first week in the future is a slip that would stop the week in silence.
#[test]
fn a_first_week_to_come_is_said() {
    let desk = Desk::new();
    desk.configure("[schedule]\nfrom = \"2026-W28\"");
    let said = desk.command().args(["run", "--now", "2025-07-11T10:00:00+07:00"]).output().unwrap();
    let said = String::from_utf8([said.stdout, said.stderr].concat()).unwrap();
    assert!(said.contains("ở trước Tuần 28/2026") && said.contains("from"), "{said}");
}

/// A ledger that is lost, and the configuration broken in this way.
fn broken_beside(bytes: Option<&[u8]>) -> Desk {
    let desk = after_two_weeks();
    lose(&desk);
    match bytes {
        Some(bytes) => fs::write(desk.path("tonghop.toml"), bytes).unwrap(),
        None => fs::remove_file(desk.path("tonghop.toml")).unwrap(),
    }
    desk
}

#[test]
fn a_lost_ledger_beside_a_broken_configuration_is_told_with_it_and_comes_back() {
    for bytes in [Some(&b"rehearsal = true\n[desk]\ncode = \"SK"[..]), Some(b"\xff\xfe\x00"), None] {
        let desk = broken_beside(bytes);
        let before = files(&desk, "ket-qua");
        let refused = desk.run("2025-07-18T14:00:00+07:00");
        assert_eq!((refused.code, refused.json["failures"][0]["code"].as_str()), (13, Some("other_ledger")), "{}", refused.stderr);
        assert!(refused.stderr.contains("tonghop.toml"), "both are told: {}", refused.stderr);
        let answer = recover(&desk, "2025-07-18T14:05:00+07:00", &[]);
        assert_eq!((answer.code, rows(&answer, "lần chốt bản tổng hợp")), (2, 1), "{}{}", answer.json, answer.stderr);
        let run = desk.run("2025-07-18T14:06:00+07:00");
        assert_eq!((run.code, run.standing("SYT")), (2, "on_time"), "{}", run.stderr);
        fs::write(desk.path("tonghop.toml"), fs::read(desk.path("tonghop.toml.hop-le")).unwrap()).unwrap();
        goes_on(&desk, "missing", &before);
    }
}

#[test]
fn a_lost_ledger_while_the_share_is_away_is_told_with_it() {
    let desk = after_two_weeks();
    lose(&desk);
    fs::rename(desk.path("nop"), desk.path("xa")).unwrap();
    let refused = desk.run("2025-07-18T14:00:00+07:00");
    assert_eq!((refused.code, refused.json["failures"][0]["code"].as_str()), (13, Some("other_ledger")), "{}", refused.stderr);
    assert!(refused.stderr.contains("Cùng lúc") && refused.stderr.contains("nop"), "{}", refused.stderr);
    assert_eq!(recover(&desk, "2025-07-18T14:05:00+07:00", &[]).code, 0);
    assert_eq!(desk.run("2025-07-18T14:06:00+07:00").code, 10);
}

#[test]
fn a_ledger_of_another_workspace_is_not_brought_up_before_it_is_refused() {
    let desk = after_two_weeks();
    lose(&desk);
    let other = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept/0.1.0/so-tiep-nhan/ledger.sqlite");
    let ledger = desk.path("so-tiep-nhan/ledger.sqlite");
    fs::copy(&other, &ledger).unwrap();
    let refused = desk.run("2025-07-18T14:00:00+07:00");
    assert_eq!((refused.code, refused.json["failures"][0]["code"].as_str()), (13, Some("other_ledger")), "{}", refused.stderr);
    assert!(fs::read(&ledger).unwrap() == fs::read(&other).unwrap(), "it was changed");
}

/// A week whose first version was withdrawn, with a report on time, in a workspace without journal.
fn withdrawn_on_friday() -> Desk {
    let desk = Desk::new();
    desk.put("STC/T27.xlsx", &desk.report("STC", "2025-W27").bytes(), "2025-07-04T09:00:00+07:00");
    for time in ["2025-07-04T10:50", "2025-07-04T15:25"] {
        assert_eq!(desk.run(&format!("{time}:00+07:00")).code, 0);
    }
    desk.put("SYT/T28.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    for time in ["10:00", "10:50", "11:05"] {
        assert_eq!(desk.run(&format!("2025-07-11T{time}:00+07:00")).code, 0);
    }
    desk.command().args(["release", "--now", "2025-07-11T14:00:00+07:00"]).assert().success();
    desk.command().args(["withdraw", "--period", "2025-W28", "--now", "2025-07-11T14:10:00+07:00"]).args(DECISION).assert().success();
    lose(&desk);
    desk
}

#[test]
fn a_new_ledger_in_mid_week_keeps_the_times_of_receipt_and_uses_no_number_twice() {
    for gone in [&["so-tiep-nhan/so-phu"][..], &["ket-qua", "so-tiep-nhan/so-phu"], &["ket-qua"]] {
        let desk = withdrawn_on_friday();
        gone.iter().for_each(|folder| fs::remove_dir_all(desk.path(folder)).unwrap());
        let answer = recover(&desk, "2025-07-11T14:20:00+07:00", &["--new"]);
        assert_eq!(answer.code, 0, "{gone:?}: {}", answer.stderr);
        // Where no name says that the version was withdrawn, it may have been sent, and nothing leaves beside it.
        let named = desk.path("ket-qua/2025-W28").exists();
        let first = if named { "2025-W28" } else { "2025-W29" };
        assert_eq!(answer.json["first_period"], first, "{gone:?}");
        let run = desk.run("2025-07-11T14:25:00+07:00");
        // The frozen workbook of the lost ledger is not written over: that is said.
        assert_eq!(run.code, if named { 13 } else { 0 }, "{gone:?}: {}", run.stderr);
        assert!(run.stderr.contains("giữ giờ nhận theo bản lưu"), "{gone:?}: {}", run.stderr);
        if named {
            let syt = run.agency("SYT");
            let told = (syt["standing"].as_str(), syt["evidence"].as_str(), syt["received_at"].as_str());
            assert_eq!(told, (Some("on_time"), Some("scan"), Some("2025-07-11T10:00:00+07:00")), "{}", run.stderr);
            assert_eq!(run.standing("STC"), "missing", "its report of the week before is no slip of this one");
        }
        desk.run("2025-07-11T15:25:00+07:00");
        assert_eq!(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_v2.json").exists(), named, "{gone:?}");
        assert!(!desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.json").exists(), "{gone:?}");
        let verify = desk.json(&["verify", "--now", "2025-07-11T15:40:00+07:00"], &[]);
        assert_eq!(verify.code, 0, "{gone:?}: {}", verify.json);
    }
}

/// As a kill leaves it between the two names: the old ledger put aside, the new one not in its place yet.
#[test]
fn a_recovery_that_was_cut_off_is_told_and_done_again() {
    for new in [&[][..], &["--new"]] {
        let desk = after_two_weeks();
        let records = desk.path("so-tiep-nhan");
        fs::create_dir(records.join("khoi-phuc")).unwrap();
        fs::copy(records.join("ledger.sqlite"), records.join("khoi-phuc/ledger.sqlite")).unwrap();
        fs::rename(records.join("ledger.sqlite"), records.join("cu-2025-07-18_140000-ledger.sqlite")).unwrap();
        lose(&desk);
        // Where no witness is left either, nothing begins by itself.
        fs::remove_dir_all(records.join("so-phu")).unwrap();
        for witness in ["ket-qua", "so-tiep-nhan/archive"] {
            fs::remove_file(desk.path(witness).join("_so-tiep-nhan.json")).unwrap();
        }
        for command in ["run", "status", "verify", "forms"] {
            let refused = desk.json(&[command, "--now", "2025-07-18T14:00:00+07:00"], &[]);
            assert_eq!(refused.code, 13, "{command}: {}", refused.json);
            assert!(refused.stderr.contains("bị ngắt giữa chừng") && refused.stderr.contains("tonghop recover"), "{}", refused.stderr);
        }
        let answer = recover(&desk, "2025-07-18T14:05:00+07:00", new);
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        assert_eq!(rows(&answer, "lần chốt bản tổng hợp"), u64::from(new.is_empty()), "all of the old ledger, or nothing of it");
        assert_eq!(desk.run("2025-07-18T14:06:00+07:00").json["phase"], "consolidating");
        assert!(records.join("cu-2025-07-18_140000-ledger.sqlite").exists(), "what was put aside stays");
    }
}
