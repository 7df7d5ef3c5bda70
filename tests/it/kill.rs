//! A run killed at any moment is completed or repeated by the next one: the products, what `status` says and what
//! `verify` finds are those of a run nobody disturbed.
//!
//! A few kills here; `TONGHOP_KILLS=200 cargo test --test it kill -- --nocapture` spreads that many over a run.

use crate::desk::Desk;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

const RELEASE: &str = "2025-07-11T15:20:00+07:00";

fn prepared() -> Desk {
    let desk = Desk::new();
    for agency in ["SYT", "STC", "X-A"] {
        desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &desk.report(agency, "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    }
    desk.run("2025-07-11T10:50:00+07:00");
    desk.put("VPTU/BC_VPTU_T28_2025.xlsx", &desk.report("VPTU", "2025-W28").bytes(), "2025-07-11T11:01:00+07:00");
    desk
}

/// Everything that must be equal afterwards.
fn outcome(desk: &Desk) -> (BTreeMap<String, Vec<u8>>, Json, String) {
    let mut status = desk.json(&["status", "--now", "2025-07-11T15:25:00+07:00"], &[]).json;
    status.as_object_mut().unwrap().remove("last_run");
    // They name the folder of the workspace.
    status.as_object_mut().unwrap().remove("failures");
    let verified = desk.command().args(["verify", "--now", "2025-07-11T15:25:00+07:00"]).output().unwrap();
    (desk.products(), status, String::from_utf8(verified.stdout).unwrap())
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
            let modified = entry.metadata().unwrap().modified().unwrap();
            fs::File::options().write(true).open(&target).unwrap().set_modified(modified).unwrap();
        }
    }
}

/// What is wrong around the run, and the code that it ends with therefore.
type Around = (&'static str, fn(&Desk), i32);

const AROUND: [Around; 3] = [
    ("nothing", |_| {}, 0),
    ("the share is away", |desk| fs::rename(desk.path("nop"), desk.path("xa")).unwrap(), 10),
    ("the configuration is broken", |desk| fs::write(desk.path("tonghop.toml"), "[desk").unwrap(), 2),
];

#[test]
fn a_killed_run_leaves_no_trace_in_the_end() {
    let kills: u32 = std::env::var("TONGHOP_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    for around in AROUND {
        kill(around, kills.div_ceil(u32::try_from(AROUND.len()).unwrap()));
    }
}

fn kill((what, spoil, code): Around, kills: u32) {
    let start = prepared();
    spoil(&start);
    let undisturbed = Desk::copy_of(start.root(), copy);
    undisturbed.run(RELEASE);
    // The shortest of some runs: a machine busy with other things would spread the kills past the end.
    let timed = || {
        let desk = Desk::copy_of(start.root(), copy);
        let began = Instant::now();
        desk.run(RELEASE);
        began.elapsed()
    };
    let whole = (0..3).map(|_| timed()).min().unwrap();
    let wanted = outcome(&undisturbed);
    if code != 2 {
        assert!(wanted.2.contains("khớp") && !wanted.2.contains("KHÔNG"), "{what}: {}", wanted.2);
        assert!(!wanted.2.contains("không lập lại được") && !wanted.2.contains("chưa niêm phong"), "{what}: {}", wanted.2);
    }

    let mut interrupted = 0;
    for kill in 0..kills {
        let desk = Desk::copy_of(start.root(), copy);
        let mut child = desk.process(&["run", "--now", RELEASE]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let moment = whole.mul_f64(f64::from(kill) / f64::from(kills));
        std::thread::sleep(moment);
        interrupted += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        // The children of a killed run end by themselves when their pipes close.
        std::thread::sleep(Duration::from_millis(5));
        let again = desk.run(RELEASE);
        assert_eq!(again.code, code, "{what}, killed after {moment:?}: {}", again.stderr);
        let found = outcome(&desk);
        assert_eq!(found.1, wanted.1, "{what}: status, killed after {moment:?}");
        assert_eq!(found.2, wanted.2, "{what}: verify, killed after {moment:?}");
        assert_eq!(found.0.keys().collect::<Vec<_>>(), wanted.0.keys().collect::<Vec<_>>(), "{what}, killed after {moment:?}");
        for (name, bytes) in &found.0 {
            assert!(wanted.0[name] == *bytes, "{what}: {name} differs, killed after {moment:?}");
        }
    }
    println!("{what}: {interrupted} of {kills} runs were killed while they worked, over {whole:?}");
    assert!(interrupted > 0);
}
