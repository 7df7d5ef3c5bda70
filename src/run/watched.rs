//! A run with its page in the log and its heartbeat. What the page says: what was asked, what was seen, decided,
//! written, and what failed; codes, names, hashes and counts, never the text of a cell of a report. A decision (`admit`,
//! `reopen`) leaves a page too, and no heartbeat: it is no sign that runs still happen. A bug of ours leaves both, so
//! that whoever watches sees it at once.
//!
//! A command that could not take the lock leaves neither: the run that holds it speaks for both. A trial run leaves
//! nothing at all. Log and heartbeat never stop a run: what cannot be written is missing, and `doctor` shows the age of
//! the last run from the ledger in any case.

mod hours;
mod rest;
mod words;

use crate::io::clock;
use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::run_log::{self, RunLog};
use crate::io::workspace::Workspace;
use crate::model::calendar::Calendar;
use crate::model::cutoff::Phase;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::rhythm::Rhythm;
use crate::model::submission::Standing;
use crate::run::exit;
use crate::run::notify::{self, STOPPED, Seen, last_beat};
use crate::run::receive::aside;
use crate::run::report::FileCounts;
use crate::run::retention;
use crate::run::screen;
use crate::run::session::trouble::Trouble;
use crate::run::session::{self, Session, Start, Work, identity};
use crate::run::unchanged::{self, AtTheEnd};
use crate::run::weekly::RunResult;
use crate::text::format;
use hours::{looks, next_cutoff, next_due};
pub use rest::run;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;

/// The exit code of a bug.
const BUG: u8 = 70;

/// `nhip.json`: keys are only ever added.
#[derive(Debug, Serialize)]
struct Heartbeat<'a> {
    schema: &'static str,
    now: Moment,
    command: &'a str,
    exit_code: u8,
    period: Period,
    phase: Option<Phase>,
    agencies: BTreeMap<Standing, usize>,
    files: Option<FileCounts>,
    next_cutoff: Option<Moment>,
    next_due: Option<Moment>,
    release_due: Option<Moment>,
    released_at: Option<Moment>,
    trouble_since: Option<Moment>,
    notices: Vec<String>,
    failures: Vec<String>,
    unreadable: Vec<String>,
}

/// What the last run said, a sentence each: of what stands in the way, beside it, and of files that were refused.
pub fn last_said(workspace: &Workspace) -> Vec<String> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Said {
        notices: Vec<String>,
        failures: Vec<String>,
        unreadable: Vec<String>,
    }
    let said: Said = run_log::last_beat(&workspace.disk, &workspace.records()).unwrap_or_default();
    [said.notices, said.failures, said.unreadable].concat()
}

