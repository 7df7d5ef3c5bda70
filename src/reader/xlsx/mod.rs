//! `.xlsx` and `.xlsm`: which sheets there are and where, then each sheet as a stream ([`sheet`]) of cells ([`cell`]) with
//! the texts ([`strings`]) and number formats ([`styles`]) that all of them share; [`usual`] knows both at a glance where
//! they are written as usual. Parts are found by their relationships, as Excel does; what has none is looked for under its
//! usual name.

mod cell;
mod links;
mod sheet;
mod strings;
mod styles;
mod usual;

use crate::model::config::Limits;
use crate::model::workbook::{RawSheet, RawValue, RawWorkbook, Refusal};
use crate::reader::grid::{Budget, UNREAD};
use crate::reader::number_format::NumberFormat;
use crate::reader::package::Parts;
use crate::reader::relations::{self, Relation};
use crate::reader::told::Told;
use crate::reader::value::Seen;
use crate::reader::xml::{Node, Xml};
use cell::SharedParts;
use std::collections::BTreeMap;

/// What the workbook part says.
#[derive(Debug, Default)]
struct Outline {
    sheets: Vec<Entry>,
    names: Vec<(String, String)>,
    date_1904: bool,
    /// Excel computes every formula when it opens the workbook.
    computed_on_load: bool,
}

/// A sheet as the workbook lists it.
#[derive(Debug, Default)]
struct Entry {
    name: String,
    relation: String,
    visible: bool,
}

/// Reads all worksheets. The package has passed its preflight.
pub(super) fn read(parts: &mut Parts<'_>, limits: &Limits) -> Result<RawWorkbook, Refusal> {
    let mut sheets = Vec::new();
    let workbook = read_each(parts, limits, &mut |sheet| sheets.push(sheet))?;
    Ok(RawWorkbook { sheets, ..workbook })
}

/// The same; each sheet is handed over as soon as it is read, and stands in the workbook no more.
pub(super) fn read_each(parts: &mut Parts<'_>, limits: &Limits, take: &mut dyn FnMut(RawSheet)) -> Result<RawWorkbook, Refusal> {
    let opened = Opened::of(parts, limits)?;
    let mut budget = Budget::new(limits);
    let strings = match opened.strings() {
        Some(name) => strings::read(parts, name, limits)?,
        None => Some(Vec::new()),
    };
    let shared = opened.shared(strings.as_deref());
    let mut absent = Vec::new();
    for entry in &opened.outline.sheets {
        let relation = opened.relations.get(&entry.relation);
        if relation.is_some_and(|relation| !holds_cells(relation)) || UNREAD.contains(&entry.name.as_str()) {
            continue;
        }
        // A broken relation costs its sheet, and the file says so; a broken part costs the file.
        let part = match relation {
            Some(relation) => parts.xml(&relation.target)?,
            None => None,
        };
        match part {
            Some(xml) => sheet::read(xml, &entry.name, entry.visible, &shared, &mut budget)?.into_iter().for_each(&mut *take),
            None => absent.push(entry.name.clone()),
        }
    }
    Ok(RawWorkbook {
        sheets: Vec::new(),
        absent,
        properties: custom_properties(parts, &opened.top),
        sheet_names: opened.outline.sheets.into_iter().map(|entry| entry.name).collect(),
        names: opened.outline.names,
        date_1904: opened.outline.date_1904,
    })
}

