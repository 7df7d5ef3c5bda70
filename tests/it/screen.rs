//! The desk's screen: made by a run, the same until something changes but for its moment, with whom to call, and with what stands in the
//! way above everything. What is to be seen of it in a browser is played in `browser`.

use crate::browser;
use crate::desk::{AGENCIES, CRITERIA, Desk, TARGETS, TASKS, register_workbook};
use std::fs;

pub const PAGE: &str = "noi-bo/tinh-hinh.html";

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}:00+07:00")
}

/// A desk whose register knows whom to call at the health department.
pub fn desk_with_contacts() -> Desk {
    let desk = Desk::new();
    let (sheet, headings, rows) = AGENCIES;
    let headings = format!("{headings}|Cán bộ đầu mối|Điện thoại|Thư công vụ");
    let contact = |row: &str| if row.starts_with("SYT|") { "Nguyễn Văn An|0912 345 678|an@soyte.vn" } else { "||" };
    let rows: Vec<String> = rows.iter().map(|row| format!("{row}|{}", contact(row))).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let book = register_workbook(&[(sheet, headings.as_str(), rows.as_slice()), TASKS, TARGETS, CRITERIA], &[]);
    fs::write(desk.path("danh-muc.xlsx"), book).unwrap();
    desk
}

/// A hundred and fifty offices at 10:40, some of which sent what cannot be used, and whose names and telephones are hostile.
pub fn busy_friday() -> Desk {
    const HOSTILE: &str = "Sở <img src=x onerror=\"window.hit=1\"></script><script>window.hit=2</script> &amp; \u{202e}ngược";
    let desk = Desk::new();
    let (sheet, headings, rows) = AGENCIES;
    let headings = format!("{headings}|Cán bộ đầu mối|Điện thoại|Thư công vụ");
    let mut rows: Vec<String> = rows.iter().map(|row| format!("{row}|Nguyễn Văn An|0912 345 678|an@tinh.vn")).collect();
    for number in 1..=140 {
        let (code, order) = (format!("X-{number:03}"), 10 + number);
        let name = if number % 35 == 0 { HOSTILE.to_owned() } else { format!("xã Số {number}") };
        rows.push(format!(
            "{code}|UBND {name}|{name}||Xã|Cấp xã|UBND các xã, phường||{code}|Có|Cả hai|SKHCN|{order}|01/7/2025|||Trần Thị Bình {number}|\
             {}|xa{number}@tinh.vn",
            if number % 35 == 0 { HOSTILE } else { "0238 3 123 456; 0912 345 678" }
        ));
    }
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let book = register_workbook(&[(sheet, headings.as_str(), rows.as_slice()), TASKS, TARGETS, CRITERIA], &[]);
    fs::write(desk.path("danh-muc.xlsx"), book).unwrap();
    for code in ["SYT", "X-001", "X-035"] {
        desk.put(&format!("{code}/hong.xlsx"), b"PK", &friday("09:00"));
    }
    let mut asking = desk.report("STC", "2025-W28");
    asking.set("NhiemVu", "KH11-003", "Kiến nghị, đề xuất", HOSTILE).set("NhiemVu", "KH11-003", "Cấp giải quyết", "UBND tỉnh");
    asking.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "chín mươi");
    desk.put("STC/BC_STC.xlsx", &asking.bytes(), &friday("09:30"));
    for number in 40..60 {
        let code = format!("X-{number:03}");
        desk.put(&format!("{code}/BC.xlsx"), &desk.report(&code, "2025-W28").bytes(), &friday("09:30"));
    }
    assert_eq!(desk.run(&friday("10:40")).code, 0);
    desk
}

/// The page without the block that every run writes.
fn still(page: &str) -> (String, serde_json::Value) {
    let (before, rest) = page.split_once("id=\"luc\">").unwrap();
    let (block, after) = rest.split_once("</script>").unwrap();
    (format!("{before}{after}"), serde_json::from_str(block).unwrap())
}

#[test]
fn a_run_brings_the_screen_up_to_date_and_one_without_news_writes_its_moment_alone() {
    let desk = desk_with_contacts();
    let page = || fs::read_to_string(desk.path(PAGE)).unwrap();
    desk.put("SYT/hong.xlsx", b"PK", &friday("09:00"));
    desk.put("STC/BC_STC.xlsx", &desk.report("STC", "2025-W28").bytes(), &friday("09:30"));
    desk.run(&friday("10:30"));
    let (first, head) = still(&page());
    assert!(head["at"].as_str().unwrap().starts_with("2025-07-11T10:30") && head["troubles"].as_array().unwrap().is_empty(), "{head}");
    let shown = |id: &str| first.find(&format!("<h2 id=\"{id}\">")).unwrap_or_else(|| panic!("no {id}: {first}"));
    assert!(shown("chua-tinh") < shown("chua-nhan") && first.contains("Đã nhận <b>01/06</b>"), "{first}");
    assert!(first.contains("tel:0912345678") && first.contains("mailto:an@soyte.vn"), "whom to call: {first}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let data = fs::metadata(desk.path(PAGE)).unwrap();
        assert_eq!(data.permissions().mode() & 0o777, 0o600, "nobody else reads it");
        desk.run(&friday("10:35"));
        assert_eq!(fs::metadata(desk.path(PAGE)).unwrap().ino(), data.ino(), "the same file");
    }
    let (second, head) = still(&{
        desk.run(&friday("10:36"));
        page()
    });
    assert_eq!(second, first, "nothing changed");
    assert!(head["at"].as_str().unwrap().starts_with("2025-07-11T10:36"), "{head}");
    // What changes.
    desk.put("SYT/BC_SYT.xlsx", &desk.report("SYT", "2025-W28").bytes(), &friday("10:37"));
    desk.run(&friday("10:40"));
    let (third, _) = still(&page());
    assert!(third.contains("Đã nhận <b>02/06</b>") && !third.contains("<h2 id=\"chua-tinh\">"), "{third}");
    // Trouble of a run that goes on with its records, and of one that cannot.
    fs::rename(desk.path("nop"), desk.path("cat")).unwrap();
    assert_eq!(desk.run(&friday("10:45")).code, 10);
    let troubles = || still(&page()).1["troubles"].to_string();
    assert!(troubles().contains("nop"), "{}", troubles());
    fs::rename(desk.path("cat"), desk.path("nop")).unwrap();
    desk.run(&friday("10:46"));
    assert_eq!(troubles(), "[]");
    fs::rename(desk.path("so-tiep-nhan/ledger.sqlite"), desk.path("cat")).unwrap();
    assert_eq!(desk.run(&friday("10:50")).code, 13);
    let (_, head) = still(&page());
    assert!(head["at"].as_str().unwrap().starts_with("2025-07-11T10:46"), "the figures are of then: {head}");
    assert_ne!(head["troubles"].to_string(), "[]");
}

#[test]
#[ignore = "needs Chromium and axe-core"]
fn nobody_is_kept_from_it() {
    let desk = busy_friday();
    browser::played("faultless", &desk.path(PAGE));
}
