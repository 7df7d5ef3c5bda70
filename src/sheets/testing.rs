//! A small consolidation in which every class, standing and result occurs, for the tests of the sheets. Its totals are
//! counted from its lines, as the real one's are.

use crate::model::agency::{AgencyKind, Block};
use crate::model::class::*;
use crate::model::config::Config;
use crate::model::consolidation::*;
use crate::model::criterion::{Criterion, CriterionResult};
use crate::model::finding::{Effect, Finding, Severity};
use crate::model::history::{KnownCriterion, Source};
use crate::model::inbox::{Content, Folder, InboxFile, Receipt};
use crate::model::moment::Moment;
use crate::model::period::{Period, PeriodName};
use crate::model::place::{CellRef, Place};
use crate::model::receipt_book::{BookRow, BookUse, HeldRow, Means};
use crate::model::register::Remark;
use crate::model::report::{AgencyReport, Field, Reading, Table, TargetValue, TaskRow};
use crate::model::rhythm::Span;
use crate::model::submission::*;
use crate::model::target::{Aggregation, Comparison as Sign, Direction, Method, Target};
use crate::model::task::*;
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Value};
use chrono::NaiveDate;

use crate::testing::{self, cutoffs, decimal as number, task_code as code, until};
pub(crate) use crate::testing::{agency, config};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(clock: &str) -> Moment {
    Moment::parse_from_rfc3339(&format!("2025-07-11T{clock}+07:00")).unwrap()
}

fn week(id: &str) -> Period {
    Period::parse_id(id).unwrap()
}

/// A number in a cell, if it is a whole one.
pub(crate) fn whole_number(cell: &Cell) -> Option<u32> {
    match cell.value {
        Value::Number(number) => (0..10_000u32).find(|whole| (f64::from(*whole) - number).abs() < 1e-9),
        _ => None,
    }
}

