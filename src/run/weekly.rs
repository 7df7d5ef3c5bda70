//! The story of a run: receive, settle the past, then the current period — check, choose, merge, and write what the
//! clock asks for. Idempotent: a run late, twice or never changes no verdict; nothing changed is nothing written.

use crate::io::failure::Failure;
use crate::io::ledger::{RecordedFinding, ReleaseRecord, ReleasedFile, Reopening, Verdict};
use crate::judge::attribute;
use crate::judge::clock_doubt;
use crate::judge::facts::{Cut, Facts};
use crate::judge::input::PeriodInput;
use crate::merge::assemble::Assembled;
use crate::merge::leave;
use crate::model::agency::AgencyCode;
use crate::model::consolidation::Edition;
use crate::model::cutoff::{Cutoffs, Phase};
use crate::model::finding::Severity;
use crate::model::inbox::Content;
use crate::model::moment::Moment;
use crate::model::outcome::Outcome;
use crate::model::period::Period;
use crate::model::submission::{Freeze, Standing};
use crate::run::judges::{self, Judges, Left};
use crate::run::products::{self, Basis, ProductRun};
use crate::run::progress::Progress;
use crate::run::receipt_book;
use crate::run::receive::{self, Reception};
use crate::run::reopen;
use crate::run::report::{self, FileCounts, Output, RunReport};
use crate::run::sealed;
use crate::run::secrets;
use crate::run::session::{Session, Work};
use crate::text::{calendar as sentences, format};
use std::collections::BTreeMap;

/// What a person asked of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunOptions {
    /// Exit 1 when the current period has this or worse.
    pub fail_on: Option<FailOn>,
    /// Release this period now, by hand.
    pub release: Option<Period>,
}

/// `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailOn {
    /// An agency is missing, returned or arriving after the cutoff.
    Missing,
    /// An agency is late.
    Late,
    /// A Reject or Error.
    Error,
    /// A Warning.
    Warning,
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
    /// Periods of which a further version left, as people call them, with its number.
    pub reissued: Vec<(String, u32)>,
    /// Periods that are reopened and not released again, as people call them.
    pub reopened: Vec<(String, Reopening)>,
    /// What of the calendar to say: an earlier period still open, a cutoff that moved, days nobody has confirmed.
    pub calendar: Vec<String>,
    /// The current period's state; none in a week without report.
    pub current: Option<Assembled>,
    /// What the secretariat has to know beside the failures, in Vietnamese: which earlier register was used, which row
    /// of the receipt book speaks of no file, which names in the inbox cannot be told apart, that a clock is wrong.
    pub notices: Vec<String>,
}

/// Runs. The ledger is told how it ended, also where it failed: without an exit code stands only a run that was killed.
pub fn run(session: &mut Session, options: RunOptions, progress: &dyn Progress) -> Result<RunResult, Failure> {
    let run = session.ledger.start_run(session.work.now, if options.release.is_some() { "release" } else { "run" })?;
    let result = go(session, run, options, progress);
    match &result {
        Ok(result) => session.ledger.finish_run(run, result.report.exit_code)?,
        // The first failure is the one to report.
        Err(failure) => drop(session.ledger.finish_run(run, failure.exit_code())),
    }
    result
}

