//! `kien-nghi.xlsx` understood: what the desk wrote beside each proposal. A row with a mistake is told and not used, the others count.

use super::table::{self, Log, Row};
use crate::model::proposal::{Answer, Handling, ProposalNumber};
use crate::model::task::TaskCode;
use crate::model::workbook::{RawValue, RawWorkbook};
use crate::sheets::register_layout::{Choice, Column, proposals as columns};
use crate::text::{format, normalise};
use std::collections::BTreeSet;

/// The file's name in the workspace.
pub const FILE_NAME: &str = "kien-nghi.xlsx";

/// A row of the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalRow {
    /// The line of the sheet, from 1.
    pub line: u32,
    /// One that the ledger knows.
    pub number: ProposalNumber,
    /// The columns that the program fills, as they stand.
    pub program: Vec<String>,
    /// For which tasks, as it stands there.
    pub tasks: Vec<TaskCode>,
    /// What the office asked, as it stands there.
    pub about: String,
    /// What the desk wrote.
    pub answer: Answer,
}

/// What the workbook says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposalBook {
    /// Rows without a mistake, in their order.
    pub rows: Vec<ProposalRow>,
    /// What is wrong, each with file, sheet and cell.
    pub mistakes: Vec<String>,
    /// It holds sheets or columns that are not ours: writing it again would lose them.
    pub has_more: bool,
    /// The sheet and its columns are there.
    pub readable: bool,
}

/// Understands it. `known`: is there a proposal of this number?
pub fn understand(workbook: &RawWorkbook, known: impl Fn(ProposalNumber) -> bool) -> ProposalBook {
    let mut log = Log::default();
    let table = table::find(workbook, &columns::SHEET, &mut log);
    let readable = table.as_ref().is_some_and(|t| columns::SHEET.columns.iter().all(|column| t.has(column)));
    if let Some(table) = table.as_ref().filter(|_| !readable) {
        let lacks: Vec<&str> = columns::SHEET.columns.iter().filter(|column| !table.has(column)).map(|column| column.heading).collect();
        log.mistake(
            crate::model::place::Place::sheet(columns::SHEET.name),
            format!("Thiếu cột: {}. Đề nghị ghi đúng tên cột.", lacks.join(", ")),
        );
    }
    let mut rows: Vec<ProposalRow> = Vec::new();
    let mut seen = BTreeSet::new();
    for row in table.iter().flat_map(table::Table::rows) {
        let understood = read(row, &known, &mut log).filter(|read| {
            let first = seen.insert(read.number);
            if !first {
                log.mistake(row.place(&columns::NUMBER), format!("Số {} đã có ở dòng khác. Đề nghị chỉ giữ một dòng.", read.number));
            }
            first
        });
        rows.extend(understood.filter(|_| !log.has_mistake_in(row)));
    }
    let (mistakes, _) = log.finish();
    ProposalBook { rows, mistakes: mistakes.iter().map(|m| m.told(FILE_NAME)).collect(), has_more: has_more(workbook), readable }
}

fn read(row: Row<'_>, known: &impl Fn(ProposalNumber) -> bool, log: &mut Log) -> Option<ProposalRow> {
    let written = row.required_text(&columns::NUMBER, log);
    let number = ProposalNumber::parse(&written).filter(|number| known(*number));
    if number.is_none() && !written.is_empty() {
        let message = format!("Không có kiến nghị số “{}”. Đề nghị giữ nguyên số do chương trình cấp.", format::quote(&written));
        log.mistake(row.place(&columns::NUMBER), message);
    }
    let handling = row.optional_word(&columns::HANDLING, Choice::Handling, handling, log);
    let on = row.date(&columns::DATE, log);
    let text = |column: &Column| row.text(column);
    Some(ProposalRow {
        line: row.line(),
        number: number?,
        program: columns::SHEET.columns.iter().take(8).map(|column| row.text(column)).collect(),
        tasks: text(&columns::TASKS).split([',', ';']).filter_map(|code| TaskCode::parse(code.trim())).collect(),
        about: text(&columns::TEXT),
        answer: Answer {
            choice: text(&columns::CHOICE),
            wording: text(&columns::WORDING),
            advice: text(&columns::ADVICE),
            handling,
            text: text(&columns::ANSWER),
            by: text(&columns::BY),
            document: text(&columns::DOCUMENT),
            on,
            writer: text(&columns::WRITER),
        },
    })
}

fn handling(text: &str) -> Option<Handling> {
    Handling::ALL.into_iter().find(|handling| normalise::key(handling.label()) == normalise::key(text))
}

/// Our sheets are the one with the proposals and the hidden one with the lists.
fn has_more(workbook: &RawWorkbook) -> bool {
    let ours = |name: &str| [columns::SHEET.name, "_DM"].iter().any(|own| normalise::key(own) == normalise::key(name));
    let sheets = workbook.sheets.iter().any(|sheet| !ours(&sheet.name) && !sheet.rows.is_empty());
    let known: Vec<String> = columns::SHEET.columns.iter().map(|column| normalise::key(column.heading)).collect();
    let heading = |value: &RawValue| matches!(value, RawValue::Text(text) if known.contains(&normalise::key(text)));
    let blank = |value: &RawValue| matches!(value, RawValue::Text(text) if text.trim().is_empty());
    let main = workbook.sheets.iter().find(|sheet| normalise::key(&sheet.name) == normalise::key(columns::SHEET.name));
    let ours: BTreeSet<u32> =
        main.iter().flat_map(|sheet| sheet.cells()).filter(|(_, value)| heading(value)).map(|(cell, _)| cell.column).collect();
    sheets || main.iter().flat_map(|sheet| sheet.cells()).any(|(cell, value)| !ours.contains(&cell.column) && !blank(value))
}
