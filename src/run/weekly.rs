//! The story of a run: receive, settle the past, then the current period — check, choose, merge, and write what the
//! clock asks for. Idempotent: a run late, twice or never changes no verdict; nothing changed is nothing written.

use crate::io::failure::Failure;
use crate::io::ledger::Reopening;
use crate::judge::facts::Facts;
use crate::judge::{attribute, clock_doubt};
use crate::merge::assemble::PeriodState;
use crate::model::agency::AgencyCode;
use crate::model::cutoff::{Cutoffs, Phase};
use crate::model::moment;
use crate::model::period::Period;
use crate::model::submission::Standing;
use crate::rules::desk;
use crate::run::clock_void;
use crate::run::exit::{Ending, FailOn};
use crate::run::offices;
use crate::run::period::{self, plan::PeriodTask};
use crate::run::products::{Reissue, Results};
use crate::run::proposal_book;
use crate::run::quiet::{self, QuietRun};
use crate::run::receive::clock_check::ClockState;
use crate::run::receive::{self, Reception, aside, clock_check, receipt_book, secrets};
use crate::run::record::lost_originals;
use crate::run::record::restore::{self, restore};
use crate::run::report::{self, FileCounts, OutputLine, RunReport};
use crate::run::review;
use crate::run::session::progress::Progress;
use crate::run::session::{Session, Work, away};
use crate::run::verdicts::Verdicts;
use crate::text::{calendar as sentences, format};
use std::collections::BTreeSet;

/// What a person asked of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunOptions {
    /// Exit 1 when the current period has this or worse.
    pub fail_on: Option<FailOn>,
    /// Release this period now, by hand.
    pub release: Option<Period>,
}

/// What a run did.
#[derive(Debug)]
pub struct RunResult {
    /// Its number in the ledger.
    pub run: i64,
    /// The object of `--json`.
    pub report: RunReport,
    /// Failures that did not stop it, in the order they came: a broken register, a product that could not be written.
    pub failures: Vec<Failure>,
    /// Files the file system refused.
    pub unreadable: Vec<(String, String)>,
    /// Earlier periods released by this run, as people call them.
    pub settled: Vec<String>,
    /// Files that were lost and were put back from the archive; in a dry run, those that a run would put back.
    pub restored: Vec<String>,
    /// Further versions that left.
    pub reissued: Vec<Reissue>,
    /// Periods that are reopened and not released again.
    pub reopened: Vec<NextVersion>,
    /// What of the calendar to say: an earlier period still open, a cutoff that moved, days nobody has confirmed.
    pub calendar: Vec<String>,
    /// The current period's state; `None` in a week without report.
    pub current: Option<PeriodState>,
    /// What the secretariat has to know beside the failures, in Vietnamese: which earlier register was used, which row
    /// of the receipt book speaks of no file, which names in the inbox cannot be told apart, that a clock is wrong.
    pub notices: Vec<String>,
    /// How the offices stand, in the lines that are printed.
    pub offices: Vec<String>,
    /// What the current period has of what a command may be asked to end with code 1 for.
    pub found: Vec<FailOn>,
    /// What the next run would have to find again to say the same; `None` if this one found, wrote or said anything new.
    pub quiet: Option<QuietRun>,
    /// How the command ends.
    pub exit_code: u8,
}

/// A version that a person may release, because its period is reopened.
#[derive(Debug)]
pub struct NextVersion {
    /// The period as people call it.
    pub period_name: String,
    /// Why it may be, and which version is in force.
    pub reopening: Reopening,
    /// The number that its release would have.
    pub version: u32,
}

/// Runs. The ledger is told how it ended, also where it failed: without an exit code stands only a run that was killed.
pub fn run(session: &mut Session, options: RunOptions, progress: &dyn Progress) -> Result<RunResult, Failure> {
    let run = session.ledger.start_run(session.work.now, if options.release.is_some() { "release" } else { "run" })?;
    let result = go(session, run, options, progress);
    match &result {
        Ok(result) => session.ledger.finish_run(run, result.exit_code)?,
        // The first failure is the one to report.
        Err(failure) => drop(session.ledger.finish_run(run, failure.exit_code())),
    }
    result
}

