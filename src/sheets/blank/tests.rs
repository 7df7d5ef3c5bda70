//! The form as plain data, and read back through the same definition.

mod read_back;

use super::*;
use crate::forms::{self, extract};
use crate::model::agency::{Agency, AgencyKind};
use crate::model::calendar::Calendar;
use crate::model::criterion::CriterionResult;
use crate::model::cutoff::Cutoffs;
use crate::model::deadline::DayInterval;
use crate::model::extraction::{LayoutIssue, RecognisedBy};
use crate::model::history::{History, KnownCriterion, KnownTarget, KnownTask};
use crate::model::moment;
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::report::{FieldId, TargetValue};
use crate::model::span::Span;
use crate::model::target::{Aggregation, Direction, Target};
use crate::model::task::{DeadlineKind, Part, Role, Status, Task, TaskKind};
use crate::model::workbook::{RawValue, RawWorkbook};
use crate::sheets::as_read::workbook as raw;
use crate::sheets::sheet::{Allow, Value, Visibility};
use crate::testing::{self, agency as code, day, decimal};
use chrono::NaiveDate;

fn agency(code: &str, kind: AgencyKind) -> Agency {
    Agency { name: format!("Đơn vị {code}"), short: code.to_owned(), ..testing::member(code, kind) }
}

fn task(code: &str, deadline: Option<NaiveDate>) -> Task {
    Task {
        content: format!("Nội dung {code}").into(),
        document: "11-KH/TU".into(),
        issued_on: None,
        deadline_kind: if deadline.is_some() { DeadlineKind::Dated } else { DeadlineKind::Regular },
        deadline_text: deadline.map_or_else(String::new, format::date).into(),
        deadline: deadline.map(|d| DayInterval { from: d, to: d }),
        ..testing::task(code, "SYT")
    }
}

fn target(code: &str, unit: &str, direction: Direction) -> Target {
    Target {
        direction,
        goal: 80.into(),
        goal_text: "80".into(),
        due_text: "2025".into(),
        aggregation: Aggregation::Lead,
        ..testing::target(code, unit, &["SYT"])
    }
}

fn known(code: &str, status: Status, percent: i64) -> KnownTask {
    KnownTask {
        percent: Some(percent.into()),
        completed_on: (status == Status::Done).then(|| day(2025, 6, 20)),
        result: "Đã trình dự thảo".into(),
        evidence: "123/QĐ-SYT".into(),
        ..testing::known_task("SYT", code, status)
    }
}

/// A register of seven tasks (one of another agency), three targets and two criteria, with a history.
fn world() -> (Register, History) {
    let mut regular = task("KH11-004", None);
    regular.deadline_text = "Thường xuyên".into();
    let mut foreign = task("KH11-005", Some(day(2025, 9, 30)));
    foreign.leads = vec![code("STC")];
    let mut parts = task("KH11-006", Some(day(2025, 9, 30)));
    parts.kind = TaskKind::WholeGroup;
    parts.parts = vec![Part { agency: code("SYT"), work: "Kết nối dữ liệu y tế".into(), deadline: None }];
    let mut support = task("KH11-007", Some(day(2025, 6, 30)));
    support.kind = TaskKind::SharedLed;
    support.leads = vec![code("STC")];
    support.supports = vec![code("SYT")];
    let register = Register {
        agencies: vec![agency("SYT", AgencyKind::Department), agency("X-THACHHA", AgencyKind::Commune)],
        tasks: vec![
            task("KH11-001", Some(day(2025, 6, 15))),
            task("KH11-002", Some(day(2025, 9, 30))),
            task("KH11-003", Some(day(2025, 6, 30))),
            regular,
            foreign,
            parts,
            support,
        ],
        targets: vec![
            target("CT-001", "%", Direction::Higher),
            target("CT-002", "trạm", Direction::Higher),
            target("CT-003", "Đạt/Không đạt", Direction::PassFail),
        ],
        criteria: ["TC01", "TC02"].map(testing::criterion).to_vec(),
        calendar: Calendar::default(),
        ..Register::default()
    };
    let mut history = History {
        period: Period::parse_id("2025-W27"),
        tasks: vec![
            known("KH11-001", Status::Done, 100),
            known("KH11-002", Status::InProgress, 40),
            known("KH11-003", Status::InProgress, 80),
            known("KH11-004", Status::Done, 100),
        ],
        targets: vec![KnownTarget {
            numerator: Some(125.into()),
            denominator: Some(200.into()),
            value: Some(TargetValue::Number(decimal("62.5"))),
            ..testing::known_target("SYT", "CT-001")
        }],
        criteria: vec![KnownCriterion {
            value: "98%".into(),
            met_on: Some(day(2025, 6, 1)),
            evidence: "12/BC-UBND".into(),
            ..testing::known_criterion("X-THACHHA", "TC01", CriterionResult::Met)
        }],
        ..History::default()
    };
    history.sort();
    (register, history)
}

