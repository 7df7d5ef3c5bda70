//! Codes, statuses, and what the first sheet says.

use super::workshop::{blank, number, parts, text};
use super::{Recipe, recipe};
use crate::desk::Draft;
use tonghop::sheets::sheet::Row;

const CODES: &str = "codes of tasks and targets";
const WORDS: &str = "words of statuses";
const INFO: &str = "whose report, and of which week";

/// A text in a cell.
fn at(name: &'static str, complaint: &'static str, cell: &'static str, written: &'static str) -> Recipe {
    recipe(name, complaint, move |good| parts(good, |p| text(p, cell, written)))
}

/// A status of the first task.
fn status(name: &'static str, written: &'static str) -> Recipe {
    at(name, WORDS, "NhiemVu!F5", written)
}

fn info(name: &'static str, label: &'static str, written: &'static str) -> Recipe {
    recipe(name, INFO, move |good| good.clone().info(label, written).bytes())
}

/// The first row of a table once more at its end, changed.
fn again(good: &Draft, name: &str, change: impl FnOnce(&mut Row)) -> Vec<u8> {
    let good = super::workshop::book(good, |book| {
        let sheet = super::workshop::sheet(book, name);
        let mut row = sheet.rows[4].clone();
        change(&mut row);
        sheet.rows.push(row);
    });
    good.bytes()
}

fn in_cell(row: &mut Row, column: usize, text: &str) {
    row.cells[column].value = tonghop::sheets::sheet::Value::Text(text.to_owned());
}

pub(crate) fn recipes() -> Vec<Recipe> {
    let mut all = codes();
    all.extend(repeated());
    all.extend(statuses());
    all.extend(first_sheet());
    all
}

fn codes() -> Vec<Recipe> {
    let renamed = |name, written| at(name, CODES, "NhiemVu!B5", written);
    vec![
        renamed("code-unknown", "KH11-01").finds(&["N02 NhiemVu!B5"]).says("Mã gần nhất: KH11-001").without("KH11-001").with_row("KH11-01"),
        renamed("code-with-spaces", "KH11 - 001")
            .finds(&["N02 NhiemVu!B5"])
            .says("Mã gần nhất: KH11-001")
            .without("KH11-001")
            .with_row("KH11 - 001"),
        renamed("code-foreign", "KH11-003").finds(&["N05 NhiemVu!B5"]).without("KH11-001").with_row("KH11-003"),
        recipe("code-missing", CODES, |good| parts(good, |p| blank(p, "NhiemVu!B5"))).finds(&["N38 NhiemVu!B5"]),
        recipe("code-missing-and-content-near", CODES, |good| {
            parts(good, |p| {
                blank(p, "NhiemVu!B5");
                text(p, "NhiemVu!C5", "Số hóa hồ sơ bệnh án điện tử");
            })
        })
        .finds(&["N01 NhiemVu!B5", "N06 NhiemVu"])
        .says("gần giống KH11-001")
        .without("KH11-001")
        .with_row(""),
        at("target-unknown", CODES, "ChiTieu!A5", "CT-999").finds(&["C01 ChiTieu!A5"]).without("CT-002").with_row("CT-999"),
    ]
}

fn repeated() -> Vec<Recipe> {
    vec![
        recipe("code-twice-alike", "duplicate rows", |good| again(good, "NhiemVu", |_| {}))
            .finds(&["N04 NhiemVu!B7"])
            .says("5, 7")
            .with_row("KH11-001#2"),
        recipe("code-twice-differently", "duplicate codes", |good| again(good, "NhiemVu", |row| in_cell(row, 9, "Đã trình UBND tỉnh")))
            .finds(&["N03 NhiemVu!B5", "N03 NhiemVu!B7"])
            .says("5, 7")
            .with_row("KH11-001#2")
            .reads(&["KH11-001#2.result=Đã trình UBND tỉnh"]),
        recipe("target-twice", "duplicate codes", |good| again(good, "ChiTieu", |_| {}))
            .finds(&["C17 ChiTieu!A5", "C17 ChiTieu!A6"])
            .with_row("CT-002#2"),
    ]
}

