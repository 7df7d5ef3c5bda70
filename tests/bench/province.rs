//! A made-up province: registers and one filled report an agency, written into a workspace. Seeded, so that every run
//! of the bench measures the same work.

use chrono::{NaiveDate, NaiveTime};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tonghop::forms::{self, Form};
use tonghop::io::{excel_write, registers};
use tonghop::model::agency::AgencyCode;
use tonghop::model::config::Limits;
use tonghop::model::cutoff::{Cadence, Cutoffs, HolidayRule, Schedule, WeekTime};
use tonghop::model::history::History;
use tonghop::model::moment::{self, Moment};
use tonghop::model::period::Period;
use tonghop::model::register::Register;
use tonghop::model::span::Span;
use tonghop::sheets::blank::{self, BlankInput};
use tonghop::sheets::sheet::{Book, Cell, Row, Sheet, Style, Value};

/// Agencies of one group, the first of which are departments and the others communes.
const GROUP: usize = 25;
/// Departments of each group.
const DEPARTMENTS: usize = 5;
/// Tasks of one agency alone.
const OWN: usize = 15;
/// Tasks that an agency leads with the support of its neighbour.
const LED: usize = 5;
/// Tasks given to a whole group. With the supported ones every agency has 40.
const OF_GROUP: usize = 15;
/// Tasks an agency reports.
pub const TASKS: usize = OWN + LED + LED + OF_GROUP;

/// The week that is reported.
pub const WEEK: &str = "2025-W28";
/// When every report was saved.
pub const SAVED_AT: &str = "2025-07-11T09:00:00+07:00";

/// A province among others: no office, task or target of one is one of another.
#[derive(Debug, Clone, Copy)]
pub struct Province {
    /// Its place among them, from 0.
    pub number: usize,
    /// Its agencies; all provinces have as many.
    pub agencies: usize,
}

impl Province {
    /// The code of an agency; the first is the desk.
    pub fn code(self, index: usize) -> String {
        format!("A{:04}", self.number * self.agencies + index + 1)
    }

    /// The code of a task, by its row in the province's register.
    fn task_code(self, row: usize) -> String {
        // A task is regular or dated by its place, so every province begins at a multiple of the kinds of deadlines.
        let tasks = self.agencies * OF_AGENCY + self.agencies.div_ceil(GROUP) * OF_GROUP;
        task_code(self.number * tasks.next_multiple_of(8) + row)
    }
}

/// Writes configuration, registers and reports of a province below `root`.
pub fn build(root: &Path, province: Province) {
    let agencies = province.agencies;
    let desk = province.code(0);
    let configuration = format!("rehearsal = true\n\n[desk]\ncode = \"{desk}\"\n\n[policy]\nsettle_seconds = 0\n");
    fs::write(root.join("tonghop.toml"), configuration).unwrap();
    fs::create_dir_all(root.join("nop/_chung")).unwrap();
    fs::write(root.join("danh-muc.xlsx"), excel_write::to_bytes(&register_book(&[province], &[])).unwrap()).unwrap();
    let register = register_of(root);
    let period = Period::parse_id(WEEK).unwrap();
    let saved = Moment::parse_from_rfc3339(SAVED_AT).unwrap();
    (0..agencies).into_par_iter().for_each(|index| send(root, province, &register, index, period, saved, "10/07/2025 16:00", 0));
}

/// The registers that a workspace was made with.
pub fn register_of(root: &Path) -> Register {
    let bytes = fs::read(root.join("danh-muc.xlsx")).unwrap();
    // Our own, so read whatever its size: a country's is longer than any report may be.
    registers::understand(&tonghop::reader::read(&bytes, ".xlsx", &Limits::OWN).unwrap()).unwrap()
}

/// The report of an agency for a period, put into its folder as if it was saved at that moment. `news`: in the result of which
/// tasks something new stands; 0 for none.
#[allow(clippy::too_many_arguments, reason = "a bench has no type for what an office writes")]
pub fn send(
    root: &Path,
    province: Province,
    register: &Register,
    index: usize,
    period: Period,
    saved: Moment,
    data_as_of: &str,
    news: usize,
) {
    let cutoffs = schedule().plain(period);
    let day = moment::day(cutoffs.submit);
    let form = forms::current(day).unwrap();
    let own = part_of(register, index);
    let code = province.code(index);
    let mut book = empty_form(form, &own, &code, period, cutoffs, day);
    let mut dice = Dice::new(province.number * province.agencies + index);
    for sheet in &mut book.sheets {
        fill(sheet, &mut dice, data_as_of);
        if news > 0 && sheet.name == "NhiemVu" {
            add_news(sheet, news);
        }
    }
    let folder = root.join("nop").join(&code);
    fs::create_dir_all(&folder).unwrap();
    let (year, week) = period.to_string().split_once("-W").map(|(year, week)| (year.to_owned(), week.to_owned())).unwrap();
    let path = folder.join(format!("BC_{code}_T{week}_{year}.xlsx"));
    fs::write(&path, excel_write::to_bytes(&book).unwrap()).unwrap();
    let saved = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(saved.timestamp()).unwrap());
    fs::File::options().write(true).open(&path).unwrap().set_modified(saved).unwrap();
}