fn go(session: &mut Session, run: i64, options: RunOptions, progress: &dyn Progress) -> Result<RunResult, Failure> {
    let now = session.work.now;
    if let Some(since) = session.killed_run() {
        progress.say(&format!("Lần chạy bắt đầu lúc {} đã bị ngắt; lần chạy này làm tiếp.", format::moment(since)));
    }
    session.work.archive.clean()?;
    secrets::remove_noted(&session.ledger, &session.work.archive)?;
    seal_register(session)?;
    let reception = receive::receive(session, progress)?;
    let book = receipt_book::take(session)?;
    if options.release.is_none() {
        // A person who releases by hand has looked at the clock.
        session.work.earlier_clock = clock_doubt::earlier(now, reception.skew_seconds);
    }
    let mut facts = receive::facts(session, Some(&reception))?;
    facts.book_sha256.clone_from(&book.sha256);
    let mut written = Written::default();
    written.failures.extend(session.work.register.broken.as_ref().map(|(failure, _)| failure.clone()));
    written.failures.extend(book.failure);

    let today = session.work.current_period();
    let mut earlier = unsettled(session, &facts, today);
    if let Some(asked) = options.release.filter(|asked| *asked < today && !earlier.contains(asked)) {
        earlier.push(asked);
        earlier.sort_unstable();
    }
    let (mut settled, mut open) = (Vec::new(), Vec::new());
    let mut outcomes: BTreeMap<i64, Decided> = BTreeMap::new();
    let reopened: Vec<Period> = session.ledger.open_reopenings()?.into_iter().map(|r| r.period).filter(|p| *p != today).collect();
    earlier.extend(reopened);
    earlier.sort_unstable();
    earlier.dedup();
    for period in &earlier {
        let by_hand = options.release == Some(*period);
        if let Some(last) = reopen::version_under_way(session, *period)? {
            match reopen::work_on(session, &mut facts, &last, (by_hand, run), &mut written) {
                Ok(state) => take_decisions(&mut outcomes, decisions(&state, *period)),
                // Damaged records of a past week must not stop this one.
                Err(failure) => written.failures.push(failure),
            }
        } else if let Some(cutoffs) = cutoffs_of(session, *period) {
            // A cutoff that was moved beyond the week's end is still to come.
            let auto = cutoffs.auto_release_due(now, session.work.workspace.config.schedule.release_auto_minutes);
            let release = auto || cutoffs.release_late(now) || by_hand;
            let task = PeriodTask { period: *period, cutoffs, release, by_hand, run };
            let state = work_on(session, &mut facts, task, &mut written)?;
            take_decisions(&mut outcomes, decisions(&state, *period));
            if facts.released.contains_key(period) {
                settled.push(session.work.period_name(*period));
            } else {
                open.push(*period);
            }
        }
    }
    let cutoffs = cutoffs_of(session, today);
    let mut current = None;
    if let Some(cutoffs) = cutoffs {
        let auto = cutoffs.auto_release_due(now, session.work.workspace.config.schedule.release_auto_minutes);
        let by_hand = options.release == Some(today);
        let task = PeriodTask { period: today, cutoffs, release: auto || by_hand, by_hand, run };
        let state = work_on(session, &mut facts, task, &mut written)?;
        take_decisions(&mut outcomes, decisions(&state, today));
        current = Some(state);
    } else {
        // A week without report judges nothing; what comes is kept for its own week, and counted.
        for (seq, decided) in kept(session, &facts, &reception, today) {
            outcomes.entry(seq).or_insert(decided);
        }
    }
    record_verdicts(session, run, &outcomes)?;
    let files = count_files(&reception, &outcomes);
    let report = compose_report(session, today, cutoffs, &facts, current.as_ref(), files, written.outputs);
    let mut notices: Vec<String> = session.work.register.notice().into_iter().chain(book.notices).chain(reception.messages).collect();
    notices.extend(current.iter().flat_map(|state| receipt_book::open_questions(&state.consolidation.submissions)));
    let calendar = calendar_lines(session, today, &open);
    let mut result = RunResult {
        run,
        report,
        failures: written.failures,
        unreadable: reception.unreadable,
        settled,
        reissued: written.reissued,
        reopened: session.ledger.open_reopenings()?.into_iter().map(|r| (session.work.period_name(r.period), r)).collect(),
        calendar,
        current,
        notices,
    };
    result.report.exit_code = exit_code(&result, options, now);
    Ok(result)
}

/// The register used is kept by its hash, so that a release can be rebuilt from it.
fn seal_register(session: &mut Session) -> Result<(), Failure> {
    if session.work.register.broken.is_none() {
        let sha256 = session.work.archive.put(&session.work.register.bytes)?;
        session.ledger.seal_register(&sha256, session.work.now, "")?;
    }
    Ok(())
}

/// Periods before this one that were collected and never released.
fn unsettled(session: &Session, facts: &Facts, today: Period) -> Vec<Period> {
    let with_content = facts.receipts.iter().filter_map(|r| facts.contents.get(&r.sha256).map(|c| (r, c.as_ref())));
    attribute::unsettled(with_content, today, &facts.released, session.work.rhythm())
}

/// The cutoffs of a period by calendar and schedule.
pub fn cutoffs_of(session: &Session, period: Period) -> Option<Cutoffs> {
    session.work.rhythm().cutoffs(period)
}

