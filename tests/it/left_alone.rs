//! A row that an office leaves as its form came with it says nothing, also where the form was made before the last figures were.

use crate::desk::{Desk, Run};
use crate::issued::Issued;
use std::fs;

fn july(day: u32, time: &str) -> String {
    format!("2025-07-{day}T{time}:00+07:00")
}

fn put(desk: &Desk, week: u32, bytes: &[u8], time: &str) {
    desk.put(&format!("STC/BC_STC_T{week}_2025.xlsx"), bytes, time);
}

/// The report of the Finance office for week 28 with another percentage of its task.
fn reported(desk: &Desk, percent: &str) -> Vec<u8> {
    desk.report("STC", "2025-W28").set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", percent).bytes()
}

fn task(desk: &Desk, week: u32) -> serde_json::Value {
    let path = desk.path(&format!("ket-qua/2025-W{week}/TongHop_SKHCN_T{week}_2025.json"));
    let data: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    data["tasks"].as_array().unwrap().iter().find(|task| task["code"] == "KH11-003").unwrap().clone()
}

/// Week 28 released with 40 %; forms of week 29 issued; then version 2 of week 28 with 80 %.
fn form_before_the_last_figures() -> Desk {
    form_before(|desk| reported(desk, "80"))
}

/// Week 28 released with 40 %; forms of week 29 issued; then this version 2 of week 28.
fn form_before(last: impl FnOnce(&Desk) -> Vec<u8>) -> Desk {
    let desk = Desk::new();
    put(&desk, 28, &reported(&desk, "40"), &july(11, "09:00"));
    for time in ["10:55", "11:05"] {
        desk.run(&july(11, time));
    }
    put(&desk, 28, &last(&desk), &july(11, "11:20"));
    for time in ["11:30", "15:25"] {
        desk.run(&july(11, time));
    }
    ok(&desk, &["forms"], &july(14, "08:00"));
    ok(&desk, &["reopen", "--period", "2025-W28", "--reason", "đính chính", "--by", "Nguyễn Văn A"], &july(14, "09:00"));
    ok(&desk, &["admit", "STC", "--period", "2025-W28", "--reason", "đính chính", "--by", "Nguyễn Văn A"], &july(14, "09:05"));
    ok(&desk, &["release", "--period", "2025-W28"], &july(14, "09:10"));
    desk
}

fn ok(desk: &Desk, arguments: &[&str], now: &str) {
    let run = desk.json(arguments, &["--now", now]);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
}

/// The week 29 with this form of the Finance office, until its release.
fn week_29(desk: &Desk, form: &Issued) -> Run {
    put(desk, 29, &form.bytes(), &july(18, "09:00"));
    let mut run = desk.run(&july(18, "10:55"));
    for time in ["11:05", "15:25"] {
        run = desk.run(&july(18, time));
    }
    assert_eq!(run.json["phase"], "released");
    ok(desk, &["verify"], &july(19, "08:00"));
    run
}

