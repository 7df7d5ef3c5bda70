//! The instructions of a template, out of the pieces into which Word tears them: `{{ x }}`, `{% if x %}`, `{%p for … %}` alone
//! in its paragraph and `{%tr for … %}` in a row of its own, which take the place of the paragraph or the row.

use crate::io::word::tree::{Element, Node};
use crate::text::format;

const OPEN: [&str; 2] = ["{{", "{%"];

/// Joins the instructions of a part; the words of each paragraph, for messages. The error names every one that is not closed
/// or stands where it may not.
pub(super) fn join(root: &mut Element) -> Result<Vec<String>, Vec<String>> {
    let mut walk = Walk::default();
    walk.element(root);
    if walk.mistakes.is_empty() { Ok(walk.paragraphs) } else { Err(walk.mistakes) }
}

/// How a paragraph is called in a message: its number and how it begins.
pub(super) fn called(number: usize, text: &str) -> String {
    format!("đoạn {number} (“{}”)", format::on_one_line(text, 40))
}

#[derive(Default)]
struct Walk {
    paragraphs: Vec<String>,
    mistakes: Vec<String>,
}

impl Walk {
    /// Walks the children of an element; gives the instruction of a row if one of them is in a row below.
    fn element(&mut self, element: &mut Element) -> Option<(String, usize)> {
        let mut row = None;
        for node in &mut element.children {
            let Node::Element(child) = node else { continue };
            let instead = match child.name.as_str() {
                "w:p" => {
                    let whole = self.paragraph(child);
                    match whole {
                        Some(Whole::Paragraph(tag)) => Some((tag, self.paragraphs.len())),
                        Some(Whole::Row(tag)) => {
                            row = Some((tag, self.paragraphs.len()));
                            None
                        }
                        None => None,
                    }
                }
                "w:tr" => self.element(child),
                _ => {
                    let below = self.element(child);
                    row = row.or(below);
                    None
                }
            };
            if let Some((tag, paragraph)) = instead {
                *node = Node::Tag(tag, paragraph);
            }
        }
        row
    }

    /// Joins the instructions of a paragraph, and says if one of them is for the whole of it or for its row.
    fn paragraph(&mut self, paragraph: &mut Element) -> Option<Whole> {
        let mut pieces = Vec::new();
        texts(paragraph, &mut |text| pieces.push(text.text()));
        let whole = pieces.concat();
        self.paragraphs.push(whole.clone());
        let number = self.paragraphs.len();
        let tags = match tags(&whole) {
            Ok(tags) => tags,
            Err(begun) => {
                let what = format!("{}: chỗ «{}» chưa đóng ngoặc.", called(number, &whole), format::on_one_line(&begun, 40));
                self.mistakes.push(what);
                return None;
            }
        };
        for (from, to) in &tags {
            let tag = straight(whole.get(*from..*to).unwrap_or_default());
            for (sign, is_row) in [("{%tr ", true), ("{%p ", false)] {
                let Some(rest) = tag.strip_prefix(sign) else { continue };
                if whole.trim().len() != to - from {
                    let what = format!("{}: «{tag}» phải đứng một mình trong đoạn.", called(number, &whole));
                    self.mistakes.push(what);
                    return None;
                }
                let tag = format!("{{% {rest}");
                return Some(if is_row { Whole::Row(tag) } else { Whole::Paragraph(tag) });
            }
        }
        // Each piece keeps its own words; an instruction stands whole in the piece in which it begins.
        let mut start = 0;
        texts(paragraph, &mut |text| {
            let end = start + text.text().len();
            text.children = piece(&whole, &tags, (start, end), number);
            start = end;
        });
        // A document that says nothing twice keeps its blanks.
        texts(paragraph, &mut |text| {
            if text.attribute("xml:space").is_none() {
                text.attributes.push(("xml:space".to_owned(), "preserve".to_owned()));
            }
        });
        None
    }
}

enum Whole {
    Paragraph(String),
    Row(String),
}

/// Calls `f` with each text of a paragraph, in the order of reading; not with those of paragraphs in it, such as text boxes.
fn texts(element: &mut Element, f: &mut impl FnMut(&mut Element)) {
    for node in &mut element.children {
        if let Node::Element(child) = node {
            match child.name.as_str() {
                "w:t" => f(child),
                "w:p" => {}
                _ => texts(child, f),
            }
        }
    }
}

/// Where instructions begin and end, in bytes. The error is how the first one begins that does not end.
fn tags(text: &str) -> Result<Vec<(usize, usize)>, String> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(begins) = OPEN.iter().filter_map(|open| rest.find(open)).min() else { break };
        let from = at + begins;
        let inside = text.get(from..).unwrap_or_default();
        let close = if inside.starts_with("{{") { "}}" } else { "%}" };
        let Some(length) = inside.find(close) else { return Err(inside.to_owned()) };
        at = from + length + close.len();
        found.push((from, at));
    }
    Ok(found)
}

/// What of a paragraph stands in one of its pieces.
fn piece(whole: &str, tags: &[(usize, usize)], (start, end): (usize, usize), paragraph: usize) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut at = start;
    let words = |from: usize, to: usize, nodes: &mut Vec<Node>| {
        if let Some(text) = whole.get(from..to).filter(|text| !text.is_empty()) {
            nodes.push(Node::Text(text.to_owned()));
        }
    };
    for (from, to) in tags.iter().filter(|(from, to)| *from < end && *to > start) {
        if *from >= start {
            words(at, *from, &mut nodes);
            nodes.push(Node::Tag(straight(whole.get(*from..*to).unwrap_or_default()), paragraph));
        }
        at = (*to).min(end);
    }
    words(at, end, &mut nodes);
    nodes
}

/// An instruction as it was meant: Word makes marks of quotation curly and blanks hard.
fn straight(tag: &str) -> String {
    let letter = |c| match c {
        '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        '\u{a0}' => ' ',
        other => other,
    };
    tag.chars().map(letter).collect()
}
