//! A small consolidation in which every class, standing and result occurs, for the tests of the sheets. Its totals are
//! counted from its lines, as the real one's are.

mod lines;

use crate::model::agency::{AgencyKind, Block};
use crate::model::calendar::Calendar;
use crate::model::class::*;
use crate::model::comparison::{ClassChange, Comparison};
use crate::model::config::Config;
use crate::model::consolidation::*;
use crate::model::criterion::{Criterion, CriterionResult};
use crate::model::finding::{Effect, Finding, Severity, Subject};
use crate::model::hindrances::Hindrances;
use crate::model::history::{KnownCriterion, Source};
use crate::model::inbox::{Content, Folder, InboxFile, Receipt};
use crate::model::moment::Moment;
use crate::model::period::{Period, PeriodName};
use crate::model::place::{CellRef, Place};
use crate::model::receipt_book::{BookRow, BookUse, HeldRow, Means};
use crate::model::register::Remark;
use crate::model::report::{AgencyReport, Field, Reading, SheetId, Table, TargetValue, TaskRow};
use crate::model::roads::Roads;
use crate::model::span::Span;
use crate::model::submission::*;
use crate::model::target::{Aggregation, Comparison as Sign, Direction, Method, Target};
use crate::model::task::*;
use crate::model::week_figures::{Punctuality, WeekFigures};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Value};
use chrono::NaiveDate;
use lines::{criteria, difficulty, numbered, proposals, targets, tasks};

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

/// Calls `f` with a release of another consolidation under another configuration.
pub(crate) fn with_config_of<T>(config: &Config, consolidation: &Consolidation, f: impl FnOnce(&ProductInput<'_>) -> T) -> T {
    f(&input(consolidation, config))
}

fn input<'a>(consolidation: &'a Consolidation, config: &'a Config) -> ProductInput<'a> {
    ProductInput {
        consolidation,
        config,
        desk_name: "Sở Khoa học và Công nghệ",
        edition: Edition::Release { version: 1, late: false },
        register_sha256: "c0ffee00aa11bb22cc33dd44ee55ff66c0ffee00aa11bb22cc33dd44ee55ff66",
        chain_head: Some("beef00aa11bb22cc33dd44ee55ff66c0ffee00aa11bb22cc33dd44ee55ff6600"),
        admissions: &[],
        earlier: &[],
        rows: None,
        replacement: None,
        withdrawals: &[],
        hindrances: Hindrances::default(),
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
        former: std::collections::BTreeMap::new(),
        desks: Vec::new(),
        roads: Roads::default(),
        desk_rules: Vec::new(),
        calendar: Calendar::default(),
        trials: Vec::new(),
        agencies,
        tasks,
        criteria: criteria(),
        target_counts_by_year: vec![(2025, target_counts)],
        target_counts,
        targets,
        difficulties: vec![
            numbered(
                difficulty(
                    &["SYT"],
                    Some("KH11-001"),
                    "Thường trực Tỉnh ủy",
                    "Chưa có biên chế chuyên trách chuyển đổi số",
                    "Đề nghị cho chủ trương bố trí biên chế",
                ),
                &[1],
            ),
            numbered(
                difficulty(
                    &["STC", "SXD"],
                    None,
                    "UBND tỉnh",
                    "Thiếu kinh phí",
                    "=HYPERLINK(\"http://x\") Đề nghị bổ sung kinh phí năm 2025",
                ),
                &[2, 3],
            ),
            difficulty(&["VPUB"], None, "Đơn vị", "Máy chủ cũ", ""),
            difficulty(&["VPUB"], None, "", "Chưa rõ cấp", "Đề nghị hướng dẫn"),
        ],
        proposals: proposals(),
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
                ClassChange { task: code("KH11-008"), before: Some(TaskClass::DueSoon), now: TaskClass::Overdue, late_in: None },
                ClassChange { task: code("KH11-002"), before: Some(TaskClass::InProgress), now: TaskClass::DoneOnTime, late_in: None },
            ],
        }),
        // No release in week 26; up to week 24 punctuality was not kept.
        weeks: [("2025-W27", Some((8, 11))), ("2025-W25", Some((9, 11))), ("2025-W24", None)]
            .map(|(id, reports)| WeekFigures {
                period: week(id),
                tasks: previous,
                targets: previous_targets,
                reports: reports.map(|(on_time, must_report)| Punctuality { on_time, must_report }),
            })
            .into(),
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
            "Đề nghị kiểm tra các dòng được nêu trước khi chốt bản tổng hợp.",
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
        count_in(&mut totals.by_document, line.task.document.to_string(), line.state);
        count_in(&mut totals.by_group, line.task.group.to_string(), line.state);
    }
    for info in agencies {
        let mut counts = ClassCounts::default();
        let parts = tasks.iter().flat_map(|line| &line.parts).filter(|part| part.agency == info.code);
        parts.filter_map(|part| part.state).for_each(|state| counts.add(state));
        totals.by_agency.push((info.code.clone(), counts));
    }
    totals.lines = lines::total_lines(tasks);
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
        file: format!("{code}/BC_{code}_T28_2025.xlsx").into(),
        sha256: sha(code).into(),
        sheet: "NhiemVu".into(),
        cell: Some(CellRef::new(row, 1)),
    }
}

/// A made-up SHA-256 in hexadecimal, the same for the same seed.
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
    let row = |cell: CellRef| Subject { sheet: SheetId::Tasks, row: cell.row, field: None };
    let subject = place.cell.map(row);
    Finding {
        code: code.into(),
        severity,
        effect: if severity == Severity::Error { Effect::Cell } else { Effect::Flag },
        agency: None,
        file: file.to_owned(),
        place,
        subject,
        more: 0,
        also: Vec::new(),
        to_type: String::new(),
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
        as_sent: None,
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
    let table = Table { sheet: "NhiemVu".into(), rows: vec![row(13, "KH11-001"), row(14, "KH11-002")] };
    Content::Workbook(Box::new(testing::extraction(AgencyReport { tasks: Some(table), ..AgencyReport::default() })))
}
