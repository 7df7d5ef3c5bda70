//! What a command works with: workspace, registers in force today, ledger, the moment it started.
//!
//! One file, because the ways to open a session differ in a few steps each, and who changes one has to see the others.

pub mod archived_config;
pub mod away;
pub mod clocks;
pub mod form;
pub mod frozen_desk;
pub mod frozen_roster;
pub mod frozen_words;
pub mod identity;
mod lock;
pub mod person;
pub mod progress;
mod register;
pub mod schedule;
pub mod templates;
pub mod trouble;
pub mod typed;

use crate::forms::Form;
use crate::io::archive::Archive;
use crate::io::clock::Pause;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::Ledger;
use crate::io::reader_pool::Readers;
use crate::io::reader_pool::WorkbookReader;
use crate::io::run_lock::RunLock;
use crate::io::workspace::{self, Workspace};
use crate::model::clock_reading::BootTime;
use crate::model::config::Config;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::rhythm::Rhythm;
use crate::rules::{self, thresholds};
use crate::run::session::away::InboxAway;
use crate::run::session::clocks::Clocks;
use crate::text::{format, suggest};
pub use form::{form, form_in_use};
pub(crate) use register::why;
pub use register::{RegisterInUse, read_register, understand_bytes, understand_sealed, workbooks_behind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a command was started; the same for all commands.
#[derive(Debug, Clone)]
pub struct Start {
    /// The instant it started, read once.
    pub now: Moment,
    /// What the clock says that counts since the machine was started; `None` if the system does not say.
    pub boot: Option<BootTime>,
    /// How far ahead of ours the file server's clock is said to be, in seconds; only in a rehearsal, which measures nothing.
    pub server_said: Option<i64>,
    /// Threads; 0 is one a core.
    pub threads: usize,
    /// Who reads reports: children, or in tests something that plays them.
    pub readers: Readers,
    /// How it waits between two looks; a test does not sleep.
    pub pause: Pause,
    /// For how many seconds at most it waits for a run that holds the lock.
    pub wait_seconds: u32,
    /// Nobody is told anything by itself: the command plays a story.
    pub played: bool,
}

impl Start {
    /// A start in earnest: reports are read by children of `program`.
    pub fn new(now: Moment, threads: usize, program: PathBuf) -> Self {
        Self {
            now,
            boot: None,
            server_said: None,
            threads,
            readers: Readers::Children(program),
            pause: Pause::default(),
            wait_seconds: 0,
            played: false,
        }
    }
}

/// What a command works with apart from the ledger. Threads may share it; the ledger belongs to one.
#[derive(Debug)]
pub struct Work {
    /// The folders and the configuration in use.
    pub workspace: Workspace,
    /// The registers in use: those of today, or the last valid ones.
    pub register: RegisterInUse,
    /// The form in use.
    pub form: Form,
    /// Why today's form cannot be used, and since when the one in its place was in use. `None` if it can.
    pub form_broken: Option<(Failure, Moment)>,
    /// The files of the workspace's own templates when the form was read; `None` if they could not be read.
    pub templates: Option<templates::Templates>,
    /// The originals of everything received, and what every release was made of.
    pub archive: Archive,
    /// Who turns reports into cells and judgements, in children.
    pub pool: Arc<dyn WorkbookReader>,
    /// Threads for parallel passes.
    pub threads: rayon::ThreadPool,
    /// The inbox cannot be scanned; `None` if it can, or was not asked for.
    pub away: Option<InboxAway>,
    /// The instant the command started.
    pub now: Moment,
    /// The instant by which things are due: where our clock would be had it not jumped; `now` if it is not in doubt.
    pub sure: Moment,
    /// What the clock says that counts since the machine was started; `None` if the system does not say.
    pub boot: Option<BootTime>,
    /// What the file server's clock is said to be in a rehearsal ([`Start::server_said`]).
    pub server_said: Option<i64>,
    /// A person said that our clock is right.
    pub clock_is_right: bool,
    /// The earlier of our clock and the file server's at that instant, where they disagree too much; else `now`.
    pub earlier_clock: Moment,
    /// Who reads reports, for messages.
    pub readers: Readers,
    /// How the command waits.
    pub pause: Pause,
    /// Nothing is published: a dry run.
    pub dry: bool,
    /// A dry run shows what it would release, in a folder of its own.
    pub preview: bool,
}

/// Everything a command that writes works with.
#[derive(Debug)]
pub struct Session {
    /// What threads may share.
    pub work: Work,
    /// What is remembered; opened for writing.
    pub ledger: Ledger,
    lock: Option<RunLock>,
}

impl Work {
    /// The desk's name: of the configuration, else of the register, else its code.
    pub fn desk_name(&self) -> String {
        desk_name(&self.workspace.config, &self.register.register)
    }

    /// The schedule with today's calendar.
    pub fn rhythm(&self) -> Rhythm<'_> {
        Rhythm { calendar: &self.register.register.calendar, schedule: &self.workspace.config.schedule }
    }

    /// The period whose days hold today.
    pub fn current_period(&self) -> Period {
        self.rhythm().period_on(moment::day(self.now))
    }

    /// A period as people call it, with its days.
    pub fn period_name(&self, period: Period) -> String {
        format::span_long(&self.rhythm().span(period))
    }

    /// Our clock and the file server's, as they decide what is due ([`clock_doubt`](crate::judge::clock_doubt)).
    pub fn clocks(&self) -> Clocks {
        let release_auto_minutes = self.workspace.config.schedule.release_auto_minutes;
        Clocks { now: self.sure, earlier: self.earlier_clock.min(self.sure), release_auto_minutes }
    }

    /// Keeps the configuration used by its hash, as the register is kept.
    pub fn seal_config(&self) -> Result<String, Failure> {
        self.archive.put(&self.workspace.config_bytes)
    }

    /// A path for people: below the workspace, with `/`.
    pub fn relative(&self, path: &Path) -> String {
        self.workspace.relative(path)
    }
}

