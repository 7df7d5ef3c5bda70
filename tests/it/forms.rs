//! A form as a file: written, read by the reader, extracted.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be made is a failed test")]

use chrono::NaiveDate;
use serde_json::{Value, json};
use tonghop::forms;
use tonghop::io::excel_write;
use tonghop::model::agency::AgencyCode;
use tonghop::model::calendar::Calendar;
use tonghop::model::config::Limits;
use tonghop::model::cutoff::Cutoffs;
use tonghop::model::extraction::{Extraction, RecognisedBy};
use tonghop::model::history::History;
use tonghop::model::moment;
use tonghop::model::period::Period;
use tonghop::model::place::{CellRef, Place};
use tonghop::model::register::Register;
use tonghop::model::report::{AgencyReport, Info};
use tonghop::model::span::Span;
use tonghop::model::task::Status;
use tonghop::reader;
use tonghop::sheets::blank::{self, BlankInput};
use tonghop::sheets::sheet::{self, Book};

fn agency(code: &str, name: &str, kind: &str) -> Value {
    json!({"code": code, "name": name, "short": name, "aliases": [], "kind": kind, "block": "Government", "groups": [], "parent": null,
        "folder": code, "weekly": true, "route": "Both", "supervisor": "SKHCN", "order": 1, "from": "2025-01-01", "to": null, "successor": null})
}

fn task(number: u32, content: &str, deadline: Option<&str>) -> Value {
    let shown = deadline.and_then(|d| d.parse::<NaiveDate>().ok()).map_or_else(|| "Thường xuyên".to_owned(), tonghop::text::format::date);
    json!({"code": format!("KH11-{number:03}"), "group": "", "content": content, "document": "11-KH/TU", "issued_on": null, "kind": "Own",
        "leads": ["SYT"], "supports": [], "deadline_kind": if deadline.is_some() { "Dated" } else { "Regular" }, "deadline_text": shown,
        "deadline": deadline.map(|d| json!({"from": d, "to": d})), "extended": null, "window": null, "window_text": "", "plan_year": 2025,
        "phase": "", "output": "", "block": "Government", "supervisor": "", "nq57_code": "", "validity": "InForce", "note": "", "parts": [],
        "place": {"sheet": null, "cell": null}})
}

fn target(number: u32, name: &str, unit: &str, direction: &str) -> Value {
    json!({"code": format!("CT-{number:03}"), "group": "", "name": name, "document": "", "unit": unit, "direction": direction,
        "comparison": "AtLeast", "goal": "80", "goal_text": "≥ 80", "adjusted": null, "plan_year": 2025,
        "due": {"from": "2025-12-31", "to": "2025-12-31"}, "due_text": "2025", "goal_2030": "", "frequency": "", "recording": "Cumulative", "aggregation": "Lead",
        "numerator": "", "denominator": "", "method": "Official", "method_document": "", "leads": ["SYT"], "providers": ["SYT"],
        "low": null, "high": null, "may_fall": false, "nq57_code": "", "validity": "InForce", "note": "", "place": {"sheet": null, "cell": null}})
}

fn known(number: u32, status: &str, percent: &str, completed: Option<&str>) -> Value {
    json!({"agency": "SYT", "task": format!("KH11-{number:03}"), "role": "Lead", "status": status, "percent": percent, "completed_on": completed,
        "result": "Đã tập huấn 125/200 cán bộ; hoàn thành dự thảo kế hoạch, đang lấy ý kiến các đơn vị", "evidence": "Công văn 456/SYT-KHTC ngày 20/6/2025",
        "obstacle": "", "cause": "", "proposal": "", "level": "", "expected_on": null, "next_week": "", "note": "", "period": "2025-W27",
        "stale_fields": {}, "source": {"agency": "SYT", "file": "a.xlsx", "sha256": "", "sheet": "NhiemVu", "cell": null}})
}

