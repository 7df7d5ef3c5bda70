//! The records of an `.xls` ([MS-XLS]), walked once before the parser sees them and once more beside it: is every
//! part of the workbook there from its first record to its last, how far apart are its cells, which hold anything at all
//! and in which format, which formulas nobody computed, which texts have pieces of several looks, and what is hidden. The
//! parser tells nothing of these.

mod formula;
mod record;
mod strings;

use crate::model::config::Limits;
use crate::model::place::CellRef;
use crate::model::workbook::{Area, Refusal};
use crate::reader::number_format::{NumberFormat, built_in};
use crate::reader::runs::Look;
use formula::{Outcome, outcome};
use record::{Record, damaged, record};
use std::collections::{BTreeMap, BTreeSet};
use strings::{Fonts, Pieces};

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
/// The grid of the format.
const ROWS: u32 = 65_536;
const COLUMNS: u32 = 256;
/// The parser builds a full rectangle a sheet; together they may have this many times the cells of a workbook.
const RECTANGLE: u64 = 4;

/// What a walk finds in a sheet.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Cells that hold something.
    pub(super) filled: BTreeSet<CellRef>,
    /// The formats of these, where they are not plain numbers.
    pub(super) formats: BTreeMap<CellRef, NumberFormat>,
    /// Texts among these with pieces of several looks: from which letter on, and how.
    pub(super) pieces: BTreeMap<CellRef, Vec<(usize, Look)>>,
    /// Formulas among these that nobody computed.
    pub(super) uncomputed: BTreeSet<CellRef>,
    /// Formulas whose result is an empty text; may they give one by what they say?
    empty: Vec<(CellRef, bool)>,
    /// A formula has a result.
    computed: bool,
    /// The sheet was saved before its formulas were computed.
    stale: bool,
    /// The last cell, while records of cells follow each other.
    last: Option<CellRef>,
    /// Cells of unknown kinds, which count where another cell follows.
    unknown: Vec<CellRef>,
    /// Rows that are not shown.
    pub(super) hidden_rows: BTreeSet<u32>,
    /// Columns that are not shown: first and last.
    pub(super) hidden_columns: Vec<(u32, u32)>,
    /// Merged areas, in the order of the file.
    pub(super) merged: Vec<Area>,
}

/// Walks the stream `Workbook` or `Book`: what is found in each sheet, in the order of the sheets.
pub(super) fn walk(stream: &[u8], limits: &Limits) -> Result<Vec<Facts>, Refusal> {
    let globals = Globals::read(stream)?;
    let mut rectangle = 0u64;
    let mut budget = limits.cells_max;
    let mut sheets = Vec::new();
    for start in &globals.sheets {
        let facts = sheet(stream, *start, &globals, &mut budget)?;
        rectangle = rectangle.saturating_add(area(&facts.filled));
        if rectangle > limits.cells_max.saturating_mul(RECTANGLE) {
            return Err(Refusal::Unsafe { cause: "ô dữ liệu trong tệp .xls nằm rải quá xa nhau".to_owned() });
        }
        sheets.push(facts);
    }
    // A program that computes formulas says which of its versions did, or gives at least one of them a result.
    let computes = globals.says_who_computed || sheets.iter().any(|facts| facts.computed);
    for facts in &mut sheets {
        let empty = facts.empty.iter().filter(|(_, meant)| !computes || !(globals.says_who_computed || *meant));
        facts.uncomputed.extend(empty.map(|(cell, _)| *cell));
    }
    Ok(sheets)
}

/// Cells of the smallest rectangle around all of these.
fn area(cells: &BTreeSet<CellRef>) -> u64 {
    let columns = cells.iter().map(|cell| cell.column);
    match (cells.first(), cells.last(), columns.clone().min(), columns.max()) {
        (Some(first), Some(last), Some(left), Some(right)) => u64::from(last.row - first.row + 1) * u64::from(right - left + 1),
        _ => 0,
    }
}

/// What stands before the sheets.
#[derive(Default)]
struct Globals {
    /// Where each sheet begins.
    sheets: Vec<usize>,
    /// What each style makes of a number.
    formats: Vec<NumberFormat>,
    fonts: Fonts,
    /// The pieces of each shared text; nothing where every font looks plain.
    pieces: Vec<Pieces>,
    says_who_computed: bool,
    /// Texts as Excel 97 and later write them.
    wide: bool,
}

