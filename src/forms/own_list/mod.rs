//! A list that a desk has kept by itself (an annex of a plan, a table of who does what by when), read as the beginning of a register.
//! Nothing is guessed: what the list does not say stays blank, and what was concluded is said with its cell. Only codes are made where
//! the list has none, and are said to be proposals.
//!
//! ```text
//! RawWorkbook → letters (Unicode) → for each sheet: headings → rows → offices, tasks, targets → FoundList
//! ```

mod cells;
mod codes;
mod given;
mod heading_words;
mod headings;
mod office_names;
mod offices;
mod origin;
mod rows;
mod table;
mod targets;
#[cfg(test)]
mod tests;
mod title;

use crate::forms::letters;
use crate::model::found_list::{FoundList, FoundSheet, ListDoubt};
use crate::model::place::Place;
use crate::model::workbook::{RawSheet, RawWorkbook};
use crate::text::format;
use cells::Sheet;
use codes::Codes;
pub use given::Given;
use heading_words::Field;
use headings::Headings;
use offices::Offices;
use std::collections::BTreeSet;
use title::Title;

/// What a sheet is a list of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Offices,
    Tasks,
    Targets,
}

impl Holds {
    fn label(self) -> &'static str {
        match self {
            Self::Offices => "cơ quan",
            Self::Tasks => "nhiệm vụ",
            Self::Targets => "chỉ tiêu",
        }
    }
}

/// Reads the whole list.
pub fn understand(workbook: &RawWorkbook, given: &Given) -> FoundList {
    let letters = letters::unicode(workbook);
    let mut doubts: Vec<ListDoubt> = letters.doubtful.iter().map(doubtful_letters).collect();
    let sheets: Vec<(&RawSheet, Option<(Holds, Headings)>)> =
        letters.workbook.sheets.iter().map(|raw| (raw, held(raw, &mut doubts))).collect();
    let mut found = FoundList::default();
    let mut offices = Offices::of_desk(&given.desk, &given.desk_name);
    let mut codes =
        Codes::of(&sheets.iter().filter_map(|(raw, held)| held.as_ref().map(|(_, headings)| (*raw, headings))).collect::<Vec<_>>());
    let mut counts = vec![0; sheets.len()];
    // Names of offices are understood by the list of offices, wherever it stands in the file.
    for holds in [Holds::Offices, Holds::Tasks, Holds::Targets] {
        for ((raw, held), count) in sheets.iter().zip(&mut counts) {
            let Some((_, headings)) = held.as_ref().filter(|(held, _)| *held == holds) else { continue };
            let sheet = Sheet::of(raw);
            let title = Title::of(&sheet, headings, given);
            say_columns(&sheet, headings, holds, &mut doubts);
            *count = match holds {
                Holds::Offices => rows::offices(&sheet, headings, &mut offices, &mut doubts),
                Holds::Tasks => {
                    title.say(&sheet, &mut doubts);
                    let tasks = rows::tasks(&sheet, headings, &title, &mut offices, &mut codes, &mut doubts);
                    let count = tasks.len();
                    found.tasks.extend(tasks);
                    count
                }
                Holds::Targets => {
                    title.say(&sheet, &mut doubts);
                    let targets = targets::targets(&sheet, headings, &title, &mut offices, &mut codes, &mut doubts);
                    let count = targets.len();
                    found.targets.extend(targets);
                    count
                }
            };
        }
    }
    offices.ensure_desk(&mut doubts);
    offices.say_alike(&mut doubts);
    let (offices, memberless) = offices.finish(&mut doubts);
    let cells = found.tasks.iter_mut().flat_map(|task| [&mut task.leads, &mut task.supports]);
    for cell in cells.chain(found.targets.iter_mut().map(|target| &mut target.leads)) {
        let before = cell.groups.len();
        cell.groups.retain(|group| !memberless.contains(&group.as_str()));
        cell.incomplete |= cell.groups.len() < before;
    }
    found.offices = offices;
    found.sheets =
        sheets.iter().zip(counts).map(|((raw, held), rows)| sheet_of(raw, held.as_ref().map(|(holds, _)| *holds), rows)).collect();
    let order = |place: &Place| found.sheets.iter().position(|sheet| place.sheet.as_deref() == Some(sheet.name.as_str()));
    doubts.sort_by_key(|doubt| (order(&doubt.place), doubt.place.cell));
    let mut seen = BTreeSet::new();
    doubts.retain(|doubt| seen.insert((doubt.place.clone(), doubt.understood.clone(), doubt.written.clone())));
    found.doubts = doubts;
    found
}

