//! XML parts as a stream of tags and texts. Names come without their prefix, as far as the prefix stands for the language of
//! the part, so that strict files and files with an `x:` before every tag read alike; a tag of another language has no
//! name, and nothing that stands in it is told. Of contents for programs of several ages that of today is told. A part that
//! ends before its root is closed is damaged, never "short"; a document type is refused outright, because only attacks have one.
//!
//! ```text
//! bytes → window (text, some of it at a time) → token (what comes next) → Xml (names that match, entities) → Node
//!                                                        spaces (whose a name is) ┤
//!                                                 choices (which content is of today) ┘
//! ```
//!
//! The walk is our own because reading is what most of a run's time goes into: over quick-xml the same sheets cost three
//! times as much (`cargo bench --bench reading`). quick-xml is the second opinion: a test holds the nodes of both against
//! each other. Its entities are used here.

mod choices;
mod spaces;
mod tag;
mod token;
mod window;

use crate::model::workbook::Refusal;
use choices::{Choices, Turn};
use memchr::memmem;
use spaces::{Space, Spaces};
use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;
pub(super) use tag::{Closed, Tag};
use token::{Attribute, Name, Token, token};
use window::Window;

/// Deepest nesting. Real parts stay below 30.
const DEPTH_MAX: usize = 256;

/// A part being read.
pub(super) struct Xml<'a> {
    window: Window<'a>,
    attributes: Vec<Attribute>,
    /// The names of the tags that are open, one behind the other, where each starts, and how long its prefix is.
    names: String,
    starts: Vec<(usize, usize)>,
    /// The name, by its place in the window, of a tag that opened and closes at once.
    closing: Option<Range<usize>>,
    spaces: Spaces,
    /// What is not told: how many tags are open around it, with it, and whether it opened and closes as a tag.
    untold: Option<(usize, bool)>,
    choices: Choices,
    depth: u32,
    rooted: bool,
}

