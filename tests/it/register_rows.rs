//! One row of the register that cannot be used costs nobody else the week: forms, receipt, freeze, release and `verify` go on,
//! the row is that of the register before, and the desk is told until it is mended.

use crate::desk::{AGENCIES, CRITERIA, Desk, Run, TARGETS, TASKS, register_workbook};
use serde_json::Value;
use std::fs;

/// Slips of one cell each: where, and how the message says what holds now.
const SLIPS: [(&str, usize, &str, &str, &str); 6] = [
    ("NhiemVu", 1, "Đơn vị chủ trì", "SNNMT", "Tạm dùng dòng này theo danh mục trước đó."),
    ("NhiemVu", 2, "Mã nhiệm vụ", "KH11 002", "Tạm giữ theo danh mục trước đó: KH11-002."),
    ("NhiemVu", 3, "Loại thời hạn", "gấp", "Tạm dùng dòng này theo danh mục trước đó."),
    ("ChiTieu", 1, "Mục tiêu", "cao", "Tạm dùng dòng này theo danh mục trước đó."),
    ("DonVi", 3, "Hiệu lực từ", "năm ngoái", "Tạm dùng dòng này theo danh mục trước đó."),
    ("TieuChi", 2, "Bắt buộc", "tùy", "Tạm dùng dòng này theo danh mục trước đó."),
];

fn data(desk: &Desk) -> Value {
    serde_json::from_slice(&fs::read(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.json")).unwrap()).unwrap()
}

fn task<'a>(data: &'a Value, code: &str) -> Option<&'a Value> {
    data["tasks"].as_array().unwrap().iter().find(|task| task["code"] == code)
}

fn verified(desk: &Desk) -> Run {
    desk.json(&["verify", "--strict"], &["--now", "2025-07-18T08:00:00+07:00"])
}

#[test]
fn a_slip_in_any_sheet_leaves_the_row_as_it_was_and_the_week_as_it_would_be() {
    for (sheet, row, heading, text, told) in SLIPS {
        let desk = Desk::new();
        assert_eq!(desk.run("2025-07-11T09:00:00+07:00").code, 0);
        // The form of before, as the office has it.
        let report = desk.report("SYT", "2025-W28").bytes();
        desk.write_register(&[(sheet, row, heading, text), ("NhiemVu", 7, "Nội dung nhiệm vụ", "Rà soát toàn bộ dự án")]);
        let forms = desk.json(&["forms", "--period", "2025-W28"], &["--now", "2025-07-11T09:05:00+07:00"]);
        assert_eq!((forms.code, forms.json["written"].as_array().map(Vec::len)), (2, Some(6)), "{}", forms.stderr);
        desk.put("SYT/BC_SYT_T28_2025.xlsx", &report, "2025-07-11T10:45:00+07:00");
        let run = desk.run("2025-07-11T10:50:00+07:00");
        assert_eq!((run.code, run.standing("SYT")), (2, "on_time"), "{}", run.stderr);
        assert!(run.stderr.contains(&format!("danh-muc.xlsx, trang {sheet}, ô ")) && run.stderr.contains(told), "{}", run.stderr);
        desk.run("2025-07-11T11:00:00+07:00");
        assert_eq!(desk.run("2025-07-11T15:25:00+07:00").json["phase"], "released");
        let found = data(&desk);
        assert_eq!(found["tasks"].as_array().unwrap().len(), 8, "{sheet} {heading}");
        assert_eq!(found["targets"].as_array().unwrap().len(), 2);
        assert_eq!(found["criteria"]["codes"].as_array().unwrap().len(), 2);
        assert_eq!(task(&found, "KH11-001").unwrap()["leads"][0], "SYT");
        assert_eq!(task(&found, "TB15-002").unwrap()["content"], "Rà soát toàn bộ dự án", "other rows are as they are written");
        assert_eq!(task(&found, "KH11-003").unwrap()["class"], "no_report");
        assert!(desk.product_text("NoiBo_SKHCN_T28_2025.xlsx").contains(told), "the desk reads it in its own workbook");
        assert_eq!(desk.run("2025-07-11T16:00:00+07:00").code, 2, "told by each run");
        // Mended, and what left is found again from its seals.
        desk.write_register(&[]);
        assert_eq!(desk.run("2025-07-11T16:05:00+07:00").code, 0);
        let verified = verified(&desk);
        assert_eq!(verified.code, 0, "{} {}", verified.json, verified.stderr);
    }
}

