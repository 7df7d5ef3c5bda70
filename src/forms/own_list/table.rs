//! The rows of a list below its headings: which say something of their own, which only head a group, go on with the row above, repeat
//! the headings, or end the list.

use super::cells::{Sheet, flat};
use super::heading_words::Field;
use super::headings::{Headings, is_numbering};
use crate::forms::table_end::{ends_table, first_text};
use crate::model::found_list::ListDoubt;
use crate::model::place::Place;
use crate::text::capitals::is_capital;
use crate::text::format;

/// A row that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its rows: one, or all that a merged cell holds together.
    pub(super) rows: Vec<u32>,
    /// What it says: the task, the target, the name of the office.
    pub(super) text: String,
    /// The heading of the group in which it stands, blank if none.
    pub(super) group: String,
    /// Do rows below it divide it, though it says by whom and when as well?
    pub(super) divided: bool,
}

/// A list that is walked.
pub(super) struct Table<'a> {
    pub(super) sheet: &'a Sheet<'a>,
    pub(super) headings: &'a Headings,
    /// The column that says what a row is.
    pub(super) main: Field,
    /// Columns of which one at least is filled in a row that is no heading of a group.
    pub(super) others: &'a [Field],
}

/// How a row is numbered.
#[derive(Debug, PartialEq, Eq)]
enum Ordinal {
    Blank,
    /// `I`, `A`, `b)`: of groups, or of parts.
    Letter,
    /// `7`, `1.2`.
    Number(String),
    Other,
}