impl Globals {
    fn read(stream: &[u8]) -> Result<Self, Refusal> {
        let mut globals = Self::default();
        let (mut own, mut styles): (BTreeMap<u16, NumberFormat>, Vec<u16>) = (BTreeMap::new(), Vec::new());
        let first = record(stream, 0)?;
        if first.kind != BOF {
            return Err(damaged("the workbook does not begin with its first record"));
        }
        globals.wide = first.short(0)? >= 0x0600;
        let mut at = first.next;
        loop {
            let record = record(stream, at)?;
            match record.kind {
                // FilePass: what follows is encrypted.
                0x002f => return Err(Refusal::Encrypted),
                // BoundSheet
                0x0085 => globals.sheets.push(usize::try_from(record.long(0)?).unwrap_or(usize::MAX)),
                // Format
                0x041e => {
                    own.insert(record.short(0)?, NumberFormat::parse(&format(&record, globals.wide)));
                }
                // XF
                0x00e0 => styles.push(record.short(2)?),
                // Font
                0x0031 => globals.fonts.take(&record)?,
                // RecalcId
                0x01c1 => globals.says_who_computed = true,
                // SST
                0x00fc if !globals.fonts.are_plain() => globals.pieces = strings::shared(stream, &record, &globals.fonts)?,
                EOF => break,
                _ => {}
            }
            at = record.next;
        }
        let format = |style: &u16| own.get(style).cloned().unwrap_or_else(|| built_in(u32::from(*style)));
        globals.formats = styles.iter().map(format).collect();
        Ok(globals)
    }
}

/// The code of a format: a percent sign is one byte in every encoding, so letters need not be decoded.
fn format(record: &Record<'_>, wide: bool) -> String {
    let text = if wide { record.data.get(4..) } else { record.data.get(2..) }.unwrap_or_default();
    match text.split_first() {
        Some((marks, text)) if wide && marks & 1 != 0 => {
            let units: Vec<u16> = text.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
            String::from_utf16_lossy(&units)
        }
        Some((_, text)) => text.iter().map(|byte| char::from(*byte)).collect(),
        None => String::new(),
    }
}

fn sheet(stream: &[u8], start: usize, globals: &Globals, budget: &mut u64) -> Result<Facts, Refusal> {
    let first = record(stream, start)?;
    if first.kind != BOF {
        return Err(damaged("a sheet does not begin with its first record"));
    }
    let mut facts = Facts::default();
    // Charts inside of a sheet have cells of their own.
    let mut depth = 1u32;
    let mut at = first.next;
    loop {
        let record = record(stream, at)?;
        at = record.next;
        match record.kind {
            BOF => depth += 1,
            EOF => {
                depth -= 1;
                if depth == 0 {
                    return Ok(facts);
                }
            }
            _ if depth == 1 => facts.take(&record, globals, budget)?,
            _ => {}
        }
    }
}

impl Facts {
    fn take(&mut self, record: &Record<'_>, globals: &Globals, budget: &mut u64) -> Result<(), Refusal> {
        match record.kind {
            // Number, Label, BoolErr, Rk, LabelSst, RString, Formula, also as older formats number it
            0x0203 | 0x0204 | 0x0205 | 0x027e | 0x00fd | 0x00d6 | 0x0006 | 0x0206 | 0x0406 => {
                let cell = place(record.short(0)?, record.short(2)?)?;
                self.fill(cell, record.short(4)?, globals, budget)?;
                match record.kind {
                    0x0006 | 0x0206 | 0x0406 => self.formula(cell, record, globals.wide),
                    // LabelSst: the number of a shared text
                    0x00fd => {
                        let text = usize::try_from(record.long(6)?).unwrap_or(usize::MAX);
                        if let Some(Some(pieces)) = globals.pieces.get(text) {
                            self.pieces.insert(cell, pieces.clone());
                        }
                    }
                    0x00d6 => self.rich(cell, record, globals)?,
                    _ => {}
                }
            }
            // MulRk: row, first column, a style and a number for each cell, last column
            0x00bd => {
                let (row, first) = (record.short(0)?, record.short(2)?);
                let count = record.data.len().saturating_sub(6) / 6;
                for index in 0..count {
                    let column =
                        u16::try_from(index).ok().and_then(|index| first.checked_add(index)).ok_or_else(|| damaged("too many columns"))?;
                    self.fill(place(row, column)?, record.short(4 + 6 * index)?, globals, budget)?;
                }
            }
            // Row: hidden, or of a height of its own, which is none
            0x0208 => {
                self.follow();
                let (height, marks) = (record.short(6)? & 0x7fff, record.short(12)?);
                if marks & 0x20 != 0 || (marks & 0x40 != 0 && height == 0) {
                    self.hidden_rows.insert(u32::from(record.short(0)?));
                }
            }
            // Uncalced
            0x005e => self.stale = true,
            // ColInfo: hidden, or of no width
            0x007d if record.short(8)? & 1 != 0 || record.short(4)? == 0 => {
                self.hidden_columns.push((u32::from(record.short(0)?), u32::from(record.short(2)?)));
            }
            // Dimensions: the parser reserves as much as is claimed here
            0x0200 => {
                let rows = if record.data.len() >= 14 { record.long(4)? } else { u32::from(record.short(2)?) };
                if rows > ROWS {
                    return Err(Refusal::Unsafe { cause: "trang tính khai số dòng không có thật".to_owned() });
                }
            }
            // MergeCells
            0x00e5 => {
                for index in 0..usize::from(record.short(0)?) {
                    let at = |field: usize| record.short(2 + 8 * index + 2 * field).map(u32::from);
                    let (first, last) = (CellRef::new(at(0)?, at(2)?), CellRef::new(at(1)?, at(3)?));
                    self.merged.push(Area { first, last });
                }
            }
            // DBCell and Window2: the cells of a block of rows, or of the sheet, are told
            0x00d7 | 0x023e => {
                self.last = None;
                self.unknown.clear();
            }
            kind if BESIDE_CELLS.contains(&kind) || kind >= 0x0800 => {}
            _ => self.unknown(record, budget)?,
        }
        Ok(())
    }

