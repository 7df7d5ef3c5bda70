//! Composing, writing and publishing what a period's edition asks for: the two workbooks, the data file, feedback
//! and the chat message. Composed in parallel; every workbook is read back, cell by cell, before it is renamed into
//! place.

use crate::io::archive;
use crate::io::excel_write;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::ReleasedFile;
use crate::io::owner_file::Holder;
use crate::io::publish::{self, Published};
use crate::merge::assemble::Assembled;
use crate::merge::leave;
use crate::model::agency::{Agency, AgencyCode};
use crate::model::config::Config;
use crate::model::consolidation::{AgencyInfo, Edition};
use crate::model::cutoff::Cutoffs;
use crate::model::history::History;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::replacement::Replacement;
use crate::model::report::AgencyReport;
use crate::model::rhythm::Rhythm;
use crate::model::submission::{Standing, Submission};
use crate::run::read_back;
use crate::run::report::{Output, OutputKind};
use crate::run::session::{self, Session, Work};
use crate::sheets::blank::{self, BlankInput};
use crate::sheets::edition;
use crate::sheets::feedback::{self, FeedbackInput};
use crate::sheets::products::{self as sheets, ProductInput};
use crate::sheets::reported;
use crate::sheets::sheet::Book;
use crate::sheets::{data, message};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A product ready to be published.
#[derive(Debug)]
struct Ready {
    kind: OutputKind,
    path: PathBuf,
    bytes: Vec<u8>,
    /// Written once, never again: a file that is there is left alone.
    once: bool,
    /// No later run writes it again: where somebody has it open, it is written beside.
    is_final: bool,
}

/// Where products stand that were written beside a file somebody has open: the path they were for, the path they have.
pub type Beside = BTreeMap<PathBuf, PathBuf>;

/// What a period is judged and printed with: today's registers and configuration, or those sealed with its release.
#[derive(Debug, Clone)]
pub struct Basis {
    /// The registers.
    pub register: Register,
    /// SHA-256 of their workbook.
    pub register_sha256: String,
    /// The configuration.
    pub config: Config,
}

impl Basis {
    /// Its schedule with its calendar.
    pub fn rhythm(&self) -> Rhythm<'_> {
        Rhythm { calendar: &self.register.calendar, schedule: &self.config.schedule }
    }
}

/// One period's products in one run.
#[derive(Debug)]
pub struct ProductRun<'a> {
    /// The session.
    pub session: &'a Session,
    /// What the state was made with.
    pub basis: &'a Basis,
    /// The state to print.
    pub state: &'a Assembled,
    /// The period's cutoffs.
    pub cutoffs: Cutoffs,
    /// The period.
    pub period: Period,
    /// The run's number in the ledger.
    pub run: i64,
    /// What it replaces; none for a first version.
    pub replacement: Option<&'a Replacement>,
    /// What was written.
    pub outputs: &'a mut Vec<Output>,
    /// What could not be.
    pub failures: &'a mut Vec<Failure>,
}

