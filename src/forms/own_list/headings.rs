//! The headings of a desk's own list: in which rows they stand, and what each column is. Headings are known by their words; where the
//! words may mean two things, what stands below decides, and that is said.

use super::cells::{Sheet, flat};
use super::heading_words::{Field, meaning};
use crate::model::workbook::RawSheet;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Headings stand in one of the first rows; a title and an official head may stand above them.
const HEADING_ROWS: u32 = 30;
/// A heading is at most this many rows high.
const DEEPEST: u32 = 3;
/// Fewer known headings than this are words of a title.
const LEAST: usize = 2;

/// The headings of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Headings {
    /// Their first row.
    pub(super) first: u32,
    /// Their last row.
    pub(super) last: u32,
    /// The first row below them, and below a row that numbers the columns.
    pub(super) below: u32,
    /// The column of each field, and its words as written.
    pub(super) columns: BTreeMap<Field, (u32, String)>,
    /// Further columns: those of which there is one already, and those whose words are not known.
    pub(super) others: Vec<(u32, String, Option<Field>)>,
}

/// The headings of a sheet; `None` if no row looks like headings.
pub(super) fn find(raw: &RawSheet) -> Option<Headings> {
    let sheet = Sheet::of(raw);
    let mut best: Option<((usize, Reverse<u32>), Headings)> = None;
    for first in raw.rows.range(..HEADING_ROWS).map(|(row, _)| *row) {
        for depth in 1..=DEEPEST {
            let headings = at(&sheet, first, depth);
            // What is said in reports tells headings from data, and nothing of what the list is.
            let score = 2 * headings.columns.keys().filter(|field| **field != Field::Reported).count()
                + headings.others.iter().filter(|(_, _, field)| field.is_some()).count().min(1);
            let known = headings.columns.len();
            // Of equally good ones the flattest: a title above the headings is none of them.
            let rank = (score, Reverse(depth));
            if known >= LEAST && best.as_ref().is_none_or(|(most, _)| rank > *most) {
                best = Some((rank, headings));
            }
        }
    }
    let (_, mut headings) = best?;
    while is_numbering(&sheet, headings.below) {
        headings.below += 1;
    }
    Some(headings)
}

/// The columns if the headings were these rows. The lowest words count first, then those above with them, then those above.
fn at(sheet: &Sheet<'_>, first: u32, depth: u32) -> Headings {
    let mut headings = Headings { first, last: first + depth - 1, below: first + depth, columns: BTreeMap::new(), others: Vec::new() };
    for column in sheet.columns(first, first + depth) {
        let mut texts: Vec<String> = Vec::new();
        for row in first..first + depth {
            let text = sheet.merged_text(row, column);
            if !text.is_empty() && texts.last() != Some(&text) {
                texts.push(text);
            }
        }
        let Some(last) = texts.last() else { continue };
        let joined = texts.iter().map(|text| flat(text)).collect::<Vec<_>>().join(" ");
        let written = texts.join(" / ");
        // Headings over several columns say nothing of a column of which the words below are not known.
        match meaning(&flat(last))
            .filter(|field| *field != Field::Reported || texts.len() == 1)
            .or_else(|| meaning(&joined))
            .or_else(|| meaning(&flat(last)))
        {
            Some(field) if headings.columns.contains_key(&field) => headings.others.push((column, written, Some(field))),
            Some(field) => drop(headings.columns.insert(field, (column, written))),
            None => headings.others.push((column, written, None)),
        }
    }
    headings
}

/// A row that only numbers the columns: 1, 2, (3), 4=2+3.
pub(super) fn is_numbering(sheet: &Sheet<'_>, row: u32) -> bool {
    let texts: Vec<String> = sheet.columns(row, row + 1).map(|column| sheet.text(row, column)).filter(|text| !text.is_empty()).collect();
    let numbers = |text: &String| {
        let bare = text.trim_matches(['(', ')', '[', ']']);
        bare.chars().any(|c| c.is_ascii_digit()) && bare.len() <= 12 && bare.chars().all(|c| c.is_ascii_digit() || "=+-x*/: ".contains(c))
    };
    texts.len() >= 3 && texts.iter().all(numbers) && texts.first().is_some_and(|first| first.trim_matches(['(', ')', '[', ']']) == "1")
}
