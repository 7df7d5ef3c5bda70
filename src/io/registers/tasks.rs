//! The sheet `NhiemVu`.

use super::documents::Documents;
use super::group_line;
use super::names::Names;
use super::table::{Log, Row, Table};
use crate::model::agency::{AgencyCode, Block};
use crate::model::deadline::{DayInterval, DeadlineReading};
use crate::model::place::Place;
use crate::model::task::{DeadlineKind, Part, Task, TaskCode, TaskKind, Validity};
use crate::model::workbook::RawValue;
use crate::sheets::register_layout::{Choice, Column, tasks as columns};
use crate::text::{dates, deadline, format, words};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::BTreeMap;

/// All tasks in the order of the sheet.
pub(super) fn read(table: Option<&Table<'_>>, names: &Names<'_>, log: &mut Log) -> Vec<Task> {
    let mut tasks: Vec<Task> = Vec::new();
    let mut codes: BTreeMap<TaskCode, Place> = BTreeMap::new();
    let mut documents = Documents::default();
    for row in table.into_iter().flat_map(Table::rows) {
        let Some(code) = code(row, &columns::CODE, "KH11-007 hoặc TB15-021.2", log) else { continue };
        if let Some(first) = codes.get(&code) {
            log.twice(code.as_str(), first, row.place(&columns::CODE));
            continue;
        }
        codes.insert(code.clone(), row.place(&columns::CODE));
        let task = task(row, code, names, log);
        documents.see(row, &task.document, log);
        tasks.push(task);
    }
    tasks
}

/// A code of the register's shape.
pub(super) fn code(row: Row<'_>, column: &Column, example: &str, log: &mut Log) -> Option<TaskCode> {
    let code = TaskCode::parse(&row.text(column));
    if code.is_none() && group_line::is_told(row, column, log) {
        return None;
    }
    let text = row.required_text(column, log);
    if code.is_none() && !text.is_empty() {
        log.mistake(row.place(column), format!("Mã “{}” không đúng dạng. Đề nghị ghi như {example}.", format::quote(&text)));
    }
    code
}

fn task(row: Row<'_>, code: TaskCode, names: &Names<'_>, log: &mut Log) -> Task {
    let kind = row.word(&columns::KIND, Choice::TaskKind, words::task_kind, log);
    let mut leads = names.list(row, &columns::LEADS, &row.required_text(&columns::LEADS, log), log);
    names.in_print_order(&mut leads);
    if let Some(kind) = kind
        && let Some(message) = wrong_leads(kind, leads.len())
    {
        log.mistake(row.place(&columns::LEADS), message);
    }
    let kind = kind.unwrap_or(TaskKind::Own);
    let mut supports = names.list(row, &columns::SUPPORTS, &row.text(&columns::SUPPORTS), log);
    supports.retain(|s| !leads.contains(s));
    let plan_year = row.required_year(&columns::PLAN_YEAR, log).unwrap_or(2000);
    let issued_on = row.date(&columns::ISSUED_ON, log);
    let deadline_kind = row.word(&columns::DEADLINE_KIND, Choice::DeadlineKind, words::deadline_kind, log);
    let (deadline_text, deadline) = deadline_of(row, deadline_kind, plan_year, issued_on, log);
    Task {
        code,
        group: row.text(&columns::GROUP).into(),
        content: row.required_text(&columns::CONTENT, log).into(),
        document: row.required_text(&columns::DOCUMENT, log).into(),
        issued_on,
        kind,
        parts: if kind.has_parts() { parts(&leads) } else { Vec::new() },
        leads,
        supports,
        deadline_kind: deadline_kind.unwrap_or(DeadlineKind::Dated),
        deadline_text: deadline_text.into(),
        deadline,
        extended: None,
        window: window(row, plan_year, log),
        window_text: row.text(&columns::WINDOW).into(),
        plan_year,
        phase: row.text(&columns::PHASE).into(),
        output: row.text(&columns::OUTPUT).into(),
        block: row.word(&columns::BLOCK, Choice::Block, words::block, log).unwrap_or(Block::Government),
        supervisor: row.required_text(&columns::SUPERVISOR, log).into(),
        nq57_code: row.text(&columns::NQ57).into(),
        validity: row.word(&columns::VALIDITY, Choice::Validity, words::validity, log).unwrap_or(Validity::InForce),
        note: row.text(&columns::NOTE).into(),
        place: row.place(&columns::CODE),
    }
}

/// A task without parts has one lead; what is wrong with this many.
pub(super) fn wrong_leads(kind: TaskKind, leads: usize) -> Option<String> {
    // No lead at all has been said already, as a blank cell or an unknown name.
    (!kind.has_parts() && leads > 1).then(|| {
        format!(
            "Nhiệm vụ “{}” phải có đúng một đơn vị chủ trì, đang ghi {leads}. Đề nghị chuyển các đơn vị khác sang phối hợp hoặc đổi loại nhiệm vụ.",
            kind.label()
        )
    })
}

