//! What an office writes that no figure, age or list takes up.

use crate::model::place::CellRef;
use crate::model::report::{FieldId, SheetId};
use crate::model::shared_text::SharedText;
use serde::Serialize;

/// A note, a plan, a reason: words in a cell of a report that were not there in what was last accepted of its row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// Which sheet of the form.
    pub sheet: SheetId,
    /// The sheet's name in the file.
    pub sheet_name: String,
    /// Its cell; `None` if the file does not say.
    pub cell: Option<CellRef>,
    /// The code of its row as written; blank on the first sheet.
    pub about: String,
    /// In which column, or beside which label.
    pub field: FieldId,
    /// The words.
    pub text: SharedText,
    /// Its row says nothing else that is new: no status, figure, day, product, obstacle or proposal.
    pub is_alone: bool,
}
