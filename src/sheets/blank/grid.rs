//! A table sheet of the form: headings, rows, what may be typed where, what is still missing.

use super::hidden;
use super::input::{BlankInput, footer, rehearsal_mark};
use super::needs::{self, Need, Spans, Term, Test};
use super::rows::{Line, State};
use super::style::{DOUBT_FILL, INPUT, LOCKED};
use super::table_sheet::TableSheet;
use crate::forms::column::{Column, Kind};
use crate::forms::form::SheetForm;
use crate::model::report::{FieldId, SheetId};
use crate::sheets::sheet::{Align, Allow, Area, Cell, Condition, Format, Page, Row, Sheet, Style, Validation, Value};
use crate::text::format;
use chrono::NaiveDate;

/// Rows above the headings: title, agency and week, what the colours mean.
const TOP_ROWS: u32 = 3;
/// An open row has room for a few lines, because no program lengthens it while somebody types.
const OPEN_HEIGHT: f64 = 31.0;
/// Tasks get the longest texts.
const OPEN_TASK_HEIGHT: f64 = 46.0;
/// A heading that is long for its column.
const TITLE: Style = Style { size: 14, bold: true, ..Style::PLAIN };
const SUBTITLE: Style = Style { size: 12, italic: true, ..Style::PLAIN };

/// Builds a table sheet from its rows, which are sorted by state.
pub(super) fn build<'a>(input: &BlankInput<'_>, form: &'a SheetForm, lines: &[Line]) -> TableSheet<'a> {
    let heading_row = TOP_ROWS;
    let first = heading_row + 1;
    let mut rows = vec![
        single(&form.title, TITLE),
        single(&format!("{}{} - {}", rehearsal_mark(input), input.agency.name, format::span_long(&input.span)), SUBTITLE),
        single(
            "Ô màu vàng: đơn vị điền. Ô màu xám: đã khóa. Ô chuyển màu đỏ: bắt buộc, còn trống hoặc cần sửa; màu cam: cần xem lại.",
            Style { size: 11, ..SUBTITLE },
        ),
        Row { height: 0.0, cells: form.columns.iter().map(|c| Cell::text(c.heading.as_str(), Style::HEADING)).collect() },
    ];
    for line in lines {
        rows.push(Row {
            height: 0.0,
            cells: form.columns.iter().map(|column| Cell { value: line.value(column.field), style: style(column, line) }).collect(),
        });
    }
    let spans = spans(lines, first);
    let needs = needs::of_table(form, spans);
    let key = form.key_field();
    let codes = (first..).zip(lines).filter_map(|(row, line)| match line.value(key) {
        Value::Text(code) if form.id != SheetId::ExtraTasks => Some((code, row)),
        _ => None,
    });
    let codes = codes.collect();
    let mut sheet = Sheet {
        name: form.name.clone(),
        widths: form.columns.iter().map(|c| c.width).collect(),
        rows,
        freeze: Some((first, frozen_columns(form))),
        repeat_rows: Some((heading_row, heading_row)),
        page: Page { landscape: true, fit: Some((1, 0)), footer: footer(input), numbered: true, ..Page::default() },
        protected: true,
        validations: validations(input, form, lines, first),
        conditions: needs.iter().map(Need::condition).collect(),
        ..Sheet::default()
    };
    sheet.conditions.extend(doubtful_rates(form, lines, first));
    lengthen(&mut sheet, lines, first, if form.id == SheetId::Tasks { OPEN_TASK_HEIGHT } else { OPEN_HEIGHT });
    TableSheet { form, sheet, heading_row, codes, lines: lines.len(), needs }
}

fn single(text: &str, style: Style) -> Row {
    Row { height: 0.0, cells: vec![Cell::text(text, style)] }
}

/// Code and content stay in view.
fn frozen_columns(form: &SheetForm) -> u16 {
    let names = [FieldId::Content, FieldId::TargetName, FieldId::CriterionName];
    let at = form.columns.iter().position(|c| names.contains(&c.field)).unwrap_or(0);
    u16::try_from(at + 1).unwrap_or(1)
}

fn style(column: &Column, line: &Line) -> Style {
    let open = column.input && (line.state != State::Finished || line.still_open.contains(&column.field));
    let base = if open { INPUT } else { LOCKED };
    let align = match column.kind {
        Kind::Text | Kind::LongText => Align::General,
        _ => Align::Center,
    };
    let number_format = match column.kind {
        // A format of its own keeps a spreadsheet from turning the cell into percent when somebody types "75%": the
        // wrong figure is then seen at once.
        Kind::Percent => Format::Integer,
        Kind::Number if column.field == FieldId::Value && line.rate => Format::Decimal,
        Kind::Date => Format::Date,
        Kind::DateTime => Format::DateTime,
        // Typed weeks, numbers of documents and deadlines must not become dates. Long texts stay general: old
        // programs show a text cell of more than 255 characters as hash signs.
        Kind::Text if column.input => Format::Text,
        _ => Format::General,
    };
    let align = if column.kind == Kind::Number && column.field != FieldId::Ordinal { Align::Right } else { align };
    Style { align, format: number_format, ..base }
}

