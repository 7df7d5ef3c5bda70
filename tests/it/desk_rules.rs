//! Rules that the desk writes in its register: what they say, to whom, and that a bad one stops nothing.

use crate::desk::{Desk, Run};

const HEADINGS: &str = "Mã quy tắc|Mức|Trang tính|Điều kiện|Thông báo|Cách sửa|Từ ngày|Đến ngày|Thử nghiệm?|Lý do";
const SLOW: &str = "ty_le < 50 && han - hom_nay <= 14|Đến hạn {han}, mới được {ty_le}%.|Đề nghị ghi dự kiến hoàn thành.";

fn with_rules(desk: &Desk, rules: &[String]) {
    let rows: Vec<&str> = rules.iter().map(String::as_str).collect();
    desk.write_register_with(&[], &[("QuyTac", HEADINGS, &rows)]);
}

/// SYT reports 40 % of KH11-002, due on 15/7/2025.
fn put_report(desk: &Desk, week: &str, friday: &str) {
    let mut report = desk.report("SYT", &format!("2025-W{week}"));
    report.set("NhiemVu", "KH11-002", "Tỷ lệ hoàn thành (%)", "40");
    desk.put(&format!("SYT/BC_SYT_T{week}_2025.xlsx"), &report.bytes(), &format!("2025-07-{friday}T09:00:00+07:00"));
}

fn warnings(run: &Run) -> u64 {
    run.agency("SYT")["warnings"].as_u64().unwrap()
}

/// On trial the desk alone reads it; then the office does; the week of the trial is derived again as it was.
#[test]
fn a_rule_begins_on_trial_and_is_told_when_the_desk_says_so() {
    let desk = Desk::new();
    with_rules(&desk, &[format!("Q01|Cảnh báo|NhiemVu|{SLOW}|||| Theo dõi Quý III")]);
    put_report(&desk, "28", "11");
    let trial = desk.run("2025-07-11T10:00:00+07:00");
    assert_eq!(trial.json["trials"][0]["code"], "Q01");
    assert_eq!(trial.json["trials"][0]["example"], "Đến hạn 15/7/2025, mới được 40%.");
    assert!(!desk.feedback_text("SYT").contains("Q01"));
    assert_eq!(desk.run("2025-07-11T15:25:00+07:00").code, 0);
    let log = desk.texts("ket-qua/2025-W28/NoiBo_SKHCN_T28_2025.xlsx").join("\n");
    assert!(log.contains("Q01 (thử nghiệm): ty_le < 50 && han - hom_nay <= 14. Lý do: Theo dõi Quý III"), "{log}");

    with_rules(&desk, &[format!("Q01|Cảnh báo|NhiemVu|{SLOW}|||Không| Theo dõi Quý III")]);
    put_report(&desk, "29", "18");
    let told = desk.run("2025-07-18T10:00:00+07:00");
    let slip = desk.feedback_text_of("SYT", "2025-W29", "T29");
    assert!(slip.contains("Q01") && slip.contains("Đến hạn 15/7/2025, mới được 40%."), "{slip}");
    assert_eq!((told.json["trials"].clone(), warnings(&told) > 0), (serde_json::json!([]), true));
    assert_eq!(desk.run("2025-07-18T15:25:00+07:00").code, 0);

    let now = ["--now", "2025-07-18T16:00:00+07:00"];
    let verified = desk.json(&["verify"], &now);
    assert_eq!(verified.code, 0, "{}", verified.json);
    let asked = desk.json(&["explain", "q01", "--history", "8"], &now);
    assert_eq!(asked.json["rules"][0]["condition"], "ty_le < 50 && han - hom_nay <= 14");
    let places: Vec<_> = asked.json["history"].as_array().unwrap().iter().map(|week| week["places"].as_u64().unwrap()).collect();
    assert_eq!(places, [1, 1]);
    assert_eq!(desk.json(&["explain", "Q07"], &now).code, 2);
    let fields = desk.json(&["explain", "--fields"], &now);
    assert!(fields.json["fields"]["NhiemVu"].as_array().unwrap().contains(&"ty_le".into()), "{}", fields.json);
}

/// Seven rows that cannot be used and one that can: the forms are written, the week goes on, and each is told by its cell.
#[test]
fn a_bad_rule_stops_nothing_and_is_told_by_its_cell() {
    let desk = Desk::new();
    let bad = [
        format!("R01|Cảnh báo|NhiemVu|{SLOW}||||a"),
        format!("Q02|Lỗi|NhiemVu|{SLOW}||||a"),
        format!("Q03|Cảnh báo|ThongTin|{SLOW}||||a"),
        "Q04|Cảnh báo|NhiemVu|tyle < 50|a|Đề nghị xem.||||a".to_owned(),
        "Q05|Cảnh báo|NhiemVu|ty_le < 50|{tyle}|Đề nghị xem.||||a".to_owned(),
        "Q06|Cảnh báo|NhiemVu|ty_le < 50|a|Xem lại.||||a".to_owned(),
        format!("Q07|Cảnh báo|NhiemVu|{SLOW}|31/2/2025|||a"),
        format!("Q08|Ghi nhận|NhiemVu|{SLOW}||||a"),
        format!("Q08|Ghi nhận|NhiemVu|{SLOW}||||a"),
    ];
    with_rules(&desk, &bad);
    put_report(&desk, "28", "11");
    assert_eq!(desk.json(&["forms"], &["--now", "2025-07-11T08:00:00+07:00"]).code, 0);
    let run = desk.run("2025-07-11T10:00:00+07:00");
    assert_eq!((run.code, run.standing("SYT"), run.json["trials"][0]["code"].as_str()), (0, "on_time", Some("Q08")));
    let told = desk.json(&["doctor"], &["--now", "2025-07-11T10:01:00+07:00"]).json.to_string();
    for cell in ["A2", "B3", "C4", "D5", "E6", "F7", "G8", "A10"] {
        assert!(told.contains(&format!("trang QuyTac, ô {cell}: ")), "{cell}: {told}");
    }
    let printed = desk.command().args(["run", "--now", "2025-07-11T10:02:00+07:00"]).output().unwrap();
    let printed = String::from_utf8([printed.stdout, printed.stderr].concat()).unwrap();
    assert!(printed.contains("trang QuyTac, ô D5: điều kiện của Q04 không dùng được: không có trường “tyle”"), "{printed}");
    assert_eq!(desk.run("2025-07-11T15:25:00+07:00").code, 0);
    assert_eq!(desk.json(&["verify"], &["--now", "2025-07-11T16:00:00+07:00"]).code, 0);
}

/// A heading that is missing costs the rules, and nothing else.
#[test]
fn a_sheet_without_a_heading_costs_the_rules_alone() {
    let desk = Desk::new();
    desk.write_register_with(&[], &[("QuyTac", "Mã quy tắc|Mức|Trang tính|Thông báo", &["Q01|Cảnh báo|NhiemVu|a"])]);
    put_report(&desk, "28", "11");
    let run = desk.run("2025-07-11T10:00:00+07:00");
    assert_eq!((run.code, run.standing("SYT")), (0, "on_time"));
    let told = desk.json(&["doctor"], &["--now", "2025-07-11T10:01:00+07:00"]).json.to_string();
    assert!(told.contains("Thiếu cột “Điều kiện”"), "{told}");
}
