//! A report that came late and was not admitted is left out of its week, and is what is known of its office from the next week on.

use crate::desk::Desk;
use crate::issued::Issued;
use rusqlite::Connection;
use std::fs;

fn july(day: u32, time: &str) -> String {
    format!("2025-07-{day}T{time}:00+07:00")
}

fn data(desk: &Desk, week: u32) -> serde_json::Value {
    let path = desk.path(&format!("ket-qua/2025-W{week}/TongHop_SKHCN_T{week}_2025.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn of(data: &serde_json::Value, list: &str, code: &str) -> serde_json::Value {
    data[list].as_array().unwrap().iter().find(|line| line["code"] == code).unwrap().clone()
}

/// Week 28, released: the Finance office finished a task and reported late, the commune on time.
fn late_in_week_28() -> Desk {
    let desk = Desk::new();
    desk.put("X-A/BC_X-A_T28_2025.xlsx", &desk.report("X-A", "2025-W28").bytes(), &july(11, "09:00"));
    for time in ["10:55", "11:05"] {
        desk.run(&july(11, time));
    }
    let mut report = desk.report("STC", "2025-W28");
    report.set("NhiemVu", "KH11-003", "Trạng thái đơn vị báo", "Hoàn thành").set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "100");
    report.set("NhiemVu", "KH11-003", "Ngày hoàn thành", "30/6/2025");
    desk.put("STC/BC_STC_T28_2025.xlsx", &report.bytes(), &july(11, "11:24"));
    for time in ["11:30", "15:25"] {
        assert_eq!(desk.run(&july(11, time)).standing("STC"), "late");
    }
    desk
}

fn verified(desk: &Desk, now: &str) -> i32 {
    desk.json(&["verify"], &["--now", now]).code
}

#[test]
fn a_late_report_is_known_from_the_next_week_on() {
    let desk = late_in_week_28();
    let then = of(&data(&desk, 28), "tasks", "KH11-003");
    assert_eq!((then["class"].as_str(), then["reported"].as_str()), (Some("no_report"), None), "left out: {then}");
    let told = desk.feedback_text_of("STC", "2025-W28", "T28");
    assert!(told.contains("từ kỳ sau được dùng làm số liệu kỳ trước"), "{told}");
    desk.json(&["forms"], &["--now", &july(14, "08:00")]);
    let form = Issued::form(&desk, "STC", 29);
    assert_eq!(form.shown("NhiemVu", "KH11-003", "Trạng thái đơn vị báo"), "Hoàn thành");
    assert_eq!(form.shown("NhiemVu", "TB15-002", "Tỷ lệ hoàn thành (%)"), "40");
    for time in ["10:55", "11:05", "15:25"] {
        desk.run(&july(18, time));
    }
    let week_29 = data(&desk, 29);
    let (done, open) = (of(&week_29, "tasks", "KH11-003"), of(&week_29, "tasks", "TB15-002"));
    assert_eq!(done["class"], "done_on_time", "{done}");
    assert_eq!(
        (open["percent"].as_str(), open["last_update"].as_str(), open["stale"].as_bool()),
        (Some("40"), Some("2025-W28"), Some(true))
    );
    assert_eq!(open["marks"], serde_json::json!(["theo báo cáo gửi muộn tuần 28/2025"]), "{open}");
    let change = week_29["comparison"]["changes"].as_array().unwrap().iter().find(|change| change["task"] == "KH11-003").unwrap().clone();
    assert_eq!((change["now"].as_str(), change["late_in"].as_str()), (Some("done_on_time"), Some("2025-W28")));
    // Said again in time, it is late no more.
    desk.json(&["forms"], &["--now", &july(21, "08:00")]);
    let mut form = Issued::form(&desk, "STC", 30);
    form.info("Số liệu tính đến", "24/07/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    desk.put("STC/BC_STC_T30_2025.xlsx", &form.bytes(), &july(25, "09:00"));
    for time in ["10:55", "11:05", "15:25"] {
        desk.run(&july(25, time));
    }
    let open = of(&data(&desk, 30), "tasks", "TB15-002");
    assert_eq!((open["marks"].as_array().unwrap().len(), open["last_update"].as_str()), (0, Some("2025-W30")), "{open}");
    assert_eq!(verified(&desk, &july(26, "08:00")), 0);
}

#[test]
fn a_form_asks_about_no_proposal_of_a_task_that_a_late_report_finished() {
    let desk = Desk::new();
    let mut report = desk.report("STC", "2025-W28");
    for (heading, text) in [("Kiến nghị, đề xuất", "Bố trí 02 tỷ đồng"), ("Cấp giải quyết", "UBND tỉnh")] {
        report.set("NhiemVu", "KH11-003", heading, text).set("NhiemVu", "TB15-002", heading, text);
    }
    desk.put("STC/BC_STC_T28_2025.xlsx", &report.bytes(), &july(11, "09:00"));
    for time in ["10:55", "11:05", "15:25"] {
        desk.run(&july(11, time));
    }
    let asked = |desk: &Desk, week: u32, code: &str, day: u32| {
        desk.json(&["forms"], &["--now", &july(day, "08:00")]);
        Issued::form(desk, "STC", week).shown("NhiemVu", code, "Kết quả kỳ trước").contains("Còn đề nghị không?")
    };
    assert!(asked(&desk, 29, "KH11-003", 14));
    let mut report = Issued::form(&desk, "STC", 29);
    report.info("Số liệu tính đến", "17/7/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    report.set("NhiemVu", "KH11-003", "Trạng thái đơn vị báo", "Hoàn thành").set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "100");
    report.set("NhiemVu", "KH11-003", "Ngày hoàn thành", "30/6/2025");
    desk.run(&july(18, "11:05"));
    desk.put("STC/BC_STC_T29_2025.xlsx", &report.bytes(), &july(18, "11:24"));
    for time in ["11:30", "15:25"] {
        assert_eq!(desk.run(&july(18, time)).standing("STC"), "late");
    }
    assert!(!asked(&desk, 30, "KH11-003", 21), "what a finished task needed is over");
    assert!(asked(&desk, 30, "TB15-002", 21), "and what another one needs is not");
}

#[test]
fn what_a_late_report_moved_stays_its_doing_when_the_office_confirms_it() {
    let desk = late_in_week_28();
    desk.json(&["forms"], &["--now", &july(14, "08:00")]);
    let mut form = Issued::form(&desk, "STC", 29);
    form.info("Số liệu tính đến", "17/07/2025 16:00").info("Không phát sinh?", "x");
    desk.put("STC/BC_STC_T29_2025.xlsx", &form.bytes(), &july(18, "09:00"));
    for time in ["10:55", "11:05", "15:25"] {
        assert_eq!(desk.run(&july(18, time)).standing("STC"), "on_time");
    }
    let week_29 = data(&desk, 29);
    assert_eq!(of(&week_29, "tasks", "KH11-003")["last_update"], "2025-W29", "confirmed");
    let change = week_29["comparison"]["changes"].as_array().unwrap().iter().find(|change| change["task"] == "KH11-003").unwrap().clone();
    assert_eq!((change["now"].as_str(), change["late_in"].as_str()), (Some("done_on_time"), Some("2025-W28")), "{change}");
    let page = desk.texts("ket-qua/2025-W29/TongHop_SKHCN_T29_2025.xlsx").join("\n");
    assert!(page.contains("không phải kết quả tuần 29") && !page.contains("hoàn thành thêm"), "{page}");
    assert_eq!(verified(&desk, &july(19, "08:00")), 0);
}

#[test]
fn what_a_late_report_moved_stays_its_doing_when_a_new_lead_confirms_it() {
    let desk = late_in_week_28();
    desk.write_register(&[("NhiemVu", 3, "Đơn vị chủ trì", "SKHCN")]);
    desk.json(&["forms"], &["--now", &july(14, "08:00")]);
    let mut form = Issued::form(&desk, "SKHCN", 29);
    assert_eq!(form.shown("NhiemVu", "KH11-003", "Trạng thái đơn vị báo"), "Hoàn thành");
    form.info("Số liệu tính đến", "17/07/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    desk.put("SKHCN/BC_SKHCN_T29_2025.xlsx", &form.bytes(), &july(18, "09:00"));
    for time in ["10:55", "11:05", "15:25"] {
        assert_eq!(desk.run(&july(18, time)).standing("SKHCN"), "on_time");
    }
    let week_29 = data(&desk, 29);
    let change = week_29["comparison"]["changes"].as_array().unwrap().iter().find(|change| change["task"] == "KH11-003").unwrap().clone();
    assert_eq!((change["now"].as_str(), change["late_in"].as_str()), (Some("done_on_time"), Some("2025-W28")), "{change}");
    assert_eq!(verified(&desk, &july(19, "08:00")), 0);
}

#[test]
fn what_a_release_kept_of_late_reports_is_derived_again() {
    let desk = late_in_week_28();
    assert_eq!(verified(&desk, &july(12, "08:00")), 0);
    let ledger = Connection::open(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    ledger
        .execute_batch(
            "DROP TRIGGER late_rows_keep; UPDATE late_rows SET body = replace(body, '\"percent\":\"40\"', '\"percent\":\"90\"');",
        )
        .unwrap();
    drop(ledger);
    let verify = desk.json(&["verify"], &["--now", &july(12, "08:00")]);
    assert_eq!(verify.code, 1);
    let text = verify.json.to_string();
    assert!(text.contains("số liệu báo cáo gửi muộn của bản trình ký 2025-W28/1") && text.contains("late_rows"), "{text}");
}

#[test]
fn an_admitted_report_is_no_late_one_any_more() {
    let desk = late_in_week_28();
    // A week without its year is said with its year before anything is decided.
    let week = |typed: &'static str| ["--period", typed];
    for (command, typed, time, code) in [
        (&["reopen", "--reason", "bổ sung", "--by", "Nguyễn Văn A"][..], week("28"), "09:00", 0),
        (&["admit", "STC", "--reason", "bổ sung", "--by", "Nguyễn Văn A"][..], week("28"), "09:05", 0),
        (&["release"][..], week("28"), "09:10", 0),
        (&["withdraw", "--reason", "nhầm", "--by", "Nguyễn Văn A"][..], week("28"), "09:11", 12),
        (&["sent", "--number", "12/BC-SKHCN", "--by", "Nguyễn Văn A"][..], week("28"), "09:13", 0),
        (&["status"][..], week("2025-W28"), "09:14", 0),
    ] {
        let run = desk.json(&[command, &typed[..]].concat(), &["--now", &july(14, time)]);
        assert_eq!(run.code, code, "{command:?}: {}", run.stderr);
        assert_eq!(run.stderr.contains("“28” được hiểu là Tuần 28/2025"), typed[1] == "28", "{command:?}: {}", run.stderr);
    }
    for time in ["10:55", "11:05", "15:25"] {
        desk.run(&july(18, time));
    }
    let open = of(&data(&desk, 29), "tasks", "TB15-002");
    assert_eq!((open["percent"].as_str(), open["marks"].as_array().unwrap().len()), (Some("40"), 0), "{open}");
    assert_eq!(verified(&desk, &july(19, "08:00")), 0);
}

#[test]
fn what_the_calendar_moved_is_no_doing_of_a_late_report() {
    let desk = Desk::new();
    desk.write_register(&[("NhiemVu", 1, "Thời hạn (theo văn bản)", "22/7/2025")]);
    let put = |week: u32, percent: &str, at: &str| {
        let mut report = desk.report("SYT", &format!("2025-W{week}"));
        report.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", percent);
        desk.put(&format!("SYT/BC_SYT_T{week}_2025.xlsx"), &report.bytes(), at);
    };
    put(28, "40", &july(11, "09:00"));
    for time in ["10:55", "11:05", "15:25"] {
        desk.run(&july(11, time));
    }
    desk.run(&july(18, "10:55"));
    desk.run(&july(18, "11:05"));
    put(29, "60", &july(18, "11:24"));
    for (day, time) in [(18, "11:30"), (18, "15:25"), (25, "10:55"), (25, "11:05"), (25, "15:25")] {
        desk.run(&july(day, time));
    }
    let week_30 = data(&desk, 30);
    let line = of(&week_30, "tasks", "KH11-001");
    assert_eq!((line["percent"].as_str(), line["class"].as_str()), (Some("60"), Some("overdue")), "the late report is known: {line}");
    let change = week_30["comparison"]["changes"].as_array().unwrap().iter().find(|change| change["task"] == "KH11-001").unwrap().clone();
    assert_eq!((change["now"].as_str(), change["late_in"].as_str()), (Some("overdue"), None), "22/7 has passed: {change}");
    let page = desk.texts("ket-qua/2025-W30/TongHop_SKHCN_T30_2025.xlsx").join("\n");
    assert!(page.contains("mới quá hạn 01") && !page.contains("không phải kết quả tuần 30"), "{page}");
    assert_eq!(verified(&desk, &july(26, "08:00")), 0);
}
