//! Heights of rows. No program fits rows to wrapped text reliably: Excel leaves merged cells alone, LibreOffice leaves
//! every row of a file it did not write alone, and texts of neighbouring rows then print over each other. So every
//! row gets an explicit height, estimated from the widths of the letters of Times New Roman.

use crate::sheets::sheet::{Area, Sheet, Style, Value};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

/// Widths of the characters from space to `~` in thousandths of the size, regular.
const REGULAR: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278,
    278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722,
    722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500,
    500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];
/// The same for bold letters.
const BOLD: [u16; 95] = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333,
    333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722,
    722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556,
    556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
];
/// Programs set text a little wider than the font says; measured against LibreOffice (1.00 gave a line too few in a
/// fifth of the rows).
const SLACK: f64 = 1.08;
/// From line to line at 11 points; LibreOffice needs 12, stacked accents want more.
const PITCH_AT_11: f64 = 14.0;
/// Above and below the text.
const EDGE: f64 = 1.0;
/// The highest row that Excel accepts, in points.
const HEIGHT_MAX: f64 = 409.0;
/// Width of a column nobody set, characters.
const WIDTH_DEFAULT: f64 = 8.43;
/// A character of the default font is 7 pixels wide and a column has 5 more; of these about 2 points stay free.
const CHARACTER_POINTS: f64 = 5.25;
const COLUMN_EXTRA_POINTS: f64 = 3.75;
const MARGIN_POINTS: f64 = 2.0;

/// How many lines a wrapped text takes in a column of `width_chars` characters; at least one.
pub fn lines(text: &str, width_chars: f64, size: u8, bold: bool) -> u32 {
    let room = (width_chars * CHARACTER_POINTS + COLUMN_EXTRA_POINTS - MARGIN_POINTS).max(1.0);
    let scale = f64::from(size) / 1000.0 * SLACK;
    let mut count = 0u32;
    for paragraph in text.trim_end_matches('\n').split('\n') {
        count = count.saturating_add(paragraph_lines(paragraph, room, scale, bold));
    }
    count.max(1)
}

/// Words go to the next line whole; a word longer than a line is broken anywhere.
fn paragraph_lines(paragraph: &str, room: f64, scale: f64, bold: bool) -> u32 {
    let space = f64::from(thousandths(' ', bold)) * scale;
    let mut count = 1u32;
    let mut used = 0.0f64;
    for word in paragraph.split(' ') {
        let width = word_width(word, scale, bold);
        let gap = if used > 0.0 { space } else { 0.0 };
        if used + gap + width <= room {
            used += gap + width;
            continue;
        }
        if used > 0.0 {
            count = count.saturating_add(1);
        }
        used = width;
        while used > room {
            count = count.saturating_add(1);
            used -= room;
        }
    }
    count
}

/// Width of a word. Whether a word is taken apart as a whole or letter by letter is the same for Latin letters: their marks take no room.
fn word_width(word: &str, scale: f64, bold: bool) -> f64 {
    let widths = LATIN.get(usize::from(bold));
    let latin = |c: char| widths?.get(latin_place(c)?).map(|width| f64::from(*width) * scale);
    word.chars()
        .try_fold(0.0, |sum, c| Some(sum + latin(c)?))
        .unwrap_or_else(|| word.nfd().map(|c| f64::from(thousandths(c, bold)) * scale).sum())
}

/// The letters of Vietnamese stand in two runs of characters; here they are one, as whole letters with their marks.
const LATIN_RUNS: [(char, char); 2] = [('\0', '\u{1b0}'), ('\u{1ea0}', '\u{1ef9}')];
const LATIN_LETTERS: usize = 0x1b1 + 0x5a;

/// The place of a letter in the table; `None` if it is none of Vietnamese.
fn latin_place(letter: char) -> Option<usize> {
    let [low, high] = LATIN_RUNS;
    let code = u32::from(letter);
    let place = if letter <= low.1 {
        code
    } else if (high.0..=high.1).contains(&letter) {
        code - u32::from(high.0) + u32::from(low.1) + 1
    } else {
        return None;
    };
    usize::try_from(place).ok()
}

/// The widths of these letters, regular and bold: marks are taken off once, not from every text.
static LATIN: LazyLock<[[u16; LATIN_LETTERS]; 2]> = LazyLock::new(|| {
    let mut widths = [[0; LATIN_LETTERS]; 2];
    for letter in LATIN_RUNS.into_iter().flat_map(|(first, last)| first..=last) {
        for (table, bold) in widths.iter_mut().zip([false, true]) {
            if let Some(width) = latin_place(letter).and_then(|place| table.get_mut(place)) {
                *width = thousandths(without_mark(letter), bold);
            }
        }
    }
    widths
});

