//! What a desk below sends beside or instead of the release as it left: an internal workbook, last week's, one that somebody typed into, a
//! further version after its hour. Each is answered with its cause, and no figure of it is believed that nobody answers for.

use crate::consolidated_form::{cell, opened, put, sheet};
use crate::desk::{Desk, Run};
use crate::desk_above::{OFFICES, above, below, collected, data, first_page, friday, handed_on, next_friday, send};
use crate::xlsb_writer;
use serde_json::Value as Json;
use std::fs;
use std::sync::LazyLock;
use tonghop::forms::desk_report::definition::TableId;
use tonghop::model::place::CellRef;
use tonghop::model::workbook::{RawValue, RawWorkbook};

/// The second week of the Department, in which SYT got on with a task, and the workbook that it released.
fn second_week(desk: &Desk) -> Vec<u8> {
    send(desk, &OFFICES, "2025-W29", &next_friday("10:00:00"));
    let mut report = desk.report("SYT", "2025-W29");
    report.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "70");
    desk.put("SYT/BC_SYT_T29_2025.xlsx", &report.bytes(), &next_friday("10:00:00"));
    for time in ["10:30:00", "11:00:00", "15:20:00"] {
        desk.run(&next_friday(time));
    }
    fs::read(desk.path("ket-qua/2025-W29/TongHop_SKHCN_T29_2025.xlsx")).unwrap()
}

/// The workbook after somebody typed into its rows of data.
fn typed_into(workbook: &[u8], change: impl FnOnce(&mut RawWorkbook)) -> Vec<u8> {
    let mut raw = opened(workbook, ".xlsx");
    change(&mut raw);
    xlsb_writer::packed(&raw)
}

/// Types into the row of a table that has these first two texts.
pub fn type_into(workbook: &mut RawWorkbook, table: TableId, row: [&str; 2], heading: &str, text: &str) {
    let headings = ["Mã đơn vị", if table == TableId::Offices { "Tên viết tắt" } else { "Mã nhiệm vụ" }];
    let number = (1..60).find(|number| {
        let said = |heading: &str| format!("{:?}", workbook.sheet("_so_lieu").unwrap().get(cell(workbook, table, *number, heading)));
        headings.iter().zip(row).all(|(heading, text)| said(heading).contains(&format!("\"{text}\"")))
    });
    let at = cell(workbook, table, number.unwrap_or_else(|| panic!("no row {row:?}")), heading);
    put(sheet(workbook, "_so_lieu"), at, text);
}

fn edited(workbook: &[u8], percent: &str) -> Vec<u8> {
    typed_into(workbook, |raw| {
        type_into(raw, TableId::Tasks, ["SYT", "KH11-001"], "Tỷ lệ hoàn thành (%)", percent);
        type_into(raw, TableId::Offices, ["STC", "Sở TC"], "Kết quả nộp", "missing");
    })
}

fn task(data: &Json, code: &str) -> Json {
    data["tasks"].as_array().unwrap().iter().find(|task| task["code"] == code).unwrap().clone()
}

/// Puts a file into the folder of the Department; how that stands then, and what it is answered.
fn answered(desk: &Desk, name: &str, bytes: &[u8], minute: u32) -> (Run, String) {
    for old in fs::read_dir(desk.path("nop/SKHCN")).into_iter().flatten() {
        fs::remove_file(old.unwrap().path()).unwrap();
    }
    desk.put(&format!("SKHCN/{name}"), bytes, &next_friday(&format!("15:{minute}:00")));
    let run = desk.run(&next_friday(&format!("15:{minute}:30")));
    let answer = fs::read_to_string(desk.path("phan-hoi/2025-W29/PhanHoi_SKHCN_T29_2025.txt")).unwrap();
    (run, answer)
}

fn percent(desk: &Desk, code: &str) -> Option<String> {
    let text = fs::read_to_string(desk.path("ket-qua/2025-W29/TongHop_VPTU_T29_2025_du-thao.json")).unwrap();
    task(&serde_json::from_str(&text).unwrap(), code)["percent"].as_str().map(str::to_owned)
}

