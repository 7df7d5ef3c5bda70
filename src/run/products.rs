//! Composing, writing and publishing what a period's edition asks for: the two workbooks, the data file, feedback
//! and the chat message. Answers are composed first, by all threads; then the draft, whose products come one after the other and
//! whose sheets are written and packed while the next are composed. Every workbook is read back, cell by cell, before it is renamed
//! into place.

mod answers;
mod bytes;
mod current;
mod edition_files;
mod occupied;
mod places;
pub(super) mod preview;
pub mod read_back;
mod set;
pub mod template;
#[cfg(test)]
mod tests;

use crate::io::failure::Failure;
use crate::io::files;
use crate::io::office_folder;
use crate::io::owner_file::Holder;
use crate::io::publish::{self, Publication};
use crate::io::workspace::Workspace;
use crate::merge::assemble::PeriodState;
use crate::merge::leave;
use crate::model::config::Config;
use crate::model::consolidation::Edition;
use crate::model::cutoff::Cutoffs;
use crate::model::freeze::Freeze;
use crate::model::hindrances::Hindrances;
use crate::model::history::History;
use crate::model::inbox::Receipt;
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::replacement::Replacement;
use crate::model::rhythm::Rhythm;
use crate::model::seal::ReleasedFile;
use crate::model::withdrawal::Withdrawal;
use crate::products::{self, Kind, LongBook, ProductBody};
use crate::run::products::occupied::is_occupied;
use crate::run::products::places::paths;
pub use crate::run::products::places::stand;
use crate::run::report::OutputLine;
use crate::run::session::frozen_words::FrozenWords;
use crate::run::session::{self, RegisterInUse, Session, Work, frozen_desk, frozen_roster};
use crate::sheets::input::{OfficeRows, ProductInput};
use crate::sheets::trail;
use bytes::{WrittenBook, agreed_by, agreed_long, unmade, writer_of, written_long};
pub(super) use bytes::{agreed, to_bytes, to_bytes_of};
pub(super) use edition_files::{EditionFiles, Published, Ready, output};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};

/// Where products stand that were written beside a file somebody has open: the path they were for, the path they have.
type Siblings = BTreeMap<PathBuf, PathBuf>;

/// What a period is judged and printed with: today's registers and configuration, or those sealed with its release.
#[derive(Debug, Clone)]
pub struct Regime {
    /// The registers, as first written: adjustments are applied for a day.
    pub register: Arc<Register>,
    /// SHA-256 of their workbook.
    pub register_sha256: String,
    /// The configuration, every key filled.
    pub config: Config,
    /// What is in the way today; nothing where the inputs of that time are used.
    pub hindrances: Hindrances,
}

impl Regime {
    /// Of today's registers and configuration, with what is in the way.
    pub fn today(session: &Session) -> Self {
        let Work { register, workspace, .. } = &session.work;
        Self { hindrances: session.work.hindrances(), ..Self::of(workspace, register) }
    }

    /// Of a workspace and the registers in use.
    pub fn of(workspace: &Workspace, register: &RegisterInUse) -> Self {
        Self {
            register: Arc::clone(&register.register),
            register_sha256: register.sha256.clone(),
            config: workspace.config.clone(),
            hindrances: Hindrances::default(),
        }
    }

    /// Today's, for a period that is or is not frozen, and what to tell of the freeze.
    pub fn of_open(session: &Session, freeze: Option<&Freeze>) -> (Self, FrozenWords) {
        let mut regime = Self::today(session);
        let words = regime.keep_frozen(&session.work.workspace, freeze, true);
        (regime, words)
    }

    /// What a freeze fixed beside the hours: the period leaves under the name of the desk that froze it, and, unless it is made
    /// once more, whoever had to report then has to.
    #[must_use]
    pub fn keep_frozen(&mut self, workspace: &Workspace, freeze: Option<&Freeze>, roster: bool) -> FrozenWords {
        let Some(freeze) = freeze else { return FrozenWords::default() };
        let desk = frozen_desk::keep(&mut self.config, workspace, freeze);
        if !roster {
            return desk;
        }
        desk.and(frozen_roster::keep(Arc::make_mut(&mut self.register), &self.register_sha256, workspace, freeze))
    }

    /// Its schedule with its calendar.
    pub fn rhythm(&self) -> Rhythm<'_> {
        Rhythm { calendar: &self.register.calendar, schedule: &self.config.schedule }
    }
}

