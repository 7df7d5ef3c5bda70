//! A released week made once more: version 2 takes in what a person admits, lists what it changes, and leaves version 1
//! and every other week as they are. And `admit` as the week goes on: all late ones, one file, until an hour.

use crate::desk::{Desk, Draft, Run, differing_cells};
use std::collections::BTreeSet;
use std::fs;
use tonghop::model::config::Limits;
use tonghop::model::place::CellRef;
use tonghop::model::workbook::RawValue;

const W28: &str = "2025-W28";
const V1: &str = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025";
const V2: &str = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025_v2";

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}+07:00")
}

fn monday(time: &str) -> String {
    format!("2025-07-14T{time}+07:00")
}

/// Week 28 released on time: four reports on time, one late and not admitted.
fn released() -> Desk {
    let desk = Desk::new();
    for agency in ["SKHCN", "SYT", "VPTU", "X-A"] {
        desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &desk.report(agency, W28).bytes(), &friday("09:00:00"));
    }
    desk.run(&friday("10:55:00"));
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", W28).bytes(), &friday("11:20:00"));
    desk.run(&friday("11:30:00"));
    assert_eq!(desk.run(&friday("15:20:00")).json["phase"], "released");
    desk
}

/// What the Health office sends after the release: one figure and one sentence differ.
fn corrected(desk: &Desk) -> Draft {
    let mut report = desk.report("SYT", W28);
    report.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "75");
    report.set("NhiemVu", "KH11-001", "Kết quả thực hiện trong kỳ", "Đã số hóa 75% hồ sơ");
    report
}

fn say(desk: &Desk, arguments: &[&str], now: &str) -> (i32, String) {
    let output = desk.command().args(arguments).args(["--now", now]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), text)
}

fn ok(desk: &Desk, arguments: &[&str], now: &str) -> String {
    let (code, text) = say(desk, arguments, now);
    assert_eq!(code, 0, "{arguments:?}: {text}");
    text
}

fn reopen(desk: &Desk, now: &str) -> String {
    ok(desk, &["reopen", "--period", W28, "--reason", "Sở Y tế đính chính", "--by", "Nguyễn Văn A"], now)
}

fn admit(desk: &Desk, agency: &str, now: &str) {
    ok(desk, &["admit", agency, "--period", W28, "--reason", "đính chính", "--by", "Nguyễn Văn A"], now);
}