/// Where the overdue, other open and finished rows stand.
fn spans(lines: &[Line], first: u32) -> Spans {
    let count = |state: State| u32::try_from(lines.iter().filter(|l| l.state == state).count()).unwrap_or(0);
    let (overdue, open) = (count(State::Overdue), count(State::Open));
    let span = |from: u32, rows: u32| (rows > 0).then(|| (from, from + rows - 1));
    Spans { open: span(first, overdue + open), overdue: span(first, overdue), in_time: span(first + overdue, open) }
}

/// A rate between 0 and 1 may be meant (0,5% of a budget) or be a slip (50%): it is coloured, not counted.
fn doubtful_rates(form: &SheetForm, lines: &[Line], first: u32) -> Vec<Condition> {
    let column = form.columns.iter().position(|c| c.field == FieldId::Value).and_then(|at| u16::try_from(at).ok());
    let Some(column) = column else { return Vec::new() };
    let rates = (first..).zip(lines).filter(|(_, line)| line.rate).map(|(row, _)| row);
    rates.map(|row| Need { column, first: row, last: row, terms: vec![Term::new(column, Test::Fraction)] }.colour(DOUBT_FILL)).collect()
}

fn lengthen(sheet: &mut Sheet, lines: &[Line], first: u32, open: f64) {
    crate::sheets::row_height::fit(sheet);
    for (row, line) in (first..).zip(lines) {
        if line.state != State::Finished
            && let Some(row) = usize::try_from(row).ok().and_then(|r| sheet.rows.get_mut(r))
        {
            row.height = row.height.max(open);
        }
    }
}

/// What may be typed into each column; a column whose rows differ gets one check a run of equal rows.
fn validations(input: &BlankInput<'_>, form: &SheetForm, lines: &[Line], first: u32) -> Vec<Validation> {
    let mut all = Vec::new();
    for (at, column) in (0u16..).zip(&form.columns).filter(|(_, c)| c.input) {
        let mut start = first;
        let mut rows = (first..).zip(lines).peekable();
        while let Some((row, line)) = rows.next() {
            let allowed = allow(input, column, Some(line));
            let same = rows.peek().is_some_and(|(_, next)| allow(input, column, Some(next)) == allowed);
            if !same {
                all.push(validation(column, allowed, Area::new(start, at, row, at)));
                start = row + 1;
            }
        }
    }
    all
}

/// A check with the definition's words.
pub(super) fn validation(column: &Column, allow: Allow, area: Area) -> Validation {
    let title = column.heading.split('(').next().unwrap_or(&column.heading).trim().to_owned();
    let error = match (&column.error, column.max_length) {
        (Some(error), _) => error.clone(),
        (None, Some(max)) => format!("Đề nghị ghi không quá {} ký tự.", format::count(u64::from(max))),
        (None, None) => "Đề nghị kiểm tra lại nội dung ô này.".to_owned(),
    };
    Validation { area, allow, prompt: column.prompt.clone().map(|p| (title.clone(), p)), error: (title, error) }
}

/// What a column accepts, in a row of a table or as a label's value.
pub(super) fn allow(input: &BlankInput<'_>, column: &Column, line: Option<&Line>) -> Allow {
    if column.field == FieldId::Value
        && let Some(line) = line
    {
        let (low, high) = line.bounds.unwrap_or((-1e15, 1e15));
        return match (line.pass_fail, line.whole) {
            (true, _) => hidden::list_range(input.form, "dat_khong_dat").map_or(Allow::Any, Allow::ListFrom),
            (false, true) => Allow::Whole(low, high),
            (false, false) => Allow::Number(low, high),
        };
    }
    let first = NaiveDate::from_ymd_opt(2010, 1, 1).unwrap_or(NaiveDate::MIN);
    let last = NaiveDate::from_ymd_opt(2050, 12, 31).unwrap_or(NaiveDate::MAX);
    match column.kind {
        Kind::List | Kind::Mark => {
            column.list.as_deref().and_then(|name| hidden::list_range(input.form, name)).map_or(Allow::Any, Allow::ListFrom)
        }
        Kind::Percent => Allow::Number(0.0, 100.0),
        Kind::Number if column.field == FieldId::Revision => Allow::Number(0.0, 99.0),
        Kind::Number => Allow::Number(-1e15, 1e15),
        Kind::Date | Kind::DateTime => Allow::Date(first, last),
        Kind::Text | Kind::LongText => column.max_length.map_or(Allow::Any, Allow::TextLength),
    }
}
