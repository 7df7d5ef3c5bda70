//! A text in pieces of several looks, as a person reads it: what is struck through is not said any more, and a small
//! raised figure behind a number is a mark of a footnote, no digit of it. 26¹ is not 261.

use crate::reader::value::{self, Seen};
use std::borrow::Cow;
use std::ops::Range;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run<'t> {
    pub(super) text: &'t str,
    pub(super) look: Look,
}

/// How it looks, as far as that changes what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    pub(super) struck: bool,
    pub(super) raised: bool,
}

impl Look {
    /// Does it say what its letters say?
    pub(super) fn is_plain(self) -> bool {
        self == Self::default()
    }
}

/// A text while its pieces are read.
#[derive(Debug, Default)]
pub(super) struct RichText {
    text: String,
    /// Where the pieces stand that do not look plain.
    marked: Vec<(Range<usize>, Look)>,
    /// The look of the piece at hand.
    pub(super) look: Look,
}

impl RichText {
    /// Puts some of the piece at hand behind what is there.
    pub(super) fn push(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        if !self.look.is_plain() && !text.is_empty() {
            self.marked.push((start..self.text.len(), self.look));
        }
    }

    /// As it is stored.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Forgets all of it.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.marked.clear();
        self.look = Look::default();
    }

    /// The text as it is seen; `meant` resolves what a piece is written with.
    pub(super) fn seen(&self, meant: impl Fn(&str) -> Cow<'_, str>) -> Seen {
        if self.marked.is_empty() {
            return value::text(&meant(&self.text)).into();
        }
        let mut pieces = Vec::new();
        let mut end = 0;
        for (place, look) in &self.marked {
            pieces.push((end..place.start, Look::default()));
            pieces.push((place.clone(), *look));
            end = place.end;
        }
        pieces.push((end..self.text.len(), Look::default()));
        let meant: Vec<(Cow<'_, str>, Look)> =
            pieces.into_iter().map(|(place, look)| (meant(self.text.get(place).unwrap_or("")), look)).collect();
        seen(&meant.iter().map(|(text, look)| Run { text, look: *look }).collect::<Vec<_>>())
    }
}

/// The text of these pieces as it is seen. A text that is struck out as a whole is left as it is: it is crossed out as a
/// task that is done may be, and nothing stands in its place.
pub(super) fn seen(runs: &[Run<'_>]) -> Seen {
    let stored: String = runs.iter().map(|run| run.text).collect();
    let says = |run: &&Run<'_>| !run.text.trim().is_empty();
    let corrected = runs.iter().filter(says).any(|run| run.look.struck) && runs.iter().filter(says).any(|run| !run.look.struck);
    let mut shown = String::with_capacity(stored.len());
    for run in runs.iter().filter(|run| !(corrected && run.look.struck)) {
        // Behind a letter it belongs to a unit: m².
        let note = run.look.raised && shown.ends_with(|c: char| c.is_ascii_digit() || c == '%' || is_raised(c));
        if note { shown.extend(run.text.chars().map(|c| raised(c).unwrap_or(c))) } else { shown.push_str(run.text) }
    }
    // A mark in a sentence is shown as it is and changes nothing.
    let figure = || shown.chars().all(|c| !c.is_alphabetic());
    if shown != stored && (corrected || figure()) { Seen::shown(shown, &stored) } else { value::text(&shown).into() }
}

/// A text in UTF-16 whose pieces begin at these letters, in order, each with its look.
pub(super) fn cut_at(units: &[u16], pieces: &[(usize, Look)]) -> Seen {
    if !pieces.is_sorted_by_key(|(start, _)| *start) || pieces.last().is_none_or(|(start, _)| *start > units.len()) {
        return value::text(&String::from_utf16_lossy(units)).into();
    }
    let end = |place: usize| pieces.get(place + 1).map_or(units.len(), |(start, _)| *start);
    let text = |place: usize, start: usize| String::from_utf16_lossy(units.get(start..end(place)).unwrap_or_default());
    let pieces: Vec<(String, Look)> = pieces.iter().enumerate().map(|(place, (start, look))| (text(place, *start), *look)).collect();
    seen(&pieces.iter().map(|(text, look)| Run { text, look: *look }).collect::<Vec<_>>())
}

const RAISED: [(char, char); 13] = [
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('(', '⁽'),
    (')', '⁾'),
    ('-', '⁻'),
];

/// The raised form of a character, if Unicode has one.
fn raised(plain: char) -> Option<char> {
    RAISED.iter().find(|(from, _)| *from == plain).map(|(_, to)| *to)
}

fn is_raised(c: char) -> bool {
    RAISED.iter().any(|(_, to)| *to == c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workbook::RawValue;

    const PLAIN: Look = Look { struck: false, raised: false };
    const STRUCK: Look = Look { struck: true, raised: false };
    const RAISED: Look = Look { struck: false, raised: true };

    #[test]
    fn notes_are_no_digits_and_what_is_struck_is_not_said() {
        type Case<'c> = (&'c [(&'c str, Look)], &'c str, Option<&'c str>);
        let cases: [Case<'_>; 9] = [
            (&[("26", PLAIN), ("1", RAISED)], "26¹", Some("261")),
            (&[("26%", PLAIN), ("(2)", RAISED)], "26%⁽²⁾", Some("26%(2)")),
            (&[("26", PLAIN), ("1", RAISED), ("2", RAISED)], "26¹²", Some("2612")),
            (&[("57", PLAIN), ("1", RAISED), (" đơn vị", PLAIN)], "57¹ đơn vị", None),
            (&[("10 km", PLAIN), ("2", RAISED)], "10 km2", None),
            (&[("25", STRUCK), ("26", PLAIN)], "26", Some("2526")),
            (&[("Hoàn thành", STRUCK), (" Đang thực hiện", PLAIN)], " Đang thực hiện", Some("Hoàn thành Đang thực hiện")),
            (&[("Hoàn thành", STRUCK), (" ", PLAIN)], "Hoàn thành ", None),
            (&[("a", PLAIN), ("b", PLAIN)], "ab", None),
        ];
        for (pieces, shown, stored) in cases {
            let runs: Vec<Run<'_>> = pieces.iter().map(|(text, look)| Run { text, look: *look }).collect();
            let found = seen(&runs);
            assert_eq!(found.value, Some(RawValue::Text(shown.into())), "{shown}");
            assert_eq!(found.appearance.as_ref().map(|told| told.stored.as_str()), stored, "{shown}");
        }
    }
}