/// The letter that is left when every mark is taken off.
fn without_mark(letter: char) -> char {
    let mut bare = None;
    decompose_canonical(letter, |part| {
        bare.get_or_insert(part);
    });
    bare.unwrap_or(letter)
}

/// Width of a character after canonical decomposition: marks take no room.
fn thousandths(c: char, bold: bool) -> u16 {
    let table = if bold { &BOLD } else { &REGULAR };
    let base = match c {
        '\u{300}'..='\u{36f}' | '\u{200b}' => return 0,
        'đ' => 'd',
        'Đ' => 'D',
        '\u{a0}' | '\t' => ' ',
        '–' | '₫' => '0',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '…' | '—' => return 1000,
        c => c,
    };
    let index = usize::try_from(u32::from(base)).ok().and_then(|code| code.checked_sub(32));
    // Anything else: as wide as a capital, and a full square for East Asian text and pictures.
    index.and_then(|index| table.get(index)).copied().unwrap_or(if u32::from(c) >= 0x1100 { 1000 } else { 722 })
}

/// Height of a row in points from its cells: text, width of the column (or merged columns) in characters, look. A cell
/// that does not wrap takes one line.
pub fn height(cells: &[(&str, f64, Style)]) -> f64 {
    let tallest = cells.iter().map(|(text, width, style)| cell_height(text, *width, *style)).fold(pitch(Style::PLAIN.size), f64::max);
    (tallest + EDGE).min(HEIGHT_MAX)
}

fn cell_height(text: &str, width: f64, style: Style) -> f64 {
    let lines = if style.wrap { lines(text, width, style.size, style.bold) } else { 1 };
    f64::from(lines) * pitch(style.size)
}

fn pitch(size: u8) -> f64 {
    PITCH_AT_11 * f64::from(size) / f64::from(Style::PLAIN.size)
}

/// Gives each row without a height (0.0) the height its cells need, of those that are printed where not all are. A merged
/// area counts with its whole width; one over several rows lengthens its last open row where the rows together are too low.
/// Heights already set stay.
pub fn fit(sheet: &mut Sheet) {
    let open: Vec<bool> = sheet.rows.iter().map(|row| row.height <= 0.0).collect();
    let mut needs: Vec<f64> = Vec::with_capacity(sheet.rows.len());
    let printed = usize::from(sheet.page.columns.unwrap_or(u16::MAX));
    for (row, line) in (0u32..).zip(&sheet.rows) {
        let mut shown: Vec<(&str, f64, Style)> = Vec::with_capacity(line.cells.len());
        for (column, cell) in (0u16..).zip(line.cells.iter().take(printed)) {
            let width = match merge_at(sheet, row, column) {
                Some(area) if (area.first_row, area.first_column) != (row, column) => continue,
                Some(area) if area.first_row != area.last_row => continue,
                Some(area) => width_of(sheet, area.first_column, area.last_column),
                None => width_of(sheet, column, column),
            };
            if width > 0.0 {
                shown.push((shown_text(&cell.value), width, cell.style));
            }
        }
        needs.push(height(&shown));
    }
    for ((line, need), open) in sheet.rows.iter_mut().zip(needs).zip(&open) {
        if *open {
            line.height = need;
        }
    }
    for area in sheet.merges.clone() {
        if area.first_row != area.last_row {
            stretch(sheet, area, &open);
        }
    }
}

fn stretch(sheet: &mut Sheet, area: Area, open: &[bool]) {
    let (Ok(first), Ok(last)) = (usize::try_from(area.first_row), usize::try_from(area.last_row)) else { return };
    let Some(cell) = sheet.rows.get(first).and_then(|row| row.cells.get(usize::from(area.first_column))) else { return };
    let width = width_of(sheet, area.first_column, area.last_column);
    let need = cell_height(shown_text(&cell.value), width, cell.style) + EDGE;
    let last = last.min(sheet.rows.len().saturating_sub(1));
    let have: f64 = sheet.rows.iter().take(last + 1).skip(first).map(|row| row.height).sum();
    if need > have
        && let Some(row) = (first..=last).rev().find(|row| open.get(*row) == Some(&true)).and_then(|row| sheet.rows.get_mut(row))
    {
        row.height = (row.height + need - have).min(HEIGHT_MAX);
    }
}

fn merge_at(sheet: &Sheet, row: u32, column: u16) -> Option<Area> {
    let inside = |area: &&Area| (area.first_row..=area.last_row).contains(&row) && (area.first_column..=area.last_column).contains(&column);
    sheet.merges.iter().find(inside).copied()
}

