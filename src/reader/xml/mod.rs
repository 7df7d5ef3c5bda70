//! XML parts as a stream of tags and texts. Names come without their prefix, so that strict files and files with an
//! `x:` before every tag read alike. A part that ends before its root is closed is damaged, never "short"; a document
//! type is refused outright, because only attacks have one.
//!
//! ```text
//! bytes → window (text, some of it at a time) → token (what comes next) → Xml (names that match, entities) → Node
//! ```
//!
//! The walk is our own because reading is what most of a run's time goes into: over quick-xml the same sheets cost three
//! times as much (`cargo bench --bench reading`). quick-xml is the second opinion: a test holds the nodes of both against
//! each other. Its entities are used here.

mod tag;
mod token;
mod window;

use crate::model::workbook::Refusal;
use memchr::memmem;
use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;
use tag::same;
pub(super) use tag::{Closed, Tag};
use token::{Attribute, Token, token};
use window::Window;

/// Deepest nesting. Real parts stay below 30.
const DEPTH_MAX: u32 = 256;

/// A part being read.
pub(super) struct Xml<'a> {
    window: Window<'a>,
    attributes: Vec<Attribute>,
    /// The names of the tags that are open, one behind the other, and where each starts.
    names: String,
    starts: Vec<usize>,
    /// The name, by its place in the window, of a tag that opened and closes at once.
    closing: Option<Range<usize>>,
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

impl<'a> Xml<'a> {
    /// Starts reading a part in pieces.
    pub(super) fn new(part: impl Read + 'a) -> Result<Self, Refusal> {
        Window::new(part).map(Self::through)
    }

    /// Starts reading a part that is at hand.
    pub(super) fn whole(part: Vec<u8>) -> Result<Self, Refusal> {
        Window::whole(part).map(Self::through)
    }

    fn through(window: Window<'a>) -> Self {
        Self { window, attributes: Vec::new(), names: String::new(), starts: Vec::new(), closing: None, depth: 0, rooted: false }
    }

    /// What comes next, as it is written, as far as it has been read: for whoever knows it at a glance.
    pub(super) fn ahead(&self) -> &str {
        if self.closing.is_some() { "" } else { self.window.rest() }
    }

    /// Passes over so many bytes of it: whole tags that open and close again.
    pub(super) fn skip(&mut self, length: usize) {
        self.window.take(length);
    }

    /// Passes over what stands in the tag that was opened last, up to the tag that closes it, where that has been read: for
    /// a tag of which nothing is of use and that never stands in one of its own name. Otherwise it is walked like any.
    pub(super) fn pass_over(&mut self) {
        let open = self.starts.last().and_then(|start| self.names.get(*start..)).filter(|_| self.closing.is_none());
        let Some(close) = open.map(|name| format!("</{name}>")) else { return };
        if let Some(length) = memmem::find(self.window.rest().as_bytes(), close.as_bytes()) {
            self.window.take(length);
        }
    }

    /// How many tags are open.
    pub(super) fn depth(&self) -> u32 {
        self.depth
    }

