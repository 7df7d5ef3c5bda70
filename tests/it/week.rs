//! The week through the binary: cutoffs, standings, freeze, release, exceptions. Time comes from `--now` and from the
//! times given to files, never from the machine.

use crate::desk::{Desk, Run};
use std::fs;

const BEFORE: &str = "2025-07-11T10:50:00+07:00";
const AFTER: &str = "2025-07-11T11:05:00+07:00";
const W28: &str = "2025-W28";

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}+07:00")
}

/// A desk that was scanned at 10:55 and 11:05, with one report saved at `time`.
fn reported_at(time: &str) -> Run {
    let desk = Desk::new();
    let report = desk.report("SYT", W28).bytes();
    desk.run(&friday("10:40:00"));
    if friday(time) < friday("10:55:00") {
        desk.put("SYT/BC_SYT_T28_2025.xlsx", &report, &friday(time));
    }
    desk.run(&friday("10:55:00"));
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report, &friday(time));
    desk.run(&friday("11:05:00"))
}

#[test]
fn one_report_goes_through_the_whole_flow() {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &friday("09:00:00"));
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.json["phase"], "collecting");
    let line = run.agency("SYT");
    assert_eq!(line["standing"], "on_time", "{line}");
    assert_eq!(line["evidence"], "scan");
    assert_eq!(line["received_at"], BEFORE);
    assert_eq!(line["errors"], 0, "{line}");
    assert_eq!(run.standing("STC"), "missing");
    assert_eq!(run.standing("BNC"), "exempt");
    assert_eq!(run.json["files"]["received"], 1);
    assert_eq!(run.json["tasks"]["total"], 7);
    assert!(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_du-thao.xlsx").exists());
    assert!(desk.path("phan-hoi/2025-W28/PhanHoi_SYT_T28_2025.xlsx").exists());
    assert!(desk.path("phan-hoi/2025-W28/_tin-nhan.txt").exists());

    let again = desk.run(BEFORE);
    assert_eq!(again.json["outputs"].as_array().unwrap().len(), 0, "nothing changed is nothing written: {}", again.json["outputs"]);
    assert_eq!(again.json["files"]["known"], 1);
}

#[test]
fn one_second_decides() {
    let on_time = reported_at("10:59:59");
    assert_eq!(on_time.standing("SYT"), "on_time");
    assert_eq!(on_time.agency("SYT")["evidence"], "server_time");
    assert_eq!(on_time.agency("SYT")["received_at"], friday("10:59:59"));
    let late = reported_at("11:00:00");
    assert_eq!(late.standing("SYT"), "late");
    assert_eq!(late.agency("SYT")["received_at"], AFTER);
}

#[test]
fn a_time_forged_before_a_scan_that_saw_nothing_is_not_on_time() {
    let desk = Desk::new();
    desk.run(&friday("10:55:00"));
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &friday("10:40:00"));
    assert_eq!(desk.run(AFTER).standing("SYT"), "late");
}

#[test]
fn what_nobody_can_prove_does_not_replace_a_proven_report() {
    let desk = Desk::new();
    let mut report = desk.report("SYT", W28);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), &friday("09:00:00"));
    desk.run(&friday("09:30:00"));
    // Nobody looked from 9:30 to 11:30; the office changed its report at 11:20, another sent its first one then.
    report.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "99");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), &friday("11:20:00"));
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", W28).bytes(), &friday("11:20:00"));
    let run = desk.run(&friday("11:30:00"));
    assert_eq!((run.agency("SYT")["version"].as_u64(), run.agency("SYT")["evidence"].as_str()), (Some(1), Some("scan")));
    assert_eq!(run.agency("SYT")["changed_after_cutoff"], true);
    assert_eq!((run.standing("STC"), run.agency("STC")["evidence"].as_str()), ("on_time", Some("unproven")));
}

#[test]
fn the_release_is_on_time_at_15_20_and_late_at_15_30() {
    for (time, late) in [("15:20:00", false), ("15:29:59", false), ("15:30:00", true)] {
        let desk = Desk::new();
        desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &friday("09:00:00"));
        desk.run(BEFORE);
        assert_eq!(desk.run(&friday("15:19:59")).json["phase"], "consolidating");
        let run = desk.run(&friday(time));
        assert_eq!(run.json["phase"], "released", "{time}");
        let released = run.json["outputs"].as_array().unwrap().iter().filter(|o| o["kind"] == "release").count();
        assert_eq!(released, 1, "{}", run.json["outputs"]);
        let bytes = fs::read(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx")).unwrap();
        let workbook = tonghop::reader::read(&bytes, ".xlsx", &tonghop::model::config::Limits::OWN).unwrap();
        let page: String = workbook.sheets[0].cells().map(|(_, value)| format!("{value:?}")).collect();
        assert_eq!(page.to_uppercase().contains("LẬP SAU HẠN"), late, "{time}");
        let after = desk.run(&friday("16:00:00"));
        assert_eq!(after.json["outputs"].as_array().unwrap().len(), 0, "{}", after.json["outputs"]);
        assert_eq!(after.standing("SYT"), "on_time");
    }
}

