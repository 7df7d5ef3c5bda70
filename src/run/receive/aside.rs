//! While the ledger is refused ([`identity`](crate::run::session::identity)), what comes is kept all the same: archived, and
//! noted with its time in a ledger of its own. The first run with the right ledger takes those notes over, so that nobody is
//! late through our books.

use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::inbox::ScannedFile;
use crate::io::ledger::{Ledger, NewReceipt, NewScan};
use crate::io::workspace::Workspace;
use crate::model::inbox::Receipt;
use crate::model::moment::Moment;
use crate::model::not_kept::NotKept;
use crate::model::secret::Secret;
use crate::run::receive::{self, clock_check};
use crate::run::session::progress::Silent;
use crate::run::session::{self, Session, Start, away};
use crate::text::areas;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The folder of that ledger in the records.
const FOLDER: &str = "cho-khoi-phuc";

/// Where it goes if it cannot be read.
const DAMAGED: &str = "cho-khoi-phuc-hong";

/// Where that ledger lies.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.records().join(FOLDER)
}

/// Receives into the ledger aside.
fn note(workspace: Workspace, start: &Start) -> Result<(), Failure> {
    let records = folder(&workspace);
    let mut session = session::open_aside(workspace, start, &records)?;
    let clock = clock_check::look(&mut session)?;
    receive::receive(&session, &clock, &Silent).map(drop)
}

/// A ledger is refused: that is the failure to report. What comes is kept if it can be; what stands in the way of that, or is
/// broken beside it, is told with it.
pub fn instead(workspace: Workspace, start: &Start, refused: Failure) -> Failure {
    let broken = workspace.broken.as_ref().map(|(failure, _)| failure.clone());
    let beside = broken.into_iter().chain(note(workspace, start).err());
    let told: String = beside.map(|failure| format!(". Cùng lúc: {failure}")).collect();
    match refused {
        Failure::OtherLedger { message } => Failure::OtherLedger { message: format!("{message}{told}") },
        Failure::Ledger { path, cause, damaged } => Failure::Ledger { path, cause: format!("{cause}{told}"), damaged },
        Failure::NewerLedger { path, ledger, reads, program, .. } => Failure::NewerLedger { path, ledger, reads, program, beside: told },
        other => other,
    }
}

/// What was noted aside.
struct Notes {
    receipts: Vec<Receipt>,
    /// Numbers of the receipts whose file was open at its office.
    open: BTreeSet<i64>,
    not_kept: BTreeMap<String, NotKept>,
    secrets: BTreeMap<String, Secret>,
    /// Instant, areas and files of each look.
    looks: Vec<(Moment, Vec<String>, u32)>,
}

impl Notes {
    /// `None` if nothing was noted.
    fn read(disk: &Disk, folder: &Path) -> Result<Option<Self>, Failure> {
        let Some(ledger) = Ledger::open_read_only(disk, folder)? else { return Ok(None) };
        let receipts = ledger.receipts()?;
        let open = ledger.taken_open(&receipts)?;
        let (not_kept, secrets, looks) = (ledger.not_kept()?, ledger.secrets()?, ledger.first_looks()?);
        Ok(Some(Self { receipts, open, not_kept, secrets, looks }))
    }
}

/// Takes over what was noted aside, if anything was; says how many files.
///
/// Notes that cannot be read for now, by a disk or a right, stay where they are, and this command works without the inbox:
/// a look of its own would come before those that are noted, and the offices that reported in time would be late by it.
pub fn take_over(session: &mut Session) -> Result<Option<String>, Failure> {
    let folder = folder(&session.work.workspace);
    let disk = &session.work.workspace.disk;
    let notes = match Notes::read(disk, &folder).or_else(|_| Notes::read(disk, &folder)) {
        Ok(Some(notes)) => notes,
        Ok(None) => return Ok(None),
        Err(Failure::Ledger { cause, damaged: true, .. }) => {
            // What will never be read must not stop what comes after it.
            let damaged = folder.with_file_name(DAMAGED);
            disk.rename(&folder, &damaged).map_err(|e| Failure::writing(&damaged, &e))?;
            return Ok(Some(format!("Không đọc được ghi chép tạm ({cause}); để riêng ở {}.", session.work.relative(&damaged))));
        }
        Err(failure) => {
            session.work.away = Some(away::instead(failure, Some(&session.ledger))?);
            return Ok(None);
        }
    };
    let (work, ledger) = (&session.work, &session.ledger);
    let Notes { receipts, open, not_kept, secrets, looks } = notes;
    let known = ledger.known_files()?;
    let new = |receipt: &&Receipt| known.get(&receipt.file.path).is_none_or(|file| file.sha256 != receipt.sha256);
    let last = ledger.last_scan()?.map(|(_, at)| at);
    let mut taken = 0;
    ledger.transaction(|ledger| {
        // What is not in the archive must be known as a gap before the receipts that name it.
        ledger.note_not_kept(&not_kept, work.now)?;
        ledger.note_secrets(&secrets.into_iter().collect::<Vec<_>>(), work.now)?;
        for (at, list, present) in looks {
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
    work.workspace.disk.remove_dir_all(&folder).map_err(|e| Failure::writing(&folder, &e))?;
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
