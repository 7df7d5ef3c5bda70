//! The frame that every list sheet of a product shares: title, period, edition, one row of headings, filter, foot
//! lines, A4 landscape one page wide; and the door through which text from reports enters a cell.

use crate::model::class::Light;
use crate::sheets::edition;
use crate::sheets::input::ProductInput;
use crate::sheets::row_height;
use crate::sheets::sheet::{Align, Area, Cell, Page, Row, Sheet, Style};
use crate::text::format;

/// A column of a list: heading and width in characters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) heading: &'static str,
    pub(crate) width: f64,
}

/// A column by its heading and its width in characters.
pub(crate) const fn column(heading: &'static str, width: f64) -> Column {
    Column { heading, width }
}

/// Row of the headings in every list sheet, from 0: below title, period and edition.
pub(crate) const HEADING_ROW: u32 = 3;

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

/// A new list sheet with title, period, edition and headings. `frozen` columns stay in view.
pub(crate) fn open(input: &ProductInput<'_>, name: &str, title: &str, columns: &[Column], frozen: u16) -> Sheet {
    open_wide(input, name, title, (columns, None), frozen)
}

/// The same of which only the first `printed` columns are printed.
pub(crate) fn open_wide(
    input: &ProductInput<'_>,
    name: &str,
    title: &str,
    (columns, printed): (&[Column], Option<u16>),
    frozen: u16,
) -> Sheet {
    let mut sheet = Sheet {
        name: name.to_owned(),
        widths: columns.iter().map(|c| c.width).collect(),
        printed_columns: printed,
        freeze: Some((HEADING_ROW + 1, frozen)),
        repeat_rows: Some((HEADING_ROW, HEADING_ROW)),
        page: page(input, (1, 0)),
        ..Sheet::default()
    };
    merged(&mut sheet, rehearsed(input, title), Style::TITLE);
    merged(&mut sheet, format::span_long(&input.consolidation.span), Style::SUBTITLE);
    merged(&mut sheet, edition::line(input.consolidation, input.edition), Style { bold: true, ..Style::SUBTITLE });
    let headings = columns.iter().map(|c| Cell::text(c.heading, Style::HEADING)).collect();
    push(&mut sheet, headings);
    sheet
}

/// A title, marked in a rehearsal.
pub(crate) fn rehearsed(input: &ProductInput<'_>, title: &str) -> String {
    if input.config.rehearsal { format!("DIỄN TẬP - {title}") } else { title.to_owned() }
}

/// Landscape, with the foot line and page numbers.
pub(crate) fn page(input: &ProductInput<'_>, fit: (u16, u16)) -> Page {
    let rehearsal = if input.config.rehearsal { "DIỄN TẬP. " } else { "" };
    Page {
        landscape: true,
        fit: Some(fit),
        footer: format!("{rehearsal}{}", edition::foot(input.consolidation, input.edition)),
        numbered: true,
    }
}

/// A row; its height comes at the end.
pub(crate) fn push(sheet: &mut Sheet, cells: Vec<Cell>) {
    sheet.rows.push(Row { height: 0.0, cells });
}

/// A line over all columns that are printed.
pub(crate) fn merged(sheet: &mut Sheet, text: impl Into<String>, style: Style) {
    let last = sheet.printed_columns.map_or_else(|| last_column(sheet), |printed| printed.saturating_sub(1));
    let row = next_row(sheet);
    if last > 0 {
        sheet.merges.push(Area::new(row, 0, row, last));
    }
    push(sheet, vec![Cell::text(text, style)]);
}

/// Filter buttons from the headings to the last row so far. To be called before foot lines and further tables.
pub(crate) fn filter(sheet: &mut Sheet) {
    let last = next_row(sheet).saturating_sub(1).max(HEADING_ROW);
    sheet.filter = Some(Area::new(HEADING_ROW, 0, last, last_column(sheet)));
}

/// The row that comes next, from 0.
pub(crate) fn next_row(sheet: &Sheet) -> u32 {
    u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX)
}

fn last_column(sheet: &Sheet) -> u16 {
    u16::try_from(sheet.widths.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

/// Gives every row its height and every hidden corner of the sheet its last touch.
pub(crate) fn finish(mut sheet: Sheet) -> Sheet {
    row_height::fit(&mut sheet);
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

/// Lines of 11 points that the highest possible row holds, less one for the mark of what was cut.
const LINES_MAX: u32 = 27;

/// Text of a report in a body cell of a column: cut, and marked as cut, where the highest possible row cannot show it.
/// The whole text stays in the data file beside the workbook.
pub(crate) fn body(text: &str, width: f64) -> Cell {
    Cell::text(clip(&format::clean(text), width, LINES_MAX), Style::BODY)
}

/// The beginning of a text that fits into so many lines of a column, with the number of characters left out.
pub(crate) fn clip(text: &str, width: f64, lines_max: u32) -> String {
    longest_that_fits(text, width, lines_max, |left| format!("… (còn {} ký tự)", format::count(left)))
}

/// The same for short lists that name the sheet with the whole text: what is left out is only marked.
pub(crate) fn shorten(text: &str, width: f64, lines_max: u32) -> String {
    longest_that_fits(text, width, lines_max, |_| "…".to_owned())
}

fn longest_that_fits(text: &str, width: f64, lines_max: u32, mark: impl Fn(u64) -> String) -> String {
    let fits = |text: &str| row_height::lines(text, width, Style::PLAIN.size, false) <= lines_max;
    if fits(text) {
        return text.to_owned();
    }
    let all = text.chars().count();
    let cut = |keep: usize| {
        let head: String = text.chars().take(keep).collect();
        format!("{}{}", head.trim_end(), mark(u64::try_from(all - keep).unwrap_or(0)))
    };
    // The longest beginning that fits, by halving.
    let (mut low, mut high) = (0usize, all);
    while low + 1 < high {
        let middle = usize::midpoint(low, high);
        if fits(&cut(middle)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    cut(low)
}

/// `I`, `II`, `III`, … for group rows.
pub(crate) fn roman(number: usize) -> String {
    const SIGNS: [(usize, &str); 9] = [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
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
        let cut = clip(&long, 30.0, LINES_MAX);
        assert!(cut.contains("… (còn "), "{cut}");
        assert!(row_height::lines(&cut, 30.0, 11, false) <= LINES_MAX);
        assert_eq!(clip("ngắn", 30.0, LINES_MAX), "ngắn");
        let kept = cut.split('…').next().unwrap().chars().count();
        let left: String = cut.chars().skip_while(|c| *c != '…').filter(char::is_ascii_digit).collect();
        assert!(long.chars().count() - kept - left.parse::<usize>().unwrap() <= 1, "kept and left make the whole");
    }

    #[test]
    fn control_characters_do_not_pass() {
        assert_eq!(format::clean("a\u{1}b\n\n \u{7}\nc\r"), "a b\nc");
        assert_eq!(format::clean("=1+1"), "=1+1");
    }

    #[test]
    fn group_numbers() {
        let all: Vec<String> = [1, 4, 9, 14, 40].into_iter().map(roman).collect();
        assert_eq!(all, ["I", "IV", "IX", "XIV", "XL"]);
    }
}
