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

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}:00+07:00")
}

fn data(desk: &Desk, week: u32) -> serde_json::Value {
    let path = format!("ket-qua/2025-W{week}/TongHop_SKHCN_T{week}_2025.json");
    serde_json::from_str(&fs::read_to_string(desk.path(&path)).unwrap()).unwrap()
}

#[test]
fn a_lead_that_is_changed_between_freeze_and_release_throws_no_report_out() {
    let desk = Desk::new();
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", "2025-W28").bytes(), &friday("09:00"));
    desk.run(&friday("10:55"));
    desk.run(&friday("11:05"));
    desk.write_register(&[("NhiemVu", 3, "Đơn vị chủ trì", "SKHCN")]);
    let run = desk.run(&friday("14:00"));
    assert!(run.stderr.contains("nhiệm vụ KH11-003 nay giao Sở KH&CN"), "{}", run.stderr);
    let released = desk.run(&friday("15:21"));
    assert_eq!((released.agency("STC")["errors"].as_u64(), released.standing("STC")), (Some(0), "on_time"));
    let data = data(&desk, 28);
    let task = data["tasks"].as_array().unwrap().iter().find(|task| task["code"] == "KH11-003").unwrap();
    assert_eq!((task["percent"].as_str(), task["leads"][0].as_str()), (Some("40"), Some("STC")), "{task}");
    assert_eq!(desk.json(&["verify", "--now", &friday("16:00")], &[]).code, 0);
    // From the next period on it is the other's, with what was said of it.
    let next = desk.run("2025-07-14T08:00:00+07:00");
    assert!(!next.stderr.contains("nay giao"), "{}", next.stderr);
}

#[test]
fn the_figure_of_a_target_goes_on_under_another_office() {
    let desk = Desk::new();
    desk.put("SKHCN/BC_SKHCN_T28_2025.xlsx", &desk.report("SKHCN", "2025-W28").bytes(), &friday("09:00"));
    for time in ["10:30", "11:00", "15:25"] {
        desk.run(&friday(time));
    }
    desk.write_register(&[("ChiTieu", 1, "Đơn vị chủ trì", "STC")]);
    assert_eq!(desk.json(&["forms", "--now", "2025-07-14T08:00:00+07:00"], &[]).code, 0);
    let form = Issued::form(&desk, "STC", 29);
    assert!(form.shown("ChiTieu", "CT-001", "Số liệu kỳ trước").contains("50"));
    for time in ["10:30", "11:00", "15:25"] {
        desk.run(&format!("2025-07-18T{time}:00+07:00"));
    }
    let (before, after) = (data(&desk, 28), data(&desk, 29));
    let value = |data: &serde_json::Value| {
        let target = data["targets"].as_array().unwrap().iter().find(|target| target["code"] == "CT-001").unwrap();
        target["value"].clone()
    };
    assert_eq!(value(&after), value(&before));
}

#[test]
fn what_is_asked_of_a_new_lead_is_held_against_what_was_said_before_it() {
    let desk = Desk::new();
    let mut report = desk.report("STC", "2025-W28");
    report.set("NhiemVu", "KH11-003", "Trạng thái đơn vị báo", "Hoàn thành").set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "100");
    report.set("NhiemVu", "KH11-003", "Ngày hoàn thành", "30/6/2025");
    desk.put("STC/BC_STC_T28_2025.xlsx", &report.bytes(), &friday("09:00"));
    for time in ["10:30", "11:00", "15:25"] {
        desk.run(&friday(time));
    }
    desk.write_register(&[("NhiemVu", 3, "Đơn vị chủ trì", "SKHCN")]);
    // The new lead takes back what the old one finished.
    let back = desk.report("SKHCN", "2025-W29").bytes();
    let path = desk.path("SKHCN.xlsx");
    fs::write(&path, &back).unwrap();
    let checked = desk.json(&["check", path.to_str().unwrap()], &["--now", "2025-07-17T08:00:00+07:00"]);
    assert!(checked.json.to_string().contains("N24"), "{}", checked.json);
    desk.put("SKHCN/BC_SKHCN_T29_2025.xlsx", &back, "2025-07-18T09:00:00+07:00");
    desk.run("2025-07-18T10:30:00+07:00");
    assert!(desk.feedback_text_of("SKHCN", "2025-W29", "T29").contains("N24"));
    for time in ["11:00", "15:25"] {
        desk.run(&format!("2025-07-18T{time}:00+07:00"));
    }
    let task = data(&desk, 29)["tasks"].as_array().unwrap().iter().find(|task| task["code"] == "KH11-003").unwrap().clone();
    assert_eq!(task["class"], "done_on_time", "{task}");
}

/// The Finance office ends on the Tuesday of week 29, and the office that begins on Wednesday takes over; before that it reported the
/// week.
fn succeeded_in_mid_week() -> Desk {
    let desk = Desk::new();
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", "2025-W28").bytes(), &friday("09:00"));
    for time in ["10:30", "11:00", "15:25"] {
        desk.run(&friday(time));
    }
    let mut report = desk.report("STC", "2025-W29");
    report.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "55");
    desk.put("STC/BC_STC_T29_2025.xlsx", &report.bytes(), "2025-07-15T09:00:00+07:00");
    assert_eq!(desk.run("2025-07-15T10:00:00+07:00").standing("STC"), "on_time");
    let begins = ("DonVi", 1, "Hiệu lực từ", "16/7/2025");
    desk.write_register(&[("DonVi", 3, "Hiệu lực đến", "15/7/2025"), ("DonVi", 3, "Đơn vị kế thừa", "SKHCN"), begins]);
    desk
}

fn week_29(desk: &Desk) -> (crate::desk::Run, serde_json::Value) {
    let mut run = desk.run("2025-07-18T10:30:00+07:00");
    for time in ["11:00", "15:25"] {
        run = desk.run(&format!("2025-07-18T{time}:00+07:00"));
    }
    assert_eq!(desk.json(&["verify", "--strict", "--now", "2025-07-19T08:00:00+07:00"], &[]).code, 0);
    let task = data(desk, 29)["tasks"].as_array().unwrap().iter().find(|task| task["code"] == "KH11-003").unwrap().clone();
    (run, task)
}

#[test]
fn what_an_office_reported_in_the_week_in_which_it_ends_is_its_successors() {
    let desk = succeeded_in_mid_week();
    let (run, task) = week_29(&desk);
    assert_eq!((run.standing("SKHCN"), run.agency("SKHCN")["file"].as_str()), ("on_time", Some("STC/BC_STC_T29_2025.xlsx")));
    assert_eq!((task["percent"].as_str(), task["leads"][0].as_str()), (Some("55"), Some("SKHCN")), "{task}");
    assert!(!desk.feedback_text_of("SKHCN", "2025-W29", "T29").contains("T12"));
}

#[test]
fn the_successors_own_report_takes_its_place() {
    let desk = succeeded_in_mid_week();
    assert_eq!(desk.json(&["forms", "--now", "2025-07-16T08:00:00+07:00"], &[]).code, 0);
    let mut form = Issued::form(&desk, "SKHCN", 29);
    form.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "60").info("Số liệu tính đến", "17/07/2025 16:00");
    desk.put("SKHCN/BC_SKHCN_T29_2025.xlsx", &form.bytes(), "2025-07-17T09:00:00+07:00");
    let (run, task) = week_29(&desk);
    assert_eq!((run.standing("SKHCN"), task["percent"].as_str()), ("on_time", Some("60")), "{task}");
}
