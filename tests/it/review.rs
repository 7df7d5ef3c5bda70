//! The review is fenced: what ends a run while it compares the reports is found by reviewing each alone, and set aside; the
//! week of everybody else goes on.
#![cfg(unix)]

use crate::desk::{Desk, Run};
use rusqlite::Connection;
use std::fs;
use tonghop::io::archive::sha256;

const LIST: &str = "so-tiep-nhan/dang-soat.json";

/// A report; returns its SHA-256.
fn reported(desk: &Desk, agency: &str, revision: &str, time: &str) -> String {
    let mut report = desk.report(agency, "2025-W28");
    report.info("Lần nộp", revision);
    put(desk, agency, revision, &report.bytes(), time)
}

/// One that needs more memory than a child has which [`deadly`] leaves it; returns its SHA-256.
fn large(desk: &Desk, time: &str) -> String {
    put(desk, "SYT", "9", &crate::trouble::one_task_in_rows(desk, 20_000), time)
}

fn put(desk: &Desk, agency: &str, revision: &str, bytes: &[u8], time: &str) -> String {
    desk.put(&format!("{agency}/BC_{agency}_T28_2025_lan{revision}.xlsx"), bytes, time);
    sha256(bytes)
}

/// What a run leaves that ended without a word while it reviewed this content.
fn ended_while_reviewing(desk: &Desk, content: &str) {
    let mut list: serde_json::Value = serde_json::from_slice(&fs::read(desk.path(LIST)).unwrap()).unwrap();
    assert_eq!(list["in_review"].as_array().map(Vec::len), Some(0), "a run that came through leaves nothing in review: {list}");
    list["in_review"] = serde_json::json!([content]);
    fs::write(desk.path(LIST), list.to_string()).unwrap();
}

/// A child that reviews alone has little memory. Returns what gives it back.
fn deadly(desk: &Desk) -> impl FnOnce(&Desk) + use<> {
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    desk.configure(&format!("[limits]\nchild_memory_bytes = {}", crate::reader_pool::DEADLY_MEMORY));
    move |desk| fs::write(desk.path("tonghop.toml"), config).unwrap()
}

fn deaths(desk: &Desk) -> i64 {
    let ledger = Connection::open(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    ledger.query_row("SELECT count(*) FROM lone_reviews WHERE died", [], |row| row.get(0)).unwrap()
}

fn is_set_aside(run: &Run) {
    assert_eq!((run.code, run.standing("SYT"), run.standing("STC")), (0, "unknown", "on_time"), "{}", run.stderr);
    assert!(run.stderr.contains("Chương trình chưa kiểm được tệp này") && run.stderr.contains("BC_SYT_T28_2025"), "{}", run.stderr);
    assert_eq!(run.json["files"]["returned"], 0);
}

#[test]
fn a_report_that_ends_every_run_is_set_aside_after_two_deaths_of_its_own() {
    let desk = Desk::new();
    let deadly_one = large(&desk, "2025-07-11T09:00:00+07:00");
    reported(&desk, "STC", "1", "2025-07-11T09:00:00+07:00");
    assert_eq!(desk.run("2025-07-11T10:00:00+07:00").standing("SYT"), "on_time");

    // A run was ended by something else, such as the power: the child lives, and nothing is set aside.
    ended_while_reviewing(&desk, &deadly_one);
    assert_eq!((desk.run("2025-07-11T10:02:00+07:00").standing("SYT"), deaths(&desk)), ("on_time", 0));

    ended_while_reviewing(&desk, &deadly_one);
    let mend = deadly(&desk);
    is_set_aside(&desk.run("2025-07-11T10:05:00+07:00"));
    assert_eq!(deaths(&desk), 1);
    is_set_aside(&desk.run("2025-07-11T10:10:00+07:00"));
    assert_eq!(deaths(&desk), 2);
    mend(&desk);
    is_set_aside(&desk.run("2025-07-11T10:15:00+07:00"));
    assert_eq!(deaths(&desk), 2, "this program tries it no more");
    assert!(desk.feedback_text("SYT").contains("chưa kiểm được tệp này"), "{}", desk.feedback_text("SYT"));

    // The release leaves without it, and is derived again as it left.
    let released = desk.run("2025-07-11T15:20:00+07:00");
    assert_eq!((released.code, released.standing("SYT")), (0, "unknown"), "{}", released.stderr);
    let verified = desk.command().args(["verify", "--now", "2025-07-11T15:30:00+07:00"]).output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn another_program_tries_again() {
    let desk = Desk::new();
    let once_deadly = large(&desk, "2025-07-11T09:00:00+07:00");
    reported(&desk, "STC", "1", "2025-07-11T09:00:00+07:00");
    desk.run("2025-07-11T10:00:00+07:00");
    ended_while_reviewing(&desk, &once_deadly);
    let mend = deadly(&desk);
    desk.run("2025-07-11T10:05:00+07:00");
    is_set_aside(&desk.run("2025-07-11T10:10:00+07:00"));
    mend(&desk);
    let ledger = Connection::open(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    ledger.execute("UPDATE lone_reviews SET build = 'of before'", []).unwrap();
    assert_eq!(desk.run("2025-07-11T10:20:00+07:00").standing("SYT"), "on_time");
}

#[test]
fn the_valid_version_before_it_counts() {
    let desk = Desk::new();
    let good = reported(&desk, "SYT", "1", "2025-07-11T09:00:00+07:00");
    desk.run("2025-07-11T09:30:00+07:00");
    let deadly_one = large(&desk, "2025-07-11T09:40:00+07:00");
    assert_eq!(desk.run("2025-07-11T10:00:00+07:00").agency("SYT")["sha256"], deadly_one.as_str());
    ended_while_reviewing(&desk, &deadly_one);
    let _mend = deadly(&desk);
    let run = desk.run("2025-07-11T10:05:00+07:00");
    assert_eq!((run.standing("SYT"), run.agency("SYT")["sha256"].as_str()), ("on_time", Some(good.as_str())), "{}", run.stderr);
}