/// One period's products in one run.
#[derive(Debug)]
pub struct ProductRun<'a> {
    /// What the command works with.
    pub session: &'a Session,
    /// What the state was made with.
    pub regime: &'a Regime,
    /// The state to print.
    pub state: &'a PeriodState,
    /// The instants everybody is held to.
    pub cutoffs: Cutoffs,
    /// The week that names the period.
    pub period: Period,
    /// The run's number in the ledger.
    pub run: i64,
    /// What it replaces; `None` for a first version.
    pub replacement: Option<&'a Replacement>,
    /// What came of it.
    pub results: &'a mut Results,
}

/// What a run put on disk, and what it could not.
#[derive(Debug, Default)]
pub struct Results {
    /// The products that this run wrote, in the order of writing.
    pub outputs: Vec<OutputLine>,
    /// What could not be, and every other failure that did not stop the run.
    pub failures: Vec<Failure>,
    /// Further versions that left.
    pub reissued: Vec<Reissue>,
    /// What is written otherwise today than when a period was frozen that waits for its release.
    pub frozen: BTreeMap<Period, Vec<String>>,
    /// The periods whose files were brought up to date.
    pub periods: Vec<Period>,
}

/// A further version that left.
#[derive(Debug, Clone)]
pub struct Reissue {
    /// The period as people call it.
    pub period_name: String,
    /// The version that it replaced, which is kept.
    pub replaced: u32,
    /// The number of the version that takes its place.
    pub version: u32,
}

/// A product as it was composed; a long workbook is still to be read back.
enum Composed {
    Whole(Vec<u8>),
    Long(LongBook, Option<WrittenBook>),
}