fn go(session: &mut Session, run: i64, options: RunOptions, progress: &dyn Progress) -> Result<RunResult, Failure> {
    if let Some(since) = session.killed_run() {
        progress.say(&format!("Lần chạy bắt đầu lúc {} đã bị ngắt; lần chạy này làm tiếp.", format::moment(since)));
    }
    let chained = session.ledger.last_entry()?;
    session.work.archive.clean()?;
    secrets::remove_noted(&session.ledger, &session.work.archive)?;
    seal_inputs(session)?;
    let unkept = keep_config(&session.work);
    let clock = clock_check::look(session)?;
    // Before anything is looked at: the week is as if it had never ended.
    let void = clock_void::settle(session, &clock)?;
    let mut results = Results::default();
    let restored = restore(session, run, &mut results)?;
    let taken_over = aside::take_over(session)?;
    let mut reception = received(session, &clock, progress)?;
    let book = receipt_book::take(session)?;
    let answers = proposal_book::take(session)?;
    if options.release.is_none() {
        // A person who releases by hand has looked at the clock.
        session.work.earlier_clock = clock_doubt::earlier(session.work.now, reception.skew_seconds);
    }
    let mut facts = receive::facts(session, Some(&reception))?;
    facts.book_sha256.clone_from(&book.sha256);
    let lost = lost_originals::put_back(session, &facts)?;
    if !lost.put_back.is_empty() {
        // What was read without them said of their offices that nothing can be read.
        facts = receive::facts(session, Some(&reception))?;
        facts.book_sha256.clone_from(&book.sha256);
    }
    // From here on the facts have them.
    reception.contents.clear();
    let troubles = session.work.troubles();
    results.failures.extend(troubles.iter().map(|trouble| trouble.failure.clone()));
    results.failures.extend(lost.failures);
    // Where it is our disk that does not give what waits for the next run, the cause is told once; which files wait is told beside.
    results.failures.extend(facts.left_over_files().find_map(|receipt| session.work.archive.read(&receipt.sha256).err()));
    results.failures.extend(book.failure);
    results.failures.extend(answers.failure.clone());

    let fence = review::fence(session, run, &mut facts, progress)?;
    let today = session.work.current_period();
    // A dry run lets nothing leave, whatever it composes.
    let released_before = facts.released.is_released(today);
    let mut verdicts = Verdicts::default();
    let (mut settled, mut open) = (Vec::new(), Vec::new());
    let before = earlier(session, &facts, options.release, today)?;
    for &period in &before {
        let task = task(session, period, options, (today, run));
        let reopened = session.ledger.open_reopening(period)?.is_some();
        let Some(state) = period::bring(session, &mut facts, &task, &mut results)? else { continue };
        verdicts.take(&state, period);
        match facts.released.is_released(period) {
            _ if reopened => {}
            true => settled.push(session.work.period_name(period)),
            false => open.push((period, session.ledger.freeze(period)?.is_some())),
        }
    }
    let task = task(session, today, options, (today, run));
    let current = period::bring(session, &mut facts, &task, &mut results)?;
    if let Some(state) = &current {
        verdicts.take(state, today);
    }
    verdicts.keep(&facts, &reception, (today, session.work.rhythm()));
    fence.down(session);
    verdicts.record(&session.ledger, run, &facts)?;
    let files = verdicts.count(&reception, &facts);
    let released = if session.work.dry { released_before } else { facts.released.is_released(today) };
    let report = compose_report(session, (today, task.cutoffs), released, current.as_ref(), files, results.outputs);
    let early = clock_void::told(session)?;
    let nothing_once = void.is_empty()
        && facts.left_over.is_empty()
        && early.is_empty()
        && taken_over.is_none()
        && book.notices.is_empty()
        && answers.notices.is_empty()
        && clock_check::message(reception.skew_seconds).is_none();
    let found_again = reception.seen_again.clone().filter(|_| nothing_once && !clock.is_doubted() && reception.is_quiet());
    let (receipt_book, proposal_book) = (book.sha256.clone(), answers.read.clone());
    let told = restored.iter().map(|path| restore::told(path, session.work.dry));
    let mut notices: Vec<String> = troubles
        .into_iter()
        .map(|trouble| trouble.notice)
        .chain(told)
        .chain(lost.put_back.iter().cloned())
        .chain(taken_over)
        .chain(book.notices)
        .chain(reception.messages)
        .collect();
    notices.extend(receive::left_over_notice(&facts));
    notices.extend(review::notice(&facts));
    notices.extend(unkept);
    notices.extend(answers.notices.iter().cloned());
    let mut waits = false;
    if let Some(state) = &current {
        match proposal_book::write(session, &answers, &state.consolidation) {
            Ok(told) => {
                waits = told.is_some();
                notices.extend(told);
            }
            Err(failure) => results.failures.push(failure),
        }
    }
    notices.extend(desk::faults(&session.work.register.register.desk_rules, moment::day(session.work.now)));
    notices.extend(clock_check::told(&session.work));
    notices.extend(void);
    notices.extend(early);
    let unreleased = open.iter().map(|(period, _)| *period).chain([today]).filter(|period| !facts.released.is_released(*period));
    for period in unreleased {
        notices.extend(sentences::rewritten(session.work.rhythm(), period));
        notices.extend(results.frozen.remove(&period).unwrap_or_default());
    }
    notices.extend(current.as_ref().and_then(sent_in_time));
    notices.extend(current.iter().flat_map(|state| receipt_book::open_questions(&state.consolidation.submissions)));
    let ending = Ending {
        failures: &results.failures,
        adds_up: report.files.adds_up(),
        refused: !reception.unreadable.is_empty(),
        current: current.as_ref(),
    };
    let (exit_code, found) = (ending.exit_code(options.fail_on, session.work.sure), ending.found(session.work.sure));
    let reopened = next_versions(session)?;
    let nothing_done = settled.is_empty()
        && restored.is_empty()
        && lost.put_back.is_empty()
        && report.outputs.is_empty()
        && results.failures.is_empty()
        && results.reissued.is_empty()
        && reopened.is_empty()
        && report.files.adds_up()
        && !waits;
    let by_itself = options.release.is_none() && !session.work.clock_is_right && !session.work.dry;
    let unnoted = !by_itself || !nothing_done || session.killed_run().is_some() || !session.ledger.only_scans_since(chained)?;
    let quiet = match found_again.filter(|_| !unnoted) {
        Some(scan) => {
            let until = quiet::until(session, &facts, &before)?;
            Some(QuietRun { scan, receipt_book, proposal_book, until, periods: results.periods })
        }
        None => None,
    };
    Ok(RunResult {
        run,
        report,
        failures: results.failures,
        unreadable: reception.unreadable,
        settled,
        restored,
        reissued: results.reissued,
        reopened,
        calendar: calendar_lines(session, today, &open),
        offices: offices::lines(current.as_ref(), session.work.workspace.config.desk.layout),
        current,
        notices,
        found,
        quiet,
        exit_code,
    })
}

