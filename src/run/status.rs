//! Who is on time, late, returned, missing; now, the next cutoff, and what to type next. Reads the ledger alone:
//! nothing is scanned, nothing is written.

use crate::forms::Form;
use crate::io::failure::Failure;
use crate::io::ledger::Ledger;
use crate::io::workspace::Workspace;
use crate::model::agency::AgencyCode;
use crate::model::config::Config;
use crate::model::consolidation::Consolidation;
use crate::model::cutoff::{Cutoffs, Phase};
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::submission::Standing;
use crate::run::assemble::{Facts, PeriodInput, assemble};
use crate::run::receive;
use crate::run::report::{self, AgencyLine, PeriodReport};
use crate::run::session;
use serde::Serialize;

/// The state of a period.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// `tonghop.status/1`.
    pub schema: &'static str,
    /// Now.
    pub now: Moment,
    /// The desk.
    pub desk: AgencyCode,
    /// The period.
    pub period: PeriodReport,
    /// Where it stands.
    pub phase: Phase,
    /// When it was released, if it was, and whether late.
    pub released_at: Option<Moment>,
    /// The release was made at or after its cutoff.
    pub released_late: bool,
    /// Minutes left until the next cutoff of the period; none after the last one.
    pub minutes_left: Option<i64>,
    /// The last run that ended well.
    pub last_run: Option<Moment>,
    /// What to type next.
    pub next: &'static str,
    /// Every agency.
    pub agencies: Vec<AgencyLine>,
    /// Today's register could not be used: why, and which one was.
    #[serde(skip)]
    pub broken_register: Option<(Failure, String)>,
    /// Short names, for printing.
    #[serde(skip)]
    pub names: Vec<(AgencyCode, String)>,
}

/// The status of a period; the current one where none is named.
pub fn status(workspace: &Workspace, now: Moment, period: Option<Period>) -> Result<Status, Failure> {
    let today = session::read_register(workspace)?;
    let period = period.unwrap_or_else(|| Period::containing(moment::day(now)));
    let ledger = Ledger::open_read_only(&workspace.records())?;
    let form = session::form(Some(workspace), now)?;
    let release = ledger.as_ref().map(|l| l.release(period)).transpose()?.flatten();
    let last_run = ledger.as_ref().map(Ledger::last_good_run).transpose()?.flatten().map(|run| run.at);
    // A release is told as it was sealed; where the records are damaged, as it looks today.
    let sealed = release.as_ref().and_then(|record| session::sealed(workspace, record).ok());
    let (register, config) = sealed.unwrap_or_else(|| (today.register.clone(), workspace.config.clone()));
    let cutoffs = register.calendar.cutoffs(&config.schedule, period);
    let consolidation = match (&ledger, cutoffs) {
        (Some(ledger), Some(cutoffs)) => {
            let mut facts = receive::facts_read_only(ledger, &form, now, period)?;
            facts.arriving = release.iter().flat_map(|record| record.arriving.clone()).collect();
            Some(assembled(ledger, &config, &form, &register, (period, cutoffs), &facts, now)?)
        }
        _ => None,
    };
    let phase = cutoffs.map_or(Phase::Collecting, |c| c.phase(now, release.is_some()));
    Ok(Status {
        schema: "tonghop.status/1",
        now,
        desk: config.desk.code.clone(),
        period: report::period_report(period, cutoffs),
        phase,
        released_at: release.as_ref().map(|r| r.at),
        released_late: release.as_ref().is_some_and(|r| r.late),
        minutes_left: cutoffs.and_then(|c| minutes_left(c, now)),
        last_run,
        next: next(phase, cutoffs, consolidation.as_ref(), period, now),
        broken_register: today.broken.as_ref().map(|(failure, _)| failure.clone()).zip(today.notice()),
        agencies: consolidation.as_ref().map(|c| c.submissions.iter().map(report::agency_line).collect()).unwrap_or_default(),
        names: consolidation.map(|c| c.agencies.into_iter().map(|a| (a.code, a.short)).collect()).unwrap_or_default(),
    })
}

fn assembled(
    ledger: &Ledger,
    config: &Config,
    form: &Form,
    register: &crate::model::register::Register,
    (period, cutoffs): (Period, Cutoffs),
    facts: &Facts,
    now: Moment,
) -> Result<Consolidation, Failure> {
    let history = ledger.history_before(period)?;
    let freeze = ledger.freeze(period)?;
    let input = PeriodInput {
        period,
        cutoffs,
        register,
        config,
        history: &history,
        freeze: freeze.as_ref(),
        frozen: cutoffs.freeze_due(now),
        form_version: &form.version,
    };
    Ok(assemble(facts, &input).consolidation)
}

fn minutes_left(cutoffs: Cutoffs, now: Moment) -> Option<i64> {
    let next = if now < cutoffs.submit { cutoffs.submit } else { cutoffs.release };
    (now < next).then(|| (next - now).num_minutes())
}

fn next(phase: Phase, cutoffs: Option<Cutoffs>, consolidation: Option<&Consolidation>, period: Period, now: Moment) -> &'static str {
    let past = period < Period::containing(moment::day(now));
    let anything = consolidation.is_some_and(|c| c.submissions.iter().any(|s| !s.versions.is_empty()));
    let late = consolidation.is_some_and(|c| c.submissions.iter().any(|s| s.standing == Standing::Late));
    match phase {
        _ if cutoffs.is_none() => "Kỳ này không báo cáo (nghỉ lễ).",
        // `release` is about the current week; an earlier one is settled by `run`, if anything came for it.
        Phase::Collecting | Phase::Consolidating if past && anything => "tonghop run (chốt và phát hành bù kỳ này)",
        Phase::Collecting | Phase::Consolidating if past => "Không có: kỳ này không nhận báo cáo nào.",
        _ if consolidation.is_none() => "tonghop forms, rồi tonghop run",
        Phase::Collecting => "tonghop run",
        Phase::Consolidating if late => "tonghop admit MÃ --reason \"…\" --by \"…\" (nếu được phép), rồi tonghop run",
        Phase::Consolidating if cutoffs.is_some_and(|c| c.release_late(now)) => "tonghop release",
        Phase::Consolidating => "tonghop run, hoặc tonghop release để phát hành ngay",
        Phase::Released => "tonghop forms (biểu mẫu kỳ sau)",
    }
}
