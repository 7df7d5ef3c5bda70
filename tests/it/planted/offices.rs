//! Five offices and how each of them writes its report: the form as LibreOffice leaves it, cells pasted from a letter, merged
//! group rows, a table of its own, and a commune with criteria.

use super::faults::{self, Fault};
use crate::desk::{Desk, Draft, Table, at, draft, register_workbook};
use serde_json::Value as Json;
use std::fs;
use tonghop::model::place::CellRef;
use tonghop::sheets::sheet::{Area, Book, Cell, Row, Sheet, Style, Value};
use unicode_normalization::UnicodeNormalization;

/// How an office writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    /// Fills the form with LibreOffice: days are days, and a sheet is left over.
    LibreOffice,
    /// Pastes from a letter: letters in parts, spaces that do not break, numbers as text.
    Paste,
    /// Adds rows of groups over merged cells.
    Merged,
    /// Sends a table of its own.
    OwnTable,
    /// Fills the form as it is.
    Form,
}

/// An office of the test.
#[derive(Debug)]
pub(super) struct Office {
    pub(super) code: &'static str,
    number: u32,
    habit: Habit,
}

/// The offices.
pub(super) const OFFICES: &[Office] = &[
    Office { code: "SYT", number: 1, habit: Habit::LibreOffice },
    Office { code: "STC", number: 2, habit: Habit::Paste },
    Office { code: "SKHCN", number: 3, habit: Habit::Merged },
    Office { code: "VPTU", number: 4, habit: Habit::OwnTable },
    Office { code: "X-A", number: 5, habit: Habit::Form },
];

/// A report in the making.
#[derive(Debug, Clone)]
pub(super) struct Report {
    book: Book,
    own_table: bool,
}

/// Columns of the own table: its heading, and that of the form.
const OWN: &[(&str, &str)] = &[
    ("TT", ""),
    ("Mã nhiệm vụ", "Mã nhiệm vụ"),
    ("Tên nhiệm vụ", "Nội dung nhiệm vụ"),
    ("Vai trò của đơn vị", "Vai trò"),
    ("Thời hạn hoàn thành", "Thời hạn"),
    ("% hoàn thành", faults::PERCENT),
    ("Tình trạng thực hiện", faults::STATUS),
    ("Ngày hoàn thành thực tế", faults::DAY),
    ("Kết quả thực hiện", "Kết quả thực hiện trong kỳ"),
    ("Minh chứng", faults::EVIDENCE),
    ("Khó khăn", "Khó khăn, vướng mắc"),
    ("Nguyên nhân", faults::CAUSE),
    ("Kiến nghị", "Kiến nghị, đề xuất"),
    ("Cấp giải quyết", "Cấp giải quyết"),
    ("Ngày dự kiến hoàn thành", faults::EXPECTED),
    ("Ghi chú", "Ghi chú"),
];

