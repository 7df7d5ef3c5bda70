//! What one report may cost: every dimension of a workbook is filled up to 10^5, and neither the work nor the memory nor
//! what is told of it grows faster than the workbook does.
//!
//! The work is counted in instructions by valgrind, which a busy machine cannot change. `TONGHOP_PROGRAM` names the program
//! that is measured (a release build measures ten times faster), `TONGHOP_SCALING=all` goes up to 10^5.

use crate::desk::{Desk, Draft};
use crate::package::Package;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use tonghop::forms;
use tonghop::judge::file::{self, Basis, FileJudgement};
use tonghop::model::agency::AgencyCode;
use tonghop::model::config::{FindingLimits, Limits};
use tonghop::model::history::History;
use tonghop::model::inbox::{Content, Folder};
use tonghop::model::period::Period;
use tonghop::model::span::Span;
use tonghop::reader;
use tonghop::rules::Ruleset;
use tonghop::sheets::sheet::{Area, Cell, Row, Sheet, Value};

const BEFORE: &str = "2025-07-11T10:50:00+07:00";

/// A dimension of a workbook: its name, and the report of SYT with so much of it.
struct Dimension {
    name: &'static str,
    /// The most that the file format or a limit of the reader lets through, with what comes of it beyond.
    most: usize,
    report: fn(&Desk, usize) -> Vec<u8>,
}

const DIMENSIONS: [Dimension; 12] = [
    Dimension {
        name: "rows with unknown codes",
        most: 100_000,
        report: |desk, n| rows(desk, n, |row| vec![(CODE, format!("KH99-{row:06}"))]),
    },
    Dimension {
        name: "rows without a code",
        most: 100_000,
        report: |desk, n| rows(desk, n, |row| vec![(CODE, String::new()), (RESULT, format!("việc {row}"))]),
    },
    Dimension { name: "columns", most: 16_000, report: columns },
    Dimension { name: "equal codes", most: 100_000, report: |desk, n| rows(desk, n, |row| vec![(RESULT, format!("kết quả {row}"))]) },
    Dimension {
        name: "long texts (KB in all)",
        most: 60_000,
        report: |desk, n| rows(desk, n.div_ceil(30), |row| vec![(RESULT, format!("{row} {}", "x".repeat(30_000)))]),
    },
    Dimension {
        name: "findings (cells with mistakes)",
        most: 100_000,
        report: |desk, n| {
            rows(desk, n.div_ceil(4), |row| {
                vec![
                    (PERCENT, format!("{row} phần")),
                    (STATUS, format!("tốt {row}")),
                    (DONE, "hôm kia".to_owned()),
                    (EXPECTED, "sắp xong".to_owned()),
                ]
            })
        },
    },
    Dimension { name: "sheets", most: 4_000, report: sheets },
    Dimension { name: "merged areas", most: 90_000, report: merged },
    Dimension { name: "heading-like rows", most: 100_000, report: headings },
    Dimension { name: "styles", most: 60_000, report: styles },
    Dimension { name: "names", most: 100_000, report: names },
    Dimension { name: "tasks beyond the register", most: 100_000, report: extra_tasks },
];

const CODE: &str = "Mã nhiệm vụ";
const RESULT: &str = "Kết quả thực hiện trong kỳ";
const PERCENT: &str = "Tỷ lệ hoàn thành (%)";
const STATUS: &str = "Trạng thái đơn vị báo";
const DONE: &str = "Ngày hoàn thành";
const EXPECTED: &str = "Dự kiến hoàn thành";

fn tasks(draft: &mut Draft) -> &mut Sheet {
    draft.book.sheets.iter_mut().find(|sheet| sheet.name == "NhiemVu").unwrap()
}

fn shown(cell: &Cell) -> &str {
    if let Value::Text(text) = &cell.value { text } else { "" }
}

/// Where a heading stands: row and column.
fn heading(sheet: &Sheet, words: &str) -> (usize, usize) {
    let of = |(at, row): (usize, &Row)| Some((at, row.cells.iter().position(|cell| shown(cell) == words)?));
    sheet.rows.iter().enumerate().find_map(of).unwrap_or_else(|| panic!("no heading {words}"))
}

