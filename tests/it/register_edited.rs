//! The desk edits its register after it issued the forms: an office that used its form as it came is blamed for nothing.

use crate::desk::{Desk, Run};

/// What the desk changes: content, deadline, goal and unit of what the forms were issued with.
const EDITS: [(&str, usize, &str, &str); 4] = [
    ("NhiemVu", 1, "Nội dung nhiệm vụ", "Xây dựng kho dữ liệu dùng chung của ngành"),
    ("NhiemVu", 2, "Thời hạn (theo văn bản)", "30/11/2025"),
    ("ChiTieu", 2, "Mục tiêu", "95"),
    ("ChiTieu", 2, "Đơn vị tính", "hồ sơ"),
];

/// The codes about what the form came with that its office is told.
fn told(desk: &Desk, run: &Run) -> Vec<&'static str> {
    assert_eq!(run.standing("SYT"), "on_time");
    let answer = desk.feedback_text("SYT");
    ["N07", "N08", "C12", "C13"].into_iter().filter(|code| answer.contains(&format!("[{code}]"))).collect()
}

#[test]
fn an_office_that_used_its_form_as_it_came_is_told_nothing_of_it() {
    let desk = Desk::new();
    let mut report = desk.report("SYT", "2025-W28");
    desk.write_register(&EDITS);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), "2025-07-11T09:00:00+07:00");
    assert_eq!(told(&desk, &desk.run("2025-07-11T10:00:00+07:00")), [""; 0], "{}", desk.feedback_text("SYT"));
    // Whoever writes into those cells is told what the register says.
    report.set("NhiemVu", "KH11-002", "Thời hạn", "31/12/2025");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), "2025-07-11T10:05:00+07:00");
    let told = told(&desk, &desk.run("2025-07-11T10:30:00+07:00"));
    assert_eq!(told, ["N07", "N08", "C12", "C13"]);
}
