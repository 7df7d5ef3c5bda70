//! A run that would find nothing new stops after the scan. Schedulers start one every few minutes, and nearly all of them find the
//! inbox, the desk's files and the products as the last one left them.
//!
//! ```text
//! a whole run that found, wrote and said nothing new → Note, in the ledger
//! next run: is there a note, not outlived → are the desk's files, the scan, our own files as noted, the clocks as ever?
//!             all of it → the look is recorded, what the noted run said is said again
//!             anything else → the whole run, which forgets the note before it writes
//! ```
//!
//! What may be skipped is never decided by a list of what can change in the ledger: whoever opens it to write forgets the note. So a
//! note speaks of the ledger as it is; what lies outside is compared ([`outside`]), and what only the clock changes is bounded
//! ([`quiet::until`](crate::run::quiet::until)).

mod outside;

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::inbox::{self, NotInbox, Scan, Terms};
use crate::io::ledger::{self, Ledger, NewScan, NotedFile};
use crate::io::run_lock::{self, RunLock};
use crate::io::stamp::Stamp;
use crate::io::workspace::Workspace;
use crate::model::look_plan::LookPlan;
use crate::model::moment::Moment;
use crate::model::notification::Situation;
use crate::run::exit::FailOn;
use crate::run::notify;
use crate::run::quiet::QuietRun;
use crate::run::receive::clock_check::{self, ClockState, ClocksAsked};
use crate::run::report::RunReport;
use crate::run::screen::Shown;
use crate::run::session::{Session, Start, identity};
use crate::run::weekly::RunResult;
use crate::text::areas::Areas;
use outside::{LeftNote, Outside};
use serde::{Deserialize, Serialize};

/// Everything that a run compares and says, as a run before it found it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Note {
    /// The run's own instant, and the one until which nothing of it changes by the clock alone.
    at: Moment,
    until: Moment,
    outside: Outside,
    /// Whose folder is which, and which are our own.
    areas: Areas,
    own: NotInbox,
    scan: String,
    /// Cutoffs before which an interval of scans ends.
    cutoffs: Vec<Moment>,
    /// Our files of the periods that are open or answered.
    files: Vec<NotedFile>,
    /// What left.
    left: Vec<LeftNote>,
    /// Archived copies that a whole run reads: SHA-256 and size.
    copies: Vec<(String, u64)>,
    screen: Shown,
    situation: Situation,
    looks: LookPlan,
    said: Said,
}

/// What is said again.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Said {
    /// The object of `--json`.
    report: String,
    offices: Vec<String>,
    calendar: Vec<String>,
    notices: Vec<String>,
    found: Vec<FailOn>,
    next_cutoff: Option<Moment>,
    release_due: Option<Moment>,
    released_at: Option<Moment>,
}

/// What else a run knew at its end.
#[derive(Debug)]
pub struct AtTheEnd<'a> {
    /// What stands on the screen.
    pub screen: Shown,
    /// What whoever is told would be told of.
    pub situation: &'a Situation,
    /// When to look.
    pub looks: LookPlan,
    /// The next cutoff anybody has to meet.
    pub next_cutoff: Option<Moment>,
    /// The release cutoff of the current period, while it is not released.
    pub release_due: Option<Moment>,
    /// When it was released.
    pub released_at: Option<Moment>,
}

/// Notes what the next run need not do again. Nothing where a file of ours is gone again, or cannot be looked at: then the next
/// run looks itself.
///
/// # Errors
///
/// The ledger cannot be read or written.
pub fn note(session: &Session, result: &RunResult, quiet: &QuietRun, end: AtTheEnd<'_>) -> Result<(), Failure> {
    let (work, ledger) = (&session.work, &session.ledger);
    let workspace = &work.workspace;
    let register = &work.register.register;
    let Some(templates) = work.templates.clone() else { return Ok(()) };
    let mut noted = Vec::new();
    for period in &quiet.periods {
        // One that was written and not noted is written again.
        let Some(edition) = ledger.edition(*period)? else { return Ok(()) };
        noted.extend(edition.files().cloned());
    }
    let Some(left) = outside::left(session)? else { return Ok(()) };
    let Some(copies) = outside::copies(session, &quiet.periods)? else { return Ok(()) };
    let AtTheEnd { screen, situation, looks, next_cutoff, release_due, released_at } = end;
    let Ok(report) = serde_json::to_string(&result.report) else { return Ok(()) };
    let note = Note {
        at: work.now,
        until: quiet.until,
        outside: Outside {
            root: workspace.root.clone(),
            config: archive::sha256(&workspace.config_bytes),
            register: work.register.sha256.clone(),
            receipt_book: quiet.receipt_book.clone(),
            proposal_book: quiet.proposal_book.clone(),
            templates,
        },
        areas: Areas::new(register),
        own: workspace.not_inbox(register),
        scan: quiet.scan.clone(),
        cutoffs: super::receive::cutoffs_near(work.rhythm(), work.now),
        files: noted,
        left,
        copies,
        screen,
        situation: situation.clone(),
        looks,
        said: Said {
            report,
            offices: result.offices.clone(),
            calendar: result.calendar.clone(),
            notices: result.notices.clone(),
            found: result.found.clone(),
            next_cutoff,
            release_due,
            released_at,
        },
    };
    // A path that is no text cannot be noted.
    postcard::to_stdvec(&note).map_or(Ok(()), |body| ledger.note_quiet_run(&body))
}

/// Everything is as it was noted, and nothing was written yet. The lock is held.
#[derive(Debug)]
pub struct Rest {
    /// The ledger, which still holds the note.
    pub ledger: Ledger,
    note: Note,
    report: RunReport,
    clock: ClockState,
    scan: Scan,
    now: Moment,
    _lock: RunLock,
}

