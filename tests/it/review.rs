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
    assert!(matches!(run.standing("STC"), "on_time" | "admitted"));
    let run = desk.run("2025-07-18T10:00:00+07:00");
    assert_eq!(run.standing("STC"), "missing", "its only report was used for the week before");
    // Its own report of week 29, under the same name.
    desk.put("STC/BC_STC.xlsx", &percent(&desk, "STC", "2025-W29", "77"), "2025-07-18T10:10:00+07:00");
    assert_eq!(desk.run("2025-07-18T10:15:00+07:00").standing("STC"), "on_time");
    verified(&desk, "2025-07-18T10:16:00+07:00");
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
    let mut made: Vec<String> =
        fs::read_dir(desk.path("ket-qua")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    made.sort();
    assert_eq!(made, ["2025-W26", "2025-W27", W28]);
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
fn releasing_by_hand_early_closes_the_week() {
    let desk = Desk::new();
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("09:00:00"));
    desk.run(&friday("10:55:00"));
    let released = desk.json(&["release", "--now", &friday("11:30:00")], &[]);
    assert_eq!(released.code, 0, "{}", released.stderr);
    let products = desk.products();
    desk.put("STC/a.xlsx", &percent(&desk, "STC", W28, "33"), &friday("11:40:00"));
    desk.put("SYT/b.xlsx", &percent(&desk, "SYT", W28, "58"), &friday("11:40:00"));
    desk.put("X-A/c.xlsx", b"<html>", &friday("11:40:00"));
    desk.put("X-B/d.xlsx", b"PK\x03\x04half", &friday("15:49:00"));
    let run = desk.run(&friday("15:50:00"));
    assert_eq!(standings(&run), standings(&released));
    assert_eq!((files(&run, "after_release"), files(&run, "returned"), files(&run, "arriving"), files(&run, "known")), (2, 1, 1, 1));
    assert_eq!(run.agency("SYT")["changed_after_cutoff"], false);
    assert!(desk.feedback_text("STC").contains("T33"), "{}", desk.feedback_text("STC"));
    for (path, bytes) in desk.products().iter().filter(|(p, _)| p.starts_with("ket-qua")) {
        assert!(products.get(path) == Some(bytes), "{path} changed after the release");
    }
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn a_lost_release_is_written_again_as_it_was() {
    let desk = Desk::new();
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("09:00:00"));
    desk.put("X-B/d.xlsx", b"PK\x03\x04half", &friday("15:19:00"));
    desk.run(&friday("10:55:00"));
    desk.run(&friday("15:20:00"));
    let before = desk.products();
    // Everything that may change afterwards changes.
    desk.write_register(&[("DonVi", 1, "Tên đầy đủ", "Sở Khoa học, Công nghệ"), ("NhiemVu", 1, "Thời hạn (theo văn bản)", "01/7/2025")]);
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), format!("{config}due_soon_days = 30\nlate_reports = \"include\"\n")).unwrap();
    desk.put("STC/a.xlsx", &percent(&desk, "STC", W28, "33"), &friday("15:40:00"));
    for name in ["TongHop_SKHCN_T28_2025.xlsx", "TongHop_SKHCN_T28_2025.json", "NoiBo_SKHCN_T28_2025.xlsx"] {
        fs::remove_file(desk.path("ket-qua/2025-W28").join(name)).unwrap();
    }
    let run = desk.run(&friday("16:00:00"));
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (path, bytes) in before.iter().filter(|(p, _)| p.starts_with("ket-qua")) {
        assert!(desk.products().get(path) == Some(bytes), "{path} differs");
    }
    let dry = desk.run_with(&friday("16:10:00"), &["--dry-run"]);
    assert_eq!((dry.code, standings(&dry)), (0, standings(&run)), "{}", dry.stderr);
    verified(&desk, &friday("16:30:00"));
}

