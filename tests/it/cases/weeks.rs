//! Which week a file belongs to, and what becomes of weeks that were missed, moved or left out.

use super::{W28, files, friday, percent, standings, verified};
use crate::desk::{Desk, Run};
use serde_json::Value as Json;
use std::fs;

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
    assert_eq!(released_weeks(&desk), [W28]);
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
    assert!(matches!(run.standing("STC"), "on_time" | "admitted"));
    let run = desk.run("2025-07-18T10:00:00+07:00");
    assert_eq!(run.standing("STC"), "missing", "its only report was used for the week before");
    // Its own report of week 29, under the same name.
    desk.put("STC/BC_STC.xlsx", &percent(&desk, "STC", "2025-W29", "77"), "2025-07-18T10:10:00+07:00");
    assert_eq!(desk.run("2025-07-18T10:15:00+07:00").standing("STC"), "on_time");
    verified(&desk, "2025-07-18T10:16:00+07:00");
}

/// The names below `ket-qua`.
fn released_weeks(desk: &Desk) -> Vec<String> {
    let mut made: Vec<String> =
        fs::read_dir(desk.path("ket-qua")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    made.retain(|name| name.starts_with("2025-"));
    made.sort();
    made
}

#[test]
fn a_junk_file_of_a_week_nobody_looked_at_releases_nothing() {
    let desk = Desk::new();
    desk.run("2025-06-25T09:00:00+07:00");
    desk.put("STC/a.xlsx", b"<html>", "2025-07-02T09:00:00+07:00");
    let run = desk.run("2025-07-09T08:00:00+07:00");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(files(&run, "returned"), 1);
    assert!(!desk.path("ket-qua/2025-W27/TongHop_SKHCN_T27_2025.xlsx").exists());
    let said = desk.command().args(["run", "--now", "2025-07-09T08:05:00+07:00"]).output().unwrap();
    let said = String::from_utf8([said.stdout, said.stderr].concat()).unwrap();
    assert!(said.contains("không tự chốt bản tổng hợp") && said.contains("release --period 2025-W27"), "{said}");
    // A person may.
    let run = desk.json(&["release", "--period", "2025-W27", "--now", "2025-07-09T08:10:00+07:00"], &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(desk.path("ket-qua/2025-W27").read_dir().unwrap().any(|e| e.unwrap().file_name().to_str().unwrap().ends_with(".json")));
}

#[test]
fn a_new_workspace_over_an_old_inbox_begins_with_its_first_week() {
    let desk = Desk::new();
    desk.configure("[schedule]\nfrom = \"2025-W28\"");
    for (period, day) in [("2025-W26", "2025-06-26"), ("2025-W27", "2025-07-03")] {
        for agency in ["SYT", "STC"] {
            desk.put(&format!("{agency}/{period}.xlsx"), &percent(&desk, agency, period, "20"), &format!("{day}T09:00:00+07:00"));
        }
    }
    // Written this week with the week of two months ago: a slip of this week.
    desk.put("X-A/a.xlsx", &desk.report("X-A", "2025-W20").bytes(), "2025-07-08T09:00:00+07:00");
    let run = desk.run("2025-07-09T08:00:00+07:00");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!((files(&run, "after_release"), files(&run, "returned")), (4, 1));
    assert_eq!((run.standing("SYT"), run.standing("STC"), run.standing("X-A")), ("missing", "missing", "returned"));
    assert_eq!(released_weeks(&desk), [W28]);
    assert_eq!(desk.run("2025-07-09T09:00:00+07:00").json["files"]["known"], 5);
}

#[test]
fn several_missed_weeks_are_settled_in_order() {
    let desk = Desk::new();
    for (period, day, value) in [("2025-W26", "2025-06-26", "26"), ("2025-W27", "2025-07-03", "27")] {
        desk.put(&format!("SYT/{period}.xlsx"), &percent(&desk, "SYT", period, value), &format!("{day}T09:00:00+07:00"));
    }
    desk.put("STC/2025-W26.xlsx", &percent(&desk, "STC", "2025-W26", "33"), "2025-06-26T09:00:00+07:00");
    // An ancient week, named by mistake in a file of this week.
    desk.put("X-A/a.xlsx", &desk.report("X-A", "2025-W20").bytes(), "2025-07-08T09:00:00+07:00");
    let dry = desk.run_with("2025-07-09T08:00:00+07:00", &["--dry-run"]);
    let run = desk.run("2025-07-09T08:00:00+07:00");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.standing("X-A"), "returned");
    assert_eq!(dry.json["tasks"], run.json["tasks"], "a dry run foresees the figures");
    let outputs = |run: &Run| -> Vec<(String, String)> {
        let text = |v: &Json| v.as_str().unwrap().to_owned();
        run.json["outputs"].as_array().unwrap().iter().map(|o| (text(&o["path"]), text(&o["sha256"]))).collect()
    };
    assert_eq!(outputs(&dry), outputs(&run));
    assert_eq!(released_weeks(&desk), ["2025-W26", "2025-W27", W28]);
    let json = |week: &str, name: &str| -> Json {
        serde_json::from_slice(&fs::read(desk.path(&format!("ket-qua/{week}/{name}"))).unwrap()).unwrap()
    };
    let w27 = json("2025-W27", "TongHop_SKHCN_T27_2025.json").to_string();
    assert!(w27.contains("2025-W26"), "week 27 carries week 26 forward");
    verified(&desk, "2025-07-09T09:00:00+07:00");
    // A second run finds nothing to do.
    assert_eq!(outputs(&desk.run("2025-07-09T08:10:00+07:00")), []);
}

#[test]
fn a_week_without_report_keeps_what_comes() {
    let desk = Desk::new();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), format!("{config}\n[schedule]\nholiday_rule = \"skip\"\n")).unwrap();
    desk.write_calendar(&["Nghỉ|11/7/2025||||||Ngày lễ||Có"]);
    desk.run(&friday("08:00:00"));
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", "2025-W29", "41"), &friday("09:00:00"));
    desk.put("STC/a.xlsx", b"<html>", &friday("09:00:00"));
    let run = desk.run(&friday("10:00:00"));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!((files(&run, "waiting"), files(&run, "returned")), (1, 1));
    let run = desk.run("2025-07-17T09:00:00+07:00");
    assert_eq!((run.standing("SYT"), run.standing("STC")), ("on_time", "returned"), "what the week of rest could not answer");
    assert!(desk.feedback_text_of("STC", "2025-W29", "T29").contains("T05"));
}

