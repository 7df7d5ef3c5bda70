//! Heights of rows. No program fits rows to wrapped text reliably: Excel leaves merged cells alone, LibreOffice leaves
//! every row of a file it did not write alone, and texts of neighbouring rows then print over each other. So every
//! row gets an explicit height, estimated from the widths of the letters of Times New Roman.

use crate::sheets::sheet::{Area, Sheet, Style, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;
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
    lines_to(text, &Setting::new(width_chars, size, bold), u32::MAX).0
}

/// Behind which byte a wrapped text takes more than so many lines; `None` if it does not.
pub(crate) fn overflow(text: &str, width_chars: f64, size: u8, bold: bool, lines_max: u32) -> Option<usize> {
    let (lines, end) = lines_to(text, &Setting::new(width_chars, size, bold), lines_max);
    (lines > lines_max).then_some(end)
}

/// In what a text is set: the room of a line and the widths of the letters, in thousandths of the size.
struct Setting {
    room: f64,
    bold: bool,
    widths: &'static [u16; LATIN_LETTERS],
}

impl Setting {
    fn new(width_chars: f64, size: u8, bold: bool) -> Self {
        let points = (width_chars * CHARACTER_POINTS + COLUMN_EXTRA_POINTS - MARGIN_POINTS).max(1.0);
        let [regular, heavy] = &*LATIN;
        Self { room: points / (f64::from(size) / 1000.0 * SLACK), bold, widths: if bold { heavy } else { regular } }
    }

    fn of(&self, c: char) -> u32 {
        latin_place(c).and_then(|place| self.widths.get(place)).map_or_else(|| width_apart(c, self.bold), |width| u32::from(*width))
    }
}

/// Width of a character that is none of the table's: of all that it consists of.
fn width_apart(c: char, bold: bool) -> u32 {
    let mut width = 0;
    decompose_canonical(c, |part| width += u32::from(thousandths(part, bold)));
    width
}

/// How a text fills its lines.
struct Filling<'a> {
    setting: &'a Setting,
    /// Lines so far, the one at hand among them.
    count: u32,
    /// What of the line at hand is used.
    used: f64,
}

impl Filling<'_> {
    /// Words go to the next line whole; a word longer than a line is broken anywhere.
    fn add(&mut self, word: u32, space: f64) {
        let (width, room) = (f64::from(word), self.setting.room);
        let gap = if self.used > 0.0 { space } else { 0.0 };
        if self.used + gap + width <= room {
            self.used += gap + width;
            return;
        }
        if self.used > 0.0 {
            self.count = self.count.saturating_add(1);
        }
        self.used = width;
        while self.used > room {
            self.count = self.count.saturating_add(1);
            self.used -= room;
        }
    }
}

/// The lines of a text, counted until they are more than `most`, and the byte behind what was counted. Where they are certainly not
/// more, nothing is counted.
fn lines_to(text: &str, setting: &Setting, most: u32) -> (u32, usize) {
    let text = text.trim_end_matches('\n');
    // No letter is wider than the size for each of its bytes, and of two lines that follow each other the words are wider than one.
    let length = f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX)) * WIDEST;
    let is_short = length <= setting.room || (most < u32::MAX && length * 2.0 <= setting.room * f64::from(most.saturating_sub(1)));
    if is_short && !text.contains('\n') {
        return (1, text.len());
    }
    let space = f64::from(setting.of(' '));
    let mut filling = Filling { setting, count: 1, used: 0.0 };
    let mut word = 0u32;
    for (at, c) in text.char_indices() {
        match c {
            ' ' => filling.add(word, space),
            '\n' => {
                filling.add(word, space);
                (filling.count, filling.used) = (filling.count.saturating_add(1), 0.0);
            }
            c => {
                word = word.saturating_add(setting.of(c));
                continue;
            }
        }
        word = 0;
        if filling.count > most {
            return (filling.count, at);
        }
    }
    filling.add(word, space);
    (filling.count, text.len())
}

/// The widest letter for each byte it is written with, thousandths of the size.
const WIDEST: f64 = 1000.0;

/// The letters of Vietnamese and the signs of printing stand in three runs of characters; here they are one, as whole letters with
/// their marks.
const LATIN_RUNS: [(char, char); 3] = [('\0', '\u{1b0}'), ('\u{1ea0}', '\u{1ef9}'), ('\u{2010}', '\u{2027}')];
const LATIN_LETTERS: usize = 0x1b1 + 0x5a + 0x18;

