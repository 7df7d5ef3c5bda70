//! A ledger that was lost, damaged or put back from an old copy is written anew from the journal; or, if a person decides
//! so, a new one begins and everything that left before stays as it is. Where the ledger is whole and only the journal is
//! damaged, the journal is written anew from it. What was there is put aside, never deleted.
//!
//! ```text
//! journal, ledger, witnesses → which history is longest → ledger written beside → the old one aside → the new one in place
//! ledger whole, journal damaged → the old journal aside → the journal from the ledger
//! ```

mod outside;

use crate::io::failure::{Failure, cause};
use crate::io::journal::Journal;
use crate::io::ledger::{self, JournalLine, Ledger, LedgerOrigin};
use crate::io::run_lock;
use crate::io::run_log::RunLog;
use crate::io::workspace::Workspace;
use crate::model::moment::{self, Moment, VIETNAM};
use crate::model::period::Period;
use crate::run::recover::outside::Outside;
use crate::run::session::identity;
use crate::run::session::{self, Start};
use crate::text::format;
use serde::Serialize;
use std::collections::BTreeSet;

/// What a person asked for.
#[derive(Debug, Clone)]
pub struct RecoverRequest {
    /// A new ledger begins; the journal is not asked.
    pub new: bool,
    /// Why, in the words of who decided (`--reason`).
    pub reason: String,
    /// Name of who decided (`--by`).
    pub by: String,
}

/// How many rows of a kind were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowCount {
    /// What they are, in Vietnamese.
    pub what: &'static str,
    /// How many rows of this kind the ledger has again.
    pub count: usize,
}

/// What a recovery rebuilt, put aside and could not have back.
#[derive(Debug, Clone, Serialize)]
pub struct RecoverAnswer {
    /// The instant of the decision.
    pub at: Moment,
    /// The name of the ledger that is in use from now on.
    pub ledger: String,
    /// The ledger was begun anew: nothing of the old one stands in it.
    pub new: bool,
    /// The ledger was whole and stays as it is; only the journal was written anew from it.
    pub journal_only: bool,
    /// The rows that the ledger has again, by kind; empty for a new ledger.
    pub rows: Vec<RowCount>,
    /// What no copy holds, in Vietnamese.
    pub lost: Vec<String>,
    /// What else is to be said, in Vietnamese: of the witnesses, and of the page that keeps who decided.
    pub notices: Vec<String>,
    /// Files and folders that were put aside, relative to the workspace.
    pub aside: Vec<String>,
    /// The first period that the ledger answers for; `None` if there is no bound.
    pub first_period: Option<Period>,
}

impl RecoverAnswer {
    /// The answer in words.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![if self.new {
            "Đã bắt đầu sổ tiếp nhận mới; các bản trình ký được giữ nguyên.".to_owned()
        } else if self.journal_only {
            "Sổ tiếp nhận còn nguyên, được giữ như cũ; sổ phụ đã được ghi lại từ sổ tiếp nhận.".to_owned()
        } else {
            "Đã dựng lại sổ tiếp nhận từ sổ phụ.".to_owned()
        }];
        lines.extend(self.rows.iter().map(|RowCount { what, count }| format!("{what}: {count}.")));
        lines.extend(self.lost.iter().map(|lost| format!("Chưa khôi phục được: {lost}.")));
        lines.extend(self.aside.iter().map(|aside| format!("Bản cũ để riêng ở {aside}.")));
        lines.extend(self.notices.iter().cloned());
        lines.extend(self.first_period.map(|first| format!("Từ nay chỉ chốt bản tổng hợp từ {} trở đi.", format::period_long(first))));
        lines.push("Đề nghị gõ “tonghop verify” để kiểm tra, rồi “tonghop run”.".to_owned());
        lines
    }
}

/// Recovers the ledger of a workspace.
///
/// # Errors
///
/// Refused by the calendar where ledger and journal are whole; [`Failure::NewerLedger`] where a later program wrote the ledger; [`Failure::OtherLedger`] where the journal is gone and no new ledger
/// was asked for.
pub fn recover(workspace: &Workspace, start: &Start, request: &RecoverRequest) -> Result<RecoverAnswer, Failure> {
    session::person::check(&workspace.config, &request.reason, &request.by)?;
    let mut answer = decided(workspace, start, request)?;
    let asked = format!("Người quyết định: {}. Lý do: {}", request.by.trim(), request.reason.trim());
    // The books hold who rebuilt a ledger; who wrote a journal anew stands here alone.
    let mut page = RunLog::of(&workspace.disk, &workspace.records(), start.now, "recover");
    if let Err(e) = page.add(&[vec![asked], answer.lines()].concat()) {
        let told = "Chưa ghi được trang nhật ký của lệnh này";
        answer.notices.push(format!("{told}: {}. Đề nghị lưu lại người quyết định và lý do theo cách khác.", cause(&e)));
    }
    Ok(answer)
}

