//! Which part of a package belongs to which: the `.rels` beside each part, shared by `.xlsx` and `.xlsb`.

use crate::model::workbook::Refusal;
use crate::reader::package::Parts;
use crate::reader::xml::Node;
use std::collections::BTreeMap;

/// What one part of a package says of another: what it is and where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    /// The last word of its type: `worksheet`, `styles`.
    pub(super) kind: String,
    /// The part it leads to, from the root of the package.
    pub(super) target: String,
}

/// The relationships of a part by their id; of the package itself for "".
pub(super) fn of(parts: &mut Parts<'_>, name: &str) -> Result<BTreeMap<String, Relation>, Refusal> {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let Some(mut xml) = parts.xml(&format!("{folder}/_rels/{file}.rels"))? else { return Ok(BTreeMap::new()) };
    let mut found = BTreeMap::new();
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "Relationship" => {
                let word = |name: &str| Ok(tag.attribute(name)?.unwrap_or_default().into_owned());
                let kind = word("Type")?.rsplit('/').next().unwrap_or_default().to_owned();
                found.insert(word("Id")?, Relation { kind, target: from_root(folder, &word("Target")?) });
            }
            Node::End => return Ok(found),
            _ => {}
        }
    }
}

/// Where the first relationship of a kind leads.
pub(super) fn target<'r>(relations: &'r BTreeMap<String, Relation>, kind: &str) -> Option<&'r str> {
    // Strict files write `extendedProperties` for `extended-properties`; case and dashes say nothing.
    let plain = |kind: &str| kind.replace('-', "").to_lowercase();
    let wanted = plain(kind);
    relations.values().find(|relation| plain(&relation.kind) == wanted).map(|relation| relation.target.as_str())
}

/// A target as a path from the root of the package: `../xl/a.xml`, `/xl/a.xml` and `a.xml` seen from `xl`.
fn from_root(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_lead_from_the_root() {
        for (folder, target, wanted) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "../xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", ".\\worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
            ("", "../../x", "x"),
        ] {
            assert_eq!(from_root(folder, target), wanted);
        }
    }
}
