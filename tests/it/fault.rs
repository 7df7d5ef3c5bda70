//! The disk fails at any one operation of a run, in any of the ways disks and file servers fail: no report is lost,
//! what was published stays whole, and a clean run afterwards gives what a run nobody disturbed gives.
//!
//! In process, on the disk's own door (`io/disk.rs`), with reports of three agencies. A part of all cases here;
//! `TONGHOP_FAULTS=all cargo test --test it fault -- --nocapture` goes through every operation and every kind;
//! `TONGHOP_FAULTS=171` plays every kind at that operation.

use crate::desk::{Desk, at, differing_cells};
use crate::kill::copy;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tonghop::io::clock::Pause;
use tonghop::io::disk::{Disk, Interference, Operation};
use tonghop::io::failure::Failure;
use tonghop::io::reader_pool::{Readers, WorkbookReader};
use tonghop::io::workspace;
use tonghop::model::config::Limits;
use tonghop::model::workbook::Refusal;
use tonghop::reader::{self, Received};
use tonghop::run::session::progress::Silent;
use tonghop::run::session::{self, Start};
use tonghop::run::weekly::{self, RunOptions, RunResult};

/// How the n-th operation fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The disk is full, and stays so for the rest of the run.
    Full,
    /// `EIO`, once.
    InputOutput,
    /// `EACCES`, once.
    Forbidden,
    /// `ESTALE`, once: the share was mounted anew.
    Stale,
    /// A reading gives half of the file, once.
    Short,
}

const KINDS: [Kind; 5] = [Kind::Full, Kind::InputOutput, Kind::Forbidden, Kind::Stale, Kind::Short];

#[derive(Debug)]
struct Fault {
    kind: Kind,
    /// Which operation, from 1.
    at: usize,
    met: AtomicUsize,
    /// The number of the reading that comes up short.
    cut: AtomicUsize,
}

