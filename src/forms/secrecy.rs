//! Marks of secrecy: a secret document must not pass through this tool (T23). Only a mark that
//! stands alone counts; "bảo mật", "mật khẩu" and "mật độ" are ordinary words.

use crate::forms::form::Form;
use crate::forms::letters;
use crate::model::extraction::Extraction;
use crate::model::place::Place;
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
    use crate::model::place::CellRef;
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
}
