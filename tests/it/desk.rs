//! The harness: a rehearsal workspace in a temporary folder, a fixed moment for every command, reports filled in code,
//! and the machine's environment shut out.

use assert_cmd::Command;
use chrono::NaiveDate;
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;
use tonghop::forms;
use tonghop::io::archive::{Archive, sha256};
use tonghop::io::disk::Disk;
use tonghop::io::{excel_write, registers};
use tonghop::model::agency::AgencyCode;
use tonghop::model::config::Limits;
use tonghop::model::cutoff::{Cadence, HolidayRule, Schedule, WeekTime};
use tonghop::model::history::History;
use tonghop::model::moment::{self, Moment};
use tonghop::model::period::Period;
use tonghop::model::register::Register;
use tonghop::model::span::Span;
use tonghop::sheets::blank::{self, BlankInput};
use tonghop::sheets::sheet::{Book, Cell, Row, Sheet, Style, Value};

/// A table of a register: name of the sheet, headings, rows. Cells are separated by `|`.
pub type Table<'a> = (&'a str, &'a str, &'a [&'a str]);

pub const AGENCIES: Table<'_> = (
    "DonVi",
    "Mã đơn vị|Tên đầy đủ|Tên viết tắt|Bí danh|Loại|Khối|Nhóm|Đơn vị cấp trên|Thư mục nộp|Nộp báo cáo tuần?|Nơi nộp|Cơ quan đôn đốc|Thứ tự in|Hiệu lực từ|Hiệu lực đến|Đơn vị kế thừa",
    &[
        "SKHCN|Sở Khoa học và Công nghệ|Sở KH&CN||Sở, ban, ngành|Chính quyền|Các sở, ban, ngành||SKHCN|Có|Cả hai|SKHCN|1|01/01/2025||",
        "SYT|Sở Y tế|Sở Y tế||Sở, ban, ngành|Chính quyền|Các sở, ban, ngành||SYT|Có|Cả hai|SKHCN|2|01/01/2025||",
        "STC|Sở Tài chính|Sở TC||Sở, ban, ngành|Chính quyền|Các sở, ban, ngành||STC|Có|Cả hai|SKHCN|3|01/01/2025||",
        "VPTU|Văn phòng Tỉnh ủy|VP Tỉnh ủy||Ban Đảng|Đảng|Các cơ quan Đảng||VPTU|Có|Cả hai|VPTU|4|01/01/2025||",
        "X-A|UBND xã Thạch Hà|xã Thạch Hà||Xã|Cấp xã|UBND các xã, phường||X-A|Có|Cả hai|SKHCN|5|01/7/2025||",
        "X-B|UBND phường Trần Phú|phường Trần Phú||Phường|Cấp xã|UBND các xã, phường||X-B|Có|Cả hai|SKHCN|6|01/7/2025||",
        "BNC|Ban Nội chính Tỉnh ủy|Ban Nội chính||Ban Đảng|Đảng|||BNC|Có|Chỉ VPTU|VPTU|7|01/01/2025||",
    ],
);