fn statuses() -> Vec<Recipe> {
    vec![
        status("status-misspelt", "gần xong rồi").finds(&["N09 NhiemVu!F5"]).reads(&["KH11-001.status=?"]),
        status("status-typo", "Đang thực hiên").finds(&["N10 NhiemVu!F5"]),
        status("status-reworded", "đang triển khai").finds(&["N10 NhiemVu!F5"]),
        status("status-unaccented", "dang thuc hien").finds(&["N10 NhiemVu!F5"]),
        status("status-capitals", "ĐANG THỰC HIỆN"),
        status("status-short", "ĐTH").finds(&["N10 NhiemVu!F5"]),
        status("status-nearly-done", "Cơ bản hoàn thành").finds(&["N36 NhiemVu!F5"]),
        status("status-80-percent-done", "Hoàn thành 80%").finds(&["N36 NhiemVu!F5"]),
        status("status-not-done", "không hoàn thành").finds(&["N09 NhiemVu!F5"]).reads(&["KH11-001.status=?"]),
        status("status-cross", "x").finds(&["N09 NhiemVu!F5"]).reads(&["KH11-001.status=?"]),
        status("status-done-almost-all", "Đã hoàn thành phần lớn").finds(&["N09 NhiemVu!F5"]).reads(&["KH11-001.status=?"]),
        recipe("status-missing", WORDS, |good| parts(good, |p| blank(p, "NhiemVu!F5")))
            .finds(&["N11 NhiemVu!F5"])
            .reads(&["KH11-001.status=-"]),
        recipe("status-a-number", WORDS, |good| parts(good, |p| number(p, "NhiemVu!F5", "1")))
            .finds(&["N09 NhiemVu!F5"])
            .reads(&["KH11-001.status=?"]),
        recipe("done-at-40", "done, and 40%", |good| {
            parts(good, |p| {
                text(p, "NhiemVu!F5", "Hoàn thành");
                text(p, "NhiemVu!H5", "04/7/2025");
                text(p, "NhiemVu!K5", "QĐ 12");
            })
        })
        .finds(&["N13 NhiemVu!G5"])
        .reads(&["KH11-001.status=Hoàn thành", "KH11-001.completed_on=2025-07-04", "KH11-001.evidence=QĐ 12"]),
        recipe("open-at-100", "100%, and not done", |good| parts(good, |p| number(p, "NhiemVu!G5", "100")))
            .finds(&["N14 NhiemVu!F5"])
            .reads(&["KH11-001.percent=100"]),
        at("regular-that-is-dated", WORDS, "NhiemVu!L5", "Thiếu kinh phí")
            .finds(&["N23 NhiemVu!L5"])
            .reads(&["KH11-001.obstacle=Thiếu kinh phí"]),
        // The figures of this target come from two agencies: nobody knows yet whether it is met.
        at("assessed-by-one-of-two", "own assessment differs", "ChiTieu!K5", "Đạt").reads(&["CT-002.assessment=Met"]),
    ]
}

fn first_sheet() -> Vec<Recipe> {
    vec![
        info("agency-of-another", "Mã đơn vị", "STC").finds(&["T12 ThongTin!B7"]).says("STC"),
        info("agency-unknown", "Mã đơn vị", "SYTE").finds(&["T13 ThongTin!B7"]).says("SYTE"),
        info("agency-by-name", "Mã đơn vị", "Sở Y tế").reads(&["info.agency=Sở Y tế"]),
        info("agency-missing", "Mã đơn vị", "").finds(&["T31 ThongTin!B7"]),
        info("period-of-last-week", "Kỳ báo cáo", "27/2025").finds(&["T14 ThongTin!B9"]).says("27/2025"),
        info("period-unreadable", "Kỳ báo cáo", "tuần này").finds(&["T14 ThongTin!B9"]).says("tuần này"),
        info("period-missing", "Kỳ báo cáo", "").finds(&["T31 ThongTin!B9"]),
        info("period-of-next-week", "Kỳ báo cáo", "29/2025")
            .finds(&["T34 ThongTin!B9"])
            .reads(&["info.period=Week(Period { year: 2025, week: 29 })"]),
        info("period-in-words", "Kỳ báo cáo", "Tuần 28 năm 2025"),
        info("approver-missing", "Lãnh đạo duyệt", "").finds(&["T28 ThongTin!B19"]).reads(&["info.approver=-"]),
        info("nil-with-figures", "Không phát sinh?", "x").finds(&["T29 ThongTin!B20"]).reads(&["info.nil=true"]),
        info("revised-without-reason", "Lần nộp", "1").finds(&["T32 ThongTin!B14"]).reads(&["info.revision=1"]),
        at("secret", "a mark of secrecy", "ThongTin!C1", "MẬT").finds(&["T23 ThongTin!C1"]).says("MẬT"),
        at("secret-in-a-line", "a mark of secrecy", "NhiemVu!J5", "Báo cáo kèm theo\nĐộ mật: Tối mật").finds(&["T23 NhiemVu!J5"]),
        at("not-secret", "bảo mật is an ordinary word", "NhiemVu!J5", "Bảo mật").reads(&["KH11-001.result=Bảo mật"]),
        at("not-secret-either", "mật khẩu is an ordinary word", "NhiemVu!J5", "Đã đổi mật khẩu, rà soát an ninh, bảo mật")
            .reads(&["KH11-001.result=Đã đổi mật khẩu, rà soát an ninh, bảo mật"]),
    ]
}
