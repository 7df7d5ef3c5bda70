//! What came is recorded: each file of the inbox in exactly one list, what is new as a receipt. How it came is the
//! matter of [`arrival`], which works in parallel; the ledger is written by this thread alone, in one batch.

mod archive_times;
pub mod arrival;
pub mod aside;
pub mod clock_check;
pub mod left_out;
pub mod reading;
pub mod receipt_book;
pub mod secrets;

use crate::io::failure::{Action, Failure};
use crate::io::inbox::{Scan, ScannedFile};
use crate::io::ledger::{DeskFile, Ledger, NewScan};
use crate::io::reader_pool::Validity;
use crate::judge::clock_doubt;
use crate::judge::facts::{ContentMemory, Facts};
use crate::judge::file::{FileVerdict, holds_rows};
use crate::judge::input::PeriodInput;
use crate::model::agency::AgencyCode;
use crate::model::build::Build;
use crate::model::inbox::{Content, Folder, InboxFile, Receipt};
use crate::model::moment::{self, Moment};
use crate::model::not_kept::NotKept;
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::rhythm::Rhythm;
use crate::model::secret::Secret;
use crate::run::judges::{self, Judges, KnownContents};
use crate::run::receive::archive_times::Fresh;
use crate::run::receive::arrival::{Before, InboxState, NewFile, Sighting};
use crate::run::receive::clock_check::ClockState;
use crate::run::session::progress::Progress;
use crate::run::session::{Session, Work};
use crate::text::{areas, format};
use chrono::TimeDelta;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Contents of receipts older than this many weeks are not looked at again: no period that far back is open.
pub(super) const WEEKS_KEPT: i64 = 10;

/// What one scan brought.
#[derive(Debug, Default)]
pub struct Reception {
    /// Files that are no reports: by their name, or because a desk wrote them.
    pub skipped: Vec<String>,
    /// Files the file system refused, with its words.
    pub unreadable: Vec<(String, String)>,
    /// Files still being copied.
    pub arriving: Vec<InboxFile>,
    /// Files unchanged since an earlier run.
    pub known: usize,
    /// Receipt numbers of what is new.
    pub new: Vec<i64>,
    /// What a person should know beside: names that cannot be told apart, files that were taken away.
    pub messages: Vec<String>,
    /// The file server's clock less ours, in seconds, where it was measured.
    pub skew_seconds: Option<i64>,
    /// Files seen, of every sort.
    pub seen: usize,
    /// What the new contents are, by SHA-256.
    pub contents: BTreeMap<String, Arc<Content>>,
    /// New contents that were left unread to the next run, by SHA-256.
    pub left_over: BTreeSet<String>,
    /// What lies in the inbox; `None` if nobody could look.
    pub listed: Option<secrets::Listed>,
    /// By what the next scan is told from this one ([`Scan::digest`]); `None` if something was on its way.
    pub seen_again: Option<String>,
}

impl Reception {
    /// Did it bring nothing new, and leave nothing to the next?
    pub fn is_quiet(&self) -> bool {
        self.new.is_empty() && self.arriving.is_empty() && self.unreadable.is_empty() && self.left_over.is_empty()
    }
}

