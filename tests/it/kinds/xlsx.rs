//! Each kind as an `.xlsx`.

use super::Kind;
use crate::package::Package;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What differs between the kinds.
pub(crate) struct Content<'c> {
    pub(crate) cell: &'c str,
    pub(crate) row: &'c str,
    pub(crate) columns: &'c str,
    pub(crate) format: &'c str,
    pub(crate) workbook: &'c str,
    pub(crate) texts: &'c str,
    pub(crate) namespaces: &'c str,
}

pub(crate) const PLAIN: Content<'static> = Content {
    cell: "<c r=\"A1\"><v>26</v></c>",
    row: "",
    columns: "",
    format: "General",
    workbook: "",
    texts: "<sst><si><t>26</t></si></sst>",
    namespaces: "",
};

pub(crate) fn book(content: &Content<'_>) -> Package {
    let relation = |id: &str, kind: &str, target: &str| format!("<Relationship Id=\"{id}\" Type=\"{LINKS}/{kind}\" Target=\"{target}\"/>");
    let relations = |inside: String| {
        format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inside}</Relationships>")
    };
    let Content { cell, row, columns, format, workbook, texts, namespaces } = content;
    let sheet = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"{MAIN}\"{namespaces}>{columns}<sheetData><row r=\"1\"{row}>{cell}<c r=\"C1\"><v>7</v></c></row></sheetData></worksheet>"
    );
    let mut package = Package::empty();
    package
        .put("_rels/.rels", relations(relation("w", "officeDocument", "xl/workbook.xml")))
        .put("xl/_rels/workbook.xml.rels", relations([relation("a", "worksheet", "s.xml"), relation("t", "sharedStrings", "t.xml"), relation("f", "styles", "f.xml")].concat()))
        .put("xl/workbook.xml", format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\"><sheets><sheet name=\"T\" r:id=\"a\"/></sheets>{workbook}</workbook>"))
        .put("xl/t.xml", texts.replacen("<sst", &format!("<sst xmlns=\"{MAIN}\""), 1))
        .put("xl/f.xml", format!("<styleSheet xmlns=\"{MAIN}\"><numFmts><numFmt numFmtId=\"200\" formatCode=\"{}\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"200\"/></cellXfs></styleSheet>", format.replace('"', "&quot;")))
        .put("xl/s.xml", sheet);
    package
}

/// A number in a format.
fn formatted(format: &str, number: &str) -> Vec<u8> {
    book(&Content { cell: &format!("<c r=\"A1\" s=\"1\"><v>{number}</v></c>"), format, ..PLAIN }).pack()
}

/// A text in pieces.
fn pieces(texts: &str) -> Vec<u8> {
    book(&Content { cell: "<c r=\"A1\" t=\"s\"><v>0</v></c>", texts: &format!("<sst><si>{texts}</si></sst>"), ..PLAIN }).pack()
}

pub(crate) fn made(kind: Kind) -> Option<Vec<u8>> {
    let text = |text: &str| format!("<c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    Some(match kind {
        Kind::Uncomputed => {
            book(&Content { cell: "<c r=\"A1\"><f>1+1</f><v>0</v></c>", workbook: "<calcPr fullCalcOnLoad=\"1\"/>", ..PLAIN }).pack()
        }
        Kind::UnknownCell => book(&Content { cell: "<c r=\"A1\"><v>26</v></c><cell r=\"B1\"><v>1</v></cell>", ..PLAIN }).pack(),
        Kind::ClaimedTexts => {
            let texts = "<sst count=\"4294967295\" uniqueCount=\"4294967295\"><si><t>26</t></si></sst>";
            book(&Content { cell: "<c r=\"A1\" t=\"s\"><v>0</v></c>", texts, ..PLAIN }).pack()
        }
        Kind::Embedded => book(&PLAIN).put("xl/embeddings/Document1.docx", Package::empty().put("word/document.xml", "<x/>").pack()).pack(),
        Kind::Divided => formatted("#,##0,", "26000"),
        Kind::Words => formatted("[=1]\"Đạt\";General", "1"),
        Kind::OwnDigits => formatted("\"KH11-\"000", "1"),
        Kind::PercentStyle => formatted("0%", "1"),
        Kind::Raised => pieces("<r><t>26</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r>"),
        Kind::Struck => pieces("<r><rPr><strike/></rPr><t>25</t></r><r><t>26</t></r>"),
        Kind::NoHeight => book(&Content { row: " ht=\"0\" customHeight=\"1\"", ..PLAIN }).pack(),
        Kind::NoWidth => {
            book(&Content { columns: "<cols><col min=\"1\" max=\"1\" width=\"0\" customWidth=\"1\"/></cols>", ..PLAIN }).pack()
        }
        Kind::OtherEncoding => {
            let mut package = book(&Content { cell: &text("?"), ..PLAIN });
            let sheet = package.text("xl/s.xml").replacen("UTF-8", "windows-1258", 1).replace(">?<", ">\u{1}<");
            // "Đạt", the dot below as a letter of its own.
            let coded = |byte: u8| if byte == 1 { b"\xd0a\xf2t".to_vec() } else { vec![byte] };
            let bytes: Vec<u8> = sheet.bytes().flat_map(coded).collect();
            package.put("xl/s.xml", bytes).pack()
        }
        Kind::OtherPrefix => {
            let mut package = book(&PLAIN);
            package.edit("xl/s.xml", |xml| {
                let xml = xml.replace("</", "\u{1}").replace("<?", "\u{2}").replace('<', "<bang:");
                xml.replace('\u{1}', "</bang:").replace('\u{2}', "<?").replacen("xmlns=", "xmlns:bang=", 1)
            });
            package.pack()
        }
        Kind::OtherLanguage => {
            let namespaces =
                " xmlns:k=\"urn:k\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" mc:Ignorable=\"k\"";
            let cell = "<c r=\"A1\"><v>26</v></c><k:c r=\"A1\"><k:v>9</k:v></k:c><k:c r=\"B1\"><v>9</v></k:c>";
            book(&Content { cell, namespaces, ..PLAIN }).pack()
        }
        Kind::TwoContents => {
            let namespaces = " xmlns:n=\"http://schemas.microsoft.com/office/2030\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
            let cell = "<mc:AlternateContent><mc:Choice Requires=\"n\"><c r=\"A1\"><v>26</v></c></mc:Choice><mc:Fallback><c r=\"A1\"><v>9</v></c></mc:Fallback></mc:AlternateContent>";
            book(&Content { cell, namespaces, ..PLAIN }).pack()
        }
        Kind::Direction => book(&Content { cell: &text("\u{202e}Đạt\u{2069}"), ..PLAIN }).pack(),
        Kind::ShortRecord | Kind::EveryExcel | Kind::OwnPassword => return None,
    })
}
