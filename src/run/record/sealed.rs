//! A release as it was: from its record to the registers, the configuration, the history and the freeze it was made
//! with, the facts that were known then, the state they give and the products that left. The one place where a sealed
//! release is made again: `verify` compares its bytes, a run repairs what is lost of it, `status` tells it. A further
//! version of a reopened period is made here as well, from the record it is going to have: so it is built the first
//! time as it will be built again.
//!
//! ```text
//! ReleaseRecord → SealedEdition (regime, cutoffs, history, freeze, form) → Facts of that time → PeriodState
//!                                     version before → its PeriodState → Replacement ↗ products → bytes
//! ```
//!
//! What happens afterwards changes none of it. "Then" is told by numbers of the ledger, never by today's state:
//! receipts, scans and exceptions up to the numbers in the record, releases that stand before it in the ledger and were in
//! force then, and the history that the latest of those left. So a later version of an earlier week does not reach back
//! into a week that was released from the first one.
//!
//! **A further version** is one before which another of its period was in force. The release that takes the place of one
//! that was withdrawn is none: the week went on, and it is made as any first release is.
//!
//! A further version takes in what the first one could not: reports received since, exceptions granted since,
//! corrected registers and configuration, also on who had to report. It keeps what was decided with the first one: its cutoffs and calendar, its
//! on-time set, "lập sau hạn" or not, and that late is late. A correction sent after the release is a late version like
//! any other: it enters by `admit` (or `late_reports = "include"`), never by itself. Otherwise whoever sends last would
//! change released figures without anybody having decided so.
//!
//! One file, because each kind of edition fills the same record, and a field that one of them leaves out is found again nowhere.

use crate::forms::Form;
use crate::io::archive::{self, Archive};
use crate::io::failure::Failure;
use crate::io::ledger::{FreezeGrowth, Ledger, ReleaseRecord, ReleaseTime, Void};
use crate::io::workspace::Workspace;
use crate::judge::facts::{Cut, Facts, ReleaseCut};
use crate::judge::input::PeriodInput;
use crate::merge::assemble::PeriodState;
use crate::merge::versions::{self, Side};
use crate::model::consolidation::Edition;
use crate::model::cutoff::Cutoffs;
use crate::model::freeze::Freeze;
use crate::model::hindrances::Hindrances;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::releases::Releases;
use crate::model::replacement::Replacement;
use crate::products::{self, Kind};
use crate::run::judges::{self, Carryover, Judges};
use crate::run::products::{Regime, to_bytes_of};
use crate::run::receive;
use crate::run::session::archived_config::archived_config;
use crate::run::session::form::sealed_form;
use crate::run::session::schedule::{HourBooks, WrittenHours};
use crate::run::session::{self, RegisterInUse, Session, Work, identity};
use crate::sheets::input::ProductInput;
use crate::text::calendar;
use std::sync::{Arc, Mutex, PoisonError};

/// Where releases are kept.
#[derive(Debug, Clone, Copy)]
pub struct Records<'a> {
    /// The workspace, for its configuration and its forms.
    pub workspace: &'a Workspace,
    /// The ledger that holds the records.
    pub ledger: &'a Ledger,
    /// The archive that holds what they were made of.
    pub archive: &'a Archive,
    /// Registers that need not be read from the archive where a release was made with them.
    pub register: Option<&'a RegisterInUse>,
    /// What was understood last, for who opens one edition after the other and writes nothing meanwhile.
    pub understood: Option<&'a Understood>,
}

/// What was understood last of the archive and the ledger. Weeks that follow each other have nearly always the same register, freeze and
/// release of a week start from the same past, and to understand these costs more than all else of opening an edition.
#[derive(Debug, Default)]
pub struct Understood {
    /// By its address.
    register: Last<String, Register>,
    left: Last<PastOf, Carryover>,
}

/// What decides what earlier periods left for an edition: its period, the release that left it, the last entry about proposals that it
/// knew.
type PastOf = (Period, Option<(Period, u32)>, i64);

/// What was made last, by what it was made of.
type Last<K, V> = Mutex<Option<(K, V)>>;

fn last_or<K: PartialEq, V: Clone>(last: &Last<K, V>, of: K, make: impl FnOnce() -> Result<V, Failure>) -> Result<V, Failure> {
    // A thread that panicked left nothing half-done here: the value is put whole.
    let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, value)) = last.as_ref().filter(|(key, _)| *key == of) {
        return Ok(value.clone());
    }
    let value = make()?;
    *last = Some((of, value.clone()));
    Ok(value)
}

