//! Scan → archive → read: every file of the inbox is looked at once, what is new is archived, read in a child
//! process and recorded. Files are worked on in parallel; the ledger is written by this thread alone, in one batch.

use crate::forms;
use crate::io::archive::{self, ArriveError, Taken};
use crate::io::clock;
use crate::io::failure::{Action, Failure};
use crate::io::inbox::{self, ScannedFile};
use crate::io::ledger::{Arriving, KnownFile, Ledger, NewReceipt};
use crate::model::inbox::{Content, Folder, InboxFile, Receipt};
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::workbook::Refusal;
use crate::reader;
use crate::run::assemble::Facts;
use crate::run::progress::Progress;
use crate::run::reading;
use crate::run::session::{Session, Work};
use chrono::TimeDelta;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A file without its end that stays unchanged this long, or over two runs, is received and judged (DESIGN 3).
const ARRIVING_MINUTES_MAX: i64 = 10;

/// Contents of receipts older than this many weeks are not looked at again: no period that far back is open.
const WEEKS_KEPT: i64 = 10;

/// What one scan brought.
#[derive(Debug, Default)]
pub struct Reception {
    /// Files skipped by name.
    pub skipped: Vec<String>,
    /// Files the file system refused, with its words.
    pub unreadable: Vec<(String, String)>,
    /// Files still being copied.
    pub arriving: Vec<InboxFile>,
    /// Files unchanged since an earlier run.
    pub known: usize,
    /// Receipt numbers of what is new.
    pub new: Vec<i64>,
    /// Files seen, of every sort.
    pub seen: usize,
    /// What the new contents are, by SHA-256.
    pub contents: BTreeMap<String, Arc<Content>>,
}

/// What became of one file in the parallel pass.
enum Looked {
    /// As the ledger knows it.
    Known,
    /// Same content, new times.
    Touched,
    /// New here: with what it is, unless that content was read before.
    New { sha256: String, content: Option<Content> },
    /// Not complete yet.
    Arriving,
    /// The file system refused it.
    Unreadable(String),
    /// Our own archive could not be written.
    Failed(Failure),
}

/// The name under which read contents are kept: they are only as good as the program and the form that read them.
pub fn reader_name(session: &Session) -> String {
    format!("{}/{}-{}", env!("CARGO_PKG_VERSION"), session.work.form.code, session.work.form.version)
}

/// Scans the inbox and records what is there.
pub fn receive(session: &mut Session, progress: &dyn Progress) -> Result<Reception, Failure> {
    let root = session.work.workspace.inbox();
    let exclude = session.work.workspace.not_inbox(&session.work.register.register);
    let mut scan = inbox::scan(&root, &session.work.register.register, &exclude, session.work.workspace.config.rehearsal)?;
    inbox::check_not_shrunk(&root, &scan, session.ledger.last_present()?)?;
    let scan_id = session.ledger.start_scan(session.work.now)?;
    let known = session.ledger.known_files()?;
    let pending = session.ledger.arriving()?;

    let work = &session.work;
    let seconds = work.workspace.config.policy.settle_seconds;
    let settled = !work.workspace.config.rehearsal && seconds > 0 && scan.files.iter().any(|f| is_fresh(f, known.get(&f.file.path)));
    if settled {
        // Once for all fresh files of a run: the second look tells a file that is still being copied.
        progress.say(&format!("Có tệp mới; chờ {seconds} giây để chắc tệp đã chép xong."));
        clock::wait(seconds);
    }
    progress.start(scan.files.len());
    let look = |file: &ScannedFile| {
        let known = known.get(&file.file.path);
        let moved = settled && is_fresh(file, known) && inbox::is_unchanged(file) != Some(true);
        let looked = if moved { Looked::Arriving } else { look_at(work, file, known, pending.get(&file.file.path)) };
        progress.step();
        looked
    };
    let looked: Vec<Looked> = session.work.threads.install(|| scan.files.par_iter().map(look).collect());
    progress.finish();
    if let Some(cause) = session.work.pool.failure() {
        // Our own fault: it must not stand in the ledger as a verdict on anybody's file.
        return Err(Failure::Io { path: session.work.program.clone(), action: Action::Read, cause });
    }

    let mut reception = Reception { seen: scan.seen(), skipped: scan.skipped.clone(), ..Reception::default() };
    let mut fresh: Vec<(ScannedFile, String)> = Vec::new();
    let mut touched: Vec<ScannedFile> = Vec::new();
    let mut arriving: Vec<ScannedFile> = Vec::new();
    let mut refused: Vec<(String, String)> = Vec::new();
    for (file, looked) in scan.files.iter().zip(looked) {
        match looked {
            Looked::Known => reception.known += 1,
            Looked::Touched => touched.push(file.clone()),
            Looked::New { sha256, content } => {
                if let Some(content) = content {
                    reception.contents.insert(sha256.clone(), Arc::new(content));
                }
                fresh.push((file.clone(), sha256));
            }
            Looked::Arriving => arriving.push(file.clone()),
            Looked::Unreadable(cause) => refused.push((file.file.path.clone(), cause)),
            Looked::Failed(failure) => return Err(failure),
        }
    }
    for (path, cause) in refused {
        scan.refuse(&path, cause);
    }
    reception.known += touched.len();
    reception.unreadable = scan.unreadable.clone();
    reception.arriving = arriving.iter().map(|f| f.file.clone()).collect();
    // A receipt may stand in the ledger only when its content is on the disk.
    session.work.archive.flush(&fresh.iter().map(|(_, sha256)| sha256.clone()).collect::<Vec<_>>())?;
    let reader = reader_name(session);
    let now = session.work.now;
    reception.new = session.ledger.transaction(|ledger| {
        let contents: Vec<(&str, &Content)> = reception.contents.iter().map(|(sha, content)| (sha.as_str(), content.as_ref())).collect();
        ledger.put_contents(&reader, &contents)?;
        let batch: Vec<NewReceipt<'_>> = fresh.iter().map(|(file, sha256)| NewReceipt { file, sha256 }).collect();
        let receipts = ledger.record_receipts(&batch, scan_id, now)?;
        ledger.touch(&touched.iter().collect::<Vec<_>>())?;
        ledger.note_arriving(&arriving.iter().collect::<Vec<_>>(), scan_id, now)?;
        ledger.finish_scan(scan_id, &scan.folders, scan.present)?;
        Ok(receipts.into_iter().map(|r| r.seq).collect())
    })?;
    Ok(reception)
}