/// Whose report was sent before the cutoff and could be read only after the release: a person has to decide. `None` if there is
/// none, or if everybody's counts already.
fn sent_in_time(state: &PeriodState) -> Option<String> {
    let c = &state.consolidation;
    let counts = |agency: &AgencyCode| {
        let standing = c.submission(agency).map(|submission| submission.standing);
        matches!(standing, Some(Standing::OnTime | Standing::Admitted | Standing::Exempt))
    };
    let agencies = state.outcomes.values().filter(|verdict| verdict.in_time).filter_map(|verdict| verdict.agency.as_ref());
    let agencies: BTreeSet<&AgencyCode> = agencies.filter(|agency| !counts(agency)).collect();
    let names: Vec<String> = agencies.into_iter().map(|agency| c.short_name(agency)).collect();
    (!names.is_empty()).then(|| {
        format!(
            "{} đã chốt bản tổng hợp; có báo cáo gửi trước hạn, sau đó mới tiếp nhận được, không tính muộn: {}. Đề nghị lập bản bổ sung: \
             “tonghop reopen --period {} --reason \"…\" --by \"…\"”.",
            format::capital(&format::span(&c.span)),
            names.join(", "),
            c.period
        )
    })
}

/// The configuration and the register used are kept by their hashes, so that a release can be rebuilt from them.
fn seal_inputs(session: &mut Session) -> Result<(), Failure> {
    let (work, register) = (&session.work, &session.work.register);
    let documents = if register.broken.is_none() { register.documents.as_slice() } else { &[] };
    let contents = std::iter::once(work.workspace.config_bytes.as_slice()).chain(documents.iter().map(AsRef::as_ref));
    let kept = work.archive.put_all(contents)?;
    session.ledger.transaction(|ledger| {
        if let Some(config) = kept.first() {
            ledger.seal_configuration(config, work.now)?;
        }
        if register.broken.is_none() {
            ledger.seal_register(&register.sha256, work.now, "")?;
        }
        Ok(())
    })
}

/// The configuration used is kept beside today's as well, for the day on which that one is broken. Says why it could not
/// be: nothing else depends on it.
fn keep_config(work: &Work) -> Option<String> {
    let keeps = work.workspace.broken.is_none() && !work.dry;
    keeps.then(|| work.workspace.keep_config().err()).flatten().map(|failure| failure.to_string())
}

/// What the inbox brought; nothing where it cannot be scanned, and what was being copied when it was scanned last.
fn received(session: &mut Session, clock: &ClockState, progress: &dyn Progress) -> Result<Reception, Failure> {
    if session.work.away.is_none() {
        match receive::receive(session, clock, progress) {
            Err(failure @ (Failure::InboxUnreachable { .. } | Failure::InboxShrunk { .. })) => {
                session.work.away = Some(away::instead(failure, Some(&session.ledger))?);
            }
            received => return received,
        }
    }
    clock.note(&session.ledger)?;
    Ok(Reception::default())
}

