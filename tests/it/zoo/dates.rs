//! Days: as text, as numbers, in the other order, of the wrong system.

use super::workshop::{cell, formatted, number, parts, text};
use super::{Recipe, recipe};
use crate::desk::Draft;

const FORMS: &str = "dates as text, three formats, serial numbers";
const SWAPPED: &str = "day and month exchanged by a machine with US dates";

/// The day on which the first task is expected to be done, as text.
fn expected(name: &'static str, written: &'static str) -> Recipe {
    recipe(name, FORMS, move |good| parts(good, |p| text(p, "NhiemVu!P5", written)))
}

/// The first task, done.
fn done(good: &Draft, completed_on: impl FnOnce(&mut crate::package::Package)) -> Vec<u8> {
    let mut done = good.clone();
    done.set("NhiemVu", "KH11-001", "Trạng thái đơn vị báo", "Hoàn thành");
    done.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "100");
    done.set("NhiemVu", "KH11-001", "Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)", "QĐ 12/QĐ-SYT");
    parts(&done, completed_on)
}

const DONE: [&str; 3] = ["KH11-001.status=Hoàn thành", "KH11-001.percent=100", "KH11-001.evidence=QĐ 12/QĐ-SYT"];

/// What is read of a task that is done, with its day.
fn done_on(day: &'static str) -> [&'static str; 4] {
    [DONE[0], DONE[1], DONE[2], day]
}

pub(crate) fn recipes() -> Vec<Recipe> {
    let mut all = texts();
    all.extend(numbers());
    all.extend(completed());
    all.extend(of_the_report());
    all
}

fn texts() -> Vec<Recipe> {
    vec![
        expected("date-dashes", "31-12-2025"),
        expected("date-points", "31.12.2025"),
        expected("date-two-digit-year", "31/12/25"),
        expected("date-in-words", "ngày 31 tháng 12 năm 2025"),
        expected("date-iso", "2025-12-31"),
        expected("date-weekday", "thứ Tư, 31/12/2025"),
        expected("date-apostrophe", "'31/12/2025"),
        expected("date-with-hour", "31/12/2025 00:00"),
        expected("date-full-width", "３１/１２/２０２５"),
        expected("date-month-first", "12/31/2025").finds(&["N21 NhiemVu!P5"]),
        expected("date-that-is-none", "31/11/2025").finds(&["N20 NhiemVu!P5"]).reads(&["KH11-001.expected_on=?"]),
        expected("date-end-of-month", "cuối tháng 12").finds(&["N20 NhiemVu!P5"]).reads(&["KH11-001.expected_on=?"]),
        expected("date-month", "12/2025").finds(&["N20 NhiemVu!P5"]).reads(&["KH11-001.expected_on=?"]),
        expected("date-quarter", "Quý IV/2025").finds(&["N20 NhiemVu!P5"]).reads(&["KH11-001.expected_on=?"]),
        expected("date-dash", "-").finds(&["N20 NhiemVu!P5"]).reads(&["KH11-001.expected_on=?"]),
    ]
}

