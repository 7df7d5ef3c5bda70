//! The fence around the review: the step in which this process compares the reports of all offices. A bug there, or a
//! want of memory, ends every later run as well, and with it the release of everybody.
//!
//! ```text
//! list of what is in review → review → list emptied
//!          └─ left by a run that ended without a word → each alone in a child ─┬─ lives → reviewed as ever
//!                                                                              └─ dies  → set aside; tried once more by
//!                                                                                         the next run, then by this
//!                                                                                         program no more
//! ```
//!
//! A content that is set aside is no version of its office: the valid version before it counts, else the office is
//! unknown, never returned.

use crate::io::failure::Failure;
use crate::io::ledger::{DEATHS_MAX, Ledger, LoneReview};
use crate::io::reader_pool::Readers;
use crate::io::review_child;
use crate::io::review_list::{self, ReviewList};
use crate::io::workspace;
use crate::judge::facts::Facts;
use crate::model::build::Build;
use crate::model::moment::Moment;
use crate::model::rhythm::Rhythm;
use crate::run::judges::Judges;
use crate::run::receive;
use crate::run::session::progress::Progress;
use crate::run::session::{self, Session, Start, schedule};
use crate::run::status;
use crate::text::format;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The review of a run, fenced.
#[derive(Debug)]
pub struct Fence {
    by: String,
    last: i64,
}

/// Looks at what an earlier run left in review, tells the facts what is set aside, and lists what is reviewed now.
pub fn fence(session: &Session, run: i64, facts: &mut Facts, progress: &dyn Progress) -> Result<Fence, Failure> {
    let work = &session.work;
    let (disk, records) = (&work.workspace.disk, work.workspace.records());
    let build = Build::this().source;
    let fence = Fence { by: format!("{build} {}", work.register.sha256), last: facts.last_receipt() };
    if !work.dry {
        let left = review_list::read(disk, &records);
        let suspects = suspects(&session.ledger, &left, facts, &build, run)?;
        if !suspects.is_empty() {
            progress.say(&format!("Lần chạy trước bị dừng khi đang soát báo cáo; soát riêng {} tệp.", suspects.len()));
        }
        let reviewed = review_each(session, &suspects, (run, &build));
        session.ledger.note_lone_reviews(&reviewed)?;
        facts.set_aside = session.ledger.set_aside(&build)?;
        let proven = if left.by == fence.by { left.proven } else { 0 };
        let reviewed_now = facts.receipts.iter().filter(|r| r.seq > proven && facts.contents.contains_key(&r.sha256));
        let in_review: BTreeSet<&String> =
            reviewed_now.map(|r| &r.sha256).filter(|sha256| !facts.set_aside.contains_key(*sha256)).collect();
        if !in_review.is_empty() {
            let in_review = in_review.into_iter().cloned().collect();
            // Without its list a run is as good as ever; only its sudden end would tell less.
            drop(review_list::write(disk, &records, &ReviewList { by: fence.by.clone(), proven, in_review }));
        }
    }
    Ok(fence)
}

impl Fence {
    /// The review is over, and came through with everything that is there.
    pub fn down(self, session: &Session) {
        let (disk, records) = (&session.work.workspace.disk, session.work.workspace.records());
        let over = ReviewList { by: self.by, proven: self.last, in_review: Vec::new() };
        if !session.work.dry && review_list::read(disk, &records) != over {
            drop(review_list::write(disk, &records, &over));
        }
    }
}

/// What has to be reviewed alone: what was in review when a run ended without a word, and what died once, in an earlier
/// run of this program or of another one.
fn suspects(ledger: &Ledger, left: &ReviewList, facts: &Facts, build: &str, run: i64) -> Result<Vec<String>, Failure> {
    let mut deaths: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    let mut of_others: BTreeSet<String> = BTreeSet::new();
    for review in ledger.lone_reviews()? {
        match (review.build == build, review.died) {
            (true, true) => drop(deaths.entry(review.sha256).or_default().insert(review.run)),
            (true, false) => drop(deaths.insert(review.sha256, BTreeSet::new())),
            (false, true) => drop(of_others.insert(review.sha256)),
            (false, false) => drop(of_others.remove(&review.sha256)),
        }
    }
    let tried = |sha256: &String| deaths.get(sha256);
    let again = deaths.iter().filter(|(_, runs)| (1..DEATHS_MAX).contains(&runs.len()) && !runs.contains(&run)).map(|(sha256, _)| sha256);
    let anew = of_others.iter().filter(|sha256| tried(sha256).is_none());
    let all: BTreeSet<&String> = left.in_review.iter().chain(again).chain(anew).collect();
    let here = |sha256: &&String| facts.receipts.iter().any(|receipt| receipt.sha256 == **sha256);
    let done = |sha256: &&String| tried(sha256).is_some_and(|runs| runs.len() >= DEATHS_MAX);
    Ok(all.into_iter().filter(|sha256| here(sha256) && !done(sha256)).cloned().collect())
}

fn review_each(session: &Session, suspects: &[String], (run, build): (i64, &str)) -> Vec<LoneReview> {
    let work = &session.work;
    // Whoever reads in this process has no children to send.
    let Readers::Children(program) = &work.readers else { return Vec::new() };
    let review = |sha256: &String| {
        let memory = work.workspace.config.limits.child_memory_bytes;
        let lived = review_child::survives(program, &work.workspace.root, sha256, work.now, memory).ok()?;
        Some(LoneReview { sha256: sha256.clone(), run, at: work.now, build: build.to_owned(), died: !lived })
    };
    suspects.iter().filter_map(review).collect()
}

/// What to tell people of what is set aside.
pub fn notice(facts: &Facts) -> Option<String> {
    let paths: BTreeSet<&str> = facts.set_aside_files().map(|receipt| receipt.file.path.as_str()).collect();
    (!paths.is_empty()).then(|| {
        let listed = format::list(&paths.into_iter().collect::<Vec<_>>(), 10);
        format!("Chương trình chưa kiểm được tệp này, đã để riêng, không tính là trả lại: {listed}. Đề nghị báo người phụ trách kỹ thuật.")
    })
}

/// The life of a reviewing child: the current period, and the one before, with this content alone.
pub fn serve(root: &Path, sha256: &str, now: Moment, program: PathBuf) -> Result<(), Failure> {
    let workspace = workspace::open(root)?;
    review_child::limit(workspace.config.limits.child_memory_bytes).map_err(|e| Failure::reading(root, &e))?;
    let Some(ledger) = workspace.ledger_to_read()? else { return Ok(()) };
    let start = Start::new(now, 1, program);
    let mut today = session::read_register(&workspace)?;
    schedule::tell(&workspace, &ledger, &mut today, now)?;
    let form = session::form_in_use(&workspace, Some(&ledger), now)?.form;
    let pool = start.readers.pool(1, workspace.config.limits);
    let judges = Judges::reading(&ledger, None, &start, pool.as_ref());
    let rhythm = Rhythm { calendar: &today.register.calendar, schedule: &workspace.config.schedule };
    let current = rhythm.period_on(crate::model::moment::day(now));
    for period in [Some(current), rhythm.previous(current)].into_iter().flatten() {
        let Some(cutoffs) = rhythm.cutoffs(period) else { continue };
        let mut facts = receive::facts_without_contents(&ledger, now, period, rhythm)?;
        facts.receipts.retain(|receipt| receipt.sha256 == sha256);
        status::assembled(&judges, &workspace, &form, &today, (period, cutoffs), facts, now)?;
    }
    Ok(())
}
