//! The released workbook as a form: what a desk above reads in it is what the desk released, whoever opened, rearranged or edited
//! it since; or it is refused with its cause.

use crate::desk::Desk;
use crate::xlsb_writer;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use tonghop::forms::desk_report::definition::{DeskForm, TableId};
use tonghop::forms::desk_report::read::read;
use tonghop::forms::desk_report::write::RowWriter;
use tonghop::model::agency::AgencyCode;
use tonghop::model::config::Limits;
use tonghop::model::desk_report::{DeskFault, DeskReport, Edit};
use tonghop::model::place::CellRef;
use tonghop::model::submission::Standing;
use tonghop::model::workbook::{RawSheet, RawValue, RawWorkbook};
use tonghop::reader;

/// A week with every sort of standing, released: the workbook and the data file beside it.
pub struct Released {
    pub workbook: Vec<u8>,
    pub draft: Vec<u8>,
    pub frozen: Vec<u8>,
    pub data: Json,
}

pub static RELEASED: LazyLock<Released> = LazyLock::new(|| {
    let desk = Desk::new();
    let friday = |time: &str| format!("2025-07-11T{time}+07:00");
    let mut asking = desk.report("SYT", "2025-W28");
    asking.set("NhiemVu", "KH11-002", "Khó khăn, vướng mắc", "Thiếu kinh phí\nvà cán bộ");
    asking.set("NhiemVu", "KH11-002", "Kiến nghị, đề xuất", "=Bổ sung kinh phí").set("NhiemVu", "KH11-002", "Cấp giải quyết", "UBND tỉnh");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &asking.bytes(), &friday("10:00:00"));
    let mut finished = desk.report("SKHCN", "2025-W28");
    finished.set("NhiemVu", "KH11-005", "Trạng thái đơn vị báo", "Hoàn thành").set("NhiemVu", "KH11-005", "Tỷ lệ hoàn thành (%)", "100");
    finished.set("NhiemVu", "KH11-005", "Ngày hoàn thành", "04/7/2025");
    finished.set("NhiemVu", "KH11-005", "Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)", "12/QĐ-SKHCN");
    desk.put("SKHCN/BC_SKHCN_T28_2025.xlsx", &finished.bytes(), &friday("10:00:00"));
    desk.put("X-A/BC_X-A_T28_2025.xlsx", &desk.report("X-A", "2025-W28").bytes(), &friday("10:00:00"));
    desk.put("STC/BC_STC_T28_2025.xlsx", b"PK", &friday("10:00:00"));
    desk.run(&friday("10:30:00"));
    let product = |end: &str| fs::read(desk.path(&format!("ket-qua/2025-W28/TongHop_SKHCN_T28_2025{end}.xlsx"))).unwrap();
    let draft = product("_du-thao");
    desk.run(&friday("11:00:00"));
    desk.put("VPTU/BC_VPTU_T28_2025.xlsx", &desk.report("VPTU", "2025-W28").bytes(), &friday("11:20:00"));
    desk.run(&friday("11:30:00"));
    desk.run(&friday("15:20:00"));
    let data = fs::read_to_string(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.json")).unwrap();
    Released { workbook: product(""), draft, frozen: product("_chot-11h00"), data: serde_json::from_str(&data).unwrap() }
});

/// The workbook that left, as the reader gives it.
fn raw() -> RawWorkbook {
    opened(&RELEASED.workbook, ".xlsx")
}

pub fn opened(bytes: &[u8], extension: &str) -> RawWorkbook {
    reader::read(bytes, extension, &Limits::DEFAULT).unwrap_or_else(|refusal| panic!("{extension}: {refusal:?}"))
}

/// What a workbook says as it was released.
pub fn untouched(bytes: &[u8], extension: &str) -> DeskReport {
    let report = read(&opened(bytes, extension)).unwrap_or_else(|fault| panic!("{extension}: {fault:?}"));
    assert_eq!(report.edits, [], "{extension}");
    report
}

fn edits(workbook: &RawWorkbook) -> Vec<Edit> {
    read(workbook).unwrap().edits
}

pub fn sheet<'a>(workbook: &'a mut RawWorkbook, name: &str) -> &'a mut RawSheet {
    workbook.sheets.iter_mut().find(|sheet| sheet.name == name).unwrap()
}

fn text(value: &RawValue) -> String {
    if let RawValue::Text(text) = value { text.to_string() } else { String::new() }
}