fn shown(cell: &Cell) -> String {
    match &cell.value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

impl Report {
    fn sheet(&mut self, name: &str) -> &mut Sheet {
        let own_table = self.own_table;
        let found = self.book.sheets.iter_mut().find(|sheet| own_table || sheet.name == name);
        found.unwrap_or_else(|| panic!("no sheet {name}"))
    }

    /// Row and column from 0 of a cell, by the end of the row's code and the form's heading; of a label by its text.
    fn find(&mut self, sheet: &str, row: &str, heading: &str) -> (usize, usize) {
        let own_table = self.own_table;
        let sheet = self.sheet(sheet);
        if row.is_empty() {
            let at = sheet.rows.iter().position(|row| row.cells.first().is_some_and(|cell| shown(cell) == heading));
            return (at.unwrap_or_else(|| panic!("no label {heading}")), 1);
        }
        let heading = OWN.iter().find(|(_, form)| own_table && *form == heading).map_or(heading, |(own, _)| own);
        let top = sheet.rows.iter().position(|row| row.cells.iter().any(|cell| shown(cell) == heading));
        let top = top.unwrap_or_else(|| panic!("no heading {heading}"));
        let column = sheet.rows[top].cells.iter().position(|cell| shown(cell) == heading).unwrap();
        let has = |line: &Row| line.cells.iter().take(3).any(|cell| shown(cell).ends_with(row));
        (top + 1 + sheet.rows[top + 1..].iter().position(has).unwrap_or_else(|| panic!("no row {row}")), column)
    }

    fn type_at(&mut self, sheet: &str, (row, column): (usize, usize), text: &str) {
        let row = &mut self.sheet(sheet).rows[row];
        if row.cells.len() <= column {
            row.cells.resize(column + 1, Cell::default());
        }
        row.cells[column].value = match (text.is_empty(), text.parse::<f64>()) {
            (true, _) => Value::Blank,
            (false, Ok(number)) => Value::Number(number),
            (false, Err(_)) => Value::Text(text.strip_prefix('\'').unwrap_or(text).to_owned()),
        };
    }
}

impl Office {
    /// The faults that its way of writing can hold.
    pub(super) fn faults(&self) -> impl Iterator<Item = &'static Fault> {
        let (form, commune) = (self.habit != Habit::OwnTable, self.habit == Habit::Form);
        let sheets = [(true, faults::TASKS), (form, faults::TARGETS), (commune, faults::CRITERIA), (form, faults::INFO)];
        sheets.into_iter().filter(|(fits, _)| *fits).flat_map(|(_, faults)| faults)
    }

    fn number_of(&self, text: &str) -> String {
        let other = self.number % 5 + 1;
        text.replace("{own}", &self.number.to_string()).replace("{other}", &other.to_string())
    }

    /// A report without a fault.
    pub(super) fn good(&self) -> Report {
        self.styled(self.report("2025-W29"))
    }

    /// A report with a fault, and the cell at which that has to be told.
    pub(super) fn with<'f>(&self, fault: &'f Fault) -> (&'f Fault, Report, String) {
        let mut report = self.report("2025-W29");
        let cell = match fault.at {
            "" => String::new(),
            heading => {
                let (row, column) = report.find(fault.sheet, &self.number_of(fault.row), heading);
                CellRef::new(u32::try_from(row).unwrap(), u32::try_from(column).unwrap()).to_string()
            }
        };
        self.plant(&mut report, fault, fault.typed);
        (fault, self.styled(report), cell)
    }

    /// The same report after its office did what the slip says.
    pub(super) fn mended(&self, fault: &Fault) -> Report {
        let mut report = self.report("2025-W29");
        self.plant(&mut report, fault, fault.typed);
        let (_, heading, text) = fault.mended.unwrap();
        self.plant(&mut report, fault, &[(heading, text)]);
        self.styled(report)
    }

    fn plant(&self, report: &mut Report, fault: &Fault, typed: &[(&str, &str)]) {
        let cells: Vec<_> =
            typed.iter().map(|(heading, text)| (report.find(fault.sheet, &self.number_of(fault.row), heading), *text)).collect();
        for (cell, text) in cells {
            report.type_at(fault.sheet, cell, &self.number_of(text));
        }
    }

    /// What it reports of a week, in the shape it gives its workbook.
    fn report(&self, period: &str) -> Report {
        let mut draft = draft(&register(), self.code, period);
        self.fill(&mut draft, period == "2025-W29");
        let book = match self.habit {
            Habit::OwnTable if period == "2025-W29" => own_table(&mut draft),
            Habit::Merged => grouped(draft.book),
            _ => draft.book,
        };
        Report { book, own_table: self.habit == Habit::OwnTable && period == "2025-W29" }
    }

    fn fill(&self, draft: &mut Draft, later: bool) {
        let week = if later { 29 } else { 28 };
        draft.info("Số liệu tính đến", if later { "17/07/2025 16:00" } else { "10/07/2025 16:00" });
        draft.info("Lãnh đạo duyệt", "Giám đốc").info("Số, ký hiệu văn bản báo cáo", &format!("{week}/BC"));
        let pick = |before: &'static str, now: &'static str| if later { now } else { before };
        let before = (self.number + 3) % 5 + 1;
        let codes: Vec<String> = (1..=7).map(|n| format!("KH1{}-{n:03}", self.number)).chain([format!("KH1{before}-006")]).collect();
        for code in &codes {
            let (status, percent) = match code.rsplit('-').next().unwrap() {
                "003" => ("Thường xuyên", ""),
                "004" => ("Chưa đến kỳ", "0"),
                "005" => ("Hoàn thành", "100"),
                "006" => ("Đang thực hiện", "30"),
                "007" => ("Chưa thực hiện", "0"),
                _ => ("Đang thực hiện", pick("40", "45")),
            };
            draft.set("NhiemVu", code, faults::STATUS, status).set("NhiemVu", code, faults::PERCENT, percent);
            draft.set("NhiemVu", code, "Kết quả thực hiện trong kỳ", &format!("Đã triển khai phần việc của tuần {week} theo kế hoạch"));
        }
        draft.set("NhiemVu", &codes[1], faults::CAUSE, "Chờ ý kiến thẩm định");
        draft.set("NhiemVu", &codes[1], faults::EXPECTED, "31/8/2025");
        draft.set("NhiemVu", &codes[4], faults::DAY, "10/7/2025");
        draft.set("NhiemVu", &codes[4], faults::EVIDENCE, "QĐ 12/QĐ ngày 10/7/2025");
        let values = [pick("80", "81"), pick("200", "205"), pick("1250.5", "1260.5"), pick("50", "51"), "Không đạt"];
        for (n, value) in (1..).zip(values) {
            let code = format!("CT-{}0{n}", self.number);
            draft.set("ChiTieu", &code, faults::VALUE, value);
            draft.set("ChiTieu", &code, faults::SOURCE, "Báo cáo của phòng chuyên môn");
            draft.set("ChiTieu", &code, faults::ASSESSMENT, "Chưa đạt");
            if n == 4 {
                draft.set("ChiTieu", &code, faults::PART, value).set("ChiTieu", &code, faults::WHOLE, "100");
            }
        }
        for code in ["TC01", "TC02"].into_iter().filter(|_| self.habit == Habit::Form) {
            draft.set("TieuChi", code, "Kết quả", "Đạt").set("TieuChi", code, "Ngày đạt", "05/7/2025");
            draft.set("TieuChi", code, "Minh chứng", "Biên bản 12/BB-UBND");
        }
    }

    /// How its program and its hands leave what is in the cells.
    fn styled(&self, mut report: Report) -> Report {
        let inputs = report.book.sheets.iter_mut().filter(|sheet| matches!(sheet.name.as_str(), "NhiemVu" | "ChiTieu"));
        let cells = inputs.flat_map(|sheet| sheet.rows.iter_mut().skip(4)).flat_map(|row| row.cells.iter_mut());
        match self.habit {
            Habit::LibreOffice => {
                for cell in cells {
                    if let Some(day) = as_day(&shown(cell)) {
                        cell.value = Value::Date(day);
                        cell.style.format = tonghop::sheets::sheet::Format::Date;
                    }
                }
                report.book.sheets.push(Sheet { name: "Sheet1".into(), ..Sheet::default() });
            }
            Habit::Paste => {
                for cell in cells {
                    cell.value = match &cell.value {
                        Value::Text(text) => Value::Text(format!("{}\u{a0}", text.nfd())),
                        Value::Number(number) => Value::Text(number.to_string().replace('.', ",")),
                        other => other.clone(),
                    };
                }
            }
            Habit::Merged | Habit::OwnTable | Habit::Form => {}
        }
        report
    }
}

