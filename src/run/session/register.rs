//! The registers in use: today's workbook, or the last valid one that the ledger knows.

use crate::io::archive;
use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::workspace::Workspace;
use crate::io::{files, registers};
use crate::model::agency::AgencyCode;
use crate::model::config::Limits;
use crate::model::moment::Moment;
use crate::model::register::Register;
use crate::model::workbook::Refusal;
use crate::reader;
use crate::text::{format, suggest};
use std::path::Path;

/// The registers that a command works with: those of today, or the last valid ones.
#[derive(Debug, Clone)]
pub struct RegisterInUse {
    /// As first written; [`Register::in_force`] applies adjustments.
    pub register: Register,
    /// SHA-256 of the workbook.
    pub sha256: String,
    /// Bytes of the workbook, to be sealed in the archive.
    pub bytes: Vec<u8>,
    /// Today's workbook is broken; this is the earlier one of that time.
    pub broken: Option<(Failure, Moment)>,
}

impl RegisterInUse {}

/// Today's registers, or, where they are broken, the last ones the ledger knows.
pub fn read_register(workspace: &Workspace) -> Result<RegisterInUse, Failure> {
    let path = workspace.register_file();
    let desk = &workspace.config.desk.code;
    let failure = match understand(&workspace.disk, &path, desk) {
        Ok((register, sha256, bytes)) => return Ok(RegisterInUse { register, sha256, bytes, broken: None }),
        Err(failure) => failure,
    };
    let last = workspace.ledger_to_read()?.map(|ledger| ledger.last_register()).transpose()?.flatten();
    match last {
        Some((sha256, since)) => {
            let bytes = workspace.archive().read(&sha256)?;
            let register = understand_bytes(&bytes, &path)?;
            names_the_desk(&register, desk, &path)?;
            Ok(RegisterInUse { register, sha256, bytes, broken: Some((failure, since)) })
        }
        None => Err(failure),
    }
}

fn understand(disk: &Disk, path: &Path, desk: &AgencyCode) -> Result<(Register, String, Vec<u8>), Failure> {
    let bytes = files::read(disk, path).map_err(|failure| match failure {
        // Without a register nothing can be done: that is a matter of the registers, not of one unreadable input.
        Failure::Io { cause, .. } => {
            Failure::Register { file: path.display().to_string(), mistakes: vec![format!("không đọc được tệp: {cause}")] }
        }
        other => other,
    })?;
    let register = understand_bytes(&bytes, path)?;
    names_the_desk(&register, desk, path)?;
    let sha256 = archive::sha256(&bytes);
    Ok((register, sha256, bytes))
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

/// Understands a register workbook; every mistake in it is in the failure.
pub fn understand_bytes(bytes: &[u8], path: &Path) -> Result<Register, Failure> {
    let file = file_name(path);
    let workbook = reader::read(bytes, ".xlsx", &Limits::DEFAULT)
        .map_err(|refusal| Failure::Register {
            file: file.clone(), mistakes: vec![format!("không đọc được tệp: {}", why(&refusal))]
        })?;
    registers::understand(&workbook)
        .map_err(|mistakes| Failure::Register { file, mistakes: mistakes.iter().map(ToString::to_string).collect() })
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