/// The report with a task's row so many times, changed in the columns of these headings.
fn rows(desk: &Desk, n: usize, changes: impl Fn(usize) -> Vec<(&'static str, String)>) -> Vec<u8> {
    let mut draft = desk.report("SYT", "2025-W28");
    let sheet = tasks(&mut draft);
    let top = heading(sheet, CODE).0;
    let at = top + 1 + sheet.rows[top + 1..].iter().position(|row| row.cells.iter().any(|cell| shown(cell) == "KH11-001")).unwrap();
    let (one, columns) = (sheet.rows[at].clone(), sheet.rows[top].cells.iter().map(|cell| shown(cell).to_owned()).collect::<Vec<_>>());
    let other = |row: usize| {
        let mut other = one.clone();
        for (words, text) in changes(row) {
            let column = columns.iter().position(|column| column == words).unwrap_or_else(|| panic!("no heading {words}"));
            other.cells[column].value = if text.is_empty() { Value::Blank } else { Value::Text(text) };
        }
        other
    };
    sheet.rows.splice(at..=at, (0..n).map(other));
    plain(sheet);
    draft.bytes()
}

/// Without what speaks of rows by their numbers.
fn plain(sheet: &mut Sheet) {
    sheet.validations.clear();
    sheet.conditions.clear();
    sheet.filter = None;
}

fn columns(desk: &Desk, n: usize) -> Vec<u8> {
    let mut draft = desk.report("SYT", "2025-W28");
    let sheet = tasks(&mut draft);
    let top = heading(sheet, CODE).0;
    for row in [top, top + 1] {
        let cells = &mut sheet.rows[row].cells;
        cells.extend((0..n).map(|column| Cell { value: Value::Text(format!("cột {column}")), ..Cell::default() }));
    }
    draft.bytes()
}

fn sheets(desk: &Desk, n: usize) -> Vec<u8> {
    let mut draft = desk.report("SYT", "2025-W28");
    let of = |number: usize| Sheet { name: format!("Trang {number}"), rows: vec![sheet_row(number)], ..Sheet::default() };
    draft.book.sheets.extend((0..n).map(of));
    draft.bytes()
}

fn merged(desk: &Desk, n: usize) -> Vec<u8> {
    let mut draft = desk.report("SYT", "2025-W28");
    let sheet = tasks(&mut draft);
    let column = u16::try_from(heading(sheet, RESULT).1).unwrap();
    let first = sheet.rows.len();
    sheet.rows.extend((0..2 * n).map(sheet_row));
    let area = |number: usize| {
        let row = u32::try_from(first + 2 * number).unwrap();
        Area::new(row, column, row + 1, column)
    };
    sheet.merges.extend((0..n).map(area));
    plain(sheet);
    draft.bytes()
}

/// A row with a text of its own.
fn sheet_row(number: usize) -> Row {
    Row { height: 15.0, cells: vec![Cell { value: Value::Text(format!("ghi chú {number}")), ..Cell::default() }] }
}

fn headings(desk: &Desk, n: usize) -> Vec<u8> {
    let mut draft = desk.report("SYT", "2025-W28");
    let sheet = tasks(&mut draft);
    let top = heading(sheet, CODE).0;
    // Each has half of the headings, so that none of them is the heading.
    let like = |number: usize| {
        let mut row = sheet.rows[top].clone();
        for cell in row.cells.iter_mut().skip(1).step_by(2) {
            cell.value = Value::Text(format!("{} {number}", shown(cell)));
        }
        row
    };
    let many: Vec<Row> = (0..n).map(like).collect();
    sheet.rows.splice(top..top, many);
    plain(sheet);
    sheet.merges.retain(|area| usize::try_from(area.last_row).unwrap() < top);
    sheet.repeat_rows = None;
    draft.bytes()
}

fn styles(desk: &Desk, n: usize) -> Vec<u8> {
    let mut package = Package::open(&desk.report("SYT", "2025-W28").bytes());
    let many = (0..n).fold(String::new(), |mut all, _| {
        all.push_str("<xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>");
        all
    });
    package.edit("xl/styles.xml", |text| text.replacen("</cellXfs>", &format!("{many}</cellXfs>"), 1));
    package.pack()
}

fn names(desk: &Desk, n: usize) -> Vec<u8> {
    let mut package = Package::open(&desk.report("SYT", "2025-W28").bytes());
    let many = (0..n).fold(String::new(), |mut all, number| {
        write!(all, "<definedName name=\"ten_{number}\">NhiemVu!$A${}</definedName>", number + 1).unwrap();
        all
    });
    package.edit("xl/workbook.xml", |text| text.replacen("</definedNames>", &format!("{many}</definedNames>"), 1));
    package.pack()
}

fn extra_tasks(desk: &Desk, n: usize) -> Vec<u8> {
    let mut draft = desk.report("SYT", "2025-W28");
    let sheet = draft.book.sheets.iter_mut().find(|sheet| sheet.name == "NhiemVuPhatSinh").unwrap();
    let top = sheet.rows.iter().position(|row| row.cells.len() > 3 && row.cells.iter().all(|cell| !shown(cell).is_empty())).unwrap();
    let columns = sheet.rows[top].cells.len();
    let row = |number: usize| {
        let cells = (0..columns).map(|column| Cell { value: Value::Text(format!("việc {number}, cột {column}")), ..Cell::default() });
        Row { height: 15.0, cells: cells.collect() }
    };
    sheet.rows.splice(top + 1.., (0..n).map(row));
    plain(sheet);
    draft.bytes()
}

/// What is told of a report by itself.
fn judged(desk: &Desk, bytes: &[u8]) -> FileJudgement {
    let (period, register) = (Period::parse_id("2025-W28").unwrap(), desk.register());
    let day = period.first_day() + chrono::TimeDelta::days(4);
    let basis = Basis {
        form: Cow::Borrowed(&forms::builtin()[0]),
        register: Cow::Owned(register.in_force(day)),
        history: Cow::Owned(History::default()),
        rules: Cow::Owned(Ruleset::default()),
        span: Span::week(period),
        day,
    };
    let folder = Folder::Agency(AgencyCode::parse("SYT").unwrap());
    match reader::read(bytes, ".xlsx", &Limits::DEFAULT) {
        Ok(workbook) => file::file(&workbook, &folder, &basis),
        Err(refusal) => FileJudgement::of(Content::Refused(refusal), &folder, &basis),
    }
}

#[test]
fn however_large_a_report_is_what_is_told_of_it_is_bounded() {
    let desk = Desk::new();
    for Dimension { name, report, most } in &DIMENSIONS {
        let FileJudgement { content, verdict } = judged(&desk, &report(&desk, 3_000.min(*most)));
        assert!(matches!(content, Content::Workbook(_)), "{name}: {content:?}");
        let findings: Vec<_> = verdict.file.iter().chain(&verdict.rows).collect();
        let limits = FindingLimits::DEFAULT;
        let rules = u32::try_from(tonghop::rules::all().count()).unwrap();
        for list in [&verdict.file, &verdict.rows] {
            assert!(list.len() <= usize::try_from(limits.report_max + rules).unwrap(), "{name}: {} findings", list.len());
        }
        let longest = findings.iter().map(|finding| finding.message.len()).max().unwrap_or(0);
        assert!(longest <= 2_000, "{name}: a sentence of {longest} bytes");
        // Nothing is told so often that nobody reads it.
        let bytes: usize = findings.iter().map(|finding| finding.message.len()).sum();
        assert!(bytes <= 500_000, "{name}: {bytes} bytes of sentences");
    }
}

/// The program that is measured.
fn program() -> PathBuf {
    std::env::var_os("TONGHOP_PROGRAM").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_tonghop")), PathBuf::from)
}

/// A desk with this report; its children may take what memory they like, because valgrind takes much.
fn with(report: Option<&[u8]>, unlimited: bool) -> Desk {
    let desk = Desk::new().with_program(program());
    let limits = "[limits]\nfile_bytes_max = 1_000_000_000\nfile_seconds_max = 3600";
    desk.configure(&if unlimited { format!("{limits}\nchild_memory_bytes = 1_000_000_000_000") } else { limits.to_owned() });
    if let Some(bytes) = report {
        desk.put("SYT/BC_SYT_T28_2025.xlsx", bytes, "2025-07-11T09:00:00+07:00");
    }
    desk
}

/// Instructions of a run, parent and children together, in millions.
fn instructions(report: Option<&[u8]>) -> u64 {
    let desk = with(report, true);
    let logs = tempfile::tempdir().unwrap();
    let status = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--trace-children=yes", "--cachegrind-out-file=/dev/null"])
        .arg(format!("--log-file={}/%p", logs.path().display()))
        .arg(program())
        .args(["run", "--json", "--threads", "1", "--now", BEFORE])
        .current_dir(desk.root())
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    let of = |path: PathBuf| -> u64 {
        let text = std::fs::read_to_string(path).unwrap();
        let line = text.lines().find(|line| line.contains("I   refs:") || line.contains("I refs:"));
        line.map_or(0, |line| line.rsplit(':').next().unwrap().trim().replace(',', "").parse().unwrap())
    };
    std::fs::read_dir(logs.path()).unwrap().map(|entry| of(entry.unwrap().path())).sum::<u64>() / 1_000_000
}

/// The most memory that one of the processes of a run held, MB, under the limits as they are; and what became of the report.
fn peak(report: &[u8]) -> (u64, String) {
    let desk = with(Some(report), false);
    let log = tempfile::NamedTempFile::new().unwrap();
    let run = |program: &Path| {
        Command::new("/usr/bin/time")
            .args(["-f", "%M", "-o"])
            .arg(log.path())
            .arg(program)
            .args(["run", "--json", "--threads", "1", "--now", BEFORE])
            .current_dir(desk.root())
            .output()
            .unwrap()
    };
    let output = run(&program());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let line = json["agencies"].as_array().unwrap().iter().find(|line| line["code"] == "SYT").unwrap();
    let memory = std::fs::read_to_string(log.path()).unwrap().trim().parse::<u64>().unwrap() / 1024;
    (memory, line["standing"].as_str().unwrap().to_owned())
}

#[test]
#[ignore = "needs valgrind and /usr/bin/time"]
fn work_grows_no_faster_than_the_report() {
    let all = std::env::var_os("TONGHOP_SCALING").is_some_and(|which| which == "all");
    let sizes: &[usize] = if all { &[1_000, 10_000, 100_000] } else { &[1_000, 4_000] };
    let only = std::env::var("TONGHOP_DIMENSION").unwrap_or_default();
    let nothing = instructions(None);
    println!("without a report: {nothing} million instructions");
    let desk = Desk::new();
    let mut wrong = Vec::new();
    for Dimension { name, most, report } in DIMENSIONS.iter().filter(|dimension| dimension.name.contains(&only)) {
        let mut line = format!("| {name} ");
        let mut before: Option<(usize, u64)> = None;
        let (mut memory, mut standing) = (0, String::new());
        for size in sizes {
            let size = *size.min(most);
            if before.is_some_and(|(earlier, _)| earlier == size) {
                continue;
            }
            let bytes = report(&desk, size);
            let counted = instructions(Some(&bytes)).saturating_sub(nothing);
            (memory, standing) = peak(&bytes);
            write!(line, "| {size}: {counted} M ").unwrap();
            // Sorting grows a little faster than what is sorted; a square would be ten times that.
            if let Some((earlier, less)) = before {
                let factor = u64::try_from(2 * size / earlier).unwrap();
                if counted > less.max(1) * factor {
                    wrong.push(format!("{name}: {less} M at {earlier}, {counted} M at {size}"));
                }
            }
            before = Some((size, counted));
        }
        println!("{line}| {memory} MB | {standing} |");
        // Rows of headings without end leave no row to consolidate: such a report was read whole, and returned.
        let read_whole = standing == "on_time" || (*name == "heading-like rows" && standing == "returned");
        if !read_whole {
            wrong.push(format!("{name}: {standing}, so that it was not measured"));
        }
        if memory > 1024 {
            wrong.push(format!("{name}: {memory} MB"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