#[test]
fn a_week_without_report_keeps_what_comes() {
    let desk = Desk::new();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), format!("{config}\n[schedule]\nholiday_rule = \"skip\"\n")).unwrap();
    calendar(&desk, &["Nghỉ|11/7/2025||||||Ngày lễ||Có"]);
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

/// Adds a sheet `Lich`.
fn calendar(desk: &Desk, rows: &[&str]) {
    desk.write_register_with(&[], &[("Lich", "Loại|Ngày|Tuần|Hạn nộp|Hạn tổng hợp|Áp dụng cho|Tên|Căn cứ|Xác nhận", rows)]);
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
        calendar(&desk, rows);
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
fn a_contradicted_server_time_is_as_good_as_none() {
    // Nobody looked from 9:00 to 11:30; a folder that was moved in brings times older than the last look.
    let desk = Desk::new();
    desk.run(&friday("09:00:00"));
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("08:00:00"));
    let run = desk.run(&friday("11:30:00"));
    assert_eq!((run.standing("SYT"), run.agency("SYT")["evidence"].as_str()), ("on_time", Some("unproven")));
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

/// The data of a release.
fn data(desk: &Desk, period: &str) -> Json {
    let week = period.strip_prefix("2025-W").unwrap();
    let path = desk.path(&format!("ket-qua/{period}/TongHop_SKHCN_T{week}_2025.json"));
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn of<'a>(list: &'a Json, code: &str) -> &'a Json {
    list.as_array().unwrap().iter().find(|t| t["code"] == code).unwrap()
}

const CLASSES: [&str; 14] = [
    "done_early",
    "done_on_time",
    "done_late",
    "done_undated",
    "in_progress",
    "due_soon",
    "not_started",
    "overdue",
    "regular",
    "not_due_yet",
    "paused",
    "no_deadline",
    "no_report",
    "withdrawn",
];

/// Every row of totals adds up to its total, and every table of totals to the whole.
fn totals_add_up(data: &Json) {
    let totals = &data["totals"];
    let sum = |row: &Json| CLASSES.iter().filter_map(|c| row[*c].as_u64()).sum::<u64>();
    let total = totals["tasks"]["total"].as_u64().unwrap();
    for key in ["tasks_by_year", "tasks_by_document", "tasks_by_group", "tasks_by_agency"] {
        let rows = totals[key].as_array().unwrap();
        for row in rows.iter().chain([&totals["tasks"]]) {
            assert_eq!(sum(row), row["total"].as_u64().unwrap(), "{key}: {row}");
        }
        if key != "tasks_by_agency" {
            assert_eq!(rows.iter().map(|r| r["total"].as_u64().unwrap()).sum::<u64>(), total, "{key}");
        }
    }
    let tasks = data["tasks"].as_array().unwrap();
    assert_eq!(tasks.iter().filter(|t| t["class"] != "withdrawn").count() as u64, total);
    for class in CLASSES.iter().filter(|c| **c != "withdrawn") {
        assert_eq!(tasks.iter().filter(|t| t["class"] == **class).count() as u64, totals["tasks"][*class].as_u64().unwrap(), "{class}");
    }
}

/// Each source names a cell of an archived file that holds the row's code.
fn sources_hold(desk: &Desk, data: &Json) {
    let mut seen = 0;
    for line in data["tasks"].as_array().unwrap().iter().chain(data["targets"].as_array().unwrap()) {
        for source in line["sources"].as_array().unwrap() {
            let text = |key: &str| source[key].as_str().unwrap_or_default().to_owned();
            let sha = text("sha256");
            let bytes = fs::read(desk.path(&format!("so-tiep-nhan/archive/{}/{sha}", &sha[..2]))).unwrap();
            let book = tonghop::reader::read(&bytes, ".xlsx", &tonghop::model::config::Limits::DEFAULT).unwrap();
            let sheet = book.sheets.iter().find(|s| s.name == text("sheet")).unwrap();
            let cell = serde_json::from_value(source["cell"].clone()).unwrap();
            assert_eq!(format!("{:?}", sheet.get(cell)), format!("Some(Text({:?}))", line["code"].as_str().unwrap()), "{source}");
            seen += 1;
        }
    }
    assert!(seen > 5);
}