/// A day as `DD/MM/YYYY`; other texts are none.
fn as_day(text: &str) -> Option<chrono::NaiveDate> {
    chrono::NaiveDate::parse_from_str(text, "%d/%m/%Y").ok()
}

/// With a row of a group above the first task, over merged cells.
fn grouped(mut book: Book) -> Book {
    let sheet = book.sheets.iter_mut().find(|sheet| sheet.name == "NhiemVu").unwrap();
    let top = sheet.rows.iter().position(|row| row.cells.iter().any(|cell| shown(cell) == "Mã nhiệm vụ")).unwrap() + 1;
    let group = Cell::text("I. NHÓM NHIỆM VỤ VỀ DỮ LIỆU", Style::PLAIN);
    let height = sheet.rows[top].height;
    sheet.rows.insert(top, Row { height, cells: std::iter::once(group).chain((1..6).map(|_| Cell::default())).collect() });
    let row = u32::try_from(top).unwrap();
    sheet.merges.push(Area::new(row, 0, row, 5));
    book
}

fn own_table(draft: &mut Draft) -> Book {
    let from = draft.book.sheets.iter().find(|sheet| sheet.name == "NhiemVu").unwrap();
    let top = from.rows.iter().position(|row| row.cells.iter().any(|cell| shown(cell) == "Mã nhiệm vụ")).unwrap();
    let text = |text: &str| Cell::text(text, Style::PLAIN);
    let row = |cells: Vec<Cell>| Row { height: 15.0, cells };
    let title = ["TỈNH ỦY", "VĂN PHÒNG TỈNH ỦY", "KẾT QUẢ THỰC HIỆN NHIỆM VỤ TUẦN 29 NĂM 2025"];
    let mut rows: Vec<Row> = title.iter().map(|line| row(vec![text(line)])).collect();
    rows.push(row(OWN.iter().map(|(own, _)| text(own)).collect()));
    let headings: Vec<String> = from.rows[top].cells.iter().map(shown).collect();
    for (n, line) in from.rows[top + 1..].iter().filter(|row| row.cells.iter().any(|cell| shown(cell).starts_with("KH1"))).enumerate() {
        let cell = |(_, form): &(&str, &str)| match headings.iter().position(|heading| heading == form) {
            Some(column) if !form.is_empty() => {
                Cell { value: line.cells.get(column).map_or(Value::Blank, |cell| cell.value.clone()), style: Style::PLAIN }
            }
            _ => text(&(n + 1).to_string()),
        };
        rows.push(row(OWN.iter().map(cell).collect()));
    }
    let sheet = Sheet { name: "Bao cao".into(), widths: vec![20.0; OWN.len()], rows, ..Sheet::default() };
    Book { title: "Báo cáo".into(), created: at("2025-07-17T08:00:00+07:00"), properties: vec![], names: vec![], sheets: vec![sheet] }
}