impl Interference for Fault {
    fn before(&self, operation: Operation, path: &Path) -> io::Result<()> {
        let number = self.met.fetch_add(1, Ordering::SeqCst) + 1;
        let takes_room = matches!(operation, Operation::Create | Operation::Write | Operation::MakeFolder | Operation::Database);
        match self.kind {
            Kind::Full if number >= self.at && takes_room => Err(ErrorKind::StorageFull.into()),
            Kind::InputOutput if number == self.at => Err(io::Error::other(format!("EIO {}", path.display()))),
            Kind::Forbidden if number == self.at => Err(ErrorKind::PermissionDenied.into()),
            Kind::Stale if number == self.at => Err(ErrorKind::StaleNetworkFileHandle.into()),
            Kind::Short if number == self.at && operation == Operation::Read => {
                self.cut.store(number, Ordering::SeqCst);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn short(&self, _path: &Path) -> bool {
        self.cut.swap(0, Ordering::SeqCst) != 0
    }
}

/// Reads in this process: what is tested here is what happens around it.
#[derive(Debug)]
pub struct InProcess;

impl WorkbookReader for InProcess {
    fn read(&self, bytes: &[u8], extension: &str) -> Result<Received, Refusal> {
        reader::receive(bytes, extension, &Limits::DEFAULT)
    }

    fn limits(&self) -> Limits {
        Limits::DEFAULT
    }

    fn failure(&self) -> Option<String> {
        None
    }
}

fn run(disk: Disk, root: &Path, now: &str) -> Result<RunResult, Failure> {
    let start = Start {
        now: at(now),
        boot: None,
        threads: 1,
        readers: Readers::Given(Arc::new(InProcess)),
        pause: Pause::with(|_| {}),
        wait_seconds: 0,
    };
    let mut session = session::open(workspace::open_on(disk, root)?, &start)?;
    weekly::run(&mut session, RunOptions::default(), &Silent)
}

/// A week and the run in it that is disturbed.
struct Scene {
    name: &'static str,
    desk: Desk,
    now: &'static str,
    /// New reports are read in the disturbed run: one that a fault hides is missing from what is fixed then, and comes
    /// by evidence afterwards.
    fixes_what_it_reads: bool,
    /// How the run ends undisturbed: with the code of what it works around.
    code: u8,
}

const REPORTERS: [&str; 3] = ["SYT", "STC", "X-A"];

fn reported(desk: &Desk, revision: &str, percent: &str, time: &str) {
    for agency in REPORTERS {
        let mut report = desk.report(agency, "2025-W28");
        report.info("Lần nộp", revision).info("Lãnh đạo duyệt", &format!("Giám đốc {percent}"));
        desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &report.bytes(), time);
    }
}

fn scenes() -> Vec<Scene> {
    let begun = || {
        let desk = Desk::new();
        reported(&desk, "1", "40", "2025-07-11T09:00:00+07:00");
        assert_eq!(desk.run("2025-07-11T10:00:00+07:00").code, 0);
        desk
    };
    let revised = || {
        let desk = begun();
        reported(&desk, "2", "50", "2025-07-11T10:40:00+07:00");
        desk
    };
    let (away, broken) = (begun(), begun());
    std::fs::rename(away.path("nop"), away.path("xa")).unwrap();
    std::fs::write(broken.path("tonghop.toml"), "[desk").unwrap();
    vec![
        Scene { name: "collecting", desk: revised(), now: "2025-07-11T10:50:00+07:00", fixes_what_it_reads: false, code: 0 },
        Scene { name: "freezing and releasing", desk: begun(), now: "2025-07-11T15:25:00+07:00", fixes_what_it_reads: false, code: 0 },
        Scene {
            name: "freezing what came just before",
            desk: revised(),
            now: "2025-07-11T11:05:00+07:00",
            fixes_what_it_reads: true,
            code: 0,
        },
        Scene { name: "releasing without the share", desk: away, now: "2025-07-11T15:25:00+07:00", fixes_what_it_reads: false, code: 10 },
        Scene {
            name: "releasing by the last configuration",
            desk: broken,
            now: "2025-07-11T15:25:00+07:00",
            fixes_what_it_reads: false,
            code: 2,
        },
    ]
}

/// What every run must leave in order: each receipt's content in the archive, each product whole.
fn is_sound(desk: &Desk) -> Result<(), String> {
    let place = workspace::open(desk.root()).map_err(|e| e.to_string())?;
    let Some(ledger) = place.ledger_to_read().map_err(|e| e.to_string())? else { return Ok(()) };
    ledger.verify_chain()?;
    for receipt in ledger.receipts().map_err(|e| e.to_string())? {
        place.archive().read(&receipt.sha256).map_err(|e| format!("receipt {}: {e}", receipt.seq))?;
    }
    for (name, bytes) in desk.products() {
        let whole = match name.rsplit('.').next() {
            Some("xlsx") => reader::read(&bytes, ".xlsx", &Limits::OWN).is_ok(),
            Some("json") => serde_json::from_slice::<serde_json::Value>(&bytes).is_ok(),
            Some("tmp") => true,
            _ => String::from_utf8(bytes).is_ok(),
        };
        if !whole {
            return Err(format!("{name} is not whole"));
        }
    }
    Ok(())
}

/// Which content was received at which path, and when it was first seen.
fn received(desk: &Desk) -> BTreeSet<(String, String, String)> {
    let ledger = workspace::open(desk.root()).unwrap().ledger_to_read().unwrap().unwrap();
    ledger.receipts().unwrap().into_iter().map(|r| (r.file.path, r.sha256, r.first_seen.to_rfc3339())).collect()
}

fn differing(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    one.keys().chain(other.keys()).filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}

/// Plays one fault; says whether it was met, and what went wrong.
fn play(scene: &Scene, kind: Kind, number: usize, wanted: &Outcome) -> Result<bool, String> {
    let desk = Desk::copy_of(scene.desk.root(), copy);
    let fault = Arc::new(Fault { kind, at: number, met: AtomicUsize::new(0), cut: AtomicUsize::new(0) });
    let disk = Disk::with(Arc::clone(&fault) as Arc<dyn Interference>);
    let disturbed = catch_unwind(AssertUnwindSafe(|| run(disk, desk.root(), scene.now))).map_err(|_| "the run panicked".to_owned())?;
    let code = disturbed.as_ref().map_or_else(Failure::exit_code, |result| result.exit_code);
    let hidden = disturbed.as_ref().is_ok_and(|result| !result.unreadable.is_empty() || result.report.files.arriving > 0);
    let around = disturbed.as_ref().is_ok_and(|result| result.failures.iter().any(is_worked_around));
    if ![0, 2, 3, 10, 13].contains(&code) {
        return Err(format!("exit {code}"));
    }
    is_sound(&desk).map_err(|what| format!("after the fault: {what}"))?;
    for (name, bytes) in desk.products().iter().filter(|(name, _)| is_fixed(name)) {
        let may_be = [wanted.before.get(name), wanted.after.get(name)];
        let without = around || (hidden && scene.fixes_what_it_reads);
        let looked_again = || hidden && may_be.into_iter().flatten().any(|other| but_for_the_head(bytes, other));
        let as_it_may_be = without || may_be.contains(&Some(bytes)) || looked_again();
        if !as_it_may_be {
            return Err(format!("{name} is neither the old nor the new one"));
        }
    }
    let again = run(Disk::default(), desk.root(), scene.now).map_err(|e| format!("the clean run: {e}"))?;
    if again.exit_code != scene.code {
        let failures: Vec<String> = again.failures.iter().map(ToString::to_string).collect();
        return Err(format!("the clean run: exit {}, {}", again.exit_code, failures.join("; ")));
    }
    is_sound(&desk)?;
    if received(&desk) != wanted.received {
        return Err("not the same reports were received".to_owned());
    }
    let found = desk.products();
    let may_differ = |name: &&String| {
        let both = found.get(*name).zip(wanted.after.get(*name));
        (around && (is_fixed(name) || numbers_receipts(name)))
            || (hidden && both.is_some_and(|(one, other)| but_for_the_head(one, other)))
            || (hidden && (numbers_receipts(name) || (scene.fixes_what_it_reads && is_fixed(name))))
    };
    let wrong: Vec<String> = differing(&found, &wanted.after).into_iter().filter(|name| !may_differ(&name)).collect();
    if !wrong.is_empty() {
        return Err(format!("other bytes: {wrong:?}"));
    }
    let missing: Vec<&String> = wanted.after.keys().filter(|name| !found.contains_key(*name)).collect();
    if !missing.is_empty() || found.keys().any(|name| name.ends_with(".tmp")) {
        return Err(format!("not there: {missing:?}, or something left over: {:?}", found.keys()));
    }
    Ok(fault.met.load(Ordering::SeqCst) >= number)
}

/// The run went on with the records, and what it fixed says so on its first page.
fn is_worked_around(failure: &Failure) -> bool {
    ["inbox_unreachable", "inbox_shrunk", "config", "register"].contains(&failure.code())
}

/// A look that a fault spoilt is another entry of the chain, whose head stands in one hidden cell of what leaves.
fn but_for_the_head(one: &[u8], other: &[u8]) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let files = [folder.path().join("one.xlsx"), folder.path().join("other.xlsx")];
    if !one.starts_with(b"PK") || !other.starts_with(b"PK") {
        return false;
    }
    std::fs::write(&files[0], one).unwrap();
    std::fs::write(&files[1], other).unwrap();
    let differing = differing_cells(&files[0], &files[1]);
    differing.len() == 1 && differing[0].starts_with("_meta!")
}

/// What is written once and stands for good. A draft and feedback follow what is known.
fn is_fixed(name: &str) -> bool {
    name.starts_with("ket-qua/") && !name.contains("_du-thao")
}

/// It prints numbers or codes of receipts: a report that a fault hid for a moment got a later number.
fn numbers_receipts(name: &str) -> bool {
    name.contains("NoiBo_") || name.contains("PhanHoi_")
}

struct Outcome {
    before: BTreeMap<String, Vec<u8>>,
    after: BTreeMap<String, Vec<u8>>,
    received: BTreeSet<(String, String, String)>,
}

#[test]
fn a_disk_that_fails_once_loses_nothing() {
    let all = std::env::var("TONGHOP_FAULTS").is_ok_and(|v| v == "all");
    let mut wrong = Vec::new();
    for scene in scenes() {
        let undisturbed = Desk::copy_of(scene.desk.root(), copy);
        for _ in 0..2 {
            assert_eq!(run(Disk::default(), undisturbed.root(), scene.now).unwrap().exit_code, scene.code, "{}", scene.name);
        }
        let wanted = Outcome { before: scene.desk.products(), after: undisturbed.products(), received: received(&undisturbed) };
        let (cases, operations) = every_fault(&scene, &wanted, all, &mut wrong);
        println!("{}: {operations} operations, {cases} faults played", scene.name);
        assert!(operations > 100, "{}: the door sees {operations} operations only", scene.name);
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

/// Every operation in turn, until a number is past the run's end. Two threads take turns.
fn every_fault(scene: &Scene, wanted: &Outcome, all: bool, wrong: &mut Vec<String>) -> (usize, usize) {
    let counter = Arc::new(Fault { kind: Kind::Short, at: usize::MAX, met: AtomicUsize::new(0), cut: AtomicUsize::new(0) });
    let counted = Desk::copy_of(scene.desk.root(), copy);
    run(Disk::with(Arc::clone(&counter) as Arc<dyn Interference>), counted.root(), scene.now).unwrap();
    let operations = counter.met.load(Ordering::SeqCst);
    // A few past the end: a fault may lengthen the way, and one that is never met must change nothing.
    let only: Option<usize> = std::env::var("TONGHOP_FAULTS").ok().and_then(|v| v.parse().ok());
    let numbers = (1..=operations + 2).filter(|number| only.is_none_or(|only| only == *number)).collect::<Vec<usize>>();
    let all = all || only.is_some();
    let stride = if all { 1 } else { 29 };
    let cases: Vec<(Kind, usize)> = KINDS
        .iter()
        .enumerate()
        .flat_map(|(nth, kind)| numbers.iter().skip(if all { 0 } else { nth * 2 }).step_by(stride).map(|number| (*kind, *number)))
        .collect();
    let shares: Vec<Vec<(Kind, usize)>> = (0..2).map(|s| cases.iter().copied().skip(s).step_by(2).collect()).collect();
    let found: Vec<Vec<String>> = std::thread::scope(|scope| {
        let play_share = |share: &Vec<(Kind, usize)>| {
            let told = |(kind, number): &(Kind, usize)| {
                let what = play(scene, *kind, *number, wanted).err()?;
                Some(format!("{}, {kind:?} at {number}: {what}", scene.name))
            };
            share.iter().filter_map(told).collect::<Vec<String>>()
        };
        let threads: Vec<_> = shares.iter().map(|share| scope.spawn(move || play_share(share))).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    wrong.extend(found.into_iter().flatten());
    (cases.len(), operations)
}
