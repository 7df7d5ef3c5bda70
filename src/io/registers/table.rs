//! A sheet of the register as a table: its headings found, its cells read with their places, its mistakes gathered.

use crate::model::moment;
use crate::model::place::{CellRef, Place};
use crate::model::register_mistake::RegisterMistake;
use crate::model::workbook::{RawSheet, RawValue, RawWorkbook};
use crate::sheets::register_layout::{Choice, Column, Need, REGISTER, SheetLayout};
use crate::text::{dates, format, normalise, numbers, suggest};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Headings stand in one of the first rows; titles may stand above them.
const HEADING_ROWS: u32 = 10;

/// Mistakes and notes, as they are found.
#[derive(Debug, Default)]
pub(super) struct Log {
    mistakes: Vec<RegisterMistake>,
    /// Which of the mistakes only say that a later row has the same code.
    firsts: Vec<usize>,
    notes: Vec<RegisterMistake>,
}

impl Log {
    /// Something that has to be mended.
    pub(super) fn mistake(&mut self, place: Place, message: impl Into<String>) {
        self.mistakes.push(RegisterMistake { place, message: message.into() });
    }

    /// A code that two rows have: it may be written over that of either, so both are in doubt.
    pub(super) fn twice(&mut self, code: &str, first: &Place, second: Place) {
        let mut tell = |place: Place, words: &str, other: &Place| {
            let other = other.cell.map(|cell| cell.to_string()).unwrap_or_default();
            self.mistake(place, format!("Mã “{code}” {words} ở ô {other}. Đề nghị giữ một dòng hoặc đổi mã."));
        };
        tell(second.clone(), "đã có", first);
        tell(first.clone(), "còn có", &second);
        self.firsts.push(self.mistakes.len() - 1);
    }

    /// Something worth a look.
    pub(super) fn note(&mut self, place: Place, message: impl Into<String>) {
        self.notes.push(RegisterMistake { place, message: message.into() });
    }

    /// Is a mistake known in this row?
    pub(super) fn has_mistake_in(&self, row: Row<'_>) -> bool {
        self.mistakes.iter().any(|m| row.table.row_of(&m.place).is_some_and(|(number, _)| number == row.number))
    }

    /// Where the mistakes noted so far are; and does one only say that a later row has the same code?
    pub(super) fn places(&self) -> impl Iterator<Item = (&Place, bool)> {
        self.mistakes.iter().enumerate().map(|(at, mistake)| (&mistake.place, self.firsts.contains(&at)))
    }

    /// Everything by sheet and cell; each thing once.
    pub(super) fn finish(self) -> (Vec<RegisterMistake>, Vec<String>) {
        let sorted = |mut list: Vec<RegisterMistake>| {
            list.sort_by(|a, b| (rank(&a.place), &a.place).cmp(&(rank(&b.place), &b.place)));
            list.dedup();
            list
        };
        let notes = sorted(self.notes).iter().map(ToString::to_string).collect();
        (sorted(self.mistakes), notes)
    }
}

/// The sheet's position in the register.
fn rank(place: &Place) -> usize {
    let name = place.sheet.as_deref().map(normalise::key);
    name.and_then(|name| REGISTER.iter().position(|s| normalise::key(s.name) == name)).map_or(0, |at| at + 1)
}

/// A sheet whose headings are found.
#[derive(Debug)]
pub(super) struct Table<'a> {
    sheet: &'a RawSheet,
    /// The sheet's name as the layout has it.
    name: &'static str,
    heading_row: u32,
    /// Each heading with its column, from 0.
    columns: Vec<(&'static str, u32)>,
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table<'a>,
    number: u32,
}