/// A period to bring to where the clock says it should be.
#[derive(Debug, Clone, Copy)]
struct PeriodTask {
    period: Period,
    cutoffs: Cutoffs,
    /// It is to be released, if it is frozen.
    release: bool,
    /// Because a person said so: nothing else releases a period once more.
    by_hand: bool,
    /// The run's number in the ledger.
    run: i64,
}

/// What a run put on disk, and what it could not.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) outputs: Vec<Output>,
    pub(super) failures: Vec<Failure>,
    /// Further versions that left.
    pub(super) reissued: Vec<(String, u32)>,
}

/// Brings one period to where the clock says it should be: frozen, released, written, answered.
fn work_on(session: &Session, facts: &mut Facts, task: PeriodTask, written: &mut Written) -> Result<Assembled, Failure> {
    let PeriodTask { period, cutoffs, release, by_hand, run } = task;
    let now = session.work.now;
    if let Some(last) = reopen::version_under_way(session, period)? {
        match reopen::work_on(session, facts, &last, (by_hand, run), written) {
            Ok(state) => return Ok(state),
            Err(failure) => written.failures.push(failure),
        }
    }
    if let Some(record) = session.ledger.release(period)? {
        return look_after(session, facts, task, &record, written);
    }
    let left = judges::left(&session.ledger, period, None)?;
    let freeze = session.ledger.freeze(period)?;
    let frozen = session.work.freeze_due(&cutoffs, freeze.as_ref());
    let basis = todays_basis(session);
    let mut state = assemble_with(session, facts, (period, cutoffs), &basis, &left, freeze.as_ref())?;
    if !(release && frozen) {
        // Only a release leaves rows to the next period; writing the products is when memory is short.
        state.accepted.clear();
    }
    let Written { outputs, failures, .. } = written;
    let replacement = None;
    if frozen {
        fix(session, facts, freeze.as_ref(), period, &state)?;
    }
    if let Some(freeze) = freeze.as_ref().filter(|_| frozen) {
        repair_frozen(session, facts, task, freeze, &left, outputs, failures)?;
    }
    let mut product = ProductRun { session, basis: &basis, state: &state, cutoffs, period, run, replacement, outputs, failures };
    if frozen && freeze.is_none() {
        product.write(Edition::Frozen)?;
    }
    let mut released = false;
    if release && frozen {
        let edition = Edition::Release { version: 1, late: cutoffs.release_late(now) };
        let failed = product.failures.len();
        let beside = product.write(edition)?;
        // A release that could not be written has not left: the next run tries again. One that stands beside a file
        // somebody has open has left.
        let whole = product.failures.iter().skip(failed).all(|failure| matches!(failure, Failure::ProductOpen { .. }));
        if let Some(files) = product.released_files(edition, &beside)?.filter(|_| whole) {
            released = true;
            // A dry run has a ledger of its own, and the weeks after this one start from what it leaves.
            let record = release_record(session, facts, period, cutoffs.release_late(now), files)?;
            session.ledger.put_release(&record, &products::history_left(&state, &left.0), &leave::tallies(&state.consolidation))?;
            facts.released.insert(period, now);
        }
    } else {
        product.write(Edition::Draft)?;
    }
    product.feedback(released)?;
    Ok(state)
}

/// A released period: nothing changes it. What of it is lost is made again from what was sealed with it, and what came
/// afterwards is answered.
fn look_after(
    session: &Session,
    facts: &Facts,
    task: PeriodTask,
    record: &ReleaseRecord,
    written: &mut Written,
) -> Result<Assembled, Failure> {
    let PeriodTask { period, run, .. } = task;
    let Written { outputs, failures, .. } = written;
    let replacement = None;
    let (records, judges) = (sealed::records(session), Judges::of(session));
    let since = facts.as_of(Cut::Since(&records.cut(record)?));
    let sealed = match records.open(record) {
        Ok(sealed) => sealed,
        // Damaged records must not stop the receiving; but then nothing can be made again.
        Err(failure) => {
            failures.push(failure);
            let basis = todays_basis(session);
            let (left, freeze) = (judges::left(&session.ledger, period, None)?, session.ledger.freeze(period)?);
            let state = assemble_with(session, &since, (period, task.cutoffs), &basis, &left, freeze.as_ref())?;
            let cutoffs = task.cutoffs;
            ProductRun { session, basis: &basis, state: &state, cutoffs, period, run, replacement, outputs, failures }.feedback(true)?;
            return Ok(state);
        }
    };
    // The versions it replaced as well.
    for version in &session.ledger.versions_of(period)? {
        let sealed = records.open(version)?;
        let cutoffs = sealed.cutoffs;
        if !products::stand(session, period, cutoffs, sealed.edition())? {
            let state = sealed.assemble(&judges, &sealed.facts(&judges)?)?;
            let replacement = records.replacement(&sealed, &state, &judges)?;
            let (basis, state, replacement) = (&sealed.basis, &state, replacement.as_ref());
            ProductRun { session, basis, state, cutoffs, period, run, replacement, outputs, failures }.repair(sealed.edition())?;
        }
    }
    if let Some(freeze) = session.ledger.freeze(period)? {
        repair_frozen(session, facts, task, &freeze, &sealed.left, outputs, failures)?;
    }
    let state = sealed.assemble(&judges, &since)?;
    let (basis, cutoffs) = (&sealed.basis, sealed.cutoffs);
    ProductRun { session, basis, state: &state, cutoffs, period, run, replacement, outputs, failures }.feedback(true)?;
    Ok(state)
}