impl ProductRun<'_> {
    /// Makes again what of an edition is not there and lies in no archive, for version 0.1 made it. Only the very bytes
    /// that left are put back; `left` are their digests by path, as the ledger noted them.
    pub fn repair(&mut self, edition: Edition, left: &BTreeMap<String, String>) -> Result<(), Failure> {
        if stand(self.session, &self.regime.config, (self.period, self.cutoffs), edition)? {
            return Ok(());
        }
        let mut prepared = self.compose(edition, None)?;
        let work = &self.session.work;
        prepared.ready.retain(|ready| ready.kind.is_of_first_version());
        prepared.ready.retain(|ready| left.get(&work.relative(&ready.path)).is_none_or(|sha256| *sha256 == ready.sha256));
        prepared.ready.iter_mut().for_each(|ready| ready.once = true);
        self.publish(prepared.ready).map(drop)
    }

    /// Writes an edition; says where its files stand.
    pub fn write(&mut self, edition: Edition) -> Result<Vec<ReleasedFile>, Failure> {
        let prepared = self.prepare(edition)?;
        self.publish_prepared(prepared)
    }

    /// Composes an edition; what is final goes into the archive before anything refers to it.
    pub(super) fn prepare(&self, edition: Edition) -> Result<EditionFiles, Failure> {
        let head = if edition == Edition::Draft { None } else { self.session.ledger.chain_head()? };
        let prepared = self.compose(edition, head.as_ref().map(|head| head.hash.as_str()))?;
        if edition != Edition::Draft {
            self.session.work.archive.put_to_seal(prepared.ready.iter().map(|ready| ready.bytes.as_slice()))?;
        }
        Ok(prepared)
    }

    /// Publishes what was prepared; says where its files stand: one that somebody has open is written beside.
    pub(super) fn publish_prepared(&mut self, prepared: EditionFiles) -> Result<Vec<ReleasedFile>, Failure> {
        let work = &self.session.work;
        let mut files = prepared.files(work);
        self.results.failures.extend(prepared.broken);
        for (path, sibling) in self.publish(prepared.ready)? {
            let planned = work.relative(&path);
            files.iter_mut().filter(|file| file.path == planned).for_each(|file| file.path = work.relative(&sibling));
        }
        Ok(files)
    }

    fn compose(&self, edition: Edition, chain_head: Option<&str>) -> Result<EditionFiles, Failure> {
        let desk_name = session::desk_name(&self.regime.config, &self.regime.register);
        let withdrawals = self.withdrawals()?;
        let is_final = edition != Edition::Draft;
        let earlier = if is_final { self.earlier()? } else { Vec::new() };
        let input = ProductInput { chain_head, earlier: &earlier, ..self.input(edition, &desk_name, &withdrawals) };
        let paths = self.paths(edition)?;
        let work = &self.session.work;
        let mut files = EditionFiles::default();
        let (made, makes) = mpsc::channel();
        let writer = writer_of(edition);
        // One after the other: all at once would be the most memory a run takes, and the first is nearly all of the work. Threads read
        // the long workbooks back, and digest every file.
        work.threads.in_place_scope(|threads| {
            for (place, ((_, _, compose), (kind, path))) in products::of_edition(edition, &self.regime.config).zip(paths).enumerate() {
                let composed = compose(&input).map_err(|e| unmade(&path, e.to_string()))?;
                let composed = match composed {
                    ProductBody::Letter(letter) => {
                        let filled = template::fill(&work.workspace, &letter).map_err(|cause| unmade(&path, cause))?;
                        (files.template, files.broken) = (Some(filled.seal(&work.archive)?), filled.broken);
                        Composed::Whole(filled.bytes)
                    }
                    ProductBody::Long(long) => Composed::Long(long, written_long(&work.threads, &writer, (long, &input), &path)?),
                    other @ (ProductBody::Text(_) | ProductBody::Book(_)) => Composed::Whole(agreed_by(&writer, other, &path)?),
                };
                let (made, writer, input) = (made.clone(), &writer, &input);
                threads.spawn(move |_| {
                    let bytes = match composed {
                        Composed::Whole(bytes) => Ok(bytes),
                        Composed::Long(long, written) => agreed_long(writer, written, (long, input), &path),
                    };
                    let ready = bytes.map(|bytes| Ready { is_final, ..Ready::new(kind, path, bytes) });
                    // Nobody waits for it where one of the others could not be composed.
                    drop(made.send((place, ready)));
                });
            }
            Ok::<(), Failure>(())
        })?;
        drop(made);
        let ready: BTreeMap<usize, Result<Ready, Failure>> = makes.into_iter().collect();
        files.ready = ready.into_values().collect::<Result<_, _>>()?;
        Ok(files)
    }

    /// Receipts of the files of earlier periods that figures still stand on.
    fn earlier(&self) -> Result<Vec<Receipt>, Failure> {
        let contents = trail::earlier_contents(&self.state.consolidation);
        let receipts = contents.into_iter().map(|sha256| self.session.ledger.receipt_of_content(sha256));
        Ok(receipts.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// The withdrawn versions in whose place the next release of the period stands.
    fn withdrawals(&self) -> Result<Vec<Withdrawal>, Failure> {
        let last = self.session.ledger.release(self.period)?.map_or(0, |release| release.version);
        Ok(self
            .session
            .ledger
            .withdrawals(self.period)?
            .into_iter()
            .filter(|withdrawal| withdrawal.version.is_none_or(|version| version > last))
            .collect())
    }

    fn input<'b>(&'b self, edition: Edition, desk_name: &'b str, withdrawals: &'b [Withdrawal]) -> ProductInput<'b> {
        let PeriodState { accepted, late, fingerprints, .. } = self.state;
        let rows = OfficeRows { accepted, late, fingerprints };
        ProductInput {
            consolidation: &self.state.consolidation,
            config: &self.regime.config,
            desk_name,
            edition,
            register_sha256: &self.regime.register_sha256,
            chain_head: None,
            admissions: &self.state.admissions,
            earlier: &[],
            rows: matches!(edition, Edition::Release { .. }).then_some(rows),
            replacement: self.replacement,
            withdrawals,
            hindrances: self.regime.hindrances,
        }
    }

    /// Writes a release and tells what left, to be sealed; `None` if not all of it did: then the release has not left,
    /// and the next run tries again. A product that stands beside another file has left.
    pub(super) fn release(&mut self, edition: Edition) -> Result<Option<Published>, Failure> {
        let failed = self.results.failures.len();
        let prepared = self.prepare(edition)?;
        if self.session.work.preview {
            preview::put(&self.session.work, prepared.ready.iter().map(|ready| (ready.path.as_path(), ready.bytes.as_slice())))?;
        }
        let template = prepared.template.clone();
        let files = self.publish_prepared(prepared)?;
        let whole = self
            .results
            .failures
            .iter()
            .skip(failed)
            .all(|failure| matches!(failure, Failure::ProductOpen { .. } | Failure::Occupied { .. } | Failure::Config { .. }));
        Ok(whole.then_some(Published { files, template }))
    }

    fn paths(&self, edition: Edition) -> Result<Vec<(Kind, PathBuf)>, Failure> {
        paths(self.session, &self.regime.config, (self.period, self.cutoffs), edition)
    }

    fn publish(&mut self, ready: Vec<Ready>) -> Result<Siblings, Failure> {
        publish_all(self.session, (self.period, self.run), ready, self.results)
    }
}

