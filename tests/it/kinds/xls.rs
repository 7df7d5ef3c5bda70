//! Each kind as an `.xls`.

use super::Kind;
use crate::zoo::old_format::{begin, compound, letters, record, shorts};

/// The records of a sheet, with what stands before them.
pub(crate) struct Content<'c> {
    pub(crate) cells: Vec<u8>,
    pub(crate) before: Vec<u8>,
    pub(crate) format: &'c str,
    pub(crate) texts: Vec<u8>,
}

pub(crate) fn plain() -> Content<'static> {
    Content { cells: number(0, 0, 26.0), before: Vec::new(), format: "General", texts: Vec::new() }
}

pub(crate) fn number(column: u16, style: u16, number: f64) -> Vec<u8> {
    record(0x0203, &[&shorts(&[0, column, style])[..], &number.to_le_bytes()].concat())
}

pub(crate) fn book(content: &Content<'_>) -> Vec<u8> {
    // A height, marks, a colour, a weight, raised or lowered.
    let font = |marks: u16, raised: u16| record(0x0031, &shorts(&[220, marks, 0x7fff, 400, raised, 0, 0, 0]));
    let units = letters(content.format);
    let length = u16::try_from(units.len() / 2).unwrap();
    let format = record(0x041e, &[&shorts(&[200, length])[..], &[1], &units].concat());
    let xf = |format: u16| record(0x00e0, &[&shorts(&[0, format])[..], &[0; 16]].concat());
    // There is no font of number four.
    let fonts = [font(0, 0), font(0, 1), font(8, 0)].concat();
    let head = [begin(5), record(0x0042, &shorts(&[1200])), fonts, format, xf(0), xf(200)].concat();
    let end = record(0x000a, &[]);
    let bound = |at: usize| record(0x0085, &[&u32::try_from(at).unwrap().to_le_bytes()[..], &[0, 0, 1, 0], b"T"].concat());
    let start = head.len() + bound(0).len() + content.texts.len() + end.len();
    let sheet = [begin(0x10), content.before.clone(), content.cells.clone(), number(2, 0, 7.0), end.clone()].concat();
    compound("Workbook", &[head, bound(start), content.texts.clone(), end, sheet].concat())
}

fn formatted(format: &str, stored: f64) -> Vec<u8> {
    book(&Content { cells: number(0, 1, stored), format, ..plain() })
}

/// A workbook of one shared text with its pieces: a letter and a font each. `claimed`: how many there are said to be in use.
fn shared(said: &str, pieces: &[u16], claimed: u32) -> Vec<u8> {
    let units = letters(said);
    let head = [&claimed.to_le_bytes()[..], &1u32.to_le_bytes(), &shorts(&[u16::try_from(units.len() / 2).unwrap()])].concat();
    let item = if pieces.is_empty() {
        [&[1][..], &units].concat()
    } else {
        [&[9][..], &shorts(&[u16::try_from(pieces.len() / 2).unwrap()]), &units, &shorts(pieces)].concat()
    };
    let cells = record(0x00fd, &shorts(&[0, 0, 0, 0, 0]));
    book(&Content { cells, texts: record(0x00fc, &[head, item].concat()), ..plain() })
}

/// The workbook with a Word document in an object of its own: a storage that holds a stream of that name.
fn embedding(mut file: Vec<u8>) -> Vec<u8> {
    const ENTRY: usize = 128;
    let directory = 512 * 3;
    let stream = file[directory + ENTRY..directory + 2 * ENTRY].to_vec();
    let entry = |name: &str, kind: u8, child: u32| {
        let mut entry = stream.clone();
        let name = letters(name);
        entry[..64].fill(0);
        entry[..name.len()].copy_from_slice(&name);
        entry[64..66].copy_from_slice(&u16::try_from(name.len() + 2).unwrap().to_le_bytes());
        entry[66] = kind;
        entry[76..80].copy_from_slice(&child.to_le_bytes());
        entry
    };
    // The object stands beside the workbook, its document inside of it.
    file[directory + ENTRY + 72..directory + ENTRY + 76].copy_from_slice(&2u32.to_le_bytes());
    let (object, document) = (entry("MBD0001", 1, 3), entry("WordDocument", 2, u32::MAX));
    file[directory + 2 * ENTRY..directory + 4 * ENTRY].copy_from_slice(&[object, document].concat());
    file
}

pub(crate) fn made(kind: Kind) -> Option<Vec<u8>> {
    Some(match kind {
        // A formula of two numbers; its record says that it is to be computed when the file is opened.
        Kind::Uncomputed => {
            let tokens = [0x1e, 1, 0, 0x1e, 1, 0, 0x03];
            let result = [&shorts(&[0, 0, 0])[..], &[0; 8], &shorts(&[2, 0, 0, 7]), &tokens].concat();
            book(&Content { cells: record(0x0006, &result), ..plain() })
        }
        Kind::UnknownCell => book(&Content { cells: [number(0, 0, 26.0), record(0x0333, &shorts(&[0, 1, 0, 9]))].concat(), ..plain() }),
        Kind::ClaimedTexts => shared("26", &[], u32::MAX),
        Kind::Embedded => embedding(book(&plain())),
        Kind::Divided => formatted("#,##0,", 26_000.0),
        Kind::Words => formatted("[=1]\"Đạt\";General", 1.0),
        Kind::OwnDigits => formatted("\"KH11-\"000", 1.0),
        Kind::PercentStyle => formatted("0%", 1.0),
        Kind::Raised => shared("261", &[2, 1], 1),
        Kind::Struck => shared("2526", &[0, 2, 2, 0], 1),
        // Of a height of its own, which is none.
        Kind::NoHeight => book(&Content { before: record(0x0208, &shorts(&[0, 0, 3, 0, 0, 0, 0x40, 0])), ..plain() }),
        Kind::NoWidth => book(&Content { before: record(0x007d, &shorts(&[0, 0, 0, 0, 2, 0])), ..plain() }),
        Kind::Direction => shared("\u{202e}Đạt\u{2069}", &[], 1),
        Kind::ShortRecord | Kind::OtherEncoding | Kind::EveryExcel | Kind::OwnPassword => return None,
        Kind::OtherPrefix | Kind::OtherLanguage | Kind::TwoContents => return None,
    })
}
