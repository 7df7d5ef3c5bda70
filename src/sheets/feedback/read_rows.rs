//! `Đã đọc được`: every row of the report as the program understood it, so that an agency sees what was made of its cells; of an agency
//! that took over several, the rows of the report of each.

use crate::forms::desk_file::ANSWER_SHEETS;
use crate::forms::{self, Form};
use crate::model::fields::{FieldSpec, Row};
use crate::model::finding::{Effect, Finding};
use crate::model::moment;
use crate::model::report::{AgencyReport, CriterionRow, Field, FieldId, SheetId, Table, TargetRow, TaskRow};
use crate::model::submission::Version;
use crate::sheets::feedback::answer_input::{FeedbackInput, QUOTE_MAX};
use crate::sheets::frame::{self, CENTERED, Column, FOOT, column};
use crate::sheets::own_figures::OwnFigures;
use crate::sheets::reported;
use crate::sheets::sheet::{Align, Cell, Page, Sheet, Style};
use crate::text::{class, format};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The sheet, and where each row of the report stands in it.
#[derive(Debug)]
pub(super) struct ReadRows<'a> {
    /// One line a row of a report.
    pub(super) sheet: Sheet,
    /// Row in this sheet by file, and by sheet and row of its report, all from 0.
    places: BTreeMap<(&'a str, SheetId, u32), u32>,
}

impl ReadRows<'_> {
    /// Row in this sheet, from 0, of the row that a finding is about; `None` if it is about none of them.
    pub(super) fn row_of(&self, finding: &Finding) -> Option<u32> {
        let subject = finding.subject?;
        self.places.get(&(finding.file.as_str(), subject.sheet, subject.row)).copied()
    }
}

const COLUMNS: [Column; 10] = [
    column("TT", 5.0),
    column("Trang tính", 14.0),
    column("Dòng", 7.0),
    column("Mã", 16.0),
    column("Nội dung", 40.0),
    column("Trạng thái, kết quả", 22.0),
    column("Tỷ lệ (%)", 9.0),
    column("Ngày", 12.0),
    column("Kết quả thực hiện, nguồn số liệu, minh chứng, nội dung khác", 44.0),
    column("Sử dụng", 18.0),
];

/// So many rows are shown; whoever sends more reads them in the file itself.
const ROWS_MAX: usize = 2_000;

/// What of a row is shown.
struct Line<'a> {
    id: SheetId,
    sheet: &'a str,
    row: u32,
    code: &'a str,
    content: &'a str,
    said: String,
    percent: String,
    day: String,
    more: &'a str,
    /// What else is written in the row, by the headings of the form.
    others: Vec<String>,
}

/// The sheet; `None` if no workbook of the agency was read.
pub(super) fn sheet<'a>(input: &FeedbackInput<'a>) -> Option<ReadRows<'a>> {
    // What came of its rows is told to whom they are counted for.
    if input.submission.ended_into().is_some() {
        return None;
    }
    let shown = reported::shown(input.submission).into_iter();
    // Of a file with a mark of secrecy nothing is kept that could be shown.
    let read = shown.filter_map(|v| Some((v, reported::extraction(Some(v)).filter(|read| read.secrecy_marks.is_empty())?)));
    let reports: Vec<(&Version, &AgencyReport)> = read.map(|(v, read)| (v, &read.report)).collect();
    reports.first()?;
    let mut sheet = Sheet {
        name: ANSWER_SHEETS[1].to_owned(),
        widths: COLUMNS.iter().map(|c| c.width).collect(),
        page: Page { landscape: true, fit: Some((1, 0)), numbered: true, ..Page::default() },
        freeze: Some((2, 0)),
        repeat_rows: Some((1, 1)),
        ..Sheet::default()
    };
    frame::merged(&mut sheet, "SỐ LIỆU ĐÃ ĐỌC ĐƯỢC TỪ BÁO CÁO CỦA ĐƠN VỊ", Style { align: Align::Left, ..Style::TITLE });
    frame::push(&mut sheet, COLUMNS.iter().map(|c| Cell::text(c.heading, Style::HEADING)).collect());
    let (mut places, mut count) = (BTreeMap::new(), 0usize);
    let form = forms::current(moment::day(input.figures.cutoffs.release));
    for (version, report) in &reports {
        let lines = lines(report.tasks.as_ref(), form, task).chain(lines(report.targets.as_ref(), form, target)).chain(lines(
            report.criteria.as_ref(),
            form,
            criterion,
        ));
        let path = version.receipt.file.path.as_str();
        let effects = effects(&input.submission.findings, path);
        let is_used = input.submission.used().any(|used| std::ptr::eq(used, *version));
        // Of several reports it is said whose each row is, and of a task that two of them have, which one speaks.
        let (office, sha256) = match &version.under {
            Some(under) if reports.len() > 1 => (format!("{} › ", under.code), Some(version.receipt.sha256.as_str())),
            _ => (String::new(), None),
        };
        for line in lines {
            count += 1;
            if count > ROWS_MAX {
                continue;
            }
            let used = match effects.get(&(line.id, line.row)) {
                _ if !is_used => "Chưa đưa vào số liệu",
                Some(Effect::Row) => "Chưa dùng được cả dòng",
                _ if !is_in_figures(input.figures, &line, sha256) => "Không sử dụng",
                None => "Đã sử dụng",
                Some(_) => "Có ô chưa dùng được",
            };
            places.insert((path, line.id, line.row), frame::next_row(&sheet));
            let from = format!("{office}{}", line.sheet);
            frame::push(&mut sheet, cells(&line, &from, count, used));
        }
    }
    if let Some(rest) = count.checked_sub(ROWS_MAX).filter(|rest| *rest > 0) {
        frame::merged(&mut sheet, format!("Và {} dòng khác.", format::count(u64::try_from(rest).unwrap_or(u64::MAX))), FOOT);
    }
    Some(ReadRows { sheet: frame::finish(sheet), places })
}

