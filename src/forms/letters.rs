//! Brings the letters of a workbook to composed Unicode before anything else reads them, and says what was changed.
//! Sheet by sheet, because a text alone tells too little; what is not sure is left as written and said too.

use crate::model::extraction::{Conversion, Doubt, EightBit, LetterChange, Lettering};
use crate::model::place::{CellRef, Place};
use crate::model::workbook::{RawSheet, RawValue, RawWorkbook};
use crate::text::format;
use crate::text::legacy::{detect, misread};
use crate::text::normalise;
use std::borrow::Cow;

/// How many cells of a sheet are shown before and after.
const SHOWN: usize = 3;

/// A workbook whose letters are Unicode, and what was done for it.
#[derive(Debug)]
pub struct Letters<'a> {
    /// It; the same as received where nothing had to be done.
    pub workbook: Cow<'a, RawWorkbook>,
    /// Cells that were changed, sheet by sheet.
    pub converted: Vec<Conversion>,
    /// Cells left although they may be wrong.
    pub doubtful: Vec<Doubt>,
}

/// Converts what is certain. Sheet names stay: a person looks for them as they are.
pub fn unicode(workbook: &RawWorkbook) -> Letters<'_> {
    let mut letters = Letters { workbook: Cow::Borrowed(workbook), converted: Vec::new(), doubtful: Vec::new() };
    for (at, sheet) in workbook.sheets.iter().enumerate() {
        let changes = changes(sheet);
        if !changes.texts.is_empty()
            && let Some(target) = letters.workbook.to_mut().sheets.get_mut(at)
        {
            for (cell, text) in changes.texts {
                put(target, cell, text);
            }
        }
        letters.converted.extend(changes.converted);
        letters.doubtful.extend(changes.doubt);
    }
    letters
}

/// What a sheet needs.
#[derive(Default)]
struct Changes {
    /// New texts of cells.
    texts: Vec<(CellRef, String)>,
    converted: Vec<Conversion>,
    doubt: Option<Doubt>,
}

impl Changes {
    fn convert(&mut self, sheet: &RawSheet, from: Lettering, cell: CellRef, before: &str, after: &str) {
        let at = match self.converted.iter().position(|c| c.from == from) {
            Some(at) => at,
            None => {
                self.converted.push(Conversion { sheet: sheet.name.clone(), from, cells: 0, examples: Vec::new() });
                self.converted.len() - 1
            }
        };
        if let Some(conversion) = self.converted.get_mut(at) {
            conversion.cells += 1;
            if conversion.examples.len() < SHOWN {
                conversion.examples.push(LetterChange { cell, before: format::quote(before), after: format::quote(after) });
            }
        }
    }

    fn doubt(&mut self, sheet: &RawSheet, cell: CellRef, text: &str) {
        match &mut self.doubt {
            Some(doubt) => doubt.cells += 1,
            None => self.doubt = Some(Doubt { place: Place::cell(&sheet.name, cell), text: format::quote(text), cells: 1 }),
        }
    }
}

fn changes(sheet: &RawSheet) -> Changes {
    let mut changes = Changes::default();
    // Most sheets are composed Unicode: one look at each text says so.
    if !texts(sheet).any(|(_, text)| detect::is_suspicious(text)) {
        return changes;
    }
    let code = detect::code_of_sheet(texts(sheet).map(|(_, text)| text));
    let pure = code.is_some() && !texts(sheet).any(|(_, text)| detect::is_unicode(text));
    // Where the sheet is in no code, a text without a sign of anything is what it is.
    for (cell, text) in texts(sheet).filter(|(_, text)| if code.is_some() { !text.is_ascii() } else { detect::is_suspicious(text) }) {
        if let Some(meant) = misread::repair(text) {
            changes.convert(sheet, Lettering::Misread, cell, text, &meant);
            changes.texts.push((cell, meant));
            continue;
        }
        match code.map(|code| (code, detect::text_of_sheet(text, code, pure))) {
            Some((code, detect::Text::Coded(said))) => {
                changes.convert(sheet, Lettering::Coded(code), cell, text, &said);
                changes.texts.push((cell, said));
            }
            Some((_, detect::Text::Doubtful)) => changes.doubt(sheet, cell, text),
            None if detect::looks_coded(text) => changes.doubt(sheet, cell, text),
            // Whoever reads the text composes it; here it is only said.
            _ if normalise::is_decomposed(text) => changes.convert(sheet, Lettering::Decomposed, cell, text, &normalise::display(text)),
            Some((_, detect::Text::AsWritten)) | None => {}
        }
    }
    changes
}