/// Scans the inbox and records what is there, with what the clocks said when the command began.
pub fn receive(session: &Session, clock: &ClockState, progress: &dyn Progress) -> Result<Reception, Failure> {
    let skew = clock.skew_seconds;
    let ledger = &session.ledger;
    let before = Before {
        known: ledger.known_files()?,
        pending: ledger.arriving()?,
        present: ledger.last_present()?,
        secrets: ledger.secrets()?,
        not_kept: ledger.not_kept()?,
        desk_files: ledger.desk_files()?,
        issued: ledger.issued_forms()?,
        answer_forms: left_out::answer_forms(ledger)?,
    };
    let left = OnceCell::new();
    let against = || {
        let now = judges::left(ledger, session.work.current_period(), None)?;
        Ok(judges::sent(&judges::todays_input(&session.work, left.get_or_init(|| now))))
    };
    let InboxState { mut scan, files, basis, gone, seen_again } = arrival::arrive(&session.work, &before, against, progress)?;
    if let Some(cause) = session.work.pool.failure() {
        // Our own fault: it must not stand in the ledger as a verdict on anybody's file.
        return Err(Failure::Io { path: session.work.readers.program().to_owned(), action: Action::Read, cause });
    }
    let mut reception = Reception { seen: scan.seen() + files.len(), skipped: scan.skipped.clone(), seen_again, ..Reception::default() };
    reception.messages = clock_check::message(skew).into_iter().chain(messages(&scan, &gone)).collect();
    reception.skew_seconds = skew;
    let mut fresh = Fresh::new();
    let mut touched: Vec<ScannedFile> = Vec::new();
    let mut arriving: Vec<ScannedFile> = Vec::new();
    let mut marked: BTreeMap<String, Secret> = BTreeMap::new();
    let mut left_out: BTreeMap<String, NotKept> = BTreeMap::new();
    let mut verdicts: Vec<(String, Folder, FileVerdict)> = Vec::new();
    let mut of_the_moment: BTreeSet<String> = BTreeSet::new();
    let mut desk_files: BTreeMap<String, DeskFile> = BTreeMap::new();
    let mut of_no_desk: BTreeMap<AgencyCode, Vec<String>> = BTreeMap::new();
    let mut of_whoever: Vec<String> = Vec::new();
    let received = files.iter().filter(|(_, looked)| looked.may_be_received()).map(|(file, _)| file.file.path.clone()).collect();
    for (file, looked) in files {
        match looked {
            Sighting::Known => reception.known += 1,
            Sighting::Touched => touched.push(file),
            Sighting::New(new) => {
                let NewFile { sha256, content, verdict, validity, secret, not_kept } = *new;
                left_out.extend(not_kept.map(|not_kept| (sha256.clone(), not_kept)));
                let verdict = verdict.filter(|_| holds_rows(&content) && validity == Validity::OfTheFile);
                verdicts.extend(verdict.map(|verdict| (sha256.clone(), file.file.folder.clone(), verdict)));
                marked.extend(secret.map(|secret| (sha256.clone(), secret)));
                match validity {
                    Validity::LeftOver => drop(reception.left_over.insert(sha256.clone())),
                    _ => drop(reception.contents.insert(sha256.clone(), Arc::new(content))),
                }
                if validity == Validity::OfTheMoment {
                    of_the_moment.insert(sha256.clone());
                }
                fresh.push((file, sha256));
            }
            Sighting::OfDesk(form) => {
                reception.skipped.push(file.file.path.clone());
                desk_files.insert(file.file.path, DeskFile { size: file.file.size, modified_ns: file.modified_ns, form });
            }
            Sighting::OfNoDesk(agency) => {
                of_no_desk.entry(agency).or_default().push(file.file.path.clone());
                reception.skipped.push(file.file.path);
            }
            Sighting::OfSomeDesk(fault) => {
                reception.messages.push(left_out::of_some_desk(&file.file.path, &fault));
                reception.skipped.push(file.file.path);
            }
            Sighting::AmongAnswers => {
                of_whoever.push(file.file.path.clone());
                reception.skipped.push(file.file.path);
            }
            Sighting::Arriving | Sighting::Gone => arriving.push(file),
            Sighting::Unreadable(cause) => {
                // Its area was not seen whole.
                scan.unlist(&file.folder_key);
                scan.unreadable.push((file.file.path, cause));
            }
            Sighting::Failed(failure) => return Err(failure),
        }
    }
    reception.messages.extend(of_no_desk.iter().map(|(agency, paths)| left_out::of_no_desk(agency, paths)));
    reception.messages.extend(left_out::among_answers(&of_whoever));
    reception.skipped.sort();
    scan.unreadable.sort();
    reception.known += touched.len();
    reception.listed = Some(secrets::Listed { paths: received, areas: scan.folders.iter().cloned().collect() });
    reception.unreadable = scan.unreadable;
    reception.arriving = arriving.iter().map(|f| f.file.clone()).collect();
    // A receipt may stand in the ledger only when its content is on the disk.
    let kept = |sha256: &String| !marked.contains_key(sha256) && !left_out.contains_key(sha256);
    let in_archive: Vec<String> = fresh.iter().map(|(_, sha256)| sha256.clone()).filter(kept).collect();
    session.work.archive.flush(&in_archive)?;
    let (earlier, fresh) = archive_times::sort(session, fresh)?;
    reception.messages.extend(archive_times::told(&earlier));
    // What was being copied and is neither here nor refused now is gone.
    let here: BTreeSet<&String> = arriving.iter().map(|f| &f.file.path).chain(reception.unreadable.iter().map(|(path, _)| path)).collect();
    let no_longer: Vec<&str> = before.pending.keys().filter(|path| !here.contains(path)).map(String::as_str).collect();
    let reader = reading::reader_name(&session.work.form);
    let now = session.work.now;
    let news = !fresh.is_empty() || !arriving.is_empty() || !no_longer.is_empty() || skew.is_some_and(clock_doubt::is_doubtful);
    let cutoffs = cutoffs_near(session.work.rhythm(), now);
    let seen = NewScan {
        at: now,
        areas: &scan.folders,
        present: scan.present,
        skew_seconds: skew,
        doubted: clock.is_doubted(),
        news,
        cutoffs: &cutoffs,
    };
    reception.new = session.ledger.transaction(|ledger| {
        let mut receipts = Vec::new();
        for (at, files) in &earlier {
            receipts.extend(archive_times::record(ledger, files, &archive_times::look(*at, &seen))?);
        }
        clock.note(ledger)?;
        let contents = reception.contents.iter().filter(|(sha256, _)| kept(sha256) && !of_the_moment.contains(*sha256));
        let contents: Vec<(&str, &Content)> = contents.map(|(sha256, content)| (sha256.as_str(), content.as_ref())).collect();
        ledger.put_contents(&reader, &contents)?;
        if let Some(basis) = &basis {
            let verdicts: Vec<(&str, &Folder, &FileVerdict)> =
                verdicts.iter().map(|(sha256, folder, v)| (sha256.as_str(), folder, v)).collect();
            ledger.put_judgements(basis, &verdicts)?;
        }
        ledger.note_secrets(&marked.iter().map(|(sha256, secret)| (sha256.clone(), secret.clone())).collect::<Vec<_>>(), now)?;
        ledger.note_not_kept(&left_out, now)?;
        ledger.forget_not_kept(in_archive.iter().map(String::as_str))?;
        receipts.extend(archive_times::record(ledger, &fresh, &seen)?);
        ledger.touch(&touched.iter().collect::<Vec<_>>())?;
        ledger.clear_arriving(&no_longer)?;
        if desk_files != before.desk_files {
            ledger.note_desk_files(&desk_files)?;
        }
        let scan = ledger.last_scan()?.map_or(0, |(scan, _)| scan);
        ledger.note_arriving(&arriving.iter().collect::<Vec<_>>(), scan, now)?;
        Ok(receipts)
    })?;
    Ok(reception)
}

