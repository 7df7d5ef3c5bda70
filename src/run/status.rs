//! Who is on time, late, returned, missing; now, the next cutoff, and what to type next. Reads the ledger, and originals
//! that nobody remembers: nothing is scanned, nothing is written.

use crate::forms::Form;
use crate::io::failure::Failure;
use crate::io::ledger::{Dispatch, Ledger, ReleaseRecord, RunRecord};
use crate::io::workspace::Workspace;
use crate::judge::facts::{Cut, Facts};
use crate::judge::input::PeriodInput;
use crate::model::agency::AgencyCode;
use crate::model::consolidation::Consolidation;
use crate::model::cutoff::{Cutoffs, Phase};
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::rhythm::Rhythm;
use crate::model::submission::{Standing, Submission};
use crate::model::to_do::Step;
use crate::model::withdrawal::Withdrawal;
use crate::run::clock_void;
use crate::run::judges::{self, Judges};
use crate::run::products::Regime;
use crate::run::receive::{self, secrets};
use crate::run::record::sealed::{Records, SealedEdition, Today};
use crate::run::report::{self, AgencyLine, PeriodReport};
use crate::run::session::form::FormInUse;
use crate::run::session::frozen_words::FrozenWords;
use crate::run::session::trouble::{self, Trouble};
use crate::run::session::{self, RegisterInUse, Start, identity, schedule};
use crate::run::to_do::Beside;
use crate::sheets::to_do::{self, ToDoInput};
use crate::text::calendar as sentences;
use serde::Serialize;

/// The state of a period.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The instant the command started.
    pub now: Moment,
    /// Code of the desk, as configured.
    pub desk: AgencyCode,
    /// The period asked for, else the current one.
    pub period: PeriodReport,
    /// Collecting, consolidating or released; collecting too if no report is due.
    pub phase: Phase,
    /// When it was released, if it was, and whether late.
    pub released_at: Option<Moment>,
    /// The release was made at or after its cutoff.
    pub released_late: bool,
    /// What of the calendar to say: a cutoff that moved and why, days that nobody has confirmed.
    pub calendar: Vec<String>,
    /// Which periods were frozen or released later than our clock says it is now, and what to do.
    pub clock: Vec<String>,
    /// Minutes left until the next cutoff of the period; none after the last one.
    pub minutes_left: Option<i64>,
    /// The last run that ended well.
    pub last_run: Option<Moment>,
    /// The version in force, if it was released.
    pub version: Option<u32>,
    /// A person reopened it, and it was not released again.
    pub reopened: Option<ReopenedReport>,
    /// Its versions that were withdrawn.
    pub withdrawn: Vec<WithdrawnReport>,
    /// When its versions were sent, as far as it was recorded.
    pub sent: Vec<SentReport>,
    /// The last command that ran, whatever became of it.
    pub last_attempt: Option<Attempt>,
    /// What to type next.
    pub next: String,
    /// What to do now, the most pressing first, by the numbers of the menu; of the current period alone.
    pub to_do: Vec<Step>,
    /// How each agency stands, in print order; empty if nothing is recorded and if no report is due.
    pub agencies: Vec<AgencyLine>,
    /// Files of the desk that could not be used, and which earlier ones were.
    #[serde(skip)]
    pub troubles: Vec<Trouble>,
    /// Short names, for printing.
    #[serde(skip)]
    pub names: Vec<(AgencyCode, String)>,
    /// Whom to call at offices of which nothing usable has come, as far as the register says: for the screen, in nothing that is kept.
    #[serde(skip)]
    pub contacts: Vec<(AgencyCode, String)>,
    /// Everything the reminders of the period are made of; `None` if nothing is recorded, or no report is due.
    #[serde(skip)]
    pub week: Option<Week>,
}

/// The figures of a period with what else the words about it need.
#[derive(Debug, Clone)]
pub struct Week {
    /// How everybody stands.
    pub consolidation: Consolidation,
    /// The registers in use.
    pub register: Register,
    /// What is known beside them.
    pub beside: Beside,
    /// Until when it is known what came: the last look at the inbox.
    pub as_of: Moment,
}

impl Week {
    /// What is to do.
    pub fn input(&self) -> ToDoInput<'_> {
        self.beside.input(&self.consolidation, &self.register)
    }
}

/// A released period that a person reopened.
#[derive(Debug, Clone, Serialize)]
pub struct ReopenedReport {
    /// When it was reopened.
    pub at: Moment,
    /// Why, in the words of who decided.
    pub reason: String,
    /// The version that the next release makes.
    pub next_version: u32,
}