    /// The next piece. What says nothing (comments, instructions) is an empty text.
    pub(super) fn next(&mut self) -> Result<Node<'_>, Refusal> {
        if let Some(name) = self.closing.take() {
            self.depth = self.depth.saturating_sub(1);
            return Ok(Node::Close(Closed::new(self.window.text(name))));
        }
        let token = loop {
            match token(self.window.rest(), &mut self.attributes) {
                Some(token) => break token,
                None if self.window.more()? => {}
                None => return self.last(),
            }
        };
        let start = self.window.at();
        Ok(match token {
            Token::Open { name, end, empty, irregular } => {
                self.window.take(end);
                self.depth += 1;
                self.rooted = true;
                if self.depth > DEPTH_MAX {
                    return Err(Refusal::Unsafe { cause: "nội dung lồng nhau quá sâu".to_owned() });
                }
                let text = self.window.text(start..start + end);
                if empty {
                    self.closing = Some(start + name.local..start + name.end);
                } else {
                    self.starts.push(self.names.len());
                    self.names.push_str(name.whole(text));
                }
                Node::Open(Tag::new(text, name, &self.attributes, irregular))
            }
            Token::Close { name, end } => {
                self.window.take(end);
                let text = self.window.text(start..start + end);
                let opened = self.starts.pop().filter(|start| self.names.get(*start..).is_some_and(|open| same(open, name.whole(text))));
                let Some(opened) = opened else { return Err(Refusal::Damaged { detail: "tags that do not match".to_owned() }) };
                self.names.truncate(opened);
                self.depth = self.depth.saturating_sub(1);
                Node::Close(Closed::new(name.local(text)))
            }
            Token::Text { end, plain } => {
                self.window.take(end);
                let written = self.window.text(start..start + end);
                Node::Text(if plain { Cow::Borrowed(written) } else { text(written)? })
            }
            Token::Data { text, end } => {
                self.window.take(end);
                Node::Text(with_line_feeds(self.window.text(start + text.start..start + text.end)))
            }
            Token::Nothing { end } => {
                self.window.take(end);
                Node::Text(Cow::Borrowed(""))
            }
            Token::DocType => return Err(Refusal::Unsafe { cause: "tệp có khai báo DOCTYPE".to_owned() }),
            Token::Malformed => return Err(Refusal::Damaged { detail: "a tag that is none".to_owned() }),
        })
    }

    /// What stands behind the last tag, then the end.
    fn last(&mut self) -> Result<Node<'_>, Refusal> {
        let (start, length) = (self.window.at(), self.window.rest().len());
        if length > 0 && !self.window.rest().starts_with('<') {
            self.window.take(length);
            return Ok(Node::Text(text(self.window.text(start..start + length))?));
        }
        if length == 0 && self.rooted && self.depth == 0 {
            return Ok(Node::End);
        }
        Err(Refusal::Damaged { detail: "a part ends before its last tag".to_owned() })
    }
}

/// A text with its line ends and entities resolved.
fn text(written: &str) -> Result<Cow<'_, str>, Refusal> {
    match with_line_feeds(written) {
        Cow::Borrowed(written) => tag::plain(written),
        Cow::Owned(written) => Ok(Cow::Owned(tag::plain(&written)?.into_owned())),
    }
}

