//! What agencies are told: an answer each, beside it a form where a report came without one, and the text for the chat group.

use crate::io::excel_write::{Effort, Writer};
use crate::io::failure::Failure;
use crate::model::agency::{Agency, AgencyCode};
use crate::model::config::Layout;
use crate::model::consolidation::AgencyInfo;
use crate::model::cutoff::{Cutoffs, Phase};
use crate::model::history::History;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::report::AgencyReport;
use crate::model::submission::{Standing, Submission};
use crate::products::{self, Kind, Naming, Product, ProductBody};
use crate::run::judges;
use crate::run::products::bytes::{agreed, agreed_by, to_bytes, unmade};
use crate::run::products::{ProductRun, Ready};
use crate::run::session::{self, Work};
use crate::sheets::blank::BlankInput;
use crate::sheets::feedback::FeedbackInput;
use crate::sheets::own_figures::OwnFigures;
use crate::sheets::reported;
use crate::sheets::to_do::GroupInput;
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What answers borrow beside the figures.
#[derive(Debug)]
pub(super) struct AnswerBasis {
    desk_name: String,
    /// What earlier periods left; `None` if no report came without the form.
    pub(super) history: Option<History>,
    /// The registers in force, by the day on which a form is judged.
    pub(super) registers: BTreeMap<NaiveDate, Register>,
    /// Agencies that ended and reported before: whose their reports are. Else an earlier answer would stand as if it still held.
    ended: Vec<(Submission, AgencyInfo)>,
}

/// One agency's answer before it is composed.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    /// What of the figures it may read.
    figures: OwnFigures<'a>,
    agency: &'a AgencyInfo,
    pub(super) submission: &'a Submission,
    phase: Phase,
    next_cutoff: Moment,
    rehearsal: bool,
    desk_name: &'a str,
    layout: Layout,
    /// Its report came without the form: the form with that report in it.
    pub(super) form: Option<BlankInput<'a>>,
    code: &'a AgencyCode,
    period: Period,
    folder: PathBuf,
}

/// What answers borrow, for those that are told something.
pub(super) fn basis(run: &ProductRun<'_>) -> Result<AnswerBasis, Failure> {
    let without = told(run).filter(|(submission, _)| reported::without_form(submission).is_some());
    let days: Vec<NaiveDate> = without.map(|(submission, _)| moment::day(submission.cutoff.submit)).collect();
    let history = if days.is_empty() { None } else { Some(judges::left(&run.session.ledger, run.period, None)?.history) };
    let registers = days.into_iter().map(|day| (day, run.regime.register.in_force(day))).collect();
    Ok(AnswerBasis { desk_name: session::desk_name(&run.regime.config, &run.regime.register), history, registers, ended: ended(run) })
}

/// The agencies under whose codes another one's versions came, and of which nothing else is known in the period.
fn ended(run: &ProductRun<'_>) -> Vec<(Submission, AgencyInfo)> {
    let consolidation = &run.state.consolidation;
    let of = |successor: &Submission| {
        let codes: BTreeSet<AgencyCode> = successor.versions.iter().filter_map(|v| Some(v.under.as_ref()?.code.clone())).collect();
        let unknown = codes.into_iter().filter(|code| consolidation.submission(code).is_none());
        unknown
            .filter_map(|code| Some((Submission::of_ended(&code, successor)?, info(run.regime.register.agency(&code)?))))
            .collect::<Vec<_>>()
    };
    consolidation.submissions.iter().flat_map(of).collect()
}

fn info(agency: &Agency) -> AgencyInfo {
    let Agency { code, name, short, kind, block, .. } = agency;
    AgencyInfo { code: code.clone(), name: name.clone(), short: short.clone(), kind: *kind, block: *block, missing_streak: 0 }
}

/// The answer to every agency that has to be told something.
pub(super) fn answers<'a>(run: &ProductRun<'a>, basis: &'a AnswerBasis, released: bool) -> Vec<Answer<'a>> {
    let work = &run.session.work;
    let (consolidation, period, rehearsal) = (&run.state.consolidation, run.period, work.workspace.config.rehearsal);
    let answer = |((submission, agency), figures): ((&'a Submission, &'a AgencyInfo), OwnFigures<'a>)| {
        let registered = work.register.register.agency(&agency.code)?;
        // An agency with a cutoff of its own is told of that one, and may report until then.
        let own = Cutoffs { submit: submission.cutoff.submit, ..run.cutoffs };
        let next_cutoff = next_cutoff(work, own, period, &agency.code, released);
        let (phase, desk_name, day) = (own.phase(work.sure, released), basis.desk_name.as_str(), moment::day(own.submit));
        let layout = run.regime.config.desk.layout;
        let form = |report: &'a AgencyReport| {
            Some(BlankInput {
                form: &work.form,
                desk: &work.workspace.config.desk.code,
                desk_name,
                agency: registered,
                register: basis.registers.get(&day)?,
                history: basis.history.as_ref()?,
                proposals: &consolidation.proposals,
                span: work.rhythm().span(period),
                cutoffs: own,
                day,
                rehearsal,
                reported: Some(report),
            })
        };
        let form = reported::without_form(submission).and_then(form);
        let (code, folder) = (&registered.code, work.workspace.feedback(period, registered));
        // Where the share is away, what looks like an agency's folder is an empty place that the share would hide again.
        if work.away.is_some() && folder.starts_with(work.workspace.inbox()) {
            return None;
        }
        Some(Answer { figures, agency, submission, phase, next_cutoff, rehearsal, desk_name, layout, form, code, period, folder })
    };
    let ended = basis.ended.iter().map(|(submission, agency)| (submission, agency));
    let told: Vec<(&Submission, &AgencyInfo)> = told(run).chain(ended).collect();
    let figures = |(submission, _): &(&Submission, &AgencyInfo)| OwnFigures::of(consolidation, submission);
    let figures: Vec<OwnFigures<'_>> = work.threads.install(|| told.par_iter().map(figures).collect());
    told.into_iter().zip(figures).filter_map(answer).collect()
}

