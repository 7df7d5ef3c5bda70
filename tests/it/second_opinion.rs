//! Our readers against another one: every workbook at hand that we read is read by calamine too, and every cell must
//! be the same. Where the two differ the difference stands in a table, with the reason.

use crate::{corpus, workbooks};
use calamine::{Data, DataRef, Ods, Reader, Xls, Xlsb, Xlsx};
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::Path;
use tonghop::model::config::Limits;
use tonghop::model::place::CellRef;
use tonghop::model::workbook::{RawSheet, RawValue, UNCOMPUTED, UNREADABLE};

type Cells = BTreeMap<CellRef, String>;

/// Where the readers differ, and why ours is right: a file (blank: any), what our cell and theirs must look like, the
/// reason. Of a sheet that calamine does not read at all, its words stand for its cell.
struct Explained {
    file: &'static str,
    fits: fn(&str, &str) -> bool,
    why: &'static str,
}

const EXPLAINED: [Explained; 20] = [
    Explained {
        file: "",
        fits: |ours, theirs| match (inside(ours), inside(theirs)) {
            (Some(ours), Some(theirs)) => ours.trim() == theirs.trim(),
            (Some(ours), None) => theirs == "-" && ours.trim().is_empty(),
            _ => false,
        },
        why: "calamine trims texts that do not ask for their spaces, which joins the words of a rich text",
    },
    Explained {
        file: "strings.xlsx",
        fits: |ours, _| ours == UNREADABLE || ours == "“Báo cáo tuần”",
        why: "a text with a zero inside is unreadable; pieces are joined untrimmed",
    },
    Explained {
        file: "sheet_name_parsing.xls",
        fits: |ours, theirs| ours == UNREADABLE && theirs.contains('\0'),
        why: "texts with zeros between their letters were decoded wrongly",
    },
    Explained {
        file: "numbers_ok.xlsx",
        fits: |ours, theirs| ours == "5" && theirs == "“ 5 ”",
        why: "spaces around a number are allowed by its type",
    },
    Explained {
        file: ".xls",
        fits: |ours, theirs| inside(ours).is_some_and(|ours| ours.contains(':')) && theirs.starts_with("19"),
        why: "a length of time is the hours that are seen, no day",
    },
    Explained {
        file: ".xls",
        fits: |ours, theirs| {
            let day = chrono::NaiveDateTime::parse_from_str(theirs, "%Y-%m-%dT%H:%M:%S").ok();
            day.is_some_and(|day| inside(ours) == Some(format!("{}/{}", day.month(), day.year()).as_str()))
        },
        why: "a day whose format shows month and year alone is that month",
    },
    Explained {
        file: ".xlsb",
        fits: |ours, theirs| !ours.starts_with('#') && theirs == "-",
        why: "calamine passes over the cells that are written in short records",
    },
    Explained {
        file: "sheetjs-",
        fits: |ours, theirs| {
            let day = chrono::NaiveDateTime::parse_from_str(ours, "%Y-%m-%dT%H:%M:%S").ok();
            let days = day.and_then(|day| {
                let first = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?.and_hms_opt(0, 0, 0)?;
                u32::try_from((day - first).num_minutes()).ok().map(|minutes| f64::from(minutes) / 1440.0)
            });
            days.zip(theirs.parse::<f64>().ok()).is_some_and(|(ours, theirs)| (ours - theirs).abs() < 1e-6)
        },
        why: "calamine does not find the formats of days that SheetJS writes into .xls",
    },
    Explained {
        file: "", fits: |ours, theirs| ours.trim_matches(['“', '”']) == theirs, why: "a time of day alone stays what is written"
    },
    Explained {
        file: "formula_stress_test.xlsb",
        fits: |ours, theirs| ours.starts_with('#') && theirs == "-",
        why: "calamine passes over errors of formulas in .xlsb: the cell looks blank",
    },
    Explained {
        file: "",
        fits: |_, theirs| theirs.contains("boolean") || theirs.contains("cell error value") || theirs.contains("string index"),
        why: "one odd value costs calamine the sheet",
    },
    Explained {
        file: "",
        fits: |ours, theirs| ours == "read" && (theirs.contains("password") || theirs.contains("Codepage")),
        why: "every Excel opens what is encrypted with the password that all of them know",
    },
    Explained { file: "hand-1258.xlsx", fits: |_, theirs| theirs.contains("UTF-8"), why: "the part declares another encoding than UTF-8" },
    Explained {
        file: "hand-names.xlsx",
        fits: |_, theirs| theirs == "“9”",
        why: "a tag of another language is no cell, though it is called like one",
    },
    Explained { file: "dim_", fits: |_, theirs| theirs == "panic", why: "a claimed size that makes no sense" },
    Explained { file: "dotdot_target.xlsx", fits: |_, theirs| theirs.contains("not found"), why: "a path with ../ leads to a part too" },
    Explained {
        file: "",
        fits: |_, theirs| theirs.contains("Unrecognized") && theirs.contains("macrosheets"),
        why: "a sheet of macros costs calamine the workbook",
    },
    Explained {
        file: ".ods",
        fits: |_, theirs| theirs.contains("Expecting 'table-cell'") || theirs.contains("mimetype") || theirs.contains("too large to fit"),
        why: "white space between cells, a missing mimetype, an absurd number of empty cells cost calamine the workbook",
    },
    Explained {
        file: "utf16",
        fits: |_, theirs| theirs.contains("UTF-8") || theirs.contains("Unexpected end of xml"),
        why: "parts in UTF-16",
    },
    Explained {
        file: "",
        fits: |_, theirs| theirs.contains("Relationship not found") || theirs.contains("Expecting a worksheet"),
        why: "a sheet without a part, and a sheet without any cell",
    },
];