fn make(register: &Register, history: &History, agency: usize) -> Book {
    book(&BlankInput {
        form: &forms::builtin()[0],
        desk: &code("SKHCN"),
        desk_name: "Sở Khoa học và Công nghệ",
        agency: &register.agencies[agency],
        register,
        history,
        proposals: &[],
        span: Span::week(testing::week()),
        cutoffs: testing::cutoffs(),
        day: day(2025, 7, 11),
        rehearsal: false,
        reported: None,
    })
}

fn health() -> Book {
    let (register, history) = world();
    make(&register, &history, 0)
}

fn sheet<'a>(book: &'a Book, name: &str) -> &'a Sheet {
    book.sheets.iter().find(|s| s.name == name).unwrap_or_else(|| panic!("{name}"))
}

fn column(id: SheetId, field: FieldId) -> usize {
    forms::builtin()[0].sheet(id).unwrap().columns.iter().position(|c| c.field == field).unwrap()
}

/// Types a value into a book.
fn put(book: &mut Book, sheet: &str, row: usize, column: usize, value: Value) {
    book.sheets.iter_mut().find(|s| s.name == sheet).unwrap().rows[row].cells[column].value = value;
}

fn state(book: &Book) -> String {
    match &sheet(book, "ThongTin").rows[3].cells[1].value {
        Value::Formula(own) => own.result.clone(),
        other => panic!("{other:?}"),
    }
}

const FIRST: usize = 4;

#[test]
fn sheets_with_nothing_assigned_are_left_out() {
    let names = |book: &Book| book.sheets.iter().map(|s| s.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&health()), ["ThongTin", "NhiemVu", "ChiTieu", "NhiemVuPhatSinh", "HuongDan", "_DM", "_meta"]);
    let (register, history) = world();
    assert_eq!(names(&make(&register, &history, 1)), ["ThongTin", "TieuChi", "NhiemVuPhatSinh", "HuongDan", "_DM", "_meta"]);
    let hidden: Vec<_> = health().sheets.into_iter().filter(|s| s.visibility == Visibility::Hidden).map(|s| s.name).collect();
    assert_eq!(hidden, ["_DM", "_meta"]);
}

#[test]
fn an_agency_with_nothing_assigned_lacks_no_sheet() {
    let (register, history) = world();
    let nothing = Register { tasks: vec![], targets: vec![], ..register };
    let workbook = raw(&make(&nothing, &history, 0));
    assert_eq!(workbook.sheet_names[..2], ["ThongTin", "NhiemVuPhatSinh"]);
    assert_eq!(extract(&workbook, &forms::builtin()[0]).layout, []);
}