/// Every fourth task has something new to tell in a week.
fn add_news(sheet: &mut Sheet, news: usize) {
    let heading = "Kết quả thực hiện trong kỳ";
    let (top, column) =
        sheet.rows.iter().enumerate().find_map(|(at, row)| Some((at, row.cells.iter().position(|cell| shown(cell) == heading)?))).unwrap();
    for (number, row) in sheet.rows[top + 1..].iter_mut().enumerate().filter(|(number, _)| (number + news).is_multiple_of(4)) {
        let text = row.cells.get(column).map(|cell| shown(cell).to_owned()).unwrap_or_default();
        if !text.is_empty() {
            set(row, column, &format!("{text}; tuần thứ {news} đã làm thêm {} việc", number * 7 + news * 3));
        }
    }
}

/// The rhythm of the province.
pub fn schedule() -> Schedule {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    Schedule {
        cadence: Cadence::Weekly,
        submit: WeekTime { day: chrono::Weekday::Fri, time: time(11, 0) },
        desks: WeekTime { day: chrono::Weekday::Fri, time: time(15, 30) },
        release: WeekTime { day: chrono::Weekday::Fri, time: time(15, 30) },
        release_auto_minutes: 10,
        holiday_rule: HolidayRule::Earlier,
        from: None,
    }
}

fn is_commune(index: usize) -> bool {
    index % GROUP >= DEPARTMENTS
}

/// The first tasks of the sheet are those of agencies, in their order; then those of groups.
const OF_AGENCY: usize = OWN + LED;

fn task_code(row: usize) -> String {
    format!("KH{}-{:03}", row / 999 + 1, row % 999 + 1)
}

/// Who supports the tasks an agency leads: the next one of its group.
fn neighbour(index: usize, agencies: usize) -> usize {
    let first = index / GROUP * GROUP;
    let size = GROUP.min(agencies - first);
    first + (index - first + 1) % size
}

/// The register as far as it concerns one agency: making a form looks through all tasks.
fn part_of(register: &Register, index: usize) -> Register {
    let agencies = register.agencies.len();
    let groups = agencies * OF_AGENCY + index / GROUP * OF_GROUP;
    let first = index / GROUP * GROUP;
    let before = (first..agencies.min(first + GROUP)).find(|other| neighbour(*other, agencies) == index).unwrap();
    let led = before * OF_AGENCY + OWN..(before + 1) * OF_AGENCY;
    let rows = (index * OF_AGENCY..(index + 1) * OF_AGENCY).chain(led).chain(groups..groups + OF_GROUP);
    Register {
        agencies: vec![register.agencies[index].clone()],
        tasks: rows.map(|row| register.tasks[row].clone()).collect(),
        targets: register.targets.clone(),
        criteria: register.criteria.clone(),
        ..Register::default()
    }
}

fn empty_form(form: &Form, register: &Register, code: &str, period: Period, cutoffs: Cutoffs, day: NaiveDate) -> Book {
    assert_eq!(register.tasks_of(&register.agencies[0].code).count(), TASKS, "tasks of {code}");
    blank::book(&BlankInput {
        form,
        desk: &AgencyCode::parse("SKHCN").unwrap(),
        desk_name: "Sở Khoa học và Công nghệ",
        agency: &register.agencies[0],
        register,
        history: &History::default(),
        proposals: &[],
        span: Span::week(period),
        cutoffs,
        day,
        rehearsal: true,
        reported: None,
    })
}

/// Registers of provinces together, with further offices; those hear the desks of the provinces.
pub fn register_book(provinces: &[Province], others: &[&str]) -> Book {
    Book {
        title: "Danh mục".to_owned(),
        created: Moment::parse_from_rfc3339("2025-07-01T08:00:00+07:00").unwrap(),
        properties: Vec::new(),
        names: Vec::new(),
        sheets: vec![agency_sheet(provinces, others), task_sheet(provinces), target_sheet(provinces), criterion_sheet()],
    }
}

