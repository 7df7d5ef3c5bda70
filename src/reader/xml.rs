//! XML parts as a stream of tags and texts. Names come without their prefix, so that strict files and files with an
//! `x:` before every tag read alike. A part that ends before its root is closed is damaged, never "short"; a document
//! type is refused outright, because only attacks have one.

use crate::model::workbook::Refusal;
use crate::reader::attributes::{Attribute, Attributes};
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;
use std::io::{BufRead, Cursor, Read};

/// Deepest nesting. Real parts stay below 30.
const DEPTH_MAX: u32 = 256;

/// A part being read.
pub(super) struct Xml<'a> {
    reader: Reader<Box<dyn BufRead + 'a>>,
    buffer: Vec<u8>,
    depth: u32,
    rooted: bool,
}

/// One piece of a part.
pub(super) enum Node<'n> {
    /// A tag opens. A tag that is empty opens and closes.
    Open(Tag<'n>),
    /// A tag closes.
    Close(Closed<'n>),
    /// Text, entities resolved. One text may come in several pieces.
    Text(Cow<'n, str>),
    /// The part ends, with all its tags closed.
    End,
}

/// An opening tag.
pub(super) struct Tag<'n>(BytesStart<'n>);

/// A closing tag.
pub(super) struct Closed<'n>(BytesEnd<'n>);

impl Closed<'_> {
    /// Its name without prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

impl Tag<'_> {
    /// Its name without prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The first attribute of this name, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, Refusal> {
        self.attributes().only(|attribute| attribute.name() == name)?.map(plain).transpose()
    }

    /// The attribute of this name that has a prefix: `r:id` beside `id`.
    pub(super) fn prefixed(&self, name: &str) -> Result<Option<Cow<'_, str>>, Refusal> {
        self.attributes().only(|attribute| attribute.prefix().is_some() && attribute.name() == name)?.map(plain).transpose()
    }

    /// The attribute with exactly this prefix, where two of the same name stand side by side.
    pub(super) fn in_prefix(&self, prefix: &str, name: &str) -> Result<Option<Cow<'_, str>>, Refusal> {
        self.attributes().only(|attribute| attribute.prefix() == Some(prefix) && attribute.name() == name)?.map(plain).transpose()
    }

    /// All of these in one walk, as [`Self::attribute`] finds each.
    pub(super) fn several<const N: usize>(&self, names: [&str; N]) -> Result<[Option<Cow<'_, str>>; N], Refusal> {
        let mut found: [Option<Attribute<'_>>; N] = [None; N];
        for attribute in self.attributes() {
            let attribute = attribute?;
            let Some(place) = names.iter().position(|name| *name == attribute.name()) else { continue };
            match found.get_mut(place) {
                Some(Some(first)) if first.key == attribute.key => {
                    return Err(Refusal::Damaged { detail: "an attribute stands twice in a tag".to_owned() });
                }
                Some(first @ None) => *first = Some(attribute),
                Some(_) | None => {}
            }
        }
        let mut values = [const { None }; N];
        for (value, found) in values.iter_mut().zip(found) {
            *value = found.map(|found| plain(found.value)).transpose()?;
        }
        Ok(values)
    }

    fn attributes(&self) -> Attributes<'_> {
        Attributes::of(self.0.attributes_raw())
    }

    /// Is the attribute there and true?
    pub(super) fn is(&self, name: &str) -> Result<bool, Refusal> {
        Ok(self.attribute(name)?.is_some_and(|value| matches!(value.as_ref(), "1" | "true" | "on")))
    }

    /// The attribute as a whole number; none if it is not there or is none.
    pub(super) fn number(&self, name: &str) -> Result<Option<u32>, Refusal> {
        Ok(self.attribute(name)?.and_then(|value| value.trim().parse().ok()))
    }
}

impl<'a> Xml<'a> {
    /// Starts reading; UTF-16 is turned into UTF-8 first.
    pub(super) fn new(part: impl BufRead + 'a) -> Result<Self, Refusal> {
        let mut part: Box<dyn BufRead + 'a> = Box::new(part);
        let start = part.fill_buf().map_err(|error| damaged(&error))?;
        let wide = match start {
            [0xff, 0xfe, ..] | [b'<', 0, ..] => Some(u16::from_le_bytes as fn([u8; 2]) -> u16),
            [0xfe, 0xff, ..] | [0, b'<', ..] => Some(u16::from_be_bytes as fn([u8; 2]) -> u16),
            _ => None,
        };
        if let Some(unit) = wide {
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
            let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
            let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
            part = Box::new(Cursor::new(text.trim_start_matches('\u{feff}').to_owned().into_bytes()));
        }
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Ok(Self { reader, buffer: Vec::new(), depth: 0, rooted: false })
    }

