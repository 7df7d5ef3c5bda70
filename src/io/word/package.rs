//! The zip package of a Word document: its parts, and what links them.

use crate::io::excel_write::as_on_unix;
use crate::io::word::tree::{self, Element, Node};
use crate::model::config::Limits;
use crate::reader;
use std::io::{Cursor, Write};

/// The part that holds the text.
pub(super) const MAIN: &str = "word/document.xml";
const TYPES: &str = "[Content_Types].xml";
const LINKS: &str = "_rels/.rels";

/// Name and content of each part, in the order of the package.
#[derive(Debug, Clone)]
pub(super) struct Package(pub(super) Vec<(String, Vec<u8>)>);

impl Package {
    /// Unpacks a document, within limits. The error says in Vietnamese why it is none.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, String> {
        let parts = reader::unpack(bytes, &Limits::DEFAULT).map_err(|refusal| refused(&refusal))?;
        let package = Self(parts);
        if package.part(MAIN).is_none() || package.part(TYPES).is_none() || package.part(LINKS).is_none() {
            return Err("không phải tệp Word (.docx)".to_owned());
        }
        Ok(package)
    }

    pub(super) fn part(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, content)| content.as_slice())
    }

    pub(super) fn xml(&self, name: &str) -> Result<Element, String> {
        let part = self.part(name).ok_or_else(|| format!("thiếu thành phần {name}"))?;
        tree::parse(part).map_err(|why| format!("thành phần {name}: {why}"))
    }

    pub(super) fn put(&mut self, name: &str, content: Vec<u8>) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = content,
            None => self.0.push((name.to_owned(), content)),
        }
    }

    /// Puts parts of a folder in the place of those that stand there, with their types and the links to them.
    pub(super) fn replace(&mut self, folder: &str, parts: Vec<PropertyPart>) -> Result<(), String> {
        self.0.retain(|(name, _)| !name.starts_with(folder));
        let (mut types, mut links) = (self.xml(TYPES)?, self.xml(LINKS)?);
        let below = |value: Option<&str>| value.is_some_and(|value| value.trim_start_matches('/').starts_with(folder));
        let keep = |node: &Node, attribute: &str| !matches!(node, Node::Element(element) if below(element.attribute(attribute)));
        types.children.retain(|node| keep(node, "PartName"));
        links.children.retain(|node| keep(node, "Target"));
        for (number, part) in (1usize..).zip(parts) {
            let (name, id) = (format!("/{}", part.name), format!("rIdTh{number}"));
            types.children.push(Node::Element(Element::new("Override", &[("PartName", &name), ("ContentType", part.content_type)])));
            links.children.push(Node::Element(Element::new("Relationship", &[("Id", &id), ("Type", part.link), ("Target", part.name)])));
            self.put(part.name, tree::write(&part.root).0.into_bytes());
        }
        self.put(TYPES, tree::write(&types).0.into_bytes());
        self.put(LINKS, tree::write(&links).0.into_bytes());
        Ok(())
    }

    /// The package as bytes: the same parts give the same bytes, on every system.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, String> {
        let said = |error: zip::result::ZipError| error.to_string();
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644);
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.0 {
            writer.start_file(name.as_str(), options).map_err(said)?;
            writer.write_all(content).map_err(|error| error.to_string())?;
        }
        let mut bytes = writer.finish().map_err(said)?.into_inner();
        as_on_unix(&mut bytes);
        Ok(bytes)
    }
}

/// A part that is put into a package.
pub(super) struct PropertyPart {
    pub(super) name: &'static str,
    pub(super) content_type: &'static str,
    pub(super) link: &'static str,
    pub(super) root: Element,
}

fn refused(refusal: &crate::model::workbook::Refusal) -> String {
    use crate::model::workbook::Refusal;
    match refusal {
        Refusal::Unsafe { cause } => cause.clone(),
        Refusal::Encrypted => "tệp có mật khẩu".to_owned(),
        _ => "không phải tệp Word (.docx), hoặc tệp bị hỏng".to_owned(),
    }
}
