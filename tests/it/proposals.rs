//! What an office asks for, and what is in its way, stays from week to week until somebody answers it.

use crate::desk::{Desk, Run};
use crate::issued::Issued;
use serde_json::Value as Json;
use std::fs;

const OBSTACLE: &str = "Khó khăn, vướng mắc";
const PROPOSAL: &str = "Kiến nghị, đề xuất";
const LEVEL: &str = "Cấp giải quyết";
const CAUSE: &str = "Nguyên nhân chậm";
const EXPECTED: &str = "Dự kiến hoàn thành";
const RESULT: &str = "Kết quả thực hiện trong kỳ";

/// A moment of July or August 2025, by the days since the first of July.
fn at(day: u32, time: &str) -> String {
    let (month, day) = if day > 31 { (8, day - 31) } else { (7, day) };
    format!("2025-{month:02}-{day:02}T{time}:00+07:00")
}

/// The Friday of a week.
fn friday(week: u32) -> u32 {
    11 + (week - 28) * 7
}

/// Freezes and releases a week.
fn release(desk: &Desk, week: u32) -> Run {
    desk.run(&at(friday(week), "10:30"));
    desk.run(&at(friday(week), "11:00"));
    let run = desk.run(&at(friday(week), "15:25"));
    assert_eq!(run.json["phase"], "released", "{}", run.stderr);
    run
}

fn data(desk: &Desk, week: u32) -> Json {
    serde_json::from_slice(&fs::read(desk.path(&format!("ket-qua/2025-W{week}/TongHop_SKHCN_T{week}_2025.json"))).unwrap()).unwrap()
}

/// What stands in the products of a week: proposal, tasks, since, said last.
fn asked(desk: &Desk, week: u32) -> Vec<(String, Vec<String>, String, String)> {
    let text = |of: &Json, key: &str| of[key].as_str().unwrap().to_owned();
    let tasks = |of: &Json| of["tasks"].as_array().unwrap().iter().map(|task| task.as_str().unwrap().to_owned()).collect();
    let data = data(desk, week);
    let list = data["difficulties"].as_array().unwrap();
    list.iter()
        .filter(|one| one["proposal"] != "")
        .map(|one| (text(one, "proposal"), tasks(one), text(one, "since"), text(one, "period")))
        .collect()
}

fn task(desk: &Desk, week: u32, code: &str) -> Json {
    data(desk, week)["tasks"].as_array().unwrap().iter().find(|task| task["code"] == code).unwrap().clone()
}

/// The form of an office for a week, filled so that it counts.
fn form(desk: &Desk, office: &str, week: u32) -> Issued {
    let issued = desk.json(&["forms", "--period", &format!("2025-W{week}"), "--now", &at(friday(week) - 4, "08:00")], &[]);
    assert_eq!(issued.code, 0, "{}", issued.stderr);
    let mut form = Issued::form(desk, office, week);
    form.info("Số liệu tính đến", "24/7/2025 16:00").info("Lãnh đạo duyệt", "Giám đốc");
    form
}

fn send(desk: &Desk, office: &str, week: u32, form: &Issued) {
    desk.put(&format!("{office}/BC_{office}_T{week}_2025.xlsx"), &form.bytes(), &at(friday(week), "09:00"));
}

/// The Health Department asks for money for two tasks in the same words in week 28.
fn after_week_28() -> Desk {
    let desk = Desk::new();
    let mut report = desk.report("SYT", "2025-W28");
    for code in ["KH11-001", "KH11-002"] {
        report.set("NhiemVu", code, PROPOSAL, "Bố trí 02 tỷ đồng").set("NhiemVu", code, LEVEL, "Thường trực Tỉnh ủy");
    }
    report.set("NhiemVu", "KH11-001", OBSTACLE, "Thiếu kinh phí");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), &at(11, "09:00"));
    release(&desk, 28);
    desk
}

