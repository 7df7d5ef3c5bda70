//! The frame that every list sheet of a product shares: title, period, edition, one row of headings, filter, foot
//! lines, paper; and the door through which text from reports enters a cell.
//!
//! A list that leaves is an annex of the first page: it is printed at one size whatever it holds, as far as the columns
//! made with [`column()`] go. Those made with [`aside`] stand beside the printed ones, with whole texts and sources.

use crate::forms::desk_report::pages;
use crate::model::class::Light;
use crate::sheets::annex::{self, Annex};
use crate::sheets::camera_code;
use crate::sheets::edition;
use crate::sheets::input::ProductInput;
use crate::sheets::paper;
use crate::sheets::row_height;
use crate::sheets::sheet::{Align, Area, Cell, Margins, Page, Row, Sheet, Style};
use crate::text::{format, party, personal_data};
use std::borrow::Cow;

/// A column of a list: heading and width in characters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) heading: &'static str,
    pub(crate) width: f64,
    /// On paper, or only in the file?
    pub(crate) printed: bool,
}

/// A column by its heading and its width in characters.
pub(crate) const fn column(heading: &'static str, width: f64) -> Column {
    Column { heading, width, printed: true }
}

/// A column beside those that are printed.
pub(crate) const fn aside(heading: &'static str, width: f64) -> Column {
    Column { heading, width, printed: false }
}

/// How much of its size on the screen an annex has on paper, percent: letters of 11 points are printed with 9.35.
const ANNEX_SCALE: u16 = 85;
/// An annex lies across the paper and is bound at its upper edge.
const ANNEX_MARGINS: Margins = Margins::millimetres(20.0, 15.0, 20.0, 15.0);

/// Row of the headings in a list sheet without sentences above them, from 0: below title, period and edition.
const HEADING_ROW: u32 = 3;

/// Row of the headings of a list sheet, from 0.
pub(crate) fn heading_row(sheet: &Sheet) -> u32 {
    sheet.repeat_rows.map_or(HEADING_ROW, |(row, _)| row)
}

/// A body cell in the middle.
pub(crate) const CENTERED: Style = Style { align: Align::Center, ..Style::BODY };
/// A body cell in bold: totals and group rows.
pub(crate) const STRONG: Style = Style { bold: true, fill: Some(0x00F2_F2F2), ..Style::BODY };
/// The same for a short word or a figure, in the middle.
pub(crate) const STRONG_CENTERED: Style = Style { align: Align::Center, ..STRONG };
/// A line below the table, in words.
pub(crate) const FOOT: Style = Style { italic: true, wrap: true, ..Style::PLAIN };
/// A foot line that holds a figure.
pub(crate) const FOOT_FIGURE: Style = Style { bold: true, wrap: true, ..Style::PLAIN };

/// A new list sheet that stays at the desk, with title, period, edition and headings. `frozen` columns stay in view.
pub(crate) fn open(input: &ProductInput<'_>, name: &str, title: &str, columns: &[Column], frozen: u16) -> Sheet {
    let c = input.consolidation;
    let page = Page { landscape: true, fit: Some((1, 0)), footer: footer(input), numbered: true, ..Page::default() };
    let lines = [rehearsed(input, title), format::span_long(&c.span), edition::line(c, input.edition)];
    list(name, page, lines, &[], &headed(input, columns), frozen)
}

/// A new list sheet that leaves as an annex: its number and title, the report it belongs to, period and edition, headings.
pub(crate) fn open_annex(input: &ProductInput<'_>, annex: Annex, title: &str, columns: &[Column], frozen: u16) -> Sheet {
    open_annex_with(input, annex, title, &[], columns, frozen)
}

/// The same with sentences above the headings.
pub(crate) fn open_annex_with(
    input: &ProductInput<'_>,
    annex: Annex,
    title: &str,
    sentences: &[String],
    columns: &[Column],
    frozen: u16,
) -> Sheet {
    let c = input.consolidation;
    let page = annex_page(columns.iter().filter(|column| column.printed).count(), footer(input));
    let number = annex::number(input, annex);
    let title = format!("{}\n{}", format::capital(&number), rehearsed(input, title));
    let edition = format!("{} - {}", format::span_long(&c.span), edition::line(c, input.edition));
    list(
        annex.name(input.config.desk.layout),
        page,
        [title, annex::attached_to(input), edition],
        sentences,
        &headed(input, columns),
        frozen,
    )
}

/// Headings in the words of the desk, with their widths.
fn headed(input: &ProductInput<'_>, columns: &[Column]) -> Vec<(String, f64)> {
    columns.iter().map(|column| (party::said(input.config.desk.layout, column.heading), column.width)).collect()
}

