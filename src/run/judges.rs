//! Who says what a received file is and what is wrong with it: what the ledger remembers, else a reading child. Nothing
//! that comes from an office is taken apart in this process.
//!
//! ```text
//! receipt → Content   (by content and form)                    ledger, else a child reads the original in the archive
//! Content → FileVerdict (by content, folder and basis)         ledger, else a child judges what was read
//! ```
//!
//! A basis is known by what it was made of, not by its bytes: most runs judge nothing new, and must not write a
//! province's register and history out to find that.

use crate::forms::Form;
use crate::io::archive::{self, Archive};
use crate::io::failure::{Action, Failure};
use crate::io::ledger::Ledger;
use crate::io::reader_pool::{Attempt, SentBasis, Validity, WorkbookReader};
use crate::judge::delivery::{self, Deliveries};
use crate::judge::facts::{ContentMemory, Facts};
use crate::judge::file::{Basis, FileJudgement, FileVerdict, FileVerdicts};
use crate::judge::input::PeriodInput;
use crate::merge::assemble::{PeriodState, assemble};
use crate::merge::proposals::Closures;
use crate::model::build::Build;
use crate::model::history::History;
use crate::model::inbox::{Content, Folder, Receipt};
use crate::model::period::Period;
use crate::model::releases::Releases;
use crate::model::workbook::Refusal;
use crate::run::receive::reading;
use crate::run::session::{Session, Start, Work};
use rayon::prelude::*;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// What use is made of what the ledger remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Memory {
    /// It is asked, and told what is new.
    Kept,
    /// It is asked, and told nothing: for commands that write nothing.
    Read,
    /// It is not believed: everything is read from the originals.
    Distrusted,
}

/// What contents are, by SHA-256.
pub type Contents = BTreeMap<String, Arc<Content>>;

/// Contents that were read, by SHA-256 and the name under which they came.
pub type ReadContents = BTreeMap<(String, String), Arc<Content>>;

/// Verdicts of this process, by SHA-256 of the content, its folder and the key of what it was held against.
pub type FreshVerdicts = BTreeMap<(String, Folder, String), FileVerdict>;

/// What is known of the contents of receipts.
#[derive(Debug)]
pub struct KnownContents<'r> {
    /// Those that are known by a note alone.
    pub contents: Contents,
    /// Those that were read.
    pub remembered: ContentMemory,
    /// A receipt of each of the others.
    pub unread: Vec<&'r Receipt>,
}

/// Judges of received files.
#[derive(Debug)]
pub struct Judges<'a> {
    /// What remembers earlier readings and judgements.
    pub ledger: &'a Ledger,
    /// Where the originals are; `None` if a content that nobody remembers is left out.
    pub archive: Option<&'a Archive>,
    /// Who turns bytes into cells and a judgement.
    pub pool: &'a dyn WorkbookReader,
    /// The program that reads, for messages.
    pub program: PathBuf,
    /// For judging many; `None` for one after the other.
    pub threads: Option<&'a rayon::ThreadPool>,
    /// What use is made of the ledger.
    pub memory: Memory,
    /// What was read for the same question about another week, by the same form and limits: it is not read twice.
    pub before: ReadContents,
    /// What was asked of the originals for this one.
    pub read: RefCell<ReadContents>,
    /// Verdicts that came with a content that was read; where the ledger is not believed, all that were given for this question.
    pub fresh: RefCell<FreshVerdicts>,
    /// Contents that were left unread to the next run, by SHA-256.
    pub left_over: RefCell<BTreeSet<String>>,
}

impl<'a> Judges<'a> {
    /// Those of a session.
    pub fn of(session: &'a Session) -> Self {
        let work = &session.work;
        Self {
            ledger: &session.ledger,
            archive: Some(&work.archive),
            pool: work.pool.as_ref(),
            program: work.readers.program().to_owned(),
            threads: Some(&work.threads),
            memory: Memory::Kept,
            before: ReadContents::new(),
            read: RefCell::default(),
            fresh: RefCell::default(),
            left_over: RefCell::default(),
        }
    }

    /// Those of a command that writes nothing into the ledger.
    pub fn reading(ledger: &'a Ledger, archive: Option<&'a Archive>, start: &Start, pool: &'a dyn WorkbookReader) -> Self {
        let (program, fresh, left_over) = (start.readers.program().to_owned(), RefCell::default(), RefCell::default());
        let (before, read) = (ReadContents::new(), RefCell::default());
        Self { ledger, archive, pool, program, threads: None, memory: Memory::Read, before, read, fresh, left_over }
    }

