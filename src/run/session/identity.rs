//! Is this the ledger that made what was sent? Told by the witness beside the products and in the archive. A witness that
//! is behind, missing or out of reach accuses nobody: it is written again.
//!
//! ```text
//! before the ledger is opened for writing: none there, and a witness or a journal → refused; another name, or an entry that
//!   the chain does not hold → refused, and nothing of it is touched
//! after the work: what is new goes to the journal, the last act to the witnesses
//! ```

use crate::io::desk_command;
use crate::io::failure::{Failure, cause};
use crate::io::journal::{Journal, JournalEnd};
use crate::io::ledger::{self, ChainHead, Ledger};
use crate::io::mounts;
use crate::io::witness::{self, Witness};
use crate::io::workspace::Workspace;
use crate::model::config::Config;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use std::io;
use std::path::{Path, PathBuf};

/// Where a recovery writes a ledger before it is put in place.
pub const BESIDE: &str = "khoi-phuc";

/// The archive among the records.
const ARCHIVE: &str = "archive";

/// The folders that hold a witness.
pub fn places(workspace: &Workspace) -> [PathBuf; 2] {
    [workspace.root.join(&workspace.config.folders.products), workspace.records().join(ARCHIVE)]
}

/// A witness, and the file it stands in.
pub type Found = (Witness, PathBuf);

/// The witnesses that can be read. One out of reach accuses nobody; that it could not be written is said after the work.
pub fn witnesses(workspace: &Workspace) -> Vec<Found> {
    let read = |folder: PathBuf| {
        let witness = witness::read(&workspace.disk, &folder).ok().flatten()?;
        Some((witness, folder.join(witness::FILE)))
    };
    places(workspace).into_iter().filter_map(read).collect()
}

/// Opens the ledger if it is the one that the witnesses know. Only under the run lock.
///
/// # Errors
///
/// [`Failure::OtherLedger`] if it is not; nothing was made or changed then.
pub fn open_ledger(workspace: &Workspace) -> Result<Ledger, Failure> {
    check_here(workspace)?;
    Ledger::open(&workspace.disk, &workspace.records())
}

/// The same for a run that asks first whether anything changed ([`crate::run::unchanged`]).
///
/// # Errors
///
/// As for [`open_ledger`].
pub fn open_to_ask(workspace: &Workspace) -> Result<Ledger, Failure> {
    check_here(workspace)?;
    Ledger::open_to_ask(&workspace.disk, &workspace.records())
}

/// Is the ledger that lies here, or will be made here, the one that the witnesses know?
fn check_here(workspace: &Workspace) -> Result<(), Failure> {
    check_there(workspace)?;
    // As it lies there: opened for writing, an older one would be brought up before it is known whose it is.
    match workspace.ledger_to_read()? {
        Some(ledger) => {
            check(&ledger, &witnesses(workspace))?;
            check_journal(workspace, &ledger)?;
        }
        None if journal_end(workspace).is_some() => {
            let path = workspace.records().join(ledger::FILE);
            return Err(Failure::OtherLedger {
                message: format!("Không có sổ tiếp nhận {}, mà sổ phụ cho biết đã có", path.display())
            });
        }
        None => {}
    }
    Ok(())
}

/// The last line of the journal. A journal that cannot be read stops nothing, as a witness that cannot be; that it could not
/// be written is said later.
fn journal_end(workspace: &Workspace) -> Option<ChainHead> {
    Journal::at(&workspace.disk, &workspace.records()).end().ok()?.entry()
}

/// Has the ledger all that the journal holds? The journal is written after the ledger, so it is never ahead of its own.
pub fn check_journal(workspace: &Workspace, ledger: &Ledger) -> Result<(), Failure> {
    match journal_end(workspace) {
        Some(last) if !ledger.holds(&last)? => {
            let seq = last.seq;
            let message = format!("Sổ tiếp nhận là bản cũ, hoặc sổ phụ đã bị sửa: sổ không có dòng {seq} của sổ phụ");
            Err(Failure::OtherLedger { message })
        }
        _ => Ok(()),
    }
}

/// What the journal lacks at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalLag {
    /// The numbers of the first entry that it lacks and of the last one: of those that the witness shows to have stood in it, if there
    /// is such a witness; else of those that the ledger holds.
    pub lines: (i64, i64),
    /// The witness that shows it, since it is written after the journal; `None` where a command may have been cut off between the
    /// ledger and the journal, which accuses nobody.
    pub seen_by: Option<PathBuf>,
}

