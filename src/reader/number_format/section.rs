//! A section of a number format, and what it makes of a number: `#,##0,` shows thousands, `"KH11-"000` writes digits of
//! its own, `[=1]"Đạt"` says a word instead of a number.

use crate::reader::format_kind::FormatKind;
use std::cmp::Ordering;

/// A piece of a section, in the order of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// The place of a digit: `0`, `#` or `?`.
    Digit(char),
    /// The point between whole number and decimals.
    Point,
    /// A percent sign, which also multiplies by a hundred.
    Percent,
    /// A character that is shown as it is.
    Literal(char),
    /// The whole number as if without a format.
    General,
}

/// What a number must be for a section to be taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Condition {
    less: bool,
    equal: bool,
    greater: bool,
    bound: f64,
}

impl Condition {
    /// `>=100`, from the brackets around it; `None` if it is none.
    fn parse(text: &str) -> Option<Self> {
        let at = text.find(|c| !matches!(c, '<' | '>' | '='))?;
        let (sign, bound) = text.split_at(at);
        let bound = bound.trim().parse().ok()?;
        let (less, equal, greater) = match sign {
            "<" => (true, false, false),
            "<=" => (true, true, false),
            "=" => (false, true, false),
            ">=" => (false, true, true),
            ">" => (false, false, true),
            "<>" => (true, false, true),
            _ => return None,
        };
        Some(Self { less, equal, greater, bound })
    }

    /// Does it hold for the number?
    pub(super) fn holds(self, number: f64) -> bool {
        match number.partial_cmp(&self.bound) {
            Some(Ordering::Less) => self.less,
            Some(Ordering::Equal) => self.equal,
            Some(Ordering::Greater) => self.greater,
            None => false,
        }
    }
}

/// One section of a number format: how numbers of one range are shown.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::reader) struct Section {
    pub(super) condition: Option<Condition>,
    pub(super) kind: FormatKind,
    pieces: Vec<Piece>,
    /// How many times the number is divided by a thousand before it is shown.
    thousands: u32,
    percents: u32,
    /// The section shows a text (`@`), and no number.
    pub(super) for_text: bool,
}

