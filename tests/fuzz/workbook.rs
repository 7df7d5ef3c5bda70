//! A workbook of one sheet, some of whose parts come from the fuzzer. Parts are stored, not deflated: the fuzzer spends
//! its time in our readers.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The parts of a small workbook: name and content.
pub struct Parts<'p> {
    pub rels: &'p [u8],
    pub workbook: &'p [u8],
    pub workbook_rels: &'p [u8],
    pub sheet: &'p [u8],
    pub strings: &'p [u8],
    pub styles: &'p [u8],
    pub properties: &'p [u8],
}

impl Parts<'static> {
    /// Everything well-formed: texts, formats of every sort, a sheet that uses them.
    pub const PLAIN: Self = Self {
        rels: br#"<Relationships><Relationship Id="a" Type="t/officeDocument" Target="xl/workbook.xml"/><Relationship Id="b" Type="t/custom-properties" Target="docProps/custom.xml"/></Relationships>"#,
        workbook: br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="T" sheetId="1" r:id="s"/></sheets></workbook>"#,
        workbook_rels: br#"<Relationships><Relationship Id="s" Type="t/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="t" Type="t/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="u" Type="t/styles" Target="styles.xml"/></Relationships>"#,
        sheet: br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row><row><c><v>45849.5</v></c><c s="1"><v>45849.5</v></c><c s="2"><v>0.5</v></c><c s="3"><v>45849</v></c><c s="4"><v>2.5</v></c></row></sheetData></worksheet>"#,
        strings: b"<sst count=\"3\" uniqueCount=\"3\"><si><t>a</t></si><si><t>b_x000D_</t></si><si><r><t>c</t></r><rPh><t>d</t></rPh></si></sst>",
        styles: br##"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="#,##0.0%"/></numFmts><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="46"/></cellXfs></styleSheet>"##,
        properties: br#"<Properties><property name="tonghop"><lpwstr>BM-01</lpwstr></property></Properties>"#,
    };
}

impl Parts<'_> {
    /// The workbook as a file.
    pub fn packed(&self) -> Vec<u8> {
        packed(&[
            ("_rels/.rels", self.rels),
            ("xl/workbook.xml", self.workbook),
            ("xl/_rels/workbook.xml.rels", self.workbook_rels),
            ("xl/worksheets/sheet1.xml", self.sheet),
            ("xl/sharedStrings.xml", self.strings),
            ("xl/styles.xml", self.styles),
            ("docProps/custom.xml", self.properties),
        ])
    }
}

/// A package of parts, each by name and content.
pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(*name, stored).expect("a part begins");
        writer.write_all(content).expect("a part is written");
    }
    writer.finish().expect("the package ends").into_inner()
}
