//! What stands in a document that somebody may have edited: its paragraphs as they are read, and the numbers in content
//! controls. What was struck out is not read, what was put in is.

use crate::io::word::bind::TAG;
use crate::io::word::package::{MAIN, Package};
use crate::io::word::properties;
use crate::io::word::tree::{Element, Node};
use crate::sheets::letter::{Control, Paragraph};

/// A Word document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The paragraphs that say something; a row of a table is one.
    pub paragraphs: Vec<Paragraph>,
    /// What the document is: pairs of a name and a value.
    pub properties: Vec<(String, String)>,
}

/// Reads a document. The error says in Vietnamese why it is none.
///
/// # Errors
///
/// The bytes are no Word document, or more than its reader may unpack.
pub fn read(bytes: &[u8]) -> Result<Document, String> {
    let package = Package::open(bytes)?;
    let root = package.xml(MAIN)?;
    let mut paragraphs = Vec::new();
    collect(&root, &mut paragraphs);
    Ok(Document { paragraphs, properties: properties::read(&package) })
}

fn collect(element: &Element, paragraphs: &mut Vec<Paragraph>) {
    for child in element.elements() {
        match child.name.as_str() {
            "w:p" => {
                let mut paragraph = Paragraph::default();
                let mut inside = Vec::new();
                words(child, &mut paragraph, &mut inside);
                if !paragraph.text.trim().is_empty() {
                    paragraphs.push(paragraph);
                }
                inside.into_iter().for_each(|below| collect(below, paragraphs));
            }
            // A row of a table is read as one: a number alone in its cell has no words around it.
            "w:tr" => {
                let mut cells = Vec::new();
                collect(child, &mut cells);
                let mut row = Paragraph::default();
                for mut cell in cells {
                    if !row.text.is_empty() {
                        row.text.push(' ');
                    }
                    let before = row.text.len();
                    row.text.push_str(&cell.text);
                    cell.controls.iter_mut().for_each(|control| control.at = (control.at.0 + before, control.at.1 + before));
                    row.controls.extend(cell.controls);
                }
                if !row.text.is_empty() {
                    paragraphs.push(row);
                }
            }
            // The same words a second time, for programs that do not know the first.
            "mc:Fallback" => {}
            _ => collect(child, paragraphs),
        }
    }
}

/// The words of a paragraph; what holds paragraphs of its own, such as a text box, is left for later.
fn words<'a>(element: &'a Element, paragraph: &mut Paragraph, inside: &mut Vec<&'a Element>) {
    for node in &element.children {
        let Node::Element(child) = node else { continue };
        match child.name.as_str() {
            "w:t" => paragraph.text.push_str(&child.text()),
            "w:br" | "w:cr" | "w:tab" => paragraph.text.push(' '),
            "w:noBreakHyphen" => paragraph.text.push('-'),
            "w:del" | "w:moveFrom" | "w:instrText" | "mc:Fallback" => {}
            "w:txbxContent" => inside.push(child),
            "w:sdt" => {
                let start = paragraph.text.len();
                if let Some(content) = child.child("w:sdtContent") {
                    words(content, paragraph, inside);
                }
                let tag = child.child("w:sdtPr").and_then(|properties| properties.child("w:tag")).and_then(|tag| tag.attribute("w:val"));
                if let Some(name) = tag.and_then(|tag| tag.strip_prefix(TAG)) {
                    let text = paragraph.text.get(start..).unwrap_or_default().replace('\u{a0}', " ").trim().to_owned();
                    paragraph.controls.push(Control { name: name.to_owned(), text, at: (start, paragraph.text.len()) });
                }
            }
            _ => words(child, paragraph, inside),
        }
    }
}