/// Width of the columns that are printed, in points.
#[cfg(test)]
pub(crate) fn printed_width(sheet: &Sheet) -> f64 {
    let columns = sheet.page.columns.map_or(sheet.widths.len(), usize::from);
    sheet.widths.iter().take(columns).map(|width| width * CHARACTER_POINTS + COLUMN_EXTRA_POINTS).sum()
}

/// Width of neighbouring columns together, in characters; hidden ones count nothing.
fn width_of(sheet: &Sheet, first: u16, last: u16) -> f64 {
    let mut total = 0.0;
    let mut shown = 0u32;
    for column in first..=last {
        if !sheet.hidden_columns.contains(&column) {
            total += sheet.widths.get(usize::from(column)).copied().unwrap_or(WIDTH_DEFAULT);
            shown += 1;
        }
    }
    // Each further column brings its own margin.
    total + f64::from(shown.saturating_sub(1)) * COLUMN_EXTRA_POINTS / CHARACTER_POINTS
}

/// What a cell shows, near enough to count its lines.
fn shown_text(value: &Value) -> &str {
    match value {
        Value::Blank => "",
        Value::Text(text) => text,
        Value::Formula(own) => &own.result,
        // Numbers and dates never wrap.
        Value::Number(_) | Value::Date(_) | Value::DateTime(_) => "0",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::sheet::{Cell, Row};

    const TEXT: &str = "Tham mưu Ủy ban nhân dân tỉnh ban hành kế hoạch chuyển đổi số năm 2025 trên địa bàn tỉnh";

    #[test]
    fn lines_grow_with_text_and_shrink_with_width() {
        assert_eq!(lines("", 10.0, 11, false), 1);
        assert_eq!(lines("Sở Y tế", 10.0, 11, false), 1);
        assert_eq!(lines("a\nb\nc", 40.0, 11, false), 3);
        assert_eq!(lines("a\nb\n", 40.0, 11, false), 2, "a last line break shows nothing");
        let narrow = lines(TEXT, 20.0, 11, false);
        assert_eq!((narrow, lines(TEXT, 40.0, 11, false)), (5, 3));
        assert!(lines(TEXT, 20.0, 14, true) > narrow);
        assert_eq!(lines(&"x".repeat(100), 20.0, 11, false), 6, "a word without spaces is broken");
    }

    #[test]
    fn accents_take_no_room() {
        let plain: String = TEXT.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
        for width in [12.0, 17.0, 23.0, 31.0] {
            assert_eq!(lines(TEXT, width, 11, false), lines(&plain, width, 11, false));
        }
    }

    #[test]
    fn a_letter_is_as_wide_alone_as_in_its_word() {
        for letter in ('\0'..='\u{1b0}').chain('\u{1ea0}'..='\u{1ef9}') {
            let word = format!("a{letter}b");
            for bold in [false, true] {
                let whole: f64 = word.nfd().map(|c| f64::from(thousandths(c, bold)) * 0.01).sum();
                assert!((word_width(&word, 0.01, bold) - whole).abs() < f64::EPSILON, "{letter:?}");
            }
        }
    }

    #[test]
    fn a_row_is_as_high_as_its_tallest_cell() {
        let short = ("TT", 5.0, Style::BODY);
        assert!((height(&[]) - 15.0).abs() < 1e-9);
        assert!((height(&[short, (TEXT, 40.0, Style::BODY)]) - 43.0).abs() < 1e-9);
        assert!((height(&[(TEXT, 40.0, Style::PLAIN)]) - 15.0).abs() < 1e-9, "not wrapped");
        assert!((height(&[(&TEXT.repeat(100), 10.0, Style::BODY)]) - 409.0).abs() < 1e-9);
    }

    #[test]
    fn fit_counts_merged_widths_leaves_set_heights_and_ignores_hidden_columns() {
        let row = |cells: Vec<Cell>| Row { height: 0.0, cells };
        let text = || Cell::text(TEXT, Style::BODY);
        let mut sheet = Sheet {
            widths: vec![20.0, 20.0, 20.0],
            hidden_columns: vec![2],
            rows: vec![
                row(vec![text()]),
                row(vec![text(), Cell::default()]),
                Row { height: 33.0, cells: vec![text()] },
                row(vec![Cell::default(), Cell::default(), text()]),
                row(vec![text()]),
                row(vec![]),
            ],
            merges: vec![Area::new(1, 0, 1, 1), Area::new(4, 0, 5, 0)],
            ..Sheet::default()
        };
        fit(&mut sheet);
        let heights: Vec<f64> = sheet.rows.iter().map(|row| row.height).collect();
        assert_eq!(format!("{heights:?}"), "[71.0, 43.0, 33.0, 15.0, 15.0, 56.0]");
        let once = sheet.clone();
        fit(&mut sheet);
        assert_eq!(sheet, once, "a second call changes nothing");
    }
}