#[test]
fn what_was_asked_stays_until_the_office_takes_it_back() {
    let desk = after_week_28();
    let both = vec!["KH11-001".to_owned(), "KH11-002".to_owned()];
    let one = |codes: &[String], last: &str| vec![("Bố trí 02 tỷ đồng".to_owned(), codes.to_vec(), "2025-W28".to_owned(), last.to_owned())];
    assert_eq!(asked(&desk, 28), one(&both, "2025-W28"), "the same words to the same level are one proposal");

    // The next form comes with everything that stands.
    let mut form = form(&desk, "SYT", 29);
    let stands = [OBSTACLE, CAUSE, PROPOSAL, LEVEL].map(|heading| form.shown("NhiemVu", "KH11-001", heading));
    assert_eq!(stands, ["Thiếu kinh phí", "Chờ ý kiến thẩm định", "Bố trí 02 tỷ đồng", "Thường trực Tỉnh ủy"]);
    assert!(!form.shown("NhiemVu", "KH11-001", EXPECTED).is_empty());
    // One row has news, and its proposal was emptied; nobody touches the other one.
    form.set("NhiemVu", "KH11-001", RESULT, "Đã nghiệm thu 03 hạng mục").set("NhiemVu", "KH11-001", PROPOSAL, "");
    send(&desk, "SYT", 29, &form);
    let run = release(&desk, 29);
    assert_eq!(run.standing("SYT"), "on_time");
    assert_eq!(asked(&desk, 29), one(&both, "2025-W28"), "silence takes nothing back");
    let answer = desk.feedback_text_of("SYT", "2025-W29", "T29");
    assert!(answer.contains("N40") && answer.contains("Kiến nghị từ tuần 28/2025 vẫn được giữ: “Bố trí 02 tỷ đồng”."), "{answer}");
    assert_eq!(task(&desk, 29, "KH11-001")["obstacle"], "Thiếu kinh phí");

    // A week of silence, then one row says that it is settled, the other asks for it again in other words.
    release(&desk, 30);
    assert_eq!(asked(&desk, 30), one(&both, "2025-W28"));
    let mut next = self::form(&desk, "SYT", 31);
    next.set("NhiemVu", "KH11-001", PROPOSAL, "Đã giải quyết").set("NhiemVu", "KH11-001", OBSTACLE, "Không còn");
    next.set("NhiemVu", "KH11-002", PROPOSAL, "Bố trí 03 tỷ đồng");
    send(&desk, "SYT", 31, &next);
    let run = release(&desk, 31);
    let told = desk.feedback_text_of("SYT", "2025-W31", "T31");
    assert!(run.standing("SYT") == "on_time" && !told.contains("N40") && !told.contains("N23"), "{told}");
    let revised = ("Bố trí 03 tỷ đồng".to_owned(), vec!["KH11-002".to_owned()], "2025-W28".to_owned(), "2025-W31".to_owned());
    assert_eq!(asked(&desk, 31), [revised], "another text of the same level waits since the first one");
    assert_eq!(task(&desk, 31, "KH11-001")["obstacle"], "");
    let form = self::form(&desk, "SYT", 32);
    assert_eq!([OBSTACLE, PROPOSAL].map(|heading| form.shown("NhiemVu", "KH11-001", heading)), ["", ""]);
    assert_eq!(desk.json(&["verify", "--now", &at(36, "08:00")], &[]).code, 0);
}

/// What the desk writes beside a proposal; the number and the heading say where.
fn desk_writes(desk: &Desk, cells: &[(&str, &str, &str)]) {
    let mut book = Issued::workbook(desk, "kien-nghi.xlsx");
    for (number, heading, text) in cells {
        book.set("KienNghi", number, heading, text);
    }
    fs::write(desk.path("kien-nghi.xlsx"), book.bytes()).unwrap();
}

fn book(desk: &Desk, number: &str) -> [String; 4] {
    let book = Issued::workbook(desk, "kien-nghi.xlsx");
    ["Mã nhiệm vụ", "Nội dung đơn vị kiến nghị", "Từ tuần", "Tình trạng"].map(|heading| book.shown("KienNghi", number, heading))
}