#[test]
fn what_is_filled_in_is_read_back() {
    let read = extract(&raw(&health()), &forms::builtin()[0]);
    assert_eq!(read.recognised_by, RecognisedBy::Meta);
    assert_eq!((read.form.as_str(), read.form_version.as_deref()), ("BM-01", Some("1.0")));
    assert_eq!((read.meta_agency.as_deref(), read.meta_period.as_deref()), (Some("SYT"), Some("2025-W28")));
    assert_eq!(read.layout, []);
    assert_eq!(read.secrecy_marks, []);
    let info = &read.report.info;
    assert_eq!((info.agency.text(), info.agency_name.text(), info.revision.value()), ("SYT", "Đơn vị SYT", Some(&0)));
    assert_eq!(info.period.value().copied(), Period::parse_id("2025-W28").map(crate::model::period::PeriodName::Week));
    assert!(info.as_of.is_empty() && info.approver.is_empty() && info.nil.is_empty());

    let tasks = &read.report.tasks.as_ref().unwrap().rows;
    let codes: Vec<&str> = tasks.iter().map(|t| t.code.text()).collect();
    assert_eq!(codes, ["KH11-003", "KH11-002", "KH11-004", "KH11-006", "KH11-007", "KH11-001"], "overdue, open, finished");
    let status = |at: usize| tasks[at].status.value().map(|s| s.status);
    assert_eq!(status(1), Some(Status::InProgress));
    assert_eq!(tasks[1].percent.value(), Some(&40.into()));
    assert_eq!(tasks[1].evidence.text(), "123/QĐ-SYT");
    assert!(tasks[1].result.is_empty(), "last week's result stands in the grey column alone");
    assert_eq!(tasks[1].deadline.text(), "30/9/2025");
    assert_eq!(status(2), Some(Status::Regular), "a regular task is never finished");
    assert!(tasks[2].completed_on.is_empty());
    assert!(tasks[3].status.is_empty());
    assert_eq!(tasks[3].role.value(), Some(&Role::Part));
    assert_eq!(tasks[4].role.value(), Some(&Role::Support));
    assert_eq!(tasks[5].completed_on.value(), Some(&day(2025, 6, 20)));

    let targets = &read.report.targets.as_ref().unwrap().rows;
    assert_eq!(targets.len(), 3);
    assert!(targets.iter().all(|t| t.value.is_empty() && t.numerator.is_empty()));
    assert_eq!(read.report.extra_tasks.as_ref().unwrap().rows.len(), 0, "spare rows are no rows");
    assert!(read.report.criteria.is_none());

    let (register, history) = world();
    let commune = extract(&raw(&make(&register, &history, 1)), &forms::builtin()[0]);
    assert_eq!(commune.layout, [], "a form without tasks lacks nothing");
    let criteria = &commune.report.criteria.as_ref().unwrap().rows;
    assert_eq!(criteria[0].result.value(), Some(&CriterionResult::Met), "criteria carry forward");
    assert_eq!(criteria[0].met_on.value(), Some(&day(2025, 6, 1)));
    assert!(criteria[1].result.is_empty());
}

#[test]
fn finished_rows_are_locked_and_open_rows_are_not() {
    let book = health();
    let tasks = sheet(&book, "NhiemVu");
    let unlocked = |row: usize| tasks.rows[row].cells.iter().filter(|c| c.style.unlocked).count();
    let inputs = forms::builtin()[0].sheet(SheetId::Tasks).unwrap().columns.iter().filter(|c| c.input).count();
    assert_eq!(unlocked(FIRST), inputs);
    assert_eq!(unlocked(FIRST + 5), 2, "of the finished row the status and the reason why it is taken back");
    assert!(tasks.protected);
    assert!(tasks.rows[..FIRST].iter().flat_map(|r| &r.cells).all(|c| !c.style.unlocked), "headings");
    let previous = &tasks.rows[FIRST + 1].cells[column(SheetId::Tasks, FieldId::PreviousResult)];
    assert_eq!(previous.value, Value::Text("(Tuần 27/2025) Đã trình dự thảo".into()));
    assert!(!previous.style.unlocked);
    let part = &tasks.rows[FIRST + 3].cells[column(SheetId::Tasks, FieldId::PreviousResult)];
    assert_eq!(part.value, Value::Text("Phần việc được giao: Kết nối dữ liệu y tế".into()));
}

#[test]
fn a_finished_task_without_a_date_can_still_be_given_one() {
    let (register, mut history) = world();
    history.tasks.iter_mut().find(|k| k.task.as_str() == "KH11-001").unwrap().completed_on = None;
    let book = make(&register, &history, 0);
    let row = &sheet(&book, "NhiemVu").rows[FIRST + 5];
    let open: Vec<usize> = (0..).zip(&row.cells).filter(|(_, c)| c.style.unlocked).map(|(at, _)| at).collect();
    assert_eq!(open, [FieldId::Status, FieldId::CompletedOn, FieldId::Note].map(|field| column(SheetId::Tasks, field)));
}

/// 2 on the first sheet; overdue row: cause and expected date; two rows never reported: status and percent;
/// targets: three times value, source, assessment.
#[test]
fn the_form_counts_what_is_missing() {
    assert_eq!(state(&health()), "CHƯA GỬI ĐƯỢC: chưa điền hoặc chưa xác nhận. Còn 17 ô cần điền");
    let (register, history) = world();
    assert_eq!(
        state(&make(&register, &history, 1)),
        "CHƯA GỬI ĐƯỢC: chưa điền hoặc chưa xác nhận. Còn 3 ô cần điền",
        "first sheet and one criterion"
    );
    let nothing = Register { tasks: vec![], targets: vec![], ..register };
    assert_eq!(state(&make(&nothing, &history, 0)), "CHƯA GỬI ĐƯỢC: chưa điền hoặc chưa xác nhận. Còn 2 ô cần điền");
}