/// The paper of a list that leaves, of which so many columns are printed.
pub(crate) fn annex_page(columns: usize, footer: String) -> Page {
    Page {
        landscape: true,
        scale: Some(ANNEX_SCALE),
        margins: ANNEX_MARGINS,
        columns: Some(u16::try_from(columns).unwrap_or(u16::MAX)),
        footer,
        numbered: true,
        ..Page::default()
    }
}

/// A new list: title, what it belongs to and which edition it is, sentences, and a row of headings with their widths in characters.
pub(crate) fn list(name: &str, page: Page, lines: [String; 3], sentences: &[String], columns: &[(String, f64)], frozen: u16) -> Sheet {
    let heading_row = HEADING_ROW + length(sentences);
    let mut sheet = Sheet {
        name: name.to_owned(),
        widths: columns.iter().map(|(_, width)| *width).collect(),
        freeze: Some((heading_row + 1, frozen)),
        repeat_rows: Some((heading_row, heading_row)),
        page,
        ..Sheet::default()
    };
    let [title, below, edition] = lines;
    merged(&mut sheet, title, Style::TITLE);
    merged(&mut sheet, below, Style::SUBTITLE);
    merged(&mut sheet, edition, Style { bold: true, ..Style::SUBTITLE });
    for sentence in sentences {
        merged(&mut sheet, sentence.as_str(), Style { wrap: true, ..Style::PLAIN });
    }
    let headings = columns.iter().map(|(heading, _)| Cell::text(heading.as_str(), Style::HEADING)).collect();
    push(&mut sheet, headings);
    sheet
}

/// A title, marked in a rehearsal.
pub(crate) fn rehearsed(input: &ProductInput<'_>, title: &str) -> String {
    if input.config.rehearsal { format!("DIỄN TẬP - {title}") } else { title.to_owned() }
}

/// The foot of each paper.
fn footer(input: &ProductInput<'_>) -> String {
    let rehearsal = if input.config.rehearsal { "DIỄN TẬP. " } else { "" };
    format!("{rehearsal}{}", edition::foot(input.consolidation, input.edition))
}

/// A row; its height comes at the end.
pub(crate) fn push(sheet: &mut Sheet, cells: Vec<Cell>) {
    sheet.rows.push(Row { height: 0.0, cells });
}

/// A line over all columns that are printed.
pub(crate) fn merged(sheet: &mut Sheet, text: impl Into<String>, style: Style) {
    let last = sheet.page.columns.map_or_else(|| last_column(sheet), |columns| columns.saturating_sub(1));
    let row = next_row(sheet);
    if last > 0 {
        sheet.merges.push(Area::new(row, 0, row, last));
    }
    push(sheet, vec![Cell::text(text, style)]);
}

/// Filter buttons from the headings to the last row so far. To be called before foot lines and further tables.
pub(crate) fn filter(sheet: &mut Sheet) {
    let top = heading_row(sheet);
    let last = next_row(sheet).saturating_sub(1).max(top);
    sheet.filter = Some(Area::new(top, 0, last, last_column(sheet)));
}

/// The row that comes next, from 0.
pub(crate) fn next_row(sheet: &Sheet) -> u32 {
    u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX)
}

