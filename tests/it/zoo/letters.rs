//! Letters: decomposed, of old codes, misread, invisible, and of other alphabets.

use super::workshop::{parts, text};
use super::{Recipe, recipe};

const NFD: &str = "same-looking text is not equal";
const OLD: &str = "TCVN3 and VNI letters";
const ALIKE: &str = "letters that only look alike";
const ALL_OF_TASKS: [&str; 6] = ["NhiemVu!F5", "NhiemVu!F6", "NhiemVu!J5", "NhiemVu!J6", "NhiemVu!M5", "NhiemVu!M6"];

/// A text in a cell.
fn at(name: &'static str, complaint: &'static str, cell: &'static str, written: &'static str) -> Recipe {
    recipe(name, complaint, move |good| parts(good, |p| text(p, cell, written)))
}

/// Texts in the cells of both tasks: status, result, cause.
fn everywhere(name: &'static str, complaint: &'static str, [status, result, cause]: [&'static str; 3]) -> Recipe {
    recipe(name, complaint, move |good| {
        parts(good, |p| {
            for (cell, written) in ALL_OF_TASKS.into_iter().zip([status, status, result, result, cause, cause]) {
                text(p, cell, written);
            }
        })
    })
}

pub(crate) fn recipes() -> Vec<Recipe> {
    vec![
        at("nfd-status", NFD, "NhiemVu!F5", "\u{110}ang thu\u{31b}\u{323}c hie\u{323}\u{302}n").finds(&["D01 NhiemVu!F5"]),
        at("nfd-text", NFD, "NhiemVu!J5", "\u{110}a\u{303} trie\u{302}\u{309}n khai theo ke\u{302}\u{301} hoa\u{323}ch")
            .finds(&["D01 NhiemVu!J5"]),
        at("windows-1258-halves", "code page 1258 gives letter and mark", "NhiemVu!F5", "Đang thư\u{323}c hiê\u{323}n")
            .finds(&["D01 NhiemVu!F5"]),
        at("nfd-heading", NFD, "NhiemVu!F4", "Tra\u{323}ng tha\u{301}i \u{111}\u{1a1}n vi\u{323} ba\u{301}o").finds(&["D01 NhiemVu!F4"]),
        everywhere("tcvn3", OLD, ["§ang thùc hiÖn", "§· triÓn khai theo kÕ ho¹ch", "Chê ý kiÕn thÈm ®Þnh"]).finds(&["D01 NhiemVu!F5"]),
        at("tcvn3-one-cell", OLD, "NhiemVu!J5", "Hoµn thµnh").finds(&["D02 NhiemVu!J5"]).reads(&["KH11-001.result=Hoµn thµnh"]),
        everywhere("vni", OLD, ["Ñang thöïc hieän", "Ñaõ trieån khai theo keá hoaïch", "Chôø yù kieán thaåm ñònh"])
            .finds(&["D01 NhiemVu!F5"]),
        everywhere(
            "mojibake",
            "UTF-8 read as 1252",
            ["Ä\u{90}ang thá»±c hiá»‡n", "Ä\u{90}Ã£ triá»ƒn khai theo káº¿ hoáº¡ch", "Chá»\u{9d} Ã½ kiáº¿n tháº©m Ä‘á»‹nh"],
        )
        .finds(&["D01 NhiemVu!F5"]),
        at("status-no-break-space", "NBSP and zero width", "NhiemVu!F5", "\u{feff}Đang\u{a0}thực\u{200b} hiện\u{2060} "),
        at("code-zero-width", "NBSP and zero width", "NhiemVu!B5", "\u{200b}KH11-001\u{a0}"),
        at("d-of-iceland", ALIKE, "NhiemVu!F5", "\u{d0}ang thực hiện"),
        at("d-of-africa", ALIKE, "NhiemVu!F5", "\u{189}ang thực hiện"),
        at("cyrillic-in-status", ALIKE, "NhiemVu!F5", "Đ\u{430}ng thực hiện"),
        at("cyrillic-in-code", ALIKE, "NhiemVu!B5", "\u{41a}\u{41d}11-001"),
        at("long-dash-in-code", ALIKE, "NhiemVu!B5", "KH11–001"),
        at("small-letters-in-code", ALIKE, "NhiemVu!B5", "kh11-001"),
        at("full-width-code", ALIKE, "NhiemVu!B5", "ＫＨ１１－００１"),
        at("target-code-with-a-dash", ALIKE, "ChiTieu!A5", "CT–002"),
        at("tone-placement", "hòa and hoà", "NhiemVu!F5", "Hòan thành")
            .finds(&["N10 NhiemVu!F5", "N16 NhiemVu!H5", "N13 NhiemVu!G5", "N17 NhiemVu!K5"])
            .reads(&["KH11-001.status=Hoàn thành"]),
        at("i-and-y-in-label", "kỹ and kĩ", "NhiemVu!G4", "Tỉ lệ hoàn thành (%)"),
        at("escaped-line-ends", "_x000D_", "NhiemVu!J5", "Việc một_x000D_\nViệc hai").reads(&["KH11-001.result=Việc một\nViệc hai"]),
        at("escaped-line-ends-in-status", "_x000D_", "NhiemVu!F5", "Đang thực hiện_x000D_"),
        at("escaped-zero", "U+0000 in text", "NhiemVu!J5", "Việc_x0000_ một").finds(&["D10 NhiemVu!J5"]).reads(&["KH11-001.result=?"]),
        at("line-break-in-status", "Alt+Enter", "NhiemVu!F5", "Đang thực\nhiện"),
        at("formula-text", "a text that would become a formula", "NhiemVu!J5", "=HYPERLINK(\"x\")")
            .reads(&["KH11-001.result==HYPERLINK(\"x\")"]),
    ]
}