#[test]
fn a_friday_on_which_nothing_ran_is_settled_on_monday() {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &friday("10:30:00"));
    let run = desk.run("2025-07-14T08:00:00+07:00");
    assert_eq!(run.json["period"]["id"], "2025-W29");
    let kinds: Vec<&str> = run.json["outputs"].as_array().unwrap().iter().map(|o| o["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"release") && kinds.contains(&"frozen"), "{kinds:?}");
    let text = desk.product_text("TongHop_SKHCN_T28_2025.xlsx");
    assert!(text.to_uppercase().contains("LẬP SAU HẠN"), "{text}");
    let status = desk.json(&["status", "--now", "2025-07-14T08:01:00+07:00", "--period", W28], &[]);
    assert_eq!(status.standing("SYT"), "on_time");
    assert_eq!(status.agency("SYT")["evidence"], "server_time");
}

#[test]
fn the_machines_zone_changes_nothing() {
    let mut seen = Vec::new();
    for zone in ["UTC", "America/New_York", "Asia/Ho_Chi_Minh"] {
        let desk = Desk::new();
        desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &friday("10:59:59"));
        desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", W28).bytes(), &friday("11:00:00"));
        let output = desk.command().env("TZ", zone).args(["run", "--json", "--now", "2025-07-11T04:30:00Z"]).output().unwrap();
        seen.push(String::from_utf8(output.stdout).unwrap());
    }
    assert!(!seen[0].is_empty());
    assert!(seen.iter().all(|s| s == &seen[0]), "{seen:#?}");
}

#[test]
fn a_broken_resubmission_never_replaces_a_good_report() {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &friday("09:00:00"));
    desk.run(&friday("09:05:00"));
    desk.put("SYT/BC_SYT_T28_2025.xlsx", b"<html><body>khong phai Excel</body></html>", &friday("10:00:00"));
    let run = desk.run(&friday("10:05:00"));
    assert_eq!(run.standing("SYT"), "on_time");
    assert_eq!(run.agency("SYT")["received_at"], friday("09:05:00"));
    assert_eq!(run.json["files"]["returned"], 1);
    assert_eq!(run.agency("SYT")["rejects"], 1, "the officer is told that the second file was not usable");
}

#[test]
fn a_better_report_replaces_a_good_one_and_an_equal_one_changes_nothing() {
    let desk = Desk::new();
    let mut report = desk.report("SYT", W28);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), &friday("09:00:00"));
    desk.run(&friday("09:05:00"));
    report.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "55");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), &friday("10:00:00"));
    let run = desk.run(&friday("10:05:00"));
    assert_eq!(run.agency("SYT")["version"], 2);
    assert_eq!(run.agency("SYT")["received_at"], friday("10:05:00"));
    desk.put("SYT/BC_SYT_T28_2025 (1).xlsx", &report.bytes(), &friday("10:06:00"));
    let run = desk.run(&friday("10:10:00"));
    assert_eq!(run.agency("SYT")["version"], 2);
    assert_eq!(run.agency("SYT")["received_at"], friday("10:05:00"));
}

#[test]
fn a_report_changed_after_the_cutoff_is_listed_and_not_merged() {
    let desk = Desk::new();
    let mut report = desk.report("SYT", W28);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), &friday("09:00:00"));
    desk.run(&friday("10:55:00"));
    desk.run(&friday("11:00:00"));
    report.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "99");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), &friday("11:10:00"));
    let run = desk.run(&friday("11:15:00"));
    assert_eq!(run.standing("SYT"), "on_time");
    assert_eq!(run.agency("SYT")["changed_after_cutoff"], true);
    assert_eq!(run.agency("SYT")["version"], 1);
    assert!(desk.feedback_text("SYT").contains("T26"), "{}", desk.feedback_text("SYT"));
}

#[test]
fn late_is_not_merged_until_admitted() {
    let desk = Desk::new();
    desk.run(&friday("10:55:00"));
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", W28).bytes(), &friday("11:01:00"));
    let late = desk.run(AFTER);
    assert_eq!(late.standing("STC"), "late");
    // KH11-003 and TB15-002 of STC: one never reported, one not due yet.
    let before = late.json["tasks"]["no_report"].as_u64().unwrap();
    let admit = desk
        .command()
        .args(["admit", "STC", "--reason", "mất điện", "--by", "Chánh Văn phòng", "--now", &friday("11:10:00")])
        .output()
        .unwrap();
    assert!(admit.status.success(), "{}", String::from_utf8_lossy(&admit.stderr));
    let run = desk.run(&friday("11:15:00"));
    assert_eq!(run.standing("STC"), "admitted");
    assert_eq!(run.json["tasks"]["no_report"].as_u64().unwrap(), before - 1);
}

