//! The figures of a release: classes, totals, sources, adjustments, rows without news.

use super::{W28, after_a_good_week, data, friday, of, percent, verified};
use crate::desk::Desk;
use serde_json::Value as Json;
use std::fs;

const CLASSES: [&str; 14] = [
    "done_early",
    "done_on_time",
    "done_late",
    "done_undated",
    "in_progress",
    "due_soon",
    "not_started",
    "overdue",
    "regular",
    "not_due_yet",
    "paused",
    "no_deadline",
    "no_report",
    "withdrawn",
];

/// Every row of totals adds up to its total, and every table of totals to the whole.
fn totals_add_up(data: &Json) {
    let totals = &data["totals"];
    let sum = |row: &Json| CLASSES.iter().filter_map(|c| row[*c].as_u64()).sum::<u64>();
    let total = totals["tasks"]["total"].as_u64().unwrap();
    for key in ["tasks_by_year", "tasks_by_document", "tasks_by_group", "tasks_by_agency"] {
        let rows = totals[key].as_array().unwrap();
        for row in rows.iter().chain([&totals["tasks"]]) {
            assert_eq!(sum(row), row["total"].as_u64().unwrap(), "{key}: {row}");
        }
        if key != "tasks_by_agency" {
            assert_eq!(rows.iter().map(|r| r["total"].as_u64().unwrap()).sum::<u64>(), total, "{key}");
        }
    }
    let tasks = data["tasks"].as_array().unwrap();
    assert_eq!(tasks.iter().filter(|t| t["class"] != "withdrawn").count() as u64, total);
    for class in CLASSES.iter().filter(|c| **c != "withdrawn") {
        assert_eq!(tasks.iter().filter(|t| t["class"] == **class).count() as u64, totals["tasks"][*class].as_u64().unwrap(), "{class}");
    }
}

/// Each source names a cell of an archived file that holds the row's code.
fn sources_hold(desk: &Desk, data: &Json) {
    let mut seen = 0;
    for line in data["tasks"].as_array().unwrap().iter().chain(data["targets"].as_array().unwrap()) {
        for source in line["sources"].as_array().unwrap() {
            let text = |key: &str| source[key].as_str().unwrap_or_default().to_owned();
            let sha = text("sha256");
            let bytes = fs::read(desk.path(&format!("so-tiep-nhan/archive/{}/{sha}", &sha[..2]))).unwrap();
            let book = tonghop::reader::read(&bytes, ".xlsx", &tonghop::model::config::Limits::DEFAULT).unwrap();
            let sheet = book.sheets.iter().find(|s| s.name == text("sheet")).unwrap();
            let cell = serde_json::from_value(source["cell"].clone()).unwrap();
            assert_eq!(format!("{:?}", sheet.get(cell)), format!("Some(Text({:?}))", line["code"].as_str().unwrap()), "{source}");
            seen += 1;
        }
    }
    assert!(seen > 5);
}

