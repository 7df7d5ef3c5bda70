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
/// colon or a dash, and those that head a document count. Honey is called `mật` too: "Mật: 5 kg" heads none.
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

/// The mark that a line holds as a part of it. A part with something behind it is a mark where that is a document.
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
            && (stands_alone || heads_document(part, sign, behind))
        {
            return Some(mark);
        }
        in_brackets = matches!(sign, Some('(' | '['));
        begins = end + sign.map_or(0, char::len_utf8);
    }
    None
}

/// Does a mark before this sign belong to what stands behind it? The word `mật` alone does so in capitals, but before an amount or a
/// bracket, or before the name of a document.
fn heads_document(part: &str, sign: Option<char>, behind: &str) -> bool {
    const DOCUMENTS: [&str; 17] = [
        "kế hoạch",
        "phụ lục",
        "danh mục",
        "danh sách",
        "báo cáo",
        "công văn",
        "quyết định",
        "nghị quyết",
        "chỉ thị",
        "thông báo",
        "kết luận",
        "chương trình",
        "đề án",
        "tờ trình",
        "nhiệm vụ",
        "kèm theo",
        "số",
    ];
    if normalise::key(part) != "mật" {
        return true;
    }
    let key = normalise::key(behind);
    let names_document =
        DOCUMENTS.iter().any(|kind| key.strip_prefix(kind).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':'])));
    // `02 kg`, and not the number of a document, `12-KH/TU`.
    let first = key.split(' ').next().unwrap_or_default();
    let amount = first.starts_with(|c: char| c.is_ascii_digit()) && !first.contains(['/', '-']);
    // In a code from before Unicode the middle letter has no capital.
    let capital = part.starts_with('M') && part.trim_end().ends_with('T');
    names_document || (capital && !amount && !matches!(sign, Some('(' | '[')))
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
