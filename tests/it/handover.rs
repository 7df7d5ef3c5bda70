//! The history is the task's: it goes on when another office leads it.

use crate::desk::Desk;
use crate::issued::Issued;
use std::fs;
use tonghop::model::config::Limits;

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

/// The Health and the Finance office end on the Wednesday of week 29, and one office begins on Thursday that takes over both; until then
/// these reported the week.
fn merged_in_mid_week(who: &[&str]) -> Desk {
    let desk = Desk::new();
    for office in ["SYT", "STC"] {
        desk.put(&format!("{office}/BC_{office}_T28_2025.xlsx"), &desk.report(office, "2025-W28").bytes(), &friday("09:00"));
    }
    for time in ["10:30", "11:00", "15:25"] {
        desk.run(&friday(time));
    }
    for (office, task, percent) in [("SYT", "KH11-001", "56"), ("STC", "KH11-003", "55")] {
        if who.contains(&office) {
            let mut report = desk.report(office, "2025-W29");
            report.set("NhiemVu", task, "Tỷ lệ hoàn thành (%)", percent);
            desk.put(&format!("{office}/BC_{office}_T29_2025.xlsx"), &report.bytes(), "2025-07-15T09:00:00+07:00");
        }
    }
    desk.run("2025-07-15T10:00:00+07:00");
    merge(&desk, "17/7/2025");
    desk
}

/// Both end on 16/7, and the office that takes them over begins on this day.
fn merge(desk: &Desk, begins: &str) {
    let ends = |row| [("DonVi", row, "Hiệu lực đến", "16/7/2025"), ("DonVi", row, "Đơn vị kế thừa", "SKHCN")];
    let changes: Vec<_> = ends(2).into_iter().chain(ends(3)).chain([("DonVi", 1, "Hiệu lực từ", begins)]).collect();
    desk.write_register(&changes);
}

fn percent_of(desk: &Desk, code: &str) -> serde_json::Value {
    let data = data(desk, 29);
    let task = data["tasks"].as_array().unwrap().iter().find(|task| task["code"] == code).unwrap();
    assert_eq!(task["leads"][0], "SKHCN", "{task}");
    task["percent"].clone()
}

#[test]
fn what_several_offices_reported_before_they_became_one_counts_each_for_its_rows() {
    let desk = merged_in_mid_week(&["SYT", "STC"]);
    let (run, _) = week_29(&desk);
    assert_eq!(run.standing("SKHCN"), "on_time");
    assert_eq!(run.agency("SKHCN")["reported_before"], serde_json::json!(["STC", "SYT"]));
    assert_eq!((percent_of(&desk, "KH11-001"), percent_of(&desk, "KH11-003")), ("56".into(), "55".into()));
    let page = desk.texts("ket-qua/2025-W29/TongHop_SKHCN_T29_2025.xlsx").join("\n");
    assert!(page.contains("đã có báo cáo của Sở TC, Sở Y tế trước khi sáp nhập"), "{page}");
    let feedback = desk.feedback_text_of("SKHCN", "2025-W29", "T29");
    assert!(!feedback.contains("T12") && !feedback.contains("N06"), "{feedback}");
    let slip = read_rows(&desk);
    for (code, sheet, percent) in [("KH11-001", "SYT › NhiemVu", "56"), ("KH11-003", "STC › NhiemVu", "55")] {
        let row = slip.iter().find(|row| row.contains(&format!("\"{code}\"")) && row.contains(sheet));
        assert!(row.is_some_and(|row| row.contains(percent) && row.contains("Đã sử dụng")), "{slip:#?}");
    }
}

