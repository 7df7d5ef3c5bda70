//! The story of a run: receive, settle the past, then the current period — check, choose, merge, and write what the
//! clock asks for. Idempotent: a run late, twice or never changes no verdict; nothing changed is nothing written.

use crate::io::failure::Failure;
use crate::io::ledger::{Outcome, RecordedFinding, ReleaseRecord, ReleasedFile, Verdict};
use crate::merge::attribute;
use crate::model::agency::AgencyCode;
use crate::model::consolidation::Edition;
use crate::model::cutoff::{Cutoffs, Phase};
use crate::model::finding::Severity;
use crate::model::history::History;
use crate::model::inbox::Content;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::submission::{Freeze, Standing};
use crate::run::assemble::{Assembled, Facts, PeriodInput, assemble};
use crate::run::products::{self, Basis, ProductRun};
use crate::run::progress::Progress;
use crate::run::receive::{self, Reception};
use crate::run::report::{self, FileCounts, Output, RunReport};
use crate::run::session::{self, Session, Work};
use crate::text::format;
use std::collections::BTreeMap;

/// What a person asked of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunOptions {
    /// Exit 1 when the current period has this or worse.
    pub fail_on: Option<FailOn>,
    /// Release now, by hand.
    pub release_now: bool,
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
    /// The object of `--json`.
    pub report: RunReport,
    /// Failures that did not stop it, in the order they came: a broken register, a product that could not be written.
    pub failures: Vec<Failure>,
    /// Files the file system refused.
    pub unreadable: Vec<(String, String)>,
    /// Periods settled belatedly.
    pub settled: Vec<Period>,
    /// The current period's state; none in a week without report.
    pub current: Option<Assembled>,
    /// Today's register could not be used.
    pub notice: Option<String>,
}

/// Runs.
pub fn run(session: &mut Session, options: RunOptions, progress: &dyn Progress) -> Result<RunResult, Failure> {
    let now = session.work.now;
    let run = session.ledger.start_run(now, if options.release_now { "release" } else { "run" })?;
    if let Some(since) = session.killed_run() {
        progress.say(&format!("Lần chạy bắt đầu lúc {} đã bị ngắt; lần chạy này làm tiếp.", format::moment(since)));
    }
    session.work.archive.clean()?;
    seal_register(session)?;
    let reception = receive::receive(session, progress)?;
    let mut facts = receive::facts(session, Some(&reception))?;
    let mut written = Written::default();
    written.failures.extend(session.work.register.broken.as_ref().map(|(failure, _)| failure.clone()));

    let today = Period::containing(moment::day(now));
    let settled = unsettled(session, &facts, today);
    let mut outcomes: BTreeMap<i64, Decided> = BTreeMap::new();
    for period in &settled {
        if let Some(cutoffs) = cutoffs_of(session, *period) {
            // A cutoff that was moved beyond the week's end is still to come.
            let auto = cutoffs.auto_release_due(now, session.work.workspace.config.schedule.release_auto_minutes);
            let task = PeriodTask { period: *period, cutoffs, release: auto || cutoffs.release_late(now), run };
            let state = work_on(session, &mut facts, task, &mut written)?;
            outcomes.extend(decisions(&state, *period));
        }
    }
    let cutoffs = cutoffs_of(session, today);
    let mut current = None;
    if let Some(cutoffs) = cutoffs {
        let auto = cutoffs.auto_release_due(now, session.work.workspace.config.schedule.release_auto_minutes);
        let task = PeriodTask { period: today, cutoffs, release: auto || options.release_now, run };
        let state = work_on(session, &mut facts, task, &mut written)?;
        outcomes.extend(decisions(&state, today));
        current = Some(state);
    } else {
        // A week without report judges nothing; what comes is kept for its own week, and counted.
        for (seq, decided) in kept(&facts, &reception, today) {
            outcomes.entry(seq).or_insert(decided);
        }
    }
    record_verdicts(session, run, &outcomes)?;
    let files = count_files(&reception, &outcomes);
    let report = compose_report(session, today, cutoffs, &facts, current.as_ref(), files, written.outputs);
    let notice = session.work.register.notice();
    let mut result = RunResult { report, failures: written.failures, unreadable: reception.unreadable, settled, current, notice };
    result.report.exit_code = exit_code(&result, options, now);
    session.ledger.finish_run(run, result.report.exit_code)?;
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
    attribute::unsettled(with_content, today, &facts.released, |period| cutoffs_of(session, period).map(|c| c.release))
}