/// What a version is made with that is made now.
#[derive(Debug)]
pub struct Today {
    /// Today's registers and configuration.
    pub regime: Regime,
    /// The form in force.
    pub form: Form,
    /// The clerk's receipt book, in the archive.
    pub book_sha256: Option<String>,
    /// The instant the command started.
    pub now: Moment,
}

impl Today {
    /// What a session works with, and the receipt book it read.
    pub fn of(session: &Session, book_sha256: Option<String>) -> Self {
        Self { regime: Regime::today(session), form: session.work.form.clone(), book_sha256, now: session.work.now }
    }
}

/// The records of a session.
pub fn records(session: &Session) -> Records<'_> {
    let Work { workspace, archive, register, .. } = &session.work;
    Records { workspace, ledger: &session.ledger, archive, register: Some(register), understood: None }
}

/// What a release was made with, apart from the facts.
#[derive(Debug)]
pub struct SealedEdition {
    /// Its record; of a freeze, what stands in its place.
    pub record: ReleaseRecord,
    /// Frozen, or which version of the release.
    pub edition: Edition,
    /// Registers and configuration, as they were then.
    pub regime: Regime,
    /// The period's cutoffs by them.
    pub cutoffs: Cutoffs,
    /// What earlier periods had left then.
    pub left: Carryover,
    /// The freeze as it was then.
    pub freeze: Option<Freeze>,
    /// The form in force then.
    pub form: Form,
    /// The facts that were known then.
    pub cut: ReleaseCut,
    /// What the freeze fixed and is not known any more: what was written later stands in its place.
    pub lost: Vec<Failure>,
}