/// Has the file another size or time than the ledger knows, or is it not known at all?
fn is_fresh(file: &ScannedFile, known: Option<&KnownFile>) -> bool {
    !known.is_some_and(|k| k.size == file.file.size && k.modified_ns == file.modified_ns)
}

/// Archives a file and reads it, unless nothing about it is new.
fn look_at(work: &Work, file: &ScannedFile, known: Option<&KnownFile>, pending: Option<&Arriving>) -> Looked {
    if !is_fresh(file, known) {
        return Looked::Known;
    }
    let taken = match archive::take(&file.real, work.workspace.config.limits.file_bytes_max) {
        Ok(taken) => taken,
        Err(ArriveError::Arriving) => return Looked::Arriving,
        Err(ArriveError::Unreadable(cause)) => return Looked::Unreadable(cause),
        Err(ArriveError::TooLarge(_)) => return keep_large(work, file, known),
        Err(ArriveError::Archive(failure)) => return Looked::Failed(failure),
    };
    if !inbox::is_complete(&taken.bytes) && !waited_long_enough(file, pending, work.now) {
        return Looked::Arriving;
    }
    if known.is_some_and(|k| k.sha256 == taken.sha256) {
        return Looked::Touched;
    }
    if let Err(failure) = work.archive.keep(&taken) {
        return Looked::Failed(failure);
    }
    let Taken { sha256, bytes, .. } = taken;
    let content = reading::content(&work.pool, &work.form, &bytes, file.file.name());
    Looked::New { sha256, content: Some(content) }
}

/// A file over the limit is kept and judged by its head and its size; nobody reads it whole.
fn keep_large(work: &Work, file: &ScannedFile, known: Option<&KnownFile>) -> Looked {
    match work.archive.keep_large(&file.real, reader::HEAD_BYTES) {
        Ok((sha256, _)) if known.is_some_and(|k| k.sha256 == sha256) => Looked::Touched,
        Ok((sha256, head)) => {
            let content = reading::large(&work.workspace.config.limits, &head, file.file.name());
            Looked::New { sha256, content: Some(content) }
        }
        Err(ArriveError::Arriving) => Looked::Arriving,
        Err(ArriveError::Archive(failure)) => Looked::Failed(failure),
        Err(refused) => Looked::Unreadable(refused.to_string()),
    }
}

