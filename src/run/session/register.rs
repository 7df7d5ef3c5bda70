//! The registers in use: today's workbook, with rows of earlier ones in the place of rows that cannot be used; or the last valid
//! one that the ledger knows.
//!
//! Where rows of an earlier workbook hold, what is sealed is a list of the workbooks, today's first: from the archive the same
//! register comes out again.

use crate::io::archive::{self, Archive};
use crate::io::failure::Failure;
use crate::io::workspace::Workspace;
use crate::io::{files, registers};
use crate::model::agency::AgencyCode;
use crate::model::config::Limits;
use crate::model::moment::Moment;
use crate::model::register::Register;
use crate::model::register_mistake::RegisterMistake;
use crate::model::workbook::{RawWorkbook, Refusal};
use crate::reader;
use crate::text::{format, suggest};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

/// The registers that a command works with: those of today, or the last valid ones.
#[derive(Debug, Clone)]
pub struct RegisterInUse {
    /// As first written; [`Register::in_force`] applies adjustments.
    pub register: Arc<Register>,
    /// SHA-256 of what is sealed: of the workbook, or of the list of workbooks.
    pub sha256: String,
    /// What is to be sealed in the archive: the workbook, and after it the list of workbooks where there is one.
    pub documents: Vec<Vec<u8>>,
    /// Today's workbook is broken; this is the earlier one of that time.
    pub broken: Option<(Failure, Moment)>,
}

/// The workbooks that make a register together.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct JoinedWorkbooks {
    /// What this is, for whoever finds it in the archive.
    schema: String,
    /// SHA-256 of today's workbook, then of those that lent it rows, the latest first.
    workbooks: Vec<String>,
}

const JOINED: &str = "tonghop.register/1";

/// Today's registers, or, where they are broken, the last ones the ledger knows.
pub fn read_register(workspace: &Workspace) -> Result<RegisterInUse, Failure> {
    let path = workspace.register_file();
    let desk = &workspace.config.desk.code;
    let failure = match of_today(workspace, &path) {
        Ok(register) => return Ok(register),
        Err(failure) => failure,
    };
    let last = workspace.ledger_to_read()?.map(|ledger| ledger.last_register()).transpose()?.flatten();
    match last {
        Some((sha256, since)) => {
            let register = Arc::new(understand_sealed(&workspace.archive(), &sha256, &path)?.seen_from(desk));
            names_the_desk(&register, desk, &path)?;
            Ok(RegisterInUse { register, sha256, documents: Vec::new(), broken: Some((failure, since)) })
        }
        None => Err(failure),
    }
}

fn of_today(workspace: &Workspace, path: &Path) -> Result<RegisterInUse, Failure> {
    let bytes = files::read(&workspace.disk, path).map_err(|failure| match failure {
        // Without a register nothing can be done: that is a matter of the registers, not of one unreadable input.
        Failure::Io { cause, .. } => {
            Failure::Register { file: path.display().to_string(), mistakes: vec![format!("không đọc được tệp: {cause}")] }
        }
        other => other,
    })?;
    let workbook = raw(&bytes, path)?;
    let (mut register, mut sha256) = (understood(registers::understand(&workbook), path)?, archive::sha256(&bytes));
    let mut documents = vec![bytes];
    if !register.mistakes.is_empty() {
        let (earlier, lost) = earlier_workbooks(workspace, &sha256, path);
        let books: Vec<RawWorkbook> = earlier.iter().map(|(_, book)| book.clone()).collect();
        let joined = understood(registers::understand_with(&workbook, &books), path)?;
        register = joined.register;
        // Else nobody would know why a mistaken row is left out that the last register had.
        register.notes.extend(lost.map(|failure| format!("Không dùng được danh mục trước đó cho các dòng đang lỗi: {failure}")));
        let lent = earlier.into_iter().zip(joined.needed).filter_map(|((sha256, _), lent)| lent.then_some(sha256));
        let workbooks: Vec<String> = std::iter::once(sha256.clone()).chain(lent).collect();
        if workbooks.len() > 1 {
            let list = serde_json::to_vec(&JoinedWorkbooks { schema: JOINED.to_owned(), workbooks }).unwrap_or_default();
            sha256 = archive::sha256(&list);
            documents.push(list);
        }
    }
    names_the_desk(&register, &workspace.config.desk.code, path)?;
    let register = Arc::new(register.seen_from(&workspace.config.desk.code));
    Ok(RegisterInUse { register, sha256, documents, broken: None })
}

/// The workbooks of the register that the ledger knew last, the latest first, and why one of them cannot be read. None where the
/// records cannot be read: then nothing stands in for a row, and who has to write into the records says why.
fn earlier_workbooks(workspace: &Workspace, today: &str, path: &Path) -> (Vec<(String, RawWorkbook)>, Option<Failure>) {
    let last = || workspace.ledger_to_read().ok()??.last_register().ok()?;
    let Some((last, _)) = last() else { return (Vec::new(), None) };
    let workbooks = match workbooks_of(&workspace.archive(), &last) {
        Ok(workbooks) => workbooks,
        Err(failure) => return (Vec::new(), Some(failure)),
    };
    let (mut earlier, mut lost) = (Vec::new(), None);
    for (sha256, bytes) in workbooks.into_iter().filter(|(sha256, _)| sha256 != today) {
        match raw(&bytes, path) {
            Ok(workbook) => earlier.push((sha256, workbook)),
            Err(failure) => lost = lost.or(Some(failure)),
        }
    }
    (earlier, lost)
}