    /// How many tags are open.
    pub(super) fn depth(&self) -> u32 {
        self.depth
    }

    /// The next piece. What says nothing (comments, instructions) is an empty text.
    pub(super) fn next(&mut self) -> Result<Node<'_>, Refusal> {
        self.buffer.clear();
        Ok(match self.reader.read_event_into(&mut self.buffer).map_err(|error| damaged(&error))? {
            Event::Start(tag) | Event::Empty(tag) => {
                self.depth += 1;
                self.rooted = true;
                if self.depth > DEPTH_MAX {
                    return Err(Refusal::Unsafe { cause: "nội dung lồng nhau quá sâu".to_owned() });
                }
                Node::Open(Tag(tag))
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                Node::Close(Closed(tag))
            }
            Event::Text(text) => Node::Text(text.xml10_content()),
            Event::CData(text) => Node::Text(text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().map_err(|error| damaged(&error))? {
                Some(character) => Node::Text(Cow::Owned(character.to_string())),
                None => match resolve_predefined_entity(&reference.into_inner()) {
                    Some(text) => Node::Text(Cow::Borrowed(text)),
                    None => return Err(Refusal::Damaged { detail: "an entity that nobody declared".to_owned() }),
                },
            },
            Event::DocType(_) => return Err(Refusal::Unsafe { cause: "tệp có khai báo DOCTYPE".to_owned() }),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => Node::Text(Cow::Borrowed("")),
            Event::Eof if self.rooted && self.depth == 0 => Node::End,
            Event::Eof => return Err(Refusal::Damaged { detail: "a part ends before its last tag".to_owned() }),
        })
    }
}

/// An attribute's value, entities resolved.
fn plain(value: &str) -> Result<Cow<'_, str>, Refusal> {
    unescape(value).map_err(|error| damaged(&error))
}

fn damaged(error: &dyn std::error::Error) -> Refusal {
    Refusal::Damaged { detail: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a part says: `<a` opens, `a>` closes, the rest is text.
    fn told(bytes: &[u8]) -> Result<String, Refusal> {
        let mut xml = Xml::new(bytes)?;
        let mut told = String::new();
        loop {
            match xml.next()? {
                Node::Open(tag) => told.push_str(&format!("<{} ", tag.name())),
                Node::Close(tag) => told.push_str(&format!("{}> ", tag.name())),
                Node::Text(text) => told.push_str(&text),
                Node::End => return Ok(told),
            }
        }
    }

    #[test]
    fn prefixes_comments_and_entities() {
        assert_eq!(
            told(b"<?xml version=\"1.0\"?><x:a><!-- no --><b/>1 &lt; 2 &#x111;<![CDATA[<i>]]></x:a>").unwrap(),
            "<a <b b> 1 < 2 \u{111}<i>a> "
        );
        let wide: Vec<u8> = "\u{feff}<a>Đ</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(told(&wide).unwrap(), "<a Đa> ");
        assert_eq!(told("\u{feff}<a>Đ</a>".as_bytes()).unwrap(), "<a Đa> ");
    }

    #[test]
    fn attributes_with_and_without_prefix() {
        let mut xml = Xml::new(br#"<s name="A &amp; B" sheetId="7" r:id="rId1" state="1"/>"#.as_slice()).unwrap();
        let Node::Open(tag) = xml.next().unwrap() else { panic!() };
        assert_eq!(tag.attribute("name").unwrap().as_deref(), Some("A & B"));
        assert_eq!(tag.prefixed("id").unwrap().as_deref(), Some("rId1"));
        assert_eq!(tag.number("sheetId").unwrap(), Some(7));
        assert!(tag.is("state").unwrap() && !tag.is("hidden").unwrap());
    }

    #[test]
    fn what_is_cut_short_or_hostile_is_refused() {
        for cut in [&b"<a><b></b>"[..], b"<a>text", b"<a", b"", b"   ", b"\0\0\0\0", b"<a></b>", b"<a>&unknown;</a>"] {
            assert!(matches!(told(cut), Err(Refusal::Damaged { .. })), "{}", String::from_utf8_lossy(cut));
        }
        let cause = "tệp có khai báo DOCTYPE".to_owned();
        assert_eq!(told(b"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), Err(Refusal::Unsafe { cause }));
        let cause = "nội dung lồng nhau quá sâu".to_owned();
        assert_eq!(told("<a>".repeat(300).as_bytes()), Err(Refusal::Unsafe { cause }));
    }
}
