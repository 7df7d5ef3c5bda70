//! The sheet `ChuongTrinh`.

use super::table::{Log, Row, Table};
use crate::model::place::CellRef;
use crate::model::programme::Programme;
use crate::model::task::{Task, TaskCode};
use crate::sheets::register_layout::programmes as columns;
use crate::text::{document, format, normalise, suggest};
use std::collections::{BTreeMap, BTreeSet};

/// All programmes in the order of the sheet.
pub(super) fn read(table: Option<&Table<'_>>, tasks: &[Task], log: &mut Log) -> Vec<Programme> {
    let mut programmes: Vec<Programme> = Vec::new();
    let mut names: BTreeMap<String, CellRef> = BTreeMap::new();
    for row in table.into_iter().flat_map(Table::rows) {
        let name = row.required_text(&columns::NAME, log);
        if name.is_empty() {
            continue;
        }
        if let Some(first) = names.get(&normalise::key(&name)) {
            let message = format!("Chương trình “{}” đã có ở ô {first}. Đề nghị giữ một dòng.", format::quote(&name));
            log.mistake(row.place(&columns::NAME), message);
            continue;
        }
        names.insert(normalise::key(&name), row.cell(&columns::NAME));
        let documents = documents(row, tasks, log);
        let members = members(row, tasks, log);
        if row.value(&columns::DOCUMENTS).is_none() && row.value(&columns::TASKS).is_none() {
            let message = "Chương trình chưa gồm gì. Đề nghị ghi “Gồm văn bản giao” hoặc “Gồm nhiệm vụ”.";
            log.mistake(row.place(&columns::NAME), message);
        }
        let plan_year = row.value(&columns::PLAN_YEAR).and_then(|_| row.required_year(&columns::PLAN_YEAR, log));
        programmes.push(Programme { name, documents, tasks: members, plan_year, place: row.place(&columns::NAME) });
    }
    programmes
}

/// Documents, of which each has a task: another way of writing one would be a programme without tasks.
fn documents(row: Row<'_>, tasks: &[Task], log: &mut Log) -> Vec<String> {
    let known: BTreeMap<String, &str> = tasks.iter().map(|task| (document::key(&task.document), task.document.as_str())).collect();
    let written = row.text(&columns::DOCUMENTS);
    let parts: Vec<String> = written.split([';', '\n']).map(normalise::display).filter(|part| !part.is_empty()).collect();
    for part in parts.iter().filter(|part| !known.contains_key(&document::key(part))) {
        let near = suggest::nearest(part, known.values().copied());
        let hint = near.map_or("Đề nghị ghi như ở trang NhiemVu.".to_owned(), |near| format!("Có phải là “{near}” không?"));
        log.mistake(row.place(&columns::DOCUMENTS), format!("Không có nhiệm vụ nào có văn bản giao “{}”. {hint}", format::quote(part)));
    }
    parts
}

fn members(row: Row<'_>, tasks: &[Task], log: &mut Log) -> Vec<TaskCode> {
    let known: BTreeSet<&str> = tasks.iter().map(|task| task.code.as_str()).collect();
    let written = row.text(&columns::TASKS);
    let mut members = Vec::new();
    for part in written.split([';', ',', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        match TaskCode::parse(part).filter(|code| known.contains(code.as_str())) {
            Some(code) => members.push(code),
            None => {
                let hint = match suggest::nearest(part, known.iter().copied()) {
                    Some(near) => format!("Có phải là “{near}” không?"),
                    None => "Đề nghị ghi mã có trong trang NhiemVu.".to_owned(),
                };
                log.mistake(row.place(&columns::TASKS), format!("Không có nhiệm vụ mã “{}”. {hint}", format::quote(part)));
            }
        }
    }
    members
}
