//! Which piece a text of XML begins with, in one walk over its bytes: a tag with the places of its attributes, a text up
//! to the next tag, or something that says nothing. A report consists of some ten thousand tags, so nothing is allocated
//! for one, and its attributes are not walked a second time.

use super::window::damaged;
use crate::model::workbook::Refusal;
use memchr::{memchr, memchr3};
use quick_xml::escape::unescape;
use std::borrow::Cow;
use std::ops::Range;

/// The piece at the start of a text; places are bytes from there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// `<name …>` or `<name …/>`.
    Open {
        /// The place of its name.
        name: Name,
        /// Where the next piece starts.
        end: usize,
        /// It closes at once.
        empty: bool,
        /// Its attributes break the rules; none of them is known.
        irregular: bool,
        /// One of its attributes says what a prefix stands for.
        declares: bool,
    },
    /// `</name>`, with or without a blank before the `>`.
    Close {
        /// The place of its name.
        name: Name,
        /// Where the next piece starts.
        end: usize,
    },
    /// A text up to the next tag.
    Text {
        /// The place after its last byte.
        end: usize,
        /// It holds no entities and no line ends but line feeds.
        plain: bool,
    },
    /// `<![CDATA[…]]>`: a text without entities.
    Data {
        /// What stands in it.
        text: Range<usize>,
        /// Where the next piece starts.
        end: usize,
    },
    /// A comment or an instruction.
    Nothing {
        /// Where the next piece starts.
        end: usize,
    },
    /// `<!DOCTYPE`, which no part of a workbook may hold.
    DocType,
    /// A tag that is none.
    Malformed,
}

/// The places of a name with its prefix, and of the same without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) start: usize,
    pub(super) local: usize,
    pub(super) end: usize,
}

/// The places of an attribute: its name, and its value with its entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) key: Name,
    pub(super) value: Range<usize>,
}

impl Name {
    /// The name as it is written, with its prefix.
    pub(super) fn whole<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// The name without its prefix.
    pub(super) fn local<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.local..self.end).unwrap_or("")
    }

    /// Its prefix, if it has one.
    pub(super) fn prefix<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(self.start..self.local)?.strip_suffix(':')
    }

    fn at(text: &[u8], places: Range<usize>) -> Self {
        let name = text.get(places.clone()).unwrap_or_default();
        let local = name.iter().position(|byte| *byte == b':').map_or(places.start, |colon| places.start + colon + 1);
        Self { start: places.start, local, end: places.end }
    }

    /// The name that starts here, up to the first byte that ends one of this sort; `None` if the text ends before.
    fn until(bytes: &[u8], start: usize, ends: u8) -> Option<Self> {
        let (mut at, mut local) = (start, start);
        loop {
            at += letters(bytes.get(at..)?);
            match MEANING.get(usize::from(*bytes.get(at)?)) {
                Some(meaning) if meaning & ends != 0 => return Some(Self { start, local, end: at }),
                Some(&COLON) if local == start => local = at + 1,
                _ => {}
            }
            at += 1;
        }
    }
}

/// The piece that `text` begins with, and into `attributes` those of an opening tag; `None` if the text ends before it
/// is told, or nothing is left. A text is told only by the tag behind it: entities and line ends are not cut in two.
pub(super) fn token(text: &str, attributes: &mut Vec<Attribute>) -> Option<Token> {
    let bytes = text.as_bytes();
    if bytes.first()? != &b'<' {
        return words(bytes);
    }
    match bytes.get(1)? {
        b'/' => close(text),
        b'!' => declaration(text),
        b'?' => until(text, 2, "?>").map(|end| Token::Nothing { end }),
        _ => open(text, attributes),
    }
}

fn words(bytes: &[u8]) -> Option<Token> {
    let first = memchr3(b'<', b'&', b'\r', bytes)?;
    let plain = bytes.get(first) == Some(&b'<');
    let end = if plain { first } else { first + memchr(b'<', bytes.get(first..)?)? };
    Some(Token::Text { end, plain })
}

fn close(text: &str) -> Option<Token> {
    let bytes = text.as_bytes();
    let mut end = 2 + bytes.get(2..)?.iter().position(|byte| *byte == b'>')?;
    let behind = end + 1;
    while end > 2 && bytes.get(end - 1).is_some_and(|byte| is_space(*byte)) {
        end -= 1;
    }
    Some(Token::Close { name: Name::at(bytes, 2..end), end: behind })
}

fn declaration(text: &str) -> Option<Token> {
    const DATA: &str = "<![CDATA[";
    if text.starts_with("<!--") {
        return until(text, 4, "-->").map(|end| Token::Nothing { end });
    }
    if text.starts_with(DATA) {
        let end = until(text, DATA.len(), "]]>")?;
        return Some(Token::Data { text: DATA.len()..end - 3, end });
    }
    // What may still become one of the two is not judged yet.
    if text.len() < DATA.len() && (DATA.starts_with(text) || "<!--".starts_with(text)) {
        return None;
    }
    Some(if matches!(text.as_bytes().get(2)?, b'd' | b'D') { Token::DocType } else { Token::Malformed })
}