/// What a person should know of the inbox beside the files themselves.
fn messages(scan: &Scan, gone: &[String]) -> Vec<String> {
    let gone = gone.iter().map(|path| format!("Tệp {path} đã bị gỡ trước khi kịp đọc; nếu cơ quan đang lưu lại, lần chạy sau sẽ nhận."));
    conflicts(scan).chain(gone).collect()
}

/// Files that this run had no time to read, or whose originals our disk did not give it.
pub fn left_over_notice(facts: &Facts) -> Option<String> {
    let paths: Vec<&str> = facts.left_over_files().map(|receipt| receipt.file.path.as_str()).collect();
    (!paths.is_empty()).then(|| {
        let listed = format::list(&paths, 10);
        format!("Có tệp đã nhận mà lần chạy này chưa đọc xong, để lần chạy sau đọc tiếp: {listed}. Giờ nhận không thay đổi.")
    })
}

/// Names of one folder that people cannot tell apart.
pub fn conflicts(scan: &Scan) -> impl Iterator<Item = String> {
    scan.conflicts.iter().map(|paths| {
        format!(
            "Trùng tên trong một thư mục (chỉ khác chữ hoa, dấu cách hoặc cách mã hóa chữ): {}. Cả {} tệp đều được tiếp nhận; đề nghị giữ lại \
             bản đúng.",
            format::list(paths, 10),
            paths.len()
        )
    })
}

