//! What an office asks for, and what is in its way, stays from week to week until somebody answers it.

use crate::desk::{Desk, Run};
use crate::issued::Issued;
use serde_json::Value as Json;
use std::fs;

const OBSTACLE: &str = "Khó khăn, vướng mắc";
const PROPOSAL: &str = "Kiến nghị, đề xuất";
const LEVEL: &str = "Cấp giải quyết";
const CAUSE: &str = "Nguyên nhân chậm";
const EXPECTED: &str = "Dự kiến hoàn thành";
const RESULT: &str = "Kết quả thực hiện trong kỳ";

/// A moment of July or August 2025, by the days since the first of July.
fn at(day: u32, time: &str) -> String {
    let (month, day) = if day > 31 { (8, day - 31) } else { (7, day) };
    format!("2025-{month:02}-{day:02}T{time}:00+07:00")
}

/// The Friday of a week.
fn friday(week: u32) -> u32 {
    11 + (week - 28) * 7
}

/// Freezes and releases a week.
fn release(desk: &Desk, week: u32) -> Run {
    desk.run(&at(friday(week), "10:30"));
    desk.run(&at(friday(week), "11:00"));
    let run = desk.run(&at(friday(week), "15:25"));
    assert_eq!(run.json["phase"], "released", "{}", run.stderr);
    run
}

fn data(desk: &Desk, week: u32) -> Json {
    serde_json::from_slice(&fs::read(desk.path(&format!("ket-qua/2025-W{week}/TongHop_SKHCN_T{week}_2025.json"))).unwrap()).unwrap()
}

/// What stands in the products of a week: proposal, tasks, since, said last.
fn asked(desk: &Desk, week: u32) -> Vec<(String, Vec<String>, String, String)> {
    let text = |of: &Json, key: &str| of[key].as_str().unwrap().to_owned();
    let tasks = |of: &Json| of["tasks"].as_array().unwrap().iter().map(|task| task.as_str().unwrap().to_owned()).collect();
    let data = data(desk, week);
    let list = data["difficulties"].as_array().unwrap();
    list.iter().map(|one| (text(one, "proposal"), tasks(one), text(one, "since"), text(one, "period"))).collect()
}

fn task(desk: &Desk, week: u32, code: &str) -> Json {
    data(desk, week)["tasks"].as_array().unwrap().iter().find(|task| task["code"] == code).unwrap().clone()
}

/// The form of an office for a week, filled so that it counts.
fn form(desk: &Desk, office: &str, week: u32) -> Issued {
    let issued = desk.json(&["forms", "--period", &format!("2025-W{week}"), "--now", &at(friday(week) - 4, "08:00")], &[]);
    assert_eq!(issued.code, 0, "{}", issued.stderr);
    let mut form = Issued::form(desk, office, week);
    form.info("Số liệu tính đến", "24/7/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    form
}

fn send(desk: &Desk, office: &str, week: u32, form: &Issued) {
    desk.put(&format!("{office}/BC_{office}_T{week}_2025.xlsx"), &form.bytes(), &at(friday(week), "09:00"));
}

/// The Health Department asks for money for two tasks in the same words in week 28.
fn after_week_28() -> Desk {
    let desk = Desk::new();
    let mut report = desk.report("SYT", "2025-W28");
    for code in ["KH11-001", "KH11-002"] {
        report.set("NhiemVu", code, PROPOSAL, "Bố trí 02 tỷ đồng").set("NhiemVu", code, LEVEL, "Thường trực Tỉnh ủy");
    }
    report.set("NhiemVu", "KH11-001", OBSTACLE, "Thiếu kinh phí");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), &at(11, "09:00"));
    release(&desk, 28);
    desk
}

#[test]
fn what_was_asked_stays_until_the_office_takes_it_back() {
    let desk = after_week_28();
    let both = vec!["KH11-001".to_owned(), "KH11-002".to_owned()];
    let one = |codes: &[String], last: &str| vec![("Bố trí 02 tỷ đồng".to_owned(), codes.to_vec(), "2025-W28".to_owned(), last.to_owned())];
    assert_eq!(asked(&desk, 28), one(&both, "2025-W28"), "the same words to the same level are one proposal");

    // The next form comes with everything that stands.
    let mut form = form(&desk, "SYT", 29);
    let stands = [OBSTACLE, CAUSE, PROPOSAL, LEVEL].map(|heading| form.shown("NhiemVu", "KH11-001", heading));
    assert_eq!(stands, ["Thiếu kinh phí", "Chờ ý kiến thẩm định", "Bố trí 02 tỷ đồng", "Thường trực Tỉnh ủy"]);
    assert!(!form.shown("NhiemVu", "KH11-001", EXPECTED).is_empty());
    // One row has news, and its proposal was emptied; nobody touches the other one.
    form.set("NhiemVu", "KH11-001", RESULT, "Đã nghiệm thu 03 hạng mục").set("NhiemVu", "KH11-001", PROPOSAL, "");
    send(&desk, "SYT", 29, &form);
    let run = release(&desk, 29);
    assert_eq!(run.standing("SYT"), "on_time");
    assert_eq!(asked(&desk, 29), one(&both, "2025-W28"), "silence takes nothing back");
    let answer = desk.feedback_text_of("SYT", "2025-W29", "T29");
    assert!(answer.contains("N40") && answer.contains("Kiến nghị từ tuần 28/2025 vẫn được giữ: “Bố trí 02 tỷ đồng”."), "{answer}");
    assert_eq!(task(&desk, 29, "KH11-001")["obstacle"], "Thiếu kinh phí");

    // A week of silence, then one row says that it is settled, the other asks for it again in other words.
    release(&desk, 30);
    assert_eq!(asked(&desk, 30), one(&both, "2025-W28"));
    let mut next = self::form(&desk, "SYT", 31);
    next.set("NhiemVu", "KH11-001", PROPOSAL, "Đã giải quyết").set("NhiemVu", "KH11-001", OBSTACLE, "Không còn");
    next.set("NhiemVu", "KH11-002", PROPOSAL, "Bố trí 03 tỷ đồng");
    send(&desk, "SYT", 31, &next);
    let run = release(&desk, 31);
    let told = desk.feedback_text_of("SYT", "2025-W31", "T31");
    assert!(run.standing("SYT") == "on_time" && !told.contains("N40") && !told.contains("N23"), "{told}");
    let revised = ("Bố trí 03 tỷ đồng".to_owned(), vec!["KH11-002".to_owned()], "2025-W28".to_owned(), "2025-W31".to_owned());
    assert_eq!(asked(&desk, 31), [revised], "another text of the same level waits since the first one");
    assert_eq!(task(&desk, 31, "KH11-001")["obstacle"], "");
    let form = self::form(&desk, "SYT", 32);
    assert_eq!([OBSTACLE, PROPOSAL].map(|heading| form.shown("NhiemVu", "KH11-001", heading)), ["", ""]);
    assert_eq!(desk.json(&["verify", "--now", &at(36, "08:00")], &[]).code, 0);
}
