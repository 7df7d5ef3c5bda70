//! Pieces of sentences that several rules share.

use crate::model::agency::AgencyCode;
use crate::model::register::Register;
use crate::model::workbook::{UNCOMPUTED, UNREADABLE};
use crate::text::format;

/// How many names a message gives before it counts the rest.
const SHOWN: usize = 10;
/// The same of rows.
const ROWS_SHOWN: usize = 20;

/// `Sở Y tế, Sở Tài chính và 3 đơn vị khác`.
pub(super) fn agencies<'a>(register: &Register, codes: impl IntoIterator<Item = &'a AgencyCode>) -> String {
    let names: Vec<String> = codes.into_iter().map(|code| register.short_name(code)).collect();
    some_of(&names, SHOWN, "đơn vị")
}

/// The first `shown` of the items, and how many more there are.
pub(super) fn some_of<S: AsRef<str>>(items: &[S], shown: usize, noun: &str) -> String {
    let head: Vec<&str> = items.iter().take(shown).map(AsRef::as_ref).collect();
    match items.len().saturating_sub(shown) {
        0 => head.join(", "),
        rest => format!("{} và {rest} {noun} khác", head.join(", ")),
    }
}

/// Rows as a spreadsheet numbers them: `9, 12`; of very many the first, and how many more.
pub(super) fn row_numbers(rows: impl IntoIterator<Item = u32>) -> String {
    let mut rows = rows.into_iter();
    let shown = rows.by_ref().take(ROWS_SHOWN).map(|row| (row + 1).to_string()).collect::<Vec<_>>().join(", ");
    match rows.count() {
        0 => shown,
        rest => format!("{shown} và {} dòng khác", format::count(u64::try_from(rest).unwrap_or(u64::MAX))),
    }
}

/// Names of sheets or columns, shortened and made harmless: `Sheet1, Sheet2`.
pub(super) fn names<S: AsRef<str>>(items: &[S]) -> String {
    let names: Vec<String> = items.iter().map(|item| format::quote(item.as_ref())).collect();
    some_of(&names, 2 * SHOWN, "mục")
}

/// Names of files without their folders.
pub(super) fn file_names<S: AsRef<str>>(paths: &[S]) -> String {
    let names: Vec<String> = paths.iter().map(|path| format::quote(path.as_ref().rsplit('/').next().unwrap_or_default())).collect();
    some_of(&names, SHOWN, "tệp")
}

/// Does a cell hold an error of a formula, such as `#REF!`, a formula never computed or a value that breaks its format?
/// D03, D04 and D10 say so.
pub(super) fn is_formula_error(typed: &str) -> bool {
    const ERRORS: [&str; 18] = [
        "#REF!",
        "#N/A",
        "#DIV/0!",
        "#VALUE!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#BUSY!",
        "#UNKNOWN!",
        "#EXTERNAL!",
        UNCOMPUTED,
        UNREADABLE,
    ];
    let typed = typed.trim();
    typed.starts_with('#') && ERRORS.iter().any(|error| typed.eq_ignore_ascii_case(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_counted_not_cut() {
        assert_eq!(some_of(&["A", "B"], 2, "đơn vị"), "A, B");
        assert_eq!(some_of(&["A", "B", "C", "D"], 2, "đơn vị"), "A, B và 2 đơn vị khác");
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_does() {
        assert_eq!(row_numbers([8, 11]), "9, 12");
        let many = row_numbers(0..10_020);
        assert!(many.starts_with("1, 2, 3") && many.ends_with(", 20 và 10.000 dòng khác"), "{many}");
    }

    #[test]
    fn errors_of_formulas() {
        assert!(is_formula_error(" #ref! "));
        assert!(is_formula_error("#DIV/0!"));
        assert!(is_formula_error(UNCOMPUTED) && is_formula_error(UNREADABLE) && is_formula_error("#CALC!"));
        assert!(!is_formula_error("#1"));
    }
}