fn decided(workspace: &Workspace, start: &Start, request: &RecoverRequest) -> Result<RecoverAnswer, Failure> {
    identity::check_records(workspace)?;
    let (disk, records, now) = (&workspace.disk, workspace.records(), start.now);
    let _lock = run_lock::acquire(disk, &records, now)?;
    let found = identity::witnesses(workspace);
    let journal = Journal::at(disk, &records);
    // A ledger that cannot even be opened is one that is lost; one of a later program is not, and its journal may say what this one
    // cannot read.
    let own = match Ledger::open_read_only(disk, &records) {
        Err(newer @ Failure::NewerLedger { .. }) => return Err(newer),
        opened => opened.ok().flatten(),
    };
    if let Some(own) = &own
        && !request.new
        && identity::check(own, &found).is_ok()
        && identity::check_journal(workspace, own).is_ok()
        && own.verify_chain().is_ok()
    {
        return rewrite_journal(workspace, &journal, now);
    }
    let stamp = stamp_of(now);
    let this_week = Period::containing(moment::day(now));
    let Outside { released, mut versions } = Outside::of(workspace, this_week)?;
    let mut answer = RecoverAnswer {
        at: now,
        ledger: String::new(),
        new: request.new,
        journal_only: false,
        rows: Vec::new(),
        lost: Vec::new(),
        notices: Vec::new(),
        aside: Vec::new(),
        first_period: None,
    };
    let beside = records.join(identity::BESIDE);
    let lines = if request.new {
        Vec::new()
    } else {
        // A recovery that was cut off may have left all of it there, and the old ledger aside.
        let cut_off = if own.is_none() { Ledger::open_read_only(disk, &beside).ok().flatten() } else { None };
        history(&journal, own.as_ref().or(cut_off.as_ref()), &mut answer.lost)?
    };
    disk.remove_dir_all(&beside).map_err(|e| Failure::writing(&beside, &e))?;
    disk.create_dir_all(&beside).map_err(|e| Failure::writing(&beside, &e))?;
    let ledger = if request.new {
        answer.lost.push("các dòng của sổ cũ không được đưa vào sổ mới".to_owned());
        answer.first_period = released.last().map(|last| last.next()).max(Some(this_week));
        // What the old books say is not taken over, but its numbers are not used again.
        let lines = journal.read().map(|text| text.lines).unwrap_or_default();
        let own = own.as_ref().and_then(|own| own.release_times().ok()).unwrap_or_default();
        let known = lines.iter().filter_map(JournalLine::release).chain(own.iter().map(|release| (release.period, release.version)));
        for (period, version) in known {
            let highest = versions.entry(period).or_default();
            *highest = version.max(*highest);
        }
        Ledger::open(disk, &beside)?
    } else {
        answer.lost.extend(found.iter().filter_map(|(witness, _)| lost_after(&lines, witness.seq)).take(1));
        let rows = Ledger::rebuild(disk, &beside, &lines, now)?;
        answer.rows = rows.into_iter().map(|(what, count)| RowCount { what, count }).collect();
        let ledger = Ledger::open(disk, &beside)?;
        // A line that was edited is in the books now, and is told here as by every check from now on.
        answer.lost.extend(ledger.damage().into_iter().map(|what| what.trim_end_matches('.').to_owned()));
        let times = ledger.release_times()?;
        versions.retain(|period, version| times.iter().all(|release| release.period != *period || release.version < *version));
        let known: BTreeSet<Period> = times.into_iter().map(|release| release.period).collect();
        let unknown: Vec<Period> = released.iter().copied().filter(|period| !known.contains(period)).collect();
        answer.lost.extend(unknown.iter().map(|period| format!("ghi chép về bản trình ký {}", format::period_long(*period))));
        answer.first_period = unknown.last().map(|last| last.next());
        ledger
    };
    let (by, reason) = (request.by.trim().to_owned(), request.reason.trim().to_owned());
    ledger
        .record_origin(&workspace.config.desk.code, &LedgerOrigin { at: now, first_period: answer.first_period, versions, by, reason })?;
    answer.ledger = ledger.id()?.unwrap_or_default();
    ledger.close()?;
    drop(own);
    put_in_place(workspace, &stamp, &mut answer.aside)?;
    if request.new {
        answer.aside.extend(journal.put_aside(&stamp)?.map(|path| workspace.relative(&path)));
    }
    let ledger = Ledger::open(disk, &records)?;
    // The journal was read above, and what it lacks told there.
    answer.notices.extend(identity::keep_unasked(workspace, &ledger, now)?);
    Ok(answer)
}

