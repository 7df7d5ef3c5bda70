//! Properties of a document: what it is, for whoever checks it later. Those of the template go, with the name of whoever
//! edited it.

use crate::io::word::package::{Package, PropertyPart};
use crate::io::word::tree::{Element, Node};
use crate::sheets::letter::Letter;
use chrono::SecondsFormat;

const FOLDER: &str = "docProps/";
const CORE: &str = "docProps/core.xml";
const CUSTOM: &str = "docProps/custom.xml";

/// Writes title, time and identity of a report.
pub(super) fn put(package: &mut Package, letter: &Letter) -> Result<(), String> {
    let text = |name: &str, attributes: &[(&str, &str)], text: &str| {
        Node::Element(Element::new(name, attributes).with([Node::Text(text.to_owned())]))
    };
    let made = letter.created.to_utc().to_rfc3339_opts(SecondsFormat::Secs, true);
    let when = [("xsi:type", "dcterms:W3CDTF")];
    let core = Element::new(
        "cp:coreProperties",
        &[
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    )
    .with([text("dc:title", &[], &letter.title), text("dcterms:created", &when, &made), text("dcterms:modified", &when, &made)]);
    let mut custom = Element::new(
        "Properties",
        &[
            ("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"),
            ("xmlns:vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"),
        ],
    );
    // The numbers of properties begin at 2.
    for (number, (name, value)) in (2usize..).zip(&letter.properties) {
        let number = number.to_string();
        let attributes = [("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"), ("pid", number.as_str()), ("name", name.as_str())];
        custom.children.push(Node::Element(Element::new("property", &attributes).with([text("vt:lpwstr", &[], value)])));
    }
    let parts = vec![
        PropertyPart {
            name: CORE,
            content_type: "application/vnd.openxmlformats-package.core-properties+xml",
            link: "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            root: core,
        },
        PropertyPart {
            name: CUSTOM,
            content_type: "application/vnd.openxmlformats-officedocument.custom-properties+xml",
            link: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
            root: custom,
        },
    ];
    package.replace(FOLDER, parts)
}

/// The identity that stands in a document: pairs of a name and a value; none where it has none.
pub(super) fn read(package: &Package) -> Vec<(String, String)> {
    let Ok(custom) = package.xml(CUSTOM) else { return Vec::new() };
    let value = |property: &Element| {
        let value = property.elements().next().map(Element::text).unwrap_or_default();
        property.attribute("name").map(|name| (name.to_owned(), value))
    };
    custom.elements().filter_map(value).collect()
}
