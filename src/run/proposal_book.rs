//! `kien-nghi.xlsx` at a run: what the desk wrote goes into the ledger first, and only then the workbook is written again, if what
//! offices ask for changed, nobody has it open, and it is still as it was read.

use crate::io::archive;
use crate::io::excel_write;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::owner_file;
use crate::io::publish::{self, Publication};
use crate::io::registers::proposal_book::{self, FILE_NAME, ProposalBook, ProposalRow};
use crate::judge::facts::Facts;
use crate::merge::assemble::PeriodState;
use crate::model::config::Limits;
use crate::model::consolidation::Consolidation;
use crate::model::proposal::{Answer, ProposalEvent, ProposalNumber, ProposalRecord};
use crate::reader;
use crate::run::session::{self, Session};
use crate::sheets::proposal_book as sheet;
use crate::text::normalise;
use std::collections::BTreeSet;

/// What a run took from the workbook.
#[derive(Debug, Default)]
pub struct Intake {
    /// Its bytes as they were read, by SHA-256; `None` if it is not there.
    pub read: Option<String>,
    /// What stands in the columns that the program fills; `None` if it must not be written again.
    stands: Option<Vec<Vec<String>>>,
    /// What is wrong with it.
    pub failure: Option<Failure>,
    /// What the desk has to know, in Vietnamese.
    pub notices: Vec<String>,
}

/// Reads the workbook and records what is new in it.
pub fn take(session: &Session) -> Result<Intake, Failure> {
    let path = session.work.workspace.proposal_book();
    let bytes = match files::read_if_there(&session.work.workspace.disk, &path) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(Intake { stands: Some(Vec::new()), ..Intake::default() }),
        Err(Failure::Io { cause, .. }) => return Ok(unreadable(&cause)),
        Err(other) => return Err(other),
    };
    let workbook = match reader::read(&bytes, ".xlsx", &Limits::DEFAULT) {
        Ok(workbook) => workbook,
        Err(refusal) => return Ok(unreadable(&session::why(&refusal))),
    };
    let record = session.ledger.proposals()?;
    let numbers: BTreeSet<ProposalNumber> = record.numbered().map(|(number, _)| number).collect();
    let ProposalBook { rows, mistakes, has_more, readable } = proposal_book::understand(&workbook, |number| numbers.contains(&number));
    let events = if readable { news(&record, &rows, &archive::sha256(&bytes)) } else { Vec::new() };
    let mut notices = cleared(&record, &events);
    if !events.is_empty() {
        // An answer may stand in the ledger only when the workbook it stood in is on the disk.
        session.work.archive.put(&bytes)?;
        session.ledger.record_proposals(&events, session.work.now)?;
    }
    if has_more {
        notices.push(format!(
            "{FILE_NAME} có thêm trang hoặc cột; chương trình không ghi lại tệp này. Đề nghị chuyển phần thêm sang tệp khác."
        ));
    }
    // What could not be understood stands nowhere but in the file.
    let writable = mistakes.is_empty() && readable && !has_more;
    let stands = writable.then(|| rows.into_iter().map(|row| row.program).collect());
    let failure = (!mistakes.is_empty()).then(|| Failure::Register { file: FILE_NAME.to_owned(), mistakes });
    Ok(Intake { read: Some(archive::sha256(&bytes)), stands, failure, notices })
}

fn unreadable(cause: &str) -> Intake {
    let failure = Failure::Register { file: FILE_NAME.to_owned(), mistakes: vec![format!("không đọc được tệp: {cause}")] };
    let notices = vec![format!("Tệp {FILE_NAME} đang có lỗi; các trả lời đã ghi nhận trước đây vẫn được tính.")];
    Intake { failure: Some(failure), notices, ..Intake::default() }
}

/// Records the numbers that proposals of a state got with it, before anything is printed with them.
pub fn give_numbers(session: &Session, facts: &mut Facts, state: &PeriodState) -> Result<(), Failure> {
    let known: BTreeSet<ProposalNumber> = facts.proposals.numbered().map(|(number, _)| number).collect();
    let fresh = state.consolidation.proposals.iter().filter(|line| !known.contains(&line.number));
    let fresh: Vec<(ProposalNumber, ProposalEvent)> = fresh.map(|line| (line.number, ProposalEvent::Numbered(line.home.clone()))).collect();
    if !fresh.is_empty() {
        facts.proposals.entries.extend(session.ledger.record_proposals(&fresh, session.work.now)?);
    }
    Ok(())
}

