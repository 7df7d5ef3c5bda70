//! The releases as tables for other programs: from what left, as the archive holds it. Nothing is judged, nothing enters the
//! ledger.

use crate::io::failure::{Action, Failure};
use crate::io::publish::{self, Publication};
use crate::io::workspace::Workspace;
use crate::io::{archive, files, table_write};
use crate::model::data_table::TableFormat;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::products::tables::{ALL, PortalDifference, PortalList, Released};
use crate::reader::Received;
use crate::run::exit;
use crate::run::released::{self, ReleasedFiles};
use crate::run::session::{self, Start};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The file beside the tables that says what may be done with them.
const NOTICE: &str = "DOC-TRUOC.txt";
const NOTICE_TEXT: &str = "Lưu hành nội bộ. Không đăng tải, không chuyển qua mạng xã hội.\n";

/// What a person asks for.
#[derive(Debug, Clone)]
pub struct ExportRequest {
    /// How the tables are written.
    pub format: TableFormat,
    /// First and last period; `None` for all.
    pub periods: Option<(Period, Period)>,
    /// The folder to write to.
    pub out: PathBuf,
    /// The list of nq57.vn to hold the last release against; `None` for none.
    pub compare: Option<PathBuf>,
}

/// What was written.
#[derive(Debug, Serialize)]
pub struct ExportAnswer {
    /// How the tables are written.
    pub format: TableFormat,
    /// The folder they are in.
    pub out: String,
    /// The releases that were taken, oldest first.
    pub periods: Vec<ExportedPeriod>,
    /// The files, by table and period.
    pub files: Vec<ExportedFile>,
    /// The last release against the list of nq57.vn; `None` if no list was given.
    pub portal: Option<PortalAnswer>,
}

/// A release held against the list of nq57.vn.
#[derive(Debug, Serialize)]
pub struct PortalAnswer {
    /// Of which release.
    pub period: Period,
    /// How many codes the list has.
    pub listed: usize,
    /// What differs, by code.
    pub differences: Vec<PortalDifference>,
}

/// A release whose tables were written.
#[derive(Debug, Serialize)]
pub struct ExportedPeriod {
    /// Of which week the release is.
    pub period: Period,
    /// The version in force.
    pub version: u32,
    /// When it was made.
    pub released_at: Moment,
    /// The figures that were read, by their address in the archive.
    pub data_sha256: String,
}

/// A file of a table.
#[derive(Debug, Serialize)]
pub struct ExportedFile {
    /// What its rows are: the folder of the table.
    pub table: &'static str,
    /// Of which release it is.
    pub period: Period,
    /// Below the folder, with `/`.
    pub path: String,
    /// How many things it lists.
    pub rows: usize,
    /// Its content.
    pub sha256: String,
}

/// Writes the tables of every release in force in the wanted periods. A release whose figures the archive has lost is told among
/// the failures, and the others are written.
///
/// # Errors
///
/// There is no ledger or no such release, the list to compare with cannot be used, or a file cannot be written.
pub fn export(workspace: &Workspace, start: &Start, request: &ExportRequest) -> Result<(ExportAnswer, Vec<Failure>, u8), Failure> {
    let releases = released::in_force(workspace, |period| request.periods.is_none_or(|(first, last)| (first..=last).contains(&period)))?;
    if releases.is_empty() {
        return Err(released::none());
    }
    let now = start.now;
    let list = request.compare.as_deref().map(|file| portal_list(workspace, start, file)).transpose()?;
    let out = request.out.display().to_string();
    let mut answer = ExportAnswer { format: request.format, out, periods: Vec::new(), files: Vec::new(), portal: None };
    let mut failures = Vec::new();
    put(workspace, now, &request.out.join(NOTICE), NOTICE_TEXT.as_bytes())?;
    for release in &releases {
        match released::read(workspace, release) {
            Ok(ReleasedFiles { data_sha256, released, unlisted }) => {
                failures.extend(unlisted);
                let (period, version) = (release.period, release.version);
                answer.periods.push(ExportedPeriod { period, version, released_at: release.at, data_sha256 });
                write(workspace, now, request, (period, &released), &mut answer.files)?;
                // The last one that can be read stays.
                if let Some(list) = &list {
                    answer.portal = Some(PortalAnswer { period, listed: list.len(), differences: list.differences(&released) });
                }
            }
            Err(failure) => failures.push(failure),
        }
    }
    answer.files.sort_by(|a, b| (a.table, a.period).cmp(&(b.table, b.period)));
    let exit_code = exit::of(&failures);
    Ok((answer, failures, exit_code))
}

fn write(
    workspace: &Workspace,
    now: Moment,
    request: &ExportRequest,
    (period, released): (Period, &Released),
    files: &mut Vec<ExportedFile>,
) -> Result<(), Failure> {
    for table in ALL {
        let data = table.of(released);
        let path = format!("{}/period={period}/{}.{}", table.folder, released.desk(), request.format.extension());
        let place = request.out.join(&path);
        let bytes = table_write::to_bytes(&data, request.format).map_err(|cause| Failure::Product { path: place.clone(), cause })?;
        put(workspace, now, &place, &bytes)?;
        files.push(ExportedFile { table: table.folder, period, path, rows: data.rows.len(), sha256: archive::sha256(&bytes) });
    }
    Ok(())
}

/// The list of nq57.vn as somebody saved it: a file from outside, read like a report in a child with limits of its own.
fn portal_list(workspace: &Workspace, start: &Start, file: &Path) -> Result<PortalList, Failure> {
    let name = file.display();
    let hint = "Đề nghị xuất danh sách từ nq57.vn ra tệp .xlsx (hoặc mở rồi lưu lại thành .xlsx) và thử lại.";
    let pool = start.readers.pool(1, workspace.config.limits);
    let (bytes, _) = files::read_at_most(&workspace.disk, file, pool.limits().file_bytes_max.saturating_add(1))?;
    let extension = file.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    let received = pool.read(&bytes, &extension);
    if let Some(cause) = pool.failure() {
        // That no child could be started says nothing about the list.
        return Err(Failure::Io { path: start.readers.program().to_owned(), action: Action::Read, cause });
    }
    let unread = |cause: &str| Failure::usage(format!("Không đọc được danh sách {name}: {cause}."), hint);
    let book = match received {
        Ok(Received::Workbook(book)) => book,
        Ok(Received::Document(kind)) => return Err(unread(&format!("tệp là {kind}, không phải bảng tính"))),
        Err(refusal) => return Err(unread(&session::why(&refusal))),
    };
    PortalList::read(&book).map_err(|cause| Failure::usage(format!("{name}: {cause}"), hint))
}

/// Writes a file that any later export writes again.
fn put(workspace: &Workspace, now: Moment, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    match publish::publish_rebuildable(&workspace.disk, path, bytes, now)? {
        Publication::Open(holder) => {
            Err(Failure::Product { path: path.to_owned(), cause: format!("{} đang mở tệp này", holder.text()) })
        }
        _ => Ok(()),
    }
}
