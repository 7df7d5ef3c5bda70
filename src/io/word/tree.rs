//! A part of a Word document as a tree. Names keep their prefixes, as Word and LibreOffice both write `w:`.

use quick_xml::events::{BytesStart, Event};
use std::fmt::Write;

/// Deeper than any document is: whoever walks the tree calls itself that often.
const DEPTH_MAX: usize = 200;

/// What stands in an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Element(Element),
    Text(String),
    /// Of a template: an instruction, in which paragraph from 1 it stands.
    Tag(String, usize),
}

/// An element with its prefix and attributes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

impl Element {
    pub(super) fn new(name: &str, attributes: &[(&str, &str)]) -> Self {
        let attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { name: name.to_owned(), attributes, children: Vec::new() }
    }

    pub(super) fn with(mut self, children: impl IntoIterator<Item = Node>) -> Self {
        self.children.extend(children);
        self
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The text directly in it.
    pub(super) fn text(&self) -> String {
        self.children.iter().filter_map(|node| if let Node::Text(text) = node { Some(text.as_str()) } else { None }).collect()
    }
}

/// Reads a part. The error says in Vietnamese why it is none.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "không phải UTF-8".to_owned())?;
    let mut reader = quick_xml::Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut open: Vec<Element> = vec![Element::default()];
    let cut = || "XML bị đứt quãng".to_owned();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => {
                if open.len() >= DEPTH_MAX {
                    return Err("nội dung lồng nhau quá sâu".to_owned());
                }
                open.push(started(&tag)?);
            }
            Event::Empty(tag) => push(&mut open, Node::Element(started(&tag)?)),
            Event::End(_) => {
                let ended = open.pop().ok_or_else(cut)?;
                push(&mut open, Node::Element(ended));
            }
            Event::Text(text) => push_text(&mut open, &text.xml10_content()),
            Event::CData(text) => push_text(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().map_err(|error| error.to_string())? {
                Some(letter) => push_text(&mut open, letter.encode_utf8(&mut [0; 4])),
                None => {
                    let name = reference.into_inner();
                    let known = quick_xml::escape::resolve_predefined_entity(&name).ok_or_else(|| format!("thực thể lạ &{name};"))?;
                    push_text(&mut open, known);
                }
            },
            Event::DocType(_) => return Err("có khai báo kiểu tài liệu".to_owned()),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    let [root] = &open[..] else { return Err(cut()) };
    root.elements().next().cloned().ok_or_else(cut)
}

fn started(tag: &BytesStart<'_>) -> Result<Element, String> {
    let mut element = Element::new(tag.name().into_inner(), &[]);
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|error| error.to_string())?.into_owned();
        element.attributes.push((attribute.key.into_inner().to_owned(), value));
    }
    Ok(element)
}

fn push(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    let Some(last) = open.last_mut() else { return };
    match last.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => last.children.push(Node::Text(text.to_owned())),
    }
}

/// Where an instruction stands in the text of a template.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// Its first byte.
    pub(super) at: usize,
    /// The instruction.
    pub(super) tag: String,
    /// Its paragraph, from 1.
    pub(super) paragraph: usize,
}

/// Writes a part; where instructions stand in it.
pub(super) fn write(root: &Element) -> (String, Vec<Spot>) {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    let mut spots = Vec::new();
    put(root, &mut out, &mut spots);
    (out, spots)
}

fn put(element: &Element, out: &mut String, spots: &mut Vec<Spot>) {
    out.push('<');
    out.push_str(&element.name);
    for (name, value) in &element.attributes {
        // Nothing can go wrong while writing into a text.
        write!(out, " {name}=\"{}\"", escaped(value, true)).ok();
    }
    if element.children.is_empty() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    for node in &element.children {
        match node {
            Node::Element(below) => put(below, out, spots),
            Node::Text(text) => out.push_str(&escaped(text, false)),
            Node::Tag(tag, paragraph) => {
                spots.push(Spot { at: out.len(), tag: tag.clone(), paragraph: *paragraph });
                out.push_str(tag);
            }
        }
    }
    write!(out, "</{}>", element.name).ok();
}

fn escaped(text: &str, attribute: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            other => out.push(other),
        }
    }
    out
}