fn numbers() -> Vec<Recipe> {
    vec![
        recipe("date-real", FORMS, |good| parts(good, |p| formatted(p, "NhiemVu!P5", "46022", "14"))),
        recipe("date-vietnamese-format", "[$-42A]dd/mm/yyyy", |good| {
            parts(good, |p| formatted(p, "NhiemVu!P5", "46022", "[$-42A]\"ngày\" dd \"tháng\" mm \"năm\" yyyy"))
        }),
        recipe("date-iso-cell", "a cell of type d", |good| parts(good, |p| cell(p, "NhiemVu!P5", "t=\"d\"", "<v>2025-12-31T00:00:00</v>"))),
        recipe("date-without-format", "serial without format", |good| parts(good, |p| cell(p, "NhiemVu!P5", "s=\"0\"", "<v>46022</v>")))
            .finds(&["N39 NhiemVu!P5"])
            .says("31/12/2025"),
        recipe("date-year-alone", FORMS, |good| parts(good, |p| cell(p, "NhiemVu!P5", "s=\"0\"", "<v>2025</v>")))
            .finds(&["N20 NhiemVu!P5"])
            .reads(&["KH11-001.expected_on=?"]),
        recipe("date-of-1905", "a year shown as a date", |good| parts(good, |p| formatted(p, "NhiemVu!P5", "2025", "14")))
            .finds(&["N20 NhiemVu!P5"])
            .reads(&["KH11-001.expected_on=?"]),
        recipe("date-1e300", "date serial 1e300 ends the process", |good| parts(good, |p| formatted(p, "NhiemVu!P5", "1e300", "14")))
            .finds(&["N20 NhiemVu!P5"])
            .reads(&["KH11-001.expected_on=?"]),
        recipe("workbook-of-1904", "a Mac file shifts 1462 days", |good| {
            parts(good, |p| {
                p.replace("xl/workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" ");
                formatted(p, "NhiemVu!P5", "44560", "14");
                number(p, "ThongTin!B10", "44383");
                number(p, "ThongTin!B11", "44389");
            })
        }),
        recipe("workbook-of-1904-without-format", "a Mac file shifts 1462 days", |good| {
            parts(good, |p| {
                p.replace("xl/workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" ");
                cell(p, "NhiemVu!P5", "s=\"0\"", "<v>44560</v>");
            })
        })
        .finds(&["N39 NhiemVu!P5"]),
    ]
}

fn completed() -> Vec<Recipe> {
    vec![
        recipe("done-with-everything", "no complaint: a task that is done", |good| {
            done(good, |p| formatted(p, "NhiemVu!H5", "45842", "14"))
        })
        .reads(&done_on("KH11-001.completed_on=2025-07-04")),
        recipe("done-without-date", "done, and no day", |good| done(good, |_| {})).finds(&["N16 NhiemVu!H5"]).reads(&DONE),
        recipe("done-in-future", "done on a day to come", |good| done(good, |p| text(p, "NhiemVu!H5", "20/7/2025")))
            .finds(&["N18 NhiemVu!H5"])
            .reads(&done_on("KH11-001.completed_on=2025-07-20")),
        recipe("done-last-year", "a year that differs by one", |good| done(good, |p| text(p, "NhiemVu!H5", "04/7/2024")))
            .finds(&["N19 NhiemVu!H5"])
            .reads(&done_on("KH11-001.completed_on=2024-07-04")),
        // 04/7 typed on a machine with US dates: a real day, the 7th of April, before the task was given.
        recipe("done-on-a-swapped-day", SWAPPED, |good| done(good, |p| formatted(p, "NhiemVu!H5", "45754", "14")))
            .finds(&["N19 NhiemVu!H5", "N21 NhiemVu!H5"])
            .reads(&done_on("KH11-001.completed_on=2025-04-07")),
        recipe("done-without-evidence", "what N17 is for", |good| {
            done(good, |p| {
                text(p, "NhiemVu!H5", "04/7/2025");
                super::workshop::blank(p, "NhiemVu!K5");
            })
        })
        .finds(&["N17 NhiemVu!K5"])
        .reads(&["KH11-001.status=Hoàn thành", "KH11-001.percent=100", "KH11-001.completed_on=2025-07-04"]),
    ]
}

fn of_the_report() -> Vec<Recipe> {
    vec![
        recipe("as-of-a-real-date", FORMS, |good| parts(good, |p| formatted(p, "ThongTin!B12", "45848.666666666664", "22"))),
        recipe("as-of-next-year", "data of a day outside the week", |good| parts(good, |p| text(p, "ThongTin!B12", "10/07/2026 16:00")))
            .finds(&["T27 ThongTin!B12"])
            .reads(&["info.as_of=2026-07-10 16:00:00"]),
        recipe("as-of-month-first", SWAPPED, |good| parts(good, |p| formatted(p, "ThongTin!B12", "45937.666666666664", "22")))
            .finds(&["T27 ThongTin!B12"])
            .reads(&["info.as_of=2025-10-07 16:00:00"]),
        recipe("period-made-a-date", "Excel makes a date of 7/2025", |good| parts(good, |p| formatted(p, "ThongTin!B9", "45839", "17")))
            .finds(&["T14 ThongTin!B9"]),
    ]
}
