//! A desk above: what a desk below consolidated is received, judged and merged like a report, by an hour of its own; and the figures
//! are those of one desk that got every report itself.

use crate::desk::{AGENCIES, CRITERIA, Desk, Run, TARGETS, TASKS, register_workbook};
use serde_json::Value as Json;
use std::fs;

pub fn friday(time: &str) -> String {
    format!("2025-07-11T{time}+07:00")
}

pub fn next_friday(time: &str) -> String {
    format!("2025-07-18T{time}+07:00")
}

pub const OFFICES: [&str; 4] = ["SYT", "STC", "X-A", "SKHCN"];

/// The register of the province, with or without its Department as a desk.
fn write_register(desk: &Desk, with_desk: bool) {
    let (name, headings, rows) = AGENCIES;
    let headings = format!("{headings}|Vai trò");
    let role = |row: &str| if with_desk && row.starts_with("SKHCN|") { "Đầu mối" } else { "" };
    let rows: Vec<String> = rows.iter().map(|row| format!("{row}|{}", role(row))).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let tables = [(name, headings.as_str(), rows.as_slice()), TASKS, TARGETS, CRITERIA];
    fs::write(desk.path("danh-muc.xlsx"), register_workbook(&tables, &[])).unwrap();
}

/// The Department.
pub fn below() -> Desk {
    let desk = Desk::new();
    write_register(&desk, true);
    desk
}

/// The Office of the provincial Party committee, which releases an hour after desks have to hand on.
pub fn above(with_desk: bool) -> Desk {
    let desk = Desk::new();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap().replace("SKHCN", "VPTU");
    fs::write(desk.path("tonghop.toml"), config).unwrap();
    desk.configure("[schedule]\nrelease = \"Fri 16:30\"");
    write_register(&desk, with_desk);
    desk
}

pub fn send(desk: &Desk, offices: &[&str], period: &str, at: &str) {
    for office in offices {
        let mut report = desk.report(office, period);
        if *office == "SYT" {
            report.set("NhiemVu", "KH11-002", "Khó khăn, vướng mắc", "Thiếu kinh phí");
            report.set("NhiemVu", "KH11-002", "Kiến nghị, đề xuất", "Bổ sung kinh phí");
            report.set("NhiemVu", "KH11-002", "Cấp giải quyết", "UBND tỉnh");
        }
        let week = period.trim_start_matches("2025-W");
        desk.put(&format!("{office}/BC_{office}_T{week}_2025.xlsx"), &report.bytes(), at);
    }
}

