//! Codes of tasks and targets: those of the list, and proposals in a regular way.

use super::cells::{Sheet, flat};
use super::heading_words::Field;
use super::headings::Headings;
use crate::model::found_list::FoundCode;
use crate::model::task::TaskCode;
use crate::model::workbook::RawSheet;
use std::collections::{BTreeMap, BTreeSet};

/// Codes of tasks and targets: those that the lists have, and the next one to propose.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// Codes of the lists, and those that were proposed.
    known: BTreeSet<TaskCode>,
    /// Codes of the lists that a row has taken.
    taken: BTreeSet<TaskCode>,
    next: BTreeMap<String, u32>,
}

impl Codes {
    /// All codes that stand in these sheets, so that none of them is proposed for something else.
    pub(super) fn of(sheets: &[(&RawSheet, &Headings)]) -> Self {
        let mut codes = Self::default();
        for (raw, headings) in sheets {
            let Some((column, _)) = headings.columns.get(&Field::Code) else { continue };
            let sheet = Sheet::of(raw);
            codes.known.extend(sheet.rows(headings.below).filter_map(|row| TaskCode::parse(&sheet.text(row, *column))));
        }
        codes
    }

    /// The code of a row: its own where that is one of the register's shape and no row above has it, else the next of this series.
    pub(super) fn of_row(&mut self, written: &str, series: &str) -> FoundCode<TaskCode> {
        if let Some(code) = TaskCode::parse(written).filter(|code| self.taken.insert(code.clone())) {
            return FoundCode { code, proposed: false };
        }
        let next = self.next.entry(series.to_owned()).or_insert(0);
        loop {
            *next += 1;
            // A series has letters and figures, so that a code always comes of it; were it otherwise, the plain series would do.
            let Some(code) = TaskCode::parse(&format!("{series}-{next:03}")).or_else(|| TaskCode::parse(&format!("NV-{next:04}"))) else {
                continue;
            };
            if self.known.insert(code.clone()) {
                return FoundCode { code, proposed: true };
            }
        }
    }
}

/// The series of codes of a document: `KH11` for "11-KH/BCĐ" and "Kế hoạch số 11", `NV` where it has no number.
pub(super) fn series(document: &str) -> String {
    const KINDS: [(&str, &str); 8] = [
        ("ke hoach", "KH"),
        ("nghi quyet", "NQ"),
        ("quyet dinh", "QD"),
        ("chuong trinh", "CTR"),
        ("thong bao", "TB"),
        ("cong van", "CV"),
        ("ket luan", "KL"),
        ("chi thi", "CT"),
    ];
    let words = flat(document);
    let words: Vec<&str> = words.split(' ').collect();
    let at = words.iter().position(|word| word.bytes().all(|b| b.is_ascii_digit()) && (1..=4).contains(&word.len()));
    let Some((at, number)) = at.and_then(|at| words.get(at).map(|number| (at, *number))) else { return "NV".to_owned() };
    let said = words.get(at + 1).filter(|letters| (2..=4).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_alphabetic()));
    let before = words.iter().take(at).copied().collect::<Vec<_>>().join(" ");
    let kind = KINDS.iter().find(|(kind, _)| before.contains(kind)).map(|(_, letters)| (*letters).to_owned());
    match said.filter(|letters| **letters != "ngay").map(|letters| letters.to_ascii_uppercase()).or(kind) {
        Some(letters) => format!("{letters}{number}"),
        None => "NV".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_of_codes_come_from_the_document() {
        for (document, prefix) in [
            ("11-KH/BCĐ", "KH11"),
            ("Kế hoạch số 328", "KH328"),
            ("3404/QĐ-UBND", "QD3404"),
            ("Thông báo số 15-TB/BCĐ ngày 10/7/2025", "TB15"),
            ("42-CTr/TU", "CTR42"),
            ("Chỉ đạo của Thường trực", "NV"),
            ("", "NV"),
        ] {
            assert_eq!(series(document), prefix, "{document}");
        }
    }
}
