//! Unknown is not missing: who cannot be looked at is never called silent, and it is said whose trouble that is.

use crate::desk::Desk;
use std::fs;

/// A desk where more than ten entries are too many for a folder.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.configure("[limits]\nfolder_entries_max = 10");
    for folder in ["SKHCN", "SYT", "STC", "X-A", "X-B"] {
        fs::create_dir_all(desk.path("nop").join(folder)).unwrap();
    }
    desk
}

/// Puts more into a folder than may be listed.
fn crowd(desk: &Desk, folder: &str) {
    for number in 0..11 {
        fs::write(desk.path("nop").join(folder).join(format!("~${number}.tmp")), "").unwrap();
    }
}

fn clear(desk: &Desk, folder: &str) {
    for number in 0..11 {
        fs::remove_file(desk.path("nop").join(folder).join(format!("~${number}.tmp"))).unwrap();
    }
}

#[test]
fn a_folder_that_cannot_be_listed_is_unknown_and_an_empty_one_is_missing() {
    let desk = desk();
    crowd(&desk, "SYT");
    let run = desk.run_with("2025-07-11T11:00:00+07:00", &["--fail-on", "missing"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert_eq!((run.standing("SYT"), run.standing("STC")), ("unknown", "missing"));
    let message = fs::read_to_string(desk.path("phan-hoi/2025-W28/_tin-nhan.txt")).unwrap();
    let missing = message.lines().find(|line| line.starts_with("Còn chờ:")).unwrap();
    assert!(missing.contains("Sở TC") && !missing.contains("Sở Y tế"), "{message}");
    assert!(message.contains("Thư mục của Sở Y tế đang có sự cố phía Sở KH&CN; đơn vị không phải gửi lại."), "{message}");
    assert!(desk.feedback_text("SYT").contains("không tính là chưa báo cáo"), "{}", desk.feedback_text("SYT"));
    let run = desk.run("2025-07-11T15:20:00+07:00");
    assert_eq!((run.json["phase"].as_str(), run.standing("SYT")), (Some("released"), "unknown"));
    let page = desk.product_text("TongHop_SKHCN_T28_2025.xlsx");
    let told = "Chưa xác định được do sự cố của cơ quan tổng hợp, không tính là chưa báo cáo (01): Sở Y tế.";
    assert!(page.contains(told) && page.contains("Chưa kiểm tra được"), "{page}");
    // The folder opens after the release: what it said stays.
    clear(&desk, "SYT");
    assert_eq!(desk.run("2025-07-11T16:00:00+07:00").standing("SYT"), "unknown");
    let verify = desk.json(&["verify", "--now", "2025-07-11T16:05:00+07:00"], &[]);
    assert_eq!(verify.code, 0, "{}{}", verify.json, verify.stderr);
}

#[test]
fn two_reports_that_cannot_be_told_apart_are_ours_to_look_for_while_the_folder_cannot_be_read() {
    let desk = desk();
    for (name, result) in [("BC 1.xlsx", "Đã ban hành kế hoạch."), ("BC 2.xlsx", "Đã ban hành quyết định.")] {
        let mut report = desk.report("SYT", "2025-W28");
        report.fill().set("NhiemVu", "KH11-001", "Kết quả thực hiện trong kỳ", result);
        desk.put(&format!("SYT/{name}"), &report.bytes(), "2025-07-11T07:00:00+07:00");
    }
    let tied = desk.run("2025-07-11T07:44:00+07:00").standing("SYT").to_owned();
    crowd(&desk, "SYT");
    // Which of the two holds may have been said meanwhile, where nobody looked.
    let unseen = desk.run("2025-07-11T09:50:00+07:00").standing("SYT").to_owned();
    assert_eq!((tied.as_str(), unseen.as_str()), ("returned", "unknown"));
    clear(&desk, "SYT");
    assert_eq!(desk.run("2025-07-11T09:55:00+07:00").standing("SYT"), "returned");
}

#[test]
fn who_was_looked_at_within_the_hour_before_the_cutoff_is_missing() {
    let desk = desk();
    assert_eq!(desk.run("2025-07-11T10:00:00+07:00").standing("SYT"), "missing");
    crowd(&desk, "SYT");
    // While it collects nobody is reminded whose folder cannot be read.
    assert_eq!(desk.run("2025-07-11T10:59:00+07:00").standing("SYT"), "unknown");
    assert_eq!(desk.run("2025-07-11T11:30:00+07:00").standing("SYT"), "missing");
    let verify = desk.json(&["verify", "--now", "2025-07-11T16:05:00+07:00"], &[]);
    assert_eq!(verify.code, 0, "{}{}", verify.json, verify.stderr);
}

#[test]
fn a_folder_that_cannot_be_read_now_is_our_trouble_from_the_first_scan_on() {
    let desk = desk();
    assert_eq!(desk.run("2025-07-09T08:00:00+07:00").standing("SYT"), "missing");
    crowd(&desk, "SYT");
    let message = |time: &str| {
        let run = desk.run(&format!("2025-07-09T{time}:00+07:00"));
        let status = desk.json(&["status", "--now", &format!("2025-07-09T{time}:30+07:00")], &[]);
        assert_eq!(run.standing("SYT"), status.standing("SYT"), "{time}");
        (run.standing("SYT").to_owned(), fs::read_to_string(desk.path("phan-hoi/2025-W28/_tin-nhan.txt")).unwrap())
    };
    let (standing, text) = message("08:05");
    assert_eq!(standing, "unknown");
    assert!(text.contains("Thư mục của Sở Y tế đang có sự cố phía Sở KH&CN"), "{text}");
    clear(&desk, "SYT");
    let (standing, text) = message("08:10");
    assert!(standing == "missing" && !text.contains("sự cố"), "{text}");
}

#[test]
fn who_was_not_is_unknown_until_somebody_looks() {
    let desk = desk();
    assert_eq!(desk.run("2025-07-11T09:59:00+07:00").standing("SYT"), "missing");
    crowd(&desk, "SYT");
    assert_eq!(desk.run("2025-07-11T10:30:00+07:00").standing("SYT"), "unknown");
    assert_eq!(desk.run("2025-07-11T11:00:00+07:00").standing("SYT"), "unknown");
    let run = desk.run_with("2025-07-11T11:10:00+07:00", &["--fail-on", "late"]);
    assert_eq!((run.code, run.standing("SYT")), (3, "unknown"));
    // Looked and empty.
    clear(&desk, "SYT");
    let run = desk.run_with("2025-07-11T11:20:00+07:00", &["--fail-on", "missing"]);
    assert_eq!((run.code, run.standing("SYT")), (1, "missing"));
    // A report that lay there at the cutoff is nobody's delay.
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T10:00:00+07:00");
    let run = desk.run("2025-07-11T11:30:00+07:00");
    assert_eq!((run.standing("SYT"), run.agency("SYT")["evidence"].as_str()), ("on_time", Some("server_time")));
}

#[test]
fn a_report_that_was_received_stays_one_where_nobody_can_look_any_more() {
    let desk = desk();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T08:00:00+07:00");
    assert_eq!(desk.run("2025-07-11T08:30:00+07:00").standing("SYT"), "on_time");
    crowd(&desk, "SYT");
    for at in ["10:30", "11:00", "15:20"] {
        assert_eq!(desk.run(&format!("2025-07-11T{at}:00+07:00")).standing("SYT"), "on_time", "{at}");
    }
}

#[test]
fn status_names_the_unknown_apart() {
    let desk = desk();
    crowd(&desk, "SYT");
    desk.run("2025-07-11T10:50:00+07:00");
    let output = desk.command().args(["status", "--now", "2025-07-11T10:51:00+07:00"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("Chưa kiểm tra được (1): Sở Y tế"), "{text}");
}
