//! Files with a mark of secrecy (T23) leave nothing in our records but time, agency, period and hash. Such a file is
//! read before it would be archived, so it is never kept; what an earlier run kept, because its program knew fewer
//! marks, is taken out.
//!
//! ```text
//! Content → Secret → noted in the ledger (with the receipt) → removed from archive and tables
//! ```
//!
//! The ledger is told first: from then on its note stands for the file, whether the bytes are still there or not, so
//! a run killed in between changes no verdict, and the next one removes what is left.

use crate::io::archive::Archive;
use crate::io::failure::Failure;
use crate::io::ledger::Ledger;
use crate::model::inbox::Content;
use crate::model::moment::Moment;
use crate::model::register::Register;
use crate::model::secret::Secret;
use crate::text::agency_names;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What may be kept of a content that bears a mark of secrecy; `None` if it bears none.
pub fn secret_of(content: &Content, register: &Register) -> Option<Secret> {
    let Content::Workbook(extraction) = content else { return None };
    let info = &extraction.report.info;
    (!extraction.secrecy_marks.is_empty()).then(|| Secret {
        agency: agency_names::resolve(register, &info.agency.typed),
        period: info.period.value().copied(),
        marks: extraction.secrecy_marks.clone(),
    })
}

/// Takes out of the archive what was noted before: a run may have been killed between the two.
pub fn remove_noted(ledger: &Ledger, archive: &Archive) -> Result<(), Failure> {
    let noted = ledger.secrets()?;
    if !noted.is_empty() {
        ledger.forget_removed_pages()?;
    }
    noted.keys().filter(|sha256| archive.contains(sha256)).try_for_each(|sha256| archive.remove(sha256))
}

/// Notes and removes every content that bears a mark and was kept all the same; puts what is left of it in its place.
pub fn remove_kept(
    ledger: &Ledger,
    archive: &Archive,
    register: &Register,
    now: Moment,
    contents: &mut BTreeMap<String, Arc<Content>>,
) -> Result<(), Failure> {
    let noted = ledger.secrets()?;
    let found: Vec<(String, Secret)> = contents
        .iter()
        .filter(|(sha256, _)| !noted.contains_key(*sha256))
        .filter_map(|(sha256, content)| Some((sha256.clone(), secret_of(content, register)?)))
        .collect();
    if found.is_empty() {
        return Ok(());
    }
    ledger.note_secrets(&found, now)?;
    ledger.forget_removed_pages()?;
    for (sha256, secret) in found {
        archive.remove(&sha256)?;
        contents.insert(sha256, Arc::new(secret.content()));
    }
    Ok(())
}