#[test]
fn an_untouched_row_does_not_take_back_what_was_released_after_its_form_was_issued() {
    let desk = form_before_the_last_figures();
    let mut form = Issued::form(&desk, "STC", 29);
    assert_eq!(form.shown("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)"), "40", "the form knows what stood in version 1");
    form.set("NhiemVu", "TB15-002", "Kết quả thực hiện trong kỳ", "Đã rà soát 12 dự án");
    form.info("Số liệu tính đến", "17/07/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    let run = week_29(&desk, &form);
    let line = task(&desk, 29);
    assert_eq!((line["percent"].as_str(), line["stale"].as_bool()), (Some("80"), Some(false)), "{line}");
    assert_eq!((line["changed_in"].as_str(), line["last_update"].as_str()), (Some("2025-W28"), Some("2025-W29")), "{line}");
    let said = desk.feedback_text_of("STC", "2025-W29", "T29");
    assert!(said.contains("T43") && said.contains("KH11-003"), "{said}");
    assert!(!said.contains("N25"), "nobody is said to have gone back: {said}");
    assert_eq!(run.standing("STC"), "on_time");
}

#[test]
fn a_confirmation_on_such_a_form_confirms_what_is_known_now() {
    let desk = form_before_the_last_figures();
    let mut form = Issued::form(&desk, "STC", 29);
    form.info("Số liệu tính đến", "17/07/2025 16:00").info("Không phát sinh?", "x");
    week_29(&desk, &form);
    let line = task(&desk, 29);
    assert_eq!((line["percent"].as_str(), line["last_update"].as_str()), (Some("80"), Some("2025-W29")), "{line}");
}

#[test]
fn a_note_alone_takes_no_older_value_back() {
    let desk = form_before_the_last_figures();
    let mut form = Issued::form(&desk, "STC", 29);
    form.set("NhiemVu", "KH11-003", "Ghi chú", "Số liệu 80% ghi nhầm");
    form.info("Số liệu tính đến", "17/07/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    week_29(&desk, &form);
    assert_eq!(task(&desk, 29)["percent"], "80", "the office wrote no percent");
    let said = desk.feedback_text_of("STC", "2025-W29", "T29");
    assert!(said.contains("T43") && said.contains("các ô này lấy theo số liệu mới hơn"), "{said}");
}

#[test]
fn cells_that_the_form_never_had_are_not_said_to_be_emptied() {
    let desk = form_before(|desk| {
        let mut report = desk.report("STC", "2025-W28");
        report.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "40");
        report.set("NhiemVu", "KH11-003", "Khó khăn, vướng mắc", "Thiếu vốn");
        report.set("NhiemVu", "KH11-003", "Kiến nghị, đề xuất", "Bố trí 02 tỷ đồng");
        report.set("NhiemVu", "KH11-003", "Cấp giải quyết", "UBND tỉnh").bytes()
    });
    let mut form = Issued::form(&desk, "STC", 29);
    assert_eq!(form.shown("NhiemVu", "KH11-003", "Kiến nghị, đề xuất"), "");
    form.set("NhiemVu", "TB15-002", "Kết quả thực hiện trong kỳ", "Đã rà soát 12 dự án");
    form.info("Số liệu tính đến", "17/07/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    week_29(&desk, &form);
    let said = desk.feedback_text_of("STC", "2025-W29", "T29");
    assert!(said.contains("T43") && said.contains("Không sửa so với biểu mẫu đã cấp: KH11-003 (ô "), "{said}");
    assert!(!said.contains("N40"), "the office emptied nothing: {said}");
    let line = task(&desk, 29);
    assert!(line["proposal"].to_string().contains("Bố trí 02 tỷ đồng"), "{line}");
    assert!(line["obstacle"].to_string().contains("Thiếu vốn"), "{line}");
}

/// Version 2 of week 28 with an obstacle and a proposal that the form of week 29 does not know, and 80 %.
fn form_before_a_proposal() -> Desk {
    form_before(|desk| {
        let mut report = desk.report("STC", "2025-W28");
        report.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "80");
        report.set("NhiemVu", "KH11-003", "Khó khăn, vướng mắc", "Thiếu vốn");
        report.set("NhiemVu", "KH11-003", "Kiến nghị, đề xuất", "Bố trí 02 tỷ đồng");
        report.set("NhiemVu", "KH11-003", "Cấp giải quyết", "UBND tỉnh").bytes()
    })
}

#[test]
fn beside_a_cell_that_was_written_the_others_say_what_is_known() {
    let desk = form_before_a_proposal();
    let mut form = Issued::form(&desk, "STC", 29);
    form.set("NhiemVu", "KH11-003", "Kết quả thực hiện trong kỳ", "Đã thẩm định dự toán");
    form.info("Số liệu tính đến", "17/07/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    week_29(&desk, &form);
    let said = desk.feedback_text_of("STC", "2025-W29", "T29");
    assert!(said.contains("T43") && !said.contains("N40") && !said.contains("N25"), "the office emptied nothing: {said}");
    let line = task(&desk, 29);
    assert_eq!((line["percent"].as_str(), line["changed_in"].as_str()), (Some("80"), Some("2025-W29")), "{line}");
    assert!(line["result"].to_string().contains("Đã thẩm định dự toán"), "{line}");
    assert!(line["proposal"].to_string().contains("Bố trí 02 tỷ đồng") && line["obstacle"].to_string().contains("Thiếu vốn"), "{line}");
}

#[test]
fn a_level_alone_moves_no_proposal_that_the_form_did_not_have() {
    let desk = form_before_a_proposal();
    let mut form = Issued::form(&desk, "STC", 29);
    form.set("NhiemVu", "KH11-003", "Cấp giải quyết", "Trung ương");
    form.info("Số liệu tính đến", "17/07/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    week_29(&desk, &form);
    let (line, said) = (task(&desk, 29), desk.feedback_text_of("STC", "2025-W29", "T29"));
    assert_eq!((line["proposal"].as_str(), line["obstacle"].as_str()), (Some("Bố trí 02 tỷ đồng"), Some("Thiếu vốn")), "{line}");
    let book = desk.texts("kien-nghi.xlsx").join("\n");
    assert!(book.contains("UBND tỉnh") && !book.contains("Trung ương"), "{book}");
    assert!(!said.contains("N40") && said.contains("T43") && said.contains("N44"), "the office emptied nothing: {said}");
}

#[test]
fn status_percent_and_day_are_one_statement() {
    let desk = form_before_a_proposal();
    let mut form = Issued::form(&desk, "STC", 29);
    form.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "45");
    form.info("Số liệu tính đến", "17/07/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    week_29(&desk, &form);
    let (line, said) = (task(&desk, 29), desk.feedback_text_of("STC", "2025-W29", "T29"));
    assert_eq!(line["percent"], "45", "{line}");
    assert!(line["proposal"].to_string().contains("Bố trí 02 tỷ đồng") && !said.contains("N40"), "{said}");
}

#[test]
fn an_emptied_percent_falls_back_beside_other_news() {
    let desk = form_before_the_last_figures();
    let mut form = Issued::form(&desk, "STC", 29);
    form.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "").set("NhiemVu", "KH11-003", "Kết quả thực hiện trong kỳ", "Đã ký hợp đồng");
    form.info("Số liệu tính đến", "17/07/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    week_29(&desk, &form);
    let line = task(&desk, 29);
    assert_eq!((line["percent"].as_str(), line["changed_in"].as_str()), (Some("80"), Some("2025-W29")), "{line}");
    assert!(line["result"].to_string().contains("Đã ký hợp đồng"), "{line}");
    let said = desk.feedback_text_of("STC", "2025-W29", "T29");
    assert!(said.contains("N43") && said.contains("giữ 80% của tuần 28/2025"), "{said}");
}

#[test]
fn a_note_alone_in_a_form_of_today_confirms_the_figures_and_reaches_the_desk() {
    let desk = Desk::new();
    put(&desk, 28, &reported(&desk, "40"), &july(11, "09:00"));
    for time in ["10:55", "11:05", "15:25"] {
        desk.run(&july(11, time));
    }
    ok(&desk, &["forms"], &july(14, "08:00"));
    let mut form = Issued::form(&desk, "STC", 29);
    form.set("NhiemVu", "KH11-003", "Ghi chú", "Chờ Bộ cho ý kiến về định mức");
    form.info("Số liệu tính đến", "17/07/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    week_29(&desk, &form);
    let line = task(&desk, 29);
    assert_eq!((line["changed_in"].as_str(), line["last_update"].as_str()), (Some("2025-W28"), Some("2025-W29")), "{line}");
    let said = desk.feedback_text_of("STC", "2025-W29", "T29");
    assert!(
        said.contains("ĐÃ NHẬN. Đơn vị xác nhận không thay đổi; số liệu giữ theo tuần 28; đã chuyển 1 ghi chú mới tới cơ quan tổng hợp."),
        "{said}"
    );
    assert!(said.contains("T45") && said.contains("Có 1 ghi chú không kèm số liệu mới: KH11-003 (ô "), "{said}");
    let kept = desk.texts("ket-qua/2025-W29/NoiBo_SKHCN_T29_2025.xlsx");
    assert!(kept.iter().any(|text| text.contains("Chờ Bộ cho ý kiến về định mức")), "the desk reads it whole");
    let read = desk.texts("phan-hoi/2025-W29/PhanHoi_STC_T29_2025.xlsx");
    assert!(read.iter().any(|text| text.contains("Ghi chú: Chờ Bộ cho ý kiến về định mức")), "{read:?}");
}