#[test]
fn whatever_a_desk_sends_is_answered_with_its_cause() {
    let (below, above) = (below(), above(true));
    let first = handed_on(&below);
    collected(&above);
    assert_eq!(above.run(&friday("16:30:00")).json["phase"], "released", "without the Department, at its own hour");
    let second = second_week(&below);
    let product = |name: &str| fs::read(below.path(&format!("ket-qua/2025-W29/{name}"))).unwrap();
    let internal = product("NoiBo_SKHCN_T29_2025.xlsx");
    send(&above, &["VPTU"], "2025-W29", &next_friday("10:00:00"));
    above.put("_chung/NoiBo_SKHCN_T29_2025.xlsx", &internal, &next_friday("10:00:00"));
    above.put("_chung/TongHop_SKHCN_chot.xlsx", &product("TongHop_SKHCN_T29_2025_chot-11h00.xlsx"), &next_friday("10:00:00"));
    let run = above.run(&next_friday("10:30:00"));
    for (file, cause) in [("NoiBo_SKHCN_T29_2025.xlsx", "là bản nội bộ"), ("TongHop_SKHCN_chot.xlsx", "chưa phải bản tổng hợp trình ký")]
    {
        let told = run.stderr.lines().find(|line| line.contains(file)).unwrap_or_default();
        assert!(told.contains(cause) && told.contains("Đề nghị cơ quan đầu mối gửi tệp TongHop_….xlsx đã chốt"), "{}", run.stderr);
    }
    above.run(&next_friday("11:00:00"));

    above.put("SYT/TongHop_SKHCN_T29_2025.xlsx", &second, &next_friday("15:19:00"));
    let (run, answer) =
        answered(&above, "TongHop_mat.xlsb", &typed_into(&second, |raw| put(sheet(raw, "Quá hạn"), CellRef::new(0, 9), "MẬT")), 20);
    assert!(run.standing("SKHCN") == "returned" && answer.contains("dấu chỉ độ mật"), "{answer}");
    assert!(!answer.contains("BM-01"), "of a marked file nothing else was read: {answer}");
    let strange = "Bản tổng hợp của Sở KH&CN nằm trong thư mục của Sở Y tế";
    assert!(answer.contains(strange) && run.standing("SYT") == "missing", "{answer}");
    let (run, answer) = answered(&above, "NoiBo.xlsx", &internal, 21);
    assert!(run.standing("SKHCN") == "returned" && answer.contains("Tệp là bản nội bộ"), "{answer}");
    let (run, answer) = answered(&above, "TongHop_cu.xlsx", &first, 22);
    assert!(run.standing("SKHCN") == "returned" && answer.contains("Bản tổng hợp của tuần 28/2025"), "{answer}");
    assert!(answer.contains("gửi bản tổng hợp tuần 29/2025") && run.standing("SYT") == "missing", "{answer}");

    // Who had sent nothing to the Department, and stands in its list no more, is not said to have sent nothing.
    let shorter = |raw: &mut RawWorkbook| {
        type_into(raw, TableId::Tasks, ["SYT", "KH11-001"], "Tỷ lệ hoàn thành (%)", "99");
        let data = sheet(raw, "_so_lieu");
        let of_x_b =
            |cells: &[(u32, RawValue)]| cells.iter().any(|(_, value)| matches!(value, RawValue::Text(text) if text.as_str() == "X-B"));
        data.rows.retain(|_, cells| !of_x_b(cells));
    };
    let (run, answer) = answered(&above, "TongHop_sua.xlsb", &typed_into(&second, shorter), 23);
    assert_eq!((run.standing("X-B"), run.standing("STC")), ("unknown", "on_time"), "{answer}");
    assert!(answer.contains("Bảng “Đơn vị báo cáo” có 6 dòng, khi chốt có 7 dòng"), "{answer}");
    assert!(run.standing("SKHCN") == "on_time" && answer.contains("Dòng “SYT KH11-001”"), "{answer}");
    assert!(answer.contains("bị sửa sau khi chốt, chưa đưa vào số liệu"), "{answer}");
    assert_eq!(percent(&above, "KH11-001"), None, "nothing was known before");
    let (run, answer) = answered(&above, "TongHop.xlsx", &second, 24);
    assert!(run.standing("SKHCN") == "on_time" && !answer.contains("bị sửa") && !answer.contains(strange), "{answer}");
    assert_eq!(run.standing("X-B"), "missing");
    assert_eq!(percent(&above, "KH11-001").as_deref(), Some("70"));
    let (run, answer) = answered(&above, "TongHop_sua.xlsb", &edited(&second, "98"), 25);
    assert!(run.standing("SKHCN") == "on_time" && answer.contains("số liệu lấy theo bản nguyên vẹn"), "{answer}");
    assert_eq!(percent(&above, "KH11-001").as_deref(), Some("70"), "what somebody typed into replaces no release as it left");

    let further = |number: u32, minute: u32| {
        let (opened, made) = (next_friday(&format!("15:{minute}:00")), next_friday(&format!("15:{minute}:20")));
        below.json(&["reopen", "--period", "2025-W29", "--reason", "Sửa số liệu", "--by", "diễn tập", "--now", &opened], &[]);
        let released = below.json(&["release", "--period", "2025-W29", "--now", &made], &[]);
        assert_eq!(released.code, 0, "{} {}", released.json, released.stderr);
        product(&format!("TongHop_SKHCN_T29_2025_v{number}.xlsx"))
    };
    let (run, answer) = answered(&above, "TongHop.xlsx", &further(2, 26), 27);
    assert!(run.standing("SKHCN") == "on_time" && !answer.contains("lần 1"), "{answer}");
    let (run, answer) = answered(&above, "TongHop.xlsx", &second, 28);
    assert!(run.standing("SKHCN") == "on_time" && answer.contains("Bản tổng hợp lần 1 gửi sau bản lần 2"), "{answer}");
    let (run, answer) = answered(&above, "TongHop.xlsx", &further(3, 34), 35);
    assert_eq!((run.standing("SKHCN"), run.agency("SKHCN")["changed_after_cutoff"].as_bool()), ("on_time", Some(true)));
    assert!(answer.contains("Bản tổng hợp gửi lại nhận sau hạn (15 giờ 35"), "{answer}");
    let (_, answer) = answered(&above, "TongHop_SKHCN_T29_2025_v2_huy.xlsx", &product("TongHop_SKHCN_T29_2025_v2.xlsx"), 36);
    assert!(answer.contains("TongHop_SKHCN_T29_2025_v2_huy.xlsx là bản tổng hợp lần 2 đã hủy, không nhận"), "{answer}");
    assert_eq!(above.run(&next_friday("16:20:00")).json["phase"], "released");
    assert_eq!(task(&data(&above, "2025-W29"), "KH11-001")["percent"].as_str(), Some("70"));
}