fn page(desk: &Desk, week: u32) -> String {
    desk.texts(&format!("ket-qua/2025-W{week}/TongHop_SKHCN_T{week}_2025.xlsx")).join("\n")
}

const FIRST: &str = "KN-2025-0001";

#[test]
fn the_desk_answers_and_the_office_reads_it() {
    let desk = after_week_28();
    let both = "KH11-001, KH11-002";
    assert_eq!(book(&desk, FIRST), [both, "Bố trí 02 tỷ đồng", "28/2025 (tuần thứ 1)", "Đang chờ"]);
    // No words of an office stand before a leader that nobody at the desk chose.
    let first_page = page(&desk, 28);
    assert!(first_page.contains("Còn 01 kiến nghị chưa xử lý"), "{first_page}");

    // Week 29: the desk chooses it, in words of its own.
    desk_writes(
        &desk,
        &[(FIRST, "Trình?", "Trình"), (FIRST, "Nội dung trình", "Cho chủ trương bố trí kinh phí"), (FIRST, "Ý kiến tham mưu", "Đồng ý")],
    );
    release(&desk, 29);
    let second_page = page(&desk, 29);
    assert!(
        second_page.contains("Cho chủ trương bố trí kinh phí (từ tuần 28)")
            && second_page.contains("Đồng ý")
            && !second_page.contains("chưa xử lý"),
        "{second_page}"
    );
    assert_eq!(book(&desk, FIRST)[2], "28/2025 (tuần thứ 2)");
    let told = desk.feedback_text_of("SYT", "2025-W29", "T29");
    assert!(told.contains("Kiến nghị số KN-2025-0001 (từ tuần 28/2025) đang được xem xét. Còn đề nghị không?"), "{told}");

    // An answer without its document is no end.
    desk_writes(&desk, &[(FIRST, "Kết quả xử lý", "Đã giải quyết"), (FIRST, "Trả lời", "Đã bố trí 02 tỷ đồng")]);
    release(&desk, 30);
    assert_eq!((asked(&desk, 30).len(), book(&desk, FIRST)[3].as_str()), (1, "Đang xử lý"));

    // The form of week 31 was issued before the answer with its document came; the office sends it with news.
    let mut form = form(&desk, "SYT", 31);
    assert!(form.shown("NhiemVu", "KH11-001", "Kết quả kỳ trước").contains("đang xử lý"), "told what there is");
    form.set("NhiemVu", "KH11-001", RESULT, "Đã nghiệm thu 03 hạng mục");
    let answered = [
        (FIRST, "Cơ quan trả lời", "Thường trực Tỉnh ủy"),
        (FIRST, "Văn bản trả lời", "120-TB/TU"),
        (FIRST, "Ngày trả lời", "29/7/2025"),
        (FIRST, "Người ghi", "Trần Thị Bình"),
    ];
    desk_writes(&desk, &answered);
    send(&desk, "SYT", 31, &form);
    let run = release(&desk, 31);
    assert_eq!((run.standing("SYT"), asked(&desk, 31).len()), ("on_time", 0), "what was answered waits no more");
    assert_eq!(book(&desk, FIRST)[3], "Đã trả lời");
    let answer =
        "Kiến nghị số KN-2025-0001 (từ tuần 28/2025): đã giải quyết (Thường trực Tỉnh ủy, 120-TB/TU ngày 29/7/2025). Đã bố trí 02 tỷ đồng";
    let told = desk.feedback_text_of("SYT", "2025-W31", "T31");
    assert!(told.contains(answer) && !told.contains("N40") && !told.contains("Trần Thị Bình"), "{told}");

    // The next form brings the answer and no proposal; the old words are no new one, others are.
    let mut form = self::form(&desk, "SYT", 32);
    let grey = form.shown("NhiemVu", "KH11-001", "Kết quả kỳ trước");
    assert_eq!((form.shown("NhiemVu", "KH11-001", PROPOSAL), grey.contains(answer)), (String::new(), true), "{grey}");
    form.set("NhiemVu", "KH11-001", PROPOSAL, "Bố trí 02 tỷ đồng");
    form.set("NhiemVu", "KH11-002", PROPOSAL, "Bố trí thêm 01 tỷ đồng");
    send(&desk, "SYT", 32, &form);
    let run = release(&desk, 32);
    assert_eq!(run.standing("SYT"), "on_time");
    let again = ("Bố trí thêm 01 tỷ đồng".to_owned(), vec!["KH11-002".to_owned()], "2025-W32".to_owned(), "2025-W32".to_owned());
    assert_eq!(asked(&desk, 32), [again]);
    assert_eq!(book(&desk, "KN-2025-0002")[..2], ["KH11-002", "Bố trí thêm 01 tỷ đồng"]);
    let verified = desk.json(&["verify", "--now", &at(50, "08:00")], &[]);
    assert_eq!(verified.code, 0, "{}", verified.json);
    let strict = desk.json(&["verify", "--strict", "--now", &at(50, "08:00")], &[]);
    assert_eq!(strict.code, 0, "{}", strict.json);
    // No name of a person in anything that leaves.
    for (path, bytes) in desk.products() {
        assert!(!String::from_utf8_lossy(&bytes).contains("Trần Thị Bình"), "{path}");
    }
}