#[test]
fn an_error_takes_out_its_cell_or_its_row_and_nothing_else() {
    let desk = after_a_good_week();
    let before = data(&desk, W28);
    totals_add_up(&before);
    sources_hold(&desk, &before);
    assert_eq!(of(&before["tasks"], "KH11-002")["class"], "done_early");
    assert_eq!(of(&before["targets"], "CT-002")["numerator"], "100");

    const W29: &str = "2025-W29";
    let new = |desk: &Desk, agency: &str| {
        let mut draft = desk.report(agency, W29);
        for (sheet, code) in [("NhiemVu", "KH11-001"), ("NhiemVu", "KH11-003"), ("NhiemVu", "TB15-002")] {
            if draft.has(sheet, code) {
                draft.set(sheet, code, "Kết quả thực hiện trong kỳ", "Kết quả tuần 29");
                draft.set(sheet, code, "Tỷ lệ hoàn thành (%)", "60");
            }
        }
        draft
    };
    let mut syt = new(&desk, "SYT");
    // N12: the cell. N20: the cell. The finished task is left out: its row is blank.
    syt.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "140");
    syt.set("NhiemVu", "KH11-001", "Dự kiến hoàn thành", "cuối quý");
    for heading in ["Trạng thái đơn vị báo", "Tỷ lệ hoàn thành (%)", "Kết quả thực hiện trong kỳ", "Nguyên nhân chậm", "Dự kiến hoàn thành"]
    {
        syt.set("NhiemVu", "KH11-002", heading, "");
    }
    // C04: a numerator above its denominator takes the whole figure out.
    syt.set("ChiTieu", "CT-002", "Tử số", "300");
    let mut stc = new(&desk, "STC");
    // N09: the row.
    stc.set("NhiemVu", "KH11-003", "Trạng thái đơn vị báo", "xong đâu đó");
    // N18: the cell; Hoàn thành without a readable date.
    stc.set("NhiemVu", "TB15-002", "Trạng thái đơn vị báo", "Hoàn thành");
    stc.set("NhiemVu", "TB15-002", "Ngày hoàn thành", "30/7/2025");
    let mut xa = desk.report("X-A", W29);
    // X03: the cell. X-A supplies a figure of CT-002, too.
    xa.set("TieuChi", "TC01", "Kết quả", "có lẽ");
    xa.set("ChiTieu", "CT-002", "Tử số", "60");
    for (agency, draft) in [("SYT", &syt), ("STC", &stc), ("X-A", &xa)] {
        desk.put(&format!("{agency}/29.xlsx"), &draft.bytes(), "2025-07-17T09:00:00+07:00");
    }
    let run = desk.run("2025-07-18T10:55:00+07:00");
    for (agency, errors) in [("SYT", 3), ("STC", 2), ("X-A", 1)] {
        assert_eq!(run.agency(agency)["errors"], errors, "{}", desk.feedback_text_of(agency, W29, "T29"));
    }
    desk.run("2025-07-18T15:20:00+07:00");
    let now = data(&desk, W29);
    totals_add_up(&now);
    sources_hold(&desk, &now);

    let task = of(&now["tasks"], "KH11-001");
    assert_eq!(
        (task["percent"].as_str(), task["result"].as_str(), task["stale"].as_bool()),
        (Some("40"), Some("Kết quả tuần 29"), Some(true)),
        "{task}"
    );
    assert_eq!((task["expected_on"].as_str(), task["last_update"].as_str()), (Some("2025-12-31"), Some(W29)));
    let task = of(&now["tasks"], "KH11-002");
    assert_eq!(
        (task["class"].as_str(), task["stale"].as_bool(), task["completed_on"].as_str()),
        (Some("done_early"), Some(false), Some("2025-07-10"))
    );
    let task = of(&now["tasks"], "KH11-003");
    assert_eq!(
        (task["result"].as_str(), task["stale"].as_bool(), task["last_update"].as_str()),
        (Some("Đã triển khai theo kế hoạch"), Some(true), Some(W28))
    );
    assert_eq!((task["class"].as_str(), task["days"].as_i64()), (Some("overdue"), Some(18)), "the clock goes on in silence");
    let task = of(&now["tasks"], "TB15-002");
    assert_eq!((task["class"].as_str(), task["completed_on"].as_str()), (Some("done_undated"), None), "{task}");
    let target = of(&now["targets"], "CT-002");
    assert_eq!(
        (target["numerator"].as_str(), target["denominator"].as_str(), target["stale"].as_bool()),
        (Some("110"), Some("200"), Some(true)),
        "{target}"
    );
    let line = now["criteria"]["lines"].as_array().unwrap().iter().find(|l| l["agency"] == "X-A").unwrap();
    assert_eq!(line["met"], 2, "{line}");

    // The comparison names exactly what moved.
    let moved: Vec<&str> = now["comparison"]["changes"].as_array().unwrap().iter().map(|c| c["task"].as_str().unwrap()).collect();
    let differ: Vec<&str> = now["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|t| of(&before["tasks"], t["code"].as_str().unwrap())["class"] != t["class"])
        .map(|t| t["code"].as_str().unwrap())
        .collect();
    assert_eq!(moved, differ);
    assert!(moved.contains(&"TB15-002"));
    assert_eq!(now["comparison"]["tasks"], before["totals"]["tasks"]);

    // Who sent nothing keeps everything, marked.
    let part = of(&now["tasks"], "KH11-004")["parts"].as_array().unwrap().iter().find(|p| p["agency"] == "X-B").unwrap();
    assert_eq!((part["period"].as_str(), part["percent"].as_str()), (Some(W28), Some("40")));
    verified(&desk, "2025-07-18T15:30:00+07:00");
}

#[test]
fn a_shared_task_counts_once_and_for_every_part() {
    let desk = after_a_good_week();
    let now = data(&desk, W28);
    let by_agency = now["totals"]["tasks_by_agency"].as_array().unwrap();
    let total = |name: &str| by_agency.iter().find(|r| r["name"] == name).map(|r| r["total"].as_u64().unwrap());
    // KH11-004 counts for both communes, KH11-005 for both leads, KH11-002 for its lead alone.
    assert_eq!(
        [total("X-A"), total("X-B"), total("SKHCN"), total("VPTU"), total("SYT"), total("STC")],
        [Some(1), Some(1), Some(1), Some(2), Some(2), Some(2)]
    );
    assert_eq!(now["totals"]["tasks"]["total"], 7);
}

#[test]
fn an_adjustment_holds_from_its_day_at_the_cutoff() {
    for (from, overdue) in [("11/7/2025", false), ("12/7/2025", true)] {
        let desk = Desk::new();
        desk.write_register_with(
            &[],
            &[(
                "DieuChinh",
                "Mã|Trường điều chỉnh|Giá trị cũ|Giá trị mới|Văn bản điều chỉnh|Ngày hiệu lực|Lý do",
                &[&format!("KH11-003|Thời hạn|30/6/2025|31/12/2025|QĐ 5/QĐ-UBND|{from}|")],
            )],
        );
        desk.put("STC/a.xlsx", &percent(&desk, "STC", W28, "41"), &friday("09:00:00"));
        // Run before the day of effect and on it: the day of the cutoff decides, not that of the run.
        let early = desk.run("2025-07-09T10:00:00+07:00");
        assert_eq!(early.code, 0, "{}", early.stderr);
        desk.run(&friday("15:20:00"));
        let task = of(&data(&desk, W28)["tasks"], "KH11-003").clone();
        assert_eq!(task["class"] == "overdue", overdue, "{from}: {task}");
        assert_eq!(early.json["tasks"]["overdue"].as_u64(), Some(u64::from(overdue)));
    }
}