/// Tells each cell of each sheet, as long as all is written as usual.
pub(super) fn read_usual_cells(parts: &mut Parts<'_>, limits: &Limits, take: &mut dyn FnMut(Told<'_>)) -> Result<bool, Refusal> {
    parts.unpack_whole();
    let opened = Opened::of(parts, limits)?;
    let (mut texts, mut usual) = (0, true);
    if let Some(xml) = opened.strings().map(|name| parts.xml(name)).transpose()?.flatten() {
        strings::each(xml, limits, &mut |entry| {
            texts += 1;
            match entry {
                strings::Entry::Usual(text) => take(Told::Text(text)),
                strings::Entry::Other(Seen { value: Some(RawValue::Text(text)), appearance: None }) => take(Told::Text(&text)),
                strings::Entry::Other(_) => usual = false,
            }
        })?;
    }
    if !usual {
        return Ok(false);
    }
    let shared = opened.shared(None);
    for entry in &opened.outline.sheets {
        let relation = opened.relations.get(&entry.relation).filter(|relation| holds_cells(relation));
        let Some(xml) = relation.map(|relation| parts.xml(&relation.target)).transpose()?.flatten() else { return Ok(false) };
        take(Told::Sheet(&entry.name));
        if !sheet::usual_cells(xml, texts, &shared, take)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What is read of a workbook before its sheets.
struct Opened {
    top: BTreeMap<String, Relation>,
    outline: Outline,
    relations: BTreeMap<String, Relation>,
    formats: Option<Vec<NumberFormat>>,
}

impl Opened {
    fn of(parts: &mut Parts<'_>, limits: &Limits) -> Result<Self, Refusal> {
        let top = relations::of(parts, "")?;
        let main = relations::target(&top, "officeDocument").unwrap_or("xl/workbook.xml").to_owned();
        let outline = match parts.xml(&main)? {
            Some(xml) => outline(xml)?,
            None => return Err(Refusal::Damaged { detail: format!("no part {main}") }),
        };
        let relations = relations::of(parts, &main)?;
        let formats = match relations::target(&relations, "styles") {
            Some(name) => styles::read(parts, name, limits)?,
            None => Some(Vec::new()),
        };
        Ok(Self { top, outline, relations, formats })
    }

    /// The part of the texts that cells share.
    fn strings(&self) -> Option<&str> {
        relations::target(&self.relations, "sharedStrings")
    }

    fn shared<'s>(&'s self, strings: Option<&'s [Seen]>) -> SharedParts<'s> {
        SharedParts {
            strings,
            formats: self.formats.as_deref(),
            date_1904: self.outline.date_1904,
            computed_on_load: self.outline.computed_on_load,
        }
    }
}

/// Charts, dialogs and macros stand among the sheets too.
fn holds_cells(relation: &Relation) -> bool {
    !["chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"].contains(&relation.kind.as_str())
}

fn outline(mut xml: Xml<'_>) -> Result<Outline, Refusal> {
    let mut outline = Outline::default();
    let mut name: Option<(String, String)> = None;
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "calcPr" => outline.computed_on_load |= tag.is("fullCalcOnLoad")?,
                "workbookPr" => outline.date_1904 |= tag.is("date1904")?,
                "sheet" => outline.sheets.push(Entry {
                    name: tag.attribute("name")?.unwrap_or_default().into_owned(),
                    relation: tag.relation()?.unwrap_or_default().into_owned(),
                    visible: tag.attribute("state")?.is_none_or(|state| state == "visible"),
                }),
                "definedName" => name = Some((tag.attribute("name")?.unwrap_or_default().into_owned(), String::new())),
                _ => {}
            },
            Node::Text(text) => {
                if let Some((_, meaning)) = &mut name {
                    meaning.push_str(&text);
                }
            }
            Node::Close(tag) if tag.name() == "definedName" => outline.names.extend(name.take()),
            Node::Close(_) => {}
            Node::End => return Ok(outline),
        }
    }
}

/// Custom document properties. Without readable ones the form is recognised by other marks.
pub(super) fn custom_properties(parts: &mut Parts<'_>, top: &BTreeMap<String, Relation>) -> BTreeMap<String, String> {
    let part = parts.xml(relations::target(top, "custom-properties").unwrap_or("docProps/custom.xml")).ok().flatten();
    part.and_then(|xml| properties(xml).ok()).unwrap_or_default()
}

fn properties(mut xml: Xml<'_>) -> Result<BTreeMap<String, String>, Refusal> {
    let mut found = BTreeMap::new();
    let mut open: Option<(String, String)> = None;
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "property" => {
                open = Some((tag.attribute("name")?.unwrap_or_default().into_owned(), String::new()));
            }
            Node::Text(text) => {
                if let Some((_, value)) = &mut open {
                    value.push_str(&text);
                }
            }
            Node::Close(tag) if tag.name() == "property" => found.extend(open.take()),
            Node::Open(_) | Node::Close(_) => {}
            Node::End => return Ok(found),
        }
    }
}

#[cfg(test)]
mod tests;
