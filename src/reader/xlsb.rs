//! `.xlsb`: the parts of an `.xlsx` with binary records instead of XML ([MS-XLSB]). Only the dozen records that hold
//! values, formats and what is hidden are looked at; a record too short for its kind is damage.

use crate::model::config::Limits;
use crate::model::place::CellRef;
use crate::model::workbook::{Area, RawSheet, RawValue, RawWorkbook, Refusal};
use crate::reader::grid::{Budget, Grid, UNREAD};
use crate::reader::number_format::{FormatKind, built_in, shown};
use crate::reader::package::Parts;
use crate::reader::relations;
use crate::reader::value;
use std::collections::BTreeMap;
use std::io::{BufRead, Read};

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
    let strings = match relations::target(&relations, "sharedStrings") {
        Some(name) => match parts.part(name)? {
            Some(part) => strings(part, limits)?,
            None => Vec::new(),
        },
        None => Vec::new(),
    };
    let formats = match relations::target(&relations, "styles") {
        Some(name) => match parts.part(name)? {
            Some(part) => formats(part)?,
            None => Vec::new(),
        },
        None => Vec::new(),
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
            Some(part) => sheets.push(sheet(part, entry, &strings, &formats, outline.date_1904, &mut budget)?),
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

/// A record: its kind and its bytes.
struct Record {
    kind: u16,
    bytes: Vec<u8>,
}

/// The next record; none at the end of the part.
fn next(part: &mut impl BufRead) -> Result<Option<Record>, Refusal> {
    let Some(first) = byte(part)? else { return Ok(None) };
    let mut kind = u16::from(first);
    if first & 0x80 != 0 {
        kind = u16::from(first & 0x7f) | (u16::from(byte(part)?.ok_or_else(cut)?) << 7);
    }
    let mut length = 0u64;
    for place in 0..4 {
        let byte = byte(part)?.ok_or_else(cut)?;
        length |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    let mut bytes = Vec::new();
    part.take(length).read_to_end(&mut bytes).map_err(|error| Refusal::Damaged { detail: error.to_string() })?;
    if u64::try_from(bytes.len()).is_ok_and(|got| got == length) { Ok(Some(Record { kind, bytes })) } else { Err(cut()) }
}

fn byte(part: &mut impl BufRead) -> Result<Option<u8>, Refusal> {
    let mut byte = [0u8];
    let got = part.read(&mut byte).map_err(|error| Refusal::Damaged { detail: error.to_string() })?;
    Ok((got == 1).then_some(byte[0]))
}

fn cut() -> Refusal {
    Refusal::Damaged { detail: "a record of the part is cut short".to_owned() }
}

impl Record {
    fn array<const N: usize>(&self, at: usize) -> Result<[u8; N], Refusal> {
        self.bytes.get(at..).and_then(|bytes| bytes.first_chunk::<N>()).copied().ok_or_else(cut)
    }

    fn byte(&self, at: usize) -> Result<u8, Refusal> {
        self.bytes.get(at).copied().ok_or_else(cut)
    }

    fn short(&self, at: usize) -> Result<u16, Refusal> {
        self.array(at).map(u16::from_le_bytes)
    }

    fn long(&self, at: usize) -> Result<u32, Refusal> {
        self.array(at).map(u32::from_le_bytes)
    }

    fn real(&self, at: usize) -> Result<f64, Refusal> {
        self.array(at).map(f64::from_le_bytes)
    }

    /// A text and where it ends.
    fn text(&self, at: usize) -> Result<(String, usize), Refusal> {
        let length = usize::try_from(self.long(at)?).map_err(|_| cut())?;
        // No text at all is written as this length.
        if length == 0xffff_ffff {
            return Ok((String::new(), at + 4));
        }
        let end = length.checked_mul(2).and_then(|bytes| bytes.checked_add(at + 4)).ok_or_else(cut)?;
        let bytes = self.bytes.get(at + 4..end).ok_or_else(cut)?;
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
        Ok((String::from_utf16_lossy(&units), end))
    }
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
}

impl Outline {
    fn read(mut part: impl BufRead) -> Result<Self, Refusal> {
        let mut outline = Self::default();
        while let Some(record) = next(&mut part)? {
            match record.kind {
                // BrtWbProp
                0x0099 => outline.date_1904 = record.byte(0)? & 1 != 0,
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
fn strings(mut part: impl BufRead, limits: &Limits) -> Result<Vec<String>, Refusal> {
    let mut texts = Vec::new();
    let mut left = limits.text_bytes_max;
    while let Some(record) = next(&mut part)? {
        match record.kind {
            // BrtSSTItem: a byte that tells of looks, then the text
            0x0013 => {
                let text = record.text(1)?.0;
                let spent = u64::try_from(text.len()).unwrap_or(u64::MAX);
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

/// What each cell style makes of a number.
fn formats(mut part: impl BufRead) -> Result<Vec<FormatKind>, Refusal> {
    let mut own: BTreeMap<u32, FormatKind> = BTreeMap::new();
    let (mut styles, mut in_cells) = (Vec::new(), false);
    while let Some(record) = next(&mut part)? {
        match record.kind {
            // BrtFmt
            0x002c => {
                own.insert(u32::from(record.short(0)?), shown(&record.text(2)?.0));
            }
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
    Ok(styles.into_iter().map(|id| own.get(&id).copied().unwrap_or_else(|| built_in(id))).collect())
}

fn sheet(
    mut part: impl BufRead,
    entry: &Entry,
    strings: &[String],
    formats: &[FormatKind],
    date_1904: bool,
    budget: &mut Budget,
) -> Result<RawSheet, Refusal> {
    let mut grid = Grid::new(&entry.name);
    let (mut row, mut row_hidden) = (0u32, false);
    let put = |grid: &mut Grid, row: u32, hidden: bool, record: &Record, value: Option<RawValue>, budget: &mut Budget| {
        if let Some(value) = value {
            grid.put(CellRef::new(row, record.long(0)?), value, budget)?;
            if hidden {
                grid.hide_row(row);
            }
        }
        Ok::<(), Refusal>(())
    };
    while let Some(record) = next(&mut part)? {
        let number = |number: f64| {
            let style = record.long(4)? & 0x00ff_ffff;
            let style = usize::try_from(style).unwrap_or(usize::MAX);
            Ok::<_, Refusal>(Some(value::number(number, formats.get(style).copied().unwrap_or_default(), date_1904)))
        };
        let value = match record.kind {
            // BrtRowHdr: the number, a style, a height, then two bytes of marks
            0x0000 => {
                row = record.long(0)?;
                row_hidden = record.byte(11)? & 0x10 != 0;
                continue;
            }
            // BrtCellRk
            0x0002 => number(packed(record.long(8)?))?,
            // BrtCellError, BrtFmlaError
            0x0003 | 0x000b => Some(value::error(record.byte(8)?).unwrap_or_else(value::unreadable)),
            // BrtCellBool, BrtFmlaBool
            0x0004 | 0x000a => Some(match record.byte(8)? {
                0 => RawValue::Bool(false),
                1 => RawValue::Bool(true),
                _ => value::unreadable(),
            }),
            // BrtCellReal, BrtFmlaNum
            0x0005 | 0x0009 => number(record.real(8)?)?,
            // BrtCellSt, BrtFmlaString
            0x0006 | 0x0008 => value::text(&record.text(8)?.0),
            // BrtCellIsst
            0x0007 => match usize::try_from(record.long(8)?).ok().and_then(|number| strings.get(number)) {
                Some(text) => value::text(text),
                None => Some(value::unreadable()),
            },
            // BrtCellRString: a byte that tells of looks, then the text
            0x003e => value::text(&record.text(9)?.0),
            // BrtColInfo
            0x003c => {
                if record.short(16)? & 1 != 0 {
                    grid.hide_columns(record.long(0)?, record.long(4)?, budget)?;
                }
                continue;
            }
            // BrtMergeCell
            0x00b0 => {
                let first = CellRef::new(record.long(0)?, record.long(8)?);
                let last = CellRef::new(record.long(4)?, record.long(12)?);
                grid.merge(Area { first, last }, budget)?;
                continue;
            }
            // BrtEndSheet
            0x0082 => return grid.finish(entry.visible),
            _ => continue,
        };
        put(&mut grid, row, row_hidden, &record, value, budget)?;
    }
    Err(cut())
}

/// A number in four bytes: the upper part of a real one or a whole one, as it is or in hundredths.
pub(super) fn packed(bits: u32) -> f64 {
    let number = if bits & 2 != 0 { f64::from(bits.cast_signed() >> 2) } else { f64::from_bits(u64::from(bits & 0xffff_fffc) << 32) };
    if bits & 1 != 0 { number / 100.0 } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
        let mut written = if kind < 0x80 {
            vec![u8::try_from(kind).unwrap()]
        } else {
            vec![u8::try_from(kind & 0x7f).unwrap() | 0x80, u8::try_from(kind >> 7).unwrap()]
        };
        written.push(u8::try_from(bytes.len()).unwrap());
        written.extend(bytes);
        written
    }

    fn text(text: &str) -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut bytes = u32::try_from(units.len() / 2).unwrap().to_le_bytes().to_vec();
        bytes.extend(units);
        bytes
    }

    fn cell(kind: u16, column: u32, style: u32, rest: &[u8]) -> Vec<u8> {
        record(kind, &[&column.to_le_bytes()[..], &style.to_le_bytes(), rest].concat())
    }

    fn entry() -> Entry {
        Entry { name: "T".to_owned(), relation: String::new(), visible: true }
    }

    fn read_sheet(records: &[Vec<u8>]) -> Result<RawSheet, Refusal> {
        let mut budget = Budget::new(&Limits::DEFAULT);
        let strings = ["không".to_owned(), "một".to_owned()];
        let formats = [FormatKind::Number, FormatKind::Percent, FormatKind::Date];
        sheet(records.concat().as_slice(), &entry(), &strings, &formats, false, &mut budget)
    }

    #[test]
    fn cells_hidden_rows_and_merges() {
        let row = |number: u32, marks: u8| record(0, &[&number.to_le_bytes()[..], &[0; 6], &[0, marks]].concat());
        let column = record(0x3c, &[&2u32.to_le_bytes()[..], &2u32.to_le_bytes(), &[0; 8], &[1, 0]].concat());
        let merge: Vec<u8> = [0u32, 0, 6, 7].iter().flat_map(|n| n.to_le_bytes()).collect();
        let found = read_sheet(&[
            column,
            row(0, 0),
            cell(7, 0, 0, &1u32.to_le_bytes()),
            cell(7, 1, 0, &9u32.to_le_bytes()),
            cell(5, 2, 1, &0.75f64.to_le_bytes()),
            cell(2, 3, 2, &(45849u32 << 2 | 2).to_le_bytes()),
            cell(6, 4, 0, &text("chữ")),
            cell(4, 5, 0, &[1]),
            cell(4, 6, 0, &[7]),
            cell(3, 7, 0, &[0x2a]),
            row(5, 0x10),
            cell(11, 0, 0, &[0x99]),
            record(0xb0, &merge),
            record(0x82, &[]),
        ])
        .unwrap();
        let cells: Vec<String> = found.cells().map(|(cell, value)| format!("{cell} {value:?}")).collect();
        assert_eq!(
            cells,
            [
                "A1 Text(\"một\")",
                "B1 Error(\"#KHÔNG ĐỌC ĐƯỢC\")",
                "C1 Percent(0.75)",
                "D1 DateTime(2025-07-11T00:00:00)",
                "E1 Text(\"chữ\")",
                "F1 Bool(true)",
                "G1 Error(\"#KHÔNG ĐỌC ĐƯỢC\")",
                "A6 Error(\"#KHÔNG ĐỌC ĐƯỢC\")",
            ]
        );
        assert_eq!(found.hidden_rows.into_iter().collect::<Vec<_>>(), [5]);
        assert_eq!(found.hidden_columns.into_iter().collect::<Vec<_>>(), [2]);
        assert_eq!(found.merged.len(), 1);
    }

    #[test]
    fn what_is_cut_short_is_damaged() {
        let whole = [record(0, &[0; 13]), cell(6, 0, 0, &text("chữ")), record(0x82, &[])].concat();
        assert!(read_sheet(std::slice::from_ref(&whole)).is_ok());
        for cut in 0..whole.len() {
            assert!(matches!(read_sheet(&[whole[..cut].to_vec()]), Err(Refusal::Damaged { .. })), "{cut}");
        }
        // A text that claims to be longer than its record.
        let lie = cell(6, 0, 0, &[0xff, 0xff, 0xff, 0x7f, 0, 0]);
        assert!(matches!(read_sheet(&[lie]), Err(Refusal::Damaged { .. })));
    }

    #[test]
    fn numbers_in_four_bytes() {
        let written = [7 << 2 | 2, 750 << 2 | 3, 0x3ff0_0000, 0x3ff0_0001, (-5i32 << 2 | 2).cast_unsigned()];
        assert_eq!(written.map(|bits| packed(bits).to_string()), ["7", "7.5", "1", "0.01", "-5"]);
    }
}