/// Agencies in whose folder something was being copied when the last run looked.
pub fn arriving_by_ledger(ledger: &Ledger, register: &Register) -> Result<BTreeSet<AgencyCode>, Failure> {
    let owner = |path: &String| match areas::folder_of(path, register) {
        Folder::Agency(code) => Some(code),
        Folder::Common | Folder::Unlisted(_) => None,
    };
    Ok(ledger.arriving()?.keys().filter_map(owner).collect())
}

/// Agencies in whose folder something is being copied.
fn arriving_agencies(reception: &Reception) -> BTreeSet<AgencyCode> {
    reception.arriving.iter().filter_map(owner).collect()
}

/// The agency in whose folder a file lies.
fn owner(file: &InboxFile) -> Option<AgencyCode> {
    match &file.folder {
        Folder::Agency(code) => Some(code.clone()),
        Folder::Common | Folder::Unlisted(_) => None,
    }
}

/// What the ledger knows, as values; contents that another program version read are read again from the archive, and the
/// others are loaded when a period needs them.
pub fn facts(session: &Session, reception: Option<&Reception>) -> Result<Facts, Failure> {
    let (rhythm, now) = (session.work.rhythm(), session.work.now);
    let empty = BTreeMap::new();
    let fresh = reception.map_or(&empty, |r| &r.contents);
    let mut facts = facts_without_contents(&session.ledger, now, rhythm.period_on(moment::day(now)), rhythm)?;
    facts.arriving = match reception {
        Some(_) if session.work.away.is_some() => arriving_by_ledger(&session.ledger, &session.work.register.register)?,
        Some(reception) => arriving_agencies(reception),
        None => BTreeSet::new(),
    };
    let judges = Judges::of(session);
    let recent: Vec<&Receipt> = recent(&facts.receipts, now, rhythm).collect();
    let unseen = recent.iter().copied().filter(|receipt| !fresh.contains_key(&receipt.sha256));
    let KnownContents { contents, remembered, unread } = judges.known(unseen, &session.work.form)?;
    let unread: Vec<&Receipt> = unread.into_iter().filter(|r| !reception.is_some_and(|told| told.left_over.contains(&r.sha256))).collect();
    let of_fresh = recent.iter().filter_map(|receipt| Some((receipt.sha256.clone(), Arc::clone(fresh.get(&receipt.sha256)?))));
    facts.contents = contents.into_iter().chain(of_fresh).chain(read_today(&judges, session, &unread)?).collect();
    facts.remembered = remembered;
    facts.left_over = reception.map(|r| r.left_over.clone()).unwrap_or_default();
    facts.left_over.append(&mut judges.left_over.borrow_mut());
    facts.arriving.extend(facts.left_over_files().filter_map(|receipt| owner(&receipt.file)).collect::<Vec<_>>());
    let Work { archive, register, now, .. } = &session.work;
    secrets::remove_kept(&session.ledger, archive, &register.register, *now, &mut facts.contents)?;
    if let Some(listed) = reception.and_then(|reception| reception.listed.as_ref()) {
        facts.secrets_gone = secrets::gone_by_scan(&session.ledger, &register.register, &facts.receipts, listed)?;
    }
    Ok(facts)
}

/// Reads what nobody remembers, held against what the current period is judged by.
fn read_today(judges: &Judges<'_>, session: &Session, unread: &[&Receipt]) -> Result<BTreeMap<String, Arc<Content>>, Failure> {
    if unread.is_empty() {
        return Ok(BTreeMap::new());
    }
    let left = judges::left(&session.ledger, session.work.current_period(), None)?;
    judges.read(unread, &judges::todays_input(&session.work, &left))
}

/// What a received content is by the form in force.
pub fn content(session: &Session, receipt: &Receipt) -> Result<Option<Arc<Content>>, Failure> {
    let (ledger, sha256) = (&session.ledger, &receipt.sha256);
    let remembered = match judges::noted(ledger)?.remove(sha256) {
        Some(content) => Some(content),
        None => ledger.content(sha256, &reading::reader_name(&session.work.form))?,
    };
    match remembered {
        Some(content) => Ok(Some(Arc::new(content))),
        None => Ok(read_today(&Judges::of(session), session, &[receipt])?.into_values().next()),
    }
}