#[test]
fn a_claim_against_the_register_is_told_once_to_the_claimant_and_to_the_desk() {
    let desk = Desk::new();
    let mut claim = desk.report("STC", W28);
    claim.set("NhiemVu", "KH11-002", "Vai trò", "Chủ trì");
    desk.put("STC/BC_STC_T28_2025.xlsx", &claim.bytes(), &friday("09:00:00"));
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &friday("09:00:00"));
    let run = desk.run(BEFORE);
    let told = desk.feedback_text("STC");
    assert!(told.contains("[N37]") && !told.contains("[K02]"), "one cause, one line: {told}");
    assert!(!desk.feedback_text("SYT").contains("[K02]"), "the lead of the register has nothing to mend");
    assert_eq!((run.agency("STC")["errors"].as_u64(), run.agency("SYT")["errors"].as_u64()), (Some(0), Some(0)));
    let list = desk.product_text("NoiBo_SKHCN_T28_2025_du-thao.xlsx");
    assert_eq!(list.matches("cùng khai chủ trì").count(), 1, "named once on the desk's list");
}

#[test]
fn the_first_week_has_no_earlier_figures_to_speak_of() {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &friday("09:00:00"));
    desk.run(BEFORE);
    desk.run(&friday("15:20:00"));
    let text = desk.product_text("TongHop_SKHCN_T28_2025.xlsx");
    assert!(text.contains("Chưa có số liệu của 5 đơn vị không có báo cáo dùng được."), "{text}");
    assert!(!text.contains("lấy theo kỳ trước"));
}

#[test]
fn a_report_in_a_wrong_folder_is_returned_and_one_in_the_common_folder_is_found() {
    let desk = Desk::new();
    desk.put("SYT/BC_STC_T28_2025.xlsx", &desk.report("STC", W28).bytes(), &friday("09:00:00"));
    desk.put("_chung/bao cao.xlsx", &desk.report("X-A", W28).bytes(), &friday("09:00:00"));
    let run = desk.run(BEFORE);
    assert_eq!(run.standing("SYT"), "returned");
    assert!(desk.feedback_text("SYT").contains("T12"));
    assert_eq!(run.standing("STC"), "missing");
    assert_eq!(run.standing("X-A"), "on_time");
}

#[test]
fn future_released_and_forgotten_weeks() {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T29_2025.xlsx", &desk.report("SYT", "2025-W29").bytes(), &friday("09:00:00"));
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", W28).bytes(), &friday("09:00:00"));
    desk.put("VPTU/BC_VPTU_T28_2025.xlsx", &desk.report("VPTU", W28).bytes(), &friday("09:00:00"));
    let run = desk.run(BEFORE);
    assert_eq!((run.json["files"]["waiting"].as_u64(), run.standing("SYT")), (Some(1), "missing"));
    desk.run(&friday("15:20:00"));

    // The next week: last week's file updated with the week forgotten, and last week's file sent again as it was.
    let mut forgotten = desk.report("STC", W28);
    forgotten.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "80");
    desk.put("STC/BC_STC_T28_2025 sua.xlsx", &forgotten.bytes(), "2025-07-17T09:00:00+07:00");
    desk.put("VPTU/BC_VPTU_T29_2025.xlsx", &desk.report("VPTU", W28).bytes(), "2025-07-17T09:00:00+07:00");
    let run = desk.run("2025-07-17T10:00:00+07:00");
    assert_eq!(run.standing("SYT"), "on_time", "the waiting report's week has come");
    assert_eq!(run.standing("STC"), "returned");
    assert!(desk.feedback_text_of("STC", "2025-W29", "T29").contains("T14"));
    assert_eq!(run.standing("VPTU"), "missing", "an identical file changes nothing");
    assert_eq!(run.json["files"]["after_release"], 2);
}