fn world() -> (Register, History) {
    let contents = [
        (
            "Triển khai hồ sơ sức khỏe điện tử tại 100% cơ sở khám, chữa bệnh trên địa bàn tỉnh; kết nối, chia sẻ dữ liệu với cơ sở dữ liệu quốc gia về dân cư",
            Some("2025-06-15"),
        ),
        ("Xây dựng kế hoạch ứng dụng trí tuệ nhân tạo trong chẩn đoán hình ảnh giai đoạn 2025 - 2030", Some("2025-09-30")),
        ("Bố trí ít nhất 3% ngân sách chi cho khoa học, công nghệ và chuyển đổi số của ngành", Some("2025-12-31")),
        ("Tuyên truyền, phổ biến Nghị quyết số 57-NQ/TW", None),
        ("Rà soát, cắt giảm thủ tục hành chính của ngành y tế", Some("2025-06-30")),
    ];
    let tasks: Vec<Value> = (1u32..).zip(contents).map(|(n, (content, deadline))| task(n, content, deadline)).collect();
    let criterion = |code: &str| json!({"code": code, "name": format!("Tiêu chí minh họa {code}"), "phase": "Giai đoạn 1", "mandatory": true, "from": "2025-01-01", "to": null, "document": "", "exempt_by": "", "place": {"sheet": null, "cell": null}});
    let register = json!({
        "agencies": [agency("SYT", "Sở Y tế", "Department"), agency("X-THACHHA", "UBND xã Thạch Hà", "Commune")],
        "tasks": tasks,
        "targets": [target(1, "Tỷ lệ người dân có hồ sơ sức khỏe điện tử", "%", "Higher"), target(2, "Số trạm y tế có bệnh án điện tử", "trạm", "Higher"), target(3, "Ban hành kiến trúc số của ngành", "Đạt/Không đạt", "PassFail")],
        "criteria": (1..=16).map(|n| criterion(&format!("TC{n:02}"))).collect::<Vec<_>>(), "adjustments": [],
        "calendar": Calendar::default(), "remarks": [], "programmes": [], "confirmations": [], "desk_rules": {"rules": [], "faults": []}, "notes": [], "mistakes": []
    });
    let history = json!({
        "period": "2025-W27", "tasks": [known(1, "InProgress", "80", None), known(2, "InProgress", "40", None), known(5, "Done", "100", Some("2025-06-20"))],
        "targets": [], "criteria": [], "classes": {}, "target_classes": {}, "target_values": {}, "task_counts": null, "target_counts": null,
        "fingerprints": {}, "missing_streak": {}, "no_report_streak": {}
    });
    (serde_json::from_value(register).unwrap(), serde_json::from_value(history).unwrap())
}

fn form_of(register: &Register, history: &History, agency: usize) -> Book {
    let day = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();
    let at = |h, m| moment::at(day.and_hms_opt(h, m, 0).unwrap());
    blank::book(&BlankInput {
        form: &forms::builtin()[0],
        desk: &AgencyCode::parse("SKHCN").unwrap(),
        desk_name: "Sở Khoa học và Công nghệ",
        agency: &register.agencies[agency],
        register,
        history,
        proposals: &[],
        span: Span::week(Period::parse_id("2025-W28").unwrap()),
        cutoffs: Cutoffs { submit: at(11, 0), release: at(15, 30) },
        day,
        rehearsal: false,
        reported: None,
    })
}

fn through_a_file(book: &Book) -> Extraction {
    let bytes = excel_write::to_bytes(book).unwrap();
    let workbook = reader::read(&bytes, "xlsx", &Limits::DEFAULT).unwrap();
    forms::extract(&workbook, &forms::builtin()[0])
}

#[test]
fn a_blank_form_comes_back_as_it_was_filled_in() {
    let (register, history) = world();
    let read = through_a_file(&form_of(&register, &history, 0));
    assert_eq!(read.recognised_by, RecognisedBy::Meta);
    assert_eq!(
        (read.form_version.as_deref(), read.meta_agency.as_deref(), read.meta_period.as_deref()),
        (Some("1.0"), Some("SYT"), Some("2025-W28"))
    );
    assert_eq!((read.layout.len(), read.secrecy_marks.len()), (0, 0));
    assert_eq!(read.report.info.period.value().map(ToString::to_string).as_deref(), Some("2025-W28"));
    assert_eq!(read.report.info.revision.value(), Some(&0));
    let tasks = &read.report.tasks.unwrap().rows;
    let shown: Vec<_> =
        tasks.iter().map(|t| (t.code.text().to_owned(), t.status.value().map(|s| s.status), t.percent.typed.to_string())).collect();
    let row = |code: &str, status, percent: &str| (code.to_owned(), status, percent.to_owned());
    assert_eq!(
        shown,
        [
            row("KH11-001", Some(Status::InProgress), "80"),
            row("KH11-002", Some(Status::InProgress), "40"),
            row("KH11-003", None, ""),
            row("KH11-004", None, ""),
            row("KH11-005", Some(Status::Done), "100"),
        ]
    );
    assert_eq!(tasks[4].completed_on.typed, "20/6/2025");
    assert_eq!(read.report.targets.unwrap().rows.len(), 3);
}