impl Records<'_> {
    /// Finds what a release was made with.
    ///
    /// # Errors
    ///
    /// The archive does not hold what the record names, or it cannot be understood.
    pub fn open(&self, record: &ReleaseRecord) -> Result<SealedEdition, Failure> {
        let (regime, form) = (self.regime(record)?, self.form(record)?);
        self.sealed(record.clone(), regime, form)
    }

    /// Finds what a freeze was made with, without what it fixed: set and hours are to be found again. `None` if version 0.1 made
    /// it, which sealed less.
    ///
    /// # Errors
    ///
    /// As of [`Records::open`].
    pub fn open_freeze(&self, freeze: &Freeze) -> Result<Option<SealedEdition>, Failure> {
        let (Some(register_sha256), Some(config_sha256), Some(seal)) = (&freeze.register_sha256, &freeze.config_sha256, &freeze.seal)
        else {
            return Ok(None);
        };
        let record = ReleaseRecord {
            period: freeze.period,
            version: 1,
            at: freeze.at,
            late: false,
            by_itself: false,
            register_sha256: register_sha256.clone(),
            config_sha256: config_sha256.clone(),
            receipt_book_sha256: None,
            last_receipt: freeze.last_receipt,
            receipts_head: None,
            last_clerk_row: freeze.last_clerk_row,
            last_proposal: freeze.last_proposal,
            clerk_rows_head: None,
            last_scan: freeze.last_scan,
            files: freeze.files.clone(),
            arriving: freeze.arriving.clone(),
            untouched_forms: freeze.untouched_forms.clone(),
            last_exception: freeze.last_exception,
            freeze: Some(freeze.as_made()),
            seal: Some(seal.clone()),
            history_sha256: None,
        };
        // Of a freeze that did not keep its hours nothing can be compared, and what is written with it gives them.
        let unfrozen = freeze.terms.as_ref().map(|_| freeze.period);
        let (regime, form) = (self.regime_of(register_sha256, config_sha256, freeze.at, unfrozen)?, self.form(&record)?);
        let known = match freeze.last_release {
            Some(last) => last.checked_add(1),
            // One that did not note it knows the releases by their times.
            None => {
                let void_then = |r: &ReleaseTime| r.void.is_some_and(|void| void.at <= freeze.at);
                let mut times = self.ledger.release_times()?.into_iter().filter(|r| !void_then(r));
                times.find(|r| r.at > freeze.at || r.period == freeze.period).map(|r| r.seq)
            }
        };
        let sealed = self.sealed_as((Edition::Frozen, known), record, regime, form)?;
        Ok(Some(SealedEdition { freeze: None, ..sealed }))
    }

    /// Finds what a freeze held that grew by evidence, with what was known then; `before` is the freeze without it. `None` if
    /// the freeze did not keep what it was made with.
    ///
    /// # Errors
    ///
    /// As of [`Records::open`].
    pub fn open_growth(&self, before: &Freeze, growth: &FreezeGrowth) -> Result<Option<SealedEdition>, Failure> {
        let Some(made) = self.open_freeze(before)? else { return Ok(None) };
        let at = growth.at.map_or(before.at, |at| at.max(before.at));
        let record = ReleaseRecord {
            at,
            register_sha256: growth.register_sha256.clone().unwrap_or(made.record.register_sha256),
            config_sha256: growth.config_sha256.clone().unwrap_or(made.record.config_sha256),
            last_receipt: growth.last_receipt,
            last_clerk_row: growth.last_clerk_row,
            last_scan: growth.last_scan,
            last_exception: Some(growth.last_exception),
            freeze: Some(before.clone()),
            ..made.record
        };
        let regime = self.regime_of(&record.register_sha256, &record.config_sha256, at, None)?;
        self.sealed_as((Edition::Frozen, growth.last_release.checked_add(1)), record, regime, made.form).map(Some)
    }

    /// The form it was made with; today's, if version 0.1 made it, which sealed none.
    fn form(&self, record: &ReleaseRecord) -> Result<Form, Failure> {
        let Some(seal) = &record.seal else { return session::form(Some(self.workspace), record.at) };
        sealed_form(self.workspace, seal, record.at)
    }

    /// What the next version of a released period is made with if it is made at `now`: today's registers and
    /// configuration, and everything the ledger knows. Its record lacks the files.
    pub fn again(&self, last: &ReleaseRecord, today: Today) -> Result<SealedEdition, Failure> {
        let Today { regime, form, book_sha256, now } = today;
        let record = ReleaseRecord {
            period: last.period,
            version: self.ledger.next_version(last.period)?,
            at: now,
            late: last.late,
            by_itself: false,
            register_sha256: regime.register_sha256.clone(),
            config_sha256: String::new(),
            receipt_book_sha256: book_sha256,
            last_clerk_row: self.ledger.last_book_entry()?,
            last_proposal: self.ledger.last_proposal()?,
            last_receipt: self.ledger.last_receipt()?,
            receipts_head: None,
            clerk_rows_head: None,
            last_scan: self.ledger.last_scan()?.map(|(id, _)| id),
            files: Vec::new(),
            // The week is over: nothing is arriving for it that was not then.
            arriving: last.arriving.clone(),
            untouched_forms: last.untouched_forms.clone(),
            last_exception: Some(self.ledger.last_exception()?),
            freeze: self.open(last)?.freeze,
            seal: None,
            history_sha256: None,
        };
        self.sealed(record, regime, form)
    }

    fn sealed(&self, record: ReleaseRecord, regime: Regime, form: Form) -> Result<SealedEdition, Failure> {
        let edition = Edition::Release { version: record.version, late: record.late };
        let this = self.number(&record)?;
        self.sealed_as((edition, this), record, regime, form)
    }

    /// The number of a release among all; `None` if it is still to be made.
    fn number(&self, record: &ReleaseRecord) -> Result<Option<i64>, Failure> {
        let is_this = |release: &ReleaseTime| (release.period, release.version) == (record.period, record.version);
        Ok(self.ledger.release_times()?.into_iter().find(is_this).map(|release| release.seq))
    }

    /// `this`: it knew the releases before this number; `None` if it knew all.
    fn sealed_as(
        &self,
        (edition, this): (Edition, Option<i64>),
        record: ReleaseRecord,
        mut regime: Regime,
        form: Form,
    ) -> Result<SealedEdition, Failure> {
        let cut = self.cut_before(&record, this)?;
        if let Some((first, _)) = cut.before.first(record.period) {
            self.keep_hours(&mut regime, (record.period, first))?;
        }
        let freeze = freeze(self.ledger, &record)?;
        let further = cut.before.is_released(record.period);
        let lost = regime.keep_frozen(self.workspace, freeze.as_ref(), !further).failures();
        let Some(cutoffs) = regime.rhythm().cutoffs(record.period) else {
            return Err(Failure::calendar(calendar::no_report(regime.rhythm(), record.period), ""));
        };
        // What the latest period before this one had left when the release was made: of the version that was its last then.
        let left = self.left(&cut.before, &record)?;
        let left = left.beside(self.ledger, (record.period, regime.config.policy.compare_with), Some(&cut.before))?;
        Ok(SealedEdition { record, edition, regime, cutoffs, left, freeze, form, cut, lost })
    }

    fn left(&self, before: &Releases, record: &ReleaseRecord) -> Result<Carryover, Failure> {
        let left = || judges::left(self.ledger, record.period, Some((before, record.last_proposal)));
        let Some(understood) = self.understood else { return left() };
        let by = before.latest().range(..record.period).next_back().map(|(period, version)| (*period, *version));
        last_or(&understood.left, (record.period, by, record.last_proposal), left)
    }

    /// A release as a cut through the facts.
    pub fn cut(&self, record: &ReleaseRecord) -> Result<ReleaseCut, Failure> {
        self.cut_before(record, self.number(record)?)
    }

    fn cut_before(&self, record: &ReleaseRecord, this: Option<i64>) -> Result<ReleaseCut, Failure> {
        let releases = self.ledger.release_times()?;
        Ok(ReleaseCut {
            period: record.period,
            at: record.at,
            last_receipt: record.last_receipt,
            last_clerk_row: record.last_clerk_row,
            last_proposal: record.last_proposal,
            last_scan: record.last_scan,
            last_exception: record.last_exception,
            arriving: record.arriving.clone(),
            untouched_forms: record.untouched_forms.clone(),
            book_sha256: record.receipt_book_sha256.clone(),
            before: in_force_before(&releases, this, record),
        })
    }

    fn regime(&self, record: &ReleaseRecord) -> Result<Regime, Failure> {
        self.regime_of(&record.register_sha256, &record.config_sha256, record.at, None)
    }

    /// Registers and configuration of a moment, with what was known then of the hours of its weeks, but for the freeze of
    /// `unfrozen`.
    fn regime_of(&self, register_sha256: &str, config_sha256: &str, at: Moment, unfrozen: Option<Period>) -> Result<Regime, Failure> {
        let Records { workspace, ledger, archive, understood, .. } = *self;
        let understand = || session::understand_sealed(archive, register_sha256, &workspace.register_file());
        let mut register = match self.register.filter(|today| today.sha256 == register_sha256) {
            Some(today) => Register::clone(&today.register),
            None => match understood {
                Some(understood) => last_or(&understood.register, register_sha256.to_owned(), understand)?,
                None => understand()?,
            },
        };
        let mut config = archived_config(workspace, archive, config_sha256)?;
        identity::bound(&mut config, ledger, at)?;
        register = register.seen_from(&config.desk.code);
        let written = WrittenHours { schedule: &config.schedule, config_sha256, register_sha256 };
        HourBooks { workspace, ledger }.tell(&mut register.calendar, written, at, unfrozen)?;
        Ok(Regime { register: Arc::new(register), register_sha256: register_sha256.to_owned(), config, hindrances: Hindrances::default() })
    }

    /// Who was late was decided with the hours of the first version.
    fn keep_hours(&self, regime: &mut Regime, (period, first): (Period, u32)) -> Result<(), Failure> {
        if !regime.register.calendar.terms.contains_key(&period)
            && let Some(first) = self.ledger.versions_of(period)?.iter().find(|record| record.version == first)
        {
            let terms = self.regime(first)?.rhythm().terms(period);
            Arc::make_mut(&mut regime.register).calendar.terms.extend(terms.map(|terms| (period, terms)));
        }
        Ok(())
    }

    /// What a further version replaces and says differently; none for a first version.
    pub fn replacement(&self, sealed: &SealedEdition, state: &PeriodState, judges: &Judges<'_>) -> Result<Option<Replacement>, Failure> {
        let (period, by_version) = (sealed.record.period, sealed.record.version);
        let Some((last, _)) = sealed.cut.before.last(period) else { return Ok(None) };
        let versions = self.ledger.versions_of(period)?;
        let Some(last) = versions.iter().find(|record| record.version == last) else { return Ok(None) };
        let reopening = self.ledger.reopening_of(period, last.version)?;
        let before = self.open(last)?;
        let replaced = before.assemble(judges, &before.facts(judges)?)?;
        let differences = versions::differences(&before.form, side(&replaced), side(state));
        Ok(reopening.map(|r| Replacement {
            version: last.version,
            by_version,
            released_at: last.at,
            reason: r.reason,
            by: r.by,
            reopened_at: r.at,
            differences,
        }))
    }
}