/// Counts again, after cells were filled, as the formulas of the first sheet do.
fn missing(book: &Book, id: SheetId, open: u32, overdue: u32) -> usize {
    let form = forms::builtin()[0].sheet(id).unwrap();
    let first = u32::try_from(FIRST).unwrap();
    let span = |from: u32, rows: u32| (rows > 0).then(|| (from, from + rows - 1));
    let spans = needs::Spans { open: span(first, open), overdue: span(first, overdue), in_time: span(first + overdue, open - overdue) };
    let sheet = sheet(book, &form.name);
    needs::of_table(form, spans).iter().map(|n| n.count(sheet)).sum()
}

#[test]
fn filling_what_is_asked_for_leaves_nothing() {
    let mut book = health();
    assert_eq!(missing(&book, SheetId::Tasks, 5, 1), 6);
    let at = |field| column(SheetId::Tasks, field);
    let text = |t: &str| Value::Text(t.to_owned());
    put(&mut book, "NhiemVu", FIRST, at(FieldId::Cause), text("Chờ hướng dẫn"));
    put(&mut book, "NhiemVu", FIRST, at(FieldId::ExpectedOn), Value::Date(day(2025, 8, 1)));
    for row in [FIRST + 3, FIRST + 4] {
        put(&mut book, "NhiemVu", row, at(FieldId::Status), text("Chưa thực hiện"));
        put(&mut book, "NhiemVu", row, at(FieldId::Percent), Value::Number(0.0));
    }
    assert_eq!(missing(&book, SheetId::Tasks, 5, 1), 0);
    put(&mut book, "NhiemVu", FIRST + 1, at(FieldId::Status), text("Hoàn thành"));
    assert_eq!(missing(&book, SheetId::Tasks, 5, 1), 1, "Hoàn thành asks for a date");
    put(&mut book, "NhiemVu", FIRST + 1, at(FieldId::Status), text("Tạm dừng"));
    assert_eq!(missing(&book, SheetId::Tasks, 5, 1), 1, "Tạm dừng asks for an expected date");
    put(&mut book, "NhiemVu", FIRST + 1, at(FieldId::Status), text("Đang thực hiện"));
    put(&mut book, "NhiemVu", FIRST + 1, at(FieldId::Percent), Value::Number(0.75));
    assert_eq!(missing(&book, SheetId::Tasks, 5, 1), 1, "75% typed with its sign");
    put(&mut book, "NhiemVu", FIRST + 2, at(FieldId::Percent), Value::Blank);
    assert_eq!(missing(&book, SheetId::Tasks, 5, 1), 1, "a regular task needs no percentage");

    assert_eq!(missing(&book, SheetId::Targets, 3, 0), 9);
    let at = |field| column(SheetId::Targets, field);
    put(&mut book, "ChiTieu", FIRST, at(FieldId::Numerator), Value::Number(125.0));
    assert_eq!(missing(&book, SheetId::Targets, 3, 0), 9, "the numerator replaces the result and asks for the denominator");
    put(&mut book, "ChiTieu", FIRST, at(FieldId::Denominator), Value::Number(200.0));
    assert_eq!(missing(&book, SheetId::Targets, 3, 0), 8);
    put(&mut book, "ChiTieu", FIRST + 1, at(FieldId::Assessment), text("Chưa đánh giá được"));
    assert_eq!(missing(&book, SheetId::Targets, 3, 0), 6, "only the reason is left in that row");
    put(&mut book, "ChiTieu", FIRST + 1, at(FieldId::Reason), text("Chưa có phương pháp"));
    assert_eq!(missing(&book, SheetId::Targets, 3, 0), 5);

    let at = |field| column(SheetId::ExtraTasks, field);
    assert_eq!(missing(&book, SheetId::ExtraTasks, 10, 0), 0);
    put(&mut book, "NhiemVuPhatSinh", FIRST, at(FieldId::Content), text("Việc mới"));
    assert_eq!(missing(&book, SheetId::ExtraTasks, 10, 0), 2);
}