/// Week 28 with good reports of everybody, released; KH11-002 is finished.
fn after_a_good_week() -> Desk {
    let desk = Desk::new();
    for agency in ["SKHCN", "SYT", "STC", "VPTU", "X-A", "X-B"] {
        let mut draft = desk.report(agency, W28);
        if agency == "SYT" {
            draft.set("NhiemVu", "KH11-002", "Trạng thái đơn vị báo", "Hoàn thành");
            draft.set("NhiemVu", "KH11-002", "Tỷ lệ hoàn thành (%)", "100");
            draft.set("NhiemVu", "KH11-002", "Ngày hoàn thành", "10/7/2025");
            draft.set("NhiemVu", "KH11-002", "Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)", "QĐ 12/QĐ-SYT");
        }
        desk.put(&format!("{agency}/28.xlsx"), &draft.bytes(), &friday("09:00:00"));
    }
    desk.run(&friday("10:55:00"));
    desk.run(&friday("15:20:00"));
    desk
}

#[test]
fn an_error_takes_out_its_cell_or_its_row_and_nothing_else() {
    let desk = after_a_good_week();
    let before = data(&desk, W28);
    totals_add_up(&before);
    sources_hold(&desk, &before);
    assert_eq!(of(&before["tasks"], "KH11-002")["class"], "done_early");
    assert_eq!(of(&before["targets"], "CT-002")["numerator"], "100");

    const W29: &str = "2025-W29";
    let new = |desk: &Desk, agency: &str| {
        let mut draft = desk.report(agency, W29);
        for (sheet, code) in [("NhiemVu", "KH11-001"), ("NhiemVu", "KH11-003"), ("NhiemVu", "TB15-002")] {
            if draft.has(sheet, code) {
                draft.set(sheet, code, "Kết quả thực hiện trong kỳ", "Kết quả tuần 29");
                draft.set(sheet, code, "Tỷ lệ hoàn thành (%)", "60");
            }
        }
        draft
    };
    let mut syt = new(&desk, "SYT");
    // N12: the cell. N20: the cell. The finished task is left out: its row is blank.
    syt.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "140");
    syt.set("NhiemVu", "KH11-001", "Dự kiến hoàn thành", "cuối quý");
    for heading in ["Trạng thái đơn vị báo", "Tỷ lệ hoàn thành (%)", "Kết quả thực hiện trong kỳ", "Nguyên nhân chậm", "Dự kiến hoàn thành"]
    {
        syt.set("NhiemVu", "KH11-002", heading, "");
    }
    // C04: a numerator above its denominator takes the whole figure out.
    syt.set("ChiTieu", "CT-002", "Tử số", "300");
    let mut stc = new(&desk, "STC");
    // N09: the row.
    stc.set("NhiemVu", "KH11-003", "Trạng thái đơn vị báo", "xong đâu đó");
    // N18: the cell; Hoàn thành without a readable date.
    stc.set("NhiemVu", "TB15-002", "Trạng thái đơn vị báo", "Hoàn thành");
    stc.set("NhiemVu", "TB15-002", "Ngày hoàn thành", "30/7/2025");
    let mut xa = desk.report("X-A", W29);
    // X03: the cell. X-A supplies a figure of CT-002, too.
    xa.set("TieuChi", "TC01", "Kết quả", "có lẽ");
    xa.set("ChiTieu", "CT-002", "Tử số", "60");
    for (agency, draft) in [("SYT", &syt), ("STC", &stc), ("X-A", &xa)] {
        desk.put(&format!("{agency}/29.xlsx"), &draft.bytes(), "2025-07-17T09:00:00+07:00");
    }
    let run = desk.run("2025-07-18T10:55:00+07:00");
    for (agency, errors) in [("SYT", 3), ("STC", 2), ("X-A", 1)] {
        assert_eq!(run.agency(agency)["errors"], errors, "{}", desk.feedback_text_of(agency, W29, "T29"));
    }
    desk.run("2025-07-18T15:20:00+07:00");
    let now = data(&desk, W29);
    totals_add_up(&now);
    sources_hold(&desk, &now);

    let task = of(&now["tasks"], "KH11-001");
    assert_eq!(
        (task["percent"].as_str(), task["result"].as_str(), task["stale"].as_bool()),
        (Some("40"), Some("Kết quả tuần 29"), Some(true)),
        "{task}"
    );
    assert_eq!((task["expected_on"].as_str(), task["last_update"].as_str()), (Some("2025-12-31"), Some(W29)));
    let task = of(&now["tasks"], "KH11-002");
    assert_eq!(
        (task["class"].as_str(), task["stale"].as_bool(), task["completed_on"].as_str()),
        (Some("done_early"), Some(false), Some("2025-07-10"))
    );
    let task = of(&now["tasks"], "KH11-003");
    assert_eq!(
        (task["result"].as_str(), task["stale"].as_bool(), task["last_update"].as_str()),
        (Some("Đã triển khai theo kế hoạch"), Some(true), Some(W28))
    );
    assert_eq!((task["class"].as_str(), task["days"].as_i64()), (Some("overdue"), Some(18)), "the clock goes on in silence");
    let task = of(&now["tasks"], "TB15-002");
    assert_eq!((task["class"].as_str(), task["completed_on"].as_str()), (Some("done_undated"), None), "{task}");
    let target = of(&now["targets"], "CT-002");
    assert_eq!(
        (target["numerator"].as_str(), target["denominator"].as_str(), target["stale"].as_bool()),
        (Some("110"), Some("200"), Some(true)),
        "{target}"
    );
    let line = now["criteria"]["lines"].as_array().unwrap().iter().find(|l| l["agency"] == "X-A").unwrap();
    assert_eq!(line["met"], 2, "{line}");

    // The comparison names exactly what moved.
    let moved: Vec<&str> = now["comparison"]["changes"].as_array().unwrap().iter().map(|c| c["task"].as_str().unwrap()).collect();
    let differ: Vec<&str> = now["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|t| of(&before["tasks"], t["code"].as_str().unwrap())["class"] != t["class"])
        .map(|t| t["code"].as_str().unwrap())
        .collect();
    assert_eq!(moved, differ);
    assert!(moved.contains(&"TB15-002"));
    assert_eq!(now["comparison"]["tasks"], before["totals"]["tasks"]);

    // Who sent nothing keeps everything, marked.
    let part = of(&now["tasks"], "KH11-004")["parts"].as_array().unwrap().iter().find(|p| p["agency"] == "X-B").unwrap();
    assert_eq!((part["period"].as_str(), part["percent"].as_str()), (Some(W28), Some("40")));
    verified(&desk, "2025-07-18T15:30:00+07:00");
}