fn texts(sheet: &RawSheet) -> impl Iterator<Item = (CellRef, &str)> + Clone {
    let cells = sheet.rows.iter().flat_map(|(row, cells)| cells.iter().map(move |(column, value)| (CellRef::new(*row, *column), value)));
    cells.filter_map(|(cell, value)| if let RawValue::Text(text) = value { Some((cell, text.as_str())) } else { None })
}

fn put(sheet: &mut RawSheet, cell: CellRef, text: String) {
    let found = sheet.rows.get_mut(&cell.row).and_then(|cells| cells.iter_mut().find(|(column, _)| *column == cell.column));
    if let Some((_, value)) = found {
        *value = RawValue::Text(text.into());
    }
}

/// A text decoded under both codes, if it may be in one: for a question to which a wrong "no" would be worse than a
/// wrong "yes".
pub fn decoded_ways(text: &str) -> Vec<String> {
    if !detect::may_be_coded(text) {
        return Vec::new();
    }
    [EightBit::Tcvn3, EightBit::Vni].map(|code| crate::text::legacy::decode(text, code)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(texts: &[&str]) -> RawWorkbook {
        let row = |(row, text): (usize, &&str)| (u32::try_from(row).unwrap(), vec![(2, RawValue::Text((*text).into()))]);
        let sheet =
            RawSheet { name: "NhiemVu".into(), visible: true, rows: texts.iter().enumerate().map(row).collect(), ..RawSheet::default() };
        RawWorkbook { sheets: vec![sheet], ..RawWorkbook::default() }
    }

    fn read(workbook: &RawWorkbook) -> (Vec<String>, Vec<(Lettering, u32)>, u32) {
        let letters = unicode(workbook);
        let texts = texts(&letters.workbook.sheets[0]).map(|(_, text)| text.to_owned()).collect();
        let converted = letters.converted.iter().map(|c| (c.from, c.cells)).collect();
        (texts, converted, letters.doubtful.iter().map(|d| d.cells).sum())
    }

    #[test]
    fn pasted_rows_in_a_code_are_read_and_shown_before_and_after() {
        let workbook = book(&["Trạng thái đơn vị báo", "Hoµn thµnh", "§ang thùc hiÖn", "Uû ban nh©n d©n", "KH11-007", "Hoàn thành"]);
        let (texts, converted, doubtful) = read(&workbook);
        assert_eq!(texts, ["Trạng thái đơn vị báo", "Hoàn thành", "Đang thực hiện", "Uỷ ban nhân dân", "KH11-007", "Hoàn thành"]);
        assert_eq!((converted, doubtful), (vec![(Lettering::Coded(EightBit::Tcvn3), 3)], 0));
        let example = unicode(&workbook).converted[0].examples[0].clone();
        assert_eq!(
            (example.cell.to_string().as_str(), example.before.as_str(), example.after.as_str()),
            ("C2", "Hoµn thµnh", "Hoàn thành")
        );
    }

    #[test]
    fn too_little_is_left_and_said() {
        let workbook = book(&["Trạng thái", "Hoµn thµnh", "B¶o Th¾ng"]);
        assert_eq!(read(&workbook), (vec!["Trạng thái".into(), "Hoµn thµnh".into(), "B¶o Th¾ng".into()], vec![], 2));
        assert!(matches!(unicode(&workbook).workbook, Cow::Borrowed(_)));
    }

    #[test]
    fn misread_and_decomposed_letters_are_said_too() {
        let workbook = book(&["HoÃ\u{a0}n thÃ\u{a0}nh", "quyê\u{301}t đi\u{323}nh", "Hoàn thành"]);
        let (texts, converted, _) = read(&workbook);
        assert_eq!(texts[0], "Hoàn thành");
        assert_eq!(converted, [(Lettering::Misread, 1), (Lettering::Decomposed, 1)]);
        assert_eq!(unicode(&workbook).converted[1].examples[0].after, "quyết định");
    }

    #[test]
    fn our_own_words_need_nothing() {
        let workbook = book(&["Mã nhiệm vụ", "Đạt", "Tỷ lệ (%)", "15 m²", "“Tốt”", ""]);
        let letters = unicode(&workbook);
        assert!(letters.converted.is_empty() && letters.doubtful.is_empty() && matches!(letters.workbook, Cow::Borrowed(_)));
    }
}