/// Finds a sheet and its headings; says what is missing.
pub(super) fn find<'a>(workbook: &'a RawWorkbook, layout: &SheetLayout, log: &mut Log) -> Option<Table<'a>> {
    let Some(sheet) = workbook.sheets.iter().find(|s| normalise::key(&s.name) == normalise::key(layout.name)) else {
        if layout.required {
            let present = format::list(&workbook.sheet_names, 8);
            let message = format!("Thiếu trang “{}”. Tệp có các trang: {present}. Đề nghị bổ sung trang này.", layout.name);
            log.mistake(Place::sheet(layout.name), message);
        }
        return None;
    };
    let wanted: Vec<String> = layout.columns.iter().map(|c| heading_key(c.heading)).collect();
    let row = sheet.rows.range(..HEADING_ROWS).map(|(row, cells)| {
        let found = cells.iter().filter(|(_, value)| matches!(value, RawValue::Text(t) if wanted.contains(&heading_key(t)))).count();
        (*row, found)
    });
    // The first of the rows with the most known headings.
    let Some((heading_row, _)) = row.filter(|(_, found)| *found > 0).max_by_key(|(row, found)| (*found, std::cmp::Reverse(*row))) else {
        if layout.required || !sheet.rows.is_empty() {
            let names: Vec<&str> = layout.columns.iter().filter(|c| c.need != Need::Optional).map(|c| c.heading).collect();
            let message = format!("Không tìm thấy dòng tiêu đề. Đề nghị ghi các cột: {}.", names.join(", "));
            log.mistake(Place::sheet(&sheet.name), message);
        }
        return None;
    };
    let table = Table { sheet, name: layout.name, heading_row, columns: columns(sheet, heading_row, layout, log) };
    for row in table.rows() {
        for (column, value) in row.cells() {
            if let RawValue::Error(error) = value {
                let place = Place::cell(&sheet.name, CellRef::new(row.number, column));
                log.mistake(place, format!("Ô có lỗi công thức ({error}). Đề nghị ghi giá trị."));
            }
        }
    }
    Some(table)
}

/// Headings compare by key; the star that marks a required column on paper may be there.
fn heading_key(text: &str) -> String {
    normalise::key(&text.replace('★', " "))
}