/// The run that froze may have been killed, or have found the disk full, before all of its workbooks stood: they are
/// made again from what was known then, also when the release has left meanwhile.
fn repair_frozen(
    session: &Session,
    facts: &Facts,
    task: PeriodTask,
    freeze: &Freeze,
    left: &Left,
    outputs: &mut Vec<Output>,
    failures: &mut Vec<Failure>,
) -> Result<(), Failure> {
    let PeriodTask { period, cutoffs, run, .. } = task;
    if products::stand(session, period, cutoffs, Edition::Frozen)? {
        return Ok(());
    }
    let basis = match sealed::basis_of_freeze(&session.work.workspace, &session.work.archive, freeze) {
        Ok(basis) => basis.unwrap_or_else(|| todays_basis(session)),
        // Damaged records must not stop the receiving; but then nothing can be made again.
        Err(failure) => {
            failures.push(failure);
            return Ok(());
        }
    };
    let as_made = freeze.as_made();
    let then = facts.as_of(Cut::Freeze(freeze));
    let then = assemble_with(session, &then, (period, cutoffs), &basis, left, Some(&as_made))?;
    ProductRun { session, basis: &basis, state: &then, cutoffs, period, run, replacement: None, outputs, failures }.repair(Edition::Frozen)
}

/// Today's registers and configuration.
pub fn todays_basis(session: &Session) -> Basis {
    let Work { register, workspace, .. } = &session.work;
    Basis { register: register.register.clone(), register_sha256: register.sha256.clone(), config: workspace.config.clone() }
}

/// Assembles a period with what is fixed for it.
pub fn assemble_with(
    session: &Session,
    facts: &Facts,
    (period, cutoffs): (Period, Cutoffs),
    basis: &Basis,
    left: &Left,
    freeze: Option<&Freeze>,
) -> Result<Assembled, Failure> {
    let input = PeriodInput {
        period,
        cutoffs,
        register: &basis.register,
        register_sha256: &basis.register_sha256,
        config: &basis.config,
        history: &left.0,
        history_of: left.1,
        freeze,
        // While the clocks disagree nothing is said to be due that is not to be frozen.
        now: if session.work.freeze_due(&cutoffs, freeze) { session.work.now } else { session.work.earlier_clock },
        form: &session.work.form,
    };
    Judges::of(session).assemble(facts, &input)
}

/// The on-time set: what was fixed stays, and grows by evidence.
fn fix(session: &Session, facts: &Facts, earlier: Option<&Freeze>, period: Period, state: &Assembled) -> Result<(), Failure> {
    let on_time: BTreeMap<AgencyCode, i64> = state
        .consolidation
        .submissions
        .iter()
        .filter_map(|s| s.punctual.and_then(|index| s.versions.get(index)).map(|v| (s.agency.clone(), v.receipt.seq)))
        .collect();
    match earlier {
        None => session.ledger.put_freeze(&Freeze {
            period,
            at: session.work.now,
            last_receipt: facts.last_receipt(),
            last_clerk_row: facts.last_clerk_row(),
            arriving: facts.arriving.iter().cloned().collect(),
            register_sha256: Some(session.work.register.sha256.clone()),
            config_sha256: Some(seal_config(session)?),
            first: None,
            on_time,
        }),
        Some(freeze) if on_time.iter().all(|(agency, receipt)| freeze.on_time.get(agency) == Some(receipt)) => Ok(()),
        Some(_) => session.ledger.extend_freeze(period, &on_time),
    }
}

