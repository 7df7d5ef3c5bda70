//! Telling the desk by itself, after a run and by a watch: what is due is decided in
//! [`notification`](crate::model::notification), what was told is kept beside the ledger. A message that cannot be sent stops nothing; it
//! is due again at the next run.

use crate::io::failure::Failure;
use crate::io::notify;
use crate::io::workspace::Workspace;
use crate::model::moment::Moment;
use crate::model::notification::{Event, Situation, Told, WeekSituation};
use crate::products::Kind;
use crate::run::session::{Session, Start};
use crate::run::weekly::RunResult;
use crate::sheets::message;
use crate::text::format;
use crate::text::notification::{self, Around};
use serde::Serialize;

/// The word for an input that the file system refused, among those of failures.
const UNREADABLE: &str = "unreadable";
/// The word for a bug of ours.
pub const BUG: &str = "bug";

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
    /// By a command that was stopped before it saw anything else.
    pub fn failing(workspace: &Workspace, failure: &Failure) -> Self {
        let mut seen = Self { desk: workspace.config.desk.code.to_string(), ..Self::default() };
        seen.add(std::slice::from_ref(failure));
        seen
    }

    /// Of the records, without what a run came to.
    pub fn of(session: &Session) -> Self {
        let work = &session.work;
        let period = work.current_period();
        let flag = |asked: Result<bool, Failure>| asked.unwrap_or_default();
        let week = work.rhythm().cutoffs(period).map(|cutoffs| WeekSituation {
            period,
            cutoffs: (cutoffs.submit, cutoffs.release),
            frozen: flag(session.ledger.freeze(period).map(|freeze| freeze.is_some())),
            released: flag(session.ledger.release(period).map(|release| release.is_some())),
        });
        let situation = Situation { week, ..Situation::default() };
        let release = work.relative(&work.workspace.products(period));
        Self { situation, desk: work.desk_name(), period: work.period_name(period), release, ..Self::default() }
    }

    /// … and with it.
    pub fn after(session: &Session, result: &RunResult) -> Self {
        let mut seen = Self::of(session);
        seen.add(&result.failures);
        for (path, cause) in &result.unreadable {
            seen.situation.troubles.insert(UNREADABLE.to_owned());
            seen.troubles.push(format!("Không đọc được tệp {path}: {cause}"));
        }
        if let Some(state) = &result.current {
            let config = &session.work.workspace.config;
            seen.list = message::text(&state.consolidation, config.rehearsal, config.desk.layout);
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
            self.troubles.push(format!("{failure}.{hint}"));
        }
    }
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
            if let Err(causes) = sent {
                failed.push(Failure::Notify { causes }.to_string());
                continue;
            }
        }
        told.note(event, &seen.situation, now);
    }
    if only.is_none() {
        told.settle(&seen.situation, now);
    }
    // What cannot be kept is told again.
    if told != before {
        notify::keep(disk, &records, &told).ok();
    }
    (told, failed)
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
    let wanted = &workspace.config.notify;
    if !wanted.is_wanted() {
        let hint = "Đề nghị đặt khóa command hoặc smtp trong bảng [notify] của tonghop.toml.";
        return Err(Failure::usage("Chưa đặt cách báo tin.", hint));
    }
    let message = notification::trial(workspace.config.desk.code.as_str(), start.now);
    notify::send(&workspace.disk, wanted, &workspace.root, &message).map_err(|causes| Failure::Notify { causes })?;
    let ways = [(!wanted.command.is_empty(), "command"), (wanted.smtp.is_some(), "mail")];
    Ok(NotifyAnswer { at: start.now, ways: ways.into_iter().filter(|(has, _)| *has).map(|(_, way)| way).collect() })
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
