//! An office's own table instead of the form: whose it is says the folder, of
//! which period its title or the name of its sheet.

use crate::forms::heading_row::HeadingRow;
use crate::model::period::PeriodName;
use crate::model::place::{CellRef, Place};
use crate::model::report::{Field, Manner, Reading};
use crate::model::workbook::{RawSheet, RawValue};
use crate::text::{normalise, period as weeks};

/// More is no title.
const TITLES: usize = 30;
/// A longer text is no title.
const TITLE_MAX: usize = 400;

/// What is written above the headings.
pub fn titles(raw: &RawSheet, heading: &HeadingRow) -> Vec<(Place, String)> {
    let above = raw.cells().take_while(|(cell, _)| cell.row < heading.row).filter_map(|(cell, value)| match value {
        RawValue::Text(text) if text.len() <= TITLE_MAX => Some((Place::cell(&raw.name, cell), normalise::display(text))),
        _ => None,
    });
    above.filter(|(_, text)| !text.is_empty()).take(TITLES).collect()
}

/// The period that the titles name, or the name of the sheet; unreadable where they name several.
pub fn period(titles: &[(Place, String)], sheets: &[&str]) -> Field<PeriodName> {
    let in_titles = titles.iter().filter_map(|(place, text)| Some((place.cell, text.as_str(), weeks::in_title(text)?)));
    let in_names = sheets.iter().filter_map(|name| Some((None::<CellRef>, *name, weeks::in_text(name)?)));
    let found: Vec<_> = in_titles.chain(in_names).collect();
    let Some((cell, typed, period)) = found.first().copied() else { return Field::default() };
    if let Some((_, other, _)) = found.iter().find(|(_, _, p)| *p != period) {
        return Field { cell, typed: format!("{typed}; {other}").into(), reading: Reading::Unreadable, manner: Manner::Plain };
    }
    Field { cell, typed: typed.into(), reading: Reading::Value(PeriodName::Week(period)), manner: Manner::Plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_and_sheet_must_not_contradict_each_other() {
        let title = |text: &str| vec![(Place::cell("Sheet1", CellRef::new(2, 0)), text.to_owned())];
        let read = |title: &[(Place, String)], sheet| period(title, &[sheet]);
        assert_eq!(read(&title("BÁO CÁO TUẦN 28 NĂM 2025"), "Sheet1").value().map(|_| ()), Some(()));
        assert_eq!(read(&title("BÁO CÁO TUẦN 28 NĂM 2025"), "Tuần 28 2025").cell, Some(CellRef::new(2, 0)));
        assert!(read(&title("BÁO CÁO TUẦN 28 NĂM 2025"), "Tuần 27 2025").is_unreadable());
        assert!(read(&[], "Tuần 28 2025").value().is_some());
        assert!(read(&title("BÁO CÁO"), "Sheet1").is_empty());
    }
}
