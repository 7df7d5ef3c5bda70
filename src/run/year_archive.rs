//! `archive --year`: a year in one sealed file that people read without this program, and that can be checked years later: what left,
//! the originals, what everything was made of, and the part of the ledger that witnesses it. Nothing is taken out of the workspace.
//!
//! The same year gives the same bytes: nothing in it depends on when it was made.

mod check;
mod parts;

pub use check::{YearCheck, check};

use crate::io::archive::sha256;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::Ledger;
use crate::io::workspace::Workspace;
use crate::io::zip_file::ZipFile;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::year_archive::{INDEX, PAGE, SEAL, SEAL_SCHEMA, YearSeal, index_text};
use crate::run::session::{Start, identity};
use crate::text::format;
use crate::text::year_archive::page;
use parts::{Parts, entry};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folder of the workspace for archives of years, if no other place is named.
pub const FOLDER: &str = "luu-tru";

/// What was asked for.
#[derive(Debug, Clone)]
pub struct YearRequest {
    /// The year of the ISO weeks.
    pub year: i32,
    /// The file to write; `None` for the usual place.
    pub out: Option<PathBuf>,
}

/// A year that was archived.
#[derive(Debug, Clone, Serialize)]
pub struct YearAnswer {
    /// Of the ISO weeks.
    pub year: i32,
    /// The file, absolute.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// It stood there already, with the same bytes.
    pub unchanged: bool,
    /// Weeks with a release.
    pub weeks: usize,
    /// Everything but index and seal, counted.
    pub files: usize,
    /// Contents as offices sent them, each once.
    pub originals: usize,
    /// Originals that are not kept: secret, too large, or no reports; the list of receipts names them.
    pub not_kept: usize,
    /// Name of the ledger.
    pub ledger: String,
    /// The first entry of its chain that is in it.
    pub from: i64,
    /// The last one.
    pub to: i64,
}

impl YearAnswer {
    /// The answer in words.
    pub fn lines(&self) -> Vec<String> {
        let done = if self.unchanged { "Đã có từ trước, đúng từng byte" } else { "Đã lưu trữ" };
        let gaps = if self.not_kept == 0 {
            String::new()
        } else {
            format!(" ({} bản gốc không giữ, có ghi trong danh sách)", self.not_kept)
        };
        vec![
            format!(
                "{done}: năm {}, {} tuần có bản tổng hợp, {} tệp, {} bản gốc{gaps}, {}: {}",
                self.year,
                self.weeks,
                self.files,
                self.originals,
                format::size(self.bytes),
                self.file
            ),
            format!("Mã SHA-256: {}. Đề nghị in hoặc ghi mã này vào hồ sơ lưu trữ.", self.sha256),
            "Không xóa gì ở nơi làm việc. Kiểm tra lại bất cứ lúc nào: “tonghop verify --archive TỆP”.".to_owned(),
        ]
    }
}