/// A sheet of headings and rows; cells are separated by `|`.
fn table(name: &str, headings: &str, rows: impl Iterator<Item = String>) -> Sheet {
    let cells = |line: &str| Row { height: 15.0, cells: line.split('|').map(|text| Cell::text(text, Style::PLAIN)).collect() };
    Sheet { name: name.to_owned(), rows: std::iter::once(cells(headings)).chain(rows.map(|row| cells(&row))).collect(), ..Sheet::default() }
}

/// The offices of provinces, their desks where there are several, and further rows.
fn agency_sheet(provinces: &[Province], others: &[&str]) -> Sheet {
    let headings = "Mã đơn vị|Tên đầy đủ|Tên viết tắt|Bí danh|Loại|Khối|Nhóm|Đơn vị cấp trên|Thư mục nộp|Nộp báo cáo tuần?|Nơi nộp|Cơ quan đôn đốc|Thứ tự in|Hiệu lực từ|Hiệu lực đến|Đơn vị kế thừa|Vai trò";
    let above = !others.is_empty();
    let row = |province: Province, index: usize| {
        let (code, number) = (province.code(index), province.number * province.agencies + index + 1);
        let (group, desk) = (group(province, index / GROUP), province.code(0));
        let (route, role) = if above { ("Chỉ Sở", if index == 0 { "Đầu mối" } else { "" }) } else { ("Cả hai", "") };
        let (name, short, kind, block) = if is_commune(index) {
            (format!("Ủy ban nhân dân xã thứ {number}"), format!("xã {number}"), "Xã", "Cấp xã")
        } else {
            (format!("Sở chuyên môn thứ {number}"), format!("Sở {number}"), "Sở, ban, ngành", "Chính quyền")
        };
        format!(
            "{code}|{name}|{short}||{kind}|{block}|{group}; {whole}||{code}|Có|{route}|{desk}|{number}|01/01/2025|||{role}",
            whole = whole(province)
        )
    };
    let offices = provinces.iter().flat_map(|province| (0..province.agencies).map(move |index| row(*province, index)));
    table("DonVi", headings, offices.chain(others.iter().map(|row| (*row).to_owned())))
}

/// The alias of a group of offices.
fn group(province: Province, number: usize) -> String {
    format!("Cụm {}.{}", province.number + 1, number + 1)
}

/// The alias of all offices of a province.
fn whole(province: Province) -> String {
    format!("Toàn tỉnh {}", province.number + 1)
}

fn task_sheet(provinces: &[Province]) -> Sheet {
    let headings = "Mã nhiệm vụ|Nhóm nhiệm vụ|Nội dung nhiệm vụ|Văn bản giao|Ngày ban hành văn bản|Loại nhiệm vụ|Đơn vị chủ trì|Đơn vị phối hợp|Loại thời hạn|Thời hạn (theo văn bản)|Bắt đầu|Hạn cuối|Kỳ triển khai|Năm kế hoạch|Giai đoạn|Sản phẩm/kết quả đầu ra|Khối|Cơ quan đôn đốc|Đầu mối theo dõi|Mã trên hệ thống NQ57|Tình trạng nhiệm vụ|Ghi chú";
    table("NhiemVu", headings, provinces.iter().flat_map(|province| task_lines(*province)))
}

fn task_lines(province: Province) -> Vec<String> {
    let agencies = province.agencies;
    let code = |index: usize| province.code(index);
    let mut row = 0;
    let mut line = |kind: &str, lead: &str, support: &str| {
        let code = province.task_code(row);
        let group = ["thể chế", "hạ tầng số", "dữ liệu", "nhân lực", "khác"][row % 5];
        let (deadline_kind, deadline) = match row % 8 {
            0 => ("Có hạn", "30/6/2025"),
            1 => ("Thường xuyên", "thường xuyên"),
            2 => ("Có hạn", "15/7/2025"),
            3 => ("Có hạn", "Quý III/2025"),
            4 | 5 => ("Có hạn", "30/9/2025"),
            _ => ("Có hạn", "năm 2025"),
        };
        row += 1;
        format!(
            "{code}|{group}|Triển khai nội dung số {row} của kế hoạch về phát triển khoa học, công nghệ và chuyển đổi số|11-KH/BCĐ|29/6/2025|{kind}|{lead}|{support}|{deadline_kind}|{deadline}||||2025||Báo cáo kết quả|Chính quyền|SKHCN|||Đang hiệu lực|"
        )
    };
    let mut lines = Vec::new();
    for index in 0..agencies {
        lines.extend((0..OWN).map(|_| line("Riêng", &code(index), "")));
        lines.extend((0..LED).map(|_| line("Chung có chủ trì", &code(index), &code(neighbour(index, agencies)))));
    }
    for number in 0..agencies.div_ceil(GROUP) {
        lines.extend((0..OF_GROUP).map(|_| line("Giao toàn khối", &group(province, number), "")));
    }
    lines
}