pub const TASKS: Table<'_> = (
    "NhiemVu",
    "Mã nhiệm vụ|Nhóm nhiệm vụ|Nội dung nhiệm vụ|Văn bản giao|Ngày ban hành văn bản|Loại nhiệm vụ|Đơn vị chủ trì|Đơn vị phối hợp|Loại thời hạn|Thời hạn (theo văn bản)|Bắt đầu|Hạn cuối|Kỳ triển khai|Năm kế hoạch|Giai đoạn|Sản phẩm/kết quả đầu ra|Khối|Cơ quan đôn đốc|Đầu mối theo dõi|Mã trên hệ thống NQ57|Tình trạng nhiệm vụ|Ghi chú",
    &[
        "KH11-001|dữ liệu|Số hóa hồ sơ bệnh án|11-KH/BCĐ|29/6/2025|Riêng|SYT||Có hạn|30/9/2025||||2025|||Chính quyền|SKHCN|||Đang hiệu lực|",
        "KH11-002|dữ liệu|Triển khai sổ sức khỏe điện tử|11-KH/BCĐ|29/6/2025|Chung có chủ trì|SYT|STC; X-A|Có hạn|15/7/2025||||2025|||Chính quyền|SKHCN|||Đang hiệu lực|",
        "KH11-003|thể chế|Bố trí kinh phí|11-KH/BCĐ|29/6/2025|Riêng|STC||Có hạn|30/6/2025||||2025|||Chính quyền|SKHCN|||Đang hiệu lực|",
        "KH11-004|hạ tầng số|Xây dựng trung tâm hành chính công cấp xã|11-KH/BCĐ|29/6/2025|Giao toàn khối|UBND các xã, phường||Có hạn|Quý III/2025||||2025|||Cấp xã|SKHCN|||Đang hiệu lực|",
        "KH11-005|nhân lực|Đào tạo cán bộ chuyên trách|11-KH/BCĐ|29/6/2025|Chung nhiều chủ trì|SKHCN; VPTU||Có hạn|năm 2025||||2025|||Chính quyền|SKHCN|||Đang hiệu lực|",
        "TB15-001|khác|Đẩy mạnh tuyên truyền|15-TB/BCĐ|10/7/2025|Riêng|VPTU||Thường xuyên|thường xuyên||||2025|||Đảng|VPTU|||Đang hiệu lực|",
        "TB15-002|khác|Rà soát danh mục dự án|15-TB/BCĐ|10/7/2025|Riêng|STC||Có hạn|Quý IV/2025|||Quý IV/2025|2025|||Chính quyền|SKHCN|||Đang hiệu lực|",
        "TB15-003|khác|Kiểm tra, giám sát|15-TB/BCĐ|10/7/2025|Riêng|SKHCN||Có hạn|31/12/2025||||2025|||Chính quyền|SKHCN|||Thôi giao|",
    ],
);

pub const TARGETS: Table<'_> = (
    "ChiTieu",
    "Mã chỉ tiêu|Nhóm|Tên chỉ tiêu|Văn bản giao|Đơn vị tính|Chiều đánh giá|Phép so sánh|Mục tiêu|Năm kế hoạch|Hạn đạt|Mục tiêu đến 2030|Cách ghi số liệu|Cách tổng hợp|Tử số là|Mẫu số là|Phương pháp đánh giá|Văn bản phương pháp|Đơn vị chủ trì|Đơn vị cung cấp số liệu|Tần suất cập nhật|Cận dưới hợp lý|Cận trên hợp lý|Được giảm so với kỳ trước?|Mã trên hệ thống NQ57|Tình trạng|Ghi chú",
    &[
        "CT-001||Tỷ lệ phủ sóng 5G|15-TB/BCĐ|%|Càng cao càng tốt|>|90|2025|31/12/2025||Lũy kế đến thời điểm báo cáo|Lấy của đơn vị chủ trì|||Chính thức||SKHCN||tuần|0|100|Không||Đang hiệu lực|",
        "CT-002||Tỷ lệ hồ sơ sức khỏe điện tử|11-KH/BCĐ|%|Càng cao càng tốt|≥|70|2025|31/12/2025||Lũy kế đến thời điểm báo cáo|Tử số-mẫu số|hồ sơ điện tử|tổng số hồ sơ|Chính thức||SYT|SYT; X-A|tuần|0|100|Không||Đang hiệu lực|",
    ],
);

pub const CRITERIA: Table<'_> = (
    "TieuChi",
    "Mã|Tên|Giai đoạn|Bắt buộc|Hiệu lực từ|Hiệu lực đến|Văn bản",
    &["TC01|Tiêu chí minh họa 01|Giai đoạn 1|Có|01/7/2025||", "TC02|Tiêu chí minh họa 02|Giai đoạn 1|Có|01/7/2025||"],
);

/// A workspace.
pub struct Desk {
    dir: TempDir,
    /// The machine's time zone, which must change nothing.
    zone: &'static str,
    /// The program it is worked with.
    program: PathBuf,
}

/// The program as it is built for this test.
fn todays_program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_tonghop"))
}

/// A run of the program.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub json: Json,
    pub stderr: String,
}

