//! Sheets, headings, rows and columns: moved, merged, hidden, doubled, lost.

use super::workshop::{book, parts, row, said, sheet, sheet_xml};
use super::{Recipe, recipe};
use crate::desk::Draft;
use tonghop::sheets::sheet::{Area, Book, Cell, Sheet, Style, Visibility};

const HEADINGS: &str = "header renamed, moved, extra columns";
const SHEETS: &str = "other sheet name; silent fallback to the first sheet";
const ROWS: &str = "rows that are no tasks";
const MERGED: &str = "merged cells";
const HIDDEN: &str = "hidden rows, columns, sheets";

/// Row of the headings, from 0.
const TOP: usize = 3;

/// The good report with its book changed.
fn changed(name: &'static str, complaint: &'static str, change: impl Fn(&mut Book) + Send + Sync + 'static) -> Recipe {
    recipe(name, complaint, move |good: &Draft| book(good, &change).bytes())
}

/// With its sheet of tasks changed.
fn tasks(name: &'static str, complaint: &'static str, change: impl Fn(&mut Sheet) + Send + Sync + 'static) -> Recipe {
    changed(name, complaint, move |book| change(sheet(book, "NhiemVu")))
}

/// Takes a column out of the headings and the rows below.
fn take_column(sheet: &mut Sheet, column: usize) -> Vec<Cell> {
    sheet.rows.iter_mut().skip(TOP).map(|row| if row.cells.len() > column { row.cells.remove(column) } else { Cell::default() }).collect()
}

fn put_column(sheet: &mut Sheet, column: usize, cells: Vec<Cell>) {
    for (row, cell) in sheet.rows.iter_mut().skip(TOP).zip(cells) {
        if row.cells.len() < column {
            row.cells.resize(column, Cell::default());
        }
        row.cells.insert(column, cell);
    }
}

/// A column of texts from the headings down.
fn column(texts: [&str; 3]) -> Vec<Cell> {
    texts.into_iter().map(|text| if text.is_empty() { Cell::default() } else { Cell::text(text, Style::PLAIN) }).collect()
}

/// What is left of a form whose marks were lost: no `_meta`, no properties, no names.
fn unmark(book: &mut Book) {
    book.sheets.retain(|sheet| sheet.name != "_meta");
    book.properties.clear();
    book.names.clear();
}

pub(crate) fn recipes() -> Vec<Recipe> {
    let mut all = headings();
    all.extend(columns());
    all.extend(rows());
    all.extend(merged_and_hidden());
    all.extend(sheets());
    all
}

fn headings() -> Vec<Recipe> {
    vec![
        tasks("heading-synonym", HEADINGS, |s| said(s, TOP, 5, "Tình trạng")),
        tasks("heading-in-capitals", HEADINGS, |s| said(s, TOP, 6, "TỶ LỆ  HOÀN THÀNH\n(%) *")),
        tasks("heading-by-content", HEADINGS, |s| said(s, TOP, 5, "Tiến độ thực hiện")).finds(&["T37 NhiemVu!F4"]),
        tasks("heading-unknown", HEADINGS, |s| said(s, TOP, 5, "Cột 6")).finds(&["T09 NhiemVu"]).says("Trạng thái đơn vị báo"),
        tasks("heading-blank", HEADINGS, |s| said(s, TOP, 5, "")).finds(&["T09 NhiemVu"]).says("Trạng thái đơn vị báo"),
        tasks("heading-optional-missing", HEADINGS, |s| said(s, TOP, 12, "Cột 13")).reads(&["KH11-001.cause=-", "KH11-002.cause=-"]),
        tasks("headings-alike", "two headings alike over different figures", |s| {
            put_column(s, 18, column(["Tỷ lệ hoàn thành (%)", "90", "95"]));
        })
        .finds(&["T38 NhiemVu!G4"]),
        tasks("headings-alike-essential", "two columns of statuses", |s| {
            put_column(s, 18, column(["Trạng thái", "Hoàn thành", "Hoàn thành"]));
        })
        .finds(&["T38 NhiemVu!F4"]),
        tasks("headings-gone", HEADINGS, |s| {
            s.rows.remove(TOP);
        })
        .finds(&["T08 NhiemVu"])
        .says("Mã nhiệm vụ"),
        tasks("headings-over-two-rows", "the header is 2 or 3 rows high", |s| {
            let mut above = row(&["STT", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "", "", "Kết quả thực hiện"]);
            above.cells.resize(18, Cell::default());
            for column in 0..3 {
                said(s, TOP, column, "");
            }
            s.rows.insert(TOP, above);
        }),
        tasks("headings-over-three-rows", "the header is 2 or 3 rows high", |s| {
            for column in 0..3 {
                said(s, TOP, column, "");
            }
            s.rows.insert(TOP, row(&["", "", "", "", "Thời gian", "Tiến độ"]));
            s.rows.insert(TOP, row(&["STT", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "", "", "Thực hiện"]));
        }),
        tasks("headings-again-in-the-middle", "headings repeated on every printed page", |s| {
            let again = s.rows[TOP].clone();
            s.rows.insert(TOP + 2, again);
        })
        .finds(&["D08 NhiemVu"]),
    ]
}

