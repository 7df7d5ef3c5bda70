//! When has a file arrived? (`src/docs/receipt.md`, "Arrived") The inbox is scanned, and each file that the ledger does
//! not know as it is now must show the same size and time at two looks, have its end, and not change while it is
//! copied.
//!
//! ```text
//! scan → wait once (settle) → second look → take and read ─┬─→ Sighting
//!                                     gone for the moment ─┴─→ look again after 2, 5, 10 s → take and read → Sighting |
//! gone
//! ```
//!
//! Excel saves by writing a temporary file, removing the old one and renaming the new one, so for a moment a report
//! does not exist. Such files are waited for once, all of them together, and one that came back needs two looks like
//! any other. While a temporary file of Excel lies there the inbox is scanned once more after the wait: what was not
//! there in the middle of the save is there then. A rehearsal waits for nothing.
//!
//! A file that is gone for good is not among those seen: nothing lies there, and nothing is known of it but a name that
//! a folder once listed. It is told to the person, and its area does not count as looked at: what a listing shows and
//! an opening denies is unknown, never "not submitted".
//!
//! Each look and each taking has the time limit of `[limits] operation_seconds_max` in a thread that may be left
//! behind, so a file that hangs costs its own line and no more.
//!
//! One file, because every look and every taking is a step of the same pass and asks the same memory of the inbox.

use crate::forms::{as_issued, desk_file};
use crate::io::archive::{self, ArriveError, WholeFile};
use crate::io::failure::Failure;
use crate::io::inbox::{self, Scan, ScannedFile, Terms};
use crate::io::ledger::{DeskFile, KnownFile, PendingFile};
use crate::io::reader_pool::{Attempt, SentBasis, Validity};
use crate::judge::attribute::{self, HandedOn};
use crate::judge::file::{FileJudgement, FileVerdict};
use crate::model::agency::AgencyCode;
use crate::model::desk_report::DeskFault;
use crate::model::inbox::{Content, Folder};
use crate::model::not_kept::{self, NotKept};
use crate::model::period::Period;
use crate::model::secret::Secret;
use crate::reader;
use crate::run::receive::reading;
use crate::run::receive::secrets;
use crate::run::session::Work;
use crate::run::session::progress::Progress;
use crate::text::areas::{Areas, folded};
use chrono::TimeDelta;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A file without its end that stays unchanged this long and over two runs is received and judged.
const ARRIVING_MINUTES_MAX: i64 = 10;

/// Two runs this close together, as by hand, are no more than two looks.
const RUNS_APART_SECONDS_MIN: i64 = 60;

/// Seconds before each further look for a file that is gone for the moment.
const LOOK_AGAIN_AFTER: [u32; 3] = [2, 5, 10];

/// What became of one file.
#[derive(Debug)]
pub enum Sighting {
    /// As the ledger knows it.
    Known,
    /// Same content, new times.
    Touched,
    /// A content that this path did not have before.
    New(Box<NewFile>),
    /// A desk wrote it, this one or another: no report. Whose form it is as it was issued, and for which period; `None` of
    /// anything else.
    OfDesk(Option<(AgencyCode, Period)>),
    /// A consolidated workbook of an agency that the register does not call a desk, in no folder of its own. Which is told in every run.
    OfNoDesk(AgencyCode),
    /// What a desk wrote instead of its release, or a release that cannot be read, where nobody knows of which desk. Told in every run.
    OfSomeDesk(DeskFault),
    /// It lies among answers under the name of a form, and this desk did not put it there: another desk's form as it was put, or a
    /// report. Told in every run.
    AmongAnswers,
    /// Not complete yet, or it changed between two looks.
    Arriving,
    /// Not there, at least for the moment.
    Gone,
    /// The file system refused it.
    Unreadable(String),
    /// Our own archive could not be written.
    Failed(Failure),
}