fn release(desk: &Desk, now: &str) -> Run {
    let run = desk.json(&["release", "--period", W28, "--now", now], &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

fn assert_verified(desk: &Desk, now: &str) -> String {
    let text = ok(desk, &["verify"], now);
    assert!(!text.contains("KHÔNG khớp"), "{text}");
    text
}

fn bytes(desk: &Desk, path: &str) -> Vec<u8> {
    fs::read(desk.path(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Everything of a period that a release published.
fn published(desk: &Desk, stems: &[&str]) -> Vec<Vec<u8>> {
    let paths = stems.iter().flat_map(|stem| {
        let (internal, report) = (stem.replace("TongHop_", "NoiBo_"), stem.replace("TongHop_", "BaoCao_"));
        [format!("{stem}.xlsx"), format!("{stem}.json"), format!("{internal}.xlsx"), format!("{report}.docx")]
    });
    paths.map(|path| bytes(desk, &path)).collect()
}

/// Rows of `Khác biệt` below its headings: subject, agency, code, column, before, after, source.
fn differences(desk: &Desk, stem: &str) -> Vec<[String; 7]> {
    let workbook = tonghop::reader::read(&bytes(desk, &format!("{stem}.xlsx")), ".xlsx", &Limits::DEFAULT).unwrap();
    let sheet = workbook.sheets.iter().find(|s| s.name == "Khác biệt").expect("the sheet of differences");
    let text = |row: u32, column: u32| match sheet.get(CellRef::new(row, column)) {
        Some(RawValue::Text(text)) => text.to_string(),
        _ => String::new(),
    };
    let first = (0..).find(|row| text(*row, 0) == "TT").expect("the headings") + 1;
    (first..).take_while(|row| !text(*row, 1).is_empty()).map(|row| [1, 2, 3, 5, 9, 10, 11].map(|column| text(row, column))).collect()
}

#[test]
fn version_2_holds_what_was_admitted_and_lists_exactly_what_it_changes() {
    let desk = released();
    let before = published(&desk, &[V1]);
    desk.put("SYT/BC_SYT_T28_2025 dinh chinh.xlsx", &corrected(&desk).bytes(), &monday("07:50:00"));
    let run = desk.run(&monday("08:00:00"));
    assert_eq!(run.json["files"]["after_release"], 1, "{}", run.json["files"]);

    let said = reopen(&desk, &monday("08:10:00"));
    assert!(said.contains("Bản số 1 vẫn có hiệu lực") && said.contains("tonghop release --period 2025-W28"), "{said}");
    let status = ok(&desk, &["status", "--period", W28], &monday("08:11:00"));
    assert!(status.contains("Bản số 1 đang có hiệu lực") && status.contains("để lập bản số 2 (lý do: Sở Y tế đính chính)"), "{status}");
    assert!(status.contains("Việc tiếp theo: tonghop admit MÃ --period 2025-W28"), "{status}");

    // Until it is admitted, the correction is listed and changes nothing.
    desk.run(&monday("08:15:00"));
    assert_eq!(differences_of_draft(&desk), 0);
    admit(&desk, "SYT", &monday("08:20:00"));
    let run = desk.run(&monday("08:25:00"));
    assert!(run.json["outputs"].as_array().unwrap().iter().all(|o| o["kind"] != "release"), "only a person releases it again");
    assert!(differences_of_draft(&desk) > 0, "the draft shows what the next version would change");
    assert!(!desk.path(&format!("{V2}.xlsx")).exists());

    let run = release(&desk, &monday("08:30:00"));
    let paths: Vec<&str> = run.json["outputs"].as_array().unwrap().iter().filter_map(|o| o["path"].as_str()).collect();
    assert!(paths.contains(&format!("{V2}.xlsx").as_str()), "{paths:?}");
    assert_eq!(published(&desk, &[V1]), before, "version 1 stays as it left");

    let source = |cell: &str| format!("Sở Y tế: SYT/BC_SYT_T28_2025 dinh chinh.xlsx › NhiemVu!{cell}");
    let rows = differences(&desk, V2);
    let task: Vec<&[String; 7]> = rows.iter().filter(|r| r[0] == "Nhiệm vụ").collect();
    let shown: Vec<[&str; 5]> = task.iter().map(|r| [&r[1], &r[2], &r[3], &r[4], &r[5]].map(String::as_str)).collect();
    assert_eq!(
        shown,
        [
            ["Sở Y tế", "KH11-001", "Tỷ lệ hoàn thành (%)", "40", "75"],
            ["Sở Y tế", "KH11-001", "Kết quả thực hiện trong kỳ", "Đã triển khai theo kế hoạch", "Đã số hóa 75% hồ sơ"],
        ],
        "{rows:#?}"
    );
    let cells: BTreeSet<&str> = task.iter().map(|r| r[6].as_str()).collect();
    assert_eq!(cells.len(), 2, "each value has its own cell: {cells:?}");
    assert!(cells.iter().all(|c| c.starts_with(&source(""))), "{cells:?}");
    let others: Vec<&str> = rows.iter().filter(|r| r[0] != "Nhiệm vụ").map(|r| r[0].as_str()).collect();
    assert!(others.iter().all(|subject| *subject == "Nộp báo cáo"), "{rows:#?}");

    // In the workbooks themselves nothing else differs: of the list of tasks, that row alone.
    let changed: BTreeSet<String> = differing_cells(&desk.path(&format!("{V1}.xlsx")), &desk.path(&format!("{V2}.xlsx")))
        .iter()
        .filter_map(|line| line.strip_prefix("Nhiệm vụ!").map(|rest| rest.split(':').next().unwrap().to_owned()))
        .filter(|cell| cell != "A3")
        .map(|cell| cell.trim_start_matches(char::is_alphabetic).to_owned())
        .collect();
    let row_of = row_of_code(&desk, "KH11-001");
    let sources_only = rows_of_agency_sources(&desk);
    assert!(changed.contains(&row_of) && changed.iter().all(|r| *r == row_of || sources_only.contains(r)), "{changed:?}");

    let first_page = desk.product_text("TongHop_SKHCN_T28_2025_v2.xlsx");
    let line = "Bản số 2, thay thế bản số 1 (chốt bản tổng hợp lúc 15 giờ 20 ngày 11/7/2025); lý do: Sở Y tế đính chính.";
    assert!(first_page.contains(line), "{first_page}");
    assert!(!first_page.contains("LẬP SAU HẠN"), "version 1 left in time");
    assert!(!first_page.contains("Nguyễn Văn A"), "no person is named in what leaves");
    assert!(!String::from_utf8(bytes(&desk, &format!("{V2}.json"))).unwrap().contains("Nguyễn Văn A"));
    assert!(desk.product_text("NoiBo_SKHCN_T28_2025_v2.xlsx").contains("Nguyễn Văn A"));

    let status = ok(&desk, &["status", "--period", W28], &monday("08:35:00"));
    assert!(status.contains("Bản số 2 đang có hiệu lực") && !status.contains("mở lại"), "{status}");
    let json = desk.json(&["status", "--period", W28, "--now", &monday("08:35:00")], &[]);
    assert_eq!((json.json["version"].as_u64(), json.json["reopened"].is_null()), (Some(2), true));
    assert_eq!((json.standing("SYT"), json.standing("STC")), ("on_time", "late"), "late stays late");
    let text = assert_verified(&desk, &monday("08:40:00"));
    assert!(text.contains("Bản trình ký số 2"), "{text}");
}

fn differences_of_draft(desk: &Desk) -> usize {
    differences(desk, &format!("{V1}_du-thao")).iter().filter(|r| r[0] == "Nhiệm vụ").count()
}

/// The row of a task in the list of version 2.
fn row_of_code(desk: &Desk, code: &str) -> String {
    cells_with(desk, code).first().map(|c| c.trim_start_matches(char::is_alphabetic).to_owned()).expect("the task's row")
}

/// Rows of tasks of which only the file they were read from differs.
fn rows_of_agency_sources(desk: &Desk) -> BTreeSet<String> {
    cells_with(desk, "dinh chinh").into_iter().map(|c| c.trim_start_matches(char::is_alphabetic).to_owned()).collect()
}

fn cells_with(desk: &Desk, text: &str) -> Vec<String> {
    let workbook = tonghop::reader::read(&bytes(desk, &format!("{V2}.xlsx")), ".xlsx", &Limits::DEFAULT).unwrap();
    let sheet = workbook.sheets.iter().find(|s| s.name == "Nhiệm vụ").unwrap();
    sheet.cells().filter(|(_, v)| format!("{v:?}").contains(text)).map(|(c, _)| c.to_string()).collect()
}

#[test]
fn a_week_released_from_version_1_stays_as_it_is_and_both_can_be_built_again() {
    let desk = released();
    // Week 29 is released from version 1; an agency reports nothing, so its rows are carried forward.
    desk.put("SKHCN/BC_SKHCN_T29_2025.xlsx", &desk.report("SKHCN", "2025-W29").bytes(), "2025-07-18T09:00:00+07:00");
    for time in ["10:55:00", "11:05:00", "15:20:00"] {
        desk.run(&format!("2025-07-18T{time}+07:00"));
    }
    let w29 = "ket-qua/2025-W29/TongHop_SKHCN_T29_2025";
    let before = published(&desk, &[V1, w29]);

    let tuesday = |time: &str| format!("2025-07-22T{time}+07:00");
    desk.put("SYT/BC_SYT_T28_2025 dinh chinh.xlsx", &corrected(&desk).bytes(), &tuesday("07:50:00"));
    desk.run(&tuesday("08:00:00"));
    let said = reopen(&desk, &tuesday("08:10:00"));
    assert!(said.contains("Các kỳ sau đã chốt bản tổng hợp không thay đổi"), "{said}");
    admit(&desk, "SYT", &tuesday("08:20:00"));
    // STC was late and not admitted: it is now, with the report that came before version 1.
    ok(&desk, &["admit", "--all-late", "--period", W28, "--reason", "đã kiểm tra", "--by", "Nguyễn Văn A"], &tuesday("08:21:00"));
    release(&desk, &tuesday("08:30:00"));
    let rows = differences(&desk, V2);
    assert!(rows.iter().any(|r| r[1] == "Sở TC" && r[4] == "Nộp muộn" && r[5] == "Nộp muộn, được tiếp nhận"), "{rows:#?}");

    // Later scans, exceptions and another version of week 28 change nothing that was released.
    desk.run(&tuesday("09:00:00"));
    desk.put("X-B/BC_X-B_T28_2025.xlsx", &desk.report("X-B", W28).bytes(), &tuesday("09:05:00"));
    reopen(&desk, &tuesday("09:10:00"));
    desk.run(&tuesday("09:15:00"));
    admit(&desk, "X-B", &tuesday("09:20:00"));
    release(&desk, &tuesday("09:30:00"));
    desk.run(&tuesday("09:40:00"));
    let v3 = V2.replace("_v2", "_v3");
    assert!(differences(&desk, &v3).iter().any(|r| r[1] == "phường Trần Phú" && r[4] == "Chưa nộp"));
    assert!(desk.product_text("TongHop_SKHCN_T28_2025_v3.xlsx").contains("Bản số 3, thay thế bản số 2"));
    assert_eq!(published(&desk, &[V1, w29]), before);
    let text = assert_verified(&desk, &tuesday("10:00:00"));
    assert_eq!(text.matches("Bản trình ký").count(), 4, "{text}");
}

#[test]
fn the_next_week_starts_from_the_version_in_force() {
    let desk = released();
    desk.put("SYT/BC_SYT_T28_2025 dinh chinh.xlsx", &corrected(&desk).bytes(), &monday("07:50:00"));
    desk.run(&monday("08:00:00"));
    reopen(&desk, &monday("08:10:00"));
    admit(&desk, "SYT", &monday("08:20:00"));
    release(&desk, &monday("08:30:00"));
    // Nobody reports in week 29: the figures are those carried forward.
    for time in ["10:55:00", "11:05:00", "15:20:00"] {
        desk.run(&format!("2025-07-18T{time}+07:00"));
    }
    let json: serde_json::Value = serde_json::from_slice(&bytes(&desk, "ket-qua/2025-W29/TongHop_SKHCN_T29_2025.json")).unwrap();
    let task = json["tasks"].as_array().unwrap().iter().find(|t| t["code"] == "KH11-001").unwrap().clone();
    assert_eq!(task["percent"], "75", "{task}");
    assert_verified(&desk, "2025-07-18T16:00:00+07:00");
}

#[test]
fn a_corrected_register_enters_version_2_and_the_cutoffs_stay() {
    let desk = released();
    desk.write_register_with(
        &[("NhiemVu", 1, "Nội dung nhiệm vụ", "Số hóa toàn bộ hồ sơ bệnh án")],
        &[(
            "Lich",
            "Loại|Ngày|Tuần|Hạn nộp|Hạn tổng hợp|Áp dụng cho|Tên|Căn cứ|Xác nhận",
            &["Đổi hạn||T28/2025|11/7/2025 14:00|11/7/2025 15:30||Lùi hạn|CV 12/SKHCN|Có"],
        )],
    );
    reopen(&desk, &monday("08:10:00"));
    release(&desk, &monday("08:30:00"));
    let rows = differences(&desk, V2);
    let shown: Vec<[&str; 4]> = rows.iter().map(|r| [&r[0], &r[2], &r[3], &r[5]].map(String::as_str)).collect();
    assert_eq!(shown, [["Nhiệm vụ", "KH11-001", "Nội dung nhiệm vụ", "Số hóa toàn bộ hồ sơ bệnh án"]], "{rows:#?}");
    assert_verified(&desk, &monday("08:40:00"));
}

#[test]
fn what_an_exception_for_version_1_took_in_does_not_grow_in_version_2() {
    let desk = Desk::new();
    desk.run(&friday("10:55:00"));
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", W28).bytes(), &friday("11:20:00"));
    desk.run(&friday("11:30:00"));
    ok(&desk, &["admit", "STC", "--reason", "mất điện", "--by", "Chánh Văn phòng"], &friday("11:40:00"));
    desk.run(&friday("15:20:00"));
    let mut later = desk.report("STC", W28);
    later.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "90");
    desk.put("STC/BC_STC_T28_2025.xlsx", &later.bytes(), &monday("07:50:00"));
    desk.run(&monday("08:00:00"));
    reopen(&desk, &monday("08:10:00"));
    desk.run(&monday("08:15:00"));
    let feedback = desk.feedback_text("STC");
    assert!(feedback.contains("tổng hợp theo bản được tiếp nhận"), "{feedback}");
    release(&desk, &monday("08:30:00"));
    assert_eq!(differences(&desk, V2), Vec::<[String; 7]>::new());
    assert!(desk.product_text("TongHop_SKHCN_T28_2025_v2.xlsx").contains("Số liệu hai bản không khác nhau."));
    assert_verified(&desk, &monday("08:40:00"));
}

#[test]
fn a_report_that_comes_while_the_week_is_open_is_received_for_it() {
    let desk = released();
    reopen(&desk, &monday("08:10:00"));
    desk.put("X-B/BC_X-B_T28_2025.xlsx", &desk.report("X-B", W28).bytes(), &monday("08:20:00"));
    let run = desk.run(&monday("08:30:00"));
    assert_eq!((run.json["files"]["received"].as_u64(), run.json["files"]["after_release"].as_u64()), (Some(1), Some(0)));
    assert!(desk.feedback_text("X-B").contains("Nộp muộn"), "{}", desk.feedback_text("X-B"));
    // To this week it may be a slip of the hand, and is told so.
    assert_eq!(run.standing("X-B"), "returned");
}

#[test]
fn what_is_taken_into_version_2_is_no_slip_of_the_next_week() {
    let desk = released();
    desk.put("X-B/BC_X-B_T28_2025.xlsx", &desk.report("X-B", W28).bytes(), &monday("07:50:00"));
    desk.put("BNC/BC_BNC_T28_2025.xlsx", &desk.report("BNC", W28).bytes(), &monday("07:50:00"));
    assert_eq!(desk.run(&monday("08:00:00")).standing("X-B"), "returned", "nobody said yet which week was meant");
    reopen(&desk, &monday("08:10:00"));
    admit(&desk, "X-B", &monday("08:20:00"));
    let told = |time: &str| {
        let run = desk.run(&monday(time));
        let of = |code: &str| {
            let line = run.agency(code);
            (line["standing"].as_str().unwrap().to_owned(), line["findings"].to_string())
        };
        (of("X-B"), of("STC").0)
    };
    // Before version 2 leaves, after it, and what comes still later is told as ever.
    assert_eq!(told("08:25:00").0.0, "missing", "{:?}", told("08:25:00"));
    release(&desk, &monday("08:30:00"));
    assert_eq!(told("08:35:00").0.0, "missing");
    let text = desk.product_text("TongHop_SKHCN_T28_2025_v2.xlsx");
    assert!(text.contains("được tiếp nhận"), "{text}");
    let mut again = desk.report("X-B", W28);
    again.info("Người lập", "Người khác");
    desk.put("X-B/BC_X-B_T28_2025.xlsx", &again.bytes(), &monday("08:50:00"));
    assert_eq!(told("09:00:00").0.0, "returned");
    assert_verified(&desk, &monday("09:10:00"));
    // The next week says the same where it is made again.
    fs::remove_file(desk.path("nop/X-B/BC_X-B_T28_2025.xlsx")).unwrap();
    for time in ["10:55:00", "11:05:00", "15:20:00"] {
        desk.run(&format!("2025-07-18T{time}+07:00"));
    }
    assert_verified(&desk, "2025-07-18T16:00:00+07:00");
}

#[test]
fn refusals_of_reopen() {
    let desk = released();
    let reopen =
        |period: &str, by: &str| say(&desk, &["reopen", "--period", period, "--reason", "đính chính", "--by", by], &monday("08:10:00"));
    let (code, text) = reopen("2025-W27", "A");
    assert_eq!(code, 12, "{text}");
    assert!(text.contains("chưa chốt bản tổng hợp"), "{text}");
    let (code, text) = reopen(W28, " ");
    assert_eq!(code, 2, "{text}");
    let (code, text) = say(&desk, &["admit", "SYT", "--period", W28, "--reason", "a", "--by", "A"], &monday("08:10:00"));
    assert!(code == 12 && text.contains("tonghop reopen --period 2025-W28"), "{text}");
    let (code, text) = say(&desk, &["release", "--period", W28], &monday("08:10:00"));
    assert!(code == 12 && text.contains("tonghop reopen --period 2025-W28"), "{text}");
    assert_eq!(reopen(W28, "A").0, 0);
    let (code, text) = reopen(W28, "B");
    assert!(code == 12 && text.contains("đang mở lại từ 8 giờ 10"), "{code} {text}");

    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), config.replace("code = \"SKHCN\"", "code = \"SKHCN\"\nadmitters = [\"Trần Thị B\"]")).unwrap();
    let (code, text) = reopen(W28, "Nguyễn Văn A");
    assert!(code == 2 && text.contains("Trần Thị B"), "{code} {text}");
}

#[test]
fn a_lost_product_of_either_version_is_made_again() {
    let desk = released();
    reopen(&desk, &friday("15:40:00"));
    let run = desk.run(&friday("15:45:00"));
    assert_eq!(run.json["phase"], "released", "version 1 is in force");
    release(&desk, &friday("15:50:00"));
    let whole = published(&desk, &[V1, V2]);
    for stem in [V1, V2] {
        fs::remove_file(desk.path(&format!("{stem}.xlsx"))).unwrap();
    }
    desk.run(&friday("16:00:00"));
    assert_eq!(published(&desk, &[V1, V2]), whole);
}

/// Late at 11:20, again at 11:40, and another agency at 11:50.
fn two_late_ones() -> Desk {
    let desk = Desk::new();
    desk.run(&friday("10:55:00"));
    let mut report = desk.report("STC", W28);
    desk.put("STC/BC_STC_T28_2025.xlsx", &report.bytes(), &friday("11:20:00"));
    desk.run(&friday("11:25:00"));
    report.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "90");
    desk.put("STC/BC_STC_T28_2025.xlsx", &report.bytes(), &friday("11:40:00"));
    desk.run(&friday("11:45:00"));
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &friday("11:50:00"));
    desk.run(&friday("11:55:00"));
    desk
}

