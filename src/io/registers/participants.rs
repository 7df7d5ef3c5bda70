//! The sheet `DonViThamGia`: the part of an agency in a task with parts. It adds work and deadline; who takes part
//! is said in `NhiemVu`.

use super::names::Names;
use super::table::{Log, Row, Table};
use super::tasks::{self, Words};
use crate::model::deadline::{DayInterval, DeadlineReading};
use crate::model::place::CellRef;
use crate::model::task::Task;
use crate::model::workbook::RawValue;
use crate::sheets::register_layout::participants as columns;
use crate::text::suggest;
use std::collections::BTreeMap;

/// Fills in the parts of the tasks.
pub(super) fn read(table: Option<&Table<'_>>, names: &Names<'_>, tasks: &mut [Task], log: &mut Log) {
    let mut seen: BTreeMap<(String, String), CellRef> = BTreeMap::new();
    for row in table.into_iter().flat_map(Table::rows) {
        let code = tasks::code(row, &columns::TASK, "KH11-007", log);
        let agency = row.required_text(&columns::AGENCY, log);
        let agency = if agency.is_empty() { None } else { names.one(row, &columns::AGENCY, &agency, log) };
        let Some(code) = code else { continue };
        let known: Vec<String> = tasks.iter().map(|t| t.code.to_string()).collect();
        let Some(task) = tasks.iter_mut().find(|t| t.code == code) else {
            let hint = match suggest::nearest(code.as_str(), known.iter().map(String::as_str)) {
                Some(near) => format!("Có phải là “{near}” không?"),
                None => "Đề nghị ghi mã có trong trang NhiemVu.".to_owned(),
            };
            log.mistake(row.place(&columns::TASK), format!("Không có nhiệm vụ mã “{code}”. {hint}"));
            continue;
        };
        if !task.kind.has_parts() {
            let message =
                format!("Nhiệm vụ {code} là loại “{}”, không chia phần. Đề nghị bỏ dòng này hoặc đổi loại nhiệm vụ.", task.kind.label());
            log.mistake(row.place(&columns::TASK), message);
            continue;
        }
        let deadline = deadline(row, task.plan_year, log);
        let Some(agency) = agency else { continue };
        if let Some(first) = seen.insert((code.to_string(), agency.to_string()), row.cell(&columns::AGENCY)) {
            log.mistake(row.place(&columns::AGENCY), format!("{agency} đã có phần việc của {code} ở ô {first}. Đề nghị giữ một dòng."));
            continue;
        }
        match task.parts.iter_mut().find(|p| p.agency == agency) {
            Some(_) if log.has_mistake_in(row) => {}
            Some(part) => {
                part.work = row.text(&columns::WORK);
                part.deadline = deadline;
            }
            None => {
                let message =
                    format!("{agency} không phải là đơn vị chủ trì của {code}. Đề nghị bổ sung vào cột Đơn vị chủ trì của trang NhiemVu.");
                log.mistake(row.place(&columns::AGENCY), message);
            }
        }
    }
}

fn deadline(row: Row<'_>, plan_year: i32, log: &mut Log) -> Option<DayInterval> {
    // A date is what this column asks for, also the first of a month.
    if let Some(RawValue::DateTime(at)) = row.value(&columns::DEADLINE) {
        return Some(DayInterval { from: at.date(), to: at.date() });
    }
    match tasks::deadline_words(row, &columns::DEADLINE, plan_year) {
        Words::Read(DeadlineReading::Days(days)) => Some(days),
        Words::Read(DeadlineReading::None) => None,
        other => {
            log.mistake(row.place(&columns::DEADLINE), tasks::not_understood(row, &columns::DEADLINE, &other));
            None
        }
    }
}