const AGENCY_HEADINGS: &str = "Mã đơn vị|Tên đầy đủ|Tên viết tắt|Bí danh|Loại|Khối|Nhóm|Đơn vị cấp trên|Thư mục nộp|Nộp báo cáo tuần?|Nơi nộp|Cơ quan đôn đốc|Thứ tự in|Hiệu lực từ|Hiệu lực đến|Đơn vị kế thừa";
const AGENCIES: &[&str] = &[
    "SKHCN|Sở Khoa học và Công nghệ|Sở KH&CN||Sở, ban, ngành|Chính quyền|||SKHCN|Có|Cả hai|SKHCN|1|01/01/2025||",
    "SYT|Sở Y tế|Sở Y tế||Sở, ban, ngành|Chính quyền|||SYT|Có|Cả hai|SKHCN|2|01/01/2025||",
    "STC|Sở Tài chính|Sở TC||Sở, ban, ngành|Chính quyền|||STC|Có|Cả hai|SKHCN|3|01/01/2025||",
    "VPTU|Văn phòng Tỉnh ủy|VP Tỉnh ủy||Ban Đảng|Đảng|||VPTU|Có|Cả hai|VPTU|4|01/01/2025||",
    "X-A|UBND xã Thạch Hà|xã Thạch Hà||Xã|Cấp xã|||X-A|Có|Cả hai|SKHCN|5|01/7/2025||",
];