/// Tells facts what the contents are that are looked at, at a moment; those that nobody remembers are read, held against
/// what a period is judged by.
pub fn look_into(judges: &Judges<'_>, facts: &mut Facts, at: Moment, rhythm: Rhythm<'_>, input: &PeriodInput<'_>) -> Result<(), Failure> {
    let KnownContents { contents, remembered, unread } = judges.known(recent(&facts.receipts, at, rhythm), input.form)?;
    let read = judges.read(&unread, input)?;
    facts.contents = contents.into_iter().chain(read).collect();
    facts.remembered = remembered;
    Ok(())
}

/// The cutoffs around a moment: an interval of scans ends before each.
pub(super) fn cutoffs_near(rhythm: Rhythm<'_>, now: Moment) -> Vec<Moment> {
    let current = rhythm.period_on(moment::day(now));
    let periods = [rhythm.previous(current), Some(current), Some(rhythm.next(current))];
    periods.into_iter().flatten().flat_map(|period| rhythm.every_cutoff(period)).collect()
}

/// Receipts whose contents are looked at, at a moment: of [`WEEKS_KEPT`] weeks, and at least of its period and the one
/// before, which in a slow cadence reach further back.
fn recent<'a>(receipts: &'a [Receipt], now: Moment, rhythm: Rhythm<'_>) -> impl Iterator<Item = &'a Receipt> + use<'a> {
    let since = kept_since(now, rhythm);
    receipts.iter().filter(move |r| r.first_seen >= since)
}

/// From when on contents are looked at, at a moment.
pub fn kept_since(now: Moment, rhythm: Rhythm<'_>) -> Moment {
    let current = rhythm.period_on(moment::day(now));
    let open = rhythm.span(rhythm.previous(current).unwrap_or(current)).first;
    (now - TimeDelta::weeks(WEEKS_KEPT)).min(moment::at(open.and_time(chrono::NaiveTime::MIN)))
}

/// From when on the records matter at a moment, for a question about the periods from `asked` on: a file may be older
/// than its week, and a scan of the week before may speak against its time.
pub fn reach(now: Moment, asked: Period, rhythm: Rhythm<'_>) -> Moment {
    let first = rhythm.span(asked.min(rhythm.period_on(moment::day(now)))).first;
    let since = moment::at(first.and_time(chrono::NaiveTime::MIN)) - TimeDelta::weeks(WEEKS_KEPT);
    since.min(kept_since(now, rhythm))
}

/// What the ledger knows that decides about a period, without contents.
pub fn facts_without_contents(ledger: &Ledger, now: Moment, asked: Period, rhythm: Rhythm<'_>) -> Result<Facts, Failure> {
    let last = ledger.in_force()?.latest().into_keys().next_back();
    let open = last.map(Period::next).unwrap_or_else(|| Period::containing(moment::day(now - TimeDelta::weeks(WEEKS_KEPT))));
    facts_since(ledger, reach(now, open.min(asked), rhythm))
}

/// What the ledger knows that can matter from an instant on, without contents.
pub fn facts_since(ledger: &Ledger, since: Moment) -> Result<Facts, Failure> {
    let from = Period::containing(moment::day(since));
    let receipts = ledger.receipts_since(since)?;
    Ok(Facts {
        contents: BTreeMap::new(),
        remembered: ContentMemory::default(),
        scans: ledger.scans_since(since)?,
        arriving: BTreeSet::new(),
        untouched_forms: ledger.desk_files()?.into_values().filter_map(|file| file.form).map(|(agency, period)| (period, agency)).collect(),
        released: ledger.in_force()?,
        open: None,
        // A file that was accepted for an earlier week is no report of the week it names.
        admissions: ledger.admissions_since(from)?,
        book: ledger.book_entries_since(from)?,
        book_sha256: None,
        proposals: ledger.proposals()?,
        as_of: None,
        skews: ledger.skews_of(&receipts, clock_doubt::SECONDS_MAX)?,
        taken_open: ledger.taken_open(&receipts)?,
        secrets_gone: BTreeSet::new(),
        left_over: BTreeSet::new(),
        set_aside: ledger.set_aside(&Build::this().source)?,
        left_with: None,
        said: BTreeMap::new(),
        receipts,
    }
    .set_right())
}
