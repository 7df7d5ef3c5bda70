//! After each act the head of the chain goes to a command of the desk, on its standard input; what becomes of the command
//! stops nothing.

use crate::desk::Desk;
use std::fs;
#[cfg(unix)]
use std::{process::Command, time::Duration};
#[cfg(unix)]
use tonghop::io::child_wait;

fn at(time: &str) -> String {
    format!("2025-07-11T{time}:00+07:00")
}

/// What the command was given so far, and the last hash of it.
fn given(desk: &Desk) -> (usize, String) {
    let text = fs::read_to_string(desk.path("gui-di.txt")).unwrap_or_default();
    let hashes: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("\"hash\": \"")).collect();
    (hashes.len(), hashes.last().map(|hash| hash.trim_end_matches('"').to_owned()).unwrap_or_default())
}

#[cfg(unix)]
#[test]
fn each_act_gives_the_head_of_the_chain_to_the_command() {
    let desk = Desk::new();
    desk.configure("[proof]\ncommand = [\"/bin/sh\", \"-c\", \"cat >> gui-di.txt\"]");
    let reason = ["--reason", "mất điện", "--by", "A"];
    let run = |time: &str| assert_eq!(desk.run(&at(time)).code, 0, "{time}");
    run("10:00");
    assert_eq!(given(&desk).0, 1, "the ledger begins");
    run("10:30");
    assert_eq!(given(&desk).0, 1, "a run that only looks tells nothing");
    run("11:01");
    assert_eq!(given(&desk).0, 2, "the freeze");
    assert_eq!(desk.json(&["admit", "STC", "--now", &at("11:30")], &reason).code, 0);
    assert_eq!(given(&desk).0, 3, "a decision");
    run("15:20");
    run("15:40");
    let witness: serde_json::Value = serde_json::from_slice(&fs::read(desk.path("ket-qua/_so-tiep-nhan.json")).unwrap()).unwrap();
    assert_eq!(given(&desk), (4, witness["hash"].as_str().unwrap().to_owned()), "the release");
}

#[cfg(unix)]
#[test]
fn a_command_that_fails_is_said_and_stops_nothing() {
    for command in ["[\"/bin/sh\", \"-c\", \"exit 3\"]", "[\"/khong/co\"]", "[\"/bin/true\"]"] {
        let desk = Desk::new();
        desk.configure(&format!("[proof]\ncommand = {command}"));
        let run = desk.run(&at("15:20"));
        assert_eq!((run.code, run.json["phase"].as_str()), (0, Some("released")), "{command}: {}", run.stderr);
        assert_eq!(run.stderr.contains("[proof] command"), !command.contains("true"), "{command}: {}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_child_that_does_not_end_in_time_is_ended() {
    let mut slow = Command::new("/bin/sleep").arg("60").spawn().unwrap();
    assert_eq!(child_wait::within(&mut slow, Duration::from_millis(50)).unwrap(), None);
    assert!(!slow.try_wait().unwrap().unwrap().success(), "it is gone");
    let mut quick = Command::new("/bin/sh").args(["-c", "exit 3"]).spawn().unwrap();
    assert_eq!(child_wait::within(&mut quick, Duration::from_secs(20)).unwrap().and_then(|status| status.code()), Some(3));
}