impl JournalLag {
    /// What is to be said of it, in Vietnamese, without what becomes of it.
    pub fn sentence(&self) -> String {
        let lacks = match self.lines {
            (from, to) if from == to => format!("Sổ phụ thiếu dòng {from} ở cuối"),
            (from, to) => format!("Sổ phụ thiếu các dòng {from}–{to} ở cuối"),
        };
        match &self.seen_by {
            Some(file) => format!(
                "{lacks}, dù {} cho biết đã ghi đủ: sổ phụ đã bị cắt, bị xóa hoặc chép lại từ bản cũ. Sổ tiếp nhận còn đủ các dòng này",
                file.display()
            ),
            None => format!("{lacks}, như khi một lệnh bị ngắt giữa chừng"),
        }
    }
}

/// What the journal lacks of what the ledger holds; `None` if nothing, or if its end cannot be read, which is damage of its own.
pub fn journal_lag(workspace: &Workspace, ledger: &Ledger) -> Result<Option<JournalLag>, Failure> {
    let end = match Journal::at(&workspace.disk, &workspace.records()).end() {
        Ok(JournalEnd::At(entry)) => entry.seq,
        Ok(JournalEnd::Empty) => 0,
        Ok(JournalEnd::Torn) | Err(_) => return Ok(None),
    };
    let id = ledger.id()?;
    let of_this_ledger = |(witness, file): Found| Some((witness.seq, file)).filter(|_| Some(&witness.ledger) == id.as_ref());
    let seen = witnesses(workspace).into_iter().filter_map(of_this_ledger).max().filter(|(seq, _)| *seq > end);
    Ok(match (seen, ledger.last_entry()?) {
        (Some((to, file)), _) => Some(JournalLag { lines: (end + 1, to), seen_by: Some(file) }),
        (None, to) => (to > end).then_some(JournalLag { lines: (end + 1, to), seen_by: None }),
    })
}

/// What of the journal is not what the ledger witnessed, in Vietnamese. What it lacks at its end is told by [`journal_lag`].
pub fn journal_damage(workspace: &Workspace) -> Vec<String> {
    let text = match Journal::at(&workspace.disk, &workspace.records()).read() {
        Ok(text) => text,
        Err(failure) => return vec![failure.to_string()],
    };
    let torn = text.broken.iter().map(|(page, line)| format!("trang {page}, dòng {line} đã bị sửa hoặc hỏng"));
    let rows = ledger::journal_damage(&text.lines).unwrap_or_else(|cause| vec![format!("có dòng không đọc được ({cause})")]);
    torn.chain(rows).map(|what| format!("Sổ phụ không còn nguyên vẹn: {what}.")).collect()
}

/// Is there a ledger, if a witness knows one, or if a recovery was cut off before it put its own in place?
pub fn check_there(workspace: &Workspace) -> Result<(), Failure> {
    let path = workspace.records().join(ledger::FILE);
    if workspace.disk.exists(&path) {
        return Ok(());
    }
    let known = if workspace.disk.exists(&workspace.records().join(BESIDE)) {
        "lần khôi phục sổ trước bị ngắt giữa chừng; đề nghị gõ lại lệnh “tonghop recover” như lần đó (bản cũ còn nguyên, tên bắt đầu bằng cu-)"
            .to_owned()
    } else {
        match witnesses(workspace).first() {
            Some((_, file)) => format!("{} cho biết đã có", file.display()),
            None => return Ok(()),
        }
    };
    Err(Failure::OtherLedger { message: format!("Không có sổ tiếp nhận {}, mà {known}", path.display()) })
}

/// Is the ledger the one that the witnesses know, and has it all that they saw?
pub fn check(ledger: &Ledger, found: &[Found]) -> Result<(), Failure> {
    let id = ledger.id()?;
    for (witness, file) in found {
        let file = file.display();
        let message = if id.as_ref() != Some(&witness.ledger) {
            format!("Sổ tiếp nhận không phải sổ mà {file} ghi nhận")
        } else if !ledger.holds(&ChainHead { seq: witness.seq, hash: witness.hash.clone() })? {
            format!("Sổ tiếp nhận là bản cũ: không có dòng {} mà {file} ghi nhận", witness.seq)
        } else {
            continue;
        };
        return Err(Failure::OtherLedger { message });
    }
    Ok(())
}

/// After a command that changed the ledger: what is new goes to the journal, the last act to the witnesses and to the command
/// of the desk. A witness out of reach and a command that fails stop nothing; the sentences say so.
pub fn keep(workspace: &Workspace, ledger: &Ledger, now: Moment) -> Result<Vec<String>, Failure> {
    // Before it is written again: afterwards nothing shows that somebody cut it off.
    let cut = journal_lag(workspace, ledger)?.filter(|lag| lag.seen_by.is_some());
    let told = keep_unasked(workspace, ledger, now)?;
    let said = cut.map(|lag| format!("{}; nay đã ghi lại vào sổ phụ.", lag.sentence()));
    Ok(said.into_iter().chain(told).collect())
}