/// Writes a year into one file.
///
/// # Errors
///
/// Refused by the calendar while the year is not over, or a week of it is open; [`Failure::Copy`] or [`Failure::Io`] names what the
/// archive lost: nothing is sealed with a gap that nobody knows.
pub fn archive(workspace: &Workspace, start: &Start, request: &YearRequest) -> Result<YearAnswer, Failure> {
    identity::check_there(workspace)?;
    let Some(ledger) = workspace.ledger_to_read()? else {
        return Err(Failure::usage("Chưa có sổ tiếp nhận.", "Đề nghị chạy “tonghop run” trước."));
    };
    identity::check(&ledger, &identity::witnesses(workspace))?;
    if let Err(what) = ledger.verify_chain() {
        return Err(Failure::OtherLedger { message: what.trim_end_matches('.').to_owned() });
    }
    let year = request.year;
    closed(&ledger, year, start.now)?;
    let desk = &workspace.config.desk.code;
    let path = match &request.out {
        Some(out) => files::absolute(out)?,
        None => files::absolute(&workspace.root)?.join(FOLDER).join(format!("LuuTru_{desk}_{year}.zip")),
    };
    // What lies in the inbox is taken for a report of an office.
    let real = |path: &Path| workspace.disk.canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if path.parent().is_some_and(|folder| real(folder).starts_with(real(&workspace.inbox()))) {
        let message = format!("{} nằm trong thư mục nhận báo cáo.", path.display());
        return Err(Failure::usage(message, "Đề nghị chọn thư mục khác cho --out."));
    }
    let archive = workspace.archive();
    let parts = Parts::of(&ledger, &archive, year)?;
    let id = ledger.id()?.unwrap_or_default();
    let seal = |index: &str| YearSeal {
        schema: SEAL_SCHEMA.to_owned(),
        desk: desk.to_string(),
        year,
        ledger: id.clone(),
        from: parts.from,
        to: parts.to,
        head: parts.head.clone(),
        index_sha256: sha256(index.as_bytes()),
    };
    let mut zip = ZipFile::begin(&workspace.disk, &path)?;
    let mut entries = parts.write(&archive, &mut zip)?;
    let opening = page(&seal(""), &parts.weeks, &entries);
    zip.add(PAGE, opening.as_bytes())?;
    entries.push(entry(PAGE, "trang mở đầu", opening.as_bytes()));
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let index = index_text(&entries);
    zip.add(INDEX, index.as_bytes())?;
    let text = serde_json::to_string_pretty(&seal(&index)).map_err(|e| Failure::writing(&path, &e.into()))? + "\n";
    zip.add(SEAL, text.as_bytes())?;
    let there = files::read_if_there(&workspace.disk, &path)?.map(|bytes| sha256(&bytes));
    let mut written = (String::new(), 0);
    let mut unchanged = false;
    zip.finish(|file| {
        let bytes = files::read(&workspace.disk, file)?;
        written = (sha256(&bytes), u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        // What was written is read back as anybody would check it.
        let checked = check(&workspace.disk, file, None)?;
        if let Some(damage) = checked.damage.first() {
            return Err(Failure::writing(&path, &std::io::Error::other(damage.clone())));
        }
        match &there {
            Some(before) if *before == written.0 => {
                unchanged = true;
                Ok(false)
            }
            Some(_) => Err(Failure::usage(
                format!("{} đã có và khác nội dung; bản lưu trữ không bị ghi đè.", path.display()),
                "Đề nghị ghi tên tệp khác sau --out, hoặc chuyển tệp cũ đi nơi khác.",
            )),
            None => Ok(true),
        }
    })?;
    Ok(YearAnswer {
        year,
        file: path.display().to_string(),
        sha256: written.0,
        bytes: written.1,
        unchanged,
        weeks: parts.weeks.len(),
        files: entries.len(),
        originals: parts.originals.len(),
        not_kept: parts.not_kept,
        ledger: id,
        from: parts.from,
        to: parts.to,
    })
}

/// Is the year over, is every week of it that anything came for released, and does none that was opened again wait for its next version?
fn closed(ledger: &Ledger, year: i32, now: Moment) -> Result<(), Failure> {
    let current = Period::containing(moment::day(now));
    if current.year() <= year {
        return Err(Failure::calendar(format!("Năm {year} chưa hết tuần cuối."), "Đề nghị lưu trữ khi đã sang năm mới."));
    }
    let in_force = ledger.in_force()?.latest();
    let frozen = ledger.freezes()?.into_iter().map(|freeze| freeze.period);
    let touched: BTreeSet<Period> = frozen.chain(ledger.periods_received()?).filter(|period| period.year() == year).collect();
    let open: Vec<String> =
        touched.iter().filter(|period| !in_force.contains_key(*period)).map(|period| format::period_long(*period)).collect();
    if !open.is_empty() {
        return Err(Failure::calendar(
            format!("Năm {year} còn {} tuần chưa chốt bản tổng hợp: {}.", open.len(), open.join("; ")),
            "Đề nghị gõ “tonghop run”, hoặc “tonghop release --period KỲ”, rồi lưu trữ lại.",
        ));
    }
    let reopened: Vec<String> = ledger
        .open_reopenings()?
        .into_iter()
        .filter(|reopening| reopening.period.year() == year)
        .map(|reopening| format::period_long(reopening.period))
        .collect();
    if !reopened.is_empty() {
        return Err(Failure::calendar(
            format!("Năm {year} có {} tuần đang mở lại, chờ bản trình ký mới: {}.", reopened.len(), reopened.join("; ")),
            "Đề nghị chốt lại bằng “tonghop release --period KỲ”, rồi lưu trữ.",
        ));
    }
    if in_force.keys().all(|period| period.year() != year) {
        return Err(Failure::calendar(format!("Sổ không có bản trình ký nào của năm {year}."), "Đề nghị kiểm tra số năm."));
    }
    Ok(())
}