/// The heading row of a table, from 0.
fn top(workbook: &RawWorkbook, id: TableId) -> u32 {
    let name = &DeskForm::current().table(id).unwrap().name;
    let data = workbook.sheet("_so_lieu").unwrap();
    *data.rows.iter().find(|(_, cells)| cells.len() > 2 && text(&cells[0].1) == *name).unwrap().0
}

/// The cell of a row below the headings of a table, by the row's number from 1 and its heading.
pub fn cell(workbook: &RawWorkbook, id: TableId, row: u32, heading: &str) -> CellRef {
    let top = top(workbook, id);
    let data = workbook.sheet("_so_lieu").unwrap();
    let column = data.rows[&top].iter().find(|(_, value)| text(value) == heading).unwrap_or_else(|| panic!("no {heading}")).0;
    CellRef::new(top + row, column)
}

pub fn put(sheet: &mut RawSheet, cell: CellRef, value: &str) {
    let row = sheet.rows.entry(cell.row).or_default();
    row.retain(|(column, _)| *column != cell.column);
    row.push((cell.column, RawValue::Text(value.into())));
    row.sort_by_key(|(column, _)| *column);
}

#[test]
fn every_office_travels_with_its_rows_and_their_cells() {
    let report = untouched(&RELEASED.workbook, ".xlsx");
    let release = &report.release;
    assert_eq!((release.desk.as_str(), release.version, release.late, release.rehearsal), ("SKHCN", 1, false, true));
    assert_eq!(release.period.to_string(), "2025-W28");
    let standings: BTreeMap<&str, Standing> =
        report.offices.iter().map(|o| (o.standing.row.agency.as_str(), o.standing.row.standing)).collect();
    let missing = standings["X-B"];
    assert_eq!(
        (standings["SYT"], standings["STC"], standings["VPTU"], missing),
        (Standing::OnTime, Standing::Returned, Standing::Late, Standing::Missing)
    );

    // The same as the data file says, row by row: another product, made another way.
    let data = &RELEASED.data;
    let mut compared = 0;
    for task in data["tasks"].as_array().unwrap() {
        for part in task["parts"].as_array().unwrap().iter().filter(|part| !part["source"].is_null()) {
            let office = report.offices.iter().find(|o| o.standing.row.agency.as_str() == part["agency"]).unwrap();
            let placed = office.tasks.iter().find(|placed| placed.row.task.as_str() == task["code"]).unwrap();
            let row = &placed.row;
            assert_eq!(serde_json::to_value(&row.source).unwrap(), part["source"], "{}", task["code"]);
            assert_eq!(row.status.map(|status| status.label()), part["reported"].as_str(), "{}", task["code"]);
            assert_eq!(serde_json::to_value(row.percent).unwrap(), part["percent"], "{}", task["code"]);
            assert_eq!(serde_json::to_value(row.completed_on).unwrap(), part["completed_on"], "{}", task["code"]);
            assert!(raw().sheet(&report.sheet).unwrap().get(placed.cell).is_some(), "the cell of the consolidation is there");
            compared += 1;
        }
    }
    assert!(compared >= 5, "{compared} rows");
    let agencies = data["agencies"].as_array().unwrap();
    assert_eq!(report.offices.len(), agencies.len());
    for (office, agency) in report.offices.iter().zip(agencies) {
        let said = &office.standing.row;
        assert_eq!(said.agency.as_str(), agency["code"], "in the same order");
        assert_eq!(
            (serde_json::to_value(said.standing).unwrap(), said.merged),
            (agency["standing"].clone(), agency["merged"].as_bool().unwrap())
        );
        assert_eq!((said.file.as_deref(), said.sha256.as_deref()), (agency["file"].as_str(), agency["sha256"].as_str()));
        assert_eq!(said.received_at.map(|at| at.to_rfc3339()).as_deref(), agency["received_at"].as_str());
    }
}

#[test]
fn texts_and_late_rows_travel_as_they_were_said() {
    let report = untouched(&RELEASED.workbook, ".xlsx");
    let office = |code: &str| report.offices.iter().find(|o| o.standing.row.agency.as_str() == code).unwrap();
    let asked = office("SYT").tasks.iter().find(|placed| placed.row.task.as_str() == "KH11-002").unwrap();
    assert_eq!((asked.row.obstacle.as_str(), asked.row.proposal.as_str()), ("Thiếu kinh phí\nvà cán bộ", "=Bổ sung kinh phí"));
    assert!(office("VPTU").tasks.is_empty(), "a late report is not in the figures");
    assert!(report.late.tasks.iter().any(|row| row.agency.as_str() == "VPTU"), "and is known from the next period on");
    assert!(!office("X-A").criteria.is_empty() && !office("SYT").targets.is_empty());
}