fn last_column(sheet: &Sheet) -> u16 {
    u16::try_from(sheet.widths.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

/// The end of the last annex: small, for who compares the page with the ledger by eye or by camera.
pub(crate) fn code_to_compare(sheet: &mut Sheet, input: &ProductInput<'_>) {
    let Some(code) = annex::code_to_compare(input) else { return };
    let register: String = input.register_sha256.chars().take(8).collect();
    let register = if register.is_empty() { String::new() } else { format!("; danh mục {register}") };
    merged(sheet, format!("{}{code}{register}", pages::CODE_LINE), Style { size: 10, wrap: true, ..Style::PLAIN });
    if let Some(picture) = camera_code::picture(&code, next_row(sheet)) {
        sheet.rows.push(Row { height: f64::from(picture.side), cells: Vec::new() });
        sheet.pictures.push(picture);
    }
}

/// Gives every row its height, and a list that leaves its papers: a row of a group stays with the row below it, and the first
/// foot line with the row above, and a picture or chart is never torn from what it
/// belongs to.
pub(crate) fn finish(mut sheet: Sheet) -> Sheet {
    row_height::fit(&mut sheet);
    if sheet.page.scale.is_some() {
        let top = heading_row(&sheet);
        let end = sheet.filter.map_or(u32::MAX, |filter| filter.last_row);
        let of_group = |row: &Row| row.cells.first().is_some_and(|cell| cell.style.bold);
        let of_drawing = |number: u32| {
            let above_picture = sheet.pictures.iter().any(|picture| picture.row == number + 1);
            above_picture || sheet.charts.iter().any(|chart| (chart.rows.0..chart.rows.1).contains(&number))
        };
        let stays = |number: u32, row: &Row| number <= top || number == end || of_group(row) || of_drawing(number);
        let kept = (0u32..).zip(&sheet.rows).filter(|(number, row)| stays(*number, row));
        let last = next_row(&sheet).saturating_sub(1);
        let kept: Vec<u32> = kept.map(|(number, _)| number).filter(|number| *number < last).collect();
        sheet.page.breaks = paper::breaks(&sheet, &kept);
        sheet.page.breaks.retain(|row| sheet.page.rows.is_none_or(|rows| *row < rows));
    }
    sheet
}

/// Fill of a colour word (`src/docs/rows.md`, "Colours").
pub(crate) fn fill(light: Light) -> u32 {
    match light {
        Light::Green => 0x00C6_EFCE,
        Light::Yellow => 0x00FF_EB9C,
        Light::Red => 0x00FF_C7CE,
        Light::Grey => 0x00D9_D9D9,
    }
}

/// A colour: the word, for black and white printers, on its fill.
pub(crate) fn light(light: Light) -> Cell {
    Cell::text(light.label(), Style { bold: true, fill: Some(fill(light)), ..CENTERED })
}

/// Lines of a text on paper; the whole text stands beside it.
const SHORT_LINES: u32 = 3;
/// The same of what a row is about, which a reader wants whole.
const SUBJECT_LINES: u32 = 6;

/// What is printed of a text of a report: its beginning, marked where more of it stands beside.
pub(crate) fn short(text: &str, width: f64) -> Cell {
    Leaving::of(text).short(width)
}

/// The same of what a row is about.
pub(crate) fn subject(text: &str, width: f64) -> Cell {
    Leaving::of(text).subject(width)
}

/// A text of a report beside what is printed: whole, for the screen and for programs.
pub(crate) fn whole(text: &str) -> Cell {
    Leaving::of(text).whole()
}

/// A text of a report as it may leave the desk.
pub(crate) fn as_it_leaves(text: &str) -> String {
    Leaving::of(text).0.into_owned()
}

/// A text of a report as it may leave the desk, made so once for all the cells of a row in which it stands.
pub(crate) struct Leaving<'a>(Cow<'a, str>);

impl<'a> Leaving<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let clean = format::cleaned(text);
        let masked = match personal_data::masked(&clean) {
            Cow::Owned(masked) => Some(masked),
            Cow::Borrowed(_) => None,
        };
        Self(masked.map_or(clean, Cow::Owned))
    }

    /// What is printed of it, as [`short()`].
    pub(crate) fn short(&self, width: f64) -> Cell {
        Cell::text(shortened(&self.0, width, SHORT_LINES), Style::BODY)
    }

    /// The same of what a row is about, as [`subject()`].
    pub(crate) fn subject(&self, width: f64) -> Cell {
        Cell::text(shortened(&self.0, width, SUBJECT_LINES), Style::BODY)
    }

    /// All of it, as [`whole()`].
    pub(crate) fn whole(self) -> Cell {
        Cell::text(self.0, Style::BODY)
    }
}

/// Lines of 11 points that the highest possible row holds, less one for the mark of what was cut.
const LINES_MAX: u32 = 27;

/// Text of a report in a body cell of a column that stays at the desk or goes back to its office: cut, and marked as cut, where the highest possible row cannot show it.
/// The whole text stays in the data file beside the workbook.
pub(crate) fn body(text: &str, width: f64) -> Cell {
    Cell::text(clipped(&format::cleaned(text), width, LINES_MAX), Style::BODY)
}

/// The beginning of a text that fits into so many lines of a column, with the number of characters left out.
fn clipped(text: &str, width: f64, lines_max: u32) -> Cow<'_, str> {
    if fits(text, width, lines_max) {
        return Cow::Borrowed(text);
    }
    let left = |end: usize| format::count(u64::try_from(text.chars().count() - head(text, end).chars().count()).unwrap_or(0));
    let cut = |end: usize| format!("{}… (còn {} ký tự)", head(text, end).trim_end(), left(end));
    Cow::Owned(longest_that_fits(text, width, lines_max, cut))
}

/// The same where the whole text stands beside or behind: what is left out is only marked, and no word is cut.
pub(crate) fn shorten(text: &str, width: f64, lines_max: u32) -> String {
    shortened(text, width, lines_max).into_owned()
}

/// The same, borrowed where the whole text fits.
fn shortened(text: &str, width: f64, lines_max: u32) -> Cow<'_, str> {
    let Some(beyond) = overflow(text, width, lines_max) else { return Cow::Borrowed(text) };
    let cut = |end: usize| {
        let words = head(text, end).trim_end_matches(|c: char| c.is_whitespace() || ",;.:-(“".contains(c));
        format!("{words}…")
    };
    // What is beyond the lines does not fit, but for signs behind its last word. Of the rest, the longest beginning of whole words.
    let behind = text.get(beyond..).and_then(|behind| behind.find(char::is_whitespace)).map_or(text.len(), |at| beyond + at + 1);
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    let ends = text.char_indices().rev().filter(|(at, c)| *at < behind.min(last) && c.is_whitespace());
    let whole_words = ends.map(|(at, _)| cut(at)).find(|cut| fits(cut, width, lines_max));
    Cow::Owned(whole_words.unwrap_or_else(|| longest_that_fits(text, width, lines_max, cut)))
}