/// The configuration used is kept like the register.
fn seal_config(session: &Session) -> Result<String, Failure> {
    session.work.archive.put(&session.work.workspace.config_bytes)
}

/// A release and everything needed to build it again from the archive.
fn release_record(
    session: &Session,
    facts: &Facts,
    period: Period,
    late: bool,
    files: Vec<ReleasedFile>,
) -> Result<ReleaseRecord, Failure> {
    Ok(ReleaseRecord {
        period,
        version: 1,
        at: session.work.now,
        late,
        register_sha256: session.work.register.sha256.clone(),
        config_sha256: seal_config(session)?,
        receipt_book_sha256: facts.book_sha256.clone(),
        last_receipt: facts.last_receipt(),
        receipts_head: None,
        last_clerk_row: facts.last_clerk_row(),
        clerk_rows_head: None,
        last_scan: session.ledger.last_scan()?.map(|(id, _)| id),
        arriving: facts.arriving.iter().cloned().collect(),
        last_exception: Some(session.ledger.last_exception()?),
        freeze: session.ledger.freeze(period)?,
        files,
    })
}

/// What of the calendar a person has to know today.
fn calendar_lines(session: &Session, today: Period, open: &[Period]) -> Vec<String> {
    let rhythm = session.work.rhythm();
    let still_open = |period: &Period| {
        let cutoffs = rhythm.cutoffs(*period)?;
        let (span, submit) = (format::span_long(&rhythm.span(*period)), format::moment(cutoffs.submit));
        Some(if cutoffs.freeze_due(session.work.now) {
            format!("{span} đã chốt, chưa phát hành; phát hành ngay: tonghop release --period {period}.")
        } else {
            format!("{span} vẫn đang nhận báo cáo, đến trước {submit}.")
        })
    };
    let of = |period: Period| sentences::moved(rhythm, period).into_iter().chain(sentences::unconfirmed(rhythm, period));
    open.iter().filter_map(still_open).chain(open.iter().copied().chain([today]).flat_map(of)).collect()
}

/// What this run decided about each receipt that nobody has decided about yet.
fn record_verdicts(session: &Session, run: i64, outcomes: &BTreeMap<i64, Decided>) -> Result<(), Failure> {
    let verdict = |seq: &i64| {
        let decided = outcomes.get(seq);
        Verdict {
            receipt: *seq,
            run,
            outcome: decided.map_or(Outcome::Returned, |d| d.outcome),
            period: decided.map(|d| d.period),
            agency: decided.and_then(|d| d.agency.clone()),
            findings: decided.map(|d| d.findings.clone()).unwrap_or_default(),
        }
    };
    session.ledger.put_verdicts(&session.ledger.undecided()?.iter().map(verdict).collect::<Vec<_>>())
}

/// What a period made of a receipt.
#[derive(Debug, Clone)]
struct Decided {
    outcome: Outcome,
    period: Period,
    agency: Option<AgencyCode>,
    findings: Vec<RecordedFinding>,
}

fn decisions(state: &Assembled, period: Period) -> impl Iterator<Item = (i64, Decided)> + '_ {
    state.outcomes.iter().map(move |(seq, judged)| {
        let findings = judged.findings.iter().map(|f| RecordedFinding {
            code: f.code.to_string(),
            place: f.place.clone(),
            message: f.message.clone(),
        });
        (*seq, Decided { outcome: judged.outcome, period, agency: judged.agency.clone(), findings: findings.collect() })
    })
}

/// Takes what a period made of receipts. To this week a file for a released one is only that; where that week is
/// reopened, what it makes of the file counts.
fn take_decisions(outcomes: &mut BTreeMap<i64, Decided>, of_period: impl Iterator<Item = (i64, Decided)>) {
    for (seq, decided) in of_period {
        if decided.outcome != Outcome::AfterRelease || !outcomes.contains_key(&seq) {
            outcomes.insert(seq, decided);
        }
    }
}

