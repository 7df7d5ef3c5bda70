//! Files that are something else than their name says, or that did not arrive whole.

use super::old_format::{compound, xls};
use super::workshop::{book, parts, said, sheet};
use super::{Recipe, recipe};
use crate::package::Package;
use tonghop::sheets::sheet::{Book, Value, Visibility};

const ALSO: &str = ".rar, .zip, .pdf, .docx, .jpg instead of a workbook";
const DISGUISED: &str = ".xls that is HTML, XML or text inside";
const HALF: &str = "half-copied and 0-byte files";

fn bytes(name: &'static str, complaint: &'static str, file_name: &'static str, bytes: &'static [u8]) -> Recipe {
    recipe(name, complaint, move |_| bytes.to_vec()).named(file_name)
}

pub(crate) fn recipes() -> Vec<Recipe> {
    let mut all = other_kinds();
    all.extend(half_arrived());
    all.extend(other_formats());
    all
}

fn other_kinds() -> Vec<Recipe> {
    const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n";
    const HTML: &[u8] = b"<html><body><table><tr><td>KH11-001</td><td>40</td></tr></table></body></html>";
    vec![
        bytes("html-as-xls", DISGUISED, "BC.xls", HTML).finds(&["T05"]).says("HTML"),
        bytes("csv-as-xls", DISGUISED, "BC.xls", "STT;Mã;Tỷ lệ\n1;KH11-001;40\n".as_bytes()).finds(&["T05"]),
        bytes(
            "xml-2003-as-xls",
            DISGUISED,
            "BC.xls",
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
        )
        .finds(&["T05"]),
        bytes("pdf-as-xlsx", DISGUISED, "BC.xlsx", PDF).finds(&["T05"]).says("PDF"),
        bytes("csv-of-two-bytes-a-letter-as-xls", DISGUISED, "BC.xls", b"\xff\xfeS\0T\0T\0\t\0M\0a\0\r\0\n\0A\0\t\0B\0").finds(&["T05"]),
        bytes("csv", ALSO, "BC.csv", b"STT;Ma\n1;KH11-001\n").finds(&["T04"]).says(".csv"),
        bytes("signed-pdf-alone", ALSO, "BC_SYT.pdf", PDF).finds(&["T06"]).says("BC_SYT.pdf"),
        recipe("docx", ALSO, |_| Package::empty().put("word/document.xml", "<w:document/>").pack()).named("BC.docx").finds(&["T06"]),
        recipe("docx-as-xlsx", DISGUISED, |_| Package::empty().put("word/document.xml", "<w:document/>").pack()).finds(&["T05"]).says("Word"),
        bytes("rar", ALSO, "BC.rar", b"Rar!\x1a\x07\x01\x00\x33\x92\xb5\xe5").finds(&["T04"]).says(".rar"),
        recipe("zip", ALSO, |good| Package::empty().put("BC.xlsx", good.bytes()).pack()).named("BC.zip").finds(&["T04"]).says(".zip"),
        bytes("photo", ALSO, "z5928.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01").finds(&["T04"]).says(".jpg"),
        recipe("owner-file", "~$ owner files", |_| owner_file()).named("~$BC.xlsx").finds(&["T04"]).says("~$"),
        recipe("password", "a password file gives nonsense", |_| compound("EncryptedPackage", &[0x5a; 4096])).finds(&["T03"]),
        recipe("good-named-xls", "xlsx named .xls errs by extension", |good| good.bytes()).named("BC.xls"),
        recipe("good-without-extension", "the extension is only a claim", |good| good.bytes()).named("BC"),
        recipe("good-with-macros", "a workbook with macros", |good| {
            parts(good, |p| {
                p.put("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1macros".to_vec());
                p.replace("[Content_Types].xml", "spreadsheetml.sheet.main+xml", "x-macro");
                p.replace("[Content_Types].xml", "application/vnd.openxmlformats-officedocument.x-macro", "application/vnd.ms-excel.sheet.macroEnabled.main+xml");
            })
        })
        .named("BC.xlsm"),
    ]
}