impl Run {
    /// The line of an agency.
    pub fn agency(&self, code: &str) -> &Json {
        self.json["agencies"]
            .as_array()
            .unwrap()
            .iter()
            .find(|a| a["code"] == code)
            .unwrap_or_else(|| panic!("no agency {code} in {}", self.json))
    }

    /// The standing of an agency.
    pub fn standing(&self, code: &str) -> &str {
        self.agency(code)["standing"].as_str().unwrap()
    }
}

pub fn at(text: &str) -> Moment {
    Moment::parse_from_rfc3339(text).unwrap()
}

impl Desk {
    pub fn new() -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap(), zone: "UTC", program: todays_program() };
        fs::write(desk.path("tonghop.toml"), "rehearsal = true\n\n[desk]\ncode = \"SKHCN\"\n\n[policy]\nsettle_seconds = 0\n").unwrap();
        fs::create_dir_all(desk.path("nop/_chung")).unwrap();
        desk.write_register(&[]);
        desk
    }

    /// The same on a machine in another time zone.
    pub fn in_zone(self, zone: &'static str) -> Self {
        Self { zone, ..self }
    }

    /// Adds lines to the configuration, such as a table.
    pub fn configure(&self, lines: &str) {
        let path = self.path("tonghop.toml");
        let old = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{old}\n{lines}\n")).unwrap();
    }

    /// Writes the register with these rows of the sheet `Lich`.
    pub fn write_calendar(&self, rows: &[&str]) {
        self.write_register_with(&[], &[("Lich", "Loại|Ngày|Tuần|Hạn nộp|Hạn tổng hợp|Áp dụng cho|Tên|Căn cứ|Xác nhận", rows)]);
    }

    /// The same, worked with another program.
    pub fn with_program(self, program: PathBuf) -> Self {
        Self { program, ..self }
    }

    /// A workspace that starts as this folder is.
    pub fn copy_of(other: &Path, copy: impl Fn(&Path, &Path)) -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap(), zone: "UTC", program: todays_program() };
        copy(other, desk.root());
        desk
    }

    /// The program in this workspace as a plain process, for tests that watch or end it.
    pub fn process(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(&self.program);
        command.env_clear().env("TZ", self.zone).arg("-C").arg(self.root()).current_dir(self.root()).args(arguments);
        command
    }

    /// Writes the register, with cells changed: sheet, row from 1 below the headings, heading, new text.
    pub fn write_register(&self, changes: &[(&str, usize, &str, &str)]) {
        self.write_register_with(changes, &[]);
    }

    /// The same with further sheets.
    pub fn write_register_with(&self, changes: &[(&str, usize, &str, &str)], more: &[Table<'_>]) {
        let tables: Vec<Table<'_>> = [AGENCIES, TASKS, TARGETS, CRITERIA].into_iter().chain(more.iter().copied()).collect();
        fs::write(self.path("danh-muc.xlsx"), register_workbook(&tables, changes)).unwrap();
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }

    /// The program in this workspace, in a bare environment.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.env_clear().env("TZ", self.zone).arg("-C").arg(self.root()).current_dir(self.root());
        command
    }

    /// `run --json` at a moment.
    pub fn run(&self, now: &str) -> Run {
        self.run_with(now, &[])
    }

    /// `run --json` with further arguments.
    pub fn run_with(&self, now: &str, more: &[&str]) -> Run {
        self.json(&["run", "--now", now], more)
    }

    /// Any command with `--json`.
    pub fn json(&self, arguments: &[&str], more: &[&str]) -> Run {
        let output = self.command().args(arguments).arg("--json").args(more).output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let json = if stdout.trim().is_empty() {
            Json::Null
        } else {
            serde_json::from_str(stdout.trim()).unwrap_or_else(|e| panic!("{e}: {stdout}"))
        };
        Run { code: output.status.code().unwrap(), json, stderr }
    }

    /// Puts a file into the inbox, with a time on disk.
    pub fn put(&self, below_inbox: &str, bytes: &[u8], time: &str) {
        let path = self.path("nop").join(below_inbox);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        let nanos = u64::try_from(at(time).timestamp_nanos_opt().unwrap()).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(SystemTime::UNIX_EPOCH + Duration::from_nanos(nanos)).unwrap();
    }

    /// Removes the archive's copy of this content.
    pub fn lose_from_archive(&self, content: &[u8]) {
        let copy = Archive::at(&Disk::default(), &self.path("so-tiep-nhan")).place(&sha256(content));
        let mut rights = fs::metadata(&copy).unwrap().permissions();
        #[expect(clippy::permissions_set_readonly_false, reason = "the file is removed at once")]
        rights.set_readonly(false);
        fs::set_permissions(&copy, rights).unwrap();
        fs::remove_file(copy).unwrap();
    }

    pub fn register(&self) -> Register {
        let bytes = fs::read(self.path("danh-muc.xlsx")).unwrap();
        registers::understand(&tonghop::reader::read(&bytes, ".xlsx", &Limits::DEFAULT).unwrap()).unwrap()
    }

    /// The form of an agency for a week, pre-filled from nothing.
    pub fn form(&self, agency: &str, period: &str) -> Draft {
        draft(&self.register(), agency, period)
    }

    /// A good report: every open row filled.
    pub fn report(&self, agency: &str, period: &str) -> Draft {
        let mut draft = self.form(agency, period);
        draft.fill();
        draft
    }
}