#[test]
fn what_is_rearranged_says_the_same() {
    let wanted = untouched(&RELEASED.workbook, ".xlsx");
    let mut workbook = raw();
    // Columns moved to the right and turned round, in the data and in a list that people read.
    for name in ["_so_lieu", "Nhiệm vụ"] {
        for (row, cells) in &mut sheet(&mut workbook, name).rows {
            if name == "_so_lieu" || *row > 2 {
                cells.iter_mut().for_each(|(column, _)| *column = 40 - *column);
                cells.reverse();
            }
        }
    }
    // Rows inserted above and between, and the sheet of the data under another name.
    let data = sheet(&mut workbook, "_so_lieu");
    let rows = std::mem::take(&mut data.rows);
    data.rows = rows.into_iter().map(|(row, cells)| (row * 2 + 3, cells)).collect();
    data.name = "Sheet9".to_owned();
    workbook.sheets.retain(|sheet| sheet.name != "_meta");
    let found = read(&workbook).unwrap();
    assert_eq!(found.edits, []);
    assert_eq!((found.release, found.sheet.as_str()), (wanted.release, "Sheet9"));
    let rows = |report: &[tonghop::model::desk_report::OfficeReport]| report.iter().map(|office| office.rows()).collect::<Vec<_>>();
    assert_eq!(rows(&found.offices), rows(&wanted.offices));
}

#[test]
fn an_edited_row_is_named_and_read() {
    let mut workbook = raw();
    let percent = cell(&workbook, TableId::Tasks, 1, "Tỷ lệ hoàn thành (%)");
    let first = cell(&workbook, TableId::Tasks, 1, "Mã đơn vị");
    put(sheet(&mut workbook, "_so_lieu"), percent, "99");
    let report = read(&workbook).unwrap();
    let [Edit::Row { table, cell: at, about }] = report.edits.as_slice() else { panic!("{:?}", report.edits) };
    assert_eq!((table.as_str(), at.row), ("Dòng nhiệm vụ", first.row));
    let office = report.offices.iter().find(|o| about.starts_with(o.standing.row.agency.as_str())).unwrap();
    assert!(office.tasks.iter().any(|placed| placed.cell == *at && placed.row.percent == Some("99".parse().unwrap())));

    // What is no value costs its row alone.
    put(sheet(&mut workbook, "_so_lieu"), percent, "gần xong");
    let report = read(&workbook).unwrap();
    assert!(matches!(report.edits.as_slice(), [Edit::Unreadable { cell: found, .. }] if *found == *at), "{:?}", report.edits);
    let rows = |report: &DeskReport| report.offices.iter().map(|o| o.tasks.len()).sum::<usize>();
    assert_eq!(rows(&report) + 1, rows(&read(&raw()).unwrap()));

    // An edit that takes the digest along is seen in the digest of all, or by the row that is gone.
    for (table, heading, known) in [(TableId::Tasks, "Mã đơn vị", true), (TableId::Pages, "Trang tính", false)] {
        let mut workbook = raw();
        let (one, two) = (cell(&workbook, table, 1, heading).row, cell(&workbook, table, 2, heading).row);
        let data = sheet(&mut workbook, "_so_lieu");
        let again = data.rows[&one].clone();
        data.rows.insert(two, again);
        let read = read(&workbook);
        assert_eq!(read == Err(DeskFault::Exchanged), !known, "nobody can say which row is not what it was");
        assert!(!known || matches!(&read.unwrap().edits[..], [Edit::RowGone { .. }]));
    }
}

