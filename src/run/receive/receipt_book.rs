//! Reading the clerk's receipt book at a run: what is new in it goes into the ledger, and only the ledger proves
//! anything. A book that is broken, half-saved or open elsewhere stops nothing: what the ledger knows goes on counting.

use crate::io::failure::Failure;
use crate::io::files;
use crate::io::registers::receipt_book::{self, Book, FILE_NAME};
use crate::judge::receipt_book as rows;
use crate::model::config::Limits;
use crate::model::freeze::Freeze;
use crate::model::receipt_book::{BookChange, BookEntry, Means, NewBookEntry};
use crate::model::submission::Submission;
use crate::reader;
use crate::run::session::{self, Session};
use crate::text::format;

/// What a run took from the book.
#[derive(Debug, Default)]
pub struct Intake {
    /// The book whose rows count, in the archive; `None` if there never was one.
    pub sha256: Option<String>,
    /// What is wrong with it.
    pub failure: Option<Failure>,
    /// What the secretariat has to know, in Vietnamese.
    pub notices: Vec<String>,
}

/// Reads the book and records what is new in it.
pub fn take(session: &Session) -> Result<Intake, Failure> {
    let entries = session.ledger.book_entries()?;
    let before = entries.last().map(|entry| entry.book_sha256.clone());
    let path = session.work.workspace.receipt_book();
    let bytes = match files::read_if_there(&session.work.workspace.disk, &path) {
        Ok(Some(bytes)) => bytes,
        Ok(None) if rows::news(&entries, &[], true).is_empty() => return Ok(Intake::default()),
        Ok(None) => return Ok(unreadable(before, "không tìm thấy tệp; nếu muốn bỏ các dòng đã ghi, đề nghị xóa dòng trong tệp")),
        Err(Failure::Io { cause, .. }) => return Ok(unreadable(before, &cause)),
        Err(other) => return Err(other),
    };
    let workbook = match reader::read(&bytes, ".xlsx", &Limits::DEFAULT) {
        Ok(workbook) => workbook,
        Err(refusal) => return Ok(unreadable(before, &session::why(&refusal))),
    };
    let book = receipt_book::understand(&workbook, &session.work.register.register, session.work.now);
    if !book.readable {
        return Ok(Intake { sha256: before, failure: failure(book.mistakes), notices: vec![STILL_COUNT.to_owned()] });
    }
    record(session, &entries, &bytes, book)
}

const STILL_COUNT: &str = "Tệp tiep-nhan.xlsx đang có lỗi; các dòng đã ghi nhận trước đây vẫn được tính.";

fn failure(mistakes: Vec<String>) -> Option<Failure> {
    (!mistakes.is_empty()).then(|| Failure::Register { file: FILE_NAME.to_owned(), mistakes })
}

fn unreadable(before: Option<String>, cause: &str) -> Intake {
    let failure = failure(vec![format!("không đọc được tệp: {cause}")]);
    Intake { sha256: before, failure, notices: vec![STILL_COUNT.to_owned()] }
}

fn record(session: &Session, entries: &[BookEntry], bytes: &[u8], book: Book) -> Result<Intake, Failure> {
    let news = rows::news(entries, &book.rows, book.mistakes.is_empty());
    // A row may stand in the ledger only when the book it stood in is on the disk.
    let sha256 = session.work.archive.put(bytes)?;
    session.ledger.record_book(&news, &sha256, session.work.now)?;
    let mut notices = Vec::new();
    for new in &news {
        if let Some(release) = session.ledger.release(new.said.period)? {
            notices.push(too_late(new, release.at));
            continue;
        }
        // What it said before, and for which week: a row may be moved to another one.
        let Some(before) = entries.iter().rev().find(|entry| Some(entry.row) == new.row) else { continue };
        if new.change == BookChange::Changed && new.said.proves_the_same(&before.said) {
            continue;
        }
        let freeze = session.ledger.freeze(before.said.period)?;
        let held = |freeze: &Freeze| freeze.clerk_rows_known().iter().any(|last| before.seq <= *last);
        if let Some(freeze) = freeze.filter(held) {
            notices.push(still_holds(new, &freeze));
        }
    }
    Ok(Intake { sha256: Some(sha256), failure: failure(book.mistakes), notices })
}

/// A row that the freeze was made with was changed or removed: the desk may believe that what it said is undone.
fn still_holds(new: &NewBookEntry, freeze: &Freeze) -> String {
    let what = if new.change == BookChange::Removed { "bị xóa" } else { "được sửa" };
    format!(
        "{FILE_NAME}, dòng {}: {what} sau khi tuần {} đã chốt; nội dung cũ vẫn là căn cứ của tuần đó. Nếu dòng cũ ghi sai, đề nghị báo cáo người phụ trách trước khi chốt bản tổng hợp.",
        new.line,
        format::period(freeze.period)
    )
}

fn too_late(new: &NewBookEntry, released: crate::model::moment::Moment) -> String {
    let what = match new.change {
        BookChange::Added => "được ghi",
        BookChange::Changed => "được sửa",
        BookChange::Removed => "bị xóa",
    };
    format!(
        "{FILE_NAME}, dòng {}: {what} sau khi tuần {} đã chốt bản tổng hợp ({}); được lưu, không đổi kết quả đã chốt.",
        new.line,
        format::period(new.said.period),
        format::moment(released)
    )
}

/// Rows of the current period that speak of no file or of several: only the clerk can say which one was meant.
pub fn open_questions(submissions: &[Submission]) -> Vec<String> {
    let booked = submissions.iter().flat_map(|s| &s.booked);
    let question = |used: &crate::model::receipt_book::BookUse| {
        let said = &used.row.said;
        let asked = match used.means {
            Means::NotFound => format!(
                "chưa có tệp “{}” của {} trong thư mục nhận. Đề nghị chép tệp vào hoặc ghi đúng tên tệp.",
                format::quote(said.file.as_deref().unwrap_or_default()),
                said.agency
            ),
            Means::Unclear => format!("{} có nhiều tệp khác nhau; chưa rõ dòng này ghi cho tệp nào. Đề nghị điền cột Tệp.", said.agency),
            Means::Receipt(_) | Means::AlreadySeen(_) | Means::Paper => return None,
        };
        Some(format!("{FILE_NAME}, dòng {}: {asked}", used.row.line))
    };
    booked.filter_map(question).collect()
}