/// Unchanged for ten minutes, or over two runs: it will not become complete, so it is received and judged.
fn waited_long_enough(file: &ScannedFile, pending: Option<&Arriving>, now: Moment) -> bool {
    let same = pending.filter(|p| p.size == file.file.size && p.modified_ns == file.modified_ns);
    let old = file.file.server_time.is_some_and(|t| now - t >= TimeDelta::minutes(ARRIVING_MINUTES_MAX));
    same.is_some() || old
}

/// Agencies in whose folder something is being copied.
fn arriving_agencies(reception: &Reception) -> BTreeSet<crate::model::agency::AgencyCode> {
    let owner = |file: &InboxFile| match &file.folder {
        Folder::Agency(code) => Some(code.clone()),
        Folder::Common | Folder::Unlisted(_) => None,
    };
    reception.arriving.iter().filter_map(owner).collect()
}

/// What the ledger knows, as values; contents that another program version read are read again from the archive.
pub fn facts(session: &Session, reception: Option<&Reception>) -> Result<Facts, Failure> {
    let current = Period::containing(moment::day(session.work.now));
    let reader = reader_name(session);
    let empty = BTreeMap::new();
    let fresh = reception.map_or(&empty, |r| &r.contents);
    let content = |receipt: &Receipt| -> Result<Arc<Content>, Failure> {
        if let Some(content) = fresh.get(&receipt.sha256) {
            return Ok(Arc::clone(content));
        }
        if let Some(content) = session.ledger.content(&receipt.sha256, &reader)? {
            return Ok(Arc::new(content));
        }
        // A file that cannot be had from the archive is no reason to lose all others: it is said of that file.
        let content = match session.work.archive.read(&receipt.sha256) {
            Ok(bytes) => reading::content(&session.work.pool, &session.work.form, &bytes, receipt.file.name()),
            Err(_) => Content::Refused(Refusal::Unsafe { cause: "bản lưu trong kho không còn đọc được".to_owned() }),
        };
        session.ledger.put_contents(&reader, &[(&receipt.sha256, &content)])?;
        Ok(Arc::new(content))
    };
    let mut facts = facts_without_contents(&session.ledger, session.work.now, current)?;
    facts.arriving = reception.map(arriving_agencies).unwrap_or_default();
    for receipt in recent(&facts.receipts, session.work.now) {
        if !facts.contents.contains_key(&receipt.sha256) {
            facts.contents.insert(receipt.sha256.clone(), content(&receipt)?);
        }
    }
    Ok(facts)
}

/// The same from a ledger that is only read, for a period that may be past: contents read by another version are left
/// out.
pub fn facts_read_only(ledger: &Ledger, form: &forms::Form, now: Moment, asked: Period) -> Result<Facts, Failure> {
    let reader = format!("{}/{}-{}", env!("CARGO_PKG_VERSION"), form.code, form.version);
    let mut facts = facts_without_contents(ledger, now, asked)?;
    for receipt in recent(&facts.receipts, now) {
        if let Some(content) = ledger.content(&receipt.sha256, &reader)? {
            facts.contents.insert(receipt.sha256.clone(), Arc::new(content));
        }
    }
    Ok(facts)
}

fn recent(receipts: &[Receipt], now: Moment) -> Vec<Receipt> {
    let since = now - TimeDelta::weeks(WEEKS_KEPT);
    receipts.iter().filter(|r| r.first_seen >= since).cloned().collect()
}

fn facts_without_contents(ledger: &Ledger, now: Moment, asked: Period) -> Result<Facts, Failure> {
    let releases = ledger.releases()?;
    let open = releases
        .iter()
        .map(|r| r.period.next())
        .max()
        .unwrap_or_else(|| Period::containing(moment::day(now - TimeDelta::weeks(WEEKS_KEPT))));
    let current = Period::containing(moment::day(now));
    let from = open.min(current).min(asked);
    // A file may be older than its week, and a look of the week before may speak against its time.
    let since = moment::at(from.first_day().and_time(chrono::NaiveTime::MIN)) - TimeDelta::weeks(WEEKS_KEPT);
    // A file that was accepted for an earlier week is no report of the week it names.
    let admissions = ledger.every_admission()?;
    let recent = |scans: Vec<(i64, Moment)>| scans.into_iter().map(|(_, at)| at).filter(|at| *at >= since).collect();
    let scans = ledger.scans_by_area()?.into_iter().map(|(area, scans)| (area, recent(scans))).collect();
    Ok(Facts {
        receipts: ledger.receipts()?,
        contents: BTreeMap::new(),
        scans,
        arriving: BTreeSet::new(),
        released: releases.iter().filter(|r| r.version == 1).map(|r| (r.period, r.at)).collect(),
        admissions,
    })
}
