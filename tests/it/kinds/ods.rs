//! Each kind as an `.ods`.

use super::Kind;
use crate::package::Package;

/// The workbook with these styles, this tag of the column, attributes of the row and cell.
pub(crate) fn book(styles: &str, column: &str, row: &str, cell: &str) -> Package {
    let names = ["office", "table", "text", "style", "number"].map(|n| {
        let name = if n == "number" { "datastyle" } else { n };
        format!(" xmlns:{n}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\"")
    });
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content{} xmlns:k=\"urn:k\"><office:automatic-styles>{styles}</office:automatic-styles><office:body>\
         <office:spreadsheet><table:table table:name=\"T\">{column}<table:table-row{row}>{cell}{}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>",
        names.concat(),
        number("7", "")
    );
    let mut package = Package::empty();
    package.put("mimetype", "application/vnd.oasis.opendocument.spreadsheet").put("content.xml", content);
    package
}

pub(crate) fn number(number: &str, style: &str) -> String {
    format!("<table:table-cell{style} office:value-type=\"float\" office:value=\"{number}\"/>")
}

pub(crate) fn text(said: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{said}</text:p></table:table-cell><table:table-cell/>")
}

fn formatted(format: &str, stored: &str) -> Vec<u8> {
    let style = "<style:style style:name=\"ce1\" style:family=\"table-cell\" style:data-style-name=\"N1\"/>";
    let cells = number(stored, " table:style-name=\"ce1\"") + "<table:table-cell/>";
    book(&format!("{format}{style}"), "", "", &cells).pack()
}

fn looking(properties: &str, said: &str) -> Vec<u8> {
    let style = format!("<style:style style:name=\"T1\" style:family=\"text\"><style:text-properties {properties}/></style:style>");
    book(&style, "", "", &text(said)).pack()
}

pub(crate) fn made(kind: Kind) -> Option<Vec<u8>> {
    let cells = number("26", "") + "<table:table-cell/>";
    let sized = |family: &str, properties: &str| {
        format!(
            "<style:style style:name=\"z\" style:family=\"table-{family}\"><style:table-{family}-properties style:{properties}=\"0cm\"/></style:style>"
        )
    };
    Some(match kind {
        Kind::Uncomputed => book("", "", "", "<table:table-cell table:formula=\"of:=1+1\"/><table:table-cell/>").pack(),
        Kind::UnknownCell => book("", "", "", &(number("26", "") + "<table:cell-of-tomorrow/>")).pack(),
        Kind::Embedded => book("", "", "", &cells).put("Object 1/content.xml", "<office:document-content/>").pack(),
        Kind::Divided => formatted(
            "<number:number-style style:name=\"N1\"><number:number number:decimal-places=\"0\" number:min-integer-digits=\"1\" number:display-factor=\"1000\"/></number:number-style>",
            "26000",
        ),
        Kind::Words => formatted(
            "<number:number-style style:name=\"N1P0\"><number:text>Đạt</number:text></number:number-style><number:number-style style:name=\"N1\"><number:number/>\
             <style:map style:condition=\"value()=1\" style:apply-style-name=\"N1P0\"/></number:number-style>",
            "1",
        ),
        Kind::OwnDigits => formatted(
            "<number:number-style style:name=\"N1\"><number:text>KH11-</number:text><number:number number:decimal-places=\"0\" number:min-integer-digits=\"3\"/></number:number-style>",
            "1",
        ),
        Kind::PercentStyle => formatted(
            "<number:percentage-style style:name=\"N1\"><number:number number:decimal-places=\"0\" number:min-integer-digits=\"1\"/><number:text>%</number:text></number:percentage-style>",
            "1",
        ),
        Kind::Raised => looking("style:text-position=\"super 58%\"", "26<text:span text:style-name=\"T1\">1</text:span>"),
        Kind::Struck => looking("style:text-line-through-style=\"solid\"", "<text:span text:style-name=\"T1\">25</text:span>26"),
        Kind::NoHeight => book(&sized("row", "row-height"), "", " table:style-name=\"z\"", &cells).pack(),
        Kind::NoWidth => book(&sized("column", "column-width"), "<table:table-column table:style-name=\"z\"/>", "", &cells).pack(),
        Kind::OtherEncoding => {
            let mut package = book("", "", "", &text("Đạt"));
            let units: Vec<u8> =
                package.text("content.xml").replacen("UTF-8", "UTF-16", 1).encode_utf16().flat_map(u16::to_be_bytes).collect();
            package.put("content.xml", units).pack()
        }
        Kind::OwnPassword => {
            let manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry \
                 manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
            book("", "", "", &cells).put("META-INF/manifest.xml", manifest).pack()
        }
        Kind::OtherPrefix => {
            let mut package = book("", "", "", &cells);
            package.edit("content.xml", |xml| {
                xml.replace("table:", "bang:").replace("xmlns:table=", "xmlns:bang=").replace("xmlns:bang:1.0", "xmlns:table:1.0")
            });
            package.pack()
        }
        Kind::OtherLanguage => {
            let other = "<k:table-cell office:value-type=\"float\" office:value=\"9\"><table:table-cell office:value-type=\"float\" office:value=\"9\"/></k:table-cell>";
            book("", "", "", &format!("{}{other}<table:table-cell/>", number("26", ""))).pack()
        }
        Kind::Direction => book("", "", "", &text("\u{202e}Đạt\u{2069}")).pack(),
        Kind::ShortRecord | Kind::ClaimedTexts | Kind::EveryExcel | Kind::TwoContents => return None,
    })
}