/// The name that is given to what is put aside at a moment.
fn stamp_of(now: Moment) -> String {
    now.with_timezone(&VIETNAM).format("%Y-%m-%d_%H%M%S").to_string()
}

/// The journal of a ledger that is whole. Damaged in the middle, it would be named by every check and be no use to a recovery;
/// its end alone is brought up by any command that changes the ledger.
fn rewrite_journal(workspace: &Workspace, journal: &Journal, now: Moment) -> Result<RecoverAnswer, Failure> {
    if identity::journal_damage(workspace).is_empty() {
        return Err(Failure::calendar("Sổ tiếp nhận còn nguyên, không cần khôi phục.", "Đề nghị gõ “tonghop verify” để xem chi tiết."));
    }
    let ledger = Ledger::open(&workspace.disk, &workspace.records())?;
    let aside = journal.put_aside(&stamp_of(now))?;
    let notices = identity::keep_unasked(workspace, &ledger, now)?;
    Ok(RecoverAnswer {
        at: now,
        ledger: ledger.id()?.unwrap_or_default(),
        new: false,
        journal_only: true,
        rows: Vec::new(),
        lost: Vec::new(),
        notices,
        aside: aside.map(|path| workspace.relative(&path)).into_iter().collect(),
        first_period: None,
    })
}

/// The longest history that holds together: of the journal, or of the ledger as it is if the journal lacks some of it.
fn history(journal: &Journal, own: Option<&Ledger>, lost: &mut Vec<String>) -> Result<Vec<JournalLine>, Failure> {
    let read = journal.read()?;
    lost.extend(read.broken.map(|(page, line)| format!("sổ phụ từ {page}, dòng {line}")));
    let mut lines = read.lines;
    let own = own.and_then(|own| own.journal_after(0).ok()).unwrap_or_default();
    let whole = own.iter().scan(None, |before: &mut Option<&JournalLine>, line| line.follows(before.replace(line)).then_some(line)).count();
    let mine = own.get(..whole).unwrap_or_default();
    let alike = lines.iter().zip(mine).take_while(|(a, b)| a.entry.hash == b.entry.hash).count();
    if alike == lines.len() {
        lines = mine.to_vec();
    } else if alike < mine.len() {
        lost.push(format!("{} dòng chỉ có trong sổ cũ, sau dòng {alike}", mine.len() - alike));
    }
    if lines.is_empty() {
        let message = "Không có sổ phụ để dựng lại sổ tiếp nhận; chỉ có thể bắt đầu sổ mới bằng “tonghop recover --new”".to_owned();
        return Err(Failure::OtherLedger { message });
    }
    // A release without what it left to the next one would let the next one begin as the first of all.
    let without_rows =
        |(_, line): &(usize, &JournalLine)| line.leaves_rows().is_some_and(|key| !lines.iter().any(|other| other.holds_rows_of(key)));
    if let Some(at) = lines.iter().enumerate().find(without_rows).map(|(at, _)| at) {
        lost.push(format!("{} dòng cuối của sổ phụ, từ một bản trình ký mà sổ phụ thiếu số liệu để lại cho kỳ sau", lines.len() - at));
        lines.truncate(at);
    }
    Ok(lines)
}

/// What a witness saw and no line holds.
fn lost_after(lines: &[JournalLine], seen: i64) -> Option<String> {
    let last = lines.last().map_or(0, |line| line.entry.seq);
    (last < seen).then(|| format!("các dòng {} đến {seen} của sổ", last + 1))
}

/// The old ledger aside, the new one in its place. Killed in between, there is no ledger: every command says so
/// ([`identity::check_there`]), and the next recovery begins again.
fn put_in_place(workspace: &Workspace, stamp: &str, aside: &mut Vec<String>) -> Result<(), Failure> {
    let (disk, records) = (&workspace.disk, workspace.records());
    for name in ledger::FILES {
        let (from, to) = (records.join(name), records.join(format!("cu-{stamp}-{name}")));
        if disk.exists(&from) {
            disk.rename(&from, &to).map_err(|e| Failure::writing(&to, &e))?;
            aside.push(workspace.relative(&to));
        }
    }
    // Else a power cut could leave the new one beside the log of the old one, which would be played into it.
    disk.sync_folder(&records).map_err(|e| Failure::writing(&records, &e))?;
    let beside = records.join(identity::BESIDE);
    disk.rename(&beside.join(ledger::FILE), &records.join(ledger::FILE)).map_err(|e| Failure::writing(&records.join(ledger::FILE), &e))?;
    // Else a power cut could put the old one back after a person was told that this one is in place.
    disk.sync_folder(&records).map_err(|e| Failure::writing(&records, &e))?;
    disk.remove_dir_all(&beside).map_err(|e| Failure::writing(&beside, &e))
}