    /// What is known of the contents of receipts as they are by a form. None of them is loaded.
    pub fn known<'r>(&self, receipts: impl Iterator<Item = &'r Receipt>, form: &Form) -> Result<KnownContents<'r>, Failure> {
        let (reader, mut noted) = (reading::reader_name(form), noted(self.ledger)?);
        let (mut contents, mut named) = (Contents::new(), BTreeMap::new());
        let mut unread: BTreeMap<&str, &Receipt> = BTreeMap::new();
        for receipt in receipts {
            let sha256 = receipt.sha256.as_str();
            if contents.contains_key(sha256) || named.contains_key(sha256) || unread.contains_key(sha256) {
                continue;
            }
            if let Some(content) = noted.remove(sha256) {
                contents.insert(sha256.to_owned(), Arc::new(content));
                continue;
            }
            let remembered = if self.memory == Memory::Distrusted { None } else { self.ledger.period_named(sha256, &reader)? };
            match remembered {
                Some(name) => drop(named.insert(sha256.to_owned(), name)),
                None => drop(unread.insert(sha256, receipt)),
            }
        }
        Ok(KnownContents {
            contents,
            remembered: ContentMemory { reader, named, let_go: BTreeSet::new() },
            unread: unread.into_values().collect(),
        })
    }

    /// The contents at hand, and the remembered ones that can concern a period. One that is kept in another shape than
    /// today's is read anew.
    fn contents(&self, facts: &Facts, input: &PeriodInput<'_>) -> Result<Contents, Failure> {
        let mut contents = facts.contents.clone();
        let mut unread = Vec::new();
        for (sha256, receipt) in delivery::to_load(facts, input) {
            match self.ledger.content(sha256, &facts.remembered.reader)? {
                Some(content) => drop(contents.insert(sha256.to_owned(), Arc::new(content))),
                None => unread.push(receipt),
            }
        }
        contents.extend(self.read(&unread, input)?);
        Ok(contents)
    }

    /// Reads contents that nobody remembers from the archive, and judges them with it; none if there is no archive to
    /// read from.
    pub fn read(&self, unread: &[&Receipt], input: &PeriodInput<'_>) -> Result<Contents, Failure> {
        if self.memory != Memory::Distrusted {
            return self.read_originals(unread, input);
        }
        let key = |receipt: &Receipt| (receipt.sha256.clone(), receipt.file.name().to_owned());
        let (again, first): (Vec<&Receipt>, Vec<&Receipt>) = unread.iter().partition(|receipt| self.before.contains_key(&key(receipt)));
        let mut contents = self.read_originals(&first, input)?;
        contents.extend(again.iter().filter_map(|receipt| Some((receipt.sha256.clone(), self.before.get(&key(receipt))?.clone()))));
        let read = unread.iter().filter_map(|receipt| Some((key(receipt), contents.get(&receipt.sha256)?.clone())));
        self.read.borrow_mut().extend(read);
        Ok(contents)
    }

    fn read_originals(&self, unread: &[&Receipt], input: &PeriodInput<'_>) -> Result<Contents, Failure> {
        let Some(archive) = self.archive.filter(|_| !unread.is_empty()) else { return Ok(BTreeMap::new()) };
        let (against, pool, memory) = (sent(input), self.pool, self.memory);
        // A disk that fails once is asked once more.
        let original = |sha256: &str| archive.read(sha256).or_else(|_| archive.read(sha256));
        let read = |receipt: &&Receipt| match original(&receipt.sha256) {
            Ok(bytes) => Ok(reading::judgement(pool, &against, &bytes, receipt.file.name(), &receipt.file.folder)),
            Err(failure) if memory == Memory::Distrusted => Err(failure),
            // A file that cannot be had from the archive is no reason to lose all others: it is said of that file where it is lost or
            // damaged. One that lies there whole, as far as our disk says, is nobody's fault but ours, and the next run reads it.
            Err(_) => {
                let refusal = Refusal::Unsafe { cause: "bản lưu trong kho không còn đọc được".to_owned() };
                let made = FileJudgement::of(Content::Refused(refusal), &receipt.file.folder, against.basis());
                let waits = archive.size(&receipt.sha256).is_some() && !archive.is_damaged(&receipt.sha256);
                Ok(Attempt { made, validity: if waits { Validity::LeftOver } else { Validity::OfTheMoment } })
            }
        };
        let judgements = self.each(unread, read).into_iter().collect::<Result<Vec<Attempt<FileJudgement>>, Failure>>()?;
        self.check()?;
        if self.memory == Memory::Kept {
            // One that bears a mark of secrecy is known by the note that the run makes of it, or is read again for it.
            let marked = |content: &Content| content.extraction().is_some_and(|extraction| !extraction.secrecy_marks.is_empty());
            let lasting = unread.iter().zip(&judgements).filter(|(_, attempt)| attempt.validity == Validity::OfTheFile);
            let contents = lasting.map(|(receipt, attempt)| (receipt.sha256.as_str(), &attempt.made.content));
            let contents: Vec<(&str, &Content)> = contents.filter(|(_, content)| !marked(content)).collect();
            self.ledger.put_contents(&reading::reader_name(input.form), &contents)?;
        }
        let mut contents = BTreeMap::new();
        for (receipt, Attempt { made: FileJudgement { content, verdict }, validity }) in unread.iter().zip(judgements) {
            if validity == Validity::LeftOver {
                self.left_over.borrow_mut().insert(receipt.sha256.clone());
                continue;
            }
            let key = (receipt.sha256.clone(), receipt.file.folder.clone(), against.key().to_owned());
            self.fresh.borrow_mut().insert(key, verdict);
            contents.insert(receipt.sha256.clone(), Arc::new(content));
        }
        Ok(contents)
    }

    /// Assembles a period: what concerns it is found, each file that has rows is judged by a child or remembered, and
    /// the rest is pure.
    pub fn assemble(&self, facts: &Facts, input: &PeriodInput<'_>) -> Result<PeriodState, Failure> {
        let against = sent(input);
        let contents = self.contents(facts, input)?;
        let deliveries = delivery::deliveries(facts, &contents, input, &against.basis().register);
        let verdicts = self.verdicts(&deliveries, &against)?;
        Ok(assemble(facts, input, against.basis(), deliveries, verdicts))
    }

    fn verdicts(&self, deliveries: &Deliveries<'_>, against: &SentBasis<'_>) -> Result<FileVerdicts, Failure> {
        let mut verdicts = FileVerdicts::new();
        let mut unknown: Vec<(&Receipt, &Arc<Content>)> = Vec::new();
        for (receipt, content) in deliveries.workbooks() {
            match self.remembered(receipt, against.key())? {
                Some(verdict) => drop(verdicts.insert(receipt.seq, verdict)),
                None => unknown.push((receipt, content)),
            }
        }
        let pool = self.pool;
        let made = self.each(&unknown, |(receipt, content)| pool.verdict(content, &receipt.file.folder, against));
        self.check()?;
        if self.memory == Memory::Kept && !made.is_empty() {
            let lasting = unknown.iter().zip(&made).filter(|(_, attempt)| attempt.validity == Validity::OfTheFile);
            let kept: Vec<(&str, &Folder, &FileVerdict)> =
                lasting.map(|((receipt, _), attempt)| (receipt.sha256.as_str(), &receipt.file.folder, &attempt.made)).collect();
            self.ledger.put_judgements(against.key(), &kept)?;
        }
        if self.memory == Memory::Distrusted {
            let mut fresh = self.fresh.borrow_mut();
            // What was held against something else is another week's.
            fresh.retain(|(_, _, key), _| key == against.key());
            let of = |receipt: &Receipt| (receipt.sha256.clone(), receipt.file.folder.clone(), against.key().to_owned());
            let lasting = unknown.iter().zip(&made).filter(|(_, attempt)| attempt.validity == Validity::OfTheFile);
            fresh.extend(lasting.map(|((receipt, _), attempt)| (of(receipt), attempt.made.clone())));
        }
        verdicts.extend(unknown.iter().map(|(receipt, _)| receipt.seq).zip(made.into_iter().map(|attempt| attempt.made)));
        Ok(verdicts)
    }

    fn remembered(&self, receipt: &Receipt, key: &str) -> Result<Option<FileVerdict>, Failure> {
        let (sha256, folder) = (&receipt.sha256, &receipt.file.folder);
        if let Some(verdict) = self.fresh.borrow().get(&(sha256.clone(), folder.clone(), key.to_owned())) {
            return Ok(Some(verdict.clone()));
        }
        if self.memory == Memory::Distrusted { Ok(None) } else { self.ledger.judgement(sha256, folder, key) }
    }

    /// Several at a time, where there are threads for it.
    fn each<T: Sync, R: Send>(&self, list: &[T], make: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
        match self.threads {
            Some(threads) if list.len() > 1 => threads.install(|| list.par_iter().map(make).collect()),
            _ => list.iter().map(make).collect(),
        }
    }

    /// That no child could be started is our own fault: it must not stand in the ledger as a verdict on anybody's file.
    fn check(&self) -> Result<(), Failure> {
        match self.pool.failure() {
            Some(cause) => Err(Failure::Io { path: self.program.clone(), action: Action::Read, cause }),
            None => Ok(()),
        }
    }
}

