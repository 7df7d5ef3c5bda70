//! The same report, saved again in every format that offices send, says the same: by another office suite where it
//! can write the format, by our own records where it cannot (`.xlsb`). And what we release opens in other programs.

use crate::consolidated_form::{RELEASED, untouched};
use crate::desk::Desk;
use crate::{desk_above, desk_edited, sample, unfilled, xlsb_writer};
use rust_xlsxwriter::{Format, Formula, Workbook};
use serde_json::Value as Json;
use std::path::Path;
use std::process::Command;
use tonghop::forms;
use tonghop::forms::desk_report::definition::TableId;
use tonghop::forms::issued_content::{self, Cells};
use tonghop::model::config::Limits;
use tonghop::model::workbook::{RawSheet, RawValue, RawWorkbook};
use tonghop::reader;

/// Formats it writes: extension and the name of its filter.
const FORMATS: [(&str, &str); 4] =
    [("xlsx", "Calc MS Excel 2007 XML"), ("xlsm", "Calc MS Excel 2007 VBA XML"), ("xls", "MS Excel 97"), ("ods", "calc8")];

/// What LibreOffice itself writes as something else: the number 0 for the text of a formula that it did not compute
/// anew, with nothing in the file to tell it from a result of 0; the number 1 for a truth value, which it keeps as a
/// formula.
const REWRITTEN: [(&str, &str, &str); 2] = [("xls", "J1 ", "J1 Number(0.0)"), ("ods", "G1 ", "G1 Number(1.0)")];

