//! What left with releases, read back: out of the archive, under the hashes that the ledger holds. Of what version 0.1 made the
//! archive keeps no copy: the file as it left serves, if its bytes are those that left.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::ReleaseRecord;
use crate::io::workspace::Workspace;
use crate::model::config::Limits;
use crate::model::period::Period;
use crate::model::seal::ReleasedFile;
use crate::model::workbook::RawWorkbook;
use crate::products::Kind;
use crate::products::tables::Released;
use crate::reader;
use crate::run::session::identity;

/// A release with what it is read from.
pub(super) struct ReleasedFiles {
    /// The figures that were read, by their address in the archive.
    pub(super) data_sha256: String,
    pub(super) released: Released,
    /// Why the workbook that stayed at the desk is not there; `None` if it is, or if there never was one.
    pub(super) unlisted: Option<Failure>,
}

/// Nothing was released in the periods that were asked for.
pub(super) fn none() -> Failure {
    Failure::usage("Chưa có kỳ nào đã chốt bản tổng hợp trong khoảng này.", "Đề nghị xem “tonghop status --period …”.")
}

/// The releases in force of the wanted periods, the earliest first.
///
/// # Errors
///
/// There is no ledger, or it is not the one that made what was sent.
pub(super) fn in_force(workspace: &Workspace, wanted: impl Fn(Period) -> bool) -> Result<Vec<ReleaseRecord>, Failure> {
    identity::check_there(workspace)?;
    let ledger = workspace.ledger_to_read()?.ok_or_else(none)?;
    let latest = ledger.in_force()?.latest();
    let mut releases: Vec<ReleaseRecord> = ledger.releases()?;
    releases.retain(|release| wanted(release.period) && latest.get(&release.period) == Some(&release.version));
    releases.sort_by_key(|release| release.period);
    Ok(releases)
}

/// The wanted periods that were opened again, and wait for another version.
///
/// # Errors
///
/// The ledger cannot be read.
pub(super) fn reopened(workspace: &Workspace, wanted: impl Fn(Period) -> bool) -> Result<Vec<Period>, Failure> {
    let ledger = workspace.ledger_to_read()?.ok_or_else(none)?;
    let open = ledger.open_reopenings()?;
    Ok(open.into_iter().map(|reopening| reopening.period).filter(|period| wanted(*period)).collect())
}

/// The figures of a release, and the workbook that stayed at the desk.
///
/// # Errors
///
/// Archive and folder have lost the figures, or they cannot be read.
pub(super) fn read(workspace: &Workspace, release: &ReleaseRecord) -> Result<ReleasedFiles, Failure> {
    let of = |kind: Kind| release.files.iter().find(|file| file.kind == kind.label());
    let lost = |what: &str, cause: &str| {
        let file = format!("{what} kỳ {}", release.period);
        Failure::Copy { file, lost: true, kept: String::new(), cause: cause.to_owned() }
    };
    let data = of(Kind::Data).ok_or_else(|| lost("Số liệu", "không có trong sổ"))?;
    let list = |file: &ReleasedFile| {
        let bytes = bytes(workspace, release, file)?;
        reader::read(&bytes, ".xlsx", &Limits::OWN).map_err(|_| lost("Danh sách phát hiện", "không đọc được"))
    };
    // The figures stand without it.
    let (internal, unlisted): (Option<RawWorkbook>, _) = match of(Kind::Internal).map(list) {
        Some(Err(failure)) => (None, Some(failure)),
        found => (found.and_then(Result::ok), None),
    };
    let released = Released::read(&bytes(workspace, release, data)?, release.version, internal);
    let released = released.ok_or_else(|| lost("Số liệu", "không đọc được"))?;
    Ok(ReleasedFiles { data_sha256: data.sha256.clone(), released, unlisted })
}

fn bytes(workspace: &Workspace, release: &ReleaseRecord, file: &ReleasedFile) -> Result<Vec<u8>, Failure> {
    let failure = match workspace.archive().read(&file.sha256) {
        Ok(bytes) => return Ok(bytes),
        Err(failure) => failure,
    };
    // Version 0.1 sealed nothing and kept no copy.
    let as_left = if release.seal.is_none() { files::read_if_there(&workspace.disk, &workspace.root.join(&file.path))? } else { None };
    as_left.filter(|bytes| archive::sha256(bytes) == file.sha256).ok_or(failure)
}