/// The cutoffs of a period by calendar and schedule.
pub fn cutoffs_of(session: &Session, period: Period) -> Option<Cutoffs> {
    session.work.register.register.calendar.cutoffs(&session.work.workspace.config.schedule, period)
}

/// A period to bring to where the clock says it should be.
#[derive(Debug, Clone, Copy)]
struct PeriodTask {
    period: Period,
    cutoffs: Cutoffs,
    /// It is to be released, if it is frozen.
    release: bool,
    /// The run's number in the ledger.
    run: i64,
}

/// What a run put on disk, and what it could not.
#[derive(Debug, Default)]
struct Written {
    outputs: Vec<Output>,
    failures: Vec<Failure>,
}

/// Brings one period to where the clock says it should be: frozen, released, written, answered.
fn work_on(session: &Session, facts: &mut Facts, task: PeriodTask, written: &mut Written) -> Result<Assembled, Failure> {
    let PeriodTask { period, cutoffs, release, run } = task;
    let now = session.work.now;
    let history = session.ledger.history_before(period)?;
    let freeze = session.ledger.freeze(period)?;
    if let Some(record) = session.ledger.release(period)? {
        return look_after(session, facts, task, &record, (&history, freeze.as_ref()), written);
    }
    let frozen = cutoffs.freeze_due(now);
    let basis = todays_basis(session);
    let mut state = assemble_with(session, facts, (period, cutoffs), &basis, &history, freeze.as_ref());
    if !(release && frozen) {
        // Only a release leaves rows to the next period; writing the products is when memory is short.
        state.accepted.clear();
    }
    let Written { outputs, failures } = written;
    if frozen {
        fix(session, facts, freeze.as_ref(), period, &state)?;
    }
    if let Some(freeze) = freeze.as_ref().filter(|_| frozen && !products::stand(session, period, cutoffs, Edition::Frozen)) {
        // The run that froze may have been killed before all of its workbooks stood: they show what was known then.
        let then = assemble_with(session, &facts.at_freeze(freeze), (period, cutoffs), &basis, &history, Some(&freeze.as_made()));
        ProductRun { session, basis: &basis, state: &then, cutoffs, period, run, outputs, failures }.repair(Edition::Frozen)?;
    }
    let mut product = ProductRun { session, basis: &basis, state: &state, cutoffs, period, run, outputs, failures };
    if frozen && freeze.is_none() {
        product.write(Edition::Frozen)?;
    }
    let mut released = false;
    if release && frozen {
        let edition = Edition::Release { version: 1, late: cutoffs.release_late(now) };
        let failed = product.failures.len();
        product.write(edition)?;
        // A release that could not be written has not left: the next run tries again.
        let whole = product.failures.len() == failed;
        if let Some(files) = product.released_files(edition)?.filter(|_| whole) {
            released = true;
            // A dry run has a ledger of its own, and the weeks after this one start from what it leaves.
            let record = release_record(session, facts, period, cutoffs.release_late(now), files)?;
            session.ledger.put_release(&record, &products::history_left(&state, &history))?;
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
    (history, freeze): (&History, Option<&Freeze>),
    written: &mut Written,
) -> Result<Assembled, Failure> {
    let PeriodTask { period, run, .. } = task;
    let Written { outputs, failures } = written;
    // Damaged records must not stop the receiving; but then nothing can be made again.
    let (basis, whole) = match sealed_basis(session, record) {
        Ok(basis) => (basis, true),
        Err(failure) => {
            failures.push(failure);
            (todays_basis(session), false)
        }
    };
    let cutoffs = basis.register.calendar.cutoffs(&basis.config.schedule, period).unwrap_or(task.cutoffs);
    let edition = Edition::Release { version: record.version, late: record.late };
    if whole && !products::stand(session, period, cutoffs, edition) {
        let sealed = assemble_with(session, &facts.until(record), (period, cutoffs), &basis, history, freeze);
        let mut product = ProductRun { session, basis: &basis, state: &sealed, cutoffs, period, run, outputs, failures };
        product.repair(edition)?;
    }
    let since = Facts { arriving: record.arriving.iter().cloned().collect(), ..facts.clone() };
    let state = assemble_with(session, &since, (period, cutoffs), &basis, history, freeze);
    ProductRun { session, basis: &basis, state: &state, cutoffs, period, run, outputs, failures }.feedback(true)?;
    Ok(state)
}

/// Today's registers and configuration.
pub fn todays_basis(session: &Session) -> Basis {
    let Work { register, workspace, .. } = &session.work;
    Basis { register: register.register.clone(), register_sha256: register.sha256.clone(), config: workspace.config.clone() }
}

/// The registers and the configuration that a release was made with.
fn sealed_basis(session: &Session, record: &ReleaseRecord) -> Result<Basis, Failure> {
    let Work { register: today, archive, workspace, .. } = &session.work;
    let register = if record.register_sha256 == today.sha256 {
        today.register.clone()
    } else {
        session::understand_bytes(&archive.read(&record.register_sha256)?, &workspace.register_file())?
    };
    let config = session::sealed_config(workspace, archive, record)?;
    Ok(Basis { register, register_sha256: record.register_sha256.clone(), config })
}

/// Assembles a period with what is fixed for it.
pub fn assemble_with(
    session: &Session,
    facts: &Facts,
    (period, cutoffs): (Period, Cutoffs),
    basis: &Basis,
    history: &History,
    freeze: Option<&Freeze>,
) -> Assembled {
    let input = PeriodInput {
        period,
        cutoffs,
        register: &basis.register,
        config: &basis.config,
        history,
        freeze,
        frozen: cutoffs.freeze_due(session.work.now),
        form_version: &session.work.form.version,
    };
    assemble(facts, &input)
}

/// The on-time set: what was fixed stays, and grows by evidence.
fn fix(session: &Session, facts: &Facts, earlier: Option<&Freeze>, period: Period, state: &Assembled) -> Result<(), Failure> {
    let on_time: BTreeMap<AgencyCode, i64> = state
        .consolidation
        .submissions
        .iter()
        .filter_map(|s| s.counted_version().filter(|v| v.timing.on_time).map(|v| (s.agency.clone(), v.receipt.seq)))
        .collect();
    match earlier {
        None => {
            let arriving = facts.arriving.iter().cloned().collect();
            session.ledger.put_freeze(&Freeze { period, at: session.work.now, last_receipt: facts.last_receipt(), arriving, on_time })
        }
        Some(freeze) if on_time.iter().all(|(agency, receipt)| freeze.on_time.get(agency) == Some(receipt)) => Ok(()),
        Some(_) => session.ledger.extend_freeze(period, &on_time),
    }
}

/// A release and everything needed to build it again from the archive.
fn release_record(
    session: &Session,
    facts: &Facts,
    period: Period,
    late: bool,
    files: Vec<ReleasedFile>,
) -> Result<ReleaseRecord, Failure> {
    let config = crate::io::files::read(&session.work.workspace.config_file())?;
    Ok(ReleaseRecord {
        period,
        version: 1,
        at: session.work.now,
        late,
        register_sha256: session.work.register.sha256.clone(),
        config_sha256: session.work.archive.put(&config)?,
        receipt_book_sha256: None,
        last_receipt: facts.last_receipt(),
        receipts_head: None,
        last_scan: session.ledger.last_scan()?.map(|(id, _)| id),
        arriving: facts.arriving.iter().cloned().collect(),
        files,
    })
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
        let findings =
            judged.findings.iter().map(|f| RecordedFinding { code: f.code.to_owned(), place: f.place.clone(), message: f.message.clone() });
        (*seq, Decided { outcome: judged.outcome, period, agency: judged.agency.clone(), findings: findings.collect() })
    })
}

