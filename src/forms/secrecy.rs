//! Marks of secrecy: a secret document must not pass through this tool (T23). Only a mark that
//! stands alone counts; "bảo mật", "mật khẩu" and "mật độ" are ordinary words.

use crate::forms::form::Form;
use crate::forms::letters;
use crate::model::extraction::Extraction;
use crate::model::place::{CellRef, Place};
use crate::model::report::Info;
use crate::model::workbook::{RawValue, RawWorkbook};
use crate::text::normalise;

const MARKS: [&str; 3] = ["mật", "tối mật", "tuyệt mật"];

/// Every cell of the workbook whose whole text, or a whole line of it, is a mark of secrecy.
pub fn marks(workbook: &RawWorkbook) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    for sheet in &workbook.sheets {
        for (cell, value) in sheet.cells() {
            if let RawValue::Text(text) = value
                && let Some(mark) = mark_in(text)
            {
                found.push((Place::cell(&sheet.name, cell), mark));
            }
        }
    }
    found
}

/// Where a list that a desk has kept by itself bears a mark of secrecy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMark {
    /// Which sheet, counted from 1: its name is as secret as what it holds.
    pub sheet: usize,
    /// The cell; `None` if the name of the sheet is the mark.
    pub cell: Option<CellRef>,
    /// The mark as written, and nothing else of the cell.
    pub mark: String,
}

/// The first mark of a list. No form says where a mark stands there: besides whole lines, those in brackets, those at the end behind a
/// colon or a dash, and those before a bracket, a colon or a dash count. Honey is called `mật` too: "Mật: 5 kg" is none.
pub fn first_of_list(workbook: &RawWorkbook) -> Option<ListMark> {
    workbook.sheets.iter().zip(1..).find_map(|(sheet, number)| {
        let of_name = mark_within(&sheet.name).map(|mark| ListMark { sheet: number, cell: None, mark });
        of_name.or_else(|| {
            sheet.cells().find_map(|(cell, value)| match value {
                RawValue::Text(text) => mark_within(text).map(|mark| ListMark { sheet: number, cell: Some(cell), mark }),
                _ => None,
            })
        })
    })
}

/// The mark that a text holds as a whole line, or as a part set off from the rest and written with a capital letter.
fn mark_within(text: &str) -> Option<String> {
    mark_in(text).or_else(|| text.lines().find_map(set_off))
}

/// The mark that a line holds as a part of it. A part with something behind it is a mark unless that makes honey of it.
fn set_off(line: &str) -> Option<String> {
    const SIGNS: [char; 7] = ['(', ')', '[', ']', ':', '–', '—'];
    let spaced = line.replace(" - ", "—");
    let mut begins = 0;
    let mut in_brackets = false;
    for end in spaced.match_indices(SIGNS).map(|(at, _)| at).chain([spaced.len()]) {
        let (part, rest) = (spaced.get(begins..end)?.trim(), spaced.get(end..)?);
        let sign = rest.chars().next();
        let behind = rest.trim_matches(|c: char| c.is_whitespace() || SIGNS.contains(&c));
        let stands_alone = in_brackets || behind.is_empty();
        if part.starts_with(char::is_uppercase)
            && let Some(mark) = mark_in(part)
            && (stands_alone || !is_honey(part, rest, behind))
        {
            return Some(mark);
        }
        in_brackets = matches!(sign, Some('(' | '['));
        begins = end + sign.map_or(0, char::len_utf8);
    }
    None
}

/// Is the word `mật` alone, with this behind it, the honey of a list of goods? Only where the list says so: by an amount with a unit, by a
/// unit in brackets, or by another product in small letters. All else that stands behind the word is what it marks.
fn is_honey(part: &str, rest: &str, behind: &str) -> bool {
    if normalise::key(part) != "mật" {
        return false;
    }
    let in_brackets = rest.strip_prefix(['(', '[']).and_then(|inner| inner.split([')', ']']).next());
    let has_unit = in_brackets.is_some_and(|inner| is_unit(normalise::key(inner).split('/').next().unwrap_or_default()));
    has_unit || is_amount_of_goods(behind) || (behind.starts_with(char::is_lowercase) && names_product(&normalise::key(behind)))
}

fn is_unit(word: &str) -> bool {
    // Not boxes, bags and the like: documents come in them too.
    const UNITS: [&str; 17] =
        ["kg", "g", "gam", "gram", "lạng", "yến", "tạ", "tấn", "l", "lít", "lit", "ml", "chai", "hũ", "lọ", "can", "phuy"];
    UNITS.contains(&word)
}