#[test]
fn rows_taken_out_and_put_in_are_counted() {
    let mut workbook = raw();
    let row = cell(&workbook, TableId::Tasks, 1, "Mã đơn vị").row;
    let taken = sheet(&mut workbook, "_so_lieu").rows.remove(&row).unwrap();
    let told = edits(&workbook);
    let [Edit::RowGone { table, agency, code }] = told.as_slice() else { panic!("{told:?}") };
    assert!(
        taken.iter().any(|(_, value)| text(value) == agency.as_str()) && taken.iter().any(|(_, value)| text(value) == *code),
        "{told:?}"
    );
    assert_eq!(table, "Dòng nhiệm vụ");
    // In a workbook that does not say which rows its offices had, they are counted.
    let released = read(&workbook).unwrap().release.rows["Dòng nhiệm vụ"];
    let codes: Vec<CellRef> = (1..8).map(|number| cell(&workbook, TableId::Offices, number, "Mã các dòng")).collect();
    for at in codes {
        sheet(&mut workbook, "_so_lieu").rows.get_mut(&at.row).unwrap().retain(|(column, _)| *column != at.column);
    }
    let told = edits(&workbook);
    let count = Edit::Count { table: "Dòng nhiệm vụ".to_owned(), released, found: released - 1 };
    assert!(told.contains(&count) && !told.iter().any(|edit| matches!(edit, Edit::RowGone { .. })), "{told:?}");
    let mut workbook = raw();
    let below = sheet(&mut workbook, "_so_lieu").rows.keys().max().unwrap() + 5;
    let tasks = top(&workbook, TableId::Tasks);
    let heading = workbook.sheet("_so_lieu").unwrap().rows[&tasks].clone();
    let data = sheet(&mut workbook, "_so_lieu");
    data.rows.insert(below, heading);
    data.rows.insert(below + 1, taken);
    let more = edits(&workbook);
    assert!(matches!(more.as_slice(), [Edit::Count { found, .. }] if *found == released + 1), "a copy below a second heading: {more:?}");
}

#[test]
fn what_people_read_is_compared() {
    let mut workbook = raw();
    let tasks = sheet(&mut workbook, "Nhiệm vụ");
    let row = *tasks.rows.iter().find(|(_, cells)| cells.iter().any(|(_, value)| text(value) == "KH11-003")).unwrap().0;
    put(tasks, CellRef::new(row, 5), "Hoàn thành");
    let told = edits(&workbook);
    assert!(
        matches!(&told[..], [Edit::PageRow { sheet, row: at, about }] if sheet == "Nhiệm vụ" && *at == row + 1 && about.contains("KH11-003")),
        "{told:?}"
    );
    // The counts that charts draw stand in the hidden sheet, above the rows of the offices.
    let mut workbook = raw();
    put(sheet(&mut workbook, "_so_lieu"), CellRef::new(1, 2), "7");
    assert!(matches!(&edits(&workbook)[..], [Edit::PageRow { sheet, row: 2, .. }] if sheet == "_so_lieu"), "{:?}", edits(&workbook));
    let mut workbook = raw();
    workbook.sheets.retain(|sheet| sheet.name != "Quá hạn");
    assert_eq!(edits(&workbook), [Edit::SheetGone { sheet: "Quá hạn".to_owned() }]);
    let mut workbook = raw();
    sheet(&mut workbook, "Tổng hợp").rows.retain(|row, _| *row != 0);
    assert_eq!(edits(&workbook).len(), 1, "the first page is compared as well");
}