impl Session {
    /// A run that was killed while it held the lock before this one, if any.
    pub fn killed_run(&self) -> Option<Moment> {
        self.lock.as_ref().and_then(|lock| lock.killed).map(|holder| holder.since)
    }
}

/// The desk's name: of the configuration, else of the register, else its code.
pub fn desk_name(config: &Config, register: &Register) -> String {
    if !config.desk.name.is_empty() {
        return config.desk.name.clone();
    }
    register.agency(&config.desk.code).map_or_else(|| config.desk.code.to_string(), |a| a.name.clone())
}

/// Opens a session for a command that writes. Everything that can be wrong with configuration, registers and inbox is
/// found before anything is written; where the records hold what is needed, the command goes on with them.
pub fn open(workspace: Workspace, start: &Start) -> Result<Session, Failure> {
    // Without a ledger the share and the registers have nothing in their place, but that is not what has to be mended.
    identity::check_there(&workspace)?;
    let (workspace, register) = usable(workspace)?;
    let away = away::inbox_away(&workspace, start.now)?;
    identity::check_records(&workspace)?;
    let mut session = locked(workspace, register, start, identity::open_ledger)?;
    session.work.away = away;
    Ok(session)
}

/// Opens a session whose ledger lies in a folder of its own, while the right one is refused.
pub fn open_aside(workspace: Workspace, start: &Start, records: &Path) -> Result<Session, Failure> {
    let register = read_register(&workspace)?;
    locked(workspace, register, start, |workspace| Ledger::open(&workspace.disk, records))
}

/// A dry session and the copy of the records it works on, which is thrown away with it.
#[derive(Debug)]
pub struct DrySession {
    /// The session, on the copy.
    pub session: Session,
    _scratch: files::Scratch,
}

/// Opens a session whose ledger and archive are a copy: for `--dry-run`.
pub fn open_dry(workspace: Workspace, start: &Start) -> Result<DrySession, Failure> {
    identity::check_there(&workspace)?;
    let (workspace, register) = usable(workspace)?;
    let away = away::inbox_away(&workspace, start.now)?;
    let scratch = files::scratch()?;
    Ledger::copy(&workspace.disk, &workspace.records(), scratch.path())?;
    let ledger = Ledger::open(&workspace.disk, scratch.path())?;
    identity::check(&ledger, &identity::witnesses(&workspace))?;
    let mut session = finish(workspace, register, ledger, None, start)?;
    session.work.archive = Archive::before(&session.work.workspace.disk, scratch.path(), &session.work.workspace.records());
    session.work.dry = true;
    session.work.away = away;
    Ok(DrySession { session, _scratch: scratch })
}

