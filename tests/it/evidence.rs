//! What proves when a report came: the clerk's receipt book, looks, the times on the files; and the code that asks.

use crate::desk::{Desk, Run, at};
use std::fs;
use tonghop::io::excel_write;
use tonghop::sheets::sheet::{Book, Cell, Row, Sheet, Style};

const W28: &str = "2025-W28";
const HEADINGS: &str = "Kỳ báo cáo|Mã đơn vị|Tệp|Thời điểm nhận|Kênh|Số đến|Người nhận|Ghi chú";
const DOCUMENT: &[u8] = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n";

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}+07:00")
}

/// Writes the receipt book: cells separated by `|`.
pub(crate) fn write_book(desk: &Desk, rows: &[&str]) {
    let row = |text: &&str| Row { height: 15.0, cells: text.split('|').map(|t| Cell::text(t, Style::PLAIN)).collect() };
    let rows = [HEADINGS].iter().chain(rows).map(row).collect();
    let sheet = Sheet { name: "TiepNhan".to_owned(), rows, ..Sheet::default() };
    let book = Book {
        title: "Sổ tiếp nhận".into(),
        created: at("2025-07-01T08:00:00+07:00"),
        properties: vec![],
        names: vec![],
        sheets: vec![sheet],
    };
    fs::write(desk.path("tiep-nhan.xlsx"), excel_write::to_bytes(&book).unwrap()).unwrap();
}

/// Standing, evidence, time of receipt, mark.
fn told(run: &Run, agency: &str) -> (String, String, String, bool) {
    let line = run.agency(agency);
    let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
    let time = text("received_at").get(11..16).unwrap_or_default().to_owned();
    (text("standing"), text("evidence"), time, line["booked_after_cutoff"].as_bool().unwrap())
}

fn is(standing: &str, evidence: &str, time: &str, marked: bool) -> (String, String, String, bool) {
    (standing.into(), evidence.into(), time.into(), marked)
}

fn put(desk: &Desk, path: &str, agency: &str, time: &str) {
    desk.put(path, &desk.report(agency, W28).bytes(), &friday(time));
}

/// A desk whose scans looked at 10:50 and 10:55.
fn looked() -> Desk {
    let desk = Desk::new();
    desk.run(&friday("10:50:00"));
    desk.run(&friday("10:55:00"));
    desk
}

