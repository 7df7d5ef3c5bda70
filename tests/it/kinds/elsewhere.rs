//! Faults that users of other programs have reported, each made in a workbook of ours: what people see is read.

use super::{ods, xls, xlsb, xlsx};
use crate::xlsb_writer;
use crate::zoo::old_format::{record, shorts};
use std::fmt::Write;
use tonghop::model::config::Limits;
use tonghop::model::workbook::RawValue;
use tonghop::reader;

/// What is read of the first sheet, cell by cell; C1 holds 7 everywhere and is left out.
fn told(bytes: &[u8], format: &str) -> String {
    let book = reader::read(bytes, format, &Limits::DEFAULT).unwrap();
    let mut told = String::new();
    for (cell, value) in book.sheets[0].cells().filter(|(_, value)| **value != RawValue::Number(7.0)) {
        write!(told, "{cell} {value:?}; ").unwrap();
    }
    told
}

fn of_xlsx(cell: &str) -> String {
    told(&xlsx::book(&xlsx::Content { cell, format: "dd/mm/yyyy", ..xlsx::PLAIN }).pack(), "xlsx")
}

fn of_xls(cells: Vec<u8>, format: &str) -> String {
    told(&xls::book(&xls::Content { cells, format, ..xls::plain() }), "xls")
}

#[test]
fn a_day_that_a_formula_gives_is_a_day_in_old_files_too() {
    let result = [&shorts(&[0, 0, 1])[..], &45849.0f64.to_le_bytes(), &shorts(&[0, 0, 0, 3, 0x1e, 0])[..11]].concat();
    assert_eq!(of_xls(record(0x0006, &result), "dd/mm/yyyy"), "A1 DateTime(2025-07-11T00:00:00); ");
}

#[test]
fn a_text_that_a_formula_gives_stands_behind_the_formula_that_others_share() {
    // The result is a text; the formula is the first of several that are one; then the text.
    let result = [&shorts(&[0, 0, 0])[..], &[0, 0, 0, 0, 0, 0, 0xff, 0xff], &shorts(&[8, 0, 0, 5]), &[1, 0, 0, 0, 0]].concat();
    let shared = record(0x04bc, &[&shorts(&[0, 1])[..], &[0, 0, 0, 2], &shorts(&[3]), &[0x1e, 1, 0]].concat());
    let text = record(0x0207, &[&shorts(&[3])[..], &[0], b"\xc4at"].concat());
    assert_eq!(of_xls([record(0x0006, &result), shared, text].concat(), "General"), "A1 Text(\"Äat\"); ");
}

#[test]
fn rows_in_groups_and_in_headings_are_rows() {
    let mut package = ods::book("", "", "", &ods::number("26", ""));
    package.edit("content.xml", |xml| {
        let row = &xml[xml.find("<table:table-row>").unwrap()..xml.find("</table:table>").unwrap()];
        let more = format!(
            "<table:table-header-rows>{row}</table:table-header-rows><table:table-row-group><table:table-row-group>{row}</table:table-row-group>\
             <table:table-rows>{row}</table:table-rows></table:table-row-group>"
        );
        xml.replace(row, &more)
    });
    assert_eq!(told(&package.pack(), "ods"), "A1 Number(26.0); A2 Number(26.0); A3 Number(26.0); ");
}

#[test]
fn blank_cells_and_rows_keep_their_places() {
    let cells = format!("<table:table-cell table:number-columns-repeated=\"3\"/>{}", ods::text("Đạt"));
    let mut package = ods::book("", "", "", &cells);
    package.replace(
        "content.xml",
        "<table:table-row>",
        "<table:table-row table:number-rows-repeated=\"4\"><table:table-cell/></table:table-row><table:table-row>",
    );
    assert_eq!(told(&package.pack(), "ods"), "D5 Text(\"Đạt\"); ");
}

#[test]
fn a_text_in_a_cell_of_days_is_the_text_and_nothing_is_no_day() {
    assert_eq!(of_xlsx("<c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c>"), "A1 Text(\"26\"); ");
    assert_eq!(of_xlsx("<c r=\"A1\" s=\"1\" t=\"str\"><v>19/19/2025</v></c>"), "A1 Text(\"19/19/2025\"); ");
    assert_eq!(of_xlsx("<c r=\"A1\" s=\"1\"><v/></c><c r=\"B1\" s=\"1\"/>"), "");
}

#[test]
fn cells_and_rows_may_come_in_any_order() {
    let cells = "<c r=\"B2\"><v>4</v></c><c r=\"A2\"><v>3</v></c></row><row r=\"1\"><c r=\"B1\"><v>2</v></c><c r=\"A1\"><v>1</v></c>";
    let wanted = "A1 Number(1.0); B1 Number(2.0); A2 Number(3.0); B2 Number(4.0); ";
    assert_eq!(of_xlsx(cells), wanted);
    // Column by column, each with a row of its own.
    let by_columns = "<c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>3</v></c></row><row r=\"1\"><c r=\"B1\"><v>2</v></c></row><row r=\"2\"><c r=\"B2\"><v>4</v></c></row><row r=\"1\">";
    assert_eq!(of_xlsx(by_columns), wanted);
}

#[test]
fn an_empty_text_that_a_formula_does_not_say_was_not_computed() {
    let of = |workbook: &str, cell: &str| told(&xlsx::book(&xlsx::Content { cell, workbook, ..xlsx::PLAIN }).pack(), "xlsx");
    let load = "<calcPr fullCalcOnLoad=\"1\"/>";
    let shared = "<c r=\"A1\" t=\"str\"><f t=\"shared\" ref=\"A1:B1\" si=\"0\">D1&amp;\"%\"</f><v></v></c><c r=\"B1\" t=\"str\"><f t=\"shared\" si=\"0\"/><v></v></c>";
    assert_eq!(of(load, shared), "A1 Error(\"#CHƯA TÍNH\"); B1 Error(\"#CHƯA TÍNH\"); ");
    assert_eq!(of("", shared), "", "a program that computes says so");
    assert_eq!(of(load, &shared.replace("\"%\"", "\"\"")), "", "the formula may well give nothing");
}

#[test]
fn spaces_beside_letters_that_are_written_as_entities_stay() {
    let cell = "<c r=\"A1\" t=\"inlineStr\"><is><t>5 &lt; 10 &amp; &quot;Đạt&quot; &#x111;</t></is></c>";
    assert_eq!(of_xlsx(cell), "A1 Text(\"5 < 10 & \\\"Đạt\\\" đ\"); ");
}

#[test]
fn a_guide_to_pronunciation_is_no_text() {
    let texts = "<sst><si><t>Đạt</t><rPh sb=\"0\" eb=\"1\"><t>dat</t></rPh><phoneticPr fontId=\"1\"/></si></sst>";
    let cell = "<c r=\"A1\" t=\"s\"><v>0</v></c>";
    assert_eq!(told(&xlsx::book(&xlsx::Content { cell, texts, ..xlsx::PLAIN }).pack(), "xlsx"), "A1 Text(\"Đạt\"); ");
}

#[test]
fn a_result_in_eight_bytes_is_read_to_its_last_one() {
    let place: Vec<u8> = [0u32, 0].iter().flat_map(|number| number.to_le_bytes()).collect();
    let cells = xlsb_writer::record(9, &[&place[..], &[0x68, 0x31, 0x12, 0xec, 0xc6, 0xa7, 0xe4, 0x3f], &[0; 10]].concat());
    let bytes = xlsb::book(&xlsb::Content { cells, ..xlsb::plain() }).pack();
    assert_eq!(told(&bytes, "xlsb"), "A1 Number(0.6454805956614509); ");
}