/// Does a command that runs, and writes down that it did.
pub fn watched(
    workspace: Workspace,
    start: &Start,
    command: &str,
    work: impl FnOnce(&mut Session) -> Result<RunResult, Failure>,
) -> Result<RunResult, Failure> {
    let page = Page::of(&workspace, start, command);
    let mut session = match session::open(workspace.clone(), start) {
        Ok(session) => session,
        Err(failure) => {
            let failure = match failure {
                refused @ (Failure::OtherLedger { .. } | Failure::NewerLedger { .. } | Failure::Ledger { damaged: true, .. }) => {
                    aside::instead(workspace, start, refused)
                }
                other => other,
            };
            // Nothing is made for a command that never began; where runs were, they are told that this one failed.
            if !matches!(failure, Failure::Locked { .. }) && page.disk.exists(&page.records) {
                let told = page.tell_failing(&failure);
                let mut log = page.log();
                log.add(&page.asked()).ok();
                log.add(&Page::failed(&failure)).ok();
                log.add(&told.failed).ok();
                let heartbeat = page.heartbeat(failure.exit_code(), std::slice::from_ref(&failure));
                page.put(&Heartbeat { trouble_since: told.trouble_since, ..heartbeat });
            }
            return Err(failure);
        }
    };
    let mut log = page.log();
    log.add(&page.begun(&session)).ok();
    match catch_unwind(AssertUnwindSafe(|| work(&mut session))) {
        Ok(Ok(mut result)) => {
            let said_before = result.notices.len();
            match keep(&session) {
                Ok(said) => result.notices.extend(said),
                Err(failure) => {
                    // The work is done; that its copy is behind ends as every other thing that could not be written.
                    result.failures.push(failure);
                    result.exit_code = exit::of(&result.failures);
                }
            }
            let gone = retention::clear(&session);
            let seen = Seen::after(&session, &result);
            let looks = looks(session.work.rhythm(), page.now);
            let shown = match screen::show(&session, &result, &seen.troubles, looks.next_after(page.after())) {
                Ok(shown) => shown,
                Err(failure) => {
                    // It can be made again at any time, and says itself how old it is.
                    result.notices.push(failure.to_string());
                    None
                }
            };
            let heartbeat = page.with_week(result.exit_code, &session, &result.failures);
            let nothing_more = gone.is_empty() && result.failures.is_empty() && result.notices.len() == said_before;
            if let (Some(quiet), Some(screen), true) = (&result.quiet, shown, nothing_more) {
                let Heartbeat { next_cutoff, release_due, released_at, .. } = heartbeat;
                let end = AtTheEnd { screen, situation: &seen.situation, looks, next_cutoff, release_due, released_at };
                // Only a saving of work: the next run goes the whole way.
                unchanged::note(&session, &result, quiet, end).ok();
            }
            let mut lines = words::told(&result, words::decided(&session, &result).unwrap_or_default());
            lines.extend(gone);
            // Another run need not wait until a mail server has answered.
            drop(session);
            let messages = page.tell(&seen);
            lines.extend(messages.failed.iter().cloned());
            log.add(&lines).ok();
            result.notices.extend(messages.failed);
            page.end(Heartbeat { trouble_since: messages.trouble_since, ..heartbeat }, &result);
            Ok(result)
        }
        Ok(Err(failure)) => {
            let mut seen = Seen::of(&session);
            let heartbeat = page.with_week(failure.exit_code(), &session, std::slice::from_ref(&failure));
            drop(session);
            // Damage of the ledger may show only once it is worked with.
            let failure = match failure {
                damaged @ Failure::Ledger { damaged: true, .. } => aside::instead(page.workspace.clone(), start, damaged),
                other => other,
            };
            log.add(&Page::failed(&failure)).ok();
            seen.add(std::slice::from_ref(&failure));
            screen::show_failure(&page.workspace, &failure);
            let messages = if notify::is_trouble(&failure) { page.tell(&seen) } else { page.untold() };
            log.add(&messages.failed).ok();
            page.put(&Heartbeat { trouble_since: messages.trouble_since, ..heartbeat });
            run_log::prune(&page.disk, &page.records, page.now, page.workspace.config.policy.log_weeks).ok();
            Err(failure)
        }
        Err(bug) => {
            log.add(&["Chương trình gặp lỗi nội bộ.".to_owned(), format!("Kết thúc: mã {BUG}.")]).ok();
            let messages = page.tell_bug();
            page.put(&Heartbeat { trouble_since: messages.trouble_since, ..page.heartbeat(BUG, &[]) });
            resume_unwind(bug)
        }
    }
}

/// A decision that was recorded, and what the command worked around.
#[derive(Debug)]
pub struct Noted<T> {
    /// What the command answers: what it recorded.
    pub answer: T,
    /// What is broken beside.
    pub troubles: Vec<Trouble>,
    /// What else is to be said, in Vietnamese: of the journal and the witnesses.
    pub notices: Vec<String>,
}