#[test]
fn nothing_new_keeps_last_weeks_figures_unmarked_and_copies_of_last_week_are_told() {
    let desk = after_a_good_week();
    let mut nil = desk.report("STC", "2025-W29");
    nil.info("Không phát sinh?", "x");
    for code in ["KH11-003", "TB15-002", "KH11-002"] {
        for heading in
            ["Trạng thái đơn vị báo", "Tỷ lệ hoàn thành (%)", "Kết quả thực hiện trong kỳ", "Nguyên nhân chậm", "Dự kiến hoàn thành"]
        {
            nil.set("NhiemVu", code, heading, "");
        }
    }
    desk.put("STC/29.xlsx", &nil.bytes(), "2025-07-17T09:00:00+07:00");
    // The same figures with only the week changed.
    desk.put("X-A/29.xlsx", &desk.report("X-A", "2025-W29").bytes(), "2025-07-17T09:00:00+07:00");
    let run = desk.run("2025-07-18T10:55:00+07:00");
    assert_eq!(
        (run.agency("STC")["nil"].as_bool(), run.agency("STC")["errors"].as_u64()),
        (Some(true), Some(0)),
        "{}",
        desk.feedback_text_of("STC", "2025-W29", "T29")
    );
    assert!(desk.feedback_text_of("X-A", "2025-W29", "T29").contains("T16"), "{}", desk.feedback_text_of("X-A", "2025-W29", "T29"));
    desk.run("2025-07-18T15:20:00+07:00");
    let now = data(&desk, "2025-W29");
    let task = of(&now["tasks"], "KH11-003");
    assert_eq!(
        (task["percent"].as_str(), task["stale"].as_bool(), task["last_update"].as_str()),
        (Some("40"), Some(false), Some("2025-W29"))
    );
    assert_eq!(of(&now["tasks"], "KH11-001")["stale"], true);
    totals_add_up(&now);
    sources_hold(&desk, &now);
}

#[test]
fn a_finished_task_taken_back_is_asked_about_and_counts_as_open_when_it_is_said_again() {
    let desk = after_a_good_week();
    desk.put("SYT/29.xlsx", &desk.report("SYT", "2025-W29").bytes(), "2025-07-17T09:00:00+07:00");
    desk.run("2025-07-18T10:55:00+07:00");
    let told = desk.feedback_text_of("SYT", "2025-W29", "T29");
    assert!(told.contains("N24") && told.contains("Chưa tính thay đổi này") && told.contains("(cột Ghi chú)"), "{told}");
    desk.run("2025-07-18T15:20:00+07:00");
    let first = data(&desk, "2025-W29");
    let task = of(&first["tasks"], "KH11-002");
    assert_eq!((task["class"].as_str(), task["stale"].as_bool()), (Some("done_early"), Some(false)), "{task}");
    assert_eq!(task["marks"], serde_json::json!(["đơn vị báo lại chưa hoàn thành, chưa tính"]));
    let page = desk.texts("ket-qua/2025-W29/TongHop_SKHCN_T29_2025.xlsx").join("\n");
    assert!(page.contains("Trong số hoàn thành có 01 nhiệm vụ đơn vị báo lại chưa hoàn thành."), "{page}");
    // Said again, it is meant.
    desk.put("SYT/30.xlsx", &desk.report("SYT", "2025-W30").bytes(), "2025-07-24T09:00:00+07:00");
    desk.run("2025-07-25T10:55:00+07:00");
    let told = desk.feedback_text_of("SYT", "2025-W30", "T30");
    assert!(told.contains("N42") && !told.contains("N24"), "{told}");
    desk.run("2025-07-25T15:20:00+07:00");
    let now = data(&desk, "2025-W30");
    let task = of(&now["tasks"], "KH11-002");
    assert_eq!((task["class"].as_str(), task["completed_on"].as_str()), (Some("overdue"), None), "{task}");
    let moved = now["comparison"]["changes"].as_array().unwrap();
    assert!(moved.iter().any(|c| c["task"] == "KH11-002" && c["before"] == "done_early" && c["now"] == "overdue"), "{moved:?}");
}

#[test]
fn a_finished_task_taken_back_with_a_reason_counts_as_open() {
    let desk = after_a_good_week();
    let mut report = desk.report("SYT", "2025-W29");
    report.set("NhiemVu", "KH11-002", "Ghi chú", "Nghiệm thu không đạt");
    desk.put("SYT/29.xlsx", &report.bytes(), "2025-07-17T09:00:00+07:00");
    desk.run("2025-07-18T10:55:00+07:00");
    desk.run("2025-07-18T15:20:00+07:00");
    assert_eq!(of(&data(&desk, "2025-W29")["tasks"], "KH11-002")["class"], "overdue");
}