#[test]
fn until_takes_in_only_what_was_received_before_it() {
    for (until, version, changed) in [
        (None, Some(2), false),
        (Some("11:30"), Some(1), true),
        (Some("2025-07-11T11:45:00+07:00"), Some(1), true),
        (Some("2025-07-11T04:45:01Z"), Some(2), false),
    ] {
        let desk = two_late_ones();
        let mut arguments = vec!["admit", "STC", "--reason", "mất điện", "--by", "A"];
        arguments.extend(until.iter().flat_map(|until| ["--until", until]));
        ok(&desk, &arguments, &friday("12:00:00"));
        let run = desk.run(&friday("12:05:00"));
        let line = run.agency("STC");
        assert_eq!((line["standing"].as_str(), line["version"].as_u64()), (Some("admitted"), version), "{until:?}");
        assert_eq!(line["changed_after_cutoff"], changed, "{until:?}: what came later is named");
        if changed {
            desk.run(&friday("15:20:00"));
            let text = desk.product_text("NoiBo_SKHCN_T28_2025.xlsx");
            assert!(text.contains("Ngoại lệ") && text.contains("mất điện"), "{text}");
            assert_verified(&desk, &friday("15:40:00"));
        }
    }
    let desk = two_late_ones();
    for (until, words) in [("11:00", "không sau hạn nộp"), ("mai", "Không hiểu thời điểm “mai”")] {
        let (code, text) = say(&desk, &["admit", "STC", "--reason", "a", "--by", "A", "--until", until], &friday("12:00:00"));
        assert!(code == 2 && text.contains(words), "{code} {text}");
    }
    ok(&desk, &["admit", "STC", "--reason", "a", "--by", "A", "--until", "11:10"], &friday("12:00:00"));
    assert_eq!(desk.run(&friday("12:05:00")).standing("STC"), "late", "nothing came before");
}