impl ProductRun<'_> {
    /// Writes again what of an edition is not there.
    pub fn repair(&mut self, edition: Edition) -> Result<(), Failure> {
        if stand(self.session, self.period, self.cutoffs, edition)? { Ok(()) } else { self.put(edition, true).map(drop) }
    }

    /// Writes an edition. A release that the ledger does not know has not left: what a killed run may have put there is
    /// replaced, so that the file and the ledger's record are of one state.
    pub fn write(&mut self, edition: Edition) -> Result<Beside, Failure> {
        self.put(edition, matches!(edition, Edition::Frozen))
    }

    fn put(&mut self, edition: Edition, once: bool) -> Result<Beside, Failure> {
        let desk_name = session::desk_name(&self.basis.config, &self.basis.register);
        let input = ProductInput {
            consolidation: &self.state.consolidation,
            config: &self.basis.config,
            desk_name: &desk_name,
            edition,
            register_sha256: &self.basis.register_sha256,
            admissions: &self.state.admissions,
            replacement: self.replacement,
        };
        // One after the other: both at once would be the most memory a run takes, and the first is nearly all of the work.
        let consolidated = composed(&sheets::consolidated(&input));
        let internal = composed(&sheets::internal(&input));
        let json = data::json(&input).map_err(|e| Failure::Product { path: PathBuf::from("json"), cause: e.to_string() })?;
        let bytes = [consolidated?, internal?, json.into_bytes()];
        let is_final = edition != Edition::Draft;
        let ready = |((kind, path), bytes)| Ready { kind, path, bytes, once, is_final };
        let ready = self.paths(edition)?.into_iter().zip(bytes).map(ready).collect();
        self.publish(ready)
    }

    /// What of an edition stands on disk, with its hash: sealed with a release. None while a part of it is missing.
    pub fn released_files(&self, edition: Edition, beside: &Beside) -> Result<Option<Vec<ReleasedFile>>, Failure> {
        let mut released = Vec::new();
        for (kind, path) in self.paths(edition)? {
            let path = beside.get(&path).cloned().unwrap_or(path);
            let Some(bytes) =
                files::read_if_there(&self.session.work.workspace.disk, &path)?.or_else(|| self.session.work.dry.then(Vec::new))
            else {
                return Ok(None);
            };
            let sha256 = archive::sha256(&bytes);
            released.push(ReleasedFile { kind: kind.label().to_owned(), path: self.session.work.relative(&path), sha256 });
        }
        Ok(Some(released))
    }

    /// Answers every agency that has to be told something, and writes the text for the chat group.
    pub fn feedback(&mut self, released: bool) -> Result<(), Failure> {
        let (work, consolidation) = (&self.session.work, &self.state.consolidation);
        let period = self.period;
        let desk_name = work.desk_name();
        let rehearsal = work.workspace.config.rehearsal;
        let frozen = self.cutoffs.freeze_due(work.now);
        let told: Vec<(&Submission, &AgencyInfo)> =
            consolidation.submissions.iter().zip(&consolidation.agencies).filter(|(s, _)| is_told(s, frozen)).collect();
        let any_without_form = told.iter().any(|(submission, _)| reported::without_form(submission).is_some());
        let history = if any_without_form { Some(self.session.ledger.history_before(period)?) } else { None };
        let basis = self.basis;
        let compose = |(submission, agency): &(&Submission, &AgencyInfo)| -> Result<Vec<Ready>, Failure> {
            let Some(registered) = work.register.register.agency(&agency.code) else { return Ok(Vec::new()) };
            // An agency with a cutoff of its own is told of that one, and may report until then.
            let own = Cutoffs { submit: submission.cutoff.submit, ..self.cutoffs };
            let next_cutoff = next_cutoff(work, own, period, &agency.code, released);
            let phase = own.phase(work.now, released);
            let input = FeedbackInput { consolidation, agency, submission, phase, next_cutoff, rehearsal, desk_name: &desk_name };
            let bytes = composed(&feedback::book(&input))?;
            let text = feedback::text(&input).into_bytes();
            let path = |extension| feedback_path(work, registered, period, extension);
            let answer = |path, bytes| Ready { kind: OutputKind::Feedback, path, bytes, once: false, is_final: false };
            let mut answers = vec![answer(path("xlsx"), bytes), answer(path("txt"), text)];
            if let Some((report, history)) = reported::without_form(submission).zip(history.as_ref()) {
                let (name, bytes) = filled_form((work, basis), registered, report, history, (period, own))?;
                answers.push(answer(work.workspace.feedback(period, registered).join(name), bytes));
            }
            Ok(answers)
        };
        let ready: Result<Vec<Vec<Ready>>, Failure> = work.threads.install(|| told.par_iter().map(compose).collect());
        let mut ready: Vec<Ready> = ready?.into_iter().flatten().collect();
        let path = work.workspace.messages(self.period).join("_tin-nhan.txt");
        let bytes = message::text(consolidation, rehearsal).into_bytes();
        ready.push(Ready { kind: OutputKind::Message, path, bytes, once: false, is_final: false });
        self.publish(ready).map(drop)
    }

    fn paths(&self, edition: Edition) -> Result<[(OutputKind, PathBuf); 3], Failure> {
        paths(self.session, self.period, self.cutoffs, edition)
    }

    /// Prepared in the ledger, renamed into place, published in the ledger.
    fn publish(&mut self, ready: Vec<Ready>) -> Result<Beside, Failure> {
        let (work, ledger) = (&self.session.work, &self.session.ledger);
        let wanted: Vec<Ready> = ready.into_iter().filter(|r| !(r.once && work.workspace.disk.exists(&r.path))).collect();
        let changed =
            |r: &Ready| files::read_if_there(&work.workspace.disk, &r.path).map_or(true, |old| old.as_deref() != Some(r.bytes.as_slice()));
        let changed: Vec<Ready> = work.threads.install(|| wanted.into_par_iter().filter(changed).collect());
        if work.dry {
            self.outputs.extend(changed.iter().map(|r| output(work, r)));
            return Ok(Beside::new());
        }
        let (period, run) = (self.period, self.run);
        let announced: Vec<Output> = changed.iter().map(|r| output(work, r)).collect();
        ledger.transaction(|ledger| {
            announced.iter().try_for_each(|o| ledger.prepare_output(&o.path, o.kind.label(), period, &o.sha256, run))
        })?;
        let put = |ready: &Ready| {
            let (disk, path, bytes) = (&work.workspace.disk, &ready.path, &ready.bytes);
            match ready.kind {
                // Feedback and the message can be made again at any time: they need not wait for the disk.
                OutputKind::Feedback | OutputKind::Message => publish::publish_rebuildable(disk, path, bytes, work.now),
                _ if ready.is_final => publish::publish(disk, path, bytes, work.now),
                _ => publish::publish_draft(disk, path, bytes, work.now),
            }
        };
        let results: Vec<Result<Published, Failure>> = work.threads.install(|| changed.par_iter().map(put).collect());
        let (mut published, mut beside) = (Vec::new(), Beside::new());
        for ((announced, ready), result) in announced.into_iter().zip(&changed).zip(results) {
            let open =
                |holder: &Holder, beside| Failure::ProductOpen { path: ready.path.clone(), holder: holder.text().to_owned(), beside };
            match result {
                Ok(Published::Written | Published::Unchanged) => published.push(announced),
                Ok(Published::Open(holder)) => self.failures.push(open(&holder, None)),
                Ok(Published::Beside(sibling, holder)) => {
                    let path = work.relative(&sibling);
                    ledger.transaction(|ledger| {
                        ledger.withdraw_output(&announced.path)?;
                        ledger.prepare_output(&path, announced.kind.label(), period, &announced.sha256, run)
                    })?;
                    self.failures.push(open(&holder, Some(sibling.clone())));
                    beside.insert(ready.path.clone(), sibling);
                    published.push(Output { path, ..announced });
                }
                Err(failure) => self.failures.push(failure),
            }
        }
        ledger.publish_outputs(&published.iter().map(|o| o.path.as_str()).collect::<Vec<_>>())?;
        self.outputs.extend(published);
        Ok(beside)
    }
}

