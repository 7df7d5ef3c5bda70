//! Telling the desk by itself, after a run and by a watch: what is due is decided in
//! [`notification`](crate::model::notification), what was told is kept beside the ledger. A message that cannot be sent stops nothing; it
//! is due again at the next run.

use crate::io::failure::Failure;
use crate::io::workspace::Workspace;
use crate::io::{notify, run_log};
use crate::model::moment::Moment;
use crate::model::notification::{Event, Situation, Told, WeekSituation};
use crate::model::period::Period;
use crate::products::Kind;
use crate::run::session::{Session, Start};
use crate::run::weekly::RunResult;
use crate::sheets::to_do::{self, GroupInput};
use crate::text::format;
use crate::text::notification::{self, Around};
use serde::{Deserialize, Serialize};

/// The word for an input that the file system refused, among those of failures.
const UNREADABLE: &str = "unreadable";
/// The word for a bug of ours.
pub const BUG: &str = "bug";

/// What can be told by somebody who knows the last heartbeat alone.
pub const STOPPED: [Event; 2] = [Event::Trouble, Event::Unreleased];

/// What of the heartbeat is asked for; nothing is known where there is none.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Beat {
    /// When the last command started.
    pub now: Option<Moment>,
    /// Its current period.
    pub period: Option<Period>,
    /// When the next one is due.
    pub next_due: Option<Moment>,
    /// The release cutoff of the period; `None` once it is released.
    pub release_due: Option<Moment>,
    /// When it was released.
    pub released_at: Option<Moment>,
}

/// The last heartbeat.
pub fn last_beat(workspace: &Workspace) -> Beat {
    run_log::last_beat(&workspace.disk, &workspace.records()).unwrap_or_default()
}

/// What a command saw, for whoever is told.
#[derive(Debug, Default)]
pub struct Seen {
    /// How things stand.
    pub situation: Situation,
    /// What stands in the way, a sentence each.
    pub troubles: Vec<String>,
    /// The name of the desk; its code where nothing better is known.
    pub desk: String,
    /// The period as people call it; blank if it is not known.
    pub period: String,
    /// The text for the chat group; blank if there is none.
    pub list: String,
    /// Where the release stands; blank if none was made.
    pub release: String,
}

impl Seen {
    /// By what the last run wrote down: of a command that cannot ask the records.
    pub fn by_beat(workspace: &Workspace, beat: &Beat) -> Self {
        let mut seen = Self { desk: workspace.config.desk.code.to_string(), ..Self::default() };
        if let (Some(period), Some(release)) = (beat.period, beat.release_due.filter(|_| beat.released_at.is_none())) {
            seen.period = format::period(period);
            let cutoffs = (release, release);
            seen.situation.week = Some(WeekSituation { period, cutoffs, frozen: true, released: false, listed: false });
        }
        seen
    }

    /// Of the records, without what a run came to.
    pub fn of(session: &Session) -> Self {
        let work = &session.work;
        let period = work.current_period();
        let ledger = &session.ledger;
        // What cannot be asked is not said to be missing.
        let known = ledger.freeze(period).ok().zip(ledger.release(period).ok());
        let week = work.rhythm().cutoffs(period).zip(known).map(|(cutoffs, (freeze, release))| WeekSituation {
            period,
            cutoffs: (cutoffs.submit, cutoffs.release),
            frozen: freeze.is_some(),
            released: release.is_some(),
            listed: false,
        });
        let situation = Situation { week, ..Situation::default() };
        let release = work.relative(&work.workspace.products(period));
        Self { situation, desk: work.desk_name(), period: work.period_name(period), release, ..Self::default() }
    }

    /// … and with it.
    pub fn after(session: &Session, result: &RunResult) -> Self {
        let mut seen = Self::of(session);
        seen.add(&result.failures);
        for refused in result.unreadable.iter().map(refused_file) {
            seen.situation.troubles.insert(UNREADABLE.to_owned());
            seen.troubles.push(refused);
        }
        if let Some(state) = &result.current {
            let config = &session.work.workspace.config;
            if let Some(week) = &mut seen.situation.week {
                week.listed = true;
            }
            let released = seen.situation.week.as_ref().is_some_and(|week| week.released);
            let phase = state.consolidation.cutoffs.phase(session.work.sure, released);
            let desk = (&config.desk, seen.desk.as_str(), &*session.work.register.register);
            seen.list = to_do::message(&GroupInput::of(&state.consolidation, desk, phase, config.rehearsal));
        }
        let release = result.report.outputs.iter().find(|output| output.kind == Kind::Release);
        seen.release = release.map_or(seen.release, |output| output.path.clone());
        seen
    }

    /// With failures beside what is known.
    pub fn add(&mut self, failures: &[Failure]) {
        // What ends with 0 is for the desk's page alone.
        let failures = failures.iter().filter(|failure| failure.exit_code() != 0);
        for failure in failures {
            self.situation.troubles.insert(failure.code().to_owned());
            let hint = failure.hint().map(|hint| format!(" {hint}")).unwrap_or_default();
            self.troubles.push(format!("{}.{hint}", failure.to_string().trim_end_matches('.')));
        }
    }
}

/// Does a failure say something of the desk? What somebody typed, or typed too early, does not.
pub fn is_trouble(failure: &Failure) -> bool {
    !matches!(failure, Failure::Usage { .. } | Failure::Calendar { .. } | Failure::Locked { .. })
}

