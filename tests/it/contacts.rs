//! Whom to call stands on the desk's own screen, and in nothing that is written.

use crate::desk::{AGENCIES, CRITERIA, Desk, TARGETS, TASKS, register_workbook};
use std::fs;

#[test]
fn who_has_not_sent_is_named_with_whom_to_call() {
    let desk = Desk::new();
    let (sheet, headings, rows) = AGENCIES;
    let headings = format!("{headings}|Cán bộ đầu mối|Điện thoại");
    let contact = |row: &str| if row.starts_with("SYT|") || row.starts_with("STC|") { "Nguyễn Văn An|0912 345 678" } else { "|" };
    let rows: Vec<String> = rows.iter().map(|row| format!("{row}|{}", contact(row))).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let book = register_workbook(&[(sheet, headings.as_str(), rows.as_slice()), TASKS, TARGETS, CRITERIA], &[]);
    fs::write(desk.path("danh-muc.xlsx"), book).unwrap();
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    desk.run("2025-07-11T10:30:00+07:00");
    let status = |more: &[&str]| {
        let now = ["status", "--now", "2025-07-11T10:40:00+07:00"];
        String::from_utf8(desk.command().args(now).args(more).output().unwrap().stdout).unwrap()
    };
    let text = status(&[]);
    assert!(text.contains("Liên hệ đơn vị chưa gửi hoặc cần gửi lại: Sở Y tế (Nguyễn Văn An, 0912 345 678)"), "{text}");
    assert!(!text.contains("Sở TC (Nguyễn"), "nobody is called who has sent: {text}");
    assert!(!status(&["--json"]).contains("0912 345 678"));
    for time in ["11:00", "15:25"] {
        desk.run(&format!("2025-07-11T{time}:00+07:00"));
    }
    for (path, _) in desk.products() {
        let shown = if path.ends_with(".xlsx") {
            desk.texts(&path).join("\n")
        } else {
            String::from_utf8_lossy(&fs::read(desk.path(&path)).unwrap()).into_owned()
        };
        assert!(!shown.contains("0912 345 678") && !shown.contains("Nguyễn Văn An"), "{path}");
    }
}