/// A version that was withdrawn.
#[derive(Debug, Clone, Serialize)]
pub struct WithdrawnReport {
    /// The version; `None` if the period was frozen only.
    pub version: Option<u32>,
    /// By what clock the period was frozen, if the freeze is void as well.
    pub frozen_at: Option<Moment>,
    /// When it was withdrawn.
    pub at: Moment,
    /// Why, in the words of who decided.
    pub reason: String,
    /// Name of who decided.
    pub by: String,
}

impl From<Withdrawal> for WithdrawnReport {
    fn from(Withdrawal { version, freeze, at, reason, by, .. }: Withdrawal) -> Self {
        Self { version, frozen_at: freeze.map(|freeze| freeze.at), at, reason, by }
    }
}

/// A version that was sent.
#[derive(Debug, Clone, Serialize)]
pub struct SentReport {
    /// The number of the version that was sent.
    pub version: u32,
    /// Number of the letter.
    pub number: String,
    /// Who received it, as recorded.
    pub to: Vec<String>,
    /// When it was sent, by the person who recorded it.
    pub sent_at: Moment,
    /// Name of who sent it.
    pub by: String,
}

impl From<Dispatch> for SentReport {
    fn from(Dispatch { version, number, to, sent_at, by, .. }: Dispatch) -> Self {
        Self { version, number, to, sent_at, by }
    }
}

/// A command that ran.
#[derive(Debug, Clone, Serialize)]
pub struct Attempt {
    /// When the command started.
    pub at: Moment,
    /// The command's word, such as `run`.
    pub command: String,
    /// How it ended; `None` if it is still running, or was killed.
    pub exit_code: Option<u8>,
}

impl From<RunRecord> for Attempt {
    fn from(run: RunRecord) -> Self {
        Self { at: run.at, command: run.command, exit_code: run.exit_code }
    }
}

