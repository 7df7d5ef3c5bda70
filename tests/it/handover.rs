//! The history is the task's: it goes on when another office leads it.

use crate::desk::Desk;
use crate::issued::Issued;
use std::fs;

#[test]
fn a_task_that_is_handed_over_keeps_what_was_said_of_it() {
    let desk = Desk::new();
    let mut report = desk.report("STC", "2025-W28");
    report.set("NhiemVu", "KH11-003", "Trạng thái đơn vị báo", "Hoàn thành").set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "100");
    report.set("NhiemVu", "KH11-003", "Ngày hoàn thành", "30/6/2025");
    desk.put("STC/BC_STC_T28_2025.xlsx", &report.bytes(), "2025-07-11T09:00:00+07:00");
    for time in ["10:30", "11:00", "15:25"] {
        desk.run(&format!("2025-07-11T{time}:00+07:00"));
    }
    desk.write_register(&[("NhiemVu", 3, "Đơn vị chủ trì", "SKHCN")]);
    assert_eq!(desk.json(&["forms", "--now", "2025-07-14T08:00:00+07:00"], &[]).code, 0);
    let form = Issued::form(&desk, "SKHCN", 29);
    assert_eq!(form.shown("NhiemVu", "KH11-003", "Trạng thái đơn vị báo"), "Hoàn thành", "the new office's form shows the last row");
    for time in ["10:30", "11:00", "15:25"] {
        desk.run(&format!("2025-07-18T{time}:00+07:00"));
    }
    let data = fs::read_to_string(desk.path("ket-qua/2025-W29/TongHop_SKHCN_T29_2025.json")).unwrap();
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    let task = data["tasks"].as_array().unwrap().iter().find(|task| task["code"] == "KH11-003").unwrap();
    assert_eq!((task["class"].as_str(), task["completed_on"].as_str()), (Some("done_on_time"), Some("2025-06-30")), "{task}");
    assert_eq!(desk.json(&["verify", "--now", "2025-07-19T08:00:00+07:00"], &[]).code, 0);
}