#[test]
fn a_shared_task_counts_once_and_for_every_part() {
    let desk = after_a_good_week();
    let now = data(&desk, W28);
    let by_agency = now["totals"]["tasks_by_agency"].as_array().unwrap();
    let total = |name: &str| by_agency.iter().find(|r| r["name"] == name).map(|r| r["total"].as_u64().unwrap());
    // KH11-004 counts for both communes, KH11-005 for both leads, KH11-002 for its lead alone.
    assert_eq!(
        [total("X-A"), total("X-B"), total("SKHCN"), total("VPTU"), total("SYT"), total("STC")],
        [Some(1), Some(1), Some(1), Some(2), Some(2), Some(2)]
    );
    assert_eq!(now["totals"]["tasks"]["total"], 7);
}

#[test]
fn an_adjustment_holds_from_its_day_at_the_cutoff() {
    for (from, overdue) in [("11/7/2025", false), ("12/7/2025", true)] {
        let desk = Desk::new();
        desk.write_register_with(
            &[],
            &[(
                "DieuChinh",
                "Mã|Trường điều chỉnh|Giá trị cũ|Giá trị mới|Văn bản điều chỉnh|Ngày hiệu lực|Lý do",
                &[&format!("KH11-003|Thời hạn|30/6/2025|31/12/2025|QĐ 5/QĐ-UBND|{from}|")],
            )],
        );
        desk.put("STC/a.xlsx", &percent(&desk, "STC", W28, "41"), &friday("09:00:00"));
        // Run before the day of effect and on it: the day of the cutoff decides, not that of the run.
        let early = desk.run("2025-07-09T10:00:00+07:00");
        assert_eq!(early.code, 0, "{}", early.stderr);
        desk.run(&friday("15:20:00"));
        let task = of(&data(&desk, W28)["tasks"], "KH11-003").clone();
        assert_eq!(task["class"] == "overdue", overdue, "{from}: {task}");
        assert_eq!(early.json["tasks"]["overdue"].as_u64(), Some(u64::from(overdue)));
    }
}