/// What is known by a note alone, because it is not in the archive, by SHA-256.
pub fn noted(ledger: &Ledger) -> Result<BTreeMap<String, Content>, Failure> {
    let left_out = ledger.not_kept()?.into_iter().map(|(sha256, not_kept)| (sha256, not_kept.content));
    let secrets = ledger.secrets()?.into_iter().map(|(sha256, secret)| (sha256, secret.content()));
    Ok(left_out.chain(secrets).collect())
}

/// What the files of a period are held against, under its key.
pub fn sent<'a>(input: &PeriodInput<'a>) -> SentBasis<'a> {
    let basis = input.basis();
    let key = key(&Build::this(), input, &basis);
    SentBasis::new(basis, key)
}

/// The key of what files are held against. Rules have no revision of their own: a program of other sources judges anew,
/// whatever version it calls itself.
fn key(build: &Build, input: &PeriodInput<'_>, basis: &Basis<'_>) -> String {
    let reader = reading::reader_name(input.form);
    let of =
        (&build.source, reader, input.register_sha256, (input.history_of, input.history_revision), &basis.rules, &basis.span, basis.day);
    archive::sha256(format!("{of:?}").as_bytes())
}

/// What the current period is judged by: today's registers and configuration, and what earlier periods left.
pub fn todays_input<'a>(work: &'a Work, left: &'a Carryover) -> PeriodInput<'a> {
    let period = work.current_period();
    let config = &work.workspace.config;
    PeriodInput {
        period,
        cutoffs: work.rhythm().cutoffs(period).unwrap_or_else(|| config.schedule.plain(period)),
        register: &work.register.register,
        register_sha256: &work.register.sha256,
        config,
        history: &left.history,
        history_of: left.of,
        history_revision: &left.revision,
        freeze: None,
        now: work.now,
        form: &work.form,
    }
}

