//! What an `.ods` says of itself beside its content.

use crate::model::workbook::Refusal;
use crate::reader::package::Parts;
use crate::reader::xml::{Node, Xml};
use std::collections::BTreeMap;

/// The manifest names how each part is encrypted, if it is.
pub(super) fn encrypted(parts: &mut Parts<'_>) -> Result<bool, Refusal> {
    let Some(mut xml) = parts.xml("META-INF/manifest.xml")? else { return Ok(false) };
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "encryption-data" => return Ok(true),
            Node::End => return Ok(false),
            _ => {}
        }
    }
}

/// Custom document properties. Without readable ones the form is recognised by other marks.
pub(super) fn properties(parts: &mut Parts<'_>) -> BTreeMap<String, String> {
    let part = parts.xml("meta.xml").ok().flatten();
    part.and_then(|xml| user_defined(xml).ok()).unwrap_or_default()
}

fn user_defined(mut xml: Xml<'_>) -> Result<BTreeMap<String, String>, Refusal> {
    let mut found = BTreeMap::new();
    let mut open: Option<(String, String)> = None;
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "user-defined" => {
                open = Some((tag.attribute("name")?.unwrap_or_default().into_owned(), String::new()));
            }
            Node::Text(text) => {
                if let Some((_, value)) = &mut open {
                    value.push_str(&text);
                }
            }
            Node::Close(tag) if tag.name() == "user-defined" => found.extend(open.take()),
            Node::Open(_) | Node::Close(_) => {}
            Node::End => return Ok(found),
        }
    }
}