/// What left of a week in which somebody had typed into the Department's release, and what of the week before.
pub struct Edited {
    before: Json,
    pub data: String,
    page: String,
    /// Standings of the Department, of SYT and of STC.
    standings: [String; 3],
    answer_to_stc: String,
    verified: i32,
}

pub static EDITED: LazyLock<Edited> = LazyLock::new(|| {
    let (below, above) = (below(), above(true));
    above.put("SKHCN/TongHop_SKHCN_T28_2025.xlsx", &handed_on(&below), &friday("15:25:00"));
    collected(&above);
    above.run(&friday("16:20:00"));
    let second = second_week(&below);
    send(&above, &["VPTU"], "2025-W29", &next_friday("10:00:00"));
    above.run(&next_friday("10:30:00"));
    above.run(&next_friday("11:00:00"));
    let (run, _) = answered(&above, "TongHop_SKHCN_T29_2025.xlsb", &edited(&second, "99"), 25);
    assert_eq!(above.run(&next_friday("16:20:00")).json["phase"], "released");
    if let Some(kept) = std::env::var_os("TONGHOP_SHOW") {
        fs::copy(above.path("ket-qua/2025-W29/TongHop_VPTU_T29_2025.xlsx"), kept).unwrap();
    }
    Edited {
        before: data(&above, "2025-W28"),
        data: fs::read_to_string(above.path("ket-qua/2025-W29/TongHop_VPTU_T29_2025.json")).unwrap(),
        page: first_page(&above, "2025-W29"),
        standings: ["SKHCN", "SYT", "STC"].map(|office| run.standing(office).to_owned()),
        answer_to_stc: fs::read_to_string(above.path("phan-hoi/2025-W29/PhanHoi_STC_T29_2025.txt")).unwrap(),
        verified: above.json(&["verify", "--now", &next_friday("17:00:00")], &[]).code,
    }
});

#[test]
fn what_somebody_typed_into_a_release_is_in_no_figure_and_said_where_it_is_read() {
    let Edited { before, data, page, standings, answer_to_stc, verified } = &*EDITED;
    let now: Json = serde_json::from_str(data).unwrap();
    assert_eq!((standings.each_ref().map(String::as_str), *verified), (["on_time", "on_time", "unknown"], 0));
    let (was, is) = (task(before, "KH11-001"), task(&now, "KH11-001"));
    assert_eq!((&is["percent"], is["stale"].as_bool()), (&was["percent"], Some(true)));
    assert!(is["marks"].to_string().contains("chưa xác minh: dòng bị sửa trong bản tổng hợp của Sở KH&CN"), "{}", is["marks"]);
    // What nobody touched is this week's: the row of the office of which somebody changed how it stands, and other rows of SYT.
    for code in ["KH11-003", "KH11-002"] {
        let task = task(&now, code);
        assert_eq!((task["last_update"].as_str(), task["marks"].to_string().contains("xác minh")), (Some("2025-W29"), false));
    }
    let told = &now["edited_by_hand"][0];
    assert_eq!((told["desk"].as_str(), told["rows"].as_u64(), &told["standings"]), (Some("SKHCN"), Some(2), &serde_json::json!(["STC"])));
    assert_eq!(told["lines"], serde_json::json!([{"agency": "SYT", "code": "KH11-001"}]));
    assert!(page.contains("tệp nhận được có 02 dòng khác với bản đã chốt của Sở KH&CN (Sở Y tế, Sở TC), chưa xác minh"), "{page}");
    assert!(page.contains("không tính là chưa báo cáo (01): Sở TC"), "{page}");
    let answer = answer_to_stc;
    assert!(answer.contains("ĐÃ CÓ SỐ LIỆU QUA SỞ KH&CN") && answer.contains("chưa xác minh được; đơn vị không phải gửi lại"), "{answer}");
}