/// The beginning of a text up to this byte.
fn head(text: &str, end: usize) -> &str {
    text.get(..end).unwrap_or(text)
}

/// Does a text fit into so many lines of a body cell?
fn fits(text: &str, width: f64, lines_max: u32) -> bool {
    overflow(text, width, lines_max).is_none()
}

/// Where a text goes beyond so many lines of a body cell; `None` if it does not.
fn overflow(text: &str, width: f64, lines_max: u32) -> Option<usize> {
    row_height::overflow(text, width, Style::PLAIN.size, false, lines_max)
}

/// The longest beginning that fits, by halving; `cut` makes it of the byte with which it ends.
fn longest_that_fits(text: &str, width: f64, lines_max: u32, cut: impl Fn(usize) -> String) -> String {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let end = |keep: usize| ends.get(keep).copied().unwrap_or(text.len());
    let (mut low, mut high) = (0usize, ends.len());
    while low + 1 < high {
        let middle = usize::midpoint(low, high);
        if fits(&cut(end(middle)), width, lines_max) {
            low = middle;
        } else {
            high = middle;
        }
    }
    cut(end(low))
}

/// A number of things that were counted in a list.
pub(crate) fn length<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

/// A further table below: a title and headings of its own.
pub(crate) fn table(sheet: &mut Sheet, title: &str, headings: &[&str]) {
    push(sheet, Vec::new());
    merged(sheet, title, Style { bold: true, size: 12, wrap: true, ..Style::PLAIN });
    push(sheet, headings.iter().map(|heading| Cell::text(*heading, Style::HEADING)).collect());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_to_what_a_row_can_show_and_say_so() {
        let long = "Đã hoàn thành nội dung được giao. ".repeat(200);
        let cut = clipped(&long, 30.0, LINES_MAX);
        assert!(cut.contains("… (còn "), "{cut}");
        assert!(row_height::lines(&cut, 30.0, 11, false) <= LINES_MAX);
        assert_eq!(clipped("ngắn", 30.0, LINES_MAX), "ngắn");
        let kept = cut.split('…').next().unwrap().chars().count();
        let left: String = cut.chars().skip_while(|c| *c != '…').filter(char::is_ascii_digit).collect();
        assert!(long.chars().count() - kept - left.parse::<usize>().unwrap() <= 1, "kept and left make the whole");
    }

    /// The longest beginning that fits and the mark behind it, found by trying: slowly.
    fn shortened_by_halving(text: &str, width: f64, lines_max: u32) -> String {
        let fits = |text: &str| row_height::lines(text, width, Style::PLAIN.size, false) <= lines_max;
        if fits(text) {
            return text.to_owned();
        }
        let cut = |keep: usize| {
            let head: String = text.chars().take(keep).collect();
            let words = head.rfind(char::is_whitespace).map_or(head.as_str(), |end| &head[..end]);
            format!("{}…", words.trim_end_matches(|c: char| c.is_whitespace() || ",;.:-(“".contains(c)))
        };
        let (mut low, mut high) = (0usize, text.chars().count());
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            if fits(&cut(middle)) { low = middle } else { high = middle }
        }
        cut(low)
    }

    proptest::proptest! {
        #[test]
        fn what_is_shortened_is_as_long_as_fits(
            text in "([a-zđếợƠW–“0-9.,;:(-]{0,12}[ \n\u{a0}]{0,2}){0,30}",
            width in 5u8..40,
            lines in 1u32..7,
        ) {
            let text = text.trim();
            let width = f64::from(width);
            proptest::prop_assert_eq!(shorten(text, width, lines), shortened_by_halving(text, width, lines), "{:?}", text);
        }

        #[test]
        fn a_text_made_ready_once_is_as_made_ready_each_time(text in "[ab0-9@.\n \u{7}]{0,30}") {
            let ready = personal_data::masked(&format::clean(&text)).into_owned();
            proptest::prop_assert_eq!(as_it_leaves(&text), ready.as_str());
            proptest::prop_assert_eq!(whole(&text), Cell::text(ready, Style::BODY));
        }
    }

    #[test]
    fn control_characters_do_not_pass() {
        assert_eq!(format::clean("a\u{1}b\n\n \u{7}\nc\r"), "a b\nc");
        assert_eq!(format::clean("=1+1"), "=1+1");
    }
}