fn until(text: &str, from: usize, mark: &str) -> Option<usize> {
    text.get(from..)?.find(mark).map(|at| from + at + mark.len())
}

fn open(text: &str, attributes: &mut Vec<Attribute>) -> Option<Token> {
    attributes.clear();
    let bytes = text.as_bytes();
    let mut name = Name::until(bytes, 1, NAME)?;
    // A stroke ends a name only where the tag ends behind it.
    while bytes.get(name.end) == Some(&b'/') && bytes.get(name.end + 1)? != &b'>' {
        name = Name::at(bytes, 1..Name::until(bytes, name.end + 1, NAME)?.end);
    }
    let mut at = name.end;
    if matches!(bytes.get(at), Some(b'"' | b'\'')) {
        return irregular(text, attributes);
    }
    if at == 1 {
        return Some(Token::Malformed);
    }
    let mut declares = false;
    loop {
        match bytes.get(at)? {
            byte if is_space(*byte) => {
                at += 1;
                continue;
            }
            b'>' => return Some(Token::Open { name, end: at + 1, empty: false, irregular: false, declares }),
            b'/' if bytes.get(at + 1)? == &b'>' => return Some(Token::Open { name, end: at + 2, empty: true, irregular: false, declares }),
            _ => {}
        }
        let key = Name::until(bytes, at, KEY)?;
        at = key.end;
        while is_space(*bytes.get(at)?) {
            at += 1;
        }
        if key.end == key.start || bytes.get(at)? != &b'=' {
            return irregular(text, attributes);
        }
        at += 1;
        while is_space(*bytes.get(at)?) {
            at += 1;
        }
        let quote = *bytes.get(at)?;
        if !matches!(quote, b'"' | b'\'') {
            return irregular(text, attributes);
        }
        let value = at + 1;
        at = value + memchr(quote, bytes.get(value..)?)?;
        declares |= bytes.get(key.start) == Some(&b'x') && key.whole(text).starts_with("xmlns");
        attributes.push(Attribute { key, value: value..at });
        at += 1;
    }
}

/// A tag whose attributes break the rules ends at the first `>` outside of quotes; whoever asks for one of them is told.
fn irregular(text: &str, attributes: &mut Vec<Attribute>) -> Option<Token> {
    attributes.clear();
    let mut quote = None;
    let end = text.bytes().position(|byte| {
        match quote {
            Some(open) if open == byte => quote = None,
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            Some(_) | None => {}
        }
        quote.is_none() && byte == b'>'
    })?;
    let inside = text.get(1..end)?;
    let content = inside.strip_suffix('/').unwrap_or(inside);
    let name = content.find(is_space_char).unwrap_or(content.len());
    if name == 0 {
        return Some(Token::Malformed);
    }
    let irregular = content.get(name..).is_some_and(|rest| rest.contains(|c| !is_space_char(c)));
    Some(Token::Open {
        name: Name::at(text.as_bytes(), 1..1 + name),
        end: end + 1,
        empty: content.len() < inside.len(),
        irregular,
        declares: false,
    })
}

/// What a byte means in a name, as bits: it ends that of a tag, that of an attribute, or its prefix.
const MEANING: [u8; 256] = {
    let mut ends = [0; 256];
    let (mut at, both) = (0, b" \t\r\n>\"'");
    while at < both.len() {
        ends[both[at] as usize] = NAME | KEY;
        at += 1;
    }
    ends[b'/' as usize] = NAME;
    ends[b'=' as usize] = KEY;
    ends[b':' as usize] = COLON;
    ends
};
const NAME: u8 = 1;
const KEY: u8 = 2;
const COLON: u8 = 4;

/// How many letters a text begins with, or somewhat fewer: eight bytes are looked at together, and nothing that means
/// something in a name stands behind the `A` of ASCII.
fn letters(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    let (mut rest, mut length) = (bytes, 0);
    while let Some((eight, behind)) = rest.split_first_chunk::<8>() {
        let eight = u64::from_le_bytes(*eight);
        // The highest bit of each byte: none below `A` has it, neither by itself nor with what is added.
        let letters = ((eight & (ONES * 0x7f)) + ONES * u64::from(0x80 - b'A')) | eight;
        let others = !letters & (ONES * 0x80);
        if others != 0 {
            return length + (others.trailing_zeros() / 8) as usize;
        }
        (rest, length) = (behind, length + 8);
    }
    length
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn is_space_char(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// Are two names the same? A call to compare memory costs more than the short ones do.
pub(super) fn same(one: &str, other: &str) -> bool {
    const SHORT: usize = 8;
    one.len() == other.len()
        && if one.len() < SHORT { one.bytes().zip(other.bytes()).all(|(one, other)| one == other) } else { one == other }
}

/// The value of an attribute of this name, with its entities.
pub(super) fn written<'t>(text: &'t str, attributes: &[Attribute], name: &str) -> Option<&'t str> {
    let found = attributes.iter().find(|attribute| same(attribute.key.whole(text), name))?;
    text.get(found.value.clone())
}

