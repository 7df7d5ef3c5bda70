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
pub(super) use tag::{EndTag, Tag};
use token::{Attribute, Name, Token, token};
use window::Window;

/// Longer than any cell that is known at a glance, bytes.
const FAR: usize = 512;

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
    Close(EndTag<'n>),
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

    /// Reads on where little is ahead, so that what is whole in the part is whole ahead; `false` where enough is, or nothing is left.
    pub(super) fn look_further(&mut self) -> Result<bool, Refusal> {
        if self.ahead().len() >= FAR || self.closing.is_some() { Ok(false) } else { self.window.more() }
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
            return Ok(Node::Close(EndTag::new(self.window.text(name))));
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
        Node::Close(EndTag::new(if untold.is_some() { "" } else { name.local(self.window.text(place)) }))
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
mod tests;
