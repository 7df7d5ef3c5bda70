//! The sheet `DieuChinh`: what changed, from which day, by which document. `NhiemVu` and `ChiTieu` keep what was
//! first assigned.

use super::names::Names;
use super::table::{Log, Row, Table};
use super::targets;
use super::tasks::{self, Words};
use crate::model::deadline::DeadlineReading;
use crate::model::register::{Adjustment, Change};
use crate::model::target::Target;
use crate::model::task::Task;
use crate::sheets::register_layout::{Choice, adjustments as columns};
use crate::text::{format, normalise, suggest};

/// The column "Trường điều chỉnh".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FieldName {
    Deadline,
    Leads,
    Content,
    Withdrawn,
    Goal,
    Due,
    TargetName,
    Result,
}

/// What an adjustment is about.
#[derive(Debug, Clone, Copy)]
enum Subject<'a> {
    Task(&'a Task),
    Target(&'a Target),
}

/// All adjustments in the order of their effect.
pub(super) fn read(table: Option<&Table<'_>>, names: &Names<'_>, tasks: &[Task], targets: &[Target], log: &mut Log) -> Vec<Adjustment> {
    let mut adjustments: Vec<Adjustment> = Vec::new();
    for row in table.into_iter().flat_map(Table::rows) {
        let code = tasks::code(row, &columns::CODE, "KH11-007 hoặc CT-001", log);
        let field = row.word(&columns::FIELD, Choice::AdjustedField, field_name, log);
        let document = row.required_text(&columns::DOCUMENT, log);
        let from = row.required_date(&columns::FROM, log);
        row.required_text(&columns::OLD, log);
        let new = row.required_text(&columns::NEW, log);
        let Some(code) = code else { continue };
        let task = tasks.iter().find(|t| t.code == code).map(Subject::Task);
        let Some(subject) = task.or_else(|| targets.iter().find(|t| t.code == code).map(Subject::Target)) else {
            let known = tasks.iter().map(|t| t.code.as_str()).chain(targets.iter().map(|t| t.code.as_str()));
            let hint = match suggest::nearest(code.as_str(), known) {
                Some(near) => format!("Có phải là “{near}” không?"),
                None => "Đề nghị ghi mã có trong trang NhiemVu hoặc ChiTieu.".to_owned(),
            };
            log.mistake(row.place(&columns::CODE), format!("Không có nhiệm vụ, chỉ tiêu mã “{code}”. {hint}"));
            continue;
        };
        let (Some(field), Some(from), false) = (field, from, new.is_empty()) else { continue };
        if let Some(change) = change(row, subject, field, &new, names, log)
            && !log.has_mistake_in(row)
        {
            adjustments.push(Adjustment { code, change, document, from });
        }
    }
    adjustments.sort_by_key(|a| a.from);
    adjustments
}

fn field_name(text: &str) -> Option<FieldName> {
    match normalise::unaccented(text).as_str() {
        "thoi han" => Some(FieldName::Deadline),
        "chu tri" => Some(FieldName::Leads),
        "noi dung" => Some(FieldName::Content),
        "thoi giao" => Some(FieldName::Withdrawn),
        "muc tieu" => Some(FieldName::Goal),
        "han dat" => Some(FieldName::Due),
        "ten chi tieu" => Some(FieldName::TargetName),
        "ket qua" => Some(FieldName::Result),
        _ => None,
    }
}

fn change(row: Row<'_>, subject: Subject<'_>, field: FieldName, new: &str, names: &Names<'_>, log: &mut Log) -> Option<Change> {
    match (field, subject) {
        (FieldName::Withdrawn, _) => Some(Change::Withdrawn),
        (FieldName::Content, Subject::Task(_)) | (FieldName::TargetName, Subject::Target(_)) => Some(Change::Content(new.to_owned())),
        (FieldName::Leads, subject) => leads(row, subject, new, names, log).map(Change::Leads),
        (FieldName::Goal, Subject::Target(target)) => {
            let (text, value) = targets::goal(row, &columns::NEW, target.direction, &target.unit, log)?;
            Some(Change::Goal { text, value })
        }
        (FieldName::Deadline, Subject::Task(task)) => deadline(row, new, task.plan_year, false, log),
        (FieldName::Deadline | FieldName::Due, Subject::Target(target)) => deadline(row, new, target.plan_year, true, log),
        (FieldName::Result, Subject::Task(_)) if normalise::unaccented(new) == "chua hoan thanh" => Some(Change::NotFinished),
        (FieldName::Result, Subject::Task(_)) => {
            let message =
                format!("“{}”: chỉ xác nhận được “Chưa hoàn thành”. Đề nghị ghi “Chưa hoàn thành”, hoặc xóa dòng.", format::quote(new));
            log.mistake(row.place(&columns::NEW), message);
            None
        }
        (FieldName::Result, Subject::Target(_)) => {
            log.mistake(row.place(&columns::FIELD), "“Kết quả” chỉ dùng cho nhiệm vụ. Đề nghị kiểm tra lại mã.");
            None
        }
        (FieldName::Goal | FieldName::Due | FieldName::TargetName, Subject::Task(_)) => {
            let message = format!("“{}” không phải là trường của nhiệm vụ. Đề nghị kiểm tra lại mã.", row.text(&columns::FIELD));
            log.mistake(row.place(&columns::FIELD), message);
            None
        }
        (FieldName::Content, Subject::Target(_)) => {
            log.mistake(row.place(&columns::FIELD), "Với chỉ tiêu, đề nghị ghi “Tên chỉ tiêu” thay cho “Nội dung”.");
            None
        }
    }
}

fn leads(row: Row<'_>, subject: Subject<'_>, new: &str, names: &Names<'_>, log: &mut Log) -> Option<Vec<crate::model::agency::AgencyCode>> {
    let mut leads = names.list(row, &columns::NEW, new, log);
    if let Subject::Task(task) = subject {
        names.in_print_order(&mut leads);
        if let Some(message) = tasks::wrong_leads(task.kind, leads.len()) {
            log.mistake(row.place(&columns::NEW), message);
        }
    }
    (!leads.is_empty()).then_some(leads)
}

/// A new deadline. A target always has days; a task may become regular or wait for something.
fn deadline(row: Row<'_>, new: &str, plan_year: i32, days_needed: bool, log: &mut Log) -> Option<Change> {
    let reading = tasks::deadline_words(row, &columns::NEW, plan_year);
    match &reading {
        Words::Read(DeadlineReading::Days(days)) => Some(Change::Deadline { text: new.to_owned(), days: Some(*days) }),
        Words::Read(DeadlineReading::Regular | DeadlineReading::Conditional) if !days_needed => {
            Some(Change::Deadline { text: new.to_owned(), days: None })
        }
        Words::Read(DeadlineReading::AfterIssue(_)) => {
            let message = format!("Không tính được ngày của “{}”. Đề nghị ghi ngày, ví dụ 30/9/2025.", format::quote(new));
            log.mistake(row.place(&columns::NEW), message);
            None
        }
        _ => {
            log.mistake(row.place(&columns::NEW), tasks::not_understood(row, &columns::NEW, &reading));
            None
        }
    }
}