impl SealedEdition {
    /// The facts as they were when the release was made.
    pub fn facts(&self, judges: &Judges<'_>) -> Result<Facts, Failure> {
        let first = self.cut.before.first(self.record.period).map_or(self.record.at, |(_, at)| at);
        let rhythm = self.regime.rhythm();
        let since = receive::reach(first, self.record.period, rhythm);
        let mut facts = receive::facts_since(judges.ledger, since)?.as_of(Cut::Release(&self.cut));
        receive::look_into(judges, &mut facts, first, rhythm, &self.input())?;
        Ok(facts)
    }

    /// The state of the period by these facts: those of that time, or later ones if what came since is answered.
    pub fn assemble(&self, judges: &Judges<'_>, facts: &Facts) -> Result<PeriodState, Failure> {
        judges.assemble(facts, &self.input())
    }

    fn input(&self) -> PeriodInput<'_> {
        PeriodInput {
            period: self.record.period,
            cutoffs: self.cutoffs,
            register: &self.regime.register,
            register_sha256: &self.regime.register_sha256,
            config: &self.regime.config,
            history: &self.left.history,
            history_of: self.left.of,
            history_revision: &self.left.revision,
            freeze: self.freeze.as_ref(),
            now: self.record.at,
            form: &self.form,
        }
    }

    /// The hashes of the products that a state of it gives, as version 0.1 made them.
    pub fn product_hashes(&self, state: &PeriodState, replacement: Option<&Replacement>) -> Result<Vec<(Kind, String)>, Failure> {
        let desk_name = session::desk_name(&self.regime.config, &self.regime.register);
        let input = ProductInput {
            consolidation: &state.consolidation,
            config: &self.regime.config,
            desk_name: &desk_name,
            edition: self.edition,
            register_sha256: &self.regime.register_sha256,
            chain_head: None,
            admissions: &state.admissions,
            earlier: &[],
            rows: None,
            replacement,
            withdrawals: &[],
            hindrances: self.regime.hindrances,
        };
        let hash = |(kind, _, compose): (Kind, _, products::OfFigures)| {
            let failed = |cause: String| Failure::Product { path: self.record.period.to_string().into(), cause };
            let composed = compose(&input).map_err(|e| failed(e.to_string()))?;
            Ok((kind, archive::sha256(&to_bytes_of(composed, &input).map_err(failed)?)))
        };
        let made_then = |(kind, ..): &(Kind, _, _)| kind.is_of_first_version();
        products::of_edition(input.edition, input.config).filter(made_then).map(hash).collect()
    }
}