/// The status of a period; the current one where none is named.
pub fn status(workspace: &Workspace, start: &Start, period: Option<Period>) -> Result<Status, Failure> {
    let now = start.now;
    let mut today = session::read_register(workspace)?;
    // "Nothing was ever run" would be wrong beside what was sent.
    identity::check_there(workspace)?;
    let ledger = workspace.ledger_to_read()?;
    if let Some(ledger) = &ledger {
        schedule::tell(workspace, ledger, &mut today, now)?;
    }
    let rhythm_today = Rhythm { calendar: &today.register.calendar, schedule: &workspace.config.schedule };
    let current = rhythm_today.period_on(moment::day(now));
    let period = period.map_or(current, |week| rhythm_today.period_of(week));
    let FormInUse { form, broken: form_broken } = session::form_in_use(workspace, ledger.as_ref(), now)?;
    let pool = start.readers.pool(1, workspace.config.limits);
    // What another version of the program read is read again: otherwise everybody would look as if nothing had come.
    let archive = workspace.archive();
    let judges = ledger.as_ref().map(|ledger| Judges::reading(ledger, Some(&archive), start, pool.as_ref()));
    let release = ledger.as_ref().map(|l| l.release(period)).transpose()?.flatten();
    let last_run = ledger.as_ref().map(Ledger::last_good_run).transpose()?.flatten().map(|run| run.at);
    let reopened = ledger.as_ref().map(|l| l.open_reopening(period)).transpose()?.flatten();
    let sealed = match (&judges, &release) {
        (Some(judges), Some(record)) => sealed_state(workspace, judges, &today, record, reopened.is_some(), now),
        _ => None,
    };
    let rhythm = sealed.as_ref().map_or(rhythm_today, |(sealed, _)| sealed.regime.rhythm());
    let cutoffs = rhythm.cutoffs(period);
    let mut frozen = FrozenWords::default();
    let consolidation = match (&sealed, &judges, cutoffs) {
        (Some((_, consolidation)), ..) => Some(consolidation.clone()),
        (None, Some(judges), Some(cutoffs)) => {
            let mut facts = receive::facts_without_contents(judges.ledger, now, period, rhythm_today)?;
            facts.secrets_gone = secrets::gone_now(workspace, &today.register, judges.ledger, &facts.receipts, now)?;
            match &release {
                Some(record) => {
                    let records = Records { workspace, ledger: judges.ledger, archive: &archive, register: Some(&today), understood: None };
                    facts = facts.as_of(Cut::Since(&records.cut(record)?));
                }
                None => facts.arriving = receive::arriving_by_ledger(judges.ledger, &today.register)?,
            }
            let (consolidation, words) = assembled(judges, workspace, &form, &today, (period, cutoffs), facts, now)?;
            if release.is_none() {
                frozen = words;
            }
            Some(consolidation)
        }
        _ => None,
    };
    let next_version = ledger.as_ref().map(|l| l.next_version(period)).transpose()?.unwrap_or(1);
    let phase = cutoffs.map_or(Phase::Collecting, |c| c.phase(now, release.is_some()));
    let troubles: Vec<Trouble> =
        trouble::of_workspace(workspace, &today).into_iter().chain(form_broken.as_ref().map(trouble::of_form)).chain(frozen.lost).collect();
    let beside = Beside::of(workspace, &today.register, (ledger.as_ref(), period), (now, !troubles.is_empty()))?;
    let last_scan = ledger.as_ref().map(Ledger::last_scan).transpose()?.flatten().map(|(_, at)| at);
    let week = consolidation.as_ref().map(|consolidation| Week {
        consolidation: consolidation.clone(),
        register: Register::clone(&today.register),
        beside,
        as_of: last_scan.map_or(now, |at| at.min(now)),
    });
    let to_do = match &week {
        _ if period != current || cutoffs.is_none() => Vec::new(),
        Some(week) => to_do::of(&week.input()).steps,
        None => vec![Step { menu: 2, what: "Gửi biểu mẫu cho các đơn vị.".to_owned() }, Step { menu: 3, what: "Nhận báo cáo.".to_owned() }],
    };
    Ok(Status {
        now,
        desk: workspace.config.desk.code.clone(),
        period: report::period_report(&rhythm.span(period), cutoffs),
        phase,
        released_at: release.as_ref().map(|r| r.at),
        released_late: release.as_ref().is_some_and(|r| r.late),
        calendar: sentences::moved(rhythm, period)
            .filter(|_| rhythm.change(period).is_none())
            .into_iter()
            .chain(sentences::rewritten(rhythm, period))
            .chain(frozen.told)
            .chain(sentences::unconfirmed(rhythm, period))
            .collect(),
        clock: ledger.as_ref().map(|l| clock_void::told_at(l, rhythm_today, now)).transpose()?.unwrap_or_default(),
        minutes_left: cutoffs.and_then(|c| minutes_left(c, now)),
        last_run,
        last_attempt: ledger.as_ref().map(Ledger::last_run).transpose()?.flatten().map(Attempt::from),
        version: release.as_ref().map(|r| r.version),
        next: match &reopened {
            Some(open) => next_of_reopened((open.period, next_version), consolidation.as_ref()),
            None => next(phase, rhythm, consolidation.as_ref(), (period, current), now),
        },
        reopened: reopened.map(|open| ReopenedReport { at: open.at, reason: open.reason, next_version }),
        troubles,
        to_do,
        week,
        withdrawn: ledger.as_ref().map(|l| l.withdrawals(period)).transpose()?.unwrap_or_default().into_iter().map(Into::into).collect(),
        sent: ledger.as_ref().map(|l| l.dispatches(period)).transpose()?.unwrap_or_default().into_iter().map(Into::into).collect(),
        agencies: consolidation
            .as_ref()
            .map(|c| c.submissions.iter().map(|s| report::agency_line(s, period)).collect())
            .unwrap_or_default(),
        contacts: consolidation.as_ref().filter(|_| release.is_none()).map(|c| contacts(c, &today.register)).unwrap_or_default(),
        names: consolidation.map(|c| c.agencies.into_iter().map(|a| (a.code, a.short)).collect()).unwrap_or_default(),
    })
}

fn contacts(consolidation: &Consolidation, register: &Register) -> Vec<(AgencyCode, String)> {
    let silent = consolidation.submissions.iter().filter(|s| matches!(s.standing, Standing::Missing | Standing::Returned));
    let contact = |s: &Submission| Some((s.agency.clone(), register.agency(&s.agency)?.contact.line()));
    silent.filter_map(contact).filter(|(_, line)| !line.is_empty()).collect()
}