fn register_bytes() -> Vec<u8> {
    let code = |number: u32| OFFICES.iter().find(|office| office.number == number).unwrap().code;
    let (mut tasks, mut targets) = (Vec::new(), Vec::new());
    for office in OFFICES {
        let (n, own, next) = (office.number, office.code, code(office.number % 5 + 1));
        let task = |row: &str, name: &str, kind: &str, leads: &str, supports: &str, deadline: &str, window: &str| {
            let dated = if deadline == "thường xuyên" { "Thường xuyên" } else { "Có hạn" };
            format!(
                "KH1{n}-{row}|dữ liệu|{name} của {own}|11-KH/BCĐ|29/5/2025|{kind}|{leads}|{supports}|{dated}|{deadline}|||{window}|2025|||Chính quyền|SKHCN|||Đang hiệu lực|"
            )
        };
        let one = |row, name, deadline, window| task(row, name, "Riêng", own, "", deadline, window);
        tasks.extend([
            one("001", "Số hóa hồ sơ lưu trữ", "30/9/2025", ""),
            one("002", "Triển khai kho dữ liệu dùng chung", "30/6/2025", ""),
            one("003", "Tuyên truyền về chuyển đổi số", "thường xuyên", ""),
            one("004", "Tổng kết mô hình thí điểm", "Quý IV/2025", "Quý IV/2025"),
            one("005", "Ban hành kế hoạch chuyển đổi số", "31/10/2025", ""),
            task("006", "Kết nối trục liên thông", "Chung có chủ trì", next, own, "31/12/2025", ""),
            one("007", "Bồi dưỡng kỹ năng số", "30/9/2025", "Quý III/2025"),
        ]);
        let target = |row: &str, name: &str, unit: &str, direction: &str, goal: &str, how: &str, bounds: &str| {
            let sign = if direction.starts_with("Đạt") { "=" } else { "≥" };
            format!(
                "CT-{n}{row}||{name}|11-KH/BCĐ|{unit}|{direction}|{sign}|{goal}|2025|31/12/2025||Lũy kế đến thời điểm báo cáo|{how}|hồ sơ điện tử|tổng số hồ sơ|Chính thức||{own}||tuần|{bounds}|Không||Đang hiệu lực|"
            )
        };
        let more = "Càng cao càng tốt";
        targets.extend([
            target("01", "Tỷ lệ phủ sóng 5G", "%", more, "90", "Lấy của đơn vị chủ trì", "0|100"),
            target("02", "Số trạm quan trắc", "trạm", more, "250", "Cộng", "0|1000"),
            target("03", "Kinh phí đã bố trí", "tỷ đồng", more, "1500", "Cộng", "|"),
            target("04", "Tỷ lệ hồ sơ điện tử", "%", more, "70", "Tử số-mẫu số", "0|100"),
            target("05", "Có nền tảng điều hành", "Đạt/Không đạt", "Đạt - không đạt", "Đạt", "Lấy của đơn vị chủ trì", "|"),
        ]);
    }
    let (tasks, targets): (Vec<&str>, Vec<&str>) =
        (tasks.iter().map(String::as_str).collect(), targets.iter().map(String::as_str).collect());
    let tables: [Table<'_>; 4] = [
        ("DonVi", AGENCY_HEADINGS, AGENCIES),
        ("NhiemVu", crate::desk::TASKS.1, &tasks),
        ("ChiTieu", crate::desk::TARGETS.1, &targets),
        crate::desk::CRITERIA,
    ];
    register_workbook(&tables, &[])
}

fn register() -> tonghop::model::register::Register {
    use tonghop::{io::registers, model::config::Limits, reader};
    registers::understand(&reader::read(&register_bytes(), ".xlsx", &Limits::DEFAULT).unwrap()).unwrap()
}

fn bytes(report: &Report) -> Vec<u8> {
    tonghop::io::excel_write::to_bytes(&report.book).unwrap()
}

/// A desk at which everybody reported week 28 without a fault.
pub(super) fn after_week_28() -> Desk {
    let desk = Desk::new();
    fs::write(desk.path("danh-muc.xlsx"), register_bytes()).unwrap();
    for office in OFFICES {
        let report = office.styled(office.report("2025-W28"));
        desk.put(&format!("{0}/BC_{0}_T28_2025.xlsx", office.code), &bytes(&report), "2025-07-11T09:00:00+07:00");
    }
    let run = desk.run("2025-07-11T10:00:00+07:00");
    for office in OFFICES {
        assert_eq!(run.agency(office.code)["errors"], 0, "{}", desk.feedback_text(office.code));
    }
    desk.command().args(["release", "--now", "2025-07-11T11:30:00+07:00"]).assert().success();
    desk
}

/// What is found in reports of an office for week 29, in their order.
pub(super) fn check(desk: &Desk, office: &Office, reports: &[Report]) -> Vec<Json> {
    let names: Vec<String> = (0..reports.len()).map(|n| format!("{}-{n}.xlsx", office.code)).collect();
    for (name, report) in names.iter().zip(reports) {
        fs::write(desk.path(name), bytes(report)).unwrap();
    }
    let files: Vec<&str> = names.iter().map(String::as_str).collect();
    let week = ["check", "--agency", office.code, "--period", "2025-W29", "--now", "2025-07-18T09:00:00+07:00"];
    let run = desk.json(&week, &files);
    let checked = run.json["files"].as_array().cloned().unwrap_or_default();
    assert_eq!(checked.len(), reports.len(), "{} {}", run.json, run.stderr);
    checked
}