/// Asks whether a run would find anything new; `None` if it would, or if that cannot be known: whatever is wrong is for the whole
/// run to meet and to say.
pub fn ask(workspace: &Workspace, start: &Start) -> Option<Rest> {
    let (disk, records, now) = (&workspace.disk, workspace.records(), start.now);
    let begun = workspace.broken.is_none() && disk.exists(&records.join(ledger::FILE)) && !outside::is_aside(workspace);
    // A run that was killed is told by what it left in the lock.
    if !begun || run_lock::holder(disk, &records).is_some() || identity::check_records(workspace).is_err() {
        return None;
    }
    let lock = run_lock::acquire(disk, &records, now).ok().filter(|lock| lock.killed.is_none())?;
    let ledger = identity::open_to_ask(workspace).ok()?;
    let note: Note = postcard::from_bytes(&ledger.quiet_run().ok()??).ok()?;
    let report: RunReport = serde_json::from_str(&note.said.report).ok()?;
    let holds = note.at <= now && now < note.until;
    let told = start.played || notify::is_told(workspace, now, &note.situation);
    if !holds || !told || Outside::of(workspace).as_ref() != Some(&note.outside) || !note.screen.stands(workspace, report.period.id) {
        return None;
    }
    let stands = |file: &NotedFile| stands(workspace, file);
    let left = |file: &LeftNote| file.stands(workspace);
    let kept = |(sha256, size): &(String, u64)| workspace.archive().size(sha256) == Some(*size);
    if !note.files.iter().all(stands) || !note.left.iter().all(left) || !note.copies.iter().all(kept) {
        return None;
    }
    let asked = ClocksAsked { workspace, now, boot: start.boot.as_ref(), server_said: start.server_said, measures: true, is_right: false };
    let clock = clock_check::ask(&asked, &ledger).ok()?;
    if clock.is_doubted() || clock_check::message(clock.skew_seconds).is_some() {
        return None;
    }
    let scan = inbox::scan(disk, &workspace.inbox(), &note.areas, &note.own, &Terms::of(&workspace.config, now)).ok()?;
    (scan.is_steady() && scan.digest() == note.scan).then_some(Rest { ledger, note, report, clock, scan, now, _lock: lock })
}

/// Does one of our files hold what was noted? What size and time cannot prove is read.
fn stands(workspace: &Workspace, noted: &NotedFile) -> bool {
    let (disk, path) = (&workspace.disk, workspace.root.join(&noted.path));
    let Ok(Some(stamp)) = Stamp::of(disk, &path) else { return false };
    let alike = stamp == Stamp { size: noted.size, modified_ns: noted.modified_ns };
    (alike && noted.settled) || files::read(disk, &path).is_ok_and(|bytes| archive::sha256(&bytes) == noted.sha256)
}

impl Rest {
    /// Records that the inbox was looked at.
    ///
    /// # Errors
    ///
    /// The ledger cannot be written; then nothing of it was.
    pub fn record(&self, fail_on: Option<FailOn>) -> Result<i64, Failure> {
        let Self { ledger, note, scan, clock, now, .. } = self;
        ledger.transaction(|ledger| {
            let run = ledger.start_run(*now, "run")?;
            clock.note(ledger)?;
            ledger.record_scan(&NewScan {
                at: *now,
                areas: &scan.folders,
                present: scan.present,
                skew_seconds: clock.skew_seconds,
                doubted: false,
                news: false,
                cutoffs: &note.cutoffs,
            })?;
            ledger.finish_run(run, self.exit_code(fail_on))?;
            Ok(run)
        })
    }

    fn exit_code(&self, fail_on: Option<FailOn>) -> u8 {
        u8::from(fail_on.is_some_and(|fail_on| self.note.said.found.contains(&fail_on)))
    }

    /// What a whole run of this number would say.
    pub fn result(&self, run: i64, fail_on: Option<FailOn>) -> RunResult {
        let said = self.note.said.clone();
        RunResult {
            run,
            report: RunReport { now: self.now, ..self.report.clone() },
            failures: Vec::new(),
            unreadable: Vec::new(),
            settled: Vec::new(),
            restored: Vec::new(),
            reissued: Vec::new(),
            reopened: Vec::new(),
            calendar: said.calendar,
            current: None,
            notices: said.notices,
            offices: said.offices,
            found: said.found,
            quiet: None,
            exit_code: self.exit_code(fail_on),
        }
    }

    /// Brings the head of the screen up to date. `due`: when the next run should come.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn freshen(&self, workspace: &Workspace, due: Option<Moment>, notices: &[String]) -> Result<(), Failure> {
        self.note.screen.freshen(workspace, (self.now, due), notices)
    }

    /// Until when what was noted holds.
    pub fn until(&self) -> Moment {
        self.note.until
    }

    /// When a run may be looked for after an instant.
    pub fn next_due(&self, after: Moment) -> Option<Moment> {
        self.note.looks.next_after(after)
    }

    /// What the noted run knew at its end, for the heartbeat: next cutoff, release cutoff, release.
    pub fn hours(&self) -> (Option<Moment>, Option<Moment>, Option<Moment>) {
        let Said { next_cutoff, release_due, released_at, .. } = self.note.said;
        (next_cutoff, release_due, released_at)
    }

    /// How things stand, for whoever is told.
    pub fn situation(&self) -> &Situation {
        &self.note.situation
    }

    /// SHA-256 of the register.
    pub fn register(&self) -> &str {
        &self.note.outside.register
    }
}