impl Sighting {
    /// Can what stands at the path be what was received there? It cannot where a desk wrote it.
    pub fn may_be_received(&self) -> bool {
        !matches!(self, Self::OfDesk(_) | Self::OfNoDesk(_) | Self::OfSomeDesk(_) | Self::AmongAnswers)
    }
}

/// A file that is new here, and what it is.
#[derive(Debug)]
pub struct NewFile {
    /// SHA-256 of its content, which is in the archive and not flushed yet.
    pub sha256: String,
    /// The workbook as read, or why it is none.
    pub content: Content,
    /// What is wrong with it by itself, if it was read.
    pub verdict: Option<FileVerdict>,
    /// For how long both are true.
    pub validity: Validity,
    /// What may be kept of it where it bears a mark of secrecy; its content is not in the archive then.
    pub secret: Option<Secret>,
    /// What is known of it where its content is not in the archive for another reason.
    pub not_kept: Option<NotKept>,
}

/// What the ledger knows of the inbox.
#[derive(Debug)]
pub struct Before {
    /// Files as they were seen last, by path.
    pub known: BTreeMap<String, KnownFile>,
    /// Files that had not arrived, by path.
    pub pending: BTreeMap<String, PendingFile>,
    /// How many folders there were.
    pub present: Option<u32>,
    /// Files that desks wrote, as they were seen last, by path.
    pub desk_files: BTreeMap<String, DeskFile>,
    /// SHA-256 of every form that was issued.
    pub issued: BTreeSet<String>,
    /// Forms that this desk put among answers: SHA-256 of what stands there or was to, by folded path as `outputs` has it.
    pub answer_forms: BTreeMap<String, Vec<String>>,
    /// Contents that were found to bear a mark of secrecy, by SHA-256.
    pub secrets: BTreeMap<String, Secret>,
    /// Other contents that are not in the archive, by SHA-256.
    pub not_kept: BTreeMap<String, NotKept>,
}

/// The inbox as it is now.
#[derive(Debug)]
pub struct InboxState {
    /// What was scanned, without its files.
    pub scan: Scan,
    /// The files, by path, and what became of each.
    pub files: Vec<(ScannedFile, Sighting)>,
    /// The key of what new ones were held against.
    pub basis: Option<String>,
    /// Files that were listed and are gone for good, by path.
    pub gone: Vec<String>,
    /// By what the next scan is told from this one; `None` if something was on its way.
    pub seen_again: Option<String>,
}

/// Looks at everything that lies in the inbox.
///
/// `against` says what new files are held against; it is asked only if there may be one.
pub fn arrive<'a>(
    work: &'a Work,
    before: &'a Before,
    against: impl FnOnce() -> Result<SentBasis<'a>, Failure>,
    progress: &dyn Progress,
) -> Result<InboxState, Failure> {
    let mut pass = Pass { work, before, against: None, terms: &Terms::of(&work.workspace.config, work.now) };
    let mut scan = pass.scan()?;
    inbox::check_not_shrunk(&work.workspace.inbox(), &scan, before.present)?;
    let seen_again = scan.is_steady().then(|| scan.digest());
    let files = std::mem::take(&mut scan.files);
    let mut sought: Vec<MissingFile> = std::mem::take(&mut scan.vanished).into_iter().map(MissingFile::gone).collect();
    let fresh = files.iter().any(|file| pass.is_fresh(file));
    if fresh || scan.saving || !sought.is_empty() {
        pass.against = Some(against()?);
    }
    let seconds = pass.settle_seconds(&scan);
    let settled = !pass.terms.rehearsal && seconds > 0 && (fresh || scan.saving);
    if settled {
        // Once for all fresh files of a run.
        progress.say(&format!("Có tệp mới; chờ {seconds} giây để chắc tệp đã chép xong."));
        work.pause.wait(seconds);
    }
    if settled && scan.saving {
        sought.extend(pass.appeared(&files, &sought)?);
    }
    progress.start(files.len());
    let looked: Vec<Sighting> = work.threads.install(|| files.par_iter().map(|file| pass.look(file, settled, progress)).collect());
    progress.finish();
    let basis = pass.against.as_ref().map(|against| against.key().to_owned());
    let mut arrived = InboxState { scan, files: Vec::new(), basis, gone: Vec::new(), seen_again };
    for (file, looked) in files.into_iter().zip(looked) {
        match looked {
            Sighting::Gone => sought.push(MissingFile::gone(file)),
            looked => arrived.files.push((file, looked)),
        }
    }
    if !sought.is_empty() {
        pass.seek(&mut sought, seconds);
        pass.found(sought, &mut arrived);
    }
    arrived.files.sort_by(|a, b| a.0.file.path.cmp(&b.0.file.path));
    Ok(arrived)
}