#[test]
fn a_register_changed_after_the_freeze_is_the_releases_register() {
    let desk = Desk::new();
    let report = percent(&desk, "STC", W28, "41");
    desk.put("STC/a.xlsx", &report, &friday("09:00:00"));
    desk.run(&friday("10:55:00"));
    desk.run(&friday("11:00:00"));
    desk.write_register(&[("NhiemVu", 3, "Thời hạn (theo văn bản)", "31/12/2025"), ("DonVi", 3, "Thư mục nộp", "SoTaiChinh")]);
    let run = desk.run(&friday("11:30:00"));
    assert_eq!(run.standing("STC"), "on_time");
    desk.run(&friday("15:20:00"));
    assert_eq!(of(&data(&desk, W28)["tasks"], "KH11-003")["class"], "in_progress");
    // Broken afterwards: the released week is told as before.
    fs::write(desk.path("danh-muc.xlsx"), b"PK").unwrap();
    let broken = desk.run(&friday("16:00:00"));
    assert_eq!((broken.code, broken.standing("STC")), (2, "on_time"));
    verified(&desk, &friday("16:01:00"));
}

#[test]
fn a_register_broken_at_the_release_gives_the_release_of_the_last_good_one() {
    let desk = Desk::new();
    desk.put("STC/a.xlsx", &percent(&desk, "STC", W28, "41"), &friday("09:00:00"));
    desk.run(&friday("10:55:00"));
    let good = fs::read(desk.path("danh-muc.xlsx")).unwrap();
    fs::write(desk.path("danh-muc.xlsx"), b"").unwrap();
    let run = desk.run(&friday("15:20:00"));
    assert_eq!((run.code, run.json["phase"].as_str()), (2, Some("released")));
    let sealed = data(&desk, W28)["register_sha256"].as_str().unwrap().to_owned();
    assert_eq!(sealed, tonghop::io::archive::sha256(&good));
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn several_files_of_one_scan() {
    // name, "Lần nộp", percent; which percent counts, none for a tie.
    type File = (&'static str, &'static str, &'static str);
    let cases: [(&[File], Option<&str>); 5] = [
        (&[("BC.xlsx", "1", "41"), ("BC (1).xlsx", "", "52")], Some("41")),
        (&[("BC.xlsx", "", "41"), ("BC_SD1.xlsx", "", "52")], Some("52")),
        (&[("BC.xlsx", "2", "41"), ("BC_SD9.xlsx", "1", "52")], Some("41")),
        (&[("BC.xlsx", "", "41"), ("BC (1).xlsx", "", "52")], None),
        (&[("BC sửa lần 2.xlsx", "", "41"), ("BC sua lan 1.xlsx", "", "52")], Some("41")),
    ];
    for (files, wanted) in cases {
        let desk = Desk::new();
        for (name, revision, value) in files {
            let mut draft = desk.report("SYT", W28);
            if !revision.is_empty() {
                draft.info("Lần nộp", revision);
            }
            draft.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", value);
            desk.put(&format!("SYT/{name}"), &draft.bytes(), &friday("09:00:00"));
        }
        let run = desk.run(&friday("10:00:00"));
        desk.run(&friday("15:20:00"));
        let task = of(&data(&desk, W28)["tasks"], "KH11-001").clone();
        assert_eq!(task["percent"].as_str(), wanted, "{files:?}: {}", desk.feedback_text("SYT"));
        let code = if wanted.is_some() { "T18" } else { "T17" };
        assert!(desk.feedback_text("SYT").contains(code), "{files:?}");
        assert_eq!(run.standing("SYT"), if wanted.is_some() { "on_time" } else { "returned" });
    }
    // Server time decides, weakly.
    let desk = Desk::new();
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("09:30:00"));
    desk.put("SYT/b.xlsx", &percent(&desk, "SYT", W28, "52"), &friday("09:00:00"));
    assert_eq!(desk.run(&friday("10:00:00")).agency("SYT")["file"], "SYT/a.xlsx");
    assert!(desk.feedback_text("SYT").contains("căn cứ yếu"), "{}", desk.feedback_text("SYT"));
}

#[test]
fn odd_places_and_names() {
    let desk = Desk::new();
    desk.write_register(&[("DonVi", 5, "Đơn vị cấp trên", "SYT")]);
    // A child below its parent's folder, beside the parent's own; a file at the top; an unlisted folder; NFD; 0 bytes.
    desk.put("SYT/xa.xlsx", &desk.report("X-A", W28).bytes(), &friday("09:00:00"));
    desk.put("SYT/so.xlsx", &desk.report("SYT", W28).bytes(), &friday("09:00:00"));
    desk.put("tong hop.xlsx", &desk.report("SKHCN", W28).bytes(), &friday("09:00:00"));
    desk.put("Khác/vp.xlsx", &desk.report("VPTU", W28).bytes(), &friday("09:00:00"));
    desk.put("stc/bao ca\u{301}o tua\u{302}\u{300}n 28.xlsx", &desk.report("STC", W28).bytes(), &friday("09:00:00"));
    desk.put("X-B/0.xlsx", b"", &friday("09:00:00"));
    desk.put("X-B/~$0.xlsx", b"lock", &friday("09:00:00"));
    desk.put("BNC/BC_BNC_T28_2025.xlsx", &desk.report("BNC", W28).bytes(), &friday("09:00:00"));
    let run = desk.run(&friday("10:00:00"));
    for agency in ["SYT", "X-A", "SKHCN", "VPTU", "STC"] {
        assert_eq!(run.standing(agency), "on_time", "{agency}: {}", run.agency(agency));
    }
    assert_eq!((run.standing("X-B"), run.standing("BNC")), ("returned", "exempt"));
    assert!(desk.feedback_text("X-B").contains("T01"));
    assert!(!desk.feedback_text("BNC").is_empty(), "an exempt agency that reports is answered");
    assert_eq!((files(&run, "received"), files(&run, "returned"), files(&run, "skipped")), (6, 1, 1));
}

#[test]
fn reading_commands_write_nothing() {
    let desk = after_a_good_week();
    fn tree(path: &std::path::Path, found: &mut Vec<(std::path::PathBuf, Vec<u8>)>) {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy();
            // SQLite keeps its own two beside a ledger that is being read.
            if name.ends_with("-wal") || name.ends_with("-shm") {
                continue;
            }
            if path.is_dir() {
                tree(&path, found);
            } else {
                let bytes = fs::read(&path).unwrap();
                found.push((path, bytes));
            }
        }
        found.sort();
    }
    let all = || {
        let mut found = Vec::new();
        tree(desk.root(), &mut found);
        found
    };
    let report = desk.path("nop/SYT/28.xlsx");
    desk.put("SYT/moi.xlsx", &percent(&desk, "SYT", "2025-W29", "44"), "2025-07-14T09:00:00+07:00");
    let before = all();
    let now = "2025-07-14T10:00:00+07:00";
    for arguments in
        [vec!["status"], vec!["status", "--period", W28], vec!["check", report.to_str().unwrap()], vec!["run", "--dry-run"], vec!["verify"]]
    {
        let output = desk.command().args(&arguments).args(["--now", now]).output().unwrap();
        assert!(output.status.code().unwrap() <= 1, "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        let after = all();
        assert_eq!(before.iter().map(|(p, _)| p).collect::<Vec<_>>(), after.iter().map(|(p, _)| p).collect::<Vec<_>>(), "{arguments:?}");
        for ((path, old), (_, new)) in before.iter().zip(&after) {
            assert!(old == new, "{arguments:?} changed {}", path.display());
        }
    }
}

#[test]
fn a_shrunk_inbox_changes_nothing() {
    let desk = after_a_good_week();
    let before = desk.products();
    for agency in ["SKHCN", "SYT", "STC", "VPTU", "X-A"] {
        fs::remove_dir_all(desk.path("nop").join(agency)).unwrap();
    }
    let run = desk.run("2025-07-18T11:00:00+07:00");
    assert_eq!(run.code, 10, "{}", run.stderr);
    assert!(run.json.is_null());
    assert_eq!(desk.products(), before);
}

#[test]
fn further_runs_change_no_byte_of_what_leaves() {
    let mut made = Vec::new();
    for runs in [&["10:50:00", "15:20:00"][..], &["10:50:00", "10:52:00", "11:00:00", "11:01:00", "12:30:00", "15:20:00", "15:45:00"][..]] {
        let desk = Desk::new();
        for agency in ["SYT", "STC", "X-A"] {
            desk.put(&format!("{agency}/a.xlsx"), &desk.report(agency, W28).bytes(), &friday("09:00:00"));
        }
        desk.put("VPTU/cong van.pdf", b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", &friday("09:00:00"));
        for time in runs {
            desk.run(&friday(time));
        }
        made.push(desk.products());
    }
    for (name, bytes) in made[0].iter().filter(|(name, _)| !name.contains("du-thao")) {
        assert!(made[1].get(name) == Some(bytes), "{name}");
    }
}

#[test]
fn late_reports_are_merged_where_the_policy_says_so_and_stay_late() {
    for (policy, merged) in [("exclude", false), ("include", true)] {
        let desk = Desk::new();
        let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
        fs::write(desk.path("tonghop.toml"), format!("{config}late_reports = \"{policy}\"\n")).unwrap();
        desk.run(&friday("10:55:00"));
        desk.put("STC/a.xlsx", &percent(&desk, "STC", W28, "41"), &friday("11:01:00"));
        desk.run(&friday("11:05:00"));
        desk.run(&friday("15:20:00"));
        let now = data(&desk, W28);
        let agency = of(&now["agencies"], "STC");
        assert_eq!((agency["standing"].as_str(), agency["merged"].as_bool()), (Some("late"), Some(merged)));
        assert_eq!(of(&now["tasks"], "KH11-003")["percent"].as_str(), merged.then_some("41"));
        verified(&desk, &friday("16:00:00"));
    }
}

#[test]
fn an_exact_minute_and_a_broken_file_that_stays() {
    let desk = Desk::new();
    desk.run(&friday("10:40:00"));
    // Ten minutes unchanged, or two looks: then it is judged; never before.
    let half = &desk.report("SYT", W28).bytes()[..2000];
    desk.put("SYT/a.xlsx", half, &friday("10:45:00"));
    let run = desk.run(&friday("10:50:00"));
    assert_eq!((files(&run, "arriving"), run.standing("SYT")), (1, "arriving"));
    let run = desk.run(&friday("10:52:00"));
    assert_eq!((files(&run, "returned"), run.standing("SYT")), (1, "returned"));
    assert!(desk.feedback_text("SYT").contains("T02"));
    desk.put("STC/a.xlsx", half, &friday("10:46:00"));
    let run = desk.run(&friday("10:56:00"));
    assert_eq!((files(&run, "returned"), run.standing("STC")), (1, "returned"));
    // The very instant of the cutoff freezes, and what it sees first is late.
    desk.put("X-A/a.xlsx", &desk.report("X-A", W28).bytes(), &friday("11:00:00"));
    let run = desk.run(&friday("11:00:00"));
    assert_eq!((run.json["phase"].as_str(), run.standing("X-A")), (Some("consolidating"), "late"));
}

#[test]
fn nothing_new_keeps_last_weeks_figures_unmarked_and_copies_of_last_week_are_told() {
    let desk = after_a_good_week();
    let mut nil = desk.report("STC", "2025-W29");
    nil.info("Không phát sinh?", "x");
    for code in ["KH11-003", "TB15-002", "KH11-002"] {
        for heading in
            ["Trạng thái đơn vị báo", "Tỷ lệ hoàn thành (%)", "Kết quả thực hiện trong kỳ", "Nguyên nhân chậm", "Dự kiến hoàn thành"]
        {
            nil.set("NhiemVu", code, heading, "");
        }
    }
    desk.put("STC/29.xlsx", &nil.bytes(), "2025-07-17T09:00:00+07:00");
    // The same figures with only the week changed.
    desk.put("X-A/29.xlsx", &desk.report("X-A", "2025-W29").bytes(), "2025-07-17T09:00:00+07:00");
    let run = desk.run("2025-07-18T10:55:00+07:00");
    assert_eq!(
        (run.agency("STC")["nil"].as_bool(), run.agency("STC")["errors"].as_u64()),
        (Some(true), Some(0)),
        "{}",
        desk.feedback_text_of("STC", "2025-W29", "T29")
    );
    assert!(desk.feedback_text_of("X-A", "2025-W29", "T29").contains("T16"), "{}", desk.feedback_text_of("X-A", "2025-W29", "T29"));
    desk.run("2025-07-18T15:20:00+07:00");
    let now = data(&desk, "2025-W29");
    let task = of(&now["tasks"], "KH11-003");
    assert_eq!(
        (task["percent"].as_str(), task["stale"].as_bool(), task["last_update"].as_str()),
        (Some("40"), Some(false), Some("2025-W29"))
    );
    assert_eq!(of(&now["tasks"], "KH11-001")["stale"], true);
    totals_add_up(&now);
    sources_hold(&desk, &now);
}

#[test]
fn a_finished_task_taken_back_counts_as_open_and_is_asked_about() {
    let desk = after_a_good_week();
    desk.put("SYT/29.xlsx", &desk.report("SYT", "2025-W29").bytes(), "2025-07-17T09:00:00+07:00");
    desk.run("2025-07-18T10:55:00+07:00");
    assert!(desk.feedback_text_of("SYT", "2025-W29", "T29").contains("N24"));
    desk.run("2025-07-18T15:20:00+07:00");
    let now = data(&desk, "2025-W29");
    let task = of(&now["tasks"], "KH11-002");
    assert_eq!((task["class"].as_str(), task["completed_on"].as_str()), (Some("overdue"), None), "{task}");
    let moved = now["comparison"]["changes"].as_array().unwrap();
    assert!(moved.iter().any(|c| c["task"] == "KH11-002" && c["before"] == "done_early" && c["now"] == "overdue"), "{moved:?}");
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
    calendar(&desk, &["Nghỉ|11/7/2025||||||Ngày lễ||Có"]);
    desk.run(&friday("08:00:00"));
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("09:00:00"));
    desk.run(&friday("10:00:00"));
    let run = desk.run("2025-07-14T09:00:00+07:00");
    assert_eq!(run.standing("SYT"), "returned");
    assert!(desk.feedback_text_of("SYT", "2025-W29", "T29").contains("T14"));
}