#[test]
fn all_late_admits_those_late_now_and_nobody_else() {
    let desk = two_late_ones();
    let said = ok(&desk, &["admit", "--all-late", "--reason", "mạng hỏng", "--by", "A"], &friday("12:00:00"));
    assert!(said.contains("Sở TC") && said.contains("Sở Y tế"), "{said}");
    desk.put("X-A/BC_X-A_T28_2025.xlsx", &desk.report("X-A", W28).bytes(), &friday("12:01:00"));
    let run = desk.run(&friday("12:05:00"));
    assert_eq!([run.standing("STC"), run.standing("SYT"), run.standing("X-A")], ["admitted", "admitted", "late"]);
    let nobody = ok(&Desk::new(), &["admit", "--all-late", "--reason", "a", "--by", "A"], &friday("12:00:00"));
    assert!(nobody.contains("không có cơ quan nào nộp muộn"), "{nobody}");
}

#[test]
fn a_file_that_names_a_wrong_week_is_accepted_for_its_sender_alone() {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT.xlsx", &desk.report("SYT", "2025-W27").bytes(), &friday("09:00:00"));
    assert_eq!(desk.run(&friday("10:00:00")).standing("SYT"), "returned");
    let file = |code: &str, file: &str| {
        say(&desk, &["admit", code, "--file", file, "--reason", "ghi nhầm tuần", "--by", "A"], &friday("10:10:00"))
    };
    let (code, text) = file("STC", "SYT/BC_SYT.xlsx");
    assert!(code == 2 && text.contains("là của Sở Y tế (SYT)"), "{code} {text}");
    let (code, text) = file("SYT", "SYT/khac.xlsx");
    assert!(code == 2 && text.contains("chưa có tệp"), "{code} {text}");
    let (code, text) = say(&desk, &["admit", "--all-late", "--file", "SYT/BC_SYT.xlsx", "--reason", "a", "--by", "A"], &friday("10:10:00"));
    assert_eq!(code, 2, "{text}");
    assert_eq!(file("SYT", "SYT/BC_SYT.xlsx").0, 0);
    assert_eq!(desk.run(&friday("10:20:00")).standing("SYT"), "on_time");
}