impl Answer<'_> {
    /// What the workbook and the text are made from.
    pub(super) fn input(&self) -> FeedbackInput<'_> {
        let Self { agency, submission, phase, next_cutoff, rehearsal, desk_name, layout, .. } = *self;
        FeedbackInput { figures: &self.figures, agency, submission, phase, next_cutoff, rehearsal, desk_name, layout }
    }

    /// Where its files go, in the order in which they are composed.
    pub(super) fn paths(&self) -> impl Iterator<Item = PathBuf> {
        let forms = products::forms().map(|(product, _)| product).filter(|_| self.form.is_some());
        products::answers().map(|(product, _)| product).chain(forms).map(|product| self.path(product))
    }

    fn path(&self, product: &Product) -> PathBuf {
        self.folder.join((product.name)(&Naming { code: self.code, period: self.period, edition: None, range: None }))
    }

    fn compose(&self, writer: &Writer) -> Result<Vec<Ready>, Failure> {
        // A form is not read back as our own: what its reader passes over would be missed.
        let ready = |product: &Product, composed: ProductBody, is_form: bool| {
            let path = self.path(product);
            let bytes = if is_form { to_bytes(composed).map_err(|cause| unmade(&path, cause)) } else { agreed_by(writer, composed, &path) };
            Ok(Ready::new(Kind::Feedback, path, bytes?))
        };
        let input = self.input();
        let answers = products::answers().map(|(product, compose)| ready(product, compose(&input), false));
        let form = self.form.iter().flat_map(|form| products::forms().map(move |(product, compose)| (product, compose(form))));
        answers.chain(form.map(|(product, composed)| ready(product, composed, true))).collect()
    }
}

/// Where the messages go, in the order in which they are composed.
pub(super) fn message_paths(work: &Work, period: Period) -> impl Iterator<Item = PathBuf> {
    let naming = Naming { code: &work.workspace.config.desk.code, period, edition: None, range: None };
    let folder = work.workspace.messages(period);
    products::messages().map(move |(product, _)| folder.join((product.name)(&naming)))
}

/// Composes answers, in parallel, and the messages, where there are any to compose. One that cannot be composed costs no other.
pub(super) fn compose(work: &Work, group: Option<&GroupInput<'_>>, answers: &[&Answer<'_>]) -> (Vec<Ready>, Vec<Failure>) {
    let writer = Writer::new(Effort::Passing);
    let mut composed: Vec<Result<Vec<Ready>, Failure>> =
        work.threads.install(|| answers.par_iter().map(|answer| answer.compose(&writer)).collect());
    if let Some(group) = group {
        let messages = products::messages().zip(message_paths(work, group.consolidation.period));
        composed.extend(messages.map(|((_, compose), path)| {
            let bytes = agreed(compose(group), &path)?;
            Ok(vec![Ready::new(Kind::Message, path, bytes)])
        }));
    }
    let (mut ready, mut failures) = (Vec::new(), Vec::new());
    for one in composed {
        match one {
            Ok(files) => ready.extend(files),
            Err(failure) => failures.push(failure),
        }
    }
    (ready, failures)
}

fn told<'a>(run: &ProductRun<'a>) -> impl Iterator<Item = (&'a Submission, &'a AgencyInfo)> {
    let (consolidation, frozen) = (&run.state.consolidation, run.cutoffs.freeze_due(run.session.work.sure));
    consolidation.submissions.iter().zip(&consolidation.agencies).filter(move |(submission, _)| is_told(submission, frozen))
}

/// Everybody who sent something; and, once the cutoff has come, everybody who should have.
fn is_told(submission: &Submission, frozen: bool) -> bool {
    let sent = !submission.versions.is_empty()
        || submission.document_received.is_some()
        || !submission.findings.is_empty()
        || submission.set_aside.is_some();
    sent || (frozen && submission.standing != Standing::Exempt && !submission.awaits_own_cutoff())
}

/// The next cutoff of an agency as an instant: of this period while it lasts, else its submit cutoff of the next period
/// with a report.
fn next_cutoff(work: &Work, cutoffs: Cutoffs, period: Period, agency: &AgencyCode, released: bool) -> Moment {
    if work.now < cutoffs.submit && !released {
        return cutoffs.submit;
    }
    if !released {
        return cutoffs.release;
    }
    let rhythm = work.rhythm();
    let mut next = rhythm.next(period);
    for _ in 0..10 {
        if let Some(cutoff) = rhythm.cutoff_of(next, agency) {
            return cutoff.submit;
        }
        next = rhythm.next(next);
    }
    cutoffs.release
}