#[test]
fn what_an_agency_types_comes_back() {
    let (register, history) = world();
    let mut book = form_of(&register, &history, 0);
    let form = &forms::builtin()[0];
    let mut put = |sheet: &str, row: usize, heading: &str, value: sheet::Value| {
        let column = form.sheets.iter().find(|s| s.name == sheet).unwrap().columns.iter().position(|c| c.heading == heading).unwrap();
        book.sheets.iter_mut().find(|s| s.name == sheet).unwrap().rows[row].cells[column].value = value;
    };
    let text = |t: &str| sheet::Value::Text(t.to_owned());
    put("NhiemVu", 6, "Trạng thái đơn vị báo", text("đã xong"));
    put("NhiemVu", 6, "Ngày hoàn thành", text("ngày 4/7/2025"));
    put("NhiemVu", 6, "Kết quả thực hiện trong kỳ", text("=1+1"));
    put("NhiemVu", 6, "Tỷ lệ hoàn thành (%)", sheet::Value::Number(62.5));
    put("ChiTieu", 4, "Tử số", sheet::Value::Number(125.0));
    put("NhiemVuPhatSinh", 5, "Nội dung", text("Việc mới"));
    let read = through_a_file(&book);
    let task = read.report.tasks.unwrap().rows.remove(2);
    assert_eq!(task.code.text(), "KH11-003");
    let status = task.status.value().unwrap();
    assert_eq!((status.status, status.exact), (Status::Done, false));
    assert_eq!(task.completed_on.value(), NaiveDate::from_ymd_opt(2025, 7, 4).as_ref());
    assert_eq!((task.result.text(), task.percent.typed.as_str()), ("=1+1", "62,5"));
    assert_eq!(task.result.cell.unwrap().to_string(), "J7");
    assert_eq!(read.report.targets.unwrap().rows[0].numerator.typed, "125");
    assert_eq!(read.report.extra_tasks.unwrap().rows.len(), 1);
    assert_eq!(read.secrecy_marks, []);
}

/// Of a form with a mark of secrecy nothing is read but whose it is and for when.
#[test]
fn beside_a_mark_of_secrecy_nothing_is_read() {
    let (register, history) = world();
    let mut book = form_of(&register, &history, 0);
    let whole = through_a_file(&book);
    let sheet = book.sheets.iter_mut().find(|s| s.name == "NhiemVu").unwrap();
    sheet.rows[6].cells[9].value = sheet::Value::Text("Theo công văn 12\nTỐI MẬT".to_owned());
    let read = through_a_file(&book);
    let place = Place::cell("NhiemVu", CellRef::new(6, 9));
    assert_eq!(read.secrecy_marks, [(place, "TỐI MẬT".to_owned())]);
    assert_eq!(read.report.info.agency, whole.report.info.agency);
    assert_eq!(read.report.info.period, whole.report.info.period);
    let info = Info { agency: read.report.info.agency.clone(), period: read.report.info.period.clone(), ..Info::default() };
    assert_eq!(read.report, AgencyReport { info, ..AgencyReport::default() });
    // A sheet that is no sheet of the form may itself be called what nobody should read.
    book.sheets[0].name = "Chuyên án X".to_owned();
    book.sheets[0].rows[0].cells[0].value = sheet::Value::Text("MẬT".to_owned());
    assert!(!format!("{:?}", through_a_file(&book)).contains("Chuyên án X"));
}

#[test]
fn communes_get_the_criteria_and_nothing_else() {
    let (register, history) = world();
    let read = through_a_file(&form_of(&register, &history, 1));
    assert_eq!(read.layout, []);
    assert_eq!(read.report.criteria.unwrap().rows.len(), 16);
    assert!(read.report.tasks.is_none() && read.report.targets.is_none());
}

/// The register of the sample province: the form of each agency is read back with every row assigned to it.
#[test]
fn every_agency_of_the_sample_gets_a_form_that_reads_back() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/ha-tinh/danh-muc.xlsx");
    let workbook = reader::read(&std::fs::read(path).unwrap(), "xlsx", &Limits::DEFAULT).unwrap();
    let day = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();
    let register = tonghop::io::registers::understand(&workbook).unwrap().in_force(day);
    let history = History::default();
    let (mut tasks, mut targets, mut criteria) = (0, 0, 0);
    for (at, agency) in register.agencies.iter().enumerate() {
        let read = through_a_file(&form_of(&register, &history, at));
        assert_eq!((read.layout.as_slice(), read.secrecy_marks.as_slice()), ([].as_slice(), [].as_slice()), "{}", agency.code);
        assert_eq!(read.meta_agency.as_deref(), Some(agency.code.as_str()));
        let rows = read.report.tasks.map_or(Vec::new(), |t| t.rows);
        let mut assigned: Vec<_> = register.tasks_of(&agency.code).map(|(t, _)| t.code.to_string()).collect();
        let mut shown: Vec<_> = rows.iter().map(|t| t.code.text().to_owned()).collect();
        assigned.sort();
        shown.sort();
        assert_eq!(shown, assigned, "{}", agency.code);
        for row in &rows {
            let task = register.tasks.iter().find(|t| t.code.as_str() == row.code.text()).unwrap();
            assert_eq!(row.content.text(), tonghop::text::normalise::display(&task.content));
        }
        tasks += rows.len();
        targets += read.report.targets.map_or(0, |t| t.rows.len());
        criteria += read.report.criteria.map_or(0, |t| t.rows.len());
    }
    assert!(tasks > 0 && targets > 0 && criteria > 0, "{tasks} {targets} {criteria}");
}
