//! `.xlsb`: the parts of an `.xlsx` with binary records instead of XML ([MS-XLSB]). Only the records that hold values,
//! formats, looks and what is hidden are looked at; one too short for its kind is damage, and one of an unknown kind among
//! the cells is an unreadable cell.

use crate::model::config::Limits;
use crate::model::place::CellRef;
use crate::model::workbook::{Area, RawSheet, RawValue, RawWorkbook, Refusal, UNCOMPUTED};
use crate::reader::format_kind::FormatKind;
use crate::reader::grid::{Budget, Grid, UNREAD};
use crate::reader::number_format::{NumberFormat, built_in};
use crate::reader::package::Parts;
use crate::reader::relations;
use crate::reader::runs::{self, Look};
use crate::reader::value::{self, Seen};
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
    let styles = match relations::target(&relations, "styles") {
        Some(name) => match parts.part(name)? {
            Some(part) => Styles::read(part)?,
            None => Styles::default(),
        },
        None => Styles::default(),
    };
    let strings = match relations::target(&relations, "sharedStrings") {
        Some(name) => match parts.part(name)? {
            Some(part) => strings(part, &styles, limits)?,
            None => Vec::new(),
        },
        None => Vec::new(),
    };
    let shared =
        SharedParts { strings: &strings, styles: &styles, date_1904: outline.date_1904, computed_on_load: outline.computed_on_load };
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
            Some(part) => sheets.push(sheet(part, entry, &shared, &mut budget)?),
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

    /// A text behind a byte that tells whether its pieces differ in looks: which pieces, each from a letter on in a font.
    fn rich(&self, at: usize, styles: &Styles) -> Result<(usize, Seen), Refusal> {
        let (text, end) = self.text(at + 1)?;
        if self.byte(at)? & 1 == 0 {
            return Ok((text.len(), value::text(&text).into()));
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        let count = usize::try_from(self.long(end)?).map_err(|_| cut())?;
        let mut pieces = vec![(0usize, Look::default())];
        for place in 0..count.min(self.bytes.len() / 4) {
            let run = end + 4 + 4 * place;
            let look = styles.looks.get(usize::from(self.short(run + 2)?)).copied().unwrap_or_default();
            pieces.push((usize::from(self.short(run)?), look));
        }
        if pieces.iter().all(|(_, look)| look.is_plain()) {
            return Ok((text.len(), value::text(&text).into()));
        }
        Ok((text.len(), runs::cut_at(&units, &pieces)))
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
    /// Excel computes every formula when it opens the workbook.
    computed_on_load: bool,
}

impl Outline {
    fn read(mut part: impl BufRead) -> Result<Self, Refusal> {
        let mut outline = Self::default();
        while let Some(record) = next(&mut part)? {
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

/// What all sheets of a workbook share.
struct SharedParts<'s> {
    strings: &'s [Seen],
    styles: &'s Styles,
    date_1904: bool,
    computed_on_load: bool,
}

/// The texts that all sheets share.
fn strings(mut part: impl BufRead, styles: &Styles, limits: &Limits) -> Result<Vec<Seen>, Refusal> {
    let mut texts = Vec::new();
    let mut left = limits.text_bytes_max;
    while let Some(record) = next(&mut part)? {
        match record.kind {
            // BrtSSTItem
            0x0013 => {
                let (length, text) = record.rich(0, styles)?;
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

/// What cells and texts look like, as far as that is of use.
#[derive(Default)]
struct Styles {
    /// What each cell style makes of a number.
    formats: Vec<NumberFormat>,
    /// What each font makes of a text.
    looks: Vec<Look>,
}

impl Styles {
    fn read(mut part: impl BufRead) -> Result<Self, Refusal> {
        let mut own: BTreeMap<u32, NumberFormat> = BTreeMap::new();
        let (mut styles, mut looks, mut in_cells) = (Vec::new(), Vec::new(), false);
        while let Some(record) = next(&mut part)? {
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
}

/// Where the reader of a sheet stands.
#[derive(Default)]
struct At {
    row: u32,
    row_hidden: bool,
    /// The column behind the last cell, which a short record does not say again.
    next_column: u32,
    /// Between the first and the last row.
    in_data: bool,
    /// Inside of records that later programs may add.
    added: bool,
}

fn sheet(mut part: impl BufRead, entry: &Entry, shared: &SharedParts<'_>, budget: &mut Budget) -> Result<RawSheet, Refusal> {
    let mut grid = Grid::new(&entry.name);
    let mut at = At::default();
    while let Some(record) = next(&mut part)? {
        match record.kind {
            // BrtRowHdr: the number, a style, a height, then two bytes of marks
            0x0000 => {
                at.row = record.long(0)?;
                at.next_column = 0;
                at.row_hidden = record.byte(11)? & 0x10 != 0 || record.short(8)? == 0;
            }
            // BrtColInfo: first, last, a width, a style, marks
            0x003c => {
                if record.short(16)? & 1 != 0 || record.long(8)? == 0 {
                    grid.hide_columns(record.long(0)?, record.long(4)?, budget)?;
                }
            }
            // BrtMergeCell
            0x00b0 => {
                let first = CellRef::new(record.long(0)?, record.long(8)?);
                let last = CellRef::new(record.long(4)?, record.long(12)?);
                grid.merge(Area { first, last }, budget)?;
            }
            // BrtBeginSheetData, BrtEndSheetData
            0x0091 => at.in_data = true,
            0x0092 => at.in_data = false,
            // BrtFRTBegin and BrtACBegin, with their ends
            0x0023 | 0x0025 => at.added = true,
            0x0024 | 0x0026 => at.added = false,
            // BrtEndSheet
            0x0082 => return grid.finish(entry.visible),
            _ => cell(&record, &mut at, &mut grid, shared, budget)?,
        }
    }
    Err(cut())
}

/// Puts a cell. Records that stand between cells and hold none are known; any other is a cell of a kind that is not
/// known: unreadable, and not passed over in silence.
fn cell(record: &Record, at: &mut At, grid: &mut Grid, shared: &SharedParts<'_>, budget: &mut Budget) -> Result<(), Refusal> {
    let (column, style, start) = match record.kind {
        // BrtCellBlank to BrtFmlaError, BrtCellRString
        0x0001..=0x000b | 0x003e => (record.long(0)?, record.long(4)?, 8),
        // BrtShortBlank to BrtShortIsst
        0x000c..=0x0012 => (at.next_column, record.long(0)?, 4),
        // BrtCellMeta, BrtValueMeta, BrtArrFmla, BrtShrFmla, BrtTable, BrtRwDescent
        0x0031 | 0x0032 | 0x01aa..=0x01ac | 0x0400 => return Ok(()),
        _ if !at.in_data || at.added => return Ok(()),
        _ => (record.long(0).ok().filter(|column| (at.next_column..COLUMNS).contains(column)).unwrap_or(at.next_column), 0, 0),
    };
    at.next_column = column.saturating_add(1);
    let number = |number: f64| {
        let style = usize::try_from(style & 0x00ff_ffff).unwrap_or(usize::MAX);
        shared.styles.formats.get(style).unwrap_or(&NumberFormat::Faithful(FormatKind::Number)).seen(number, shared.date_1904)
    };
    let seen: Seen = match record.kind {
        0x0001 | 0x000c => return Ok(()),
        // BrtCellRk
        0x0002 | 0x000d => number(packed(record.long(start)?)),
        // BrtCellError, BrtFmlaError
        0x0003 | 0x000b | 0x000e => value::error(record.byte(start)?).unwrap_or_else(value::unreadable).into(),
        // BrtCellBool, BrtFmlaBool
        0x0004 | 0x000a | 0x000f => match record.byte(start)? {
            0 => RawValue::Bool(false),
            1 => RawValue::Bool(true),
            _ => value::unreadable(),
        }
        .into(),
        // BrtFmlaNum: zero is also what a program writes that computes nothing
        0x0009 if shared.computed_on_load && record.real(start)? == 0.0 => RawValue::Error(UNCOMPUTED.to_owned()).into(),
        // BrtCellReal, BrtFmlaNum
        0x0005 | 0x0009 | 0x0010 => number(record.real(start)?),
        // BrtCellSt, BrtFmlaString
        0x0006 | 0x0008 | 0x0011 => value::text(&record.text(start)?.0).into(),
        // BrtCellIsst
        0x0007 | 0x0012 => match usize::try_from(record.long(start)?).ok().and_then(|number| shared.strings.get(number)) {
            Some(text) => text.clone(),
            None => value::unreadable().into(),
        },
        // BrtCellRString
        0x003e => record.rich(start, shared.styles)?.1,
        _ => value::unreadable().into(),
    };
    grid.show(CellRef::new(at.row, column), seen, budget)?;
    if at.row_hidden {
        grid.hide_row(at.row);
    }
    Ok(())
}

/// The grid of the format.
const COLUMNS: u32 = 16_384;

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
        let strings = ["không", "một"].map(|text| value::text(text).into());
        let formats = [FormatKind::Number, FormatKind::Percent, FormatKind::Date].map(NumberFormat::Faithful).to_vec();
        let looks = vec![Look::default(), Look { raised: true, ..Look::default() }];
        let shared = SharedParts { strings: &strings, styles: &Styles { formats, looks }, date_1904: false, computed_on_load: true };
        sheet(records.concat().as_slice(), &entry(), &shared, &mut budget)
    }

    #[test]
    fn cells_hidden_rows_and_merges() {
        let row = |number: u32, marks: u8| record(0, &[&number.to_le_bytes()[..], &[0; 4], &[1, 0, 0, marks]].concat());
        let column = record(0x3c, &[&2u32.to_le_bytes()[..], &2u32.to_le_bytes(), &[1; 8], &[1, 0]].concat());
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
    fn short_records_follow_the_cell_before_them() {
        let short = |kind: u16, style: u32, rest: &[u8]| record(kind, &[&style.to_le_bytes()[..], rest].concat());
        let note = [&[1][..], &text("261"), &1u32.to_le_bytes(), &[2, 0, 1, 0]].concat();
        let row = |number: u32, height: u8| record(0, &[&number.to_le_bytes()[..], &[0; 4], &[height, 0, 0, 0]].concat());
        let found = read_sheet(&[
            record(0x91, &[]),
            row(0, 1),
            cell(7, 2, 0, &1u32.to_le_bytes()),
            short(12, 0, &[]),
            short(13, 0, &(7u32 << 2 | 2).to_le_bytes()),
            short(14, 0, &[0x2a]),
            short(15, 0, &[1]),
            short(16, 1, &0.75f64.to_le_bytes()),
            short(17, 0, &text("chữ")),
            short(18, 0, &1u32.to_le_bytes()),
            // Of no known kind; the same inside of what later programs add.
            cell(40, 12, 0, &[]),
            record(35, &[]),
            cell(40, 13, 0, &[]),
            record(36, &[]),
            short(13, 0, &(8u32 << 2 | 2).to_le_bytes()),
            row(1, 0),
            cell(9, 0, 0, &0f64.to_le_bytes()),
            cell(9, 1, 0, &5f64.to_le_bytes()),
            cell(62, 2, 0, &note),
            record(0x92, &[]),
            record(0x82, &[]),
        ])
        .unwrap();
        let cells: Vec<String> = found.cells().map(|(cell, value)| format!("{cell} {value:?}")).collect();
        assert_eq!(
            cells,
            [
                "C1 Text(\"một\")",
                "E1 Number(7.0)",
                "F1 Error(\"#N/A\")",
                "G1 Bool(true)",
                "H1 Percent(0.75)",
                "I1 Text(\"chữ\")",
                "J1 Text(\"một\")",
                "M1 Error(\"#KHÔNG ĐỌC ĐƯỢC\")",
                "N1 Number(8.0)",
                "A2 Error(\"#CHƯA TÍNH\")",
                "B2 Number(5.0)",
                "C2 Text(\"26¹\")",
            ]
        );
        assert_eq!(found.hidden_rows.into_iter().collect::<Vec<_>>(), [1], "a row without height");
        assert_eq!(found.appearances.into_keys().map(|at| at.to_string()).collect::<Vec<_>>(), ["C2"]);
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