/// A value as text, so that two readers can be compared: formats that only we tell are left out.
fn shown(value: &RawValue) -> String {
    match value {
        RawValue::Number(number) | RawValue::Percent(number) => format!("{number}"),
        RawValue::DateTime(at) => at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        RawValue::Text(text) => format!("“{text}”"),
        RawValue::Bool(truth) => truth.to_string(),
        RawValue::Error(error) => error.clone(),
    }
}

/// The same for the other reader; none for nothing.
fn other(value: &DataRef<'_>, date_1904: bool) -> Option<String> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DurationIso(text) | DataRef::DateTimeIso(text) if text.is_empty() => return None,
        DataRef::SharedString("") => return None,
        DataRef::String(text) | DataRef::DurationIso(text) => format!("“{text}”"),
        DataRef::SharedString(text) => format!("“{text}”"),
        DataRef::Float(number) => format!("{number}"),
        DataRef::Int(number) => format!("{number}"),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTimeIso(text) => {
            let text = text.trim_end_matches('Z');
            if text.len() == 10 { format!("{text}T00:00:00") } else { text.chars().take(19).collect() }
        }
        DataRef::DateTime(moment) => {
            let serial = moment.as_f64() + if date_1904 { 1462.0 } else { 0.0 };
            let day = if moment.is_datetime() && (1.0..2_958_466.0).contains(&serial) { moment.as_datetime() } else { None };
            day.map_or_else(|| format!("{}", moment.as_f64()), |day| day.format("%Y-%m-%dT%H:%M:%S").to_string())
        }
    })
}

fn owned(value: &Data, date_1904: bool) -> Option<String> {
    match value {
        Data::Empty => None,
        Data::String(text) => other(&DataRef::String(text.clone()), date_1904),
        Data::Float(number) => Some(format!("{number}")),
        Data::Int(number) => Some(format!("{number}")),
        Data::Bool(truth) => Some(truth.to_string()),
        Data::Error(error) => Some(error.to_string()),
        Data::DateTime(moment) => other(&DataRef::DateTime(*moment), date_1904),
        Data::DateTimeIso(text) => other(&DataRef::DateTimeIso(text.clone()), date_1904),
        Data::DurationIso(text) => other(&DataRef::DurationIso(text.clone()), date_1904),
    }
}

/// What calamine reads of each of these sheets.
fn theirs(bytes: &[u8], sheets: &[&str], extension: &str) -> Vec<Result<Cells, String>> {
    let input = || Cursor::new(bytes);
    let each = |read: &mut dyn FnMut(&str) -> Result<Cells, String>| sheets.iter().map(|sheet| read(sheet)).collect();
    let none = |error: String| sheets.iter().map(|_| Err(error.clone())).collect();
    match extension {
        "xlsb" => match Xlsb::new(input()) {
            Ok(mut book) => each(&mut |sheet| {
                let date_1904 = book.has_1904_epoch();
                let mut cells = Cells::new();
                let mut reader = book.worksheet_cells_reader(sheet).map_err(said)?;
                while let Some(cell) = reader.next_cell().map_err(said)? {
                    keep(&mut cells, cell.get_position(), other(cell.get_value(), date_1904));
                }
                Ok(cells)
            }),
            Err(error) => none(said(error)),
        },
        "ods" => match Ods::new(input()) {
            Ok(mut book) => each(&mut |sheet| book.worksheet_range(sheet).map(|range| dense(&range, false)).map_err(said)),
            Err(error) => none(said(error)),
        },
        "xls" => match Xls::new(input()) {
            Ok(mut book) => each(&mut |sheet| {
                let date_1904 = book.has_1904_epoch();
                book.worksheet_range(sheet).map(|range| dense(&range, date_1904)).map_err(said)
            }),
            Err(error) => none(said(error)),
        },
        _ => match Xlsx::new(input()) {
            Ok(mut book) => each(&mut |sheet| {
                let date_1904 = book.has_1904_epoch();
                let mut cells = Cells::new();
                let mut reader = book.worksheet_cells_reader(sheet).map_err(said)?;
                while let Some(cell) = reader.next_cell().map_err(said)? {
                    keep(&mut cells, cell.get_position(), other(cell.get_value(), date_1904));
                }
                Ok(cells)
            }),
            Err(error) => none(said(error)),
        },
    }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn keep(cells: &mut Cells, at: (u32, u32), value: Option<String>) {
    if let Some(value) = value {
        cells.insert(CellRef::new(at.0, at.1), value);
    }
}

fn dense(range: &calamine::Range<Data>, date_1904: bool) -> Cells {
    let mut cells = Cells::new();
    let start = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let at = (start.0 + u32::try_from(row).unwrap(), start.1 + u32::try_from(column).unwrap());
        keep(&mut cells, at, owned(value, date_1904));
    }
    cells
}