/// Periods before this one, oldest first: those that were collected and never released, those that are reopened, and
/// the one a person asks for.
fn earlier(session: &Session, facts: &Facts, asked: Option<Period>, today: Period) -> Result<Vec<Period>, Failure> {
    let known = facts.receipts.iter().filter_map(|receipt| Some((receipt, facts.period_named(&receipt.sha256)?)));
    let mut periods = attribute::unsettled(known, today, &facts.released, session.work.rhythm());
    periods.extend(asked.filter(|asked| *asked < today));
    periods.extend(session.ledger.open_reopenings()?.into_iter().map(|r| r.period).filter(|period| *period != today));
    periods.sort_unstable();
    periods.dedup();
    Ok(periods)
}

fn next_versions(session: &Session) -> Result<Vec<NextVersion>, Failure> {
    let next = |reopening: Reopening| {
        let version = session.ledger.next_version(reopening.period)?;
        Ok(NextVersion { period_name: session.work.period_name(reopening.period), reopening, version })
    };
    session.ledger.open_reopenings()?.into_iter().map(next).collect()
}

fn task(session: &Session, period: Period, options: RunOptions, (today, run): (Period, i64)) -> PeriodTask {
    let rhythm = session.work.rhythm();
    // A ledger that begins later has no part in a period before, be it the one that holds today.
    let cutoffs = rhythm.cutoffs(period).filter(|_| rhythm.schedule.from.is_none_or(|first| period >= first));
    let desks = rhythm.desks_until(period);
    PeriodTask { period, cutoffs, desks, by_hand: options.release == Some(period), past: period != today, run }
}

/// What of the calendar a person has to know today. `open`: earlier periods that are not released, and whether they are frozen.
fn calendar_lines(session: &Session, today: Period, open: &[(Period, bool)]) -> Vec<String> {
    let rhythm = session.work.rhythm();
    let still_open = |(period, frozen): &(Period, bool)| {
        let cutoffs = rhythm.cutoffs(*period)?;
        let (span, submit) = (format::span_long(&rhythm.span(*period)), format::moment(cutoffs.submit));
        Some(match (cutoffs.freeze_due(session.work.sure), frozen) {
            (true, true) => format!("{span} đã chốt số liệu, chưa chốt bản tổng hợp; chốt ngay: tonghop release --period {period}."),
            (true, false) => format!(
                "{span} không có lần quét nào trong kỳ và không có báo cáo dùng được, nên không tự chốt bản tổng hợp; nếu cần: \
                 tonghop release --period {period}."
            ),
            (false, _) => format!("{span} vẫn đang nhận báo cáo, đến trước {submit}."),
        })
    };
    let later = rhythm.schedule.from.filter(|first| *first > today).map(|first| {
        format!(
            "Kỳ này ở trước {}, kỳ đầu tiên tổng hợp ở đây (khóa from ở mục [schedule], hoặc quyết định khi khôi phục sổ): báo cáo được \
             lưu, không chốt.",
            format::period_long(first)
        )
    });
    // Hours that somebody changed are told as a notice.
    let moved = |period: Period| sentences::moved(rhythm, period).filter(|_| rhythm.change(period).is_none());
    let of = |period: Period| moved(period).into_iter().chain(sentences::unconfirmed(rhythm, period));
    let periods = open.iter().map(|(period, _)| *period).chain([today]);
    later.into_iter().chain(open.iter().filter_map(still_open)).chain(periods.flat_map(of)).collect()
}

fn compose_report(
    session: &Session,
    (period, cutoffs): (Period, Option<Cutoffs>),
    released: bool,
    current: Option<&PeriodState>,
    files: FileCounts,
    mut outputs: Vec<OutputLine>,
) -> RunReport {
    outputs.sort();
    RunReport {
        now: session.work.now,
        desk: session.work.workspace.config.desk.code.clone(),
        period: report::period_report(&session.work.rhythm().span(period), cutoffs),
        phase: cutoffs.map_or(Phase::Collecting, |c| c.phase(session.work.sure, released)),
        agencies: current.map(|s| s.consolidation.submissions.iter().map(|s| report::agency_line(s, period)).collect()).unwrap_or_default(),
        files,
        tasks: current.map(|s| s.consolidation.task_totals.overall.into()).unwrap_or_default(),
        targets: current.map(|s| s.consolidation.target_counts).unwrap_or_default(),
        criteria: current.map(|s| report::criteria_report(&s.consolidation)).unwrap_or_default(),
        trials: current.map(|s| report::trial_lines(&s.consolidation)).unwrap_or_default(),
        outputs,
    }
}