fn lines<'a, R: Row>(table: Option<&'a Table<R>>, form: Option<&'a Form>, line: fn(&'a R) -> Line<'a>) -> impl Iterator<Item = Line<'a>> {
    let rows = table.into_iter().flat_map(|table| table.rows.iter().map(move |row| (table.sheet.as_str(), row)));
    rows.map(move |(sheet, row)| Line { id: R::SHEET, sheet, others: others(row, form), ..line(row) })
}

/// Cells that have a column of their own on this sheet.
const SHOWN: [FieldId; 8] = [
    FieldId::Status,
    FieldId::Percent,
    FieldId::CompletedOn,
    FieldId::Result,
    FieldId::Value,
    FieldId::DataSource,
    FieldId::CriterionResult,
    FieldId::MetOn,
];

/// The other cells of a row that its office filled: `Ghi chú: chờ ý kiến Bộ`.
fn others<R: Row>(row: &R, form: Option<&Form>) -> Vec<String> {
    let others = R::FIELDS.iter().filter(|spec| spec.filled && !SHOWN.contains(&spec.id));
    let said = |spec: &FieldSpec<R>| {
        let field = spec.access.as_ref().map(|access| access.field(row)).filter(|field| !field.is_empty())?;
        let heading = form.map_or("", |form| forms::column_name(form, R::SHEET, spec.id));
        Some(format!("{heading}: {}", one_line(field.typed())))
    };
    others.filter_map(said).collect()
}

fn task(row: &TaskRow) -> Line<'_> {
    Line {
        id: SheetId::Tasks,
        sheet: "",
        row: row.row,
        code: row.code.text(),
        content: row.content.text(),
        said: said(&row.status, |reading| reading.status.label().to_owned()),
        percent: said(&row.percent, |percent| format::decimal(*percent)),
        day: said(&row.completed_on, |day| format::date(*day)),
        more: row.result.text(),
        others: Vec::new(),
    }
}

fn target(row: &TargetRow) -> Line<'_> {
    let unit = |value: String| if row.unit.text().is_empty() { value } else { format!("{value} {}", one_line(row.unit.text())) };
    Line {
        id: SheetId::Targets,
        sheet: "",
        row: row.row,
        code: row.code.text(),
        content: row.name.text(),
        said: said(&row.value, |value| unit(class::value(*value))),
        percent: String::new(),
        day: String::new(),
        more: row.data_source.text(),
        others: Vec::new(),
    }
}

fn criterion(row: &CriterionRow) -> Line<'_> {
    Line {
        id: SheetId::Criteria,
        sheet: "",
        row: row.row,
        code: row.code.text(),
        content: row.name.text(),
        said: said(&row.result, |result| result.label().to_owned()),
        percent: String::new(),
        day: said(&row.met_on, |day| format::date(*day)),
        more: "",
        others: Vec::new(),
    }
}

/// What was understood of a cell, or that it was not.
fn said<T>(field: &Field<T>, value: impl Fn(&T) -> String) -> String {
    match field.value() {
        Some(read) => value(read),
        None if field.is_unreadable() => format!("không hiểu: {}", one_line(&field.typed)),
        None => String::new(),
    }
}

/// The weightiest effect of the findings of each row of a file.
fn effects(findings: &[Finding], path: &str) -> BTreeMap<(SheetId, u32), Effect> {
    let mut effects = BTreeMap::new();
    let of_file = findings.iter().filter(|finding| finding.file == path);
    for finding in of_file.filter(|finding| matches!(finding.effect, Effect::Row | Effect::Cell)) {
        for subject in finding.subjects() {
            let effect = effects.entry((subject.sheet, subject.row)).or_insert(finding.effect);
            if finding.effect == Effect::Row {
                *effect = Effect::Row;
            }
        }
    }
    effects
}

/// Do the figures hold something of the office under the code of a line, of a task from this very file if its digest is given?
fn is_in_figures(figures: &OwnFigures<'_>, line: &Line<'_>, sha256: Option<&str>) -> bool {
    match line.id {
        SheetId::Tasks => figures.holds_task(line.code, sha256),
        SheetId::Targets => figures.holds_target(line.code),
        SheetId::Criteria => figures.holds_criterion(line.code),
        SheetId::Info | SheetId::ExtraTasks => true,
    }
}

/// What was done or where a figure is from, and below it what else is written.
fn more(line: &Line<'_>) -> String {
    let first = Some(one_line(line.more)).filter(|first| !first.is_empty());
    first.iter().map(AsRef::as_ref).chain(line.others.iter().map(String::as_str)).collect::<Vec<_>>().join("\n")
}

/// A text of the report on one line.
fn one_line(text: &str) -> Cow<'_, str> {
    format::one_line(text, QUOTE_MAX)
}

fn cells(line: &Line<'_>, from: &str, number: usize, used: &str) -> Vec<Cell> {
    let text = |text: &str, column: usize| frame::body(&one_line(text), COLUMNS[column].width);
    vec![
        Cell::count(u32::try_from(number).unwrap_or(u32::MAX), CENTERED),
        text(from, 1),
        Cell::count(line.row.saturating_add(1), CENTERED),
        text(line.code, 3),
        text(line.content, 4),
        text(&line.said, 5),
        Cell::text(one_line(&line.percent), CENTERED),
        Cell::text(one_line(&line.day), CENTERED),
        frame::body(&more(line), COLUMNS[8].width),
        text(used, 9),
    ]
}
