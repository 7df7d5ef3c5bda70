//! Each kind as an `.xlsb`.

use super::Kind;
use crate::package::Package;
use crate::xlsb_writer::{longs, record, relation, text};

/// The records of a sheet between its first and last row, with what stands around them.
pub(crate) struct Content<'c> {
    pub(crate) cells: Vec<u8>,
    pub(crate) height: u16,
    pub(crate) columns: Vec<u8>,
    pub(crate) format: &'c str,
    pub(crate) texts: Vec<u8>,
    pub(crate) claimed: u32,
    pub(crate) computed_on_load: bool,
}

pub(crate) fn plain() -> Content<'static> {
    Content {
        cells: number(0, 0, 26.0),
        height: 300,
        columns: Vec::new(),
        format: "General",
        texts: Vec::new(),
        claimed: 0,
        computed_on_load: false,
    }
}

fn number(column: u32, style: u32, number: f64) -> Vec<u8> {
    record(5, &[&longs(&[column, style])[..], &number.to_le_bytes()].concat())
}

pub(crate) fn book(content: &Content<'_>) -> Package {
    let font = |marks: u16, raised: u16| {
        record(0x2b, &[220u16, marks, 400, raised, 0, 0, 0, 0].iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>())
    };
    let xf = |format: u16| record(0x2f, &[&[0, 0][..], &format.to_le_bytes(), &[0; 12]].concat());
    let format = record(0x2c, &[&200u16.to_le_bytes()[..], &text(content.format)].concat());
    // Plain, raised, struck through.
    let fonts = [font(0, 0), font(0, 1), font(8, 0)].concat();
    let styles =
        [record(0x116, &[]), format, fonts, record(0x269, &longs(&[2])), xf(0), xf(200), record(0x26a, &[]), record(0x117, &[])].concat();
    let entry = [longs(&[0, 1]), text("a"), text("T")].concat();
    let calculation = [longs(&[0; 6]), vec![u8::from(content.computed_on_load), 0]].concat();
    let workbook =
        [record(0x83, &[]), record(0x99, &longs(&[0, 0])), record(0x9c, &entry), record(0x9d, &calculation), record(0x84, &[])].concat();
    let row = [&longs(&[0, 0])[..], &content.height.to_le_bytes(), &[0, 0, 0], &longs(&[0])].concat();
    let sheet = [
        record(0x81, &[]),
        content.columns.clone(),
        record(0x91, &[]),
        record(0, &row),
        content.cells.clone(),
        number(2, 0, 7.0),
        record(0x92, &[]),
        record(0x82, &[]),
    ]
    .concat();
    let texts = [record(0x9f, &longs(&[content.claimed, content.claimed])), content.texts.clone(), record(0xa0, &[])].concat();
    let relations = relation("a", "worksheet", "s.bin") + &relation("t", "sharedStrings", "t.bin") + &relation("f", "styles", "f.bin");
    let mut package = Package::empty();
    package
        .put("_rels/.rels", format!("<Relationships>{}</Relationships>", relation("w", "officeDocument", "xl/workbook.bin")))
        .put("xl/_rels/workbook.bin.rels", format!("<Relationships>{relations}</Relationships>"))
        .put("xl/workbook.bin", workbook)
        .put("xl/t.bin", texts)
        .put("xl/f.bin", styles)
        .put("xl/s.bin", sheet);
    package
}

fn formatted(format: &str, stored: f64) -> Vec<u8> {
    book(&Content { cells: number(0, 1, stored), format, ..plain() }).pack()
}

/// A shared text, from its second piece on in this font; the first piece is in another one.
fn pieces(said: &str, first: u16, second: u16, from: u16) -> Vec<u8> {
    let runs: Vec<u8> = [0, first, from, second].iter().flat_map(|number| number.to_le_bytes()).collect();
    shared([&[1][..], &text(said), &longs(&[2]), &runs].concat(), 1)
}

fn shared(item: Vec<u8>, claimed: u32) -> Vec<u8> {
    book(&Content { cells: record(7, &longs(&[0, 0, 0])), texts: record(0x13, &item), claimed, ..plain() }).pack()
}

pub(crate) fn made(kind: Kind) -> Option<Vec<u8>> {
    Some(match kind {
        Kind::Uncomputed => {
            let cells = record(9, &[&longs(&[0, 0])[..], &[0; 8], &[0; 10]].concat());
            book(&Content { cells, computed_on_load: true, ..plain() }).pack()
        }
        Kind::ShortRecord => {
            let short = record(13, &[&longs(&[0])[..], &(26i32 << 2 | 2).to_le_bytes()].concat());
            book(&Content { cells: [number(0, 0, 1.0), short].concat(), ..plain() }).pack()
        }
        Kind::UnknownCell => book(&Content { cells: [number(0, 0, 26.0), record(40, &longs(&[1, 0, 9]))].concat(), ..plain() }).pack(),
        Kind::ClaimedTexts => shared([&[0][..], &text("26")].concat(), u32::MAX),
        Kind::Embedded => {
            book(&plain()).put("xl/embeddings/Document1.docx", Package::empty().put("word/document.xml", "<x/>").pack()).pack()
        }
        Kind::Divided => formatted("#,##0,", 26_000.0),
        Kind::Words => formatted("[=1]\"Đạt\";General", 1.0),
        Kind::OwnDigits => formatted("\"KH11-\"000", 1.0),
        Kind::PercentStyle => formatted("0%", 1.0),
        Kind::Raised => pieces("261", 0, 1, 2),
        Kind::Struck => pieces("2526", 2, 0, 2),
        Kind::NoHeight => book(&Content { height: 0, ..plain() }).pack(),
        Kind::NoWidth => book(&Content { columns: record(0x3c, &[&longs(&[0, 0, 0, 0])[..], &[2, 0]].concat()), ..plain() }).pack(),
        Kind::Direction => shared([&[0][..], &text("\u{202e}Đạt\u{2069}")].concat(), 1),
        Kind::OtherEncoding | Kind::EveryExcel | Kind::OwnPassword | Kind::OtherPrefix | Kind::OtherLanguage | Kind::TwoContents => {
            return None;
        }
    })
}