fn side(state: &PeriodState) -> Side<'_> {
    Side { consolidation: &state.consolidation, accepted: &state.accepted }
}

/// The registers and the configuration that a freeze was made with; `None` if it did not keep them.
pub fn regime_of_freeze(records: &Records<'_>, freeze: &Freeze) -> Result<Option<Regime>, Failure> {
    let (Some(register_sha256), Some(config_sha256)) = (&freeze.register_sha256, &freeze.config_sha256) else { return Ok(None) };
    records.regime_of(register_sha256, config_sha256, freeze.at, None).map(Some)
}

/// The releases before this number that were in force when the one of this record was made.
fn in_force_before(releases: &[ReleaseTime], this: Option<i64>, record: &ReleaseRecord) -> Releases {
    let decided = |void: Void| record.last_exception.map_or(void.at <= record.at, |last| void.seq <= last);
    let before = releases.iter().take_while(|r| this.is_none_or(|this| r.seq < this));
    before.filter(|r| !r.void.is_some_and(decided)).map(|r| (r.period, r.version, r.at)).collect()
}

/// The freeze that the record sealed; for a record of before that was done, the ledger's without what came later.
fn freeze(ledger: &Ledger, record: &ReleaseRecord) -> Result<Option<Freeze>, Failure> {
    if record.freeze.is_some() {
        return Ok(record.freeze.clone());
    }
    Ok(ledger.freeze(record.period)?.map(|freeze| freeze.until(record.last_receipt)))
}