fn verified(desk: &Desk, now: &str) {
    let output = desk.command().args(["verify", "--now", now]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
}

fn internal(desk: &Desk) -> String {
    desk.product_text("NoiBo_SKHCN_T28_2025.xlsx")
}

#[test]
fn a_row_written_before_the_cutoff_proves_it_unmarked() {
    let desk = looked();
    write_book(&desk, &["28/2025|SYT|BC_SYT.xlsx|11/7/2025 10:40|Zalo|||"]);
    assert_eq!(desk.run(&friday("10:57:00")).code, 0);
    // The clerk copies the file after the cutoff.
    put(&desk, "SYT/BC_SYT.xlsx", "SYT", "11:03:00");
    let run = desk.run(&friday("11:05:00"));
    assert_eq!(told(&run, "SYT"), is("on_time", "clerk", "10:40", false));
    let feedback = desk.feedback_text("SYT");
    assert!(feedback.contains("lúc 10 giờ 40 ngày 11/7/2025, căn cứ: sổ tiếp nhận, thấy giữa 10:57:00 và 11:05:00"), "{feedback}");
    desk.run(&friday("15:20:00"));
    assert!(!internal(&desk).contains("Ghi sổ sau hạn"));
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn a_row_written_after_the_cutoff_counts_and_is_marked_everywhere() {
    let desk = looked();
    put(&desk, "SYT/BC_SYT.xlsx", "SYT", "11:03:00");
    let run = desk.run(&friday("11:05:00"));
    assert_eq!(told(&run, "SYT"), is("late", "scan", "11:05", false));
    write_book(&desk, &["28/2025|SYT||11/7/2025 10:40|Zalo||Nguyễn Thị A|"]);
    let run = desk.run(&friday("11:20:00"));
    assert_eq!((run.code, told(&run, "SYT")), (0, is("on_time", "clerk", "10:40", true)));
    assert!(desk.feedback_text("SYT").contains("căn cứ: sổ tiếp nhận (ghi sổ sau hạn)"), "{}", desk.feedback_text("SYT"));
    desk.run(&friday("15:20:00"));
    assert!(internal(&desk).contains("Ghi sổ sau hạn"));
    let sent = desk.product_text("TongHop_SKHCN_T28_2025.xlsx");
    assert!(sent.contains("Ghi sổ sau hạn") && !sent.contains("Nguyễn Thị A"));
    assert!(!internal(&desk).contains("Nguyễn Thị A"), "nobody's name in a product");
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn a_late_row_makes_nobody_late_whom_a_scan_saw() {
    let desk = Desk::new();
    put(&desk, "SYT/BC_SYT.xlsx", "SYT", "10:30:00");
    put(&desk, "STC/BC_STC.xlsx", "STC", "11:02:00");
    fs::remove_file(desk.path("nop/STC/BC_STC.xlsx")).unwrap();
    desk.run(&friday("10:55:00"));
    put(&desk, "STC/BC_STC.xlsx", "STC", "11:20:00");
    write_book(&desk, &["28/2025|SYT|BC_SYT.xlsx|11/7/2025 11:10|Zalo|||", "28/2025|STC|BC_STC.xlsx|11/7/2025 11:10|Zalo|||"]);
    let run = desk.run(&friday("11:30:00"));
    assert_eq!(told(&run, "SYT"), is("on_time", "scan", "10:55", false));
    assert_eq!(told(&run, "STC"), is("late", "clerk", "11:10", true));
}

#[test]
fn an_edited_row_counts_as_it_stands_and_is_marked() {
    let desk = looked();
    write_book(&desk, &["28/2025|SYT||11/7/2025 11:10|Zalo|||"]);
    // A time to come is a mistake; the run goes on.
    let run = desk.run(&friday("10:57:00"));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("tiep-nhan.xlsx, trang TiepNhan, ô D2: 11 giờ 10 ngày 11/7/2025 chưa đến"), "{}", run.stderr);
    write_book(&desk, &["28/2025|SYT||11/7/2025 10:10|Zalo|||"]);
    desk.run(&friday("10:58:00"));
    put(&desk, "SYT/BC_SYT.xlsx", "SYT", "10:58:30");
    desk.run(&friday("10:59:00"));
    assert_eq!(told(&desk.run(&friday("10:59:30")), "SYT"), is("on_time", "clerk", "10:10", false));
    // An edit before the freeze, seen after the cutoff: the latest state, marked.
    write_book(&desk, &["28/2025|SYT||11/7/2025 10:20|Zalo|||"]);
    assert_eq!(told(&desk.run(&friday("11:05:00")), "SYT"), is("on_time", "clerk", "10:20", true));
    desk.run(&friday("15:20:00"));
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn what_a_freeze_was_made_with_stays() {
    for rows in [&[][..], &["28/2025|SYT||11/7/2025 11:04|Zalo|||"], &["29/2025|SYT||11/7/2025 10:40|Zalo|||"]] {
        let desk = looked();
        write_book(&desk, &["28/2025|SYT||11/7/2025 10:40|Zalo|||"]);
        put(&desk, "SYT/BC_SYT.xlsx", "SYT", "11:03:00");
        let frozen = desk.run(&friday("11:05:00"));
        assert_eq!(told(&frozen, "SYT"), is("on_time", "clerk", "10:40", true));
        write_book(&desk, rows);
        let run = desk.run(&friday("11:20:00"));
        assert_eq!(told(&run, "SYT"), is("on_time", "clerk", "10:40", true), "{rows:?}");
        desk.run(&friday("15:20:00"));
        verified(&desk, &friday("16:00:00"));
    }
}

#[test]
fn a_removed_row_no_longer_counts_before_the_freeze_and_changes_no_release() {
    let desk = looked();
    write_book(&desk, &["28/2025|SYT||11/7/2025 10:40|Zalo|||", "28/2025|STC||11/7/2025 10:41|Zalo|||"]);
    desk.run(&friday("10:57:00"));
    write_book(&desk, &["28/2025|STC||11/7/2025 10:41|Zalo|||"]);
    put(&desk, "SYT/a.xlsx", "SYT", "11:03:00");
    put(&desk, "STC/a.xlsx", "STC", "11:03:00");
    let run = desk.run(&friday("11:05:00"));
    assert_eq!(told(&run, "SYT"), is("late", "scan", "11:05", false));
    assert_eq!(told(&run, "STC"), is("on_time", "clerk", "10:41", false));
    let released = desk.run(&friday("15:20:00"));
    let before = desk.products();
    write_book(&desk, &["28/2025|SYT||11/7/2025 10:40|Zalo|||"]);
    let run = desk.run(&friday("16:00:00"));
    for agency in ["SYT", "STC"] {
        assert_eq!(told(&run, agency), told(&released, agency), "a release does not change");
        let status = desk.json(&["status", "--now", &friday("16:00:30")], &[]);
        assert_eq!(told(&status, agency), told(&released, agency), "nor in the status");
    }
    assert!(run.stderr.contains("dòng 2: được ghi sau khi tuần 28/2025 đã chốt bản tổng hợp"), "{}", run.stderr);
    assert_eq!(desk.products(), before);
    // What was released is made again the same.
    fs::remove_file(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx")).unwrap();
    desk.run(&friday("16:10:00"));
    assert_eq!(desk.products(), before);
    verified(&desk, &friday("16:20:00"));
}

#[test]
fn a_frozen_workbook_made_again_knows_no_later_row() {
    let desk = looked();
    put(&desk, "SYT/a.xlsx", "SYT", "11:03:00");
    desk.run(&friday("11:05:00"));
    let frozen = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025_chot-11h00.xlsx";
    let before = fs::read(desk.path(frozen)).unwrap();
    write_book(&desk, &["28/2025|SYT||11/7/2025 10:40|Zalo|||"]);
    assert_eq!(desk.run(&friday("11:20:00")).standing("SYT"), "on_time");
    fs::remove_file(desk.path(frozen)).unwrap();
    desk.run(&friday("11:30:00"));
    assert!(fs::read(desk.path(frozen)).unwrap() == before, "{frozen} differs");
}

#[test]
fn a_file_of_the_common_folder_by_its_path() {
    let desk = looked();
    put(&desk, "_chung/bao cao.xlsx", "SYT", "11:03:00");
    put(&desk, "_chung/bao cao 2.xlsx", "STC", "11:03:00");
    write_book(
        &desk,
        &["28/2025|SYT|_chung/bao cao.xlsx|11/7/2025 10:40|Zalo|||", "28/2025|X-A|_chung/bao cao 2.xlsx|11/7/2025 10:40|Zalo|||"],
    );
    let run = desk.run(&friday("11:05:00"));
    assert_eq!(told(&run, "SYT"), is("on_time", "clerk", "10:40", true));
    // A row never makes a file another agency's.
    assert_eq!(told(&run, "STC"), is("late", "scan", "11:05", false));
    assert_eq!(run.agency("X-A")["document_received"], true);
}

#[test]
fn a_paper_without_a_workbook_is_no_silence() {
    let desk = looked();
    write_book(&desk, &["28/2025|SYT||11/7/2025 10:40|Văn thư|123||", "28/2025|STC|cong van.pdf|11/7/2025 10:41|Văn thư|124||"]);
    desk.put("STC/cong van.pdf", DOCUMENT, &friday("11:02:00"));
    let run = desk.run(&friday("11:05:00"));
    for agency in ["SYT", "STC"] {
        assert_eq!((run.standing(agency), run.agency(agency)["document_received"].as_bool()), ("returned", Some(true)));
    }
    assert!(desk.feedback_text("SYT").contains("Đã có văn bản lúc 10:40; thiếu tệp số liệu"), "{}", desk.feedback_text("SYT"));
    assert!(desk.feedback_text("STC").contains("Đã có văn bản lúc 10:41; thiếu tệp số liệu"), "{}", desk.feedback_text("STC"));
    // The workbook comes late: the paper proves nothing about it.
    put(&desk, "SYT/a.xlsx", "SYT", "11:30:00");
    assert_eq!(told(&desk.run(&friday("11:35:00")), "SYT"), is("late", "scan", "11:35", false));
    desk.run(&friday("15:20:00"));
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn an_older_file_that_the_clerk_copies_late_replaces_no_newer_one() {
    let desk = Desk::new();
    let draft = |note: &str| {
        let mut draft = desk.report("SYT", W28);
        draft.info("Ghi chú", note).bytes()
    };
    desk.run(&friday("10:30:00"));
    desk.run(&friday("10:45:00"));
    desk.put("SYT/moi.xlsx", &draft("mới"), &friday("10:50:00"));
    desk.run(&friday("10:55:00"));
    desk.put("SYT/cu.xlsx", &draft("cũ"), &friday("11:03:00"));
    write_book(&desk, &["28/2025|SYT|cu.xlsx|11/7/2025 10:40|Zalo|||"]);
    let run = desk.run(&friday("11:05:00"));
    assert_eq!(run.agency("SYT")["file"], "SYT/moi.xlsx", "{}", run.agency("SYT"));
    // Of what the clerk received after it, the opposite holds.
    desk.put("SYT/sau.xlsx", &draft("sau"), &friday("11:08:00"));
    write_book(&desk, &["28/2025|SYT|cu.xlsx|11/7/2025 10:40|Zalo|||", "28/2025|SYT|sau.xlsx|11/7/2025 10:58|Zalo|||"]);
    let run = desk.run(&friday("11:10:00"));
    assert_eq!(run.agency("SYT")["file"], "SYT/sau.xlsx", "{}", run.agency("SYT"));
}

#[test]
fn a_revision_under_the_same_name_is_not_what_the_clerk_wrote_down() {
    let desk = Desk::new();
    put(&desk, "SYT/a.xlsx", "SYT", "10:30:00");
    desk.run(&friday("10:31:00"));
    write_book(&desk, &["28/2025|SYT|a.xlsx|11/7/2025 10:40|Zalo|||"]);
    desk.run(&friday("10:55:00"));
    let mut draft = desk.report("SYT", W28);
    desk.put("SYT/a.xlsx", &draft.info("Ghi chú", "sửa").bytes(), &friday("11:04:00"));
    let run = desk.run(&friday("11:05:00"));
    assert_eq!((run.agency("SYT")["version"].as_u64(), run.agency("SYT")["changed_after_cutoff"].as_bool()), (Some(1), Some(true)));
}

#[test]
fn a_broken_book_stops_nothing_and_takes_nothing_away() {
    let desk = looked();
    write_book(&desk, &["28/2025|SYT||11/7/2025 10:40|Zalo|||"]);
    desk.run(&friday("10:57:00"));
    put(&desk, "SYT/a.xlsx", "SYT", "11:03:00");
    let book = desk.path("tiep-nhan.xlsx");
    let whole = fs::read(&book).unwrap();
    for (what, bytes) in [("half-saved", Some(&whole[..whole.len() / 2])), ("empty", Some(&[][..])), ("gone", None)] {
        match bytes {
            Some(bytes) => fs::write(&book, bytes).unwrap(),
            None => fs::remove_file(&book).unwrap(),
        }
        let run = desk.run(&friday("11:05:00"));
        assert_eq!((run.code, told(&run, "SYT")), (2, is("on_time", "clerk", "10:40", false)), "{what}");
        assert!(run.stderr.contains("Sổ tiếp nhận tiep-nhan.xlsx có 1 lỗi"), "{what}: {}", run.stderr);
        assert!(run.stderr.contains("các dòng đã ghi nhận trước đây vẫn được tính"), "{what}: {}", run.stderr);
    }
    // A row with a mistake, beside others: nothing is called removed.
    write_book(&desk, &["28/2025|SYTT||11/7/2025 10:40|Zalo|||", "28/2025|STC||11/7/2025 10:40||5||"]);
    let run = desk.run(&friday("11:10:00"));
    assert_eq!((run.code, told(&run, "SYT").1.as_str(), run.standing("STC")), (2, "clerk", "returned"));
    assert!(run.stderr.contains("ô B2: Không có đơn vị “SYTT” trong danh mục. Có phải là SYT không?"), "{}", run.stderr);
    fs::write(&book, &whole).unwrap();
    let run = desk.run(&friday("11:15:00"));
    assert_eq!((run.code, run.standing("STC")), (0, "missing"), "a paper that was not in the freeze is gone with its row");
    desk.run(&friday("15:20:00"));
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn a_row_that_speaks_of_no_file_or_of_several_is_asked_about() {
    let desk = looked();
    let mut draft = desk.report("STC", W28);
    put(&desk, "STC/a.xlsx", "STC", "11:03:00");
    desk.put("STC/b.xlsx", &draft.info("Ghi chú", "b").bytes(), &friday("11:03:30"));
    put(&desk, "SYT/a.xlsx", "SYT", "11:03:00");
    write_book(&desk, &["28/2025|STC||11/7/2025 10:40|Zalo|||", "28/2025|SYT|b.xlsx|11/7/2025 10:40|Zalo|||"]);
    let run = desk.run(&friday("11:05:00"));
    assert_eq!((run.standing("STC"), run.standing("SYT")), ("late", "late"));
    assert!(run.stderr.contains("tiep-nhan.xlsx, dòng 2: STC có nhiều tệp khác nhau"), "{}", run.stderr);
    assert!(run.stderr.contains("tiep-nhan.xlsx, dòng 3: chưa có tệp “b.xlsx” của SYT"), "{}", run.stderr);
}

#[test]
fn a_forged_time_proves_nothing_and_is_no_reproach() {
    let desk = looked();
    // Stamped 10:40, and not there at 10:55.
    put(&desk, "SYT/a.xlsx", "SYT", "10:40:00");
    let run = desk.run(&friday("11:05:00"));
    assert_eq!(told(&run, "SYT"), is("late", "scan", "11:05", false));
    assert!(!desk.feedback_text("SYT").contains("T35"), "{}", desk.feedback_text("SYT"));
    desk.run(&friday("15:20:00"));
    assert!(internal(&desk).contains("giờ ghi trên tệp có trước lần quét 10:55:00, khi đó chưa thấy tệp hoàn chỉnh"));
}

#[test]
fn a_time_later_than_the_look_is_noted_and_changes_nothing() {
    let desk = looked();
    put(&desk, "SYT/a.xlsx", "SYT", "10:59:30");
    put(&desk, "STC/a.xlsx", "STC", "12:30:00");
    let run = desk.run(&friday("10:58:00"));
    for agency in ["SYT", "STC"] {
        assert_eq!(told(&run, agency), is("on_time", "scan", "10:58", false));
    }
    let noted = "Giờ sửa tệp ghi 12:30:00 ngày 11/7/2025 mâu thuẫn với sổ tiếp nhận (đã thấy tệp lúc 10:58:00 ngày 11/7/2025)";
    assert!(desk.feedback_text("STC").contains(noted), "{}", desk.feedback_text("STC"));
}

#[test]
fn nobody_is_late_while_nobody_looked() {
    let desk = Desk::new();
    desk.run(&friday("10:00:00"));
    put(&desk, "SYT/a.xlsx", "SYT", "11:20:00");
    put(&desk, "STC/a.xlsx", "STC", "11:20:00");
    write_book(&desk, &["28/2025|STC|a.xlsx|11/7/2025 11:10|Zalo|||"]);
    let run = desk.run(&friday("11:30:00"));
    assert_eq!(told(&run, "SYT"), is("on_time", "unproven", "11:30", false));
    assert_eq!(told(&run, "STC"), is("late", "clerk", "11:10", true), "but the clerk was there");
}

/// The code that the feedback of an agency prints.
pub(crate) fn code(desk: &Desk, agency: &str) -> String {
    code_in(&desk.feedback_text(agency))
}

/// The code in the text of a feedback.
pub(crate) fn code_in(feedback: &str) -> String {
    let line = feedback.lines().find(|l| l.starts_with("Mã tiếp nhận: ")).unwrap_or_else(|| panic!("{feedback}"));
    line.trim_start_matches("Mã tiếp nhận: ").split(['.', ' ']).next().unwrap().to_owned()
}

fn proof(desk: &Desk, code: &str) -> (i32, String, String) {
    let output = desk.command().args(["verify", code, "--now", "2025-07-14T09:00:00+07:00"]).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A released week: SYT on time by a scan, STC by the clerk, VPTU late.
fn released() -> Desk {
    let desk = Desk::new();
    desk.run(&friday("10:50:02"));
    put(&desk, "SYT/BC_SYT.xlsx", "SYT", "10:52:00");
    write_book(&desk, &["28/2025|STC||11/7/2025 10:40|Zalo||Nguyễn Thị A|"]);
    desk.run(&friday("10:55:01"));
    put(&desk, "_chung/stc.xlsx", "STC", "11:02:00");
    put(&desk, "VPTU/a.xlsx", "VPTU", "11:02:00");
    desk.run(&friday("11:05:00"));
    write_book(&desk, &["28/2025|STC|stc.xlsx|11/7/2025 10:41|Zalo|12|Nguyễn Thị A|"]);
    desk.run(&friday("11:10:00"));
    desk.run(&friday("15:20:00"));
    desk
}

#[test]
fn a_code_gives_its_proof() {
    let desk = released();
    let (status, text, _) = proof(&desk, &code(&desk, "SYT"));
    assert_eq!(status, 0, "{text}");
    for expected in [
        "Đơn vị: Sở Y tế (SYT)",
        "tệp SYT/BC_SYT.xlsx",
        "Thấy lần đầu: 10:55:01 ngày 11/7/2025 (lần quét số 2); thấy giữa 10:50:02 và 10:55:01",
        "Nhận lúc 10:55:01 ngày 11/7/2025, căn cứ: lần quét; tính là trước hạn nộp.",
        "10:50:02 ngày 11/7/2025 chưa thấy; 10:55:01 ngày 11/7/2025 thấy lần đầu; 11:05:00 ngày 11/7/2025 đã nhận trước đó",
        "Không có dòng nào về đơn vị trong kỳ này.",
        "Lần xét đầu tiên (10:55:01 ngày 11/7/2025): tiếp nhận là báo cáo.",
        "hợp lệ; là bản được đưa vào số liệu",
        "Chốt lúc 11:05:00 ngày 11/7/2025: ghi bản này là bản đúng hạn.",
        "Chốt bản tổng hợp lần 1 lúc 15:20:00 ngày 11/7/2025: số liệu của tệp này có trong bản trình ký.",
        "Chuỗi sổ tiếp nhận: còn nguyên vẹn.",
        "Bản gốc trong kho lưu: đúng SHA-256",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert!(text.lines().count() <= 50, "one page: {text}");
    // What follows from the bytes of the form is not what this is about.
    let masked = |word: &str| {
        let hash = word.len() == 64 && word.chars().all(|c| c.is_ascii_hexdigit());
        if hash { "(hash)".to_owned() } else { word.replace(&code(&desk, "SYT"), "(code)") }
    };
    let words = |line: &str| line.split(' ').map(masked).collect::<Vec<_>>().join(" ");
    let page: Vec<String> = text.lines().filter(|l| !l.contains(" byte.")).map(words).collect();
    insta::assert_snapshot!(page.join("\n"));
}

#[test]
fn the_clerks_rows_are_in_the_proof_with_every_change() {
    let desk = released();
    let (status, text, _) = proof(&desk, &code(&desk, "STC").to_lowercase());
    assert_eq!(status, 0, "{text}");
    for expected in [
        "Nhận lúc 10:40:00 ngày 11/7/2025, căn cứ: sổ tiếp nhận (ghi sổ sau hạn); tính là trước hạn nộp.",
        "Dòng 2 (ghi mới, chương trình thấy lúc 10:55:01 ngày 11/7/2025): nhận lúc 10:40:00 ngày 11/7/2025, kênh Zalo",
        "Dòng 2 (sửa, chương trình thấy lúc 11:10:00 ngày 11/7/2025): nhận lúc 10:41:00 ngày 11/7/2025, tệp stc.xlsx, kênh Zalo, số đến 12",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let (_, text, _) = proof(&desk, &code(&desk, "VPTU"));
    assert!(text.contains("tính là sau hạn nộp") && text.contains("không ghi bản nào của đơn vị là đúng hạn"), "{text}");
    assert!(text.contains("số liệu của tệp này không có trong bản trình ký"), "{text}");
    let json = desk.json(&["verify", &code(&desk, "STC"), "--now", "2025-07-14T09:00:00+07:00"], &[]);
    assert_eq!(
        (json.code, json.json["schema"].as_str(), json.json["version"]["evidence"].as_str()),
        (0, Some("tonghop.proof/1"), Some("clerk"))
    );
    assert_eq!(json.json["book"].as_array().unwrap().len(), 2);
}

#[test]
fn the_code_stays_the_same_and_is_in_the_json() {
    let desk = Desk::new();
    put(&desk, "SYT/a.xlsx", "SYT", "10:30:00");
    let run = desk.run(&friday("10:31:00"));
    let first = code(&desk, "SYT");
    assert_eq!(run.agency("SYT")["receipt_code"], first.as_str());
    let (status, text, _) = proof(&desk, &first);
    assert_eq!(status, 0);
    assert!(text.contains("Kỳ này chưa chốt.") && text.contains("Kỳ này chưa chốt bản tổng hợp."), "{text}");
    desk.run(&friday("11:05:00"));
    desk.run(&friday("15:20:00"));
    assert_eq!(code(&desk, "SYT"), first);
}

#[test]
fn a_wrong_code_is_told_apart() {
    let desk = released();
    let good = code(&desk, "SYT");
    let other = if good.ends_with('0') { "1" } else { "0" };
    let cases = [
        (format!("{}{other}", &good[..good.len() - 1]), "mã không khớp. Đề nghị đối chiếu từng ký tự"),
        (good.replace("SYT", "STC"), "là tệp SYT/BC_SYT.xlsx"),
        (good.replace("T28", "T29"), "mã không khớp"),
        (good.replace("-0001-", "-0099-"), "Sổ không có số tiếp nhận 99"),
        ("xin chào".to_owned(), "Đề nghị ghi đúng mã in trên phiếu phản hồi"),
    ];
    for (typed, expected) in cases {
        let (status, text, told) = proof(&desk, &typed);
        assert_eq!((status, text.as_str()), (2, ""), "{typed}");
        assert!(told.contains("Không có mã tiếp nhận") && told.contains(expected), "{typed}: {told}");
        assert!(!told.contains(&good), "the right code is not told: {told}");
    }
}

#[test]
fn a_proof_says_when_the_records_do_not_hold() {
    let desk = released();
    let asked = code(&desk, "SYT");
    let json = desk.json(&["verify", &asked, "--now", "2025-07-14T09:00:00+07:00"], &[]);
    let sha = json.json["receipt"]["sha256"].as_str().unwrap();
    let original = desk.path(&format!("so-tiep-nhan/archive/{}/{sha}", &sha[..2]));
    fs::remove_file(&original).unwrap();
    fs::write(&original, b"x").unwrap();
    let (status, text, _) = proof(&desk, &asked);
    assert_eq!(status, 1, "{text}");
    assert!(text.contains("Bản gốc trong kho lưu: KHÔNG khớp"), "{text}");
    assert!(text.contains("Thấy lần đầu: 10:55:01"), "the rest still stands: {text}");
}