/// Records a decision of a person, and writes down what it did, in the words of `told`.
pub fn noted<T>(
    workspace: Workspace,
    start: &Start,
    command: &str,
    decide: impl FnOnce(&mut Session) -> Result<T, Failure>,
    told: impl FnOnce(&T) -> Vec<String>,
) -> Result<Noted<T>, Failure> {
    let page = Page::of(&workspace, start, command);
    let mut session = session::open(workspace, start)?;
    let mut log = page.log();
    log.add(&page.begun(&session)).ok();
    let decided = decide(&mut session);
    let mut troubles = session.work.troubles();
    let mut notices = Vec::new();
    if decided.is_ok() {
        match keep(&session) {
            Ok(said) => notices = said,
            // The decision stands: that its copy is behind must not make it look refused.
            Err(failure) => {
                let notice = "Quyết định đã được ghi sổ; sổ phụ chưa ghi được, lần chạy sau sẽ ghi lại.".to_owned();
                troubles.push(Trouble { failure, notice });
            }
        }
    }
    let last = match &decided {
        Ok(decided) => {
            let code = exit::of(&troubles.iter().map(|trouble| trouble.failure.clone()).collect::<Vec<_>>());
            let beside = troubles.iter().map(|trouble| &trouble.notice).chain(&notices).cloned().collect();
            [told(decided), beside, vec![format!("Kết thúc: mã {code}.")]].concat()
        }
        Err(failure) => Page::failed(failure),
    };
    log.add(&last).ok();
    decided.map(|answer| Noted { answer, troubles, notices })
}

/// What this command changed in the ledger goes to the journal and the witnesses; a dry run changed nothing.
fn keep(session: &Session) -> Result<Vec<String>, Failure> {
    let Work { workspace, now, dry, .. } = &session.work;
    if *dry { Ok(Vec::new()) } else { identity::keep(workspace, &session.ledger, *now) }
}

/// What log, heartbeat and messages are made of.
struct Page<'a> {
    disk: Disk,
    records: PathBuf,
    workspace: Workspace,
    now: Moment,
    command: &'a str,
    /// A story is played: nobody is told.
    played: bool,
}

/// What came of telling the desk.
struct Messages {
    /// Since when something stands in the way; `None` if nothing does.
    trouble_since: Option<Moment>,
    /// What could not be sent, in Vietnamese.
    failed: Vec<String>,
}

impl<'a> Page<'a> {
    fn of(workspace: &Workspace, start: &Start, command: &'a str) -> Self {
        let (disk, workspace) = (workspace.disk.clone(), workspace.clone());
        Self { disk, records: workspace.records(), workspace, now: start.now, command, played: start.played }
    }

    fn tell(&self, seen: &Seen) -> Messages {
        if self.played {
            return self.untold();
        }
        let (told, failed) = notify::tell(&self.workspace, self.now, seen, None);
        Messages { trouble_since: told.standing_since(), failed }
    }

    /// Nothing is told: what was told before holds.
    fn untold(&self) -> Messages {
        let told = crate::io::notify::told(&self.disk, &self.records);
        Messages { trouble_since: told.standing_since(), failed: Vec::new() }
    }

    /// Of a command that never saw the records; what the last run knew of the week still holds.
    fn tell_failing(&self, failure: &Failure) -> Messages {
        screen::show_failure(&self.workspace, failure);
        if self.played || !notify::is_trouble(failure) {
            return self.untold();
        }
        let mut seen = Seen::by_beat(&self.workspace, &last_beat(&self.workspace));
        seen.add(std::slice::from_ref(failure));
        let (told, failed) = notify::tell(&self.workspace, self.now, &seen, Some(&STOPPED));
        Messages { trouble_since: told.standing_since(), failed }
    }

    fn tell_bug(&self) -> Messages {
        screen::show_trouble(&self.workspace, &["Chương trình gặp lỗi nội bộ; các bản trình ký không bị ảnh hưởng.".to_owned()]);
        if self.played {
            return self.untold();
        }
        let mut seen = Seen::by_beat(&self.workspace, &last_beat(&self.workspace));
        seen.situation.troubles.insert(notify::BUG.to_owned());
        seen.troubles.push("Chương trình gặp lỗi nội bộ; các bản trình ký không bị ảnh hưởng.".to_owned());
        let (told, failed) = notify::tell(&self.workspace, self.now, &seen, Some(&STOPPED));
        Messages { trouble_since: told.standing_since(), failed }
    }

    fn log(&self) -> RunLog {
        RunLog::of(&self.disk, &self.records, self.now, self.command)
    }

