use super::*;
use crate::model::place::CellRef;
use crate::model::workbook::{RawSheet, RawValue, UNCOMPUTED, UNREADABLE};
use std::io::{Cursor, Write};

/// A workbook of one sheet `T` with this inside of `worksheet`, two shared texts and styles 0 General, 1 date, 2 percent.
fn book(sheet: &str) -> Vec<(&'static str, String)> {
    let relation = |id: &str, kind: &str, target: &str| format!(r#"<Relationship Id="{id}" Type="x/{kind}" Target="{target}"/>"#);
    vec![
        ("_rels/.rels", format!("<Relationships>{}</Relationships>", relation("a", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships>{}{}{}</Relationships>",
                relation("r1", "worksheet", "worksheets/sheet1.xml"),
                relation("r2", "sharedStrings", "sharedStrings.xml"),
                relation("r3", "styles", "styles.xml"),
            ),
        ),
        ("xl/workbook.xml", r#"<workbook><sheets><sheet name="T" sheetId="1" r:id="r1"/></sheets></workbook>"#.to_owned()),
        ("xl/sharedStrings.xml", "<sst><si><t>không</t></si><si><t>một</t></si></sst>".to_owned()),
        (
            "xl/styles.xml",
            r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/></cellXfs></styleSheet>"#.to_owned(),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet>{sheet}</worksheet>")),
    ]
}

fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read_parts(parts: &[(&str, String)]) -> Result<RawWorkbook, Refusal> {
    let bytes = packed(parts);
    read(&mut Parts::open(&bytes, &Limits::DEFAULT)?, &Limits::DEFAULT)
}

fn sheet(inside: &str) -> RawSheet {
    read_parts(&book(inside)).unwrap().sheets.remove(0)
}

/// The value of one cell written so.
fn value(cell: &str) -> Option<RawValue> {
    sheet(&format!("<sheetData><row>{cell}</row></sheetData>")).get(CellRef::new(0, 0)).cloned()
}

fn text(text: &str) -> Option<RawValue> {
    Some(RawValue::Text(text.into()))
}

fn error(text: &str) -> Option<RawValue> {
    Some(RawValue::Error(text.to_owned()))
}

#[test]
fn values_of_cells() {
    let july = chrono::NaiveDate::from_ymd_opt(2025, 7, 11).unwrap().and_hms_opt(0, 0, 0).unwrap();
    let cases = [
        (r#"<c t="s"><v>1</v></c>"#, text("một")),
        (r#"<c t="s"><v>2</v></c>"#, error(UNREADABLE)),
        (r#"<c t="s"><v>-1</v></c>"#, error(UNREADABLE)),
        (r#"<c t="inlineStr"><is><r><t>Báo </t></r><r><t>cáo</t></r><rPh><t>x</t></rPh></is></c>"#, text("Báo cáo")),
        (r#"<c t="str"><f>A1</f><v>kết_x000A_quả</v></c>"#, text("kết\nquả")),
        (r#"<c><v>75</v></c>"#, Some(RawValue::Number(75.0))),
        (r#"<c t="n"><v> 7.5 </v></c>"#, Some(RawValue::Number(7.5))),
        (r#"<c s="2"><v>0.75</v></c>"#, Some(RawValue::Percent(0.75))),
        (r#"<c s="1"><v>45849</v></c>"#, Some(RawValue::DateTime(july))),
        (r#"<c s="99"><v>45849</v></c>"#, Some(RawValue::Number(45849.0))),
        (r#"<c t="d"><v>2025-07-11</v></c>"#, Some(RawValue::DateTime(july))),
        (r#"<c t="d"><v>11/7/2025</v></c>"#, text("11/7/2025")),
        ("<c t=\"d\"><v>2025-07-11T10:\0\0:00Z</v></c>", error(UNREADABLE)),
        (r#"<c><v>1,5</v></c>"#, error(UNREADABLE)),
        (r#"<c><v>1e400</v></c>"#, error("#NUM!")),
        (r#"<c t="b"><v>1</v></c>"#, Some(RawValue::Bool(true))),
        (r#"<c t="b"><v>FALSE</v></c>"#, Some(RawValue::Bool(false))),
        (r#"<c t="b"><v>maybe</v></c>"#, error(UNREADABLE)),
        (r#"<c t="e"><v>#SPILL!</v></c>"#, error("#SPILL!")),
        (r#"<c t="e"><v>nothing</v></c>"#, error(UNREADABLE)),
        (r#"<c t="odd"><v>1</v></c>"#, error(UNREADABLE)),
        (r#"<c><f>SUM(A2:A9)</f></c>"#, error(UNCOMPUTED)),
        (r#"<c><f>SUM(A2:A9)</f><v></v></c>"#, error(UNCOMPUTED)),
        (r#"<c t="str"><f>IF(TRUE,"")</f><v></v></c>"#, None),
        (r#"<c s="2"/>"#, None),
        (r#"<c t="s"><v></v></c>"#, None),
    ];
    for (cell, wanted) in cases {
        assert_eq!(value(cell), wanted, "{cell}");
    }
}

#[test]
fn one_odd_value_costs_its_cell_alone() {
    let sheet = sheet(
        r##"<sheetData><row r="3"><c r="$B$3"><v>1</v></c><c t="e"><v>#CALC!</v></c><c t="s"><v>9</v></c></row><row><c><v>4</v></c></row></sheetData>"##,
    );
    let cells: Vec<String> = sheet.cells().map(|(cell, value)| format!("{cell} {value:?}")).collect();
    assert_eq!(cells, ["B3 Number(1.0)", "C3 Error(\"#CALC!\")", "D3 Error(\"#KHÔNG ĐỌC ĐƯỢC\")", "A4 Number(4.0)"]);
}

#[test]
fn hidden_rows_and_columns_and_merges_are_told() {
    let found = sheet(
        r#"<cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1"><c><v>1</v></c><c><v>2</v></c></row>
        <row r="2" hidden="1"><c><v>3</v></c></row><row r="3" hidden="1"/></sheetData>
        <mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="A:C"/></mergeCells>"#,
    );
    assert_eq!(found.hidden_rows.len(), 0, "the only value of row 2 is covered");
    assert_eq!(found.hidden_columns.iter().copied().collect::<Vec<_>>(), [1]);
    assert_eq!(found.merged.len(), 1);
    assert_eq!(found.get(CellRef::new(1, 0)), None);
    let found = sheet(
        r#"<sheetFormatPr zeroHeight="1"/><sheetData><row r="1" customHeight="1"><c><v>1</v></c></row><row r="2"><c><v>3</v></c></row></sheetData>"#,
    );
    assert_eq!(found.hidden_rows.iter().copied().collect::<Vec<_>>(), [1]);
}

#[test]
fn a_broken_relation_costs_its_sheet_and_a_broken_part_the_file() {
    let mut parts = book("<sheetData><row><c><v>1</v></c></row></sheetData>");
    parts[2].1 =
        r#"<workbook><workbookPr date1904="1"/><sheets><sheet name="T" r:id="r1"/><sheet name="Mất" r:id="r9" state="hidden"/></sheets>
        <definedNames><definedName name="BM">T!$A$1</definedName></definedNames></workbook>"#
            .to_owned();
    let found = read_parts(&parts).unwrap();
    assert_eq!((found.sheet_names, found.absent), (vec!["T".to_owned(), "Mất".to_owned()], vec!["Mất".to_owned()]));
    assert_eq!((found.names, found.date_1904), (vec![("BM".to_owned(), "T!$A$1".to_owned())], true));
    parts[5].1 = "<worksheet><sheetData><row><c><v>1</v></c></row>".to_owned();
    assert!(matches!(read_parts(&parts), Err(Refusal::Damaged { .. })));
    parts[5].1 = "<chartsheet/>".to_owned();
    assert_eq!(read_parts(&parts).unwrap().sheets, []);
}

#[test]
fn lost_texts_and_formats_cost_the_file_where_a_cell_needs_them() {
    let lost = |part: usize, cell: &str| {
        let mut parts = book(&format!("<sheetData><row>{cell}</row></sheetData>"));
        parts.remove(part);
        matches!(read_parts(&parts), Err(Refusal::Damaged { .. }))
    };
    let (strings, styles) = (3, 4);
    for (part, cell, damaged) in [
        (strings, r#"<c t="s"><v>0</v></c>"#, true),
        (strings, r#"<c t="s"/>"#, false),
        (strings, r#"<c s="2"><v>1</v></c>"#, false),
        (strings, r#"<c t="inlineStr"><is><t>một</t></is></c>"#, false),
        (styles, r#"<c s="2"><v>1</v></c>"#, true),
        (styles, r#"<c s="2"/>"#, false),
        (styles, r#"<c><v>1</v></c>"#, false),
        (styles, r#"<c t="s" s="2"><v>1</v></c>"#, false),
    ] {
        assert_eq!(lost(part, cell), damaged, "{cell}");
    }
}

#[test]
fn prefixes_and_custom_properties() {
    let mut parts = book("");
    parts[5].1 =
        r#"<x:worksheet xmlns:x="u"><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>"#.to_owned();
    parts.push((
        "docProps/custom.xml",
        r#"<Properties><property name="bm_ky"><vt:lpwstr>2025-W28</vt:lpwstr></property></Properties>"#.to_owned(),
    ));
    let found = read_parts(&parts).unwrap();
    assert_eq!(found.sheets[0].get(CellRef::new(0, 0)), text("không").as_ref());
    assert_eq!(found.properties.get("bm_ky").map(String::as_str), Some("2025-W28"));
}

#[test]
fn names_are_those_of_the_language_and_not_of_the_prefix() {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const STRICT: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    let read = |root: &str, inside: &str, close: &str| {
        let mut parts = book("");
        parts[5].1 = format!("<{root}>{inside}</{close}>");
        let sheet = read_parts(&parts).map(|mut book| book.sheets.remove(0));
        sheet.map(|sheet| sheet.cells().map(|(cell, value)| format!("{cell} {value:?}")).collect::<Vec<_>>().join(", "))
    };
    let plain = format!(
        "worksheet xmlns='{MAIN}' xmlns:f='urn:foo' xmlns:i='urn:bar' xmlns:n='http://schemas.microsoft.com/office/2030' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' mc:Ignorable='i'"
    );
    let rows = |cells: &str| format!("<sheetData><row r='1'><c r='A1'><v>1</v></c>{cells}</row></sheetData>");
    for (root, cells, wanted) in [
        (format!("worksheet xmlns='{STRICT}'"), "", "A1 Number(1.0)"),
        // A tag of another language that is called like a cell, or like what stands in one, is none.
        (plain.clone(), "<i:c r='B1'><i:v>2</i:v><v>2</v></i:c>", "A1 Number(1.0)"),
        (plain.clone(), "<c r=\"B1\" xmlns='urn:bar'><v>2</v></c>", "A1 Number(1.0), B1 Error(\"#KHÔNG ĐỌC ĐƯỢC\")"),
        (plain.clone(), "<c r='B1'><i:v>2</i:v></c>", "A1 Number(1.0)"),
        (plain.clone(), "<c r='B1'><f:v>2</f:v></c>", "A1 Number(1.0), B1 Error(\"#KHÔNG ĐỌC ĐƯỢC\")"),
        // Nobody says that it may be passed over.
        (plain.clone(), "<f:c r='C1'><v>2</v></f:c>", "A1 Number(1.0), B1 Error(\"#KHÔNG ĐỌC ĐƯỢC\")"),
        (plain.clone(), "<n:c r='B1'><v>2</v></n:c>", "A1 Number(1.0)"),
        (plain.clone(), "<c f:r='C1' f:t='s' r='B1'><v>2</v></c>", "A1 Number(1.0), B1 Number(2.0)"),
        (
            plain.clone(),
            "<mc:AlternateContent><mc:Choice Requires='n'><c r='B1'><v>2</v></c></mc:Choice><mc:Fallback><c r='B1'><v>3</v></c></mc:Fallback></mc:AlternateContent>",
            "A1 Number(1.0), B1 Number(2.0)",
        ),
        (
            plain.clone(),
            "<c r='B1'><mc:AlternateContent><mc:Choice Requires='f'><v>2</v></mc:Choice><mc:Fallback><v>3</v></mc:Fallback></mc:AlternateContent></c>",
            "A1 Number(1.0), B1 Number(3.0)",
        ),
    ] {
        assert_eq!(read(&root, &rows(cells), "worksheet").unwrap(), wanted, "{cells}");
    }
    let prefixed = rows("").replace("</", "\u{1}").replace('<', "<q:").replace('\u{1}', "</q:");
    assert_eq!(read(&format!("q:worksheet xmlns:q='{MAIN}'"), &prefixed, "q:worksheet").unwrap(), "A1 Number(1.0)");
    for odd in ["<f:row><c r='A2'><v>1</v></c></f:row>", "<x:row/>"] {
        let data = format!("<sheetData>{odd}</sheetData>");
        assert!(matches!(read(&plain, &data, "worksheet"), Err(Refusal::Damaged { .. })), "{odd}");
    }
    assert_eq!(read(&plain, "<sheetData><i:row r='1'><c r='A1'><v>1</v></c></i:row></sheetData>", "worksheet").unwrap(), "");
}

#[test]
fn a_sheet_is_found_by_the_id_of_its_relationship() {
    let mut parts = book("<sheetData><row><c><v>1</v></c></row></sheetData>");
    parts[2].1 = "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:k='http://purl.oclc.org/ooxml/officeDocument/relationships' \
        xmlns:f='urn:foo'><sheets><sheet name='T' f:id='r9' id='r8' k:id='r1'/></sheets></workbook>"
        .to_owned();
    assert_eq!(read_parts(&parts).unwrap().sheets.len(), 1);
}

#[test]
fn cells_without_a_place_in_any_sheet_are_refused() {
    for (cell, wanted) in [
        (r#"<c r="XFE1"><v>1</v></c>"#, "ô XFE1 của trang “T” nằm quá xa"),
        (r#"<c r="A1048577"><v>1</v></c>"#, "ô A1048577 của trang “T” nằm quá xa"),
        (r#"<c r="ZZZZ9"><v>1</v></c>"#, "địa chỉ ô “ZZZZ9” không có thật"),
        (r#"<c r="A99999999999"><v>1</v></c>"#, "địa chỉ ô “A99999999999” không có thật"),
        (r#"<c r="A0"><v>1</v></c>"#, "địa chỉ ô “A0” không có thật"),
    ] {
        let found = read_parts(&book(&format!("<sheetData><row r=\"1\">{cell}</row></sheetData>")));
        assert_eq!(found, Err(Refusal::Unsafe { cause: wanted.to_owned() }));
    }
    // Neither a row around it nor a place of its own.
    let cause = "ô A4294967296 của trang “T” nằm quá xa".to_owned();
    assert_eq!(read_parts(&book("<sheetData><c><v>1</v></c></sheetData>")), Err(Refusal::Unsafe { cause }));
}

#[test]
fn formulas_that_look_into_another_file_are_known() {
    let linked = |formula: &str| !sheet(&format!("<sheetData><row><c>{formula}<v>1</v></c></row></sheetData>")).linked.is_empty();
    for formula in ["<f>[1]Sheet1!A1</f>", "<f>SUM('[12]Sheet 1'!A1:B2)+1</f>", "<f>B1*[3]!Name</f>"] {
        assert!(linked(formula), "{formula}");
    }
    for formula in ["<f>SUM(A2:A9)</f>", "<f>Table1[2025]</f>", "<f>Table1[[2025]:[2026]]</f>", "<f>\"[x]\"</f>", "<f/>"] {
        assert!(!linked(formula), "{formula}");
    }
    let shared = sheet(
        r#"<sheetData><row><c r="A1"><f t="shared" si="0" ref="A1:A2">[1]S!A1</f><v>1</v></c></row>
        <row><c r="A2"><f t="shared" si="0"/><v>2</v></c><c r="B2"><f t="shared" si="1"/><v>2</v></c></row></sheetData>"#,
    );
    assert_eq!(shared.linked.into_iter().collect::<Vec<_>>(), [CellRef::new(0, 0), CellRef::new(1, 0)]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 3_000, failure_persistence: None, ..Default::default() })]

    /// Cells and texts that are known at a glance are no others than those that are taken apart: with a prefix before every
    /// name they all go the long way.
    #[test]
    fn what_is_usual_is_read_as_what_is_not(
        cells in proptest::collection::vec((
            proptest::sample::select(vec!["", " r=\"A1\"", " r=\"B1\"", " r=\"C2\"", " r=\"AB3\"", " r='D1'", " r=\"A0\""]),
            proptest::sample::select(vec!["", "", " s=\"1\"", " s=\"2\"", " s=\"99\"", " s=\"\""]),
            proptest::sample::select(vec!["", "", " t=\"s\"", " t=\"s\"", " t=\"n\"", " t=\"str\"", " t=\"b\""]),
            proptest::sample::select(vec![
                "/>", "></c>", "><v>0</v></c>", "><v>1</v></c>", "><v>7</v></c>", "><v>45849.5</v></c>", "><v>1e3</v></c>", "><v>-</v></c>",
                "><v></v></c>", "><v> 1</v></c>", "><v>1</v> </c>", "><f>1</f><v>1</v></c>", "><is><t>x</t></is></c>", "/><row r=\"5\"/>", "><v>1</c>",
            ]),
        ), 0..5),
        texts in proptest::collection::vec(proptest::sample::select(vec![
            "<si><t>Đạt</t></si>", "<si><t xml:space=\"preserve\"> a_x000A_b</t></si>", "<si><t>1 &amp; 2</t></si>", "<si><t>\r\n</t></si>", "<si><t/></si>",
            "<si/>", "<si><r><t>a</t></r><rPh><t>b</t></rPh></si>", "<si><t>a</t><si><t>b</t></si></si>", "<rPh><si><t>c</t></si></rPh>", "<si><t>\0</t></si>", "<si>",
        ]), 0..5),
        plain in proptest::bool::ANY,
    ) {
        let cells: String = cells.into_iter().map(|(place, style, kind, body)| format!("<c{place}{style}{kind}{body}")).collect();
        let texts = texts.concat();
        let of = |name: &str| {
            let mut parts = book(&format!("<sheetData>{}</sheetData>", if plain { "<c r=\"A1\" t=\"s\"><v>0</v></c>" } else { &cells }));
            parts[3].1 = format!("<sst>{}</sst>", if plain { texts.as_str() } else { "<si><t>x</t></si><si><t/></si>" });
            for (part, content) in &mut parts {
                if *part == name {
                    // A prefix before each name of a tag.
                    *content = content.replace("</", "\u{1}").replace('<', "<x:").replace('\u{1}', "</x:");
                }
            }
            read_parts(&parts).map_err(|_| ())
        };
        let usual = of("");
        proptest::prop_assert_eq!(&usual, &of("xl/sharedStrings.xml"), "{}", texts);
        proptest::prop_assert_eq!(&usual, &of("xl/worksheets/sheet1.xml"), "{}", cells);
    }
}
