//! Sealing: what a freeze or a release was made of and what it says goes into the archive, and the seal names all of it.
//!
//! Sealed are the program, the register, the configuration, the clerk's receipt book, the answers to proposals, the form definition, the template
//! of the written report and the list of the figures. The products are kept by whoever prepares them ([`crate::run::products`]). So putting back what is lost is
//! copying, and a later program derives the figures from the very inputs and compares them row by row.

use crate::forms::Form;
use crate::io::archive::Archive;
use crate::io::failure::Failure;
use crate::merge::assemble::PeriodState;
use crate::merge::figures::Figures;
use crate::model::build::Build;
use crate::model::seal::{ANSWERS, CONFIGURATION, FORM, RECEIPT_BOOK, REGISTER, Seal, SealedInput};

/// What a state was made of and lies in the archive already.
#[derive(Debug, Clone, Copy)]
pub struct StateInputs<'a> {
    /// SHA-256 of the register workbook, in hexadecimal.
    pub register_sha256: &'a str,
    /// SHA-256 of the configuration, in hexadecimal.
    pub config_sha256: &'a str,
    /// The clerk's receipt book; `None` if there is none.
    pub book_sha256: Option<&'a str>,
    /// The workbook of the last answer to a proposal; `None` if there is none.
    pub answers_sha256: Option<&'a str>,
    /// The template of the written report; `None` if nothing was written with one.
    pub template: Option<&'a SealedInput>,
}

/// Keeps the form definition and the figures, and names everything.
pub fn seal(archive: &Archive, kept: StateInputs<'_>, form: &Form, state: &PeriodState) -> Result<Seal, Failure> {
    let input = |name: &str, sha256: &str| SealedInput { name: name.to_owned(), sha256: sha256.to_owned() };
    let form_sha256 = archive.put(form.definition.as_bytes())?;
    let mut inputs = vec![
        input(REGISTER, kept.register_sha256),
        input(CONFIGURATION, kept.config_sha256),
        input(&format!("{FORM} {}/{}", form.code, form.version), &form_sha256),
    ];
    inputs.extend(kept.book_sha256.map(|sha256| input(RECEIPT_BOOK, sha256)));
    inputs.extend(kept.answers_sha256.map(|sha256| input(ANSWERS, sha256)));
    let figures_sha256 = archive.put(Figures::of(&state.consolidation).to_text().as_bytes())?;
    inputs.extend(kept.template.cloned());
    Ok(Seal { build: Build::this(), inputs, figures_sha256 })
}
