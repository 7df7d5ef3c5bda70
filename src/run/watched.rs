//! A run with its page in the log and its heartbeat. What the page says: what was asked, what was seen, decided,
//! written, and what failed; codes, names, hashes and counts, never the text of a cell of a report. A decision (`admit`,
//! `reopen`) leaves a page too, and no heartbeat: it is no sign that runs still happen. A bug of ours leaves both, so
//! that whoever watches sees it at once.
//!
//! A command that could not take the lock leaves neither: the run that holds it speaks for both. A trial run leaves
//! nothing at all. Log and heartbeat never stop a run: what cannot be written is missing, and `doctor` shows the age of
//! the last run from the ledger in any case.

use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::run_log::{self, RunLog};
use crate::io::workspace::Workspace;
use crate::model::cutoff::Phase;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::submission::Standing;
use crate::run::exit;
use crate::run::receive::aside;
use crate::run::report::FileCounts;
use crate::run::session::trouble::Trouble;
use crate::run::session::{self, Session, Start, Work, identity};
use crate::run::weekly::RunResult;
use crate::text::format;
use serde::Serialize;
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
    failures: Vec<String>,
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
                Failure::OtherLedger { message } => refused(workspace, start, message),
                other => other,
            };
            // Nothing is made for a command that never began; where runs were, they are told that this one failed.
            if !matches!(failure, Failure::Locked { .. }) && page.disk.exists(&page.records) {
                let mut log = page.log();
                log.add(&page.asked(None)).ok();
                log.add(&Page::failed(&failure)).ok();
                page.beat(failure.exit_code(), None, std::slice::from_ref(&failure));
            }
            return Err(failure);
        }
    };
    let mut log = page.log();
    log.add(&page.asked(Some(&session))).ok();
    match catch_unwind(AssertUnwindSafe(|| work(&mut session))) {
        Ok(Ok(mut result)) => {
            match keep(&session) {
                Ok(said) => result.notices.extend(said),
                Err(failure) => {
                    // The work is done; that its copy is behind ends as every other thing that could not be written.
                    result.failures.push(failure);
                    result.exit_code = exit::of(&result.failures);
                }
            }
            log.add(&told(&session, &result)).ok();
            page.beat(result.exit_code, Some((&result, next_cutoff(&session))), &result.failures);
            run_log::prune(&page.disk, &page.records, page.now, page.weeks).ok();
            Ok(result)
        }
        Ok(Err(failure)) => {
            log.add(&Page::failed(&failure)).ok();
            let heartbeat = page.heartbeat(failure.exit_code(), std::slice::from_ref(&failure));
            page.put(&Heartbeat { next_cutoff: next_cutoff(&session), ..heartbeat });
            run_log::prune(&page.disk, &page.records, page.now, page.weeks).ok();
            Err(failure)
        }
        Err(bug) => {
            log.add(&["Chương trình gặp lỗi nội bộ.".to_owned(), format!("Kết thúc: mã {BUG}.")]).ok();
            page.beat(BUG, None, &[]);
            resume_unwind(bug)
        }
    }
}

/// A ledger is refused: that is the failure to report. What comes is kept if it can be; what stands in the way of that, or is
/// broken beside it, is told with it.
fn refused(workspace: Workspace, start: &Start, message: String) -> Failure {
    let broken = workspace.broken.as_ref().map(|(failure, _)| failure.clone());
    let beside = broken.into_iter().chain(aside::note(workspace, start).err());
    let told: String = beside.map(|failure| format!(". Cùng lúc: {failure}")).collect();
    Failure::OtherLedger { message: format!("{message}{told}") }
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
    log.add(&page.asked(Some(&session))).ok();
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

/// What log and heartbeat are made of.
struct Page<'a> {
    disk: Disk,
    records: PathBuf,
    weeks: u32,
    now: Moment,
    command: &'a str,
}

impl<'a> Page<'a> {
    fn of(workspace: &Workspace, start: &Start, command: &'a str) -> Self {
        let (disk, weeks) = (workspace.disk.clone(), workspace.config.policy.log_weeks);
        Self { disk, records: workspace.records(), weeks, now: start.now, command }
    }

    fn log(&self) -> RunLog {
        RunLog::of(&self.disk, &self.records, self.now, self.command)
    }

    fn asked(&self, session: Option<&Session>) -> Vec<String> {
        let mut lines = vec![
            format!("Lệnh: tonghop {}, bản {}, tiến trình {}.", self.command, env!("CARGO_PKG_VERSION"), std::process::id()),
            format!("Bắt đầu: {} ({}).", format::moment(self.now), self.now.to_rfc3339()),
        ];
        if let Some(session) = session {
            let work = &session.work;
            lines.push(format!("Thư mục nộp: {}.", work.workspace.inbox().display()));
            lines.push(format!("Danh mục: sha256 {}.", work.register.sha256));
            lines.extend(session.killed_run().map(|since| format!("Lần chạy bắt đầu lúc {} đã bị ngắt.", format::moment(since))));
        }
        lines
    }