#[test]
fn cells_accept_what_the_definition_says() {
    let book = health();
    let allowed = |sheet_name: &str, row: u32, at: usize| {
        let column = u16::try_from(at).unwrap();
        let inside =
            |v: &&crate::sheets::sheet::Validation| v.area.first_column == column && v.area.first_row <= row && row <= v.area.last_row;
        sheet(&book, sheet_name).validations.iter().find(inside).map(|v| v.allow.clone())
    };
    let first = u32::try_from(FIRST).unwrap();
    assert_eq!(allowed("NhiemVu", first, column(SheetId::Tasks, FieldId::Status)), Some(Allow::ListFrom("=_DM!$A$2:$A$8".into())));
    assert_eq!(allowed("NhiemVu", first, column(SheetId::Tasks, FieldId::Percent)), Some(Allow::Number(0.0, 100.0)));
    let value = column(SheetId::Targets, FieldId::Value);
    assert_eq!(allowed("ChiTieu", first, value), Some(Allow::Number(0.0, 100.0)), "a rate");
    assert_eq!(allowed("ChiTieu", first + 1, value), Some(Allow::Whole(0.0, 1e15)), "a count");
    assert_eq!(allowed("ChiTieu", first + 2, value), Some(Allow::ListFrom("=_DM!$F$2:$F$3".into())), "pass or fail");
    for sheet in &book.sheets {
        for validation in &sheet.validations {
            assert!(validation.error.0.chars().count() <= 32, "{}", validation.error.0);
            assert!(validation.prompt.as_ref().is_none_or(|(title, text)| title.chars().count() <= 32 && text.chars().count() <= 255));
        }
    }
}

#[test]
fn the_instructions_are_complete_and_filled_in() {
    let book = health();
    let texts: Vec<String> = sheet(&book, "HuongDan")
        .rows
        .iter()
        .flat_map(|r| &r.cells)
        .filter_map(|c| if let Value::Text(t) = &c.value { Some(t.clone()) } else { None })
        .collect();
    assert!(texts.iter().all(|t| !t.contains(['{', '}'])), "{texts:?}");
    assert!(texts.iter().any(|t| t.starts_with("Trước 11 giờ 00 thứ Sáu 11/7/2025.")));
    assert!(texts.iter().any(|t| t.starts_with("11 giờ 00 thứ Năm 10/7/2025.")), "data close a working day before");
    assert!(texts.iter().any(|t| t.contains("BC_SYT_T28_2025.xlsx")));
    assert!((1..=11).all(|n| texts.iter().any(|t| t.starts_with(&format!("{n}. ")))));
}

#[test]
fn every_row_has_a_height_and_every_page_is_a4_landscape() {
    let book = health();
    for sheet in &book.sheets {
        assert!(sheet.rows.iter().all(|r| r.height > 0.0), "{}", sheet.name);
    }
    let tasks = sheet(&book, "NhiemVu");
    assert!(tasks.page.landscape && tasks.page.fit == Some((1, 0)));
    assert_eq!((tasks.freeze, tasks.repeat_rows), (Some((4, 3)), Some((3, 3))));
    assert_eq!(book.names[0], ("BM_TieuDe_ChiTieu".to_owned(), "='ChiTieu'!$A$4:$N$4".to_owned()));
}

#[test]
fn a_rehearsal_says_so() {
    let (register, history) = world();
    let at = |h, m| moment::at(day(2025, 7, 11).and_hms_opt(h, m, 0).unwrap());
    let cutoffs = Cutoffs { submit: at(11, 0), release: at(15, 30) };
    let book = book(&BlankInput {
        form: &forms::builtin()[0],
        desk: &code("SKHCN"),
        desk_name: "Sở",
        agency: &register.agencies[0],
        register: &register,
        history: &history,
        proposals: &[],
        span: Span::week(testing::week()),
        cutoffs,
        day: day(2025, 7, 11),
        rehearsal: true,
        reported: None,
    });
    assert_eq!(book.created, cutoffs.submit);
    for sheet in book.sheets.iter().filter(|s| s.visibility == Visibility::Visible) {
        assert!(sheet.page.footer.starts_with("DIỄN TẬP"), "{}", sheet.name);
    }
}

#[test]
fn names_of_files() {
    let code = code("SYT");
    assert_eq!(file_name(&code, Period::parse_id("2025-W28").unwrap()), "BC_SYT_T28_2025.xlsx");
}