/// One piece of a part.
pub(super) enum Node<'n> {
    /// A tag opens. A tag that is empty opens and closes.
    Open(Tag<'n>),
    /// A tag closes that was opened before.
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
        Self {
            window,
            attributes: Vec::new(),
            names: String::new(),
            starts: Vec::new(),
            closing: None,
            spaces: Spaces::new(),
            untold: None,
            choices: Choices::default(),
            depth: 0,
            rooted: false,
        }
    }

    /// What comes next, as it is written, as far as it has been read: for whoever knows it at a glance. Nothing where a name
    /// without a prefix is no name of the part.
    pub(super) fn ahead(&self) -> &str {
        let told = self.closing.is_none() && self.untold.is_none() && self.spaces.plain == Space::Own;
        if told { self.window.rest() } else { "" }
    }

    /// Passes over so many bytes of it: whole tags that open and close again.
    pub(super) fn skip(&mut self, length: usize) {
        self.window.take(length);
    }

    /// Passes over what stands in the tag that was opened last, up to the tag that closes it, where that has been read: for
    /// a tag of which nothing is of use and that never stands in one of its own name. Otherwise it is walked like any.
    pub(super) fn pass_over(&mut self) {
        let open = self.opened_last().filter(|_| self.closing.is_none());
        let Some(close) = open.map(|(name, _)| format!("</{name}>")) else { return };
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
            self.spaces.leave(self.starts.len() + 1);
            return Ok(Node::Close(Closed::new(self.window.text(name))));
        }
        if let Some((name, end)) = self.closes_at_once() {
            let start = self.window.at();
            self.window.take(end);
            return Ok(self.left(name, start..start + end));
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
            Token::Open { name, end, empty, irregular, declares } => {
                self.window.take(end);
                return self.opened(name, start..start + end, empty, irregular, declares);
            }
            Token::Close { name, end } => {
                self.window.take(end);
                return self.closed(name, start..start + end);
            }
            Token::Text { end, plain } => {
                self.window.take(end);
                let written = self.window.text(start..start + end);
                Node::Text(if self.untold.is_some() {
                    Cow::Borrowed("")
                } else if plain {
                    Cow::Borrowed(written)
                } else {
                    text(written)?
                })
            }
            Token::Data { text, end } => {
                self.window.take(end);
                let told = if self.untold.is_some() { 0..0 } else { start + text.start..start + text.end };
                Node::Text(with_line_feeds(self.window.text(told)))
            }
            Token::Nothing { end } => {
                self.window.take(end);
                NOTHING
            }
            Token::DocType => return Err(Refusal::Unsafe { cause: "tệp có khai báo DOCTYPE".to_owned() }),
            Token::Malformed => return Err(damaged("a tag that is none")),
        })
    }

    /// A tag that opens, by its name and its place in the window.
    fn opened(&mut self, name: Name, place: Range<usize>, empty: bool, irregular: bool, declares: bool) -> Result<Node<'_>, Refusal> {
        let start = place.start;
        let level = self.starts.len() + 1;
        if level > DEPTH_MAX {
            return Err(Refusal::Unsafe { cause: "nội dung lồng nhau quá sâu".to_owned() });
        }
        let text = self.window.text(place);
        if !empty {
            self.starts.push((self.names.len(), name.local - name.start));
            self.names.push_str(name.whole(text));
        }
        if self.untold.is_some() {
            return Ok(NOTHING);
        }
        if declares || !self.rooted {
            self.spaces.enter(text, name, &self.attributes, level)?;
        }
        self.rooted = true;
        let space = match name.prefix(text) {
            None => self.spaces.plain,
            Some(prefix) => self.spaces.of(prefix).ok_or_else(|| damaged("a prefix that stands for nothing"))?,
        };
        if space == Space::Compatibility {
            let turn = self.choices.enter(text, name, &self.attributes, &self.spaces, level, empty)?;
            if turn != Turn::Tag {
                if empty {
                    self.spaces.leave(level);
                } else if turn == Turn::Untold {
                    self.untold = Some((level, false));
                }
                return Ok(NOTHING);
            }
        }
        self.depth += 1;
        if empty {
            let own = if space == Space::Own { start + name.local..start + name.end } else { start..start };
            self.closing = Some(own);
        } else if space != Space::Own {
            self.untold = Some((level, true));
        }
        Ok(Node::Open(Tag::new(text, name, space, &self.attributes, &self.spaces, irregular)))
    }

    /// A tag that closes.
    fn closed(&mut self, name: Name, place: Range<usize>) -> Result<Node<'_>, Refusal> {
        if self.opened_last().is_none_or(|(open, _)| open != name.whole(self.window.text(place.clone()))) {
            return Err(damaged("tags that do not match"));
        }
        Ok(self.left(name, place))
    }

    /// The name of the tag that was opened last, of those that are open, and how long its prefix is.
    fn opened_last(&self) -> Option<(&str, usize)> {
        let (start, prefix) = self.starts.last()?;
        Some((self.names.get(*start..)?, *prefix))
    }

    /// What comes next, where it closes the tag that was opened last as programs write it: it is known by that tag.
    fn closes_at_once(&self) -> Option<(Name, usize)> {
        let rest = self.window.rest().as_bytes().strip_prefix(b"</")?;
        let (open, prefix) = self.opened_last()?;
        let end = open.len();
        (rest.get(end) == Some(&b'>') && rest.get(..end)? == open.as_bytes())
            .then_some((Name { start: 2, local: 2 + prefix, end: 2 + end }, 3 + end))
    }

    /// A tag closes that is open.
    fn left(&mut self, name: Name, place: Range<usize>) -> Node<'_> {
        let level = self.starts.len();
        if let Some((start, _)) = self.starts.pop() {
            self.names.truncate(start);
        }
        let untold = self.untold;
        if let Some((outermost, _)) = untold {
            if outermost != level {
                return NOTHING;
            }
            self.untold = None;
        }
        self.spaces.leave(level);
        if self.choices.leave(level) || untold.is_some_and(|(_, as_tag)| !as_tag) {
            return NOTHING;
        }
        self.depth = self.depth.saturating_sub(1);
        Node::Close(Closed::new(if untold.is_some() { "" } else { name.local(self.window.text(place)) }))
    }

    /// What stands behind the last tag, then the end.
    fn last(&mut self) -> Result<Node<'_>, Refusal> {
        let (start, length) = (self.window.at(), self.window.rest().len());
        if length > 0 && !self.window.rest().starts_with('<') {
            self.window.take(length);
            return Ok(Node::Text(text(self.window.text(start..start + length))?));
        }
        if length == 0 && self.rooted && self.starts.is_empty() {
            return Ok(Node::End);
        }
        Err(damaged("a part ends before its last tag"))
    }
}

const NOTHING: Node<'static> = Node::Text(Cow::Borrowed(""));

fn damaged(detail: &str) -> Refusal {
    Refusal::Damaged { detail: detail.to_owned() }
}