fn columns() -> Vec<Recipe> {
    vec![
        tasks("columns-moved", HEADINGS, |s| {
            let status = take_column(s, 5);
            put_column(s, 0, status);
            let cause = take_column(s, 12);
            put_column(s, 3, cause);
        }),
        tasks("column-inserted", HEADINGS, |s| put_column(s, 2, column(["Phòng chuyên môn", "Nghiệp vụ Y", "Kế hoạch"]))),
        tasks("columns-added", HEADINGS, |s| {
            put_column(s, 18, column(["Cán bộ theo dõi", "An", "Bình"]));
            put_column(s, 19, column(["Hoàn thành?", "x", ""]));
        }),
        tasks("column-of-codes-deleted", HEADINGS, |s| {
            take_column(s, 1);
        })
        .finds(&["N38 NhiemVu!B5", "N38 NhiemVu!B6"]),
        tasks("column-of-results-deleted", HEADINGS, |s| {
            take_column(s, 9);
        })
        .finds(&["T09 NhiemVu"])
        .says("Kết quả thực hiện trong kỳ"),
        changed("column-inserted-before-labels", HEADINGS, |b| {
            for row in sheet(b, "ThongTin").rows.iter_mut().filter(|row| !row.cells.is_empty()) {
                row.cells.insert(1, Cell::default());
            }
        }),
    ]
}