/// A text without its quotes; none if it is something else.
fn inside(shown: &str) -> Option<&str> {
    shown.strip_prefix('“')?.strip_suffix('”')
}

fn covered(sheet: &RawSheet, cell: CellRef) -> bool {
    sheet.merged.iter().any(|area| {
        cell != area.first
            && (area.first.row..=area.last.row).contains(&cell.row)
            && (area.first.column..=area.last.column).contains(&cell.column)
    })
}

/// Is this what a cell stores that shows something else, a number or a text?
fn is_stored(sheet: &RawSheet, cell: CellRef, theirs: &str) -> bool {
    sheet.appearances.get(&cell).is_some_and(|appearance| match inside(theirs) {
        Some(text) => text == appearance.stored,
        None => appearance.stored.replace(',', ".").parse::<f64>().is_ok_and(|number| format!("{number}") == theirs),
    })
}

/// The cells in which the two readers differ: ours, theirs.
fn differences(sheet: &RawSheet, theirs: &Cells) -> Vec<(String, String, String)> {
    let ours: Cells = sheet.cells().map(|(cell, value)| (cell, shown(value))).collect();
    let all: BTreeSet<CellRef> = ours.keys().chain(theirs.keys()).copied().collect();
    let mut found = Vec::new();
    for cell in all {
        match (ours.get(&cell), theirs.get(&cell)) {
            (Some(ours), Some(theirs)) if ours == theirs => {}
            // A formula without a result is nothing to the other reader.
            (Some(ours), None) if ours == UNCOMPUTED => {}
            (None, Some(_)) if covered(sheet, cell) => {}
            // Ours is what the format and the looks of the text make of it: the other reader tells what is stored.
            (_, Some(theirs)) if is_stored(sheet, cell, theirs) => {}
            // Nor is it one where zero stands for it.
            (Some(ours), Some(theirs)) if ours == UNCOMPUTED && theirs == "0" => {}
            (ours, theirs) => {
                let text = |value: Option<&String>| value.map_or("-", String::as_str).to_owned();
                found.push((cell.to_string(), text(ours), text(theirs)));
            }
        }
    }
    found
}

#[test]
fn calamine_reads_the_same_cells() {
    compared(&workbooks::kept());
}

#[test]
#[ignore = "needs the corpus"]
fn calamine_reads_the_same_cells_of_the_corpus() {
    let used = &compared(&corpus::folder()) | &compared(&workbooks::kept());
    assert_eq!(used.len(), EXPLAINED.len(), "an explanation that nothing needs any more");
}

/// Compares every workbook below a folder; which of the explanations were needed.
fn compared(folder: &Path) -> BTreeSet<usize> {
    let (mut sheets, mut cells, mut used) = (0u32, 0usize, BTreeSet::new());
    let mut unexplained = Vec::new();
    for path in workbooks::below(folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let extension = workbooks::extension(&path);
        let bytes = std::fs::read(&path).unwrap();
        // The other reader reserves what the file claims, and ends this process.
        if name == "sst_count_huge.xlsx" {
            continue;
        }
        let Ok(workbook) = tonghop::reader::read(&bytes, &extension, &Limits::DEFAULT) else { continue };
        let names: Vec<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        let theirs = std::panic::catch_unwind(|| theirs(&bytes, &names, kind(&bytes, &extension)))
            .unwrap_or_else(|_| names.iter().map(|_| Err("panic".to_owned())).collect());
        for (sheet, theirs) in workbook.sheets.iter().zip(theirs) {
            sheets += 1;
            cells += sheet.cells().count();
            let found = match theirs {
                Ok(theirs) => differences(sheet, &theirs),
                Err(error) => vec![("whole".to_owned(), "read".to_owned(), error)],
            };
            for (cell, ours, theirs) in found {
                match EXPLAINED.iter().position(|known| name.contains(known.file) && (known.fits)(&ours, &theirs)) {
                    Some(known) => {
                        used.insert(known);
                    }
                    None => unexplained.push(format!("{name} {}!{cell}: ours {ours}, theirs {theirs}", sheet.name)),
                }
            }
        }
    }
    println!("{sheets} sheets, {cells} cells");
    for known in used.iter().map(|known| &EXPLAINED[*known]) {
        println!("explained: {}", known.why);
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    assert!(cells > 0, "nothing was read");
    used
}

/// The format by content; the corpus has an .xlsx named .xls.
fn kind<'a>(bytes: &[u8], extension: &'a str) -> &'a str {
    if extension == "xls" && bytes.starts_with(b"PK") { "xlsx" } else { extension }
}