fn parts(leads: &[AgencyCode]) -> Vec<Part> {
    leads.iter().map(|agency| Part { agency: agency.clone(), work: String::new(), deadline: None }).collect()
}

/// What a cell for words of a deadline says; none after a mistake.
pub(super) enum Words {
    /// The words were understood.
    Read(DeadlineReading),
    /// The words were not understood; the mistake is noted.
    Unreadable,
}

/// Reads a cell in which a deadline is expected in the words of a document.
pub(super) fn deadline_words(row: Row<'_>, column: &Column, plan_year: i32) -> Words {
    match row.value(column) {
        None => Words::Read(DeadlineReading::None),
        Some(RawValue::DateTime(at)) => Words::Read(DeadlineReading::Days(DayInterval { from: at.date(), to: at.date() })),
        Some(_) => deadline::read(&row.text(column), plan_year).map_or(Words::Unreadable, Words::Read),
    }
}

/// What to say of words that are not understood.
pub(super) fn not_understood(row: Row<'_>, column: &Column, words: &Words) -> String {
    let text = format::quote(&row.text(column));
    match words {
        Words::Read(_) | Words::Unreadable => {
            format!("Không hiểu thời hạn “{text}”. Đề nghị ghi như 30/9/2025, tháng 9/2025, Quý III/2025, năm 2025.")
        }
    }
}

/// The deadline as written and in days. "Bắt đầu" and "Hạn cuối" win over the words; a deadline that is not there at
/// all is no mistake of the register's form: such a task is counted as without a deadline.
fn deadline_of(
    row: Row<'_>,
    kind: Option<DeadlineKind>,
    plan_year: i32,
    issued_on: Option<NaiveDate>,
    log: &mut Log,
) -> (String, Option<DayInterval>) {
    let start = row.date(&columns::START, log);
    let end = row.date(&columns::END, log);
    let reading = deadline_words(row, &columns::DEADLINE, plan_year);
    let has_days = matches!(kind, Some(DeadlineKind::Dated | DeadlineKind::FromIssue));
    let computed = match &reading {
        Words::Read(DeadlineReading::Days(days)) => Some(*days),
        Words::Read(DeadlineReading::AfterIssue(count)) => {
            if issued_on.is_none() && end.is_none() && has_days {
                log.note(row.place(&columns::DEADLINE), "Chưa tính được hạn vì thiếu “Ngày ban hành văn bản”.");
            }
            issued_on.and_then(|day| day.checked_add_days(Days::new(u64::from(*count)))).map(|day| DayInterval { from: day, to: day })
        }
        Words::Read(DeadlineReading::Regular | DeadlineReading::Conditional | DeadlineReading::None) => None,
        Words::Unreadable => {
            if has_days && end.is_none() {
                let message = format!("{} Hoặc điền cột “Hạn cuối”.", not_understood(row, &columns::DEADLINE, &reading));
                log.mistake(row.place(&columns::DEADLINE), message);
            }
            None
        }
    };
    if let Some(RawValue::DateTime(at)) = row.value(&columns::DEADLINE)
        && at.date().day() == 1
    {
        let day = format::date(at.date());
        let message = format!("Thời hạn được hiểu là đúng ngày {day}. Nếu ý là cả tháng, đề nghị ghi bằng chữ, ví dụ “tháng 9/2025”.");
        log.note(row.place(&columns::DEADLINE), message);
    }
    let written = row.text(&columns::DEADLINE);
    if let Some(swapped) = dates::read(&written).filter(|r| r.swapped) {
        let message = format!("“{}” được hiểu là ngày {} (tháng ghi trước).", format::quote(&written), format::date(swapped.day));
        log.note(row.place(&columns::DEADLINE), message);
    }
    let text = if written.is_empty() { end.map_or(String::new(), format::date) } else { written };
    // A regular task has no deadline to miss, whatever year its words mention.
    let computed = computed.filter(|_| kind != Some(DeadlineKind::Regular));
    let Some(to) = end.or(computed.map(|c| c.to)) else { return (text, None) };
    let from_words = computed.filter(|c| c.from < c.to && c.from <= to).map(|c| c.from);
    let from = start.or(if end.is_some() { from_words } else { computed.map(|c| c.from) }).unwrap_or(to);
    if from > to {
        log.mistake(row.place(&columns::START), "“Bắt đầu” sau hạn cuối. Đề nghị kiểm tra lại hai ngày.");
    }
    (text, Some(DayInterval { from: from.min(to), to }))
}

fn window(row: Row<'_>, plan_year: i32, log: &mut Log) -> Option<DayInterval> {
    match deadline_words(row, &columns::WINDOW, plan_year) {
        Words::Read(DeadlineReading::Days(days)) => Some(days),
        Words::Read(DeadlineReading::None) => None,
        other => {
            log.mistake(row.place(&columns::WINDOW), not_understood(row, &columns::WINDOW, &other));
            None
        }
    }
}
