//! The table of the texts of a workbook: each distinct text once, cells hold its number. Texts that stand in the cells themselves
//! would be less work; but some programs on telephones show such cells empty.

use memchr::{memchr_iter, memchr3};
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

/// The name of the part.
pub(super) const SHARED_TEXTS: &str = "xl/sharedStrings.xml";

/// Distinct texts in the order of their first use, each kept once and no longer than the rows in which they stand.
#[derive(Default)]
pub(super) struct SharedTexts {
    /// One text behind the other, and where each ends.
    texts: String,
    ends: Vec<usize>,
    /// The number of a text by what stands for it; where that is taken by another text, by the next that is free.
    numbers: HashMap<u64, u32, BuildHasherDefault<AsItIs>>,
    stand_in: RandomState,
    /// How many cells hold a text.
    cells: u64,
}

impl SharedTexts {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// The number of a text that one more cell holds.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        let stands_for = self.stand_in.hash_one(text);
        self.number_of(text, stands_for)
    }

    fn number_of(&mut self, text: &str, mut stands_for: u64) -> u32 {
        self.cells += 1;
        while let Some(number) = self.numbers.get(&stands_for).copied() {
            if self.text(number) == Some(text) {
                return number;
            }
            stands_for = stands_for.wrapping_add(1);
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
        self.numbers.insert(stands_for, number);
        number
    }

    fn text(&self, number: u32) -> Option<&str> {
        let at = usize::try_from(number).ok()?;
        let from = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.texts.get(from..*self.ends.get(at)?)
    }

    /// Does any cell hold a text?
    pub(super) fn any(&self) -> bool {
        self.cells > 0
    }

    /// The part of the package; `None` if no cell holds a text.
    pub(super) fn part(self) -> Option<String> {
        if !self.any() {
            return None;
        }
        let mut part = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"{}\" uniqueCount=\"{}\">",
            self.cells,
            self.ends.len()
        );
        let mut from = 0;
        for end in &self.ends {
            push_entry(&mut part, self.texts.get(from..*end).unwrap_or_default());
            from = *end;
        }
        part.push_str("</sst>");
        Some(part)
    }
}

/// What stands for a text is spread already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

fn push_entry(entries: &mut String, text: &str) {
    let edge = ['\t', '\n', ' '];
    let kept = text.starts_with(edge) || text.ends_with(edge);
    entries.push_str(if kept { "<si><t xml:space=\"preserve\">" } else { "<si><t>" });
    // `_x0041_` in a text would be read as the letter of that number.
    let mut from = 0;
    for at in memchr_iter(b'_', text.as_bytes()).filter(|at| is_number_of_letter(text, *at)) {
        push_escaped(entries, text.get(from..at).unwrap_or_default());
        entries.push_str("_x005F");
        from = at;
    }
    push_escaped(entries, text.get(from..).unwrap_or_default());
    entries.push_str("</t></si>");
}

fn is_number_of_letter(text: &str, at: usize) -> bool {
    let seven = text.as_bytes().get(at..at + 7).unwrap_or_default();
    matches!(seven, [b'_', b'x', digits @ .., b'_'] if digits.iter().all(u8::is_ascii_hexdigit))
}

/// A text without the three signs that mean something in XML. What XML forbids is out of it already.
pub(super) fn push_escaped(xml: &mut String, mut text: &str) {
    while let Some(at) = memchr3(b'&', b'<', b'>', text.as_bytes()) {
        let (before, rest) = text.split_at(at);
        xml.push_str(before);
        xml.push_str(match rest.as_bytes() {
            [b'&', ..] => "&amp;",
            [b'<', ..] => "&lt;",
            _ => "&gt;",
        });
        text = rest.get(1..).unwrap_or_default();
    }
    xml.push_str(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str) -> String {
        let mut entries = String::new();
        push_entry(&mut entries, text);
        entries
    }

    #[test]
    fn texts_stay_what_they_are() {
        assert_eq!(entry("a<b>&\"c\""), "<si><t>a&lt;b&gt;&amp;\"c\"</t></si>");
        assert_eq!(entry(" a"), "<si><t xml:space=\"preserve\"> a</t></si>");
        assert_eq!(entry("a\n"), "<si><t xml:space=\"preserve\">a\n</t></si>");
        assert_eq!(entry("_x0041_ và _x004_ và _xđ041_ và _x000b_"), "<si><t>_x005F_x0041_ và _x004_ và _xđ041_ và _x005F_x000b_</t></si>");
        // A text that looks like a piece of a rich text is a text.
        assert_eq!(entry("<r><t>x</t></r>"), "<si><t>&lt;r&gt;&lt;t&gt;x&lt;/t&gt;&lt;/r&gt;</t></si>");
    }

    #[test]
    fn each_text_is_kept_once_and_every_cell_counts() {
        let mut texts = SharedTexts::new();
        assert_eq!(["a", "b", "a"].map(|text| texts.number(text)), [0, 1, 0]);
        let part = texts.part().unwrap();
        assert!(part.contains("count=\"3\" uniqueCount=\"2\"><si><t>a</t></si><si><t>b</t></si></sst>"), "{part}");
        assert_eq!(SharedTexts::new().part(), None);
    }

    #[test]
    fn texts_that_one_number_stands_for_stay_apart() {
        let mut texts = SharedTexts::new();
        let numbers = [("a", 7), ("b", 7), ("c", 8), ("a", 7), ("b", 7), ("c", 8), ("", u64::MAX), ("d", u64::MAX), ("", u64::MAX)];
        assert_eq!(numbers.map(|(text, stands_for)| texts.number_of(text, stands_for)), [0, 1, 2, 0, 1, 2, 3, 4, 3]);
        assert!(
            texts.part().unwrap().ends_with("<si><t>a</t></si><si><t>b</t></si><si><t>c</t></si><si><t></t></si><si><t>d</t></si></sst>")
        );
    }
}
