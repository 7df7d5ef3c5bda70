//! Numbers: separators, percentages, words, blanks, errors.

use super::workshop::{blank, cell, formatted, number, parts, text};
use super::{Recipe, recipe};

const LOCALE: &str = "locale numbers silently wrong";
const BLANKS: &str = "blank became zero";
const ERRORS: &str = "errors and formulas without a result read as blank";
const SEEN: &str = "what is stored read instead of what is shown";
const FIGURES: &str = "numbers as people write them";

/// The percentage of the first task, as text.
fn percent(name: &'static str, complaint: &'static str, written: &'static str) -> Recipe {
    recipe(name, complaint, move |good| parts(good, |p| text(p, "NhiemVu!G5", written)))
}

/// The figures of the target: numerator, denominator, result; digits alone, and what follows a `#`, are real numbers.
fn target(name: &'static str, complaint: &'static str, written: [&'static str; 3]) -> Recipe {
    recipe(name, complaint, move |good| {
        parts(good, |p| {
            for (at, written) in ["ChiTieu!F5", "ChiTieu!G5", "ChiTieu!H5"].into_iter().zip(written) {
                match written.strip_prefix('#') {
                    Some(plain) => number(p, at, plain),
                    None if written.is_empty() => blank(p, at),
                    None if written.chars().all(|c| c.is_ascii_digit()) => number(p, at, written),
                    None => text(p, at, written),
                }
            }
        })
    })
}

/// A cell of the first task's percentage, as XML.
fn raw(name: &'static str, complaint: &'static str, attributes: &'static str, inside: &'static str) -> Recipe {
    recipe(name, complaint, move |good| parts(good, |p| cell(p, "NhiemVu!G5", attributes, inside)))
}

/// The percentage of the first task as this number in this format.
fn in_format(name: &'static str, code: &'static str, stored: &'static str) -> Recipe {
    recipe(name, SEEN, move |good| {
        parts(good, |p| {
            p.edit("xl/styles.xml", |xml| {
                let styles = xml.split("<cellXfs count=\"").nth(1).unwrap().split('"').next().unwrap().parse::<u32>().unwrap();
                assert!(styles < 900, "{styles}");
                // Places up to the style asked for repeat the first one.
                let filling = "<xf numFmtId=\"0\"/>".repeat(usize::try_from(900 - styles).unwrap());
                let code = code.replace('"', "&quot;");
                let xml = xml.replace("</cellXfs>", &format!("{filling}<xf numFmtId=\"300\" applyNumberFormat=\"1\"/></cellXfs>"));
                let format = format!("<numFmt numFmtId=\"300\" formatCode=\"{code}\"/>");
                if xml.contains("</numFmts>") {
                    xml.replace("</numFmts>", &format!("{format}</numFmts>"))
                } else {
                    xml.replace("<fonts", &format!("<numFmts count=\"1\">{format}</numFmts><fonts"))
                }
            });
            cell(p, "NhiemVu!G5", "s=\"900\"", &format!("<v>{stored}</v>"));
        })
    })
}

/// What is shown is not what is stored.
fn seen() -> Vec<Recipe> {
    vec![
        in_format("format-thousands", "#,##0,", "62000")
            .finds(&["D13 NhiemVu!G5"])
            .reads(&["KH11-001.percent=62"])
            .says("“62”")
            .says("“62000”"),
        in_format("format-own-digits", "0\"0\"", "6").finds(&["D13 NhiemVu!G5", "D06 NhiemVu!G5"]).reads(&["KH11-001.percent=60"]),
        in_format("format-accounting", "_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"??_);_(@_)", "62").reads(&["KH11-001.percent=62"]),
        raw(
            "mark-of-footnote",
            SEEN,
            "t=\"inlineStr\"",
            "<is><r><t>62</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></is>",
        )
        .finds(&["D13 NhiemVu!G5", "D06 NhiemVu!G5"])
        .reads(&["KH11-001.percent=62"]),
        raw("struck-through", SEEN, "t=\"inlineStr\"", "<is><r><rPr><strike/></rPr><t>6</t></r><r><t>62</t></r></is>")
            .finds(&["D13 NhiemVu!G5", "D06 NhiemVu!G5"])
            .reads(&["KH11-001.percent=62"]),
        recipe("computed-on-load", "a formula that nobody computed read as zero", |good| {
            parts(good, |p| {
                p.edit("xl/workbook.xml", |xml| {
                    let xml = match (xml.find("<calcPr"), xml.find("</workbook>")) {
                        (Some(at), _) => format!("{}{}", &xml[..at], &xml[at + xml[at..].find("/>").unwrap() + 2..]),
                        _ => xml.to_owned(),
                    };
                    xml.replace("</workbook>", "<calcPr fullCalcOnLoad=\"1\"/></workbook>")
                });
                cell(p, "NhiemVu!G5", "", "<f>50+5</f><v>0</v>");
            })
        })
        .finds(&["D04 NhiemVu!G5"])
        .reads(LOST),
    ]
}

const LOST: &[&str] = &["KH11-001.percent=?"];

pub(crate) fn recipes() -> Vec<Recipe> {
    let mut all = written();
    all.extend(targets());
    all.extend(cells());
    all.extend(seen());
    all
}

fn written() -> Vec<Recipe> {
    vec![
        percent("percent-comma", LOCALE, "62,5").finds(&["D06 NhiemVu!G5"]).reads(&["KH11-001.percent=62.5"]),
        percent("percent-point", LOCALE, "62.5").finds(&["D06 NhiemVu!G5"]).reads(&["KH11-001.percent=62.5"]),
        percent("percent-sign", FIGURES, "85%").finds(&["D06 NhiemVu!G5"]).reads(&["KH11-001.percent=85"]),
        percent("percent-apostrophe", "'07, apostrophe, \"12 \"", "'85 ").finds(&["D06 NhiemVu!G5"]).reads(&["KH11-001.percent=85"]),
        percent("percent-no-break-space", "invisible letters", "\u{a0}85\u{200b}")
            .finds(&["D06 NhiemVu!G5"])
            .reads(&["KH11-001.percent=85"]),
        percent("percent-about", FIGURES, "khoảng 75").finds(&["N12 NhiemVu!G5"]).reads(LOST),
        percent("percent-over", FIGURES, ">75").finds(&["N12 NhiemVu!G5"]).reads(LOST),
        percent("percent-150", "a percentage out of range", "150")
            .finds(&["N12 NhiemVu!G5", "D06 NhiemVu!G5"])
            .reads(&["KH11-001.percent=150"]),
        percent("percent-dash", BLANKS, "-").finds(&["N12 NhiemVu!G5"]).reads(LOST),
        percent("percent-no", BLANKS, "không").finds(&["N12 NhiemVu!G5"]).reads(LOST),
        percent("percent-nothing-new", BLANKS, "không phát sinh").finds(&["N12 NhiemVu!G5"]).reads(LOST),
        percent("percent-fraction-text", LOCALE, "0,85").finds(&["N12 NhiemVu!G5"]).reads(LOST),
        percent("percent-ratio", FIGURES, "39/65").finds(&["N12 NhiemVu!G5"]).reads(LOST),
        recipe("percent-blank", BLANKS, |good| parts(good, |p| blank(p, "NhiemVu!G5"))).reads(&["KH11-001.percent=-"]),
        recipe("percent-spaces", BLANKS, |good| parts(good, |p| text(p, "NhiemVu!G5", " \u{a0} "))).reads(&["KH11-001.percent=-"]),
        recipe("percent-zero", BLANKS, |good| parts(good, |p| number(p, "NhiemVu!G5", "0"))).reads(&["KH11-001.percent=0"]),
        recipe("percent-minus-5", "a percentage out of range", |good| parts(good, |p| number(p, "NhiemVu!G5", "-5")))
            .finds(&["N12 NhiemVu!G5"])
            .reads(&["KH11-001.percent=-5"]),
        recipe("percent-float-noise", LOCALE, |good| parts(good, |p| number(p, "NhiemVu!G5", "57.999999999999993")))
            .reads(&["KH11-001.percent=58"]),
        recipe("percent-fraction", "0.85 and 85 with 0% look the same", |good| parts(good, |p| number(p, "NhiemVu!G5", "0.85")))
            .finds(&["N12 NhiemVu!G5"])
            .reads(LOST),
        recipe("percent-fractions", "a column of fractions, in which 1 is 100% and not 1%", |good| {
            parts(good, |p| {
                number(p, "NhiemVu!G5", "0.4");
                number(p, "NhiemVu!G6", "1");
            })
        })
        .finds(&["N12 NhiemVu!G5", "N12 NhiemVu!G6"])
        .reads(&["KH11-001.percent=?", "KH11-002.percent=?"]),
        recipe("percent-format", "0.85 and 85 with 0% look the same", |good| parts(good, |p| formatted(p, "NhiemVu!G5", "0.85", "9")))
            .reads(&["KH11-001.percent=85"]),
        recipe("percent-format-8500", "85 typed, then formatted as a percentage", |good| {
            parts(good, |p| formatted(p, "NhiemVu!G5", "85", "10"))
        })
        .finds(&["N12 NhiemVu!G5"])
        .reads(&["KH11-001.percent=8500"]),
        recipe("percent-quoted-format", "a percent sign that is only decoration", |good| {
            parts(good, |p| formatted(p, "NhiemVu!G5", "85", "0\"%\""))
        })
        .reads(&["KH11-001.percent=85"]),
        recipe("percent-as-date", "Excel makes a date of a figure", |good| parts(good, |p| formatted(p, "NhiemVu!G5", "45999", "14")))
            .finds(&["N12 NhiemVu!G5"])
            .reads(LOST),
    ]
}

fn targets() -> Vec<Recipe> {
    const MILLIONS: &[&str] = &["CT-002.numerator=1234567", "CT-002.denominator=2469134"];
    vec![
        target("thousands-vietnamese", LOCALE, ["1.234.567", "2.469.134", "50"]).finds(&["D06 ChiTieu!F5"]).reads(MILLIONS),
        target("thousands-english", LOCALE, ["1,234,567", "2,469,134", "50"]).finds(&["D06 ChiTieu!F5"]).reads(MILLIONS),
        target("thousands-and-decimals", LOCALE, ["334.327,57", "668,655.14", "50"])
            .finds(&["D06 ChiTieu!F5"])
            .reads(&["CT-002.numerator=334327.57", "CT-002.denominator=668655.14"]),
        target("two-readings-point", LOCALE, ["1.234", "2468", "50"])
            .finds(&["C16 ChiTieu!F5"])
            .reads(&["CT-002.numerator=?", "CT-002.denominator=2468"])
            .says("1234"),
        target("two-readings-comma", LOCALE, ["1,234", "2468", "50"])
            .finds(&["C16 ChiTieu!F5"])
            .reads(&["CT-002.numerator=?", "CT-002.denominator=2468"]),
        target("rate-with-three-decimals", LOCALE, ["49745", "100000", "49,745"]).finds(&["D06 ChiTieu!H5"]).reads(&[
            "CT-002.numerator=49745",
            "CT-002.denominator=100000",
            "CT-002.value=49.745",
        ]),
        target("ratio", FIGURES, ["", "", "39/65"]).finds(&["D06 ChiTieu!H5"]).reads(&[
            "CT-002.numerator=39",
            "CT-002.denominator=65",
            "CT-002.value=-",
        ]),
        target("ratio-and-percent", FIGURES, ["", "", "39/65 (60%)"]).finds(&["D06 ChiTieu!H5"]).reads(&[
            "CT-002.numerator=39",
            "CT-002.denominator=65",
            "CT-002.value=60",
        ]),
        target("percent-and-ratio", FIGURES, ["", "", "100% (16/16)"]).finds(&["D06 ChiTieu!H5"]).reads(&[
            "CT-002.numerator=16",
            "CT-002.denominator=16",
            "CT-002.value=100",
        ]),
        target("ratio-and-wrong-percent", FIGURES, ["", "", "39/65 (80%)"]).finds(&["D06 ChiTieu!H5", "C06 ChiTieu!H5"]).reads(&[
            "CT-002.numerator=39",
            "CT-002.denominator=65",
            "CT-002.value=80",
        ]),
        target("result-over-30", FIGURES, ["50", "100", ">30"]).finds(&["C02 ChiTieu!H5"]).reads(&["CT-002.value=?"]),
        target("result-above", FIGURES, ["50", "100", "trên 45%"]).finds(&["C02 ChiTieu!H5"]).reads(&["CT-002.value=?"]),
        target("result-at-least", FIGURES, ["50", "100", "≥ 50%"]).finds(&["C02 ChiTieu!H5"]).reads(&["CT-002.value=?"]),
        target("result-other-unit", "\"2000万\" = 0", ["50", "100", "250 trạm"]).finds(&["C02 ChiTieu!H5"]).reads(&["CT-002.value=?"]),
        target("numerator-2-billion", FIGURES, ["2 tỷ", "100", "50"]).finds(&["C02 ChiTieu!F5"]).reads(&["CT-002.numerator=?"]),
        target("numerator-zero", BLANKS, ["0", "100", "0"]).reads(&["CT-002.numerator=0", "CT-002.value=0"]),
        target("numerator-dash", BLANKS, ["-", "100", "50"]).finds(&["C02 ChiTieu!F5"]).reads(&["CT-002.numerator=?"]),
        target("denominator-zero", "nothing can be divided by 0", ["50", "0", "50"])
            .finds(&["C05 ChiTieu!G5"])
            .reads(&["CT-002.denominator=0"]),
        target("denominator-blank", "nothing can be divided by a blank", ["50", "", "50"])
            .finds(&["C05 ChiTieu!G5"])
            .reads(&["CT-002.denominator=-"]),
        target("numerator-above-denominator", "part and whole exchanged", ["100", "50", "50"])
            .finds(&["C04 ChiTieu!F5"])
            .reads(&["CT-002.numerator=100", "CT-002.denominator=50"]),
        target("result-differs", "result is not part by whole", ["50", "100", "65"]).finds(&["C06 ChiTieu!H5"]).reads(&["CT-002.value=65"]),
        target("result-997", "a lost decimal comma", ["", "", "#997.4"]).finds(&["C05 ChiTieu!F5", "C03 ChiTieu!H5"]).reads(&[
            "CT-002.numerator=-",
            "CT-002.denominator=-",
            "CT-002.value=997.4",
        ]),
        recipe("ratio-made-a-date", "08/12 becomes 8 December", |good| parts(good, |p| formatted(p, "ChiTieu!F5", "45999", "14")))
            .finds(&["C02 ChiTieu!F5"])
            .reads(&["CT-002.numerator=?"]),
        recipe("numerator-percent-format", "a count with a percent format", |good| parts(good, |p| formatted(p, "ChiTieu!F5", "50", "9")))
            .finds(&["C02 ChiTieu!F5"])
            .reads(&["CT-002.numerator=?"]),
    ]
}

fn cells() -> Vec<Recipe> {
    vec![
        raw("error-ref", ERRORS, "t=\"e\"", "<v>#REF!</v>").finds(&["D03 NhiemVu!G5"]).reads(LOST),
        raw("error-na", ERRORS, "t=\"e\"", "<v>#N/A</v>").finds(&["D03 NhiemVu!G5"]).reads(LOST),
        raw("error-div", ERRORS, "t=\"e\"", "<f>1/0</f><v>#DIV/0!</v>").finds(&["D03 NhiemVu!G5"]).reads(LOST),
        raw("error-spill", "#SPILL! refuses the whole sheet", "t=\"e\"", "<v>#SPILL!</v>").finds(&["D03 NhiemVu!G5"]).reads(LOST),
        raw("error-typed", ERRORS, "t=\"inlineStr\"", "<is><t>#N/A</t></is>").finds(&["D03 NhiemVu!G5"]).reads(LOST),
        raw("formula-uncomputed", ERRORS, "", "<f>SUM(A5:A6)</f>").finds(&["D04 NhiemVu!G5"]).reads(LOST),
        raw("formula-computed", ERRORS, "", "<f>30+15</f><v>45</v>").reads(&["KH11-001.percent=45"]),
        raw("formula-of-text", ERRORS, "t=\"str\"", "<f>\"45\"</f><v>45</v>").finds(&["D06 NhiemVu!G5"]).reads(&["KH11-001.percent=45"]),
        raw("string-index-out-of-range", "one string index refuses the sheet", "t=\"s\"", "<v>99999</v>")
            .finds(&["D10 NhiemVu!G5"])
            .reads(LOST),
        raw("boolean-2", "one boolean refuses the sheet", "t=\"b\"", "<v>2</v>").finds(&["D10 NhiemVu!G5"]).reads(LOST),
        raw("boolean-true", "wrong type", "t=\"b\"", "<v>1</v>").finds(&["N12 NhiemVu!G5"]).reads(LOST),
        raw("not-finite", "1e400 gives inf", "", "<v>1e400</v>").finds(&["D03 NhiemVu!G5"]).reads(LOST),
        raw("not-a-number", "NaN as a number", "", "<v>NaN</v>").finds(&["D10 NhiemVu!G5"]).reads(LOST),
        raw("comma-in-a-number", "number in <v> as 1,5", "", "<v>62,5</v>").finds(&["D10 NhiemVu!G5"]).reads(LOST),
        raw("unknown-type", "an unknown cell type", "t=\"money\"", "<v>62</v>").finds(&["D10 NhiemVu!G5"]).reads(LOST),
        recipe("error-in-a-text", ERRORS, |good| parts(good, |p| cell(p, "NhiemVu!J5", "t=\"e\"", "<v>#NAME?</v>")))
            .finds(&["D03 NhiemVu!J5"])
            .reads(&["KH11-001.result=?"]),
        recipe("error-far-below", "a #REF! far below made rows missing", |good| {
            parts(good, |p| super::workshop::last_row(p, "NhiemVu", "<row r=\"900\"><c r=\"T900\" t=\"e\"><v>#REF!</v></c></row>"))
        })
        .finds(&["D08 NhiemVu"]),
        recipe("link-to-another-file", "D05: a formula into another workbook", |good| {
            parts(good, |p| cell(p, "NhiemVu!G5", "", "<f>[1]Sheet1!A1</f><v>45</v>"))
        })
        .finds(&["D05 NhiemVu!G5"])
        .reads(&["KH11-001.percent=45"]),
    ]
}