/// Each row of `Đã đọc được` of the new office, cell after cell.
fn read_rows(desk: &Desk) -> Vec<String> {
    let bytes = fs::read(desk.path("phan-hoi/2025-W29/PhanHoi_SKHCN_T29_2025.xlsx")).unwrap();
    let book = tonghop::reader::read(&bytes, ".xlsx", &Limits::DEFAULT).unwrap();
    let sheet = book.sheets.iter().find(|sheet| sheet.name == "Đã đọc được").unwrap();
    sheet.rows.values().map(|cells| cells.iter().map(|(_, value)| format!("{value:?}")).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn of_a_merger_of_which_one_office_reported_nobody_says_that_nothing_came() {
    let desk = merged_in_mid_week(&["SYT"]);
    let (run, _) = week_29(&desk);
    assert_eq!(run.standing("SKHCN"), "missing");
    assert_eq!(percent_of(&desk, "KH11-001"), "56");
    let chat = fs::read_to_string(desk.path("phan-hoi/2025-W29/_tin-nhan.txt")).unwrap();
    assert!(chat.contains("Chờ báo cáo chung sau sáp nhập: Sở KH&CN (đã có báo cáo của Sở Y tế trước khi sáp nhập)"), "{chat}");
    let page = desk.texts("ket-qua/2025-W29/TongHop_SKHCN_T29_2025.xlsx").join("\n");
    assert!(page.contains("Đã có báo cáo trước khi sáp nhập; chưa có báo cáo chung"), "{page}");
    let task = data(&desk, 29)["tasks"].as_array().unwrap().iter().find(|task| task["code"] == "KH11-003").unwrap().clone();
    assert_eq!(task["stale"], true, "of the other one last week's row stands: {task}");
}

#[test]
fn the_joint_report_goes_first_and_the_rest_is_what_the_offices_had_reported() {
    let desk = merged_in_mid_week(&["SYT", "STC"]);
    assert_eq!(desk.json(&["forms", "--now", "2025-07-17T08:00:00+07:00"], &[]).code, 0);
    let mut form = Issued::form(&desk, "SKHCN", 29);
    form.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "70").info("Số liệu tính đến", "17/07/2025 16:00");
    desk.put("SKHCN/BC_SKHCN_T29_2025.xlsx", &form.bytes(), "2025-07-17T17:00:00+07:00");
    // What an office sends once it has ended speaks no more.
    let mut report = desk.form("SKHCN", "2025-W29");
    report.fill();
    report.info("Mã đơn vị", "STC").set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "90");
    desk.put("STC/BC_STC_T29_2025_lan2.xlsx", &report.bytes(), "2025-07-18T08:00:00+07:00");
    let (run, _) = week_29(&desk);
    assert_eq!((run.standing("SKHCN"), run.agency("SKHCN")["file"].as_str()), ("on_time", Some("SKHCN/BC_SKHCN_T29_2025.xlsx")));
    assert_eq!((percent_of(&desk, "KH11-001"), percent_of(&desk, "KH11-003")), ("70".into(), "55".into()));
    let told = desk.feedback_text_of("STC", "2025-W29", "T29");
    assert!(told.contains("đề nghị gửi một báo cáo chung của Sở KH&CN, ghi mã đơn vị SKHCN"), "{told}");
    assert!(!desk.feedback_text_of("SKHCN", "2025-W29", "T29").contains("T44"));
}

#[test]
fn a_joint_report_that_comes_late_is_told_beside_what_the_offices_had_reported() {
    let desk = merged_in_mid_week(&["SYT", "STC"]);
    desk.run("2025-07-18T10:30:00+07:00");
    desk.run("2025-07-18T11:00:00+07:00");
    let mut own = desk.report("SKHCN", "2025-W29");
    own.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "90");
    desk.put("SKHCN/BC_SKHCN_T29_2025.xlsx", &own.bytes(), "2025-07-18T11:30:00+07:00");
    desk.run("2025-07-18T11:35:00+07:00");
    let run = desk.run("2025-07-18T15:25:00+07:00");
    assert_eq!((run.standing("SKHCN"), percent_of(&desk, "KH11-001")), ("on_time", "56".into()));
    let feedback = desk.feedback_text_of("SKHCN", "2025-W29", "T29");
    assert!(feedback.contains("Báo cáo chung nhận sau hạn"), "{feedback}");
}

#[test]
fn an_office_that_was_there_before_keeps_its_own_report_beside_that_of_the_one_it_took_in() {
    let desk = Desk::new();
    for office in ["SKHCN", "STC"] {
        desk.put(&format!("{office}/BC_{office}_T28_2025.xlsx"), &desk.report(office, "2025-W28").bytes(), &friday("09:00"));
    }
    for time in ["10:30", "11:00", "15:25"] {
        desk.run(&friday(time));
    }
    desk.put("SKHCN/BC_SKHCN_T29_2025.xlsx", &desk.report("SKHCN", "2025-W29").bytes(), "2025-07-14T09:00:00+07:00");
    let mut report = desk.report("STC", "2025-W29");
    report.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "55");
    desk.put("STC/BC_STC_T29_2025.xlsx", &report.bytes(), "2025-07-15T09:00:00+07:00");
    desk.run("2025-07-15T10:00:00+07:00");
    desk.write_register(&[("DonVi", 3, "Hiệu lực đến", "16/7/2025"), ("DonVi", 3, "Đơn vị kế thừa", "SKHCN")]);
    let (run, _) = week_29(&desk);
    assert_eq!((run.standing("SKHCN"), run.agency("SKHCN")["file"].as_str()), ("on_time", Some("SKHCN/BC_SKHCN_T29_2025.xlsx")));
    assert_eq!(percent_of(&desk, "KH11-003"), "55");
}