/// A value with its entities resolved.
pub(super) fn plain(value: &str) -> Result<Cow<'_, str>, Refusal> {
    if !value.bytes().any(|byte| byte == b'&') {
        return Ok(Cow::Borrowed(value));
    }
    unescape(value).map_err(|error| damaged(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each `name=value` of the tag that a text begins with, or what is wrong.
    fn told(text: &str) -> Vec<String> {
        let mut attributes = Vec::new();
        match token(text, &mut attributes) {
            Some(Token::Open { irregular: false, .. }) => {
                attributes.into_iter().map(|a| format!("{}={}", a.key.whole(text), &text[a.value])).collect()
            }
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn all_ways_to_write_attributes() {
        assert_eq!(told(r#"<c r="A1" t='s'  xml:space = "a 'b' &amp;>" e="">"#), ["r=A1", "t=s", "xml:space=a 'b' &amp;>", "e="]);
        assert_eq!(told("<c\n\tr\n=\r\n\"Đ\"/>"), ["r=Đ"]);
        assert_eq!(told(r#"<c r="1"s="2">"#), ["r=1", "s=2"]);
        assert!(told("<c>").is_empty() && told("<c  />").is_empty());
    }

    #[test]
    fn a_tag_that_breaks_the_rules_ends_where_its_quotes_do() {
        for (text, end) in [
            ("<c r>", 5),
            ("<c r=>", 6),
            ("<c r=A1>", 8),
            ("<c =\"A1\">", 9),
            ("<c r s=\">\">", 11),
            ("<c \"A1>\">", 9),
            ("<c r=\"A1\" s>", 12),
            ("<c\"x>\" r=A1>", 12),
            ("<c'1' r=\"A1\">", 13),
            ("<c r=\"A1\"/ >", 12),
        ] {
            let found = token(text, &mut Vec::new());
            assert!(matches!(found, Some(Token::Open { irregular: true, end: at, .. }) if at == end), "{text}: {found:?}");
        }
        assert_eq!(token("<>", &mut Vec::new()), Some(Token::Malformed));
        assert_eq!(token("< a>", &mut Vec::new()), Some(Token::Malformed));
    }

    #[test]
    fn what_says_nothing_and_what_says_it_without_entities() {
        let of = |text: &str| token(text, &mut Vec::new());
        assert_eq!(of("<!-- <a> -->x"), Some(Token::Nothing { end: 12 }));
        assert_eq!(of("<?xml version=\"1.0\"?><a/>"), Some(Token::Nothing { end: 21 }));
        assert_eq!(of("<![CDATA[<i>]]>x"), Some(Token::Data { text: 9..12, end: 15 }));
        assert_eq!(of("<!DOCTYPE a>"), Some(Token::DocType));
        assert_eq!(of("<!ELEMENT a>"), Some(Token::Malformed));
        assert_eq!(of("a &lt; b<c>"), Some(Token::Text { end: 8, plain: false }));
        assert_eq!(of("a\r\nb<c>"), Some(Token::Text { end: 4, plain: false }));
        assert_eq!(of("a\nĐ<c>"), Some(Token::Text { end: 4, plain: true }));
        let name = Name { start: 2, local: 4, end: 5 };
        assert_eq!(of("</x:a >"), Some(Token::Close { name, end: 7 }));
        assert_eq!((name.whole("</x:a >"), name.local("</x:a >"), name.prefix("</x:a >")), ("x:a", "a", Some("x")));
    }

    #[test]
    fn a_name_ends_wherever_what_ends_it_stands() {
        for place in 0..20 {
            for byte in 0..=u8::MAX {
                let mut name = [b'-'; 20];
                (0..20).filter(|at| at % 5 != 0).for_each(|at| name[at] = b"aZ\xe1_"[at % 4]);
                name[place] = byte;
                let first = |means: u8| name.iter().position(|byte| MEANING[usize::from(*byte)] & means != 0);
                for ends in [NAME, KEY] {
                    let found = Name::until(&name, 0, ends);
                    let colon = first(COLON).filter(|colon| Some(*colon) < first(ends));
                    let wanted = first(ends).map(|end| Name { start: 0, local: colon.map_or(0, |colon| colon + 1), end });
                    assert_eq!(found, wanted, "{byte:#x} at {place}");
                }
            }
        }
    }

    /// However little of a piece is there, it is not told before it is whole.
    #[test]
    fn a_piece_that_is_not_whole_is_not_told() {
        for whole in ["<c r=\"A1\" t='s'>", "<c/>", "</c>", "<!-- x -->", "<![CDATA[x]]>", "<?x?>", "a &lt; b<", "<c r>", "<c r=A>"] {
            let told = |text: &str| token(text, &mut Vec::new());
            let end = whole.strip_suffix("b<").map_or(whole.len(), |_| whole.len());
            for cut in (0..end).filter(|cut| whole.is_char_boundary(*cut)) {
                assert_eq!(told(&whole[..cut]), None, "{:?}", &whole[..cut]);
            }
            assert!(told(whole).is_some(), "{whole}");
        }
    }
}
