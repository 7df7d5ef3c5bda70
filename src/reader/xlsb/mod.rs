//! `.xlsb`: the parts of an `.xlsx` with binary records instead of XML ([MS-XLSB]): which sheets there are and where, then
//! each sheet as a stream of records ([`sheet`]) with the texts and formats that all of them share ([`styles`]).

mod record;
mod sheet;
mod styles;

use crate::model::config::Limits;
use crate::model::workbook::{RawWorkbook, Refusal};
use crate::reader::grid::{Budget, UNREAD};
use crate::reader::package::Parts;
use crate::reader::relations;
use crate::reader::value::Seen;
use record::{Records, cut};
use sheet::SharedParts;
use std::io::BufRead;
use styles::Styles;

/// Reads all worksheets. The package has passed its preflight.
pub(super) fn read(parts: &mut Parts<'_>, limits: &Limits) -> Result<RawWorkbook, Refusal> {
    let top = relations::of(parts, "")?;
    let main = relations::target(&top, "officeDocument").unwrap_or("xl/workbook.bin").to_owned();
    let outline = match parts.part(&main)? {
        Some(part) => Outline::read(part)?,
        None => return Err(Refusal::Damaged { detail: format!("no part {main}") }),
    };
    let relations = relations::of(parts, &main)?;
    let mut budget = Budget::new(limits);
    let styles = match relations::target(&relations, "styles") {
        Some(name) => match parts.part(name)? {
            Some(part) => Some(Styles::read(part)?),
            None => None,
        },
        None => Some(Styles::default()),
    };
    let strings = match relations::target(&relations, "sharedStrings") {
        Some(name) => match parts.part(name)? {
            Some(part) => strings(part, styles.as_ref().unwrap_or(&Styles::default()), limits)?,
            None => Vec::new(),
        },
        None => Vec::new(),
    };
    let shared = SharedParts {
        strings: &strings,
        styles: styles.as_ref(),
        date_1904: outline.date_1904,
        computed_on_load: outline.computed_on_load,
    };
    let (mut sheets, mut absent) = (Vec::new(), Vec::new());
    for entry in &outline.sheets {
        let relation = relations.get(&entry.relation);
        if relation.is_some_and(|relation| relation.kind != "worksheet") || UNREAD.contains(&entry.name.as_str()) {
            continue;
        }
        let part = match relation {
            Some(relation) => parts.part(&relation.target)?,
            None => None,
        };
        match part {
            Some(part) => sheets.push(sheet::read(part, &entry.name, entry.visible, &shared, &mut budget)?),
            None => absent.push(entry.name.clone()),
        }
    }
    Ok(RawWorkbook {
        sheets,
        sheet_names: outline.sheets.into_iter().map(|entry| entry.name).collect(),
        absent,
        properties: crate::reader::xlsx::custom_properties(parts, &top),
        // Names are kept as compiled formulas; the form is recognised by its marks in the sheets.
        names: Vec::new(),
        date_1904: outline.date_1904,
    })
}

/// A sheet as the workbook lists it.
struct Entry {
    name: String,
    relation: String,
    visible: bool,
}

#[derive(Default)]
struct Outline {
    sheets: Vec<Entry>,
    date_1904: bool,
    /// Excel computes every formula when it opens the workbook.
    computed_on_load: bool,
}

impl Outline {
    fn read(part: impl BufRead) -> Result<Self, Refusal> {
        let mut outline = Self::default();
        let mut records = Records::new(part);
        while let Some(record) = records.next()? {
            match record.kind {
                // BrtWbProp
                0x0099 => outline.date_1904 = record.byte(0)? & 1 != 0,
                // BrtCalcProp: an engine, a mode, a number of rounds, an accuracy, a number of threads, then marks
                0x009d => outline.computed_on_load = record.byte(24).unwrap_or(0) & 1 != 0,
                // BrtBundleSh: state, number, relationship, name
                0x009c => {
                    let (relation, end) = record.text(8)?;
                    outline.sheets.push(Entry { relation, name: record.text(end)?.0, visible: record.long(0)? == 0 });
                }
                // BrtEndBook
                0x0084 => return Ok(outline),
                _ => {}
            }
        }
        Err(cut())
    }
}

/// The texts that all sheets share.
fn strings(part: impl BufRead, styles: &Styles, limits: &Limits) -> Result<Vec<Seen>, Refusal> {
    let mut texts = Vec::new();
    let mut left = limits.text_bytes_max;
    let mut records = Records::new(part);
    while let Some(record) = records.next()? {
        match record.kind {
            // BrtSSTItem
            0x0013 => {
                let (length, text) = styles.rich(&record, 0)?;
                let spent = u64::try_from(length).unwrap_or(u64::MAX);
                left = left.checked_sub(spent).ok_or_else(|| Refusal::Unsafe { cause: "tệp có quá nhiều chữ".to_owned() })?;
                if u64::try_from(texts.len()).is_ok_and(|count| count >= limits.cells_max) {
                    return Err(Refusal::Unsafe { cause: "bảng chuỗi của tệp quá dài".to_owned() });
                }
                texts.push(text);
            }
            // BrtEndSst
            0x00a0 => return Ok(texts),
            _ => {}
        }
    }
    Err(cut())
}
