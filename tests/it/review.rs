//! Scenarios of a stranger's review: verdicts, figures and files at the edges of the week.

use crate::desk::{Desk, Run};
use serde_json::Value as Json;
use std::fs;

const W28: &str = "2025-W28";

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}+07:00")
}

/// `seen` is the sum of all other keys.
fn adds_up(run: &Run) {
    let files = run.json["files"].as_object().unwrap();
    let seen = files["seen"].as_u64().unwrap();
    let sum: u64 = files.iter().filter(|(k, _)| *k != "seen").map(|(_, v)| v.as_u64().unwrap()).sum();
    assert_eq!(seen, sum, "{files:?}");
}

fn files(run: &Run, key: &str) -> u64 {
    adds_up(run);
    run.json["files"][key].as_u64().unwrap()
}

fn standings(run: &Run) -> Vec<(String, String)> {
    let text = |v: &Json| v.as_str().unwrap().to_owned();
    run.json["agencies"].as_array().unwrap().iter().map(|a| (text(&a["code"]), text(&a["standing"]))).collect()
}

fn verified(desk: &Desk, now: &str) {
    let output = desk.command().args(["verify", "--now", now]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
}

fn percent(desk: &Desk, agency: &str, period: &str, value: &str) -> Vec<u8> {
    let mut draft = desk.report(agency, period);
    draft.info("Ghi chú", &format!("bản {value}"));
    let code = match agency {
        "SYT" => "KH11-001",
        "STC" => "KH11-003",
        _ => panic!("{agency}"),
    };
    draft.set("NhiemVu", code, "Tỷ lệ hoàn thành (%)", value);
    draft.bytes()
}

#[test]
fn a_version_proved_on_time_after_the_freeze_counts() {
    let desk = Desk::new();
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("09:00:00"));
    desk.run(&friday("10:00:00"));
    // The second one is on its way at the freeze and complete afterwards; the server's time lies before the cutoff.
    let second = percent(&desk, "SYT", W28, "57");
    desk.put("SYT/b.xlsx", &second[..second.len() - 40], &friday("10:58:00"));
    let run = desk.run(&friday("11:00:00"));
    assert_eq!((files(&run, "arriving"), run.agency("SYT")["version"].as_u64()), (1, Some(1)));
    desk.put("SYT/b.xlsx", &second, &friday("10:59:00"));
    let run = desk.run(&friday("11:05:00"));
    assert_eq!(run.agency("SYT")["version"], 2, "{}", run.agency("SYT"));
    assert_eq!(run.agency("SYT")["evidence"], "server_time");
    assert_eq!(run.agency("SYT")["changed_after_cutoff"], false);
    desk.run(&friday("15:20:00"));
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn an_older_version_put_back_counts_again() {
    let desk = Desk::new();
    let (first, second) = (percent(&desk, "SYT", W28, "41"), percent(&desk, "SYT", W28, "57"));
    desk.put("SYT/a.xlsx", &first, &friday("09:00:00"));
    desk.run(&friday("09:05:00"));
    desk.put("SYT/a.xlsx", &second, &friday("09:30:00"));
    desk.run(&friday("09:35:00"));
    desk.put("SYT/a.xlsx", &first, &friday("10:00:00"));
    let run = desk.run(&friday("10:05:00"));
    assert_eq!(run.agency("SYT")["version"], 3, "{}", run.agency("SYT"));
    // A mere copy of the second one elsewhere is no new version.
    desk.put("_chung/ban sao.xlsx", &second, &friday("10:10:00"));
    let run = desk.run(&friday("10:15:00"));
    assert_eq!(run.agency("SYT")["version"], 3, "{}", run.agency("SYT"));
    // After the cutoff the second one comes back: too late.
    desk.put("SYT/a.xlsx", &second, &friday("11:10:00"));
    let run = desk.run(&friday("11:15:00"));
    assert_eq!((run.agency("SYT")["version"].as_u64(), run.agency("SYT")["changed_after_cutoff"].as_bool()), (Some(3), Some(true)));
    desk.run(&friday("15:20:00"));
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn the_year_ends_in_the_middle_of_a_week() {
    for (period, friday, next) in
        [("2026-W01", "2026-01-02", "2026-01-05"), ("2026-W53", "2027-01-01", "2027-01-04"), ("2025-W52", "2025-12-26", "2025-12-29")]
    {
        let desk = Desk::new();
        desk.put("SYT/a.xlsx", &percent(&desk, "SYT", period, "41"), &format!("{friday}T09:00:00+07:00"));
        let run = desk.run(&format!("{friday}T10:00:00+07:00"));
        assert_eq!((run.json["period"]["id"].as_str(), run.standing("SYT")), (Some(period), "on_time"), "{}", run.stderr);
        assert_eq!(desk.run(&format!("{friday}T15:20:00+07:00")).json["phase"], "released");
        let run = desk.run(&format!("{next}T00:00:00+07:00"));
        assert_ne!(run.json["period"]["id"], period);
        assert_eq!(run.standing("SYT"), "missing");
    }
}
