//! Packages and parts that other programs, and nobody's programs, write.

use super::workshop::{cell, formatted, last_row, part_of, parts, sheet_xml, text};
use super::{Recipe, recipe};
use crate::package::Package;

const ROBUST: &str = "odd packages";

/// The good report with its parts edited.
fn edited(name: &'static str, complaint: &'static str, edit: impl Fn(&mut Package) + Send + Sync + 'static) -> Recipe {
    recipe(name, complaint, move |good| parts(good, &edit))
}

pub(crate) fn recipes() -> Vec<Recipe> {
    let mut all = sheets();
    all.extend(packages());
    all
}

fn sheets() -> Vec<Recipe> {
    const MEMORY: &str = "one cell in column XFD takes 52 GB";
    vec![
        edited("stray-cell-in-the-corner", MEMORY, |p| {
            last_row(p, "NhiemVu", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>");
        })
        .finds(&["T25"])
        .says("dòng 1.048.576"),
        edited("stray-cell-to-the-right", MEMORY, |p| cell(p, "NhiemVu!XFD5", "", "<v>1</v>")),
        edited("stray-text-below", MEMORY, |p| last_row(p, "NhiemVu", "<row r=\"5000\"><c r=\"A5000\"><v>1</v></c></row>"))
            .finds(&["D08 NhiemVu"]),
        edited("styled-empties", "styled empty cells", |p| {
            let rows: String =
                (7..3000).map(|r| format!("<row r=\"{r}\" s=\"1\"><c r=\"A{r}\" s=\"1\"/><c r=\"R{r}\" s=\"1\"/></row>")).collect();
            last_row(p, "NhiemVu", &format!("{rows}<row r=\"1048576\" s=\"1\"><c r=\"XFD1048576\" s=\"1\"/></row>"));
        }),
        edited("dimension-too-small", "rows lost by a wrong dimension", |p| {
            sheet_xml(p, "NhiemVu", "ref=\"A1:R6\"", "ref=\"A1:B2\"");
        }),
        edited("dimension-too-large", "a wrong dimension", |p| sheet_xml(p, "NhiemVu", "ref=\"A1:R6\"", "ref=\"A1:XFD1048576\"")),
        edited("dimension-reversed", ROBUST, |p| sheet_xml(p, "NhiemVu", "ref=\"A1:R6\"", "ref=\"R6:A1\"")),
        edited("address-overflow", "a wrapped wrong position", |p| {
            last_row(p, "NhiemVu", "<row r=\"7\"><c r=\"ZZZZZZZ99999999999\"><v>1</v></c></row>");
        })
        .finds(&["T30"]),
        edited("cell-beyond-the-grid", "cells beyond the grid", |p| {
            last_row(p, "NhiemVu", "<row r=\"7\"><c r=\"XFE7\"><v>1</v></c></row>");
        })
        .finds(&["T30"]),
        edited("one-cell-twice", "duplicate cell, the last wins silently", |p| {
            let part = part_of(p, "NhiemVu");
            p.edit(&part, |xml| {
                let at = xml.find("<c r=\"G5\"").unwrap();
                let end = at + xml[at..].find("</c>").unwrap() + 4;
                format!("{}<c r=\"G5\"><v>90</v></c>{}", &xml[..end], &xml[end..])
            });
        })
        .finds(&["T30"])
        .says("ô G5"),
        edited("no-addresses", ROBUST, |p| {
            let part = part_of(p, "_meta");
            p.edit(&part, |xml| {
                let mut out = String::new();
                let mut rest = xml.as_str();
                while let Some(at) = rest.find("<c r=\"") {
                    out.push_str(&rest[..at + 2]);
                    rest = &rest[at + 6..];
                    rest = &rest[rest.find('"').unwrap() + 1..];
                }
                out + rest
            });
        }),
        edited("sheet-cut-off", "a part that breaks off", |p| {
            let part = part_of(p, "NhiemVu");
            p.edit(&part, |xml| xml[..xml.find("<row r=\"6\"").unwrap()].to_owned());
        })
        .finds(&["T02"]),
        edited("zero-in-text", "U+0000 in text", |p| {
            cell(p, "NhiemVu!J5", "t=\"inlineStr\"", "<is><t>Việc\u{0}một</t></is>");
        })
        .finds(&["D10 NhiemVu!J5"])
        .reads(&["KH11-001.result=?"]),
        edited("zero-by-number", "U+0000 in text", |p| {
            cell(p, "NhiemVu!J5", "t=\"inlineStr\"", "<is><t>Việc&#0;một</t></is>");
        })
        .finds(&["T02"]),
        edited("rich-text", "rich text and phonetic runs", |p| {
            cell(
                p,
                "NhiemVu!F5",
                "t=\"inlineStr\"",
                "<is><r><t xml:space=\"preserve\">Đang </t></r><r><rPr><b/></rPr><t>thực hiện</t></r><rPh><t>x</t></rPh></is>",
            );
        }),
        edited("unkept-spaces", "<t> without xml:space", |p| {
            cell(p, "NhiemVu!F5", "t=\"inlineStr\"", "<is><r><t>Đang </t></r><r><t>thực hiện</t></r></is>");
        }),
        edited("prefixed-elements", "x: prefix", |p| {
            let part = part_of(p, "NhiemVu");
            p.edit(&part, |xml| {
                xml.replace("</", "\u{1}").replace("<?", "\u{2}").replace('<', "<x:").replace('\u{1}', "</x:").replace('\u{2}', "<?")
            })
            .replace(&part, "xmlns=", "xmlns:x=");
        }),
        edited("cells-of-another-language", "tags of one name in two languages", |p| {
            let part = part_of(p, "NhiemVu");
            p.replace(&part, "<worksheet ", "<worksheet xmlns:k=\"urn:k\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" mc:Ignorable=\"k\" ")
                .replace(&part, "<c r=\"G5\"", "<k:c r=\"G5\"><k:v>99</k:v></k:c><c r=\"G5\"");
        }),
        edited("content-for-newer-programs", "one content for programs of two ages", |p| {
            let part = part_of(p, "NhiemVu");
            let choice = |with: &str, value: &str| format!("<mc:{with}><c r=\"G5\"><v>{value}</v></c></mc:{}>", with.split(' ').next().unwrap());
            let both = format!("{}{}", choice("Choice Requires=\"x14\"", "62"), choice("Fallback", "9"));
            p.edit(&part, |xml| {
                let start = xml.find("<c r=\"G5\"").unwrap();
                let end = start + xml[start..].find("</c>").unwrap() + 4;
                format!("{}<mc:AlternateContent>{both}</mc:AlternateContent>{}", &xml[..start], &xml[end..])
            })
            .replace(
                &part,
                "<worksheet ",
                "<worksheet xmlns:x14=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" ",
            );
        })
        .reads(&["KH11-001.percent=62"]),
        edited("code-page-of-windows", "XML in the letters of Vietnamese Windows", |p| {
            let part = part_of(p, "NhiemVu");
            cell(p, "NhiemVu!J5", "t=\"inlineStr\"", "<is><t>\u{1}</t></is>");
            let text = p.text(&part).replacen("UTF-8", "windows-1258", 1);
            assert!(text.contains("windows-1258"));
            // "Đã triển khai" with tones as letters of their own; what stands beside the cells says nothing here.
            let said = b"\xd0a\xde tri\xea\xd2n khai";
            let bytes: Vec<u8> = text
                .chars()
                .flat_map(|letter| match letter {
                    '\u{1}' => said.to_vec(),
                    letter => vec![u8::try_from(letter).ok().filter(u8::is_ascii).unwrap_or(b'?')],
                })
                .collect();
            p.put(&part, bytes);
        })
        .finds(&["D01 NhiemVu!J5"])
        .reads(&["KH11-001.result=Đã triển khai"]),
        edited("byte-order-mark", ROBUST, |p| {
            let part = part_of(p, "NhiemVu");
            p.edit(&part, |xml| format!("\u{feff}{xml}"));
        }),
        edited("long-text", "text longer than a cell", |p| text(p, "NhiemVu!R5", &"dài ".repeat(30_000))),
    ]
}

fn packages() -> Vec<Recipe> {
    vec![
        edited("doctype", "a DOCTYPE in a part", |p| {
            let part = part_of(p, "NhiemVu");
            p.replace(&part, "?>", "?><!DOCTYPE x [<!ENTITY a \"aaaa\">]>");
        })
        .finds(&["T30"]),
        edited("lying-count", "uniqueCount=4294967295 is a claim: nothing is reserved for it", |p| {
            p.edit("xl/sharedStrings.xml", |xml| {
                let at = xml.find("uniqueCount=\"").unwrap() + 13;
                let end = at + xml[at..].find('"').unwrap();
                format!("{}4294967295{}", &xml[..at], &xml[end..])
            });
        }),
        edited("external-link", "links to [1]Sheet", |p| {
            p.put("xl/externalLinks/externalLink1.xml", "<externalLink><externalBook r:id=\"rId1\"/></externalLink>");
            p.put(
                "xl/externalLinks/_rels/externalLink1.xml.rels",
                "<Relationships><Relationship Id=\"rId1\" Type=\"x/externalLinkPath\" Target=\"file:///C:/tuan27.xlsx\" TargetMode=\"External\"/></Relationships>",
            );
            p.replace(
                "xl/_rels/workbook.xml.rels",
                "</Relationships>",
                "<Relationship Id=\"rId99\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink\" Target=\"externalLinks/externalLink1.xml\"/></Relationships>",
            );
            p.replace(
                "xl/workbook.xml",
                "<definedNames>",
                "<externalReferences><externalReference r:id=\"rId99\"/></externalReferences><definedNames>",
            );
        }),
        edited("backslashes", "back-slash paths inside the zip", |p| {
            p.rename(|name| name.replace('/', "\\"));
        }),
        edited("capitals", "upper-case part names", |p| {
            p.rename(|name| name.to_uppercase());
        }),
        edited("absolute-targets", ROBUST, |p| {
            p.edit("xl/_rels/workbook.xml.rels", |xml| xml.replace("Target=\"worksheets/", "Target=\"/xl/worksheets/"));
        }),
        edited("targets-that-climb", "target with ../", |p| {
            p.edit("xl/_rels/workbook.xml.rels", |xml| xml.replace("Target=\"worksheets/", "Target=\"../xl/worksheets/"));
        }),
        edited("a-part-missing", ROBUST, |p| {
            let part = part_of(p, "NhiemVu");
            p.remove(&part);
        })
        .finds(&["T07"])
        .says("\"NhiemVu\" có tên trong tệp"),
        edited("a-chart-in-place-of-a-sheet", "a sheet that everybody sees, called missing", |p| {
            let part = part_of(p, "NhiemVu");
            p.put(&part, "<chartsheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>");
        })
        .finds(&["T07"])
        .says("\"NhiemVu\" có tên trong tệp"),
        edited("strings-missing", "a missing part of strings", |p| {
            p.remove("xl/sharedStrings.xml");
        })
        .finds(&["T02"]),
        edited("styles-missing", "100% without its format is 1", |p| {
            formatted(p, "NhiemVu!G5", "1", "9");
            p.remove("xl/styles.xml");
        })
        .finds(&["T02"]),
        edited("styles-never-written", "an export without styles", |p| {
            p.edit("xl/_rels/workbook.xml.rels", |xml| {
                let end = xml.find("Target=\"styles.xml\"/>").unwrap();
                let start = xml[..end].rfind("<Relationship ").unwrap();
                format!("{}{}", &xml[..start], &xml[end + "Target=\"styles.xml\"/>".len()..])
            })
            .remove("xl/styles.xml");
        }),
        recipe("one-name-twice", "two zip entries with one name", |good| {
            let mut bytes = parts(good, |p| {
                let part = part_of(p, "NhiemVu");
                let other = p.text(&part).replace("<v>40</v>", "<v>90</v>");
                p.put("xl/worksheets/sheetX.xml", other);
            });
            for at in 0..bytes.len() {
                if bytes[at..].starts_with(b"xl/worksheets/sheetX.xml") {
                    bytes[at + 19] = b'2';
                }
            }
            bytes
        })
        .finds(&["T30"]),
        edited("a-way-out", "a part name that leaves the package", |p| {
            p.put("../../etc/passwd", "x");
        }),
    ]
}