#[test]
fn what_cannot_be_read_is_refused_with_its_cause() {
    for edition in [&RELEASED.draft, &RELEASED.frozen] {
        assert_eq!(read(&opened(edition, ".xlsx")), Err(DeskFault::NotReleased));
    }
    let mut workbook = raw();
    workbook.sheets.retain(|sheet| sheet.name != "_so_lieu");
    assert_eq!(read(&workbook), Err(DeskFault::DataGone));

    let first_program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept/0.1.0/ket-qua/2025-W28");
    let mut released = fs::read_dir(first_program).unwrap().map(|entry| entry.unwrap().path());
    let released = released.find(|path| path.file_name().unwrap().to_string_lossy() == "TongHop_SKHCN_T28_2025.xlsx").unwrap();
    assert_eq!(read(&opened(&fs::read(released).unwrap(), ".xlsx")), Err(DeskFault::Older { version: "1.0".to_owned() }));

    let mut workbook = raw();
    let version = cell(&workbook, TableId::Release, 1, "Phiên bản biểu mẫu");
    put(sheet(&mut workbook, "_so_lieu"), version, "2.0");
    assert_eq!(read(&workbook), Err(DeskFault::Newer { version: "2.0".to_owned() }));
    let cutoff = cell(&workbook, TableId::Release, 1, "Hạn nộp");
    put(sheet(&mut workbook, "_so_lieu"), cutoff, "11 giờ");
    assert!(matches!(read(&workbook), Err(DeskFault::Newer { .. })), "the better cause");

    // A program of the same first number wrote it: columns are only added. What an earlier one did not know is blank.
    let of_version = |version: &str| {
        let mut workbook = raw();
        let mut release = read(&workbook).unwrap().release;
        release.form_version = version.to_owned();
        for (heading, text) in RowWriter::headings(TableId::Release).iter().zip(RowWriter::default().row(TableId::Release, &release)) {
            let at = cell(&workbook, TableId::Release, 1, heading);
            put(sheet(&mut workbook, "_so_lieu"), at, &text);
        }
        workbook
    };
    assert_eq!(read(&of_version("1.9")).map(|report| report.edits), Ok(Vec::new()));
    let mut workbook = of_version("1.1");
    let offices = read(&workbook).unwrap().offices;
    for table in [TableId::Targets, TableId::LateTargets] {
        let at = cell(&workbook, table, 0, "Cộng từ các ô");
        sheet(&mut workbook, "_so_lieu").rows.get_mut(&at.row).unwrap().retain(|(column, _)| *column != at.column);
    }
    assert_eq!(read(&workbook).map(|report| (report.offices, report.edits)), Ok((offices, Vec::new())));

    // What it is, whose it is and of which week is believed of nobody but the desk.
    for (heading, text) in [("Kỳ báo cáo", "2025-W29"), ("Lần chốt", "2"), ("Diễn tập?", ""), ("Mã đầu mối", "SYT")] {
        let mut workbook = raw();
        let at = cell(&workbook, TableId::Release, 1, heading);
        put(sheet(&mut workbook, "_so_lieu"), at, text);
        assert!(matches!(read(&workbook), Err(DeskFault::ReleaseEdited { .. })), "{heading}");
    }
    let mut workbook = raw();
    let cutoff = cell(&workbook, TableId::Release, 1, "Hạn nộp");
    put(sheet(&mut workbook, "_so_lieu"), cutoff, "11 giờ");
    assert!(matches!(read(&workbook), Err(DeskFault::Unreadable { .. })));
}

#[test]
fn an_office_whose_own_row_is_gone_is_known_by_its_others() {
    let whole = read(&raw()).unwrap();
    let rows = |report: &DeskReport, code: &str| report.offices.iter().find(|o| o.standing.row.agency.as_str() == code).unwrap().rows();
    let at = |code: &str| whole.offices.iter().find(|office| office.standing.row.agency.as_str() == code).unwrap().standing.cell;
    let mut workbook = raw();
    sheet(&mut workbook, "_so_lieu").rows.remove(&at("SYT").row);
    let report = read(&workbook).unwrap();
    assert_eq!(report.edits, [Edit::OfficeGone { table: "Đơn vị báo cáo".to_owned(), agency: AgencyCode::parse("SYT").unwrap() }]);
    assert_eq!((rows(&report, "SYT"), report.offices.len()), (rows(&whole, "SYT"), whole.offices.len()));
    // Of one that had sent nothing no other row speaks.
    let mut workbook = raw();
    sheet(&mut workbook, "_so_lieu").rows.remove(&at("X-B").row);
    let report = read(&workbook).unwrap();
    let count = Edit::Count { table: "Đơn vị báo cáo".to_owned(), released: 7, found: 6 };
    assert_eq!((report.edits, report.offices.len()), (vec![count], 6));
    // A row that is no row any more, and one whose code somebody typed over.
    for (heading, typed) in [("Kết quả nộp", "đúng hạn"), ("Mã đơn vị", "STC2")] {
        let mut workbook = raw();
        let column = cell(&workbook, TableId::Offices, 0, heading).column;
        put(sheet(&mut workbook, "_so_lieu"), CellRef::new(at("SYT").row, column), typed);
        let report = read(&workbook).unwrap();
        assert_eq!(rows(&report, "SYT"), rows(&whole, "SYT"), "{heading}");
        assert!(report.edits.iter().all(Edit::is_of_data) && !report.edits.is_empty(), "{heading}: {:?}", report.edits);
    }
}