/// What earlier periods left for one.
#[derive(Debug, Clone, Default)]
pub struct Carryover {
    /// The accepted rows as the last of those releases left them.
    pub history: History,
    /// The period and version of the release that wrote them; `None` before the first release.
    pub of: Option<(Period, u32)>,
    /// What was taken out of them since, as a digest; blank if nothing was.
    pub revision: String,
}

impl Carryover {
    /// The same with the classes of the latest release up to a week that the desk chose for comparison, and before `period`: what
    /// comes after it is no past. `known`: as for [`left`].
    pub fn beside(
        mut self,
        ledger: &Ledger,
        (period, chosen): (Period, Option<Period>),
        known: Option<&Releases>,
    ) -> Result<Self, Failure> {
        if let Some(chosen) = chosen {
            let week = ledger.past(chosen.next().min(period), 1, known)?.weeks.into_iter().next();
            self.history.chosen = week.map(|(period, week)| (period, week.history.classes));
        }
        Ok(self)
    }
}

/// What earlier periods left for one, with what reports say that came late in the last of them, and without the proposals that the
/// desk answered since. `known`: the releases that were in
/// force then, and the last entry about proposals; `None` for those of now.
pub fn left(ledger: &Ledger, period: Period, known: Option<(&Releases, i64)>) -> Result<Carryover, Failure> {
    let Some((of, week)) = ledger.past(period, 1, known.map(|(releases, _)| releases))?.weeks.into_iter().next() else {
        return Ok(Carryover::default());
    };
    let mut history = week.history;
    ledger.late_rows(of, week.version)?.put_before(&mut history);
    let record = ledger.proposals()?;
    let record = known.map_or_else(|| record.clone(), |(_, last)| record.until(last));
    let settled = Closures::of(&record, period).settle_all(&mut history);
    let revision = if settled.is_empty() { String::new() } else { archive::sha256(settled.join(" ").as_bytes()) };
    Ok(Carryover { history, of: Some((of, week.version)), revision })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::register::Register;
    use crate::testing::{config, july, period_input};

    #[test]
    fn verdicts_are_found_again_by_the_same_sources_and_never_by_others() {
        let (config, history, register) = (config(), History::default(), Register::default());
        let input = PeriodInput { register_sha256: "aa", ..period_input(&register, &config, &history) };
        let of = |build: &Build, input: &PeriodInput<'_>| key(build, input, &input.basis());
        let this = Build::this();
        assert_eq!(of(&this, &input), sent(&input).key(), "the key is that of this build");
        let later = PeriodInput { now: july(11, 10, 5), ..input };
        assert_eq!(of(&Build { commit: None, ..this.clone() }, &later), of(&this, &input), "neither a commit nor the clock moves it");
        let changed = Build { source: "0".repeat(16), ..this.clone() };
        assert_eq!(changed.version, this.version);
        assert_ne!(of(&changed, &input), of(&this, &input), "a changed rule in a build of the same version");
        assert_ne!(of(&this, &PeriodInput { register_sha256: "bb", ..input }), of(&this, &input));
    }
}