fn half_arrived() -> Vec<Recipe> {
    vec![
        bytes("empty", HALF, "BC.xlsx", b"").finds(&["T01"]),
        recipe("cut-short", HALF, |good| {
            let mut bytes = good.bytes();
            bytes.truncate(bytes.len() * 3 / 4);
            bytes
        })
        .finds(&["T02"]),
        recipe("tail-of-zeros", "full size, tail of zeros", |good| {
            let mut bytes = good.bytes();
            let half = bytes.len() / 2;
            bytes[half..].fill(0);
            bytes
        })
        .finds(&["T02"]),
        bytes("zeros", HALF, "BC.xlsx", &[0; 8192]).finds(&["T02"]),
        recipe("mail-text-before", "junk before a package", |good| {
            [b"Content-Type: application/octet-stream\r\n\r\n".to_vec(), good.bytes()].concat()
        }),
        recipe("junk-behind", "junk behind a package", |good| [good.bytes(), b"\r\n--boundary--\r\n".to_vec()].concat()),
    ]
}

fn other_formats() -> Vec<Recipe> {
    vec![
        recipe("ods", "other formats", |good| ods(&good.book)).named("BC.ods"),
        recipe("ods-with-a-text-percentage", "a locale number, in another format", |good| {
            ods(&book(good, |b| said(sheet(b, "NhiemVu"), 4, 6, "62,5")).book)
        })
        .named("BC.ods")
        .finds(&["D06 NhiemVu!G5"])
        .reads(&["KH11-001.percent=62.5"]),
        recipe("xls", "other formats", |good| xls(&good.book)).named("BC.xls"),
        recipe("xls-named-xlsx", "content decides", |good| xls(&good.book)),
        recipe("xls-with-a-wrong-percentage", "a locale number, in another format", |good| {
            xls(&book(good, |b| said(sheet(b, "NhiemVu"), 4, 6, "khoảng 75")).book)
        })
        .named("BC.xls")
        .finds(&["N12 NhiemVu!G5"])
        .reads(&["KH11-001.percent=?"]),
        recipe("xls-cut-short", "an unfinished .xls does not show", |good| {
            let mut bytes = xls(&good.book);
            bytes.truncate(bytes.len() * 3 / 4);
            bytes
        })
        .named("BC.xls")
        .finds(&["T02"]),
        recipe("xls-with-a-tail-of-zeros", "full size, tail of zeros: every cell gone, and accepted", |good| {
            let mut bytes = xls(&good.book);
            let kept = bytes.len() * 3 / 4;
            bytes[kept..].fill(0);
            bytes
        })
        .named("BC.xls")
        .finds(&["T02"]),
        recipe("ods-named-xlsx", "content decides", |good| ods(&good.book)),
    ]
}

/// The lock of a workbook that somebody has open.
fn owner_file() -> Vec<u8> {
    let mut bytes = b"\x05An Vu".to_vec();
    bytes.resize(55, b' ');
    bytes.extend(b"\x05\0A\0n\0 \0V\0u\0");
    bytes.resize(165, b' ');
    bytes
}

/// The same book as LibreOffice would hold it.
fn ods(book: &Book) -> Vec<u8> {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let mut tables = String::new();
    for sheet in &book.sheets {
        let style = if sheet.visibility == Visibility::Visible { "ta1" } else { "ta2" };
        tables.push_str(&format!("<table:table table:name=\"{}\" table:style-name=\"{style}\">", sheet.name));
        for row in &sheet.rows {
            tables.push_str("<table:table-row>");
            for cell in &row.cells {
                let text = |text: &str| {
                    format!("<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>", escape(text))
                };
                tables.push_str(&match &cell.value {
                    Value::Blank => "<table:table-cell/>".to_owned(),
                    Value::Text(shown) => text(shown),
                    Value::Number(number) => format!("<table:table-cell office:value-type=\"float\" office:value=\"{number}\"/>"),
                    Value::Date(day) => format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\"/>"),
                    Value::DateTime(at) => {
                        format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{}\"/>", at.format("%Y-%m-%dT%H:%M:%S"))
                    }
                    Value::Formula(own) => text(&own.result),
                });
            }
            tables.push_str("</table:table-row>");
        }
        tables.push_str("</table:table>");
    }
    let styles = "<office:automatic-styles><style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>";
    let names = ["office", "table", "text", "style"];
    let spaces: String = names.iter().map(|n| format!(" xmlns:{n}=\"urn:oasis:names:tc:opendocument:xmlns:{n}:1.0\"")).collect();
    Package::empty()
        .put("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        .put(
            "content.xml",
            format!(
                "<office:document-content{spaces}>{styles}<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
            ),
        )
        .pack()
}
