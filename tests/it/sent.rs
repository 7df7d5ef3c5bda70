//! What may have left already: no run writes over it, whatever the ledger has forgotten.

use crate::desk::{Desk, Run};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// Every file below the products, with its bytes.
fn products(desk: &Desk) -> BTreeMap<PathBuf, Vec<u8>> {
    walkdir::WalkDir::new(desk.path("ket-qua"))
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap()))
        .collect()
}

fn codes(run: &Run) -> Vec<&str> {
    run.json["failures"].as_array().unwrap().iter().map(|failure| failure["code"].as_str().unwrap()).collect()
}

/// Two weeks, each frozen and released.
fn two_weeks() -> Desk {
    let desk = Desk::new();
    for (period, day) in [("2025-W28", "2025-07-11"), ("2025-W29", "2025-07-18")] {
        desk.put(&format!("SYT/BC_{period}.xlsx"), &desk.report("SYT", period).bytes(), &format!("{day}T10:00:00+07:00"));
        for hour in ["10:50", "11:05", "15:21"] {
            assert_eq!(desk.run(&format!("{day}T{hour}:00+07:00")).code, 0);
        }
    }
    desk
}

/// Takes away everything by which a ledger that is lost or older is told: then only the products themselves are left.
fn forget_witnesses(desk: &Desk) {
    for entry in walkdir::WalkDir::new(desk.root()).into_iter().map(Result::unwrap).filter(|e| e.file_name() == "_so-tiep-nhan.json") {
        fs::remove_file(entry.path()).unwrap();
    }
    fs::remove_dir_all(desk.path("so-tiep-nhan/so-phu")).unwrap();
}

/// What may have been sent stands as it stood.
fn nothing_sent_is_touched(desk: &Desk, before: &BTreeMap<PathBuf, Vec<u8>>) {
    let after = products(desk);
    let sent = |path: &&PathBuf| !["du-thao", "_so-tiep-nhan"].iter().any(|part| path.to_string_lossy().contains(part));
    for path in before.keys().filter(sent) {
        assert!(after.get(path) == before.get(path), "{}", path.display());
    }
}

#[test]
fn a_lost_ledger_costs_no_file_that_was_sent() {
    let desk = two_weeks();
    let before = products(&desk);
    fs::remove_file(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    assert_eq!(desk.run("2025-07-18T15:35:00+07:00").code, 13);
    nothing_sent_is_touched(&desk, &before);
    forget_witnesses(&desk);
    let run = desk.run("2025-07-18T15:40:00+07:00");
    assert_eq!((run.code, codes(&run).contains(&"occupied")), (13, true), "{}", run.stderr);
    assert!(run.stderr.contains("TongHop_SKHCN_T29_2025.xlsx"), "{}", run.stderr);
    desk.run("2025-07-18T15:50:00+07:00");
    nothing_sent_is_touched(&desk, &before);
}

#[test]
fn a_ledger_of_the_morning_costs_no_file_that_was_sent() {
    let desk = Desk::new();
    desk.put("SYT/BC.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T10:00:00+07:00");
    desk.run("2025-07-11T10:50:00+07:00");
    let morning = fs::read(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    desk.run("2025-07-11T11:05:00+07:00");
    desk.run("2025-07-11T15:21:00+07:00");
    let before = products(&desk);
    for side in ["-wal", "-shm"] {
        fs::remove_file(desk.path(&format!("so-tiep-nhan/ledger.sqlite{side}"))).ok();
    }
    fs::write(desk.path("so-tiep-nhan/ledger.sqlite"), morning).unwrap();
    assert_eq!(desk.run("2025-07-11T15:35:00+07:00").code, 13);
    nothing_sent_is_touched(&desk, &before);
    forget_witnesses(&desk);
    let run = desk.run("2025-07-11T15:40:00+07:00");
    assert_eq!((run.code, codes(&run).contains(&"occupied")), (13, true), "{}", run.stderr);
    nothing_sent_is_touched(&desk, &before);
}