/// What new files are in a week without report.
fn kept(facts: &Facts, reception: &Reception, today: Period) -> Vec<(i64, Decided)> {
    let new = facts.receipts.iter().filter(|r| reception.new.contains(&r.seq));
    new.filter_map(|receipt| {
        let content = facts.contents.get(&receipt.sha256)?;
        let outcome = match (content.as_ref(), attribute::claimed_period(content)) {
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
        period: report::period_report(period, cutoffs),
        phase: cutoffs.map_or(Phase::Collecting, |c| c.phase(session.work.now, released)),
        agencies: current.map(|s| s.consolidation.submissions.iter().map(report::agency_line).collect()).unwrap_or_default(),
        files,
        tasks: current.map(|s| s.consolidation.task_totals.overall.into()).unwrap_or_default(),
        targets: current.map(|s| s.consolidation.target_counts).unwrap_or_default(),
        criteria: current.map(|s| report::criteria_report(&s.consolidation)).unwrap_or_default(),
        outputs,
        exit_code: 0,
    }
}

/// The first that applies of 70, 13, 10, 11, 12, 2, 3, 1, 0 (DESIGN section 5).
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
        && consolidation.submissions.iter().any(|s| matches!(s.standing, Standing::Missing | Standing::Returned | Standing::Arriving));
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