/// `5 kg`, `2,5 lít`, `5-10kg`, `sản lượng 5 tấn`; neither the number of a document, `12-KH/TU`, nor that of a paragraph, `1. Can thiệp`.
fn is_amount_of_goods(behind: &str) -> bool {
    // They begin with a unit and are none.
    const OTHER_WORDS: [&str; 2] = ["tấn công", "can thiệp"];
    let key = normalise::key(behind);
    let amount = ["sản lượng", "số lượng", "khoảng"].into_iter().find_map(|word| key.strip_prefix(word)).unwrap_or(&key);
    let amount = amount.trim_start_matches([' ', ':']);
    let unit = amount.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | ',' | '-' | '('));
    let number = amount.strip_suffix(unit).unwrap_or_default().trim_end_matches([' ', '(']);
    let word = unit.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.ends_with(|c: char| c.is_ascii_digit());
    is_number && is_unit(word) && !OTHER_WORDS.iter().any(|other| unit.starts_with(other))
}

/// Does a text begin with a product that stands beside honey in lists? Words that begin names of other things too, as `đường` (a road),
/// count by themselves alone.
fn names_product(key: &str) -> bool {
    const PRODUCTS: [&str; 2] = ["ong", "mía"];
    const ALONE: [&str; 4] = ["đường", "sữa", "hoa", "gấu"];
    let first = key.split([',', ';', ':', '-', '(', ')', '/', '.']).next().unwrap_or_default().trim();
    ALONE.contains(&first) || first.split(' ').next().is_some_and(|word| PRODUCTS.contains(&word))
}

/// Of a workbook with a mark: the mark, whose report it says it is, and for when. Nothing else of it may be printed or
/// kept, not even the name of a sheet that is no sheet of the form.
pub fn only_the_marks(extraction: Extraction, form: &Form) -> Extraction {
    let own = |sheet: &String| form.sheets.iter().any(|s| s.name == *sheet);
    let place = |place: Place| if place.sheet.as_ref().is_some_and(own) { place } else { Place::file() };
    let mut marks: Vec<(Place, String)> = extraction.secrecy_marks.into_iter().map(|(at, mark)| (place(at), mark)).collect();
    marks.dedup();
    let Info { agency, period, .. } = extraction.report.info;
    Extraction { recognised_by: extraction.recognised_by, form: extraction.form, ..Extraction::of_marks(marks, agency, period) }
}

/// The mark of secrecy that a text holds as a whole line, as written. In a code from before Unicode too, even where
/// the sheet is too short to be sure of it: to overlook a mark would be worse.
pub fn mark_in(text: &str) -> Option<String> {
    let several = text.as_bytes().contains(&b'\n');
    let may_be = if several { text.lines().any(ends_like_a_mark) } else { ends_like_a_mark(text) };
    if !may_be {
        return None;
    }
    let plain = text.lines().find(|line| is_mark(line)).map(normalise::display);
    plain.or_else(|| letters::decoded_ways(text).iter().find_map(|text| text.lines().find(|line| is_mark(line)).map(normalise::display)))
}

/// A mark ends in "t", in every code: nearly every cell is passed over without a closer look.
fn ends_like_a_mark(line: &str) -> bool {
    if let Some(last) = line.as_bytes().last().filter(|byte| byte.is_ascii_alphanumeric()) {
        return last.eq_ignore_ascii_case(&b't');
    }
    let vietnamese = |c: char| ('\u{1ea0}'..='\u{1ef9}').contains(&c);
    matches!(line.chars().rev().find(|c| vietnamese(*c) || c.is_alphanumeric()), Some('t' | 'T'))
}