#[test]
fn files_of_three_weeks_in_one_run_are_each_of_their_week() {
    let desk = Desk::new();
    desk.put("VPTU/BC_VPTU_T28_2025.xlsx", &desk.report("VPTU", W28).bytes(), &friday("09:00:00"));
    desk.run(BEFORE);
    // Nobody ran again that day: last week leaves late, in the run that finds files of three weeks.
    let waiting = desk.report("STC", "2025-W30").bytes();
    desk.put("STC/BC_STC_T30_2025.xlsx", &waiting, "2025-07-17T09:00:00+07:00");
    desk.put("STC/gui lai.xlsx", &waiting, "2025-07-17T09:00:00+07:00");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), "2025-07-17T09:00:00+07:00");
    desk.put("X-A/BC_X-A_T29_2025.xlsx", &desk.report("X-A", "2025-W29").bytes(), "2025-07-17T09:00:00+07:00");
    desk.put("X-A/ky.pdf", b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", "2025-07-17T09:00:00+07:00");
    let run = desk.run("2025-07-17T10:00:00+07:00");
    assert!(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx").exists(), "{}", run.stderr);
    assert_eq!(["SYT", "STC", "X-A", "VPTU"].map(|code| run.standing(code)), ["missing", "missing", "on_time", "missing"]);
    let files = ["received", "waiting", "document", "returned", "after_release"].map(|key| run.json["files"][key].as_u64());
    assert_eq!(files, [Some(2), Some(2), Some(1), Some(0), Some(0)], "{}", run.json["files"]);
    let last = desk.json(&["status", "--period", W28, "--now", "2025-07-17T10:01:00+07:00"], &[]);
    assert_eq!(["SYT", "VPTU"].map(|code| last.standing(code)), ["on_time", "on_time"], "nobody looked between the cutoff and now");
    // What waited is read again by the week that it names.
    let run = desk.run("2025-07-25T10:00:00+07:00");
    assert_eq!(run.standing("STC"), "on_time");
    let (code, told) = (run.code, &run.stderr);
    assert_eq!(code, 0, "{told}");
}

#[test]
fn nothing_new_this_week_is_a_report() {
    let desk = Desk::new();
    let mut report = desk.report("SYT", W28);
    report.info("Không phát sinh?", "x");
    desk.put("SYT/a.xlsx", &report.bytes(), &friday("09:00:00"));
    let run = desk.run(BEFORE);
    assert_eq!(run.standing("SYT"), "on_time");
    assert_eq!(run.agency("SYT")["nil"], true);
}

#[test]
fn a_signed_document_alone_is_known_and_not_enough() {
    let desk = Desk::new();
    desk.put("SYT/BC tuan 28 (ky).pdf", b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", &friday("09:00:00"));
    let run = desk.run(BEFORE);
    assert_eq!(run.agency("SYT")["document_received"], true);
    assert_eq!(run.standing("SYT"), "returned");
    assert_eq!(run.json["files"]["document"], 1);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &friday("10:30:00"));
    let run = desk.run(&friday("10:55:00"));
    assert_eq!(run.standing("SYT"), "on_time");
    assert_eq!(run.agency("SYT")["rejects"], 0, "a workbook beside the signed document is what is wanted");
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let mut products = Vec::new();
    for threads in ["1", "4"] {
        let desk = Desk::new();
        for agency in ["SKHCN", "SYT", "STC", "VPTU", "X-A", "X-B"] {
            desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &desk.report(agency, W28).bytes(), &friday("09:00:00"));
        }
        desk.run_with(BEFORE, &["--threads", threads]);
        desk.run_with(&friday("15:20:00"), &["--threads", threads]);
        products.push(desk.products());
    }
    assert!(products[0].len() > 10, "{:?}", products[0].keys());
    assert_eq!(products[0].keys().collect::<Vec<_>>(), products[1].keys().collect::<Vec<_>>());
    for (name, bytes) in &products[0] {
        assert!(products[1][name] == *bytes, "{name} differs");
    }
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &friday("09:00:00"));
    let run = desk.run_with(BEFORE, &["--dry-run"]);
    assert_eq!(run.standing("SYT"), "on_time");
    assert!(!desk.path("ket-qua").exists() && !desk.path("so-tiep-nhan").exists() && !desk.path("phan-hoi").exists());
}

#[test]
fn the_calendar_refuses_an_early_release_and_a_second_one() {
    let desk = Desk::new();
    let early = desk.json(&["release", "--now", BEFORE], &[]);
    assert_eq!(early.code, 12, "{}", early.stderr);
    let released = desk.json(&["release", "--now", &friday("11:30:00")], &[]);
    assert_eq!((released.code, released.json["phase"].as_str()), (0, Some("released")), "{}", released.stderr);
    assert_eq!(desk.json(&["release", "--now", &friday("11:40:00")], &[]).code, 12);
}

#[test]
fn fail_on_asks_for_exit_one() {
    let desk = Desk::new();
    assert_eq!(desk.run_with(BEFORE, &["--fail-on", "missing"]).code, 0, "before the cutoff nobody is missing yet");
    assert_eq!(desk.run_with(AFTER, &["--fail-on", "missing"]).code, 1);
}

#[test]
fn now_is_refused_outside_a_rehearsal() {
    let desk = Desk::new();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap().replace("rehearsal = true", "");
    fs::write(desk.path("tonghop.toml"), config).unwrap();
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--now"), "{}", run.stderr);
    assert!(!desk.path("so-tiep-nhan").exists());
}