impl Table<'_> {
    fn column(&self, field: Field) -> Option<u32> {
        self.headings.columns.get(&field).map(|(column, _)| *column)
    }

    /// The text of a field in a row; a cell merged down shows it in all its rows. One merged across belongs to its first column.
    pub(super) fn text(&self, row: u32, field: Field) -> String {
        self.column(field).map_or(String::new(), |column| self.text_of_column(row, column))
    }

    /// The same of a column, whatever it means.
    fn text_of_column(&self, row: u32, column: u32) -> String {
        match self.sheet.area(row, column) {
            Some(area) if area.first.column != column => String::new(),
            _ => self.sheet.merged_text(row, column),
        }
    }

    /// The texts of all rows of a line in one field, each once.
    pub(super) fn texts(&self, line: &Line, field: Field) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        for text in line.rows.iter().map(|row| self.text(*row, field)) {
            if !text.is_empty() && !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }

    /// All rows that say something, in order.
    pub(super) fn lines(&self, doubts: &mut Vec<ListDoubt>) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let Some(main) = self.column(self.main) else { return lines };
        let rows: Vec<u32> = self.sheet.rows(self.headings.below).collect();
        let mut group = String::new();
        let mut hidden = 0u32;
        for (at, row) in rows.iter().copied().enumerate() {
            let cells = self.sheet.cells(row);
            if is_numbering(self.sheet, row) || self.repeats_headings(row) || self.is_total(row) {
                continue;
            }
            if ends_table(cells) {
                // Desks put notes between their rows: what stands below one still belongs to the list.
                if first_text(cells).is_some_and(|text| text.starts_with("ghi chú")) {
                    doubts.push(self.doubt(
                        row,
                        cells.first().map_or(main, |(column, _)| *column),
                        &format::list(&self.distinct(row), 3),
                        "Dòng ghi chú của danh sách: không lập thành một dòng riêng; các dòng bên dưới vẫn đọc.",
                        "Đề nghị xem ghi chú này có nói đến các dòng bên dưới không.",
                    ));
                    continue;
                }
                self.say_left_below(&rows, at, main, doubts);
                break;
            }
            hidden += u32::from(self.sheet.is_hidden(row));
            let area = self.sheet.area(row, main);
            let continued = area.is_some_and(|area| area.first.row < row && area.first.column == main);
            if let Some(last) = lines.last_mut().filter(|last| continued && area.is_some_and(|area| last.rows.contains(&area.first.row))) {
                last.rows.push(row);
                continue;
            }
            let filled: Vec<String> = self.distinct(row);
            let text = self.sheet.text(row, main);
            let above = at.checked_sub(1).and_then(|above| rows.get(above));
            if let Some(last) = lines.last_mut().filter(|last| text.is_empty() && last.rows.last() == above)
                && let Some(contact) = self.only_contacts(row)
            {
                last.rows.push(row);
                doubts.push(self.doubt(
                    row,
                    contact,
                    &format::list(&filled, 3),
                    "Dòng không ghi tên cơ quan: hiểu là người, số liên hệ thêm của cơ quan ở dòng trên.",
                    "Đề nghị xem người, số điện thoại của cơ quan này trong danh mục.",
                ));
                continue;
            }
            let says_more = self.others.iter().any(|field| !self.text(row, *field).is_empty());
            let next = rows.get(at + 1).map(|next| self.ordinal(*next));
            if text.is_empty() {
                match filled.as_slice() {
                    // A heading over the whole row.
                    [heading] => group = without_ordinal(heading),
                    [number, heading] if !matches!(ordinal_of(number), Ordinal::Other) => group = without_ordinal(heading),
                    _ => doubts.push(self.doubt(
                        row,
                        main,
                        &format::list(&filled, 3),
                        "Dòng không ghi nội dung ở cột chính: không đọc.",
                        "Nếu là một dòng của danh mục, đề nghị bổ sung.",
                    )),
                }
                continue;
            }
            if says_more {
                let divided = is_part_of(&self.ordinal(row), next.as_ref());
                lines.push(Line { rows: vec![row], text, group: group.clone(), divided });
                continue;
            }
            match self.ordinal(row) {
                Ordinal::Letter => group = text,
                _ if self.main == Field::Office && !self.heads_offices(row, &text) => {
                    lines.push(Line { rows: vec![row], text, group: group.clone(), divided: false });
                }
                _ if heads_group(&text) || self.main == Field::Office => group = text,
                number @ Ordinal::Number(_) if is_part_of(&number, next.as_ref()) => {
                    doubts.push(self.doubt(
                        row,
                        main,
                        &format::quote(&text),
                        "Dòng này chỉ nêu chung cho các dòng con bên dưới: không lập thành một dòng riêng.",
                        "Nếu là một dòng của danh mục, đề nghị bổ sung.",
                    ));
                    if group.is_empty() || lines.is_empty() {
                        group = text;
                    }
                }
                Ordinal::Blank | Ordinal::Other => doubts.push(self.doubt(
                    row,
                    main,
                    &format::quote(&text),
                    "Dòng không có số thứ tự, cơ quan, thời hạn: có thể là phần tiếp của dòng trên; không đọc.",
                    "Nếu là phần tiếp, đề nghị ghép vào nội dung dòng trên; nếu là dòng riêng, đề nghị bổ sung.",
                )),
                Ordinal::Number(_) => lines.push(Line { rows: vec![row], text, group: group.clone(), divided: false }),
            }
        }
        if hidden > 0 {
            let first = rows.iter().find(|row| self.sheet.is_hidden(**row)).copied().unwrap_or(0);
            doubts.push(self.doubt(
                first,
                main,
                "",
                &format!("Trang có {hidden} dòng đang ẩn; vẫn đọc."),
                "Đề nghị xem các dòng này có còn hiệu lực không.",
            ));
        }
        lines
    }

    /// Rows below the signature that look like rows of the list are not read, and told.
    fn say_left_below(&self, rows: &[u32], end: usize, main: u32, doubts: &mut Vec<ListDoubt>) {
        let below = rows.iter().copied().skip(end + 1);
        let like_a_row =
            |row: &u32| !self.text(*row, self.main).is_empty() && self.others.iter().any(|field| !self.text(*row, *field).is_empty());
        let left: Vec<u32> = below.filter(like_a_row).collect();
        if let Some(first) = left.first() {
            doubts.push(self.doubt(
                *first,
                main,
                &format::quote(&self.sheet.text(*first, main)),
                &format!("Từ dòng này có {} dòng đứng dưới chỗ ký của danh sách: không đọc.", left.len()),
                "Nếu là dòng của danh mục, đề nghị bổ sung.",
            ));
        }
    }

    fn doubt(&self, row: u32, column: u32, written: &str, understood: &str, decide: &str) -> ListDoubt {
        let place = self.sheet.place(row, column);
        ListDoubt { place, written: written.to_owned(), understood: understood.to_owned(), decide: decide.to_owned() }
    }

    /// The first column of a row of a list of offices that says whom to call and nothing else; `None` if the row says something else.
    fn only_contacts(&self, row: u32) -> Option<u32> {
        let contacts: Vec<u32> = [Field::Leader, Field::Officer, Field::Phone, Field::Mail]
            .into_iter()
            .filter_map(|field| self.column(field))
            .chain(self.further(Field::Phone))
            .collect();
        let mut filled = self.sheet.cells(row).iter().map(|(column, _)| *column).filter(|column| !self.sheet.text(row, *column).is_empty());
        let first = filled.next().filter(|_| self.main == Field::Office)?;
        let across = self.sheet.area(row, first).is_some_and(|area| area.last.column > area.first.column);
        (!across && contacts.contains(&first) && filled.all(|column| contacts.contains(&column))).then_some(first)
    }

    /// Columns that mean the same as one that stands before them.
    fn further(&self, field: Field) -> impl Iterator<Item = u32> + '_ {
        self.headings.others.iter().filter(move |(_, _, meant)| *meant == Some(field)).map(|(column, _, _)| *column)
    }

    /// The telephones of a line: of all its rows, in all columns that hold some, each once, with where they stand.
    pub(super) fn telephones(&self, line: &Line) -> Vec<(String, Place)> {
        let columns: Vec<u32> = self.column(Field::Phone).into_iter().chain(self.further(Field::Phone)).collect();
        let mut found: Vec<(String, Place)> = Vec::new();
        for (row, column) in line.rows.iter().flat_map(|row| columns.iter().map(move |column| (*row, *column))) {
            let text = self.text_of_column(row, column);
            if !text.is_empty() && !found.iter().any(|(known, _)| *known == text) {
                found.push((text, self.sheet.place(row, column)));
            }
        }
        found
    }

    /// A row without anything but a name heads offices where the others are numbered, or by its words.
    fn heads_offices(&self, row: u32, text: &str) -> bool {
        let numbered = self.column(Field::Ordinal).is_some();
        match self.ordinal(row) {
            Ordinal::Number(_) => false,
            Ordinal::Letter => true,
            Ordinal::Blank | Ordinal::Other => numbered || heads_group(text),
        }
    }

    fn ordinal(&self, row: u32) -> Ordinal {
        ordinal_of(&self.column(Field::Ordinal).map_or(String::new(), |column| self.sheet.text(row, column)))
    }

    /// The texts of a row, each once: a merged heading shows one.
    fn distinct(&self, row: u32) -> Vec<String> {
        let mut texts: Vec<String> = self.sheet.cells(row).iter().map(|(column, _)| self.sheet.text(row, *column)).collect();
        texts.retain(|text| !text.is_empty());
        texts.dedup();
        texts
    }

    /// The headings again, at the top of the next page.
    fn repeats_headings(&self, row: u32) -> bool {
        let same = |(column, written): &&(u32, String)| {
            let text = flat(&self.sheet.text(row, *column));
            !text.is_empty() && written.split(" / ").any(|words| flat(words) == text)
        };
        self.headings.columns.values().filter(same).count() >= 2
    }

    fn is_total(&self, row: u32) -> bool {
        let texts = self.distinct(row);
        let total = |text: &String| matches!(flat(text).as_str(), "tong cong" | "tong so" | "cong" | "tong");
        texts.iter().take(2).any(total)
    }
}