/// A file that was gone for the moment.
struct MissingFile {
    file: ScannedFile,
    /// Since how many seconds it has looked as it does now; none while it is not there.
    since: Option<u32>,
    /// It was seen twice alike.
    steady: bool,
    refused: Option<String>,
}

impl MissingFile {
    fn gone(file: ScannedFile) -> Self {
        Self { file, since: None, steady: false, refused: None }
    }
}

/// What the looks of a run have in common.
struct Pass<'a> {
    work: &'a Work,
    before: &'a Before,
    /// What new files are held against; `None` if there can be none.
    against: Option<SentBasis<'a>>,
    terms: &'a Terms,
}

impl Pass<'_> {
    fn scan(&self) -> Result<Scan, Failure> {
        let workspace = &self.work.workspace;
        let register = &self.work.register.register;
        inbox::scan(&workspace.disk, &workspace.inbox(), &Areas::new(register), &workspace.not_inbox(register), self.terms)
    }

    /// The wait between two looks.
    fn settle_seconds(&self, scan: &Scan) -> u32 {
        let policy = &self.work.workspace.config.policy;
        if scan.slow { policy.settle_seconds.max(policy.settle_seconds_remote) } else { policy.settle_seconds }
    }

    fn known(&self, file: &ScannedFile) -> Option<&KnownFile> {
        self.before.known.get(&file.file.path)
    }

    /// Has the file another size or time than the ledger knows, or is it not known at all? One that was left out for its
    /// size is fresh as soon as the limit lets it in.
    fn is_fresh(&self, file: &ScannedFile) -> bool {
        if self.is_form_of_unknown(file) {
            return false;
        }
        let like_known = self.known(file).is_some_and(|k| k.size == file.file.size && k.modified_ns == file.modified_ns);
        (!like_known && self.of_desk(file).is_none()) || self.fits_now(file)
    }

    /// What this desk put among answers at the path of the file.
    fn put_here(&self, file: &ScannedFile) -> Option<&Vec<String>> {
        if self.before.answer_forms.is_empty() {
            return None;
        }
        self.before.answer_forms.get(&folded(&self.work.relative(&file.real)))
    }

    /// Does it lie among answers under the name of a form that this desk did not put there?
    fn is_form_of_unknown(&self, file: &ScannedFile) -> bool {
        inbox::is_form_among_answers(&file.file.path) && self.known(file).is_none() && self.put_here(file).is_none()
    }

    /// What is known of it as it is now, if a desk wrote it. In the folder of a desk below that is asked anew: the register may say
    /// only since then that this one hands on.
    fn of_desk(&self, file: &ScannedFile) -> Option<&DeskFile> {
        let register = &self.work.register.register;
        let hands_on = matches!(&file.file.folder, Folder::Agency(owner) if register.is_desk_below(owner));
        let known = self.before.desk_files.get(&file.file.path).filter(|known| known.form.is_some() || !hands_on);
        known.filter(|known| known.is_like(file.file.size, file.modified_ns))
    }

    /// Was it left out for its size, and fits today's limit?
    fn fits_now(&self, file: &ScannedFile) -> bool {
        let left_out = self.known(file).and_then(|known| self.before.not_kept.get(&known.sha256)).is_some_and(NotKept::too_large);
        left_out && file.file.size <= self.work.workspace.config.limits.file_bytes_max
    }

    /// Fresh files that lie in the inbox now and did not a moment ago.
    fn appeared(&self, files: &[ScannedFile], sought: &[MissingFile]) -> Result<Vec<MissingFile>, Failure> {
        let listed: BTreeSet<&str> = files.iter().chain(sought.iter().map(|s| &s.file)).map(|f| f.file.path.as_str()).collect();
        let new = self.scan()?.files.into_iter().filter(|file| !listed.contains(file.file.path.as_str()) && self.is_fresh(file));
        Ok(new.map(|file| MissingFile { since: Some(0), ..MissingFile::gone(file) }).collect())
    }

    /// The second look, and the taking.
    fn look(&self, file: &ScannedFile, settled: bool, progress: &dyn Progress) -> Sighting {
        let looked = if let Some(known) = self.of_desk(file) {
            Sighting::OfDesk(known.form.clone())
        } else if self.is_form_of_unknown(file) {
            Sighting::AmongAnswers
        } else if !self.is_fresh(file) {
            Sighting::Known
        } else if settled {
            match inbox::look_again(&self.work.workspace.disk, file, self.terms) {
                Ok(Some(again)) if again.is_like(file) => self.take(file, true),
                Ok(Some(_)) => Sighting::Arriving,
                Ok(None) => Sighting::Gone,
                Err(cause) => Sighting::Unreadable(cause),
            }
        } else {
            self.take(file, false)
        };
        progress.step();
        looked
    }

    /// Waits for what is gone for the moment, once for all of it.
    fn seek(&self, sought: &mut [MissingFile], settle_seconds: u32) {
        let rounds: &[u32] = if self.terms.rehearsal { &[0] } else { &LOOK_AGAIN_AFTER };
        let mut elapsed = 0;
        for seconds in rounds {
            if sought.iter().all(|one| one.steady || one.refused.is_some()) {
                break;
            }
            if *seconds > 0 {
                self.work.pause.wait(*seconds);
            }
            elapsed += seconds;
            for one in sought.iter_mut().filter(|one| !one.steady && one.refused.is_none()) {
                match inbox::look_again(&self.work.workspace.disk, &one.file, self.terms) {
                    Ok(None) => one.since = None,
                    Ok(Some(again)) => {
                        let since = one.since.filter(|_| again.is_like(&one.file)).unwrap_or(elapsed);
                        let second_look = one.since.is_some() || self.terms.rehearsal || settle_seconds == 0;
                        one.steady = second_look && (self.terms.rehearsal || elapsed - since >= settle_seconds);
                        (one.file, one.since) = (again, Some(since));
                    }
                    Err(cause) => one.refused = Some(cause),
                }
            }
        }
    }

    /// Takes what came back; what did not is gone for good.
    fn found(&self, sought: Vec<MissingFile>, arrived: &mut InboxState) {
        let taken = |one: MissingFile| {
            let looked = match (&one.refused, one.since) {
                (Some(cause), _) => Sighting::Unreadable(cause.clone()),
                (None, None) => Sighting::Gone,
                (None, Some(_)) if !one.steady => Sighting::Arriving,
                // Once more gone: it is there and yet it is not, so it is still on its way.
                (None, Some(_)) => match self.take(&one.file, true) {
                    Sighting::Gone => Sighting::Arriving,
                    looked => looked,
                },
            };
            (one.file, looked)
        };
        let taken: Vec<(ScannedFile, Sighting)> = self.work.threads.install(|| sought.into_par_iter().map(taken).collect());
        for (file, looked) in taken {
            if matches!(looked, Sighting::Gone) {
                arrived.scan.unlist(&file.folder_key);
                arrived.gone.push(file.file.path);
            } else {
                arrived.files.push((file, looked));
            }
        }
        arrived.gone.sort();
    }

    /// Reads a file and archives it, unless nothing about it is new. One with a mark of secrecy is not archived. `settled`:
    /// two looks of this run gave the same; a look of an earlier run is as good.
    fn take(&self, file: &ScannedFile, settled: bool) -> Sighting {
        if let Some(known) = self.of_desk(file) {
            return Sighting::OfDesk(known.form.clone());
        }
        if self.is_form_of_unknown(file) {
            return Sighting::AmongAnswers;
        }
        if !self.is_fresh(file) {
            return Sighting::Known;
        }
        let work = self.work;
        let steady = settled || self.over_two_runs(file);
        let (disk, real, bytes_max) = (work.workspace.disk.clone(), file.real.clone(), work.workspace.config.limits.file_bytes_max);
        let taken = match self.terms.limit.within(move || archive::take(&disk, &real, bytes_max, steady)) {
            Ok(Ok(taken)) => taken,
            Ok(Err(ArriveError::TooLarge(_))) => return self.take_large(file, steady),
            Ok(Err(refused)) => return not_taken(refused),
            Err(hung) => return Sighting::Unreadable(hung.to_string()),
        };
        let known = self.known(file);
        if !inbox::is_complete(&taken.bytes) && !self.waited_long_enough(file) {
            return Sighting::Arriving;
        }
        if known.is_some_and(|k| k.sha256 == taken.sha256) && !self.fits_now(file) {
            return Sighting::Touched;
        }
        if !self.before.issued.contains(&taken.sha256) && self.put_here(file).is_some_and(|put| put.contains(&taken.sha256)) {
            return Sighting::OfDesk(None);
        }
        if desk_file::is_desk_text(&taken.bytes) {
            return Sighting::OfDesk(None);
        }
        if let Some(secret) = self.before.secrets.get(&taken.sha256) {
            return marked(taken.sha256, secret.clone());
        }
        let Some(against) = &self.against else { return Sighting::Arriving };
        let Attempt { made: judgement, validity } =
            reading::judgement(work.pool.as_ref(), against, &taken.bytes, file.file.name(), &file.file.folder);
        let extraction = judgement.content.extraction();
        // Another desk over the same inbox puts its forms into the offices' folders too.
        let of_other_desk =
            extraction.is_some_and(|read| as_issued::is_untouched_form_of_other_desk(read, &work.workspace.config.desk.code));
        if of_other_desk || self.before.issued.contains(&taken.sha256) {
            return Sighting::OfDesk(extraction.and_then(|extraction| {
                let agency = AgencyCode::parse(extraction.meta_agency.as_deref()?)?;
                Some((agency, Period::parse_id(extraction.meta_period.as_deref()?)?))
            }));
        }
        let desk_form = extraction.map(|extraction| extraction.form.as_str()).filter(|form| desk_file::is_desk_form(form));
        if desk_form == Some(desk_file::ANSWER) {
            return Sighting::OfDesk(None);
        }
        // Before it is asked who wrote it: of a desk's workbook with a mark nothing was read either.
        if let Some(secret) = secrets::secret_of(&judgement.content, &work.register.register) {
            return marked(taken.sha256, secret);
        }
        match self.handed_on(file, &judgement.content) {
            None if desk_form.is_some() => return Sighting::OfDesk(None),
            None | Some(HandedOn::Yes) => {}
            Some(HandedOn::No) => return Sighting::OfDesk(None),
            Some(HandedOn::OfNoDesk(agency)) => return Sighting::OfNoDesk(agency),
            Some(HandedOn::OfSomeDesk(fault)) => return Sighting::OfSomeDesk(fault),
        }
        let FileJudgement { content, verdict } = judgement;
        let not_kept =
            (!not_kept::is_kept(&content)).then(|| NotKept { bytes: taken.size, modified_ns: taken.modified_ns, content: content.clone() });
        if not_kept.is_none()
            && let Err(failure) = work.archive.keep(&taken, work.now)
        {
            return Sighting::Failed(failure);
        }
        Sighting::New(Box::new(NewFile { sha256: taken.sha256, content, verdict: Some(verdict), validity, secret: None, not_kept }))
    }

    /// What a consolidated workbook is here; `None` of anything else.
    fn handed_on(&self, file: &ScannedFile, content: &Content) -> Option<HandedOn> {
        let Content::Consolidation(reading) = content else { return None };
        let (own, register) = (&self.work.workspace.config.desk.code, &self.work.register.register);
        let stem = file.file.name().split_once('_').map_or("", |(_, rest)| rest);
        let ours = stem.strip_prefix(own.as_str()).is_some_and(|rest| rest.starts_with('_'));
        Some(attribute::handed_on(&file.file.folder, reading, register, own, ours))
    }

    /// A file over the limit is judged by its head and its size; nobody reads it whole, and it is not kept.
    fn take_large(&self, file: &ScannedFile, steady: bool) -> Sighting {
        let work = self.work;
        let (disk, real) = (work.workspace.disk.clone(), file.real.clone());
        let WholeFile { sha256, size, modified_ns, bytes: head } =
            match self.terms.limit.within(move || archive::take_head(&disk, &real, reader::HEAD_BYTES, steady)) {
                Ok(Ok(taken)) => taken,
                Ok(Err(refused)) => return not_taken(refused),
                Err(hung) => return Sighting::Unreadable(hung.to_string()),
            };
        if self.known(file).is_some_and(|k| k.sha256 == sha256) {
            return Sighting::Touched;
        }
        if let Some(secret) = self.before.secrets.get(&sha256) {
            return marked(sha256, secret.clone());
        }
        let content = reading::large(&work.workspace.config.limits, (&head, size), file.file.name());
        let not_kept = Some(NotKept { bytes: size, modified_ns, content: content.clone() });
        Sighting::New(Box::new(NewFile { sha256, content, verdict: None, validity: Validity::OfTheFile, secret: None, not_kept }))
    }

    /// Unchanged for ten minutes and over two runs: it will not become complete, so it is received and judged. A clock that jumped
    /// ahead makes nothing older.
    fn waited_long_enough(&self, file: &ScannedFile) -> bool {
        let first_seen = self.before.pending.get(&file.file.path).map(|pending| pending.first_seen);
        let mut since = first_seen.into_iter().chain(file.file.server_time);
        self.over_two_runs(file) && since.any(|since| self.work.sure - since >= TimeDelta::minutes(ARRIVING_MINUTES_MAX))
    }

    /// Did an earlier run see it as it is now, and not have it?
    fn over_two_runs(&self, file: &ScannedFile) -> bool {
        let pending = self.before.pending.get(&file.file.path);
        let same = pending.filter(|p| p.size == file.file.size && p.modified_ns == file.modified_ns);
        same.is_some_and(|p| self.work.sure - p.first_seen >= TimeDelta::seconds(RUNS_APART_SECONDS_MIN))
    }
}

fn marked(sha256: String, secret: Secret) -> Sighting {
    Sighting::New(Box::new(NewFile {
        sha256,
        content: secret.content(),
        verdict: None,
        validity: Validity::OfTheFile,
        secret: Some(secret),
        not_kept: None,
    }))
}

fn not_taken(refused: ArriveError) -> Sighting {
    match refused {
        ArriveError::Arriving => Sighting::Arriving,
        ArriveError::Gone => Sighting::Gone,
        ArriveError::Archive(failure) => Sighting::Failed(failure),
        ArriveError::Unreadable(_) | ArriveError::TooLarge(_) => Sighting::Unreadable(refused.to_string()),
    }
}
