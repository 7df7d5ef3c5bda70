//! What a freeze or a release is sealed with, beside the facts of the ledger: the program, everything it was made of, and
//! what it says.

use crate::model::build::Build;
use serde::{Deserialize, Serialize};

/// A content of the archive that something was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedInput {
    /// What it is: one of the names below, for a form definition with its name after a space.
    pub name: String,
    /// Its address in the archive.
    pub sha256: String,
}

/// Name of the register workbook among the sealed inputs.
pub const REGISTER: &str = "register";
/// Name of the configuration among the sealed inputs.
pub const CONFIGURATION: &str = "configuration";
/// The clerk's receipt book.
pub const RECEIPT_BOOK: &str = "receipt_book";
/// The workbook of the answers to proposals.
pub const ANSWERS: &str = "answers";
/// How the name of the sealed template of the written report begins.
pub const LETTER_TEMPLATE: &str = "letter_template";
/// How the names of sealed form definitions begin.
pub const FORM: &str = "form";

/// A file that a freeze or a release published; its bytes lie in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedFile {
    /// Kind, as in `outputs` of the JSON.
    pub kind: String,
    /// Path relative to the workspace.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal; the name of its copy in the archive.
    pub sha256: String,
}

/// The seal. Records of version 0.1 have none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// The program that made it.
    pub build: Build,
    /// Everything it was made of, by name.
    pub inputs: Vec<SealedInput>,
    /// Digest of its figures and address of their list in the archive (`merge::figures`).
    pub figures_sha256: String,
}

impl Seal {
    /// The sealed form definitions.
    pub fn forms(&self) -> impl Iterator<Item = &SealedInput> {
        self.inputs.iter().filter(|input| input.name.starts_with(FORM))
    }
}