/// A week of the Department, and the workbook that it released.
pub fn handed_on(desk: &Desk) -> Vec<u8> {
    send(desk, &OFFICES, "2025-W28", &friday("10:00:00"));
    let run = desk.run(&friday("10:30:00"));
    assert_eq!((run.standing("SKHCN"), run.agency("SKHCN")["own_cutoff"].as_str()), ("on_time", None), "to itself it is an office");
    for time in ["11:00:00", "15:20:00"] {
        desk.run(&friday(time));
    }
    fs::read(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx")).unwrap()
}

/// A week of the Office until 11 o'clock.
pub fn collected(desk: &Desk) -> Run {
    send(desk, &["VPTU"], "2025-W28", &friday("10:00:00"));
    desk.run(&friday("10:30:00"));
    desk.run(&friday("11:00:00"))
}

pub fn data(desk: &Desk, period: &str) -> Json {
    let week = period.trim_start_matches("2025-W");
    let text = fs::read_to_string(desk.path(&format!("ket-qua/{period}/TongHop_VPTU_T{week}_2025.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

pub fn first_page(desk: &Desk, period: &str) -> String {
    sheet(desk, period, "", "Tổng hợp")
}

/// Everything that stands in a sheet of an edition, line by line.
fn sheet(desk: &Desk, period: &str, edition: &str, name: &str) -> String {
    let week = period.trim_start_matches("2025-W");
    let bytes = fs::read(desk.path(&format!("ket-qua/{period}/TongHop_VPTU_T{week}_2025{edition}.xlsx"))).unwrap();
    let workbook = tonghop::reader::read(&bytes, ".xlsx", &tonghop::model::config::Limits::OWN).unwrap();
    workbook.sheet(name).unwrap().cells().map(|(_, value)| format!("{value:?}\n")).collect()
}

#[test]
fn figures_through_a_desk_are_those_of_one_desk() {
    let (below, above, flat) = (below(), above(true), above(false));
    let workbook = handed_on(&below);
    let frozen = collected(&above);
    assert_eq!((frozen.standing("SKHCN"), frozen.agency("SKHCN")["awaits_own_cutoff"].as_bool()), ("missing", Some(true)));
    above.put("SKHCN/TongHop_SKHCN_T28_2025.xlsx", &workbook, &friday("15:25:00"));
    let run = above.run(&friday("15:26:00"));
    assert_eq!((run.json["files"]["received"].as_u64(), run.standing("SKHCN")), (Some(1), "on_time"), "{}", run.json["files"]);
    for office in ["SYT", "STC", "X-A"] {
        assert_eq!((run.standing(office), run.agency(office)["through"].as_str()), ("on_time", Some("SKHCN")), "{office}");
    }
    assert_eq!((run.standing("X-B"), run.standing("VPTU")), ("missing", "on_time"));
    let answer = fs::read_to_string(above.path("phan-hoi/2025-W28/PhanHoi_SYT_T28_2025.txt")).unwrap();
    assert!(answer.contains("ĐÃ CÓ SỐ LIỆU QUA SỞ KH&CN") && answer.contains("Nơi nộp: Cả hai"), "{answer}");
    assert_eq!(above.run(&friday("16:20:00")).json["phase"], "released");

    send(&flat, &OFFICES, "2025-W28", &friday("10:00:00"));
    send(&flat, &["VPTU"], "2025-W28", &friday("10:00:00"));
    for time in ["10:30:00", "11:00:00", "16:20:00"] {
        flat.run(&friday(time));
    }
    let (through, direct) = (data(&above, "2025-W28"), data(&flat, "2025-W28"));
    for part in ["totals", "tasks", "targets", "criteria", "difficulties", "extra_tasks"] {
        assert_eq!(through[part], direct[part], "{part}");
    }
    let compared = sheet(&above, "2025-W28", "", "Đối chiếu");
    assert!(
        compared.contains("Chỉ gửi một nơi") && !compared.contains("Số liệu của đầu mối"),
        "what it printed is what its rows come to: {compared}"
    );
    let page = first_page(&above, "2025-W28");
    assert!(page.contains("Gồm số liệu của 03 cơ quan lấy theo bản tổng hợp của Sở KH&CN (nhận lúc 15 giờ 26, hạn 15 giờ 30)."), "{page}");
    let verified = above.json(&["verify", "--now", &friday("17:00:00")], &[]);
    assert_eq!(verified.code, 0, "{} {}", verified.json, verified.stderr);
}

#[test]
fn an_office_that_sent_to_both_counts_once_by_the_desk_that_chases_it() {
    let (below, above) = (below(), above(true));
    // SYT is chased by the Department, and says something else to the Office.
    let mut other = above.report("SYT", "2025-W28");
    other.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "90");
    above.put("SYT/BC_SYT_T28_2025.xlsx", &other.bytes(), &friday("10:00:00"));
    above.put("STC/BC_STC_T28_2025.xlsx", b"PK", &friday("10:00:00"));
    assert_eq!(collected(&above).standing("SYT"), "on_time");
    let percent = |desk: &Desk| {
        let text = fs::read_to_string(desk.path("ket-qua/2025-W28/TongHop_VPTU_T28_2025_du-thao.json")).unwrap();
        let data: Json = serde_json::from_str(&text).unwrap();
        let task = data["tasks"].as_array().unwrap().iter().find(|task| task["code"] == "KH11-001").unwrap().clone();
        task["percent"].as_str().map(str::to_owned)
    };
    assert_eq!(percent(&above).as_deref(), Some("90"));
    above.put("SKHCN/TongHop_SKHCN_T28_2025.xlsx", &handed_on(&below), &friday("15:25:00"));
    let run = above.run(&friday("15:26:00"));
    assert_eq!((percent(&above).as_deref(), run.agency("SYT")["through"].as_str()), (Some("40"), Some("SKHCN")));
    let told = fs::read_to_string(above.path("phan-hoi/2025-W28/PhanHoi_SYT_T28_2025.txt")).unwrap();
    assert!(told.contains("khác nhau ở 4 ô: KH11-001, KH11-002;") && told.contains("số liệu lấy theo bản gửi Sở KH&CN"), "{told}");
    let compared = sheet(&above, "2025-W28", "_du-thao", "Đối chiếu");
    let lines = ["Hai bản gửi khác nhau", "Tỷ lệ hoàn thành (%)", "Text(\"90\")", "Text(\"40\")", "SYT/BC_SYT_T28_2025.xlsx"];
    assert!(lines.iter().all(|word| compared.contains(word)), "{compared}");
    // What cannot be used here is answered all the same.
    assert_eq!((run.standing("STC"), run.agency("STC")["through"].as_str()), ("on_time", Some("SKHCN")));
    let answer = fs::read_to_string(above.path("phan-hoi/2025-W28/PhanHoi_STC_T28_2025.txt")).unwrap();
    assert!(answer.contains("ĐÃ CÓ SỐ LIỆU QUA SỞ KH&CN") && answer.contains("nội dung là tệp văn bản"), "{answer}");
}

#[test]
fn a_desk_that_is_late_keeps_nobody_back() {
    let (below, above) = (below(), above(true));
    let workbook = handed_on(&below);
    collected(&above);
    // Somebody looked shortly before the hour, so that nobody is given the benefit of the doubt.
    above.run(&friday("15:29:00"));
    above.put("SKHCN/TongHop_SKHCN_T28_2025.xlsx", &workbook, &friday("15:31:00"));
    let run = above.run(&friday("15:32:00"));
    assert_eq!((run.standing("SKHCN"), run.standing("SYT")), ("late", "missing"));
    assert_eq!(above.run(&friday("16:20:00")).json["phase"], "released");
    let page = first_page(&above, "2025-W28");
    assert!(page.contains("Chưa có bản tổng hợp dùng được của Sở KH&CN (nhận lúc 15 giờ 32, muộn 2 phút so với hạn 15 giờ 30)"), "{page}");
    assert_eq!(data(&above, "2025-W28")["tasks"][0]["class"], "no_report");
}

#[test]
fn a_release_waits_for_the_hour_of_its_desks_and_no_longer() {
    let above = above(true);
    let config = fs::read_to_string(above.path("tonghop.toml")).unwrap().replace("Fri 16:30", "Fri 15:35");
    fs::write(above.path("tonghop.toml"), config).unwrap();
    collected(&above);
    // Ten minutes before its own hour it would leave by itself; those who hand on have five of them left.
    for (time, phase) in [("15:25:00", "consolidating"), ("15:29:59", "consolidating"), ("15:30:00", "released")] {
        assert_eq!(above.run(&friday(time)).json["phase"], phase, "{time}");
    }
    assert!(first_page(&above, "2025-W28").contains("Chưa có bản tổng hợp dùng được của Sở KH&CN"));
}

#[test]
fn without_its_desk_the_next_week_shows_the_last_figures_and_says_so() {
    let (below, above) = (below(), above(true));
    above.put("SKHCN/TongHop_SKHCN_T28_2025.xlsx", &handed_on(&below), &friday("15:25:00"));
    collected(&above);
    above.run(&friday("16:20:00"));
    for time in ["10:30:00", "11:00:00", "16:20:00"] {
        above.run(&next_friday(time));
    }
    let (before, now) = (data(&above, "2025-W28"), data(&above, "2025-W29"));
    let syt = |data: &Json| data["tasks"].as_array().unwrap().iter().find(|task| task["code"] == "KH11-002").unwrap().clone();
    assert_eq!((syt(&now)["percent"].clone(), syt(&now)["stale"].as_bool()), (syt(&before)["percent"].clone(), Some(true)));
    assert_eq!(syt(&now)["sources"], syt(&before)["sources"], "the cell of the office itself");
    assert!(first_page(&above, "2025-W29").contains("Chưa có bản tổng hợp dùng được của Sở KH&CN"));
}

#[test]
fn what_a_desk_sends_instead_of_its_release_is_returned_with_the_cause() {
    let (below, above) = (below(), above(true));
    collected(&above);
    send(&above, &["SKHCN"], "2025-W28", &friday("14:00:00"));
    let answer = |time: &str| {
        let run = above.run(&friday(time));
        let text = fs::read_to_string(above.path("phan-hoi/2025-W28/PhanHoi_SKHCN_T28_2025.txt")).unwrap();
        (run.standing("SKHCN").to_owned(), text)
    };
    let (standing, text) = answer("14:01:00");
    assert!(standing == "returned" && text.contains("không gửi báo cáo theo biểu mẫu BM-01"), "{standing}: {text}");
    let workbook = handed_on(&below);
    let draft = fs::read(below.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_chot-11h00.xlsx")).unwrap();
    above.put("SKHCN/TongHop_SKHCN_T28_2025.xlsx", &draft, &friday("15:21:00"));
    let (standing, text) = answer("15:22:00");
    assert!(standing == "returned" && text.contains("chưa phải bản tổng hợp trình ký"), "{standing}: {text}");
    above.put("SKHCN/TongHop_SKHCN_T28_2025.xlsx", &workbook, &friday("15:23:00"));
    let (standing, text) = answer("15:24:00");
    assert!(standing == "on_time" && text.contains("ĐÃ NHẬN"), "{standing}: {text}");
}

#[test]
fn a_workbook_of_who_is_no_desk_or_in_a_strange_folder_is_answered_with_the_cure() {
    let (below, above) = (below(), above(false));
    let workbook = handed_on(&below);
    above.put("SKHCN/TongHop_SKHCN_T28_2025.xlsx", &workbook, &friday("10:25:00"));
    above.put("_chung/TongHop_SKHCN_T28_2025.xlsx", &workbook, &friday("10:25:00"));
    let run = above.run(&friday("10:26:00"));
    assert_eq!((run.json["files"]["skipped"].as_u64(), run.standing("SKHCN")), (Some(1), "returned"), "{}", run.json["files"]);
    let answer = || fs::read_to_string(above.path("phan-hoi/2025-W28/PhanHoi_SKHCN_T28_2025.txt")).unwrap();
    assert!(answer().contains("đề nghị báo cơ quan tổng hợp ghi vào danh mục (trang DonVi, cột Vai trò)"), "{}", answer());
    let told = "Bản tổng hợp của SKHCN, chưa nhận: _chung/TongHop_SKHCN_T28_2025.xlsx";
    // Of what lies there for everybody it is said until the register or the file changes.
    assert!(run.stderr.contains(told) && above.run(&friday("10:26:30")).stderr.contains(told), "{}", run.stderr);
    fs::remove_file(above.path("nop/_chung/TongHop_SKHCN_T28_2025.xlsx")).unwrap();
    // The register says now that it hands on.
    write_register(&above, true);
    let run = above.run(&friday("10:28:00"));
    assert_eq!((run.standing("SKHCN"), run.agency("SYT")["through"].as_str()), ("on_time", Some("SKHCN")), "{}", run.stderr);
    // Who lays the same workbook into the folders of offices as well tells them, and sends nothing.
    above.put("SYT/TongHop_SKHCN_T28_2025.xlsx", &workbook, &friday("10:29:00"));
    let run = above.run(&friday("10:30:00"));
    assert_eq!((run.standing("SKHCN"), run.agency("SYT")["through"].as_str()), ("on_time", Some("SKHCN")));
    assert!(!answer().contains("nằm trong thư mục"), "{}", answer());
}

#[test]
fn who_becomes_a_desk_after_the_freeze_is_one_from_the_next_period_on() {
    let (below, above) = (below(), above(false));
    let workbook = handed_on(&below);
    collected(&above);
    write_register(&above, true);
    above.put("SKHCN/TongHop_SKHCN_T28_2025.xlsx", &workbook, &friday("11:10:00"));
    let run = above.run(&friday("11:20:00"));
    assert_eq!((run.standing("SKHCN"), run.standing("SYT")), ("returned", "missing"), "{}", run.stderr);
    let text = fs::read_to_string(above.path("phan-hoi/2025-W28/PhanHoi_SKHCN_T28_2025.txt")).unwrap();
    assert!(text.contains("chưa ghi cơ quan là Đầu mối"), "{text}");
}

#[test]
fn doctor_says_that_a_desk_below_has_time_until_the_release() {
    let above = above(true);
    let told = |release: &str| {
        let config = fs::read_to_string(above.path("tonghop.toml")).unwrap().replace("Fri 16:30", release);
        fs::write(above.path("tonghop.toml"), config).unwrap();
        let doctor = above.json(&["doctor", "--now", &friday("09:00:00")], &[]);
        doctor.json.to_string().contains("không trước hạn tổng hợp")
    };
    assert!(!told("Fri 16:30"));
    assert!(told("Fri 15:30"));
}