    fn failed(failure: &Failure) -> Vec<String> {
        vec![format!("Không chạy được: {failure}"), format!("Kết thúc: mã {}.", failure.exit_code())]
    }

    fn beat(&self, exit_code: u8, result: Option<(&RunResult, Option<Moment>)>, failures: &[Failure]) {
        let mut heartbeat = self.heartbeat(exit_code, failures);
        if let Some((result, next_cutoff)) = result {
            heartbeat.period = result.report.period.id;
            heartbeat.phase = Some(result.report.phase);
            for agency in &result.report.agencies {
                *heartbeat.agencies.entry(agency.standing).or_default() += 1;
            }
            heartbeat.files = Some(result.report.files);
            heartbeat.next_cutoff = next_cutoff;
        }
        self.put(&heartbeat);
    }

    fn put(&self, heartbeat: &Heartbeat<'_>) {
        run_log::beat(&self.disk, &self.records, heartbeat).ok();
    }

    fn heartbeat(&self, exit_code: u8, failures: &[Failure]) -> Heartbeat<'_> {
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
            failures: failures.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What was seen, decided, written, and what failed.
fn told(session: &Session, result: &RunResult) -> Vec<String> {
    let report = &result.report;
    let f = &report.files;
    let mut lines = vec![
        format!("Kỳ: {}.", format::span_long(&session.work.rhythm().span(report.period.id))),
        format!(
            "Đã thấy {} tệp: nhận mới {}, đã biết {}, trả lại {}, đang gửi {}, chờ đến kỳ {}, sau khi chốt bản tổng hợp {}, văn bản {}, bỏ qua {}, không đọc được {}.",
            f.seen, f.received, f.known, f.returned, f.arriving, f.waiting, f.after_release, f.document, f.skipped, f.unreadable
        ),
    ];
    lines.extend(decided(session, result).unwrap_or_default());
    lines.extend(result.unreadable.iter().map(|(path, cause)| format!("Không đọc được {path}: {cause}.")));
    for standing in Standing::ALL {
        let codes: Vec<&str> = report.agencies.iter().filter(|a| a.standing == standing).map(|a| a.code.as_str()).collect();
        if !codes.is_empty() {
            lines.push(format!("{} ({}): {}.", standing.label(), codes.len(), codes.join(", ")));
        }
    }
    lines.extend(result.settled.iter().map(|period| format!("Chốt số liệu và lập bản trình ký bù: {period}.")));
    lines.extend(report.outputs.iter().map(|output| format!("Đã ghi {} (sha256 {}).", output.path, output.sha256)));
    lines.extend(result.notices.iter().cloned());
    lines.extend(result.failures.iter().map(|failure| format!("Vấn đề: {failure}")));
    lines.push(format!("Kết thúc: mã {}.", result.exit_code));
    lines
}

/// The verdicts of this run: file, hash, outcome and the codes of what was found.
fn decided(session: &Session, result: &RunResult) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    for verdict in session.ledger.verdicts_by(result.run)? {
        let Some(receipt) = session.ledger.receipt(verdict.receipt)? else { continue };
        let codes: Vec<&str> = verdict.findings.iter().map(|finding| finding.code.as_str()).collect();
        let codes = if codes.is_empty() { String::new() } else { format!(" [{}]", codes.join(", ")) };
        let agency = verdict.agency.map_or_else(|| "không rõ cơ quan".to_owned(), |code| code.to_string());
        lines.push(format!(
            "Số {}: {} (sha256 {}), {agency}: {}{codes}.",
            receipt.seq,
            receipt.file.path,
            receipt.sha256,
            verdict.outcome.label()
        ));
    }
    Ok(lines)
}

/// The next cutoff anybody has to meet, seen from now.
fn next_cutoff(session: &Session) -> Option<Moment> {
    const PERIODS_AHEAD: usize = 10;
    let (rhythm, now) = (session.work.rhythm(), session.work.now);
    let mut period = session.work.current_period();
    for _ in 0..PERIODS_AHEAD {
        let open = session.ledger.release(period).ok()?.is_none();
        let cutoffs = rhythm.cutoffs(period).filter(|_| open);
        let next = cutoffs.and_then(|c| [c.submit, c.release].into_iter().find(|cutoff| *cutoff > now));
        if next.is_some() {
            return next;
        }
        period = rhythm.next(period);
    }
    None
}
