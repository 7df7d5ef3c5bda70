//! A task that was finished is open again at once where the desk confirms what its office says.

use crate::desk::{Desk, Table};
use std::fs;

const HEADINGS: &str = "Mã|Trường điều chỉnh|Giá trị cũ|Giá trị mới|Văn bản điều chỉnh|Ngày hiệu lực|Lý do";

fn july(day: u32, time: &str) -> String {
    format!("2025-07-{day}T{time}:00+07:00")
}

fn task(desk: &Desk, week: u32) -> serde_json::Value {
    let path = desk.path(&format!("ket-qua/2025-W{week}/TongHop_SKHCN_T{week}_2025.json"));
    let data: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    data["tasks"].as_array().unwrap().iter().find(|task| task["code"] == "KH11-003").unwrap().clone()
}

/// The Finance office reports a week, with these cells of the task.
fn report(desk: &Desk, week: u32, friday: u32, cells: &[(&str, &str)]) {
    let mut report = desk.report("STC", &format!("2025-W{week}"));
    for (column, value) in cells {
        report.set("NhiemVu", "KH11-003", column, value);
    }
    desk.put(&format!("STC/BC_STC_T{week}_2025.xlsx"), &report.bytes(), &july(friday, "09:00"));
    for time in ["10:55", "11:05", "15:25"] {
        desk.run(&july(friday, time));
    }
}

/// Week 28 says that the task is finished, week 29 that it is not, without a word why; with these adjustments from Monday on.
fn taken_back_with(adjustments: &[&str]) -> Desk {
    let desk = Desk::new();
    let [state, percent, day] = ["Trạng thái đơn vị báo", "Tỷ lệ hoàn thành (%)", "Ngày hoàn thành"];
    report(&desk, 28, 11, &[(state, "Hoàn thành"), (percent, "100"), (day, "30/6/2025")]);
    assert_eq!(task(&desk, 28)["class"], "done_on_time");
    let table: Table<'_> = ("DieuChinh", HEADINGS, adjustments);
    desk.write_register_with(&[], &[table]);
    report(&desk, 29, 18, &[(state, "Đang thực hiện"), (percent, "80"), (day, "")]);
    assert_eq!(desk.json(&["verify", "--strict", "--now", &july(19, "08:00")], &[]).code, 0);
    desk
}

#[test]
fn the_desk_confirms_that_a_task_is_not_finished_after_all() {
    let alone = taken_back_with(&["KH11-001|Nội dung|a|Số hóa hồ sơ bệnh án|1/QĐ|01/7/2025|"]);
    assert_eq!(task(&alone, 29)["class"], "done_on_time", "a slip of one cell is not taken");
    let told = alone.feedback_text_of("STC", "2025-W29", "T29");
    assert!(told.contains("N24") && told.matches("ghi lý do").count() == 1, "asked once: {told}");

    let confirmed = taken_back_with(&["KH11-003|Kết quả|Hoàn thành|Chưa hoàn thành|45/BB-SKHCN|16/7/2025|Nghiệm thu không đạt"]);
    let told = confirmed.feedback_text_of("STC", "2025-W29", "T29");
    assert!(told.contains("N42") && !told.contains("N24") && !told.contains("lý do ở cột Ghi chú"), "{told}");
    assert_eq!((task(&confirmed, 29)["class"].as_str(), task(&confirmed, 29)["percent"].as_str()), (Some("overdue"), Some("80")));

    let earlier = taken_back_with(&["KH11-003|Kết quả|Hoàn thành|Chưa hoàn thành|12/BB-SKHCN|02/6/2025|Một lần trước"]);
    assert_eq!(task(&earlier, 29)["class"], "done_on_time", "it was finished since");
}

#[test]
fn a_confirmation_of_the_desk_that_no_report_follows_opens_nothing_and_is_told() {
    let desk = Desk::new();
    let [state, percent, day] = ["Trạng thái đơn vị báo", "Tỷ lệ hoàn thành (%)", "Ngày hoàn thành"];
    let done = [(state, "Hoàn thành"), (percent, "100"), (day, "30/6/2025")];
    report(&desk, 28, 11, &done);
    let table: Table<'_> =
        ("DieuChinh", HEADINGS, &["KH11-003|Kết quả|Hoàn thành|Chưa hoàn thành|45/BB-SKHCN|16/7/2025|Nghiệm thu không đạt"]);
    desk.write_register_with(&[], &[table]);
    report(&desk, 29, 18, &done);
    assert_eq!(task(&desk, 29)["class"], "done_on_time");
    let told = desk.feedback_text_of("STC", "2025-W29", "T29");
    assert!(told.contains("H07") && told.contains("45/BB-SKHCN"), "{told}");
}
