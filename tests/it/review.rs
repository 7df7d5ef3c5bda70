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
fn a_file_that_names_no_week_is_answered_after_the_release_too() {
    let desk = Desk::new();
    desk.run(&friday("10:00:00"));
    let released = desk.run(&friday("15:20:00"));
    desk.put("SYT/BC_SYT_T28_2025.xlsx", b"<html><body>x</body></html>", &friday("15:40:00"));
    desk.put("STC/cong van.pdf", b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", &friday("15:40:00"));
    let run = desk.run(&friday("16:00:00"));
    assert_eq!((files(&run, "returned"), files(&run, "document")), (1, 1));
    assert_eq!(standings(&run), standings(&released), "a released week stays what it is");
    assert!(desk.feedback_text("SYT").contains("T05"), "{}", desk.feedback_text("SYT"));
    // One that is seen only in the next week is answered there.
    desk.put("VPTU/BC_VPTU_T28_2025.xlsx", b"<html><body>y</body></html>", "2025-07-12T09:00:00+07:00");
    let run = desk.run("2025-07-14T08:00:00+07:00");
    assert_eq!((files(&run, "returned"), run.standing("VPTU"), run.standing("SYT")), (1, "returned", "missing"));
    assert!(desk.feedback_text_of("VPTU", "2025-W29", "T29").contains("T05"));
    verified(&desk, "2025-07-14T08:01:00+07:00");
}

#[test]
fn old_documents_on_a_share_open_no_week_of_a_new_workspace() {
    let desk = Desk::new();
    desk.put("SYT/cu.pdf", b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", "2025-03-05T09:00:00+07:00");
    desk.put("STC/cu.xlsx", b"<html></html>", "2025-04-09T09:00:00+07:00");
    let run = desk.run(&friday("10:00:00"));
    assert_eq!((files(&run, "document"), files(&run, "returned")), (1, 1));
    let made: Vec<String> = fs::read_dir(desk.path("ket-qua")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(made, [W28]);
}

#[test]
fn a_report_of_an_agency_that_is_not_in_effect_is_not_lost() {
    for (last_day, standing) in [("30/6/2025", "exempt"), ("31/7/2025", "on_time")] {
        let desk = Desk::new();
        let report = desk.report("STC", W28).bytes();
        desk.write_register(&[("DonVi", 3, "Hiệu lực đến", last_day), ("DonVi", 3, "Đơn vị kế thừa", "SYT")]);
        desk.put("STC/BC_STC_T28_2025.xlsx", &report, &friday("09:00:00"));
        let run = desk.run(&friday("10:00:00"));
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(run.standing("STC"), standing, "last day {last_day}: {}", desk.feedback_text("STC"));
        assert!(!desk.feedback_text("STC").is_empty());
        assert_eq!(run.standing("SYT"), "missing");
    }
}

#[test]
fn a_report_seen_before_the_cutoff_in_a_wrong_folder_is_on_time_when_it_is_moved() {
    let desk = Desk::new();
    let report = desk.report("STC", W28).bytes();
    desk.put("SYT/BC_STC_T28_2025.xlsx", &report, &friday("09:00:00"));
    let run = desk.run(&friday("10:00:00"));
    assert_eq!((run.standing("SYT"), run.standing("STC")), ("returned", "missing"));
    desk.run(&friday("10:55:00"));
    fs::remove_file(desk.path("nop/SYT/BC_STC_T28_2025.xlsx")).unwrap();
    desk.put("STC/BC_STC_T28_2025.xlsx", &report, &friday("11:10:00"));
    let run = desk.run(&friday("11:15:00"));
    assert_eq!(run.standing("STC"), "on_time", "this very content was seen before the cutoff");
    assert_eq!(
        (run.agency("STC")["evidence"].as_str(), run.agency("STC")["received_at"].as_str()),
        (Some("scan"), Some(friday("10:00:00").as_str()))
    );
    desk.run(&friday("15:20:00"));
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn a_report_admitted_for_another_week_is_not_that_weeks_report_too() {
    let desk = Desk::new();
    desk.run(&friday("10:00:00"));
    desk.put("STC/BC_STC.xlsx", &desk.report("STC", "2025-W29").bytes(), &friday("10:30:00"));
    let run = desk.run(&friday("10:55:00"));
    assert_eq!((files(&run, "waiting"), run.standing("STC")), (1, "missing"));
    let at = friday("11:30:00");
    let admit = ["admit", "STC", "--file", "STC/BC_STC.xlsx", "--reason", "ghi nhầm tuần", "--by", "Chánh Văn phòng", "--now", &at];
    assert!(desk.command().args(admit).output().unwrap().status.success());
    let run = desk.run(&friday("15:20:00"));
    assert_eq!(run.json["phase"], "released");
    println!("{}", run.agency("STC"));
    assert!(matches!(run.standing("STC"), "on_time" | "admitted"));
    let run = desk.run("2025-07-18T10:00:00+07:00");
    assert_eq!(run.standing("STC"), "missing", "its only report was used for the week before");
    // Its own report of week 29, under the same name.
    desk.put("STC/BC_STC.xlsx", &percent(&desk, "STC", "2025-W29", "77"), "2025-07-18T10:10:00+07:00");
    assert_eq!(desk.run("2025-07-18T10:15:00+07:00").standing("STC"), "on_time");
    verified(&desk, "2025-07-18T10:16:00+07:00");
}

/// Adds a sheet `Lich`.
fn calendar(desk: &Desk, rows: &[&str]) {
    desk.write_register_with(&[], &[("Lich", "Loại|Ngày|Tuần|Hạn nộp|Hạn tổng hợp|Áp dụng cho|Tên|Căn cứ|Xác nhận", rows)]);
}

#[test]
fn a_cutoff_moved_into_the_next_week_keeps_its_week_open() {
    let desk = Desk::new();
    calendar(&desk, &["Đổi hạn||T28/2025|14/7/2025 11:00|14/7/2025 15:30||Bão số 1|CV 12/UBND|Có"]);
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("09:00:00"));
    let run = desk.run(&friday("15:50:00"));
    assert_eq!((run.code, run.json["phase"].as_str()), (0, Some("collecting")), "{}", run.stderr);
    // Monday, before the announced cutoff: the week is still being collected.
    desk.put("STC/a.xlsx", &percent(&desk, "STC", W28, "33"), "2025-07-14T09:00:00+07:00");
    let run = desk.run("2025-07-14T09:30:00+07:00");
    assert_eq!((files(&run, "received"), files(&run, "returned")), (1, 0));
    assert_eq!(run.standing("STC"), "missing", "of week 29");
    let status = |now: &str| desk.json(&["status", "--now", now, "--period", W28], &[]);
    assert_eq!(status("2025-07-14T09:31:00+07:00").standing("STC"), "on_time");
    desk.run("2025-07-14T11:05:00+07:00");
    assert_eq!(status("2025-07-14T11:06:00+07:00").json["phase"], "consolidating", "not released before its time");
    desk.run("2025-07-14T15:20:00+07:00");
    let after = status("2025-07-14T15:21:00+07:00");
    assert_eq!((after.json["phase"].as_str(), after.json["released_late"].as_bool()), (Some("released"), Some(false)));
    verified(&desk, "2025-07-14T15:30:00+07:00");
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

#[test]
fn a_forgotten_week_is_returned_whenever_the_scan_ran() {
    let desk = Desk::new();
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("09:00:00"));
    desk.run(&friday("15:20:00"));
    desk.run("2025-07-18T10:40:00+07:00");
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "55"), "2025-07-18T10:50:00+07:00");
    let run = desk.run("2025-07-18T11:05:00+07:00");
    assert_eq!(run.standing("SYT"), "returned", "it came while the week collected");
    assert_eq!(files(&run, "after_release"), 1);
}