#[test]
fn a_cutoff_moved_earlier_makes_nobody_late_unless_a_document_announced_it() {
    let thursday = |time: &str| format!("2025-07-10T{time}+07:00");
    let cases: [(&[&str], &str); 2] = [
        (&["Nghỉ|11/7/2025|||||Nghỉ bù||Có"], "on_time"),
        (&["Nghỉ|11/7/2025|||||Nghỉ bù||Có", "Đổi hạn||T28/2025|10/7/2025 11:00|10/7/2025 15:30||Nghỉ bù|CV 12/SKHCN|Có"], "late"),
    ];
    for (rows, standing) in cases {
        let desk = Desk::new();
        desk.write_calendar(rows);
        desk.run(&thursday("10:50:00"));
        desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &thursday("11:20:00"));
        let run = desk.run(&thursday("11:30:00"));
        assert_eq!((run.json["phase"].as_str(), run.standing("SYT")), (Some("consolidating"), standing), "{}", run.stderr);
        desk.run(&thursday("15:20:00"));
        verified(&desk, &thursday("15:40:00"));
    }
}

#[test]
fn a_cutoff_moved_into_the_next_week_keeps_its_week_open() {
    let desk = Desk::new();
    desk.write_calendar(&["Đổi hạn||T28/2025|14/7/2025 11:00|14/7/2025 15:30||Bão số 1|CV 12/UBND|Có"]);
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

#[test]
fn every_file_has_a_week_that_answers_it() {
    // W27 is released; of W28 only a file came that forgot its week, after the last scan; then the machine stood still.
    let desk = Desk::new();
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", "2025-W27", "41"), "2025-07-03T09:00:00+07:00");
    desk.run("2025-07-04T15:20:00+07:00");
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", "2025-W27", "44"), "2025-07-10T09:00:00+07:00");
    let run = desk.run("2025-07-14T08:00:00+07:00");
    assert_eq!(files(&run, "after_release"), 1);
    assert!(desk.feedback_text("SYT").contains("T14"), "{}", desk.feedback_text("SYT"));
    assert_eq!(run.standing("SYT"), "missing", "of week 29 nothing came");
    verified(&desk, "2025-07-14T08:01:00+07:00");
    // A report of a week of rest is returned by the next week.
    let desk = Desk::new();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), format!("{config}\n[schedule]\nholiday_rule = \"skip\"\n")).unwrap();
    desk.write_calendar(&["Nghỉ|11/7/2025||||||Ngày lễ||Có"]);
    desk.run(&friday("08:00:00"));
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("09:00:00"));
    desk.run(&friday("10:00:00"));
    let run = desk.run("2025-07-14T09:00:00+07:00");
    assert_eq!(run.standing("SYT"), "returned");
    assert!(desk.feedback_text_of("SYT", "2025-W29", "T29").contains("T14"));
}
