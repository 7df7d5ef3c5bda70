//! The table of the texts of a workbook: each distinct text once, cells hold its number. Texts that stand in the cells themselves
//! would be less work; but some programs on telephones show such cells empty.

use std::borrow::Cow;
use std::collections::HashMap;

/// The name of the part.
pub(super) const SHARED_TEXTS: &str = "xl/sharedStrings.xml";

/// Distinct texts in the order of their first use.
pub(super) struct SharedTexts<'a> {
    numbers: HashMap<Cow<'a, str>, u32>,
    /// How many cells hold a text.
    cells: u64,
    entries: String,
}

impl<'a> SharedTexts<'a> {
    pub(super) fn new() -> Self {
        Self { numbers: HashMap::new(), cells: 0, entries: String::new() }
    }

    /// The number of a text that one more cell holds.
    pub(super) fn number(&mut self, text: Cow<'a, str>) -> u32 {
        self.cells += 1;
        if let Some(number) = self.numbers.get(text.as_ref()) {
            return *number;
        }
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        push_entry(&mut self.entries, &text);
        self.numbers.insert(text, number);
        number
    }

    /// The part of the package; `None` if no cell holds a text.
    pub(super) fn part(self) -> Option<String> {
        if self.cells == 0 {
            return None;
        }
        let (mut part, distinct) = (self.entries, self.numbers.len());
        part.insert_str(
            0,
            &format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
                 <sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"{}\" uniqueCount=\"{distinct}\">",
                self.cells
            ),
        );
        part.push_str("</sst>");
        Some(part)
    }
}

fn push_entry(entries: &mut String, text: &str) {
    let edge = ['\t', '\n', ' '];
    let kept = text.starts_with(edge) || text.ends_with(edge);
    entries.push_str(if kept { "<si><t xml:space=\"preserve\">" } else { "<si><t>" });
    // `_x0041_` in a text would be read as the letter of that number.
    let mut from = 0;
    for (at, _) in text.match_indices("_x").filter(|(at, _)| is_number_of_letter(text, *at)) {
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
pub(super) fn push_escaped(xml: &mut String, text: &str) {
    let mut from = 0;
    for (at, sign) in text.bytes().enumerate() {
        let written = match sign {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => continue,
        };
        xml.push_str(text.get(from..at).unwrap_or_default());
        xml.push_str(written);
        from = at + 1;
    }
    xml.push_str(text.get(from..).unwrap_or_default());
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
        assert_eq!(["a", "b", "a"].map(|text| texts.number(text.into())), [0, 1, 0]);
        let part = texts.part().unwrap();
        assert!(part.contains("count=\"3\" uniqueCount=\"2\"><si><t>a</t></si><si><t>b</t></si></sst>"), "{part}");
        assert_eq!(SharedTexts::new().part(), None);
    }
}
