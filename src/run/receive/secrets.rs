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
use crate::io::inbox::{self, Terms};
use crate::io::ledger::Ledger;
use crate::io::workspace::Workspace;
use crate::model::inbox::{Content, InboxFile, Receipt};
use crate::model::moment::Moment;
use crate::model::register::Register;
use crate::model::secret::Secret;
use crate::text::agency_names;
use crate::text::areas::{self, Areas};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
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

/// What lies in the inbox.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// Paths of the files, below the inbox, without those that a desk wrote.
    pub paths: BTreeSet<String>,
    /// Areas that were listed without any trouble ([`areas::key_of`]).
    pub areas: BTreeSet<String>,
}

impl Listed {
    /// The inbox as it is at this moment; `None` if it cannot be listed.
    fn now(workspace: &Workspace, register: &Register, ledger: &Ledger, now: Moment) -> Option<Self> {
        let own = workspace.not_inbox(register);
        let terms = Terms::of(&workspace.config, now);
        let scan = inbox::scan(&workspace.disk, &workspace.inbox(), &Areas::new(register), &own, &terms).ok()?;
        let of_desks = ledger.desk_files().ok()?;
        let files = scan.files.into_iter().chain(scan.vanished).map(|file| file.file.path);
        let refused = scan.unreadable.into_iter().map(|(path, _)| path);
        let paths = files.chain(refused).filter(|path| !of_desks.contains_key(path)).collect();
        Some(Self { paths, areas: scan.folders.into_iter().collect() })
    }

    /// Does a file lie there? Of an area that was not listed nobody knows that it does not.
    fn may_hold(&self, file: &InboxFile, register: &Register) -> bool {
        self.paths.contains(&file.path) || !self.areas.contains(&areas::key_of(&file.folder, register))
    }
}

/// Those of some receipts that are of files with a mark of secrecy which lie in the inbox no more: another content stands at the path,
/// or none. `listed` says what lies there, and is asked only if there is such a receipt; if it does not know, all of them lie there.
fn gone<'a>(
    ledger: &Ledger,
    register: &Register,
    receipts: &[Receipt],
    listed: impl FnOnce() -> Option<Cow<'a, Listed>>,
) -> Result<BTreeSet<i64>, Failure> {
    let noted = ledger.secrets()?;
    let marked: Vec<&Receipt> = receipts.iter().filter(|receipt| noted.contains_key(&receipt.sha256)).collect();
    if marked.is_empty() {
        return Ok(BTreeSet::new());
    }
    let Some(listed) = listed() else { return Ok(BTreeSet::new()) };
    let known = ledger.known_files()?;
    let lies_there = |receipt: &Receipt| {
        let is_last = known.get(&receipt.file.path).is_some_and(|known| known.receipt == receipt.seq);
        is_last && listed.may_hold(&receipt.file, register)
    };
    Ok(marked.into_iter().filter(|receipt| !lies_there(receipt)).map(|receipt| receipt.seq).collect())
}

/// The receipts of files with a mark of secrecy that lie in the inbox no more, by what a scan listed.
pub fn gone_by_scan(ledger: &Ledger, register: &Register, receipts: &[Receipt], listed: &Listed) -> Result<BTreeSet<i64>, Failure> {
    gone(ledger, register, receipts, || Some(Cow::Borrowed(listed)))
}

/// The same by a look at this moment, for a command that receives nothing.
pub fn gone_now(
    workspace: &Workspace,
    register: &Register,
    ledger: &Ledger,
    receipts: &[Receipt],
    now: Moment,
) -> Result<BTreeSet<i64>, Failure> {
    gone(ledger, register, receipts, || Listed::now(workspace, register, ledger, now).map(Cow::Owned))
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