    fn asked(&self) -> Vec<String> {
        vec![
            format!("Lệnh: tonghop {}, bản {}, tiến trình {}.", self.command, env!("CARGO_PKG_VERSION"), std::process::id()),
            format!("Bắt đầu: {} ({}).", format::moment(self.now), self.now.to_rfc3339()),
        ]
    }

    fn of_inputs(&self, register_sha256: &str) -> [String; 2] {
        [format!("Thư mục nộp: {}.", self.workspace.inbox().display()), format!("Danh mục: sha256 {register_sha256}.")]
    }

    fn begun(&self, session: &Session) -> Vec<String> {
        let mut lines = self.asked();
        lines.extend(self.of_inputs(&session.work.register.sha256));
        lines.extend(session.killed_run().map(|since| format!("Lần chạy bắt đầu lúc {} đã bị ngắt.", format::moment(since))));
        lines
    }

    /// Puts the heartbeat of a command that came to its end, and clears old pages.
    fn end(&self, mut heartbeat: Heartbeat<'_>, result: &RunResult) {
        heartbeat.period = result.report.period.id;
        heartbeat.phase = Some(result.report.phase);
        for agency in &result.report.agencies {
            *heartbeat.agencies.entry(agency.standing).or_default() += 1;
        }
        heartbeat.files = Some(result.report.files);
        heartbeat.notices.clone_from(&result.notices);
        heartbeat.unreadable = result.unreadable.iter().map(notify::refused_file).collect();
        self.put(&heartbeat);
        run_log::prune(&self.disk, &self.records, self.now, self.workspace.config.policy.log_weeks).ok();
    }

    fn failed(failure: &Failure) -> Vec<String> {
        vec![format!("Không chạy được: {failure}"), format!("Kết thúc: mã {}.", failure.exit_code())]
    }

    fn put(&self, heartbeat: &Heartbeat<'_>) {
        run_log::beat(&self.disk, &self.records, heartbeat).ok();
    }

    /// The heartbeat of a command that saw the records.
    fn with_week(&self, exit_code: u8, session: &Session, failures: &[Failure]) -> Heartbeat<'_> {
        let work = &session.work;
        let period = work.current_period();
        let released = session.ledger.release(period).ok().flatten();
        let release_due = work.rhythm().cutoffs(period).map(|cutoffs| cutoffs.release);
        Heartbeat {
            period,
            next_cutoff: next_cutoff(session),
            next_due: next_due(work.rhythm(), self.after()),
            release_due: release_due.filter(|_| released.is_none()),
            released_at: released.map(|release| release.at),
            ..self.beat(exit_code, failures)
        }
    }

    /// When a run may next be looked for. A run that took its time counts from its end: what was due meanwhile it has done.
    fn after(&self) -> Moment {
        if self.workspace.config.rehearsal { self.now } else { clock::now().max(self.now) }
    }

    /// The heartbeat of a command that was stopped: it knows no more of the week than the last one.
    fn heartbeat(&self, exit_code: u8, failures: &[Failure]) -> Heartbeat<'_> {
        let last = last_beat(&self.workspace);
        // The calendar may be what cannot be read: the usual hours then.
        let usual = Rhythm { calendar: &Calendar::default(), schedule: &self.workspace.config.schedule };
        let next_due = next_due(usual, self.after());
        Heartbeat { next_due, release_due: last.release_due, released_at: last.released_at, ..self.beat(exit_code, failures) }
    }

    /// A heartbeat without the hours of the week.
    fn beat(&self, exit_code: u8, failures: &[Failure]) -> Heartbeat<'_> {
        Heartbeat {
            schema: "tonghop.heartbeat/1",
            now: self.now,
            command: self.command,
            exit_code,
            period: Period::containing(moment::day(self.now)),
            phase: None,
            agencies: BTreeMap::new(),
            files: None,
            next_cutoff: None,
            next_due: None,
            release_due: None,
            released_at: None,
            trouble_since: None,
            notices: Vec::new(),
            unreadable: Vec::new(),
            failures: failures.iter().map(ToString::to_string).collect(),
        }
    }
}