/// An answer that closes it.
fn refused() -> [(&'static str, &'static str, &'static str); 6] {
    [
        (FIRST, "Kết quả xử lý", "Không chấp thuận"),
        (FIRST, "Trả lời", "Không có nguồn"),
        (FIRST, "Cơ quan trả lời", "UBND tỉnh"),
        (FIRST, "Văn bản trả lời", "99/UBND-TH"),
        (FIRST, "Ngày trả lời", "12/7/2025"),
        (FIRST, "Người ghi", "Trần Thị Bình"),
    ]
}

#[test]
fn an_answer_is_told_to_whoever_leads_the_task_since() {
    let desk = after_week_28();
    desk_writes(&desk, &refused());
    assert_eq!(desk.run(&at(14, "07:00")).code, 0);
    desk.write_register(&[("NhiemVu", 1, "Đơn vị chủ trì", "STC")]);
    let form = form(&desk, "STC", 29);
    let answer = "Kiến nghị số KN-2025-0001 (từ tuần 28/2025): không chấp thuận (UBND tỉnh, 99/UBND-TH ngày 12/7/2025). Không có nguồn";
    let grey = form.shown("NhiemVu", "KH11-001", "Kết quả kỳ trước");
    assert!(grey.contains(answer) && form.shown("NhiemVu", "KH11-001", PROPOSAL).is_empty(), "{grey}");
    send(&desk, "STC", 29, &form);
    release(&desk, 29);
    let told = desk.feedback_text_of("STC", "2025-W29", "T29");
    assert!(told.contains(answer) && !told.contains("N23"), "{told}");
    assert!(asked(&desk, 29).is_empty(), "what was refused is asked by nobody");
    assert_eq!(desk.json(&["verify", "--strict", "--now", &at(19, "08:00")], &[]).code, 0);
}

#[test]
fn a_proposal_keeps_its_number_and_its_answers_under_another_lead() {
    let desk = after_week_28();
    desk_writes(&desk, &[(FIRST, "Kết quả xử lý", "Đang xử lý"), (FIRST, "Trả lời", "Đang cân đối")]);
    assert_eq!(desk.run(&at(14, "07:00")).code, 0);
    desk.write_register(&[("NhiemVu", 1, "Đơn vị chủ trì", "STC")]);
    let form = form(&desk, "STC", 29);
    let grey = form.shown("NhiemVu", "KH11-001", "Kết quả kỳ trước");
    assert!(grey.contains("KN-2025-0001 (từ tuần 28/2025): đang xử lý. Đang cân đối"), "{grey}");
    assert_eq!(form.shown("NhiemVu", "KH11-001", PROPOSAL), "Bố trí 02 tỷ đồng");
    send(&desk, "STC", 29, &form);
    release(&desk, 29);
    assert_eq!(book(&desk, FIRST), ["KH11-001", "Bố trí 02 tỷ đồng", "28/2025 (tuần thứ 2)", "Đang xử lý"]);
    assert_eq!(Issued::workbook(&desk, "kien-nghi.xlsx").shown("KienNghi", FIRST, "Cơ quan kiến nghị"), "Sở TC");
    // What the old lead asks for its other task in the same words is another one since.
    assert_eq!(book(&desk, "KN-2025-0002")[0], "KH11-002");
    // Other words of the new lead to the same level are a revision, as they were of the old one.
    let mut form = self::form(&desk, "STC", 30);
    form.set("NhiemVu", "KH11-001", PROPOSAL, "Bố trí 03 tỷ đồng");
    send(&desk, "STC", 30, &form);
    release(&desk, 30);
    assert_eq!(book(&desk, FIRST)[..3], ["KH11-001", "Bố trí 03 tỷ đồng", "28/2025 (tuần thứ 3)"]);
    // The answer closes it under the new lead.
    desk_writes(&desk, &refused());
    release(&desk, 31);
    let open: Vec<String> = asked(&desk, 31).into_iter().flat_map(|one| one.1).collect();
    assert_eq!(open, ["KH11-002"]);
    assert_eq!(desk.json(&["verify", "--strict", "--now", &at(33, "08:00")], &[]).code, 0);
}

#[test]
fn an_old_lead_that_supports_the_task_since_asks_nothing_twice() {
    let desk = after_week_28();
    let changes = [("Đơn vị chủ trì", "STC"), ("Loại nhiệm vụ", "Chung có chủ trì"), ("Đơn vị phối hợp", "SYT")];
    desk.write_register(&changes.map(|(heading, text)| ("NhiemVu", 1, heading, text)));
    for office in ["STC", "SYT"] {
        let form = form(&desk, office, 29);
        send(&desk, office, 29, &form);
    }
    release(&desk, 29);
    assert_eq!(book(&desk, FIRST), ["KH11-001", "Bố trí 02 tỷ đồng", "28/2025 (tuần thứ 2)", "Đang chờ"]);
    let proposals = data(&desk, 29)["proposals"].as_array().unwrap().clone();
    let open: Vec<String> = proposals.iter().filter(|one| one["state"] == "open").map(|one| one["tasks"].to_string()).collect();
    assert_eq!(open, ["[\"KH11-001\"]", "[\"KH11-002\"]"], "{proposals:?}");
    desk_writes(&desk, &refused());
    release(&desk, 30);
    assert!(asked(&desk, 30).iter().all(|one| !one.1.contains(&"KH11-001".to_owned())), "neither of them asks for it any more");
    assert_eq!(desk.json(&["verify", "--strict", "--now", &at(26, "08:00")], &[]).code, 0);
}

#[test]
fn a_new_lead_that_revises_keeps_the_number_and_is_named_when_it_withdraws() {
    let desk = after_week_28();
    let changes = [("Đơn vị chủ trì", "STC"), ("Loại nhiệm vụ", "Chung có chủ trì"), ("Đơn vị phối hợp", "SYT")];
    desk.write_register(&changes.map(|(heading, text)| ("NhiemVu", 1, heading, text)));
    let old = form(&desk, "SYT", 29);
    assert_eq!(old.shown("NhiemVu", "KH11-001", PROPOSAL), "", "it asks nothing any more as the one that supports");
    send(&desk, "SYT", 29, &old);
    let mut form = form(&desk, "STC", 29);
    form.set("NhiemVu", "KH11-001", PROPOSAL, "Bố trí 03 tỷ đồng");
    send(&desk, "STC", 29, &form);
    release(&desk, 29);
    assert_eq!(book(&desk, FIRST)[..3], ["KH11-001", "Bố trí 03 tỷ đồng", "28/2025 (tuần thứ 2)"]);
    let mut form = self::form(&desk, "STC", 30);
    form.set("NhiemVu", "KH11-001", PROPOSAL, "Rút");
    send(&desk, "STC", 30, &form);
    release(&desk, 30);
    assert_eq!(book(&desk, FIRST)[3], "Đơn vị rút (Sở TC)");
    assert!(asked(&desk, 30).iter().all(|one| !one.1.contains(&"KH11-001".to_owned())));
    assert_eq!(desk.json(&["verify", "--strict", "--now", &at(26, "08:00")], &[]).code, 0);
}

#[test]
fn the_workbook_of_the_desk_is_never_written_over() {
    let desk = after_week_28();
    let before = fs::read(desk.path("kien-nghi.xlsx")).unwrap();
    // Nothing new: it is left as the desk saved it.
    assert!(desk.run(&at(12, "08:00")).code == 0 && fs::read(desk.path("kien-nghi.xlsx")).unwrap() == before);
    let mut form = form(&desk, "STC", 29);
    form.set("NhiemVu", "KH11-003", PROPOSAL, "Giao bổ sung dự toán").set("NhiemVu", "KH11-003", LEVEL, "UBND tỉnh");
    form.set("NhiemVu", "KH11-003", "Trạng thái đơn vị báo", "Đang thực hiện").set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "40");
    send(&desk, "STC", 29, &form);
    // Somebody has it open.
    fs::write(desk.path("~$kien-nghi.xlsx"), b"").unwrap();
    let open = desk.run(&at(18, "10:00"));
    assert!(open.stderr.contains("kien-nghi.xlsx đang được mở"), "{}", open.stderr);
    assert_eq!(fs::read(desk.path("kien-nghi.xlsx")).unwrap(), before);
    fs::remove_file(desk.path("~$kien-nghi.xlsx")).unwrap();
    // A mistake of the desk is told with its cell, and stays in the file until it is mended.
    desk_writes(&desk, &[(FIRST, "Kết quả xử lý", "Xong"), (FIRST, "Trả lời", "Đã bố trí")]);
    let mistaken = fs::read(desk.path("kien-nghi.xlsx")).unwrap();
    let told = desk.run(&at(18, "10:10"));
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("kien-nghi.xlsx") && told.stderr.contains("“Xong” không có trong danh sách"), "{}", told.stderr);
    assert_eq!(fs::read(desk.path("kien-nghi.xlsx")).unwrap(), mistaken);
    desk_writes(&desk, &[(FIRST, "Kết quả xử lý", "Đang xử lý")]);
    assert_eq!(desk.run(&at(18, "10:20")).code, 0);
    assert_eq!(book(&desk, "KN-2025-0002")[..2], ["KH11-003", "Giao bổ sung dự toán"]);
    let desk_cells =
        ["Kết quả xử lý", "Trả lời"].map(|heading| Issued::workbook(&desk, "kien-nghi.xlsx").shown("KienNghi", FIRST, heading));
    assert_eq!(desk_cells, ["Đang xử lý", "Đã bố trí"], "what the desk wrote is in the new one");
    // An emptied cell is told; a lost workbook comes back from the ledger.
    desk_writes(&desk, &[(FIRST, "Trả lời", "")]);
    let cleared = desk.run(&at(18, "10:30"));
    assert!(cleared.stderr.contains("(KN-2025-0001): đã xóa Trả lời"), "{}", cleared.stderr);
    fs::remove_file(desk.path("kien-nghi.xlsx")).unwrap();
    assert_eq!(desk.run(&at(18, "10:40")).code, 0);
    assert_eq!(book(&desk, FIRST)[3], "Đang xử lý");
}
