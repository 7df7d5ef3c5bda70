//! The head of an official letter: who issues it on the left, the national or the Party title on the right, rules below,
//! number and day; then what the report is and to whom it goes (`src/docs/products.md`, "Layout").

use crate::model::config::Layout;
use crate::sheets::annex;
use crate::sheets::edition;
use crate::sheets::frame;
use crate::sheets::input::ProductInput;
use crate::sheets::row_height;
use crate::sheets::sheet::{Align, Cell, Style};
use crate::sheets::summary::grid::{CENTERED, Grid, LAST, Line, TEXT, width};
use crate::text::format;

/// Last column of the left half; the national title needs the larger half for its one line.
const LEFT_LAST: u16 = 8;
const RIGHT_FIRST: u16 = LEFT_LAST + 1;
/// Height of a line that holds nothing but rules, points.
const RULES: f64 = 5.0;

const HEAD: Style = Style { size: 12, align: Align::Center, middle: true, ..Style::PLAIN };

/// What stands in one half of a line.
#[derive(Clone)]
enum Half {
    Text(String, Style),
    /// A rule as long as so many columns, below the line above.
    Rule(u16),
    Blank,
}

/// Head, title, edition and addressees.
pub(super) fn put(grid: &mut Grid, input: &ProductInput<'_>) {
    let (mut left, mut right) = halves(input);
    let (Some(number), Some(day)) = (left.pop(), right.pop()) else { return };
    // Number and day stand side by side below the longer half.
    let lines = left.len().max(right.len());
    left.resize(lines, Half::Blank);
    right.resize(lines, Half::Blank);
    for (left, right) in left.into_iter().chain([number]).zip(right.into_iter().chain([day])) {
        let low = !matches!((&left, &right), (Half::Text(..), _) | (_, Half::Text(..)));
        let line = half(half(Line::new(), 0, LEFT_LAST, left), RIGHT_FIRST, LAST, right);
        grid.line(if low { line.high(RULES) } else { line });
    }
    title(grid, input);
}

fn half(line: Line, first: u16, last: u16, half: Half) -> Line {
    match half {
        Half::Text(text, style) => line.put(first, last, Cell::text(text, style)),
        Half::Rule(columns) => {
            let start = first + (last - first + 1 - columns) / 2;
            line.rule(start, start + columns - 1)
        }
        Half::Blank => line,
    }
}

/// The lines of both halves, the number last on the left and the day last on the right.
fn halves(input: &ProductInput<'_>) -> (Vec<Half>, Vec<Half>) {
    let desk = &input.config.desk;
    let party = desk.layout == Layout::Party;
    let size = if party { 14 } else { 12 };
    let mut names: Vec<String> = desk.heading.iter().filter(|line| !line.trim().is_empty()).cloned().collect();
    if names.is_empty() {
        names.push(input.desk_name.to_uppercase());
    }
    let mut left: Vec<Half> = Vec::new();
    for (number, name) in (1usize..).zip(&names) {
        let style = Style { size, bold: number == names.len(), ..HEAD };
        left.extend(lines_of(name, style).into_iter().map(|line| Half::Text(line, style)));
    }
    // Of a state agency a rule a third to a half as long as its name; of a Party body a star.
    left.push(if party { Half::Text("*".to_owned(), Style { size, ..HEAD }) } else { Half::Rule(3) });
    left.push(Half::Text(annex::number_line(input), Style { size: if party { 14 } else { 13 }, ..HEAD }));
    let mut right = if party {
        vec![Half::Text("ĐẢNG CỘNG SẢN VIỆT NAM".to_owned(), Style { size: 15, bold: true, ..HEAD }), Half::Rule(11)]
    } else {
        vec![
            Half::Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(), Style { bold: true, ..HEAD }),
            Half::Text("Độc lập - Tự do - Hạnh phúc".to_owned(), Style { bold: true, size: 13, ..HEAD }),
            Half::Rule(9),
        ]
    };
    let place = if desk.place.trim().is_empty() { String::new() } else { format!("{}, ", desk.place.trim()) };
    let day = format!("{place}{}", annex::day_line(input));
    right.push(Half::Text(day, Style { italic: true, size: if party { 14 } else { 13 }, ..HEAD }));
    (left, right)
}

/// A name of the left half on as many lines as it needs, as even as its words allow.
fn lines_of(name: &str, style: Style) -> Vec<String> {
    let room = width(0, LEFT_LAST);
    let fits = |text: &str| row_height::lines(text, room, style.size, style.bold) <= 1;
    let words: Vec<&str> = name.split_whitespace().collect();
    for lines in 1..=words.len() {
        let each = words.len().div_ceil(lines);
        let parts: Vec<String> = words.chunks(each).map(|words| words.join(" ")).collect();
        if parts.iter().all(|part| fits(part)) {
            return parts;
        }
    }
    vec![name.to_owned()]
}

/// What the report is, of which edition, and to whom it goes.
fn title(grid: &mut Grid, input: &ProductInput<'_>) {
    let c = input.consolidation;
    let (kind, subject) = match input.config.desk.layout {
        Layout::State => (14, 13),
        Layout::Party => (16, 14),
    };
    let strong = |size| Style { size, bold: true, ..CENTERED };
    grid.gap(6.0);
    grid.whole(frame::rehearsed(input, "BÁO CÁO"), strong(kind));
    let days = format!("{} ({})", format::span(&c.span), format::span_days(&c.span));
    grid.whole(format!("Kết quả thực hiện nhiệm vụ, chỉ tiêu Nghị quyết số 57-NQ/TW,\n{days}"), strong(subject));
    match input.config.desk.layout {
        Layout::State => grid.line(Line::new().rule(8, 15).high(RULES)),
        Layout::Party => grid.line(Line::new().put(0, LAST, Cell::text("-----", HEAD)).high(10.0)),
    }
    let note = Style { bold: true, ..CENTERED };
    grid.whole(edition::first_page_line(c, input.edition).unwrap_or_default(), Style { italic: true, ..CENTERED });
    if let Some(replacement) = input.replacement {
        grid.whole(edition::replaces(replacement, input.edition), note);
    }
    grid.whole(edition::in_place_of(input.withdrawals, input.edition).unwrap_or_default(), note);
    for line in edition::hindered(&input.hindrances, c.cutoffs) {
        grid.whole(line, Style { italic: true, ..TEXT });
    }
    let addressees: Vec<&str> = input.config.desk.addressees.iter().map(|name| name.trim_end_matches([';', '.', ' '])).collect();
    if let [only] = addressees[..] {
        grid.gap(4.0);
        grid.whole(format!("Kính gửi: {only}."), Style { size: 13, ..CENTERED });
    } else if !addressees.is_empty() {
        grid.gap(4.0);
        let list: Vec<String> = addressees.iter().map(|name| format!("- {name}")).collect();
        grid.whole(format!("Kính gửi:\n{}.", list.join(";\n")), Style { size: 13, ..CENTERED });
    }
    grid.gap(4.0);
}