/// A release as it was sealed, or what its next version would be; `None` if the records are damaged: then it is told
/// as it looks today.
fn sealed_state(
    workspace: &Workspace,
    judges: &Judges<'_>,
    today: &RegisterInUse,
    record: &ReleaseRecord,
    reopened: bool,
    now: Moment,
) -> Option<(SealedEdition, Consolidation)> {
    let archive = workspace.archive();
    let records = Records { workspace, ledger: judges.ledger, archive: &archive, register: Some(today), understood: None };
    let sealed = if reopened {
        let regime = Regime::of(workspace, today);
        let form = session::form_in_use(workspace, Some(judges.ledger), now).ok()?.form;
        records.again(record, Today { regime, form, book_sha256: None, now })
    } else {
        records.open(record)
    };
    let sealed = sealed.ok()?;
    let mut facts = sealed.facts(judges).ok()?;
    facts.secrets_gone = secrets::gone_now(workspace, &today.register, judges.ledger, &facts.receipts, now).ok()?;
    let consolidation = sealed.assemble(judges, &facts).ok()?.consolidation;
    Some((sealed, consolidation))
}

/// Admit, where a correction waits; then release. Neither happens by itself.
fn next_of_reopened((period, version): (Period, u32), consolidation: Option<&Consolidation>) -> String {
    let waits = |s: &Submission| (s.standing == Standing::Late && !s.merged) || s.revised_after_cutoff.is_some();
    let admit = if consolidation.is_some_and(|c| c.submissions.iter().any(waits)) {
        format!("tonghop admit MÃ --period {period} --reason \"…\" --by \"…\" (nếu được phép), rồi ")
    } else {
        String::new()
    };
    format!("{admit}tonghop release --period {period} (chốt bản số {version})")
}

/// A period as the ledger's facts and today's register make it, and what to tell of its freeze.
pub(super) fn assembled(
    judges: &Judges<'_>,
    workspace: &Workspace,
    form: &Form,
    today: &RegisterInUse,
    (period, cutoffs): (Period, Cutoffs),
    mut facts: Facts,
    now: Moment,
) -> Result<(Consolidation, FrozenWords), Failure> {
    let left = judges::left(judges.ledger, period, None)?;
    let freeze = judges.ledger.freeze(period)?;
    let mut regime = Regime::of(workspace, today);
    let words = regime.keep_frozen(workspace, freeze.as_ref(), true);
    let input = PeriodInput {
        period,
        cutoffs,
        register: &regime.register,
        register_sha256: &regime.register_sha256,
        config: &regime.config,
        history: &left.history,
        history_of: left.of,
        history_revision: &left.revision,
        freeze: freeze.as_ref(),
        now,
        form,
    };
    receive::look_into(judges, &mut facts, now, regime.rhythm(), &input)?;
    Ok((judges.assemble(&facts, &input)?.consolidation, words))
}

fn minutes_left(cutoffs: Cutoffs, now: Moment) -> Option<i64> {
    let next = if now < cutoffs.submit { cutoffs.submit } else { cutoffs.release };
    (now < next).then(|| (next - now).num_minutes())
}

fn next(
    phase: Phase,
    rhythm: Rhythm<'_>,
    consolidation: Option<&Consolidation>,
    (period, current): (Period, Period),
    now: Moment,
) -> String {
    let Some(cutoffs) = rhythm.cutoffs(period) else { return sentences::no_report(rhythm, period) };
    let past = period < current;
    let which = if past { format!(" --period {period}") } else { String::new() };
    let open = past && !cutoffs.release_late(now);
    let anything = consolidation.is_some_and(|c| c.submissions.iter().any(|s| !s.versions.is_empty()));
    let late = consolidation.is_some_and(|c| c.submissions.iter().any(|s| s.standing == Standing::Late));
    match phase {
        // An earlier period whose cutoffs are over is settled by `run`, if anything came for it.
        Phase::Collecting | Phase::Consolidating if past && !open && anything => {
            "tonghop run (chốt và lập bản trình ký bù kỳ này)".to_owned()
        }
        Phase::Collecting | Phase::Consolidating if past && !open => "Không có: kỳ này không nhận báo cáo nào.".to_owned(),
        _ if consolidation.is_none() => "tonghop forms, rồi tonghop run".to_owned(),
        Phase::Collecting => "tonghop run".to_owned(),
        Phase::Consolidating if late => format!("tonghop admit MÃ{which} --reason \"…\" --by \"…\" (nếu được phép), rồi tonghop run"),
        Phase::Consolidating if cutoffs.release_late(now) => "tonghop release".to_owned(),
        Phase::Consolidating => format!("tonghop run, hoặc tonghop release{which} để chốt bản tổng hợp ngay"),
        Phase::Released => "tonghop forms (biểu mẫu kỳ sau)".to_owned(),
    }
}
