//! What cells and texts of an `.xlsb` look like, as far as that is of use.

use super::record::{Record, Records, cut};
use crate::model::workbook::Refusal;
use crate::reader::number_format::{NumberFormat, built_in};
use crate::reader::runs::{self, Look};
use crate::reader::value::{self, Seen};
use std::collections::BTreeMap;
use std::io::BufRead;

/// What cells and texts look like, as far as that is of use.
#[derive(Default)]
pub(super) struct Styles {
    /// What each cell style makes of a number.
    pub(super) formats: Vec<NumberFormat>,
    /// What each font makes of a text.
    pub(super) looks: Vec<Look>,
}

impl Styles {
    /// Reads the part of styles.
    pub(super) fn read(part: impl BufRead) -> Result<Self, Refusal> {
        let mut own: BTreeMap<u32, NumberFormat> = BTreeMap::new();
        let (mut styles, mut looks, mut in_cells) = (Vec::new(), Vec::new(), false);
        let mut records = Records::new(part);
        while let Some(record) = records.next()? {
            match record.kind {
                // BrtFmt
                0x002c => {
                    own.insert(u32::from(record.short(0)?), NumberFormat::parse(&record.text(2)?.0));
                }
                // BrtFont: a height, marks, a weight, raised or lowered
                0x002b => looks.push(Look { struck: record.short(2)? & 8 != 0, raised: record.short(6)? != 0 }),
                // BrtBeginCellXFs, BrtEndCellXFs
                0x0269 => in_cells = true,
                0x026a => in_cells = false,
                // BrtXF
                0x002f if in_cells => styles.push(u32::from(record.short(2)?)),
                // BrtEndStyleSheet
                0x0117 => break,
                _ => {}
            }
        }
        let formats = styles.into_iter().map(|id| own.get(&id).cloned().unwrap_or_else(|| built_in(id))).collect();
        Ok(Self { formats, looks })
    }

    /// A text of a record behind a byte that tells whether its pieces differ in looks: which pieces, each from a letter on in
    /// a font. With it how long the text is, in bytes.
    pub(super) fn rich(&self, record: &Record<'_>, at: usize) -> Result<(usize, Seen), Refusal> {
        let (text, end) = record.text(at + 1)?;
        if record.byte(at)? & 1 == 0 {
            return Ok((text.len(), value::text(&text).into()));
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        let count = usize::try_from(record.long(end)?).map_err(|_| cut())?;
        let mut pieces = vec![(0usize, Look::default())];
        for place in 0..count.min(record.bytes.len() / 4) {
            let run = end + 4 + 4 * place;
            let look = self.looks.get(usize::from(record.short(run + 2)?)).copied().unwrap_or_default();
            pieces.push((usize::from(record.short(run)?), look));
        }
        if pieces.iter().all(|(_, look)| look.is_plain()) {
            return Ok((text.len(), value::text(&text).into()));
        }
        Ok((text.len(), runs::cut_at(&units, &pieces)))
    }
}
