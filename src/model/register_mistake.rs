//! What is wrong in a register, said with its cell.

use crate::model::place::Place;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The file's name in the workspace.
pub const FILE_NAME: &str = "danh-muc.xlsx";

/// Something wrong in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterMistake {
    /// Sheet and cell of the workbook.
    pub place: Place,
    /// What, and how to mend it; Vietnamese.
    pub message: String,
}

impl RegisterMistake {
    /// The mistake with the name of the workbook it is in.
    pub fn told(&self, file: &str) -> String {
        let sheet = self.place.sheet.as_ref().map_or_else(String::new, |sheet| format!(", trang {sheet}"));
        let cell = self.place.cell.map_or_else(String::new, |cell| format!(", ô {cell}"));
        format!("{file}{sheet}{cell}: {}", self.message)
    }
}

impl fmt::Display for RegisterMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(FILE_NAME))
    }
}