/// What new files are in a week without report.
fn kept(session: &Session, facts: &Facts, reception: &Reception, today: Period) -> Vec<(i64, Decided)> {
    let new = facts.receipts.iter().filter(|r| reception.new.contains(&r.seq));
    new.filter_map(|receipt| {
        let content = facts.contents.get(&receipt.sha256)?;
        let outcome = match (content.as_ref(), attribute::claimed_period(content, session.work.rhythm())) {
            (Content::Document { .. }, _) => Outcome::Document,
            (_, Some(claimed)) if claimed > today => Outcome::Waiting,
            (_, Some(claimed)) if facts.released.contains_key(&claimed) => Outcome::AfterRelease,
            _ => return None,
        };
        Some((receipt.seq, Decided { outcome, period: today, agency: None, findings: Vec::new() }))
    })
    .collect()
}

/// Each file in exactly one key.
fn count_files(reception: &Reception, outcomes: &BTreeMap<i64, Decided>) -> FileCounts {
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut counts = FileCounts {
        seen: size(reception.seen),
        known: size(reception.known),
        arriving: size(reception.arriving.len()),
        skipped: size(reception.skipped.len()),
        unreadable: size(reception.unreadable.len()),
        ..FileCounts::default()
    };
    for seq in &reception.new {
        match outcomes.get(seq).map(|d| d.outcome) {
            Some(Outcome::Received) => counts.received += 1,
            Some(Outcome::Waiting) => counts.waiting += 1,
            Some(Outcome::AfterRelease) => counts.after_release += 1,
            Some(Outcome::Document) => counts.document += 1,
            Some(Outcome::Returned) | None => counts.returned += 1,
        }
    }
    counts
}

fn compose_report(
    session: &Session,
    period: Period,
    cutoffs: Option<Cutoffs>,
    facts: &Facts,
    current: Option<&Assembled>,
    files: FileCounts,
    mut outputs: Vec<Output>,
) -> RunReport {
    outputs.sort();
    let released = facts.released.contains_key(&period);
    RunReport {
        schema: "tonghop.run/1",
        now: session.work.now,
        desk: session.work.workspace.config.desk.code.clone(),
        period: report::period_report(&session.work.rhythm().span(period), cutoffs),
        phase: cutoffs.map_or(Phase::Collecting, |c| c.phase(session.work.now, released)),
        agencies: current.map(|s| s.consolidation.submissions.iter().map(|s| report::agency_line(s, period)).collect()).unwrap_or_default(),
        files,
        tasks: current.map(|s| s.consolidation.task_totals.overall.into()).unwrap_or_default(),
        targets: current.map(|s| s.consolidation.target_counts).unwrap_or_default(),
        criteria: current.map(|s| report::criteria_report(&s.consolidation)).unwrap_or_default(),
        outputs,
        exit_code: 0,
    }
}

/// The first that applies of 70, 13, 10, 11, 12, 2, 3, 1, 0 (`src/docs/json.md`).
fn exit_code(result: &RunResult, options: RunOptions, now: Moment) -> u8 {
    const ORDER: [u8; 8] = [70, 13, 10, 11, 12, 2, 3, 1];
    let mut codes: Vec<u8> = result.failures.iter().map(Failure::exit_code).collect();
    if !result.report.files.adds_up() {
        codes.push(70);
    }
    if !result.unreadable.is_empty() {
        codes.push(3);
    }
    if let (Some(fail_on), Some(current)) = (options.fail_on, &result.current)
        && found(current, fail_on, now)
    {
        codes.push(1);
    }
    ORDER.into_iter().find(|code| codes.contains(code)).unwrap_or(0)
}

/// Does the period have what `--fail-on` names, or worse?
fn found(state: &Assembled, fail_on: FailOn, now: Moment) -> bool {
    let consolidation = &state.consolidation;
    let missing = consolidation.cutoffs.freeze_due(now)
        && consolidation
            .submissions
            .iter()
            .any(|s| matches!(s.standing, Standing::Missing | Standing::Returned | Standing::Arriving) && !s.awaits_own_cutoff());
    let late = consolidation.submissions.iter().any(|s| matches!(s.standing, Standing::Late));
    let findings = || consolidation.findings.iter().chain(consolidation.submissions.iter().flat_map(|s| &s.findings));
    let worst = findings().map(|f| f.severity).max();
    match fail_on {
        FailOn::Missing => missing,
        FailOn::Late => missing || late,
        FailOn::Error => missing || late || worst >= Some(Severity::Error),
        FailOn::Warning => missing || late || worst >= Some(Severity::Warning),
    }
}