fn ordinal_of(text: &str) -> Ordinal {
    let bare = text.trim().trim_end_matches(['.', ')', '/', ':']).replace(',', ".");
    let roman = !bare.is_empty() && bare.len() <= 5 && bare.chars().all(|c| "IVXLC".contains(c));
    if bare.is_empty() {
        Ordinal::Blank
    } else if roman || matches!(bare.as_bytes(), [letter] if letter.is_ascii_alphabetic()) {
        Ordinal::Letter
    } else if bare.starts_with(|c: char| c.is_ascii_digit()) && bare.chars().all(|c| c.is_ascii_digit() || c == '.') {
        Ordinal::Number(bare.trim_end_matches('.').to_owned())
    } else {
        Ordinal::Other
    }
}

/// Is the next row a part of this one: 1.1 below 1, or a) below 1?
fn is_part_of(ordinal: &Ordinal, next: Option<&Ordinal>) -> bool {
    match (ordinal, next) {
        (Ordinal::Number(number), Some(Ordinal::Number(next))) => {
            next.strip_prefix(number.as_str()).is_some_and(|rest| rest.starts_with('.'))
        }
        _ => false,
    }
}

/// Words in capitals alone, as headings of groups are written; up to three letters are an abbreviation, as `CĐS`.
fn heads_group(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 3 && is_capital(text)
}

/// `I. Thể chế` without its number.
fn without_ordinal(text: &str) -> String {
    match text.split_once(['.', ')', ' ']) {
        Some((number, rest)) if !rest.trim().is_empty() && matches!(ordinal_of(number), Ordinal::Letter | Ordinal::Number(_)) => {
            rest.trim().to_owned()
        }
        _ => text.to_owned(),
    }
}