fn is_mark(line: &str) -> bool {
    if !ends_like_a_mark(line) || line.chars().nth(60).is_some() {
        return false;
    }
    let key = normalise::key(line.trim().trim_matches(|c: char| "()[]{}\"'“”*".contains(c)));
    let rest = key.strip_prefix("mức ").unwrap_or(&key);
    let word = rest.strip_prefix("độ mật").map_or(rest, |r| r.trim_start_matches([' ', ':', '-']));
    MARKS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workbook::RawSheet;

    #[test]
    fn only_marks_that_stand_alone() {
        for text in [
            "MẬT",
            "Mật",
            " Tối mật ",
            "TUYỆT  MẬT",
            "(MẬT)",
            "Mật.",
            "Độ mật: Mật",
            "Độ mật: TỐI MẬT",
            "độ mật - tuyệt mật",
            "Mức độ mật: Mật",
            "Kế hoạch 12\nMẬT\nngày 3/7",
            "MẬT\u{a0}",
        ] {
            assert!(mark_in(text).is_some(), "{text:?}");
        }
        for text in [
            "bảo mật",
            "Bí mật",
            "mật khẩu",
            "mật độ",
            "Mật độ dân số",
            "an toàn, bảo mật",
            "Độ mật:",
            "Độ mật: Không",
            "Độ mật: Thường",
            "mật ong",
            "Hoàn thành việc cấp chứng thư số và thiết bị bảo mật",
            "MAT",
            "mặt",
            "Mất",
            "Tài liệu không mật",
            "Tổng cục Mật mã",
            "",
        ] {
            assert_eq!(mark_in(text), None, "{text:?}");
        }
        let decomposed: String = unicode_normalization::UnicodeNormalization::nfd("TỐI MẬT").collect();
        assert!(mark_in(&decomposed).is_some());
    }

    #[test]
    fn marks_in_codes_from_before_unicode() {
        for text in ["MËT", "mËt", "Tèi mËt", "MAÄT", "TOÁI MAÄT", "KÕ ho¹ch\nMËT"] {
            assert!(mark_in(text).is_some(), "{text}");
        }
        for text in ["b¶o mËt", "m¸t", "maët", "MÄT"] {
            assert_eq!(mark_in(text), None, "{text}");
        }
    }

    #[test]
    fn the_place_is_said() {
        let sheet = RawSheet {
            name: "NhiemVu".into(),
            visible: true,
            rows: [(4, vec![(2, RawValue::Text("MẬT".into()))])].into(),
            ..RawSheet::default()
        };
        let workbook = RawWorkbook { sheets: vec![sheet], ..RawWorkbook::default() };
        assert_eq!(marks(&workbook), [(Place::cell("NhiemVu", CellRef::new(4, 2)), "MẬT".to_owned())]);
    }

    #[test]
    fn a_list_may_bear_its_mark_in_brackets_or_before_a_colon() {
        for (text, mark) in [
            ("TUYỆT MẬT", "TUYỆT MẬT"),
            ("Độ mật: MẬT", "Độ mật: MẬT"),
            ("KẾ HOẠCH NĂM 2026 (MẬT)", "MẬT"),
            ("Phụ lục [Tối mật] kèm theo Kế hoạch", "Tối mật"),
            ("TỐI MẬT: việc mật", "TỐI MẬT"),
            ("Kế hoạch 12 - MẬT", "MẬT"),
            ("Kế hoạch năm 2026 - Mật", "Mật"),
            ("Phụ lục (Mật)", "Mật"),
            ("MẬT: bố trí lực lượng", "MẬT"),
            ("MẬT - 12-KH/TU", "MẬT"),
            ("Mật: Kế hoạch phòng thủ", "Mật"),
            ("MẬT (Kèm theo Kế hoạch số 12)", "MẬT"),
            ("Tuyệt mật: 5 điểm", "Tuyệt mật"),
            ("(MẬT) Kế hoạch 12", "MẬT"),
            // A code from before Unicode that has no capital of this letter.
            ("Danh sách\nKÕ ho¹ch (MËT)", "MậT"),
            ("MẬT (Bản số: 03)", "MẬT"),
            ("Mật [bản số 03]", "Mật"),
            ("Mật: Phương án tác chiến", "Mật"),
            ("Mật: hồ sơ cán bộ", "Mật"),
            ("Mật - Giấy mời", "Mật"),
            ("MẬT – 05 phương án", "MẬT"),
            ("MẬT: 2026 là năm diễn tập", "MẬT"),
            ("MẬT: 05", "MẬT"),
            ("MẬT: 02 thùng tài liệu", "MẬT"),
            ("MẬT: 1. Can thiệp khi có sự cố", "MẬT"),
            ("MẬT: 2026 tấn công mạng", "MẬT"),
            ("Mật: 12-L/TU", "Mật"),
            ("Mật - đường dây 500 kV", "Mật"),
        ] {
            assert_eq!(mark_within(text).as_deref(), Some(mark), "{text}");
        }
        for text in [
            "Bảo vệ bí mật nhà nước",
            "AN TOÀN THÔNG TIN - BẢO MẬT",
            "Rà soát tài liệu độ Tuyệt mật, Tối mật, Mật",
            "Mật độ dân số (người/km2)",
            "Sản phẩm (mật ong)",
            "Mật: 5 kg",
            "MẬT: 5 KG",
            "Mật: sản lượng 5 tấn",
            "Mật (kg)",
            "MẬT (KG)",
            "Mật – 2,5 lít",
            "Mật - đường - sữa",
            "Mật [lít/năm]: 20",
            "Mật: 5-10kg",
            "Mật (1.000 lít)",
            "Mật: 12 chai 500 ml",
            "Mật (ong rừng)",
            "Mật – mía",
            "mật ong",
            "Đường: 3 kg; Mật: 5 kg",
            "Độ mật: Thường",
            "Đặt mật khẩu: hệ thống",
        ] {
            assert_eq!(mark_within(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_mark_of_a_list_names_its_sheet_by_number() {
        let sheet = |name: &str, text: &str| RawSheet {
            name: name.into(),
            visible: true,
            rows: [(6, vec![(1, RawValue::Text(text.into()))])].into(),
            ..RawSheet::default()
        };
        let first = |sheets| first_of_list(&RawWorkbook { sheets, ..RawWorkbook::default() });
        let of_cell = ListMark { sheet: 2, cell: CellRef::parse("B7"), mark: "TỐI MẬT".to_owned() };
        assert_eq!(first(vec![sheet("A", "Việc"), sheet("B", "TỐI MẬT: việc")]), Some(of_cell));
        assert_eq!(first(vec![sheet("Mật", "Việc")]), Some(ListMark { sheet: 1, cell: None, mark: "Mật".to_owned() }));
        assert_eq!(first(vec![sheet("A", "Việc"), sheet("B", "Việc bảo mật")]), None);
    }
}
