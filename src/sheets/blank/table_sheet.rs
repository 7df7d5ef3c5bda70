//! A table sheet of the form, as the sheets beside it speak of it.

use super::needs::{self, Need};
use crate::forms::form::SheetForm;
use crate::model::place::column_letters;
use crate::sheets::sheet::Sheet;

/// A table sheet with the places that other sheets speak of.
#[derive(Debug, Clone)]
pub(super) struct TableSheet<'a> {
    /// What the form definition says of the sheet.
    pub(super) form: &'a SheetForm,
    /// The sheet as it will be written.
    pub(super) sheet: Sheet,
    /// Row in which the headings stand, from 0.
    pub(super) heading_row: u32,
    /// Row of each code.
    pub(super) codes: Vec<(String, u32)>,
    /// Number of rows below the headings.
    pub(super) lines: usize,
    /// What is missing when.
    pub(super) needs: Vec<Need>,
}

impl TableSheet<'_> {
    /// The row of headings as a defined name wants it: `='NhiemVu'!$A$4:$R$4`.
    pub(super) fn heading_range(&self) -> String {
        let last = u32::try_from(self.form.columns.len()).unwrap_or(1).saturating_sub(1);
        let row = self.heading_row + 1;
        format!("='{}'!$A${row}:${}${row}", self.form.name, column_letters(last))
    }

    /// How many cells are missing now.
    pub(super) fn missing(&self) -> usize {
        self.needs.iter().map(|n| n.count(&self.sheet)).sum()
    }

    /// The formula that counts them.
    pub(super) fn missing_formula(&self) -> String {
        needs::formula(&self.needs, &self.form.name)
    }
}