/// Prepared in the ledger, renamed into place, published in the ledger.
pub(super) fn publish_all(
    session: &Session,
    (period, run): (Period, i64),
    ready: Vec<Ready>,
    results: &mut Results,
) -> Result<Siblings, Failure> {
    let (work, ledger) = (&session.work, &session.ledger);
    let wanted: Vec<Ready> = ready.into_iter().filter(|r| !(r.once && work.workspace.disk.exists(&r.path))).collect();
    let changed =
        |r: &Ready| files::read_if_there(&work.workspace.disk, &r.path).map_or(true, |old| old.as_deref() != Some(r.bytes.as_slice()));
    let (changed, same): (Vec<Ready>, Vec<Ready>) = work.threads.install(|| wanted.into_par_iter().partition(changed));
    if work.dry {
        results.outputs.extend(changed.iter().map(|r| output(work, r)));
        return Ok(Siblings::new());
    }
    let occupied = |ready: &Ready| if ready.is_final && !ready.once { is_occupied(session, &ready.path) } else { Ok(false) };
    let occupied: Vec<Result<bool, Failure>> = changed.iter().map(occupied).collect();
    let announced: Vec<OutputLine> = changed.iter().map(|r| output(work, r)).collect();
    ledger
        .transaction(|ledger| announced.iter().try_for_each(|o| ledger.prepare_output(&o.path, o.kind.label(), period, &o.sha256, run)))?;
    let inbox = work.workspace.inbox();
    let put = |(ready, occupied): (&Ready, &Result<bool, Failure>)| {
        let (disk, path, bytes) = (&work.workspace.disk, &ready.path, &ready.bytes);
        match ready.kind {
            // An inbox is somebody else's: what stands on the way there may lead elsewhere.
            Kind::Feedback if path.starts_with(&inbox) => {
                office_folder::check(disk, &inbox, path)?;
                publish::publish_rebuildable(disk, path, bytes, work.now)
            }
            _ if occupied.clone()? => publish::publish_aside(disk, path, bytes),
            // Feedback and the message can be made again at any time: they need not wait for the disk.
            Kind::Feedback | Kind::Message => publish::publish_rebuildable(disk, path, bytes, work.now),
            _ => publish::publish_in_set(disk, path, bytes, work.now, ready.is_final),
        }
    };
    // What stands already may be of a run that was killed before it waited for the names.
    let stands = same.iter().filter(|ready| ready.is_final).map(|ready| ready.path.as_path());
    publish::wait_for_names(&work.workspace.disk, stands)?;
    let set = set::Set::of(&work.workspace.disk, &changed);
    let came = set.publish(|| work.threads.install(|| changed.par_iter().zip(&occupied).map(put).collect()));
    let open = |path, holder: &Holder, beside| Failure::ProductOpen { path, holder: holder.text().to_owned(), beside };
    let (mut published, mut beside) = (Vec::new(), Siblings::new());
    for ((announced, ready), result) in announced.into_iter().zip(&changed).zip(came) {
        let path = ready.path.clone();
        let (sibling, failure) = match result {
            Ok(Publication::Written | Publication::Unchanged) => {
                published.push(announced);
                continue;
            }
            Ok(Publication::Open(holder)) => (None, open(path, &holder, None)),
            Ok(Publication::Beside(sibling, holder)) => (Some(sibling.clone()), open(path, &holder, Some(sibling))),
            Ok(Publication::Aside(sibling)) => (Some(sibling.clone()), Failure::Occupied { path, beside: sibling }),
            Err(failure) => (None, failure),
        };
        results.failures.push(failure);
        if let Some(sibling) = sibling {
            let path = work.relative(&sibling);
            ledger.transaction(|ledger| {
                ledger.withdraw_output(&announced.path)?;
                ledger.prepare_output(&path, announced.kind.label(), period, &announced.sha256, run)
            })?;
            beside.insert(ready.path.clone(), sibling);
            published.push(OutputLine { path, ..announced });
        }
    }
    ledger.publish_outputs(&published.iter().map(|o| o.path.as_str()).collect::<Vec<_>>())?;
    results.outputs.extend(published);
    Ok(beside)
}

/// What a release leaves for the periods after it.
pub fn history_left(state: &PeriodState, before: &History) -> History {
    leave::history(&state.consolidation, &state.accepted, before, &state.fingerprints)
}
