//! The head of an official letter: who issues it on the left, the national or the Party title on the right, rules below,
//! number and day; then what the report is and to whom it goes (`src/docs/products.md`, "Layout").

use crate::model::config::{Desk, Layout};
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
    let party = input.config.desk.layout == Layout::Party;
    let size = if party { 14 } else { 12 };
    let names = issuer(&input.config.desk, input.desk_name);
    let mut left: Vec<Half> = Vec::new();
    for (number, name) in (1usize..).zip(&names) {
        let style = Style { size, bold: number == names.len(), ..HEAD };
        left.extend(lines_of(name, style).into_iter().map(|line| Half::Text(line, style)));
    }
    // Of a state agency a rule a third to a half as long as its name; of a Party body a star.
    left.push(if party { Half::Text(STAR.to_owned(), Style { size, ..HEAD }) } else { Half::Rule(3) });
    left.push(Half::Text(annex::number_line(&input.config.desk), Style { size: if party { 14 } else { 13 }, ..HEAD }));
    let mut right = if party {
        vec![Half::Text(PARTY.to_owned(), Style { size: 15, bold: true, ..HEAD }), Half::Rule(11)]
    } else {
        vec![
            Half::Text(NATION[0].to_owned(), Style { bold: true, ..HEAD }),
            Half::Text(NATION[1].to_owned(), Style { bold: true, size: 13, ..HEAD }),
            Half::Rule(9),
        ]
    };
    right.push(Half::Text(place_and_day(input), Style { italic: true, size: if party { 14 } else { 13 }, ..HEAD }));
    (left, right)
}

/// Below the name of a Party body.
const STAR: &str = "*";
const PARTY: &str = "ĐẢNG CỘNG SẢN VIỆT NAM";
const NATION: [&str; 2] = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"];

/// Who issues the letter, the superior office first.
pub(in crate::sheets) fn issuer(desk: &Desk, desk_name: &str) -> Vec<String> {
    let names: Vec<String> = desk.heading.iter().filter(|line| !line.trim().is_empty()).cloned().collect();
    if names.is_empty() { vec![desk_name.to_uppercase()] } else { names }
}

/// `Hà Tĩnh, ngày      tháng 7 năm 2025`; the day is the clerk's.
pub(in crate::sheets) fn place_and_day(input: &ProductInput<'_>) -> String {
    placed(&input.config.desk, &annex::day_line(input))
}

/// A day with the place of the desk in front.
pub(in crate::sheets) fn placed(desk: &Desk, day: &str) -> String {
    let place = desk.place.trim();
    if place.is_empty() { day.to_owned() } else { format!("{place}, {day}") }
}

/// Which edition it is, what it replaces and what was in the way, each on a line of its own.
pub(in crate::sheets) fn notes(input: &ProductInput<'_>) -> Vec<String> {
    let cutoffs = input.consolidation.cutoffs;
    let edition = edition::first_page_line(input.consolidation, input.edition);
    let replaces = input.replacement.map(|replacement| edition::replaces(replacement, input.edition));
    let in_place_of = edition::in_place_of(input.withdrawals, input.edition);
    edition.into_iter().chain(replaces).chain(in_place_of).chain(edition::hindered(&input.hindrances, cutoffs)).collect()
}

/// Those to whom the letter goes, without the marks of a list.
pub(in crate::sheets) fn addressees(desk: &Desk) -> Vec<&str> {
    desk.addressees.iter().map(|name| name.trim_end_matches([';', '.', ' '])).collect()
}

/// `Kính gửi: Văn phòng Tỉnh ủy.`, several below each other; blank where it goes to nobody by name.
pub(in crate::sheets) fn addressed(desk: &Desk) -> String {
    match addressees(desk)[..] {
        [] => String::new(),
        [only] => format!("Kính gửi: {only}."),
        ref several => {
            let list: Vec<String> = several.iter().map(|name| format!("- {name}")).collect();
            format!("Kính gửi:\n{}.", list.join(";\n"))
        }
    }
}

/// The words of the head, without how they lie on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// Who issues it, the higher body first.
    pub(crate) issuer: Vec<String>,
    /// What stands between the issuer and the number; blank where a rule does.
    pub(crate) star: &'static str,
    /// The national title, or that of the Party.
    pub(crate) nation: Vec<&'static str>,
    pub(crate) number: String,
    pub(crate) day: String,
    /// `BÁO CÁO`.
    pub(crate) title: String,
    pub(crate) subject: String,
    /// What edition it is, what it takes the place of, and what was in the way.
    pub(crate) notes: Vec<String>,
    pub(crate) addressees: Vec<String>,
}

/// What stands below the issuer, and the title on the right.
pub(in crate::sheets) fn letterhead(layout: Layout) -> (&'static str, Vec<&'static str>) {
    match layout {
        Layout::State => ("", NATION.to_vec()),
        Layout::Party => (STAR, vec![PARTY]),
    }
}

/// The words of the head.
pub(super) fn head(input: &ProductInput<'_>) -> Head {
    let (star, nation) = letterhead(input.config.desk.layout);
    Head {
        issuer: issuer(&input.config.desk, input.desk_name),
        star,
        nation,
        number: annex::number_line(&input.config.desk),
        day: place_and_day(input),
        title: frame::rehearsed(input, "BÁO CÁO"),
        subject: subject(input),
        notes: notes(input),
        addressees: addressees(&input.config.desk).into_iter().map(str::to_owned).collect(),
    }
}

fn subject(input: &ProductInput<'_>) -> String {
    let span = &input.consolidation.span;
    let days = format!("{} ({})", format::span(span), format::span_days(span));
    format!("Kết quả thực hiện nhiệm vụ, chỉ tiêu Nghị quyết số 57-NQ/TW,\n{days}")
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
    grid.whole(self::subject(input), strong(subject));
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
    let addressed = addressed(&input.config.desk);
    if !addressed.is_empty() {
        grid.gap(4.0);
        grid.whole(addressed, Style { size: 13, ..CENTERED });
    }
    grid.gap(4.0);
}