/// Opens a session for writing forms: the inbox need not be there.
pub fn open_for_forms(workspace: Workspace, start: &Start) -> Result<Session, Failure> {
    let register = read_register(&workspace)?;
    identity::check_records(&workspace)?;
    locked(workspace, register, start, identity::open_ledger)
}

/// The run lock of a workspace, for a command that needs nothing else of a session.
pub fn hold(workspace: &Workspace, start: &Start) -> Result<RunLock, Failure> {
    lock::take(workspace, start.now, (start.wait_seconds, &start.pause))
}

/// A session under the run lock.
fn locked(
    workspace: Workspace,
    register: RegisterInUse,
    start: &Start,
    open: impl FnOnce(&Workspace) -> Result<Ledger, Failure>,
) -> Result<Session, Failure> {
    let lock = lock::take(&workspace, start.now, (start.wait_seconds, &start.pause))?;
    let ledger = open(&workspace)?;
    finish(workspace, register, ledger, Some(lock), start)
}

fn finish(
    mut workspace: Workspace,
    mut register: RegisterInUse,
    ledger: Ledger,
    lock: Option<RunLock>,
    start: &Start,
) -> Result<Session, Failure> {
    ledger.identify(start.now, &workspace.config.desk.code)?;
    identity::bound(&mut workspace.config, &ledger, start.now)?;
    schedule::tell(&workspace, &ledger, &mut register, start.now)?;
    let threads = thread_pool(start.threads)?;
    let pool = start.readers.pool(threads.current_num_threads(), workspace.config.limits);
    let archive = workspace.archive();
    let templates = templates::own(&workspace);
    let form = form_in_use(&workspace, Some(&ledger), start.now)?;
    let work = Work {
        templates,
        workspace,
        register,
        form: form.form,
        form_broken: form.broken,
        archive,
        pool,
        threads,
        away: None,
        now: start.now,
        sure: start.now,
        boot: start.boot.clone(),
        server_said: start.server_said,
        clock_is_right: false,
        earlier_clock: start.now,
        readers: start.readers.clone(),
        pause: start.pause.clone(),
        dry: false,
        preview: false,
    };
    Ok(Session { work, ledger, lock })
}

/// The workspace and its registers, if its configuration names only rules that may be named, and a desk that the registers
/// know; else with the last configuration that did.
fn usable(workspace: Workspace) -> Result<(Workspace, RegisterInUse), Failure> {
    let read = |workspace: &Workspace| {
        check_rules(workspace)?;
        read_register(workspace)
    };
    match read(&workspace) {
        Ok(register) => Ok((workspace, register)),
        Err(failure) => {
            let workspace = workspace::last_good(&workspace.disk, &workspace.root, failure)?;
            let register = read(&workspace)?;
            Ok((workspace, register))
        }
    }
}

/// `[rules]` may name warnings and notes that exist, and set what a rule has, within its bounds. An Error or a Reject decides about
/// figures, and no configuration may decide that.
fn check_rules(workspace: &Workspace) -> Result<(), Failure> {
    let named = |code: &str| match rules::find(code) {
        None if code.starts_with('Q') => Some(format!("[rules]: {code} là quy tắc tự viết; đề nghị sửa ở trang QuyTac của danh-muc.xlsx")),
        None => {
            let near = suggest::nearest(code, rules::all().map(|rule| rule.code));
            Some(format!("[rules]: không có mã “{code}”{}", near.map(|n| format!("; có phải {n}?")).unwrap_or_default()))
        }
        Some(rule) if rule.severity.decides_figures() => {
            Some(format!("[rules]: không được tắt hay đổi mức {code}: mức {} quyết định số liệu", rule.severity.label()))
        }
        Some(_) => None,
    };
    let policy = &workspace.config.rules;
    let set = policy.changes.iter().flat_map(|change| change.thresholds.iter().map(|(name, value)| (change.code.as_str(), name, *value)));
    let thresholds = set.filter_map(|(code, name, value)| thresholds::objection(code, name, value)).map(|told| format!("[rules]: {told}"));
    let problems: Vec<String> = policy.codes().filter_map(named).chain(thresholds).collect();
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure::Config { file: workspace.config_file().display().to_string(), problems })
}

/// A thread pool of its own for each command, so that `--threads` holds and nothing is shared between sessions.
pub fn thread_pool(threads: usize) -> Result<rayon::ThreadPool, Failure> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|e| Failure::usage(format!("Không mở được {threads} luồng: {e}"), "Đề nghị bỏ --threads."))
}