/// A file that the file system refused, with its cause.
pub fn refused_file((path, cause): &(String, String)) -> String {
    format!("Không đọc được tệp {path}: {cause}")
}

/// Tells what is due, and keeps what was told; gives what was told, and what could not be, in Vietnamese.
pub fn tell(workspace: &Workspace, now: Moment, seen: &Seen, only: Option<&[Event]>) -> (Told, Vec<String>) {
    let (disk, records, config) = (&workspace.disk, workspace.records(), &workspace.config);
    let before = notify::told(disk, &records);
    let mut told = before.clone();
    let mut failed = Vec::new();
    let wanted = |event: &Event| only.is_none_or(|only| only.contains(event));
    for event in before.due(&seen.situation, config.notify.leads, now).into_iter().filter(wanted) {
        let around = Around {
            desk: &seen.desk,
            rehearsal: config.rehearsal,
            period: &seen.period,
            week: seen.situation.week.as_ref(),
            troubles: &seen.troubles,
            since: before.trouble_since,
            list: &seen.list,
            release: &seen.release,
        };
        // What nobody wants to hear is known as if it had been told: a configuration that wants it later begins then.
        if config.notify.is_wanted() && config.notify.events.contains(&event) {
            let sent = notify::send(disk, &config.notify, &workspace.root, &notification::message(event, &around, now));
            if !sent.failed.is_empty() {
                failed.push(Failure::Notify { causes: sent.failed }.to_string());
            }
            if !sent.arrived {
                continue;
            }
        }
        told.note(event, &seen.situation, now);
    }
    if only.is_none() {
        told.settle(&seen.situation, now);
        told.waiting_since = None;
    } else if !seen.situation.troubles.is_empty() {
        told.goes_on(now);
    }
    // What cannot be kept is told again.
    if told != before {
        notify::keep(disk, &records, &told).ok();
    }
    (told, failed)
}

/// Is there nothing to tell of a situation?
pub fn is_told(workspace: &Workspace, now: Moment, situation: &Situation) -> bool {
    let told = notify::told(&workspace.disk, &workspace.records());
    told.due(situation, workspace.config.notify.leads, now).is_empty()
}

/// Keeps what changes without a word, of a situation of which there is nothing to tell.
pub fn settle(workspace: &Workspace, now: Moment, situation: &Situation) -> Told {
    let (disk, records) = (&workspace.disk, workspace.records());
    let before = notify::told(disk, &records);
    let mut told = before.clone();
    told.settle(situation, now);
    told.waiting_since = None;
    if told != before {
        notify::keep(disk, &records, &told).ok();
    }
    told
}

/// What `notify --test` answers.
#[derive(Debug, Serialize)]
pub struct NotifyAnswer {
    /// The instant of the message.
    pub at: Moment,
    /// By which ways it went: `command`, `mail`.
    pub ways: Vec<&'static str>,
}

/// Sends a message that says nothing.
///
/// # Errors
///
/// Nobody is to be told anything (exit 2); a way failed (exit 13).
pub fn test(workspace: &Workspace, start: &Start) -> Result<NotifyAnswer, Failure> {
    // The last valid configuration would be tried in place of the one that somebody has just written.
    if let Some((failure, _)) = &workspace.broken {
        return Err(failure.clone());
    }
    let wanted = &workspace.config.notify;
    if !wanted.is_wanted() {
        let hint = "Đề nghị đặt khóa command hoặc smtp trong bảng [notify] của tonghop.toml.";
        return Err(Failure::usage("Chưa đặt cách báo tin.", hint));
    }
    let message = notification::trial(workspace.config.desk.code.as_str(), start.now);
    let causes = notify::send(&workspace.disk, wanted, &workspace.root, &message).failed;
    if !causes.is_empty() {
        return Err(Failure::Notify { causes });
    }
    let ways = [(!wanted.command.is_empty(), "command"), (wanted.smtp.is_some(), "mail")];
    Ok(NotifyAnswer { at: start.now, ways: ways.into_iter().filter(|(has, _)| *has).map(|(_, way)| way).collect() })
}

/// A sentence about a schedule that never started the program.
pub fn never_started(due: Moment) -> String {
    format!(
        "Lịch chạy chưa chạy lần nào: lần đầu lẽ ra lúc {}. Đề nghị kiểm tra lịch của máy (tài khoản, mật khẩu, đường dẫn)",
        format::moment(due)
    )
}

/// A sentence about a clock that was set back behind the last run.
pub fn clock_back(last: Moment, now: Moment) -> String {
    format!(
        "Đồng hồ của máy đã bị lùi: bây giờ là {}, mà lần chạy cuối ghi {}. Đề nghị chỉnh lại giờ máy trước hạn nộp",
        format::moment(now),
        format::moment(last)
    )
}

/// A sentence about the schedule that stopped.
pub fn stopped(last: Moment, due: Moment) -> String {
    format!(
        "Lịch chạy đã ngừng: lần chạy cuối bắt đầu lúc {}, lần sau lẽ ra lúc {}. Đề nghị gõ “tonghop run” (hoặc bấm đúp 1-Chay.cmd) \
         để nhận báo cáo ngay, rồi kiểm tra lịch của máy",
        format::moment(last),
        format::clock(due)
    )
}