fn sheet_of(raw: &RawSheet, holds: Option<Holds>, rows: usize) -> FoundSheet {
    FoundSheet { name: raw.name.clone(), holds: holds.map(Holds::label), rows }
}

fn doubtful_letters(doubt: &crate::model::extraction::Doubt) -> ListDoubt {
    ListDoubt {
        place: doubt.place.clone(),
        written: doubt.text.clone(),
        understood: format!("Chữ có thể không phải Unicode ({} ô của trang); để nguyên như đã ghi.", doubt.cells),
        decide: "Đề nghị xem chữ ở các ô lấy từ trang này.".to_owned(),
    }
}

/// What a sheet is a list of, by its headings; `None` if it is none, or nobody looks at it.
fn held(raw: &RawSheet, doubts: &mut Vec<ListDoubt>) -> Option<(Holds, Headings)> {
    if raw.rows.is_empty() {
        return None;
    }
    let aside = |understood: &str, decide: &str| ListDoubt {
        place: Place::sheet(&raw.name),
        written: String::new(),
        understood: understood.to_owned(),
        decide: decide.to_owned(),
    };
    if !raw.visible {
        doubts.push(aside("Trang đang ẩn: không đọc.", "Nếu cần, đề nghị cho hiện trang rồi tạo lại."));
        return None;
    }
    let found = headings::find(raw).and_then(|headings| holds(&headings).map(|holds| (holds, headings)));
    if found.is_none() {
        doubts.push(aside(
            "Không nhận ra danh sách cơ quan, nhiệm vụ hay chỉ tiêu ở trang này: không đọc.",
            "Nếu là danh sách, đề nghị ghi dòng tiêu đề như “STT, Nội dung nhiệm vụ, Cơ quan chủ trì, Cơ quan phối hợp, Thời hạn” rồi tạo lại.",
        ));
    }
    found
}

fn holds(headings: &Headings) -> Option<Holds> {
    let has = |field| headings.columns.contains_key(&field);
    let who = [Field::Lead, Field::Doer, Field::Support, Field::Office].into_iter().any(has);
    let when = [Field::Deadline, Field::Progress, Field::Document, Field::Output].into_iter().any(has);
    if has(Field::Target) && (has(Field::Unit) || has(Field::Goal)) {
        Some(Holds::Targets)
    } else if has(Field::Content) && (who || when) {
        Some(Holds::Tasks)
    } else if has(Field::Office) && !has(Field::Content) && !has(Field::Target) && !has(Field::Unit) {
        Some(Holds::Offices)
    } else {
        None
    }
}

/// Says which columns were left aside.
fn say_columns(sheet: &Sheet<'_>, headings: &Headings, holds: Holds, doubts: &mut Vec<ListDoubt>) {
    let mut say = |column: u32, written: &str, understood: &str, decide: &str| {
        doubts.push(ListDoubt {
            place: sheet.place(headings.last, column),
            written: format::quote(written),
            understood: understood.to_owned(),
            decide: decide.to_owned(),
        });
    };
    for (column, written, field) in &headings.others {
        match field {
            Some(Field::Reported) => {}
            // A second column of telephones is read as well.
            Some(Field::Phone) if holds == Holds::Offices => {}
            Some(_) => say(
                *column,
                written,
                "Cột này trùng nghĩa với một cột đứng trước: không đọc.",
                "Nếu cột này mới là cột đúng, đề nghị sửa tên cột kia rồi tạo lại.",
            ),
            None => say(*column, written, "Không hiểu tên cột: không đọc.", "Nếu cần, đề nghị chép vào cột tương ứng của danh mục."),
        }
    }
    if let Some((column, written)) = headings.columns.get(&Field::Reported).filter(|_| holds != Holds::Offices) {
        say(
            *column,
            written,
            "Tình hình, kết quả thực hiện không thuộc danh mục: không đọc.",
            "Các cơ quan ghi tình hình vào biểu mẫu tuần đầu tiên; nếu muốn giữ, đề nghị lưu danh sách này.",
        );
    }
}
