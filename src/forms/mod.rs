//! What the agencies' forms look like, and how a returned workbook is read against them. The meaning of a field is
//! code ([`FieldId`]); where it stands is data (`templates/BM-01/*.toml`).
//! Nothing here judges: what could not be read is said in the report itself, or as a
//! [`LayoutIssue`](crate::model::extraction::LayoutIssue), and what was made of an odd layout as a
//! [`LayoutNote`](crate::model::extraction::LayoutNote).
//!
//! ```text
//! RawWorkbook → letters (Unicode) → recognise (which form, which sheets)
//!   → for each sheet: heading_row (which column is what) → table (which rows) → merged (whose value) → cells (what it says)
//!   → Extraction { report, layout, notes, … }
//! ```
//!
//! To add a form version: write its definition in `templates/`, list it in [`SOURCES`].

pub mod as_issued;
pub mod cells;
pub mod column;
pub mod desk_file;
pub mod desk_report;
pub mod extract;
pub mod fingerprint;
pub mod form;
pub mod heading;
pub mod heading_block;
pub mod heading_row;
pub mod issued_content;
pub mod last_said;
pub mod letters;
pub mod merged;
pub mod new_remarks;
pub mod own_list;
pub mod own_table;
pub mod recognise;
pub mod secrecy;
pub mod table;
pub mod table_end;

pub use column::Column;
pub use extract::extract;
pub use fingerprint::fingerprint;
pub use form::{Form, FormMistake};

use crate::model::report::{FieldId, SheetId};
use chrono::NaiveDate;
use std::sync::LazyLock;

/// The embedded definitions: path below `templates/` (a workspace file of this name overrides it) and content.
pub const SOURCES: [(&str, &str); 1] = [("BM-01/1.0.toml", include_str!("../../templates/BM-01/1.0.toml"))];

static BUILTIN: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let mut forms: Vec<Form> = SOURCES.iter().filter_map(|(_, text)| Form::parse(text).ok()).collect();
    forms.sort_by(|a, b| a.valid_from.cmp(&b.valid_from).then_with(|| a.version.cmp(&b.version)));
    forms
});

/// The embedded form definitions, oldest first. A test parses each of them, so none is ever missing.
pub fn builtin() -> &'static [Form] {
    &BUILTIN
}

/// The embedded form in force on `day`: the latest that is valid by then, else the first.
pub fn current(day: NaiveDate) -> Option<&'static Form> {
    in_force(builtin(), day)
}

/// Of `forms`, the one in force on `day`: the latest valid by then, else the earliest.
pub fn in_force(forms: &[Form], day: NaiveDate) -> Option<&Form> {
    let key = |f: &&Form| (f.valid_from, f.version.clone());
    forms.iter().filter(|f| f.valid_from <= day).max_by_key(key).or_else(|| forms.iter().min_by_key(key))
}

/// What a field is called where columns are listed: as the form calls it, or as the embedded form does if the form has no such
/// column any more and earlier reports had.
pub fn column_name<'f>(form: &'f Form, sheet: SheetId, field: FieldId) -> &'f str {
    let column = |form: &'f Form| form.sheet(sheet)?.column(field);
    column(form).or_else(|| builtin().iter().rev().find_map(column)).map_or("", Column::name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_definition_is_valid() {
        for (path, text) in SOURCES {
            let form = Form::parse(text).unwrap_or_else(|mistake| panic!("{path}: {mistake}"));
            assert_eq!(path, format!("{}/{}.toml", form.code, form.version), "a definition stands under its own name");
        }
        assert_eq!(builtin().len(), SOURCES.len());
    }

    #[test]
    fn the_form_in_force_is_the_latest_valid_one() {
        let old = builtin()[0].clone();
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let new = Form { version: "1.1".into(), valid_from: day(2026, 1, 1), ..old.clone() };
        let forms = [new, old];
        assert_eq!(in_force(&forms, day(2025, 12, 31)).unwrap().version, "1.0");
        assert_eq!(in_force(&forms, day(2026, 1, 1)).unwrap().version, "1.1");
        assert_eq!(in_force(&forms, day(2020, 1, 1)).unwrap().version, "1.0", "before all of them: the earliest");
    }
}
