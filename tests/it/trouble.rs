//! What is wrong with the workspace itself: a clear Vietnamese message with file and place, the documented exit code,
//! and nothing written.

use crate::desk::Desk;
use std::fs;

const BEFORE: &str = "2025-07-11T10:50:00+07:00";

fn nothing_written(desk: &Desk) {
    for folder in ["so-tiep-nhan", "ket-qua", "phan-hoi"] {
        assert!(!desk.path(folder).exists(), "{folder} was written");
    }
}

#[test]
fn an_unknown_key_in_the_configuration() {
    let desk = Desk::new();
    let mut config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    config.push_str("settle_secnds = 1\n");
    fs::write(desk.path("tonghop.toml"), config).unwrap();
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for part in ["tonghop.toml", "settle_secnds", "settle_seconds"] {
        assert!(run.stderr.contains(part), "{part} in {}", run.stderr);
    }
    nothing_written(&desk);
}

#[test]
fn a_rule_that_decides_figures_cannot_be_switched_off() {
    let desk = Desk::new();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), format!("{config}\n[rules]\noff = [\"N13\", \"N12\", \"N99\"]\n")).unwrap();
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("N12") && run.stderr.contains("N99") && !run.stderr.contains("N13"), "{}", run.stderr);
    nothing_written(&desk);
}

#[test]
fn mistakes_in_the_register_are_told_together() {
    let desk = Desk::new();
    desk.write_register(&[("NhiemVu", 2, "Mã nhiệm vụ", "KH11-001"), ("NhiemVu", 3, "Đơn vị chủ trì", "SNNMT")]);
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for part in ["danh-muc.xlsx", "NhiemVu", "A3", "KH11-001", "G4", "SNNMT"] {
        assert!(run.stderr.contains(part), "{part} in {}", run.stderr);
    }
    nothing_written(&desk);
}

#[test]
fn a_broken_register_does_not_stop_receiving_where_an_earlier_one_is_known() {
    let desk = Desk::new();
    assert_eq!(desk.run("2025-07-11T09:40:00+07:00").code, 0);
    let good = fs::read(desk.path("danh-muc.xlsx")).unwrap();
    let report = desk.report("SYT", "2025-W28").bytes();
    desk.write_register(&[("NhiemVu", 2, "Mã nhiệm vụ", "KH11-001")]);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report, "2025-07-11T10:45:00+07:00");
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 2);
    assert_eq!(run.standing("SYT"), "on_time");
    assert!(run.stderr.contains("dùng bản lúc 9 giờ 40") || run.stderr.contains("dùng bản lúc 09:40"), "{}", run.stderr);
    let run = desk.run("2025-07-11T11:00:00+07:00");
    assert_eq!((run.code, run.json["phase"].as_str()), (2, Some("consolidating")));
    assert!(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_chot-11h00.xlsx").exists());
    fs::write(desk.path("danh-muc.xlsx"), good).unwrap();
    assert_eq!(desk.run("2025-07-11T11:05:00+07:00").code, 0);
}

#[test]
fn an_inbox_that_is_not_there() {
    let desk = Desk::new();
    fs::remove_dir_all(desk.path("nop")).unwrap();
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 10, "{}", run.stderr);
    assert!(run.stderr.contains("nop"), "{}", run.stderr);
    nothing_written(&desk);
}

#[test]
fn no_workspace_at_all() {
    let empty = tempfile::tempdir().unwrap();
    let output = assert_cmd::Command::cargo_bin("tonghop").unwrap().env_clear().current_dir(empty.path()).arg("run").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("tonghop.toml"));
}

#[test]
fn a_file_that_kills_the_reader_changes_only_its_own_lines() {
    let with = Desk::new();
    let without = Desk::new();
    for desk in [&with, &without] {
        desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    }
    with.put("SYT/BC_SYT_T28_2025.xlsx", &crate::reader_pool::deadly(), "2025-07-11T09:00:00+07:00");
    let run = with.run(BEFORE);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.standing("SYT"), "returned");
    assert_eq!(run.standing("STC"), "on_time");
    assert!(with.feedback_text("SYT").contains("T30"), "{}", with.feedback_text("SYT"));
    without.run(BEFORE);
    let differing = crate::desk::differing_cells(
        &with.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_du-thao.xlsx"),
        &without.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_du-thao.xlsx"),
    );
    // Its own line in "Nộp báo cáo", and the counts of who reported.
    assert!(!differing.is_empty());
    for line in &differing {
        assert!(
            line.starts_with("Nộp báo cáo!")
                || line.starts_with("Tổng hợp!")
                || line.starts_with("_meta!")
                || line.starts_with("_so_lieu!")
                || line.starts_with("Theo đơn vị!"),
            "{line}"
        );
    }
}

#[test]
fn a_workbook_named_after_another_format_and_a_locked_one() {
    let desk = Desk::new();
    desk.put("SYT/BC.xls", b"<html><table><tr><td>KH11-001</td></tr></table></html>", "2025-07-11T09:00:00+07:00");
    let run = desk.run(BEFORE);
    assert_eq!(run.standing("SYT"), "returned");
    assert!(desk.feedback_text("SYT").contains("T05"), "{}", desk.feedback_text("SYT"));
}

#[test]
fn the_doctor_names_what_is_wrong() {
    let desk = Desk::new();
    let now = "2025-07-11T10:50:00+07:00";
    let healthy = desk.command().args(["doctor", "--now", now]).output().unwrap();
    let text = String::from_utf8(healthy.stdout).unwrap();
    assert_eq!(healthy.status.code(), Some(0), "{text}");
    assert!(text.contains("chưa có thư mục nộp: SKHCN"), "{text}");
    fs::remove_dir_all(desk.path("nop")).unwrap();
    desk.write_register(&[("NhiemVu", 2, "Mã nhiệm vụ", "KH11-001")]);
    let ill = desk.command().args(["doctor", "--now", now]).output().unwrap();
    let text = String::from_utf8(ill.stdout).unwrap();
    assert_eq!(ill.status.code(), Some(1), "{text}");
    assert!(text.contains("KH11-001") && text.contains("nop"), "{text}");
}
