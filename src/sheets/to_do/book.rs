//! The list to call from: who, by which number, because of what, and what to send. It stays at the desk, like the screen.

use crate::model::to_do::{Concern, Matter, Section, ToDo};
use crate::model::workbook::{RawValue, RawWorkbook};
use crate::sheets::frame::{self, CENTERED, STRONG};
use crate::sheets::sheet::{Book, Cell, Page, Sheet, Style};
use crate::sheets::to_do::group;
use crate::sheets::to_do::input::ToDoInput;
use crate::text::{format, party};
use std::collections::BTreeMap;

/// Headings and widths in characters; the texts to send stand beside what is printed.
const COLUMNS: [(&str, f64); 12] = [
    ("TT", 5.0),
    ("Đơn vị", 26.0),
    ("Việc", 46.0),
    ("Cán bộ đầu mối", 20.0),
    ("Điện thoại", 16.0),
    ("Thư điện tử", 24.0),
    ("Lãnh đạo phụ trách", 20.0),
    ("Nhiệm vụ quá hạn, sắp đến hạn", 14.0),
    ("Tám tuần gần nhất", 11.0),
    ("Đã gọi", 8.0),
    ("Tin riêng", 60.0),
    ("Mã đơn vị", 14.0),
];
/// The sheet to call from.
const CALLS: &str = "Gọi đơn vị";
/// Where "Đã gọi" and the code stand, from 0.
const CALLED: u32 = 9;
const CODE: u32 = 11;
/// Columns that are printed.
const PRINTED: u16 = 10;

/// The workbook: whom to call, and the texts for the group and for each block. `as_of` in the words of [`group::when`].
/// `called`: what the desk noted in the list before, by code.
pub fn book(input: &ToDoInput<'_>, to_do: &ToDo, as_of: &str, called: &BTreeMap<String, String>) -> Book {
    let sheets = vec![calls(input, to_do, as_of, called), messages(input, to_do, as_of)];
    let title = format!("Danh sách nhắc đơn vị, {}", format::span(&input.consolidation.span));
    Book { title, created: input.consolidation.cutoffs.submit, properties: Vec::new(), names: Vec::new(), sheets }
}

/// What was typed under "Đã gọi" of a list that was made before, by the code of its row.
pub fn called(list: &RawWorkbook) -> BTreeMap<String, String> {
    let text = |value: &RawValue| match value {
        RawValue::Text(text) => format::clean(text),
        RawValue::Number(number) => number.to_string(),
        RawValue::Bool(true) => "x".to_owned(),
        _ => String::new(),
    };
    let Some(sheet) = list.sheets.iter().find(|sheet| sheet.name == CALLS) else { return BTreeMap::new() };
    let cell = |cells: &[(u32, RawValue)], at: u32| cells.iter().find(|(column, _)| *column == at).map(|(_, value)| text(value));
    let rows = sheet.rows.values().filter_map(|cells| Some((cell(cells, CODE)?, cell(cells, CALLED)?)));
    rows.filter(|(code, noted)| !code.is_empty() && !noted.is_empty() && noted != COLUMNS[9].0).collect()
}

fn page(columns: Option<u16>) -> Page {
    Page {
        landscape: true,
        fit: Some((1, 0)),
        columns,
        footer: "NỘI BỘ: có số điện thoại, không chuyển tiếp".to_owned(),
        numbered: true,
        ..Page::default()
    }
}

fn list(input: &ToDoInput<'_>, name: &str, title: &str, as_of: &str, (columns, printed): (&[(&str, f64)], Option<u16>)) -> Sheet {
    let rehearsal = if input.rehearsal { "DIỄN TẬP - " } else { "" };
    let columns: Vec<(String, f64)> = columns.iter().map(|(heading, width)| (party::said(input.layout, heading), *width)).collect();
    let lines = [format!("{rehearsal}{title}"), format::span_long(&input.consolidation.span), format!("Đến {as_of}")];
    frame::list(name, page(printed), lines, &[], &columns, 2)
}

fn calls(input: &ToDoInput<'_>, to_do: &ToDo, as_of: &str, called: &BTreeMap<String, String>) -> Sheet {
    let mut sheet = list(input, CALLS, "DANH SÁCH NHẮC ĐƠN VỊ", as_of, (&COLUMNS, Some(PRINTED)));
    let mut number = 0;
    for section in Section::ALL {
        let concerns: Vec<&Concern> = to_do.of(section).collect();
        if concerns.is_empty() {
            continue;
        }
        let heading = format!("{} ({})", party::said(input.layout, section.heading()), concerns.len());
        frame::merged(&mut sheet, heading, STRONG);
        for concern in concerns {
            number += 1;
            frame::push(&mut sheet, row(number, concern, called.get(concern.agency.as_str())));
        }
    }
    if number == 0 {
        frame::merged(&mut sheet, "Không có đơn vị nào cần nhắc.", frame::FOOT);
    }
    frame::finish(sheet)
}

fn row(number: u32, concern: &Concern, called: Option<&String>) -> Vec<Cell> {
    let contact = &concern.contact;
    let chased = if concern.chased_here { "" } else { " (cơ quan khác đôn đốc)" };
    let why = match concern.matter {
        Matter::Missing => format!("Chưa nhận báo cáo.{chased}"),
        _ => format!("{}{chased}", concern.cause),
    };
    let tasks = match (concern.overdue, concern.due_soon) {
        (0, 0) => String::new(),
        (overdue, due_soon) => format!("{overdue} / {due_soon}"),
    };
    let text = |text: &str, at: usize| frame::body(text, COLUMNS[at].1);
    vec![
        Cell::count(number, CENTERED),
        text(&concern.short, 1),
        text(&why, 2),
        text(&contact.officer, 3),
        text(&contact.phone, 4),
        text(&contact.mail, 5),
        text(&contact.leader, 6),
        Cell::text(tasks, CENTERED),
        Cell::text(concern.record.filter(|record| record.late > 0).map(record).unwrap_or_default(), CENTERED),
        Cell::text(called.cloned().unwrap_or_default(), CENTERED),
        Cell::text(concern.message.as_str(), Style::BODY),
        Cell::text(concern.agency.as_str(), Style::BODY),
    ]
}

/// `muộn 3/8 tuần`
fn record(record: crate::model::to_do::LateRecord) -> String {
    format!("muộn {}/{} tuần", record.late, record.of)
}

fn messages(input: &ToDoInput<'_>, to_do: &ToDo, as_of: &str) -> Sheet {
    let mut sheet = list(input, "Tin nhắn", "TIN NHẮN ĐỂ GỬI", as_of, (&[("Gửi cho", 24.0), ("Nội dung", 110.0)], None));
    let group = input.group();
    let blocks = to_do.blocks.iter().filter_map(|count| {
        let text = group::to_block(&group, as_of, count.block)?;
        Some((format!("Khối {}", count.block.label()), text))
    });
    for (whom, text) in std::iter::once(("Nhóm chung".to_owned(), group::text(&group, Some(as_of)))).chain(blocks) {
        frame::push(&mut sheet, vec![Cell::text(whom, Style::BODY), Cell::text(text.trim_end(), Style::BODY)]);
    }
    frame::finish(sheet)
}
