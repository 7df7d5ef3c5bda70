//! Programs of several versions on one workspace: an older one leaves what a newer one wrote as it is, and says what to do.

use crate::desk::Desk;
use crate::kill::copy;
use std::fs;
use std::path::Path;
use tonghop::io::ledger;

const LEDGER: &str = "so-tiep-nhan/ledger.sqlite";

/// Brings the ledger to this schema, as a program that knows it would have.
fn schema(desk: &Desk, schema: usize) {
    let ledger = rusqlite::Connection::open(desk.path(LEDGER)).unwrap();
    ledger.pragma_update(None, "user_version", i64::try_from(schema).unwrap()).unwrap();
}

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}:00+07:00")
}

/// What comes meanwhile is kept with its time, so that nobody is late because two machines have two versions.
#[test]
fn an_older_program_leaves_a_newer_ledger_alone_and_keeps_what_comes() {
    let desk = Desk::new();
    assert_eq!(desk.run(&friday("10:00")).code, 0);
    schema(&desk, ledger::SCHEMA + 1);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), &friday("10:30"));
    let refused = desk.run(&friday("10:50"));
    let said = |run: &crate::desk::Run| {
        let failure = run.json["failures"][0].clone();
        (run.code, failure["code"].as_str().unwrap().to_owned(), failure["hint"].as_str().unwrap().contains("bản chương trình mới"))
    };
    assert_eq!(said(&refused), (13, "newer_ledger".to_owned(), true), "{}", refused.stderr);
    // A person who believes the ledger to be damaged is kept from writing it anew with what this program cannot read left out.
    for more in [&["--new"][..], &[]] {
        let recover = desk.json(&["recover", "--now", &friday("10:52"), "--by", "Nguyễn Văn A", "--reason", "tưởng hỏng"], more);
        assert_eq!(said(&recover), (13, "newer_ledger".to_owned(), true), "{}", recover.stderr);
    }
    let doctor = desk.json(&["doctor", "--now", &friday("10:53")], &[]);
    let line = doctor.json["lines"].as_array().unwrap().iter().find(|line| line["code"] == "ledger").unwrap().clone();
    assert!(line["health"] == "bad" && line["text"].as_str().unwrap().contains("không khôi phục sổ"), "{line}");
    // After the cutoff the right program runs again.
    schema(&desk, ledger::SCHEMA);
    let run = desk.run(&friday("11:20"));
    assert_eq!((run.code, run.standing("SYT")), (0, "on_time"), "{}", run.stderr);
    assert_eq!(run.agency("SYT")["received_at"], friday("10:50"));
    assert_eq!(desk.json(&["verify", "--now", &friday("11:25")], &[]).code, 0);
}

/// The way back to an earlier program: what it left, put back from a backup that was made before a newer one wrote.
#[test]
fn a_backup_made_before_an_upgrade_is_what_the_earlier_program_left() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept/0.1.0");
    let desk = Desk::copy_of(&kept, copy);
    let schema = |root: &Path| {
        let ledger = rusqlite::Connection::open(root.join(LEDGER)).unwrap();
        usize::try_from(ledger.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0)).unwrap()).unwrap()
    };
    let (at, away) = ("2025-07-25T08:30:00+07:00", tempfile::tempdir().unwrap());
    let (backups, into) = (away.path().join("sao-luu"), away.path().join("ban-cu"));
    let saved = desk.json(&["backup", backups.to_str().unwrap(), "--now", at], &[]);
    assert_eq!(saved.code, 0, "{}", saved.stderr);
    assert_eq!(desk.run("2025-07-25T09:00:00+07:00").code, 0);
    assert!(schema(&kept) < ledger::SCHEMA && schema(desk.root()) == ledger::SCHEMA, "the newer program has written");
    // What belongs to one ledger goes on in one folder, whatever it was called before it had a name.
    assert_eq!(desk.json(&["backup", backups.to_str().unwrap(), "--now", "2025-07-25T10:00:00+07:00"], &[]).code, 0);
    let first = saved.json["name"].as_str().unwrap();
    let restored = desk.json(&["restore", backups.to_str().unwrap(), into.to_str().unwrap(), "--at", first], &[]);
    assert_eq!(restored.code, 0, "{}", restored.stderr);
    let files = walkdir::WalkDir::new(&kept).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let kept_files: Vec<_> =
        files.map(|entry| entry.path().strip_prefix(&kept).unwrap().to_owned()).filter(|path| !path.starts_with("nop")).collect();
    assert!(kept_files.len() > 50 && kept_files.iter().any(|path| path == Path::new(LEDGER)), "{}", kept_files.len());
    assert_eq!(schema(&into), schema(&kept));
    for path in kept_files {
        // In its first hundred bytes the database counts how often it was written.
        let header = if path == Path::new(LEDGER) { 100 } else { 0 };
        let [restored, left] = [&into, &kept].map(|root| fs::read(root.join(&path)).unwrap_or_default());
        assert!(restored.len() == left.len() && restored[header..] == left[header..], "{} is another one", path.display());
    }
}

/// The parser stops at `--version`: what stands behind it counts all the same.
#[test]
fn the_version_says_what_two_machines_compare() {
    let said = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_tonghop")).args(arguments).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let short = format!("tonghop {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!((said(&["--version"]), said(&["-V"])), (short.clone(), short.clone()));
    for whole in [&["--version", "-v"][..], &["-v", "--version"], &["-Vv"], &["--version", "--verbose"]] {
        let whole = said(whole);
        assert!(whole.starts_with(&short) && whole.contains(&format!("ghi đời {}", ledger::SCHEMA)), "{whole}");
        assert!(whole.contains("BM-01 1.0, BM-TH ") && whole.contains("calamine"), "{whole}");
    }
}