/// Line ends as XML reads them.
fn with_line_feeds(written: &str) -> Cow<'_, str> {
    if written.contains('\r') { Cow::Owned(written.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(written) }
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

    /// The same as quick-xml tells it.
    fn theirs(text: &str) -> Result<String, String> {
        use quick_xml::events::Event;
        let mut reader = quick_xml::Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let (mut told, mut depth, mut rooted) = (String::new(), 0, false);
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(tag) if tag.name().into_inner().is_empty() => return Err("no name".to_owned()),
                Event::Start(tag) => {
                    (depth, rooted) = (depth + 1, true);
                    let before = told.len();
                    told.push_str(&format!("<{} ", tag.local_name().into_inner()));
                    // quick-xml takes quotes into a name; no XML has them there, and we vouch for none of the attributes behind.
                    let odd = tag.name().into_inner().contains(['"', '\'']);
                    for attribute in tag.attributes().with_checks(false) {
                        match attribute {
                            Ok(attribute) if !odd && !attribute.key.into_inner().is_empty() => {
                                told.push_str(&format!("{}={},", attribute.key.into_inner(), attribute.value));
                            }
                            _ => {
                                told.truncate(before);
                                told.push_str(&format!("<{} !", tag.local_name().into_inner()));
                                break;
                            }
                        }
                    }
                }
                Event::End(tag) => {
                    depth -= 1;
                    told.push_str(&format!("{}> ", tag.local_name().into_inner()));
                }
                Event::Text(text) => told.push_str(&text.xml10_content()),
                Event::CData(text) => told.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => match reference.resolve_char_ref().map_err(|error| error.to_string())? {
                    Some(character) => told.push(character),
                    None => told.push_str(quick_xml::escape::resolve_predefined_entity(&reference.into_inner()).ok_or("entity")?),
                },
                Event::DocType(_) => return Err("a document type".to_owned()),
                Event::Eof if rooted && depth == 0 => return Ok(told),
                Event::Eof => return Err("cut".to_owned()),
                _ => {}
            }
        }
    }

    /// What we tell, with the attributes of every tag.
    fn ours(text: &str) -> Result<String, Refusal> {
        let mut xml = Xml::new(text.as_bytes())?;
        let mut told = String::new();
        loop {
            match xml.next()? {
                Node::Open(tag) => {
                    told.push_str(&format!("<{} ", tag.name()));
                    match tag.attributes() {
                        Ok(attributes) => {
                            attributes
                                .iter()
                                .for_each(|a| told.push_str(&format!("{}={},", a.key.whole(tag.text), &tag.text[a.value.clone()])));
                        }
                        Err(_) => told.push('!'),
                    }
                }
                Node::Close(tag) => told.push_str(&format!("{}> ", tag.name())),
                Node::Text(text) => told.push_str(&text),
                Node::End => return Ok(told),
            }
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 20_000, failure_persistence: None, ..Default::default() })]

        /// quick-xml is the second opinion: of whatever can be put together from pieces of XML, both tell the same.
        #[test]
        fn quick_xml_tells_the_same(pieces in proptest::collection::vec(proptest::sample::select(vec![
            "<a", "<x:b", "<a>", "<x:b>", "</a>", "</x:b>", "</a ", ">", "/>", "/", " ", "\n", "x", "r=", "r='1'", " r=\"A1\"", "\"", "'", "=", "&lt;",
            "&#x111;", "&", ";", "<!-- ", "-->", "<![CDATA[", "]]>", "<?x ", "?>", "\r\n", "\r", "Đ", "<!D",
        ]), 0..14)) {
            let text = pieces.concat();
            proptest::prop_assert_eq!(ours(&text).ok(), theirs(&text).ok(), "{:?}", text);
            let rooted = format!("<a>{text}</a>");
            proptest::prop_assert_eq!(ours(&rooted).ok(), theirs(&rooted).ok(), "{:?}", rooted);
        }
    }

    #[test]
    fn a_piece_longer_than_a_window_is_whole() {
        let long = "ệ&amp;".repeat(50_000);
        let text = format!("<a b='{long}'>{long}<!--{long}--><![CDATA[{long}]]></a>");
        let meant = "ệ&".repeat(50_000);
        let mut xml = Xml::new(text.as_bytes()).unwrap();
        let Node::Open(tag) = xml.next().unwrap() else { panic!() };
        assert_eq!(tag.attribute("b").unwrap().unwrap(), meant);
        assert_eq!(told(text.as_bytes()).unwrap(), format!("<a {meant}{long}a> "));
    }

    #[test]
    fn what_is_of_no_use_is_passed_over_to_its_own_end() {
        let text = format!("<a><x:b><c/>{}</x:b><b/>rest</a>", "<d>&no;</d>".repeat(9));
        for mut xml in [Xml::new(text.as_bytes()).unwrap(), Xml::whole(text.clone().into_bytes()).unwrap()] {
            let mut told = String::new();
            loop {
                match xml.next().unwrap() {
                    Node::Open(tag) => {
                        told.push_str(&format!("<{} ", tag.name()));
                        if tag.name() == "b" {
                            xml.pass_over();
                        }
                    }
                    Node::Close(tag) => told.push_str(&format!("{}> ", tag.name())),
                    Node::Text(text) => told.push_str(&text),
                    Node::End => break,
                }
            }
            assert_eq!(told, "<a <b b> <b b> resta> ");
        }
        let mut xml = Xml::new(b"<a><b>".as_slice()).unwrap();
        (0..2).for_each(|_| drop(xml.next().unwrap()));
        xml.pass_over();
        assert!(matches!(xml.next(), Err(Refusal::Damaged { .. })), "what is never closed is damage still");
    }

    #[test]
    fn an_attribute_that_stands_twice_is_damage_where_it_is_asked_for() {
        let mut xml = Xml::new(br#"<c s="1" x:r="B2" r="A1" t="s" t="b">"#.as_slice()).unwrap();
        let Node::Open(tag) = xml.next().unwrap() else { panic!() };
        assert_eq!(tag.attribute("r").unwrap().as_deref(), Some("B2"), "another name, for XML");
        assert_eq!(tag.in_prefix("x", "r").unwrap().as_deref(), Some("B2"));
        assert_eq!(tag.attribute("e"), Ok(None));
        assert!(tag.attribute("t").is_err() && tag.several(["r", "t"]).is_err());
        assert_eq!(tag.several(["r", "s"]).unwrap().map(|value| value.unwrap().into_owned()), ["B2", "1"]);
    }
}
