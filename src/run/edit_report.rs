//! The twin of a written report that people edit: a copy of what was fixed, made when somebody asks for it. The fixed report
//! itself stays as it left.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::Ledger;
use crate::io::workspace::Workspace;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::seal::ReleasedFile;
use crate::products::{self, Kind};
use crate::run::session;
use crate::text::format;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The written report of a period that was fixed last.
#[derive(Debug)]
pub(super) struct FixedReport {
    pub(super) period: Period,
    /// The version of the release; `None` for the freeze.
    pub(super) version: Option<u32>,
    pub(super) file: ReleasedFile,
    pub(super) bytes: Vec<u8>,
}

/// The written report of the release that is in force, or of the freeze where the period is not released.
pub(super) fn fixed(workspace: &Workspace, ledger: &Ledger, period: Period) -> Result<FixedReport, Failure> {
    let release = ledger.release(period)?.map(|release| (Some(release.version), release.files));
    let fixed = match release {
        Some(release) => Some(release),
        None => ledger.freeze(period)?.map(|freeze| (None, freeze.files)),
    };
    let name = format::period_long(period);
    let Some((version, files)) = fixed else {
        let hint = "Báo cáo bằng văn bản có từ khi chốt số liệu; đề nghị chạy lại sau hạn nộp.";
        return Err(Failure::calendar(format!("{name} chưa chốt."), hint));
    };
    let Some(file) = files.into_iter().find(|file| file.kind == Kind::Report.label()) else {
        return Err(Failure::calendar(
            format!("{name} do phiên bản chương trình cũ lập, chưa có báo cáo bằng văn bản."),
            "Muốn có, đề nghị mở lại kỳ (“tonghop reopen”) và lập bản kế tiếp.",
        ));
    };
    let bytes = workspace.archive().read(&file.sha256)?;
    Ok(FixedReport { period, version, file, bytes })
}

/// The ledger for reading, and the period that is meant: as typed, else the current one.
pub(super) fn ledger_and_period(workspace: &Workspace, now: Moment, period: Option<Period>) -> Result<(Ledger, Period), Failure> {
    let Some(ledger) = workspace.ledger_to_read()? else {
        return Err(Failure::usage("Chưa có sổ tiếp nhận.", "Đề nghị chạy “tonghop run” trước."));
    };
    let register = session::read_register(workspace)?;
    let rhythm = crate::model::rhythm::Rhythm { calendar: &register.register.calendar, schedule: &workspace.config.schedule };
    let current = || rhythm.period_on(crate::model::moment::day(now));
    let period = period.map_or_else(current, |week| rhythm.period_of(week));
    Ok((ledger, period))
}

/// A twin that was made.
#[derive(Debug, Serialize)]
pub struct EditReportAnswer {
    /// That of the fixed report.
    pub period: Period,
    /// The version of the release that it is a copy of; `None` for the freeze.
    pub version: Option<u32>,
    /// The report that it is a copy of, relative to the workspace.
    pub of: String,
    /// Its path, relative to the workspace.
    pub path: String,
    /// SHA-256 of its bytes when it was made.
    pub sha256: String,
}

impl EditReportAnswer {
    /// The answer in words.
    pub fn lines(&self) -> Vec<String> {
        let of = if self.version.is_some() { "bản trình ký" } else { "bản chốt" };
        vec![
            format!("Đã lập {} từ {of} ({}).", self.path, self.of),
            format!("Sửa xong, đề nghị kiểm tra số liệu: tonghop check-report \"{}\"", self.path),
        ]
    }
}

/// Makes the twin. A twin that is there already may hold somebody's work and is never written over.
///
/// # Errors
///
/// Refused by the calendar where nothing is fixed yet, refused as typed where the twin is there already.
pub fn edit_report(workspace: &Workspace, now: Moment, period: Option<Period>) -> Result<EditReportAnswer, Failure> {
    let (ledger, period) = ledger_and_period(workspace, now, period)?;
    let fixed = fixed(workspace, &ledger, period)?;
    let path: PathBuf = workspace.root.join(&fixed.file.path);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let path = path.with_file_name(products::editable(&name));
    if workspace.disk.exists(&path) {
        return Err(there(workspace, &path));
    }
    files::write_new(&workspace.disk, &path, &fixed.bytes)?;
    Ok(EditReportAnswer {
        period: fixed.period,
        version: fixed.version,
        of: fixed.file.path,
        path: workspace.relative(&path),
        sha256: archive::sha256(&fixed.bytes),
    })
}

fn there(workspace: &Workspace, path: &Path) -> Failure {
    Failure::usage(
        format!("Đã có {}; chương trình không ghi đè bản đang biên tập.", workspace.relative(path)),
        "Đề nghị biên tập tiếp tệp ấy; muốn làm lại từ đầu thì đổi tên tệp ấy rồi chạy lại.",
    )
}