/// A text with its line ends and entities resolved.
fn text(written: &str) -> Result<Cow<'_, str>, Refusal> {
    match with_line_feeds(written) {
        Cow::Borrowed(written) => token::plain(written),
        Cow::Owned(written) => Ok(Cow::Owned(token::plain(&written)?.into_owned())),
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
        assert_eq!(tag.relation().unwrap().as_deref(), Some("rId1"));
        assert_eq!(tag.number("sheetId").unwrap(), Some(7));
        assert!(tag.is("state").unwrap() && !tag.is("hidden").unwrap());
    }

    #[test]
    fn tags_of_another_language_have_no_name_and_say_nothing() {
        let own = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'";
        let whole = |inside: &str| format!("<a {own} xmlns:f='urn:foo'>{inside}</a>");
        assert_eq!(told(whole("<f:b><c>1 &no;</c><![CDATA[2]]><f:d/></f:b><f:b/>3").as_bytes()).unwrap(), "<a < > < > 3a> ");
        assert_eq!(told(whole("<b xmlns='urn:foo'>1</b><b xmlns='urn:foo'/><b/>").as_bytes()).unwrap(), "<a < > < > <b b> a> ");
        // Any prefix may stand for the part's own language, also for a part of it.
        assert_eq!(
            told(format!("<s:a {}>{}</s:a>", own.replace("xmlns", "xmlns:s"), "<s:b/><b/>").as_bytes()).unwrap(),
            "<a <b b> < > a> "
        );
        let strict = "xmlns:s='http://purl.oclc.org/ooxml/spreadsheetml/main'";
        assert_eq!(told(whole(&format!("<s:b {strict}/>")).as_bytes()).unwrap(), "<a <b b> a> ");
        assert!(told(whole("<x:b/>").as_bytes()).is_err(), "a prefix that nothing declares");
        assert!(told(whole("<f:b><c></f:b>").as_bytes()).is_err(), "what is passed over is whole still");
    }

    #[test]
    fn of_several_contents_that_of_today_is_told() {
        let start = "<a xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:f='urn:foo' xmlns:n='http://schemas.microsoft.com/office/2030'
            xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>";
        let told =
            |choices: &str| told(format!("{start}<mc:AlternateContent>{choices}</mc:AlternateContent></a>").as_bytes()).map_err(|_| ());
        let depths = |choices: &str| {
            let text = format!("{start}<mc:AlternateContent>{choices}</mc:AlternateContent></a>");
            let mut xml = Xml::new(text.as_bytes()).unwrap();
            while !matches!(xml.next().unwrap(), Node::Open(tag) if tag.name() == "b") {}
            xml.depth()
        };
        let (new, old) = ("<mc:Choice Requires='n'><b/></mc:Choice>", "<mc:Fallback>1<c/></mc:Fallback>");
        assert_eq!(told(&format!("{new}{old}")).unwrap(), "<a <b b> a> ");
        assert_eq!(told(&format!("{}{new}{old}", new.replace("'n'", "'f'").replace("b/", "d/"))).unwrap(), "<a <b b> a> ");
        assert_eq!(told(&format!("{}{old}", new.replace("'n'", "'n f'"))).unwrap(), "<a 1<c c> a> ");
        assert_eq!(told(&format!("<mc:Choice Requires='n'/>{old}")).unwrap(), "<a a> ");
        assert_eq!(
            told(&format!("<mc:Choice Requires='n'><mc:AlternateContent>{new}</mc:AlternateContent></mc:Choice>")).unwrap(),
            "<a <b b> a> "
        );
        assert_eq!(told("<mc:Choice Requires='f'><b></mc:Choice>"), Err(()));
        assert_eq!(depths(new), 2, "as if it stood there alone");
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
                            // Nor does a name begin with the sign that ends it: we refuse such a tag, quick-xml takes the sign in.
                            Ok(attribute)
                                if !odd && !attribute.key.into_inner().is_empty() && !attribute.key.into_inner().starts_with('=') =>
                            {
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
            "<table:table-cell", "<table:table-cell>", "</table:table-cell>", "</table:table-cel>", " number-columns-repeated='2'", ":",
        ]), 0..14)) {
            let text = pieces.concat();
            proptest::prop_assert_eq!(ours(&text).ok(), theirs(&text).ok(), "{:?}", text);
            let rooted = format!("<a>{text}</a>");
            proptest::prop_assert_eq!(ours(&rooted).ok(), theirs(&rooted).ok(), "{:?}", rooted);
        }
    }

    #[test]
    fn a_name_that_begins_with_its_end_is_no_attribute() {
        let text = "<x:b =r='1'></x:b>";
        assert_eq!(ours(text).unwrap(), "<b !b> ");
        assert_eq!(theirs(text).ok(), ours(text).ok());
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
        assert_eq!(tag.attribute("e"), Ok(None));
        assert!(tag.attribute("t").is_err() && tag.several(["r", "t"]).is_err());
        assert_eq!(tag.several(["r", "s"]).unwrap().map(|value| value.unwrap().into_owned()), ["B2", "1"]);
    }
}