#[test]
fn an_old_office_that_sends_again_does_not_take_the_place_of_its_successor() {
    let desk = succeeded_in_mid_week();
    let mut own = desk.report("SKHCN", "2025-W29");
    own.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "60");
    desk.put("SKHCN/BC_SKHCN_T29_2025.xlsx", &own.bytes(), "2025-07-17T09:00:00+07:00");
    desk.run("2025-07-17T10:00:00+07:00");
    own.info("Mã đơn vị", "STC").set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "90");
    desk.put("STC/BC_STC_T29_2025_lan2.xlsx", &own.bytes(), "2025-07-18T08:00:00+07:00");
    let (run, task) = week_29(&desk);
    assert_eq!((run.standing("SKHCN"), task["percent"].as_str()), ("on_time", Some("60")), "{task}");
    let feedback = desk.feedback_text_of("SKHCN", "2025-W29", "T29");
    assert!(feedback.contains("là báo cáo của đơn vị mới; không dùng: BC_STC_T29_2025_lan2.xlsx"), "{feedback}");
}

#[test]
fn the_code_of_an_office_that_ended_proves_under_whose_code_its_report_counts() {
    let desk = Desk::new();
    let mut report = desk.report("STC", "2025-W29");
    report.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "55");
    desk.put("STC/BC_STC_T29_2025.xlsx", &report.bytes(), "2025-07-15T09:00:00+07:00");
    let code = desk.run("2025-07-15T10:00:00+07:00").agency("STC")["receipt_code"].as_str().unwrap().to_owned();
    desk.write_register(&[
        ("DonVi", 3, "Hiệu lực đến", "15/7/2025"),
        ("DonVi", 3, "Đơn vị kế thừa", "SKHCN"),
        ("DonVi", 1, "Hiệu lực từ", "16/7/2025"),
    ]);
    for released in [false, true] {
        if released {
            week_29(&desk);
        }
        let proof = desk.json(&["verify", &code, "--now", "2025-07-19T09:00:00+07:00"], &[]);
        assert_eq!(proof.json["counts_for"]["code"], "SKHCN", "{}", proof.json);
        assert_eq!((&proof.json["version"]["counted"], &proof.json["version"]["merged"]), (&true.into(), &true.into()), "{}", proof.json);
    }
}

const SUPPLIERS: (&str, usize, &str, &str) = ("ChiTieu", 2, "Đơn vị cung cấp số liệu", "SKHCN; STC");

/// Reports a part of a sum.
fn with_part(desk: &Desk, office: &str, week: u32, part: &str, time: &str) {
    let mut report = desk.report(office, &format!("2025-W{week}"));
    report.set("ChiTieu", "CT-002", "Tử số", part).set("ChiTieu", "CT-002", "Mẫu số", "100");
    desk.put(&format!("{office}/BC_{office}_T{week}_2025.xlsx"), &report.bytes(), time);
}

fn sum_of(desk: &Desk, week: u32) -> (serde_json::Value, serde_json::Value) {
    let target = data(desk, week)["targets"].as_array().unwrap().iter().find(|target| target["code"] == "CT-002").unwrap().clone();
    (target["numerator"].clone(), target["denominator"].clone())
}

/// Week 28, in which SKHCN and STC gave 30 and 80 of 100 each, was released.
fn both_reported_a_part() -> Desk {
    let desk = Desk::new();
    desk.write_register(&[SUPPLIERS]);
    with_part(&desk, "SKHCN", 28, "30", &friday("09:00"));
    with_part(&desk, "STC", 28, "80", &friday("09:00"));
    for time in ["10:30", "11:00", "15:25"] {
        desk.run(&friday(time));
    }
    desk
}