fn rows() -> Vec<Recipe> {
    vec![
        tasks("rows-above", "rows inserted", |s| {
            for _ in 0..3 {
                s.rows.insert(0, row(&["UBND TỈNH", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]));
            }
        }),
        tasks("rows-after-a-gap", "rows lost after a blank gap", |s| {
            for _ in 0..12 {
                s.rows.insert(TOP + 2, row(&[]));
            }
        }),
        tasks("row-of-column-numbers", ROWS, |s| {
            let numbers: Vec<String> = (1..=18).map(|n| format!("({n})")).collect();
            s.rows.insert(TOP + 1, row(&numbers.iter().map(String::as_str).collect::<Vec<_>>()));
        }),
        tasks("row-of-plain-column-numbers", ROWS, |s| {
            s.rows.insert(
                TOP + 1,
                row(&["1", "2", "3", "4", "5=3+4", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18"]),
            );
        }),
        tasks("roman-sections", ROWS, |s| {
            s.rows.insert(TOP + 2, row(&["II", "", "CÁC NHIỆM VỤ VỀ DỮ LIỆU"]));
            s.rows.insert(TOP + 1, row(&["I", "", "CÁC NHIỆM VỤ VỀ THỂ CHẾ"]));
        })
        .finds(&["D08 NhiemVu"]),
        tasks("row-of-totals", ROWS, |s| s.rows.push(row(&["", "", "Tổng cộng", "", "", "2 nhiệm vụ", "40"]))).finds(&["D08 NhiemVu"]),
        tasks("signatures", ROWS, |s| {
            s.rows.push(row(&[]));
            s.rows.push(row(&["", "", "NGƯỜI LẬP BIỂU", "", "", "", "", "", "", "THỦ TRƯỞNG ĐƠN VỊ"]));
            s.rows.push(row(&["", "", "(Ký, ghi rõ họ tên)", "", "", "", "", "", "", "(Ký tên, đóng dấu)"]));
            s.rows.push(row(&["", "", "Nguyễn Văn A", "", "", "", "", "", "", "Trần Văn B"]));
        })
        .finds(&["D08 NhiemVu"]),
        tasks("note-below", ROWS, |s| s.rows.push(row(&["", "", "Ghi chú: số liệu lấy theo báo cáo của phòng"]))).finds(&["D08 NhiemVu"]),
        tasks("total-in-the-middle", "a subtotal hides what stands below", |s| {
            s.rows.insert(TOP + 2, row(&["", "", "Cộng nhóm I", "", "", "1 nhiệm vụ", "40"]));
        })
        .finds(&["D08 NhiemVu"]),
        tasks("rows-sorted", "rows sorted", |s| s.rows.swap(TOP + 1, TOP + 2)),
        tasks("row-deleted", "rows deleted", |s| {
            s.rows.remove(TOP + 2);
        })
        .finds(&["N06 NhiemVu"])
        .says("KH11-002")
        .without("KH11-002"),
    ]
}

fn merged_and_hidden() -> Vec<Recipe> {
    let hidden_row = |good: &Draft| parts(good, |p| sheet_xml(p, "NhiemVu", "<row r=\"6\"", "<row r=\"6\" hidden=\"1\""));
    vec![
        tasks("merged-deadline", MERGED, |s| s.merges.push(Area::new(4, 4, 5, 4))).finds(&["N08 NhiemVu!E5", "D07 NhiemVu!E5"]),
        tasks("merged-codes", MERGED, |s| s.merges.push(Area::new(4, 1, 5, 1))).finds(&["N38 NhiemVu!B6"]),
        tasks("merged-statuses", MERGED, |s| s.merges.push(Area::new(4, 5, 5, 5)))
            .finds(&["D11 NhiemVu!F5", "N11 NhiemVu!F6"])
            .reads(&["KH11-002.status=-"]),
        tasks("merged-percentages", MERGED, |s| s.merges.push(Area::new(4, 6, 5, 6)))
            .finds(&["D11 NhiemVu!G5"])
            .reads(&["KH11-002.percent=-"]),
        tasks("merged-title", MERGED, |s| s.merges.push(Area::new(0, 0, 0, 17))),
        recipe("hidden-row", HIDDEN, hidden_row).finds(&["T24 NhiemVu"]),
        tasks("hidden-column", HIDDEN, |s| s.hidden_columns.push(9)).finds(&["T24 NhiemVu"]),
        changed("hidden-sheet", HIDDEN, |b| sheet(b, "ChiTieu").visibility = Visibility::Hidden).finds(&["T24 ChiTieu"]),
        recipe("filtered-rows", HIDDEN, |good| {
            parts(good, |p| {
                sheet_xml(p, "NhiemVu", "<row r=\"6\"", "<row r=\"6\" hidden=\"1\"");
                sheet_xml(p, "NhiemVu", "</sheetData>", "</sheetData><autoFilter ref=\"A4:R6\"/>");
            })
        })
        .finds(&["T24 NhiemVu"]),
        recipe("very-hidden-meta", HIDDEN, |good| {
            parts(good, |p| {
                p.replace(
                    "xl/workbook.xml",
                    "name=\"_meta\" sheetId=\"7\" state=\"hidden\"",
                    "name=\"_meta\" sheetId=\"7\" state=\"veryHidden\"",
                );
            })
        }),
    ]
}

fn sheets() -> Vec<Recipe> {
    vec![
        changed("sheet-with-marks", SHEETS, |b| sheet(b, "NhiemVu").name = "Nhiệm vụ".into()),
        changed("sheet-renamed", SHEETS, |b| {
            sheet(b, "NhiemVu").name = "Sheet1".into();
            b.names.clear();
        }),
        changed("sheet-copied", SHEETS, |b| {
            let mut copy = sheet(b, "NhiemVu").clone();
            copy.name = "NhiemVu (2)".into();
            said(&mut copy, 4, 5, "Hoàn thành");
            b.sheets.push(copy);
        })
        .finds(&["T39 NhiemVu (2)"]),
        changed("sheet-copied-and-first-deleted", SHEETS, |b| {
            sheet(b, "NhiemVu").name = "NhiemVu (2)".into();
            b.names.clear();
        }),
        changed("old-weeks-kept", SHEETS, |b| {
            let mut old = sheet(b, "NhiemVu").clone();
            old.name = "T27".into();
            said(&mut old, 4, 5, "Chưa thực hiện");
            b.sheets.insert(0, old);
        }),
        changed("two-sheets-fit", SHEETS, |b| {
            sheet(b, "NhiemVu").name = "A".into();
            b.names.clear();
            let mut other = sheet(b, "A").clone();
            other.name = "B".into();
            b.sheets.push(other);
        })
        .finds(&["T07"])
        .says("A, "),
        changed("sheet-of-tasks-deleted", SHEETS, |b| b.sheets.retain(|s| s.name != "NhiemVu")).finds(&["T07"]).says("NhiemVu"),
        changed("sheet-of-targets-deleted", SHEETS, |b| b.sheets.retain(|s| s.name != "ChiTieu")).finds(&["T07"]).says("ChiTieu"),
        changed("sheet-of-info-deleted", SHEETS, |b| b.sheets.retain(|s| s.name != "ThongTin")).finds(&["T07"]).says("ThongTin"),
        changed("sheets-in-another-order", SHEETS, |b| b.sheets.reverse()),
        changed("foreign-sheet-first", SHEETS, |b| {
            let foreign =
                Sheet { name: "Sheet2".into(), rows: vec![row(&["Kính gửi", "Sở Khoa học và Công nghệ"])], ..Sheet::default() };
            b.sheets.insert(0, foreign);
        }),
        changed("another-workbook", SHEETS, |b| {
            unmark(b);
            b.sheets =
                vec![Sheet {
                    name: "Sheet1".into(), rows: vec![row(&["Họ và tên", "Lương"]), row(&["An", "1"])], ..Sheet::default()
                }];
        })
        .finds(&["T07", "T07"]),
        changed("meta-deleted", "a form without its version", |b| b.sheets.retain(|s| s.name != "_meta")),
        changed("marks-deleted", "a form without its version", unmark).finds(&["T11"]),
        changed("old-version", "a form of an older version", |b| {
            for (key, value) in &mut b.properties {
                if key == "bm_phien_ban" {
                    *value = "0.9".into();
                }
            }
            let meta = sheet(b, "_meta");
            for row in &mut meta.rows {
                if row.cells.iter().any(|c| c.value == tonghop::sheets::sheet::Value::Text("bm_phien_ban".into())) {
                    row.cells[1].value = tonghop::sheets::sheet::Value::Text("0.9".into());
                }
            }
        })
        .finds(&["T10"]),
    ]
}
