//! Numbers in a filled document: while the template is filled each is a mark around its words; here it becomes a content
//! control with its name, so that it is found again after somebody edited the document.

use crate::io::word::tree::{Element, Node};

/// How the tags of the content controls begin that hold a number.
pub(super) const TAG: &str = "so:";

/// Around a number: where it begins, where its words begin, where it ends. No text of a report holds these signs.
const MARKS: [char; 3] = ['\u{e000}', '\u{e001}', '\u{e002}'];

/// The words of a number, marked with its place in the list of names.
pub(super) fn marked(place: usize, text: &str) -> String {
    let [open, middle, close] = MARKS;
    format!("{open}{place}{middle}{text}{close}")
}

/// A text without the signs of marks.
pub(super) fn unmarked(text: &str) -> String {
    text.replace(MARKS, "")
}

/// Puts every marked number into a content control, and line breaks where a text has them.
pub(super) fn bind(root: &mut Element, names: &[String]) {
    let mut next_id = 1;
    walk(root, names, &mut next_id);
}

fn walk(element: &mut Element, names: &[String], next_id: &mut u32) {
    let before = std::mem::take(&mut element.children);
    for node in before {
        match node {
            Node::Element(run) if run.name == "w:r" => element.children.extend(split(run, names, next_id)),
            Node::Element(mut other) => {
                walk(&mut other, names, next_id);
                element.children.push(Node::Element(other));
            }
            other => element.children.push(other),
        }
    }
    // A cell of a table must end with a paragraph, which an instruction may have taken the place of.
    if element.name == "w:tc" && !matches!(element.children.last(), Some(Node::Element(last)) if last.name == "w:p") {
        element.children.push(Node::Element(Element::new("w:p", &[])));
    }
}

/// A stretch of a text.
enum Stretch<'a> {
    Words(&'a str),
    /// Its name and its words.
    Number(&'a str, &'a str),
}

fn stretches<'a>(text: &'a str, names: &'a [String]) -> Vec<Stretch<'a>> {
    let [open, middle, close] = MARKS;
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        found.push(Stretch::Words(before));
        // A filter of the template may have cut a mark: what is left of it is words.
        let number = after.split_once(close).and_then(|(inside, behind)| {
            let (place, words) = inside.split_once(middle)?;
            Some((names.get(place.parse::<usize>().ok()?)?, words, behind))
        });
        match number {
            Some((name, words, behind)) => {
                found.push(Stretch::Number(name, words));
                rest = behind;
            }
            None => rest = after,
        }
    }
    found.push(Stretch::Words(rest));
    found
}

/// A run with numbers becomes several with the same looks; one without stays as it is.
fn split(run: Element, names: &[String], next_id: &mut u32) -> Vec<Node> {
    let plain = |node: &Node| !matches!(node, Node::Element(child) if child.name == "w:t" && child.text().contains([MARKS[0], MARKS[1], MARKS[2], '\n']));
    if run.children.iter().all(plain) {
        return vec![Node::Element(run)];
    }
    let looks = run.child("w:rPr").cloned();
    let new_run = || Element {
        name: run.name.clone(),
        attributes: run.attributes.clone(),
        children: looks.iter().cloned().map(Node::Element).collect(),
    };
    let is_blank = |made: &Element| made.children.len() == usize::from(looks.is_some());
    let (mut out, mut current) = (Vec::new(), new_run());
    let flush = |current: &mut Element, out: &mut Vec<Node>| {
        let made = std::mem::replace(current, new_run());
        if !is_blank(&made) {
            out.push(Node::Element(made));
        }
    };
    for node in run.children.iter().filter(|node| !matches!(node, Node::Element(child) if child.name == "w:rPr")) {
        let Node::Element(child) = node else { continue };
        if child.name != "w:t" {
            current.children.push(node.clone());
            continue;
        }
        let text = child.text();
        for stretch in stretches(&text, names) {
            match stretch {
                Stretch::Words(words) => lines(&unmarked(words), &mut current),
                Stretch::Number(name, words) => {
                    flush(&mut current, &mut out);
                    let mut inner = new_run();
                    lines(&unmarked(words), &mut inner);
                    out.push(control(name, inner, looks.as_ref(), *next_id));
                    *next_id += 1;
                }
            }
        }
    }
    flush(&mut current, &mut out);
    out
}

/// Words into a run, with a break between lines.
fn lines(words: &str, run: &mut Element) {
    for (number, line) in words.split('\n').enumerate() {
        if number > 0 {
            run.children.push(Node::Element(Element::new("w:br", &[])));
        }
        if !line.is_empty() {
            let text = Element::new("w:t", &[("xml:space", "preserve")]).with([Node::Text(line.to_owned())]);
            run.children.push(Node::Element(text));
        }
    }
}

fn control(name: &str, inner: Element, looks: Option<&Element>, id: u32) -> Node {
    let (tag, id) = (format!("{TAG}{name}"), id.to_string());
    let mut properties = Element::new("w:sdtPr", &[]);
    properties.children.extend(looks.cloned().map(Node::Element));
    properties.children.push(Node::Element(Element::new("w:tag", &[("w:val", &tag)])));
    properties.children.push(Node::Element(Element::new("w:id", &[("w:val", &id)])));
    properties.children.push(Node::Element(Element::new("w:text", &[])));
    let content = Element::new("w:sdtContent", &[]).with([Node::Element(inner)]);
    Node::Element(Element::new("w:sdt", &[]).with([Node::Element(properties), Node::Element(content)]))
}