#[test]
fn a_scenario_reopens_a_week() {
    let desk = Desk::new();
    let dir = tempfile::tempdir().unwrap();
    for name in ["tonghop.toml", "danh-muc.xlsx"] {
        fs::copy(desk.path(name), dir.path().join(name)).unwrap();
    }
    fs::write(dir.path().join("bao-cao.xlsx"), desk.report("SYT", W28).bytes()).unwrap();
    fs::write(dir.path().join("dinh-chinh.xlsx"), corrected(&desk).bytes()).unwrap();
    let lines = [
        "at,action,file,to,note".to_owned(),
        format!("{},submit,bao-cao.xlsx,SYT/BC_SYT_T28_2025.xlsx,", friday("09:00:00")),
        format!("{},run,,,", friday("10:55:00")),
        format!("{},run,,,", friday("15:20:00")),
        format!("{},submit,dinh-chinh.xlsx,SYT/BC_SYT_T28_2025.xlsx,", monday("07:50:00")),
        format!("{},run,,,", monday("08:00:00")),
        format!("{},reopen,,2025-W28,Sở Y tế đính chính", monday("08:10:00")),
        format!("{},admit,,SYT 2025-W28,đính chính", monday("08:20:00")),
        format!("{},release,,2025-W28,", monday("08:30:00")),
    ];
    fs::write(dir.path().join("scenario.csv"), lines.join("\n")).unwrap();
    let out = dir.path().join("ra");
    let output = desk.command().args(["rehearse"]).arg(dir.path()).arg("--out").arg(&out).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8(output.stdout).unwrap().contains("Đã chốt bản số 2"));
    assert!(out.join(format!("{V2}.xlsx")).exists() && out.join(format!("{V1}.xlsx")).exists());
}