    /// Notes what a formula's record keeps in place of its result.
    fn formula(&mut self, cell: CellRef, record: &Record<'_>, wide: bool) {
        match outcome(record.data, self.stale, wide) {
            Outcome::Computed => self.computed = true,
            Outcome::Placeholder => drop(self.uncomputed.insert(cell)),
            Outcome::Empty { meant } => self.empty.push((cell, meant)),
        }
    }

    /// A text with its pieces in the cell itself.
    fn rich(&mut self, cell: CellRef, record: &Record<'_>, globals: &Globals) -> Result<(), Refusal> {
        let letters = usize::from(record.short(6)?);
        let list = if globals.wide {
            let width = if record.data.get(8).is_some_and(|marks| marks & 1 != 0) { 2 } else { 1 };
            record.data.get(9 + letters * width + 2..)
        } else {
            record.data.get(8 + letters + 1..)
        };
        if let Some(pieces) = list.and_then(|list| globals.fonts.pieces(list, globals.wide)) {
            self.pieces.insert(cell, pieces);
        }
        Ok(())
    }

    /// A record of no known kind: a cell, if it stands among cells. The parser passes over it, and so it is unreadable.
    fn unknown(&mut self, record: &Record<'_>, budget: &mut u64) -> Result<(), Refusal> {
        let Some(last) = self.last else { return Ok(()) };
        *budget = budget.checked_sub(1).ok_or_else(too_many)?;
        let said = match (record.short(0), record.short(2)) {
            (Ok(row), Ok(column)) => place(row, column).ok().filter(|cell| cell.row == last.row),
            _ => None,
        };
        self.unknown.extend(said.or_else(|| Some(CellRef::new(last.row, last.column + 1)).filter(|next| next.column < COLUMNS)));
        Ok(())
    }

    /// A record of cells follows.
    fn follow(&mut self) {
        self.filled.extend(self.unknown.drain(..));
    }

    fn fill(&mut self, cell: CellRef, style: u16, globals: &Globals, budget: &mut u64) -> Result<(), Refusal> {
        *budget = budget.checked_sub(1).ok_or_else(too_many)?;
        self.follow();
        self.last = Some(cell);
        self.filled.insert(cell);
        if let Some(format) = globals.formats.get(usize::from(style))
            && *format != NumberFormat::default()
        {
            self.formats.insert(cell, format.clone());
        }
        Ok(())
    }
}

/// Records that stand among cells, or behind them, and hold none: blank cells, texts and parts of formulas, blocks of
/// rows, pictures and notes.
const BESIDE_CELLS: [u16; 23] = [
    0x0201, 0x00be, 0x0221, 0x0021, 0x0236, 0x0036, 0x0037, 0x04bc, 0x00bc, 0x0207, 0x0007, 0x003c, 0x0091, 0x01c2, 0x00ec, 0x005d, 0x01b6,
    0x001c, 0x001d, 0x0041, 0x00a0, 0x01b0, 0x01b8,
];

fn too_many() -> Refusal {
    Refusal::Unsafe { cause: "tệp có quá nhiều ô dữ liệu".to_owned() }
}