impl Section {
    /// Reads the code of one section, without the `;` around it.
    pub(super) fn parse(code: &str) -> Self {
        let mut section =
            Self { condition: None, kind: FormatKind::Number, pieces: Vec::new(), thousands: 0, percents: 0, for_text: false };
        // Commas behind a digit wait for what follows: between digits they group, behind the last one they divide.
        let mut commas = 0u32;
        let (mut day, mut year, mut time, mut minutes) = (false, false, false, false);
        let mut rest = code;
        while let Some(letter) = rest.chars().next() {
            rest = rest.get(letter.len_utf8()..).unwrap_or("");
            if let Some(behind) = general(letter, rest) {
                (section.pieces, rest) = (vec![Piece::General], behind);
                continue;
            }
            match letter {
                '\\' => section.pieces.extend(pop(&mut rest).map(Piece::Literal)),
                // The next character leaves its width, or fills the cell.
                '_' | '*' => drop(pop(&mut rest)),
                '"' => {
                    let (inside, behind) = rest.split_once('"').unwrap_or((rest, ""));
                    section.pieces.extend(inside.chars().map(Piece::Literal));
                    rest = behind;
                }
                '[' => {
                    let (inside, behind) = rest.split_once(']').unwrap_or((rest, ""));
                    rest = behind;
                    let unit = inside.to_ascii_lowercase();
                    let first = unit.chars().next();
                    if first.is_some_and(|first| "hms".contains(first) && unit.chars().all(|c| c == first)) {
                        section.kind = FormatKind::Duration;
                    } else if let Some(currency) = inside.strip_prefix('$') {
                        section.pieces.extend(currency.split('-').next().unwrap_or("").chars().map(Piece::Literal));
                    } else {
                        section.condition = Condition::parse(inside).or(section.condition);
                    }
                }
                '0' | '#' | '?' => {
                    if section.pieces.contains(&Piece::Point) {
                        section.thousands += commas;
                    }
                    commas = 0;
                    section.pieces.push(Piece::Digit(letter));
                }
                '.' => {
                    section.thousands += std::mem::take(&mut commas);
                    section.pieces.push(Piece::Point);
                }
                ',' if section.pieces.iter().any(|piece| matches!(piece, Piece::Digit(_))) => commas += 1,
                '%' => {
                    section.percents += 1;
                    section.pieces.push(Piece::Percent);
                }
                '@' => section.for_text = true,
                // 0.00E+00 is a number; `e` for the year of an era is followed by something else.
                'e' | 'E' if rest.starts_with(['+', '-']) => {
                    (section.pieces, rest) = (vec![Piece::General], rest.trim_start_matches(['+', '-', '0', '#', '?']));
                }
                // A fraction: the same number, otherwise written.
                '/' if section.pieces.iter().any(|piece| matches!(piece, Piece::Digit(_))) => {
                    (section.pieces, rest) =
                        (vec![Piece::General], rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '#' | '?')));
                }
                'd' | 'D' => day = true,
                'y' | 'Y' => year = true,
                'h' | 's' | 'H' | 'S' => time = true,
                'm' | 'M' => minutes = true,
                // AM/PM and A/P.
                'a' | 'A' if rest.starts_with(['m', 'M', '/']) => time = true,
                other => section.pieces.push(Piece::Literal(other)),
            }
        }
        section.thousands += commas;
        if section.kind == FormatKind::Number {
            section.kind = match (day || year, time, minutes) {
                (true, false, true) if !day => FormatKind::Month,
                (true, _, _) | (false, false, true) => FormatKind::Date,
                (false, true, _) => FormatKind::Time,
                (false, false, false) if section.percents == 1 => FormatKind::Percent,
                (false, false, false) => FormatKind::Number,
            };
        }
        section
    }

    fn has_places(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Digit(_) | Piece::General))
    }

    /// Does it say words alone, whatever the number is?
    pub(super) fn is_words(&self) -> bool {
        matches!(self.kind, FormatKind::Number | FormatKind::Percent) && !self.has_places() && !self.for_text
    }

    /// The characters that the section shows whatever the number is.
    pub(super) fn words(&self) -> String {
        let literal = |piece: &Piece| match piece {
            Piece::Literal(letter) => Some(*letter),
            Piece::Percent => Some('%'),
            _ => None,
        };
        self.pieces.iter().filter_map(literal).collect::<String>().trim().to_owned()
    }

    /// Does a sign or a bracket of its own tell that the number is below zero?
    pub(super) fn tells_below_zero(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Literal('-' | '−' | '(')))
    }

    /// Is a number here the number that a person sees, but for rounding?
    pub(super) fn is_faithful(&self) -> bool {
        match self.kind {
            FormatKind::Number | FormatKind::Percent => {
                self.thousands == 0 && self.percents <= 1 && !self.is_words() && !self.adds_digits()
            }
            _ => true,
        }
    }

    /// By how much the number that is seen differs from the number that is stored; `None` if what is seen is more than a number.
    pub(super) fn scale(&self) -> Option<f64> {
        let numeric =
            matches!(self.kind, FormatKind::Number | FormatKind::Percent) && self.percents <= 1 && !self.is_words() && !self.adds_digits();
        numeric.then(|| 1000f64.powi(-i32::try_from(self.thousands.min(9)).unwrap_or(9)))
    }

    /// Do characters of its own become part of the number: a digit with no letter between, a point among the digits?
    fn adds_digits(&self) -> bool {
        let place = |piece: &Piece| matches!(piece, Piece::Digit(_) | Piece::Point | Piece::General);
        let (Some(first), Some(last)) = (self.pieces.iter().position(place), self.pieces.iter().rposition(place)) else { return false };
        let digit = |piece: &&Piece| matches!(piece, Piece::Literal(c) if c.is_ascii_digit());
        let apart = |piece: &&Piece| !matches!(piece, Piece::Literal(c) if c.is_alphabetic());
        let before = self.pieces.iter().take(first).rev().take_while(apart).any(|piece| digit(&piece));
        let behind = self.pieces.iter().skip(last + 1).take_while(apart).any(|piece| digit(&piece));
        let within = self.pieces.iter().skip(first).take(last - first).any(|piece| match piece {
            // What separates thousands changes no figure.
            Piece::Literal(c) => !(c.is_whitespace() || matches!(c, '\'' | ',')),
            _ => false,
        });
        before || behind || within
    }

    /// The number as it is shown, with a decimal comma and without separators of thousands, which differ from machine to
    /// machine. `unsigned`: no minus is put before it.
    pub(super) fn rendering(&self, number: f64, unsigned: bool) -> String {
        let scaled = number.abs() * 100f64.powi(i32::try_from(self.percents.min(9)).unwrap_or(9))
            / 1000f64.powi(i32::try_from(self.thousands.min(9)).unwrap_or(9));
        let sign = if number < 0.0 && !unsigned { "-" } else { "" };
        let point = self.pieces.iter().position(|piece| *piece == Piece::Point).unwrap_or(self.pieces.len());
        let decimals = self.pieces.iter().skip(point).filter(|piece| matches!(piece, Piece::Digit(_))).count();
        // Excel rounds a half away from zero.
        let places = 10f64.powi(i32::try_from(decimals.min(15)).unwrap_or(15));
        let rounded = if scaled < 1e15 { (scaled * places).round() / places } else { scaled };
        let written = format!("{rounded:.*}", decimals.min(15));
        let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
        let (mut shown, mut fraction) = (self.whole(whole, point), fraction.chars());
        for piece in self.pieces.iter().skip(point) {
            match piece {
                Piece::Digit('0') => shown.push(fraction.next().unwrap_or('0')),
                // A place that need not be filled is left out where only zeros follow.
                Piece::Digit(_) if fraction.as_str().chars().any(|c| c != '0') => shown.extend(fraction.next()),
                Piece::Digit(_) => drop(fraction.next()),
                Piece::Point => shown.push(','),
                Piece::Percent => shown.push('%'),
                Piece::Literal(letter) => shown.push(*letter),
                Piece::General => shown.push_str(&plain(scaled)),
            }
        }
        let shown = shown.trim().trim_end_matches(',').to_owned();
        format!("{sign}{shown}")
    }

    /// What stands before the decimal point: its places are filled from the right, and the first takes what is left.
    fn whole(&self, digits: &str, point: usize) -> String {
        let before = self.pieces.get(..point).unwrap_or_default();
        let first = before.iter().position(|piece| matches!(piece, Piece::Digit(_)));
        let mut digits: Vec<char> = digits.trim_start_matches('0').chars().collect();
        let mut backwards = Vec::new();
        for (place, piece) in before.iter().enumerate().rev() {
            match piece {
                Piece::Digit(kind) => {
                    backwards.extend(digits.pop().or((*kind == '0').then_some('0')));
                    if first == Some(place) {
                        backwards.extend(std::mem::take(&mut digits).into_iter().rev());
                    }
                }
                Piece::Literal(letter) => backwards.push(*letter),
                Piece::Percent => backwards.push('%'),
                Piece::Point => {}
                Piece::General => backwards.extend(digits.drain(..).rev()),
            }
        }
        backwards.into_iter().rev().collect()
    }
}

/// A number as it is written without a format.
pub(super) fn plain(number: f64) -> String {
    format!("{number}").replace('.', ",")
}

/// What follows the word General, if the section stands at it; two of its spellings hold letters of dates.
fn general(letter: char, rest: &str) -> Option<&str> {
    const WORDS: [&str; 2] = ["eneral", "ENERAL"];
    if letter.eq_ignore_ascii_case(&'g') { WORDS.iter().find_map(|word| rest.strip_prefix(word)) } else { None }
}

fn pop(rest: &mut &str) -> Option<char> {
    let letter = rest.chars().next()?;
    *rest = rest.get(letter.len_utf8()..)?;
    Some(letter)
}