/// What the desk wrote and the ledger does not know yet.
fn news(record: &ProposalRecord, rows: &[ProposalRow], book_sha256: &str) -> Vec<(ProposalNumber, ProposalEvent)> {
    let answers = record.answers();
    let known = |row: &ProposalRow| answers.get(&row.number).map_or_else(|| row.answer.is_blank(), |last| *last.answer == row.answer);
    let changed = rows.iter().filter(|row| !known(row));
    let event = |row: &ProposalRow| ProposalEvent::Answered {
        about: row.about.clone(),
        answer: row.answer.clone(),
        book_sha256: book_sha256.to_owned(),
        line: row.line,
        tasks: row.tasks.clone(),
    };
    changed.map(|row| (row.number, event(row))).collect()
}

/// A cell that was emptied is told: it may be a slip.
fn cleared(record: &ProposalRecord, events: &[(ProposalNumber, ProposalEvent)]) -> Vec<String> {
    let answers = record.answers();
    let told = |(number, event): &(ProposalNumber, ProposalEvent)| {
        let ProposalEvent::Answered { answer: now, line, .. } = event else { return None };
        let before = answers.get(number)?.answer;
        let emptied = |of: fn(&Answer) -> bool| !of(before) && of(now);
        let columns: Vec<&str> = [
            ("Trình?", emptied(|a| a.choice.is_empty())),
            ("Nội dung trình", emptied(|a| a.wording.is_empty())),
            ("Kết quả xử lý", emptied(|a| a.handling.is_none())),
            ("Trả lời", emptied(|a| a.text.is_empty())),
            ("Văn bản trả lời", emptied(|a| a.document.is_empty())),
            ("Ngày trả lời", emptied(|a| a.on.is_none())),
        ]
        .into_iter()
        .filter_map(|(column, emptied)| emptied.then_some(column))
        .collect();
        let list = columns.join(", ");
        (!columns.is_empty()).then(|| format!("{FILE_NAME}, dòng {line} ({number}): đã xóa {list}; nội dung trước đó vẫn lưu trong sổ."))
    };
    events.iter().filter_map(told).collect()
}

/// Writes the workbook again where it does not say what offices ask for.
pub fn write(session: &Session, intake: &Intake, consolidation: &Consolidation) -> Result<Option<String>, Failure> {
    let Some(stands) = intake.stands.as_ref().filter(|_| !session.work.dry && !consolidation.proposals.is_empty()) else { return Ok(None) };
    let wanted = sheet::program_rows(consolidation);
    let alike = |(wanted, stands): (&sheet::ProgramCells, &Vec<String>)| {
        wanted.iter().map(|w| normalise::key(w)).eq(stands.iter().map(|s| normalise::key(s)))
    };
    if wanted.len() == stands.len() && wanted.iter().zip(stands).all(alike) {
        return Ok(None);
    }
    let (disk, path) = (&session.work.workspace.disk, session.work.workspace.proposal_book());
    let waits = |why: String| Some(format!("{FILE_NAME} {why}; lần chạy sau ghi bổ sung kiến nghị mới."));
    if let Some(holder) = owner_file::holder(disk, &path, session.work.now) {
        return Ok(waits(format!("đang được mở ({})", holder.text())));
    }
    let bytes =
        excel_write::to_bytes(&sheet::book(consolidation)).map_err(|e| Failure::Product { path: path.clone(), cause: e.to_string() })?;
    let now = files::read_if_there(disk, &path)?.map(|bytes| archive::sha256(&bytes));
    if now != intake.read {
        return Ok(waits("vừa được sửa".to_owned()));
    }
    match publish::publish_draft(disk, &path, &bytes, session.work.now)? {
        Publication::Open(holder) => Ok(waits(format!("đang được mở ({})", holder.text()))),
        _ => Ok(None),
    }
}