/// A register of these tables, with cells changed: sheet, row from 1 below the headings, heading, new text.
pub fn register_workbook(tables: &[Table<'_>], changes: &[(&str, usize, &str, &str)]) -> Vec<u8> {
    let sheets = tables.iter().map(|(name, headings, rows)| {
        let headings: Vec<&str> = headings.split('|').collect();
        let mut lines: Vec<Vec<String>> = rows.iter().map(|r| r.split('|').map(str::to_owned).collect()).collect();
        for (sheet, row, heading, text) in changes.iter().filter(|(sheet, ..)| sheet == name) {
            let column = headings.iter().position(|h| h == heading).unwrap_or_else(|| panic!("{sheet} has no {heading}"));
            lines[row - 1][column] = (*text).to_owned();
        }
        let cells = |texts: &[&str]| Row { height: 15.0, cells: texts.iter().map(|t| Cell::text(*t, Style::PLAIN)).collect() };
        let mut all = vec![cells(&headings)];
        all.extend(lines.iter().map(|l| cells(&l.iter().map(String::as_str).collect::<Vec<_>>())));
        Sheet { name: (*name).to_owned(), rows: all, ..Sheet::default() }
    });
    let book = Book {
        title: "Danh mục".into(),
        created: at("2025-07-01T08:00:00+07:00"),
        properties: vec![],
        names: vec![],
        sheets: sheets.collect(),
    };
    excel_write::to_bytes(&book).unwrap()
}

/// The form of an agency, to be filled in code.
pub fn draft(register: &Register, agency: &str, period: &str) -> Draft {
    let period = Period::parse_id(period).unwrap();
    let time = |h, m| chrono::NaiveTime::from_hms_opt(h, m, 0).unwrap();
    let schedule = Schedule {
        cadence: Cadence::Weekly,
        submit: WeekTime { day: chrono::Weekday::Fri, time: time(11, 0) },
        desks: WeekTime { day: chrono::Weekday::Fri, time: time(15, 30) },
        release: WeekTime { day: chrono::Weekday::Fri, time: time(15, 30) },
        release_auto_minutes: 10,
        holiday_rule: HolidayRule::Earlier,
        from: None,
    };
    let cutoffs = schedule.plain(period);
    let day = moment::day(cutoffs.submit);
    let register = register.in_force(day);
    let code = AgencyCode::parse(agency).unwrap();
    let book = blank::book(&BlankInput {
        form: forms::current(day).unwrap(),
        desk: &AgencyCode::parse("SKHCN").unwrap(),
        desk_name: "Sở Khoa học và Công nghệ",
        agency: register.agency(&code).unwrap(),
        register: &register,
        history: &History::default(),
        proposals: &[],
        span: Span::week(period),
        cutoffs,
        day,
        rehearsal: true,
        reported: None,
    });
    Draft { book, friday: day }
}

/// A report being filled.
#[derive(Clone)]
pub struct Draft {
    pub book: Book,
    friday: NaiveDate,
}

impl Draft {
    pub fn bytes(&self) -> Vec<u8> {
        excel_write::to_bytes(&self.book).unwrap()
    }

    fn sheet(&mut self, name: &str) -> Option<&mut Sheet> {
        self.book.sheets.iter_mut().find(|s| s.name == name)
    }

    /// Writes beside a label of `ThongTin`.
    pub fn info(&mut self, label: &str, text: &str) -> &mut Self {
        let sheet = self.sheet("ThongTin").unwrap();
        let row = sheet
            .rows
            .iter_mut()
            .find(|r| r.cells.first().is_some_and(|c| shown(c).starts_with(label)))
            .unwrap_or_else(|| panic!("no label {label}"));
        set(row, 1, text);
        self
    }

    /// Writes into the row of a code under a heading.
    pub fn set(&mut self, sheet: &str, code: &str, heading: &str, text: &str) -> &mut Self {
        let sheet = self.sheet(sheet).unwrap_or_else(|| panic!("no sheet {sheet}"));
        let (top, column) = find_heading(sheet, heading);
        let row =
            sheet.rows[top + 1..].iter_mut().find(|r| r.cells.iter().any(|c| shown(c) == code)).unwrap_or_else(|| panic!("no row {code}"));
        set(row, column, text);
        self
    }

    /// Has a sheet a row of this code?
    pub fn has(&mut self, sheet: &str, code: &str) -> bool {
        self.sheet(sheet).is_some_and(|s| s.rows.iter().any(|r| r.cells.iter().any(|c| shown(c) == code)))
    }

    fn codes(&mut self, sheet: &str, heading: &str) -> Vec<String> {
        let Some(sheet) = self.sheet(sheet) else { return Vec::new() };
        let (top, column) = find_heading(sheet, heading);
        sheet.rows[top + 1..].iter().filter_map(|r| r.cells.get(column)).map(shown).filter(|t| !t.is_empty()).collect()
    }

    /// Fills everything that has to be filled, without a mistake.
    pub fn fill(&mut self) -> &mut Self {
        let thursday = self.friday.pred_opt().unwrap();
        self.info("Số liệu tính đến", &format!("{} 16:00", thursday.format("%d/%m/%Y")));
        self.info("Lãnh đạo duyệt", "Giám đốc");
        for code in self.codes("NhiemVu", "Mã nhiệm vụ") {
            self.set("NhiemVu", &code, "Trạng thái đơn vị báo", "Đang thực hiện");
            self.set("NhiemVu", &code, "Tỷ lệ hoàn thành (%)", "40");
            self.set("NhiemVu", &code, "Kết quả thực hiện trong kỳ", "Đã triển khai theo kế hoạch");
            self.set("NhiemVu", &code, "Nguyên nhân chậm", "Chờ ý kiến thẩm định");
            self.set("NhiemVu", &code, "Dự kiến hoàn thành", "31/12/2025");
        }
        for code in self.codes("ChiTieu", "Mã chỉ tiêu") {
            self.set("ChiTieu", &code, "Tử số", "50");
            self.set("ChiTieu", &code, "Mẫu số", "100");
            self.set("ChiTieu", &code, "Kết quả đến kỳ báo cáo", "50");
            self.set("ChiTieu", &code, "Nguồn số liệu", "Báo cáo của phòng chuyên môn");
            self.set("ChiTieu", &code, "Đơn vị tự đánh giá", "Chưa đạt");
        }
        for code in self.codes("TieuChi", "Mã tiêu chí") {
            self.set("TieuChi", &code, "Kết quả", "Đạt");
            self.set("TieuChi", &code, "Ngày đạt", "05/7/2025");
            self.set("TieuChi", &code, "Minh chứng", "Biên bản 12/BB-UBND");
        }
        self
    }
}

fn shown(cell: &Cell) -> String {
    match &cell.value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn set(row: &mut Row, column: usize, text: &str) {
    if row.cells.len() <= column {
        row.cells.resize(column + 1, Cell::default());
    }
    row.cells[column].value = match (text.is_empty(), text.parse::<f64>()) {
        (true, _) => Value::Blank,
        (false, Ok(number)) => Value::Number(number),
        (false, Err(_)) => Value::Text(text.to_owned()),
    };
}

fn find_heading(sheet: &Sheet, heading: &str) -> (usize, usize) {
    sheet
        .rows
        .iter()
        .enumerate()
        .find_map(|(r, row)| row.cells.iter().position(|c| shown(c) == heading).map(|c| (r, c)))
        .unwrap_or_else(|| panic!("{} has no heading {heading}", sheet.name))
}

/// Cells that two workbooks do not share: `sheet!cell: one | other`.
pub fn differing_cells(one: &Path, other: &Path) -> Vec<String> {
    let cells = |path: &Path| -> std::collections::BTreeMap<(String, String), String> {
        let workbook = tonghop::reader::read(&fs::read(path).unwrap(), ".xlsx", &Limits::DEFAULT).unwrap();
        workbook
            .sheets
            .iter()
            .flat_map(|s| s.cells().map(|(c, v)| ((s.name.clone(), c.to_string()), format!("{v:?}"))).collect::<Vec<_>>())
            .collect()
    };
    let (one, other) = (cells(one), cells(other));
    let mut keys: Vec<_> = one.keys().chain(other.keys()).collect();
    keys.sort();
    keys.dedup();
    keys.into_iter()
        .filter(|k| one.get(*k) != other.get(*k))
        .map(|k| format!("{}!{}: {} | {}", k.0, k.1, one.get(k).map_or("", String::as_str), other.get(k).map_or("", String::as_str)))
        .collect()
}

/// Do two workbooks differ in nothing but the head of the chain? It stands in one hidden cell, and on the last annex of what
/// leaves as the code to compare; every further look is a further entry of the chain.
pub fn only_the_head_differs(one: &Path, other: &Path) -> bool {
    let differing = differing_cells(one, other);
    let of_the_head = |cell: &String| cell.starts_with("_meta!") || cell.contains("\"Mã đối chiếu: TONGHOP ");
    (1..=2).contains(&differing.len()) && differing.iter().all(of_the_head)
}

impl Desk {
    /// All text of a product of week 28.
    pub fn product_text(&self, name: &str) -> String {
        self.texts(&format!("ket-qua/2025-W28/{name}")).join("\n")
    }

    /// Every cell of a workbook.
    pub fn texts(&self, path: &str) -> Vec<String> {
        let path = self.path(path);
        let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let workbook = tonghop::reader::read(&bytes, ".xlsx", &Limits::DEFAULT).unwrap();
        workbook.sheets.iter().flat_map(|s| s.cells().map(|(_, v)| format!("{v:?}")).collect::<Vec<_>>()).collect()
    }

    /// The text feedback of an agency in week 28.
    pub fn feedback_text(&self, agency: &str) -> String {
        self.feedback_text_of(agency, "2025-W28", "T28")
    }

    /// The text feedback of an agency.
    pub fn feedback_text_of(&self, agency: &str, period: &str, week: &str) -> String {
        fs::read_to_string(self.path(&format!("phan-hoi/{period}/PhanHoi_{agency}_{week}_2025.txt"))).unwrap_or_default()
    }

    /// Every product and feedback file, by path.
    pub fn products(&self) -> std::collections::BTreeMap<String, Vec<u8>> {
        let mut found = std::collections::BTreeMap::new();
        for folder in ["ket-qua", "phan-hoi", "mau"] {
            collect(&self.path(folder), self.root(), &mut found);
        }
        let name = "kien-nghi.xlsx";
        found.extend(fs::read(self.path(name)).ok().map(|bytes| (name.to_owned(), bytes)));
        found
    }
}

fn collect(folder: &Path, root: &Path, found: &mut std::collections::BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, root, found);
        } else {
            // With the separator that the program writes on every system.
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            found.insert(name, fs::read(&path).unwrap());
        }
    }
}