/// The same where the caller knows what the journal lacks and why.
pub fn keep_unasked(workspace: &Workspace, ledger: &Ledger, now: Moment) -> Result<Vec<String>, Failure> {
    write_journal(workspace, ledger, Period::containing(moment::day(now)))?;
    tell_witnesses(workspace, ledger)
}

/// Brings the journal up to the ledger.
fn write_journal(workspace: &Workspace, ledger: &Ledger, week: Period) -> Result<(), Failure> {
    let journal = Journal::at(&workspace.disk, &workspace.records());
    match journal.end()?.entry() {
        Some(last) if ledger.holds(&last)? => {
            if ledger.lost_text_since(last.seq)? {
                return journal.rewrite(week, &ledger.journal_after(0)?);
            }
            let lines = ledger.journal_after(last.seq)?;
            if lines.is_empty() { Ok(()) } else { journal.add(week, &lines) }
        }
        // None yet, or its end is damaged.
        _ => journal.rewrite(week, &ledger.journal_after(0)?),
    }
}

/// Writes how far the ledger has come to every witness that does not know the last act, and gives it to the command of the desk once;
/// says in Vietnamese what could not be told.
fn tell_witnesses(workspace: &Workspace, ledger: &Ledger) -> Result<Vec<String>, Failure> {
    let (Some(id), Some(act), Some(head)) = (ledger.id()?, ledger.last_act()?, ledger.chain_head()?) else { return Ok(Vec::new()) };
    // The rows that were written with the act as well: a ledger or a journal that ends between them lacks something.
    let witness = Witness { ledger: id, seq: head.seq, hash: head.hash };
    let knows = |folder: &Path| {
        let known = witness::read(&workspace.disk, folder)?.filter(|known| known.ledger == witness.ledger && known.seq >= act.seq);
        // A ledger that was written anew may have lost what it knows.
        let held = |known: Witness| ledger.holds(&ChainHead { seq: known.seq, hash: known.hash });
        known.map_or(Ok(false), held).map_err(io::Error::other)
    };
    let mut said = Vec::new();
    // The archive lies beside the ledger: a witness there that knows the act has told it before.
    let is_new = knows(&workspace.records().join(ARCHIVE)).is_ok_and(|known| !known);
    if is_new && let Err(e) = witness::text(&witness).and_then(|text| give_proof(workspace, &text)) {
        said.push(format!("Chưa đưa được mã chuỗi cho lệnh ở [proof] command: {}; lần chốt, phát hành hoặc quyết định sau sẽ đưa mã mới, bao gồm cả lần này.", cause(&e)));
    }
    for folder in places(workspace) {
        if knows(&folder).is_ok_and(|known| known) {
            continue;
        }
        if let Err(e) = witness::write(&workspace.disk, &folder, &witness) {
            said.push(format!("Chưa ghi được {}: {}; lần chạy sau sẽ ghi lại.", folder.join(witness::FILE).display(), cause(&e)));
        }
    }
    Ok(said)
}

fn give_proof(workspace: &Workspace, text: &str) -> io::Result<()> {
    desk_command::give(&workspace.config.proof_command, &workspace.root, text)
}

/// A ledger that was recovered, or begun anew, answers for no earlier period than it was told to; the configuration may say a
/// later one.
pub fn bound(config: &mut Config, ledger: &Ledger, until: Moment) -> Result<(), Failure> {
    config.schedule.from = config.schedule.from.max(ledger.first_period(until)?);
    Ok(())
}

/// The ledger must lie on this machine's disk: over a network its lock does not hold.
pub fn check_records(workspace: &Workspace) -> Result<(), Failure> {
    let records = workspace.records();
    match mounts::network(&workspace.disk, &records) {
        None => Ok(()),
        Some(kind) => Err(Failure::usage(
            format!("Sổ tiếp nhận {} nằm trên ổ mạng ({kind}): khóa của sổ không giữ được qua mạng, sổ có thể hỏng.", records.display()),
            "Đề nghị đặt khóa records ở mục [folders] của tonghop.toml thành một thư mục trên đĩa của máy này, ví dụ \
             records = \"/var/lib/tonghop/so-tiep-nhan\", và chuyển thư mục cũ (nếu có) sang đó.",
        )),
    }
}