/// The form of an agency that reported without it, with what it reported: name and bytes.
fn filled_form(
    (work, basis): (&Work, &Basis),
    agency: &Agency,
    report: &AgencyReport,
    history: &History,
    (period, cutoffs): (Period, Cutoffs),
) -> Result<(String, Vec<u8>), Failure> {
    let day = moment::day(cutoffs.submit);
    let book = blank::book(&BlankInput {
        form: &work.form,
        desk_name: &work.desk_name(),
        agency,
        register: &basis.register.in_force(day),
        history,
        span: work.rhythm().span(period),
        cutoffs,
        day,
        rehearsal: work.workspace.config.rehearsal,
        reported: Some(report),
    });
    let name = blank::file_name(&agency.code, period);
    let bytes = excel_write::to_bytes(&book).map_err(|e| Failure::Product { path: PathBuf::from(&name), cause: e.to_string() })?;
    Ok((name, bytes))
}

/// Does every product of an edition stand?
pub fn stand(session: &Session, period: Period, cutoffs: Cutoffs, edition: Edition) -> Result<bool, Failure> {
    Ok(paths(session, period, cutoffs, edition)?.iter().all(|(_, path)| session.work.workspace.disk.exists(path)))
}

/// Kind and path of each product of an edition; the workbook that leaves comes first. What has left stands where its
/// record says: it may have been written beside a file that was open.
fn paths(session: &Session, period: Period, cutoffs: Cutoffs, edition: Edition) -> Result<[(OutputKind, PathBuf); 3], Failure> {
    let Edition::Release { version, .. } = edition else { return Ok(named(&session.work, period, cutoffs, edition)) };
    let record = session.ledger.versions_of(period)?.into_iter().find(|r| r.version == version);
    let files = record.map(|record| record.files).unwrap_or_default();
    Ok(named(&session.work, period, cutoffs, edition).map(|(kind, path)| {
        let left = files.iter().find(|file| file.kind == kind.label());
        (kind, left.map_or(path, |file| session.work.workspace.root.join(&file.path)))
    }))
}

/// The names that the products of an edition are given.
fn named(work: &Work, period: Period, cutoffs: Cutoffs, edition: Edition) -> [(OutputKind, PathBuf); 3] {
    let desk = &work.workspace.config.desk.code;
    let folder = work.workspace.products(period);
    let stem = edition::file_stem(desk, period, edition, cutoffs);
    let internal = edition::internal_file_stem(desk, period, edition, cutoffs);
    let kind = match edition {
        Edition::Draft => OutputKind::Draft,
        Edition::Frozen => OutputKind::Frozen,
        Edition::Release { .. } => OutputKind::Release,
    };
    [
        (kind, folder.join(format!("{stem}.xlsx"))),
        (OutputKind::Internal, folder.join(format!("{internal}.xlsx"))),
        (OutputKind::Data, folder.join(format!("{stem}.json"))),
    ]
}

fn output(work: &Work, ready: &Ready) -> Output {
    Output { kind: ready.kind, path: work.relative(&ready.path), sha256: archive::sha256(&ready.bytes) }
}

/// A book as bytes that were read back and agree with it.
fn composed(book: &Book) -> Result<Vec<u8>, Failure> {
    let failed = |cause: String| Failure::Product { path: PathBuf::from(&book.title), cause };
    let bytes = excel_write::to_bytes(book).map_err(|e| failed(e.to_string()))?;
    read_back::agree(book, &bytes).map_err(failed)?;
    Ok(bytes)
}

/// Everybody who sent something; and, once the cutoff has come, everybody who should have.
fn is_told(submission: &Submission, frozen: bool) -> bool {
    let sent = !submission.versions.is_empty() || submission.document_received.is_some() || !submission.findings.is_empty();
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

/// What a release leaves for the periods after it.
pub fn history_left(state: &Assembled, before: &History) -> History {
    leave::history(&state.consolidation, &state.accepted, before, &state.fingerprints)
}

fn feedback_path(work: &Work, agency: &Agency, period: Period, extension: &str) -> PathBuf {
    let name = format!("{}.{extension}", feedback::file_stem(&agency.code, period));
    work.workspace.feedback(period, agency).join(name)
}