#[test]
fn a_column_or_a_table_that_is_gone_is_named() {
    for table in &DeskForm::current().tables {
        for column in &table.columns {
            let mut workbook = raw();
            let at = cell(&workbook, table.id, 0, &column.heading);
            sheet(&mut workbook, "_so_lieu").rows.get_mut(&at.row).unwrap().retain(|(column, _)| *column != at.column);
            let gone = DeskFault::ColumnGone { table: table.name.clone(), heading: column.heading.clone() };
            assert_eq!(read(&workbook), Err(gone));
            let other = table.columns.iter().find(|other| other.heading != column.heading).unwrap();
            put(sheet(&mut workbook, "_so_lieu"), at, &other.heading);
            assert!(matches!(read(&workbook), Err(DeskFault::HeadingRepeated { .. })), "{} {}", table.name, column.heading);
        }
        let mut workbook = raw();
        let at = top(&workbook, table.id);
        sheet(&mut workbook, "_so_lieu").rows.remove(&at);
        assert_eq!(read(&workbook), Err(DeskFault::TableGone { table: table.name.clone() }), "{}", table.name);
    }
}

/// Takes out sheets and everything that a workbook says of itself beside them.
fn without(workbook: &mut RawWorkbook, gone: fn(&str) -> bool) {
    workbook.sheets.retain(|sheet| !gone(&sheet.name));
    workbook.properties.clear();
}

/// The workbook written anew after a change.
fn rewritten(change: impl FnOnce(&mut RawWorkbook)) -> Vec<u8> {
    let mut workbook = raw();
    change(&mut workbook);
    workbook.sheet_names = workbook.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    xlsb_writer::packed(&workbook)
}

#[test]
fn check_tells_a_desk_what_its_workbook_holds() {
    let desk = Desk::new();
    let check = |name: &str, bytes: &[u8]| {
        let path = desk.path(name);
        fs::write(&path, bytes).unwrap();
        let checked = desk.json(&["check", path.to_str().unwrap(), "--now", "2025-07-11T15:40:00+07:00"], &[]);
        let file = checked.json["files"][0].clone();
        let codes: Vec<String> =
            file["findings"].as_array().unwrap().iter().map(|f| format!("{} {}", f["code"], f["message"]).replace('"', "")).collect();
        (checked.code, file, codes)
    };
    let (code, file, found) = check("TongHop.xlsx", &RELEASED.workbook);
    assert_eq!((code, file["usable"].as_bool(), found.len()), (0, Some(true), 0), "{found:?}");
    let holds = &file["consolidation"];
    assert_eq!((holds["desk"].as_str(), holds["period"].as_str(), holds["version"].as_u64()), (Some("SKHCN"), Some("2025-W28"), Some(1)));
    assert_eq!((holds["offices"].as_u64(), holds["merged"].as_u64(), holds["edits"].as_u64()), (Some(7), Some(3), Some(0)), "{holds}");

    let edited = rewritten(|workbook| {
        let percent = cell(workbook, TableId::Tasks, 1, "Tỷ lệ hoàn thành (%)");
        put(sheet(workbook, "_so_lieu"), percent, "99");
    });
    let (code, file, found) = check("sua.xlsb", &edited);
    assert_eq!((code, file["usable"].as_bool(), file["consolidation"]["edits"].as_u64()), (1, Some(true), Some(1)));
    assert!(found.len() == 1 && found[0].starts_with("H14 Dòng “"), "{found:?}");
    let (code, file, found) = check("du-thao.xlsx", &RELEASED.draft);
    assert_eq!((code, file["usable"].as_bool(), file["consolidation"].is_null()), (1, Some(false), true));
    assert!(found.len() == 1 && found[0].starts_with("H08 Tệp là bản dự thảo"), "{found:?}");
    let (_, _, found) = check("thieu.xlsb", &rewritten(|workbook| without(workbook, |name| name.starts_with('_'))));
    assert_eq!(found, ["H08 Bản tổng hợp không còn trang ẩn _so_lieu."], "told by its sheets alone");
}

#[test]
fn a_desk_leaves_out_what_a_desk_wrote_however_little_is_left_of_its_marks() {
    let desk = Desk::new();
    let unmarked = rewritten(|workbook| without(workbook, |name| name == "_meta"));
    let bare = rewritten(|workbook| without(workbook, |name| name.starts_with('_')));
    for (name, bytes) in [("so lieu.xlsb", &unmarked), ("tong hop.xlsb", &bare)] {
        desk.put(&format!("STC/{name}"), bytes, "2025-07-11T10:00:00+07:00");
    }
    let run = desk.run("2025-07-11T10:30:00+07:00");
    let files = &run.json["files"];
    assert_eq!((files["skipped"].as_u64(), files["returned"].as_u64()), (Some(2), Some(0)), "{files}");
    assert_eq!(run.standing("STC"), "missing");
}