fn target_sheet(provinces: &[Province]) -> Sheet {
    let headings = "Mã chỉ tiêu|Nhóm|Tên chỉ tiêu|Văn bản giao|Đơn vị tính|Chiều đánh giá|Phép so sánh|Mục tiêu|Năm kế hoạch|Hạn đạt|Mục tiêu đến 2030|Cách ghi số liệu|Cách tổng hợp|Tử số là|Mẫu số là|Phương pháp đánh giá|Văn bản phương pháp|Đơn vị chủ trì|Đơn vị cung cấp số liệu|Tần suất cập nhật|Cận dưới hợp lý|Cận trên hợp lý|Được giảm so với kỳ trước?|Mã trên hệ thống NQ57|Tình trạng|Ghi chú";
    let row = |province: Province, number: usize| {
        let (number, desk, whole) = (province.number * 5 + number, province.code(0), whole(province));
        format!(
            "CT-{number:03}||Tỷ lệ hồ sơ trực tuyến loại {number}|15-TB/BCĐ|%|Càng cao càng tốt|≥|70|2025|31/12/2025||Lũy kế đến thời điểm báo cáo|Tử số-mẫu số|hồ sơ trực tuyến|tổng số hồ sơ|Chính thức||{desk}|{whole}|tuần|0|100|Không||Đang hiệu lực|"
        )
    };
    table("ChiTieu", headings, provinces.iter().flat_map(|province| (1..=5).map(move |number| row(*province, number))))
}

fn criterion_sheet() -> Sheet {
    let headings = "Mã|Tên|Giai đoạn|Bắt buộc|Hiệu lực từ|Hiệu lực đến|Văn bản";
    table("TieuChi", headings, (1..=7).map(|n| format!("TC{n:02}|Tiêu chí minh họa {n}|Giai đoạn 1|Có|01/7/2025||")))
}

/// Fills a sheet of a form as its agency might.
fn fill(sheet: &mut Sheet, dice: &mut Dice, data_as_of: &str) {
    match sheet.name.as_str() {
        "ThongTin" => {
            beside(sheet, "Số liệu tính đến", data_as_of);
            beside(sheet, "Lãnh đạo duyệt", "Giám đốc");
        }
        "NhiemVu" => fill_rows(sheet, "Mã nhiệm vụ", dice, task_row),
        "ChiTieu" => fill_rows(sheet, "Mã chỉ tiêu", dice, target_row),
        "TieuChi" => fill_rows(sheet, "Mã tiêu chí", dice, criterion_row),
        _ => {}
    }
}