#[test]
fn a_code_written_over_that_of_the_row_above_changes_neither_task() {
    for row in [2, 4] {
        let desk = Desk::new();
        assert_eq!(desk.run("2025-07-11T09:00:00+07:00").code, 0);
        desk.write_register(&[("NhiemVu", row, "Mã nhiệm vụ", "KH11-003")]);
        let run = desk.run("2025-07-11T10:50:00+07:00");
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains("đã có ở ô") && run.stderr.contains("còn có ở ô"), "both rows are in doubt: {}", run.stderr);
        desk.run("2025-07-11T11:00:00+07:00");
        assert_eq!(desk.run("2025-07-11T15:25:00+07:00").json["phase"], "released");
        let found = data(&desk);
        let task = task(&found, "KH11-003").unwrap();
        assert_eq!((task["content"].as_str(), task["deadline_to"].as_str()), (Some("Bố trí kinh phí"), Some("2025-06-30")), "{task}");
        assert_eq!(found["tasks"].as_array().unwrap().len(), 8, "the other one goes on as it was");
        assert_eq!(verified(&desk).code, 0);
    }
}

#[test]
fn without_an_earlier_register_the_row_waits_and_everybody_else_goes_on() {
    let desk = Desk::new();
    let report = desk.report("SYT", "2025-W28").bytes();
    desk.write_register(&[("NhiemVu", 3, "Đơn vị chủ trì", "SNNMT")]);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report, "2025-07-11T10:45:00+07:00");
    let run = desk.run("2025-07-11T10:50:00+07:00");
    assert_eq!((run.code, run.standing("SYT"), run.json["tasks"]["total"].as_u64()), (2, "on_time", Some(6)), "{}", run.stderr);
    assert!(run.stderr.contains("trang NhiemVu, ô G4") && run.stderr.contains("Dòng này tạm thời chưa được tính."), "{}", run.stderr);
    desk.run("2025-07-11T11:00:00+07:00");
    assert_eq!(desk.run("2025-07-11T15:25:00+07:00").json["phase"], "released");
    assert_eq!(task(&data(&desk), "KH11-003"), None);
    assert_eq!(verified(&desk).code, 0);
}

#[test]
fn a_row_is_that_of_the_last_register_in_which_it_was_sound() {
    let desk = Desk::new();
    let content = "Nội dung nhiệm vụ";
    assert_eq!(desk.run("2025-07-11T08:00:00+07:00").code, 0);
    desk.write_register(&[("NhiemVu", 1, "Đơn vị chủ trì", "SNNMT"), ("NhiemVu", 7, content, "Rà soát lần hai")]);
    assert_eq!(desk.run("2025-07-11T08:30:00+07:00").code, 2);
    // Another row breaks, whose last sound form stands in a workbook that has a broken row itself.
    desk.write_register(&[
        ("NhiemVu", 1, "Đơn vị chủ trì", "SNNMT"),
        ("NhiemVu", 7, content, "Rà soát lần ba"),
        ("NhiemVu", 7, "Loại thời hạn", "gấp"),
    ]);
    assert_eq!(desk.run("2025-07-11T09:00:00+07:00").code, 2);
    desk.run("2025-07-11T11:00:00+07:00");
    assert_eq!(desk.run("2025-07-11T15:25:00+07:00").json["phase"], "released");
    let found = data(&desk);
    assert_eq!(task(&found, "TB15-002").unwrap()["content"], "Rà soát lần hai");
    assert_eq!(task(&found, "KH11-001").unwrap()["leads"][0], "SYT");
    assert_eq!(verified(&desk).code, 0);
    // Each workbook that lent a row is evidence: without it the release cannot be derived, and that is said.
    desk.lose_from_archive(&register_workbook(&[AGENCIES, TASKS, TARGETS, CRITERIA], &[]));
    assert_ne!(verified(&desk).code, 0);
}

#[test]
fn a_sheet_of_programmes_or_confirmations_without_headings_costs_nobody_else_anything() {
    let desk = Desk::new();
    let notes = |sheet| (sheet, "Ghi nháp|Việc cần làm", &["Hỏi lại|Thứ Hai"][..]);
    desk.write_register_with(&[], &[notes("ChuongTrinh"), notes("XacNhan")]);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T10:45:00+07:00");
    let run = desk.run("2025-07-11T10:50:00+07:00");
    assert_eq!((run.code, run.standing("SYT"), run.json["tasks"]["total"].as_u64()), (2, "on_time", Some(7)), "{}", run.stderr);
    for sheet in ["ChuongTrinh", "XacNhan"] {
        assert!(run.stderr.contains(&format!("trang {sheet}: Không tìm thấy dòng tiêu đề")), "{}", run.stderr);
    }
    desk.run("2025-07-11T11:00:00+07:00");
    assert_eq!(desk.run("2025-07-11T15:25:00+07:00").json["phase"], "released");
    assert_eq!(verified(&desk).code, 0);
}