/// The place of a letter in the table; `None` if it is none of these.
fn latin_place(letter: char) -> Option<usize> {
    let code = u32::from(letter);
    let place = match letter {
        '\0'..='\u{1b0}' => code,
        '\u{1ea0}'..='\u{1ef9}' => code - 0x1ea0 + 0x1b1,
        '\u{2010}'..='\u{2027}' => code - 0x2010 + 0x1b1 + 0x5a,
        _ => return None,
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
    let printed = sheet.page.columns.unwrap_or(u16::MAX);
    let columns = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0).min(usize::from(printed));
    let alone: Vec<f64> = (0u16..).take(columns).map(|column| width_of(sheet, column, column)).collect();
    let mut merged: BTreeMap<u32, Vec<Area>> = BTreeMap::new();
    for area in &sheet.merges {
        (area.first_row..=area.last_row).for_each(|row| merged.entry(row).or_default().push(*area));
    }
    let mut needs: Vec<f64> = Vec::with_capacity(sheet.rows.len());
    let mut shown: Vec<(&str, f64, Style)> = Vec::with_capacity(columns);
    for ((row, line), open) in (0u32..).zip(&sheet.rows).zip(&open) {
        if !open {
            needs.push(line.height);
            continue;
        }
        shown.clear();
        let areas = merged.get(&row).map_or(&[][..], Vec::as_slice);
        for ((column, cell), alone) in (0u16..).zip(&line.cells).zip(&alone) {
            let width = match areas.iter().find(|area| (area.first_column..=area.last_column).contains(&column)) {
                Some(area) if (area.first_row, area.first_column) != (row, column) => continue,
                Some(area) if area.first_row != area.last_row => continue,
                Some(area) => width_of(sheet, area.first_column, area.last_column),
                None => *alone,
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
    use unicode_normalization::UnicodeNormalization;

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

    /// A line after another, each word taken apart as a whole: slowly.
    fn lines_apart(text: &str, width_chars: f64, size: u8, bold: bool) -> u32 {
        let room = width_chars * CHARACTER_POINTS + COLUMN_EXTRA_POINTS - MARGIN_POINTS;
        let width = |text: &str| text.nfd().map(|c| f64::from(thousandths(c, bold)) * f64::from(size) / 1000.0 * SLACK).sum::<f64>();
        let mut count = 0;
        for paragraph in text.trim_end_matches('\n').split('\n') {
            let mut used = 0.0;
            count += 1;
            for word in paragraph.split(' ') {
                let gap = if used > 0.0 { width(" ") } else { 0.0 };
                if used + gap + width(word) <= room {
                    used += gap + width(word);
                    continue;
                }
                count += u32::from(used > 0.0);
                used = width(word);
                while used > room {
                    count += 1;
                    used -= room;
                }
            }
        }
        count
    }

    proptest::proptest! {
        #[test]
        fn lines_are_counted_alike_in_one_pass(
            text in "([a-zA-ZđĐếợ\u{323}ƠW\u{301}–“…ж가\u{fb1d}0-9.,;:(]{0,9}[ \n]{0,2}){0,12}",
            width in 3u8..60,
            size in 8u8..15,
            bold: bool,
            most in 1u32..9,
        ) {
            let width = f64::from(width);
            let apart = lines_apart(&text, width, size, bold);
            proptest::prop_assert_eq!(lines(&text, width, size, bold), apart, "{:?}", text);
            proptest::prop_assert_eq!(overflow(&text, width, size, bold, most).is_none(), apart <= most, "{:?}", text);
        }
    }

    #[test]
    fn a_letter_is_as_wide_alone_as_in_its_word() {
        for letter in ('\0'..='\u{ffff}').chain('\u{1d100}'..='\u{1d200}') {
            for bold in [false, true] {
                let whole: u32 = format!("a{letter}b").nfd().map(|c| u32::from(thousandths(c, bold))).sum();
                let setting = Setting::new(10.0, 11, bold);
                let letters: u32 = ['a', letter, 'b'].into_iter().map(|c| setting.of(c)).sum();
                assert_eq!(letters, whole, "{letter:?}");
                let bytes = u32::try_from(letter.len_utf8()).unwrap();
                assert!(f64::from(setting.of(letter)) <= WIDEST * f64::from(bytes), "{letter:?}");
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