/// What is written under which heading.
type Written = Vec<(&'static str, String)>;

fn task_row(code: &str, dice: &mut Dice) -> Written {
    let mut result = String::from("Đã triển khai theo kế hoạch");
    for _ in 0..dice.below(4) {
        write!(result, "; hoàn thành bước {} tại đơn vị, có {} hồ sơ", dice.below(9) + 1, dice.below(900)).unwrap();
    }
    let number = dice.below(300) + 1;
    let text = |text: &str| text.to_owned();
    // Every eighth task of the register has no end.
    let regular = row_of(code) % 8 == 1;
    let mistake = dice.below(100);
    let mut written = vec![("Kết quả thực hiện trong kỳ", result), ("Nhiệm vụ tuần tới", text("Tiếp tục thực hiện"))];
    match (regular, dice.below(10)) {
        (true, _) => written.push(("Trạng thái đơn vị báo", text("Thường xuyên"))),
        (false, 0..=1) => written.extend([
            ("Trạng thái đơn vị báo", text("Hoàn thành")),
            ("Tỷ lệ hoàn thành (%)", text("100")),
            ("Ngày hoàn thành", format!("{:02}/7/2025", dice.below(10) + 1)),
            // Some forget what proves it.
            (
                "Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)",
                if mistake < 10 { String::new() } else { format!("Báo cáo số {number}/BC ngày 08/7/2025") },
            ),
        ]),
        (false, 2) => written.extend([
            ("Trạng thái đơn vị báo", text("Chưa thực hiện")),
            ("Tỷ lệ hoàn thành (%)", text("0")),
            ("Nguyên nhân chậm", text("Chờ bố trí kinh phí")),
            ("Dự kiến hoàn thành", text("31/12/2025")),
        ]),
        (false, _) => written.extend([
            ("Trạng thái đơn vị báo", text(if mistake == 0 { "đang lam" } else { "Đang thực hiện" })),
            ("Tỷ lệ hoàn thành (%)", if mistake == 1 { text("150") } else { (dice.below(18) * 5 + 5).to_string() }),
            ("Nguyên nhân chậm", text("Chờ ý kiến thẩm định")),
            ("Dự kiến hoàn thành", text(if mistake == 2 { "cuối năm" } else { "31/12/2025" })),
        ]),
    }
    if dice.below(20) == 0 {
        written.push(("Khó khăn, vướng mắc", text("Thiếu cán bộ chuyên trách")));
        written.push(("Kiến nghị, đề xuất", text("Đề nghị bổ sung biên chế")));
        written.push(("Cấp giải quyết", text("UBND tỉnh")));
    }
    written
}

fn row_of(code: &str) -> usize {
    let (plan, number) = code.trim_start_matches("KH").split_once('-').unwrap();
    (plan.parse::<usize>().unwrap() - 1) * 999 + number.parse::<usize>().unwrap() - 1
}

fn target_row(_: &str, dice: &mut Dice) -> Written {
    let percent = dice.below(100) + 1;
    vec![
        ("Tử số", (percent * 3).to_string()),
        ("Mẫu số", "300".to_owned()),
        ("Kết quả đến kỳ báo cáo", percent.to_string()),
        ("Nguồn số liệu", "Báo cáo của phòng chuyên môn".to_owned()),
        ("Đơn vị tự đánh giá", if percent >= 70 { "Đạt" } else { "Chưa đạt" }.to_owned()),
    ]
}

fn criterion_row(_: &str, dice: &mut Dice) -> Written {
    let number = dice.below(50) + 1;
    if dice.below(3) == 0 {
        return vec![("Kết quả", "Chưa đạt".to_owned()), ("Khó khăn", "Chưa có đường truyền".to_owned())];
    }
    vec![("Kết quả", "Đạt".to_owned()), ("Ngày đạt", "05/7/2025".to_owned()), ("Minh chứng", format!("Biên bản {number}/BB-UBND"))]
}

/// Writes beside a label.
fn beside(sheet: &mut Sheet, label: &str, text: &str) {
    let row = sheet.rows.iter_mut().find(|row| row.cells.first().is_some_and(|c| shown(c).starts_with(label))).unwrap();
    set(row, 1, text);
}

/// Fills each row that has a code below its heading.
fn fill_rows(sheet: &mut Sheet, code_heading: &str, dice: &mut Dice, fill: fn(&str, &mut Dice) -> Written) {
    let is_heading = |row: &Row| row.cells.iter().position(|c| shown(c) == code_heading);
    let (top, code_column) = sheet.rows.iter().enumerate().find_map(|(at, row)| Some((at, is_heading(row)?))).unwrap();
    let headings: Vec<String> = sheet.rows[top].cells.iter().map(|c| shown(c).to_owned()).collect();
    for row in &mut sheet.rows[top + 1..] {
        let code = row.cells.get(code_column).map(|c| shown(c).to_owned()).unwrap_or_default();
        if code.is_empty() {
            continue;
        }
        for (heading, text) in fill(&code, dice) {
            let column = headings.iter().position(|h| h == heading).unwrap_or_else(|| panic!("no heading {heading}"));
            set(row, column, &text);
        }
    }
}

fn shown(cell: &Cell) -> &str {
    match &cell.value {
        Value::Text(text) => text,
        _ => "",
    }
}

fn set(row: &mut Row, column: usize, text: &str) {
    if row.cells.len() <= column {
        row.cells.resize(column + 1, Cell::default());
    }
    row.cells[column].value = match text.parse::<f64>() {
        Ok(number) => Value::Number(number),
        Err(_) if text.is_empty() => Value::Blank,
        Err(_) => Value::Text(text.to_owned()),
    };
}

/// Pseudo-random numbers, the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn new(agency: usize) -> Self {
        Self(0x5EED + agency as u64)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }
}