/// Saves a workbook in a format.
fn saved(folder: &Path, workbook: &[u8], format: (&str, &str)) -> Vec<u8> {
    let source = folder.join("nguon.xlsx");
    std::fs::write(&source, workbook).unwrap();
    let out = folder.join(format.0);
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let output = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", &format!("{}:{}", format.0, format.1), "--outdir"])
        .args([&out, &source])
        .output()
        .expect("soffice starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read(out.join(format!("nguon.{}", format.0))).unwrap()
}

/// A workbook saved anew: extension and bytes.
type Saved = (&'static str, Vec<u8>);

/// By our own records.
fn as_xlsb(workbook: &[u8]) -> Vec<Saved> {
    vec![("xlsb", xlsb_writer::packed(&read(workbook, "xlsx")))]
}

/// By the office suite, in each of its formats.
fn by_libreoffice(workbook: &[u8]) -> Vec<Saved> {
    let folder = tempfile::tempdir().unwrap();
    FORMATS.into_iter().map(|format| (format.0, saved(folder.path(), workbook, format))).collect()
}

fn read(bytes: &[u8], extension: &str) -> RawWorkbook {
    reader::read(bytes, extension, &Limits::DEFAULT).unwrap_or_else(|refusal| panic!(".{extension}: {refusal:?}"))
}

/// A workbook with one cell of each kind.
fn kinds() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Loại ô").unwrap();
    let (percent, date) = (Format::new().set_num_format("0.0%"), Format::new().set_num_format("dd/mm/yyyy"));
    sheet.write(0, 0, "Đã ban hành\nKế hoạch").unwrap();
    sheet.write(0, 1, 75).unwrap();
    sheet.write_with_format(0, 2, 0.75, &percent).unwrap();
    sheet.write_with_format(0, 3, 1, &percent).unwrap();
    sheet.write(0, 4, 0.75).unwrap();
    let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();
    sheet.write_with_format(0, 5, &day, &date).unwrap();
    sheet.write(0, 6, true).unwrap();
    sheet.write(0, 7, Formula::new("=B1+1").set_result("76")).unwrap();
    sheet.write(0, 8, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(0, 9, Formula::new("=\"Còn \"&3").set_result("Còn 3")).unwrap();
    sheet.write(1, 0, "dòng ẩn").unwrap();
    sheet.set_row_hidden(1).unwrap();
    sheet.write(2, 11, "cột ẩn").unwrap();
    sheet.set_column_hidden(11).unwrap();
    sheet.merge_range(3, 0, 4, 1, "gộp", &Format::new()).unwrap();
    book.add_worksheet().set_name("An").unwrap().set_hidden(true).write(0, 0, 1).unwrap();
    book.save_to_buffer().unwrap()
}

/// Everything a sheet tells, one line a thing.
fn told(sheet: &RawSheet) -> Vec<String> {
    let mut lines: Vec<String> = sheet.cells().map(|(cell, value)| format!("{cell} {value:?}")).collect();
    lines.push(format!("visible {}", sheet.visible));
    lines.push(format!("hidden rows {:?} columns {:?}", sheet.hidden_rows, sheet.hidden_columns));
    lines.extend(sheet.merged.iter().map(|area| format!("merged {}:{}", area.first, area.last)));
    lines
}

fn tells_the_same_of_every_kind_of_cell(save: fn(&[u8]) -> Vec<Saved>) {
    let original = kinds();
    let wanted = read(&original, "xlsx");
    assert_eq!(wanted.sheets[0].cells().filter(|(_, value)| matches!(value, RawValue::Percent(_))).count(), 2);
    for (extension, bytes) in save(&original) {
        let found = read(&bytes, extension);
        assert_eq!(found.sheet_names, wanted.sheet_names, ".{extension}");
        for (found, wanted) in found.sheets.iter().zip(&wanted.sheets) {
            let mut wanted_lines = told(wanted);
            for (_, cell, line) in REWRITTEN.iter().filter(|(rewritten, _, _)| *rewritten == extension) {
                wanted_lines.iter_mut().filter(|known| known.starts_with(cell)).for_each(|known| *known = (*line).to_owned());
            }
            assert_eq!(told(found), wanted_lines, ".{extension} {}", wanted.name);
        }
    }
}

fn is_the_same_report(save: fn(&[u8]) -> Vec<Saved>) {
    let original = Desk::new().report("SYT", "2025-W28").bytes();
    let form = &forms::builtin()[0];
    let wanted = forms::extract(&read(&original, "xlsx"), form);
    for (extension, bytes) in save(&original) {
        let found = forms::extract(&read(&bytes, extension), form);
        assert_eq!(found.report, wanted.report, ".{extension}");
        assert_eq!((&found.form, &found.meta_agency, &found.meta_period), (&wanted.form, &wanted.meta_agency, &wanted.meta_period));
    }
}

/// A report with a mistake of each sort: what is found in it, cell by cell, does not depend on how it was saved.
fn has_the_same_findings(save: fn(&[u8]) -> Vec<Saved>) {
    let desk = Desk::new();
    let mut report = desk.report("SYT", "2025-W28");
    report.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "150").set("NhiemVu", "KH11-001", "Dự kiến hoàn thành", "cuối năm");
    report.set("NhiemVu", "KH11-002", "Trạng thái đơn vị báo", "đang lam").set("NhiemVu", "KH11-002", "Tỷ lệ hoàn thành (%)", "0.4");
    report.set("ChiTieu", "CT-002", "Tử số", "120").set("ChiTieu", "CT-002", "Kết quả đến kỳ báo cáo", "99.745%");
    let original = report.bytes();
    let wanted = findings(&desk, &original, "xlsx");
    assert!(wanted.len() >= 5, "{wanted:#?}");
    for (extension, bytes) in save(&original) {
        assert_eq!(findings(&desk, &bytes, extension), wanted, ".{extension}");
    }
}

/// What `check` finds in a file, without its name.
fn findings(desk: &Desk, bytes: &[u8], extension: &str) -> Vec<String> {
    let path = desk.path(&format!("bc.{extension}"));
    std::fs::write(&path, bytes).unwrap();
    let path = path.to_str().unwrap();
    let mut check = desk.command();
    check.args(["check", "--agency", "SYT", "--period", "2025-W28", "--now", "2025-07-11T10:00:00+07:00", path]);
    let said = String::from_utf8(check.output().unwrap().stdout).unwrap();
    said.lines().map(|line| line.replace(path, "").replace(&format!("bc.{extension}"), "").trim().to_owned()).collect()
}

#[test]
fn xlsb_tells_the_same_of_every_kind_of_cell() {
    tells_the_same_of_every_kind_of_cell(as_xlsb);
}

#[test]
#[ignore = "needs LibreOffice"]
fn what_libreoffice_saves_tells_the_same_of_every_kind_of_cell() {
    tells_the_same_of_every_kind_of_cell(by_libreoffice);
}

#[test]
fn xlsb_is_the_same_report() {
    is_the_same_report(as_xlsb);
}

#[test]
#[ignore = "needs LibreOffice"]
fn what_libreoffice_saves_is_the_same_report() {
    is_the_same_report(by_libreoffice);
}

#[test]
fn xlsb_has_the_same_findings() {
    has_the_same_findings(as_xlsb);
}

#[test]
#[ignore = "needs LibreOffice"]
fn what_libreoffice_saves_has_the_same_findings() {
    has_the_same_findings(by_libreoffice);
}

/// What a desk released, saved again, says the same to the desk above, and nobody is said to have edited it.
fn is_the_same_consolidation(save: fn(&[u8]) -> Vec<Saved>) {
    let original = &RELEASED.workbook;
    let wanted = untouched(original, "xlsx");
    for (extension, bytes) in save(original) {
        let found = untouched(&bytes, extension);
        assert_eq!((&found.release, &found.late), (&wanted.release, &wanted.late), ".{extension}");
        for (found, wanted) in found.offices.iter().zip(&wanted.offices) {
            assert_eq!((&found.standing.row, found.rows()), (&wanted.standing.row, wanted.rows()), ".{extension}");
        }
        assert_eq!(found.offices.len(), wanted.offices.len(), ".{extension}");
    }
}

#[test]
fn xlsb_is_the_same_consolidation() {
    is_the_same_consolidation(as_xlsb);
}

#[test]
#[ignore = "needs LibreOffice"]
fn what_libreoffice_saves_is_the_same_consolidation() {
    is_the_same_consolidation(by_libreoffice);
}

/// What somebody makes of the workbook of a desk below before saving it anew: what is done, how the desk stands then at the desk above,
/// and a word of the answer; blank if nothing is to be told.
type Change = (&'static str, fn(&mut RawWorkbook), &'static str, &'static str);

const CHANGES: [Change; 5] = [
    ("no sheet of data", |raw| raw.sheets.retain(|sheet| sheet.name != "_so_lieu"), "returned", "không còn trang ẩn _so_lieu"),
    ("a row of a task edited", edit_row, "on_time", "Dòng “SYT KH11-001” của bảng “Dòng nhiệm vụ” bị sửa sau khi chốt"),
    ("a printed sheet deleted", |raw| raw.sheets.retain(|sheet| sheet.name != "Quá hạn"), "on_time", "Trang “Quá hạn” bị xóa sau khi chốt"),
    ("columns moved", move_columns, "on_time", ""),
    ("nothing", |_| {}, "on_time", ""),
];

/// The sheets of a workbook as another program would write them: what stands in their cells.
fn written(raw: &RawWorkbook) -> Vec<u8> {
    let mut book = Workbook::new();
    let format = |pattern: &str| Format::new().set_num_format(pattern);
    for raw in &raw.sheets {
        let sheet = book.add_worksheet().set_name(&raw.name).unwrap().set_hidden(!raw.visible);
        for (at, value) in raw.cells() {
            let (row, column) = (at.row, u16::try_from(at.column).unwrap());
            match value {
                RawValue::Text(text) => sheet.write_string(row, column, text.as_str()).unwrap(),
                RawValue::Number(number) => sheet.write_number(row, column, *number).unwrap(),
                RawValue::Percent(number) => sheet.write_number_with_format(row, column, *number, &format("0.0%")).unwrap(),
                RawValue::DateTime(time) => sheet.write_datetime_with_format(row, column, time, &format("dd/mm/yyyy")).unwrap(),
                other => panic!("{at}: {other:?}"),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

fn edit_row(raw: &mut RawWorkbook) {
    desk_edited::type_into(raw, TableId::Tasks, ["SYT", "KH11-001"], "Tỷ lệ hoàn thành (%)", "99");
}

fn move_columns(raw: &mut RawWorkbook) {
    for sheet in raw.sheets.iter_mut().filter(|sheet| ["_so_lieu", "Nhiệm vụ"].contains(&sheet.name.as_str())) {
        for (row, cells) in &mut sheet.rows {
            if sheet.name == "_so_lieu" || *row > 2 {
                cells.iter_mut().for_each(|(column, _)| *column = 40 - *column);
                cells.reverse();
            }
        }
    }
}

/// Whatever a desk above gets of a desk below it uses whole, or answers with what was changed.
fn is_used_or_answered_with_its_cause(save: fn(&[u8]) -> Vec<Saved>) {
    let (below, above) = (desk_above::below(), desk_above::above(true));
    let released = desk_above::handed_on(&below);
    desk_above::collected(&above);
    let mut minute = 0;
    let mut send = |name: &str, bytes: &[u8]| {
        for old in std::fs::read_dir(above.path("nop/SKHCN")).into_iter().flatten() {
            std::fs::remove_file(old.unwrap().path()).unwrap();
        }
        above.put(&format!("SKHCN/{name}"), bytes, &desk_above::friday(&format!("14:{minute:02}:00")));
        let run = above.run(&desk_above::friday(&format!("14:{minute:02}:30")));
        minute += 1;
        let text = |path: &str| std::fs::read_to_string(above.path(path)).unwrap();
        let data: Json = serde_json::from_str(&text("ket-qua/2025-W28/TongHop_VPTU_T28_2025_du-thao.json")).unwrap();
        (run.standing("SKHCN").to_owned(), text("phan-hoi/2025-W28/PhanHoi_SKHCN_T28_2025.txt"), data["tasks"].clone())
    };
    // Of a program that did not put the rows in.
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept/0.1.0/ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx");
    for (extension, bytes) in save(&std::fs::read(kept).unwrap()) {
        let (standing, answer, _) = send(&format!("TongHop_cu.{extension}"), &bytes);
        assert!(standing == "returned" && answer.contains("lập bằng chương trình cũ (BM-TH 1.0)"), ".{extension}: {answer}");
    }
    let mut used: Option<Json> = None;
    for (what, change, wanted, word) in CHANGES {
        let mut raw = read(&released, "xlsx");
        change(&mut raw);
        for (extension, bytes) in save(&written(&raw)) {
            let (standing, answer, tasks) = send(&format!("TongHop {what}.{extension}"), &bytes);
            assert_eq!(standing, wanted, "{what} .{extension}: {answer}");
            assert!(answer.contains(word), "{what} .{extension}: {answer}");
            if wanted == "on_time" && !word.starts_with("Dòng") {
                assert!(!word.is_empty() || !answer.contains("sau khi chốt"), "{what} .{extension}: {answer}");
                assert_eq!(&tasks, used.get_or_insert_with(|| tasks.clone()), "{what} .{extension}");
            }
        }
    }
    let of_syt = |tasks: &Json| tasks.to_string().contains("BC_SYT_T28_2025.xlsx");
    assert!(used.is_some_and(|tasks| of_syt(&tasks)), "by its own file");
}

#[test]
fn xlsb_of_a_desk_is_used_or_answered_with_its_cause() {
    is_used_or_answered_with_its_cause(as_xlsb);
}

#[test]
#[ignore = "needs LibreOffice"]
fn what_libreoffice_saves_of_a_desk_is_used_or_answered_with_its_cause() {
    is_used_or_answered_with_its_cause(by_libreoffice);
}

/// A pre-filled form that was only opened and saved says what it said when it was issued.
fn is_the_form_as_issued(save: fn(&[u8]) -> Vec<Saved>) {
    let desk = unfilled::third_week();
    for office in ["SYT", "X-A"] {
        for (extension, bytes) in save(&unfilled::issued(&desk, office)) {
            let read = forms::extract(&read(&bytes, extension), &forms::builtin()[0]);
            assert_eq!(read.issued_content, Some(issued_content::digest(&read.report, Cells::Filled)), "{office} .{extension}");
            assert_eq!(read.issued_given, Some(issued_content::digest(&read.report, Cells::Given)), "{office} .{extension}");
        }
    }
}

#[test]
fn xlsb_is_the_form_as_issued() {
    is_the_form_as_issued(as_xlsb);
}

#[test]
#[ignore = "needs LibreOffice"]
fn what_libreoffice_saves_is_the_form_as_issued() {
    is_the_form_as_issued(by_libreoffice);
}

#[test]
#[ignore = "needs LibreOffice"]
fn libreoffice_prints_the_releases() {
    let scratch = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}", scratch.path().join("profile").display());
    let mut office = Command::new("soffice");
    office.arg(profile).args(["--headless", "--convert-to", "pdf", "--outdir"]).arg(scratch.path()).args(sample::releases());
    let output = office.output().expect("soffice starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for file in sample::releases() {
        let pdf = scratch.path().join(file.with_extension("pdf").file_name().unwrap());
        let bytes = std::fs::read(&pdf).unwrap_or_else(|e| panic!("{}: {e}", pdf.display()));
        assert!(bytes.starts_with(b"%PDF") && bytes.len() > 20_000, "{}", pdf.display());
    }
}

#[test]
#[ignore = "needs python3 with openpyxl"]
fn openpyxl_reads_the_releases() {
    let script = "import openpyxl, sys\nfor name in sys.argv[1:]:\n    book = openpyxl.load_workbook(name, data_only=True)\n    print(len(book.sheetnames), book['Nhiệm vụ'].max_row)";
    let output = Command::new("python3").args(["-c", script]).args(sample::releases()).output().expect("python3 starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let all: Vec<Vec<usize>> = text.lines().map(|l| l.split(' ').map(|n| n.parse().unwrap()).collect()).collect();
    assert!(all.len() == 2 && all.iter().all(|n| n[0] == 14 && n[1] > 102), "{text}");
}

/// Converts a document, in a folder that is gone afterwards.
pub fn converted(folder: &Path, document: &Path, to: &str) -> Vec<u8> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let out = folder.join("ra");
    let mut office = Command::new("soffice");
    office.arg(profile).args(["--headless", "--convert-to", to, "--outdir"]).arg(&out).arg(document);
    let output = office.output().expect("soffice starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let extension = to.split(':').next().unwrap();
    std::fs::read(out.join(document.with_extension(extension).file_name().unwrap())).unwrap()
}