/// The workbooks of a sealed register with their hashes, its own first.
fn workbooks_of(archive: &Archive, sha256: &str) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let sealed = archive.read(sha256)?;
    match serde_json::from_slice::<JoinedWorkbooks>(&sealed) {
        Ok(joined) => joined.workbooks.into_iter().map(|sha256| Ok((sha256.clone(), archive.read(&sha256)?))).collect(),
        Err(_) => Ok(vec![(sha256.to_owned(), sealed)]),
    }
}

/// A register as it was sealed, from the archive.
pub fn understand_sealed(archive: &Archive, sha256: &str, path: &Path) -> Result<Register, Failure> {
    let workbooks = workbooks_of(archive, sha256)?;
    let mut books = workbooks.iter().map(|(_, bytes)| raw(bytes, path)).collect::<Result<Vec<RawWorkbook>, Failure>>()?;
    let earlier = books.split_off(1.min(books.len()));
    let Some(own) = books.first() else { return Err(damaged(path)) };
    Ok(understood(registers::understand_with(own, &earlier), path)?.register)
}

/// The hashes of the workbooks that a sealed register is made of beside the one that bears its hash.
pub fn workbooks_behind(archive: &Archive, sha256: &str) -> Vec<String> {
    let joined = archive.read(sha256).ok().and_then(|sealed| serde_json::from_slice::<JoinedWorkbooks>(&sealed).ok());
    joined.map(|joined| joined.workbooks).unwrap_or_default()
}

fn damaged(path: &Path) -> Failure {
    Failure::Register {
        file: file_name(path), mistakes: vec!["không đọc được tệp: bản lưu không nêu tệp nào".to_owned()]
    }
}

/// A register without agencies, or without the desk that runs this workspace, is not filled in yet: a run with it
/// would freeze and release a week in which nobody had to report, and that cannot be taken back.
fn names_the_desk(register: &Register, desk: &AgencyCode, path: &Path) -> Result<(), Failure> {
    let mistake = if register.agencies.is_empty() {
        "trang DonVi: chưa có đơn vị nào. Đề nghị điền danh sách đơn vị (xem trang ViDu).".to_owned()
    } else if register.agency(desk).is_none() {
        let near = suggest::nearest(desk.as_str(), register.agencies.iter().map(|a| a.code.as_str()));
        let near = near.map(|code| format!("; có phải {code}?")).unwrap_or_default();
        format!("trang DonVi: không có đầu mối “{desk}” ghi ở [desk] code của tonghop.toml{near}. Đề nghị sửa một trong hai.")
    } else {
        return Ok(());
    };
    Err(Failure::Register { file: file_name(path), mistakes: vec![mistake] })
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| "danh-muc.xlsx".to_owned(), |n| n.to_string_lossy().into_owned())
}

/// Understands a register workbook by itself; every mistake that keeps it from being used is in the failure.
pub fn understand_bytes(bytes: &[u8], path: &Path) -> Result<Register, Failure> {
    understood(registers::understand(&raw(bytes, path)?), path)
}

fn raw(bytes: &[u8], path: &Path) -> Result<RawWorkbook, Failure> {
    reader::read(bytes, ".xlsx", &Limits::REGISTER)
        .map_err(|refusal| Failure::Register {
            file: file_name(path), mistakes: vec![format!("không đọc được tệp: {}", why(&refusal))]
        })
}

fn understood<T>(answer: Result<T, Vec<RegisterMistake>>, path: &Path) -> Result<T, Failure> {
    answer.map_err(|mistakes| Failure::Register { file: file_name(path), mistakes: mistakes.iter().map(ToString::to_string).collect() })
}

/// Why a workbook of our own cannot be read, for the person who keeps it.
pub(crate) fn why(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Empty => "tệp rỗng (0 byte)".to_owned(),
        Refusal::Damaged { .. } => "tệp hỏng, hoặc đang được lưu dở".to_owned(),
        Refusal::Encrypted => "tệp đặt mật khẩu".to_owned(),
        Refusal::WrongKind { .. } => "không phải tệp bảng tính".to_owned(),
        Refusal::Disguised { actual, .. } => format!("nội dung là {actual}, không phải .xlsx"),
        Refusal::Unsafe { cause } => cause.clone(),
        Refusal::TooManyRows { sheet, row, limit } => format!("trang “{sheet}” có nội dung ở dòng {row}, vượt giới hạn {limit} dòng"),
        Refusal::TooLarge { bytes, limit } => format!("tệp {} lớn hơn giới hạn {}", format::megabytes(*bytes), format::megabytes(*limit)),
    }
}