fn columns(sheet: &RawSheet, heading_row: u32, layout: &SheetLayout, log: &mut Log) -> Vec<(&'static str, u32)> {
    let known: Vec<(String, &Column)> = layout.columns.iter().map(|c| (heading_key(c.heading), *c)).collect();
    let mut columns: Vec<(&'static str, u32)> = Vec::new();
    let mut others: Vec<(CellRef, String)> = Vec::new();
    for (column, value) in sheet.rows.get(&heading_row).into_iter().flatten() {
        let RawValue::Text(text) = value else { continue };
        let cell = CellRef::new(heading_row, *column);
        let key = heading_key(text);
        let Some((_, known)) = known.iter().find(|(k, _)| *k == key) else {
            others.push((cell, normalise::display(text)));
            continue;
        };
        match columns.iter().find(|(heading, _)| *heading == known.heading) {
            Some((_, first)) => {
                let message = format!("Cột “{}” đã có ở ô {}. Đề nghị chỉ giữ một cột.", known.heading, CellRef::new(heading_row, *first));
                log.mistake(Place::cell(&sheet.name, cell), message);
            }
            None => columns.push((known.heading, *column)),
        }
    }
    let missing: Vec<&Column> =
        layout.columns.iter().copied().filter(|c| !columns.iter().any(|(heading, _)| *heading == c.heading)).collect();
    for column in &missing {
        if column.need != Need::Optional {
            let near = suggest::nearest(column.heading, others.iter().map(|(_, text)| text.as_str()));
            let hint = near.map_or(String::new(), |n| format!(" Có phải là cột “{}” không?", format::quote(n)));
            let place = Place::cell(&sheet.name, CellRef::new(heading_row, 0));
            log.mistake(place, format!("Thiếu cột “{}”.{hint} Đề nghị ghi đúng tên cột.", column.heading));
        }
    }
    // A misspelt optional column would silently count as blank.
    for (cell, text) in others {
        if let Some(near) = suggest::nearest(&text, missing.iter().filter(|c| c.need == Need::Optional).map(|c| c.heading)) {
            let message = format!("Cột “{}” không được đọc. Có phải là cột “{near}” không?", format::quote(&text));
            log.note(Place::cell(&sheet.name, cell), message);
        }
    }
    columns
}

impl<'a> Table<'a> {
    /// The sheet's name as the layout has it.
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// The row that a place is in, from 0, and the heading of its column, blank if that is none of ours. `None` if the place
    /// is elsewhere, or means the sheet or its headings.
    pub(super) fn row_of(&self, place: &Place) -> Option<(u32, &'static str)> {
        let cell = place.cell.filter(|cell| cell.row > self.heading_row && place.sheet.as_deref() == Some(self.sheet.name.as_str()))?;
        let heading = self.columns.iter().find(|(_, column)| *column == cell.column).map_or("", |(heading, _)| heading);
        Some((cell.row, heading))
    }

    /// Is this column there?
    pub(super) fn has(&self, column: &Column) -> bool {
        self.columns.iter().any(|(heading, _)| *heading == column.heading)
    }

    /// Rows below the headings in which a known column says something.
    pub(super) fn rows(&'a self) -> impl Iterator<Item = Row<'a>> {
        let below = self.sheet.rows.range(self.heading_row + 1..).map(|(number, _)| Row { table: self, number: *number });
        below.filter(|row| row.cells().any(|(_, value)| !is_blank(value)))
    }
}

pub(super) fn is_blank(value: &RawValue) -> bool {
    matches!(value, RawValue::Text(text) if normalise::display(text).is_empty())
}

impl<'a> Row<'a> {
    /// Cells of known columns.
    pub(super) fn cells(self) -> impl Iterator<Item = (u32, &'a RawValue)> {
        let cells = self.table.sheet.rows.get(&self.number).into_iter().flatten();
        let known = move |column: u32| self.table.columns.iter().any(|(_, c)| *c == column);
        cells.filter(move |(column, _)| known(*column)).map(|(column, value)| (*column, value))
    }

    /// The row, from 0.
    pub(super) fn index(self) -> u32 {
        self.number
    }

    /// The line of the sheet as people count it, from 1.
    pub(super) fn line(self) -> u32 {
        self.number + 1
    }

    /// Where a column's cell of this row is; column A where the sheet has no such column.
    pub(super) fn cell(self, column: &Column) -> CellRef {
        let found = self.table.columns.iter().find(|(heading, _)| *heading == column.heading);
        CellRef::new(self.number, found.map_or(0, |(_, c)| *c))
    }

    /// The same with its sheet.
    pub(super) fn place(self, column: &Column) -> Place {
        Place::cell(&self.table.sheet.name, self.cell(column))
    }

    /// What a cell holds; none if it is blank or not there. An error value has been reported and counts as blank.
    pub(super) fn value(self, column: &Column) -> Option<&'a RawValue> {
        let (_, at) = self.table.columns.iter().find(|(heading, _)| *heading == column.heading)?;
        let value = self.table.sheet.get(CellRef::new(self.number, *at))?;
        (!is_blank(value) && !matches!(value, RawValue::Error(_))).then_some(value)
    }

    /// A cell as people read it; blank if there is nothing.
    pub(super) fn text(self, column: &Column) -> String {
        self.value(column).map_or(String::new(), shown)
    }

    fn has_error(self, column: &Column) -> bool {
        matches!(self.table.sheet.get(self.cell(column)), Some(RawValue::Error(_)))
    }

    /// Says that a cell must not be blank.
    fn missing(self, column: &Column, log: &mut Log) {
        // A missing column and an error value are said once, not for each row.
        if self.table.has(column) && !self.has_error(column) {
            log.mistake(self.place(column), format!("Thiếu “{}”. Đề nghị điền.", column.heading));
        }
    }

    /// Text that must be there; blank after a mistake.
    pub(super) fn required_text(self, column: &Column, log: &mut Log) -> String {
        let text = self.text(column);
        if text.is_empty() {
            self.missing(column, log);
        }
        text
    }

    /// A day, as a date or in words; none if blank, or unreadable and said so.
    pub(super) fn date(self, column: &Column, log: &mut Log) -> Option<NaiveDate> {
        let found = match self.value(column)? {
            RawValue::DateTime(at) => Some(at.date()),
            RawValue::Text(text) => dates::read(text).filter(|r| !r.swapped).map(|r| r.day),
            RawValue::Number(_) | RawValue::Percent(_) | RawValue::Bool(_) | RawValue::Error(_) => None,
        };
        if found.is_none() {
            let message =
                format!("“{}” không phải là ngày. Đề nghị ghi ngày/tháng/năm, ví dụ 30/9/2025.", format::quote(&self.text(column)));
            log.mistake(self.place(column), message);
        }
        found
    }

    /// A day that must be there.
    pub(super) fn required_date(self, column: &Column, log: &mut Log) -> Option<NaiveDate> {
        if self.value(column).is_none() {
            self.missing(column, log);
            return None;
        }
        self.date(column, log)
    }

    /// A day and hour; a day alone is refused, because midnight is nobody's cutoff.
    pub(super) fn date_time(self, column: &Column, log: &mut Log) -> Option<NaiveDateTime> {
        // A day alone is no instant. Midnight is one only where somebody wrote its hour.
        let hour = |at: &NaiveDateTime| at.time() != NaiveTime::MIN;
        let found = match self.value(column)? {
            RawValue::DateTime(at) => Some(*at).filter(hour),
            RawValue::Text(text) => dates::date_time(text).filter(|at| hour(at) || text.contains("0:00")),
            RawValue::Number(_) | RawValue::Percent(_) | RawValue::Bool(_) | RawValue::Error(_) => None,
        };
        if found.is_none() {
            let message = format!("“{}” không phải là ngày và giờ. Đề nghị ghi như 29/4/2026 11:00.", format::quote(&self.text(column)));
            log.mistake(self.place(column), message);
        }
        found
    }

    /// A day and hour that must be there.
    pub(super) fn required_date_time(self, column: &Column, log: &mut Log) -> Option<NaiveDateTime> {
        if self.value(column).is_none() {
            self.missing(column, log);
            return None;
        }
        self.date_time(column, log)
    }

    /// A whole number that must be there.
    pub(super) fn required_integer(self, column: &Column, log: &mut Log) -> Option<i64> {
        if self.value(column).is_none() {
            self.missing(column, log);
            return None;
        }
        let number = self.decimal(column, log)?;
        let whole = if number.is_integer() { number.to_i64() } else { None };
        if whole.is_none() {
            let message = format!("“{}” không phải là số nguyên. Đề nghị ghi số nguyên.", format::quote(&self.text(column)));
            log.mistake(self.place(column), message);
        }
        whole
    }

    /// A year of four digits that must be there.
    pub(super) fn required_year(self, column: &Column, log: &mut Log) -> Option<i32> {
        let year = self.required_integer(column, log)?;
        let fits = i32::try_from(year).ok().filter(|y| (1990..=2100).contains(y));
        if fits.is_none() {
            log.mistake(self.place(column), format!("“{year}” không phải là năm. Đề nghị ghi bốn chữ số, ví dụ 2025."));
        }
        fits
    }

    /// A number; none if blank, or unreadable and said so.
    pub(super) fn decimal(self, column: &Column, log: &mut Log) -> Option<Decimal> {
        let found = match self.value(column)? {
            RawValue::Number(number) => numbers::decimal_from_f64(*number),
            RawValue::Percent(number) => numbers::percent_from_f64(*number),
            RawValue::Text(text) => numbers::decimal(text),
            RawValue::DateTime(_) | RawValue::Bool(_) | RawValue::Error(_) => None,
        };
        if found.is_none() {
            let message = format!("“{}” không đọc được thành số. Đề nghị nhập ô này là số.", format::quote(&self.text(column)));
            log.mistake(self.place(column), message);
        }
        found
    }

    /// A word of a closed list that must be there.
    pub(super) fn word<T>(self, column: &Column, list: Choice, read: fn(&str) -> Option<T>, log: &mut Log) -> Option<T> {
        if self.value(column).is_none() {
            self.missing(column, log);
            return None;
        }
        self.optional_word(column, list, read, log)
    }

    /// A word of a closed list, or nothing.
    pub(super) fn optional_word<T>(self, column: &Column, list: Choice, read: fn(&str) -> Option<T>, log: &mut Log) -> Option<T> {
        self.value(column)?;
        let text = self.text(column);
        let found = read(&text);
        if found.is_none() {
            let words = list.words().join(" / ");
            let message = format!("“{}” không có trong danh sách. Đề nghị chọn một trong: {words}.", format::quote(&text));
            log.mistake(self.place(column), message);
        }
        found
    }
}

/// A value as people read it.
pub(super) fn shown(value: &RawValue) -> String {
    match value {
        RawValue::Text(text) => normalise::display(text),
        RawValue::Number(number) => {
            numbers::decimal_from_f64(*number).map_or_else(|| number.to_string(), |n| n.to_string().replace('.', ","))
        }
        RawValue::Percent(number) => {
            numbers::percent_from_f64(*number).map_or_else(|| number.to_string(), |n| format!("{n}%").replace('.', ","))
        }
        RawValue::Bool(true) => "Có".to_owned(),
        RawValue::Bool(false) => "Không".to_owned(),
        RawValue::DateTime(at) if at.time() == NaiveTime::MIN => format::date(at.date()),
        RawValue::DateTime(at) => format::moment(moment::at(*at)),
        RawValue::Error(error) => error.clone(),
    }
}