#[test]
fn a_sum_keeps_the_part_of_an_office_that_was_taken_in_until_the_other_one_says_the_whole() {
    let desk = both_reported_a_part();
    assert_eq!(sum_of(&desk, 28), ("110".into(), "200".into()));
    // Both report the week before one of them ends.
    with_part(&desk, "SKHCN", 29, "31", "2025-07-14T09:00:00+07:00");
    with_part(&desk, "STC", 29, "85", "2025-07-15T09:00:00+07:00");
    desk.run("2025-07-15T10:00:00+07:00");
    desk.write_register(&[SUPPLIERS, ("DonVi", 3, "Hiệu lực đến", "16/7/2025"), ("DonVi", 3, "Đơn vị kế thừa", "SKHCN")]);
    week_29(&desk);
    assert_eq!(sum_of(&desk, 29), ("116".into(), "200".into()));
    let cells = data(&desk, 29)["targets"].as_array().unwrap().iter().find(|target| target["code"] == "CT-002").unwrap()["sources"].clone();
    let files: Vec<&str> = cells.as_array().unwrap().iter().map(|source| source["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["STC/BC_STC_T29_2025.xlsx", "SKHCN/BC_SKHCN_T29_2025.xlsx"], "each part can be followed to its cell");
    // Nobody says anything of it in the next week; then the successor says the whole.
    for day in [25, 32] {
        let (month, day, week) = if day > 31 { ("08", 1, 31) } else { ("07", day, 30) };
        if week == 31 {
            with_part(&desk, "SKHCN", 31, "70", "2025-07-31T09:00:00+07:00");
        }
        for time in ["10:30", "11:00", "15:25"] {
            desk.run(&format!("2025-{month}-{day:02}T{time}:00+07:00"));
        }
    }
    assert_eq!(sum_of(&desk, 30), ("116".into(), "200".into()), "what was added is not added again");
    assert_eq!(sum_of(&desk, 31), ("70".into(), "100".into()));
    assert_eq!(desk.json(&["verify", "--strict", "--now", "2025-08-02T08:00:00+07:00"], &[]).code, 0);
}

#[test]
fn what_the_successor_says_once_the_other_one_has_ended_is_the_whole() {
    let desk = both_reported_a_part();
    desk.write_register(&[SUPPLIERS, ("DonVi", 3, "Hiệu lực đến", "16/7/2025"), ("DonVi", 3, "Đơn vị kế thừa", "SKHCN")]);
    with_part(&desk, "SKHCN", 29, "60", "2025-07-18T09:00:00+07:00");
    week_29(&desk);
    assert_eq!(sum_of(&desk, 29), ("60".into(), "100".into()));
}

#[test]
fn a_form_of_before_the_merger_is_not_blamed_for_rows_that_it_never_had() {
    let desk = Desk::new();
    for office in ["SKHCN", "STC"] {
        desk.put(&format!("{office}/BC_{office}_T28_2025.xlsx"), &desk.report(office, "2025-W28").bytes(), &friday("09:00"));
    }
    for time in ["10:30", "11:00", "15:25"] {
        desk.run(&friday(time));
    }
    assert_eq!(desk.json(&["forms", "--now", "2025-07-14T08:00:00+07:00"], &[]).code, 0);
    let mut report = desk.report("STC", "2025-W29");
    report.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "55");
    desk.put("STC/BC_STC_T29_2025.xlsx", &report.bytes(), "2025-07-15T09:00:00+07:00");
    let receipt = desk.run("2025-07-15T10:00:00+07:00").agency("STC")["receipt_code"].as_str().unwrap().to_owned();
    let mut form = Issued::form(&desk, "SKHCN", 29);
    form.info("Số liệu tính đến", "17/07/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    desk.write_register(&[("DonVi", 3, "Hiệu lực đến", "16/7/2025"), ("DonVi", 3, "Đơn vị kế thừa", "SKHCN")]);
    desk.put("SKHCN/BC_SKHCN_T29_2025.xlsx", &form.bytes(), "2025-07-17T17:00:00+07:00");
    let (run, task) = week_29(&desk);
    assert_eq!((run.standing("SKHCN"), task["percent"].as_str()), ("on_time", Some("55")), "{task}");
    let said = desk.feedback_text_of("SKHCN", "2025-W29", "T29");
    assert!(!said.contains("Thiếu") && !said.contains("N06"), "{said}");
    assert!(said.contains("Báo cáo chưa có 3 nhiệm vụ nhận từ Sở TC (đã sáp nhập): KH11-002, KH11-003, TB15-002."), "{said}");
    assert!(said.contains("Phần không có trong báo cáo này lấy theo báo cáo của Sở TC trước khi sáp nhập"), "{said}");
    assert!(said.contains("Đã đọc: 4 nhiệm vụ"), "its own row and the three of the other office: {said}");
    let slip = read_rows(&desk);
    let row = slip.iter().find(|row| row.contains("\"KH11-003\"") && row.contains("STC › NhiemVu"));
    assert!(row.is_some_and(|row| row.contains("55") && row.contains("Đã sử dụng")), "{slip:#?}");
    // The answer of before does not go on asking an office that is none any more; what proves its report stays.
    let old = desk.feedback_text_of("STC", "2025-W29", "T29");
    assert!(old.contains("TỪ NGÀY 17/7/2025, SỞ KH&CN KẾ THỪA ĐƠN VỊ.") && old.contains(&receipt), "{old}");
    assert!(!old.contains("Đề nghị sửa") && !old.contains("KHÔNG PHẢI BÁO CÁO"), "{old}");
}
