//! While the ledger is refused ([`identity`](crate::run::session::identity)), what comes is kept all the same: archived, and
//! noted with its time in a ledger of its own. The first run with the right ledger takes those notes over, so that nobody is
//! late through our books.

use crate::io::failure::Failure;
use crate::io::inbox::ScannedFile;
use crate::io::ledger::{Ledger, NewReceipt, NewScan};
use crate::io::workspace::Workspace;
use crate::model::inbox::Receipt;
use crate::run::receive;
use crate::run::session::progress::Silent;
use crate::run::session::{self, Session, Start};
use crate::text::areas;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The folder of that ledger in the records.
const FOLDER: &str = "cho-khoi-phuc";

/// Where it goes if it cannot be read.
const DAMAGED: &str = "cho-khoi-phuc-hong";

/// Receives into the ledger aside.
pub fn note(workspace: Workspace, start: &Start) -> Result<(), Failure> {
    let records = workspace.records().join(FOLDER);
    let mut session = session::open_aside(workspace, start, &records)?;
    receive::receive(&mut session, &Silent).map(drop)
}

/// Takes over what was noted aside, if anything was; says how many files.
pub fn take_over(session: &Session) -> Result<Option<String>, Failure> {
    let (work, ledger) = (&session.work, &session.ledger);
    let disk = &work.workspace.disk;
    let folder = work.workspace.records().join(FOLDER);
    let noted =
        Ledger::open_read_only(disk, &folder).and_then(|aside| aside.map(|aside| aside.receipts().map(|list| (aside, list))).transpose());
    let (aside, receipts) = match noted {
        Ok(Some(noted)) => noted,
        Ok(None) => return Ok(None),
        Err(failure) => {
            // Notes that nobody can read must not stop what comes after them.
            let damaged = folder.with_file_name(DAMAGED);
            disk.rename(&folder, &damaged).map_err(|e| Failure::writing(&damaged, &e))?;
            return Ok(Some(format!("Không đọc được ghi chép tạm ({failure}); để riêng ở {}.", work.relative(&damaged))));
        }
    };
    let known = ledger.known_files()?;
    let new = |receipt: &&Receipt| known.get(&receipt.file.path).is_none_or(|file| file.sha256 != receipt.sha256);
    let last = ledger.last_scan()?.map(|(_, at)| at);
    let open = aside.taken_open(&receipts)?;
    let mut taken = 0;
    ledger.transaction(|ledger| {
        // What is not in the archive must be known as a gap before the receipts that name it.
        ledger.note_not_kept(&aside.not_kept()?, work.now)?;
        ledger.note_secrets(&aside.secrets()?.into_iter().collect::<Vec<_>>(), work.now)?;
        for (at, list, present) in aside.first_looks()? {
            // A run that was killed after this step begins it again. Nor is a look put behind one that is later than it: a
            // clock that went back is taken for one that was wrong before, and the later look would count as this one. What
            // it saw is received as the ledger's own looks find it.
            if last.is_some_and(|last| at <= last) {
                continue;
            }
            let seen = NewScan { at, areas: &list, present, skew_seconds: None, doubted: false, news: true, cutoffs: &[] };
            let scan = ledger.record_scan(&seen)?;
            let then: Vec<&Receipt> = receipts.iter().filter(|receipt| receipt.first_seen == at).filter(new).collect();
            let files: Vec<ScannedFile> = then.iter().map(|receipt| scanned(receipt, &open, session)).collect();
            let batch: Vec<NewReceipt<'_>> =
                files.iter().zip(&then).map(|(file, receipt)| NewReceipt { file, sha256: &receipt.sha256 }).collect();
            let recorded = ledger.record_receipts(&batch, scan, at)?;
            let opened = recorded.iter().zip(&files).filter(|(_, file)| file.open_at_office).map(|(receipt, _)| receipt.seq);
            ledger.note_open(&opened.collect::<Vec<_>>())?;
            taken += recorded.len();
        }
        Ok(())
    })?;
    drop(aside);
    disk.remove_dir_all(&folder).map_err(|e| Failure::writing(&folder, &e))?;
    Ok((taken > 0).then(|| format!("Đã ghi sổ {taken} tệp đến trong lúc sổ tiếp nhận chưa dùng được, theo giờ đã nhận khi đó.")))
}

/// The file as the scan of that time saw it.
fn scanned(receipt: &Receipt, open: &BTreeSet<i64>, session: &Session) -> ScannedFile {
    ScannedFile {
        file: receipt.file.clone(),
        folder_key: areas::key_of(&receipt.file.folder, &session.work.register.register),
        real: PathBuf::new(),
        modified_ns: receipt.file.modified_at.and_then(|at| at.timestamp_nanos_opt()).unwrap_or_default(),
        open_at_office: open.contains(&receipt.seq),
    }
}