fn place(row: u16, column: u16) -> Result<CellRef, Refusal> {
    let cell = CellRef::new(u32::from(row), u32::from(column));
    if cell.column < COLUMNS { Ok(cell) } else { Err(damaged("a cell beyond the last column")) }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::reader::format_kind::FormatKind;

    pub(in crate::reader) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
    }

    pub(in crate::reader) fn shorts(values: &[u16]) -> Vec<u8> {
        values.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    fn begin(kind: u16) -> Vec<u8> {
        record(BOF, &shorts(&[0x0600, kind, 0, 0, 0, 0, 0, 0]))
    }

    /// A workbook stream of one sheet `T` with these records; styles: 0 General, 1 date, 2 percent, 3 `0.0 %`.
    pub(in crate::reader) fn stream(sheet: &[Vec<u8>]) -> Vec<u8> {
        let mut globals = vec![begin(5), record(0x0042, &shorts(&[1200]))];
        globals.push(record(0x041e, &[&shorts(&[164, 5])[..], b"\0", b"0.0 %"].concat()));
        for format in [0, 14, 9, 164] {
            globals.push(record(0x00e0, &[&shorts(&[0, format])[..], &[0; 16]].concat()));
        }
        let bound = record(0x0085, &[&[0; 4][..], &[0, 0, 1, 0], b"T"].concat());
        let start = globals.concat().len() + bound.len() + 4;
        let bound = record(0x0085, &[&u32::try_from(start).unwrap().to_le_bytes()[..], &[0, 0, 1, 0], b"T"].concat());
        [globals.concat(), bound, record(EOF, &[]), begin(0x10), sheet.concat(), record(EOF, &[])].concat()
    }

    pub(in crate::reader) fn number(row: u16, column: u16, style: u16, value: f64) -> Vec<u8> {
        record(0x0203, &[&shorts(&[row, column, style])[..], &value.to_le_bytes()].concat())
    }

    fn detail(stream: &[u8]) -> String {
        match walk(stream, &Limits::DEFAULT) {
            Ok(_) => "fine".to_owned(),
            Err(Refusal::Damaged { detail }) => detail,
            Err(Refusal::Unsafe { cause }) => cause,
            Err(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn percentages_hidden_rows_and_merges() {
        let stream = stream(&[
            record(0x007d, &shorts(&[3, 4, 9, 0, 1, 0])),
            record(0x007d, &shorts(&[6, 6, 0, 0, 0, 0])),
            record(0x0208, &shorts(&[1, 0, 9, 0, 0, 0, 0x20, 0])),
            number(0, 0, 0, 75.0),
            number(0, 1, 2, 0.75),
            record(0x00bd, &[&shorts(&[1, 0, 3])[..], &[0; 4], &shorts(&[0]), &[0; 4], &shorts(&[1])].concat()),
            record(0x00e5, &shorts(&[1, 0, 2, 0, 0])),
        ]);
        let facts = walk(&stream, &Limits::DEFAULT).unwrap().remove(0);
        let cells = |cells: &mut dyn Iterator<Item = &CellRef>| cells.map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!((cells(&mut facts.filled.iter()), cells(&mut facts.formats.keys())), ("A1 B1 A2 B2".to_owned(), "B1 A2".to_owned()));
        assert!(facts.formats.values().all(|format| format.kind() == Some(FormatKind::Percent)));
        assert_eq!(facts.hidden_rows, BTreeSet::from([1]));
        assert_eq!(facts.hidden_columns, [(3, 4), (6, 6)]);
        assert_eq!(facts.merged, [Area { first: CellRef::new(0, 0), last: CellRef::new(2, 0) }]);
    }

    #[test]
    fn a_workbook_is_whole_or_damaged() {
        let whole = stream(&[number(0, 0, 0, 75.0)]);
        assert_eq!(detail(&whole), "fine");
        for cut in 0..whole.len() {
            assert_ne!(detail(&whole[..cut]), "fine", "cut at {cut}");
            let mut zeros = whole[..cut].to_vec();
            zeros.resize(whole.len() + 512, 0);
            // The last two bytes of a whole workbook are zeros themselves.
            if cut + 3 < whole.len() {
                assert_ne!(detail(&zeros), "fine", "zeros from {cut}");
            }
        }
    }

    #[test]
    fn what_would_kill_the_parser_is_refused_before() {
        let corners = stream(&[number(0, 0, 0, 1.0), number(65_535, 255, 0, 1.0)]);
        assert_eq!(detail(&corners), "ô dữ liệu trong tệp .xls nằm rải quá xa nhau");
        let rows = [&[0; 4][..], &u32::MAX.to_le_bytes(), &[0; 6]].concat();
        assert_eq!(detail(&stream(&[record(0x0200, &rows)])), "trang tính khai số dòng không có thật");
        assert_eq!(detail(&stream(&[number(0, 300, 0, 1.0)])), "a cell beyond the last column");
        let secret = [begin(5), record(0x002f, &[0; 6])].concat();
        assert_eq!(walk(&secret, &Limits::DEFAULT).unwrap_err(), Refusal::Encrypted);
    }
}