/// Calls `f` with a release of the fixture.
pub(crate) fn with_input<T>(f: impl FnOnce(&ProductInput<'_>) -> T) -> T {
    with_input_of(&consolidation(), f)
}

/// Calls `f` with a release of another consolidation.
pub(crate) fn with_input_of<T>(consolidation: &Consolidation, f: impl FnOnce(&ProductInput<'_>) -> T) -> T {
    f(&input(consolidation, &config()))
}

/// Calls `f` with a release of the fixture under another configuration.
pub(crate) fn with_config<T>(config: &Config, f: impl FnOnce(&ProductInput<'_>) -> T) -> T {
    f(&input(&consolidation(), config))
}

fn input<'a>(consolidation: &'a Consolidation, config: &'a Config) -> ProductInput<'a> {
    ProductInput {
        consolidation,
        config,
        desk_name: "Sở Khoa học và Công nghệ",
        edition: Edition::Release { version: 1, late: false },
        register_sha256: "c0ffee00aa11bb22cc33dd44ee55ff66c0ffee00aa11bb22cc33dd44ee55ff66",
        admissions: &[],
        replacement: None,
    }
}

/// Code, full name, short name, kind, block, standing, time of receipt, evidence.
type AgencyFact = (&'static str, &'static str, &'static str, AgencyKind, Block, Standing, Option<&'static str>, Option<Evidence>);

const AGENCIES: [AgencyFact; 12] = [
    ("SYT", "Sở Y tế", "Sở Y tế", AgencyKind::Department, Block::Government, Standing::OnTime, Some("10:50:12"), Some(Evidence::Scan)),
    (
        "STC",
        "Sở Tài chính",
        "Sở Tài chính",
        AgencyKind::Department,
        Block::Government,
        Standing::Admitted,
        Some("11:02:30"),
        Some(Evidence::Scan),
    ),
    (
        "SXD",
        "Sở Xây dựng",
        "Sở Xây dựng",
        AgencyKind::Department,
        Block::Government,
        Standing::Late,
        Some("11:20:00"),
        Some(Evidence::ServerTime),
    ),
    (
        "SCT",
        "Sở Công Thương",
        "Sở Công Thương",
        AgencyKind::Department,
        Block::Government,
        Standing::Returned,
        Some("09:15:00"),
        Some(Evidence::Scan),
    ),
    ("SNV", "Sở Nội vụ", "Sở Nội vụ", AgencyKind::Department, Block::Government, Standing::Missing, None, None),
    ("SGDDT", "Sở Giáo dục và Đào tạo", "Sở GD&ĐT", AgencyKind::Department, Block::Government, Standing::Missing, None, None),
    (
        "VPUB",
        "Văn phòng Ủy ban nhân dân tỉnh",
        "VP UBND tỉnh",
        AgencyKind::Department,
        Block::Government,
        Standing::OnTime,
        Some("11:40:00"),
        Some(Evidence::Unproven),
    ),
    ("SNNMT", "Sở Nông nghiệp và Môi trường", "Sở NN&MT", AgencyKind::Department, Block::Government, Standing::Arriving, None, None),
    ("BTGDV", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "Ban TG&DV TU", AgencyKind::PartyBoard, Block::Party, Standing::Exempt, None, None),
    (
        "X-THACHHA",
        "Xã Thạch Hà",
        "Xã Thạch Hà",
        AgencyKind::Commune,
        Block::Commune,
        Standing::OnTime,
        Some("08:00:00"),
        Some(Evidence::Clerk),
    ),
    (
        "P-THANHSEN",
        "Phường Thành Sen",
        "P. Thành Sen",
        AgencyKind::Ward,
        Block::Commune,
        Standing::OnTime,
        Some("08:05:59"),
        Some(Evidence::Scan),
    ),
    ("X-CANLOC", "Xã Can Lộc", "Xã Can Lộc", AgencyKind::Commune, Block::Commune, Standing::Missing, None, None),
];

pub(crate) fn consolidation() -> Consolidation {
    let agencies: Vec<AgencyInfo> = AGENCIES
        .iter()
        .map(|(code, name, short, kind, block, standing, ..)| AgencyInfo {
            code: agency(code),
            name: (*name).to_owned(),
            short: (*short).to_owned(),
            kind: *kind,
            block: *block,
            missing_streak: match (*standing, *code) {
                (Standing::Missing, "SNV") => 3,
                (Standing::Missing, _) => 1,
                _ => 0,
            },
        })
        .collect();
    let tasks = tasks();
    let targets = targets();
    let mut target_counts = TargetCounts::default();
    targets.iter().for_each(|t| target_counts.add(t.class));
    let mut previous = totals(&agencies, &tasks).overall;
    previous.done_on_time -= 1;
    previous.in_progress += 1;
    let mut previous_targets = target_counts;
    previous_targets.met -= 1;
    previous_targets.not_yet += 1;
    Consolidation {
        period: week("2025-W28"),
        span: Span::week(week("2025-W28")),
        cutoffs: cutoffs(),
        moved: None,
        unconfirmed: None,
        submissions: AGENCIES.iter().map(submission).collect(),
        task_totals: totals(&agencies, &tasks),
        agencies,
        tasks,
        criteria: criteria(),
        target_counts_by_year: vec![(2025, target_counts)],
        target_counts,
        targets,
        difficulties: vec![
            difficulty(
                &["SYT"],
                Some("KH11-001"),
                "Thường trực Tỉnh ủy",
                "Chưa có biên chế chuyên trách chuyển đổi số",
                "Đề nghị cho chủ trương bố trí biên chế",
            ),
            difficulty(&["STC", "SXD"], None, "UBND tỉnh", "Thiếu kinh phí", "=HYPERLINK(\"http://x\") Đề nghị bổ sung kinh phí năm 2025"),
            difficulty(&["VPUB"], None, "Đơn vị", "Máy chủ cũ", ""),
            difficulty(&["VPUB"], None, "", "Chưa rõ cấp", "Đề nghị hướng dẫn"),
        ],
        extra_tasks: vec![ExtraTask {
            agency: agency("SYT"),
            content: "Triển khai sổ sức khỏe điện tử".into(),
            document: "Công văn 12/UBND-VX".into(),
            assigned_on: Some(day("2025-07-03")),
            deadline: "30/9/2025".into(),
            status: "Đang thực hiện".into(),
            result: "Đã lập kế hoạch".into(),
            source: source("SYT", 4),
        }],
        comparison: Some(Comparison {
            period: week("2025-W27"),
            tasks: previous,
            targets: previous_targets,
            changes: vec![
                ClassChange { task: code("KH11-008"), before: Some(TaskClass::DueSoon), now: TaskClass::Overdue },
                ClassChange { task: code("KH11-002"), before: Some(TaskClass::InProgress), now: TaskClass::DoneOnTime },
            ],
        }),
        remarks: vec![Remark {
            period: PeriodName::Week(week("2025-W28")),
            section: "Nhận định chung".into(),
            text: "Các cơ quan, đơn vị tiếp tục triển khai các nhiệm vụ trọng tâm 6 tháng cuối năm 2025.".into(),
        }],
        findings: vec![finding(
            "H01",
            Severity::Warning,
            None,
            "",
            Place::file(),
            "Tổng các trạng thái (0) khác tổng số nhiệm vụ (1): còn 1 nhiệm vụ chưa phân loại: toàn danh mục.",
            "Đề nghị kiểm tra các dòng được nêu trước khi phát hành.",
        )],
        latest_receipt: Some(at("11:20:00")),
        places: ConsolidationPlaces::default(),
    }
}

fn totals(agencies: &[AgencyInfo], tasks: &[TaskLine]) -> TaskTotals {
    let mut totals = TaskTotals::default();
    for line in tasks {
        totals.overall.add(line.state);
        count_in(&mut totals.by_year, line.task.plan_year, line.state);
        count_in(&mut totals.by_document, line.task.document.clone(), line.state);
        count_in(&mut totals.by_group, line.task.group.clone(), line.state);
    }
    for info in agencies {
        let mut counts = ClassCounts::default();
        let parts = tasks.iter().flat_map(|line| &line.parts).filter(|part| part.agency == info.code);
        parts.filter_map(|part| part.state).for_each(|state| counts.add(state));
        totals.by_agency.push((info.code.clone(), counts));
    }
    totals
}

fn count_in<K: PartialEq>(list: &mut Vec<(K, ClassCounts)>, key: K, state: TaskState) {
    if !list.iter().any(|(known, _)| known == &key) {
        list.push((key, ClassCounts::default()));
        count_in_last(list, state);
        return;
    }
    if let Some((_, counts)) = list.iter_mut().find(|(known, _)| known == &key) {
        counts.add(state);
    }
}

fn count_in_last<K>(list: &mut [(K, ClassCounts)], state: TaskState) {
    if let Some((_, counts)) = list.last_mut() {
        counts.add(state);
    }
}

fn source(code: &str, row: u32) -> Source {
    Source {
        agency: agency(code),
        file: format!("{code}/BC_{code}_T28_2025.xlsx"),
        sha256: sha(code),
        sheet: "NhiemVu".into(),
        cell: Some(CellRef::new(row, 1)),
    }
}

/// A made-up hash.
fn sha(seed: &str) -> String {
    let sum: u32 = seed.bytes().map(u32::from).sum();
    format!("{sum:08x}").repeat(8)
}

fn finding(
    code: &'static str,
    severity: Severity,
    about: Option<&str>,
    file: &str,
    place: Place,
    message: &str,
    advice: &'static str,
) -> Finding {
    Finding {
        code: code.into(),
        severity,
        effect: Effect::Flag,
        agency: None,
        file: file.to_owned(),
        place,
        subject: None,
        more: 0,
        also: Vec::new(),
        about: about.unwrap_or("").to_owned(),
        message: message.to_owned(),
        advice: advice.into(),
    }
}

fn submission(fact: &AgencyFact) -> Submission {
    let (code, _, _, _, _, standing, received, evidence) = *fact;
    let received_at = received.map(at);
    let file = format!("{code}/BC_{code}_T28_2025.xlsx");
    let valid = matches!(standing, Standing::OnTime | Standing::Late | Standing::Admitted);
    let mut findings = Vec::new();
    match code {
        "SYT" => findings.extend([
            finding(
                "N12",
                Severity::Error,
                Some("KH11-001"),
                &file,
                Place::cell("NhiemVu", CellRef::new(13, 5)),
                "Tỷ lệ hoàn thành \"chín mươi\" không phải số từ 0 đến 100.",
                "Đề nghị ghi một số từ 0 đến 100.",
            ),
            finding(
                "N17",
                Severity::Warning,
                Some("KH11-002"),
                &file,
                Place::cell("NhiemVu", CellRef::new(14, 9)),
                "Hoàn thành nhưng chưa có minh chứng (số, ký hiệu, ngày văn bản hoặc sản phẩm).",
                "Đề nghị bổ sung minh chứng.",
            ),
            finding(
                "D06",
                Severity::Note,
                None,
                &file,
                Place::sheet("NhiemVu"),
                "Số ghi dạng chữ tại 2 ô; đã đổi.",
                "Đề nghị ghi số vào ô số.",
            ),
        ]),
        "SCT" => findings.push(finding(
            "T03",
            Severity::Reject,
            None,
            &file,
            Place::file(),
            "Tệp đặt mật khẩu. Đề nghị bỏ mật khẩu mở tệp rồi gửi lại.",
            "Đề nghị bỏ mật khẩu mở tệp rồi gửi lại.",
        )),
        "SXD" => findings.push(finding(
            "T19",
            Severity::Warning,
            None,
            &file,
            Place::file(),
            "Nộp muộn 20 phút: tiếp nhận lúc 11 giờ 20, hạn trước 11 giờ 00. Báo cáo được ghi nhận là nộp muộn.",
            "Đề nghị gửi trước hạn.",
        )),
        _ => {}
    }
    let booked_late = evidence == Some(Evidence::Clerk);
    let mut versions = Vec::new();
    if let (Some(received_at), Some(evidence)) = (received_at, evidence) {
        let timing = Timing { received_at, on_time: standing == Standing::OnTime || standing == Standing::Returned, evidence, booked_late };
        let content = if valid { workbook() } else { Content::Refused(crate::model::workbook::Refusal::Encrypted) };
        versions.push(version(1, &file, timing, content, valid, findings.clone()));
    }
    let document_received = (code == "SGDDT").then(|| at("10:40:00"));
    if let Some(received_at) = document_received {
        let timing = Timing { received_at, on_time: true, evidence: Evidence::Scan, booked_late: false };
        versions.push(version(1, "SGDDT/BC tuan 28.pdf", timing, Content::Document { kind: "PDF".into() }, false, Vec::new()));
    }
    let mut changed_after_cutoff = Vec::new();
    if code == "SYT" {
        let timing = Timing { received_at: at("11:15:00"), on_time: false, evidence: Evidence::Scan, booked_late: false };
        versions.push(version(2, "SYT/BC_SYT_T28_2025_SD1.xlsx", timing, workbook(), true, Vec::new()));
        changed_after_cutoff.push(LateChange {
            about: "KH11-001".into(),
            column: "Tỷ lệ hoàn thành (%)".into(),
            place: Place::cell("NhiemVu", CellRef::new(13, 5)),
            before: "chín mươi".into(),
            after: "90".into(),
        });
    }
    Submission {
        evidence,
        received_at,
        booked_late,
        counted: valid.then_some(0),
        punctual: valid.then_some(0),
        choice: if code == "SYT" {
            Choice::Chosen { because: Because::LastValid, unused: vec!["SYT/BC_SYT_T28_2025_SD1.xlsx".into()] }
        } else {
            Choice::Only
        },
        merged: matches!(standing, Standing::OnTime | Standing::Admitted),
        nil: code == "P-THANHSEN",
        revised_after_cutoff: (code == "SYT").then(|| at("11:15:00")),
        changed_after_cutoff,
        document_received,
        booked: received_at.filter(|_| booked_late).map(|at| booked(code, at)).into_iter().collect(),
        exempt_because: (standing == Standing::Exempt).then(|| "Nơi nộp: Chỉ VPTU".to_owned()),
        findings,
        versions,
        ..testing::submission(&agency(code), standing)
    }
}

/// A row of the clerk's receipt book, written after the cutoff.
fn booked(code: &str, received_at: Moment) -> BookUse {
    let said = BookRow {
        period: week("2025-W28"),
        agency: agency(code),
        file: Some(format!("BC_{code}_T28_2025.xlsx")),
        received_at,
        channel: "Zalo".to_owned(),
        number: String::new(),
        receiver: "Người nhận minh họa".to_owned(),
        note: String::new(),
    };
    let row = HeldRow { seq: 1, line: 2, said, since: at("11:05:00"), withdrawn: false };
    BookUse { row, means: Means::Receipt(1), booked_late: true }
}

fn version(number: u32, path: &str, timing: Timing, content: Content, valid: bool, findings: Vec<Finding>) -> Version {
    let mut version = Version { number, findings, valid, ..testing::version(path, timing, content) };
    version.receipt = Receipt {
        seq: i64::from(number) + i64::try_from(path.len()).unwrap(),
        file: InboxFile { folder: Folder::Common, size: 9000, modified_at: Some(timing.received_at), ..version.receipt.file },
        hash: sha(path),
        sha256: sha(path),
        last_scan_before: Some(timing.received_at - chrono::TimeDelta::minutes(5)),
        ..version.receipt
    };
    version
}

/// A report with rows for two tasks.
fn workbook() -> Content {
    let row = |number: u32, code: &str| TaskRow {
        row: number,
        code: Field { cell: Some(CellRef::new(number, 1)), typed: code.into(), reading: Reading::Value(code.into()), ..Field::default() },
        ..TaskRow::default()
    };
    let table = Table { sheet: "NhiemVu".to_owned(), rows: vec![row(13, "KH11-001"), row(14, "KH11-002")] };
    Content::Workbook(Box::new(testing::extraction(AgencyReport { tasks: Some(table), ..AgencyReport::default() })))
}

fn tasks() -> Vec<TaskLine> {
    use TaskClass as C;
    // Code, class, begun, days, past its deadline, reported, colour, lead.
    let facts = [
        ("KH11-001", C::DoneEarly, true, None, false, Some(Status::Done), Light::Green, "SYT"),
        ("KH11-002", C::DoneOnTime, true, None, false, Some(Status::Done), Light::Green, "SYT"),
        ("KH11-003", C::DoneLate, true, Some(12), false, Some(Status::Done), Light::Yellow, "STC"),
        ("KH11-004", C::DoneUndated, true, None, false, Some(Status::Done), Light::Yellow, "STC"),
        ("KH11-005", C::InProgress, true, Some(81), false, Some(Status::InProgress), Light::Green, "SXD"),
        ("KH11-006", C::DueSoon, true, Some(4), false, Some(Status::InProgress), Light::Yellow, "VPUB"),
        ("KH11-007", C::DueSoon, false, Some(0), false, Some(Status::NotStarted), Light::Yellow, "VPUB"),
        ("KH11-008", C::Overdue, true, Some(5), false, Some(Status::InProgress), Light::Red, "SYT"),
        ("TB15-001", C::Overdue, false, Some(41), false, Some(Status::NotStarted), Light::Red, "SNV"),
        ("TB15-002", C::NotStarted, false, Some(81), false, Some(Status::NotStarted), Light::Green, "SNV"),
        ("TB15-003", C::Regular, true, None, false, Some(Status::Regular), Light::Green, "SCT"),
        ("TB15-004", C::NotDueYet, false, Some(173), false, Some(Status::NotDueYet), Light::Grey, "SCT"),
        ("TB15-005", C::Paused, true, None, false, Some(Status::Paused), Light::Grey, "SGDDT"),
        ("TB15-006", C::NoDeadline, true, None, false, Some(Status::InProgress), Light::Yellow, "SGDDT"),
        ("TB15-007", C::NoReport, false, Some(10), true, None, Light::Red, "SNV"),
        ("TB15-008", C::NoReport, false, Some(20), false, None, Light::Yellow, "SNV"),
        ("TB15-009", C::Withdrawn, false, None, false, None, Light::Grey, "SNV"),
    ];
    let mut lines: Vec<TaskLine> = facts
        .into_iter()
        .map(|(task_code, class, started, days, past_deadline, reported, light, lead)| {
            task_line(task_code, TaskState { class, started, days, past_deadline }, reported, light, lead)
        })
        .collect();
    for line in &mut lines {
        match line.task.code.as_str() {
            "KH11-005" => {
                line.task.extended = Some(Extension { original_text: "30/6/2025".into(), times: 1, document: "Công văn 03/SXD".into() });
            }
            "KH11-008" => {
                line.marks = vec!["đang đề nghị gia hạn".into()];
                line.cause = "Chờ thẩm định\u{7} kinh phí".into();
                line.expected_on = Some(day("2025-08-31"));
                line.percent = Some(number("62.5"));
            }
            "TB15-001" => {
                line.stale = true;
                line.last_update = Some(week("2025-W27"));
            }
            "KH11-002" => line.result = "=1+1\nĐã ban hành kế hoạch".into(),
            _ => {}
        }
    }
    lines.push(whole_group());
    lines
}

fn task_line(task_code: &str, state: TaskState, reported: Option<Status>, light: Light, lead: &str) -> TaskLine {
    let done = state.class.is_done();
    let written = reported.is_some();
    let row = source(lead, 13);
    TaskLine {
        task: Task {
            group: if task_code.starts_with("KH") { "Hạ tầng số" } else { "Dữ liệu" }.into(),
            content: format!("Nội dung nhiệm vụ {task_code}: tham mưu ban hành và tổ chức thực hiện kế hoạch chuyển đổi số của ngành"),
            document: if task_code.starts_with("KH") { "11-KH/BCĐ" } else { "15-TB/BCĐ" }.into(),
            issued_on: Some(day("2025-06-02")),
            supports: vec![agency("VPUB")],
            deadline_text: "30/9/2025".into(),
            deadline: Some(until(2025, 9, 30)),
            validity: if state.class == TaskClass::Withdrawn { Validity::Withdrawn } else { Validity::InForce },
            ..testing::task(task_code, lead)
        },
        state,
        reported,
        marks: Vec::new(),
        percent: reported.map(|_| number(if done { "100" } else { "40" })),
        completed_on: done.then(|| day("2025-06-30")),
        result: if written { "Đã tham mưu ban hành kế hoạch, đang triển khai".into() } else { String::new() },
        evidence: if done { "Quyết định 12/QĐ-SYT ngày 30/6/2025".into() } else { String::new() },
        obstacle: String::new(),
        cause: String::new(),
        proposal: String::new(),
        expected_on: None,
        last_update: written.then(|| week("2025-W28")),
        stale: false,
        light,
        parts: vec![PartLine {
            agency: agency(lead),
            role: Role::Lead,
            work: String::new(),
            deadline_to: Some(day("2025-09-30")),
            status: reported,
            state: Some(state),
            percent: None,
            completed_on: None,
            period: written.then(|| week("2025-W28")),
            source: written.then(|| row.clone()),
        }],
        sources: if written { vec![row] } else { Vec::new() },
        previous_class: None,
    }
}

/// A task of which each member of a group has a part; more sources than a cell names.
fn whole_group() -> TaskLine {
    let members = ["SYT", "STC", "SXD", "SCT", "SNV", "SGDDT"];
    let overdue = TaskState { class: TaskClass::Overdue, started: true, days: Some(30), past_deadline: false };
    let done = TaskState { class: TaskClass::DoneOnTime, started: true, days: None, past_deadline: false };
    let mut line = task_line("TB15-010", overdue, Some(Status::InProgress), Light::Red, "SYT");
    line.task.kind = TaskKind::WholeGroup;
    line.task.leads = members.iter().map(|m| agency(m)).collect();
    line.task.parts = members.iter().map(|m| Part { agency: agency(m), work: String::new(), deadline: None }).collect();
    line.task.deadline_text = "11/6/2025".into();
    line.task.deadline = Some(until(2025, 6, 11));
    line.marks = vec!["5/6 đơn vị hoàn thành".into()];
    line.parts = members
        .iter()
        .map(|m| PartLine {
            agency: agency(m),
            role: Role::Part,
            work: String::new(),
            deadline_to: Some(day("2025-06-11")),
            status: Some(if *m == "SNV" { Status::InProgress } else { Status::Done }),
            state: Some(if *m == "SNV" { overdue } else { done }),
            percent: None,
            completed_on: None,
            period: Some(week("2025-W28")),
            source: Some(source(m, 20)),
        })
        .collect();
    line.sources = members.iter().map(|m| source(m, 20)).collect();
    line.result = members
        .iter()
        .map(|m| format!("- {m}: {}", "đã số hóa dữ liệu chuyên ngành theo kế hoạch; ".repeat(8)))
        .collect::<Vec<_>>()
        .join("\n");
    line
}

fn targets() -> Vec<TargetLine> {
    use TargetClass as C;
    let percent = |text: &str| Some(TargetValue::Number(number(text)));
    let mut lines = vec![
        target_line("CT-001", C::Exceeded, "%", "90", percent("99.74"), Light::Green),
        target_line("CT-002", C::Met, "%", "100", percent("100"), Light::Green),
        target_line("CT-003", C::NotMet, "%", "70", percent("54.5"), Light::Red),
        target_line("CT-004", C::NotYet, "trạm", "250", percent("1234.5"), Light::Yellow),
        target_line("CT-005", C::NotAssessable, "%", "40", None, Light::Grey),
        target_line("CT-006", C::NoData, "người", "300", None, Light::Grey),
        target_line("CT-007", C::Met, "", "1", Some(TargetValue::Passed(true)), Light::Green),
    ];
    lines[2].numerator = Some(number("545"));
    lines[2].denominator = Some(number("1000"));
    lines[2].missing = vec![agency("SXD")];
    lines[2].providers = 6;
    lines[2].self_assessment = "Đạt".into();
    lines[3].estimated = true;
    lines[3].stale = true;
    lines[3].last_update = Some(week("2025-W27"));
    lines[3].target.adjusted = Some(("300".into(), "Công văn 05/UBND".into()));
    lines[4].target.method = Method::Missing;
    lines[4].reason = "Trung ương chưa ban hành phương pháp".into();
    lines[5].missing = vec![agency("SNV")];
    lines[5].providers = 1;
    lines[6].target.direction = Direction::PassFail;
    lines
}

fn target_line(target_code: &str, class: TargetClass, unit: &str, goal: &str, value: Option<TargetValue>, light: Light) -> TargetLine {
    TargetLine {
        target: Target {
            group: "Hạ tầng số".into(),
            name: format!("Tên chỉ tiêu {target_code}"),
            document: "15-TB/BCĐ".into(),
            comparison: if target_code == "CT-001" { Sign::MoreThan } else { Sign::AtLeast },
            goal: number(goal),
            goal_text: goal.into(),
            aggregation: Aggregation::Lead,
            ..testing::target(target_code, unit, &["SYT"])
        },
        class,
        value,
        numerator: None,
        denominator: None,
        estimated: false,
        missing: Vec::new(),
        providers: 1,
        self_assessment: String::new(),
        reason: String::new(),
        previous: value.map(|_| "50".to_owned()),
        stale: false,
        last_update: value.map(|_| week("2025-W28")),
        light,
        sources: if value.is_some() { vec![source("SYT", 7)] } else { Vec::new() },
    }
}

fn criteria() -> Criteria {
    use CriterionResult::{Met, NotApplicable, NotMet};
    let names = ["TC01", "TC02", "TC03"];
    let criterion = |name: &&str| Criterion { from: day("2025-07-01"), document: "Minh họa".into(), ..testing::criterion(name) };
    let criteria: Vec<Criterion> = names.iter().map(criterion).collect();
    let line = |who: &str, results: [Option<CriterionResult>; 3], light| {
        let known = |(name, result): (&str, Option<CriterionResult>)| {
            result.map(|result| KnownCriterion {
                period: week("2025-W28"),
                source: source(who, 5),
                ..testing::known_criterion(who, name, result)
            })
        };
        let met = results.iter().filter(|r| **r == Some(Met)).count();
        CriteriaLine {
            agency: agency(who),
            results: names.into_iter().zip(results).map(known).collect(),
            met: u32::try_from(met).unwrap(),
            light,
            complete_on: (met == 3).then(|| day("2025-07-10")),
            changes: Vec::new(),
            stale: false,
        }
    };
    let mut lines = vec![
        line("X-THACHHA", [Some(Met), Some(Met), Some(Met)], Light::Green),
        line("P-THANHSEN", [Some(Met), Some(NotMet), Some(NotApplicable)], Light::Red),
        line("X-CANLOC", [None, None, None], Light::Grey),
    ];
    lines[0].changes = vec![("TC03".to_owned(), Some(NotMet), Met)];
    lines[1].stale = true;
    Criteria { criteria, lines }
}

fn difficulty(agencies: &[&str], task: Option<&str>, level: &str, obstacle: &str, proposal: &str) -> Difficulty {
    Difficulty {
        agencies: agencies.iter().map(|a| agency(a)).collect(),
        task: task.map(code),
        obstacle: obstacle.into(),
        proposal: proposal.into(),
        level: level.into(),
        period: week("2025-W28"),
        source: source(agencies[0], 13),
    }
}
