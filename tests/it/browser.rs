//! The page that opens in the hands of a reader: in a real browser, by pointer and by keys, at the width of a telephone and on
//! paper, without a network, with a page whose texts are all hostile, and in a browser that cannot unpack. Needs Chromium.
//!
//! `browser.py` drives it and says what it found; `TONGHOP_LOOK` names a folder for pictures to look at.

use crate::desk::Desk;
use crate::page;
use crate::sample;
use crate::screen;
use std::fs;
use std::path::Path;
use std::process::Command;

const HOSTILE: &str =
    "</script><script>window.hit=1</script><img src=x onerror=\"window.hit=2\"><b>đậm</b> ]]> ${hit} {{script}} \u{202e}ngược";

pub(crate) fn played(what: &str, file: &Path) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/browser.py");
    let output = Command::new("python3").arg(script).arg(what).arg(file).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    println!("{said}");
}

#[test]
#[ignore = "needs Chromium"]
fn a_reader_gets_from_a_figure_to_a_cell() {
    played("reader", &page::path("29", ""));
}

#[test]
#[ignore = "needs Chromium"]
fn a_reader_of_several_weeks_gets_from_a_figure_to_a_cell() {
    played("several", &sample::workspace().join("ket-qua/giai-doan/GiaiDoan_SKHCN_thang-7_2025.html"));
}

#[test]
#[ignore = "needs Chromium"]
fn a_browser_that_cannot_unpack_shows_the_first_page_and_says_why() {
    played("old", &page::path("29", ""));
}

#[test]
#[ignore = "needs Chromium"]
fn hostile_texts_do_nothing() {
    let desk = Desk::new();
    let mut report = desk.report("SYT", "2025-W28");
    for heading in ["Kết quả thực hiện trong kỳ", "Khó khăn, vướng mắc"] {
        report.set("NhiemVu", "KH11-001", heading, HOSTILE);
    }
    report.set("NhiemVu", "KH11-001", "Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)", &"rất dài ".repeat(1_250));
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), "2025-07-11T09:00:00+07:00");
    for now in ["2025-07-11T10:00:00+07:00", "2025-07-11T11:05:00+07:00", "2025-07-11T15:20:00+07:00"] {
        desk.run(now);
    }
    let file = desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.html");
    assert!(fs::read_to_string(&file).is_ok(), "the week was released");
    played("hostile", &file);
}

#[test]
#[ignore = "needs Chromium"]
fn the_desk_acts_from_its_screen() {
    let desk = screen::busy_friday();
    played("screen", &desk.path(screen::PAGE));
    // The same page in earnest, a year later: nobody takes it for today's.
    let page = fs::read_to_string(desk.path(screen::PAGE)).unwrap();
    let earnest = page.replace("data-dien-tap=\"1\"", "data-dien-tap=\"\"").replace("\"troubles\":[]", "\"troubles\":[\"Đầy\"]");
    // The block keeps its width.
    let earnest = earnest.replacen("}   ", "}", 1).replacen("  <", "<", 1);
    fs::write(desk.path("noi-bo/cu.html"), earnest).unwrap();
    played("stale", &desk.path("noi-bo/cu.html"));
}
